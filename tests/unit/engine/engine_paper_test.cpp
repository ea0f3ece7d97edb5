// The print room: what is counted before the first byte, what a printer that fails leaves behind, and that a
// payment never waits for paper. (Invariant I8.)
#include <QElapsedTimer>
#include <QTest>
#include <mutex>
#include <thread>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr int kPatienceMs = 20'000;

// What came out of the printer; the print room's thread feeds it.
class Tray {
 public:
  Status take(const std::string& bytes) {
    const std::lock_guard lock(m_mutex);
    if (m_jam)
      return fail(ErrorCode::PrinterFault, "paper out");
    m_sheets.push_back(bytes);
    return {};
  }
  void setJam(bool jam) {
    const std::lock_guard lock(m_mutex);
    m_jam = jam;
  }
  std::vector<std::string> sheets() {
    const std::lock_guard lock(m_mutex);
    return m_sheets;
  }

 private:
  std::mutex m_mutex;
  bool m_jam = false;
  std::vector<std::string> m_sheets;
};

class TrayPrinter final : public ports::Printer {
 public:
  explicit TrayPrinter(Tray& tray) : m_tray(tray) {}
  Status print(const std::string& bytes) override { return m_tray.take(bytes); }

 private:
  Tray& m_tray;
};

bool says(const std::string& sheet, const char* words) {
  return sheet.find(words) != std::string::npos;
}

}  // namespace

class EnginePaperTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void the_original_comes_once_and_copies_are_counted();
  void a_copy_is_counted_before_it_is_printed_and_across_restarts();
  void what_is_not_paid_is_never_printed_as_paid();
  void a_settled_payment_is_printed_by_itself_once();
  void a_sale_that_finds_no_way_prints_its_slip_once();
  void a_jam_stops_no_payment_and_is_told();
  void without_a_printer_it_is_said();

 private:
  // Turns the engine until the printer's thread has answered.
  Result<api::PrintView> print(const PaymentRef& ref);
  bool turnUntil(const std::function<bool()>& done);
  std::vector<std::string> jobs(const PaymentRef& ref);

  std::unique_ptr<Counter> m_counter;
  std::unique_ptr<Tray> m_tray;
};

void EnginePaperTest::init() {
  m_counter.reset();
  m_tray = std::make_unique<Tray>();
  m_counter = std::make_unique<Counter>();
  m_counter->config.printer.uri = "tcp://127.0.0.1:9";
  m_counter->printers = [this](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
    return std::make_unique<TrayPrinter>(*m_tray);
  };
}

bool EnginePaperTest::turnUntil(const std::function<bool()>& done) {
  QElapsedTimer waited;
  waited.start();
  while (!done()) {
    if (waited.elapsed() > kPatienceMs)
      return false;
    m_counter->engine->turn(Duration{});
    std::this_thread::yield();
  }
  return true;
}

Result<api::PrintView> EnginePaperTest::print(const PaymentRef& ref) {
  std::optional<Result<api::PrintView>> answer;
  m_counter->engine->print(ref.str(), [&answer](Result<api::PrintView> view) { answer = std::move(view); });
  if (!turnUntil([&answer] { return answer.has_value(); }))
    return fail(ErrorCode::Internal, "no answer");
  return *answer;
}

std::vector<std::string> EnginePaperTest::jobs(const PaymentRef& ref) {
  std::vector<std::string> out;
  for (const ports::PrintJob& job : must(m_counter->real->prints(ref)))
    out.push_back(job.kind + " " + std::to_string(job.copyNo) + " " + job.state);
  return out;
}

void EnginePaperTest::the_original_comes_once_and_copies_are_counted() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  for (int n = 0; n < 3; ++n) {
    const auto printed = print(ref);
    QVERIFY(printed.has_value());
    QCOMPARE(printed->outcome, api::PrintOutcome::Sent);
    QCOMPARE(printed->copyNo, n);
  }
  const auto sheets = m_tray->sheets();
  QCOMPARE(sheets.size(), std::size_t{3});
  QVERIFY(says(sheets[0], "LUNAS") && !says(sheets[0], "SALINAN"));
  QVERIFY(says(sheets[1], "SALINAN ke-1"));
  QVERIFY(says(sheets[2], "SALINAN ke-2"));
  // Each was told to be on its way before it was told to be out.
  QCOMPARE(c.printsTold.size(), std::size_t{6});
  QCOMPARE(c.printsTold[0].second.outcome, api::PrintOutcome::Queued);
  QCOMPARE(c.printsTold[1].second.outcome, api::PrintOutcome::Sent);
}

void EnginePaperTest::a_copy_is_counted_before_it_is_printed_and_across_restarts() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  // The commit that counts it fails: nothing may come out.
  c.store->failAt(1, FaultyStore::Fault::Full);
  const auto refused = print(ref);
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DiskFull);
  QVERIFY(m_tray->sheets().empty());
  // A printer that fails may have printed: the next one is a copy.
  m_tray->setJam(true);
  QCOMPARE(print(ref)->outcome, api::PrintOutcome::Failed);
  c.restart();
  m_tray->setJam(false);
  QCOMPARE(print(ref)->copyNo, 1);
  QVERIFY(says(m_tray->sheets().at(0), "SALINAN ke-1"));
  const std::vector<std::string> expected{"receipt 0 issued", "receipt 0 failed", "receipt 1 issued",
                                          "receipt 1 sent"};
  QCOMPARE(jobs(ref), expected);
}

void EnginePaperTest::what_is_not_paid_is_never_printed_as_paid() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  QVERIFY(c.start());
  const PaymentRef unknown = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(unknown, PaymentState::Suspect));
  const PaymentRef deposit = must(c.sell(offline(pulsaFor(2)))).payment.ref;
  QVERIFY(print(unknown).has_value());
  QVERIFY(print(deposit).has_value());
  const auto sheets = m_tray->sheets();
  QCOMPARE(sheets.size(), std::size_t{2});
  for (const std::string& sheet : sheets) QVERIFY(!says(sheet, "LUNAS") || says(sheet, "BELUM LUNAS"));
  QVERIFY(says(sheets[1], "TITIPAN"));
  QVERIFY(says(sheets[1], c.stored(deposit).claimCode.str().c_str()));
  // Once it is paid its receipt is an original, whatever slips came before.
  c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  QVERIFY(c.reaches(unknown, PaymentState::Succeeded));
  QCOMPARE(print(unknown)->copyNo, 0);
  QVERIFY(says(m_tray->sheets().at(2), "LUNAS"));
}

void EnginePaperTest::a_settled_payment_is_printed_by_itself_once() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(turnUntil([this] { return !m_tray->sheets().empty(); }));
  c.turnFor(Duration::hours(1));
  QCOMPARE(m_tray->sheets().size(), std::size_t{1});
  QVERIFY(says(m_tray->sheets().front(), "LUNAS"));
}

void EnginePaperTest::a_sale_that_finds_no_way_prints_its_slip_once() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  int pays = 0;
  c.script.onPay = [&pays](const Attempt&) {
    return ++pays < 4 ? verdictOf(VerdictKind::NotSent, "connect") : successOf("SN1");
  };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(!c.stored(ref).offline);
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(turnUntil([this] { return m_tray->sheets().size() == 2; }));
  c.turnFor(Duration::hours(1));
  const auto sheets = m_tray->sheets();
  QCOMPARE(sheets.size(), std::size_t{2});
  QVERIFY(says(sheets[0], "TITIPAN"));
  QVERIFY(says(sheets[1], "LUNAS") && !says(sheets[1], "SALINAN"));
}

void EnginePaperTest::a_jam_stops_no_payment_and_is_told() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  m_tray->setJam(true);
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(turnUntil([&c] { return c.printsTold.size() == 2; }));
  QCOMPARE(c.printsTold[1].second.outcome, api::PrintOutcome::Failed);
  QCOMPARE(c.printsTold[1].second.detail, std::string("paper out"));
  QVERIFY(c.sell(pulsaFor(2)).has_value());
}

void EnginePaperTest::without_a_printer_it_is_said() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  c.config.printer.uri.clear();
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(turnUntil([&c] { return !c.printsTold.empty(); }));
  QCOMPARE(c.printsTold.size(), std::size_t{1});
  QCOMPARE(c.printsTold[0].first, ref);
  QCOMPARE(c.printsTold[0].second.outcome, api::PrintOutcome::NoPrinter);
  QCOMPARE(print(ref)->outcome, api::PrintOutcome::NoPrinter);
  QVERIFY(jobs(ref).empty());
}

QTEST_GUILESS_MAIN(EnginePaperTest)
#include "engine_paper_test.moc"
