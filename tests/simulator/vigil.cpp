#include "tests/simulator/vigil.h"

#include <algorithm>
#include <utility>

namespace loket::simulator {
namespace {

constexpr Duration kAtOnce = Duration::seconds(2);
constexpr Duration kOnTheWire = Duration::seconds(30);
// One that stays unanswered while others are answered says nothing of the upstream, and keeps to its plan.
constexpr int kPassedOverMax = 3;
// One that is silent for longer is looked at less often.
constexpr Duration kSeldom = Duration::hours(3);
// Two budgets: because the upstream answers, and to find out whether it does.
constexpr std::size_t kBudgets = 2;

}  // namespace

Vigil::Known& Vigil::knownOf(const Attempt& attempt) {
  const auto [at, isNew] = m_known.try_emplace(attempt.attemptRef);
  if (isNew)
    at->second.askedAt = m_began;
  return at->second;
}

void Vigil::begin(Duration now, const std::vector<Question>& open) {
  m_began = now;
  m_ways.clear();
  std::map<AttemptRef, Known> before;
  before.swap(m_known);
  for (const Question& one : open) {
    Known& known = knownOf(*one.attempt);
    known.isUnheard = one.isSuspect;
    if (one.isSuspect)
      m_ways[one.attempt->upstream].muteSince = now;
    if (const auto was = before.find(one.attempt->attemptRef); was != before.end())
      known.outOfTurn = std::move(was->second.outOfTurn);
  }
}

void Vigil::slept() {
  for (auto& [ref, known] : m_known) {
    known.knownSince.reset();
    // When it was due nobody knows who saw only that it left later.
    known.outOfTurn.clear();
    known.hasSlept = true;
  }
}

std::string Vigil::called(const Attempt& attempt, Call call, Duration now, std::optional<Duration> turnAt,
                          const Capabilities& record) {
  Known& known = knownOf(attempt);
  const Way& way = m_ways[attempt.upstream];
  known.othersAnswered = way.answeredAt && *way.answeredAt > known.askedAt;
  known.askedAt = now;
  known.mustLeave.reset();
  known.knownSince.reset();
  known.wasAsked = known.wasAsked || call != Call::Attempt;
  if (call != Call::Question)
    return {};
  const bool isUnclear = std::exchange(known.hasSlept, false) || !turnAt;
  if (isUnclear || now < *turnAt)
    known.provenAt = now;
  if (isUnclear || now >= *turnAt)
    return {};
  // It may have been decided up to a pause before it left.
  const Duration apart = record.hurryEvery - record.askEvery - kOnTheWire;
  std::string broken;
  if (known.outOfTurn.size() == kBudgets) {
    if (now - known.outOfTurn.front() < apart)
      broken = "I17 asked out of turn three times within " +
               std::to_string((now - known.outOfTurn.front()).ms / 1000) + " s: " + attempt.attemptRef.str();
    known.outOfTurn.erase(known.outOfTurn.begin());
  }
  known.outOfTurn.push_back(now);
  return broken;
}

void Vigil::told(const UpstreamId& upstream, VerdictKind kind, Duration now,
                 const std::vector<Question>& open) {
  Way& way = m_ways[upstream];
  const bool isAnswer = kind != VerdictKind::Unknown && kind != VerdictKind::NotSent;
  const bool isWhole = isAnswer && way.isDoubted;
  way.isDoubted = !isAnswer;
  if (isWhole)
    for (const Question& one : open)
      if (one.attempt->upstream == upstream)
        knownOf(*one.attempt).provenAt = now;
}

void Vigil::told(const Attempt& attempt, Call call, const Verdict& said, Duration now,
                 const Capabilities& record, const std::vector<Question>& open) {
  const VerdictKind kind = believed(said, record).kind;
  Known& mine = knownOf(attempt);
  Way& way = m_ways[attempt.upstream];
  mine.toldIn = m_turn;
  mine.mustLeave.reset();
  const bool isSilent = kind == VerdictKind::Unknown;
  const bool isAnswer = !isSilent && kind != VerdictKind::NotSent;
  mine.isUnheard = !isAnswer;
  if (call != Call::Attempt && mine.wasAsked) {
    if (isAnswer)
      mine.passedOver = 0;
    else if (isSilent && mine.othersAnswered)
      ++mine.passedOver;
  }
  if (isSilent && mine.passedOver < kPassedOverMax && !way.muteSince)
    way.muteSince = now;
  if (!isAnswer) {
    way.isDoubted = true;
    way.inVainAt = now;
    return;
  }
  const bool isWhole = way.muteSince.has_value();
  const bool mayBeWhole = isWhole || way.isDoubted;
  way.muteSince.reset();
  way.isDoubted = false;
  way.answeredAt = now;
  if (!mayBeWhole)
    return;
  for (const Question& one : open) {
    if (one.attempt->upstream != attempt.upstream || one.attempt->attemptRef == attempt.attemptRef)
      continue;
    Known& known = knownOf(*one.attempt);
    const Duration spent = std::max(m_began, known.provenAt.value_or(m_began));
    if (isWhole && !known.mustLeave && !one.isUnderWay && known.toldIn != m_turn &&
        known.passedOver < kPassedOverMax)
      known.mustLeave =
          std::max({now, known.askedAt + one.record->askEvery, spent + one.record->hurryEvery}) + kAtOnce;
    known.provenAt = now;
  }
}

std::string Vigil::judge(Duration now, const std::vector<Question>& open, bool isQuiet) {
  for (const Question& one : open) {
    Known& known = knownOf(*one.attempt);
    if (known.mustLeave && now > *known.mustLeave && !one.isUnderWay)
      return "I17 answered again, and not asked about: " + one.attempt->attemptRef.str();
    const Way& way = m_ways[one.attempt->upstream];
    const bool isSeldom = way.muteSince && now - *way.muteSince > kSeldom;
    if (!isQuiet || !one.isSuspect || !one.isKnown || !known.isUnheard || isSeldom ||
        known.passedOver >= kPassedOverMax) {
      known.knownSince.reset();
      continue;
    }
    if (!known.knownSince)
      known.knownSince = now;
    // One that answers others with what nobody can believe is none that answers again.
    if (now - std::max(*known.knownSince, way.inVainAt) > one.record->hurryEvery + kOnTheWire + kAtOnce)
      return "I17 its end is known there, and not on the screen: " + one.attempt->attemptRef.str();
  }
  return {};
}

}  // namespace loket::simulator
