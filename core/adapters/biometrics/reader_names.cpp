#include "core/adapters/biometrics/reader_names.h"

#include <array>
#include <utility>

#include "core/base/text.h"

namespace loket::adapters::biometrics {
namespace {

using ports::FingerFailure;
using ports::FingerRetry;

// Together with the home it must stay the name of a folder: 255 bytes.
constexpr std::size_t kPersonMax = 128;

bool isPlain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

Reading retry(FingerRetry why) { return {Reading::Kind::Retry, why, FingerFailure::Fault}; }
Reading failed(FingerFailure why) { return {Reading::Kind::Failed, FingerRetry::Again, why}; }

}  // namespace

ports::FingerResult<std::string> userNameFor(const std::string& home, const UserName& person) {
  std::string name;
  for (const char c : toLower(trimmed(person.view()))) {
    if (isPlain(c)) {
      name += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    name += '_' + toHex(&byte, 1);
  }
  if (name.empty() || name.size() > kPersonMax)
    return tl::unexpected(ports::FingerError{FingerFailure::NameUnfit, name.empty() ? "empty" : "too long"});
  return "loket-" + home + "-" + name;
}

FingerFailure failureOf(std::string_view dbusError) {
  static constexpr std::array<std::pair<std::string_view, FingerFailure>, 15> kErrors{{
      {"net.reactivated.Fprint.Error.AlreadyInUse", FingerFailure::Busy},
      {"net.reactivated.Fprint.Error.PermissionDenied", FingerFailure::NotAllowed},
      {"org.freedesktop.DBus.Error.AccessDenied", FingerFailure::NotAllowed},
      {"org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", FingerFailure::NotAllowed},
      {"net.reactivated.Fprint.Error.NoEnrolledPrints", FingerFailure::NotEnrolled},
      {"net.reactivated.Fprint.Error.FingerAlreadyEnrolled", FingerFailure::Duplicate},
      {"net.reactivated.Fprint.Error.NoSuchDevice", FingerFailure::NoReader},
      // The object of a reader that was taken away.
      {"org.freedesktop.DBus.Error.UnknownMethod", FingerFailure::Unplugged},
      {"org.freedesktop.DBus.Error.UnknownObject", FingerFailure::Unplugged},
      {"org.freedesktop.DBus.Error.ServiceUnknown", FingerFailure::NoService},
      {"org.freedesktop.DBus.Error.NameHasNoOwner", FingerFailure::NoService},
      {"org.freedesktop.DBus.Error.NoReply", FingerFailure::NoService},
      {"org.freedesktop.DBus.Error.Disconnected", FingerFailure::NoService},
      {"org.freedesktop.DBus.Error.NoServer", FingerFailure::NoService},
      {"org.freedesktop.DBus.Error.FileNotFound", FingerFailure::NoService},
  }};
  for (const auto& [word, failure] : kErrors)
    if (word == dbusError)
      return failure;
  // There is a service, and it does not start.
  constexpr std::string_view kSpawn = "org.freedesktop.DBus.Error.Spawn.";
  return dbusError.substr(0, kSpawn.size()) == kSpawn ? FingerFailure::NoService : FingerFailure::Fault;
}

Reading readingOf(std::string_view word) {
  // "verify-retry-scan" and "enroll-retry-scan" are the same.
  const std::string_view what = word.substr(word.find('-') == std::string_view::npos ? 0 : word.find('-') + 1);
  if (word == "verify-match")
    return {Reading::Kind::Match, {}, {}};
  if (word == "verify-no-match")
    return {Reading::Kind::NoMatch, {}, {}};
  if (word == "enroll-stage-passed")
    return {Reading::Kind::Stage, {}, {}};
  if (word == "enroll-completed")
    return {Reading::Kind::Complete, {}, {}};
  if (what == "retry-scan")
    return retry(FingerRetry::Again);
  if (what == "swipe-too-short")
    return retry(FingerRetry::TooShort);
  if (what == "finger-not-centered")
    return retry(FingerRetry::NotCentred);
  if (what == "remove-and-retry")
    return retry(FingerRetry::RemoveFirst);
  if (what == "disconnected")
    return failed(FingerFailure::Unplugged);
  if (word == "enroll-data-full")
    return failed(FingerFailure::Full);
  if (word == "enroll-duplicate")
    return failed(FingerFailure::Duplicate);
  return failed(FingerFailure::Fault);
}

}  // namespace loket::adapters::biometrics
