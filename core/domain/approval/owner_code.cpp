#include "core/domain/approval/owner_code.h"

#include <algorithm>

namespace loket {
namespace {

std::string withoutSpaces(std::string code) {
  code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
  return code;
}

}  // namespace

std::int64_t codeStepAt(Instant at) {
  return at.ms / kCodeStep.ms;
}

std::array<std::int64_t, 3> codeStepsAround(Instant now) {
  const std::int64_t step = codeStepAt(now);
  return {step - 1, step, step + 1};
}

JudgedCode judgeCode(const CodeUse& use, const std::array<StepCode, 3>& around, const std::string& typed,
                     Instant now) {
  JudgedCode judged{CodeVerdict::Wrong, use};
  if (use.lockedUntil > now) {
    // A clock that was set back, or was years ahead when it locked, makes no lock longer than one that begins
    // now.
    judged.after.lockedUntil = std::min(use.lockedUntil, now + kCodeLock);
    judged.verdict = CodeVerdict::Locked;
    return judged;
  }
  judged.after.lockedUntil = {};
  const std::string code = withoutSpaces(typed);
  for (const StepCode& one : around)
    if (one.step > use.lastStep && !one.code.empty() && one.code == code) {
      judged.verdict = CodeVerdict::Right;
      judged.after.lastStep = one.step;
      judged.after.driftSteps = one.step - codeStepAt(now);
      judged.after.wrong = 0;
    }
  if (judged.verdict == CodeVerdict::Wrong && ++judged.after.wrong >= kCodeTries) {
    judged.after.wrong = 0;
    judged.after.lockedUntil = now + kCodeLock;
  }
  return judged;
}

CodeFault faultOf(const CodeUse& use, const std::vector<StepCode>& around, const std::string& typed, Instant now) {
  const std::string code = withoutSpaces(typed);
  CodeFault fault;
  for (const StepCode& one : around) {
    if (one.code.empty() || one.code != code)
      continue;
    // What was good once says nothing about a clock.
    if (one.step <= use.lastStep)
      return {WrongCode::Used, 0};
    fault = {WrongCode::ClockOff, one.step - codeStepAt(now)};
  }
  return fault;
}

}  // namespace loket
