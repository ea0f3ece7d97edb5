#include "core/domain/routing/capabilities.h"

#include <algorithm>

namespace loket {
namespace {

bool matches(std::string_view pattern, std::string_view code) {
  return pattern.size() == code.size() &&
         std::equal(pattern.begin(), pattern.end(), code.begin(),
                    [](char wanted, char has) { return wanted == '?' || wanted == has; });
}

}  // namespace

bool Idempotency::covers(Instant then, Instant now) const {
  if (key.empty())
    return false;
  switch (kept) {
    case KeptFor::Nothing:
      return false;
    case KeptFor::JakartaDay:
      return businessDateOf(then) == businessDateOf(now);
    case KeptFor::Time:
      return now - then < time;
    case KeptFor::Ever:
      return true;
  }
  return false;
}

Duration Capabilities::askPause(int tries) const {
  if (askAfter.empty())
    return askEvery;
  const auto index = std::min(static_cast<std::size_t>(std::max(tries, 0)), askAfter.size() - 1);
  return std::max(askEvery, askAfter[index]);
}

Duration Capabilities::askedFor(int tries) const {
  Duration sum;
  for (int i = 0; i < tries; ++i) sum = sum + askPause(i);
  return sum;
}

bool Capabilities::provesRefusal(std::string_view code) const {
  return std::any_of(refusals.begin(), refusals.end(),
                     [code](const std::string& pattern) { return matches(pattern, code); });
}

Capabilities reliedOn(Capabilities claimed) {
  if (!claimed.signedOff.empty())
    return claimed;
  Capabilities worst;
  // What only makes it more careful is kept.
  worst.askEvery = std::max(worst.askEvery, claimed.askEvery);
  worst.closed = claimed.closed;
  return worst;
}

Verdict believed(Verdict verdict, const Capabilities& capabilities) {
  switch (verdict.kind) {
    case VerdictKind::Failed:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
      if (!capabilities.provesRefusal(verdict.code)) {
        verdict.kind = VerdictKind::Unknown;
        verdict.elsewhere = Elsewhere::No;
      }
      break;
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
    case VerdictKind::Pending:
    case VerdictKind::Succeeded:
    case VerdictKind::NotFound:
      break;
  }
  return verdict;
}

}  // namespace loket
