// Fingers that are known by a reader. A finger says who stands there; it is a convenience beside the PIN and opens
// nothing: no key comes out of it, and what is encrypted is opened by a PIN alone (`Vault`).
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"

namespace loket::ports {

enum class FingerFailure {
  NoService,      // nothing here that reads fingers, or it went away in the middle
  NoReader,       // the service has no reader
  Unplugged,      // the reader was taken away in the middle
  Busy,           // another program, or another call, has the reader
  NotAllowed,     // the machine's rules forbid it, or nobody confirmed it where they ask; the detail says which rule
  NotEnrolled,    // no finger of this person is known to the reader
  NotRecognised,  // a finger was read well, and it is not this person's
  Duplicate,      // enrol: this finger is known already, as another one or as another person's
  Full,           // enrol: the reader keeps no more
  NameUnfit,      // the person's name is empty, or too long for the service
  TimedOut,       // the limit of the call is over
  Cancelled,      // the caller wanted no more
  Fault,          // anything else; the detail is the service's own word
};

// The stable word for it, as scripts see it.
constexpr std::string_view wordOf(FingerFailure failure) {
  switch (failure) {
    case FingerFailure::NoService:
      return "no-service";
    case FingerFailure::NoReader:
      return "no-reader";
    case FingerFailure::Unplugged:
      return "unplugged";
    case FingerFailure::Busy:
      return "busy";
    case FingerFailure::NotAllowed:
      return "not-allowed";
    case FingerFailure::NotEnrolled:
      return "not-enrolled";
    case FingerFailure::NotRecognised:
      return "not-recognised";
    case FingerFailure::Duplicate:
      return "duplicate";
    case FingerFailure::Full:
      return "full";
    case FingerFailure::NameUnfit:
      return "name-unfit";
    case FingerFailure::TimedOut:
      return "timed-out";
    case FingerFailure::Cancelled:
      return "cancelled";
    case FingerFailure::Fault:
      break;
  }
  return "fault";
}

struct FingerError {
  FingerFailure what = FingerFailure::Fault;
  std::string detail;  // never a person's name
};

template <typename T>
using FingerResult = tl::expected<T, FingerError>;

// The names that readers' services give them: "left-thumb" to "right-little-finger".
inline constexpr std::array<std::string_view, 10> kFingerNames{
    "left-thumb",  "left-index-finger",  "left-middle-finger",  "left-ring-finger",  "left-little-finger",
    "right-thumb", "right-index-finger", "right-middle-finger", "right-ring-finger", "right-little-finger"};

struct FingerReader {
  std::string name;     // the maker's
  bool swipes = false;  // a finger is drawn over it; else it is laid on it
};

// Why a reading counted for nothing: the same finger once more.
enum class FingerRetry { Again, TooShort, NotCentred, RemoveFirst };

constexpr std::string_view wordOf(FingerRetry retry) {
  switch (retry) {
    case FingerRetry::TooShort:
      return "too-short";
    case FingerRetry::NotCentred:
      return "not-centred";
    case FingerRetry::RemoveFirst:
      return "remove-first";
    case FingerRetry::Again:
      break;
  }
  return "again";
}

struct FingerStep {
  enum class Kind {
    Wanted,  // the reader waits for a finger now; once more when it turns out that it must be a certain one
    Stage,   // enrol: `done` of `total` readings are there; 0 < done <= total
    Retry,   // see `retry`
  };
  Kind kind = Kind::Wanted;
  int done = 0;
  int total = 0;  // of an enrolment, in every step of it; 0 of a verification
  FingerRetry retry = FingerRetry::Again;
  std::string finger = {};  // which one is asked for, of kFingerNames; any of this person's when empty
};
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
