#include "core/domain/ledger/ledger.h"

#include <rapidcheck.h>

#include <QTest>
#include <map>

#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::test;

namespace {

// The accounts as a day leaves them. Customers' money is negative (owed), cash and deposits positive.
class Books {
 public:
  bool post(const Payment& before, const PaymentEvent& event) {
    bool balanced = true;
    for (const Posting& posting : postingsFor(before, event)) {
      Money sum;
      for (const Leg& leg : posting.legs()) {
        balanced = balanced && !leg.amount.isZero();
        sum += leg.amount;
        m_balances[nameOf(leg.account)] += leg.amount;
      }
      balanced = balanced && sum.isZero();
    }
    return balanced;
  }
  Money of(const std::string& name) const {
    const auto at = m_balances.find(name);
    return at == m_balances.end() ? Money{} : at->second;
  }
  Money sum() const {
    Money all;
    for (const auto& [name, balance] : m_balances)
      all += balance;
    return all;
  }

 private:
  std::map<std::string, Money> m_balances;
};

// A payment and its books, driven by decisions only.
struct Till {
  Payment payment;
  Books books;
  bool balanced = true;

  explicit Till(const Payment& proposed) {
    const Events events = *decideAccept(proposed);
    payment = start(std::get<AcceptedEvent>(events.front().body));
    balanced = books.post(payment, events.front());
  }
  void take(const Events& events) {
    for (const PaymentEvent& event : events) {
      balanced = books.post(payment, event) && balanced;
      payment = evolve(payment, event);
    }
  }
  void take(EventBody body) { take(Events{PaymentEvent{payment.ref, kSaleAt, std::move(body)}}); }
  bool takeIf(const Result<Events>& events) {
    if (events)
      take(*events);
    return events.has_value();
  }
  void arm() { take(*decideArm(payment, attemptFor(payment), payment.cost, kSaleAt)); }
  void hear(VerdictKind kind) { take(decideVerdict(payment, said(kind), false, kSaleAt)); }
  void refund() { take(*decideRefund(payment, UserName("sri"), kSaleAt)); }
};

Money rp(std::int64_t n) { return Money::rupiah(n); }

// What must hold after every step, whatever the steps were.
void checkBooks(const Till& till) {
  const Payment& p = till.payment;
  RC_ASSERT(till.balanced);
  RC_ASSERT(till.books.sum().isZero());
  const bool open = isUnsettled(p.state) && !p.cashWentBack();
  const bool undecided = p.state == PaymentState::Failed || p.state == PaymentState::Cancelled;
  RC_ASSERT(till.books.of("held") == (open || undecided ? -p.held : Money{}));
  RC_ASSERT(till.books.of("refundsDue") == (p.state == PaymentState::RefundDue ? -p.held : -p.leftover));
  if (p.state == PaymentState::Reversed)
    RC_ASSERT(till.books.of("deposit:digi").isZero());
  if (p.state == PaymentState::Succeeded)
    RC_ASSERT(till.books.of("deposit:digi") == -p.cost);
  if (isUnsettled(p.state) && !p.cashWentBack())
    RC_ASSERT(till.books.of("drawer") == p.held);
}

// One thing that can happen to a payment; what does not fit its state does not happen.
void happen(Till& till, int what, int amount) {
  const Payment p = till.payment;
  const UserName by("sri");
  switch (what) {
    case 0: till.takeIf(decideArm(p, attemptFor(p), p.cost, kSaleAt)); break;
    case 1: till.takeIf(decideCancel(p, by, "x", kSaleAt)); break;
    case 2: till.takeIf(decideRefund(p, by, kSaleAt)); break;
    case 3: {
      RequotedEvent quote;
      quote.amount = rp(amount);
      quote.adminFee = rp(2'500);
      quote.cost = rp(amount + 800);
      till.takeIf(decideRequote(p, quote, kSaleAt));
      break;
    }
    case 4: till.take(decideRecovery(p, kSaleAt)); break;
    case 5: till.takeIf(decideReview(p, "x", kSaleAt)); break;
    case 6: till.takeIf(decideRefusedBeforeArm(p, said(VerdictKind::Failed), kSaleAt)); break;
    case 7: till.takeIf(decideRefusedBeforeArm(p, said(VerdictKind::RefusedForNow), kSaleAt)); break;
    case 8:
      if (next(p.state, EventKind::Reversed))
        till.take(ReversedEvent{"74"});
      break;
    case 9:  // two people decide that it was paid
      if (p.state == PaymentState::Review)
        till.take(SucceededEvent{0, "00", "S", "", p.cost, {}});
      break;
    case 10:  // or that it was not
      if (p.state == PaymentState::Review) {
        const bool owed = p.held.isPositive() && !p.cashWentBack();
        till.take(FailedEvent{0, "x", ""});
        if (owed)
          till.take(RefundDueEvent{});
      }
      break;
    default: {
      const auto kind = kAllVerdicts[static_cast<std::size_t>(what) % kAllVerdicts.size()];
      if (p.liveAttempt() != nullptr)
        till.take(decideVerdict(p, said(kind), amount % 2 == 0, kSaleAt));
      break;
    }
  }
}

}  // namespace

class LedgerTest : public QObject {
  Q_OBJECT
 private slots:
  void namesGoBothWays() {
    for (const AccountKind kind : {AccountKind::Drawer, AccountKind::Held, AccountKind::FeeIncome, AccountKind::Cost,
                                   AccountKind::RefundsDue, AccountKind::Capital, AccountKind::Difference})
      QVERIFY((accountFromName(nameOf(Account{kind, {}})) == Account{kind, {}}));
    const Account digi{AccountKind::Deposit, UpstreamId("digi")};
    QCOMPARE(nameOf(digi), std::string("deposit:digi"));
    QVERIFY(accountFromName("deposit:digi") == digi);
    for (const Account& account : {Account{AccountKind::Expense, {}}, Account{AccountKind::Goods, {}}, Account{AccountKind::InTransit, UpstreamId("digi")},
                                   Account{AccountKind::Bon, {}, BonName("bu tini")}})
      QVERIFY(accountFromName(nameOf(account)) == account);
    for (const char* bad : {"nonsense", "bon:", "deposit:", "inTransit:", "moon:digi", ""})
      QVERIFY2(!accountFromName(bad).has_value(), bad);
  }
  void aPostingCannotBeUneven() {
    const Account drawer{AccountKind::Drawer, {}};
    const Account held{AccountKind::Held, {}};
    const Posting one = Posting::create(PaymentRef("r"), kSaleAt, "why", {Leg{drawer, rp(70)}, Leg{held, Money{}}},
                                        Account{AccountKind::Capital, {}});
    QCOMPARE(one.legs().size(), std::size_t{2});  // the empty leg is dropped, the balancing one added
    QCOMPARE(one.legs()[1].amount, rp(-70));
    const Posting even = Posting::create(PaymentRef("r"), kSaleAt, "why", {Leg{drawer, rp(70)}, Leg{held, rp(-70)}},
                                         Account{AccountKind::Capital, {}});
    QCOMPARE(even.legs().size(), std::size_t{2});
    const Posting opening = openingDeposit(UpstreamId("digi"), rp(1'000'000), kSaleAt);
    QCOMPARE(opening.legs()[1].amount, rp(-1'000'000));
  }

  void saleThroughToSuccess() {
    Till till(proposedSale());
    QCOMPARE(till.books.of("drawer"), rp(52'500));  // the change went back over the counter
    QCOMPARE(till.books.of("held"), rp(-52'500));
    till.arm();
    QCOMPARE(till.books.of("held"), rp(-52'500));
    till.hear(VerdictKind::Succeeded);
    QVERIFY(till.balanced);
    QCOMPARE(till.books.of("drawer"), rp(52'500));
    QCOMPARE(till.books.of("held"), Money{});
    QCOMPARE(till.books.of("deposit:digi"), rp(-50'100));
    QCOMPARE(till.books.of("feeIncome"), rp(-2'500));
    QCOMPARE(till.books.of("cost"), rp(100));
    QCOMPARE(till.books.of("refundsDue"), Money{});
    QCOMPARE(till.books.sum(), Money{});
  }
  void failureThenRefund() {
    Till till(proposedSale());
    till.arm();
    till.hear(VerdictKind::Failed);
    QCOMPARE(till.books.of("held"), Money{});
    QCOMPARE(till.books.of("refundsDue"), rp(-52'500));
    QCOMPARE(till.books.of("drawer"), rp(52'500));
    till.refund();
    for (const char* name : {"drawer", "held", "refundsDue", "deposit:digi", "feeIncome", "cost", "difference"})
      QVERIFY2(till.books.of(name).isZero(), name);
  }
  void offlineBillWithLeftover() {
    Payment proposed = proposedSale();
    proposed.kind = ProductKind::Bill;
    proposed.offline = true;
    Till till(proposed);
    RequotedEvent quote;
    quote.amount = rp(45'000);
    quote.adminFee = rp(2'500);
    quote.cost = rp(45'800);
    till.take(*decideRequote(till.payment, quote, kSaleAt));
    till.arm();
    Verdict success = said(VerdictKind::Succeeded);
    success.cost = rp(45'800);
    till.take(decideVerdict(till.payment, success, false, kSaleAt));
    QCOMPARE(till.books.of("held"), Money{});
    QCOMPARE(till.books.of("refundsDue"), rp(-5'000));
    QCOMPARE(till.books.of("deposit:digi"), rp(-45'800));
    till.refund();
    QCOMPARE(till.books.of("refundsDue"), Money{});
    QCOMPARE(till.books.of("drawer"), rp(47'500));
    QVERIFY(till.balanced);
  }
  void reversedAndPaidBack() {
    Till till(proposedSale());
    till.arm();
    till.hear(VerdictKind::Succeeded);
    till.take(ReversedEvent{"74"});
    QCOMPARE(till.books.of("deposit:digi"), Money{});
    QCOMPARE(till.books.of("feeIncome"), Money{});
    QCOMPARE(till.books.of("cost"), Money{});
    QCOMPARE(till.books.of("refundsDue"), rp(-52'500));
    till.refund();
    QCOMPARE(till.books.of("refundsDue"), Money{});
    QCOMPARE(till.books.of("drawer"), Money{});
    QVERIFY(till.balanced);
  }
  void lateSuccessAfterARefundIsOurLoss() {
    Till till(proposedSale());
    till.arm();
    till.hear(VerdictKind::Failed);
    till.refund();
    till.take(*decideReview(till.payment, "late-success", kSaleAt));
    till.take(SucceededEvent{0, "00", "S", "", rp(50'100), {}});
    QVERIFY(till.balanced);
    QCOMPARE(till.books.of("held"), Money{});
    QCOMPARE(till.books.of("refundsDue"), Money{});
    QCOMPARE(till.books.of("drawer"), Money{});
    QCOMPARE(till.books.of("deposit:digi"), rp(-50'100));
    QCOMPARE(till.books.of("difference"), rp(52'500));
    // Taken back by the upstream after all: the loss is made good, and nobody is paid twice.
    till.take(ReversedEvent{"74"});
    QVERIFY(till.balanced);
    QVERIFY(!decideRefund(till.payment, UserName("sri"), kSaleAt).has_value());
    for (const char* name : {"drawer", "held", "refundsDue", "deposit:digi", "feeIncome", "cost", "difference"})
      QVERIFY2(till.books.of(name).isZero(), name);
  }

  void anythingThatHappensKeepsTheBooks() {
    if (!qEnvironmentVariableIsSet("RC_PARAMS"))
      qputenv("RC_PARAMS", "max_success=2000");
    QVERIFY(rc::check("random lives keep the zero sum and end without customers' money",
                      [](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& life) {
                        Payment proposed = proposedSale();
                        proposed.amount = rp(*rc::gen::inRange(1, 500'000));
                        proposed.adminFee = rp(*rc::gen::inRange(0, 5'000));
                        proposed.serviceFee = rp(*rc::gen::inRange(0, 3'000));
                        proposed.cost = rp(*rc::gen::inRange(0, 500'000));
                        proposed.cash = proposed.total() + rp(*rc::gen::inRange(0, 50'000));
                        Till till(proposed);
                        checkBooks(till);
                        for (const auto& [what, amount] : life) {
                          happen(till, what % 27, amount);
                          checkBooks(till);
                        }
                        // Pay out what is still due: then nothing of any customer is left in a settled payment.
                        if (const auto due = decideRefund(till.payment, UserName("sri"), kSaleAt); due)
                          till.take(*due);
                        checkBooks(till);
                        // "failed" below is a refunded one that two people declared failed.
                        RC_CLASSIFY(isTerminal(till.payment.state), std::string(wordOf(till.payment.state)));
                        if (isTerminal(till.payment.state))
                          RC_ASSERT((till.books.of("held") + till.books.of("refundsDue")).isZero());
                      }));
  }
};

QTEST_GUILESS_MAIN(LedgerTest)
#include "ledger_test.moc"
