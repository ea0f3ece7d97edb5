// What was acknowledged outlives a kill in the middle of the next write and a disk that fills up.
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "tests/support/samples.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr int kCounterMax = 5000;

// The other process: commits one payment after another and says so as soon as each is durable.
int commitUntilKilled(const std::string& path) {
  auto store = adapters::SqlcipherStore::open(path, dataKey());
  if (!store)
    return 1;
  for (int n = static_cast<int>((*store)->openPayments()->size()); n < kCounterMax; ++n) {
    if (!(*store)->commit(workOf(acceptedChange(proposedSale(n)))))
      return 2;
    std::printf("%d\n", n);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace

class StoreSurvivalTest : public QObject {
  Q_OBJECT

 private slots:
  void what_was_acknowledged_survives_a_kill();
  void a_full_disk_loses_nothing_and_passes();
  void a_commit_whose_end_is_not_known_says_so_and_is_the_last();
};

void StoreSurvivalTest::what_was_acknowledged_survives_a_kill() {
  const StoreHome home;
  home.create();
  int known = -1;
  // Killed after more and more acknowledgements, wherever the writer is just then; each run goes on with what
  // the last one left.
  for (const int acks : {1, 2, 7, 23, 40}) {
    QProcess writer;
    writer.start(QCoreApplication::applicationFilePath(),
                 {"--commit-until-killed", QString::fromStdString(home.path())});
    QVERIFY(writer.waitForStarted());
    int seen = 0;
    while (seen < acks) {
      QVERIFY2(writer.canReadLine() || writer.waitForReadyRead(60'000), "the writer says nothing");
      while (writer.canReadLine()) {
        known = writer.readLine().trimmed().toInt();
        ++seen;
      }
    }
    writer.kill();
    QVERIFY(writer.waitForFinished());
    QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
    while (writer.canReadLine())
      known = writer.readLine().trimmed().toInt();

    const auto store = home.open();
    for (int n = 0; n <= known; ++n) {
      const Payment sale = proposedSale(n);
      const auto found = store->payment(sale.ref);
      QVERIFY2(found && found->has_value(), qPrintable(QString("payment %1 of %2 is lost").arg(n).arg(known)));
      QCOMPARE(store->history(sale.ref)->size(), std::size_t{1});
    }
    // At most the one that was under way is there without having been acknowledged, whole.
    const auto open = store->openPayments();
    QVERIFY(open.has_value());
    QVERIFY(static_cast<int>(open->size()) == known + 1 || static_cast<int>(open->size()) == known + 2);
    Money trial;
    for (const auto& row : must(store->balances())) {
      QCOMPARE(std::abs(row.balance.amount()), static_cast<std::int64_t>(open->size()) * 12'000);
      trial += row.balance;
    }
    QVERIFY(trial.isZero());
  }
  QVERIFY(known >= 1 + 2 + 7 + 23 + 40 - 1);
}

void StoreSurvivalTest::a_full_disk_loses_nothing_and_passes() {
  QTemporaryDir folder;
  const auto disk = TinyDisk::mount(folder.path().toStdString(), 24);
  if (!disk)
    QSKIP("mounting a small disk is not allowed here");
  const std::string path = disk->folder() + "/loket.db";
  auto created = adapters::SqlcipherStore::create(path, dataKey());
  QVERIFY(created.has_value());
  auto& store = **created;
  QVERIFY(store.commit(workOf(acceptedChange(proposedSale(0)))));
  QVERIFY(store.canAccept());

  disk->fill();
  const auto room = store.canAccept();
  QVERIFY(!room);
  QCOMPARE(room.error().code, ErrorCode::DiskFull);
  // The log file may have a little room of its own left; then it is at an end.
  int n = 1;
  Status last;
  while (n < 1000 && (last = store.commit(workOf(acceptedChange(proposedSale(n))))))
    ++n;
  QVERIFY(!last);
  QCOMPARE(last.error().code, ErrorCode::DiskFull);
  const auto kept = store.openPayments();
  QVERIFY(kept.has_value());
  QCOMPARE(static_cast<int>(kept->size()), n);
  QVERIFY(!store.payment(proposedSale(n).ref)->has_value());

  // Who starts it again on the full disk can still look.
  created = tl::unexpected<Error>(Error{});
  disk->fill();
  created = adapters::SqlcipherStore::open(path, dataKey());
  QVERIFY2(created.has_value(), created ? "" : created.error().detail.c_str());
  QCOMPARE(static_cast<int>((*created)->openPayments()->size()), n);
  QCOMPARE((*created)->canAccept().error().code, ErrorCode::DiskFull);
  QCOMPARE((*created)->commit(workOf(acceptedChange(proposedSale(n)))).error().code, ErrorCode::DiskFull);

  disk->release();
  QVERIFY((*created)->canAccept());
  QVERIFY((*created)->commit(workOf(acceptedChange(proposedSale(n)))));
  QVERIFY((*created)->commit(workOf(acceptedChange(proposedSale(n + 1)))));
  created = tl::unexpected<Error>(Error{});
  const auto again = adapters::SqlcipherStore::open(path, dataKey());
  QVERIFY(again.has_value());
  QCOMPARE(static_cast<int>((*again)->openPayments()->size()), n + 2);
}

void StoreSurvivalTest::a_commit_whose_end_is_not_known_says_so_and_is_the_last() {
  const StoreHome home;
  auto store = home.create();
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(0)))));
  {
    const ShortFiles failing(static_cast<long>(QFileInfo(QString::fromStdString(home.path() + "-wal")).size()) + 100);
    const auto unsure = store->commit(workOf(acceptedChange(proposedSale(1))));
    QVERIFY(!unsure);
    QCOMPARE(unsure.error().code, ErrorCode::CommitUnsure);
  }
  // The disk is well again; this handle is not used for it.
  QCOMPARE(store->commit(workOf(acceptedChange(proposedSale(2)))).error().code, ErrorCode::DiskFault);
  QCOMPARE(store->canAccept().error().code, ErrorCode::DiskFault);
  store.reset();
  store = home.open();
  QVERIFY(store->payment(proposedSale(0).ref)->has_value());
  QVERIFY(!store->payment(proposedSale(2).ref)->has_value());
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(3)))));
}

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--commit-until-killed")
    return commitUntilKilled(argv[2]);
  QCoreApplication app(argc, argv);
  StoreSurvivalTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "store_survival_test.moc"
