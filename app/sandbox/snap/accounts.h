// What happens to a bank account number: names are made up from the number, the last four digits choose
// how a transfer to it ends.
#pragma once

#include <cstdint>
#include <string>

namespace loket::sandbox::snap {

// How a transfer to an account goes, before faults.
struct TransferFate {
  std::string answerCode = "20000";  // http status and case
  std::string status = "00";         // latestTransactionStatus afterwards
  std::string nextStatus;
  std::int64_t afterMs = 0;
  bool created = true;  // false: refused, no trace of it remains
};

struct Account {
  bool exists = false;
  std::string name;
  std::string statusText;
};

Account accountOf(const std::string& number);
TransferFate transferFate(const std::string& number);

}  // namespace loket::sandbox::snap
