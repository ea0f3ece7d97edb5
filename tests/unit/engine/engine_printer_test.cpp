// Jobs tell the truth: the real engine and the real tcp printer against a printer that speaks back and misbehaves. What
// provably did not come out is failed and printed again as the same job; what may have come out is unknown, and is never
// sent again by itself.
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cstdint>
#include <thread>

#include "core/adapters/printer/create_printer.h"
#include "core/domain/receipt/layout.h"
#include "core/engine/printer_profiles.h"
#include "tests/support/escpos_printer.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using api::PrintOutcome;
using Manner = EscPosPrinter::Manner;
Q_DECLARE_METATYPE(bool Manner::*)

namespace {

constexpr int kPatienceMs = 20'000;

adapters::printer::Patience hurried() {
  adapters::printer::Patience patience;
  patience.stall = Duration::millis(1'500);
  patience.goodbye = Duration::millis(100);
  patience.answer = Duration::millis(400);
  patience.confirm = Duration::millis(1'500);
  patience.askAgain = Duration::millis(300);
  return patience;
}

bool says(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

}  // namespace

class EnginePrinterTest : public QObject {
  Q_OBJECT

 private slots:
  void what_a_printer_proves_is_confirmed_data();
  void what_a_printer_proves_is_confirmed();
  void what_it_refuses_before_is_printed_later_as_the_same_job_data();
  void what_it_refuses_before_is_printed_later_as_the_same_job();
  void paper_that_ends_in_the_middle_is_for_a_person_to_see();
  void silence_is_neither_yes_nor_no();
  void a_question_it_does_not_know_proves_nothing();
  void who_hangs_up_before_a_byte_took_nothing();
  void who_hangs_up_in_the_middle_may_have_printed();
  void a_slow_printer_gets_all_of_it();
  void a_late_answer_is_no_answer_to_the_next_question();
  void unasked_words_of_the_printer_are_dropped();
  void no_sale_waits_for_a_printer();
  void two_in_one_moment_are_an_original_and_a_copy();
  void what_was_printing_when_the_program_ended_is_unknown();
  void a_failure_that_an_older_program_wrote_proves_nothing();
  void ten_thousand_hostile_names_change_no_command();
  void the_drawer_opens_when_cash_changes_hands_data();
  void the_drawer_opens_when_cash_changes_hands();
  void the_drawer_opens_for_cash_that_is_given_back();
  void a_small_memory_is_given_time();
  void the_doctor_asks_and_prints_nothing_data();
  void the_doctor_asks_and_prints_nothing();
  void the_doctor_names_what_it_cannot_reach_data();
  void the_doctor_names_what_it_cannot_reach();
  void the_doctor_makes_no_file();
  void the_doctor_waits_for_no_paper();

 private:
  // The printer's line of the doctor, asked now.
  api::HealthItem health();
  // Starts a counter with this printer, and sells.
  PaymentRef begin(const Manner& manner, const char* profile, int drawer = 0);
  Result<api::PrintView> print(const PaymentRef& ref);
  bool turnUntil(const std::function<bool()>& done);
  std::vector<std::string> rows(const PaymentRef& ref);

  std::unique_ptr<EscPosPrinter> m_printer;
  std::unique_ptr<Counter> m_counter;
};

PaymentRef EnginePrinterTest::begin(const Manner& manner, const char* profile, int drawer) {
  m_counter.reset();
  m_printer = std::make_unique<EscPosPrinter>(manner);
  m_counter = std::make_unique<Counter>();
  m_counter->config.printer = {m_printer->uri(), profile, drawer};
  m_counter->printers = [](const std::string& uri) { return adapters::printer::createPrinterWith(uri, hurried()); };
  if (!m_counter->start())
    return {};
  const PaymentRef ref = must(m_counter->sell(tokenFor(1))).payment.ref;
  return m_counter->reaches(ref, PaymentState::Succeeded) ? ref : PaymentRef();
}

bool EnginePrinterTest::turnUntil(const std::function<bool()>& done) {
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

Result<api::PrintView> EnginePrinterTest::print(const PaymentRef& ref) {
  std::optional<Result<api::PrintView>> answer;
  m_counter->engine->print(ref.str(), [&answer](Result<api::PrintView> view) { answer = std::move(view); });
  if (!turnUntil([&answer] { return answer.has_value(); }))
    return fail(ErrorCode::Internal, "no answer");
  // And its end is on disk.
  m_counter->engine->turn(Duration{});
  return *answer;
}

std::vector<std::string> EnginePrinterTest::rows(const PaymentRef& ref) {
  std::vector<std::string> out;
  for (const ports::PrintJob& job : must(m_counter->real->prints(ref)))
    out.push_back(std::to_string(job.copyNo) + " " + job.state);
  return out;
}

using Rows = std::vector<std::string>;

void EnginePrinterTest::what_a_printer_proves_is_confirmed_data() {
  QTest::addColumn<QByteArray>("profile");
  QTest::addColumn<QByteArray>("by");
  QTest::newRow("process id") << QByteArray("epson-58mm") << QByteArray("process id");
  QTest::newRow("status") << QByteArray("status-58mm") << QByteArray("status");
}

void EnginePrinterTest::what_a_printer_proves_is_confirmed() {
  QFETCH(QByteArray, profile);
  QFETCH(QByteArray, by);
  const PaymentRef ref = begin({}, profile.constData());
  const auto preview = must(m_counter->ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
    m_counter->engine->receipt(ref.str(), api::Copy::Preview, std::move(reply));
  }));
  QVERIFY(!preview.last);
  const auto printed = must(print(ref));
  QCOMPARE(printed.outcome, PrintOutcome::Confirmed);
  QCOMPARE(QByteArray::fromStdString(printed.detail), by);
  QCOMPARE(rows(ref), (Rows{"0 queued", "0 confirmed"}));
  const auto sheet = m_printer->sheets(1).at(0);
  QCOMPARE(QByteArray::fromStdString(sheet.bytes).toHex(), QByteArray::fromStdString(preview.escpos).toHex());
  QVERIFY(says(sheet.letters, "STRUK") && sheet.wrong.empty());
  const auto detail = must(m_counter->engine->payment(ref.str()));
  QCOMPARE(detail.printed, 1);
  QCOMPARE(detail.papers.at(0).state, std::string("confirmed"));
}

void EnginePrinterTest::what_it_refuses_before_is_printed_later_as_the_same_job_data() {
  QTest::addColumn<bool Manner::*>("what");
  QTest::newRow("paper out") << &Manner::paperOut;
  QTest::newRow("cover open") << &Manner::coverOpen;
  QTest::newRow("printer error") << &Manner::cutterStuck;
}

void EnginePrinterTest::what_it_refuses_before_is_printed_later_as_the_same_job() {
  QFETCH(bool Manner::*, what);
  Manner shut;
  shut.*what = true;
  const std::string said = std::string("accepted=0 ") + QTest::currentDataTag();
  const PaymentRef ref = begin(shut, "epson-58mm");
  for (int tries = 0; tries < 2; ++tries) {
    const auto printed = must(print(ref));
    QCOMPARE(printed.outcome, PrintOutcome::Failed);
    QVERIFY2(says(printed.detail, said.c_str()), printed.detail.c_str());
  }
  QCOMPARE(must(m_counter->engine->payment(ref.str())).printed, 0);
  m_printer->setManner({});
  const auto printed = must(print(ref));
  QCOMPARE(printed.outcome, PrintOutcome::Confirmed);
  QCOMPARE(printed.copyNo, 0);
  QCOMPARE(rows(ref), (Rows{"0 queued", "0 failed", "0 queued", "0 failed", "0 queued", "0 confirmed"}));
  const auto sheets = m_printer->sheets(3);
  QVERIFY(sheets.at(0).bytes.empty() && sheets.at(1).bytes.empty());
  QVERIFY(says(sheets.at(2).letters, "STRUK") && !says(sheets.at(2).letters, "SALINAN"));
  // The next one is a copy of it.
  QCOMPARE(must(print(ref)).copyNo, 1);
}

void EnginePrinterTest::paper_that_ends_in_the_middle_is_for_a_person_to_see() {
  Manner ending;
  ending.paperFor = 100;
  const PaymentRef ref = begin(ending, "epson-58mm");
  const auto printed = must(print(ref));
  QCOMPARE(printed.outcome, PrintOutcome::Unknown);
  QVERIFY2(says(printed.detail, "paper out"), printed.detail.c_str());
  m_printer->setManner({});
  // By itself nothing more comes out, and whoever looks hears what is known.
  m_counter->turnFor(Duration::hours(3));
  QCOMPARE(rows(ref), (Rows{"0 queued", "0 unknown"}));
  const auto preview = must(m_counter->ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
    m_counter->engine->receipt(ref.str(), api::Copy::Preview, std::move(reply));
  }));
  QCOMPARE(preview.last->outcome, PrintOutcome::Unknown);
  QCOMPARE(m_printer->sheets(1).size(), std::size_t{1});
  QCOMPARE(must(print(ref)).copyNo, 1);
  QVERIFY(says(m_printer->sheets(2).at(1).letters, "SALINAN ke-1"));
}

void EnginePrinterTest::silence_is_neither_yes_nor_no() {
  Manner silent;
  silent.answers = false;
  Manner zeros;
  zeros.onlyZeros = true;
  for (const Manner& manner : {silent, zeros})
    for (const char* profile : {"generic-58mm", "status-58mm", "epson-58mm"}) {
      const PaymentRef ref = begin(manner, profile);
      QCOMPARE(must(print(ref)).outcome, PrintOutcome::Sent);
      QCOMPARE(rows(ref), (Rows{"0 queued", "0 sent"}));
      QVERIFY(says(m_printer->sheets(1).at(0).letters, "STRUK"));
    }
}

void EnginePrinterTest::a_question_it_does_not_know_proves_nothing() {
  Manner clone;
  clone.processIds = false;
  // Somebody else's is no proof either.
  clone.garbage = std::string("7\"zzzz\0", 7);
  const PaymentRef ref = begin(clone, "epson-58mm");
  QCOMPARE(must(print(ref)).outcome, PrintOutcome::Sent);
}

void EnginePrinterTest::who_hangs_up_before_a_byte_took_nothing() {
  Manner leaving;
  leaving.leavesAfter = 3;
  const PaymentRef ref = begin(leaving, "epson-58mm");
  const auto printed = must(print(ref));
  QCOMPARE(printed.outcome, PrintOutcome::Failed);
  QVERIFY2(says(printed.detail, "accepted=0 hung up"), printed.detail.c_str());
  QVERIFY(m_printer->sheets(1).at(0).bytes.empty());
}

void EnginePrinterTest::who_hangs_up_in_the_middle_may_have_printed() {
  for (const char* profile : {"generic-58mm", "epson-58mm"})
    for (const std::size_t bytes : {std::size_t{10}, std::size_t{100}, std::size_t{300}}) {
      Manner leaving;
      leaving.leavesAfter = bytes;
      const PaymentRef ref = begin(leaving, profile);
      const auto printed = must(print(ref));
      QVERIFY2(printed.outcome == PrintOutcome::Unknown, (profile + (" " + std::to_string(bytes)) + printed.detail).c_str());
      QCOMPARE(rows(ref), (Rows{"0 queued", "0 unknown"}));
      m_counter->turnFor(Duration::hours(3));
      QCOMPARE(m_printer->sheets(1).size(), std::size_t{1});
    }
}

void EnginePrinterTest::a_slow_printer_gets_all_of_it() {
  Manner slow;
  slow.bytesPerSecond = 2'000;
  slow.holds = 128;
  const PaymentRef ref = begin(slow, "epson-58mm");
  const auto printed = must(print(ref));
  QVERIFY2(printed.outcome == PrintOutcome::Confirmed, printed.detail.c_str());
  QVERIFY(m_printer->mostHeld() <= 128);
  QVERIFY(says(m_printer->sheets(1).at(0).letters, "STRUK"));
}

void EnginePrinterTest::a_late_answer_is_no_answer_to_the_next_question() {
  Manner late;
  late.answersLateBy = std::chrono::milliseconds(700);
  for (const char* profile : {"status-58mm", "epson-58mm"}) {
    const PaymentRef ref = begin(late, profile);
    QCOMPARE(must(print(ref)).outcome, PrintOutcome::Sent);
  }
  late.answersLateBy = std::chrono::milliseconds(100);
  const PaymentRef ref = begin(late, "status-58mm");
  QCOMPARE(must(print(ref)).outcome, PrintOutcome::Confirmed);
}

void EnginePrinterTest::unasked_words_of_the_printer_are_dropped() {
  Manner talking;
  // Flow control, a report by itself, somebody else's process id.
  talking.garbage = std::string("\x13\x11\x10\0\0\0_x\0" "7\"zzzz\0", 16);
  for (const char* profile : {"status-58mm", "epson-58mm"}) {
    const PaymentRef ref = begin(talking, profile);
    QCOMPARE(must(print(ref)).outcome, PrintOutcome::Confirmed);
  }
}

void EnginePrinterTest::no_sale_waits_for_a_printer() {
  // It stands out of paper, and is waited for until that is told.
  Manner stuck;
  stuck.paperFor = 50;
  stuck.answersLateBy = std::chrono::milliseconds(150);
  const PaymentRef ref = begin(stuck, "epson-58mm");
  std::optional<Result<api::PrintView>> first;
  m_counter->engine->print(ref.str(), [&first](const Result<api::PrintView>& view) { first = view; });
  for (int n = 2; n < 12; ++n) {
    const PaymentRef next = must(m_counter->sell(pulsaFor(n))).payment.ref;
    QVERIFY(m_counter->reaches(next, PaymentState::Succeeded, Duration::seconds(30)));
  }
  QVERIFY(!first);
  QVERIFY(turnUntil([&first] { return first.has_value(); }));
  QCOMPARE(must(*first).outcome, PrintOutcome::Unknown);
}

void EnginePrinterTest::two_in_one_moment_are_an_original_and_a_copy() {
  const PaymentRef ref = begin({}, "epson-58mm");
  std::vector<api::PrintView> answers;
  for (int n = 0; n < 2; ++n)
    m_counter->engine->print(ref.str(), [&answers](const Result<api::PrintView>& view) { answers.push_back(must(view)); });
  QVERIFY(turnUntil([&answers] { return answers.size() == 2; }));
  QCOMPARE(answers.at(0).copyNo + answers.at(1).copyNo, 1);
  const auto sheets = m_printer->sheets(2);
  QCOMPARE(std::count_if(sheets.begin(), sheets.end(), [](const auto& sheet) { return says(sheet.letters, "SALINAN"); }), 1);
}

void EnginePrinterTest::what_was_printing_when_the_program_ended_is_unknown() {
  const PaymentRef ref = begin({}, "epson-58mm");
  m_counter->engine->print(ref.str(), [](const Result<api::PrintView>&) {});
  QVERIFY(turnUntil([this] { return !m_counter->printsTold.empty(); }));
  m_counter->restart();
  QCOMPARE(rows(ref), (Rows{"0 queued"}));
  const auto detail = must(m_counter->engine->payment(ref.str()));
  QCOMPARE(detail.papers.at(0).state, std::string("unknown"));
  QCOMPARE(detail.printed, 1);
  m_counter->turnFor(Duration::hours(3));
  QCOMPARE(m_printer->sheets(1).size(), std::size_t{1});
  QCOMPARE(must(print(ref)).copyNo, 1);
}

void EnginePrinterTest::a_failure_that_an_older_program_wrote_proves_nothing() {
  const PaymentRef ref = begin({}, "epson-58mm");
  ports::UnitOfWork work;
  work.prints = {{ref, "receipt", 0, "issued", "", m_counter->clock.now()},
                 {ref, "receipt", 0, "failed", "tcp://x accepted=40 timeout", m_counter->clock.now()}};
  QVERIFY(m_counter->store->commit(work).has_value());
  QCOMPARE(must(m_counter->engine->payment(ref.str())).papers.at(0).state, std::string("unknown"));
  QCOMPARE(must(print(ref)).copyNo, 1);
}

namespace {

// What the world calls itself: commands, broken letters, line ends, half of a command at the end.
std::string hostileName(std::uint64_t& chance) {
  using namespace std::string_literals;
  static const std::vector<std::string> kPieces = {
      "\x1B@"s, "\x1Bp\0\x19\xFA"s, "\x1DV\x42\0"s, "\x10\x14\1\0\5"s, "\x10\x04\1"s, "\x1D(H\6\0\x30\x30zzzz"s, "\x1Dr\1"s,
      "\x1D"s, "\x1B"s, "\x10"s, "\0"s, "\n"s, "\r\n"s, "\f"s, "\xC2\x9B"s, "\xE2\x80\xAE"s, "\xF0\x9F\x98\x80"s, "\xC3"s,
      "BUDI"s, "LUNAS"s, std::string(90, 'W'), "  "s};
  const auto below = [&chance](std::uint64_t n) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (chance >> 11) % n;
  };
  std::string out;
  for (auto pieces = below(6); pieces > 0; --pieces)
    out += below(3) == 0 ? std::string(1, static_cast<char>(below(256))) : kPieces[below(kPieces.size())];
  return out;
}

}  // namespace

void EnginePrinterTest::ten_thousand_hostile_names_change_no_command() {
  constexpr int kJobs = 20;
  constexpr int kReceipts = 500;
  const PaymentRef ref = begin({}, "epson-58mm");
  Payment payment = m_counter->stored(ref);
  const auto profile = engine::printerProfile("epson-58mm");
  const auto bytesFor = [&](const std::string& name) {
    payment.customerName = name;
    payment.details["customerName"] = name;
    return receipt::toEscPos(receipt::layOut(receipt::composeReceipt(payment, m_counter->config.outlet, 0, Instant{}),
                                             profile.paper),
                             profile.paper);
  };
  const auto printer = must(adapters::printer::createPrinterWith(m_printer->uri(), hurried()));
  const auto send = [&](std::string bytes) {
    return printer->print({std::move(bytes), profile.proof, "AbC~"}).end == ports::PrintReport::End::Confirmed;
  };
  QVERIFY(send(bytesFor("SUPARDI")));
  const auto plain = m_printer->sheets(1).at(0);
  QVERIFY(says(plain.letters, "SUPARDI") && plain.wrong.empty() && !plain.commands.empty());
  std::string expected;
  for (int n = 0; n < kReceipts; ++n) expected += plain.commands;
  std::uint64_t chance = 20261128;
  for (int job = 0; job < kJobs; ++job) {
    std::string bytes;
    for (int n = 0; n < kReceipts; ++n) bytes += bytesFor(hostileName(chance));
    QVERIFY(send(std::move(bytes)));
  }
  const auto sheets = m_printer->sheets(kJobs + 1);
  QCOMPARE(sheets.size(), std::size_t(kJobs + 1));
  for (auto sheet = std::next(sheets.begin()); sheet != sheets.end(); ++sheet) {
    QVERIFY2(sheet->wrong.empty(), sheet->wrong.c_str());
    QVERIFY(sheet->commands == expected);
    QCOMPARE(sheet->pulses, 0);
  }
}

void EnginePrinterTest::the_drawer_opens_when_cash_changes_hands_data() {
  QTest::addColumn<int>("drawer");
  QTest::newRow("none") << 0;
  QTest::newRow("pin 2") << 2;
  QTest::newRow("pin 5") << 5;
}

void EnginePrinterTest::the_drawer_opens_when_cash_changes_hands() {
  QFETCH(int, drawer);
  const std::string pulse = std::string("\x1Bp") + (drawer == 5 ? '\1' : '\0') + "\x19\xFA";
  // Out of paper: it did not print and did not open, so the next try does both.
  Manner empty;
  empty.paperOut = true;
  const PaymentRef ref = begin(empty, "epson-58mm", drawer);
  QCOMPARE(must(print(ref)).outcome, PrintOutcome::Failed);
  m_printer->setManner({});
  QCOMPARE(must(print(ref)).outcome, PrintOutcome::Confirmed);
  QCOMPARE(must(print(ref)).copyNo, 1);
  auto sheets = m_printer->sheets(3);
  QCOMPARE(sheets.at(0).pulses, 0);
  QCOMPARE(sheets.at(1).pulses, drawer == 0 ? 0 : 1);
  QVERIFY(sheets.at(1).wrong.empty());
  if (drawer != 0)
    QVERIFY(sheets.at(1).commands.starts_with("\x1B@" + pulse));
  // A copy is paper only.
  QCOMPARE(sheets.at(2).pulses, 0);

  // Who pays later brings no cash.
  api::SellRequest later = pulsaFor(2);
  later.bon = "Bu Tini";
  const PaymentRef bon = must(m_counter->sell(later)).payment.ref;
  QVERIFY(m_counter->reaches(bon, PaymentState::Succeeded));
  QVERIFY(print(bon).has_value());
  QCOMPARE(m_printer->sheets(4).at(3).pulses, 0);

  // A receipt that comes long after the cash opens nothing: nobody may stand there.
  const PaymentRef slow = must(m_counter->sell(pulsaFor(3))).payment.ref;
  QVERIFY(m_counter->reaches(slow, PaymentState::Succeeded));
  m_counter->turnFor(Duration::seconds(130));
  QVERIFY(print(slow).has_value());
  QCOMPARE(m_printer->sheets(5).at(4).pulses, 0);

  // A deposit's slip opens it, its receipt not again.
  const PaymentRef deposit = must(m_counter->sell(offline(pulsaFor(4)))).payment.ref;
  QVERIFY(print(deposit).has_value());
  QVERIFY(m_counter->reaches(deposit, PaymentState::Succeeded));
  QVERIFY(print(deposit).has_value());
  QCOMPARE(m_printer->sheets(7).at(5).pulses, drawer == 0 ? 0 : 1);
  QVERIFY(says(m_printer->sheets(7).at(6).letters, "LUNAS"));
  QCOMPARE(m_printer->sheets(7).at(6).pulses, 0);

  // Nor does a receipt that follows the slip of a payment without an answer, however soon.
  m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  m_counter->script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  const PaymentRef unanswered = must(m_counter->sell(pulsaFor(5))).payment.ref;
  QVERIFY(m_counter->reaches(unanswered, PaymentState::Suspect));
  QVERIFY(print(unanswered).has_value());
  QVERIFY(m_counter->reaches(unanswered, PaymentState::Succeeded));
  const Payment soon = m_counter->stored(unanswered);
  QVERIFY(m_counter->clock.now() - soon.acceptedAt < Duration::seconds(110));
  QVERIFY(print(unanswered).has_value());
  QCOMPARE(m_printer->sheets(9).at(7).pulses, drawer == 0 ? 0 : 1);
  QVERIFY(says(m_printer->sheets(9).at(8).letters, "LUNAS"));
  QCOMPARE(m_printer->sheets(9).at(8).pulses, 0);
}

void EnginePrinterTest::the_drawer_opens_for_cash_that_is_given_back() {
  const PaymentRef first = begin({}, "epson-58mm", 2);
  QVERIFY(first != PaymentRef());
  m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  const PaymentRef ref = must(m_counter->sell(pulsaFor(2))).payment.ref;
  QVERIFY(m_counter->reaches(ref, PaymentState::RefundDue));
  m_counter->turnFor(Duration::hours(1));
  QVERIFY(m_counter->refund(ref).has_value());
  QVERIFY(print(ref).has_value());
  QVERIFY(print(ref).has_value());
  const auto sheets = m_printer->sheets(2);
  QCOMPARE(sheets.at(0).pulses, 1);
  QCOMPARE(sheets.at(1).pulses, 0);
}

// A printer that cannot hold up what comes too fast loses it; its profile knows how fast it is.
void EnginePrinterTest::a_small_memory_is_given_time() {
  Manner small;
  small.answers = false;
  small.holds = 1'500;
  small.loses = true;
  small.bytesPerSecond = 12'000;
  for (const auto& [profile, isWhole] : {std::pair("generic-58mm", false), std::pair("pocket-58mm", true)}) {
    const PaymentRef sold = begin(small, profile);
    QVERIFY(sold != PaymentRef());
    const PaymentRef deposit = must(m_counter->sell(offline(pulsaFor(2)))).payment.ref;
    const auto preview = must(m_counter->ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
      m_counter->engine->receipt(deposit.str(), api::Copy::Preview, std::move(reply));
    }));
    QVERIFY(preview.escpos.size() > 2'000);
    QCOMPARE(must(print(deposit)).outcome, PrintOutcome::Sent);
    const auto sheet = m_printer->sheets(1).at(0);
    QCOMPARE(sheet.bytes == preview.escpos, isWhole);
  }
}

api::HealthItem EnginePrinterTest::health() {
  std::optional<std::vector<api::HealthItem>> items;
  m_counter->engine->health(api::Look::AskPrinter,
                            [&items](const Result<std::vector<api::HealthItem>>& told) { items = must(told); });
  if (!turnUntil([&items] { return items.has_value(); }))
    return {"printer", false, "no answer", "none"};
  const auto found =
      std::find_if(items->begin(), items->end(), [](const auto& item) { return item.name == "printer"; });
  return found == items->end() ? api::HealthItem{} : *found;
}

void EnginePrinterTest::the_doctor_asks_and_prints_nothing_data() {
  QTest::addColumn<QString>("how");
  QTest::addColumn<QString>("profile");
  QTest::addColumn<QString>("word");
  const auto row = [](const char* how, const char* profile, const char* word) {
    QTest::addRow("%s, %s", how, profile) << QString::fromLatin1(how) << QString::fromLatin1(profile)
                                          << QString::fromLatin1(word);
  };
  for (const char* profile : {"epson-58mm", "status-80mm"}) {
    row("ready", profile, "");
    row("paper out", profile, "paper-out");
    row("cover open", profile, "cover-open");
    row("cutter stuck", profile, "fault");
    row("silence", profile, "silent");
    row("hangs up", profile, "hung-up");
  }
  // By its profile it tells nothing of itself: it is not asked, and what may be is not said to be.
  row("paper out", "generic-58mm", "");
  row("silence", "generic-58mm", "");
}

void EnginePrinterTest::the_doctor_asks_and_prints_nothing() {
  QFETCH(QString, how);
  QFETCH(QString, profile);
  QFETCH(QString, word);
  Manner manner;
  manner.paperOut = how == QLatin1String("paper out");
  manner.coverOpen = how == QLatin1String("cover open");
  manner.cutterStuck = how == QLatin1String("cutter stuck");
  manner.answers = how != QLatin1String("silence");
  if (how == QLatin1String("hangs up"))
    manner.leavesAfter = 1;
  QVERIFY(!begin(manner, qPrintable(profile), 2).empty());
  QElapsedTimer took;
  took.start();
  const api::HealthItem printer = health();
  QVERIFY2(took.elapsed() < 5'000, qPrintable(QString::number(took.elapsed())));
  QCOMPARE(QString::fromStdString(printer.word), word);
  QCOMPARE(printer.ok, word.isEmpty());
  QVERIFY2(says(printer.detail, m_printer->uri().c_str()), printer.detail.c_str());
  QCOMPARE(says(printer.detail, "ready"), word.isEmpty() && profile != QLatin1String("generic-58mm"));
  const auto sheets = m_printer->sheets(1);
  QCOMPARE(sheets.size(), std::size_t{1});
  // Who hangs up in the middle of the question has had no more than that.
  const std::string most = how == QLatin1String("hangs up") ? "\x10\x04\x01" : "";
  QVERIFY2(most.starts_with(sheets.front().bytes) && sheets.front().pulses == 0, sheets.front().bytes.c_str());
  // Nothing is kept of it, and the window, which does not ask, is told of no trouble that may be over.
  const auto known = m_counter->engine->health();
  QVERIFY(std::any_of(known.begin(), known.end(), [](const auto& item) { return item.name == "printer" && item.ok; }));
}

void EnginePrinterTest::the_doctor_names_what_it_cannot_reach_data() {
  QTest::addColumn<QString>("uri");
  QTest::addColumn<QString>("word");
  QTest::newRow("none") << QString() << QStringLiteral("not-set");
  QTest::newRow("no address") << QStringLiteral("parallel://1") << QStringLiteral("address");
  QTest::newRow("nobody listens") << QStringLiteral("closed") << QStringLiteral("refused");
  QTest::newRow("no such host") << QStringLiteral("tcp://no-such-host.invalid:9100") << QStringLiteral("unknown-host");
  QTest::newRow("unplugged") << QStringLiteral("usb:///dev/usb/lp-of-nobody") << QStringLiteral("no-device");
  QTest::newRow("no such line") << QStringLiteral("serial:///dev/tty-of-nobody") << QStringLiteral("no-device");
  QTest::newRow("no line at all") << QStringLiteral("serial:///dev/null") << QStringLiteral("not-a-device");
  QTest::newRow("a folder") << QStringLiteral("file:///proc") << QStringLiteral("not-a-device");
  QTest::newRow("no such folder") << QStringLiteral("file:///no-such-folder/paper.bin") << QStringLiteral("no-device");
  // Nobody may write to it, whoever runs this.
  QTest::newRow("no permission") << QStringLiteral("file:///sys/devices/system/cpu/online")
                                 << QStringLiteral("no-permission");
}

void EnginePrinterTest::the_doctor_names_what_it_cannot_reach() {
  QFETCH(QString, uri);
  QFETCH(QString, word);
  QVERIFY(!begin({}, "generic-58mm").empty());
  std::string meant = uri.toStdString();
  if (meant == "closed") {
    meant = m_printer->uri();
    m_printer.reset();
  }
  m_counter->config.printer.uri = meant;
  m_counter->restart();
  const api::HealthItem printer = health();
  QCOMPARE(QString::fromStdString(printer.word), word);
  QVERIFY(!printer.ok);
}

void EnginePrinterTest::the_doctor_makes_no_file() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("paper.bin"));
  QVERIFY(!begin({}, "epson-58mm").empty());
  m_counter->config.printer.uri = "file://" + path.toStdString();
  m_counter->restart();
  QVERIFY(health().ok);
  QVERIFY(!QFile::exists(path));
  QFile paper(path);
  QVERIFY(paper.open(QIODevice::WriteOnly) && paper.write("STRUK") == 5 && paper.flush());
  QVERIFY(health().ok);
  QCOMPARE(QFile(path).size(), qint64{5});
}

// One that is held up by a paper takes no other connection: who asks hears at once that it is busy.
void EnginePrinterTest::the_doctor_waits_for_no_paper() {
  Manner slow;
  slow.bytesPerSecond = 400;
  slow.holds = 100;
  const PaymentRef ref = begin(slow, "generic-58mm");
  std::optional<api::PrintView> paper;
  m_counter->engine->print(ref.str(), [&paper](const Result<api::PrintView>& view) { paper = must(view); });
  QVERIFY(turnUntil([this] { return !m_counter->printsTold.empty(); }));
  QCOMPARE(health().word, std::string("busy"));
  QVERIFY(!paper);
  m_printer->setManner({});
  QVERIFY(turnUntil([&paper] { return paper.has_value(); }));
  m_counter->engine->turn(Duration{});
  QCOMPARE(health().word, std::string());
}

QTEST_GUILESS_MAIN(EnginePrinterTest)
#include "engine_printer_test.moc"
