// What becomes of money that the bank was asked to collect, code by code; whose line of the statement it is; and which
// QRIS codes may be shown to a customer.
#include "core/domain/till/collection.h"
#include "core/domain/till/qris.h"

#include <QTest>
#include <map>

#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::test;

namespace {

Money rp(std::int64_t n) { return Money::rupiah(n); }
const UpstreamId kBank("bank");
const Hand kSri{UserName("sri"), kSaleAt};
// ppob-domain 4.1.
const std::string kSample =
    "00020101021226640018ID.CO.ASTRAPAY.WWW011893600822321989939702092198993200303UMI51400014ID.CO.QRIS.WWW0211ID2198993970303"
    "UMI5204549953033605404100055020256031005802ID5912Toko Asepso56007JAKARTA61051015062210110BJI33Z8Z0H0703A016304E8D4";

Hand at(Duration later) { return {UserName("sri"), kSaleAt + later}; }

CollectionTold told(VerdictKind kind) {
  CollectionTold one;
  one.verdict.kind = kind;
  one.verdict.code = "code";
  one.code = kSample;
  one.bankRef = "BANKREF";
  return one;
}

Collection asked(CollectionKind kind, std::int64_t amount = 100'000) {
  return *decideCollectionAsk(CollectionId("C261127ABCDEFGHJK"), kBank, kind, rp(amount),
                              kind == CollectionKind::Password ? "6281234567890" : "", kSri)
              ->collection;
}

Collection waiting() { return *decideCollectionAnswer(asked(CollectionKind::Qris), told(VerdictKind::Succeeded), kSri)->collection; }

// While nobody sets the clock.
std::optional<TillChange> statusOf(const Collection& collection, const CollectionTold& said, const Hand& hand) {
  return decideCollectionStatus(collection, said, hand, hand.at - collection.openedAt);
}

Collection paid(CollectionKind kind = CollectionKind::Password) {
  const Collection open = kind == CollectionKind::Qris ? waiting() : asked(kind);
  return *statusOf(open, told(VerdictKind::Succeeded), kSri)->collection;
}

Credit credit(const char* id, std::int64_t amount, Duration later, const char* remark = "") {
  return {kBank, id, kSaleAt + later, rp(amount), "BUDI CONTOH", "1234567890", remark, "888801000157610"};
}

}  // namespace

class CollectionTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsAskedFor() {
    QVERIFY(decideCollectionAsk(CollectionId("C"), kBank, CollectionKind::Qris, kQrisMax, "", kSri).has_value());
    for (const std::int64_t amount : {0, -5, 10'000'001})
      QCOMPARE(decideCollectionAsk(CollectionId("C"), kBank, CollectionKind::Qris, rp(amount), "", kSri).error().code,
               ErrorCode::AmountInvalid);
    QVERIFY(decideCollectionAsk(CollectionId("C"), kBank, CollectionKind::Password, rp(10'000'001), "6281", kSri).has_value());
    for (const char* customer : {"", "62 81", "budi", "123456789012345678901234567890123"})
      QCOMPARE(decideCollectionAsk(CollectionId("C"), kBank, CollectionKind::Password, rp(5), customer, kSri).error().code,
               ErrorCode::NumberInvalid);
  }

  // Every verdict on the request. Only what is certain changes anything, and only a bank's yes is money.
  void theAnswerToTheRequest() {
    for (const CollectionKind kind : {CollectionKind::Qris, CollectionKind::Password}) {
      const bool isCode = kind == CollectionKind::Qris;
      for (const VerdictKind verdict : kAllVerdicts) {
        const auto change = decideCollectionAnswer(asked(kind), told(verdict), kSri);
        const bool open = verdict == VerdictKind::Unknown || verdict == VerdictKind::Pending || verdict == VerdictKind::NotFound;
        if (verdict == VerdictKind::Succeeded)
          QVERIFY(change->collection->state == (isCode ? CollectionState::Waiting : CollectionState::Paid));
        else if (open && !isCode)
          QVERIFY2(!change, "a password whose answer is lost stays open");
        else
          QVERIFY(change->collection->state == CollectionState::Ended);
        if (change)
          QVERIFY(change->postings.empty());
      }
    }
    QCOMPARE(waiting().code, kSample);
    QVERIFY(!decideCollectionAnswer(waiting(), told(VerdictKind::Failed), kSri));
  }

  void theAnswerToAQuestion() {
    for (const Collection& open : {waiting(), asked(CollectionKind::Password)})
      for (const VerdictKind verdict : kAllVerdicts) {
        const auto change = statusOf(open, told(verdict), at(Duration::minutes(2)));
        if (verdict == VerdictKind::Succeeded)
          QVERIFY(change->collection->state == CollectionState::Paid);
        else if (verdict == VerdictKind::Failed)
          QVERIFY(change->collection->state == CollectionState::Ended);
        else
          QVERIFY(!change);
      }
    // "Not found" proves something only when the request cannot be on its way any more.
    const Collection open = asked(CollectionKind::Password);
    QVERIFY(!statusOf(open, told(VerdictKind::NotFound), at(Duration::minutes(9))));
    const auto gone = statusOf(open, told(VerdictKind::NotFound), at(Duration::minutes(10)));
    QVERIFY(gone->collection->state == CollectionState::Ended);
    // And what the bank says later counts all the same; a second no changes nothing.
    QVERIFY(!statusOf(*gone->collection, told(VerdictKind::Failed), at(Duration::hours(1))));
    QVERIFY(statusOf(*gone->collection, told(VerdictKind::Succeeded), at(Duration::hours(1)))->collection->state ==
            CollectionState::Paid);
    QVERIFY(!statusOf(paid(), told(VerdictKind::Failed), kSri));
  }

  void whenItIsAskedAbout() {
    const Instant never{};
    QCOMPARE(nextQuestion(waiting(), never)->ms, (kSaleAt + Duration::seconds(5)).ms);
    QCOMPARE(nextQuestion(waiting(), kSaleAt + Duration::minutes(1))->ms, (kSaleAt + Duration::seconds(65)).ms);
    QCOMPARE(nextQuestion(waiting(), kSaleAt + Duration::minutes(6))->ms, (kSaleAt + Duration::minutes(7)).ms);
    QVERIFY(nextQuestion(waiting(), kSaleAt + kQrisLife + kCollectionEcho));
    QVERIFY(!nextQuestion(waiting(), kSaleAt + kQrisLife + kCollectionEcho + Duration::millis(1)));
    // A password's money is asked about until something is known.
    QVERIFY(nextQuestion(asked(CollectionKind::Password), kSaleAt + Duration::days(3)));
    QVERIFY(!nextQuestion(paid(), never));
  }

  void whoseLineItIs() {
    const Collection mine = paid();
    const auto line = [](const std::vector<Collection>& collections, const std::vector<Credit>& credits, int of = 0) {
      const std::vector<int> owners = ownersOf(credits, collections, {});
      const auto at = std::find(owners.begin(), owners.end(), of);
      return at == owners.end() ? -1 : static_cast<int>(at - owners.begin());
    };
    QCOMPARE(line({mine}, {}), -1);
    QCOMPARE(line({mine}, {credit("T1", 100'000, Duration::hours(-2)), credit("T2", 50'000, Duration{}),
                           credit("T3", 100'000, Duration::seconds(30))}),
             2);
    // One that names it goes before one that only could be.
    QCOMPARE(line({mine}, {credit("T1", 100'000, Duration{}), credit("T2", 99'300, Duration::hours(20), "QRIS BANKREF")}), 1);
    // One line for one collection: the second transfer of the same sum is somebody's transfer.
    const std::vector<Credit> two = {credit("T1", 100'000, Duration::minutes(2)), credit("T2", 100'000, Duration::seconds(2))};
    QCOMPARE(line({mine}, two), 1);
    QCOMPARE(line({mine, mine}, two, 1), 0);
    // A newer one of the same sum, whose line is not there yet, takes none from it.
    Collection newer = mine;
    newer.id = CollectionId("C261127NEWER");
    newer.paidAt = mine.paidAt + Duration::seconds(20);
    QCOMPARE(line({newer, mine}, {credit("T1", 100'000, Duration{})}, 0), -1);
    QCOMPARE(line({newer, mine}, {credit("T1", 100'000, Duration{})}, 1), 0);
    Credit elsewhere = credit("T1", 100'000, Duration{});
    elsewhere.upstream = UpstreamId("other");
    QCOMPARE(line({mine}, {elsewhere}), -1);
    // Before the bank has said "paid" its money may be there; before it was asked for it is another's.
    QCOMPARE(line({waiting()}, {credit("T1", 100'000, Duration::hours(2))}), 0);
    QCOMPARE(line({waiting()}, {credit("T1", 100'000, Duration::seconds(-30))}), -1);
  }

  // Three codes of one sum. The first had expired and was paid all the same; the newest one's line is not listed yet and looks
  // like the first one's, under which its cash goes out. The other two still get theirs, each once, and nobody a fourth time.
  void codesOfOneSumGetOneLineEach() {
    const auto paidAt = [](const char* id, Duration later) {
      Collection one = paid(CollectionKind::Qris);
      one.id = CollectionId(id);
      one.bankRef = id;
      one.paidAt = kSaleAt + later;
      return one;
    };
    const Collection first = paidAt("FIRST", Duration::seconds(0));
    const Collection second = paidAt("SECOND", Duration::seconds(60));
    Collection third = paidAt("THIRD", Duration::seconds(70));
    const Credit ofFirst = credit("T1", 100'000, Duration::seconds(0));
    const Credit ofSecond = credit("T2", 100'000, Duration::seconds(60));
    const auto payOut = [](const Collection& one, const std::optional<Credit>& line, Duration later) {
      return *decideCollectionPayOut(one, line, CreditInBooks::No, rp(2'000), {}, rp(500'000), at(later));
    };
    const TillChange out = payOut(third, ofFirst, Duration::seconds(90));
    third = *out.collection;
    const std::vector<TillEvent> cashOuts = {out.event};
    // Its line is the one that it went out under: the first one's is not refused for it.
    QCOMPARE(ownersOf({ofSecond, ofFirst}, {third, second, first}, cashOuts), (std::vector<int>{1, 0}));
    // Its own, which names only the sum, is the first one's now; one that names it stays its own, and is no transfer.
    QCOMPARE(ownersOf({credit("T3", 100'000, Duration::seconds(70)), ofSecond, ofFirst}, {third, second, first}, cashOuts),
             (std::vector<int>{2, 1, 0}));
    QCOMPARE(ownersOf({credit("T3", 100'000, Duration::seconds(70), "QRIS THIRD"), ofSecond, ofFirst}, {third, second, first},
                      cashOuts),
             (std::vector<int>{0, 1, 0}));
    // The second and the first have their money, and every line is somebody's: none is left to be paid out as a transfer.
    const TillChange last = payOut(first, {}, Duration::seconds(100));
    QCOMPARE(last.event.subject, std::string("collection/FIRST"));
    QCOMPARE(ownersOf({credit("T3", 100'000, Duration::seconds(70)), ofSecond, ofFirst}, {third, second, *last.collection},
                      {out.event, last.event}),
             (std::vector<int>{2, 1, 0}));
    // Money that went out as a transfer, before the bank said that it was a code's, is that code's line all the same.
    TillEvent transfer = out.event;
    transfer.at = kSaleAt + Duration::seconds(30);
    QCOMPARE(ownersOf({ofFirst}, {first}, {transfer}), (std::vector<int>{0}));
    // And a sale that was paid with it holds its line as cash does.
    Collection sold = third;
    sold.state = CollectionState::Sold;
    TillEvent sale = out.event;
    sale.kind = TillKind::PaidSale;
    QCOMPARE(ownersOf({ofFirst}, {sold, first}, {sale}), (std::vector<int>{0}));
  }

  void cashForIt() {
    const auto pay = [](const Collection& collection, std::optional<Credit> line = {}, std::vector<std::string> used = {}) {
      return decideCollectionPayOut(collection, line, CreditInBooks::No, rp(2'000), used, rp(500'000), at(Duration::minutes(1)));
    };
    Collection collection = paid(CollectionKind::Qris);
    collection.bankFee = rp(300);
    const auto done = pay(collection);
    std::map<std::string, std::int64_t> legs;
    for (const Leg& leg : done->postings.at(0).legs()) legs[nameOf(leg.account)] += leg.amount.amount();
    const std::map<std::string, std::int64_t> expected = {
        {"deposit:bank", 99'700}, {"cost", 300}, {"feeIncome", -2'000}, {"drawer", -98'000}};
    QVERIFY(legs == expected);
    QVERIFY(done->collection->state == CollectionState::HandedOut);
    QCOMPARE(done->event.subject, std::string("collection/C261127ABCDEFGHJK"));
    QCOMPARE(pay(*done->collection).error().code, ErrorCode::CreditUsed);
    for (const Collection& not_paid : {waiting(), asked(CollectionKind::Password)})
      QCOMPARE(pay(not_paid).error().code, ErrorCode::StateForbids);
    // The statement has it: then it is that line, and that line alone, that is paid out.
    const Credit line = credit("T1", 99'700, Duration{});
    QCOMPARE(pay(collection, line)->event.subject, std::string("888801000157610/T1"));
    QCOMPARE(pay(collection, line, {"888801000157610/T1"}).error().code, ErrorCode::CreditUsed);
    QCOMPARE(decideCollectionPayOut(collection, {}, CreditInBooks::No, rp(0), {}, rp(99'999), kSri).error().code,
             ErrorCode::DrawerShort);
    QCOMPARE(decideCollectionPayOut(collection, {}, CreditInBooks::No, rp(0), {}, rp(500'000),
                                    at(kCreditLife + Duration::minutes(1)))
                 .error()
                 .code,
             ErrorCode::StateForbids);
  }

  void codesThatMayBeShown() {
    QCOMPARE(crc16("123456789"), std::uint16_t{0x29B1});
    const auto read = readQris(kSample);
    QVERIFY(read.has_value());
    QCOMPARE(read->amount, std::optional<Money>(rp(1000)));
    QCOMPARE(read->merchant, std::string("Toko Asepso5"));
    QCOMPARE(read->city, std::string("JAKARTA"));
    // No letter can be another one, and none can be missing.
    for (std::size_t i = 0; i < kSample.size(); ++i) {
      std::string other = kSample;
      other[i] = other[i] == '1' ? '2' : '1';
      QVERIFY2(!readQris(other), qPrintable(QString::fromStdString(other)));
      QVERIFY(!readQris(kSample.substr(0, i)));
    }
    const auto withSum = [](std::string text) {
      constexpr const char* kHex = "0123456789ABCDEF";
      text += "6304";
      const std::uint16_t crc = crc16(text);
      for (int shift = 12; shift >= 0; shift -= 4) text.push_back(kHex[(crc >> shift) & 0xF]);
      return text;
    };
    const std::string head = "000201010212";
    QVERIFY(!readQris(withSum(head + "5303360540410005802ID54041000")));  // two sums
    QVERIFY(readQris(withSum(head + "5303360540410005802ID")));
    QVERIFY(readQris(withSum(head + "53033605802ID")) && !readQris(withSum(head + "53033605802ID"))->amount);
    QVERIFY(readQris(withSum(head + "530336054071000.005802ID")));
    for (const char* bad : {"530384054041000" "5802ID", "53033605407100.5005802ID", "5303360540410-05802ID", "530336054041000" "5802MY"})
      QVERIFY2(!readQris(withSum(head + bad)), bad);
    QVERIFY(!readQris(std::string(600, '0')));
  }

  // A code for a sale: of its sum, sold by itself for a while and once, and given up for good.
  void aCodeForASale() {
    SaleOrder order;
    order.payment.ref = PaymentRef("LK1");
    order.payment.product = ProductId("pulsa");
    order.payment.amount = rp(10'000);
    order.payment.adminFee = rp(2'000);
    const Collection asked = *decideSaleAsk(CollectionId("C261127ABC"), kBank, order, kSri)->collection;
    QCOMPARE(asked.amount, rp(12'000));
    QCOMPARE(asked.expiresAt.ms, (kSaleAt + kSaleCodeLife).ms);
    QVERIFY(mayBecomeSale(asked, kSaleAt) && !sellsByItself(asked, kSaleAt));
    const Collection open = *decideCollectionAnswer(asked, told(VerdictKind::Succeeded), kSri)->collection;
    const Collection there = *statusOf(open, told(VerdictKind::Succeeded), kSri)->collection;
    QVERIFY(sellsByItself(there, kSaleAt) && sellsByItself(there, kSaleAt + kSaleLife));
    QVERIFY(!sellsByItself(there, kSaleAt + kSaleLife + Duration::millis(1)));
    // Nor while the clock says that it was not yet asked for.
    QVERIFY(!sellsByItself(there, kSaleAt - Duration::millis(1)));
    const auto sell = [&](const Collection& one, Payment payment, const std::vector<std::string>& used = {}) {
      return decideCollectionSale(one, std::move(payment), {}, CreditInBooks::No, used, kSri);
    };
    const auto cash = [&](const Collection& one) {
      return decideCollectionPayOut(one, {}, CreditInBooks::No, rp(0), {}, rp(500'000), kSri);
    };
    QCOMPARE(sell(open, order.payment).error().code, ErrorCode::StateForbids);
    QCOMPARE(sell(there, order.payment, {"collection/C261127ABC"}).error().code, ErrorCode::CreditUsed);
    Payment dearer = order.payment;
    dearer.adminFee = rp(2'500);
    QCOMPARE(sell(there, dearer).error().code, ErrorCode::PriceChanged);
    QCOMPARE(sell(paid(CollectionKind::Qris), order.payment).error().code, ErrorCode::StateForbids);
    // About to be sold: no cash for it before somebody has given the sale up.
    QCOMPARE(cash(there).error().code, ErrorCode::StateForbids);
    const Collection off = *decideSaleGiveUp(there, "pergi", kSri)->collection;
    QVERIFY(!sellsByItself(off, kSaleAt) && cash(off).has_value());
    QCOMPARE(decideSaleGiveUp(off, "", kSri).error().code, ErrorCode::StateForbids);
    QCOMPARE(decideSaleGiveUp(waiting(), "", kSri).error().code, ErrorCode::StateForbids);
    const auto done = sell(there, order.payment);
    QVERIFY(done->collection->state == CollectionState::Sold && done->postings.empty());
    QCOMPARE(done->event.subject, std::string("collection/C261127ABC"));
    QCOMPARE(done->event.reason, std::string("LK1"));
    QCOMPARE(cash(*done->collection).error().code, ErrorCode::CreditUsed);
    QCOMPARE(sell(*done->collection, order.payment).error().code, ErrorCode::CreditUsed);
    QVERIFY(!statusOf(*done->collection, told(VerdictKind::Failed), kSri).has_value());
  }
};

QTEST_APPLESS_MAIN(CollectionTest)
#include "collection_test.moc"
