// Another data key for a home: cut off anywhere there is one whole home, and afterwards no key of before opens anything of it.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <optional>

#include "app/wiring/agent_host.h"
#include "app/wiring/device_places.h"
#include "app/wiring/rekey.h"
#include "core/adapters/store/home_backup.h"
#include "core/adapters/store/home_rekey.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_file.h"
#include "tests/support/samples.h"
#include "tests/unit/store/failing_disk.h"
#include "tests/unit/store/tiny_disk.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::app;
using namespace loket::tests;

namespace {

constexpr Instant kNow{1'796'000'000'000};
constexpr int kSales = 7;
const UserName kSri("sri");
const UserName kBudi("budi");
const UserName kTini("tini");

template <typename T>
std::string said(const Result<T>& result) {
  return result ? std::string("done") : std::string(wordOf(result.error().code));
}

// Whose changes are counted and end together with the disk's.
class CountedFiles final : public GuardedFiles {
 public:
  CountedFiles(FailingDisk& disk, bool& isWhereItEnded) : m_disk(disk), m_isWhereItEnded(isWhereItEnded) {}

 private:
  Status change(const std::string& /*path*/) override {
    const bool hadEnded = m_disk.failed();
    const Status done = m_disk.turn();
    m_isWhereItEnded = m_isWhereItEnded || (!done && !hadEnded);
    return done;
  }
  FailingDisk& m_disk;
  bool& m_isWhereItEnded;
};

// The database with what belongs to it, as text.
std::string rowsOf(adapters::SqlcipherStore& store) {
  std::string rows;
  for (int n = 0; n < kSales; ++n) {
    const auto payment = must(store.payment(proposedSale(n).ref));
    rows += payment ? payment->ref.str() + " " + payment->number + " " + payment->claimCode.str() + "\n" : "(none)\n";
  }
  for (const ports::AccountBalance& one : must(store.balances())) rows += one.balance.text() + " ";
  return rows + std::to_string(must(store.openPayments()).size());
}

class Shop {
 public:
  bool endedInVault = false;  // with `rekeyOn`: the power went at a change of the key slots

  explicit Shop(const QString& folder = QStringLiteral("/dev/shm"))
      : m_folder((QFile::exists(folder) ? folder : QDir::tempPath()) + QStringLiteral("/loket-rekey-XXXXXX")) {}
  // A copy of what lies on the disk now.
  explicit Shop(const Shop& other) : Shop() {
    code = other.code;
    rows = other.rows;
    key = other.key.clone();
    cost = other.cost;
    QDir().mkpath(path());
    for (const QString& name : other.names())
      if (!QFile::copy(other.path(name), path(name)))
        qFatal("no copy of %s", qPrintable(name));
  }
  Shop& operator=(const Shop&) = delete;

  void make() {
    auto vault = this->vault();
    key = must(vault.create(kSri, pin("2580")));
    if (!vault.add(key, kBudi, pin("1357"), Role::Cashier) || !vault.add(key, kTini, pin("8642"), Role::Cashier))
      qFatal("no people");
    code = vault.recoveryCode();
    const auto made = must(adapters::createHomeStore(home(), key));
    for (int n = 0; n < kSales; ++n)
      if (!made.store->commit(workOf(acceptedChange(proposedSale(n)))))
        qFatal("no sale");
    rows = rowsOf(*made.store);
  }
  QString path(const QString& name = {}) const { return m_folder.path() + "/home" + (name.isEmpty() ? QString() : "/" + name); }
  std::string home() const { return path().toStdString(); }
  QStringList names() const { return QDir(path()).entryList(QDir::Files, QDir::Name); }
  QByteArray bytes(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(absent)");
  }
  void put(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
      qFatal("cannot write %s", qPrintable(name));
  }
  QMap<QString, QByteArray> all() const {
    QMap<QString, QByteArray> all;
    for (const QString& name : names())
      if (!name.startsWith(QStringLiteral("pin-tries")) && !name.endsWith(QStringLiteral("-shm")))
        all[name] = bytes(name);
    return all;
  }
  adapters::SlotVault vault() { return {home(), m_files, m_entropy, m_uptime, {}, cost}; }
  adapters::SlotVault vaultWith(ports::Files& files) { return {home(), files, m_entropy, m_uptime, {}, cost}; }

  // `shown` is the recovery code that it came to.
  Result<Rekeyed> rekeyBy(const UserName& by = kSri, const char* with = "2580", const BackupGoOn& goOn = kGoOn) {
    auto vault = this->vault();
    return run(vault, {}, by, with, goOn);
  }
  Result<Rekeyed> rekeyOn(FailingDisk& disk) {
    CountedFiles files(disk, endedInVault);
    auto vault = vaultWith(files);
    adapters::HomeStoreOptions options;
    options.disk = &disk;
    return run(vault, options, kSri, "2580", kGoOn);
  }

  struct Looked {
    std::string rows;
    int renewals = 0;
    std::string note;
    SecretBytes key;
    std::string ofStore = {};  // what opening the store had to say
  };
  // By their PIN, on a copy, so that nothing changes here.
  Looked seenBy(const UserName& user, const char* with) const {
    Shop copy(*this);
    return copy.look(user, with);
  }
  std::optional<Looked> seenByCode(const std::string& by) const {
    Shop copy(*this);
    if (!copy.vault().recover(pin(by), pin("7777")))
      return std::nullopt;
    return copy.look(UserName(), "7777");
  }
  Looked look(const UserName& user, const char* with) {
    auto vault = this->vault();
    auto opened = vault.open(user, pin(with));
    if (!opened)
      return {std::string(wordOf(opened.error().code)) + " " + opened.error().detail, 0, {}, {}};
    const auto settled = settleKey({home(), vault}, *opened);
    if (!settled)
      return {std::string(wordOf(settled.error().code)) + " " + settled.error().detail, 0, {}, {}};
    const auto stored = adapters::openHomeStore(home(), opened->key);
    if (!stored)
      return {std::string(wordOf(stored.error().code)) + " " + stored.error().detail, 0, {}, {}};
    Looked looked{rowsOf(*stored->store), 0, settled->note, std::move(opened->key)};
    if (!stored->notes.empty())
      looked.ofStore = stored->notes.front();
    for (const AccessEvent& event : must(stored->store->accessLog(100))) looked.renewals += event.kind == AccessKind::KeyRenewed ? 1 : 0;
    return looked;
  }
  bool opensBy(const SecretBytes& with) const {
    Shop copy(*this);
    const auto sidecar = must(adapters::readSidecar(adapters::systemJournalDisk(), adapters::sidecarIn(copy.home()),
                                                    adapters::sidecarKey(with)));
    return (sidecar && sidecar->base()) || adapters::SqlcipherStore::open(adapters::databaseIn(copy.home()), with);
  }
  int links() const {
    const auto file = adapters::keyslots::slotFileFrom(bytes("keyslots-a.json").toStdString(), kCheapSlots);
    return file && bytes("keyslots-a.json") == bytes("keyslots-b.json") ? static_cast<int>(file->links.size()) : -1;
  }

  static inline const BackupGoOn kGoOn = [](std::uint64_t, std::uint64_t) { return true; };
  adapters::SlotCost cost = kCheapSlots;
  SecretBytes key;
  std::string code;
  std::string rows;
  std::string shown;

 private:
  Result<Rekeyed> run(adapters::SlotVault& vault, const adapters::HomeStoreOptions& options, const UserName& by, const char* with,
                      const BackupGoOn& goOn) {
    shown.clear();
    const SecretBytes own = pin(with);
    return rekey({home(), vault, options}, {by, own, kNow, goOn, [this](const std::string& fresh) { shown = fresh; }});
  }
  QTemporaryDir m_folder;
  adapters::SystemFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
};

}  // namespace

class RekeyTest : public QObject {
  Q_OBJECT

 private slots:
  void no_key_of_before_opens_anything_afterwards() {
    Shop shop;
    shop.make();
    int last = 0;
    const auto done = shop.rekeyBy(kSri, "2580", [&last](std::uint64_t at, std::uint64_t total) {
      last = static_cast<int>(100 * at / total);
      return true;
    });
    QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
    QCOMPARE(last, 100);
    QVERIFY(done->notes.empty());
    QCOMPARE(done->toCome, (std::vector<std::string>{"budi", "tini"}));
    const auto looked = shop.look(kSri, "2580");
    QCOMPARE(looked.rows, shop.rows);
    QCOMPARE(looked.renewals, 1);
    QVERIFY(looked.note.empty() && looked.ofStore.empty());
    QVERIFY(looked.key.view() != shop.key.view());
    QVERIFY(shop.opensBy(looked.key));
    QVERIFY(!shop.opensBy(shop.key));
    QCOMPARE(shop.names().filter("rekey"), QStringList());
    QCOMPARE(shop.names().filter("aside"), QStringList());
    // The paper's code is another one.
    QCOMPARE(shop.shown.size(), std::size_t{27});
    QVERIFY(shop.seenByCode(shop.shown) && shop.seenByCode(shop.shown)->rows == shop.rows);
    QVERIFY(!shop.seenByCode(shop.code));
    // And the shop goes on: the sidecar that is there now brings the database back.
    {
      const auto opened = must(adapters::openHomeStore(shop.home(), looked.key));
      QVERIFY(opened.store->commit(workOf(acceptedChange(proposedSale(kSales)))));
    }
    for (const char* tail : {"", "-wal", "-shm"}) QFile::remove(shop.path("loket.db") + QLatin1String(tail));
    const auto back = must(adapters::openHomeStore(shop.home(), looked.key));
    QCOMPARE(back.notes.size(), std::size_t{1});
    QVERIFY(must(back.store->payment(proposedSale(kSales).ref)));
    QVERIFY(back.store->trial()->broken.empty());
  }

  void a_slot_of_before_leads_on_until_the_last_has_come() {
    Shop shop;
    shop.make();
    QCOMPARE(shop.links(), 0);
    const QByteArray before = shop.bytes("keyslots-a.json");
    QVERIFY(shop.rekeyBy());
    QCOMPARE(shop.links(), 1);
    QVERIFY(shop.bytes("keyslots-a.json").contains("loket-keyslots-3"));
    const auto sri = shop.look(kSri, "2580");
    QCOMPARE(shop.links(), 1);
    const auto budi = shop.look(kBudi, "1357");
    QCOMPARE(budi.rows, shop.rows);
    QVERIFY(budi.key.view() == sri.key.view());
    QCOMPARE(shop.links(), 1);
    QCOMPARE(must(shop.vault().ofBefore()).people, std::vector<std::string>{"tini"});
    QVERIFY(!must(shop.vault().ofBefore()).recoveryCode);
    // A wrong PIN changes nothing.
    QCOMPARE(shop.look(kTini, "0000").rows.substr(0, 9), std::string("pin-wrong"));
    QCOMPARE(shop.links(), 1);
    QVERIFY(shop.look(kTini, "8642").key.view() == sri.key.view());
    QCOMPARE(shop.links(), 0);
    QVERIFY(!shop.bytes("keyslots-a.json").contains("\"key\"") && shop.bytes("keyslots-a.json").contains("loket-keyslots-2"));
    QVERIFY(must(shop.vault().ofBefore()).people.empty());
    for (const auto& [who, with] : {std::pair{kSri, "2580"}, std::pair{kBudi, "1357"}, std::pair{kTini, "8642"}})
      QCOMPARE(shop.seenBy(who, with).rows, shop.rows);
    // Slots from before that are put back lead nowhere, and nothing is made anew.
    shop.put("keyslots-a.json", before);
    shop.put("keyslots-b.json", before);
    const QByteArray database = shop.bytes("loket.db");
    QCOMPARE(shop.look(kSri, "2580").rows.substr(0, 19), std::string("database-unreadable"));
    QCOMPARE(shop.bytes("loket.db"), database);
  }

  void it_also_goes_with_who_is_taken_out_or_gets_a_new_pin() {
    Shop shop;
    shop.make();
    QVERIFY(shop.rekeyBy());
    auto vault = shop.vault();
    const auto opened = must(vault.open(kSri, pin("2580")));
    QVERIFY(vault.setPin(opened.key, kBudi, pin("4444")));
    QCOMPARE(shop.links(), 1);
    QVERIFY(vault.takeOut(kTini));
    QCOMPARE(shop.links(), 0);
    QCOMPARE(shop.look(kBudi, "4444").rows, shop.rows);
  }

  void as_many_keys_of_before_as_a_backup_has_room_for() {
    Shop shop;
    shop.make();
    for (int n = 1; n <= static_cast<int>(adapters::keyslots::kLinksMax); ++n) {
      QVERIFY(shop.rekeyBy());
      QCOMPARE(shop.links(), n);
      QCOMPARE(shop.seenBy(kTini, "8642").rows, shop.rows);
      QCOMPARE(shop.seenBy(kTini, "8642").renewals, n);
    }
    const auto before = shop.all();
    const auto refused = shop.rekeyBy();
    QCOMPARE(said(refused), std::string("state-forbids"));
    QVERIFY(refused.error().detail.find("budi, tini: ") == 0);
    QCOMPARE(shop.all(), before);
    // Who has come leads through all of them at once.
    QCOMPARE(shop.look(kBudi, "1357").renewals, 4);
    QCOMPARE(shop.look(kTini, "8642").rows, shop.rows);
    QCOMPARE(shop.links(), 0);
    QVERIFY(shop.rekeyBy());
  }

  void cut_off_at_every_change_there_is_one_whole_home() {
    Shop whole;
    whole.make();
    int taken = 0;
    int ended = 0;
    int inVault = 0;
    for (int cut = 1;; ++cut) {
      Shop shop(whole);
      FailingDisk disk;
      disk.failAt(cut);
      const auto done = shop.rekeyOn(disk);
      inVault += shop.endedInVault ? 1 : 0;
      const auto fail = [&](const char* what) { return QByteArray(what) + " after a cut at " + QByteArray::number(cut); };
      QVERIFY2(done.has_value() != disk.failed(), fail("it says so"));
      const auto sri = shop.seenBy(kSri, "2580");
      const auto budi = shop.seenBy(kBudi, "1357");
      QVERIFY2(sri.rows == shop.rows, fail(sri.rows.c_str()));
      QVERIFY2(budi.rows == shop.rows, fail(budi.rows.c_str()));
      QVERIFY2(sri.key.view() == budi.key.view() && sri.renewals == budi.renewals, fail("one key"));
      QVERIFY2((sri.key.view() == shop.key.view()) == (sri.renewals == 0), fail("as it is written down"));
      // Only an entry behind all of it may have been torn.
      QVERIFY2(sri.ofStore.empty() || !shop.shown.empty(), fail(sri.ofStore.c_str()));
      // What somebody has on paper is never nothing.
      const auto byCode = shop.seenByCode(shop.shown.empty() ? shop.code : shop.shown);
      QVERIFY2(byCode && byCode->rows == shop.rows && byCode->key.view() == sri.key.view(), fail("by the code"));
      QVERIFY2(!sri.note.empty() == !budi.note.empty(), fail("said"));
      taken += sri.note.find("taken back") != std::string::npos ? 1 : 0;
      ended += sri.note.find("was ended") != std::string::npos ? 1 : 0;
      // And then it can be done, from whatever is there.
      const auto again = shop.rekeyBy();
      QVERIFY2(again.has_value(), fail(again ? "" : again.error().detail.c_str()));
      const auto after = shop.seenBy(kTini, "8642");
      QVERIFY2(after.rows == shop.rows && after.ofStore.empty(), fail((after.rows + after.ofStore).c_str()));
      QVERIFY2(after.renewals == (sri.note.find("was ended") != std::string::npos ? 1 : sri.renewals + 1), fail("once"));
      QVERIFY2(!shop.opensBy(shop.key), fail("the key of before"));
      QVERIFY2(shop.opensBy(after.key), fail("the new key"));
      QVERIFY2(!shop.seenByCode(shop.code), fail("the code of before"));
      QCOMPARE(shop.names().filter("rekey") + shop.names().filter("aside") + shop.names().filter(".new"), QStringList());
      QVERIFY2(shop.look(kBudi, "1357").rows == shop.rows && shop.look(kTini, "8642").rows == shop.rows, fail("all have come"));
      QVERIFY2(shop.links() == 0, fail("no link"));
      if (done)
        break;
    }
    // Both ways out of it have been seen.
    QVERIFY(taken >= 4);
    QVERIFY(ended >= 4);
    // Begun, kept and the caller's own slot, two copies each.
    QVERIFY(inVault >= 3);
  }

  void given_up_is_as_if_it_had_not_been_begun() {
    Shop shop;
    shop.make();
    const auto refused = shop.rekeyBy(kSri, "2580", [](std::uint64_t, std::uint64_t) { return false; });
    QCOMPARE(said(refused), std::string("closed"));
    QVERIFY(shop.shown.empty());
    QCOMPARE(shop.links(), 0);
    QCOMPARE(shop.names().filter("rekey"), QStringList());
    const auto looked = shop.look(kSri, "2580");
    QCOMPARE(looked.rows, shop.rows);
    QVERIFY(looked.note.empty() && looked.key.view() == shop.key.view());
  }

  void who_may_not_changes_nothing() {
    Shop shop;
    shop.make();
    const auto before = shop.all();
    QCOMPARE(said(shop.rekeyBy(kBudi, "1357")), std::string("role-forbids"));
    QCOMPARE(said(shop.rekeyBy(kSri, "1357")), std::string("pin-wrong"));
    QCOMPARE(shop.all(), before);
    QVERIFY(shop.shown.empty());
  }

  void a_disk_without_room_is_said_before_anything_is_written() {
    QTemporaryDir folder;
    const auto disk = TinyDisk::mount(folder.path().toStdString(), 40);
    if (!disk)
      QSKIP("mounting is not allowed here");
    Shop shop(QString::fromStdString(disk->folder()));
    shop.make();
    disk->fill();
    const auto before = shop.all();
    const auto refused = shop.rekeyBy();
    QCOMPARE(said(refused), std::string("disk-full"));
    QVERIFY(refused.error().detail.find("MiB more") != std::string::npos);
    QCOMPARE(shop.all(), before);
    disk->release();
    QVERIFY(shop.rekeyBy());
    QCOMPARE(shop.look(kTini, "8642").rows, shop.rows);
  }

  // Broken off before the new code was shown: the old one opens a backup that is made meanwhile.
  void a_backup_made_before_the_new_code_opens_by_the_old_one() {
    // What a backup carries is read as the program's own.
    Shop shop;
    shop.cost = adapters::kSlotCost;
    shop.make();
    auto vault = shop.vault();
    const SecretBytes fresh = must(vault.beginNewKey(shop.key));
    QVERIFY(adapters::writeUnderNewKey(shop.home(), {shop.key, fresh}, {}, {}, Shop::kGoOn));
    QVERIFY(vault.keepNewKey());
    QVERIFY(must(vault.ofBefore()).recoveryCode);
    const auto exported = must(vault.exported());
    QVERIFY(must(adapters::SlotVault::openRecovery(exported.recoverySlot, pin(shop.code))).view() == fresh.view());
    // And a home that is made of its slots.
    Shop other;
    other.cost = adapters::kSlotCost;
    QVERIFY(QDir().mkpath(other.path()));
    QVERIFY(other.vault().adopt(exported.keySlots));
    QVERIFY(other.vault().recover(pin(shop.code), pin("7777")));
    QVERIFY(must(other.vault().open(UserName(), pin("7777"))).key.view() == fresh.view());
    QCOMPARE(shop.look(kSri, "2580").rows, shop.rows);
    QVERIFY(vault.renewRecoveryCode(must(vault.open(kSri, pin("2580"))).key, [](const std::string&) {}));
    QVERIFY(!must(vault.ofBefore()).recoveryCode);
  }

  void a_backup_of_before_is_replaced_and_a_strangers_is_not() {
    Shop shop;
    shop.make();
    Shop stranger;
    stranger.make();
    adapters::SystemEntropy entropy;
    const auto back = [&](Shop& of, const SecretBytes& key, const char* name) {
      const auto exported = must(of.vault().exported());
      return said(adapters::makeBackup({of.home(), key, exported.recoverySlot, exported.keySlots}, shop.home() + "/../" + name, kNow,
                                       {adapters::systemJournalDisk(), entropy}, Shop::kGoOn));
    };
    QCOMPARE(back(shop, shop.key, "mine"), std::string("done"));
    QCOMPARE(back(stranger, stranger.key, "theirs"), std::string("done"));
    QVERIFY(shop.rekeyBy() && shop.rekeyBy());
    const auto now = shop.look(kSri, "2580");
    QCOMPARE(back(shop, now.key, "theirs"), std::string("file-exists"));
    QCOMPARE(back(stranger, stranger.key, "mine"), std::string("file-exists"));
    QCOMPARE(back(shop, now.key, "mine"), std::string("done"));
    QVERIFY(adapters::checkBackup(adapters::systemJournalDisk(), shop.home() + "/../mine", now.key, shop.home(), Shop::kGoOn));
  }

  void a_link_that_was_changed_leads_nowhere_and_is_no_wrong_pin() {
    Shop shop;
    shop.make();
    QVERIFY(shop.rekeyBy());
    Shop stranger;
    stranger.make();
    QVERIFY(stranger.rekeyBy());
    const auto theirs = adapters::keyslots::slotFileFrom(stranger.bytes("keyslots-a.json").toStdString(), kCheapSlots);
    const auto file = adapters::keyslots::slotFileFrom(shop.bytes("keyslots-a.json").toStdString(), kCheapSlots);
    QVERIFY(theirs && file && file->links.size() == 1);
    const auto with = [&shop](const adapters::keyslots::SlotFile& changed) {
      Shop copy(shop);
      for (const char* name : {"keyslots-a.json", "keyslots-b.json"})
        copy.put(name, QByteArray::fromStdString(adapters::keyslots::textOf(changed)));
      const auto before = copy.all();
      const auto opened = copy.vault().open(kBudi, pin("1357"));
      const bool isSame = copy.all() == before;
      return (opened ? "opened" : std::string(wordOf(opened.error().code))) + (isSame ? "" : " and changed");
    };
    for (std::size_t byte = 0; byte < file->links.front().box.size(); ++byte) {
      auto changed = *file;
      changed.links.front().box[byte] ^= 1U;
      QCOMPARE(with(changed), std::string("key-slot-unreadable"));
    }
    auto foreign = *file;
    foreign.links.front().box = theirs->links.front().box;
    foreign.links.front().nonce = theirs->links.front().nonce;
    QCOMPARE(with(foreign), std::string("key-slot-unreadable"));
    // To another key than it was sealed for.
    auto turned = *file;
    turned.links.front().to = theirs->links.front().to;
    QCOMPARE(with(turned), std::string("key-slot-unreadable"));
  }

  void a_damaged_database_is_refused_as_it_is_while_the_key_changes() {
    Shop shop;
    shop.make();
    auto vault = shop.vault();
    const SecretBytes fresh = must(vault.beginNewKey(shop.key));
    QByteArray bytes = shop.bytes("loket.db");
    bytes.replace(20, 2000, QByteArray(2000, '\x5a'));
    shop.put("loket.db", bytes);
    const auto before = shop.all();
    QCOMPARE(shop.look(kSri, "2580").rows.substr(0, 19), std::string("database-unreadable"));
    QCOMPARE(shop.all(), before);
    // The sidecar knows which key it is.
    QCOMPARE(must(adapters::sidecarHasNewKey(shop.home(), {shop.key, fresh})), false);
    // Deleted, it comes back by that.
    QVERIFY(QFile::remove(shop.path("loket.db")));
    auto opened = must(vault.open(kBudi, pin("1357")));
    QVERIFY(opened.pending.view() == fresh.view());
    QVERIFY(!must(settleKey({shop.home(), vault}, opened)).isNew);
    const auto back = must(adapters::openHomeStore(shop.home(), opened.key));
    QCOMPARE(rowsOf(*back.store), shop.rows);
    QCOMPARE(shop.links(), 0);
  }

  // The program's own home: what it costs is the program's.
  void a_rebuild_goes_by_the_key_that_the_sidecar_has() {
    for (const bool isSwitched : {false, true}) {
      QTemporaryDir folder;
      const std::string home = folder.filePath("home").toStdString();
      QVERIFY(createHome(home, "Warung Uji", kSri, pin("123456")));
      adapters::SystemFiles files;
      adapters::SystemEntropy entropy;
      adapters::SystemUptime uptime;
      adapters::SlotVault vault(home, files, entropy, uptime, devicePlaces(home, files));
      const auto opened = must(vault.open(kSri, pin("123456")));
      {
        const auto store = must(adapters::openHomeStore(home, opened.key));
        QVERIFY(store.store->commit(workOf(acceptedChange(proposedSale(1)))));
      }
      const SecretBytes fresh = must(vault.beginNewKey(opened.key));
      if (isSwitched)
        QVERIFY(adapters::writeUnderNewKey(home, {opened.key, fresh}, {}, {}, Shop::kGoOn));
      QFile database(QString::fromStdString(adapters::databaseIn(home)));
      QVERIFY(database.open(QIODevice::ReadWrite));
      QCOMPARE(database.write(QByteArray(3000, '\x5a')), qint64{3000});
      database.close();
      QCOMPARE(said(AgentHost::open({home, {}, HostKind::Command}, kSri, pin("123456"))), std::string("database-unreadable"));
      const auto rebuilt = rebuildHome(home, kSri, pin("123456"));
      QVERIFY2(rebuilt.has_value(), rebuilt ? "" : rebuilt.error().detail.c_str());
      QCOMPARE(rebuilt->openPayments, std::size_t{1});
      QVERIFY(rebuilt->notes.back().find(isSwitched ? "was ended" : "taken back") != std::string::npos);
      const auto after = must(vault.open(kSri, pin("123456")));
      QVERIFY(after.key.view() == (isSwitched ? fresh : opened.key).view() && after.pending.empty());
      QVERIFY(AgentHost::open({home, {}, HostKind::Command}, kSri, pin("123456")));
    }
  }
};

QTEST_GUILESS_MAIN(RekeyTest)
#include "rekey_test.moc"
