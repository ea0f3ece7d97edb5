// The print room: what is counted before the first byte, what a printer that fails leaves behind, and that a
// payment never waits for paper. (Invariant I8.)
#include <QElapsedTimer>
#include <QTest>
#include <array>
#include <map>
#include <mutex>
#include <thread>

#include "core/adapters/store/connection.h"
#include "core/domain/identity/logo.h"
#include "core/domain/journal/seal.h"
#include "core/engine/config_record.h"
#include "core/engine/printer_profiles.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr int kPatienceMs = 20'000;

// What came out of the printer; the print room's thread feeds it.
class Tray {
 public:
  ports::PrintReport take(const std::string& bytes) {
    const std::lock_guard lock(m_mutex);
    if (m_jam)
      return ports::PrintReport::broken(m_jamAfter, "paper out");
    m_sheets.push_back(bytes);
    return {ports::PrintReport::End::Sent, bytes.size(), {}};
  }
  void setJam(bool jam, std::size_t after = 0) {
    const std::lock_guard lock(m_mutex);
    m_jam = jam;
    m_jamAfter = after;
  }
  std::vector<std::string> sheets() {
    const std::lock_guard lock(m_mutex);
    return m_sheets;
  }

 private:
  std::mutex m_mutex;
  bool m_jam = false;
  std::size_t m_jamAfter = 0;
  std::vector<std::string> m_sheets;
};

class TrayPrinter final : public ports::Printer {
 public:
  explicit TrayPrinter(Tray& tray) : m_tray(tray) {}
  ports::PrintReport print(const ports::PrintOrder& order) override { return m_tray.take(order.bytes); }

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
  void a_deposit_prints_nothing_more_before_it_is_paid();
  void a_refused_look_at_a_bill_prints_nothing();
  void a_jam_stops_no_payment_and_is_told();
  void without_a_printer_it_is_said();
  void cash_that_is_handed_out_has_its_slip();
  void a_code_is_printed_while_it_can_be_paid();
  void a_shift_has_one_original_of_its_report();
  void every_profile_prints_as_wide_as_it_is();
  void a_dot_matrix_printer_gets_its_forms();
  void papers_that_want_a_look_are_counted_until_somebody_looked();
  void papers_are_forgotten_after_a_week();
  void what_nobody_wants_is_still_the_original_later();
  void a_paper_in_order_wants_no_word();
  void kept_paper_changes_nothing_else();
  void paper_changed_from_what_is_no_more_is_refused();
  void paper_that_cannot_be_is_refused_data();
  void paper_that_cannot_be_is_refused();
  void a_trial_counts_for_nothing();
  void what_could_print_is_told_with_its_kind();
  void a_receipt_carries_the_seal_of_what_it_says();

 private:
  Result<api::PrintView> settle(const PaymentRef& ref, api::PaperWord word);
  std::vector<api::PaymentView> unprinted(int limit = 200);
  // As it is now.
  api::SavePaper from(const api::PaperSettings& to) const {
    return {api::paperOf(m_counter->engine->config()), to};
  }
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

void EnginePaperTest::a_receipt_carries_the_seal_of_what_it_says() {
  Counter& c = *m_counter;
  c.config.printer.profile = "generic-58mm";
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  const auto leaves = must(c.real->journal()->leavesOf(ref));
  QCOMPARE(leaves.back().entry.kind, std::string("payment.succeeded"));
  const journal::Hash leaf = must(c.real->journal()->node(0, leaves.back().index));
  QVERIFY(print(ref).has_value());
  // Other things happen meanwhile; the copy says the same.
  QVERIFY(c.reaches(must(c.sell(pulsaFor(2))).payment.ref, PaymentState::Succeeded));
  QVERIFY(print(ref).has_value());
  const auto view = must(c.ask<api::ReceiptView>(
      [&](api::Reply<api::ReceiptView> reply) { c.engine->receipt(ref.str(), api::Copy::Preview, std::move(reply)); }));
  for (const std::string& sheet : m_tray->sheets()) QVERIFY2(says(sheet, journal::sealOf(leaf).c_str()), sheet.c_str());
  const auto code = [](const api::ReceiptView& shown) {
    const auto row = std::find_if(shown.rows.begin(), shown.rows.end(),
                                  [](const receipt::Row& one) { return one.kind == receipt::Row::Kind::Seal; });
    return row == shown.rows.end() ? std::string() : row->text;
  };
  QCOMPARE(code(view), journal::sealCode(ref.view(), leaves.back().index, leaf));
  QVERIFY(view.text.find(journal::sealOf(leaf)) != std::string::npos);
  QVERIFY(view.text.find("LOKET1/") == std::string::npos);
  // Paper is dear: letters alone, where the shop wants no more.
  api::PaperSettings letters = api::paperOf(c.engine->config());
  letters.printer.sealCode = false;
  QVERIFY(c.ask<api::PaperSettings>([&](api::Reply<api::PaperSettings> reply) { c.engine->savePaper(from(letters), std::move(reply)); }));
  const auto shorter = must(c.ask<api::ReceiptView>(
      [&](api::Reply<api::ReceiptView> reply) { c.engine->receipt(ref.str(), api::Copy::Preview, std::move(reply)); }));
  QVERIFY(code(shorter).empty() && shorter.text.find(journal::sealOf(leaf)) != std::string::npos);
  // An entry that is not there any more costs nobody his paper.
  QVERIFY(must(adapters::Connection::open(c.home.path(), dataKey(), adapters::OpenMode::ReadWrite))
              ->execute("DROP TRIGGER leaves_are_not_deleted; DELETE FROM journal_leaves WHERE seq = " +
                        std::to_string(leaves.back().index)));
  QVERIFY(print(ref).has_value());
  QVERIFY(!says(m_tray->sheets().back(), "SEGEL"));
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
  // A printer that stops in the middle may have printed: the next one is a copy.
  m_tray->setJam(true, 1);
  QCOMPARE(print(ref)->outcome, api::PrintOutcome::Unknown);
  c.restart();
  m_tray->setJam(false);
  QCOMPARE(print(ref)->copyNo, 1);
  QVERIFY(says(m_tray->sheets().at(0), "SALINAN ke-1"));
  const std::vector<std::string> expected{"receipt 0 queued", "receipt 0 unknown", "receipt 1 queued",
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

// The bill is asked about again, refused for now, and paid: one slip, and one receipt once the rest has gone back.
void EnginePaperTest::a_deposit_prints_nothing_more_before_it_is_paid() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  int asked = 0;
  const auto told = c.script.onInquire;
  c.script.onInquire = [&](const ports::InquiryOrder& order) {
    ports::InquiryReply reply = told(order);
    if (++asked == 1)
      reply.verdict = verdictOf(VerdictKind::RefusedForNow, "99");
    return reply;
  };
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(300'000);
  const PaymentRef ref = must(c.sell(bill)).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(asked > 1);
  QVERIFY(c.stored(ref).leftover.isPositive());
  c.turnFor(Duration::hours(1));
  QCOMPARE(jobs(ref), (std::vector<std::string>{"deposit-slip 0 queued", "deposit-slip 0 sent"}));
  must(c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) { c.engine->refund(ref, kAlone, std::move(reply)); }));
  QVERIFY(turnUntil([this] { return m_tray->sheets().size() == 2; }));
  QVERIFY(says(m_tray->sheets().at(1), "LUNAS") && !says(m_tray->sheets().at(1), "SALINAN"));
}

// Its first attempt did not get out, and the look before the second is refused: the customer has the slip of
// the first.
void EnginePaperTest::a_refused_look_at_a_bill_prints_nothing() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  int pays = 0;
  c.script.onPay = [&pays](const Attempt&) {
    return ++pays < 2 ? verdictOf(VerdictKind::NotSent, "connect") : successOf("SN1");
  };
  int looks = 0;
  const auto told = c.script.onInquire;
  c.script.onInquire = [&](const ports::InquiryOrder& order) {
    ports::InquiryReply reply = told(order);
    if (pays == 1 && ++looks == 1)
      reply.verdict = verdictOf(VerdictKind::RefusedForNow, "99");
    return reply;
  };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const PaymentRef ref = must(c.sell(billFor(1))).payment.ref;
  QVERIFY(!c.stored(ref).offline);
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(looks > 1);
  QVERIFY(turnUntil([this] { return m_tray->sheets().size() == 2; }));
  c.turnFor(Duration::hours(1));
  const auto sheets = m_tray->sheets();
  QCOMPARE(sheets.size(), std::size_t{2});
  QVERIFY(says(sheets[0], "TITIPAN"));
  QVERIFY(says(sheets[1], "LUNAS"));
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

namespace {

// ppob-domain 4.1: 1000 rupiah.
constexpr const char* kQris =
    "00020101021226640018ID.CO.ASTRAPAY.WWW011893600822321989939702092198993200303UMI51400014ID.CO.QRIS.WWW0211ID2198993970303"
    "UMI5204549953033605404100055020256031005802ID5912Toko Asepso56007JAKARTA61051015062210110BJI33Z8Z0H0703A016304E8D4";

CollectionTold toldOf(VerdictKind kind) {
  CollectionTold told;
  told.verdict = verdictOf(kind, "code");
  told.code = kQris;
  return told;
}

Result<api::TillView> till(Counter& c, const api::TillCommand& command) {
  return c.ask<api::TillView>([&](api::Reply<api::TillView> reply) { c.engine->till(command, std::move(reply)); });
}

}  // namespace

void EnginePaperTest::cash_that_is_handed_out_has_its_slip() {
  Counter& c = *m_counter;
  c.options.printWhenSettled = true;
  QVERIFY(c.start());
  must(till(c, api::PayIn{Money::rupiah(100'000), "modal"}));
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  const auto paid = must(till(c, api::CollectionOpening{UpstreamId("digi"), CollectionKind::Password, Money::rupiah(50'000),
                                                        "6281234567890",
                                                        std::make_shared<const SecretBytes>(std::string_view("123456"))}));
  must(till(c, api::CollectionPayOut{paid.collection->id, Money::rupiah(2'000)}));
  QVERIFY(turnUntil([this] { return !m_tray->sheets().empty(); }));
  const std::string sheet = m_tray->sheets().front();
  for (const char* words : {"TARIK TUNAI", "DITERIMA", "Rp50.000", "BIAYA LOKET", "Rp2.000", "UANG TUNAI", "Rp48.000"})
    QVERIFY2(says(sheet, words), words);
  QVERIFY(says(sheet, paid.collection->id.str().c_str()));
  QVERIFY(!says(sheet, "123456\n"));
}

void EnginePaperTest::a_code_is_printed_while_it_can_be_paid() {
  Counter& c = *m_counter;
  c.config.printer.profile = "epson-58mm";
  QVERIFY(c.start());
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  const auto shown = must(till(c, api::CollectionOpening{UpstreamId("digi"), CollectionKind::Qris, Money::rupiah(1'000)}));
  const auto printCode = [&] {
    std::optional<Result<api::PrintView>> answer;
    c.engine->printCollection(shown.collection->id, [&answer](const Result<api::PrintView>& view) { answer = view; });
    return turnUntil([&answer] { return answer.has_value(); }) ? *answer : Result<api::PrintView>(api::PrintView{});
  };
  const auto printed = printCode();
  QVERIFY(printed && printed->outcome == api::PrintOutcome::Sent);
  const std::string sheet = m_tray->sheets().front();
  QVERIFY(says(sheet, (std::string("\x31\x50\x30") + kQris).c_str()));
  QVERIFY(says(sheet, "BUKAN BUKTI BAYAR") && says(sheet, "Toko Asepso5") && !says(sheet, "LUNAS"));
  // Once it is paid nobody is to scan it again.
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(6));
  const auto late = printCode();
  QVERIFY(!late && late.error().code == ErrorCode::StateForbids);
}

void EnginePaperTest::a_shift_has_one_original_of_its_report() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto opened = must(till(c, api::ShiftOpening{Money::rupiah(300'000), ""}));
  const PaymentRef ref(opened.shift->id.str());
  const auto preview = [&] {
    return c.ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
      c.engine->receipt(ref.str(), api::Copy::Preview, std::move(reply));
    });
  };
  // Counted blind: an open shift has no paper that tells what the drawer should have.
  const auto early = print(ref);
  QVERIFY(!early && early.error().code == ErrorCode::StateForbids);
  QVERIFY(!preview() && preview().error().code == ErrorCode::StateForbids);
  QVERIFY(m_tray->sheets().empty() && jobs(ref).empty());

  must(till(c, api::PayOut{Money::rupiah(20'000), PaidTo::Expense, "es"}));
  must(till(c, api::ShiftClosing{Money::rupiah(275'000), "salah kembali"}));
  const auto shown = must(preview());
  QVERIFY(shown.receipt.copyNo == 0 && says(shown.text, "KURANG") && jobs(ref).empty());
  QVERIFY(print(ref)->outcome == api::PrintOutcome::Sent);
  QCOMPARE(print(ref)->copyNo, 1);
  QCOMPARE(m_tray->sheets().size(), std::size_t{2});
  const std::string original = m_tray->sheets()[0];
  for (const char* words : {"LAPORAN SHIFT", "Rp300.000", "Rp20.000", "Rp280.000", "Rp275.000", "Rp5.000", "salah kembali"})
    QVERIFY2(says(original, words), words);
  QVERIFY(says(original, ref.str().c_str()) && !says(original, "SALINAN"));
  QVERIFY(says(m_tray->sheets()[1], "SALINAN ke-1"));
  // The one that is shown would be the next.
  QCOMPARE(must(preview()).receipt.copyNo, 2);

  // Only the newest one can still be looked at.
  must(till(c, api::ShiftOpening{Money::rupiah(275'000), ""}));
  const auto late = print(ref);
  QVERIFY(!late && late.error().code == ErrorCode::NotFound);
  QCOMPARE(m_tray->sheets().size(), std::size_t{2});
}

// The printer's name decides the width, the cut, and how a code is drawn; the shop's lines are on all of them.
void EnginePaperTest::every_profile_prints_as_wide_as_it_is() {
  const std::map<std::string, std::array<int, 3>> known = {
      {"epson-58mm", {32, 0, 'k'}}, {"epson-80mm", {48, 1, 'k'}}, {"generic-58mm", {32, 0, 'v'}},
      {"generic-80mm", {48, 1, 'v'}}, {"old-58mm", {32, 0, 0}},     {"old-80mm", {42, 0, 0}},
      {"pocket-58mm", {32, 0, 'v'}}, {"status-58mm", {32, 0, 'v'}}, {"status-80mm", {48, 1, 'v'}}};
  QCOMPARE(engine::printerProfileNames().size(), known.size() + 2);
  for (const auto& [name, is] : known) {
    init();
    Counter& c = *m_counter;
    c.config.printer.profile = name;
    c.config.outlet.header = {"Buka setiap hari"};
    c.config.outlet.footer = {"Sampai jumpa lagi"};
    c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
    QVERIFY(c.start());
    const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
    QVERIFY(c.reaches(ref, PaymentState::Suspect));
    QVERIFY(print(ref).has_value());
    const std::string sheet = m_tray->sheets().front();
    const std::string rule(static_cast<std::size_t>(is[0]), '-');
    QVERIFY2(says(sheet, (rule + "\n").c_str()) && !says(sheet, (rule + "-").c_str()), name.c_str());
    QVERIFY2(sheet.ends_with(std::string("\x1DV\x42\0", 4)) == (is[1] == 1), name.c_str());
    QCOMPARE(sheet.find("\x1Dv0") != std::string::npos, is[2] == 'v');
    QCOMPARE(sheet.find("\x1Dk\x49") != std::string::npos, is[2] == 'k');
    QVERIFY(says(sheet, "Buka setiap hari\n") && says(sheet, "Sampai jumpa lagi\n"));
  }
  QCOMPARE(engine::printerProfile("somebody's").paper.columns, 32);
}

// The form's length stands before the first letter, and the receipt ends with the form.
void EnginePaperTest::a_dot_matrix_printer_gets_its_forms() {
  for (const auto& [name, lines] : {std::pair("escp-half-letter", '\x21'), std::pair("escp-letter", '\x42')}) {
    init();
    Counter& c = *m_counter;
    c.config.printer.profile = name;
    QVERIFY(c.start());
    const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    QVERIFY(print(ref).has_value());
    const std::string sheet = m_tray->sheets().front();
    const std::size_t length = sheet.find(std::string("\x1B" "C") + lines);
    QVERIFY(length != std::string::npos && length < sheet.find("STRUK"));
    QVERIFY(sheet.ends_with('\f') && says(sheet, "LUNAS") && sheet.find('\x1D') == std::string::npos);
  }
}

Result<api::PrintView> EnginePaperTest::settle(const PaymentRef& ref, api::PaperWord word) {
  return m_counter->ask<api::PrintView>([&](api::Reply<api::PrintView> reply) {
    m_counter->engine->settlePaper({ref.str(), word}, std::move(reply));
  });
}

std::vector<api::PaymentView> EnginePaperTest::unprinted(int limit) {
  api::PaymentFilter filter;
  filter.limit = limit;
  filter.papers = api::PaymentFilter::Papers::Unprinted;
  return must(
      m_counter->ask<std::vector<api::PaymentView>>([&](api::Reply<std::vector<api::PaymentView>> reply) {
        m_counter->engine->payments(filter, std::move(reply));
      }));
}

void EnginePaperTest::papers_that_want_a_look_are_counted_until_somebody_looked() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  std::vector<PaymentRef> refs;
  for (int n = 1; n <= 3; ++n) {
    refs.push_back(must(c.sell(pulsaFor(n))).payment.ref);
    QVERIFY(c.reaches(refs.back(), PaymentState::Succeeded));
  }
  QCOMPARE(c.engine->status().unprintedCount, 0);
  m_tray->setJam(true);
  QCOMPARE(must(print(refs[0])).outcome, api::PrintOutcome::Failed);
  m_tray->setJam(true, 40);
  QCOMPARE(must(print(refs[1])).outcome, api::PrintOutcome::Unknown);
  m_tray->setJam(false);
  QCOMPARE(must(print(refs[2])).outcome, api::PrintOutcome::Sent);
  QCOMPARE(c.engine->status().unprintedCount, 2);
  // They are not forgotten over night.
  c.turnFor(Duration::seconds(1));
  c.restart();
  QCOMPARE(c.engine->status().unprintedCount, 2);
  const auto shown = unprinted();
  QCOMPARE(shown.size(), std::size_t{2});
  QCOMPARE(shown[0].payment.ref, refs[1]);
  // Printed again, and looked at.
  QCOMPARE(must(print(refs[0])).outcome, api::PrintOutcome::Sent);
  QCOMPARE(c.engine->status().unprintedCount, 1);
  const auto seen = must(settle(refs[1], api::PaperWord::CameOut));
  QCOMPARE(seen.outcome, api::PrintOutcome::Seen);
  QCOMPARE(jobs(refs[1]).back(), std::string("receipt 0 seen"));
  QCOMPARE(c.engine->status().unprintedCount, 0);
  c.restart();
  QCOMPARE(c.engine->status().unprintedCount, 0);
  // It lies there: the next one is a copy of it.
  QCOMPARE(must(print(refs[1])).copyNo, 1);
  QCOMPARE(must(c.engine->payment(refs[1].str())).printed, 2);
}

void EnginePaperTest::papers_are_forgotten_after_a_week() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  std::vector<PaymentRef> refs;
  m_tray->setJam(true);
  for (int n = 1; n <= 2; ++n) {
    if (n == 2)
      c.turnFor(Duration::days(1));
    refs.push_back(must(c.sell(pulsaFor(n))).payment.ref);
    QVERIFY(c.reaches(refs.back(), PaymentState::Succeeded));
    QCOMPARE(must(print(refs.back())).outcome, api::PrintOutcome::Failed);
  }
  QCOMPARE(unprinted().size(), std::size_t{2});
  const auto newest = unprinted(1);
  QCOMPARE(newest.size(), std::size_t{1});
  QCOMPARE(newest[0].payment.ref, refs[1]);
  // Also by a program that is never ended.
  c.turnFor(Duration::days(6) + Duration::hours(1));
  QCOMPARE(c.engine->status().unprintedCount, 1);
  const auto left = unprinted();
  QCOMPARE(left.size(), std::size_t{1});
  QCOMPARE(left[0].payment.ref, refs[1]);
}

void EnginePaperTest::what_nobody_wants_is_still_the_original_later() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  m_tray->setJam(true);
  QVERIFY(print(ref).has_value());
  QCOMPARE(must(settle(ref, api::PaperWord::NotNeeded)).outcome, api::PrintOutcome::Dropped);
  QCOMPARE(c.engine->status().unprintedCount, 0);
  QCOMPARE(must(c.engine->payment(ref.str())).printed, 0);
  m_tray->setJam(false);
  QCOMPARE(must(print(ref)).copyNo, 0);
  QVERIFY(!says(m_tray->sheets().back(), "SALINAN"));
}

void EnginePaperTest::a_paper_in_order_wants_no_word() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(settle(ref, api::PaperWord::CameOut).error().code, ErrorCode::StateForbids);
  QVERIFY(print(ref).has_value());
  QCOMPARE(settle(ref, api::PaperWord::NotNeeded).error().code, ErrorCode::StateForbids);
  QCOMPARE(settle(PaymentRef("T000000NOBODY"), api::PaperWord::CameOut).error().code, ErrorCode::NotFound);
}

void EnginePaperTest::kept_paper_changes_nothing_else() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto before = must(c.real->settings());
  api::PaperSettings paper = api::paperOf(c.engine->config());
  paper.printer.profile = "generic-80mm";
  paper.header = {"Buka setiap hari"};
  paper.logo = textOf(*ditheredLogo({0, 255, 255, 0}, 2, 2));
  const auto kept = must(c.ask<api::PaperSettings>(
      [&](api::Reply<api::PaperSettings> reply) { c.engine->savePaper(from(paper), reply); }));
  QCOMPARE(kept.header, paper.header);
  // As the next process reads it.
  const api::Config config = *engine::configFrom(must(c.real->settings()));
  QCOMPARE(config.printer.profile, std::string("generic-80mm"));
  QCOMPARE(config.outlet.header, paper.header);
  QCOMPARE(config.outlet.logo, paper.logo);
  std::vector<std::string> changed;
  for (const auto& [key, value] : must(c.real->settings()))
    if (const auto old = before.find(key); old == before.end() || old->second != value)
      changed.push_back(key);
  QCOMPARE(changed, (std::vector<std::string>{"outlet.header", "outlet.logo", "printer.profile"}));
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(print(ref).has_value());
  const std::string sheet = m_tray->sheets().back();
  QVERIFY(says(sheet, "Buka setiap hari"));
  QVERIFY(sheet.find(std::string("\x1Dv0\0\1\0\2\0\x80\x40", 10)) < sheet.find("Buka"));
}

void EnginePaperTest::paper_changed_from_what_is_no_more_is_refused() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SavePaper mine = from(api::paperOf(c.engine->config()));
  api::SavePaper others = mine;
  mine.to.header = {"Buka setiap hari"};
  others.to.printer.uri = "tcp://127.0.0.1:10";
  // In one turn, so that the second comes before the first is on disk.
  std::vector<Result<api::PaperSettings>> answers;
  for (const api::SavePaper& command : {others, mine})
    c.engine->savePaper(command,
                        [&answers](Result<api::PaperSettings> kept) { answers.push_back(std::move(kept)); });
  QVERIFY(c.turnUntil([&answers] { return answers.size() == 2; }));
  QVERIFY(answers[0].has_value());
  QVERIFY(!answers[1].has_value());
  QCOMPARE(answers[1].error().code, ErrorCode::StateForbids);
  QCOMPARE(answers[1].error().detail, std::string("paper"));
  const api::Config config = *engine::configFrom(must(c.real->settings()));
  QCOMPARE(config.printer.uri, std::string("tcp://127.0.0.1:10"));
  QVERIFY(config.outlet.header.empty());
  // Looked at again.
  mine.from = api::paperOf(c.engine->config());
  mine.to.printer = mine.from.printer;
  QVERIFY(c.ask<api::PaperSettings>([&](auto reply) { c.engine->savePaper(mine, reply); }).has_value());
  QCOMPARE(c.engine->config().printer.uri, std::string("tcp://127.0.0.1:10"));
  QCOMPARE(c.engine->config().outlet.header, mine.to.header);
}

void EnginePaperTest::paper_that_cannot_be_is_refused_data() {
  QTest::addColumn<QByteArray>("which");
  for (const char* which :
       {"printer.uri", "printer.profile", "printer.drawer", "outlet.header", "outlet.footer", "outlet.logo"})
    QTest::newRow(which) << QByteArray(which);
}

void EnginePaperTest::paper_that_cannot_be_is_refused() {
  QFETCH(QByteArray, which);
  Counter& c = *m_counter;
  c.printers = [this](const std::string& uri) -> Result<std::unique_ptr<ports::Printer>> {
    if (uri == "nonsense")
      return fail(ErrorCode::ConfigInvalid, uri);
    return std::make_unique<TrayPrinter>(*m_tray);
  };
  QVERIFY(c.start());
  const auto before = must(c.real->settings());
  api::PaperSettings paper = api::paperOf(c.engine->config());
  if (which == "printer.uri")
    paper.printer.uri = "nonsense";
  else if (which == "printer.profile")
    paper.printer.profile = "somebody's";
  else if (which == "printer.drawer")
    paper.printer.drawer = 3;
  else if (which == "outlet.header")
    paper.header = std::vector<std::string>(kShopLinesMax + 1, "x");
  else if (which == "outlet.footer")
    paper.footer = {"a\x1B@b"};
  else
    paper.logo = "UDQKMSAxCg==";
  const auto refused = [&which](const auto& answer) {
    return !answer && answer.error().code == ErrorCode::ConfigInvalid &&
           answer.error().detail == which.toStdString();
  };
  QVERIFY(refused(c.ask<api::PaperSettings>([&](auto reply) { c.engine->savePaper(from(paper), reply); })));
  QVERIFY(refused(c.ask<api::PrintView>([&](auto reply) { c.engine->tryPaper(paper, reply); })));
  QVERIFY(refused(c.engine->samplePaper(paper)));
  QVERIFY(must(c.real->settings()) == before);
  QVERIFY(m_tray->sheets().empty());
}

void EnginePaperTest::a_trial_counts_for_nothing() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::PaperSettings paper = api::paperOf(c.engine->config());
  paper.footer = {"Sampai jumpa"};
  std::optional<Result<api::PrintView>> answer;
  const auto before = must(c.real->settings());
  c.engine->tryPaper(paper, [&answer](Result<api::PrintView> view) { answer = std::move(view); });
  QVERIFY(turnUntil([&answer] { return answer.has_value(); }));
  QCOMPARE(must(*answer).outcome, api::PrintOutcome::Sent);
  QVERIFY(says(m_tray->sheets().at(0), "CONTOH STRUK") && says(m_tray->sheets().at(0), "Sampai jumpa"));
  QCOMPARE(must(c.engine->samplePaper(paper)).escpos.size(), m_tray->sheets().at(0).size());
  m_tray->setJam(true);
  answer.reset();
  c.engine->tryPaper(paper, [&answer](Result<api::PrintView> view) { answer = std::move(view); });
  QVERIFY(turnUntil([&answer] { return answer.has_value(); }));
  QCOMPARE(must(*answer).outcome, api::PrintOutcome::Failed);
  QCOMPARE(c.engine->status().unprintedCount, 0);
  QVERIFY(must(c.real->settings()) == before);
  QVERIFY(must(c.real->newestPrints(10)).empty());
  paper.printer.uri.clear();
  QCOMPARE(must(c.ask<api::PrintView>([&](auto reply) { c.engine->tryPaper(paper, reply); })).outcome,
           api::PrintOutcome::NoPrinter);
}

void EnginePaperTest::what_could_print_is_told_with_its_kind() {
  Counter& c = *m_counter;
  c.findPrinters = [] {
    return std::vector<ports::FoundPrinter>{{"usb:///dev/usb/lp0", "EPSON TM-T82"},
                                            {"usb:///dev/usb/lp1", "EPSON LX-310"},
                                            {"serial:///dev/ttyUSB0", "Serial ttyUSB0"}};
  };
  QVERIFY(c.start());
  std::optional<Result<std::vector<api::FoundPrinter>>> answer;
  c.engine->printers([&answer](Result<std::vector<api::FoundPrinter>> found) { answer = std::move(found); });
  QVERIFY(turnUntil([&answer] { return answer.has_value(); }));
  std::vector<std::string> kinds;
  for (const api::FoundPrinter& one : must(*answer)) kinds.push_back(one.profile);
  QCOMPARE(kinds, (std::vector<std::string>{"epson-80mm", "escp-half-letter", "generic-58mm"}));
}

QTEST_GUILESS_MAIN(EnginePaperTest)
#include "engine_paper_test.moc"
