// What the window and `loketctl finger` do with people's fingers at this computer's reader. What makes
// somebody somebody is done by that person alone, with their own PIN, and is written down at the door.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/wiring/people.h"

namespace loket::app {

// One that is not the reader's (ApprovalMissing, DiskFault), or the reader's own.
using FingerTrouble = std::variant<Error, ports::FingerError>;
template <typename T>
using FingerAnswer = tl::expected<T, FingerTrouble>;

// All the readings that an enrolment takes.
inline constexpr Duration kFingerEnrolWait = Duration::seconds(120);
inline constexpr Duration kFingerReadWait = Duration::seconds(30);

struct FingersOf {
  UserName person;
  std::vector<std::string> fingers;  // of kFingerNames
};

// Asks the reader, each for as long as `limits`; who asked once in vain does not wait once more for
// everybody.
FingerAnswer<std::vector<FingersOf>> knownFingers(People& people, const std::vector<UserName>& whom,
                                                  const ports::FingerLimits& limits);
// `by` has just shown who they are with their own PIN. ApprovalMissing unless it is them.
FingerAnswer<void> enrolFinger(People& people, const UserName& by, const UserName& person,
                               const std::string& finger, const ports::FingerSteps& steps,
                               const ports::FingerLimits& limits);
// All of them; how many there were.
FingerAnswer<int> forgetFingers(People& people, const UserName& by, const UserName& person,
                                const ports::FingerLimits& limits);

// As the core tells it: FingerRefused, with the reader's word.
Error errorOf(const FingerTrouble& trouble);

}  // namespace loket::app
