// Where the database's key comes from: slots sealed by a PIN and this device's secret.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/ids.h"

namespace loket::ports {

struct VaultUser {
  UserName name;
  std::string role;  // "owner", "cashier"
};

class Vault {
 public:
  virtual ~Vault() = default;
  // Makes device secret and key slots. HomeExists when anything of a vault or database is there already.
  virtual Result<SecretBytes> create(const UserName& owner, const SecretBytes& pin) = 0;
  // The 32-byte data key. An empty user means the owner. PinWrong, PinLocked, KeySlotMissing, KeySlotUnreadable (absent is not unreadable).
  virtual Result<SecretBytes> open(const UserName& user, const SecretBytes& pin) = 0;
  virtual Result<std::vector<VaultUser>> users() = 0;
};

}  // namespace loket::ports
