// The made-up shop's people: Sri owns it, Budi helps. Their key slots may be asked from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/fingers.h"
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
  std::optional<api::CodeView> ownerCode;  // of the absent owner

  [[nodiscard]] std::vector<Slot> keySlots() const;
  // PinWrong.
  [[nodiscard]] Result<Slot> prove(const UserName& who, const SecretBytes& pin) const;
  Status add(const UserName& owner, const SecretBytes& ownerPin, const UserName& who, const SecretBytes& pin, Role role);
  Status setPin(const UserName& by, const SecretBytes& byPin, const UserName& who, const SecretBytes& pin);
  Status takeOut(const UserName& owner, const SecretBytes& ownerPin, const UserName& who);
  Result<std::string> addRecoveryCode(const UserName& owner, const SecretBytes& ownerPin);
  Status dropOldRecoveryCode();
  // What opens the shop, the newest first.
  [[nodiscard]] std::vector<std::string> recoveryCodes() const;

  // ---- a reader of fingers, asked from any thread
  struct Reader {
    std::optional<Error> trouble = {};  // it tells nothing at all
    // What happens at it when a finger is to be made known. Five good readings unless told otherwise.
    std::function<Status(const std::function<void(const FingerStep&)>& steps,
                         const std::atomic<bool>& cancelled)>
        reads = {};
  };
  void plugIn(Reader reader);
  void makeKnown(const UserName& who, const std::string& finger);
  [[nodiscard]] Result<std::vector<std::string>> fingersOf(const UserName& who) const;
  Status enrolFinger(const UserName& by, const SecretBytes& pin, const UserName& who,
                     const std::string& finger, const std::function<void(const FingerStep&)>& steps,
                     const std::atomic<bool>& cancelled);
  Status forgetFingers(const UserName& by, const SecretBytes& pin, const UserName& who);

  // ---- one-time codes: a URI like the core's
  Result<std::string> enrol(const UserName& person);
  Result<bool> forget(const UserName& person);
  Result<std::string> enrolOwner(const UserName& owner);
  Result<bool> forgetOwner();

 private:
  mutable std::mutex m_mutex;
  std::vector<std::string> m_recoveryCodes{"Q7KD2M-RX4HPW-9TCVNB-E3ZFYJ"};
  Reader m_reader;
  std::map<UserName, std::vector<std::string>> m_fingers;
  std::vector<Slot> m_slots{{UserName("sri"), Role::Owner, kOwnersPin}, {UserName("budi"), Role::Cashier, kHelpersPin}};
};

}  // namespace loket::app::fixture
