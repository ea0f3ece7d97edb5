#include "core/engine/witnesses.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/text.h"

namespace loket::engine {
namespace {

constexpr const char* kCosigned = "audit.cosigned";
constexpr const char* kConflict = "audit.conflict";
constexpr const char* kWitnessed = "audit.witnessed";
constexpr const char* kWitnessedAt = "audit.witnessedAt";
constexpr const char* kMissingSince = "audit.unwitnessedSince";

constexpr Duration kFirstPause = Duration::minutes(1);
constexpr Duration kPauseMax = Duration::hours(1);
constexpr int kDoublingsMax = 6;
constexpr Duration kMissingMax = Duration::hours(24);
// A cosignature of tomorrow, or of before the last one, says nothing about when. That it seems old only says that our own clock is
// ahead: what it signs is new.
constexpr std::uint64_t kClockApartMax = std::uint64_t{24} * 60 * 60;
constexpr std::uint64_t kEarliest = 1'577'836'800;  // 2020

std::string rowOf(const Witnesses::Rows& rows, const char* key) {
  const auto at = rows.find(key);
  return at == rows.end() ? std::string() : at->second;
}

template <typename Number>
bool takeNumber(std::string_view& text, Number& number) {
  const auto end = text.find(' ');
  const std::string_view word = text.substr(0, end);
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (end == std::string_view::npos || read.ec != std::errc() || read.ptr != word.data() + word.size())
    return false;
  text.remove_prefix(end + 1);
  return true;
}

Instant momentIn(const std::string& text) {
  std::int64_t ms = 0;
  std::from_chars(text.data(), text.data() + text.size(), ms);
  return Instant{ms};
}

bool isLie(const std::string& word) {
  return word == "signature" || word == "key" || word == "size";
}

}  // namespace

Witnesses::Rows Witnesses::forgotten() {
  return {{kCosigned, {}}, {kConflict, {}}, {kWitnessed, {}}, {kWitnessedAt, {}}, {kMissingSince, {}}};
}

Status Witnesses::check(const journal::WitnessPolicy& policy) const {
  if (policy.witnesses.empty() && policy.quorum == 0)
    return {};
  if (m_.keys == nullptr || !m_.factory)
    return fail(ErrorCode::ConfigInvalid, "audit.witnesses: no journal is signed here");
  return journal::checkWitnesses(*m_.keys, policy);
}

Witnesses::One* Witnesses::find(const std::string& name) {
  const auto at = std::find_if(m_witnesses.begin(), m_witnesses.end(),
                               [&name](const One& one) { return one.verifier.name == name; });
  return at == m_witnesses.end() ? nullptr : &*at;
}

Witnesses::Rows Witnesses::stateRows(const std::vector<One>& of) const {
  Rows rows{{kCosigned, {}}, {kConflict, {}}};
  for (const One& one : of) {
    if (one.cosigned)
      rows[kCosigned] += std::to_string(one.cosigned->size) + " " + std::to_string(one.cosigned->time) + " " +
                         journal::textOf(one.cosigned->line);
    if (one.conflict)
      rows[kConflict] += std::to_string(one.conflict->size) + " " + std::to_string(one.conflict->since.ms) + " " +
                         one.conflict->word + " " + one.verifier.name + "\n";
  }
  return rows;
}

Witnesses::Rows Witnesses::rowsOfChange(const journal::WitnessPolicy& to) const {
  if (to == m_policy || m_.keys == nullptr)
    return {};
  // Whoever is not asked any more, or has another key, is forgotten; that the owner did so stands in the settings' history.
  std::vector<One> stay;
  for (const One& one : m_witnesses)
    if (std::any_of(to.witnesses.begin(), to.witnesses.end(),
                    [&one](const journal::WitnessSettings& next) { return next.key == one.settings.key; }))
      stay.push_back(one);
  Rows rows = stateRows(stay);
  rows[kMissingSince] = m_newest && !to.witnesses.empty() ? std::to_string(m_.clock.now().ms) : std::string();
  return rows;
}

Witnesses::Rows Witnesses::rowsOfSigning(Instant now) const {
  if (m_witnesses.empty() || m_missingSince.ms != 0)
    return {};
  return {{kMissingSince, std::to_string(now.ms)}};
}

void Witnesses::use(const journal::WitnessPolicy& policy, const Rows& rows) {
  if (policy == m_policy)
    return;
  m_policy = policy;
  Rows kept = rows;
  if (m_witnessed) {
    kept[kWitnessed] = journal::textOf(m_witnessed->note);
    kept[kWitnessedAt] = std::to_string(m_witnessed->at.ms);
  }
  open(kept, m_log, m_newest);
}

void Witnesses::open(const Rows& rows, const journal::Verifier& log, const std::optional<SignedCheckpoint>& newest) {
  ++m_generation;
  std::vector<One> before = std::exchange(m_witnesses, {});
  m_log = log;
  m_newest = newest;
  settle();
  m_witnessed.reset();
  m_missingSince = {};
  if (m_policy.witnesses.empty() || !check(m_policy))
    return;
  for (const journal::WitnessSettings& settings : m_policy.witnesses) {
    One one;
    one.settings = settings;
    one.verifier = *journal::verifierFrom(*m_.keys, settings.key);
    one.line = m_.factory(settings, m_.transport);
    m_witnesses.push_back(std::move(one));
  }
  for (const std::string& line : split(rowOf(rows, kCosigned), '\n')) {
    std::string_view rest = line;
    Cosignature cosigned;
    if (!takeNumber(rest, cosigned.size) || !takeNumber(rest, cosigned.time))
      continue;
    const auto signature = journal::signaturesIn(std::string(rest) + "\n");
    if (!signature || signature->size() != 1)
      continue;
    cosigned.line = signature->front();
    if (One* one = find(cosigned.line.name); one != nullptr && cosigned.line.keyId == journal::keyIdOf(*m_.keys, one->verifier))
      one->cosigned = std::move(cosigned);
  }
  for (const std::string& line : split(rowOf(rows, kConflict), '\n')) {
    std::string_view rest = line;
    Conflict conflict;
    if (!takeNumber(rest, conflict.size) || !takeNumber(rest, conflict.since.ms))
      continue;
    const auto blank = rest.find(' ');
    if (blank == std::string_view::npos)
      continue;
    conflict.word = std::string(rest.substr(0, blank));
    if (One* one = find(std::string(rest.substr(blank + 1))); one != nullptr)
      one->conflict = conflict;
  }
  m_missingSince = momentIn(rowOf(rows, kMissingSince));
  // Only what the present quorum has cosigned counts.
  if (const std::string text = rowOf(rows, kWitnessed); !text.empty()) {
    const auto note = journal::noteFrom(text);
    const auto checkpoint = note ? journal::checkpointIn(note->body) : Result<journal::Checkpoint>(fail(note.error()));
    if (checkpoint && checkpoint->origin == m_log.name && journal::sealedBy(*m_.keys, *note, m_log) && isEnough(*note))
      m_witnessed = SignedCheckpoint{*checkpoint, *note, momentIn(rowOf(rows, kWitnessedAt))};
  }
}

std::vector<std::string> Witnesses::namesOn(const journal::SignedNote& note) const {
  std::vector<std::string> names;
  for (const One& one : m_witnesses)
    if (journal::sealedBy(*m_.keys, note, one.verifier))
      names.push_back(one.verifier.name);
  return names;
}

journal::SignedNote Witnesses::cosigned(const SignedCheckpoint& one) const {
  journal::SignedNote note = one.note;
  for (const One& witness : m_witnesses)
    if (witness.cosigned && witness.cosigned->size == one.checkpoint.size &&
        journal::sealedBy(*m_.keys, {note.body, {witness.cosigned->line}}, witness.verifier))
      note.signatures.push_back(witness.cosigned->line);
  return note;
}

std::uint64_t Witnesses::ownEntries(std::uint64_t size) const {
  // One row each (two against us), three of the quorum, and the one that was signed with.
  std::uint64_t entries = 1;
  for (const One& one : m_witnesses) entries += (one.cosigned && one.cosigned->size == size ? 1U : 0U) + (one.conflict ? 2U : 0U);
  return entries + (m_witnessed && m_witnessed->checkpoint.size == size ? 3U : 0U);
}

bool Witnesses::wants(const One& one) const {
  return m_newest && !one.isAsking && (!one.isMet || !one.cosigned || one.cosigned->size < m_newest->checkpoint.size);
}

void Witnesses::ask(const SignedCheckpoint& newest, Urgency urgency, std::function<void()> settled) {
  m_newest = newest;
  if (!m_witnesses.empty() && m_missingSince.ms == 0)
    m_missingSince = newest.at;
  if (settled)
    m_waiting.push_back(std::move(settled));
  if (urgency == Urgency::Now)
    for (One& one : m_witnesses) one.nextAt = Instant{};
  turn();
  settle();
}

void Witnesses::turn() {
  if (!m_newest)
    return;
  const Instant now = m_.clock.now();
  for (One& one : m_witnesses)
    // A pause that was measured by a clock that has been set back since ends now.
    if (wants(one) && (one.nextAt <= now || one.nextAt > now + kPauseMax) &&
        !askOne(one, one.cosigned ? one.cosigned->size : 0, false))
      failed(one, "no-proof");
}

bool Witnesses::askOne(One& one, std::uint64_t oldSize, bool isRepeat) {
  const SignedCheckpoint asked = *m_newest;
  auto proof = m_.proof(oldSize, asked.checkpoint.size);
  if (!proof)
    return false;
  one.isAsking = true;
  one.line->ask({oldSize, std::move(*proof), asked.note},
                [this, generation = m_generation, name = one.verifier.name, asked, oldSize,
                 isRepeat](const ports::WitnessReply& reply) {
                  if (generation == m_generation)
                    answered(name, asked, oldSize, isRepeat, reply);
                });
  return true;
}

void Witnesses::answered(const std::string& name, const SignedCheckpoint& asked, std::uint64_t oldSize, bool isRepeat,
                         const ports::WitnessReply& reply) {
  One* one = find(name);
  if (one == nullptr)
    return;
  one->isAsking = false;
  const std::string word = reply.answer ? judge(*one, asked, oldSize, isRepeat, *reply.answer) : reply.trouble;
  if (one->isAsking)
    return;
  if (!word.empty()) {
    failed(*one, word);
  } else {
    one->isMet = true;
    one->failures = 0;
    one->nextAt = Instant{};
    one->trouble.clear();
    // The journal may have grown meanwhile.
    if (wants(*one) && !askOne(*one, one->cosigned->size, false))
      failed(*one, "no-proof");
  }
  settle();
}

void Witnesses::failed(One& one, const std::string& word) {
  const Instant now = m_.clock.now();
  one.nextAt = now + std::min(kPauseMax, Duration::millis(kFirstPause.ms << std::min(one.failures, kDoublingsMax)));
  ++one.failures;
  // Who has lied has not made up for it by being away.
  if (one.trouble == word || (isLie(one.trouble) && !isLie(word)))
    return;
  one.trouble = word;
  one.troubledSince = now;
}

std::string Witnesses::judge(One& one, const SignedCheckpoint& asked, std::uint64_t oldSize, bool isRepeat,
                             const journal::WitnessAnswer& answer) {
  if (const auto* cosigned = std::get_if<journal::Cosigned>(&answer))
    return take(one, asked, *cosigned);
  if (const auto* has = std::get_if<journal::WitnessHas>(&answer)) {
    // Whatever we send is on disk before: nobody but a newer or another copy of this home can have shown it more.
    if (has->size > asked.checkpoint.size) {
      oppose(one, "ahead", has->size);
      return "ahead";
    }
    // Less than it has cosigned, or not what it said a moment ago.
    if (isRepeat || has->size == oldSize || has->size < (one.cosigned ? one.cosigned->size : 0))
      return "size";
    return askOne(one, has->size, true) ? std::string() : "no-proof";
  }
  switch (std::get<journal::WitnessRefusal>(answer)) {
    case journal::WitnessRefusal::Fork:
    case journal::WitnessRefusal::NotConsistent:
      oppose(one, "fork", asked.checkpoint.size);
      return "fork";
    case journal::WitnessRefusal::NotSigned:
    case journal::WitnessRefusal::UnknownLog:
      return "unknown-terminal";
    case journal::WitnessRefusal::Trouble:
      return "server-error";
    case journal::WitnessRefusal::Malformed:
    case journal::WitnessRefusal::Other:
      break;
  }
  return "refused";
}

std::string Witnesses::take(One& one, const SignedCheckpoint& asked, const journal::Cosigned& answer) {
  const journal::KeyId id = journal::keyIdOf(*m_.keys, one.verifier);
  if (std::none_of(answer.signatures.begin(), answer.signatures.end(), [&](const journal::NoteSignature& line) {
        return line.name == one.verifier.name && line.keyId == id;
      }))
    return "key";
  const auto line = journal::cosignatureOf(*m_.keys, asked.note, answer, one.verifier);
  if (!line)
    return "signature";
  const Instant now = m_.clock.now();
  const std::uint64_t time = journal::sealedBy(*m_.keys, {asked.note.body, {*line}}, one.verifier)->time;
  const auto ours = static_cast<std::uint64_t>(std::max<std::int64_t>(now.ms, 0) / 1000);
  const std::uint64_t last = one.cosigned ? one.cosigned->time : kEarliest;
  if (time < kEarliest || time > ours + kClockApartMax || time + kClockApartMax < last)
    return "time";
  const bool isNew = !one.cosigned || one.cosigned->size != asked.checkpoint.size || one.conflict.has_value();
  const bool hadConflict = one.conflict.has_value();
  // In memory at once: when it cannot be kept, the witness is only asked again.
  one.cosigned = Cosignature{asked.checkpoint.size, time, *line};
  one.conflict.reset();
  Rows rows = stateRows(m_witnesses);
  if (!hadConflict)
    rows.erase(kConflict);
  const std::uint64_t before = m_witnessed ? m_witnessed->checkpoint.size : 0;
  if (journal::SignedNote note = cosigned(asked); before < asked.checkpoint.size && isEnough(note)) {
    rows[kWitnessed] = journal::textOf(note);
    rows[kWitnessedAt] = std::to_string(now.ms);
    m_witnessed = SignedCheckpoint{asked.checkpoint, std::move(note), now};
    m_missingSince = m_newest->checkpoint.size == asked.checkpoint.size ? Instant{} : m_newest->at;
    rows[kMissingSince] = m_missingSince.ms == 0 ? std::string() : std::to_string(m_missingSince.ms);
  } else if (!isNew) {
    return {};
  }
  keep(std::move(rows), one.verifier.name);
  return {};
}

void Witnesses::oppose(One& one, const char* word, std::uint64_t size) {
  if (one.conflict && one.conflict->word == word)
    return;
  const Instant since = one.conflict ? one.conflict->since : m_.clock.now();
  one.conflict = Conflict{word, size, since};
  keep(stateRows(m_witnesses), one.verifier.name);
}

void Witnesses::keep(Rows rows, const std::string& name) {
  ports::UnitOfWork work;
  work.settings = std::move(rows);
  m_.books.stageWork(std::move(work), "witness", [this, generation = m_generation, name](const Status& status) {
    One* one = generation == m_generation ? find(name) : nullptr;
    if (!status && one != nullptr) {
      one->trouble = "local";
      one->troubledSince = m_.clock.now();
    }
  });
}

void Witnesses::settle() {
  if (std::any_of(m_witnesses.begin(), m_witnesses.end(), [](const One& one) { return one.isAsking; }))
    return;
  for (const auto& done : std::exchange(m_waiting, {})) done();
}

api::Witnessed Witnesses::view() const {
  api::Witnessed view;
  view.quorum = m_policy.needed();
  for (const One& one : m_witnesses) {
    api::WitnessView witness{one.verifier.name, one.settings.url, 0, {}, one.trouble, one.trouble.empty() ? Instant{} : one.troubledSince};
    if (one.cosigned) {
      witness.size = one.cosigned->size;
      witness.at = Instant{static_cast<std::int64_t>(one.cosigned->time) * 1000};
    }
    if (one.conflict) {
      witness.trouble = one.conflict->word;
      witness.since = one.conflict->since;
    }
    view.witnesses.push_back(std::move(witness));
  }
  if (m_witnessed) {
    view.size = m_witnessed->checkpoint.size;
    view.at = m_witnessed->at;
    view.names = namesOn(m_witnessed->note);
  }
  view.missingSince = m_missingSince;
  return view;
}

std::optional<api::WitnessAlarm> Witnesses::alarm() const {
  for (const One& one : m_witnesses)
    if (one.conflict)
      return api::WitnessAlarm{one.conflict->word, one.verifier.name, one.conflict->since};
  for (const One& one : m_witnesses)
    if (isLie(one.trouble))
      return api::WitnessAlarm{"lies", one.verifier.name, one.troubledSince};
  if (m_witnesses.empty() || m_missingSince.ms == 0)
    return std::nullopt;
  if (m_.clock.now() - m_missingSince >= kMissingMax)
    return api::WitnessAlarm{"unwitnessed", {}, m_missingSince};
  if (const One* one = missed(); one != nullptr)
    return api::WitnessAlarm{"away", one->verifier.name, m_missingSince};
  return std::nullopt;
}

const Witnesses::One* Witnesses::missed() const {
  const auto isMissed = [this](const One& one) {
    // "local" is no answer that is missing.
    return !one.trouble.empty() && one.trouble != "local" && m_newest && (!one.cosigned || one.cosigned->size < m_newest->checkpoint.size);
  };
  // Those who have cosigned, and those who may still: while they are enough, a single one that is always away is not told each time.
  const auto left = std::count_if(m_witnesses.begin(), m_witnesses.end(), [&](const One& one) { return !isMissed(one); });
  if (static_cast<std::size_t>(left) >= needed())
    return nullptr;
  const auto first = std::find_if(m_witnesses.begin(), m_witnesses.end(), isMissed);
  return first == m_witnesses.end() ? nullptr : &*first;
}

std::optional<api::HealthItem> Witnesses::health() const {
  if (m_policy.witnesses.empty())
    return std::nullopt;
  const api::Witnessed seen = view();
  std::string detail = seen.size == 0 ? std::string("not witnessed yet")
                                      : std::to_string(seen.size) + " entries witnessed at " + toRfc3339(seen.at);
  for (const std::string& name : seen.names) detail += (name == seen.names.front() ? " by " : ", ") + name;
  for (const api::WitnessView& one : seen.witnesses) {
    if (one.trouble == "ahead")
      detail += "; " + one.name + " has seen more than this home has: it is older than what the witness has seen, or a second copy of it is in use";
    else if (one.trouble == "fork")
      detail += "; " + one.name + " has seen another history of this terminal: a second copy of this home is in use, or it is older than what the witness has seen";
    else if (isLie(one.trouble))
      detail += "; " + one.name + " lies (" + one.trouble + ")";
    else if (!one.trouble.empty())
      detail += "; " + one.name + ": " + one.trouble;
  }
  const auto alarming = alarm();
  if (alarming && alarming->word == "unwitnessed")
    detail += "; fewer than " + std::to_string(seen.quorum) + " have cosigned since " + toRfc3339(alarming->since);
  // For a day whoever is away is no fault of the shop's.
  const bool isWell = !alarming || alarming->word == "away";
  return api::HealthItem{"witness", isWell, std::move(detail), alarming ? alarming->word : std::string(),
                         static_cast<std::int64_t>(seen.size), seen.at};
}

}  // namespace loket::engine
