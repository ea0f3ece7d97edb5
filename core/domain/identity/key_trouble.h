// Why the key of a home cannot be had. Its word begins the detail of KeySlotMissing and KeySlotUnreadable ("secret-foreign: PATH: ..."),
// so that whoever shows them tells one from the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace loket {

enum class KeyTrouble {
  SlotsGone,      // of both copies
  SlotsDamaged,   // or nobody may read them
  SlotDamaged,    // one person's
  SecretGone,     // for good: wiped, cleared, another computer
  SecretForeign,  // it is another home's, or the slots are
  SecretDamaged,
  SecretLocked,  // in a keychain that somebody can unlock
  SecretAway,    // what keeps it does not answer
};

// "slots-gone", "secret-foreign", ...
std::string_view wordOf(KeyTrouble trouble);
// KeySlotMissing of what is gone, else KeySlotUnreadable.
tl::unexpected<Error> failKey(KeyTrouble trouble, const std::string& detail);
// None for other errors, and where nothing more is known.
std::optional<KeyTrouble> keyTroubleOf(const Error& error);
// The secret is or may be somewhere and cannot be had now: whoever has the recovery code may give it up for a new one.
bool canBeGivenUp(KeyTrouble trouble);

}  // namespace loket
