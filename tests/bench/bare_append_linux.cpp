#include <fcntl.h>
#include <unistd.h>

#include <QtGlobal>

#include "tests/bench/bare_append.h"

namespace loket::bench {

BareAppend::BareAppend(const std::string& path)
    : m_fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600)) {
  if (m_fd < 0)
    qFatal("%s", path.c_str());
}

BareAppend::~BareAppend() { ::close(m_fd); }

void BareAppend::append(std::string_view bytes) {
  if (::write(m_fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) || ::fdatasync(m_fd) != 0)
    qFatal("the append failed");
}

}  // namespace loket::bench
