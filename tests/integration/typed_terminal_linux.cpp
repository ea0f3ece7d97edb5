#include <QByteArray>
#include <cstdlib>

#include "tests/integration/typed_terminal.h"

#include <fcntl.h>
#include <unistd.h>

namespace loket::integration_tests {

TypedTerminal::TypedTerminal(const QString& line) : m_keyboard(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  if (m_keyboard < 0 || ::grantpt(m_keyboard) != 0 || ::unlockpt(m_keyboard) != 0)
    return;
  const QString path = QString::fromLocal8Bit(::ptsname(m_keyboard));
  m_screen = ::open(path.toLocal8Bit().constData(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  const QByteArray keys = line.toLatin1() + '\n';
  if (m_screen >= 0 && ::write(m_keyboard, keys.constData(), static_cast<std::size_t>(keys.size())) == keys.size())
    m_path = path;
}

TypedTerminal::~TypedTerminal() {
  if (m_screen >= 0)
    ::close(m_screen);
  if (m_keyboard >= 0)
    ::close(m_keyboard);
}

}  // namespace loket::integration_tests
