#include "core/engine/price_history.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "core/base/text.h"

namespace loket::engine {
namespace {

constexpr std::string_view kHistoryPrefix = "priceHistory.";

// Names of several lines (who is preferred) stand on one.
std::string onOneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ',');
  return text.empty() ? "-" : text;
}

std::vector<std::string> linesBetween(const Rows& before, const Rows& after) {
  std::set<std::string> keys;
  for (const Rows* rows : {&before, &after})
    for (const auto& [key, value] : *rows) keys.insert(key);
  const auto at = [](const Rows& rows, const std::string& key) {
    const auto found = rows.find(key);
    return found == rows.end() ? std::string() : found->second;
  };
  std::vector<std::string> lines;
  for (const std::string& key : keys)
    if (at(before, key) != at(after, key))
      lines.push_back(key + ": " + onOneLine(at(before, key)) + " -> " + onOneLine(at(after, key)));
  return lines;
}

}  // namespace

void PriceHistory::restore(const Rows& rows) {
  for (auto at = rows.lower_bound(std::string(kHistoryPrefix));
       at != rows.end() && at->first.compare(0, kHistoryPrefix.size(), kHistoryPrefix) == 0; ++at) {
    // Its number, when, who, and the lines.
    const std::vector<std::string> parts = split(at->second, '\n');
    const auto when = parts.size() > 3 ? parseRfc3339(parts[1]) : std::nullopt;
    if (!when)
      continue;
    const std::int64_t number = std::strtoll(parts[0].c_str(), nullptr, 10);
    m_savings[number] = {*when, UserName(parts[2]), {parts.begin() + 3, parts.end()}};
    m_next = std::max(m_next, number + 1);
  }
  while (m_savings.size() > kPriceSavingsKept) m_savings.erase(m_savings.begin());
}

Rows PriceHistory::next(const PriceRules& before, const PriceRules& after, const UserName& by, Instant at) {
  const std::vector<std::string> lines = linesBetween(rowsOf(before), rowsOf(after));
  if (lines.empty())
    return {};
  const std::int64_t number = m_next++;
  std::string text = std::to_string(number) + "\n" + toRfc3339(at) + "\n" + by.str();
  for (const std::string& line : lines) text += "\n" + line;
  return {{std::string(kHistoryPrefix) + std::to_string(number % kPriceSavingsKept), text}};
}

std::vector<api::PriceSaving> PriceHistory::newest(int limit) const {
  std::vector<api::PriceSaving> out;
  for (auto at = m_savings.rbegin(); at != m_savings.rend() && static_cast<int>(out.size()) < limit; ++at)
    out.push_back(at->second);
  return out;
}

}  // namespace loket::engine
