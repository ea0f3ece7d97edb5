#include "app/sandbox/deposit_accounts.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace loket::sandbox {
namespace {

constexpr std::array<DepositAccount, 6> kAccounts{{
    {"BCA", "0123 4567 89", "014", "Bank Transfer"},  // the aggregator's own sample
    {"MANDIRI", "1310 0078 9012 3", "008", "Bank Transfer"},
    {"BRI", "0206 0100 1234 355", "002", "Bank Transfer"},
    {"BNI", "0456 7890 12", "009", "Bank Transfer"},
    {"Flip", "7010 2233 4455", "014", "Bank Transfer"},
    {"ShopeePay", "1220 8123 4567 8", "", "Virtual Account"},
}};

}  // namespace

const DepositAccount* depositAccount(std::string_view bank) {
  const auto* found = std::find_if(kAccounts.begin(), kAccounts.end(),
                                   [&](const DepositAccount& one) { return one.bank == bank; });
  return found == kAccounts.end() ? nullptr : found;
}

const DepositAccount* depositAccountByNumber(const std::string& digits) {
  const auto* found = std::find_if(kAccounts.begin(), kAccounts.end(), [&](const DepositAccount& one) {
    return onlyDigits(one.accountNo) == digits;
  });
  return found == kAccounts.end() ? nullptr : found;
}

std::string onlyDigits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

}  // namespace loket::sandbox
