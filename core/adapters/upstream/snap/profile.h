// In what the banks differ although they all speak SNAP BI. The profiles and the table of bank codes are resources
// (resources/banks/*.json), built in so that a program without files has them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/till/collection.h"

namespace loket::adapters::snap {

// How a transaction is signed: with the client's secret and a token, or with the partner's key and no token.
enum class Signature { Symmetric, Asymmetric };

// A wallet that the bank fills.
struct Wallet {
  std::string name;    // as people know it: "DANA"
  std::string prefix;  // before the customer's number, by which the bank tells its wallets apart [K]

  std::string sku() const;
};

// The virtual accounts that the bank takes money for.
struct VirtualAccounts {
  // How many digits of a number name who is paid, 1 to 8; 0 where the bank takes none.
  int serviceIdDigits = 0;
  // What its answers call the object with the fields: "virtualAccountData" or "virtualAccountdata".
  std::string data = "virtualAccountData";
};

struct Profile {
  std::string name = "generic";
  std::string bankCode;  // of the bank itself; "" where any bank may be behind it
  std::string bankName;
  // X-TIMESTAMP with ".000" before the offset.
  bool timestampMillis = false;
  // Length of X-EXTERNAL-ID, 18 to 36: at most 36 by the standard, fewer where a bank says so.
  int externalIdDigits = 32;
  Signature signature = Signature::Symmetric;
  // "ORIGIN" or "X-ORIGIN", and what the bank wants in it; "" where it wants neither.
  std::string originHeader;
  std::string origin;
  // How the bank collects money from a customer for the shop.
  std::vector<CollectionKind> collects;
  // By service code, where the bank's path below the url is not the standard's.
  std::map<std::string, std::string> paths;
  // What it sells beside transfers; nothing unless told.
  std::vector<Wallet> wallets;
  VirtualAccounts virtualAccounts;
};

// ConfigInvalid names the key: an unknown one, a wrong type, a figure out of range.
Result<Profile> readProfile(const std::string& json);

// "" and "generic" are the standard's own; nothing for a name that is not known.
std::optional<Profile> findProfile(std::string_view name);

// A bank that money can be sent to: its three-digit code and the name people know.
struct Bank {
  std::string code;
  std::string name;
};
// A seed; in the order of the codes.
const std::vector<Bank>& banks();

}  // namespace loket::adapters::snap
