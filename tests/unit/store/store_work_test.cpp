// Units of work on the real store: all or nothing, append-only, and everything read back as it was written.
#include <QTest>
#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/json_text.h"
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/payment_search.h"
#include "core/base/text.h"
#include "tests/support/samples.h"
#include "tests/support/virtual_world.h"

using namespace loket;
using namespace loket::tests;

namespace {

// One payment with every field set to something that no other field has.
Payment fullPayment() {
  Payment p = proposedSale(1);
  p.family = Family::PlnBill;
  p.kind = ProductKind::Bill;
  p.customerName = "SITI \"NUR\" \\ O'NEIL\n\u00e9";
  p.serviceFee = Money::rupiah(501);
  p.held = Money::rupiah(12'501);
  p.leftover = Money::rupiah(77);
  p.state = PaymentState::Review;
  p.inquiryRef = AttemptRef("INQ1");
  p.inquiryDate = BusinessDate{2026, 11, 22};
  p.inquiryFields = {"2024", "3273010101900001"};
  p.collected = {CollectionId("C1"), UpstreamId("bank"), "QRREF1", Money::rupiah(84), true};
  p.serial = "SN/1";
  p.token = "1234-5678-9012-3456-7890";
  p.reason = "54";
  p.reasonText = "Nomor salah";
  p.conflict = "paid-twice";
  p.escalatedAt = kMorning + Duration::minutes(9);
  p.pinnedOffer = true;
  p.offline = true;
  p.repeatOrdinal = 3;
  p.settledAt = kMorning + Duration::hours(1);
  p.details = {{"tariff", "R1"}, {"kwh", "33,5"}};
  p.stepUp = {StepUpReason::NewNumber, ProofKind::OwnerCode, -1};
  Attempt first = attemptFor(p);
  first.outcome = AttemptOutcome::Refused;
  first.code = "49";
  first.tookToo = true;
  first.serial = "SN-0";
  first.token = "1234-5678";
  first.cost = Money::rupiah(10'150);
  first.message = "duplikat";
  first.sentAt = kMorning;
  first.answeredAt = kMorning + Duration::seconds(2);
  p.attempts.push_back(first);
  Attempt second = attemptFor(p);
  second.no = 2;
  second.outcome = AttemptOutcome::Suspect;
  second.sentAt = kMorning + Duration::minutes(1);
  p.attempts.push_back(second);
  return p;
}

std::vector<EventBody> everyEvent() {
  const Payment p = fullPayment();
  Payment accepted = proposedSale(2);
  accepted.held = accepted.total();
  return {AcceptedEvent{accepted},
          ArmedEvent{attemptFor(accepted), Money::rupiah(10'250)},
          NotSentEvent{1, "connect"},
          RefusedEvent{1, "44", "saldo kurang"},
          PendingEvent{1, "03", "diproses"},
          SuspectEvent{1, "timeout"},
          SucceededEvent{1, "00", "SN1", "1111-2222", Money::rupiah(10'200), {{"tariff", "R1"}}},
          FailedEvent{1, "54", "nomor salah"},
          CancelledEvent{UserName("sri"), "salah ketik", {Seconded::Person, UserName("budi")}},
          RefundDueEvent{},
          RefundedEvent{UserName("sri"), Money::rupiah(7'000), {Seconded::OwnerCode, {}}},
          RequotedEvent{AttemptRef("INQ2"), BusinessDate{2026, 11, 24}, "BUDI", Money::rupiah(80'000),
                        Money::rupiah(2'500), Money::rupiah(81'500), {{"period", "202610"}}},
          ReviewEvent{"above-ceiling"},
          ReversedEvent{"R1"},
          LeftoverPaidEvent{UserName("budi"), Money::rupiah(800), {Seconded::Alone, {}}},
          ReroutedEvent{UpstreamId("iak"), Sku("t10"), Money::rupiah(10'300), "68"},
          EscalatedEvent{"unanswered"},
          DecidedEvent{UserName("sri"), UserName("budi"), "menurut pemasok"},
          LateSuccessEvent{1, "00", "SN9", "3333-4444", Money::rupiah(10'200), true},
          TakenBackEvent{1, "74"}};
}

// The sale from acceptance to success as units of work.
void commitSucceeded(adapters::SqlcipherStore& store, const Payment& proposed) {
  const auto accepted = acceptedChange(proposed);
  QVERIFY(store.commit(workOf(accepted)));
  const auto armed = changeOf(accepted.after, *decideArm(accepted.after, attemptFor(accepted.after), proposed.cost,
                                                         proposed.acceptedAt));
  QVERIFY(store.commit(workOf(armed)));
  Verdict verdict;
  verdict.kind = VerdictKind::Succeeded;
  verdict.serial = "SERI-" + proposed.number;
  QVERIFY(store.commit(workOf(changeOf(armed.after, decideVerdict(armed.after, verdict, false, proposed.acceptedAt)))));
}

std::vector<std::string> namesOf(const Result<std::vector<ports::PaymentRow>>& rows) {
  std::vector<std::string> out;
  if (rows)
    for (const auto& row : *rows)
      out.push_back(row.payment.customerName);
  return out;
}

}  // namespace

class StoreWorkTest : public QObject {
  Q_OBJECT

 private slots:
  void a_payment_is_read_as_it_was_written();
  void a_payment_of_before_there_were_inquiry_fields_has_none();
  void every_event_is_read_as_it_was_written();
  void what_one_did_is_written_as_it_always_was();
  void json_that_is_not_ours_is_an_error();
  void json_is_written_as_the_library_would_write_it();
  void a_unit_of_work_is_all_or_nothing();
  void after_a_fault_the_store_refuses_until_reopened();
  void a_second_writer_is_refused_and_nothing_of_it_is_kept();
  void two_live_attempts_cannot_be_stored();
  void the_same_client_reference_cannot_be_stored_twice();
  void events_and_legs_are_append_only_data();
  void events_and_legs_are_append_only();
  void open_payments_come_with_their_tasks();
  void a_payment_in_conflict_stays_open();
  void same_today_knows_product_number_and_day();
  void search_finds_by_what_people_type();
  void search_by_days_begins_where_they_end();
  void search_finds_the_same_with_its_index();
  void what_changes_is_found_by_what_it_is_now();
  void pages_follow_each_other_without_gaps();
  void balances_are_the_sum_of_the_legs();
  void day_totals_count_what_succeeded();
  void customers_are_kept_once_each();
  void a_catalogue_replaces_the_old_one();
  void batches_prints_and_settings_are_kept();
  void a_reader_sees_what_is_committed_while_the_writer_goes_on();
};

void StoreWorkTest::a_payment_is_read_as_it_was_written() {
  const Payment p = fullPayment();
  const auto back = adapters::decodePayment(adapters::encodePayment(p));
  QVERIFY(back.has_value());
  QCOMPARE(adapters::encodePayment(*back), adapters::encodePayment(p));
  // Not only the same text twice: each field by name.
  QCOMPARE(back->ref, p.ref);
  QCOMPARE(back->clientRef, p.clientRef);
  QCOMPARE(back->product, p.product);
  QCOMPARE(back->productName, p.productName);
  QCOMPARE(back->category, p.category);
  QCOMPARE(back->brand, p.brand);
  QVERIFY(back->family == p.family && back->kind == p.kind && back->state == p.state);
  QCOMPARE(back->number, p.number);
  QCOMPARE(back->customerName, p.customerName);
  QVERIFY(back->amount == p.amount && back->adminFee == p.adminFee && back->serviceFee == p.serviceFee);
  QVERIFY(back->cost == p.cost && back->cash == p.cash && back->held == p.held && back->leftover == p.leftover);
  QVERIFY(back->upstream == p.upstream && back->sku == p.sku);
  QVERIFY(back->inquiryRef == p.inquiryRef && back->inquiryDate == p.inquiryDate);
  QVERIFY(back->inquiryFields == p.inquiryFields);
  QCOMPARE(back->inquiryFields.taxYear + back->inquiryFields.ownerId, std::string("20243273010101900001"));
  QVERIFY(back->byCode() && back->collected.id == p.collected.id && back->collected.bank == p.collected.bank);
  QVERIFY(back->collected.reference == "QRREF1" && back->collected.bankFee == Money::rupiah(84) && back->collected.inFirstBalance);
  QVERIFY(back->serial == p.serial && back->token == p.token);
  QVERIFY(back->reason == p.reason && back->reasonText == p.reasonText);
  QVERIFY(back->conflict == p.conflict && back->escalatedAt == p.escalatedAt && back->pinnedOffer == p.pinnedOffer);
  QVERIFY(back->offline && back->repeatOrdinal == 3);
  QVERIFY(back->claimCode == p.claimCode && back->user == p.user);
  QVERIFY(back->acceptedAt == p.acceptedAt && back->settledAt == p.settledAt);
  QVERIFY(back->businessDate == p.businessDate && back->details == p.details);
  QCOMPARE(back->attempts.size(), std::size_t{2});
  for (std::size_t i = 0; i < 2; ++i) {
    const Attempt& a = p.attempts[i];
    const Attempt& b = back->attempts[i];
    QVERIFY(a.no == b.no && a.upstream == b.upstream && a.sku == b.sku && a.attemptRef == b.attemptRef);
    QVERIFY(a.path == b.path && a.body == b.body && a.outcome == b.outcome && a.code == b.code &&
            a.tookToo == b.tookToo);
    QVERIFY(a.serial == b.serial && a.token == b.token && a.cost == b.cost);
    QVERIFY(a.message == b.message && a.sentAt == b.sentAt && a.answeredAt == b.answeredAt);
  }
}

void StoreWorkTest::a_payment_of_before_there_were_inquiry_fields_has_none() {
  const Payment p = fullPayment();
  const std::string now = adapters::encodePayment(p);
  const std::string fields = R"("inquiryFields":{"taxYear":"2024","ownerId":"3273010101900001"},)";
  const std::size_t at = now.find(fields);
  QVERIFY(at != std::string::npos);
  Payment months = p;
  months.inquiryFields = {{}, {}, "12"};
  QVERIFY(adapters::decodePayment(adapters::encodePayment(months))->inquiryFields == months.inquiryFields);
  const auto old = adapters::decodePayment(now.substr(0, at) + now.substr(at + fields.size()));
  QVERIFY(old.has_value());
  QVERIFY(old->inquiryFields.empty());
  QVERIFY(old->inquiryDate == p.inquiryDate && old->serial == p.serial && old->attempts.size() == 2);
}

void StoreWorkTest::every_event_is_read_as_it_was_written() {
  const auto bodies = everyEvent();
  QCOMPARE(bodies.size(), std::variant_size_v<EventBody>);
  const StoreHome home;
  const auto store = home.create();
  ports::PaymentChange change = acceptedChange(proposedSale(1));
  change.events.clear();
  std::set<EventKind> kinds;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    kinds.insert(kindOf(bodies[i]));
    change.events.push_back({change.after.ref, kMorning + Duration::seconds(static_cast<std::int64_t>(i)), bodies[i]});
  }
  QCOMPARE(kinds.size(), bodies.size());
  QVERIFY(store->commit(workOf(change)));
  const auto history = store->history(change.after.ref);
  QVERIFY(history.has_value());
  QCOMPARE(history->size(), bodies.size());
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const PaymentEvent& wrote = change.events[i];
    const PaymentEvent& read = (*history)[i];
    QVERIFY(kindOf(read.body) == kindOf(wrote.body));
    QVERIFY(read.at == wrote.at && read.ref == wrote.ref);
    QCOMPARE(adapters::encodeEvent(read), adapters::encodeEvent(wrote));
  }
  // A spot check that the text itself carries the values.
  QCOMPARE(std::get<SucceededEvent>((*history)[6].body).token, std::string("1111-2222"));
  QVERIFY(std::get<RequotedEvent>((*history)[11].body).cost == Money::rupiah(81'500));
  QVERIFY((std::get<CancelledEvent>((*history)[8].body).consent == Consent{Seconded::Person, UserName("budi")}));
  QVERIFY((std::get<RefundedEvent>((*history)[10].body).consent == Consent{Seconded::OwnerCode, {}}));
  QVERIFY((std::get<LeftoverPaidEvent>((*history)[14].body).consent == Consent{Seconded::Alone, {}}));
}

// Its leaf in the journal's tree is of this text.
void StoreWorkTest::what_one_did_is_written_as_it_always_was() {
  const std::pair<EventBody, std::string> all[] = {
      {CancelledEvent{UserName("sri"), "salah ketik"}, R"({"by":"sri","reason":"salah ketik"})"},
      {RefundedEvent{UserName("sri"), Money::rupiah(7'000)}, R"({"by":"sri","toBon":7000})"},
      {LeftoverPaidEvent{UserName("sri")}, R"({"by":"sri","toBon":0})"},
      {LateSuccessEvent{1, "00", "SN9", "T", Money::rupiah(10'200)},
       R"({"attempt":1,"code":"00","serial":"SN9","token":"T","cost":10200})"}};
  for (const auto& [body, text] : all) {
    const PaymentEvent event{PaymentRef("R"), kMorning, body};
    QCOMPARE(adapters::encodeEvent(event), text);
    const auto read = adapters::decodeEvent(event.ref, std::string(wordOf(kindOf(body))), event.at, text);
    QVERIFY(read.has_value());
    QCOMPARE(adapters::encodeEvent(*read), text);
  }
}

void StoreWorkTest::json_that_is_not_ours_is_an_error() {
  for (const char* text : {"", "{", "[]", "null", "{}", "{\"state\":\"nonsense\",\"family\":\"pulsa\",\"kind\":\"prepaid\"}"}) {
    const auto payment = adapters::decodePayment(text);
    QVERIFY2(!payment, text);
    QCOMPARE(payment.error().code, ErrorCode::DatabaseUnreadable);
  }
  QVERIFY(!adapters::decodeEvent(PaymentRef("r"), "unheard-of", kMorning, "{}"));
  QVERIFY(!adapters::decodeEvent(PaymentRef("r"), "accepted", kMorning, "{}"));
  // A field of the wrong type reads as empty rather than as something else.
  const auto odd = adapters::decodeEvent(PaymentRef("r"), "failed", kMorning, "{\"attempt\":\"1\",\"code\":7}");
  QVERIFY(odd.has_value());
  QCOMPARE(std::get<FailedEvent>(odd->body).code, std::string());
}

// Written by hand for speed, so byte for byte against the library: every byte alone, between others, and cut
// characters.
void StoreWorkTest::json_is_written_as_the_library_would_write_it() {
  using nlohmann::json;
  const auto theirs = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  std::vector<std::string> texts{
      "", "\"\\\"", "{\"a\":\"b\\n\"}", "Warung Bu Sri \u2013 \u00e9\U0001f600", "\xe2\x82", "a\xffz"};
  for (int byte = 0; byte < 256; ++byte) {
    texts.emplace_back(1, static_cast<char>(byte));
    texts.push_back("a" + texts.back() + "\"");
  }
  for (const std::string& text : texts) {
    const std::map<std::string, std::string> inner{{text, text}, {"another", text}};
    QCOMPARE(adapters::jsonObject({{"t", text}, {"texts", inner}}).text,
             theirs(json{{"t", text}, {"texts", inner}}));
  }
  QCOMPARE(
      adapters::jsonObject({{"a", 1}, {"b", std::int64_t{-9'000'000'000'000}}, {"c", true}, {"d", "x"}, {"e", false}}).text,
      std::string(R"({"a":1,"b":-9000000000000,"c":true,"d":"x","e":false})"));
  QCOMPARE(adapters::jsonObject({}).text, std::string("{}"));
}

void StoreWorkTest::a_unit_of_work_is_all_or_nothing() {
  const StoreHome home;
  auto store = home.create();
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(1)))));

  ports::UnitOfWork work = workOf(acceptedChange(proposedSale(2)));
  ports::PaymentChange bad = acceptedChange(proposedSale(3));
  bad.after.attempts = {attemptFor(bad.after)};
  bad.after.attempts.push_back(attemptFor(bad.after));
  bad.after.attempts[1].no = 2;
  bad.after.attempts[1].attemptRef = AttemptRef("another");
  work.payments.push_back(bad);
  work.settings["planted"] = "yes";
  QVERIFY(!store->commit(work));

  store = home.open();
  const Payment first = proposedSale(2);
  QVERIFY(!store->payment(first.ref)->has_value());
  QVERIFY(!store->byClientRef(first.clientRef)->has_value());
  QVERIFY(store->history(first.ref)->empty());
  QVERIFY(!store->payment(proposedSale(3).ref)->has_value());
  QCOMPARE(store->openPayments()->size(), std::size_t{1});
  QVERIFY(store->settings()->empty());
  const auto balances = store->balances();
  QCOMPARE(balances->size(), std::size_t{2});
  for (const auto& balance : *balances)
    QCOMPARE(std::abs(balance.balance.amount()), 12'000);
  QCOMPARE(store->customers(first.number, 5)->size(), std::size_t{0});
}

void StoreWorkTest::after_a_fault_the_store_refuses_until_reopened() {
  const StoreHome home;
  auto store = home.create();
  ports::PaymentChange twice = acceptedChange(proposedSale(1));
  QVERIFY(store->commit(workOf(twice)));
  twice.after.ref = PaymentRef("LK261123ANOTHERONE");
  QVERIFY(!store->commit(workOf(twice)));
  QVERIFY(!store->commit(workOf(acceptedChange(proposedSale(2)))));
  QVERIFY(!store->canAccept());
  // What is there can still be read, and a fresh handle goes on.
  QCOMPARE(store->openPayments()->size(), std::size_t{1});
  store.reset();
  store = home.open();
  QVERIFY(store->canAccept());
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(2)))));
}

// On a file system whose locks are worth nothing two processes have the home. Whoever comes second to a commit has
// old news in its memory, and would pay from it.
void StoreWorkTest::a_second_writer_is_refused_and_nothing_of_it_is_kept() {
  const StoreHome home;
  const auto first = home.create();
  const auto second = home.open();
  QVERIFY(first->commit(workOf(acceptedChange(proposedSale(1)))));
  QVERIFY(first->commit(workOf(acceptedChange(proposedSale(2)))));
  for (int n = 3; n <= 4; ++n) {
    const Status late = second->commit(workOf(acceptedChange(proposedSale(n))));
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::HomeBusy);
  }
  QVERIFY(first->commit(workOf(acceptedChange(proposedSale(5)))));
  QCOMPARE(must(first->payments({})).size(), std::size_t{3});
  QVERIFY(!must(home.open()->payment(proposedSale(3).ref)));
}

void StoreWorkTest::two_live_attempts_cannot_be_stored() {
  for (const AttemptOutcome first : {AttemptOutcome::Armed, AttemptOutcome::Pending, AttemptOutcome::Suspect,
                                     AttemptOutcome::Succeeded}) {
    const StoreHome home;
    const auto store = home.create();
    ports::PaymentChange change = acceptedChange(proposedSale(1));
    Attempt one = attemptFor(change.after);
    one.outcome = first;
    change.after.attempts.push_back(one);
    QVERIFY(store->commit(workOf(change)));
    Attempt two = attemptFor(change.after);
    two.no = 2;
    change.after.attempts.push_back(two);
    change.events.clear();
    change.postings.clear();
    QVERIFY(!store->commit(workOf(change)));
  }
  // After one that took nothing another may follow.
  const StoreHome home;
  const auto store = home.create();
  ports::PaymentChange change = acceptedChange(proposedSale(1));
  Attempt one = attemptFor(change.after);
  one.outcome = AttemptOutcome::NotSent;
  change.after.attempts.push_back(one);
  Attempt two = attemptFor(change.after);
  two.no = 2;
  change.after.attempts.push_back(two);
  QVERIFY(store->commit(workOf(change)));
}

void StoreWorkTest::the_same_client_reference_cannot_be_stored_twice() {
  const StoreHome home;
  const auto store = home.create();
  Payment first = proposedSale(1);
  Payment second = proposedSale(2);
  second.clientRef = first.clientRef;
  QVERIFY(store->commit(workOf(acceptedChange(first))));
  QVERIFY(!store->commit(workOf(acceptedChange(second))));
}

void StoreWorkTest::events_and_legs_are_append_only_data() {
  QTest::addColumn<QByteArray>("sql");
  for (const char* sql : {"UPDATE events SET body = '{}'", "DELETE FROM events", "UPDATE legs SET amount = 1",
                          "DELETE FROM legs", "REPLACE INTO events (seq, payment, kind, at, body) VALUES (1,'a','b',1,'c')",
                          "UPDATE OR REPLACE legs SET account = 'held'"})
    QTest::newRow(sql) << QByteArray(sql);
}

void StoreWorkTest::events_and_legs_are_append_only() {
  QFETCH(QByteArray, sql);
  const StoreHome home;
  const auto store = home.create();
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(1)))));
  const auto raw = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite);
  QVERIFY(raw.has_value());
  const auto done = (*raw)->execute(sql.toStdString());
  QVERIFY(!done);
  QVERIFY(QString::fromStdString(done.error().detail).contains("append-only"));
  QCOMPARE(store->history(proposedSale(1).ref)->size(), std::size_t{1});
}

void StoreWorkTest::open_payments_come_with_their_tasks() {
  const StoreHome home;
  auto store = home.create();
  for (int n = 1; n <= 3; ++n)
    QVERIFY(store->commit(workOf(acceptedChange(proposedSale(n)))));
  commitSucceeded(*store, proposedSale(4));
  // One asks, one has nothing planned, one has gone to review.
  ports::PaymentChange asks = acceptedChange(proposedSale(5));
  QVERIFY(store->commit(workOf(asks)));
  auto armed = changeOf(asks.after, *decideArm(asks.after, attemptFor(asks.after), asks.after.cost, kMorning),
                        ports::OutboxTask{asks.after.ref, ports::TaskKind::Ask, kMorning + Duration::seconds(90), 4});
  QVERIFY(store->commit(workOf(armed)));
  ports::PaymentChange idle = acceptedChange(proposedSale(6));
  idle.task.reset();
  QVERIFY(store->commit(workOf(idle)));
  store.reset();
  store = home.open();
  const auto open = store->openPayments();
  QVERIFY(open.has_value());
  QCOMPARE(open->size(), std::size_t{5});
  QCOMPARE((*open)[0].payment.ref, proposedSale(1).ref);
  QVERIFY((*open)[0].task && (*open)[0].task->kind == ports::TaskKind::Send);
  QVERIFY((*open)[0].task->dueAt == proposedSale(1).acceptedAt);
  QVERIFY((*open)[3].payment.state == PaymentState::Sending);
  QVERIFY((*open)[3].task && (*open)[3].task->kind == ports::TaskKind::Ask);
  QCOMPARE((*open)[3].task->tries, 4);
  QVERIFY((*open)[3].task->dueAt == kMorning + Duration::seconds(90));
  QCOMPARE((*open)[3].payment.liveAttempt()->body, armed.after.liveAttempt()->body);
  QVERIFY(!(*open)[4].task);
}

void StoreWorkTest::a_payment_in_conflict_stays_open() {
  const StoreHome home;
  const auto store = home.create();
  commitSucceeded(*store, proposedSale(1));
  commitSucceeded(*store, proposedSale(2));
  const Payment sound = must(store->byClientRef(proposedSale(2).clientRef)).value();
  QVERIFY(must(store->openPayments()).empty());
  ports::PaymentChange change;
  change.after = sound;
  change.after.conflict = "paid-twice";
  QVERIFY(store->commit(workOf(change)));
  const auto open = must(store->openPayments());
  QCOMPARE(open.size(), std::size_t{1});
  QCOMPARE(open.front().payment.ref, sound.ref);
  ports::PaymentQuery waiting;
  waiting.states = {PaymentState::Review};
  QVERIFY(must(store->payments(waiting)).empty());
  waiting.conflicts = ports::Conflicts::Included;
  QCOMPARE(must(store->payments(waiting)).size(), std::size_t{1});
}

void StoreWorkTest::same_today_knows_product_number_and_day() {
  const StoreHome home;
  const auto store = home.create();
  Payment one = proposedSale(1);
  Payment two = proposedSale(2);
  two.number = one.number;
  Payment otherProduct = proposedSale(3);
  otherProduct.number = one.number;
  otherProduct.product = ProductId("other");
  Payment yesterday = proposedSale(4);
  yesterday.number = one.number;
  yesterday.businessDate = BusinessDate{2026, 11, 22};
  for (const Payment& sale : {one, two, otherProduct, yesterday})
    QVERIFY(store->commit(workOf(acceptedChange(sale))));
  const auto found = store->sameToday(one.product, one.number, one.businessDate);
  QVERIFY(found.has_value());
  QCOMPARE(found->size(), std::size_t{2});
  QCOMPARE((*found)[0].ref, two.ref);
  QCOMPARE((*found)[1].ref, one.ref);
}

void StoreWorkTest::search_finds_by_what_people_type() {
  const StoreHome home;
  const auto store = home.create();
  int n = 0;
  for (const char* name : {"ANDI", "50% DISKON", "A_B", "AXB", "back\\slash"}) {
    Payment sale = proposedSale(++n);
    sale.customerName = name;
    QVERIFY(store->commit(workOf(acceptedChange(sale))));
  }
  const auto names = [&](const char* text) {
    ports::PaymentQuery query;
    query.text = text;
    return namesOf(store->payments(query));
  };
  QCOMPARE(names("andi"), std::vector<std::string>{"ANDI"});
  QCOMPARE(names("%"), std::vector<std::string>{"50% DISKON"});
  QCOMPARE(names("a_b"), std::vector<std::string>{"A_B"});
  QCOMPARE(names("\\"), std::vector<std::string>{"back\\slash"});
  QCOMPARE(names("zzz").size(), std::size_t{0});
  QCOMPARE(names(proposedSale(3).number.c_str()), std::vector<std::string>{"A_B"});
  QCOMPARE(names(proposedSale(2).claimCode.str().c_str()), std::vector<std::string>{"50% DISKON"});
  QCOMPARE(names(proposedSale(5).ref.str().c_str()), std::vector<std::string>{"back\\slash"});
  QCOMPARE(names("").size(), std::size_t{5});
  QCOMPARE(names("' OR 1=1 --").size(), std::size_t{0});
  // By state and by day.
  ports::PaymentQuery query;
  query.states = {PaymentState::Succeeded};
  QCOMPARE(store->payments(query)->size(), std::size_t{0});
  query.states = {PaymentState::Accepted, PaymentState::Succeeded};
  query.from = query.to = BusinessDate{2026, 11, 23};
  QCOMPARE(store->payments(query)->size(), std::size_t{5});
  query.to = BusinessDate{2026, 11, 22};
  query.from.reset();
  QCOMPARE(store->payments(query)->size(), std::size_t{0});
  query.from = BusinessDate{2026, 11, 23};
  query.to.reset();
  QCOMPARE(store->payments(query)->size(), std::size_t{5});
  QVERIFY(store->payments(query)->front().sequence > store->payments(query)->back().sequence);
  query.limit = 2;
  QCOMPARE(store->payments(query)->size(), std::size_t{2});
  query.beforeSequence = store->payments(query)->back().sequence;
  QCOMPARE(store->payments(query)->size(), std::size_t{2});
  QVERIFY(store->payments(query)->front().sequence < *query.beforeSequence);
}

// More days than are looked up one by one: reading begins where they end, also where a clock has put days in another order.
void StoreWorkTest::search_by_days_begins_where_they_end() {
  const StoreHome home(StoreHome::Place::Memory);
  QVERIFY(home.create()->commit(workOf(acceptedChange(proposedSale(1)))));
  constexpr std::int64_t kMany = 9'000;
  const auto raw = must(adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite));
  // Ten a day, and one in 1,500 of a day five hundred days before or behind.
  QVERIFY(raw->execute(
      "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO payments (seq, ref, client_ref, "
      "product, number, customer_name, state, business_date, accepted_at, total, held, profit, search, body) SELECT i, 'R' || i, "
      "'C' || i, product, number, '', 'succeeded', date('2024-01-01', printf('%+d days', i / 10 + CASE i % 1500 WHEN 7 THEN 500 "
      "WHEN 8 THEN -500 ELSE 0 END)), accepted_at, total, 0, profit, search, body FROM n, payments WHERE seq = 1"));
  std::map<std::int64_t, std::string> days;
  adapters::Query rows = raw->query("SELECT seq, business_date FROM payments");
  while (rows.step()) days[rows.number(0)] = rows.text(1);
  QCOMPARE(days.size(), static_cast<std::size_t>(kMany));
  const std::vector<std::optional<BusinessDate>> edges{std::nullopt,        BusinessDate{2023, 1, 1},  BusinessDate{2024, 1, 5},
                                                       BusinessDate{2024, 9, 1}, BusinessDate{2025, 6, 1}, BusinessDate{2026, 5, 30},
                                                       BusinessDate{2099, 1, 1}};
  for (const auto& from : edges)
    for (const auto& to : edges)
      for (const bool newestFirst : {true, false}) {
        ports::PaymentQuery query;
        query.from = from;
        query.to = to;
        query.newestFirst = newestFirst;
        query.limit = 40;
        std::vector<std::int64_t> expected;
        for (const auto& [seq, day] : days)
          if ((!from || day >= toIso(*from)) && (!to || day <= toIso(*to)))
            expected.push_back(seq);
        if (newestFirst)
          std::reverse(expected.begin(), expected.end());
        expected.resize(std::min<std::size_t>(expected.size(), 40));
        std::vector<std::int64_t> found;
        for (const ports::PaymentRow& row : must(adapters::searchPayments(*raw, query))) found.push_back(row.sequence);
        QVERIFY2(found == expected, qPrintable(QStringLiteral("%1 %2").arg(found.size()).arg(newestFirst)));
      }
}

// Every text and filter, in both orders and page by page, against a search that reads every payment.
void StoreWorkTest::search_finds_the_same_with_its_index() {
  const StoreHome home(StoreHome::Place::Memory);
  const auto store = home.create();
  constexpr int kMany = 300;
  const char* names[] = {"ANDI", "50% DISKON", "A_B \"C\"", "back\\slash", "Bu Sri", "siti aminah", "SRI-REJEKI", "Café É", ""};
  std::vector<Payment> all;
  for (int n = 0; n < kMany; ++n) {
    Payment sale = proposedSale(n);
    sale.customerName = names[static_cast<std::size_t>(n) % std::size(names)];
    ports::PaymentChange change = acceptedChange(sale);
    const auto follow = [&change](const Events& events) {
      ports::PaymentChange next = changeOf(change.after, events);
      change.after = std::move(next.after);
      std::move(next.events.begin(), next.events.end(), std::back_inserter(change.events));
      std::move(next.postings.begin(), next.postings.end(), std::back_inserter(change.postings));
      change.task.reset();
    };
    if (n % 7 == 0)
      follow(must(decideCancel(change.after, UserName("Sri"), "salah", kMorning)));
    if (n % 14 == 0)
      follow(must(decideRefund(change.after, UserName("Sri"), kMorning)));
    all.push_back(change.after);
    QVERIFY(store->commit(workOf(change)));
  }
  const auto raw = must(adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite));
  adapters::Query place = raw->query("SELECT upto FROM payment_words_place");
  QVERIFY(place.step());
  // Most are in the index, and the newest are not.
  QVERIFY2(place.number(0) > kMany / 2 && place.number(0) <= kMany - adapters::kWordsBehind, qPrintable(QString::number(place.number(0))));

  std::vector<std::string> texts{"",     "a",    "ri",  "sri",   "SRI-", "and", "andi", "50%", "0% d", "a_b",  "axb", "\"c",
                                 "k\\s", "k\\", "caf", "af", "café", "É",    "É ",  "zzz",  "z",   "zz",   "' or", "%",   "__",
                                 "b \"c\"", "081", "lk", "pulsa telkomsel"};
  // What nobody types and a program may ask for.
  for (const std::string& odd : {std::string("an\0di", 5), std::string("\0", 1), std::string("\xff\xfe\xfd"),
                                 std::string("\"\"\""), std::string("* OR a"), std::string("ab\x80") + "c", std::string("\x80\x80\x80"), std::string("a AND ("), std::string(2000, 'x')})
    texts.push_back(odd);
  for (const int n : {0, 17, 150, 299}) {
    const Payment& one = all[static_cast<std::size_t>(n)];
    for (const std::string& known : {one.number, one.ref.str(), one.claimCode.str()}) {
      texts.push_back(known);
      texts.push_back(known.substr(0, 4));
      texts.push_back(known.substr(known.size() - 4));
      texts.push_back(known.substr(1, 2));
    }
  }
  const std::vector<std::vector<PaymentState>> filters{
      {}, {PaymentState::Accepted, PaymentState::Succeeded}, {PaymentState::RefundDue, PaymentState::Failed}, {PaymentState::Cancelled, PaymentState::Refunded}};
  int found = 0;
  for (const std::string& text : texts)
    for (const auto& states : filters)
      for (const bool newestFirst : {true, false}) {
        std::vector<PaymentRef> wanted;
        for (const Payment& one : all) {
          bool isText = text.empty();
          for (const std::string& part : {one.customerName, one.number, one.productName, one.ref.str(), one.serial, one.token, one.claimCode.str()})
            isText = isText || containsNoCase(part, text);
          if (isText && (states.empty() || std::count(states.begin(), states.end(), one.state) > 0))
            wanted.push_back(one.ref);
        }
        if (newestFirst)
          std::reverse(wanted.begin(), wanted.end());
        ports::PaymentQuery query;
        query.text = text;
        query.states = states;
        query.newestFirst = newestFirst;
        query.limit = 90;
        std::vector<PaymentRef> seen;
        while (true) {
          const auto rows = must(store->payments(query));
          for (const auto& row : rows) seen.push_back(row.payment.ref);
          if (rows.empty())
            break;
          query.beforeSequence = rows.back().sequence;
        }
        QVERIFY2(seen == wanted, (text + ": " + std::to_string(seen.size()) + " for " + std::to_string(wanted.size())).c_str());
        found += static_cast<int>(seen.size());
      }
  QVERIFY(found > 10'000);
}

void StoreWorkTest::what_changes_is_found_by_what_it_is_now() {
  const StoreHome home(StoreHome::Place::Memory);
  const auto store = home.create();
  const Payment first = acceptedChange(proposedSale(0)).after;
  for (int n = 0; n < 200; ++n) QVERIFY(store->commit(workOf(acceptedChange(proposedSale(n)))));
  const auto search = [&](const std::string& text) {
    ports::PaymentQuery query;
    query.text = text;
    return namesOf(store->payments(query)).size();
  };
  QCOMPARE(search("sn-9988776655"), std::size_t{0});
  ports::PaymentChange change = changeOf(first, must(decideArm(first, attemptFor(first), first.cost, kMorning)));
  QVERIFY(store->commit(workOf(change)));
  Verdict verdict;
  verdict.kind = VerdictKind::Succeeded;
  verdict.code = "00";
  verdict.serial = "SN-9988776655";
  QVERIFY(store->commit(workOf(changeOf(change.after, decideVerdict(change.after, verdict, false, kMorning)))));
  QCOMPARE(search("sn-9988776655"), std::size_t{1});
  QCOMPARE(search("998877"), std::size_t{1});
  QCOMPARE(search(first.ref.str()), std::size_t{1});
  QVERIFY(store->verify());
}

void StoreWorkTest::pages_follow_each_other_without_gaps() {
  const StoreHome home;
  const auto store = home.create();
  ports::UnitOfWork work;
  for (int n = 0; n < 25; ++n)
    work.payments.push_back(acceptedChange(proposedSale(n)));
  QVERIFY(store->commit(work));
  for (const bool newestFirst : {true, false}) {
    ports::PaymentQuery query;
    query.limit = 10;
    query.newestFirst = newestFirst;
    std::vector<PaymentRef> seen;
    for (int page = 0; page < 3; ++page) {
      const auto rows = store->payments(query);
      QVERIFY(rows.has_value());
      QCOMPARE(rows->size(), page < 2 ? std::size_t{10} : std::size_t{5});
      for (const auto& row : *rows)
        seen.push_back(row.payment.ref);
      query.beforeSequence = rows->back().sequence;
    }
    for (int n = 0; n < 25; ++n)
      QCOMPARE(seen[static_cast<std::size_t>(newestFirst ? 24 - n : n)], proposedSale(n).ref);
  }
}

void StoreWorkTest::balances_are_the_sum_of_the_legs() {
  const StoreHome home;
  const auto store = home.create();
  ports::UnitOfWork opening;
  opening.postings.push_back(openingDeposit(UpstreamId("digi"), Money::rupiah(1'000'000), kMorning));
  QVERIFY(store->commit(opening));
  for (int n = 1; n <= 3; ++n)
    commitSucceeded(*store, proposedSale(n));
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(4)))));

  std::map<std::string, Money> balances;
  Money trial;
  for (const auto& row : must(store->balances())) {
    balances[nameOf(row.account)] = row.balance;
    trial += row.balance;
  }
  QVERIFY(trial.isZero());
  QCOMPARE(balances["drawer"].amount(), 48'000);
  QCOMPARE(balances["held"].amount(), -12'000);
  QCOMPARE(balances["deposit:digi"].amount(), 1'000'000 - 3 * 10'250);
  for (const auto& [name, balance] : balances) {
    Money sum;
    for (const auto& line : must(store->account(*accountFromName(name), 1000)))
      sum += line.amount;
    QCOMPARE(sum, balance);
  }
  const auto lines = store->account(Account{AccountKind::Held, {}}, 1);
  QCOMPARE(lines->size(), std::size_t{1});
  QCOMPARE(lines->front().ref, proposedSale(4).ref);
  // The balances kept by the triggers say the same.
  const auto raw = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadOnly);
  auto rows = (*raw)->query("SELECT account, amount FROM balances");
  std::size_t count = 0;
  while (rows.step()) {
    QCOMPARE(rows.number(1), balances[rows.text(0)].amount());
    ++count;
  }
  QCOMPARE(count, balances.size());
}

void StoreWorkTest::day_totals_count_what_succeeded() {
  const StoreHome home;
  const auto store = home.create();
  commitSucceeded(*store, proposedSale(1));
  commitSucceeded(*store, proposedSale(2));
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(3)))));
  const auto totals = store->totalsOf(BusinessDate{2026, 11, 23});
  QVERIFY(totals.has_value());
  QCOMPARE(totals->count, 2);
  QCOMPARE(totals->sales.amount(), 24'000);
  QCOMPARE(totals->profit.amount(), 2 * (12'000 - 10'250));
  QCOMPARE(store->totalsOf(BusinessDate{2026, 11, 24})->count, 0);
}

void StoreWorkTest::customers_are_kept_once_each() {
  const StoreHome home;
  const auto store = home.create();
  Payment sale = proposedSale(1);
  sale.customerName = "Budi Santoso";
  QVERIFY(store->commit(workOf(acceptedChange(sale))));
  Payment later = proposedSale(2);
  later.number = sale.number;
  later.customerName.clear();
  later.product = ProductId("pulsa-telkomsel-25000");
  QVERIFY(store->commit(workOf(acceptedChange(later))));
  Payment other = proposedSale(3);
  other.customerName = "100%_BUDI";
  QVERIFY(store->commit(workOf(acceptedChange(other))));

  const auto byNumber = store->customers(sale.number.substr(0, 8), 10);
  QVERIFY(byNumber.has_value());
  QCOMPARE(byNumber->size(), std::size_t{2});
  const auto& kept = (*byNumber)[1];
  QCOMPARE(kept.name, std::string("Budi Santoso"));
  QCOMPARE(kept.purchases, 2);
  QCOMPARE(kept.lastProduct, later.product);
  QVERIFY(kept.lastAt == later.acceptedAt);
  QCOMPARE(store->customers("budi", 10)->size(), std::size_t{1});
  QCOMPARE(store->customers("%", 10)->size(), std::size_t{0});
  QCOMPARE(store->customers("0899", 10)->size(), std::size_t{0});
  QCOMPARE(store->customers(sale.number.substr(0, 8), 1)->size(), std::size_t{1});
}

void StoreWorkTest::a_catalogue_replaces_the_old_one() {
  const StoreHome home;
  const auto store = home.create();
  ports::UnitOfWork work;
  Product first = pulsaProduct();
  first.description = "d";
  first.serviceFee = Money::rupiah(500);
  first.offers[0].cutOff = {MinuteOfDay{1380}, MinuteOfDay{30}};
  first.offers[0].multi = false;
  first.offers[0].seller = "s";
  first.offers[0].admin = Money::rupiah(2);
  first.offers[0].commission = Money::rupiah(1);
  work.catalogue = {first, billProduct()};
  QVERIFY(store->commit(work));
  const auto kept = store->catalogue();
  QCOMPARE(kept->size(), std::size_t{2});
  QCOMPARE(adapters::encodeProduct((*kept)[0]), adapters::encodeProduct(first));
  QCOMPARE(kept->front().offers[0].cutOff.from.value, 1380);
  QVERIFY(!kept->front().offers[0].multi && kept->front().offers[0].available);
  QVERIFY((*kept)[1].kind == ProductKind::Bill);
  work.catalogue = {tokenProduct()};
  QVERIFY(store->commit(work));
  QCOMPARE(store->catalogue()->size(), std::size_t{1});
  QCOMPARE(store->catalogue()->front().id, tokenProduct().id);
  // A work without a catalogue leaves it alone.
  ports::UnitOfWork other;
  other.settings["a"] = "b";
  QVERIFY(store->commit(other));
  QCOMPARE(store->catalogue()->size(), std::size_t{1});
}

void StoreWorkTest::batches_prints_and_settings_are_kept() {
  const StoreHome home;
  const auto store = home.create();
  ports::UnitOfWork work;
  ports::Batch batch{BatchId("B1"), kMorning, kMorning, {{PaymentRef("r"), "p", "n", Money::rupiah(5), "accepted", "succeeded", "x"}}};
  work.batches = {batch};
  work.prints = {{PaymentRef("r"), "receipt", 0, "issued", "", kMorning}, {PaymentRef("r"), "receipt", 0, "failed", "paper", kMorning}};
  work.settings = {{"a", "1"}, {"b", ""}};
  QVERIFY(store->commit(work));
  ports::UnitOfWork again;
  batch.endedAt = kMorning + Duration::seconds(9);
  batch.items.push_back(batch.items.front());
  again.batches = {batch, {BatchId("B2"), kMorning, kMorning, {}}};
  again.settings = {{"a", "2"}};
  QVERIFY(store->commit(again));
  const auto batches = store->batches(10);
  QCOMPARE(batches->size(), std::size_t{2});
  QCOMPARE((*batches)[0].id, BatchId("B2"));
  QCOMPARE((*batches)[1].items.size(), std::size_t{2});
  QVERIFY((*batches)[1].endedAt == batch.endedAt);
  const auto item = (*store->batch(BatchId("B1")))->items.front();
  QVERIFY(item.ref == PaymentRef("r") && item.total == Money::rupiah(5) && item.after == "succeeded" && item.reason == "x");
  QVERIFY(!store->batch(BatchId("B3"))->has_value());
  const auto prints = store->prints(PaymentRef("r"));
  QCOMPARE(prints->size(), std::size_t{2});
  QCOMPARE((*prints)[1].detail, std::string("paper"));
  const auto settings = store->settings();
  QCOMPARE(settings->at("a"), std::string("2"));
  QCOMPARE(settings->at("b"), std::string());
}

void StoreWorkTest::a_reader_sees_what_is_committed_while_the_writer_goes_on() {
  const StoreHome home;
  const auto store = home.create();
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(1)))));
  const auto reader = adapters::SqlcipherReader::open(home.path(), dataKey());
  QVERIFY(reader.has_value());
  QCOMPARE((*reader)->payments({})->size(), std::size_t{1});
  // A reader in the middle of its rows holds the writer up as little as the writer holds it up.
  const auto raw = adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadOnly);
  auto rows = (*raw)->query("SELECT ref FROM payments");
  QVERIFY(rows.step());
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(2)))));
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(3)))));
  QVERIFY(!rows.step());
  QVERIFY(rows.status());
  QCOMPARE((*reader)->payments({})->size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(StoreWorkTest)
#include "store_work_test.moc"
