// How often a campaign has been where. A cell that stays empty is something that is never tested: either it
// cannot be reached, and then it is listed here with the reason, or the campaign is too poor.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/payment/state.h"
#include "tests/simulator/far_side.h"

namespace loket::simulator {

enum class FaultKind {
  NotSent,      // no way to the upstream
  RequestLost,  // left, and never arrived
  RequestLate,  // arrives after the sender has given up, up to 36 hours later
  Replayed,     // arrives twice, at an upstream that keeps one effect per reference
  AnswerLost,   // executed, and nobody heard
  DiskFull,
  DiskBroken,
  DiskBrokenBehind,
  DiskUnreadable,
  Death,     // of the process, at one of its named points
  ClockSet,  // by up to ten years, either way
};
inline constexpr int kFaultKinds = 11;
const char* nameOf(FaultKind kind);

inline constexpr int kStates = 11;
inline constexpr std::size_t kSizes = 5;

template <typename Enum>
constexpr std::size_t indexOf(Enum value) {
  return static_cast<std::size_t>(value);
}

struct Coverage {
  std::array<std::uint64_t, kModels> models{};
  std::array<std::uint64_t, kStates> states{};
  std::array<std::uint64_t, kTransitions.size()> transitions{};
  // A network fault strikes the payment whose request it was; a disk fault those in the commit, with the
  // state that was to be written; a read fault, a death and a moved clock all that are on the disk.
  std::array<std::array<std::uint64_t, kStates>, kFaultKinds> struck{};
  std::array<std::uint64_t, kFaultKinds> faults{};
  std::uint64_t sales = 0;
  std::uint64_t effects = 0;
  std::uint64_t schedules = 0;
  // What a schedule is: so many a second mean nothing without it. Schedules by their payments on the disk, the last one
  // of so many or more; and what all of them together did.
  std::array<std::uint64_t, kSizes> sizes{};
  std::uint64_t payments = 0;
  std::uint64_t events = 0;   // in the payments' histories
  std::uint64_t commits = 0;  // that were kept
  std::uint64_t calls = 0;    // to upstreams, of every kind
  std::uint64_t starts = 0;   // of the program
  std::uint64_t turns = 0;    // of its loop

  void strike(FaultKind kind, PaymentState state) { ++struck[indexOf(kind)][indexOf(state)]; }
  void take(PaymentState from, EventKind event);
  void add(const Coverage& other);
};

// Why this cannot happen in the simulated world; nullptr when it must.
const char* whyNever(const Transition& transition);
const char* whyNever(FaultKind kind, PaymentState state);

// As tables for people.
std::string tableOf(const Coverage& coverage);
// What was played in a schedule on average, in one line.
std::string meansOf(const Coverage& coverage);
// How many cells there are, how many of them empty, and which was reached least, in one line.
std::string figureOf(const Coverage& coverage);
// Cells that must be reached and were not; cells that were reached and are listed as unreachable.
std::vector<std::string> gapsIn(const Coverage& coverage);

}  // namespace loket::simulator
