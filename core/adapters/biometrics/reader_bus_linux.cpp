#include "core/adapters/biometrics/reader_bus_linux.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/adapters/biometrics/reader_names.h"

namespace loket::adapters::biometrics {
namespace {

using ports::FingerError;
using ports::FingerFailure;
using ports::FingerResult;

// A cancelled call ends within this.
constexpr std::int64_t kLookMs = 50;
// Longer than any limit: a call ends by its limit, not by the bus's own patience.
constexpr std::uint64_t kCallUs = 3600ULL * 1'000'000ULL;

constexpr const char* kDevice = "net.reactivated.Fprint.Device";
constexpr const char* kObjects = "org.freedesktop.DBus.ObjectManager";
constexpr const char* kBus = "org.freedesktop.DBus";

tl::unexpected<FingerError> broken(FingerFailure what, std::string detail) {
  return tl::unexpected(FingerError{what, std::move(detail)});
}

tl::unexpected<FingerError> brokenBus(int code) {
  return broken(FingerFailure::NoService, std::string("bus: ") + std::strerror(-code));
}

// What a call is waited for with.
struct Pending {
  bool isDone = false;
  Message reply;
};

int onReply(sd_bus_message* message, void* pending, sd_bus_error* /*error*/) {
  auto& waited = *static_cast<Pending*>(pending);
  waited.reply = Message(sd_bus_message_ref(message));
  waited.isDone = true;
  return 1;
}

struct SlotUnref {
  void operator()(sd_bus_slot* slot) const { sd_bus_slot_unref(slot); }
};

std::string textOf(const char* text) { return text == nullptr ? std::string() : std::string(text); }

}  // namespace

Waiting::Waiting(const ports::FingerLimits& limits, ports::Uptime& uptime)
    : m_uptime(uptime), m_end(uptime.sinceBoot() + limits.limit), m_cancelled(limits.cancelled) {}

Duration Waiting::left() const { return m_end - m_uptime.sinceBoot(); }

std::optional<FingerFailure> Waiting::over() const {
  if (m_cancelled != nullptr && m_cancelled->load())
    return FingerFailure::Cancelled;
  return left() <= Duration{} ? std::optional(FingerFailure::TimedOut) : std::nullopt;
}

std::uint64_t Waiting::sliceUs() const {
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(left().ms, 1, kLookMs)) * 1000U;
}

FingerResult<std::unique_ptr<ReaderBus>> ReaderBus::open(const std::string& address) {
  sd_bus* bus = nullptr;
  if (address.empty()) {
    if (const int code = sd_bus_open_system(&bus); code < 0)
      return brokenBus(code);
    return std::unique_ptr<ReaderBus>(new ReaderBus(bus));
  }
  if (const int code = sd_bus_new(&bus); code < 0)
    return brokenBus(code);
  std::unique_ptr<ReaderBus> made(new ReaderBus(bus));
  if (const int code = sd_bus_set_address(bus, address.c_str()); code < 0)
    return brokenBus(code);
  if (const int code = sd_bus_set_bus_client(bus, 1); code < 0)
    return brokenBus(code);
  if (const int code = sd_bus_start(bus); code < 0)
    return brokenBus(code);
  return made;
}

// Without waiting for what is still to be written: whatever must arrive was answered before.
ReaderBus::~ReaderBus() { sd_bus_close_unref(m_bus); }

FingerResult<void> ReaderBus::turn(const Waiting& waiting) {
  int code = sd_bus_process(m_bus, nullptr);
  if (code == 0)
    code = sd_bus_wait(m_bus, waiting.sliceUs());
  // A signal of the system's may cut a wait short.
  if (code < 0 && code != -EINTR) {
    m_isGone = true;
    return brokenBus(code);
  }
  return {};
}

FingerResult<Message> ReaderBus::send(const char* to, const Method& method, const std::vector<std::string>& texts,
                                      const Waiting& waiting) {
  sd_bus_message* made = nullptr;
  if (const int code = sd_bus_message_new_method_call(m_bus, &made, to, method.path, method.interface, method.name);
      code < 0)
    return brokenBus(code);
  const Message message(made);
  for (const std::string& text : texts)
    if (const int code = sd_bus_message_append_basic(made, SD_BUS_TYPE_STRING, text.c_str()); code < 0)
      return broken(FingerFailure::Fault, "argument");
  // Where the machine's rules ask somebody, they may ask now.
  sd_bus_message_set_allow_interactive_authorization(made, 1);
  Pending pending;
  sd_bus_slot* slot = nullptr;
  if (const int code = sd_bus_call_async(m_bus, &slot, made, onReply, &pending, kCallUs); code < 0)
    return brokenBus(code);
  // Goes before `pending`: nothing is written there after this call.
  const std::unique_ptr<sd_bus_slot, SlotUnref> holder(slot);
  while (!pending.isDone) {
    if (m_isGone)
      return broken(FingerFailure::NoService, "it went away");
    if (const auto over = waiting.over())
      return broken(*over, method.name);
    if (auto turned = turn(waiting); !turned)
      return tl::unexpected(turned.error());
  }
  if (const sd_bus_error* error = sd_bus_message_get_error(pending.reply.get()); error != nullptr) {
    const FingerFailure what = failureOf(textOf(error->name));
    return broken(what, what == FingerFailure::NotAllowed ? textOf(error->message) : textOf(error->name));
  }
  return std::move(pending.reply);
}

FingerResult<Message> ReaderBus::greet(const char* service, const Method& method, const Waiting& waiting) {
  auto reply = send(service, method, {}, waiting);
  if (!reply)
    return reply;
  m_owner = textOf(sd_bus_message_get_sender(reply->get()));
  // Only this name's end; the bus tells it, and nobody else can.
  const std::string match = std::string("type='signal',sender='") + kBus + "',path='/org/freedesktop/DBus',interface='" +
                            kBus + "',member='NameOwnerChanged',arg0='" + m_owner + "'";
  if (const int code = sd_bus_add_match_async(m_bus, nullptr, match.c_str(), onOwner, nullptr, this); code < 0)
    return brokenBus(code);
  return reply;
}

FingerResult<Message> ReaderBus::call(const Method& method, const std::vector<std::string>& texts, const Waiting& waiting) {
  return send(m_owner.c_str(), method, texts, waiting);
}

FingerResult<void> ReaderBus::listen(const std::string& path) {
  m_object = path;
  struct Signal {
    const char* path;
    const char* interface;
    const char* name;
    sd_bus_message_handler_t handler;
  };
  // The end of an object is told by the root of all of them.
  for (const Signal& one : {Signal{path.c_str(), kDevice, "VerifyStatus", &ReaderBus::onReading},
                            Signal{path.c_str(), kDevice, "EnrollStatus", &ReaderBus::onReading},
                            Signal{path.c_str(), kDevice, "VerifyFingerSelected", &ReaderBus::onSelected},
                            Signal{nullptr, kObjects, "InterfacesRemoved", &ReaderBus::onRemoved}})
    if (const int code = sd_bus_match_signal_async(m_bus, nullptr, m_owner.c_str(), one.path, one.interface, one.name,
                                                   one.handler, nullptr, this);
        code < 0)
      return brokenBus(code);
  return {};
}

FingerResult<ReaderBus::Event> ReaderBus::next(const Waiting& waiting) {
  while (m_events.empty()) {
    if (m_isGone)
      return broken(FingerFailure::NoService, "it went away");
    if (const auto over = waiting.over())
      return broken(*over, "a finger");
    if (auto turned = turn(waiting); !turned)
      return tl::unexpected(turned.error());
  }
  Event event = std::move(m_events.front());
  m_events.pop_front();
  return event;
}

bool ReaderBus::isFromService(sd_bus_message* message) const {
  return textOf(sd_bus_message_get_sender(message)) == m_owner;
}

int ReaderBus::onReading(sd_bus_message* message, void* self, sd_bus_error* /*error*/) {
  auto& bus = *static_cast<ReaderBus*>(self);
  const char* word = nullptr;
  int isLast = 0;
  if (bus.isFromService(message) && sd_bus_message_read(message, "sb", &word, &isLast) > 0)
    bus.m_events.push_back({Event::Kind::Reading, textOf(word), isLast != 0});
  return 0;
}

int ReaderBus::onSelected(sd_bus_message* message, void* self, sd_bus_error* /*error*/) {
  auto& bus = *static_cast<ReaderBus*>(self);
  const char* finger = nullptr;
  if (bus.isFromService(message) && sd_bus_message_read(message, "s", &finger) > 0)
    bus.m_events.push_back({Event::Kind::Selected, textOf(finger), false});
  return 0;
}

int ReaderBus::onRemoved(sd_bus_message* message, void* self, sd_bus_error* /*error*/) {
  auto& bus = *static_cast<ReaderBus*>(self);
  const char* object = nullptr;
  if (bus.isFromService(message) && sd_bus_message_read(message, "o", &object) > 0 && textOf(object) == bus.m_object)
    bus.m_events.push_back({Event::Kind::Removed, {}, true});
  return 0;
}

int ReaderBus::onOwner(sd_bus_message* message, void* self, sd_bus_error* /*error*/) {
  if (textOf(sd_bus_message_get_sender(message)) == kBus)
    static_cast<ReaderBus*>(self)->m_isGone = true;
  return 0;
}

}  // namespace loket::adapters::biometrics
