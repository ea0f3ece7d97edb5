// Keys that were taken for absent, made anew over what they opened, or lost with the program. The real vault
// over the real home.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/store/home_store.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"
#include "tests/support/samples.h"

using namespace loket;
using namespace loket::tests;

namespace {

// A keychain that is locked for a while: its files are there and cannot be read.
class LockedFiles final : public ports::Files {
 public:
  bool locked = false;
  int writes = 0;

  Result<std::optional<std::string>> read(const std::string& path) override {
    if (locked)
      return fail(ErrorCode::DiskFault, "locked");
    return m_real.read(path);
  }
  Result<std::unique_ptr<ports::PagedFile>> openToRead(const std::string& path) override {
    return m_real.openToRead(path);
  }
  Status writeDurably(const std::string& path, const std::string& bytes) override {
    ++writes;
    return m_real.writeDurably(path, bytes);
  }
  Status remove(const std::string& path) override { return m_real.remove(path); }
  bool exists(const std::string& path) override { return m_real.exists(path); }
  Status makeFolder(const std::string& path) override { return m_real.makeFolder(path); }
  Result<std::uint64_t> freeBytes(const std::string& folder) override { return m_real.freeBytes(folder); }

 private:
  adapters::SystemFiles m_real;
};

const UserName kOwner("sri");

SecretBytes pin() {
  return SecretBytes(std::string_view("2580"));
}

}  // namespace

class MuseumKeysTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void signal_7439_the_keyring_was_made_anew();
  void element_33986_a_locked_keychain_is_no_absent_key();
  void adyen_the_app_deleted_or_the_passcode_removed();

 private:
  adapters::SlotVault vault() { return {home(), m_files, m_entropy, m_uptime, {}, {1, 8U << 20U}}; }
  std::string home() const { return m_folder->path().toStdString() + "/home"; }
  QMap<QString, QByteArray> everything() const;
  void put(const QString& name, const QByteArray& bytes) const;
  std::size_t waiting();

  std::unique_ptr<QTemporaryDir> m_folder;
  LockedFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
};

void MuseumKeysTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_files.locked = false;
  const SecretBytes key = must(vault().create(kOwner, pin()));
  const auto made = must(adapters::createHomeStore(home(), key));
  for (int n = 0; n < 4; ++n) QVERIFY(made.store->commit(workOf(acceptedChange(proposedSale(n)))));
}

QMap<QString, QByteArray> MuseumKeysTest::everything() const {
  QMap<QString, QByteArray> files;
  const QDir dir(QString::fromStdString(home()));
  for (const QString& name : dir.entryList(QDir::Files | QDir::Hidden)) {
    // What a wrong try leaves behind is its count.
    if (name.startsWith(QStringLiteral("pin-tries.json")))
      continue;
    QFile file(dir.filePath(name));
    files[name] = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
  }
  return files;
}

void MuseumKeysTest::put(const QString& name, const QByteArray& bytes) const {
  QFile file(QDir(QString::fromStdString(home())).filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
  file.write(bytes);
}

// What the real key finds in the home.
std::size_t MuseumKeysTest::waiting() {
  const SecretBytes key = must(vault().open(kOwner, pin())).key;
  return must(must(adapters::openHomeStore(home(), key)).store->openPayments()).size();
}

// There: the keyring was made anew, the key in it was another one, and the database could not be decrypted
// any more. Here: another device secret opens nothing and changes nothing; when the old one is put back all
// is there.
void MuseumKeysTest::signal_7439_the_keyring_was_made_anew() {
  const auto before = everything();
  put("device.key", QByteArray(32, '\x5a'));
  const auto opened = vault().open(kOwner, pin());
  QVERIFY(!opened);
  QVERIFY(opened.error().code != ErrorCode::KeySlotMissing);
  // A key that somebody makes up instead is refused by database and sidecar alike, and makes neither anew.
  QVERIFY(!vault().create(kOwner, pin()));
  QCOMPARE(adapters::openHomeStore(home(), dataKey(9)).error().code, ErrorCode::DatabaseUnreadable);
  QVERIFY(!adapters::rebuildHomeStore(home(), dataKey(9)));
  QVERIFY(!adapters::createHomeStore(home(), dataKey(9)));
  put("device.key", before["device.key"]);
  QCOMPARE(everything(), before);
  QCOMPARE(waiting(), std::size_t{4});
}

// There: a keychain that was locked for a moment was read as having no key, and a new key was written over
// the old one. Here: unreadable is not absent: nothing is made, nothing is written, and a moment later the
// old key opens.
void MuseumKeysTest::element_33986_a_locked_keychain_is_no_absent_key() {
  const auto before = everything();
  m_files.locked = true;
  const int written = m_files.writes;
  for (int tries = 0; tries < 3; ++tries) {
    const auto opened = vault().open(kOwner, pin());
    QVERIFY(!opened);
    QVERIFY(opened.error().code != ErrorCode::KeySlotMissing && opened.error().code != ErrorCode::PinWrong);
    QCOMPARE(vault().create(kOwner, pin()).error().code, ErrorCode::HomeExists);
    QVERIFY(!vault().users());
  }
  QCOMPARE(m_files.writes, written);
  m_files.locked = false;
  QCOMPARE(everything(), before);
  QCOMPARE(waiting(), std::size_t{4});
}

// There: deleting the app, or taking the passcode off the device, deleted every payment that was stored.
// Here: database and one copy of the key slots may go: the other copy opens, and the sidecar has the queue.
void MuseumKeysTest::adyen_the_app_deleted_or_the_passcode_removed() {
  const auto before = everything();
  for (const char* copy : {"keyslots-a.json", "keyslots-b.json"}) {
    QDir dir(QString::fromStdString(home()));
    for (const QString& name : {QString::fromLatin1(copy), QStringLiteral("loket.db"),
                                QStringLiteral("loket.db-wal"), QStringLiteral("loket.db-shm")})
      dir.remove(name);
    QCOMPARE(waiting(), std::size_t{4});
    QVERIFY(dir.exists("loket.db"));
    put(QString::fromLatin1(copy), before[QString::fromLatin1(copy)]);
  }
  // With neither copy it is said, and nothing is made in their place.
  for (const char* copy : {"keyslots-a.json", "keyslots-b.json"})
    QVERIFY(QDir(QString::fromStdString(home())).remove(QString::fromLatin1(copy)));
  QCOMPARE(vault().open(kOwner, pin()).error().code, ErrorCode::KeySlotMissing);
  QCOMPARE(vault().create(kOwner, pin()).error().code, ErrorCode::HomeExists);
}

QTEST_GUILESS_MAIN(MuseumKeysTest)
#include "keys_test.moc"
