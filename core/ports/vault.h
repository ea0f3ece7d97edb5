// Where the database's key comes from: slots sealed by a PIN and this device's secret.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/ids.h"
#include "core/domain/identity/permissions.h"

namespace loket::ports {

struct VaultUser {
  UserName name;
  std::string role;  // a word of core/domain/identity/permissions.h
};

struct OpenedVault {
  SecretBytes key;
  VaultUser user;
  int wrongBefore = 0;  // PINs since the last right one
  // Not empty while another data key was begun and has not ended: the database has this one or `key`.
  SecretBytes pending = {};
};

class Vault {
 public:
  virtual ~Vault() = default;
  // Makes device secret and key slots. HomeExists when anything of a vault or database is there already.
  virtual Result<SecretBytes> create(const UserName& owner, const SecretBytes& pin) = 0;
  // Who it is, as their slot names them, and the 32-byte data key. An empty user means the owner. PinWrong, with
  // the tries that are left; PinLocked, with the seconds to wait; KeySlotMissing, KeySlotUnreadable (absent is not unreadable).
  virtual Result<OpenedVault> open(const UserName& user, const SecretBytes& pin) = 0;
  // A slot of their own for one more person. `key` is what `open` gave. StateForbids when somebody has that
  // name, however it is spelt; Usage for a name or a PIN that makes no sense, or another owner.
  virtual Status add(const SecretBytes& key, const UserName& user, const SecretBytes& pin,
                     Role role) = 0;
  virtual Result<std::vector<VaultUser>> users() = 0;
};

}  // namespace loket::ports
