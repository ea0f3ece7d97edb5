#include "core/adapters/upstream/goods_details.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/adapters/upstream/json_fields.h"
#include "core/base/text.h"

namespace loket::adapters::upstream {
namespace {

using nlohmann::json;

const char* theirNameOf(std::string_view ours, std::span<const FieldName> fields) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [ours](const FieldName& field) { return field.ours == ours; });
  return found == fields.end() ? "" : found->theirs;
}

std::string withoutZeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? std::string() : digits.substr(first);
}

bool isPower(std::string_view text) {
  const std::string power = toUpper(trimmed(text));
  const std::size_t end = power.find_first_not_of("0123456789");
  return end != 0 && !power.empty() && (end == std::string::npos || trimmed(power.substr(end)) == "VA");
}

// "32,1", "32.1 kWh", "KWH:32,1" -> "32,1" as written.
std::string readEnergy(std::string_view text) {
  std::string energy = toUpper(text);
  if (const std::size_t unit = energy.find("KWH"); unit != std::string::npos)
    energy.erase(unit, 3);
  energy.erase(std::remove_if(energy.begin(), energy.end(), [](char c) { return c == ' ' || c == ':'; }),
               energy.end());
  const std::size_t mark = energy.find_first_of(",.");
  const bool good = isDigits(std::string_view(energy).substr(0, mark)) &&
                    (mark == std::string::npos || isDigits(std::string_view(energy).substr(mark + 1)));
  return good ? energy : std::string();
}

}  // namespace

void put(Details& details, const std::string& key, const std::string& value) {
  const std::string shown = sentence(value);
  if (!shown.empty())
    details[key] = shown;
}

void putFields(const json& object, std::span<const FieldName> fields, Details& details, const std::string& prefix) {
  for (const FieldName& field : fields) put(details, prefix + field.ours, scalarAt(object, field.theirs));
}

void readBillParts(const json& parts, std::span<const FieldName> fields, Details& details) {
  if (!parts.is_array() || parts.empty())
    return;
  std::int64_t penalty = 0;
  std::string periods;
  int no = 0;
  for (const json& part : parts) {
    putFields(part, fields, details, "bill." + std::to_string(++no) + ".");
    const Money fine = moneyAt(part, theirNameOf("penalty", fields)).value_or(Money());
    penalty += fine.isPositive() ? fine.amount() : 0;
    const std::string period = sentence(scalarAt(part, theirNameOf("period", fields)));
    if (!period.empty())
      periods += (periods.empty() ? "" : ",") + period;
  }
  put(details, "meterFrom", scalarAt(parts.front(), theirNameOf("meterFrom", fields)));
  put(details, "meterTo", scalarAt(parts.back(), theirNameOf("meterTo", fields)));
  if (penalty > 0)
    details["penalty"] = std::to_string(penalty);
  details.try_emplace("billCount", std::to_string(no));
  if (!periods.empty())
    details.try_emplace("period", periods);
}

std::string readToken(std::string_view serial, Details& details) {
  constexpr std::size_t kTokenDigits = 20;
  const std::vector<std::string> parts = split(serial, '/');
  const std::string token = digitsOf(parts[0]);
  if (token.size() != kTokenDigits)
    return {};
  if (parts.size() > 1)
    put(details, "customerName", trimmed(parts[1]));
  // Tariff and power stand together or not at all.
  const std::string power = parts.size() > 3 && isPower(parts[3]) ? withoutZeros(digitsOf(parts[3])) : "";
  if (!power.empty() && !trimmed(parts[2]).empty()) {
    put(details, "tariff", trimmed(parts[2]));
    put(details, "power", power);
    if (parts.size() > 4)
      put(details, "kwh", readEnergy(parts[4]));
  }
  return token;
}

void putSegment(const std::string& segment, Details& details) {
  const std::size_t slash = segment.find('/');
  put(details, "tariff", trimmed(segment.substr(0, slash)));
  if (slash != std::string::npos)
    put(details, "power", withoutZeros(trimmed(segment.substr(slash + 1))));
}

}  // namespace loket::adapters::upstream
