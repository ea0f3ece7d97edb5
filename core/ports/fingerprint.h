// Fingers that are known by a reader. A finger says who stands there; it is a convenience beside the PIN and opens
// nothing: no key comes out of it, and what is encrypted is opened by a PIN alone (`Vault`).
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "core/base/time.h"
#include "core/domain/identity/fingers.h"
#include "core/domain/identity/ids.h"

namespace loket::ports {

using loket::FingerFailure;
using loket::FingerReader;
using loket::FingerRetry;
using loket::FingerStep;
using loket::kFingerNames;
using loket::wordOf;

struct FingerError {
  FingerFailure what = FingerFailure::Fault;
  std::string detail;  // never a person's name
};

template <typename T>
using FingerResult = tl::expected<T, FingerError>;

// Called on the caller's thread, between two readings; it must not call the port.
using FingerSteps = std::function<void(const FingerStep&)>;

// How long a call may take, whatever it waits for: a finger, a service that starts, an administrator's password.
struct FingerLimits {
  Duration limit = Duration::seconds(30);
  // Set from any thread: the call ends soon with Cancelled. May be null.
  const std::atomic<bool>* cancelled = nullptr;
};

// Every call blocks its thread, a worker's and never the engine's or a window's, until it is known, the limit is over or
// it is cancelled; after that the reader is given back, which may take 3 seconds more where the service does not answer.
// From any thread; of two calls at once that need the reader one is Busy.
class Fingerprint {
 public:
  virtual ~Fingerprint() = default;
  // Which readers there are, the one that is used first. NoService; NoReader where there is none.
  virtual FingerResult<std::vector<FingerReader>> readers(const FingerLimits& limits) = 0;
  // Which fingers of this person the reader knows, of kFingerNames; empty when none.
  virtual FingerResult<std::vector<std::string>> enrolled(const UserName& person, const FingerLimits& limits) = 0;
  // Makes a finger (of kFingerNames) this person's. The same one again is a new one in its place, and the old one is gone
  // as soon as it begins. Whoever calls this has proved to be that person: what is enrolled here is believed later.
  // Duplicate is only known to readers that can tell among many fingers whose one is.
  virtual FingerResult<void> enrol(const UserName& person, const std::string& finger, const FingerSteps& steps,
                                   const FingerLimits& limits) = 0;
  // One reading that counts: it is a finger of this person, or NotRecognised. What is badly read is a step, and the
  // reader waits for the next. How often somebody may try is for the caller to say.
  virtual FingerResult<void> verify(const UserName& person, const FingerSteps& steps,
                                    const FingerLimits& limits) = 0;
  // All fingers of this person; how many there were. NotEnrolled when there was none.
  virtual FingerResult<int> remove(const UserName& person, const FingerLimits& limits) = 0;
};

}  // namespace loket::ports
