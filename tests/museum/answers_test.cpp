// What an upstream's answers, and its silence, were taken for elsewhere. The real engine over the real
// protocols, in virtual time, against a far side that keeps what really happened.
#include <QTest>
#include <algorithm>
#include <set>

#include "tests/museum/far_side.h"

using namespace loket;
using namespace loket::tests;
using nlohmann::json;

namespace {

Instant jakarta(const char* text) {
  return *parseRfc3339(text);
}

// Never closer together than the upstream allows.
bool isPaced(const std::vector<SeenRequest>& seen, Duration pause) {
  for (std::size_t i = 1; i < seen.size(); ++i)
    if (seen[i].at - seen[i - 1].at < pause)
      return false;
  return true;
}

bool sameBodies(const std::vector<SeenRequest>& seen) {
  return std::all_of(seen.begin(), seen.end(),
                     [&](const SeenRequest& one) { return one.body == seen.front().body; });
}

}  // namespace

class MuseumAnswersTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }
  void hyperswitch_2380_pending_without_an_id_is_not_failed();
  void fineract_2485_same_key_with_another_amount();
  void fineract_2485_same_key_of_another_account();
  void fineract_2485_an_empty_400_after_the_correction();
  void moov_90_made_again_the_next_day();
  void mojaloop_3078_asked_after_it_expired();
  void digiflazz_the_status_question_pays();
  void darmawisata_failed_but_paid();
  void bri_status_is_closed_at_the_end_of_the_day();
  void snap_the_external_id_ends_at_midnight();
  void rc_54_68_12_mean_what_their_protocol_says();
  void rc_54_already_paid_by_our_own_request();
  void npci_a_storm_of_status_questions();

 private:
  PaymentRef sellOne(const api::SellRequest& request) { return must(m_counter->sell(request)).payment.ref; }
  void startWithPrices() {
    QVERIFY(m_counter->start());
    m_counter->turnFor(Duration::seconds(5));
  }
  std::unique_ptr<Counter> m_counter;
};

// There: payments that timed out at the connector and had no connector id were moved to Failed after the last
// retry. Here: silence to the end of the plan is a matter for people; it is never a failure and never a
// refund.
void MuseumAnswersTest::hyperswitch_2380_pending_without_an_id_is_not_failed() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.fate = [](int n) { return n == 1 ? Fate::AnswerLost : Fate::RequestLost; };
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.reaches(ref, PaymentState::Suspect));
  c.turnFor(Duration::minutes(30));
  c.restart();
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  // To the end of the last question.
  for (int hour = 0; hour < 8 * 24 && c.stored(ref).state != PaymentState::Review; ++hour)
    c.turnFor(Duration::hours(1));
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  QCOMPARE(c.refund(ref).error().code, ErrorCode::StateForbids);
  QCOMPARE(c.cancel(ref).error().code, ErrorCode::StateForbids);
  for (const std::string& kind : c.storedHistory(ref))
    QVERIFY(kind != "failed" && kind != "refund-due" && kind != "refunded");
  QVERIFY(far.transactions.size() > 10);
  QVERIFY(sameBodies(far.transactions));
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
}

// There: the same idempotency key with another amount was answered 200 with the first request's result.
// Here: an answer that names another amount is no success of this transfer.
void MuseumAnswersTest::fineract_2485_same_key_with_another_amount() {
  Counter& c = *m_counter;
  Bank bank(c);
  bank.tell = [](json& told) { told["amount"]["value"] = "50000.00"; };
  startWithPrices();
  const PaymentRef ref = sellOne(transferTo(1));
  QVERIFY(c.reaches(ref, PaymentState::Suspect));
  QVERIFY(c.stored(ref).serial.empty());
  // The bank's own books say what was moved.
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(bank.transfers.size(), std::size_t{1});
  QVERIFY(c.trial().isZero());
}

// There: the same key on another account was answered 200 with the other account's ids.
// Here: an answer about another number, product or reference is believed of nothing.
void MuseumAnswersTest::fineract_2485_same_key_of_another_account() {
  Counter& c = *m_counter;
  Aggregator far(c);
  const char* fields[] = {"customer_no", "ref_id", "buyer_sku_code"};
  QVERIFY(c.start());
  for (int n = 0; n < 3; ++n) {
    far.tell = [&](json& told) { told[fields[n]] = "of-somebody-else"; };
    const PaymentRef ref = sellOne(pulsaFor(n));
    QVERIFY(c.reaches(ref, PaymentState::Suspect));
    QCOMPARE(c.stored(ref).reason, std::string("wrong-echo"));
    far.tell = nullptr;
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    QCOMPARE(far.effectsFor(mobileNumber(n)), 1);
  }
}

// There: a request that was corrected after a 400 was answered 400 once more, with an empty body.
// Here: an answer without content is no refusal, whatever its HTTP status; the payment is asked about.
void MuseumAnswersTest::fineract_2485_an_empty_400_after_the_correction() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.fate = [](int n) { return n == 1 ? Fate::AnswerLost : Fate::Answered; };
  far.instead = [](int n) -> std::optional<ports::HttpReply> {
    return n > 1 && n < 5 ? std::optional(httpReply(400, n % 2 == 0 ? "" : "{}")) : std::nullopt;
  };
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.turnUntil([&] { return far.transactions.size() == 4; }));
  c.turnFor(Duration::seconds(1));
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
  // And in answer to the attempt itself.
  far.instead = [](int) { return std::optional(httpReply(400, "")); };
  const PaymentRef second = sellOne(pulsaFor(2));
  QVERIFY(c.reaches(second, PaymentState::Suspect));
  far.instead = nullptr;
  QVERIFY(c.reaches(second, PaymentState::Succeeded));
  QCOMPARE(far.effectsFor(mobileNumber(2)), 1);
}

// There: a transfer was made again a day later because the first seemed to have failed; nobody had been told
// yet. Here: the next day's sale of the same to the same number stays here until yesterday's is known.
void MuseumAnswersTest::moov_90_made_again_the_next_day() {
  Counter& c = *m_counter;
  Bank bank(c);
  bank.fate = [](int n) { return n == 1 ? Fate::AnswerLost : Fate::Answered; };
  bank.statusCode = [](Instant) { return std::string("5003600"); };
  startWithPrices();
  const PaymentRef first = sellOne(transferTo(1));
  c.turnFor(Duration::hours(24));
  QVERIFY(c.stored(first).state == PaymentState::Suspect);
  api::SellRequest again = transferTo(1);
  again.clientRef = ClientRef("the-next-day");
  const PaymentRef second = sellOne(again);
  c.turnFor(Duration::hours(12));
  QCOMPARE(bank.transfers.size(), std::size_t{1});
  QVERIFY(c.stored(second).state == PaymentState::Accepted);
  // Then yesterday's turns out to have gone through: today's can still be taken back.
  bank.statusCode = nullptr;
  c.turnUntil([&] { return c.stored(first).state == PaymentState::Succeeded; }, Duration::hours(2));
  QVERIFY(c.stored(first).state == PaymentState::Succeeded);
  QVERIFY(c.cancel(second));
  QCOMPARE(bank.transfers.size(), std::size_t{1});
}

// There: asked about a transfer that had expired, the switch called back with an error instead of its state.
// Here: beyond the time an upstream remembers it is not asked at all (the question would buy again); people
// are.
void MuseumAnswersTest::mojaloop_3078_asked_after_it_expired() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.fate = [](int) { return Fate::AnswerLost; };
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.reaches(ref, PaymentState::Suspect));
  const std::size_t before = far.transactions.size();
  // The counter stays closed for a season; the aggregator forgets after 90 days.
  c.die();
  c.clock.moveBy(Duration::days(91));
  QVERIFY(c.start());
  QVERIFY(c.reaches(ref, PaymentState::Review));
  QCOMPARE(far.transactions.size(), before);
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
}

// There: "check status" is the same request again with the same ref_id; where the first never arrived, the
// check pays. Here: it is asked with the same bytes and the same reference, paced, and the customer gets it
// once.
void MuseumAnswersTest::digiflazz_the_status_question_pays() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.fate = [](int n) { return n < 3 ? Fate::RequestLost : n < 5 ? Fate::AnswerLost : Fate::Answered; };
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(far.transactions.size(), std::size_t{5});
  QVERIFY(sameBodies(far.transactions));
  QVERIFY(isPaced(far.transactions, Duration::seconds(60)));
  QCOMPARE(far.effects.size(), std::size_t{1});
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
  QCOMPARE(c.stored(ref).attempts.size(), std::size_t{1});
  // Once it is settled no question is left that could buy again.
  c.turnFor(Duration::days(3));
  c.restart();
  c.turnFor(Duration::days(1));
  QCOMPARE(far.transactions.size(), std::size_t{5});
}

// There: a status of FAILED did not mean that the order had failed; it was issued all the same.
// Here: only a code that the capability record lists is a failure; words and unknown codes are not.
void MuseumAnswersTest::darmawisata_failed_but_paid() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.tell = [&](json& told) {
    const std::size_t n = far.transactions.size();
    if (n > 4)
      return;
    told["status"] = "Gagal";
    told["message"] = "FAILED";
    told["rc"] = n == 1 ? "00" : n == 2 ? "97" : n == 3 ? "03" : "";
    told["sn"] = "";
  };
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.turnUntil([&] { return far.transactions.size() == 4; }));
  c.turnFor(Duration::seconds(1));
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  QCOMPARE(c.refund(ref).error().code, ErrorCode::StateForbids);
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
}

// There: no status inquiry while the bank closes its day; a timeout is to be checked at 08:00 the next
// morning. Here: a refused question says nothing about the transfer, and the bank's morning settles it.
void MuseumAnswersTest::bri_status_is_closed_at_the_end_of_the_day() {
  Counter& c = *m_counter;
  Bank bank(c);
  bank.fate = [](int) { return Fate::AnswerLost; };
  const Instant opens = jakarta("2026-11-24T08:00:00+07:00");
  bank.statusCode = [opens](Instant now) { return now < opens ? std::string("4033606") : std::string(); };
  c.clock.moveTo(jakarta("2026-11-23T22:30:00+07:00"));
  startWithPrices();
  const PaymentRef ref = sellOne(transferTo(1));
  QVERIFY(c.reaches(ref, PaymentState::Suspect));
  c.turnFor(opens - c.clock.now() - Duration::minutes(1));
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  QVERIFY(bank.questions.size() >= 5 && bank.questions.size() <= 20);
  QVERIFY(isPaced(bank.questions, Duration::seconds(60)));
  // Told to people within the hour, for the counter opens before the bank does.
  QVERIFY(c.stored(ref).escalatedAt != Instant{});
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(2)));
  QCOMPARE(bank.transfers.size(), std::size_t{1});
  QCOMPARE(bank.effects.size(), std::size_t{1});
}

// There: X-EXTERNAL-ID is unique within one Jakarta day, so a retry after midnight is a new transfer to the
// bank. Here: what identifies a transfer is its partnerReferenceNo, the same before and after midnight.
void MuseumAnswersTest::snap_the_external_id_ends_at_midnight() {
  Counter& c = *m_counter;
  Bank bank(c);
  bank.fate = [](int n) { return n == 1 ? Fate::RequestLost : n == 2 ? Fate::AnswerLost : Fate::Answered; };
  // To its questions the bank does not know it, though the second request has been executed.
  bank.statusCode = [&bank](Instant) {
    return bank.transfers.size() < 3 ? std::string("4043601") : std::string();
  };
  c.clock.moveTo(jakarta("2026-11-23T23:55:00+07:00"));
  startWithPrices();
  const PaymentRef ref = sellOne(transferTo(1));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(6)));
  QVERIFY(bank.transfers.size() >= 3);
  QVERIFY(bank.transfers[1].at - bank.transfers[0].at >= Duration::minutes(10));
  QVERIFY(businessDateOf(bank.transfers.front().at) != businessDateOf(bank.transfers.back().at));
  QVERIFY(sameBodies(bank.transfers));
  std::set<std::string> ids;
  for (const SeenRequest& one : bank.transfers) ids.insert(one.externalId);
  QCOMPARE(ids.size(), bank.transfers.size());
  QCOMPARE(bank.effects.size(), std::size_t{1});
  QCOMPARE(bank.effects.begin()->second, 1);
}

// There: 54 is "already paid", 68 "too late", 12 "could not be reversed" in one house, and failures in the
// next. Here: a number means what its protocol's own table says, and where that has none it means nothing.
void MuseumAnswersTest::rc_54_68_12_mean_what_their_protocol_says() {
  Counter& c = *m_counter;
  Aggregator far(c);
  std::string rc;
  far.tell = [&](json& told) {
    told["rc"] = rc;
    told["status"] = "Gagal";
    told["sn"] = "";
  };
  QVERIFY(c.start());
  // Digiflazz: a wrong number. The cash goes back.
  rc = "54";
  QVERIFY(c.reaches(sellOne(pulsaFor(1)), PaymentState::RefundDue));
  // Out of stock: nothing was created, it waits.
  rc = "68";
  const PaymentRef waiting = sellOne(pulsaFor(2));
  QVERIFY(c.turnUntil([&] { return c.stored(waiting).reason == "68"; }));
  QVERIFY(c.stored(waiting).state == PaymentState::Accepted);
  // Not in its table: nobody knows.
  rc = "12";
  const PaymentRef unknown = sellOne(pulsaFor(3));
  QVERIFY(c.reaches(unknown, PaymentState::Suspect));
  // The same three in answer to a question about a payment that went through: no word of the payment unless
  // final.
  for (const char* said : {"68", "12"}) {
    rc = said;
    c.turnFor(Duration::minutes(5));
    QVERIFY(c.stored(unknown).state == PaymentState::Suspect);
  }
}

// There: the first request was executed and its answer lost; the repeat was answered with "already paid", and the customer
// got the cash back for a bill that was paid. Here: who paid is not known from that, so the bank is asked on.
void MuseumAnswersTest::rc_54_already_paid_by_our_own_request() {
  Counter& c = *m_counter;
  Bank bank(c);
  bank.fate = [](int n) { return n == 1 ? Fate::AnswerLost : Fate::Answered; };
  bank.instead = [](int n) -> std::optional<ports::HttpReply> {
    if (n == 1)
      return std::nullopt;
    return httpReply(404, R"({"responseCode":"4041714","responseMessage":"Paid Bill"})");
  };
  // Its books come later than its till.
  bank.statusCode = [&bank](Instant) {
    return bank.transfers.size() < 3 ? std::string("4043601") : std::string();
  };
  c.clock.moveTo(jakarta("2026-11-23T10:00:00+07:00"));
  startWithPrices();
  const PaymentRef ref = sellOne(transferTo(1));
  QVERIFY(c.reaches(ref, PaymentState::Suspect));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(6)));
  QVERIFY(bank.transfers.size() >= 3);
  QCOMPARE(bank.effects.size(), std::size_t{1});
  for (const std::string& kind : c.storedHistory(ref))
    QVERIFY(kind != "failed" && kind != "refund-due" && kind != "refunded");
  QVERIFY(c.trial().isZero());
}

// There: banks asked about old transactions without end and took the national switch down.
// Here: twenty open questions keep to the plan through an outage and restarts, and its end is no rush of
// repeats.
void MuseumAnswersTest::npci_a_storm_of_status_questions() {
  Counter& c = *m_counter;
  // The careful default: after a minute, half an hour, an hour.
  Capabilities plan;
  plan.signedOff = "the test";
  plan.status = StatusMeaning::ReadOnly;
  c.script.capabilities = plan;
  bool silent = false;
  const auto truth = c.script.onBalance;
  c.script.onBalance = [&] {
    return silent ? ports::BalanceReply{verdictOf(VerdictKind::Unknown, "timeout"), {}} : truth();
  };
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  c.script.onAsk = [&](const Attempt& attempt) {
    return silent ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN" + attempt.attemptRef.str());
  };
  QVERIFY(c.start());
  for (int n = 0; n < 20; ++n) sellOne(pulsaFor(n));
  silent = true;
  for (int part = 0; part < 4; ++part) {
    c.turnFor(Duration::minutes(90));
    if (part == 1) {
      // Closed while it asks.
      c.script.latency = Duration::seconds(2);
      const std::size_t before = c.script.callsOf("ask").size();
      QVERIFY(c.turnUntil([&] { return c.script.callsOf("ask").size() > before; }, Duration::hours(2)));
    }
    c.restart();
  }
  silent = false;
  const Instant back = c.clock.now();
  c.turnFor(Duration::hours(2));
  const auto asks = c.script.callsOf("ask");
  const auto pays = c.script.callsOf("pay");
  QCOMPARE(pays.size(), std::size_t{20});
  for (const auto& pay : pays) {
    std::vector<Instant> at;
    for (const auto& ask : asks)
      if (ask.attempt.attemptRef == pay.attempt.attemptRef)
        at.push_back(ask.at);
    QVERIFY(!at.empty());
    QVERIFY(at.front() - pay.at >= Duration::seconds(60));
    for (std::size_t i = 0; i < at.size(); ++i) {
      QVERIFY(i == 0 || at[i] - at[i - 1] >= plan.askEvery);
      const auto within = std::count_if(
          at.begin(), at.end(), [&](Instant t) { return t >= at[i] && t - at[i] < Duration::hours(2); });
      // Three, and one more for a program that was closed while it asked: it does not know whether it did.
      QVERIFY2(within <= 4, qPrintable(QString::number(within)));
    }
    // One question found the truth, and it was the last.
    QCOMPARE(std::count_if(at.begin(), at.end(), [&](Instant t) { return t >= back; }), 1);
  }
}

QTEST_GUILESS_MAIN(MuseumAnswersTest)
#include "answers_test.moc"
