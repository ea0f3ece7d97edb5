// Disks that forgot, filled up or lied, and databases that did not notice. The real store: on files, and on a
// disk that loses its power.
#include <QFile>
#include <QTest>
#include <atomic>
#include <thread>

#include <sqlite3.h>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/files.h"
#include "tests/simulator/power/power_journal.h"
#include "tests/simulator/power/power_vfs.h"
#include "tests/simulator/power/shop.h"
#include "tests/support/samples.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;
using namespace loket::tests;
using simulator::DiskEvent;
using simulator::Io;
using simulator::PowerDisk;
using simulator::PowerJournal;
using simulator::PowerOutcome;
using simulator::PowerPlan;
using simulator::PowerPlant;
using simulator::Step;

// The linker puts this in the place of SQLite's own, for a library that is older than it is.
extern "C" {
int __real_sqlite3_libversion_number();
int __wrap_sqlite3_libversion_number();
int __real_sqlite3_compileoption_used(const char* name);
int __wrap_sqlite3_compileoption_used(const char* name);
}
namespace {
int g_olderVersion = 0;
bool g_withoutFullText = false;
}
int __wrap_sqlite3_compileoption_used(const char* name) {
  return g_withoutFullText && QByteArray(name) == "ENABLE_FTS5" ? 0 : __real_sqlite3_compileoption_used(name);
}

int __wrap_sqlite3_libversion_number() {
  return g_olderVersion != 0 ? g_olderVersion : __real_sqlite3_libversion_number();
}

namespace {

constexpr qsizetype kPage = 4096;

QByteArray bytesOf(const std::string& path) {
  QFile file(QString::fromStdString(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(absent)");
}

void put(const std::string& path, const QByteArray& bytes) {
  QFile file(QString::fromStdString(path));
  if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
    qFatal("cannot write");
}

// A library that does not take this setting and says nothing: every connection opened meanwhile has another
// value of it, and keeps that.
class DeafTo final {
 public:
  enum class To { Order, Question };
  DeafTo(const char* pragma, To what, const char* before) {
    s_pragma = pragma;
    s_what = what;
    s_before = before;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(begin));
  }
  ~DeafTo() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(begin)); }
  DeafTo(const DeafTo&) = delete;
  DeafTo& operator=(const DeafTo&) = delete;

 private:
  static int begin(sqlite3* connection, char**, const sqlite3_api_routines*) {
    if (s_before != nullptr)
      sqlite3_exec(connection, s_before, nullptr, nullptr, nullptr);
    return sqlite3_set_authorizer(connection, decide, nullptr);
  }
  static int decide(void*, int action, const char* name, const char* value, const char*, const char*) {
    if (action != SQLITE_PRAGMA || std::string_view(name) != s_pragma)
      return SQLITE_OK;
    return (s_what == To::Order) == (value != nullptr) ? SQLITE_IGNORE : SQLITE_OK;
  }
  static inline std::string_view s_pragma;
  static inline To s_what = To::Order;
  static inline const char* s_before = nullptr;
};

// A home on a disk whose syncs fail, that fills up, and whose programs are killed.
class SimulatedHome final {
 public:
  // The store looks for a file in the real folder too.
  SimulatedHome(const StoreHome& real, std::uint64_t seed) : m_real(real), m_disk(seed), m_journal(m_disk) {
    simulator::installPowerVfs();
    simulator::putIn(&m_disk);
    m_options.disk = &m_journal;
    QFile::remove(QString::fromStdString(m_real.path()));
    m_store = must(adapters::createHomeStore(m_real.path(""), dataKey(), m_options)).store;
    put(m_real.path(), QByteArray(kPage, ' '));
  }
  ~SimulatedHome() {
    kill();
    simulator::putIn(nullptr);
  }
  SimulatedHome(const SimulatedHome&) = delete;
  SimulatedHome& operator=(const SimulatedHome&) = delete;

  PowerDisk& disk() { return m_disk; }
  adapters::SqlcipherStore& store() { return *m_store; }
  std::size_t count() { return must(m_store->openPayments()).size(); }
  Status sell(int n) { return m_store->commit(workOf(acceptedChange(proposedSale(n)))); }
  Status open() {
    auto opened = adapters::openHomeStore(m_real.path(""), dataKey(), m_options);
    if (!opened)
      return fail(opened.error());
    m_store = std::move(opened->store);
    return {};
  }
  // Nothing that a program does at its end reaches the disk; what it wrote before is still shown.
  void kill() {
    m_disk.plan(DiskEvent::ErrorForEver, 1);
    m_store.reset();
    static_cast<void>(m_disk.takeStruck());
    m_disk.powerOn(PowerDisk::Care::Mended);
  }
  void losePower() {
    m_disk.cut(DiskEvent::CutBefore);
    m_store.reset();
    m_disk.powerOn(PowerDisk::Care::Mended);
  }

 private:
  const StoreHome& m_real;
  PowerDisk m_disk;
  PowerJournal m_journal;
  adapters::HomeStoreOptions m_options;
  std::unique_ptr<adapters::SqlcipherStore> m_store;
};

void sell(adapters::SqlcipherStore& store, int from, int to) {
  for (int n = from; n < to; ++n)
    if (!store.commit(workOf(acceptedChange(proposedSale(n)))))
      qFatal("not kept");
}

PowerPlan planOf(std::vector<Step> steps, PowerPlant plant = PowerPlant::None) {
  PowerPlan plan;
  plan.steps = std::move(steps);
  plan.plant = plant;
  return plan;
}

PowerOutcome run(const PowerPlan& plan) {
  return runPlan(plan, simulator::Telling::Nothing);
}

// Every call of the plan's first life, with this event at it. The first broken invariant, or nothing.
std::string enumerate(PowerPlan plan, DiskEvent event, int& strikes,
                      std::optional<simulator::Io> only = std::nullopt) {
  const PowerOutcome quiet = run(plan);
  if (!quiet.violation.empty())
    return quiet.violation;
  const std::uint64_t last = simulator::isCut(event) ? quiet.changes : quiet.calls;
  for (std::uint64_t at = 1; at <= last; ++at) {
    plan.events = {{event, at}};
    plan.seed = at;
    // All pages are read after every tenth; that costs more than the day.
    plan.integrity = at % 10 == 0 ? PowerPlan::Integrity::Check : PowerPlan::Integrity::Skip;
    const PowerOutcome outcome = run(plan);
    for (const auto& [what, io] : outcome.struck) strikes += !only || io == *only ? 1 : 0;
    if (!outcome.violation.empty())
      return outcome.violation;
  }
  return {};
}

}  // namespace

class MuseumDiskTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_home = std::make_unique<StoreHome>(StoreHome::Place::Memory); }
  void init() { m_home = std::make_unique<StoreHome>(StoreHome::Place::Memory); }
  // On files first: the disk that loses its power stays SQLite's own once it is there.
  void sqlite_two_connections_reset_the_log();
  void sqlite_too_old_is_refused_at_start();
  void sqlite_a_setting_that_is_not_taken_data();
  void sqlite_a_setting_that_is_not_taken();
  void signal_3869_only_the_first_row_was_read();
  void signal_5467_nothing_helps_but_erasing_it();
  void keepassxc_6634_emptied_by_a_full_disk();
  void keepassxc_11819_a_database_of_no_bytes();
  void couchbase_1482_mapped_memory_and_a_power_cut();
  void odoo_125037_a_power_cut_within_five_seconds();
  void fsyncgate_a_failed_sync_is_tried_again();
  void fsyncgate_what_a_failed_sync_left_readable();
  void fsyncgate_a_failed_sync_while_the_log_is_brought_in();
  void sqlite_ioerr_shmsize_no_room_for_the_shared_memory();

 private:
  std::string folder() const { return m_home->path(""); }
  std::unique_ptr<StoreHome> m_home;
};

// There: until SQLite 3.51.3 a checkpoint that resets the log could race with a writer on another connection.
// Here: an older library is refused at start, and with this one nothing is lost between writer and
// checkpointer.
void MuseumDiskTest::sqlite_two_connections_reset_the_log() {
  QVERIFY(sqlite3_libversion_number() >= 3'051'003);
  auto store = m_home->create();
  std::atomic<bool> done{false};
  std::atomic<int> resets{0};
  std::thread checkpointer([&] {
    const auto other =
        must(adapters::Connection::open(m_home->path(), dataKey(), adapters::OpenMode::ReadWrite));
    while (!done)
      if (other->execute("PRAGMA wal_checkpoint(TRUNCATE)"))
        ++resets;
  });
  constexpr int kSales = 300;
  int kept = 0;
  for (int n = 0; n < kSales; ++n) kept += store->commit(workOf(acceptedChange(proposedSale(n)))) ? 1 : 0;
  done = true;
  checkpointer.join();
  QCOMPARE(kept, kSales);
  QVERIFY(resets > 0);
  store.reset();
  store = m_home->open();
  QVERIFY(store->verify());
  QCOMPARE(must(store->openPayments()).size(), std::size_t{kSales});
}

// There: nothing tells a program that the SQLite it was started with is one of those that lose commits.
// Here: the oldest with the repair is taken, the one before it is refused, and no file was touched or made.
void MuseumDiskTest::sqlite_too_old_is_refused_at_start() {
  m_home->create();
  const QByteArray before = bytesOf(m_home->path());
  for (const int version : {3'007'000, 3'051'002}) {
    g_olderVersion = version;
    const auto opened = adapters::SqlcipherStore::open(m_home->path(), dataKey());
    const auto made = adapters::SqlcipherStore::create(m_home->path("other.db"), dataKey());
    g_olderVersion = 0;
    QVERIFY(!opened && !made);
    QCOMPARE(opened.error().code, ErrorCode::DatabaseVersion);
    QCOMPARE(made.error().code, ErrorCode::DatabaseVersion);
    QCOMPARE(bytesOf(m_home->path()), before);
    QCOMPARE(bytesOf(m_home->path("other.db")), QByteArray("(absent)"));
  }
  // New enough, and built without a part that is needed: told at once, and not when something is searched for.
  g_withoutFullText = true;
  const auto without = adapters::SqlcipherStore::open(m_home->path(), dataKey());
  g_withoutFullText = false;
  QVERIFY(!without);
  QCOMPARE(without.error().code, ErrorCode::DatabaseVersion);
  QVERIFY(without.error().detail.find("FTS5") != std::string::npos);
  QCOMPARE(bytesOf(m_home->path()), before);
  g_olderVersion = 3'051'003;
  const auto opened = adapters::SqlcipherStore::open(m_home->path(), dataKey());
  g_olderVersion = 0;
  QVERIFY(opened.has_value());
}

// There: a PRAGMA that is misspelt, not compiled in or impossible just now is no error; the database goes on
// with what it had, and loses commits at the next power cut. Here: each is read back after it was set, and
// the connection is refused when it says anything else.
void MuseumDiskTest::sqlite_a_setting_that_is_not_taken_data() {
  using adapters::OpenMode;
  QTest::addColumn<int>("mode");
  QTest::addColumn<QByteArray>("before");  // for those whose own value is the one that is wanted
  QTest::addColumn<bool>("silent");        // not the order is overheard but the question
  const auto row = [](OpenMode mode, const char* name, const char* before = "", bool silent = false) {
    QTest::addRow("%s %s", mode == OpenMode::Create ? "writer" : "reader", name)
        << static_cast<int>(mode) << QByteArray(before) << silent;
  };
  row(OpenMode::Create, "journal_mode");
  row(OpenMode::Create, "synchronous", "PRAGMA synchronous=NORMAL");
  row(OpenMode::Create, "locking_mode", "PRAGMA locking_mode=EXCLUSIVE");
  row(OpenMode::Create, "mmap_size", "PRAGMA mmap_size=1048576");
  row(OpenMode::Create, "temp_store");
  row(OpenMode::Create, "foreign_keys");
  row(OpenMode::Create, "trusted_schema");
  row(OpenMode::Create, "cell_size_check");
  // The cipher has it on by itself and cannot be made to forget it; here nothing is answered.
  row(OpenMode::Create, "secure_delete", "", true);
  row(OpenMode::Create, "recursive_triggers");
  row(OpenMode::ReadOnly, "query_only");
  row(OpenMode::ReadOnly, "mmap_size", "PRAGMA mmap_size=1048576");
  row(OpenMode::ReadOnly, "temp_store");
  row(OpenMode::ReadOnly, "trusted_schema");
}

void MuseumDiskTest::sqlite_a_setting_that_is_not_taken() {
  QFETCH(const int, mode);
  QFETCH(const QByteArray, before);
  QFETCH(const bool, silent);
  const auto how = static_cast<adapters::OpenMode>(mode);
  const std::string name = QByteArray(QTest::currentDataTag()).split(' ').last().toStdString();
  if (how == adapters::OpenMode::ReadOnly)
    m_home->create();
  {
    const DeafTo deaf(name.c_str(), silent ? DeafTo::To::Question : DeafTo::To::Order,
                      before.isEmpty() ? nullptr : before.constData());
    const auto refused = adapters::Connection::open(m_home->path(), dataKey(), how);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DatabaseVersion);
    QVERIFY2(refused.error().detail.rfind(name + "=", 0) == 0, refused.error().detail.c_str());
  }
  QVERIFY(adapters::Connection::open(m_home->path(), dataKey(), how));
}

// There: a confirmed order was gone when the power failed within five seconds; the browser had not flushed
// it. Here: what the cashier was told is on the disk, wherever the power goes, with the sectors in any order
// or torn.
void MuseumDiskTest::odoo_125037_a_power_cut_within_five_seconds() {
  int strikes = 0;
  for (const DiskEvent cut : {DiskEvent::CutBefore, DiskEvent::CutMixed, DiskEvent::CutTorn})
    QCOMPARE(enumerate(planOf({Step::SellOffline, Step::SellOnline}), cut, strikes), std::string());
  QVERIFY(strikes > 50);
  // The control: with a disk that only says that it has synced, what was told is lost. (A database that is synced
  // later comes back from the sidecar.)
  int lost = 0;
  std::string found;
  for (const DiskEvent cut : {DiskEvent::CutBefore, DiskEvent::CutMixed, DiskEvent::CutTorn})
    found += enumerate(planOf({Step::SellOffline, Step::SellOnline}, PowerPlant::SyncIsNothing), cut, lost);
  QVERIFY(!found.empty());
}

// There: 3,994 documents were gone after a power cut, because what was written lay in mapped memory.
// Here: the database is written, never mapped; the power goes after a day of sales and a few emptied logs.
void MuseumDiskTest::couchbase_1482_mapped_memory_and_a_power_cut() {
  {
    const auto store = m_home->create();
    sell(*store, 0, 50);
    for (const QByteArray& line : bytesOf("/proc/self/maps").split('\n'))
      QVERIFY2(!line.contains("loket.db") || line.endsWith("-shm"), line.constData());
  }
  PowerPlan plan = planOf(std::vector<Step>(40, Step::SellOffline));
  plan.log = simulator::LogLength::Short;
  const std::uint64_t changes = run(plan).changes;
  QVERIFY(changes > 100);
  for (std::uint64_t back = 0; back < 12; ++back) {
    plan.seed = back + 1;
    plan.events = {{back % 2 == 0 ? DiskEvent::CutBefore : DiskEvent::CutMixed, changes - back * 3}};
    const PowerOutcome outcome = run(plan);
    QCOMPARE(outcome.violation, std::string());
    QVERIFY(outcome.cuts >= 1);
  }
}

// There: a sync that failed once and then said yes had dropped the pages; databases that tried again lost
// them. Here: after a sync that failed the handle is worthless; what is acknowledged later was read back from
// the disk.
void MuseumDiskTest::fsyncgate_a_failed_sync_is_tried_again() {
  int strikes = 0;
  QCOMPARE(enumerate(planOf({Step::SellOffline, Step::SellOnline, Step::Sync}), DiskEvent::ErrorOnce, strikes,
                     simulator::Io::Sync),
           std::string());
  QVERIFY(strikes >= 5);
  // The control: programs that swallow the error, or go on with the handle.
  for (const PowerPlant plant : {PowerPlant::SwallowsErrors, PowerPlant::GoesOnAfterErrors})
    QVERIFY(!enumerate(planOf({Step::SellOffline, Step::SellOnline, Step::SellOffline}, plant),
                       DiskEvent::ErrorOnce, strikes)
                 .empty());
}

// There: some file systems (ext4) go on showing what a failed sync did not keep; the next process read it,
// went on behind it, and lost both with the power. Here: what a dead process left in the log is written and
// synced once more before anything is added, so what was shown after the start is there after the power cut.
void MuseumDiskTest::fsyncgate_what_a_failed_sync_left_readable() {
  constexpr std::size_t kBefore = 3;
  int shown = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    bool struck = true;
    for (std::uint64_t call = 1; struck; ++call) {
      SimulatedHome home(*m_home, seed);
      for (int n = 0; n < static_cast<int>(kBefore); ++n) QVERIFY(home.sell(n));
      home.disk().plan(DiskEvent::ErrorOnce, call);
      const Status last = home.sell(3);
      const auto what = home.disk().takeStruck();
      struck = what.has_value();
      if (!struck || what->second != Io::Sync)
        continue;
      QVERIFY(!last);
      QCOMPARE(last.error().code, ErrorCode::CommitUnsure);
      home.kill();
      const Status again = home.open();
      QVERIFY2(again, again ? "" : again.error().detail.c_str());
      const std::size_t seen = home.count();
      QVERIFY(seen == kBefore || seen == kBefore + 1);
      shown += seen > kBefore ? 1 : 0;
      QVERIFY(home.sell(4));
      home.losePower();
      const Status after = home.open();
      QVERIFY2(after, after ? "" : after.error().detail.c_str());
      QCOMPARE(home.count(), seen + 1);
    }
  }
  QVERIFY(shown > 0);
}

// There: the sync that was to repair what an earlier one had lost failed as well, and nobody looked.
// Here: a home in which a sync has failed while it was being opened is not open, and nothing in it is lost.
void MuseumDiskTest::fsyncgate_a_failed_sync_while_the_log_is_brought_in() {
  constexpr std::size_t kBefore = 4;
  int strikes = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    bool struck = true;
    for (std::uint64_t call = 1; struck; ++call) {
      SimulatedHome home(*m_home, seed);
      for (int n = 0; n < static_cast<int>(kBefore); ++n) QVERIFY(home.sell(n));
      home.kill();
      home.disk().plan(DiskEvent::ErrorOnce, call);
      const Status opened = home.open();
      const auto what = home.disk().takeStruck();
      struck = what.has_value();
      if (!struck || what->second != Io::Sync)
        continue;
      ++strikes;
      QVERIFY(!opened);
      QCOMPARE(opened.error().code, ErrorCode::DiskFault);
      const Status again = home.open();
      QVERIFY2(again, again ? "" : again.error().detail.c_str());
      QCOMPARE(home.count(), kBefore);
      QVERIFY(home.sell(4));
      home.losePower();
      const Status after = home.open();
      QVERIFY2(after, after ? "" : after.error().detail.c_str());
      QCOMPARE(home.count(), kBefore + 1);
    }
  }
  QVERIFY(strikes >= 4);  // the log's and the database's, in each
}

// There: without room for the memory beside the log SQLite answers with an I/O error, not with "full", and
// programs call the disk broken. Here: it is a full disk; nothing was touched, and with room again the home
// opens with everything in it.
void MuseumDiskTest::sqlite_ioerr_shmsize_no_room_for_the_shared_memory() {
  SimulatedHome home(*m_home, 1);
  for (int n = 0; n < 4; ++n) QVERIFY(home.sell(n));
  home.kill();
  home.disk().plan(DiskEvent::Full, 1);
  const Status full = home.open();
  QVERIFY(!full);
  QVERIFY2(full.error().detail.find('(' + std::to_string(SQLITE_IOERR_SHMSIZE) + ')') != std::string::npos,
           full.error().detail.c_str());
  QCOMPARE(full.error().code, ErrorCode::DiskFull);
  home.disk().powerOn(PowerDisk::Care::Mended);
  QVERIFY(home.open());
  QCOMPARE(home.count(), std::size_t{4});
  QVERIFY(home.sell(4));
  QVERIFY(home.store().verify());
}

// There: the integrity check answers with a row for every damaged page, and only the first row was read.
// Here: damage is found wherever it is, in one page or in several, and the database is left as it is.
void MuseumDiskTest::signal_3869_only_the_first_row_was_read() {
  {
    const auto store = m_home->create();
    sell(*store, 0, 60);
    QVERIFY(store->verify());
  }
  const QByteArray whole = bytesOf(m_home->path());
  const qsizetype pages = whole.size() / kPage;
  QVERIFY(pages > 12);
  const QList<QList<qsizetype>> damages = {
      {1}, {2}, {pages / 2}, {pages - 2}, {pages - 1}, {3, pages - 1}, {pages - 2, pages - 1}};
  for (const auto& damaged : damages) {
    QByteArray bytes = whole;
    for (const qsizetype page : damaged)
      bytes[page * kPage + 200] = static_cast<char>(bytes[page * kPage + 200] ^ 1);
    put(m_home->path(), bytes);
    auto opened = adapters::SqlcipherStore::open(m_home->path(), dataKey());
    if (opened) {
      const Status verified = (*opened)->verify();
      QVERIFY2(!verified, qPrintable(QString::number(damaged.front())));
      QCOMPARE(verified.error().code, ErrorCode::DatabaseUnreadable);
    }
    opened = tl::unexpected<Error>(Error{});
    QCOMPARE(bytesOf(m_home->path()), bytes);
  }
}

// There: for a damaged database there was no help but to erase it.
// Here: it is kept under another name, and a new one is made of the sidecar with everything that is not
// settled.
void MuseumDiskTest::signal_5467_nothing_helps_but_erasing_it() {
  const std::string home = folder();
  {
    const auto made = must(adapters::openHomeStore(home, dataKey()).or_else([&](const Error&) {
      return adapters::createHomeStore(home, dataKey());
    }));
    sell(*made.store, 0, 25);
  }
  QByteArray bytes = bytesOf(m_home->path());
  for (qsizetype at = 100; at < bytes.size(); at += kPage) bytes[at] = static_cast<char>(bytes[at] ^ 1);
  put(m_home->path(), bytes);
  QVERIFY(!adapters::openHomeStore(home, dataKey()));
  QCOMPARE(bytesOf(m_home->path()), bytes);
  const auto rebuilt = must(adapters::rebuildHomeStore(home, dataKey()));
  QCOMPARE(must(rebuilt.store->openPayments()).size(), std::size_t{25});
  QVERIFY(rebuilt.store->verify());
  QCOMPARE(bytesOf(m_home->path("loket.db.aside-1")), bytes);
}

// There: saved on a full disk, the database was empty afterwards.
// Here: a file is replaced whole or not at all, and a commit for which there is no room leaves what was
// there.
void MuseumDiskTest::keepassxc_6634_emptied_by_a_full_disk() {
  adapters::SystemFiles files;
  const std::string slotFile = m_home->path("keyslots-a.json");
  const std::string old(3000, 'o');
  QVERIFY(files.writeDurably(slotFile, old));
  auto home = must(adapters::createHomeStore(folder(), dataKey()));
  sell(*home.store, 0, 5);
  {
    const ShortFiles noRoom(2000);
    QVERIFY(!files.writeDurably(slotFile, std::string(3000, 'n')));
    QVERIFY(!home.store->commit(workOf(acceptedChange(proposedSale(5)))));
  }
  QCOMPARE(must(files.read(slotFile)), std::optional(old));
  QCOMPARE(bytesOf(slotFile + ".new"), QByteArray("(absent)"));
  home = {};
  home = must(adapters::openHomeStore(folder(), dataKey()));
  const std::size_t kept = must(home.store->openPayments()).size();
  QVERIFY(kept == 5 || kept == 6);
  QVERIFY(home.store->verify());
  QVERIFY(home.store->commit(workOf(acceptedChange(proposedSale(6)))));
}

// There: when the hardware key did not answer in time the database was saved with no bytes.
// Here: a file without bytes is no new database: it is refused, left alone, and rebuilt from the sidecar by
// order.
void MuseumDiskTest::keepassxc_11819_a_database_of_no_bytes() {
  {
    const auto made = must(adapters::createHomeStore(folder(), dataKey()));
    sell(*made.store, 0, 9);
  }
  for (const char* tail : {"-wal", "-shm"}) QFile::remove(QString::fromStdString(m_home->path() + tail));
  put(m_home->path(), {});
  const auto refused = adapters::openHomeStore(folder(), dataKey());
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
  QCOMPARE(bytesOf(m_home->path()), QByteArray());
  QVERIFY(!adapters::createHomeStore(folder(), dataKey()));
  const auto rebuilt = must(adapters::rebuildHomeStore(folder(), dataKey()));
  QCOMPARE(must(rebuilt.store->openPayments()).size(), std::size_t{9});
}

QTEST_GUILESS_MAIN(MuseumDiskTest)
#include "disk_test.moc"
