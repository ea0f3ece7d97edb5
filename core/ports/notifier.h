// Carries one message to a customer. "Sent" is that a server took it over, not that anybody has read it.
#pragma once

#include <string>

#include "core/base/time.h"

namespace loket::ports {

struct Mail {
  std::string id;  // letters, digits and '-'; the same for every sending of one message, so that a repeat can
                   // be known
  std::string to;  // a mailbox, as confirmation::addressFor gives it
  std::string subject;
  std::string text;  // lines ended by '\n'
  Instant writtenAt;
};

struct NotifyOutcome {
  enum class Kind {
    Sent,
    NotSent,    // proven: may be tried again
    MaybeSent,  // the whole message left and nobody said what became of it: only a person may ask again
    Refused,    // the server will not take this message, now or later
  };
  Kind kind = Kind::MaybeSent;
  std::string reason;  // a word or the server's code; never a part of the message, an address or a password
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  // Blocks until it is known, or the time is up. On a thread of its own, never on the engine's.
  virtual NotifyOutcome send(const Mail& mail) = 0;
  // From any thread, once: what is being sent ends soon, and nothing is sent after it.
  virtual void stop() = 0;
};

}  // namespace loket::ports
