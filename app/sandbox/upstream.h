// One simulated upstream behind the common front: it says what a request wants, executes it, and lets time
// pass. Every upstream lives in its own folder and shares no protocol code with another.
#pragma once

#include <string>

#include "app/sandbox/exchange.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/operation.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox {

class Upstream {
 public:
  Upstream() = default;
  virtual ~Upstream() = default;
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;

  // "digi", "bank", "iak", as the admin calls name it.
  virtual std::string name() const = 0;
  virtual bool owns(const std::string& target) const = 0;
  virtual Operation classify(const Request& request, UnixMs now) const = 0;
  // `fault` is the one that hits this request or nullptr. Faults of the wire and those before the commit
  // are dealt with by the caller; the upstream plays those that need its protocol.
  virtual Reply handle(const Request& request, const Fault* fault, UnixMs now) = 0;
  // Makes everything final that is due by now.
  virtual void settle(UnixMs now) = 0;
  // Drops what is remembered outside the event log: rate limits, access tokens.
  virtual void forget() = 0;
};

}  // namespace loket::sandbox
