#include "app/wiring/backups.h"

#include <array>
#include <filesystem>
#include <string_view>

#include "app/wiring/device_places.h"
#include "app/wiring/slot_costs.h"
#include "core/adapters/store/home_backup.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/probe.h"
#include "core/base/text.h"
#include "core/engine/restoring.h"

namespace loket::app {
namespace {

namespace fsys = std::filesystem;

// As long as this lies in a home it is none.
std::string markerIn(const std::string& home) { return home + "/restore.unfinished"; }

// What a program leaves in a folder that has no shop yet.
constexpr std::array<std::string_view, 5> kNoShop = {"lock", "owner.sock", "window.sock", "window.ini", "restore.unfinished.new"};
// What a restore writes, in whatever state a death leaves it.
constexpr std::array<std::string_view, 18> kWritten = {
    "loket.db",        "loket.db-wal",        "loket.db-shm",    "loket.sidecar",       "loket.sidecar.new",
    "keyslots-a.json", "keyslots-a.json.new", "keyslots-b.json", "keyslots-b.json.new", "device.key",
    "device.key.new",  "device.tpm",          "device.tpm.new",  "pin-tries.json",      "pin-tries.json.new", "pin-tries.json.reserve",
    "pin-tries.json.reserve.new", "restore.unfinished.new"};

template <typename Names>
bool isAmong(const Names& names, const std::string& name) {
  for (const std::string_view one : names)
    if (one == name)
      return true;
  return false;
}

// HomeExists, and what is there.
Status nothingElseIn(const std::string& home) {
  std::error_code problem;
  if (!fsys::exists(fsys::symlink_status(home, problem)))
    return {};
  if (!fsys::is_directory(home, problem))
    return fail(ErrorCode::HomeExists, home);
  const bool unfinished = fsys::exists(markerIn(home), problem);
  fsys::directory_iterator at(home, problem);
  for (; !problem && at != fsys::directory_iterator(); at.increment(problem)) {
    const std::string name = at->path().filename().string();
    if (isAmong(kNoShop, name) || (unfinished && (isAmong(kWritten, name) || at->path() == markerIn(home))))
      continue;
    return fail(ErrorCode::HomeExists, at->path().string());
  }
  return problem ? Status(fail(ErrorCode::DiskFault, home + ": " + problem.message())) : Status();
}

Status clear(adapters::JournalDisk& disk, const std::string& home) {
  for (const std::string_view name : kWritten) LOKET_TRY(disk.remove(home + "/" + std::string(name)));
  return {};
}

// A folder of this run only.
class PassingFolder {
 public:
  static Result<std::unique_ptr<PassingFolder>> create() {
    adapters::SystemEntropy entropy;
    std::array<std::uint8_t, 8> name;
    entropy.fill(name.data(), name.size());
    std::error_code problem;
    fsys::path path = fsys::temp_directory_path(problem);
    if (!problem) {
      path /= "loket-" + toHex(name.data(), name.size());
      fsys::create_directory(path, problem);
    }
    if (!problem)
      fsys::permissions(path, fsys::perms::owner_all, problem);
    if (problem)
      return fail(ErrorCode::DiskFault, path.string() + ": " + problem.message());
    return std::unique_ptr<PassingFolder>(new PassingFolder(path));
  }
  ~PassingFolder() {
    std::error_code ignored;
    fsys::remove_all(m_path, ignored);
  }
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  std::string path() const { return m_path.string(); }

 private:
  explicit PassingFolder(fsys::path path) : m_path(std::move(path)) {}
  fsys::path m_path;
};

Result<SecretBytes> keyOf(const std::string& path, const SecretBytes& code) {
  LOKET_ASSIGN(const adapters::BackupHead head, adapters::readBackupHead(adapters::systemJournalDisk(), path));
  auto key = adapters::SlotVault::openRecovery(head.recoverySlot, code);
  if (!key && key.error().code == ErrorCode::KeySlotUnreadable)
    return fail(ErrorCode::BackupDamaged, path + ": its recovery slot");
  return key;
}

}  // namespace

HomeBackups::HomeBackups(std::string home, SecretBytes key, ports::Probe& probe)
    : m_home(std::move(home)),
      m_key(std::move(key)),
      m_probe(probe),
      m_vault(m_home, m_files, m_entropy, m_uptime) {}

Result<BackupFacts> HomeBackups::create(const std::string& path, Instant madeAt, const BackupGoOn& goOn) {
  LOKET_ASSIGN(const auto slots, m_vault.exported());
  return adapters::makeBackup({m_home, m_key, slots.recoverySlot, slots.keySlots}, path, madeAt,
                              {adapters::systemJournalDisk(), m_entropy, &m_probe}, goOn);
}

Result<BackupFacts> HomeBackups::verify(const std::string& path, const BackupGoOn& goOn) {
  return adapters::checkBackup(adapters::systemJournalDisk(), path, m_key, m_home, goOn);
}

Result<BackupFacts> verifyAnywhere(const std::string& path, const SecretBytes& code, const BackupGoOn& goOn) {
  LOKET_ASSIGN(const SecretBytes key, keyOf(path, code));
  LOKET_ASSIGN(const auto folder, PassingFolder::create());
  return adapters::checkBackup(adapters::systemJournalDisk(), path, key, folder->path(), goOn);
}

Status homeIsFinished(const std::string& home) {
  adapters::SystemFiles files;
  return files.exists(markerIn(home)) ? fail(ErrorCode::HomeUnfinished, home + ": restore again; it starts over") : Status();
}

Result<RestoredHome> restoreHome(const std::string& path, const std::string& home, const SecretBytes& code,
                                 const SecretBytes& pin, const BackupGoOn& goOn) {
  LOKET_TRY(adapters::SlotVault::checkPin(pin));
  LOKET_TRY(nothingElseIn(home));
  LOKET_ASSIGN(const SecretBytes key, keyOf(path, code));
  adapters::JournalDisk& disk = adapters::systemJournalDisk();
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SystemClock clock;
  const auto probe = adapters::probeFromEnvironment();
  LOKET_TRY(files.makeFolder(home));
  LOKET_ASSIGN(const auto lock, adapters::HomeLock::take(home));
  // Nobody else comes in from here on; somebody may have been faster.
  LOKET_TRY(nothingElseIn(home));
  LOKET_TRY(files.writeDurably(markerIn(home), "A restore was begun here and has not ended.\n"));
  const auto made = [&]() -> Result<RestoredHome> {
    LOKET_TRY(clear(disk, home));
    LOKET_ASSIGN(const auto contents, adapters::unpackBackup(disk, path, key, adapters::databaseIn(home), goOn));
    RestoredHome restored{contents.facts};
    {
      LOKET_ASSIGN(const auto opened, adapters::openHomeStore(home, key));
      LOKET_TRY(opened.store->verify());
      LOKET_ASSIGN(const auto work, engine::restoredWork(*opened.store, contents.facts.madeAt, clock.now()));
      probe->reached("restore.before-commit");
      LOKET_TRY(opened.store->commit(work));
      LOKET_ASSIGN(const auto rows, opened.store->settings());
      restored.reviews = engine::restoredFrom(rows)->reviews;
    }
    adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
    LOKET_TRY(vault.keepSecretsAt({}));
    LOKET_TRY(vault.adopt(contents.keySlots));
    LOKET_TRY(vault.recover(code, pin));
    probe->reached("restore.before-end");
    return restored;
  }();
  if (!made) {
    // Nothing of it stays; what cannot be taken away keeps its marker.
    if (clear(disk, home))
      static_cast<void>(disk.remove(markerIn(home)));
    return made;
  }
  LOKET_TRY(disk.remove(markerIn(home)));
  logTestBuild(home);
  return made;
}

}  // namespace loket::app
