#include "core/adapters/biometrics/fprintd.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "core/adapters/biometrics/reader_bus_linux.h"
#include "core/adapters/biometrics/reader_names.h"

namespace loket::adapters::biometrics {
namespace {

using ports::FingerError;
using ports::FingerFailure;
using ports::FingerLimits;
using ports::FingerReader;
using ports::FingerResult;
using ports::FingerStep;
using ports::FingerSteps;

constexpr const char* kService = "net.reactivated.Fprint";
constexpr const char* kManagerPath = "/net/reactivated/Fprint/Manager";
constexpr const char* kManagerInterface = "net.reactivated.Fprint.Manager";
constexpr const char* kDeviceInterface = "net.reactivated.Fprint.Device";
constexpr const char* kProperties = "org.freedesktop.DBus.Properties";

// For giving the reader back after a call that has ended, however it did.
constexpr Duration kGiveBack = Duration::seconds(3);
// Within this the service drops a reader that was taken away, counted from when it was given back.
constexpr Duration kDropped = Duration::seconds(1);

tl::unexpected<FingerError> because(FingerFailure what, std::string detail = {}) {
  return tl::unexpected(FingerError{what, std::move(detail)});
}

FingerResult<std::string> pathIn(const Message& message) {
  const char* path = nullptr;
  if (sd_bus_message_read(message.get(), "o", &path) <= 0)
    return because(FingerFailure::Fault, "an answer that is no path");
  return std::string(path);
}

FingerResult<std::vector<std::string>> textsIn(const Message& message, const char* type) {
  std::vector<std::string> texts;
  if (sd_bus_message_enter_container(message.get(), SD_BUS_TYPE_ARRAY, type) < 0)
    return because(FingerFailure::Fault, "an answer that is no list");
  const char* text = nullptr;
  while (sd_bus_message_read(message.get(), type, &text) > 0) texts.emplace_back(text);
  return texts;
}

// One call of the port, from the first word to the service until the reader is given back.
class Visit {
 public:
  Visit(const FingerLimits& limits, ports::Uptime& uptime) : m_uptime(uptime), m_waiting(limits, uptime) {}
  ~Visit() { giveBack(Waiting({kGiveBack, nullptr}, m_uptime)); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  // Finds the reader: the one that fprintd itself would take.
  FingerResult<void> begin(const std::string& address) {
    auto bus = ReaderBus::open(address);
    if (!bus)
      return tl::unexpected(bus.error());
    m_bus = std::move(*bus);
    auto reply = m_bus->greet(kService, {kManagerPath, kManagerInterface, "GetDefaultDevice"}, m_waiting);
    if (!reply)
      return tl::unexpected(reply.error());
    auto path = pathIn(*reply);
    if (!path)
      return tl::unexpected(path.error());
    m_reader = std::move(*path);
    return {};
  }

  FingerResult<std::vector<FingerReader>> readers() {
    auto reply = m_bus->call({kManagerPath, kManagerInterface, "GetDevices"}, {}, m_waiting);
    if (!reply)
      return tl::unexpected(reply.error());
    auto paths = textsIn(*reply, "o");
    if (!paths)
      return tl::unexpected(paths.error());
    std::stable_partition(paths->begin(), paths->end(), [this](const std::string& path) { return path == m_reader; });
    std::vector<FingerReader> found;
    for (const std::string& path : *paths) {
      auto name = property(path, "name", "s");
      // It was taken away just now.
      if (!name && name.error().what == FingerFailure::Unplugged)
        continue;
      if (!name)
        return tl::unexpected(name.error());
      const auto type = property(path, "scan-type", "s");
      found.push_back({std::move(*name), type && *type == "swipe"});
    }
    if (found.empty())
      return because(FingerFailure::NoReader);
    return found;
  }

  FingerResult<std::vector<std::string>> enrolled(const std::string& user) {
    auto reply = onReader("ListEnrolledFingers", {user});
    if (!reply && reply.error().what == FingerFailure::NotEnrolled)
      return std::vector<std::string>();
    if (!reply)
      return tl::unexpected(reply.error());
    return textsIn(*reply, "s");
  }

  FingerResult<void> claim(const std::string& user) {
    if (auto heard = m_bus->listen(m_reader); !heard)
      return heard;
    // An answer that nobody waited for any more may still have claimed it.
    m_isClaimed = true;
    auto reply = onReader("Claim", {user});
    if (reply)
      return {};
    m_isClaimed = reply.error().what == FingerFailure::TimedOut || reply.error().what == FingerFailure::Cancelled;
    return tl::unexpected(reply.error());
  }

  FingerResult<void> enrol(const std::string& finger, const FingerSteps& steps) {
    const int total = stages();
    if (auto begun = start("EnrollStart", "EnrollStop", finger); !begun)
      return begun;
    steps({FingerStep::Kind::Wanted, 0, total, {}, finger});
    for (int done = 0;;) {
      auto reading = next();
      if (!reading)
        return tl::unexpected(reading.error());
      const Reading what = readingOf(reading->word);
      if (what.kind == Reading::Kind::Stage) {
        done = std::min(done + 1, total);
        steps({FingerStep::Kind::Stage, done, total, {}, finger});
      } else if (what.kind == Reading::Kind::Complete) {
        steps({FingerStep::Kind::Stage, total, total, {}, finger});
        return {};
      } else if (what.kind == Reading::Kind::Retry && !reading->isLast) {
        steps({FingerStep::Kind::Retry, done, total, what.retry, finger});
      } else {
        return ended(what, reading->word);
      }
    }
  }

  FingerResult<void> verify(const FingerSteps& steps) {
    if (auto begun = start("VerifyStart", "VerifyStop", "any"); !begun)
      return begun;
    std::string finger;
    steps({FingerStep::Kind::Wanted, 0, 0, {}, finger});
    while (true) {
      auto event = next();
      if (!event)
        return tl::unexpected(event.error());
      // Told after the reading has begun, by readers that compare with one print only.
      if (event->kind == ReaderBus::Event::Kind::Selected) {
        if (event->word != "any") {
          finger = event->word;
          steps({FingerStep::Kind::Wanted, 0, 0, {}, finger});
        }
        continue;
      }
      const Reading what = readingOf(event->word);
      if (what.kind == Reading::Kind::Match)
        return {};
      if (what.kind == Reading::Kind::NoMatch)
        return because(FingerFailure::NotRecognised);
      if (what.kind != Reading::Kind::Retry || event->isLast)
        return ended(what, event->word);
      steps({FingerStep::Kind::Retry, 0, 0, what.retry, finger});
    }
  }

  FingerResult<int> remove(const std::string& user) {
    auto fingers = enrolled(user);
    if (!fingers)
      return tl::unexpected(fingers.error());
    if (fingers->empty())
      return because(FingerFailure::NotEnrolled);
    if (auto reply = onReader("DeleteEnrolledFingers2", {}); !reply)
      return tl::unexpected(reply.error());
    return static_cast<int>(fingers->size());
  }

 private:
  FingerResult<Message> onReader(const char* method, const std::vector<std::string>& texts) {
    return m_bus->call({m_reader.c_str(), kDeviceInterface, method}, texts, m_waiting);
  }

  FingerResult<void> start(const char* method, const char* stop, const std::string& finger) {
    // As with the claim: what was asked for may have begun.
    m_stop = stop;
    auto reply = onReader(method, {finger});
    if (!reply)
      return tl::unexpected(reply.error());
    return {};
  }

  FingerResult<ReaderBus::Event> next() {
    auto event = m_bus->next(m_waiting);
    if (event && event->kind == ReaderBus::Event::Kind::Removed)
      return because(FingerFailure::Unplugged, "removed");
    return event;
  }

  // `type` is "s" or "i"; a number comes as its digits.
  FingerResult<std::string> property(const std::string& path, const char* name, const char* type) {
    auto reply = m_bus->call({path.c_str(), kProperties, "Get"}, {kDeviceInterface, name}, m_waiting);
    if (!reply)
      return tl::unexpected(reply.error());
    if (sd_bus_message_enter_container(reply->get(), SD_BUS_TYPE_VARIANT, type) < 0)
      return because(FingerFailure::Fault, name);
    if (*type == 'i') {
      std::int32_t number = 0;
      if (sd_bus_message_read(reply->get(), type, &number) <= 0)
        return because(FingerFailure::Fault, name);
      return std::to_string(number);
    }
    const char* text = nullptr;
    if (sd_bus_message_read(reply->get(), type, &text) <= 0)
      return because(FingerFailure::Fault, name);
    return std::string(text);
  }

  // How many readings make a finger; known once the reader is claimed.
  int stages() {
    constexpr std::size_t kDigitsMax = 3;
    const auto number = property(m_reader, "num-enroll-stages", "i");
    return number && number->size() <= kDigitsMax ? std::max(1, std::atoi(number->c_str())) : 1;
  }

  // A reader that was taken away has no word of its own for it: it fails, and it is gone once it was given back. The
  // service drops it in a later turn of its loop, so that it may still name it when asked just then.
  tl::unexpected<FingerError> ended(const Reading& reading, const std::string& word) {
    if (reading.failure == FingerFailure::Fault) {
      giveBack(Waiting({kGiveBack, nullptr}, m_uptime));
      if (isRemovedWithin(kDropped))
        return because(FingerFailure::Unplugged, word);
    }
    return because(reading.failure, word);
  }

  bool isRemovedWithin(Duration limit) {
    const Waiting waiting({limit, nullptr}, m_uptime);
    const auto reply = m_bus->call({kManagerPath, kManagerInterface, "GetDevices"}, {}, waiting);
    if (!reply)
      return false;
    if (const auto paths = textsIn(*reply, "o"); paths && std::count(paths->begin(), paths->end(), m_reader) == 0)
      return true;
    while (auto event = m_bus->next(waiting))
      if (event->kind == ReaderBus::Event::Kind::Removed)
        return true;
    return false;
  }

  // Whatever the limit was: who comes next must find the reader free. Where that fails, the end of the connection frees it.
  void giveBack(const Waiting& waiting) {
    if (!m_bus || !std::exchange(m_isClaimed, false))
      return;
    if (m_stop != nullptr && m_bus->isServed())
      static_cast<void>(m_bus->call({m_reader.c_str(), kDeviceInterface, m_stop}, {}, waiting));
    if (m_bus->isServed())
      static_cast<void>(m_bus->call({m_reader.c_str(), kDeviceInterface, "Release"}, {}, waiting));
  }

  ports::Uptime& m_uptime;
  Waiting m_waiting;
  std::unique_ptr<ReaderBus> m_bus;
  std::string m_reader;  // its object
  bool m_isClaimed = false;
  const char* m_stop = nullptr;  // what ends the reading that goes on
};

class Fprintd final : public ports::Fingerprint {
 public:
  Fprintd(FprintdOptions options, ports::Uptime& uptime) : m_options(std::move(options)), m_uptime(uptime) {}

  FingerResult<std::vector<FingerReader>> readers(const FingerLimits& limits) override {
    Visit visit(limits, m_uptime);
    if (auto begun = visit.begin(m_options.busAddress); !begun)
      return tl::unexpected(begun.error());
    return visit.readers();
  }

  FingerResult<std::vector<std::string>> enrolled(const UserName& person, const FingerLimits& limits) override {
    return as<std::vector<std::string>>(person, limits,
                                        [](Visit& visit, const std::string& user) { return visit.enrolled(user); });
  }

  FingerResult<void> enrol(const UserName& person, const std::string& finger, const FingerSteps& steps,
                           const FingerLimits& limits) override {
    return claimed<void>(person, limits,
                         [&](Visit& visit, const std::string&) { return visit.enrol(finger, steps); });
  }

  FingerResult<void> verify(const UserName& person, const FingerSteps& steps, const FingerLimits& limits) override {
    return claimed<void>(person, limits, [&](Visit& visit, const std::string&) { return visit.verify(steps); });
  }

  FingerResult<int> remove(const UserName& person, const FingerLimits& limits) override {
    return claimed<int>(person, limits, [](Visit& visit, const std::string& user) { return visit.remove(user); });
  }

 private:
  template <typename T, typename Deed>
  FingerResult<T> as(const UserName& person, const FingerLimits& limits, Deed deed) {
    auto user = userNameFor(m_options.home, person);
    if (!user)
      return tl::unexpected(user.error());
    Visit visit(limits, m_uptime);
    if (auto begun = visit.begin(m_options.busAddress); !begun)
      return tl::unexpected(begun.error());
    return deed(visit, *user);
  }

  template <typename T, typename Deed>
  FingerResult<T> claimed(const UserName& person, const FingerLimits& limits, Deed deed) {
    return as<T>(person, limits, [&deed](Visit& visit, const std::string& user) -> FingerResult<T> {
      if (auto claim = visit.claim(user); !claim)
        return tl::unexpected(claim.error());
      return deed(visit, user);
    });
  }

  FprintdOptions m_options;
  ports::Uptime& m_uptime;
};

}  // namespace

std::unique_ptr<ports::Fingerprint> createFprintd(FprintdOptions options, ports::Uptime& uptime) {
  return std::make_unique<Fprintd>(std::move(options), uptime);
}

}  // namespace loket::adapters::biometrics
