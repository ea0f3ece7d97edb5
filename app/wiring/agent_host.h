// Builds the object graph of one home, in order, and takes it down in reverse: lock, vault, store, transport,
// engine. There are no globals; whoever holds the host holds everything.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/wiring/console.h"
#include "app/wiring/people.h"
#include "core/api/agent_client.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/consent.h"
#include "core/domain/identity/ids.h"

namespace loket::app {

// How the host is used: by a window that stays, or by one command.
enum class HostKind { Window, Command };

struct HostOptions {
  std::string home;
  std::string clockUrl;
  HostKind kind = HostKind::Window;
};

class AgentHost {
 public:
  // HomeMissing, HomeBusy (the owner's process id in the detail), PinWrong, KeySlot..., Database...
  static Result<std::unique_ptr<AgentHost>> open(const HostOptions& options, const UserName& user,
                                                 const SecretBytes& pin);
  // Stops the core (what was posted is still done), then frees the home.
  ~AgentHost();
  AgentHost(const AgentHost&) = delete;
  AgentHost& operator=(const AgentHost&) = delete;

  // For whoever stands at the counter: refuses what that person may not do.
  api::AgentClient& client();
  // What a person should know about this opening: what came back from the sidecar, what was put aside.
  const std::vector<std::string>& notes() const;
  // Whose PIN opened it, and everybody else's.
  const ports::VaultUser& opener() const;
  People& people();
  // One command of whoever has proved to be `caller`; the exit status of the contract.
  int run(const Invocation& invocation, const ports::VaultUser& caller, Output& output);
  // Who has proved it stands at the counter from now on.
  void handOver(const ports::VaultUser& to);
  // Nobody does, until somebody proves it: "asked", "idle".
  void noteLock(const UserName& who, const std::string& reason);

 private:
  struct Parts;
  explicit AgentHost(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> m_parts;
};

struct NewHome {
  std::string recoveryCode;
};

// Nothing of a shop is there: no key, no database, no journal, readable or not; or what a restore left that never ended.
bool isNewHome(const std::string& home);
// A new home. Refuses (HomeExists) when any part of one is there, readable or not. This computer's secret is kept at that
// place (Usage, or why it cannot be), or at the best there is.
Result<NewHome> createHome(const std::string& home, const std::string& outletName, const UserName& owner,
                           const SecretBytes& pin, const std::string& secretPlace = {});

struct RecoveryOrder {
  const SecretBytes& code;
  const SecretBytes& pin;    // the owner's from now on
  std::string secretPlace{};  // told, a secret of this computer that cannot be had now is given up, and a new one kept there
  // The second one: a person by their PIN, or the owner's one-time code.
  UserName second{};
  const SecretBytes* secondPin = nullptr;
  std::string ownerCode{};
};
struct RecoveredHome {
  Consent consent;
  std::vector<std::string> notes;
};

// The recovery code in place of the owner's PIN. It takes two where there can be two: somebody else has a PIN that opens this home
// here and may settle, or an owner's code is set up; else it goes alone. How it went stands in the journal before anything changes,
// where there is a database that can be read. HomeMissing, HomeBusy, PinWrong, KeySlot..., ApprovalMissing, RoleForbids,
// CodeWrong, CodeLocked.
Result<RecoveredHome> recoverHome(const std::string& home, const RecoveryOrder& order);

struct RebuiltHome {
  std::size_t openPayments = 0;
  std::vector<std::string> notes;
};

// By a person's order: a database that cannot be read is put aside, and a new one made from the sidecar.
// StateForbids when the database is in order.
Result<RebuiltHome> rebuildHome(const std::string& home, const UserName& user, const SecretBytes& pin);

}  // namespace loket::app
