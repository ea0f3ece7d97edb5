// What happened at the door: who came in, who did not, and who was let in for good.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"

namespace loket {

enum class AccessKind {
  LoggedIn,   // opened the home, had a command done in it, or proved once more who they are for one ("step-up
              // ...")
  Refused,    // a wrong PIN
  LockedOut,  // ... and it was the one after which tries have to wait
  HandedOver,     // the counter is another person's now, or the same one's again
  Locked,         // the counter, by a person or by itself
  Added,          // `who` may open the home from now on, by `by`
  PinChanged,     // of `who`, by `by`; or their one-time codes were set up or given up ("code-set-up",
                  // "code-forgotten"), or their fingers ("finger-enrolled", "fingers-forgotten")
  Removed,        // `who` may not any more, by `by`
  CodeRenewed,    // another recovery code, by `by`
  SecretRenewed,  // another secret of this computer, by `by`
  KeyRenewed,     // another data key, by `by`
};

// A name stands in the particulars of its leaf and never in the open.
struct AccessEvent {
  AccessKind kind = AccessKind::LoggedIn;
  UserName who;
  std::string role{};  // as the key slot has it; empty where it is not known
  UserName by{};
  int tries = 0;         // wrong ones before this; zero where nobody has counted
  std::string reason{};  // "window", "command"; "idle", "asked"
  Instant at{};

  friend bool operator==(const AccessEvent&, const AccessEvent&) = default;
};

// "login", "refused", "locked-out", "hand-over", "lock", "added", "pin", "removed", "recovery-code", "device-secret",
// "data-key".
std::string_view wordOf(AccessKind kind);
std::optional<AccessKind> accessKindFromWord(std::string_view word);

}  // namespace loket
