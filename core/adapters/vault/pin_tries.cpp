#include "core/adapters/vault/pin_tries.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace loket::adapters {
namespace {

using Json = nlohmann::json;

// Nobody makes more of them in a lifetime, and no sum of them overflows.
constexpr int kWrongMax = 1'000'000;
// Under which everybody waits whose count was lost with the file.
constexpr const char* kEverybody = "@everybody";
// Of room for the next count, and for the folder that names it.
constexpr std::size_t kReserveBytes = 16'384;

// After so many wrong ones.
Duration waitAfter(int wrong) {
  constexpr std::array kMinutes{1, 5, 15, 60};
  if (wrong < kPinTriesFree)
    return {};
  const auto at = std::min(static_cast<std::size_t>(wrong - kPinTriesFree), kMinutes.size() - 1);
  return Duration::minutes(kMinutes[at]);
}

}  // namespace

PinTries::PinTries(std::string path, ports::Files& files, ports::Uptime& uptime)
    : m_path(std::move(path)), m_reserve(m_path + ".reserve"), m_files(files), m_uptime(uptime) {}

// A file that cannot be read is no file without wrong tries: everybody waits once, and then it is written
// anew.
void PinTries::load() {
  if (m_isUnsaved)
    return;
  m_counts.clear();
  const auto text = m_files.read(m_path);
  if (text && !*text)
    return;
  const Json json = text ? Json::parse(**text, nullptr, false) : Json();
  const auto people = json.is_object() ? json.find("people") : json.end();
  bool isGood = json.is_object() && people != json.end() && people->is_object();
  if (isGood)
    for (const auto& [who, row] : people->items()) {
      isGood = isGood && row.is_object() && row.contains("wrong") && row["wrong"].is_number_integer() &&
               row.contains("boot") && row["boot"].is_string() && row.contains("since") &&
               row["since"].is_number_integer() && row["wrong"].get<std::int64_t>() >= 0 &&
               row["wrong"].get<std::int64_t>() <= kWrongMax;
      if (isGood)
        m_counts[who] = {row["wrong"].get<int>(), row["boot"].get<std::string>(),
                         Duration::millis(row["since"].get<std::int64_t>())};
    }
  if (!isGood) {
    m_counts.clear();
    m_counts[kEverybody] = {kPinTriesFree, m_uptime.boot(), m_uptime.sinceBoot()};
  }
}

Status PinTries::save() {
  Json people = Json::object();
  for (const auto& [who, count] : m_counts)
    people[who] = Json{{"wrong", count.wrong}, {"boot", count.boot}, {"since", count.since.ms}};
  const std::string text =
      Json{{"format", "loket-pin-tries-1"}, {"people", std::move(people)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  Status kept = m_files.writeDurably(m_path, text);
  if (!kept && kept.error().code == ErrorCode::DiskFull && m_files.exists(m_reserve)) {
    // From now on each count takes the place of the one before it.
    static_cast<void>(m_files.remove(m_reserve));
    kept = m_files.writeDurably(m_path, text);
  } else if (kept && !m_files.exists(m_reserve)) {
    // Where there is no room for it there was some for the count.
    static_cast<void>(m_files.writeDurably(m_reserve, std::string(kReserveBytes, '\0')));
  }
  m_isUnsaved = !kept;
  return kept;
}

// Still; with a wait that began before the machine was started, all of it.
Duration PinTries::waits(Count& count) {
  const Duration wait = waitAfter(count.wrong);
  const Duration now = m_uptime.sinceBoot();
  if (wait == Duration{})
    return {};
  // Whoever switched the machine on has waited since then.
  if (count.boot != m_uptime.boot() || now < count.since) {
    count.boot = m_uptime.boot();
    count.since = {};
  }
  const Duration gone = now - count.since;
  return gone >= wait ? Duration{} : wait - gone;
}

Status PinTries::begin(const std::string& who) {
  const std::lock_guard lock(m_mutex);
  load();
  Duration wait;
  if (const auto everybody = m_counts.find(kEverybody); everybody != m_counts.end()) {
    wait = waits(everybody->second);
    if (wait == Duration{})
      m_counts.erase(everybody);
  }
  Count& count = m_counts[who];
  wait = std::max(wait, waits(count));
  if (wait != Duration{}) {
    // With its beginning after a restart; that it is not kept only makes it longer.
    static_cast<void>(save());
    return fail(ErrorCode::PinLocked, std::to_string((wait.ms + 999) / 1000));
  }
  count = {std::min(count.wrong + 1, kWrongMax), m_uptime.boot(), m_uptime.sinceBoot()};
  const Status kept = save();
  return kept || kept.error().code == ErrorCode::DiskFull ? Status() : kept;
}

void PinTries::withdraw(const std::string& who) {
  const std::lock_guard lock(m_mutex);
  load();
  if (const auto count = m_counts.find(who); count != m_counts.end() && --count->second.wrong <= 0)
    m_counts.erase(count);
  static_cast<void>(save());
}

void PinTries::passed(const std::string& who) {
  const std::lock_guard lock(m_mutex);
  load();
  m_counts.erase(who);
  // Not kept, the next one has a try less.
  static_cast<void>(save());
}

int PinTries::wrong(const std::string& who) {
  const std::lock_guard lock(m_mutex);
  load();
  const auto count = m_counts.find(who);
  return count == m_counts.end() ? 0 : count->second.wrong;
}

int PinTries::left(const std::string& who) {
  const std::lock_guard lock(m_mutex);
  load();
  const auto count = m_counts.find(who);
  return count == m_counts.end() ? kPinTriesFree : std::max(0, kPinTriesFree - count->second.wrong);
}

}  // namespace loket::adapters
