// The words of fprintd: what it calls a person, and what its words mean here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ports/fingerprint.h"

namespace loket::adapters::biometrics {

// What fprintd keeps this person's fingers under: "loket-HOME-budi_20santoso", one for all spellings that are one
// person. It is the name of a folder there, taken as it comes, so that nothing but a-z, 0-9, '-' and '_' is in it.
// NameUnfit when the person's name is empty or takes more than 128 characters so.
ports::FingerResult<std::string> userNameFor(const std::string& home, const UserName& person);

// Of an error that a call came back with: "net.reactivated.Fprint.Error.AlreadyInUse", "org.freedesktop...".
ports::FingerFailure failureOf(std::string_view dbusError);

// What a reading was, by the word of the signals VerifyStatus and EnrollStatus.
struct Reading {
  enum class Kind { Match, NoMatch, Stage, Complete, Retry, Failed };
  Kind kind = Kind::Failed;
  ports::FingerRetry retry = ports::FingerRetry::Again;             // of Retry
  ports::FingerFailure failure = ports::FingerFailure::Fault;       // of Failed
};
Reading readingOf(std::string_view word);

}  // namespace loket::adapters::biometrics
