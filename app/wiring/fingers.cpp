#include "app/wiring/fingers.h"

#include "core/domain/identity/people.h"

namespace loket::app {
namespace {

FingerAnswer<std::unique_ptr<ports::Fingerprint>> readerOf(People& people) {
  auto reader = people.fingers();
  if (!reader)
    return tl::unexpected<FingerTrouble>(reader.error());
  return std::move(*reader);
}

FingerAnswer<std::unique_ptr<ports::Fingerprint>> ownReader(People& people, const UserName& by,
                                                            const UserName& person) {
  if (!samePerson(by, person))
    return tl::unexpected<FingerTrouble>(
        Error{ErrorCode::ApprovalMissing, "only " + person.str() + " may: --user and that person's own PIN"});
  return readerOf(people);
}

}  // namespace

FingerAnswer<std::vector<FingersOf>> knownFingers(People& people, const std::vector<UserName>& whom,
                                                  const ports::FingerLimits& limits) {
  const auto reader = readerOf(people);
  if (!reader)
    return tl::unexpected<FingerTrouble>(reader.error());
  std::vector<FingersOf> known;
  for (const UserName& one : whom) {
    auto enrolled = (*reader)->enrolled(one, limits);
    if (enrolled) {
      known.push_back({one, std::move(*enrolled)});
      continue;
    }
    // These two are about the person, and say nothing about the next one.
    const ports::FingerFailure what = enrolled.error().what;
    if (what != ports::FingerFailure::NotEnrolled && what != ports::FingerFailure::NameUnfit)
      return tl::unexpected<FingerTrouble>(enrolled.error());
    known.push_back({one, {}});
  }
  return known;
}

FingerAnswer<void> enrolFinger(People& people, const UserName& by, const UserName& person,
                               const std::string& finger, const ports::FingerSteps& steps,
                               const ports::FingerLimits& limits) {
  const auto reader = ownReader(people, by, person);
  if (!reader)
    return tl::unexpected<FingerTrouble>(reader.error());
  if (const auto done = (*reader)->enrol(person, finger, steps, limits); !done)
    return tl::unexpected<FingerTrouble>(done.error());
  people.note({AccessKind::PinChanged, person, {}, by, 0, "finger-enrolled"});
  return {};
}

FingerAnswer<int> forgetFingers(People& people, const UserName& by, const UserName& person,
                                const ports::FingerLimits& limits) {
  const auto reader = ownReader(people, by, person);
  if (!reader)
    return tl::unexpected<FingerTrouble>(reader.error());
  const auto removed = (*reader)->remove(person, limits);
  if (!removed)
    return tl::unexpected<FingerTrouble>(removed.error());
  people.note({AccessKind::PinChanged, person, {}, by, 0, "fingers-forgotten"});
  return *removed;
}

Error errorOf(const FingerTrouble& trouble) {
  if (const auto* read = std::get_if<ports::FingerError>(&trouble))
    return {ErrorCode::FingerRefused, std::string(ports::wordOf(read->what))};
  return std::get<Error>(trouble);
}

}  // namespace loket::app
