// The sidecar journal: the database may be lost, old or damaged, the sidecar torn, altered or behind, and every disk
// call may fail. What was acknowledged comes back, and what cannot be read is told and kept.
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/payment_json.h"
#include "tests/support/samples.h"
#include "tests/support/virtual_world.h"
#include "tests/unit/store/failing_disk.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;
using namespace loket::tests;
using adapters::HomeStore;
using adapters::HomeStoreOptions;
using adapters::SidecarContents;

namespace {

// A folder with database and sidecar.
class Home {
 public:
  Home() : m_folder((QFileInfo("/dev/shm").isWritable() ? "/dev/shm" : QDir::tempPath()) + "/loket-sidecar-XXXXXX") {}
  std::string path() const { return m_folder.path().toStdString(); }
  QString file(const QString& name) const { return m_folder.filePath(name); }
  HomeStore create(const HomeStoreOptions& options = {}) const {
    return must(adapters::createHomeStore(path(), dataKey(), options));
  }
  Result<HomeStore> tryOpen(const HomeStoreOptions& options = {}) const {
    return adapters::openHomeStore(path(), dataKey(), options);
  }
  HomeStore open(const HomeStoreOptions& options = {}) const { return must(tryOpen(options)); }
  std::optional<SidecarContents> contents() const {
    return must(adapters::readSidecar(adapters::systemJournalDisk(), adapters::sidecarIn(path()),
                                      adapters::sidecarKey(dataKey())));
  }
  QByteArray bytes(const QString& name) const {
    QFile in(file(name));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }
  void put(const QString& name, const QByteArray& bytes) const {
    QFile out(file(name));
    if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate) || out.write(bytes) != bytes.size())
      qFatal("cannot write");
  }
  void lose(const QString& name) const { QFile::remove(file(name)); }
  void loseDatabase() const {
    for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
      lose(QString::fromLatin1(name));
  }
  QStringList aside() const {
    QStringList names;
    for (const std::string& name : adapters::filesAsideIn(path()))
      names.append(QString::fromStdString(name));
    return names;
  }

 private:
  QTemporaryDir m_folder;
};

const QString kDb = QStringLiteral("loket.db");
const QString kSidecar = QStringLiteral("loket.sidecar");

// One day at the counter, n sales: some are only accepted, some under way, some done, some cancelled.
struct Day {
  static ports::PaymentChange next(const Payment& p, Result<Events> events, bool task = true) {
    auto change = changeOf(p, must(std::move(events)));
    if (task)
      change.task = ports::OutboxTask{p.ref, ports::TaskKind::Ask, p.acceptedAt + Duration::minutes(7), 3};
    return change;
  }
  static Status sell(ports::Store& store, int n) {
    const auto accepted = acceptedChange(proposedSale(n));
    LOKET_TRY(store.commit(workOf(accepted)));
    if (n % 4 == 0)
      return {};
    if (n % 4 == 1) {
      ports::UnitOfWork work = workOf(next(accepted.after, decideCancel(accepted.after, UserName("sri"), "asked",
                                                                       accepted.after.acceptedAt), false));
      work.prints.push_back({accepted.after.ref, "deposit-slip", 0, "sent", {}, accepted.after.acceptedAt});
      return store.commit(work);
    }
    const auto armed = next(accepted.after, decideArm(accepted.after, attemptFor(accepted.after), accepted.after.cost,
                                                      accepted.after.acceptedAt));
    LOKET_TRY(store.commit(workOf(armed)));
    if (n % 4 == 2)
      return {};
    Verdict verdict;
    verdict.kind = VerdictKind::Succeeded;
    verdict.serial = "SN" + std::to_string(n);
    return store.commit(
        workOf(next(armed.after, decideVerdict(armed.after, verdict, false, armed.after.acceptedAt), false)));
  }
};

// Everything the sidecar must bring back, as text.
QString stateOf(adapters::SqlcipherStore& store, bool openOnly = false) {
  QStringList lines;
  std::vector<Payment> wanted;
  for (const auto& open : must(store.openPayments())) {
    lines.append(QStringLiteral("open %1 %2 %3 %4")
                     .arg(QString::fromStdString(open.payment.ref.str()))
                     .arg(open.task ? (open.task->kind == ports::TaskKind::Send ? 1 : 2) : 0)
                     .arg(open.task ? open.task->dueAt.ms : 0)
                     .arg(open.task ? open.task->tries : 0));
    if (openOnly)
      wanted.push_back(open.payment);
  }
  if (!openOnly)
    for (const auto& row : must(store.payments({})))
      wanted.push_back(row.payment);
  for (const Payment& payment : wanted) {
    lines.append(QString::fromStdString(adapters::encodePayment(payment)));
    for (const auto& event : must(store.history(payment.ref)))
      lines.append(QString::fromStdString(adapters::encodeEvent(event)) + QString::number(event.at.ms));
    for (const auto& job : must(store.prints(payment.ref)))
      lines.append(QString::fromStdString(job.kind + job.state));
  }
  for (const auto& row : must(store.balances()))
    if (!row.balance.isZero())
      lines.append(QString::fromStdString(nameOf(row.account) + " " + row.balance.text()));
  for (const auto& [key, value] : must(store.settings()))
    lines.append(QString::fromStdString(key + "=" + value));
  return lines.join(QLatin1Char('\n'));
}

// The first line in which two states differ; empty when they do not.
QString difference(const QString& is, const QString& should) {
  const QStringList a = is.split(QLatin1Char('\n'));
  const QStringList b = should.split(QLatin1Char('\n'));
  for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i)
    if (a.value(i) != b.value(i))
      return a.value(i) + QStringLiteral("\n  and should be\n") + b.value(i);
  return {};
}

void fill(adapters::SqlcipherStore& store, int from, int to) {
  ports::UnitOfWork work;
  work.settings["upstream.digi.value.apiKey"] = "secret-" + std::to_string(from);
  work.postings.push_back(openingDeposit(UpstreamId("digi"), Money::rupiah(1'000'000 + from), kMorning));
  must(store.commit(work).map([] { return true; }));
  for (int n = from; n < to; ++n)
    must(Day::sell(store, n).map([] { return true; }));
}

bool mentions(const std::vector<std::string>& notes, const char* word) {
  for (const std::string& note : notes)
    if (note.find(word) != std::string::npos)
      return true;
  return false;
}

}  // namespace

class SidecarTest : public QObject {
  Q_OBJECT

 private slots:
  void a_home_opens_quietly_again();
  void a_deleted_database_comes_back_whole();
  void a_home_without_a_sidecar_gets_one();
  void an_older_copy_gets_what_came_after();
  void a_catalogue_is_not_taken_for_newer_than_it_is();
  void a_torn_end_is_cut_at_every_byte();
  void every_flipped_byte_is_noticed();
  void records_taken_out_or_moved_are_noticed();
  void damage_in_the_middle_is_told_and_kept();
  void without_a_database_damage_in_the_middle_is_refused();
  void a_damaged_database_is_left_until_a_person_says_so();
  void a_database_in_order_is_not_rebuilt();
  void a_copy_older_than_the_base_is_refused_and_can_be_rebuilt();
  void a_database_of_another_history_is_refused();
  void a_crash_between_the_two_is_made_good();
  void nothing_is_acknowledged_when_any_disk_call_fails();
  void a_short_write_is_the_end_of_the_handle();
  void a_full_disk_passes_before_anything_is_written();
  void a_sidecar_does_not_grow_for_ever();
  void a_crash_at_any_step_of_a_new_sidecar_loses_nothing();
  void no_plain_text_reaches_the_sidecar();
  void nothing_that_a_sale_waits_for_reads_a_whole_table();
  void a_payment_that_is_complained_of_comes_back_however_old();
  void a_sidecar_that_was_taken_away_is_noticed();
  void what_was_posted_for_a_settlement_file_is_not_forgotten();
};

void SidecarTest::a_home_opens_quietly_again() {
  const Home home;
  QString before;
  {
    const auto made = home.create();
    fill(*made.store, 0, 12);
    before = stateOf(*made.store);
  }
  for (int i = 0; i < 3; ++i) {
    const auto opened = home.open();
    QVERIFY(opened.notes.empty());
    QCOMPARE(difference(stateOf(*opened.store), before), QString());
  }
  QCOMPARE(home.aside(), QStringList());
  // A home is never made over another one's sidecar.
  home.loseDatabase();
  const auto over = adapters::createHomeStore(home.path(), dataKey());
  QVERIFY(!over);
  QCOMPARE(over.error().code, ErrorCode::HomeExists);
}

void SidecarTest::a_deleted_database_comes_back_whole() {
  const Home home;
  QString before;
  {
    const auto made = home.create();
    fill(*made.store, 0, 20);
    before = stateOf(*made.store);
  }
  home.loseDatabase();
  {
    const auto opened = home.open();
    QVERIFY(mentions(opened.notes, "database was missing"));
    QCOMPARE(difference(stateOf(*opened.store), before), QString());
    fill(*opened.store, 20, 24);
    before = stateOf(*opened.store);
  }
  // And again, with what came after the first time; only the log was left behind this time.
  home.lose(kDb);
  home.put(QStringLiteral("loket.db-wal"), "the log of a database that is gone");
  const auto again = home.open();
  QCOMPARE(difference(stateOf(*again.store), before), QString());
  QCOMPARE(home.aside(), QStringList{QStringLiteral("loket.db.aside-1-wal")});
}

void SidecarTest::a_home_without_a_sidecar_gets_one() {
  const Home home;
  {
    const auto store = must(adapters::SqlcipherStore::create(adapters::databaseIn(home.path()), dataKey()));
    fill(*store, 0, 30);
  }
  QString before;
  {
    const auto opened = home.open();
    QVERIFY(mentions(opened.notes, "no sidecar"));
    before = stateOf(*opened.store);
  }
  QVERIFY(home.open().notes.empty());
  home.loseDatabase();
  QCOMPARE(difference(stateOf(*home.open().store), before), QString());
}

void SidecarTest::an_older_copy_gets_what_came_after() {
  const Home home;
  QByteArray copy;
  {
    const auto made = home.create();
    fill(*made.store, 0, 10);
  }
  copy = home.bytes(kDb);
  QString after;
  {
    const auto opened = home.open();
    fill(*opened.store, 10, 20);
    after = stateOf(*opened.store);
  }
  home.loseDatabase();
  home.put(kDb, copy);
  const auto opened = home.open();
  QVERIFY(mentions(opened.notes, "from the sidecar"));
  QCOMPARE(difference(stateOf(*opened.store), after), QString());
}

void SidecarTest::a_catalogue_is_not_taken_for_newer_than_it_is() {
  const Home home;
  ports::UnitOfWork list;
  list.catalogue = std::vector<Product>{pulsaProduct()};
  {
    const auto made = home.create();
    QVERIFY(made.store->commit(list));
  }
  const QByteArray copy = home.bytes(kDb);
  {
    const auto opened = home.open();
    fill(*opened.store, 0, 2);
  }
  const QByteArray sidecar = home.bytes(kSidecar);
  home.loseDatabase();
  home.put(kDb, copy);
  // No new list came: the old one is the last.
  QCOMPARE(must(home.open().store->catalogue()).size(), std::size_t{1});
  {
    const auto opened = home.open();
    QVERIFY(opened.store->commit(list));
  }
  home.loseDatabase();
  home.put(kDb, copy);
  QCOMPARE(must(home.open().store->catalogue()).size(), std::size_t{0});
}

void SidecarTest::a_torn_end_is_cut_at_every_byte() {
  const Home home;
  QString before;
  {
    const auto made = home.create();
    fill(*made.store, 0, 3);
    before = stateOf(*made.store);
  }
  const QByteArray whole = home.bytes(kSidecar);
  const QByteArray database = home.bytes(kDb);
  const auto contents = home.contents();
  QVERIFY(contents->state == SidecarContents::State::Whole);
  const auto last = static_cast<qsizetype>(contents->entries.back().offset);
  QVERIFY(whole.size() - last > 200);
  for (qsizetype size = last; size < whole.size(); ++size) {
    home.put(kSidecar, whole.left(size));
    const auto torn = home.contents();
    QVERIFY(torn->state == (size == last ? SidecarContents::State::Whole : SidecarContents::State::BadEnd));
    QCOMPARE(torn->last(), contents->last() - 1);
    QCOMPARE(torn->goodBytes, static_cast<std::uint64_t>(last));
    // The whole way on some: the database has it all, and the two agree again.
    if ((size - last) % 97 != 0)
      continue;
    {
      const auto opened = home.open();
      QCOMPARE(difference(stateOf(*opened.store), before), QString());
      QCOMPARE(opened.notes.size(), std::size_t{1});
    }
    QCOMPARE(home.aside(), QStringList());
    home.loseDatabase();
    {
      const auto rebuilt = home.open();
      QCOMPARE(difference(stateOf(*rebuilt.store), before), QString());
    }
    home.loseDatabase();
    home.put(kDb, database);
  }
}

void SidecarTest::every_flipped_byte_is_noticed() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 2);
  }
  const QByteArray whole = home.bytes(kSidecar);
  const auto contents = home.contents();
  QVERIFY(contents->entries.size() >= 5);
  for (qsizetype at = 0; at < whole.size(); ++at) {
    QByteArray bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
    home.put(kSidecar, bytes);
    const auto read = home.contents();
    QVERIFY2(read->state != SidecarContents::State::Whole, qPrintable(QString::number(at)));
    // What is read is what was written, nothing else.
    QVERIFY(read->entries.size() < contents->entries.size());
  }
}

void SidecarTest::records_taken_out_or_moved_are_noticed() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 6);
  }
  const QByteArray whole = home.bytes(kSidecar);
  const auto entries = home.contents()->entries;
  for (std::size_t i = 0; i + 2 < entries.size(); ++i) {
    const auto begin = static_cast<qsizetype>(entries[i].offset);
    const auto middle = static_cast<qsizetype>(entries[i + 1].offset);
    const auto end = static_cast<qsizetype>(entries[i + 2].offset);
    const QByteArray first = whole.mid(begin, middle - begin);
    const QByteArray second = whole.mid(middle, end - middle);
    for (const QByteArray& place : {second, first, second + first, first + first + second, QByteArray()}) {
      home.put(kSidecar, whole.left(begin) + place + whole.mid(end));
      const auto read = home.contents();
      QVERIFY2(read->state != SidecarContents::State::Whole, qPrintable(QString::number(i)));
    }
  }
  // Another home's file under the same key is no continuation of this one.
  const Home other;
  {
    const auto made = other.create();
    fill(*made.store, 0, 6);
  }
  const QByteArray theirs = other.bytes(kSidecar);
  const auto cut = static_cast<qsizetype>(other.contents()->entries[4].offset);
  home.put(kSidecar, whole.left(static_cast<qsizetype>(entries[4].offset)) + theirs.mid(cut));
  QVERIFY(home.contents()->state != SidecarContents::State::Whole);
}

void SidecarTest::damage_in_the_middle_is_told_and_kept() {
  const Home home;
  QByteArray copy;
  QString before;
  {
    const auto made = home.create();
    fill(*made.store, 0, 4);
  }
  copy = home.bytes(kDb);
  std::uint64_t had = 0;
  {
    const auto opened = home.open();
    had = opened.store->commits();
    fill(*opened.store, 4, 8);
    before = stateOf(*opened.store);
  }
  QByteArray bytes = home.bytes(kSidecar);
  const auto entries = home.contents()->entries;
  bytes[static_cast<qsizetype>(entries[4].offset) + 60] ^= 1;
  home.put(kSidecar, bytes);
  {
    const auto opened = home.open();
    QVERIFY(mentions(opened.notes, "middle"));
    QCOMPARE(difference(stateOf(*opened.store), before), QString());
  }
  QCOMPARE(home.aside(), QStringList{QStringLiteral("loket.sidecar.aside-1")});
  QCOMPARE(home.bytes(QStringLiteral("loket.sidecar.aside-1")), bytes);
  home.loseDatabase();
  QCOMPARE(difference(stateOf(*home.open().store), before), QString());

  // An older copy of the database needs only what comes behind it, and that is still there.
  home.loseDatabase();
  home.put(kDb, copy);
  home.put(kSidecar, bytes);
  QVERIFY(entries[4].number <= had);
  {
    const auto opened = home.open();
    QCOMPARE(difference(stateOf(*opened.store), before), QString());
  }
  // Where it is not, nothing is guessed and nothing is touched.
  bytes = home.bytes(QStringLiteral("loket.sidecar.aside-1"));
  bytes[static_cast<qsizetype>(entries.back().offset) - 30] ^= 1;
  home.loseDatabase();
  home.put(kDb, copy);
  home.put(kSidecar, bytes);
  const auto refused = home.tryOpen();
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
  QCOMPARE(home.bytes(kSidecar), bytes);
}

void SidecarTest::without_a_database_damage_in_the_middle_is_refused() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 4);
  }
  QByteArray bytes = home.bytes(kSidecar);
  bytes[static_cast<qsizetype>(home.contents()->entries[4].offset) + 60] ^= 1;
  home.put(kSidecar, bytes);
  home.loseDatabase();
  for (int i = 0; i < 2; ++i) {
    const auto refused = home.tryOpen();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
    QCOMPARE(home.bytes(kSidecar), bytes);
    QVERIFY(!QFile::exists(home.file(kDb)));
  }
}

void SidecarTest::a_damaged_database_is_left_until_a_person_says_so() {
  const Home home;
  QString before;
  {
    const auto made = home.create();
    fill(*made.store, 0, 9);
    before = stateOf(*made.store);
  }
  for (const int kind : {0, 1, 2}) {
    QByteArray bytes = home.bytes(kDb);
    if (kind == 0)
      bytes.replace(0, 4096, QByteArray(4096, '\x5a'));
    else if (kind == 1)
      bytes.clear();
    else  // opens, and is damaged further on
      for (qsizetype page = 2 * 4096; page + 100 < bytes.size(); page += 4096)
        bytes[page + 100] ^= 1;
    home.put(kDb, bytes);
    const auto refused = home.tryOpen();
    if (kind < 2) {
      QVERIFY(!refused);
      QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
      QCOMPARE(home.bytes(kDb), bytes);
    }
    {
      const auto rebuilt = adapters::rebuildHomeStore(home.path(), dataKey());
      QVERIFY2(rebuilt.has_value(), rebuilt ? "" : rebuilt.error().detail.c_str());
      QVERIFY(mentions(rebuilt->notes, "aside"));
      QCOMPARE(difference(stateOf(*rebuilt->store), before), QString());
    }
    const QString aside = QStringLiteral("loket.db.aside-%1").arg(kind + 1);
    QVERIFY(home.aside().contains(aside));
    QCOMPARE(home.bytes(aside), bytes);
    QVERIFY(home.open().notes.empty());
  }
}

void SidecarTest::a_database_in_order_is_not_rebuilt() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 4);
  }
  const QByteArray before = home.bytes(kDb);
  const auto refused = adapters::rebuildHomeStore(home.path(), dataKey());
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::StateForbids);
  QCOMPARE(home.bytes(kDb), before);
  QCOMPARE(home.aside(), QStringList());
  // Nor without anything to make it from.
  home.put(kDb, "nothing of a database");
  home.lose(kSidecar);
  QCOMPARE(adapters::rebuildHomeStore(home.path(), dataKey()).error().code, ErrorCode::DatabaseUnreadable);
  QCOMPARE(home.bytes(kDb), QByteArray("nothing of a database"));
}

void SidecarTest::a_copy_older_than_the_base_is_refused_and_can_be_rebuilt() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 8);
  }
  const QByteArray copy = home.bytes(kDb);
  HomeStoreOptions small;
  small.compactBytes = 1;
  QString open;
  {
    const auto opened = home.open(small);
    // What the copy still calls open is settled meanwhile, and not in the sidecar any more.
    fill(*opened.store, 8, 620);
    open = stateOf(*opened.store, true);
    QVERIFY(opened.store->sidecar()->number() > 0);
  }
  QVERIFY(home.contents()->base() > 40U);
  home.loseDatabase();
  home.put(kDb, copy);
  const auto refused = home.tryOpen();
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
  QCOMPARE(home.bytes(kDb), copy);
  {
    const auto rebuilt = must(adapters::rebuildHomeStore(home.path(), dataKey()));
    QCOMPARE(difference(stateOf(*rebuilt.store, true), open), QString());
  }
  QCOMPARE(home.bytes(QStringLiteral("loket.db.aside-1")), copy);
}

void SidecarTest::a_database_of_another_history_is_refused() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 4);
  }
  const QByteArray database = home.bytes(kDb);
  const QByteArray sidecar = home.bytes(kSidecar);
  QByteArray other;
  {
    const auto opened = home.open();
    QVERIFY(opened.store->commit(workOf(acceptedChange(proposedSale(40)))));
  }
  other = home.bytes(kDb);
  // The same number of units of work, and not the same ones.
  home.loseDatabase();
  home.put(kDb, database);
  home.put(kSidecar, sidecar);
  QString right;
  for (int more = 0; more < 2; ++more) {
    {
      const auto opened = home.open();
      QVERIFY(opened.store->commit(workOf(acceptedChange(proposedSale(80 + 4 * more)))));
      right = stateOf(*opened.store);
    }
    home.put(QStringLiteral("kept.db"), home.bytes(kDb));
    home.put(kDb, other);
    const auto refused = home.tryOpen();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
    QCOMPARE(home.bytes(kDb), other);
    home.put(kDb, home.bytes(QStringLiteral("kept.db")));
  }
  home.put(kDb, other);
  const auto rebuilt = must(adapters::rebuildHomeStore(home.path(), dataKey()));
  QCOMPARE(difference(stateOf(*rebuilt.store), right), QString());
}

void SidecarTest::a_crash_between_the_two_is_made_good() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 8);
  }
  const QByteArray sidecar = home.bytes(kSidecar);
  QString after;
  {
    const auto opened = home.open();
    QVERIFY(Day::sell(*opened.store, 8));
    after = stateOf(*opened.store);
  }
  home.put(kSidecar, sidecar);
  QCOMPARE(difference(stateOf(*home.open().store), after), QString());
  home.loseDatabase();
  QCOMPARE(difference(stateOf(*home.open().store), after), QString());
}

void SidecarTest::nothing_is_acknowledged_when_any_disk_call_fails() {
  int scenarios = 0;
  for (int n = 1;; ++n) {
    const Home home;
    FailingDisk disk;
    HomeStoreOptions options;
    options.disk = &disk;
    int known = 0;
    bool failed = false;
    {
      const auto made = home.create(options);
      disk.failAt(n);
      for (int sale = 0; sale < 16 && !failed; sale += 4) {
        const auto done = made.store->commit(workOf(acceptedChange(proposedSale(sale))));
        if (done) {
          QVERIFY(!disk.failed());
          ++known;
          continue;
        }
        failed = true;
        QVERIFY(done.error().code == ErrorCode::CommitUnsure || done.error().code == ErrorCode::DiskFault);
        // And nothing more is, although the disk is well again.
        disk.failAt(0);
        QCOMPARE(made.store->commit(workOf(acceptedChange(proposedSale(100)))).error().code, ErrorCode::DiskFault);
        QCOMPARE(made.store->canAccept().error().code, ErrorCode::DiskFault);
      }
    }
    if (!failed)
      break;
    ++scenarios;
    const auto opened = home.open();
    const auto open = must(opened.store->openPayments());
    QVERIFY(static_cast<int>(open.size()) == known || static_cast<int>(open.size()) == known + 1);
    const QString state = stateOf(*opened.store);
    QVERIFY(!must(opened.store->payment(proposedSale(100).ref)));
    QVERIFY(opened.store->commit(workOf(acceptedChange(proposedSale(101)))));
  }
  QVERIFY(scenarios >= 8);
}

void SidecarTest::a_short_write_is_the_end_of_the_handle() {
  const Home home;
  {
    const auto made = home.create();
    fill(*made.store, 0, 60);
  }
  {
    const auto opened = home.open();
    // Its room is reserved by this one; the next one meets the limit in the middle of its record.
    QVERIFY(opened.store->commit(workOf(acceptedChange(proposedSale(96)))));
    const auto sidecar = static_cast<long>(QFileInfo(home.file(kSidecar)).size());
    {
      // The log of the database is far shorter.
      const ShortFiles failing(sidecar + 100);
      const auto unsure = opened.store->commit(workOf(acceptedChange(proposedSale(100))));
      QVERIFY(!unsure);
      QCOMPARE(unsure.error().code, ErrorCode::CommitUnsure);
    }
    QCOMPARE(QFileInfo(home.file(kSidecar)).size(), qint64{sidecar} + 100);
    QCOMPARE(opened.store->commit(workOf(acceptedChange(proposedSale(104)))).error().code, ErrorCode::DiskFault);
  }
  const auto again = home.open();
  QVERIFY(must(again.store->payment(proposedSale(100).ref)));
  QVERIFY(!must(again.store->payment(proposedSale(104).ref)));
  QCOMPARE(again.notes.size(), std::size_t{1});
}

void SidecarTest::a_full_disk_passes_before_anything_is_written() {
  const Home home;
  FailingDisk disk;
  HomeStoreOptions options;
  options.disk = &disk;
  const auto made = home.create(options);
  QVERIFY(made.store->commit(workOf(acceptedChange(proposedSale(0)))));
  disk.failAt(1, ErrorCode::DiskFull);
  QCOMPARE(made.store->commit(workOf(acceptedChange(proposedSale(4)))).error().code, ErrorCode::DiskFull);
  QVERIFY(!must(made.store->payment(proposedSale(4).ref)));
  disk.failAt(0);
  QVERIFY(made.store->commit(workOf(acceptedChange(proposedSale(4)))));
}

void SidecarTest::a_sidecar_does_not_grow_for_ever() {
  const Home home;
  HomeStoreOptions small;
  small.compactBytes = 200'000;
  std::uint64_t largest = 0;
  QString open;
  {
    const auto made = home.create(small);
    for (int n = 0; n < 1200; ++n) {
      // Sold and paid, all of them but a few.
      QVERIFY(Day::sell(*made.store, n % 300 == 0 ? n : n * 4 + 3));
      largest = std::max(largest, made.store->sidecar()->bytes());
    }
    open = stateOf(*made.store, true);
  }
  qInfo("at most %llu KiB", static_cast<unsigned long long>(largest >> 10U));
  // Five times a base of 500 payments; without an end it would be twice as much.
  QVERIFY(largest < 5'000'000);
  QVERIFY(home.contents()->base() > 1000U);
  home.loseDatabase();
  const auto opened = home.open(small);
  QCOMPARE(difference(stateOf(*opened.store, true), open), QString());
}

// The newest 500 come back, and whatever its supplier is still asked about.
void SidecarTest::a_payment_that_is_complained_of_comes_back_however_old() {
  const Home home;
  const auto settled = [](int n) { return n * 4 + 3; };
  {
    const auto made = home.create();
    for (int n = 0; n < 510; ++n) QVERIFY(Day::sell(*made.store, settled(n)));
    ports::UnitOfWork work;
    for (const int n : {0, 2}) {
      const PaymentRef ref = proposedSale(settled(n)).ref;
      const complaint::ComplaintId id("K" + std::to_string(n));
      work.complaints.push_back({id, ref, complaint::Step::Opened, {}, "token gagal", {}, UserName("sri"), kMorning});
    }
    work.complaints.push_back({complaint::ComplaintId("K2"), proposedSale(settled(2)).ref, complaint::Step::Closed,
                               complaint::Outcome::Solved, "sudah masuk", {}, UserName("sri"), kMorning});
    QVERIFY(made.store->commit(work));
  }
  home.lose(kSidecar);
  static_cast<void>(home.open());  // made anew from the database
  home.loseDatabase();
  const auto back = home.open();
  QVERIFY(must(back.store->payment(proposedSale(settled(0)).ref)));
  QVERIFY(!must(back.store->history(proposedSale(settled(0)).ref)).empty());
  QVERIFY(!must(back.store->payment(proposedSale(settled(1)).ref)));
  QVERIFY(!must(back.store->payment(proposedSale(settled(2)).ref)));
  QCOMPARE(must(back.store->complaints()->newest(ports::ComplaintsWanted::All, 10)).size(), std::size_t{2});
}

// Another program on the same home may put a sidecar of its own in its place; what is appended to the old one
// nobody would ever read.
void SidecarTest::a_sidecar_that_was_taken_away_is_noticed() {
  const Home home;
  const auto made = home.create();
  QVERIFY(made.store->commit(workOf(acceptedChange(proposedSale(1)))));
  home.lose(kSidecar);
  const Status done = made.store->commit(workOf(acceptedChange(proposedSale(2))));
  QVERIFY(!done);
  QCOMPARE(done.error().code, ErrorCode::CommitUnsure);
  QVERIFY(!made.store->canAccept());
}

// A counter has ten thousands of payments after a year. What is done for every sale, and for a new sidecar in
// between, finds its rows by index.
void SidecarTest::nothing_that_a_sale_waits_for_reads_a_whole_table() {
  const Home home;
  HomeStoreOptions small;
  small.compactBytes = 1;
  const auto made = home.create(small);
  fill(*made.store, 0, 12);
  const Payment sale = proposedSale(1);
  must(made.store->openPayments());
  must(made.store->byClientRef(sale.clientRef));
  must(made.store->sameToday(sale.product, sale.number, sale.businessDate));
  must(made.store->totalsOf(sale.businessDate));
  must(made.store->prints(sale.ref));
  must(made.store->standing());
  // What the sell page shows beside it: on a morning without a sale there are none to be met on the way.
  ports::PaymentQuery today;
  today.from = BusinessDate{2027, 1, 1};
  must(made.store->payments(today));
  const auto raw = must(adapters::Connection::open(adapters::databaseIn(home.path()), dataKey(),
                                                   adapters::OpenMode::ReadWrite));
  const QRegularExpression kWholeTable(
      QStringLiteral("^SCAN (payments|p|events|attempts|postings|g|legs|l|outbox|o|prints|customers)\\b"));
  int looked = 0;
  for (const std::string& sql : made.store->statements()) {
    // What only builds for tests look at, in tables that are never long or in memory.
    if (sql.find("temp.") != std::string::npos || sql.rfind("PRAGMA", 0) == 0)
      continue;
    adapters::Query plan = raw->query(("EXPLAIN QUERY PLAN " + sql).c_str());
    while (plan.step()) {
      const QString step = QString::fromStdString(plan.text(3));
      ++looked;
      // These two indices have only the rows that are meant.
      const bool isSmall = step.contains(QLatin1String("payments_in_conflict")) ||
                           step.contains(QLatin1String("payments_with_leftover"));
      QVERIFY2(isSmall || (!kWholeTable.match(step).hasMatch() && !step.contains(QLatin1String("AUTOMATIC"))),
               (sql + ": " + plan.text(3)).c_str());
    }
    QVERIFY2(plan.status().has_value(), sql.c_str());
  }
  QVERIFY(looked > 20);
}

void SidecarTest::a_crash_at_any_step_of_a_new_sidecar_loses_nothing() {
  int steps = 0;
  for (const bool full : {false, true}) {
    for (int n = 1;; ++n) {
      const Home home;
      {
        const auto made = home.create();
        fill(*made.store, 0, 12);
      }
      FailingDisk disk;
      HomeStoreOptions options;
      options.disk = &disk;
      QString before;
      {
        const auto opened = home.open(options);
        before = stateOf(*opened.store);
      }
      options.compactBytes = 1;
      {
        disk.failAt(n + 1, full ? ErrorCode::DiskFull : ErrorCode::DiskFault);
        const auto opened = home.tryOpen(options);
        // A full disk only puts it off.
        if (full)
          QVERIFY(opened.has_value());
      }
      const bool failed = disk.failed();
      for (const bool lost : {false, true}) {
        if (lost)
          home.loseDatabase();
        const auto opened = home.open();
        QCOMPARE(difference(stateOf(*opened.store), before), QString());
      }
      QCOMPARE(home.aside(), QStringList());
      if (!failed)
        break;
      ++steps;
    }
  }
  QVERIFY(steps >= 10);
}

void SidecarTest::no_plain_text_reaches_the_sidecar() {
  const QByteArray name = "KANARI BINTI PRIBADI";
  const QByteArray number = "081234099999";
  const Home home;
  const auto made = home.create();
  for (int n = 0; n < 10; ++n) {
    Payment sale = proposedSale(n);
    sale.customerName = name.toStdString();
    sale.number = number.toStdString();
    QVERIFY(made.store->commit(workOf(acceptedChange(sale))));
  }
  const QByteArray bytes = home.bytes(kSidecar);
  QVERIFY(bytes.size() > 10'000);
  for (const QByteArray& canary : {name, number, QByteArray("payments"), QByteArray("LK26"), QByteArray("accepted")})
    QVERIFY2(!bytes.contains(canary), canary.constData());
  QCOMPARE(QFile::permissions(home.file(kSidecar)) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void SidecarTest::what_was_posted_for_a_settlement_file_is_not_forgotten() {
  for (const bool inBase : {false, true}) {
    const Home home;
    HomeStoreOptions options;
    if (inBase)
      options.compactBytes = 1;
    reconcile::Applied applied{reconcile::ReconcileId("R1"), 7, UpstreamId("digi"), "STRANGER",
                               reconcile::Proposal::BookDifference, Money::rupiah(1000), Money::rupiah(1000), "surat",
                               UserName("sri"), kMorning};
    {
      const auto made = home.create(options);
      ports::UnitOfWork work;
      work.postings.push_back(Posting::create(PaymentRef{}, kMorning, "reconciled R1/7",
                                              {Leg{Account{AccountKind::Difference, {}}, Money::rupiah(1000)}},
                                              Account{AccountKind::Deposit, UpstreamId("digi")}));
      work.reconcile.applied.push_back(applied);
      QVERIFY(made.store->commit(work));
      fill(*made.store, 0, 200);
    }
    QCOMPARE(home.contents()->base() > 1U, inBase);
    home.loseDatabase();
    const auto opened = home.open(options);
    const auto found =
        must(opened.store->reconcile()->attempts(UpstreamId("digi"), {AttemptRef("STRANGER"), AttemptRef("OTHER")}));
    QCOMPARE(found[0].bookedAt, kMorning);
    QCOMPARE(found[0].booked, Money::rupiah(1000));
    QCOMPARE(found[1].bookedAt, Instant{});
    // And what is UNIQUE stays so: the same is never written twice.
    ports::UnitOfWork again;
    applied.run = reconcile::ReconcileId("R2");
    again.reconcile.applied.push_back(applied);
    QVERIFY(!opened.store->commit(again));
  }
}

QTEST_GUILESS_MAIN(SidecarTest)
#include "sidecar_test.moc"
