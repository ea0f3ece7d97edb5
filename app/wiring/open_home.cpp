#include "app/wiring/open_home.h"

#include <fmt/format.h>

#include "app/wiring/backups.h"
#include "app/wiring/device_places.h"
#include "app/wiring/home_alarms.h"
#include "app/wiring/rekey.h"
#include "app/wiring/slot_costs.h"
#include "core/adapters/http/curl_transport.h"
#include "core/adapters/http/remote_clock.h"
#include "core/adapters/notify/smtp_notifier.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/printer/create_printer.h"
#include "core/adapters/printer/find_printers.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/file_log.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/home_lock.h"
#include "core/adapters/system/probe.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/timestamp/http_timestamp.h"
#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/adapters/upstream/iak/iak_upstream.h"
#include "core/adapters/upstream/snap/snap_upstream.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/adapters/witness/http_witness.h"
#include "core/engine/key_slots.h"
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

std::string restoredNote(const RestoredFrom& restored) {
  return fmt::format(
      "restored from a backup of {}: payments made since then are not in it; {} payment(s) were open and "
      "wait "
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
  return fmt::format("; the data key of before still leads in, until their next right PIN: {}",
                     fmt::join(names, ", "));
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
  return fail(ErrorCode::ConfigInvalid,
              std::string(who) + ": an upstream is not on loopback (" + place + ")");
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

// "audit.witness.NAME.url". Also of one who is not asked any more: he is looked at before the configuration
// is read.
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

// Members are built from top to bottom and go from bottom to top.
struct OpenHome::Parts {
  explicit Parts(const HostOptions& options, People& its) : home(options.home), people(its) {}

  std::string home;
  People& people;
  adapters::SystemClock machineClock;
  adapters::SystemEntropy entropy;
  adapters::SystemFiles files;
  adapters::SystemUptime uptime;
  adapters::OathCodes oneTimeCodes;
  adapters::SodiumCrypto keys;
  std::unique_ptr<adapters::HomeLock> lock;
  ports::VaultUser opener;
  int wrongBefore = 0;
  std::unique_ptr<ports::Log> log;
  std::unique_ptr<ports::Probe> probe;
  std::unique_ptr<adapters::http::RemoteClock> steeredClock;
  SecretBytes key;
  std::unique_ptr<adapters::SqlcipherStore> store;
  std::vector<std::string> notes;
  std::unique_ptr<adapters::http::CurlTransport> transport;
  std::unique_ptr<HomeBackups> backups;
  // Waits for fingers; it answers the core, so it goes before that does.
  std::unique_ptr<engine::Worker> fingerThread;

  ports::Clock& clock() {
    if (steeredClock)
      return *steeredClock;
    return machineClock;
  }

  std::vector<api::HealthItem> health() {
    std::vector<api::HealthItem> items;
    const auto users = people.all();
    const auto rows = store->settings();
    const std::string older = rows ? engine::olderSlots(*rows, clock().now()) : std::string();
    if (!older.empty())
      items.push_back({"key-slots", false, slotsOlderText(older), "slots-older"});
    else if (!users)
      items.push_back({"key-slots", false, users.error().detail});
    else {
      const std::string remarks = ledOn(people.ofBefore()) + cheapSlotsText(people.cheapSlots());
      items.push_back({"key-slots", true, std::to_string(users->size()) + " user(s), sealed by PIN and device secret" + remarks,
                       remarks.empty() ? "" : "slots-remark", static_cast<std::int64_t>(users->size())});
    }
    items.push_back(deviceSecretHealth(people.secretPlace()));
    if (rows)
      if (const auto alone = engine::recoveredAloneSince(*rows, clock().now()))
        items.push_back({"recovery", false, recoveredAloneText(toRfc3339(*alone)), "recovered-alone"});
    // It would not have opened otherwise.
    items.push_back(
        {"sqlcipher", true, store->version() + "; WAL, synchronous FULL, no mmap, read back at start"});
    items.push_back(sidecarHealth());
    const auto space = files.freeBytes(home);
    items.push_back({"disk", space && *space > (64U << 20U),
                     space ? std::to_string(*space >> 20U) + " MiB free" : space.error().detail,
                     {},
                     space ? static_cast<std::int64_t>(*space >> 20U) : 0});
    return items;
  }

  // On the engine's thread; the reader is waited for on another one.
  void askFinger(const UserName& person, const std::atomic<bool>& cancelled,
                 std::function<void(ports::FingerResult<void>)> then) {
    if (!fingerThread)
      fingerThread = std::make_unique<engine::Worker>();
    fingerThread->post([this, person, &cancelled, then = std::move(then)] {
      const auto fingers = people.fingers();
      if (!fingers)
        then(tl::unexpected<ports::FingerError>(
            ports::FingerError{ports::FingerFailure::Fault, fingers.error().detail}));
      else
        then((*fingers)->verify(person, [](const ports::FingerStep&) {}, {kFingerWait, &cancelled}));
    });
  }

  // What was put aside stays in sight until a person has taken it away.
  api::HealthItem sidecarHealth() {
    std::string detail =
        fmt::format("{} units of work, {} KiB", store->sidecar()->number(), store->sidecar()->bytes() >> 10U);
    if (const auto rows = store->settings(); rows && rows->count(kRecoveryKey) > 0)
      detail += "; last recovery " + rows->at(kRecoveryKey);
    const auto aside = adapters::filesAsideIn(home);
    if (!aside.empty())
      detail += fmt::format("; put aside: {}", fmt::join(aside, ", "));
    return {"sidecar", aside.empty(), detail, aside.empty() ? "" : "put-aside", static_cast<std::int64_t>(store->sidecar()->bytes() >> 10U)};
  }

  Status unlock(const HostOptions& options, const UserName& user, const SecretBytes& pin);
  Status compareSlots(std::map<std::string, std::string>& settings);
  Status steer(const HostOptions& options);
  engine::World world(HostKind kind);
};

// The lock before the key slots: two processes must not even read them at once.
Status OpenHome::Parts::unlock(const HostOptions& options, const UserName& user, const SecretBytes& pin) {
  if (!files.exists(home))
    return fail(ErrorCode::HomeMissing, home);
  LOKET_ASSIGN(lock, adapters::HomeLock::take(home));
  LOKET_TRY(homeIsFinished(home));
  LOKET_ASSIGN(auto opened, people.open(user, pin));
  LOKET_ASSIGN(const SettledKey settled, settleHomeKey(home, opened));
  key = std::move(opened.key);
  opener = std::move(opened.user);
  wrongBefore = opened.wrongBefore;
  log = adapters::openFileLog(home + "/loket.log");
  probe = adapters::probeFromEnvironment();
  adapters::HomeStoreOptions storeOptions;
  storeOptions.probe = probe.get();
  LOKET_ASSIGN(auto stored, adapters::openHomeStore(home, key, storeOptions));
  store = std::move(stored.store);
  notes = std::move(stored.notes);
  if (!settled.note.empty())
    notes.push_back(settled.note);
  LOKET_TRY(rememberNotes(*store, notes, clock().now(), *log));
  LOKET_ASSIGN(auto settings, store->settings());
  LOKET_TRY(compareSlots(settings));
  if (const auto restored = engine::restoredFrom(settings); restored && !restored->isKnown)
    notes.push_back(restoredNote(*restored));
  backups = std::make_unique<HomeBackups>(home, key.clone(), *probe);
  return steer(options);
}

Status OpenHome::Parts::compareSlots(std::map<std::string, std::string>& settings) {
  const auto slots = people.slotGeneration();
  if (!slots)
    return {};
  ports::UnitOfWork found;
  found.at = clock().now();
  found.settings = engine::slotsFound(settings, *slots, found.at);
  if (!found.settings.empty())
    LOKET_TRY(store->commit(found));
  for (const auto& [name, value] : found.settings) settings[name] = value;
  return {};
}

Status OpenHome::Parts::steer(const HostOptions& options) {
  if (options.clockUrl.empty())
    return {};
  LOKET_ASSIGN(steeredClock, adapters::http::RemoteClock::connect(options.clockUrl, machineClock));
  LOKET_ASSIGN(const auto rows, store->settings());
  for (const auto& [name, value] : rows)
    if (isUpstreamUrl(name))
      LOKET_TRY(onLoopback("--clock", name, value));
    else if (isUpstreamProxy(name))
      LOKET_TRY(proxyOnLoopback("--clock", name, value));
    else if (((name == "notify.smtp.url" || name == "audit.timestamp.url") && !value.empty()) ||
             isWitnessUrl(name))
      LOKET_TRY(onLoopback("--clock", name, value));
  return {};
}

engine::World OpenHome::Parts::world(HostKind kind) {
  engine::World world{*store,
                      *transport,
                      clock(),
                      entropy,
                      *log,
                      *probe,
                      makeUpstream,
                      adapters::printer::createPrinter,
                      [this]() -> Result<std::unique_ptr<ports::StoreReader>> {
                        LOKET_ASSIGN(auto reader,
                                     adapters::SqlcipherReader::open(adapters::databaseIn(home), key));
                        return std::unique_ptr<ports::StoreReader>(std::move(reader));
                      },
                      [this] { return health(); }};
  if (kind != HostKind::Window)
    world.openReader = nullptr;
  world.findPrinters = [] { return adapters::printer::findPrinters(); };
  world.openFile = [this](const std::string& path) { return files.openToRead(path); };
  // A clock that is steered from outside moves what goes by it.
  if (steeredClock == nullptr)
    world.uptime = &uptime;
  world.newFile = [this](const std::string& path) { return files.openNew(path); };
  world.mayImport = [isSteered = steeredClock != nullptr](const api::Config& config,
                                                          const api::Config* sold) -> Status {
    if (isSteered || config.outlet.training)
      LOKET_TRY(allOnLoopback(isSteered ? "--clock" : "outlet.training", config));
    if (sold == nullptr || sold->outlet.training == config.outlet.training)
      return {};
    // What was sold for nothing and what was sold for money are never in the same books.
    if (!config.outlet.training)
      return fail(ErrorCode::StateForbids,
                  "outlet.training: this home has sold in training; the shop needs a home of its own");
    if (!allOnLoopback("outlet.training", *sold))
      return fail(ErrorCode::StateForbids,
                  "outlet.training: this home has sold for real; training needs a home of its own");
    return {};
  };
  world.notifiers = makeNotifier;
  world.oneTimeCodes = &oneTimeCodes;
  world.slotGeneration = [this]() -> std::optional<std::uint64_t> {
    const auto generation = people.slotGeneration();
    return generation ? std::optional(*generation) : std::nullopt;
  };
  world.askFinger = [this](const UserName& person, const std::atomic<bool>& cancelled,
                           std::function<void(ports::FingerResult<void>)> then) {
    askFinger(person, cancelled, std::move(then));
  };
  world.keys = &keys;
  world.backups = backups.get();
  world.witnesses = adapters::witness::createHttpWitness;
  world.timestamps = adapters::timestamp::createHttpTimestamp;
  return world;
}

OpenHome::OpenHome(engine::Agent& agent, std::unique_ptr<Parts> parts)
    : m_agent(agent), m_parts(std::move(parts)) {}

OpenHome::~OpenHome() {
  m_agent.stop();
  m_parts->fingerThread.reset();
  m_agent.close();
}

const ports::VaultUser& OpenHome::opener() const {
  return m_parts->opener;
}

int OpenHome::wrongBefore() const {
  return m_parts->wrongBefore;
}

const std::vector<std::string>& OpenHome::notes() const {
  return m_parts->notes;
}

Result<std::unique_ptr<OpenHome>> OpenHome::open(const HostOptions& options, People& people,
                                                 engine::Agent& agent, const UserName& user,
                                                 const SecretBytes& pin) {
  auto parts = std::make_unique<Parts>(options, people);
  LOKET_TRY(parts->unlock(options, user, pin));
  LOKET_ASSIGN(parts->transport, adapters::http::CurlTransport::create());
  const bool window = options.kind == HostKind::Window;
  engine::Options engineOptions;
  engineOptions.dispatching = window ? engine::Dispatching::Automatic : engine::Dispatching::OnDemand;
  engineOptions.printWhenSettled = window;
  engineOptions.user = parts->opener.name;
  LOKET_TRY(agent.open(parts->world(options.kind), engineOptions));
  for (std::string& alarm : alarmNotes(agent)) parts->notes.push_back(std::move(alarm));
  return std::unique_ptr<OpenHome>(new OpenHome(agent, std::move(parts)));
}

}  // namespace loket::app
