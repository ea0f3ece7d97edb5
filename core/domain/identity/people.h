// When two names are one person: letters' case and spaces around a name make no second person.
#pragma once

#include "core/base/text.h"
#include "core/domain/identity/ids.h"

namespace loket {

inline bool samePerson(const UserName& a, const UserName& b) {
  return toLower(trimmed(a.view())) == toLower(trimmed(b.view()));
}

}  // namespace loket
