// Who may do what, as one table. A role is a word of a person's key slot; what is not in the table nobody may.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace loket {

enum class Role {
  None,  // a word that this program does not know: may do nothing
  Owner,
  Supervisor,
  Cashier,
  Auditor,
};

enum class Permission {
  Look,       // payments, reports, books, settings; changes nothing
  Audit,      // sign a checkpoint, verify the journal, prove a payment
  Sell,       // ask, sell, goods, a code that pays for a sale
  Serve,      // what follows a sale: queue, paper, messages, complaints, customers
  Cash,       // cancel, refund, drawer, cash-out, bon, deposit
  Shift,      // open and close
  Reconcile,  // read settlement files and post what follows
  Printer,    // printer and paper
  Settle,     // be one of the two who decide what no upstream settles
  Approve,    // be the one of the two that there must be
  Prices,
  Limits,
  Suppliers,
  People,  // who may open this home, and the owner's one-time code
  Backups,
  Senders,  // who brought the money of transfers, as the bank wants it
};
inline constexpr std::size_t kPermissions = 16;

namespace detail {

constexpr std::uint32_t bitOf(Permission permission) { return 1U << static_cast<unsigned>(permission); }

template <typename... Permissions>
constexpr std::uint32_t all(Permissions... permissions) {
  return (bitOf(permissions) | ... | 0U);
}

constexpr std::uint32_t kAuditor = all(Permission::Look, Permission::Audit);
constexpr std::uint32_t kCashier =
    kAuditor | all(Permission::Sell, Permission::Serve, Permission::Cash, Permission::Shift, Permission::Reconcile,
                   Permission::Printer, Permission::Settle);
constexpr std::uint32_t kSupervisor = kCashier | all(Permission::Approve);
constexpr std::uint32_t kOwner = kSupervisor | all(Permission::Prices, Permission::Limits, Permission::Suppliers,
                                                   Permission::People, Permission::Backups, Permission::Senders);

// By Role.
constexpr std::array<std::uint32_t, 5> kMay = {0, kOwner, kSupervisor, kCashier, kAuditor};

}  // namespace detail

constexpr bool may(Role role, Permission permission) {
  return (detail::kMay[static_cast<std::size_t>(role)] & detail::bitOf(permission)) != 0;
}

// Whether these two together are enough where two people decide.
constexpr bool mayDecide(Role one, Role other) {
  return may(one, Permission::Settle) && may(other, Permission::Settle) &&
         (may(one, Permission::Approve) || may(other, Permission::Approve));
}

static_assert(detail::kOwner == (1U << kPermissions) - 1, "the owner may everything");

// "owner", "supervisor", "cashier", "auditor", as key slots have them; None is "unknown".
std::string_view wordOf(Role role);
Role roleFromWord(std::string_view word);
// "sell", "prices".
std::string_view wordOf(Permission permission);

// RoleForbids.
Status allow(Role role, Permission permission);

}  // namespace loket
