#include "app/wiring/rekey.h"

#include <fmt/format.h>

#include "app/wiring/backups.h"
#include "app/wiring/device_places.h"
#include "core/adapters/store/home_rekey.h"
#include "core/adapters/system/file_log.h"
#include "core/adapters/system/probe.h"
#include "core/domain/identity/permissions.h"

namespace loket::app {
namespace {

ports::UnitOfWork accessWork(AccessKind kind, const ports::VaultUser& by, Instant at, int tries = 0) {
  ports::UnitOfWork work;
  work.access = {AccessEvent{kind, {}, {}, by.name, tries, {}, at}};
  work.at = at;
  return work;
}

Status writeUnder(const KeyedHome& home, const SecretBytes& key, const ports::UnitOfWork& last, const BackupGoOn& goOn,
                  std::vector<std::string>& notes) {
  LOKET_TRY(adapters::roomForNewKey(home.path));
  LOKET_ASSIGN(const SecretBytes fresh, home.vault.beginNewKey(key));
  const adapters::HomeKeys keys{key, fresh};
  auto done = adapters::writeUnderNewKey(home.path, keys, last, home.store, goOn);
  if (!done) {
    // What a fault of the disk has left is for the next opening to look at.
    const bool isFault = done.error().code == ErrorCode::DiskFault || done.error().code == ErrorCode::CommitUnsure;
    if (!isFault)
      if (const auto isNew = adapters::settleNewKey(home.path, keys, home.store); isNew && !*isNew)
        static_cast<void>(home.vault.giveUpNewKey());
    return fail(done.error());
  }
  notes.insert(notes.end(), done->begin(), done->end());
  return home.vault.keepNewKey();
}

}  // namespace

Result<SettledKey> settleKey(const KeyedHome& home, ports::OpenedVault& opened) {
  if (opened.pending.empty())
    return SettledKey{};
  const auto isNew = adapters::settleNewKey(home.path, {opened.key, opened.pending}, home.store);
  if (!isNew)
    return fail(isNew.error().code, isNew.error().detail + "; a change of the data key was broken off here");
  LOKET_TRY(*isNew ? home.vault.keepNewKey() : home.vault.giveUpNewKey());
  if (*isNew)
    opened.key = std::move(opened.pending);
  opened.pending = SecretBytes();
  return SettledKey{*isNew, *isNew ? "a change of the data key had been broken off, and was ended: the home has the new key; loketctl vault "
                                     "recovery-code ends the recovery code of before"
                                   : "a change of the data key had been broken off, and was taken back: the home has the key of before; "
                                     "loketctl vault rekey begins anew"};
}

Result<SettledKey> settleHomeKey(const std::string& home, ports::OpenedVault& opened) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
  return settleKey({home, vault}, opened);
}

Result<Rekeyed> rekey(const KeyedHome& home, const RekeyOrder& order) {
  LOKET_ASSIGN(auto opened, home.vault.open(order.by, order.pin));
  const ports::VaultUser who = opened.user;
  LOKET_TRY(allow(roleFromWord(who.role), Permission::People));
  Rekeyed done;
  LOKET_ASSIGN(const SettledKey earlier, settleKey(home, opened));
  if (!earlier.note.empty())
    done.notes.push_back(earlier.note);
  if (!earlier.isNew)
    LOKET_TRY(writeUnder(home, opened.key, accessWork(AccessKind::KeyRenewed, who, order.at, opened.wrongBefore), order.goOn, done.notes));
  if (home.store.probe != nullptr)
    home.store.probe->reached("rekey.kept");
  // By their PIN whoever asked has the new key in their own slot.
  LOKET_ASSIGN(const auto again, home.vault.open(who.name, order.pin));
  LOKET_TRY(home.vault.renewRecoveryCode(again.key, order.show));
  LOKET_ASSIGN(const auto stored, adapters::openHomeStore(home.path, again.key, home.store));
  done.notes.insert(done.notes.end(), stored.notes.begin(), stored.notes.end());
  LOKET_TRY(stored.store->commit(accessWork(AccessKind::CodeRenewed, who, order.at)));
  if (const auto aside = adapters::filesAsideIn(home.path); !aside.empty())
    done.notes.push_back(fmt::format("put aside earlier, and of the key of before: {}", fmt::join(aside, ", ")));
  LOKET_ASSIGN(auto left, home.vault.ofBefore());
  done.toCome = std::move(left.people);
  return done;
}

Result<Rekeyed> rekeyHome(const std::string& home, const RekeyOrder& order) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  if (!files.exists(home))
    return fail(ErrorCode::HomeMissing, home);
  LOKET_ASSIGN(const auto lock, adapters::HomeLock::take(home));
  LOKET_TRY(homeIsFinished(home));
  adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
  const auto probe = adapters::probeFromEnvironment();
  const auto log = adapters::openFileLog(home + "/loket.log");
  adapters::HomeStoreOptions options;
  options.probe = probe.get();
  auto done = rekey({home, vault, options}, order);
  log->write(done ? ports::LogLevel::Info : ports::LogLevel::Warning, "vault",
             done ? std::string("another data key") : "no other data key: " + std::string(wordOf(done.error().code)));
  return done;
}

}  // namespace loket::app
