// What makes a one-time code count, a person's own or the absent owner's: of now or one step beside it, never one that was
// used or is older than one that was used, and after five wrong ones none at all for a while.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace loket {

// RFC 6238 5.2 and 6: 30 seconds, and one step either way for a telephone whose clock is not quite right.
constexpr Duration kCodeStep = Duration::seconds(30);
constexpr int kCodeTries = 5;
constexpr Duration kCodeLock = Duration::minutes(15);
// A code of a clock that is further off is refused, and told from one that is no code at all as far as this.
constexpr std::int64_t kCodeFarSteps = 20;

// Kept with the secret, so that neither a restart nor a clock that is set back gives a code or a try back.
struct CodeUse {
  std::int64_t lastStep = -1;  // of the newest code that was accepted; none: before all of them
  int wrong = 0;               // since the last right one or the last lock
  Instant lockedUntil;         // zero: not locked
  std::int64_t driftSteps = 0;  // of that one, against this clock: 1 was a step ahead of it, -1 a step behind
};

struct StepCode {
  std::int64_t step = 0;  // 30-second steps since 1970
  std::string code;
};

std::int64_t codeStepAt(Instant at);
// The steps whose codes may count now, oldest first.
std::array<std::int64_t, 3> codeStepsAround(Instant now);

enum class CodeVerdict { Right, Wrong, Locked };

struct JudgedCode {
  CodeVerdict verdict = CodeVerdict::Wrong;
  CodeUse after;  // to be on disk before anybody hears the verdict
};

// `around` are the codes of `codeStepsAround(now)`; `typed` may have spaces in it.
JudgedCode judgeCode(const CodeUse& use, const std::array<StepCode, 3>& around, const std::string& typed,
                     Instant now);

// Why a wrong code is wrong, for whoever typed it.
enum class WrongCode {
  Unknown,
  Used,      // it, or a newer one, has been good
  ClockOff,  // its telephone's clock is not this one's
};
struct CodeFault {
  WrongCode why = WrongCode::Unknown;
  std::int64_t driftSteps = 0;  // ClockOff: how far its clock is ahead; negative: behind
};
// `around` are codes of steps up to kCodeFarSteps away.
CodeFault faultOf(const CodeUse& use, const std::vector<StepCode>& around, const std::string& typed, Instant now);

}  // namespace loket
