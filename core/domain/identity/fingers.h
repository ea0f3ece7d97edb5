// What is known of fingers and their readers, as values: which finger, how far an enrolment is, and why
// nothing came of it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace loket {

enum class FingerFailure {
  NoService,    // nothing here that reads fingers, or it went away in the middle
  NoReader,     // the service has no reader
  Unplugged,    // the reader was taken away in the middle
  Busy,         // another program, or another call, has the reader
  NotAllowed,   // the machine's rules forbid it, or nobody confirmed it where they ask; the detail says which
                // rule
  NotEnrolled,  // no finger of this person is known to the reader
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

// Nothing for a word that is none of them.
constexpr std::optional<FingerFailure> fingerFailureFromWord(std::string_view word) {
  for (const FingerFailure failure :
       {FingerFailure::NoService, FingerFailure::NoReader, FingerFailure::Unplugged, FingerFailure::Busy,
        FingerFailure::NotAllowed, FingerFailure::NotEnrolled, FingerFailure::NotRecognised,
        FingerFailure::Duplicate, FingerFailure::Full, FingerFailure::NameUnfit, FingerFailure::TimedOut,
        FingerFailure::Cancelled, FingerFailure::Fault})
    if (wordOf(failure) == word)
      return failure;
  return std::nullopt;
}

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

}  // namespace loket
