#include "core/domain/journal/stamp_settings.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"
#include "core/domain/journal/witness_settings.h"

namespace loket::journal {
namespace {

constexpr std::size_t kPolicyMax = 100;
constexpr std::size_t kArcDigitsMax = 9;

// Numbers with dots between them: the first 0, 1 or 2, below the first two 0 to 39.
bool isObjectIdentifier(const std::string& text) {
  const std::vector<std::string> arcs = split(text, '.');
  const auto isArc = [](const std::string& arc) {
    return isDigits(arc) && arc.size() <= kArcDigitsMax && (arc.size() == 1 || arc.front() != '0');
  };
  if (text.size() > kPolicyMax || arcs.size() < 3 || !std::all_of(arcs.begin(), arcs.end(), isArc))
    return false;
  return arcs[0] == "2" || ((arcs[0] == "0" || arcs[0] == "1") && (arcs[1].size() == 1 || (arcs[1].size() == 2 && arcs[1] < "40")));
}

}  // namespace

Status checkStampSettings(const StampSettings& settings) {
  if (settings.isEmpty()) {
    if (settings == StampSettings{})
      return {};
    return fail(ErrorCode::ConfigInvalid, "audit.timestamp.url: missing");
  }
  if (!isOutsideUrl(settings.url))
    return fail(ErrorCode::ConfigInvalid, "audit.timestamp.url: must be https://HOST[:PORT][/PATH]");
  if (settings.tokenCaPem.empty())
    return fail(ErrorCode::ConfigInvalid, "audit.timestamp.tokenCaFile: missing; nobody's stamps are taken unchecked");
  if (!settings.policy.empty() && !isObjectIdentifier(settings.policy))
    return fail(ErrorCode::ConfigInvalid, "audit.timestamp.policy: numbers with dots between them, as 1.3.6.1.4.1.99999.1");
  return {};
}

}  // namespace loket::journal
