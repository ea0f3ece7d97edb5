// Opening a home's database: the settings that make it durable and secret, and the ways it says no without ever
// touching what is there.
#include <sqlite3.h>

#include <QFile>
#include <QTest>

#include "core/adapters/store/connection.h"
#include "core/base/text.h"
#include "tests/support/samples.h"

using namespace loket;
using namespace loket::tests;

namespace {

QByteArray bytesOf(const std::string& path) {
  QFile file(QString::fromStdString(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const std::string& path, const QByteArray& bytes) {
  QFile file(QString::fromStdString(path));
  QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
  QCOMPARE(file.write(bytes), bytes.size());
}

ErrorCode refusal(const std::string& path, std::uint8_t keyVariant = 0) {
  const auto opened = adapters::SqlcipherStore::open(path, dataKey(keyVariant));
  return opened ? ErrorCode::Internal : opened.error().code;
}

// A database with enough in it to have pages beyond the first few.
void fill(const StoreHome& home) {
  const auto store = home.create();
  for (int n = 0; n < 20; ++n)
    QVERIFY(store->commit(workOf(acceptedChange(proposedSale(n)))));
}

std::string pragma(adapters::Connection& connection, const std::string& name) {
  auto row = connection.query(("PRAGMA " + name).c_str());
  return row.step() ? row.text(0) : std::string();
}

}  // namespace

class StoreOpenTest : public QObject {
  Q_OBJECT

 private slots:
  void what_was_created_opens_again();
  void a_new_database_never_replaces_an_old_one();
  void a_missing_file_is_a_missing_home_and_stays_missing();
  void a_wrong_key_is_unreadable_and_changes_nothing();
  void an_empty_file_is_unreadable_and_stays_empty();
  void a_damaged_file_is_unreadable_and_stays_as_it_is_data();
  void a_damaged_file_is_unreadable_and_stays_as_it_is();
  void a_damaged_page_is_an_error_and_not_an_empty_answer();
  void a_home_with_a_salt_by_chance_opens();
  void the_salt_follows_from_the_key();
  void a_garbled_first_sector_is_mended_from_the_log();
  void a_newer_schema_is_refused();
  void the_writer_has_every_setting_it_promises_data();
  void the_writer_has_every_setting_it_promises();
  void a_reader_cannot_write();
  void a_statement_is_compiled_once_whatever_is_bound_to_it();
  void the_libraries_are_new_enough();
  void no_plain_text_reaches_the_disk();
};

void StoreOpenTest::what_was_created_opens_again() {
  const StoreHome home;
  fill(home);
  const auto rows = home.open()->payments({});
  QVERIFY(rows.has_value());
  QCOMPARE(rows->size(), std::size_t{20});
}

void StoreOpenTest::a_new_database_never_replaces_an_old_one() {
  const StoreHome home;
  fill(home);
  const QByteArray before = bytesOf(home.path());
  const auto again = adapters::SqlcipherStore::create(home.path(), dataKey());
  QVERIFY(!again);
  QCOMPARE(again.error().code, ErrorCode::HomeExists);
  // Not over a file that is no database either.
  put(home.path("other.db"), "x");
  const auto over = adapters::SqlcipherStore::create(home.path("other.db"), dataKey());
  QVERIFY(!over);
  QCOMPARE(over.error().code, ErrorCode::HomeExists);
  QCOMPARE(bytesOf(home.path()), before);
  QCOMPARE(bytesOf(home.path("other.db")), QByteArray("x"));
}

void StoreOpenTest::a_missing_file_is_a_missing_home_and_stays_missing() {
  const StoreHome home;
  QCOMPARE(refusal(home.path()), ErrorCode::HomeMissing);
  QVERIFY(!QFile::exists(QString::fromStdString(home.path())));
  QVERIFY(!adapters::SqlcipherReader::open(home.path(), dataKey()));
  QVERIFY(!QFile::exists(QString::fromStdString(home.path())));
}

void StoreOpenTest::a_wrong_key_is_unreadable_and_changes_nothing() {
  const StoreHome home;
  fill(home);
  const QByteArray before = bytesOf(home.path());
  QCOMPARE(refusal(home.path(), 1), ErrorCode::DatabaseUnreadable);
  const auto reader = adapters::SqlcipherReader::open(home.path(), dataKey(1));
  QVERIFY(!reader);
  QCOMPARE(reader.error().code, ErrorCode::DatabaseUnreadable);
  QCOMPARE(bytesOf(home.path()), before);
}

void StoreOpenTest::an_empty_file_is_unreadable_and_stays_empty() {
  const StoreHome home;
  put(home.path(), {});
  QCOMPARE(refusal(home.path()), ErrorCode::DatabaseUnreadable);
  QVERIFY(QFile::exists(QString::fromStdString(home.path())));
  QCOMPARE(bytesOf(home.path()), QByteArray());
}

void StoreOpenTest::a_damaged_file_is_unreadable_and_stays_as_it_is_data() {
  QTest::addColumn<QString>("damage");
  for (const char* name : {"one byte", "half of the first page", "half of the file", "last page missing",
                           "first page overwritten", "everything overwritten", "plain text"})
    QTest::newRow(name) << QString::fromLatin1(name);
}

void StoreOpenTest::a_damaged_file_is_unreadable_and_stays_as_it_is() {
  QFETCH(QString, damage);
  const StoreHome home;
  fill(home);
  QByteArray bytes = bytesOf(home.path());
  QVERIFY(bytes.size() > 5 * 4096);
  if (damage == "one byte")
    bytes.truncate(1);
  else if (damage == "half of the first page")
    bytes.truncate(2048);
  else if (damage == "half of the file")
    bytes.truncate(bytes.size() / 2);
  else if (damage == "last page missing")
    bytes.chop(4096);
  else if (damage == "first page overwritten")
    bytes.replace(0, 4096, QByteArray(4096, '\x5a'));
  else if (damage == "everything overwritten")
    bytes.fill('\0');
  else
    bytes = "SQLite format 3, or so it says";
  put(home.path(), bytes);
  QCOMPARE(refusal(home.path()), ErrorCode::DatabaseUnreadable);
  QCOMPARE(bytesOf(home.path()), bytes);
}

void StoreOpenTest::a_damaged_page_is_an_error_and_not_an_empty_answer() {
  const StoreHome home;
  fill(home);
  QByteArray bytes = bytesOf(home.path());
  // Everything behind the first page, where the schema is not all of it: one flipped bit in each page.
  for (qsizetype page = 4096; page + 100 < bytes.size(); page += 4096)
    bytes[page + 100] = static_cast<char>(bytes[page + 100] ^ 1);
  put(home.path(), bytes);
  const auto opened = adapters::SqlcipherStore::open(home.path(), dataKey());
  if (opened) {
    QVERIFY(!(*opened)->payments({}));
    QVERIFY(!(*opened)->openPayments());
  } else {
    QCOMPARE(opened.error().code, ErrorCode::DatabaseUnreadable);
  }
  QCOMPARE(bytesOf(home.path()), bytes);
}

void StoreOpenTest::a_home_with_a_salt_by_chance_opens() {
  const StoreHome home;
  const SecretBytes key = dataKey();
  sqlite3* handle = nullptr;
  QCOMPARE(sqlite3_open(home.path().c_str(), &handle), SQLITE_OK);
  const std::string rawKey = "x'" + toHex(key.data(), key.size()) + "'";
  QCOMPARE(sqlite3_key(handle, rawKey.data(), static_cast<int>(rawKey.size())), SQLITE_OK);
  QCOMPARE(sqlite3_exec(handle, "CREATE TABLE was_here (x)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
  const auto opened = adapters::SqlcipherStore::open(home.path(), key);
  QVERIFY(opened.has_value());
  QVERIFY((*opened)->payments({}).has_value());
}

void StoreOpenTest::the_salt_follows_from_the_key() {
  const StoreHome one;
  const StoreHome other;
  one.create();
  other.create();
  QCOMPARE(bytesOf(one.path()).first(16), bytesOf(other.path()).first(16));
  must(adapters::SqlcipherStore::create(one.path("b.db"), dataKey(1)));
  QVERIFY(bytesOf(one.path("b.db")).first(16) != bytesOf(one.path()).first(16));
}

// The power goes while the log is emptied into the database: the sector with the salt is not yet what it was to be, and
// the log still has the whole page. A salt that only that sector knows would lose the shop's day.
void StoreOpenTest::a_garbled_first_sector_is_mended_from_the_log() {
  const StoreHome home;
  fill(home);
  const StoreHome left;
  {
    // Open, so that the log is not emptied; and so much in it that the first page is among it.
    const auto store = home.open();
    for (int n = 20; n < 60; ++n) QVERIFY(store->commit(workOf(acceptedChange(proposedSale(n)))));
    put(left.path(), QByteArray(512, '\x5a') + bytesOf(home.path()).sliced(512));
    put(left.path() + "-wal", bytesOf(home.path() + "-wal"));
  }
  const auto opened = adapters::SqlcipherStore::open(left.path(), dataKey());
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
  const auto rows = (*opened)->payments({});
  QVERIFY(rows.has_value());
  QCOMPARE(rows->size(), std::size_t{60});
}

void StoreOpenTest::a_newer_schema_is_refused() {
  const StoreHome home;
  fill(home);
  {
    const auto raw = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite);
    QVERIFY(raw.has_value());
    QVERIFY((*raw)->execute("PRAGMA user_version = 1000"));
  }
  const QByteArray before = bytesOf(home.path());
  QCOMPARE(refusal(home.path()), ErrorCode::DatabaseVersion);
  QCOMPARE(bytesOf(home.path()), before);
}

void StoreOpenTest::the_writer_has_every_setting_it_promises_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("value");
  const auto row = [](const char* name, const char* value) {
    QTest::newRow(name) << QByteArray(name) << QByteArray(value);
  };
  row("journal_mode", "wal");
  row("synchronous", "2");
  row("locking_mode", "normal");
  row("temp_store", "2");
  row("foreign_keys", "1");
  row("trusted_schema", "0");
  row("cell_size_check", "1");
  row("secure_delete", "1");
  row("recursive_triggers", "1");
  row("user_version", "22");
}

void StoreOpenTest::the_writer_has_every_setting_it_promises() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, value);
  const StoreHome home;
  home.create();
  const auto connection = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite);
  QVERIFY(connection.has_value());
  QCOMPARE(QByteArray::fromStdString(pragma(**connection, name.toStdString())), value);
  // Nothing when the build has no memory mapping at all.
  const std::string mapped = pragma(**connection, "mmap_size");
  QVERIFY(mapped == "0" || mapped.empty());
}

void StoreOpenTest::a_reader_cannot_write() {
  const StoreHome home;
  const auto store = home.create();
  const auto reader = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadOnly);
  QVERIFY(reader.has_value());
  QCOMPARE(pragma(**reader, "query_only"), std::string("1"));
  QVERIFY(!(*reader)->execute("INSERT INTO settings (key, value) VALUES ('a', 'b')"));
  QVERIFY(!(*reader)->execute("CREATE TABLE mine (a TEXT) STRICT"));
}

// Once more for each number of rows that is asked for, before plans were stable.
void StoreOpenTest::a_statement_is_compiled_once_whatever_is_bound_to_it() {
  const StoreHome home;
  fill(home);
  for (const auto mode : {adapters::OpenMode::ReadWrite, adapters::OpenMode::ReadOnly}) {
    const auto connection = must(adapters::Connection::open(home.path(), dataKey(), mode));
    for (const std::int64_t limit : {3, 7, 5}) {
      auto rows = connection->query("SELECT ref FROM payments WHERE state = ? ORDER BY seq LIMIT ?");
      rows.bind("created").bind(limit);
      int count = 0;
      while (rows.step()) ++count;
      QVERIFY(rows.status().has_value());
      QVERIFY(count <= limit);
    }
    QCOMPARE(connection->compiledAgain(), 0);
  }
}

void StoreOpenTest::the_libraries_are_new_enough() {
  QVERIFY(sqlite3_libversion_number() >= 3'051'003);
  const StoreHome home;
  home.create();
  const auto connection = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite);
  QVERIFY(connection.has_value());
  const QString cipher = QString::fromStdString(pragma(**connection, "cipher_version"));
  const QStringList parts = cipher.section(' ', 0, 0).split('.');
  QVERIFY2(parts.size() >= 2, qPrintable(cipher));
  QVERIFY2(parts[0].toInt() * 1000 + parts[1].toInt() >= 4014, qPrintable(cipher));
  QVERIFY(!pragma(**connection, "cipher_provider").empty());
}

void StoreOpenTest::no_plain_text_reaches_the_disk() {
  const QByteArray name = "KANARI BINTI PRIBADI";
  const QByteArray number = "081234099999";
  const StoreHome home;
  const auto store = home.create();
  for (int n = 0; n < 30; ++n) {
    Payment sale = proposedSale(n);
    sale.customerName = name.toStdString();
    sale.number = number.toStdString();
    QVERIFY(store->commit(workOf(acceptedChange(sale))));
  }
  // While the store is open the newest pages lie in the write-ahead log.
  const QByteArray wal = bytesOf(home.path("loket.db-wal"));
  QVERIFY(wal.size() > 4096);
  const QByteArray db = bytesOf(home.path());
  QVERIFY(db.size() >= 4096);
  for (const QByteArray& canary : {name, number, QByteArray("SQLite format 3"), QByteArray("payments")}) {
    QVERIFY2(!db.contains(canary), canary.constData());
    QVERIFY2(!wal.contains(canary), canary.constData());
    QVERIFY2(!bytesOf(home.path("loket.db-shm")).contains(canary), canary.constData());
  }
}

QTEST_GUILESS_MAIN(StoreOpenTest)
#include "store_open_test.moc"
