#include "core/engine/second_person.h"

#include <utility>

namespace loket::engine {

void SecondPerson::agree(const UserName& by, const api::Second& second,
                         std::function<void(const Result<Consent>&)> then) {
  // Who is alone needs nobody; the telephone, where there is one, has to be in the same hand as the PIN.
  const bool needsNobody = second.isAlone && !m_.ownerCode.isSetUp();
  const auto consent = consentOf(by, second.with, !second.ownerCode.empty(), needsNobody);
  if (!consent || consent->how != Seconded::OwnerCode) {
    then(consent);
    return;
  }
  if (const Status stands = m_.ownerCode.mayStandInFor(by, second.isAlone); !stands) {
    then(fail(stands.error()));
    return;
  }
  useUp(m_.ownerCode, second.ownerCode, m_.clock.now(), m_.books, "owner-code",
        [consent = *consent, then = std::move(then)](const Status& used) { then(used ? Result<Consent>(consent) : fail(used.error())); });
}

}  // namespace loket::engine
