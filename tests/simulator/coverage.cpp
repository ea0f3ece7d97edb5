#include "tests/simulator/coverage.h"

#include <algorithm>
#include <functional>
#include <limits>

#include <fmt/format.h>

namespace loket::simulator {
namespace {

constexpr const char* kNotDecided = "nothing in the engine decides it yet";
constexpr const char* kOlderBooks = "only books of before have that";
constexpr const char* kNotRepeated = "the same word again is not written down";
constexpr const char* kNotOnTheWire = "a payment in this state has nothing on the wire";
constexpr const char* kNotRestored = "no shop here is a copy that was made of a backup";
// Not asked for, and no gap when it is reached: among a million schedules there are a few.
constexpr const char* kTwoRarities = "one upstream breaks its word while another one takes back, in that very moment";
constexpr const char* kRarely = "a success of which nobody had heard is undone after the cash went back";
constexpr const char* kHardlyEver = "with cash held it becomes a refund in the same commit; only what went back before stays";

std::string nameOfStep(const Transition& step) {
  return fmt::format("{} -{}-> {}", wordOf(step.from), wordOf(step.event), wordOf(step.to));
}

bool mayBeReached(const char* never) {
  return never == kHardlyEver || never == kTwoRarities || never == kRarely;
}

constexpr bool isOf(FaultKind kind, std::initializer_list<FaultKind> kinds) {
  for (const FaultKind one : kinds)
    if (one == kind)
      return true;
  return false;
}

}  // namespace

const char* nameOf(FaultKind kind) {
  switch (kind) {
    case FaultKind::NotSent:
      return "no way to the upstream";
    case FaultKind::RequestLost:
      return "request lost";
    case FaultKind::RequestLate:
      return "request late";
    case FaultKind::Replayed:
      return "request replayed";
    case FaultKind::AnswerLost:
      return "answer lost";
    case FaultKind::DiskFull:
      return "disk full";
    case FaultKind::DiskBroken:
      return "disk broken";
    case FaultKind::DiskBrokenBehind:
      return "disk broken behind commit";
    case FaultKind::DiskUnreadable:
      return "disk unreadable";
    case FaultKind::Death:
      return "death of the process";
    case FaultKind::ClockSet:
      return "clock set";
  }
  return "";
}

void Coverage::take(PaymentState from, EventKind event) {
  for (std::size_t i = 0; i < kTransitions.size(); ++i)
    if (kTransitions[i].from == from && kTransitions[i].event == event)
      ++transitions[i];
}

void Coverage::add(const Coverage& other) {
  const auto addAll = [](auto& mine, const auto& theirs) {
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] += theirs[i];
  };
  addAll(models, other.models);
  addAll(states, other.states);
  addAll(transitions, other.transitions);
  addAll(faults, other.faults);
  addAll(sizes, other.sizes);
  for (std::size_t i = 0; i < struck.size(); ++i) addAll(struck[i], other.struck[i]);
  sales += other.sales;
  effects += other.effects;
  schedules += other.schedules;
  payments += other.payments;
  events += other.events;
  commits += other.commits;
  calls += other.calls;
  starts += other.starts;
  turns += other.turns;
}

const char* whyNever(const Transition& step) {
  if (step.event == EventKind::Escalated && step.from == PaymentState::RefundDue)
    return kNotRestored;
  if (step.event == EventKind::LateSuccess)
    return step.from == PaymentState::Failed || step.from == PaymentState::Cancelled ? kHardlyEver
           : step.from == PaymentState::Reversed                                     ? kTwoRarities
                                                                                     : nullptr;
  if (step.event == EventKind::TakenBack)
    switch (step.from) {
      case PaymentState::Review:
      case PaymentState::Succeeded:
      case PaymentState::Failed:
      case PaymentState::RefundDue:
        return nullptr;
      case PaymentState::Refunded:
        return kRarely;
      case PaymentState::Sending:
      case PaymentState::Pending:
      case PaymentState::Suspect:
        return kTwoRarities;
      default:
        return kOlderBooks;
    }
  // A refund is contradicted by late success, not sent to review.
  if (step.from == PaymentState::Refunded)
    return kNotDecided;
  if (step.from == step.to && (step.event == EventKind::WentPending || step.event == EventKind::WentSuspect))
    return kNotRepeated;
  return nullptr;
}

const char* whyNever(FaultKind kind, PaymentState state) {
  if (state == PaymentState::Failed || state == PaymentState::Cancelled)
    return kHardlyEver;
  const bool onTheWire =
      state == PaymentState::Sending || state == PaymentState::Pending || state == PaymentState::Suspect;
  // A bill taken offline is asked for again before it is armed; an inquiry has no effect that could arrive
  // twice.
  const bool isAskedFor = state == PaymentState::Accepted && kind != FaultKind::Replayed;
  if (isOf(kind, {FaultKind::NotSent, FaultKind::RequestLost, FaultKind::RequestLate, FaultKind::Replayed,
                  FaultKind::AnswerLost}) &&
      !onTheWire && !isAskedFor)
    return kNotOnTheWire;
  return nullptr;
}

std::string tableOf(const Coverage& coverage) {
  std::string out = "upstreams, by schedules that had one (here and below '-': cannot be):\n";
  const auto row = [&out](std::uint64_t count, const std::string& what, const char* never) {
    out += fmt::format("  {:>12}  {}{}\n", count == 0 && never != nullptr ? std::string("-") : std::to_string(count), what,
                       never == nullptr ? "" : fmt::format(" ({})", never));
  };
  for (int i = 0; i < kModels; ++i)
    row(coverage.models[static_cast<std::size_t>(i)], nameOf(static_cast<Model>(i)), nullptr);
  out += "states, by payments that were in one:\n";
  for (int i = 0; i < kStates; ++i) {
    const auto state = static_cast<PaymentState>(i);
    row(coverage.states[indexOf(state)], std::string(wordOf(state)), nullptr);
  }
  out += "steps of the table:\n";
  for (std::size_t i = 0; i < kTransitions.size(); ++i)
    row(coverage.transitions[i], nameOfStep(kTransitions[i]), whyNever(kTransitions[i]));
  out += fmt::format("faults, by the state of the payments that they struck:\n  {:<26}", "");
  for (int i = 0; i < kStates; ++i) out += fmt::format(" {:>9}", wordOf(static_cast<PaymentState>(i)));
  out += "       all\n";
  for (int k = 0; k < kFaultKinds; ++k) {
    const auto kind = static_cast<FaultKind>(k);
    out += fmt::format("  {:<26}", nameOf(kind));
    for (int i = 0; i < kStates; ++i) {
      const std::uint64_t count = coverage.struck[indexOf(kind)][static_cast<std::size_t>(i)];
      const bool never = count == 0 && whyNever(kind, static_cast<PaymentState>(i)) != nullptr;
      out += never ? fmt::format(" {:>9}", "-") : fmt::format(" {:>9}", count);
    }
    out += fmt::format(" {:>9}\n", coverage.faults[indexOf(kind)]);
  }
  out += fmt::format("{} payments acknowledged, {} effects upstream\n", coverage.sales, coverage.effects);
  return out;
}

std::string meansOf(const Coverage& coverage) {
  const auto mean = [&coverage](std::uint64_t sum) {
    return static_cast<double>(sum) / static_cast<double>(std::max<std::uint64_t>(coverage.schedules, 1));
  };
  std::uint64_t faults = 0;
  for (const std::uint64_t count : coverage.faults) faults += count;
  std::string sizes;
  for (std::size_t i = 0; i < kSizes; ++i)
    sizes += fmt::format("{}{}{}: {:.1f} %", i == 0 ? "" : ", ", i, i + 1 == kSizes ? " and more" : "",
                         100 * mean(coverage.sizes[i]));
  return fmt::format(
      "a schedule on average: {:.2f} payments ({}), {:.1f} events, {:.1f} commits, {:.1f} calls to upstreams, "
      "{:.1f} starts, {:.1f} turns, {:.2f} faults, of them {:.2f} deaths\n",
      mean(coverage.payments), sizes, mean(coverage.events), mean(coverage.commits), mean(coverage.calls),
      mean(coverage.starts), mean(coverage.turns), mean(faults),
      mean(coverage.faults[indexOf(FaultKind::Death)]));
}

namespace {

// Each with its name, and with why it can never be reached where it cannot.
void eachCell(const Coverage& coverage,
              const std::function<void(std::uint64_t count, const std::string& what, const char* never)>& look) {
  for (int i = 0; i < kModels; ++i)
    look(coverage.models[static_cast<std::size_t>(i)], nameOf(static_cast<Model>(i)), nullptr);
  for (int i = 0; i < kStates; ++i) {
    const auto state = static_cast<PaymentState>(i);
    look(coverage.states[indexOf(state)], std::string(wordOf(state)), nullptr);
    for (int k = 0; k < kFaultKinds; ++k) {
      const auto kind = static_cast<FaultKind>(k);
      look(coverage.struck[indexOf(kind)][indexOf(state)], fmt::format("{} while {}", nameOf(kind), wordOf(state)),
           whyNever(kind, state));
    }
  }
  for (std::size_t i = 0; i < kTransitions.size(); ++i)
    look(coverage.transitions[i], nameOfStep(kTransitions[i]), whyNever(kTransitions[i]));
}

}  // namespace

std::string figureOf(const Coverage& coverage) {
  int cells = 0;
  int empty = 0;
  int never = 0;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  std::string rarest;
  eachCell(coverage, [&](std::uint64_t count, const std::string& what, const char* reason) {
    if (reason != nullptr) {
      ++never;
      return;
    }
    ++cells;
    empty += count == 0 ? 1 : 0;
    if (count < least) {
      least = count;
      rarest = what;
    }
  });
  return fmt::format("state coverage: {} cells, {} of them empty, the rarest {} times ({}); {} more cannot be reached, each with its reason",
                     cells, empty, least, rarest, never);
}

std::vector<std::string> gapsIn(const Coverage& coverage) {
  std::vector<std::string> gaps;
  eachCell(coverage, [&gaps](std::uint64_t count, const std::string& what, const char* never) {
    if (count == 0 && never == nullptr)
      gaps.push_back("never reached: " + what);
    if (count > 0 && never != nullptr && !mayBeReached(never))
      gaps.push_back(fmt::format("reached, although listed as unreachable ({}): {}", never, what));
  });
  return gaps;
}

}  // namespace loket::simulator
