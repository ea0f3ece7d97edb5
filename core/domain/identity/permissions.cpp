#include "core/domain/identity/permissions.h"

#include <string>
#include <utility>

namespace loket {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> kRoleWords = {{{Role::Owner, "owner"},
                                                                         {Role::Supervisor, "supervisor"},
                                                                         {Role::Cashier, "cashier"},
                                                                         {Role::Auditor, "auditor"}}};

constexpr std::array<std::string_view, kPermissions> kPermissionWords = {
    "look",    "audit",  "sell",    "serve",  "cash",   "shift",     "reconcile", "printer",
    "settle",  "approve", "prices", "limits", "suppliers", "people", "backups",   "senders"};

}  // namespace

std::string_view wordOf(Role role) {
  for (const auto& [one, word] : kRoleWords)
    if (one == role)
      return word;
  return "unknown";
}

Role roleFromWord(std::string_view word) {
  for (const auto& [role, one] : kRoleWords)
    if (one == word)
      return role;
  return Role::None;
}

std::string_view wordOf(Permission permission) { return kPermissionWords[static_cast<std::size_t>(permission)]; }

Status allow(Role role, Permission permission) {
  if (may(role, permission))
    return {};
  return fail(ErrorCode::RoleForbids, std::string(wordOf(permission)) + ", as " + std::string(wordOf(role)));
}

}  // namespace loket
