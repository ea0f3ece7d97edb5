#include "tests/simulator/far_side.h"

#include <algorithm>

#include "core/base/check.h"

namespace loket::simulator {
namespace {

constexpr Duration kTogether = Duration::seconds(10);
constexpr Duration kKept = Duration::hours(24);
// Longer than references are kept: only what is promised of them keeps a repeat from being another payment.
constexpr Duration kAskedUntil = Duration::hours(60);
constexpr Duration kLatest = Duration::hours(36);
constexpr Duration kLatestOfADay = Duration::hours(3);
constexpr std::size_t kVeryLong = 4096;
constexpr Money kDiscount = Money::rupiah(100);

Verdict verdict(VerdictKind kind, const char* code) {
  Verdict made;
  made.kind = kind;
  made.code = code;
  return made;
}

// Prices fall between the list and the sale; nobody pays more than he has allowed.
Money priceToday(const std::string& number, Money price) {
  const bool fell = !number.empty() && (number.back() - '0') % 2 == 1;
  return fell ? price - kDiscount : price;
}

Verdict success(const Attempt& attempt, Money price) {
  Verdict made = verdict(VerdictKind::Succeeded, "00");
  made.serial = "SN" + attempt.attemptRef.str();
  made.cost = price;
  return made;
}

}  // namespace

const char* nameOf(Model model) {
  switch (model) {
    case Model::IdempotentForever:
      return "idempotent for ever";
    case Model::IdempotentForADay:
      return "idempotent for 24 hours";
    case Model::IdempotentSameDay:
      return "idempotent on the same Jakarta day";
    case Model::NotIdempotent:
      return "not idempotent";
    case Model::StatusPays:
      return "status check pays";
    case Model::NotFoundFirst:
      return "not found, then success";
    case Model::FailedButPaid:
      return "failed but paid";
    case Model::SlowSuccess:
      return "success after up to 36 hours";
    case Model::LateFailure:
      return "pending, then failed";
    case Model::OutOfOrder:
      return "duplicate and out-of-order answers";
    case Model::WrongEcho:
      return "wrong echo";
    case Model::Malformed:
      return "malformed answers";
    case Model::Huge:
      return "huge answers";
    case Model::PartialBatch:
      return "partial batch";
    case Model::ClosedHours:
      return "closed hours";
    case Model::Refusing:
      return "refuses without creating";
    case Model::TakesBack:
      return "takes a success back";
    case Model::PaysRefused:
      return "pays what it refused";
  }
  return "";
}

namespace {

Capabilities signedBy(Model model) {
  Capabilities promises;
  promises.signedOff = "the model";
  promises.status = StatusMeaning::ReadOnly;
  promises.askEvery = Duration::seconds(60);
  promises.askAfter = {Duration::seconds(60), Duration::seconds(60), Duration::minutes(2),
                       Duration::minutes(5),  Duration::minutes(10), Duration::minutes(30),
                       Duration::minutes(60)};
  promises.hurryEvery = Duration::minutes(10);
  promises.askUntil = Duration::days(80);
  promises.refusals = {"closed", "44", "41", "54"};
  promises.inquirySameDay = false;
  promises.sameEffect = {"ref", KeptFor::Ever, {}};
  switch (model) {
    case Model::IdempotentForever:
      promises.resendWhenNotFoundAfter = Duration::minutes(5);
      promises.hurryEvery = promises.askEvery;
      break;
    case Model::SlowSuccess:
    case Model::LateFailure:
    case Model::Malformed:
    case Model::Huge:
    case Model::PartialBatch:
    case Model::ClosedHours:
    case Model::Refusing:
    case Model::TakesBack:
    case Model::PaysRefused:
      promises.resendWhenNotFoundAfter = Duration::minutes(5);
      break;
    case Model::IdempotentForADay:
      promises.resendWhenNotFoundAfter = Duration::minutes(5);
      promises.sameEffect.kept = KeptFor::Time;
      promises.sameEffect.time = kKept;
      promises.askUntil = kAskedUntil;
      break;
    case Model::IdempotentSameDay:
      promises.resendWhenNotFoundAfter = Duration::minutes(5);
      promises.sameEffect.kept = KeptFor::JakartaDay;
      break;
    case Model::NotIdempotent:
      promises.sameEffect = {};
      break;
    case Model::StatusPays:
      promises.status = StatusMeaning::RepeatsAttempt;
      promises.hurryEvery = promises.askEvery;
      break;
    case Model::NotFoundFirst:
    case Model::FailedButPaid:
    case Model::OutOfOrder:
      break;
    case Model::WrongEcho:
      promises.hurryEvery = promises.askEvery;
      break;
  }
  return promises;
}

}  // namespace

const Capabilities& capabilitiesOf(Model model) {
  static const std::vector<Capabilities> kSigned = [] {
    std::vector<Capabilities> all;
    for (int i = 0; i < kModels; ++i) all.push_back(signedBy(static_cast<Model>(i)));
    return all;
  }();
  return kSigned[static_cast<std::size_t>(model)];
}

bool FarSide::remembers(const Record& record, Instant now) const {
  if (m_memory == Memory::None)
    return false;
  switch (m_model) {
    case Model::NotIdempotent:
      return false;
    case Model::IdempotentForADay:
      return now - record.arrivedAt < kKept;
    case Model::IdempotentSameDay:
      return businessDateOf(now) == businessDateOf(record.arrivedAt);
    case Model::IdempotentForever:
    case Model::StatusPays:
    case Model::NotFoundFirst:
    case Model::FailedButPaid:
    case Model::SlowSuccess:
    case Model::LateFailure:
    case Model::OutOfOrder:
    case Model::WrongEcho:
    case Model::Malformed:
    case Model::Huge:
    case Model::PartialBatch:
    case Model::ClosedHours:
    case Model::Refusing:
    case Model::TakesBack:
    case Model::PaysRefused:
      return true;
  }
  return true;
}

bool FarSide::takeBack(const AttemptRef& ref) {
  const auto at = m_records.find(ref);
  const auto done = std::find_if(m_effects.begin(), m_effects.end(),
                                 [&ref](const Effect& effect) { return effect.attemptRef == ref; });
  if (at == m_records.end() || done == m_effects.end())
    return false;
  at->second.kind = VerdictKind::Failed;
  m_effects.erase(done);
  return true;
}

std::optional<Verdict> FarSide::payRefused(const Attempt& attempt, const std::string& number, Money price, Instant now) {
  const auto [at, isNew] = m_records.try_emplace(
      attempt.attemptRef,
      Record{attempt.body, number, priceToday(number, price), now, {}, false, VerdictKind::Unknown, 0});
  if (!isNew)
    return std::nullopt;
  effect(attempt, at->second, now);
  m_effects.back().brokeItsWord = true;
  return success(attempt, at->second.price);
}

void FarSide::effect(const Attempt& attempt, Record& record, Instant now) {
  record.kind = VerdictKind::Succeeded;
  record.finalAt = Instant{};
  m_effects.push_back({attempt.attemptRef, record.number, record.price, now});
}

Verdict FarSide::execute(const Attempt& attempt, const std::string& number, Money price, Instant now) {
  const bool sulks = !m_behaves;
  if (m_model == Model::PartialBatch && sulks) {
    if (now - m_togetherSince > kTogether || now < m_togetherSince) {
      m_togetherSince = now;
      m_together = static_cast<int>(m_rng() % 3);
    }
    if (--m_together < 0)
      return verdict(VerdictKind::Unknown, "reset");
  }
  Record& record = m_records[attempt.attemptRef];
  record = Record{attempt.body, number, priceToday(number, price), now, {}, false, VerdictKind::Unknown, 0};
  if (m_model == Model::ClosedHours) {
    const Instant hour = now + kJakartaOffset;
    const std::int64_t minute = hour.ms / 60'000 % (24 * 60);
    if (sulks && (minute >= 23 * 60 + 30 || minute < 30)) {
      m_records.erase(attempt.attemptRef);
      return verdict(VerdictKind::RefusedForNow, "closed");
    }
  }
  if (refuses() && sulks && chance(60)) {
    m_records.erase(attempt.attemptRef);
    return chance(50) ? verdict(VerdictKind::RefusedForNow, "44")
                      : verdict(VerdictKind::RefusedByConfig, "41");
  }
  if (sulks && chance(12)) {
    record.kind = VerdictKind::Failed;
    return verdict(VerdictKind::Failed, "54");
  }
  const bool isSlow = m_model == Model::SlowSuccess || m_model == Model::LateFailure ||
                      (m_model == Model::OutOfOrder && chance(50));
  if (isSlow) {
    record.kind = VerdictKind::Pending;
    record.becomesPaid = m_model != Model::LateFailure;
    record.finalAt = now + Duration::seconds(1 + static_cast<std::int64_t>(m_rng() % (36 * 3600)));
    return verdict(VerdictKind::Pending, "03");
  }
  effect(attempt, record, now);
  if (m_model == Model::NotFoundFirst)
    record.denials = static_cast<int>(m_rng() % 4);
  if (m_model == Model::WrongEcho || m_model == Model::Malformed || m_model == Model::Huge)
    record.denials = 1 + static_cast<int>(m_rng() % 3);
  return answerOf(attempt, record, now);
}

// What the codec makes of what the upstream says of a payment it knows. An answer that cannot be believed is
// Unknown.
Verdict FarSide::answerOf(const Attempt& attempt, Record& record, Instant now) {
  switch (record.kind) {
    case VerdictKind::Failed:
      return verdict(VerdictKind::Failed, "54");
    case VerdictKind::Pending:
      return verdict(VerdictKind::Pending, "03");
    case VerdictKind::Succeeded:
      break;
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotFound:
      return verdict(VerdictKind::Unknown, "99");
  }
  if (m_model == Model::FailedButPaid && now - record.arrivedAt < Duration::hours(1))
    // A word that its record does not list as proof.
    return verdict(VerdictKind::Failed, "77");
  if (record.denials > 0 && m_model != Model::NotFoundFirst) {
    --record.denials;
    return verdict(VerdictKind::Unknown, m_model == Model::WrongEcho   ? "echo"
                                         : m_model == Model::Malformed ? "unreadable"
                                                                       : "too-large");
  }
  Verdict made = success(attempt, record.price);
  if (m_model == Model::Huge)
    made.details["note"] = std::string(kVeryLong, 'x');
  return made;
}

Verdict FarSide::pay(const Attempt& attempt, const std::string& number, Money price, Instant now) {
  settle(now);
  const auto at = m_records.find(attempt.attemptRef);
  if (at != m_records.end() && at->second.body != attempt.body)
    m_complaint = "one reference, two bodies: " + attempt.attemptRef.str();
  if (at != m_records.end() && remembers(at->second, now))
    return answerOf(attempt, at->second, now);
  if (at != m_records.end() && forgets())
    m_forgotten.insert(attempt.attemptRef);
  return execute(attempt, number, price, now);
}

Verdict FarSide::ask(const Attempt& attempt, const std::string& number, Money price, Instant now) {
  settle(now);
  if (m_model == Model::StatusPays)
    return pay(attempt, number, price, now);
  const auto at = m_records.find(attempt.attemptRef);
  if (at == m_records.end())
    return verdict(VerdictKind::NotFound, "404");
  Record& record = at->second;
  // What it has forgotten it does not find either.
  if (forgets() && !remembers(record, now))
    return verdict(VerdictKind::NotFound, "404");
  // The question itself is refused; that says nothing about the payment.
  if (refuses() && !m_behaves && now.ms / 1000 % 3 == 0)
    return verdict(VerdictKind::RefusedForNow, "44");
  if (m_model == Model::OutOfOrder && !m_behaves && chance(40))
    return chance(70) ? verdict(VerdictKind::Pending, "03") : verdict(VerdictKind::NotFound, "404");
  if (m_model == Model::NotFoundFirst && record.denials > 0) {
    --record.denials;
    return verdict(VerdictKind::NotFound, "404");
  }
  return answerOf(attempt, record, now);
}

Verdict FarSide::inquire() {
  if (m_behaves || chance(80))
    return verdict(VerdictKind::Succeeded, "00");
  switch (m_rng() % 4) {
    case 0:
      return verdict(VerdictKind::Failed, "60");
    case 1:
      return verdict(VerdictKind::RefusedForNow, "44");
    case 2:
      return verdict(VerdictKind::RefusedByConfig, "41");
    default:
      return verdict(VerdictKind::Unknown, "unreadable");
  }
}

void FarSide::replay(const Attempt& attempt, const std::string& number, Money price, Instant now) {
  const auto at = m_records.find(attempt.attemptRef);
  if (at != m_records.end() && remembers(at->second, now))
    pay(attempt, number, price, now);
}

bool FarSide::wouldTell(const AttemptRef& ref, Instant now) const {
  const auto at = m_records.find(ref);
  if (at == m_records.end())
    return false;
  const Record& record = at->second;
  if (record.denials > 0 || (forgets() && !remembers(record, now)))
    return false;
  switch (record.kind) {
    case VerdictKind::Succeeded:
      return m_model != Model::FailedButPaid || now - record.arrivedAt >= Duration::hours(1);
    case VerdictKind::Failed:
      return true;
    case VerdictKind::Pending:
      return record.finalAt <= now;
    default:
      return false;
  }
}

Duration FarSide::latestArrival(Instant from) const {
  switch (m_model) {
    case Model::IdempotentForADay:
      return kLatestOfADay;
    case Model::IdempotentSameDay: {
      const std::int64_t today = (from + kJakartaOffset).ms % Duration::days(1).ms;
      return Duration::millis(Duration::days(1).ms - today);
    }
    default:
      return kLatest;
  }
}

void FarSide::settle(Instant now) {
  for (auto& [ref, record] : m_records) {
    if (record.finalAt == Instant{} || record.finalAt > now)
      continue;
    Attempt attempt;
    attempt.attemptRef = ref;
    if (record.becomesPaid) {
      effect(attempt, record, record.finalAt);
    } else {
      record.kind = VerdictKind::Failed;
      record.finalAt = Instant{};
    }
  }
}

}  // namespace loket::simulator
