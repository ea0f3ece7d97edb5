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
  useUp(m_.ownerCode, second.ownerCode, m_.clock.now(), m_.books, "owner-code",
        [consent = *consent, then = std::move(then)](const Status& used) { then(used ? Result<Consent>(consent) : fail(used.error())); });
}

}  // namespace loket::engine
