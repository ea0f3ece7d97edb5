// A backup of a home: made while others write, whole to the last bit or refused, and never half of one where a whole one was.
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

#include "core/adapters/store/home_backup.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/entropy.h"
#include "tests/support/samples.h"
#include "tests/unit/store/failing_disk.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr Instant kMadeAt{1'796'000'000'000};
const BackupGoOn kGoOn = [](std::uint64_t, std::uint64_t) { return true; };

QByteArray bytesOf(const std::string& path) {
  QFile file(QString::fromStdString(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const std::string& path, const QByteArray& bytes) {
  QFile file(QString::fromStdString(path));
  if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", path.c_str());
}

std::string folderOf(const StoreHome& home) { return QFileInfo(QString::fromStdString(home.path())).path().toStdString(); }

QStringList filesIn(const std::string& folder) { return QDir(QString::fromStdString(folder)).entryList(QDir::Files, QDir::Name); }

class Shop {
 public:
  explicit Shop(int payments, StoreHome::Place place = StoreHome::Place::Memory, std::uint8_t keyVariant = 0)
      : home(place), key(dataKey(keyVariant)), store(must(adapters::SqlcipherStore::create(home.path(), key))) {
    ports::UnitOfWork named;
    named.settings["outlet.name"] = "Warung Rahasia";
    must(store->commit(named).map([] { return true; }));
    for (int n = 0; n < payments; ++n) sell(n);
  }
  void sell(int n) { must(store->commit(workOf(acceptedChange(proposedSale(n)))).map([] { return true; })); }
  std::string file() const { return home.path("backup.loket"); }
  Result<BackupFacts> back(const std::string& path, adapters::JournalDisk& disk = adapters::systemJournalDisk(),
                           const BackupGoOn& goOn = kGoOn) {
    return adapters::makeBackup({folderOf(home), key, "{\"user\":\"@recovery\"}", "{\"slots\":\"Sri\"}"}, path, kMadeAt,
                                {disk, entropy}, goOn);
  }
  Result<BackupFacts> check(const std::string& path) {
    return adapters::checkBackup(adapters::systemJournalDisk(), path, key, folderOf(home), kGoOn);
  }

  StoreHome home;
  SecretBytes key;
  adapters::SystemEntropy entropy;
  std::unique_ptr<adapters::SqlcipherStore> store;
};

// A backup of nothing that is a database, so small that every bit of it can be tried.
std::string tinyBackup(const StoreHome& home, const char* name) {
  adapters::SystemEntropy entropy;
  adapters::BackupContents contents;
  contents.facts.madeAt = kMadeAt;
  contents.facts.outlet = "Warung";
  contents.keySlots = "{}";
  const std::string path = home.path(name);
  auto writer = must(adapters::BackupWriter::create(adapters::systemJournalDisk(), path, dataKey(), "{\"slot\":1}", entropy,
                                                    contents));
  for (const char* piece : {"first piece", "second one!", "and the third"})
    must(writer.database(piece).map([] { return true; }));
  must(writer.finish().map([] { return true; }));
  return path;
}

// What reading it says; nothing when it is believed.
std::optional<ErrorCode> refusal(const std::string& path, std::uint8_t keyVariant = 0) {
  const auto head = adapters::readBackupHead(adapters::systemJournalDisk(), path);
  if (!head)
    return head.error().code;
  const auto read = adapters::readBackup(adapters::systemJournalDisk(), path, *head, dataKey(keyVariant),
                                         [](std::string_view) { return Status(); });
  return read ? std::nullopt : std::optional<ErrorCode>(read.error().code);
}

}  // namespace

class StoreBackupTest : public QObject {
  Q_OBJECT

 private slots:
  void what_was_there_is_in_it();
  void a_sale_waits_for_no_piece_and_is_not_in_it();
  void every_bit_counts();
  void every_length_counts();
  void every_part_has_its_place();
  void a_damaged_database_inside_is_found();
  void each_refusal_has_a_name();
  void what_is_not_ours_is_never_replaced();
  void a_disk_that_fails_anywhere_leaves_a_whole_backup_or_none();
  void a_full_disk_is_named_and_nothing_stays();
  void given_up_is_gone();
  void nothing_in_it_is_clear();
};

void StoreBackupTest::what_was_there_is_in_it() {
  Shop shop(40);
  const auto made = shop.back(shop.file());
  QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
  QCOMPARE(made->payments, 40);
  QCOMPARE(made->open, 40);
  QCOMPARE(made->outlet, std::string("Warung Rahasia"));
  QCOMPARE(made->bytes, static_cast<std::uint64_t>(bytesOf(shop.file()).size()));
  QCOMPARE(QFile::permissions(QString::fromStdString(shop.file())) &
               (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
           QFile::Permissions());
  const auto checked = shop.check(shop.file());
  QVERIFY2(checked.has_value(), checked ? "" : checked.error().detail.c_str());
  QCOMPARE(checked->madeAt, kMadeAt);
  QCOMPARE(checked->payments, 40);
  // Nothing else is left.
  QCOMPARE(filesIn(folderOf(shop.home)).filter("backup"), QStringList{"backup.loket"});

  const std::string copy = shop.home.path("copy.db");
  const auto contents = must(adapters::unpackBackup(adapters::systemJournalDisk(), shop.file(), shop.key, copy, kGoOn));
  QCOMPARE(contents.keySlots, std::string("{\"slots\":\"Sri\"}"));
  const auto store = must(adapters::SqlcipherStore::open(copy, shop.key));
  QVERIFY(store->verifyAll());
  QCOMPARE(store->commits(), shop.store->commits());
  QCOMPARE(store->mark(), shop.store->mark());
  const auto mine = must(shop.store->payments({}));
  const auto theirs = must(store->payments({}));
  QCOMPARE(theirs.size(), mine.size());
  for (std::size_t i = 0; i < mine.size(); ++i) QCOMPARE(theirs[i].payment.ref, mine[i].payment.ref);
}

void StoreBackupTest::a_sale_waits_for_no_piece_and_is_not_in_it() {
  Shop shop(600);
  int sold = 0;
  std::uint64_t before = 0;
  const auto made = shop.back(shop.file(), adapters::systemJournalDisk(), [&](std::uint64_t done, std::uint64_t total) {
    // Begun anew by a commit, it would go back.
    if (done < before || done > total)
      return false;
    before = done;
    if (sold < 50)
      shop.sell(10'000 + sold++);
    return true;
  });
  QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
  QVERIFY2(sold > 4, qPrintable(QString::number(sold)));
  QCOMPARE(made->payments, 600);
  QVERIFY(shop.check(shop.file()).has_value());
  ports::PaymentQuery all;
  all.limit = 1000;
  QCOMPARE(must(shop.store->payments(all)).size(), static_cast<std::size_t>(600 + sold));
}

void StoreBackupTest::every_bit_counts() {
  const StoreHome home(StoreHome::Place::Memory);
  const std::string path = tinyBackup(home, "tiny");
  QCOMPARE(refusal(path), std::optional<ErrorCode>());
  const QByteArray whole = bytesOf(path);
  for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
    QByteArray flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    put(path, flipped);
    const auto code = refusal(path);
    QVERIFY2(code == ErrorCode::BackupDamaged ||
                 (bit < 16 * 8 && (code == ErrorCode::NotABackup || code == ErrorCode::BackupVersion)),
             qPrintable(QString("bit %1").arg(bit)));
  }
}

void StoreBackupTest::every_length_counts() {
  const StoreHome home(StoreHome::Place::Memory);
  const std::string path = tinyBackup(home, "tiny");
  const QByteArray whole = bytesOf(path);
  for (qsizetype size = 0; size < whole.size(); ++size) {
    put(path, whole.left(size));
    QVERIFY2(refusal(path) == (size < 16 ? ErrorCode::NotABackup : ErrorCode::BackupDamaged),
             qPrintable(QString("%1 bytes").arg(size)));
  }
  put(path, whole + '\0');
  QVERIFY(refusal(path) == ErrorCode::BackupDamaged);
}

void StoreBackupTest::every_part_has_its_place() {
  const StoreHome home(StoreHome::Place::Memory);
  const std::string path = tinyBackup(home, "tiny");
  const QByteArray whole = bytesOf(path);
  const auto head = must(adapters::readBackupHead(adapters::systemJournalDisk(), path));
  const auto partsOf = [](const QByteArray& bytes, qsizetype from) {
    QList<QByteArray> parts;
    while (from < bytes.size()) {
      const auto* length = reinterpret_cast<const unsigned char*>(bytes.constData()) + from;
      const qsizetype size = 4 + length[0] + 256 * length[1];
      parts.append(bytes.mid(from, size));
      from += size;
    }
    return parts;
  };
  const auto start = static_cast<qsizetype>(head.bytes);
  const QList<QByteArray> parts = partsOf(whole, start);
  QCOMPARE(parts.size(), 5);
  const auto put_together = [&](const QList<QByteArray>& some) {
    put(path, whole.left(start) + some.join());
    return refusal(path);
  };
  QVERIFY(put_together(parts) == std::nullopt);
  const QByteArray other = bytesOf(tinyBackup(home, "other"));
  const QList<QByteArray> theirs = partsOf(other, start);
  for (qsizetype i = 0; i < parts.size(); ++i) {
    QList<QByteArray> without = parts;
    without.removeAt(i);
    QVERIFY(put_together(without) == ErrorCode::BackupDamaged);
    QList<QByteArray> twice = parts;
    twice.insert(i, parts[i]);
    QVERIFY(put_together(twice) == ErrorCode::BackupDamaged);
    QList<QByteArray> spliced = parts;
    spliced[i] = theirs[i];
    QVERIFY(put_together(spliced) == ErrorCode::BackupDamaged);
    for (qsizetype j = i + 1; j < parts.size(); ++j) {
      QList<QByteArray> swapped = parts;
      swapped.swapItemsAt(i, j);
      QVERIFY(put_together(swapped) == ErrorCode::BackupDamaged);
    }
  }
  // One head with the other's body.
  put(path, whole.left(start) + other.mid(start));
  QVERIFY(refusal(path) == ErrorCode::BackupDamaged);
}

// Sealed rightly, and not what it should be: whoever wrote it had a broken disk.
void StoreBackupTest::a_damaged_database_inside_is_found() {
  Shop shop(40);
  QVERIFY(shop.back(shop.file()));
  const std::string copy = shop.home.path("copy.db");
  auto contents = must(adapters::unpackBackup(adapters::systemJournalDisk(), shop.file(), shop.key, copy, kGoOn));
  const QByteArray database = bytesOf(copy);
  const auto sealed = [&](const QByteArray& bytes) {
    auto writer = must(adapters::BackupWriter::create(adapters::systemJournalDisk(), shop.file(), shop.key, "{}",
                                                      shop.entropy, contents));
    must(writer.database(std::string_view(bytes.constData(), 60'000)).map([] { return true; }));
    must(writer.database(std::string_view(bytes.constData() + 60'000, static_cast<std::size_t>(bytes.size()) - 60'000))
             .map([] { return true; }));
    must(writer.finish().map([] { return true; }));
  };
  sealed(database);
  QVERIFY(shop.check(shop.file()));
  QByteArray garbled = database;
  garbled[garbled.size() - 2000] = static_cast<char>(~garbled[garbled.size() - 2000]);
  sealed(garbled);
  QCOMPARE(shop.check(shop.file()).error().code, ErrorCode::BackupDamaged);
  contents.facts.payments = 39;
  sealed(database);
  QCOMPARE(shop.check(shop.file()).error().code, ErrorCode::BackupDamaged);
}

void StoreBackupTest::each_refusal_has_a_name() {
  const StoreHome home(StoreHome::Place::Memory);
  const std::string path = tinyBackup(home, "tiny");
  QVERIFY(refusal(path, 1) == ErrorCode::BackupForeign);
  QVERIFY(refusal(home.path("none")) == ErrorCode::NotFound);
  QVERIFY(refusal(folderOf(home)) == ErrorCode::NotABackup);
  put(home.path("letter"), "Dear backup, this is only a letter and no backup at all.");
  QVERIFY(refusal(home.path("letter")) == ErrorCode::NotABackup);
  QByteArray newer = bytesOf(path);
  newer[12] = 2;
  put(path, newer);
  QVERIFY(refusal(path) == ErrorCode::BackupVersion);
}

void StoreBackupTest::what_is_not_ours_is_never_replaced() {
  Shop shop(3);
  const std::string letter = shop.home.path("letter");
  put(letter, "mine");
  QCOMPARE(shop.back(letter).error().code, ErrorCode::FileExists);
  QCOMPARE(bytesOf(letter), QByteArray("mine"));
  Shop other(2, StoreHome::Place::Memory, 1);
  QVERIFY(other.back(other.file()));
  const QByteArray theirs = bytesOf(other.file());
  QCOMPARE(shop.back(other.file()).error().code, ErrorCode::FileExists);
  QCOMPARE(bytesOf(other.file()), theirs);
  QCOMPARE(shop.back(folderOf(shop.home)).error().code, ErrorCode::FileExists);
  QVERIFY(shop.back(shop.file()));
  shop.sell(77);
  QCOMPARE(must(shop.back(shop.file())).payments, 4);
  QCOMPARE(must(shop.check(shop.file())).payments, 4);
}

void StoreBackupTest::a_disk_that_fails_anywhere_leaves_a_whole_backup_or_none() {
  Shop shop(3);
  for (const bool replaces : {false, true}) {
    int failures = 0;
    for (int n = 1;; ++n) {
      const std::string path = shop.home.path("failing" + std::to_string(replaces));
      QFile::remove(QString::fromStdString(path));
      if (replaces)
        QVERIFY(shop.back(path));
      const QByteArray before = bytesOf(path);
      FailingDisk disk;
      disk.failAt(n);
      const auto made = shop.back(path, disk);
      if (!disk.failed()) {
        QVERIFY(made);
        break;
      }
      ++failures;
      if (QFile::exists(QString::fromStdString(path)))
        QVERIFY(bytesOf(path) == before || shop.check(path).has_value());
      else
        QVERIFY(!replaces);
    }
    QVERIFY2(failures > 10, qPrintable(QString::number(failures)));
  }
}

void StoreBackupTest::a_full_disk_is_named_and_nothing_stays() {
  Shop shop(3);
  QTemporaryDir folder;
  const auto stick = TinyDisk::mount(folder.path().toStdString(), 4);
  if (!stick)
    QSKIP("mounting is not allowed here");
  const std::string path = stick->folder() + "/backup.loket";
  QVERIFY(shop.back(path));
  const QByteArray before = bytesOf(path);
  stick->fill();
  const auto made = shop.back(path);
  QVERIFY(!made);
  QCOMPARE(made.error().code, ErrorCode::DiskFull);
  QVERIFY2(made.error().detail.find(stick->folder()) != std::string::npos, made.error().detail.c_str());
  QCOMPARE(bytesOf(path), before);
  QCOMPARE(filesIn(stick->folder()), (QStringList{"backup.loket", "filler"}));
  // A stick that has gone.
  const auto gone = shop.back(stick->folder() + "/none/backup.loket");
  QCOMPARE(gone.error().code, ErrorCode::DiskFault);
  QVERIFY2(gone.error().detail.find("/none/") != std::string::npos, gone.error().detail.c_str());
}

void StoreBackupTest::given_up_is_gone() {
  Shop shop(3);
  for (const bool late : {false, true}) {
    const auto made = shop.back(shop.file(), adapters::systemJournalDisk(), [late](std::uint64_t done, std::uint64_t total) {
      return late && done < total;
    });
    QCOMPARE(made.error().code, ErrorCode::Closed);
    QCOMPARE(filesIn(folderOf(shop.home)).filter("backup"), QStringList());
  }
}

void StoreBackupTest::nothing_in_it_is_clear() {
  Shop shop(20);
  QVERIFY(shop.back(shop.file()));
  const QByteArray bytes = bytesOf(shop.file());
  const Payment sold = proposedSale(3);
  // Long ones: three letters stand in so many random bytes by chance, once in a score of runs.
  for (const std::string& clear : {std::string("Rahasia"), std::string("SQLite format"), sold.number,
                                   sold.ref.str(), sold.productName, std::string(shop.key.view())})
    QVERIFY2(!bytes.contains(QByteArray::fromStdString(clear)), clear.c_str());
}

QTEST_GUILESS_MAIN(StoreBackupTest)
#include "backup_test.moc"
