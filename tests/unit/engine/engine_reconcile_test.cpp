// Settlement files against the engine's own books: random books and random lies about them, a million lines,
// and a disk that fails in between.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <ctime>
#include <fstream>
#include <map>
#include <random>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using reconcile::Class;
using reconcile::Finding;
using reconcile::Proposal;
using reconcile::Run;

namespace {

// How a payment ends in the books.
enum class End { Succeeded, Refunded, Suspect, Pending };
// What the file does with it.
enum class Lie { None, Removed, Amount, Status, Twice, Number };

struct Line {
  std::string reference;
  std::string number;
  std::int64_t amount = 0;
  std::string status;
};

Payment store(Counter& c, int n, End end) {
  const auto keep = [&c](ports::PaymentChange change) {
    must(c.real->commit(workOf(change)).map([] { return true; }));
    return change.after;
  };
  const Payment proposed = proposedSale(n);
  const Payment accepted = keep(acceptedChange(proposed));
  const Payment armed = keep(changeOf(
      accepted, must(decideArm(accepted, attemptFor(accepted), proposed.cost, accepted.acceptedAt))));
  Verdict verdict;
  verdict.cost = proposed.cost;
  switch (end) {
    case End::Succeeded:
      verdict.kind = VerdictKind::Succeeded;
      break;
    case End::Refunded:
      verdict.kind = VerdictKind::Failed;
      break;
    case End::Suspect:
      verdict.kind = VerdictKind::Unknown;
      break;
    case End::Pending:
      verdict.kind = VerdictKind::Pending;
      break;
  }
  Payment after = keep(changeOf(armed, decideVerdict(armed, verdict, false, armed.acceptedAt)));
  if (end == End::Refunded)
    after = keep(changeOf(after, must(decideRefund(after, UserName("sri"), after.acceptedAt))));
  return after;
}

std::string honest(End end) {
  switch (end) {
    case End::Succeeded:
      return "sukses";
    case End::Refunded:
      return "gagal";
    case End::Suspect:
    case End::Pending:
      return "proses";
  }
  return {};
}

// What the file's word differs by, told without the product's own rules.
std::string expected(End end, Lie lie, const std::string& status) {
  const bool took = end == End::Succeeded;
  const bool open = end == End::Suspect || end == End::Pending;
  switch (lie) {
    case Lie::None:
    case Lie::Twice:
      return "match";
    case Lie::Removed:
      return took ? "onlyOurs askUpstream" : open ? "onlyOurs reviewFailed" : "";
    case Lie::Amount:
      return took ? "amountDiffers correctCost" : "match";
    case Lie::Number:
      return "otherGoods askUpstream";
    case Lie::Status:
      if (took)
        return status == "proses" ? "statusDiffers lookInNextFile" : "statusDiffers askUpstream";
      if (open)
        return status == "sukses" ? "statusDiffers reviewSucceeded" : "statusDiffers reviewFailed";
      return status == "sukses" ? "statusDiffers settleConflict" : "statusDiffers askUpstream";
  }
  return {};
}

class File {
 public:
  std::string write(const std::vector<Line>& lines) {
    const std::string path = m_folder.filePath(QString::number(++m_count)).toStdString();
    std::ofstream out(path, std::ios::binary);
    out << "H|20261123|digi\nref_id|nomor|harga|status\n";
    std::int64_t total = 0;
    for (const Line& line : lines) {
      out << line.reference << '|' << line.number << '|' << line.amount << '|' << line.status << '\n';
      total += line.amount;
    }
    out << "T|" << lines.size() << '|' << total << '\n';
    return path;
  }
  std::string path(const QString& name) const { return m_folder.filePath(name).toStdString(); }

 private:
  QTemporaryDir m_folder;
  int m_count = 0;
};

Result<Run> reconcileIn(Counter& c, const std::string& path) {
  return c.ask<Run>(
      [&](api::Reply<Run> reply) {
        c.engine->reconcile({UpstreamId("digi"), path, {}, {}}, {}, std::move(reply));
      },
      Duration::days(30));
}

std::vector<Finding> findingsOf(Counter& c, const Run& run) {
  std::vector<Finding> all;
  while (true) {
    const auto page = must(c.real->reconcile()->findings(run.id, all.empty() ? 0 : all.back().no, 1000));
    if (page.empty())
      return all;
    all.insert(all.end(), page.begin(), page.end());
  }
}

Result<std::vector<reconcile::Applied>> apply(Counter& c, const Run& run,
                                              const std::vector<std::int64_t>& numbers) {
  return c.ask<std::vector<reconcile::Applied>>([&](api::Reply<std::vector<reconcile::Applied>> reply) {
    c.engine->applyProposals({run.id, numbers, "surat"}, std::move(reply));
  });
}

std::string text(const Finding& finding) {
  return std::string(wordOf(finding.cls)) + " " + std::string(wordOf(finding.proposal));
}

double residentMiB() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmRSS:" && status >> kib)
      return kib / 1024;
  }
  return 0;
}

}  // namespace

class EngineReconcileTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(engine::Dispatching::OnDemand); }
  void cleanup() { m_counter.reset(); }

  void random_books_and_random_lies_are_classed_exactly();
  void a_reader_of_its_own_finds_the_same();
  void a_full_disk_ends_the_run_and_nothing_is_final();
  void what_was_applied_behind_a_lost_answer_stays_applied_once();
  void one_file_at_a_time();
  void a_million_lines_in_bounded_memory();

 private:
  std::unique_ptr<Counter> m_counter;
};

void EngineReconcileTest::random_books_and_random_lies_are_classed_exactly() {
  std::map<std::string, int> covered;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    std::mt19937 chance(seed);
    const auto draw = [&chance](int n) { return static_cast<int>(chance() % static_cast<unsigned>(n)); };
    Counter c(engine::Dispatching::OnDemand);
    std::vector<Line> lines;
    std::map<std::string, std::string> wanted;
    int duplicates = 0;
    int matches = 0;
    for (int n = 1; n <= 40; ++n) {
      const End end = static_cast<End>(draw(4));
      const Lie lie = static_cast<Lie>(draw(6));
      const Payment payment = store(c, n, end);
      Line line{payment.attempts[0].attemptRef.str(), payment.number, payment.cost.amount(), honest(end)};
      if (lie == Lie::Amount)
        line.amount += draw(2) == 0 ? 1 + draw(500) : -1 - draw(500);
      if (lie == Lie::Number)
        line.number.back() = line.number.back() == '9' ? '0' : '9';
      if (lie == Lie::Status) {
        const std::vector<std::string> words{"sukses", "gagal", "proses"};
        while (line.status == honest(end)) line.status = words[static_cast<std::size_t>(draw(3))];
      }
      const std::string opinion = expected(end, lie, line.status);
      ++covered[opinion];
      if (opinion == "match")
        ++matches;
      else if (!opinion.empty())
        wanted[line.reference] = opinion;
      if (lie != Lie::Removed)
        lines.push_back(line);
      if (lie == Lie::Twice) {
        lines.push_back(line);
        ++duplicates;
      }
    }
    for (int n = draw(4); n > 0; --n) {
      const std::string reference = "STRANGER" + std::to_string(n);
      const bool took = draw(2) == 0;
      wanted[reference] = took ? "onlyTheirs bookDifference" : "onlyTheirs askUpstream";
      ++covered[wanted[reference]];
      lines.push_back({reference, "0812", 1000, took ? "sukses" : "gagal"});
    }
    std::shuffle(lines.begin(), lines.end(), chance);
    c.clock.moveBy(Duration::days(1));
    QVERIFY(c.start());
    File file;
    const Run run = must(reconcileIn(c, file.write(lines)));
    QVERIFY2(run.state == reconcile::RunState::Final, std::to_string(seed).c_str());
    QCOMPARE(run.lines, static_cast<std::int64_t>(lines.size()));
    QCOMPARE(run.count(Class::Match), std::int64_t{matches});
    QCOMPARE(run.count(Class::Duplicate), std::int64_t{duplicates});
    std::map<std::string, std::string> found;
    for (const Finding& finding : findingsOf(c, run))
      if (finding.cls != Class::Duplicate)
        found[finding.reference] = text(finding);
    for (const auto& [reference, opinion] : wanted)
      QVERIFY2(found[reference] == opinion,
               (std::to_string(seed) + " " + reference + " " + opinion + " not " + found[reference]).c_str());
    QCOMPARE(found.size(), wanted.size());
    QCOMPARE(run.open, static_cast<std::int64_t>(wanted.size()) + duplicates);
    QCOMPARE(c.trial(), Money{});
  }
  // Every opinion was drawn.
  QCOMPARE(covered.size(), std::size_t{13});
}

void EngineReconcileTest::a_reader_of_its_own_finds_the_same() {
  Counter& c = *m_counter;
  std::vector<Line> lines;
  for (int n = 1; n <= 300; ++n) lines.push_back({"STRANGER" + std::to_string(n), "0812", 1000, "sukses"});
  const Payment payment = store(c, 1, End::Succeeded);
  lines.push_back({payment.attempts[0].attemptRef.str(), payment.number, payment.cost.amount(), "sukses"});
  c.openReader = [&c]() -> Result<std::unique_ptr<ports::StoreReader>> {
    return std::unique_ptr<ports::StoreReader>(
        must(adapters::SqlcipherReader::open(c.home.path(), dataKey())));
  };
  QVERIFY(c.start());
  File file;
  std::optional<Result<Run>> answer;
  c.engine->reconcile({UpstreamId("digi"), file.write(lines), {}, {}}, {},
                      [&answer](Result<Run> run) { answer = std::move(run); });
  QElapsedTimer waited;
  waited.start();
  while (!answer && waited.elapsed() < 60'000) c.engine->turn(Duration{});
  QVERIFY(answer.has_value());
  const Run run = must(*answer);
  QCOMPARE(run.count(Class::OnlyTheirs), std::int64_t{300});
  QCOMPARE(run.count(Class::Match), std::int64_t{1});
  const auto findings = findingsOf(c, run);
  QCOMPARE(findings.size(), std::size_t{300});
  QCOMPARE(findings.back().no, std::int64_t{300});
}

void EngineReconcileTest::a_full_disk_ends_the_run_and_nothing_is_final() {
  Counter& c = *m_counter;
  std::vector<Line> lines;
  for (int n = 1; n <= 1000; ++n) lines.push_back({"STRANGER" + std::to_string(n), "0812", 1000, "sukses"});
  QVERIFY(c.start());
  File file;
  const std::string path = file.write(lines);
  c.store->failAt(2, FaultyStore::Fault::Full);
  const auto full = reconcileIn(c, path);
  QVERIFY(!full && full.error().code == ErrorCode::DiskFull);
  const auto runs = must(c.real->reconcile()->runs(10));
  QCOMPARE(runs.size(), std::size_t{1});
  QVERIFY(runs.front().state == reconcile::RunState::Unfinished);
  const auto refused = apply(c, runs.front(), {1});
  QVERIFY(!refused && refused.error().code == ErrorCode::StateForbids);
  // There is room again.
  const Run run = must(reconcileIn(c, path));
  QVERIFY(run.state == reconcile::RunState::Final);
  QVERIFY2(run.sameAs.empty(), "a run that was not finished is no earlier one");
  QCOMPARE(findingsOf(c, run).size(), std::size_t{1000});
}

void EngineReconcileTest::what_was_applied_behind_a_lost_answer_stays_applied_once() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  File file;
  const Run run = must(reconcileIn(c, file.write({{"STRANGER", "0812", 1000, "sukses"}})));
  c.store->failAt(1, FaultyStore::Fault::BrokenBehind);
  const auto unsure = apply(c, run, {1});
  QVERIFY(!unsure && unsure.error().code == ErrorCode::CommitUnsure);
  c.restart();
  QCOMPARE(c.balance("difference"), Money::rupiah(1000));
  const auto again = apply(c, run, {1});
  QVERIFY(!again && again.error().code == ErrorCode::StateForbids);
  QCOMPARE(c.balance("difference"), Money::rupiah(1000));
  QCOMPARE(c.trial(), Money{});
}

void EngineReconcileTest::one_file_at_a_time() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  File file;
  const std::string path = file.write({{"STRANGER", "0812", 1000, "sukses"}});
  std::optional<Result<Run>> first;
  c.engine->reconcile({UpstreamId("digi"), path, {}, {}}, {},
                      [&first](Result<Run> run) { first = std::move(run); });
  const auto second = reconcileIn(c, path);
  QVERIFY(!second && second.error().code == ErrorCode::StateForbids);
  QVERIFY(c.turnUntil([&first] { return first.has_value(); }));
  QVERIFY(first->has_value());
  // Whoever waits when the engine ends is told.
  std::optional<Result<Run>> third;
  c.engine->reconcile({UpstreamId("digi"), path, {}, {}}, {},
                      [&third](Result<Run> run) { third = std::move(run); });
  c.engine->close();
  c.engine->abandon();
  QVERIFY(third && !*third && third->error().code == ErrorCode::Closed);
}

void EngineReconcileTest::a_million_lines_in_bounded_memory() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  QSKIP("memory and rate are not those of the program under a sanitizer");
#endif
  constexpr int kLines = 1'000'000;
  constexpr int kStrangers = 20'000;
  constexpr int kPayments = 1000;
  constexpr int kAttemptsEach = (kLines - kStrangers) / kPayments;
  Counter& c = *m_counter;
  for (int n = 1; n <= kPayments; ++n)
    must(c.real->commit(workOf(acceptedChange(proposedSale(n)))).map([] { return true; }));
  c.real.reset();
  {
    const auto connection =
        must(adapters::Connection::open(c.home.path(), dataKey(), adapters::OpenMode::ReadWrite));
    // In the order of both indexes, and with room for them: the filling is not what is measured.
    must(
        connection
            ->execute(
                "PRAGMA cache_size = -200000; BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                "FROM n WHERE i < " +
                std::to_string(kAttemptsEach) +
                ") INSERT INTO attempts (payment, no, upstream, attempt_ref, outcome) "
                "SELECT p.ref, i, 'digi', p.ref || 'A' || (10000 + i), 'failed' FROM payments p CROSS JOIN "
                "n; "
                "COMMIT;")
            .map([] { return true; }));
  }
  File file;
  const std::string path = file.path(QStringLiteral("million.txt"));
  {
    std::ofstream out(path, std::ios::binary);
    out << "H|20261123|digi\nref_id|nomor|harga|status|waktu\n";
    for (int n = 1; n <= kPayments; ++n) {
      const Payment sale = proposedSale(n);
      for (int i = 1; i <= kAttemptsEach; ++i)
        out << sale.ref.str() << 'A' << 10'000 + i << '|' << sale.number
            << "|10.250,00|gagal|2026-11-23 10:00:00\n";
      for (int i = 0; i < kStrangers / kPayments; ++i)
        out << "STRANGER" << n << 'N' << i << "|0812|10.250|sukses|2026-11-23 10:00:00\n";
    }
    out << "T|" << kLines << '|' << std::int64_t{kLines} * 10'250 << '\n';
  }
  QVERIFY(c.start());
  std::optional<Result<Run>> answer;
  const double base = residentMiB();
  double peak = base;
  std::uint64_t told = 0;
  std::clock_t longest = 0;
  int turns = 0;
  QElapsedTimer whole;
  whole.start();
  const std::clock_t began = std::clock();
  c.engine->reconcile(
      {UpstreamId("digi"), path, {}, {}},
      [&told](api::ReconcileProgress p) { told = std::max(told, p.done * 100 / p.total); },
      [&answer](Result<Run> run) { answer = std::move(run); });
  while (!answer) {
    const std::clock_t turn = std::clock();
    c.engine->turn(Duration{});
    longest = std::max(longest, std::clock() - turn);
    if (++turns % 200 == 0)
      peak = std::max(peak, residentMiB());
  }
  const double seconds = static_cast<double>(std::max<qint64>(1, whole.elapsed())) / 1000;
  const double busy = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  const Run run = must(*answer);
  QVERIFY(run.state == reconcile::RunState::Final);
  QCOMPARE(run.lines, std::int64_t{kLines});
  QCOMPARE(run.count(Class::Match), std::int64_t{kLines - kStrangers});
  QCOMPARE(run.count(Class::OnlyTheirs), std::int64_t{kStrangers});
  QCOMPARE(told, std::uint64_t{100});
  qInfo(
      "%d lines in %.1f s (%.1f s of a core): %.0f lines/s; memory %.1f MiB over %.1f MiB; %d turns, the "
      "longest %.1f ms",
      kLines, seconds, busy, kLines / seconds, peak - base, base, turns,
      1000.0 * static_cast<double>(longest) / CLOCKS_PER_SEC);
  QVERIFY2(peak - base < 100, std::to_string(peak - base).c_str());
}

QTEST_APPLESS_MAIN(EngineReconcileTest)
#include "engine_reconcile_test.moc"
