#include "core/domain/identity/access.h"

#include "core/base/check.h"

namespace loket {

std::string_view wordOf(AccessKind kind) {
  switch (kind) {
    case AccessKind::LoggedIn: return "login";
    case AccessKind::Refused: return "refused";
    case AccessKind::LockedOut: return "locked-out";
    case AccessKind::HandedOver: return "hand-over";
    case AccessKind::Locked: return "lock";
    case AccessKind::Added: return "added";
    case AccessKind::PinChanged: return "pin";
    case AccessKind::Removed: return "removed";
    case AccessKind::CodeRenewed: return "recovery-code";
    case AccessKind::SecretRenewed: return "device-secret";
    case AccessKind::KeyRenewed: return "data-key";
  }
  LOKET_CHECK(false);
}

std::optional<AccessKind> accessKindFromWord(std::string_view word) {
  for (const AccessKind kind : {AccessKind::LoggedIn, AccessKind::Refused, AccessKind::LockedOut, AccessKind::HandedOver,
                                AccessKind::Locked, AccessKind::Added, AccessKind::PinChanged, AccessKind::Removed,
                                AccessKind::CodeRenewed, AccessKind::SecretRenewed, AccessKind::KeyRenewed})
    if (wordOf(kind) == word)
      return kind;
  return std::nullopt;
}

}  // namespace loket
