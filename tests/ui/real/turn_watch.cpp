#include "tests/ui/real/turn_watch.h"

#include <QAbstractEventDispatcher>
#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <algorithm>
#include <iterator>

#include "tests/ui/real/thread_time.h"

namespace loket::test {
namespace {

// A picture in sixty of a second.
constexpr std::chrono::milliseconds kFrame{16};
constexpr std::size_t kLongestShown = 8;

double inMs(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

QString eventWord(int type) {
  const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
  return key != nullptr ? QString::fromLatin1(key) : QString::number(type);
}

}  // namespace

double quantileMs(std::vector<std::chrono::nanoseconds> times, double share) {
  if (times.empty())
    return 0;
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), at, times.end());
  return inMs(*at);
}

WatchedApplication::WatchedApplication(int& argc, char** argv) : QApplication(argc, argv) {
  connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
          [this] { endTurn(); });
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
  if (m_depth > 0 || QThread::currentThread() != thread())
    return QApplication::notify(receiver, event);
  // It may be gone afterwards.
  const char* const whose = receiver->metaObject()->className();
  const QString name = receiver->objectName();
  const int type = event->type();
  const auto began = std::chrono::steady_clock::now();
  const Time beganCpu = threadTime();
  ++m_depth;
  const bool taken = QApplication::notify(receiver, event);
  --m_depth;
  const Time cpu = threadTime() - beganCpu;
  m_turn.wall += std::chrono::steady_clock::now() - began;
  m_turn.cpu += cpu;
  if (cpu > m_turn.longest) {
    m_turn.longest = cpu;
    m_turn.receiver = whose;
    m_turn.name = name;
    m_turn.event = type;
    m_turn.awaited = m_awaited;
  }
  return taken;
}

void WatchedApplication::endTurn() {
  if (m_depth > 0 || m_turn.wall.count() == 0)
    return;
  m_turns.push_back(m_turn);
  m_turn = {};
}

void WatchedApplication::startOver(const QString& part) {
  endTurn();
  m_part = part;
  m_turns.clear();
}

QString WatchedApplication::report() const {
  std::vector<Time> wall;
  std::vector<Time> cpu;
  std::transform(m_turns.begin(), m_turns.end(), std::back_inserter(wall),
                 [](const Turn& turn) { return turn.wall; });
  std::transform(m_turns.begin(), m_turns.end(), std::back_inserter(cpu),
                 [](const Turn& turn) { return turn.cpu; });
  const auto over = [](const std::vector<Time>& times) {
    return std::count_if(times.begin(), times.end(), [](Time time) { return time > kFrame; });
  };
  QString words;
  const auto line = [&words](const char* what, const std::vector<Time>& times, qsizetype above) {
    words += QString::asprintf("  %-28s p50 %6.2f   p99 %6.2f   max %7.2f ms   over 16 ms: %lld\n", what,
                               quantileMs(times, 0.5), quantileMs(times, 0.99), quantileMs(times, 1),
                               static_cast<long long>(above));
  };
  words += QStringLiteral("%1: %2 turns of the window's thread\n").arg(m_part).arg(m_turns.size());
  line("as the clock on the wall has", wall, over(wall));
  line("the processor's time in it", cpu, over(cpu));
  std::vector<Turn> longest(std::min(kLongestShown, m_turns.size()));
  std::partial_sort_copy(m_turns.begin(), m_turns.end(), longest.begin(), longest.end(),
                         [](const Turn& a, const Turn& b) { return a.cpu > b.cpu; });
  for (const Turn& turn : longest)
    words += QString::asprintf("  %7.2f ms (%7.2f on the wall), %7.2f of it: %s to %s %s, before: %s\n", inMs(turn.cpu),
                               inMs(turn.wall), inMs(turn.longest), qPrintable(eventWord(turn.event)),
                               turn.receiver, qPrintable(turn.name), turn.awaited);
  return words;
}

}  // namespace loket::test
