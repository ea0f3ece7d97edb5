#include "core/engine/second_person.h"

#include <utility>

namespace loket::engine {

void SecondPerson::agree(const UserName& by, const api::Second& second,
                         std::function<void(const Result<Consent>&)> then) {
  const auto consent = consentOf(by, second.with, !second.ownerCode.empty(), second.isAlone);
  if (!consent || consent->how != Seconded::OwnerCode) {
    then(consent);
    return;
  }
  if (const Status stands = m_.ownerCode.mayStandInFor(by); !stands) {
    then(fail(stands.error()));
    return;
  }
  auto checked = m_.ownerCode.check(second.ownerCode, m_.clock.now());
  if (!checked) {
    then(fail(checked.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = std::move(checked->rows);
  if (!checked->verdict) {
    m_.books.stageWork(std::move(work), "owner-code",
                       [verdict = checked->verdict, then = std::move(then)](const Status& status) {
                         then(fail(status ? verdict.error() : status.error()));
                       });
    return;
  }
  // Both in this turn's commit: a code that settled something is used up, whatever happens next.
  m_.books.stageWork(std::move(work), "owner-code", nullptr);
  then(consent);
}

}  // namespace loket::engine
