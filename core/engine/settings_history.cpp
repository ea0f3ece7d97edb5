#include "core/engine/settings_history.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "core/base/text.h"

namespace loket::engine {
namespace {

constexpr std::string_view kHistoryPrefix = "priceHistory.";  // once it was of the prices only

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// "upstream.digi.value.apiKey": a secret. A proxy may have a password in it.
bool isSecret(std::string_view key) {
  constexpr std::string_view kEnds[] = {".apiKey", ".clientSecret", ".webhookSecret", ".privateKeyPem",
                                        ".clientKeyPem", ".password", ".proxy"};
  return std::any_of(std::begin(kEnds), std::end(kEnds), [key](std::string_view one) { return endsWith(key, one); });
}

// A page of letters that nobody reads.
bool isLong(std::string_view key) {
  constexpr std::string_view kEnds[] = {".caPem", ".tokenCaPem", ".clientCertPem", ".proxyCaPem", ".profileJson", ".logo"};
  return std::any_of(std::begin(kEnds), std::end(kEnds), [key](std::string_view one) { return endsWith(key, one); });
}

// Names of several lines (who is preferred) stand on one.
std::string shown(const std::string& key, std::string text) {
  if (text.empty())
    return "-";
  if (isSecret(key))
    return "********";
  if (isLong(key))
    return std::to_string(text.size()) + " bytes";
  std::replace(text.begin(), text.end(), '\n', ',');
  return text;
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
      lines.push_back(key + ": " + shown(key, at(before, key)) + " -> " + shown(key, at(after, key)));
  return lines;
}

}  // namespace

void SettingsHistory::restore(const Rows& rows) {
  for (auto at = rows.lower_bound(std::string(kHistoryPrefix));
       at != rows.end() && at->first.compare(0, kHistoryPrefix.size(), kHistoryPrefix) == 0; ++at) {
    // Its number, when, who, and the lines.
    const std::vector<std::string> parts = split(at->second, '\n');
    const auto when = parts.size() > 3 ? parseRfc3339(parts[1]) : std::nullopt;
    if (!when)
      continue;
    const std::int64_t number = std::strtoll(parts[0].c_str(), nullptr, 10);
    // Behind the name, where two have agreed; a name has no tab.
    const std::size_t tab = parts[2].find('\t');
    const Consent consent = tab == std::string::npos ? Consent{} : consentFrom(std::string_view(parts[2]).substr(tab + 1));
    m_changes[number] = {*when, UserName(parts[2].substr(0, tab)), {parts.begin() + 3, parts.end()}, consent};
    m_next = std::max(m_next, number + 1);
  }
  while (m_changes.size() > kSettingsChangesKept) m_changes.erase(m_changes.begin());
}

Rows SettingsHistory::next(const Rows& before, const Rows& after, const UserName& by, Instant at,
                           const Consent& consent) {
  const std::vector<std::string> lines = linesBetween(before, after);
  if (lines.empty())
    return {};
  const std::int64_t number = m_next++;
  std::string text = std::to_string(number) + "\n" + toRfc3339(at) + "\n" + by.str();
  if (!consent.empty())
    text += "\t" + textOf(consent);
  for (const std::string& line : lines) text += "\n" + line;
  return {{std::string(kHistoryPrefix) + std::to_string(number % kSettingsChangesKept), text}};
}

std::vector<api::SettingsChange> SettingsHistory::newest(int limit) const {
  std::vector<api::SettingsChange> out;
  for (auto at = m_changes.rbegin(); at != m_changes.rend() && static_cast<int>(out.size()) < limit; ++at)
    out.push_back(at->second);
  return out;
}

}  // namespace loket::engine
