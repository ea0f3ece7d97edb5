// Where the aggregator takes its buyers' deposits: the accounts are known to it and to the bank alike.
#pragma once

#include <string>
#include <string_view>

namespace loket::sandbox {

struct DepositAccount {
  std::string_view bank;       // as buyers name it
  std::string_view accountNo;  // as the aggregator writes it
  std::string_view bankCode;   // empty: reached through any bank
  std::string_view method;
};

const DepositAccount* depositAccount(std::string_view bank);
const DepositAccount* depositAccountByNumber(const std::string& digits);
std::string onlyDigits(std::string_view text);

}  // namespace loket::sandbox
