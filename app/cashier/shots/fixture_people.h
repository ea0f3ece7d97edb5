// The made-up shop's people: Sri owns it, Budi helps. Their key slots may be asked from any thread.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/permissions.h"

namespace loket::app::fixture {

inline constexpr const char* kOwnersPin = "123456";
inline constexpr const char* kHelpersPin = "246810";

class FixturePeople {
 public:
  struct Slot {
    UserName name;
    Role role = Role::None;
    std::string pin;
  };

  // ---- how it stands, for the window's thread
  std::vector<api::CodeView> codes;
  bool hasOwnerCode = false;
  std::vector<UserName> fingers;

  [[nodiscard]] std::vector<Slot> keySlots() const;
  // PinWrong.
  [[nodiscard]] Result<Slot> prove(const UserName& who, const SecretBytes& pin) const;
  Status add(const UserName& owner, const SecretBytes& ownerPin, const UserName& who, const SecretBytes& pin, Role role);
  Status setPin(const UserName& by, const SecretBytes& byPin, const UserName& who, const SecretBytes& pin);
  Status takeOut(const UserName& owner, const SecretBytes& ownerPin, const UserName& who);

  // ---- one-time codes: a URI like the core's
  Result<std::string> enrol(const UserName& person);
  Result<bool> forget(const UserName& person);
  Result<std::string> enrolOwner(const UserName& owner);
  Result<bool> forgetOwner();

 private:
  mutable std::mutex m_mutex;
  std::vector<Slot> m_slots{{UserName("sri"), Role::Owner, kOwnersPin}, {UserName("budi"), Role::Cashier, kHelpersPin}};
};

}  // namespace loket::app::fixture
