// Who brings the money of a transfer, as the law on transfers of funds and the bank want to know it (UU
// 3/2011, PBI 10/2024). Personal: kept with the payment in the encrypted database, shown where one payment is
// shown, never logged.
#pragma once

#include <string>

namespace loket {

struct Sender {
  std::string name;
  std::string idType;  // "ktp", "sim", "passport", "kitas"
  std::string idNumber;
  std::string phone;
  std::string address;
  std::string purpose;  // in their words: "uang sekolah anak"

  bool empty() const {
    return name.empty() && idType.empty() && idNumber.empty() && phone.empty() && address.empty() &&
           purpose.empty();
  }
};

}  // namespace loket
