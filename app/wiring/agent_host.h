// The object graph of one home: what lasts (the people, the core's door, who stands at it), and the home
// itself, which may be closed while the counter is locked (open_home.h). There are no globals; whoever holds
// the host holds everything.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/wiring/console.h"
#include "app/wiring/open_home.h"
#include "app/wiring/people.h"
#include "core/api/agent_client.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/consent.h"
#include "core/domain/identity/ids.h"

namespace loket::app {

class AgentHost {
 public:
  // The errors of OpenHome::open.
  static Result<std::unique_ptr<AgentHost>> open(const HostOptions& options, const UserName& user,
                                                 const SecretBytes& pin);
  // Stops the core (what was posted is still done), then frees the home.
  ~AgentHost();
  AgentHost(const AgentHost&) = delete;
  AgentHost& operator=(const AgentHost&) = delete;

  // For whoever stands at the counter: refuses what that person may not do. Answers Closed while the home is
  // closed; who listens hears it again when it is open again.
  api::AgentClient& client();
  // What a person should know about this opening: what came back from the sidecar, what was put aside, what is wrong with
  // the home.
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

  // Told on the core's thread, when the counter is locked and nothing is under way (Agent::whenQuiet): now
  // the home may be closed. Before anything is locked; without it a home stays open.
  void setOnQuiet(std::function<void()> told);
  // Closes it, on a thread of its own, if the counter is locked still and nothing has begun meanwhile; what
  // is posted from then on is answered Closed, and whoever runs loketctl may open it. `then` is told whether
  // it is closed; if not, `onQuiet` comes again.
  void closeHome(std::function<void(bool isClosed)> then);
  bool isOpen() const;
  // Whose PIN it is, at a counter that is locked; opens the home again where it was closed. It takes its
  // time, and waits for a closing that is under way. The errors of `open`; what failed leaves everything as
  // it was.
  Result<ports::VaultUser> unlock(const UserName& who, const SecretBytes& pin);
  // What is done beside the core's door, with the key slots or a reader: as long as it is held the home is
  // not closed. Null where it is. It must not outlive the host.
  std::shared_ptr<void> use();

 private:
  struct Parts;
  explicit AgentHost(std::unique_ptr<Parts> parts);
  bool closeNow();
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

inline constexpr const char* kRecoveryCode = "recovery code";
inline constexpr const char* kSecondIsAPerson = "a person";
inline constexpr const char* kSecondIsTheCode = "the owner's code";
inline constexpr const char* kSecondIsEither = "a person or the owner's code";

struct RecoveryOrder {
  const SecretBytes& code;
  const SecretBytes& pin;    // the owner's from now on
  std::string secretPlace{};  // told, a secret of this computer that cannot be had now is given up, and a new one kept there
  // The second one: a person by their PIN, or the owner's one-time code.
  UserName second{};
  const SecretBytes* secondPin = nullptr;
  std::string ownerCode{};
  bool givesUpSecret = false;  // as with a place that is told: kept at the best one there is
};
struct RecoveredHome {
  Consent consent;
  std::vector<std::string> notes;
};

// The recovery code in place of the owner's PIN. It takes two where there can be two: somebody else has a PIN that opens this home
// here and may settle, or an owner's code is set up; else it goes alone. How it went stands in the journal before anything changes,
// where there is a database that can be read. HomeMissing, HomeBusy, PinWrong (kRecoveryCode in the detail when it is the code),
// KeySlot..., ApprovalMissing (who could be the second in the detail, one of kSecond...), RoleForbids, CodeWrong, CodeLocked.
Result<RecoveredHome> recoverHome(const std::string& home, const RecoveryOrder& order);

struct RebuiltHome {
  std::size_t openPayments = 0;
  std::vector<std::string> notes;
};

// By a person's order: a database that cannot be read is put aside, and a new one made from the sidecar.
// StateForbids when the database is in order.
Result<RebuiltHome> rebuildHome(const std::string& home, const UserName& user, const SecretBytes& pin);

}  // namespace loket::app
