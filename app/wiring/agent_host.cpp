#include "app/wiring/agent_host.h"

#include <fmt/format.h>

#include "app/wiring/backups.h"
#include "app/wiring/device_places.h"
#include "app/wiring/owner_link.h"
#include "app/wiring/permitted_client.h"
#include "app/wiring/rekey.h"
#include "core/adapters/http/curl_transport.h"
#include "core/adapters/http/remote_clock.h"
#include "core/adapters/notify/smtp_notifier.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/printer/create_printer.h"
#include "core/adapters/printer/find_printers.h"
#include "core/adapters/store/home_rekey.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/file_log.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/home_lock.h"
#include "core/adapters/system/probe.h"
#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/adapters/upstream/iak/iak_upstream.h"
#include "core/adapters/upstream/snap/snap_upstream.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/adapters/timestamp/http_timestamp.h"
#include "core/adapters/witness/http_witness.h"
#include "core/engine/agent.h"
#include "core/engine/key_slots.h"
#include "core/engine/one_time_code.h"
#include "core/engine/restoring.h"
#include "core/engine/worker.h"

namespace loket::app {
namespace {

Result<std::unique_ptr<ports::Upstream>> makeUpstream(const UpstreamSettings& settings,
                                                      const ports::UpstreamWorld& world) {
  if (settings.protocol == "digiflazz")
    return adapters::digiflazz::DigiflazzUpstream::create(settings, world);
  if (settings.protocol == "iak")
    return adapters::iak::IakUpstream::create(settings, world);
  if (settings.protocol == "snap")
    return adapters::snap::SnapUpstream::create(settings, world);
  return fail(ErrorCode::ConfigInvalid, "protocol " + settings.protocol);
}

Result<std::unique_ptr<ports::Notifier>> makeNotifier(const api::MailSettings& mail) {
  adapters::notify::SmtpOptions options;
  options.url = mail.url;
  options.user = mail.user;
  options.password = mail.password;
  options.from = mail.from;
  options.caPem = mail.caPem;
  return adapters::notify::createSmtpNotifier(std::move(options));
}

// The last time that database and sidecar did not agree, and what became of it.
constexpr const char* kRecoveryKey = "recovery.last";

Status rememberNotes(adapters::SqlcipherStore& store, const std::vector<std::string>& notes, Instant now,
                     ports::Log& log) {
  if (notes.empty())
    return {};
  const std::string text = fmt::format("{}", fmt::join(notes, "; "));
  log.write(ports::LogLevel::Warning, "sidecar", text);
  ports::UnitOfWork work;
  work.settings[kRecoveryKey] = toRfc3339(now) + ": " + text;
  work.at = now;
  return store.commit(work);
}

// When the recovery code alone made the owner's PIN a new one, though others have PINs: this computer's secret was missing, so that
// none of them could be asked for.
constexpr const char* kAloneKey = "recovery.alone";
constexpr Duration kAloneTold = Duration::days(7);

// Empty where that was not so, or was long ago.
std::string recoveredAlone(const std::map<std::string, std::string>& settings, Instant now) {
  const auto row = settings.find(kAloneKey);
  const auto at = row == settings.end() ? std::nullopt : parseRfc3339(row->second);
  if (!at || now - *at > kAloneTold)
    return {};
  return "the owner has a new PIN since " + row->second +
         " by the recovery code alone: others have a PIN, but this computer's secret was missing. Said for a week; loketctl user log keeps it";
}

// Empty where the slots are as they were left, or that was found long ago.
std::string slotsOlder(const std::map<std::string, std::string>& settings, Instant now) {
  const std::string found = engine::olderSlots(settings, now);
  if (found.empty())
    return {};
  return "older key slots were put in place of this home's, found " + found +
         ": PINs of then open it, and whoever was taken out since. Look through `loketctl user list`, give everybody a new PIN "
         "and renew this computer's secret (loketctl vault rotate-device), which makes copies of older slots useless. Said for a week";
}

std::string restoredNote(const RestoredFrom& restored) {
  return fmt::format("restored from a backup of {}: payments made since then are not in it; {} payment(s) were open and wait "
                     "for people. The owner ends this notice: loketctl backup acknowledge",
                     toRfc3339(restored.backupAt), restored.reviews);
}

// Who is led on from a data key of before; empty when nobody is.
std::string ledOn(const Result<adapters::SlotVault::OfBefore>& left) {
  if (!left || (left->people.empty() && !left->recoveryCode))
    return {};
  std::vector<std::string> names = left->people;
  if (left->recoveryCode)
    names.emplace_back("the recovery code (loketctl vault recovery-code)");
  return fmt::format("; the data key of before still leads in, until their next right PIN: {}", fmt::join(names, ", "));
}

// A steered clock is for training: real upstreams live in real time.
// A setting "upstream.ID.url", or of a second address such as "postpaidUrl".
bool isUpstreamUrl(std::string_view key) {
  const auto endsWith = [key](std::string_view end) {
    return key.size() > end.size() && key.substr(key.size() - end.size()) == end;
  };
  return key.substr(0, 9) == "upstream." && (endsWith(".url") || endsWith("Url"));
}

// `who` wants it: "--clock", "outlet.training".
Status onLoopback(const char* who, const std::string& place, const std::string& url) {
  if (adapters::http::isLoopbackUrl(url))
    return {};
  return fail(ErrorCode::ConfigInvalid, std::string(who) + ": an upstream is not on loopback (" + place + ")");
}

// Whatever is spoken to it, and whatever the name before the @ is.
Status proxyOnLoopback(const char* who, const std::string& place, const std::string& proxy) {
  if (proxy.empty())
    return {};
  const std::size_t user = proxy.rfind('@');
  const std::size_t scheme = proxy.find("://");
  const std::size_t host = user != std::string::npos     ? user + 1
                           : scheme != std::string::npos ? scheme + 3
                                                         : 0;
  return onLoopback(who, place, "http://" + proxy.substr(host));
}

Status allOnLoopback(const char* who, const api::Config& config) {
  if (!config.mail.url.empty())
    LOKET_TRY(onLoopback(who, "notify.smtp.url", config.mail.url));
  for (const journal::WitnessSettings& witness : config.audit.witnesses)
    LOKET_TRY(onLoopback(who, "audit.witnesses", witness.url));
  if (!config.timestamp.isEmpty())
    LOKET_TRY(onLoopback(who, "audit.timestamp.url", config.timestamp.url));
  for (const UpstreamSettings& upstream : config.upstreams) {
    const std::string place = "upstream." + upstream.id.str();
    LOKET_TRY(onLoopback(who, place + ".url", upstream.url));
    LOKET_TRY(proxyOnLoopback(who, place + ".proxy", upstream.proxy));
    for (const auto& [key, value] : upstream.values)
      if (isUpstreamUrl(place + "." + key))
        LOKET_TRY(onLoopback(who, place + "." + key, value));
  }
  return {};
}

// "audit.witness.NAME.url". Also of one who is not asked any more: he is looked at before the configuration is read.
bool isWitnessUrl(std::string_view key) {
  constexpr std::string_view kBefore = "audit.witness.";
  constexpr std::string_view kEnd = ".url";
  return key.substr(0, kBefore.size()) == kBefore && key.size() > kBefore.size() + kEnd.size() &&
         key.substr(key.size() - kEnd.size()) == kEnd;
}

bool isUpstreamProxy(const std::string& key) {
  constexpr std::string_view kEnd = ".proxy";
  return key.compare(0, 9, "upstream.") == 0 && key.size() > kEnd.size() &&
         key.compare(key.size() - kEnd.size(), kEnd.size(), kEnd) == 0;
}

// For a finger that proves a payment.
constexpr Duration kFingerWait = Duration::seconds(30);

}  // namespace

// Members are built from top to bottom and go from bottom to top.
struct AgentHost::Parts {
  std::string home;
  adapters::SystemClock machineClock;
  adapters::SystemEntropy entropy;
  adapters::SystemFiles files;
  adapters::SystemUptime uptime;
  adapters::OathCodes oneTimeCodes;
  adapters::SodiumCrypto keys;
  std::unique_ptr<adapters::HomeLock> lock;
  std::unique_ptr<People> people;
  ports::VaultUser opener;
  std::unique_ptr<ports::Log> log;
  std::unique_ptr<ports::Probe> probe;
  std::unique_ptr<adapters::http::RemoteClock> steeredClock;
  SecretBytes key;
  std::unique_ptr<adapters::SqlcipherStore> store;
  std::vector<std::string> notes;
  std::unique_ptr<adapters::http::CurlTransport> transport;
  std::unique_ptr<HomeBackups> backups;
  std::unique_ptr<engine::Agent> agent;
  // Waits for fingers; it answers the agent, so it goes first.
  std::unique_ptr<engine::Worker> fingerThread;
  std::unique_ptr<PermittedClient> counter;
  std::unique_ptr<OwnerLink> link;

  ports::Clock& clock() {
    if (steeredClock)
      return *steeredClock;
    return machineClock;
  }

  std::vector<api::HealthItem> health() {
    std::vector<api::HealthItem> items;
    const auto users = people->all();
    const auto rows = store->settings();
    const std::string older = rows ? slotsOlder(*rows, clock().now()) : std::string();
    if (!older.empty())
      items.push_back({"key-slots", false, older, "slots-older"});
    else
      items.push_back({"key-slots", users.has_value(),
                       users ? std::to_string(users->size()) + " user(s), sealed by PIN and device secret" + ledOn(people->ofBefore())
                             : users.error().detail});
    items.push_back(deviceSecretHealth(people->secretPlace()));
    if (rows)
      if (const std::string alone = recoveredAlone(*rows, clock().now()); !alone.empty())
        items.push_back({"recovery", false, alone, "recovered-alone"});
    // It would not have opened otherwise.
    items.push_back({"sqlcipher", true, store->version() + "; WAL, synchronous FULL, no mmap, read back at start"});
    items.push_back(sidecarHealth());
    const auto space = files.freeBytes(home);
    items.push_back({"disk", space && *space > (64U << 20U), space ? std::to_string(*space >> 20U) + " MiB free"
                                                                  : space.error().detail});
    return items;
  }

  // On the engine's thread; the reader is waited for on another one.
  void askFinger(const UserName& person, const std::atomic<bool>& cancelled,
                 std::function<void(ports::FingerResult<void>)> then) {
    if (!fingerThread)
      fingerThread = std::make_unique<engine::Worker>();
    fingerThread->post([this, person, &cancelled, then = std::move(then)] {
      const auto fingers = people->fingers();
      if (!fingers)
        then(tl::unexpected<ports::FingerError>(ports::FingerError{ports::FingerFailure::Fault, fingers.error().detail}));
      else
        then((*fingers)->verify(person, [](const ports::FingerStep&) {}, {kFingerWait, &cancelled}));
    });
  }

  // What was put aside stays in sight until a person has taken it away.
  api::HealthItem sidecarHealth() {
    std::string detail = fmt::format("{} units of work, {} KiB", store->sidecar()->number(),
                                     store->sidecar()->bytes() >> 10U);
    if (const auto rows = store->settings(); rows && rows->count(kRecoveryKey) > 0)
      detail += "; last recovery " + rows->at(kRecoveryKey);
    const auto aside = adapters::filesAsideIn(home);
    if (!aside.empty())
      detail += fmt::format("; put aside: {}", fmt::join(aside, ", "));
    return {"sidecar", aside.empty(), detail};
  }
};

AgentHost::AgentHost(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

AgentHost::~AgentHost() {
  m_parts->people->setBook({});
  // Before the link, which waits for the commands that it forwards, and they for their answers and for fingers.
  m_parts->people->close();
  m_parts->agent->stop();
}

const std::vector<std::string>& AgentHost::notes() const { return m_parts->notes; }

api::AgentClient& AgentHost::client() { return *m_parts->counter; }

const ports::VaultUser& AgentHost::opener() const { return m_parts->opener; }

People& AgentHost::people() { return *m_parts->people; }

int AgentHost::run(const Invocation& invocation, const ports::VaultUser& caller, Output& output) {
  return runCommand(invocation, caller, *m_parts->people, *m_parts->agent, output);
}

void AgentHost::handOver(const ports::VaultUser& to) {
  // The PIN was for this.
  if (const auto proof = m_parts->people->takeProof(to.name))
    proof->useUp();
  m_parts->counter->handOver({to.name, roleFromWord(to.role)});
  m_parts->agent->handOver(to.name);
  m_parts->people->note({AccessKind::HandedOver, to.name, to.role});
}

void AgentHost::noteLock(const UserName& who, const std::string& reason) {
  m_parts->people->note({AccessKind::Locked, who, {}, {}, 0, reason});
}

Result<std::unique_ptr<AgentHost>> AgentHost::open(const HostOptions& options, const UserName& user,
                                                   const SecretBytes& pin) {
  auto parts = std::make_unique<Parts>();
  parts->home = options.home;
  if (!parts->files.exists(options.home))
    return fail(ErrorCode::HomeMissing, options.home);
  // The lock before the key slots: two processes must not even read them at once.
  LOKET_ASSIGN(parts->lock, adapters::HomeLock::take(options.home));
  LOKET_TRY(homeIsFinished(options.home));
  parts->people = std::make_unique<People>(options.home);
  LOKET_ASSIGN(auto opened, parts->people->open(user, pin));
  LOKET_ASSIGN(const SettledKey settled, settleHomeKey(options.home, opened));
  parts->key = std::move(opened.key);
  parts->opener = std::move(opened.user);
  parts->log = adapters::openFileLog(options.home + "/loket.log");
  parts->probe = adapters::probeFromEnvironment();
  adapters::HomeStoreOptions storeOptions;
  storeOptions.probe = parts->probe.get();
  LOKET_ASSIGN(auto stored, adapters::openHomeStore(options.home, parts->key, storeOptions));
  parts->store = std::move(stored.store);
  parts->notes = std::move(stored.notes);
  if (!settled.note.empty())
    parts->notes.push_back(settled.note);
  LOKET_TRY(rememberNotes(*parts->store, parts->notes, parts->clock().now(), *parts->log));
  LOKET_ASSIGN(auto settings, parts->store->settings());
  if (const auto slots = parts->people->slotGeneration()) {
    ports::UnitOfWork found;
    found.at = parts->clock().now();
    found.settings = engine::slotsFound(settings, *slots, found.at);
    if (!found.settings.empty())
      LOKET_TRY(parts->store->commit(found));
    for (const auto& [key, value] : found.settings) settings[key] = value;
  }
  if (std::string older = slotsOlder(settings, parts->clock().now()); !older.empty())
    parts->notes.push_back(std::move(older));
  if (const auto restored = engine::restoredFrom(settings); restored && !restored->isKnown)
    parts->notes.push_back(restoredNote(*restored));
  if (std::string alone = recoveredAlone(settings, parts->clock().now()); !alone.empty())
    parts->notes.push_back(std::move(alone));
  parts->backups = std::make_unique<HomeBackups>(options.home, parts->key.clone(), *parts->probe);
  if (!options.clockUrl.empty()) {
    LOKET_ASSIGN(parts->steeredClock, adapters::http::RemoteClock::connect(options.clockUrl, parts->machineClock));
    LOKET_ASSIGN(const auto rows, parts->store->settings());
    for (const auto& [key, value] : rows)
      if (isUpstreamUrl(key))
        LOKET_TRY(onLoopback("--clock", key, value));
      else if (isUpstreamProxy(key))
        LOKET_TRY(proxyOnLoopback("--clock", key, value));
      else if (((key == "notify.smtp.url" || key == "audit.timestamp.url") && !value.empty()) || isWitnessUrl(key))
        LOKET_TRY(onLoopback("--clock", key, value));
  }
  LOKET_ASSIGN(parts->transport, adapters::http::CurlTransport::create());

  const bool window = options.kind == HostKind::Window;
  engine::World world{
      *parts->store, *parts->transport, parts->clock(), parts->entropy, *parts->log, *parts->probe, makeUpstream,
      adapters::printer::createPrinter,
      [raw = parts.get()]() -> Result<std::unique_ptr<ports::StoreReader>> {
        LOKET_ASSIGN(auto reader, adapters::SqlcipherReader::open(adapters::databaseIn(raw->home), raw->key));
        return std::unique_ptr<ports::StoreReader>(std::move(reader));
      },
      [raw = parts.get()] { return raw->health(); }};
  if (!window)
    world.openReader = nullptr;
  world.findPrinters = [] { return adapters::printer::findPrinters(); };
  world.openFile = [raw = parts.get()](const std::string& path) { return raw->files.openToRead(path); };
  // A clock that is steered from outside moves what goes by it.
  if (parts->steeredClock == nullptr)
    world.uptime = &parts->uptime;
  world.newFile = [raw = parts.get()](const std::string& path) { return raw->files.openNew(path); };
  world.mayImport = [isSteered = parts->steeredClock != nullptr](const api::Config& config,
                                                                const api::Config* sold) -> Status {
    if (isSteered || config.outlet.training)
      LOKET_TRY(allOnLoopback(isSteered ? "--clock" : "outlet.training", config));
    if (sold == nullptr || sold->outlet.training == config.outlet.training)
      return {};
    // What was sold for nothing and what was sold for money are never in the same books.
    if (!config.outlet.training)
      return fail(ErrorCode::StateForbids, "outlet.training: this home has sold in training; the shop needs a home of its own");
    if (!allOnLoopback("outlet.training", *sold))
      return fail(ErrorCode::StateForbids, "outlet.training: this home has sold for real; training needs a home of its own");
    return {};
  };
  world.notifiers = makeNotifier;
  world.oneTimeCodes = &parts->oneTimeCodes;
  world.slotGeneration = [raw = parts.get()]() -> std::optional<std::uint64_t> {
    const auto generation = raw->people->slotGeneration();
    return generation ? std::optional(*generation) : std::nullopt;
  };
  world.askFinger = [raw = parts.get()](const UserName& person, const std::atomic<bool>& cancelled,
                                        std::function<void(ports::FingerResult<void>)> then) {
    raw->askFinger(person, cancelled, std::move(then));
  };
  world.keys = &parts->keys;
  world.backups = parts->backups.get();
  world.witnesses = adapters::witness::createHttpWitness;
  world.timestamps = adapters::timestamp::createHttpTimestamp;
  engine::Options engineOptions;
  engineOptions.dispatching = window ? engine::Dispatching::Automatic : engine::Dispatching::OnDemand;
  engineOptions.printWhenSettled = window;
  engineOptions.user = parts->opener.name;
  LOKET_ASSIGN(parts->agent, engine::Agent::start(std::move(world), engineOptions));

  parts->counter = std::make_unique<PermittedClient>(
      *parts->agent, AtTheDoor{parts->opener.name, roleFromWord(parts->opener.role)}, *parts->people);

  parts->people->setBook([raw = parts->agent.get()](AccessEvent event) { raw->noteAccess(std::move(event)); });
  parts->people->note({AccessKind::LoggedIn, parts->opener.name, parts->opener.role, {}, opened.wrongBefore,
                       window ? "window" : "command"});

  std::unique_ptr<AgentHost> host(new AgentHost(std::move(parts)));
  if (window) {
    LOKET_ASSIGN(host->m_parts->link, OwnerLink::serve(options.home, *host->m_parts->agent, *host->m_parts->people));
  }
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
  LOKET_ASSIGN(const auto opened, vault.openByCode(order.code, order.secretPlace));

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
  LOKET_ASSIGN(done.consent, consentOf(owner, with, !order.ownerCode.empty() && ownerCode.isSetUp(), isAlone));
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
      work.settings[kAloneKey] = toRfc3339(work.at);
      done.notes.push_back(recoveredAlone(work.settings, work.at));
    }
    work.access.push_back({AccessKind::PinChanged, owner, "owner", with.value_or(UserName()), 0, std::move(how), work.at});
    LOKET_TRY(stored->store->commit(work));
  }
  LOKET_TRY(vault.recover(order.code, order.pin, order.secretPlace));
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
