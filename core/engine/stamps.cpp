#include "core/engine/stamps.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "core/base/base64.h"

namespace loket::engine {
namespace {

constexpr std::string_view kStampRows = "audit.stamp.";
constexpr const char* kStampTrouble = "audit.stampTrouble";

constexpr Duration kFirstStampPause = Duration::minutes(1);
constexpr Duration kStampPauseMax = Duration::hours(1);
constexpr int kStampDoublingsMax = 6;
constexpr Duration kUnstampedMax = Duration::hours(24);
// So many stay, and of older ones the last of every month.
constexpr std::size_t kDaysKept = 62;
constexpr std::size_t kStampNonceBytes = 8;

std::string rowOfStamp(const BusinessDate& day) {
  return std::string(kStampRows) + toIso(day);
}

// The size stands first: what the tree must be shown to have grown from is read off there (store_recovery).
std::string textOfStamp(const api::StampView& stamp) {
  return std::to_string(stamp.size) + " " + std::to_string(stamp.at.ms) + " " + std::to_string(stamp.keptAt.ms) + "\n" +
         stamp.signer + "\n" + toBase64(stamp.response) + "\n" + stamp.note;
}

std::string_view cutAt(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

template <typename Number>
bool readWhole(std::string_view word, Number& number) {
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  return read.ec == std::errc() && read.ptr == word.data() + word.size();
}

std::optional<api::StampView> stampFrom(std::string_view day, std::string_view text) {
  api::StampView stamp;
  const auto date = parseIsoDate(day);
  std::string_view numbers = cutAt(text, '\n');
  if (!date || !readWhole(cutAt(numbers, ' '), stamp.size) || !readWhole(cutAt(numbers, ' '), stamp.at.ms) ||
      !readWhole(numbers, stamp.keptAt.ms))
    return std::nullopt;
  stamp.day = *date;
  stamp.signer = cutAt(text, '\n');
  const auto response = fromBase64(cutAt(text, '\n'));
  if (!response)
    return std::nullopt;
  stamp.response = *response;
  stamp.note = text;
  return stamp;
}

}  // namespace

Stamps::Rows Stamps::forgotten() {
  return {{kStampTrouble, {}}};
}

Status Stamps::check(const journal::StampSettings& settings) const {
  if (settings == journal::StampSettings{})
    return {};
  if (m_.keys == nullptr || !m_.factory)
    return fail(ErrorCode::ConfigInvalid, "audit.timestamp: no journal is signed here");
  return m_.factory(settings, m_.transport).map([](const auto&) {});
}

Stamps::Rows Stamps::rowsOfChange(const journal::StampSettings& to) const {
  return to == m_settings ? Rows() : forgotten();
}

void Stamps::use(const journal::StampSettings& settings) {
  if (settings == m_settings)
    return;
  m_settings = settings;
  ++m_generation;
  m_line.reset();
  m_trouble.clear();
  m_failures = 0;
  m_nextAt = {};
  m_isAsking = false;
  if (!settings.isEmpty() && m_.keys != nullptr && m_.factory)
    if (auto line = m_.factory(settings, m_.transport))
      m_line = std::move(*line);
  settle();
}

void Stamps::open(const Rows& rows, const journal::StampSettings& settings, const std::optional<SignedCheckpoint>& newest) {
  for (auto at = rows.lower_bound(std::string(kStampRows)); at != rows.end() && at->first.compare(0, kStampRows.size(), kStampRows) == 0; ++at)
    if (auto stamp = stampFrom(std::string_view(at->first).substr(kStampRows.size()), at->second))
      m_stamps.insert_or_assign(stamp->day, std::move(*stamp));
  use(settings);
  m_newest = newest;
  if (const auto at = rows.find(kStampTrouble); at != rows.end()) {
    std::string_view text = at->second;
    if (readWhole(cutAt(text, ' '), m_since.ms))
      m_trouble = text;
  }
}

bool Stamps::wants() const {
  return m_line != nullptr && m_newest && !m_isAsking && m_stamps.count(businessDateOf(m_newest->at)) == 0;
}

void Stamps::ask(const SignedCheckpoint& newest, Witnesses::Urgency urgency, std::function<void()> settled) {
  m_newest = newest;
  if (settled)
    m_waiting.push_back(std::move(settled));
  if (urgency == Witnesses::Urgency::Now)
    m_nextAt = {};
  turn();
  settle();
}

void Stamps::turn() {
  const Instant now = m_.clock.now();
  // A pause that was measured by a clock that has been set back since ends now.
  if (wants() && (m_nextAt <= now || m_nextAt > now + kStampPauseMax))
    askNow();
}

void Stamps::askNow() {
  m_isAsking = true;
  ports::StampQuestion question;
  question.imprint = m_.keys->sha256({journal::textOf(m_newest->note)});
  std::uint8_t nonce[kStampNonceBytes];
  m_.entropy.fill(nonce, sizeof nonce);
  question.nonce.assign(reinterpret_cast<const char*>(nonce), sizeof nonce);
  m_line->ask(question, [this, generation = m_generation, asked = *m_newest](const ports::StampReply& reply) {
    if (generation == m_generation)
      answered(asked, reply);
  });
}

void Stamps::answered(const SignedCheckpoint& asked, const ports::StampReply& reply) {
  if (reply.stamp) {
    keep(asked, *reply.stamp);
    return;
  }
  failed(reply.trouble);
  settle();
}

void Stamps::keep(const SignedCheckpoint& asked, const ports::Stamp& stamp) {
  const api::StampView kept{businessDateOf(asked.at), asked.checkpoint.size,       stamp.at,      m_.clock.now(),
                            stamp.signer,             journal::textOf(asked.note), stamp.response};
  const std::vector<BusinessDate> gone = outlived(kept.day);
  ports::UnitOfWork work;
  work.settings[rowOfStamp(kept.day)] = textOfStamp(kept);
  for (const BusinessDate& day : gone) work.settings[rowOfStamp(day)] = {};
  if (!m_trouble.empty())
    work.settings[kStampTrouble] = {};
  m_.books.stageWork(std::move(work), "stamp", [this, generation = m_generation, kept, gone](const Status& status) {
    if (status) {
      m_stamps.insert_or_assign(kept.day, kept);
      for (const BusinessDate& day : gone) m_stamps.erase(day);
    }
    if (generation != m_generation)
      return;
    if (status) {
      m_isAsking = false;
      m_failures = 0;
      m_nextAt = {};
      m_trouble.clear();
    } else {
      failed("local");
    }
    settle();
  });
}

void Stamps::failed(const std::string& word) {
  const Instant now = m_.clock.now();
  m_isAsking = false;
  m_nextAt = now + std::min(kStampPauseMax, Duration::millis(kFirstStampPause.ms << std::min(m_failures, kStampDoublingsMax)));
  ++m_failures;
  if (m_trouble == word)
    return;
  if (m_trouble.empty())
    m_since = now;
  m_trouble = word;
  // For a command that comes later; that it cannot be kept hinders nobody.
  ports::UnitOfWork work;
  work.settings[kStampTrouble] = std::to_string(m_since.ms) + " " + word;
  if (word != "local")
    m_.books.stageWork(std::move(work), "stamp", [](const Status&) {});
}

void Stamps::settle() {
  if (m_isAsking)
    return;
  for (const auto& done : std::exchange(m_waiting, {})) done();
}

std::vector<BusinessDate> Stamps::outlived(const BusinessDate& added) const {
  std::vector<BusinessDate> days{added};
  for (const auto& [day, stamp] : m_stamps) days.push_back(day);
  std::sort(days.begin(), days.end());
  std::vector<BusinessDate> gone;
  for (std::size_t i = 0; i + kDaysKept < days.size(); ++i)
    if (days[i].year == days[i + 1].year && days[i].month == days[i + 1].month)
      gone.push_back(days[i]);
  return gone;
}

std::vector<api::StampView> Stamps::all() const {
  std::vector<api::StampView> stamps;
  for (const auto& [day, stamp] : m_stamps) stamps.push_back(stamp);
  return stamps;
}

api::Stamped Stamps::view() const {
  api::Stamped seen;
  seen.url = m_settings.url;
  // Days are the own clock's, which may have been wrong; the journal only grows.
  for (const auto& [day, stamp] : m_stamps)
    if (!seen.last || stamp.size >= seen.last->size)
      seen.last = stamp;
  seen.trouble = m_trouble;
  seen.since = m_trouble.empty() ? Instant{} : m_since;
  return seen;
}

std::optional<api::HealthItem> Stamps::health() const {
  if (m_settings.isEmpty())
    return std::nullopt;
  const api::Stamped seen = view();
  std::string detail = "not stamped yet";
  std::string word;
  if (seen.last) {
    detail = std::to_string(seen.last->size) + " entries stamped at " + toRfc3339(seen.last->at) + " by " + seen.last->signer;
    if (seen.last->isClockApart()) {
      word = "clock-apart";
      detail += "; by this computer's clock it was " + toRfc3339(seen.last->keptAt);
    }
  }
  if (!seen.trouble.empty()) {
    detail += "; since " + toRfc3339(seen.since) + ": " + seen.trouble;
    if (m_.clock.now() - seen.since >= kUnstampedMax)
      word = "unstamped";
  }
  return api::HealthItem{"timestamp", word.empty(), std::move(detail), word, seen.last ? static_cast<std::int64_t>(seen.last->size) : 0,
                         seen.last ? seen.last->at : Instant{}};
}

}  // namespace loket::engine
