// One connection to a bus, for one call of the port: every wait on it ends with the call's limit, its cancel flag, or
// the end of the service that was spoken to.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <systemd/sd-bus.h>

#include "core/ports/fingerprint.h"
#include "core/ports/uptime.h"

namespace loket::adapters::biometrics {

class Waiting {
 public:
  Waiting(const ports::FingerLimits& limits, ports::Uptime& uptime);
  // TimedOut or Cancelled, once that is so.
  std::optional<ports::FingerFailure> over() const;
  // How long one wait may be until the next look at `over`, in microseconds.
  std::uint64_t sliceUs() const;

 private:
  Duration left() const;
  ports::Uptime& m_uptime;
  Duration m_end;
  const std::atomic<bool>* m_cancelled;
};

struct MessageUnref {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using Message = std::unique_ptr<sd_bus_message, MessageUnref>;

// One method of one object.
struct Method {
  const char* path;
  const char* interface;
  const char* name;
};

class ReaderBus {
 public:
  // What the service said of itself, in its order.
  struct Event {
    enum class Kind { Reading, Selected, Removed };
    Kind kind = Kind::Reading;
    std::string word;    // of a reading; the finger that is asked for
    bool isLast = false;  // of a reading
  };

  // The system's bus when the address is empty. NoService when there is no bus.
  static ports::FingerResult<std::unique_ptr<ReaderBus>> open(const std::string& address);
  ~ReaderBus();
  ReaderBus(const ReaderBus&) = delete;
  ReaderBus& operator=(const ReaderBus&) = delete;

  // Calls whoever has the service's name, which may start it; from then on `call` and `listen` mean that one process, and
  // nobody who takes the name after it.
  ports::FingerResult<Message> greet(const char* service, const Method& method, const Waiting& waiting);
  // Each argument is a text.
  ports::FingerResult<Message> call(const Method& method, const std::vector<std::string>& texts, const Waiting& waiting);
  // From now on what this object of the service tells is kept for `next`.
  ports::FingerResult<void> listen(const std::string& path);
  // NoService when the service goes away while it is waited for.
  ports::FingerResult<Event> next(const Waiting& waiting);
  bool isServed() const { return !m_isGone; }

 private:
  explicit ReaderBus(sd_bus* bus) : m_bus(bus) {}
  ports::FingerResult<Message> send(const char* to, const Method& method, const std::vector<std::string>& texts,
                                    const Waiting& waiting);
  // One message, or a wait for one.
  ports::FingerResult<void> turn(const Waiting& waiting);
  // A signal may be sent to anybody by everybody: only the service is believed.
  bool isFromService(sd_bus_message* message) const;
  static int onReading(sd_bus_message* message, void* self, sd_bus_error* error);
  static int onSelected(sd_bus_message* message, void* self, sd_bus_error* error);
  static int onRemoved(sd_bus_message* message, void* self, sd_bus_error* error);
  static int onOwner(sd_bus_message* message, void* self, sd_bus_error* error);

  sd_bus* m_bus;
  std::string m_owner;   // the unique name of the service's process
  std::string m_object;  // listened to
  bool m_isGone = false;
  std::deque<Event> m_events;
};

}  // namespace loket::adapters::biometrics
