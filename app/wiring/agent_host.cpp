#include "app/wiring/agent_host.h"

#include <mutex>

#include <fmt/format.h>

#include "app/wiring/backups.h"
#include "app/wiring/device_places.h"
#include "app/wiring/home_alarms.h"
#include "app/wiring/open_home.h"
#include "app/wiring/owner_link.h"
#include "app/wiring/permitted_client.h"
#include "app/wiring/rekey.h"
#include "app/wiring/slot_costs.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/store/home_rekey.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/file_log.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/home_lock.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/engine/agent.h"
#include "core/engine/key_slots.h"
#include "core/engine/one_time_code.h"
#include "core/engine/worker.h"

namespace loket::app {

// What is there whether the home is open or not, so that whoever holds on to it need not care; and the home
// while it is. Members are built from top to bottom and go from bottom to top.
struct AgentHost::Parts {
  explicit Parts(const HostOptions& its) : options(its), people(its.home) {}

  HostOptions options;
  People people;
  engine::Agent agent;
  ports::VaultUser opener;  // the first
  std::vector<std::string> notes;
  std::unique_ptr<PermittedClient> counter;
  std::function<void()> onQuiet;

  // One at a time closes or opens.
  std::mutex turning;
  std::unique_ptr<OpenHome> home;
  std::unique_ptr<OwnerLink> link;

  std::mutex mutex;     // of these
  bool isOpen = false;  // for whoever wants to use it
  bool isLocked = false;
  int uses = 0;
  int wrongBefore = 0;  // PINs, of whoever opened it last and is not at the counter yet
  std::unique_ptr<engine::Worker> closer;

  Status open(const UserName& user, const SecretBytes& pin) {
    LOKET_ASSIGN(home, OpenHome::open(options, people, agent, user, pin));
    notes = home->notes();
    return {};
  }
  // From here on it is anybody's who may use it.
  Status serve() {
    setOpen(true);
    if (options.kind != HostKind::Window)
      return {};
    auto served = OwnerLink::serve(options.home, agent, people, [this] { return use(); });
    if (!served) {
      setOpen(false);
      home.reset();
      return fail(served.error());
    }
    link = std::move(*served);
    const std::lock_guard lock(mutex);
    isLocked = false;
    return {};
  }
  void setOpen(bool is) {
    const std::lock_guard lock(mutex);
    isOpen = is;
  }
  std::shared_ptr<void> use() {
    const std::lock_guard lock(mutex);
    if (!isOpen)
      return nullptr;
    ++uses;
    return {this, [](Parts* parts) { parts->release(); }};
  }
  void watch() {
    if (onQuiet)
      agent.whenQuiet(onQuiet);
  }
  void release() {
    bool isLast = false;
    {
      const std::lock_guard lock(mutex);
      isLast = --uses == 0 && isOpen && isLocked;
    }
    if (isLast)
      watch();
  }
  // False: somebody uses it, or nobody wants it closed.
  bool shut() {
    const std::lock_guard lock(mutex);
    if (!isLocked || uses > 0)
      return false;
    isOpen = false;
    return true;
  }
};

AgentHost::AgentHost(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

AgentHost::~AgentHost() {
  std::unique_ptr<engine::Worker> closer;
  {
    const std::lock_guard lock(m_parts->mutex);
    closer = std::move(m_parts->closer);
  }
  // A closing that is under way ends first.
  closer.reset();
  m_parts->people.setBook({});
  // Before the link, which waits for the commands that it forwards, and they for their answers and for
  // fingers.
  m_parts->people.close();
  m_parts->agent.stop();
  m_parts->link.reset();
}

const std::vector<std::string>& AgentHost::notes() const { return m_parts->notes; }

api::AgentClient& AgentHost::client() { return *m_parts->counter; }

const ports::VaultUser& AgentHost::opener() const { return m_parts->opener; }

People& AgentHost::people() {
  return m_parts->people;
}

int AgentHost::run(const Invocation& invocation, const ports::VaultUser& caller, Output& output) {
  return runCommand(invocation, caller, m_parts->people, m_parts->agent, output);
}

void AgentHost::handOver(const ports::VaultUser& to) {
  // The PIN was for this.
  if (const auto proof = m_parts->people.takeProof(to.name))
    proof->useUp();
  m_parts->counter->handOver({to.name, roleFromWord(to.role)});
  m_parts->agent.handOver(to.name);
  int tries = 0;
  {
    const std::lock_guard lock(m_parts->mutex);
    tries = std::exchange(m_parts->wrongBefore, 0);
  }
  m_parts->people.note({AccessKind::HandedOver, to.name, to.role, {}, tries});
}

void AgentHost::noteLock(const UserName& who, const std::string& reason) {
  m_parts->people.note({AccessKind::Locked, who, {}, {}, 0, reason});
  {
    const std::lock_guard lock(m_parts->mutex);
    m_parts->isLocked = true;
  }
  m_parts->watch();
}

void AgentHost::setOnQuiet(std::function<void()> told) {
  m_parts->onQuiet = std::move(told);
  m_parts->closer = std::make_unique<engine::Worker>();
}

void AgentHost::closeHome(std::function<void(bool isClosed)> then) {
  const std::lock_guard lock(m_parts->mutex);
  if (m_parts->closer)
    m_parts->closer->post([this, then = std::move(then)] { then(closeNow()); });
}

bool AgentHost::closeNow() {
  const std::lock_guard turning(m_parts->turning);
  if (!m_parts->home)
    return true;
  if (!m_parts->shut())
    return false;
  // A command that came with the last one's answer may have begun something.
  if (!m_parts->agent.isQuiet()) {
    m_parts->setOpen(true);
    m_parts->watch();
    return false;
  }
  m_parts->link.reset();
  m_parts->home.reset();
  return true;
}

bool AgentHost::isOpen() const {
  const std::lock_guard lock(m_parts->mutex);
  return m_parts->isOpen;
}

std::shared_ptr<void> AgentHost::use() {
  return m_parts->use();
}

Result<ports::VaultUser> AgentHost::unlock(const UserName& who, const SecretBytes& pin) {
  const std::lock_guard turning(m_parts->turning);
  if (!m_parts->home) {
    LOKET_TRY(m_parts->open(who, pin));
    LOKET_TRY(m_parts->serve());
    const std::lock_guard lock(m_parts->mutex);
    m_parts->wrongBefore = m_parts->home->wrongBefore();
    return m_parts->home->opener();
  }
  LOKET_ASSIGN(auto user, m_parts->people.prove(who, pin));
  {
    const std::lock_guard lock(m_parts->mutex);
    m_parts->isLocked = false;
  }
  m_parts->agent.whenQuiet({});
  return user;
}

Result<std::unique_ptr<AgentHost>> AgentHost::open(const HostOptions& options, const UserName& user,
                                                   const SecretBytes& pin) {
  auto parts = std::make_unique<Parts>(options);
  LOKET_TRY(parts->open(user, pin));
  parts->opener = parts->home->opener();
  const AtTheDoor opener{parts->opener.name, roleFromWord(parts->opener.role)};
  parts->counter = std::make_unique<PermittedClient>(parts->agent, opener, parts->people);
  parts->people.setBook([raw = parts.get()](AccessEvent event) { raw->agent.noteAccess(std::move(event)); });
  parts->people.note({AccessKind::LoggedIn,
                      parts->opener.name,
                      parts->opener.role,
                      {},
                      parts->home->wrongBefore(),
                      options.kind == HostKind::Window ? "window" : "command"});
  std::unique_ptr<AgentHost> host(new AgentHost(std::move(parts)));
  LOKET_TRY(host->m_parts->serve());
  return host;
}

bool isNewHome(const std::string& home) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  return !homeIsFinished(home) || adapters::SlotVault(home, files, entropy, uptime).isNew();
}

Result<NewHome> createHome(const std::string& home, const std::string& outletName, const UserName& owner,
                           const SecretBytes& pin, const std::string& secretPlace) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  LOKET_TRY(files.makeFolder(home));
  LOKET_ASSIGN(const auto lock, adapters::HomeLock::take(home));
  LOKET_TRY(homeIsFinished(home));
  adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
  LOKET_TRY(vault.keepSecretsAt(secretPlace));
  LOKET_ASSIGN(const SecretBytes key, vault.create(owner, pin));
  LOKET_ASSIGN(const auto made, adapters::createHomeStore(home, key));
  ports::UnitOfWork work;
  work.at = adapters::SystemClock().now();
  LOKET_ASSIGN(const std::uint64_t slots, vault.generation());
  work.settings = engine::slotsFound({}, slots, work.at);
  work.settings["outlet.name"] = outletName;
  LOKET_TRY(made.store->commit(work));
  logTestBuild(home);
  return NewHome{vault.recoveryCode()};
}

Result<RecoveredHome> recoverHome(const std::string& home, const RecoveryOrder& order) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SystemClock clock;
  if (!files.exists(home))
    return fail(ErrorCode::HomeMissing, home);
  LOKET_ASSIGN(const auto lock, adapters::HomeLock::take(home));
  LOKET_TRY(homeIsFinished(home));
  LOKET_TRY(adapters::SlotVault::checkPin(order.pin));
  adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
  LOKET_TRY(vault.keepSecretsAt(order.secretPlace));
  const std::string place = order.givesUpSecret ? vault.newSecretPlace() : order.secretPlace;
  LOKET_ASSIGN(const auto opened, vault.openByCode(order.code, place));

  UserName owner;
  bool hasOthers = false;
  LOKET_ASSIGN(const auto everybody, vault.users());
  for (const ports::VaultUser& one : everybody)
    if (const Role role = roleFromWord(one.role); role == Role::Owner)
      owner = one.name;
    else
      hasOthers = hasOthers || may(role, Permission::Settle);
  // Without this computer's secret nobody's PIN opens anything. Whether it is lost or was only put away nobody can tell here.
  const bool isSecretMissing = hasOthers && !opened.hasSecret;
  hasOthers = hasOthers && opened.hasSecret;

  RecoveredHome done;
  adapters::OathCodes codes;
  engine::OneTimeCode ownerCode(&codes, entropy, engine::kOwnerCodeRows, &uptime);
  const auto log = adapters::openFileLog(home + "/loket.log");
  auto stored = adapters::openHomeStore(home, opened.key);
  if (stored) {
    done.notes = std::move(stored->notes);
    LOKET_TRY(rememberNotes(*stored->store, done.notes, clock.now(), *log));
    LOKET_ASSIGN(const auto rows, stored->store->settings());
    ownerCode.restore(rows);
  } else {
    log->write(ports::LogLevel::Warning, "recover", "not in the journal: " + stored.error().detail);
  }

  std::optional<UserName> with;
  if (!order.second.empty() && order.secondPin != nullptr) {
    LOKET_ASSIGN(const auto proved, People(home).prove(order.second, *order.secondPin));
    LOKET_TRY(allow(roleFromWord(proved.role), Permission::Settle));
    with = proved.name;
  }
  const bool isAlone = !hasOthers && !ownerCode.isSetUp();
  auto consent = consentOf(owner, with, !order.ownerCode.empty() && ownerCode.isSetUp(), isAlone);
  if (!consent)
    return fail(consent.error().code, !hasOthers             ? kSecondIsTheCode
                                      : !ownerCode.isSetUp() ? kSecondIsAPerson
                                                             : kSecondIsEither);
  done.consent = std::move(*consent);
  if (stored) {
    ports::UnitOfWork work;
    work.at = clock.now();
    if (done.consent.how == Seconded::OwnerCode) {
      LOKET_ASSIGN(auto checked, ownerCode.check(order.ownerCode, work.at));
      work.settings = std::move(checked.rows);
      if (!checked.verdict) {
        LOKET_TRY(stored->store->commit(work));
        return fail(checked.verdict.error());
      }
    }
    std::string how = "recovery code, " + textOf(done.consent);
    if (isSecretMissing && done.consent.how == Seconded::Alone) {
      how += ", this computer's secret missing";
      work.settings[engine::kAloneRow] = toRfc3339(work.at);
      done.notes.push_back(recoveredAloneText(toRfc3339(work.at)));
    }
    work.access.push_back({AccessKind::PinChanged, owner, "owner", with.value_or(UserName()), 0, std::move(how), work.at});
    LOKET_TRY(stored->store->commit(work));
  }
  LOKET_TRY(vault.recover(order.code, order.pin, place));
  return done;
}

Result<RebuiltHome> rebuildHome(const std::string& home, const UserName& user, const SecretBytes& pin) {
  adapters::SystemFiles files;
  adapters::SystemClock clock;
  if (!files.exists(home))
    return fail(ErrorCode::HomeMissing, home);
  LOKET_ASSIGN(const auto lock, adapters::HomeLock::take(home));
  LOKET_TRY(homeIsFinished(home));
  LOKET_ASSIGN(auto opened, People(home).open(user, pin));
  const auto log = adapters::openFileLog(home + "/loket.log");
  std::vector<std::string> notes;
  // While another data key had been begun: the sidecar's, where the database tells nothing. Settled once there is a database again.
  const auto before = settleHomeKey(home, opened);
  const bool isBroken = !before && before.error().code == ErrorCode::DatabaseUnreadable;
  if (!before && !isBroken)
    return fail(before.error());
  bool isNew = false;
  if (isBroken) {
    LOKET_ASSIGN(isNew, adapters::sidecarHasNewKey(home, {opened.key, opened.pending}));
  }
  LOKET_ASSIGN(auto made, adapters::rebuildHomeStore(home, isNew ? opened.pending : opened.key));
  notes = std::move(made.notes);
  LOKET_ASSIGN(const auto open, made.store->openPayments());
  LOKET_TRY(rememberNotes(*made.store, notes, clock.now(), *log));
  if (isBroken) {
    made.store.reset();
    LOKET_ASSIGN(const SettledKey settled, settleHomeKey(home, opened));
    notes.push_back(settled.note);
  }
  return RebuiltHome{open.size(), notes};
}

}  // namespace loket::app
