#include "core/domain/till/cash_out.h"
#include "core/domain/till/till.h"

#include <rapidcheck.h>

#include <QTest>
#include <map>
#include <numeric>

#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::test;

namespace {

Money rp(std::int64_t n) { return Money::rupiah(n); }

const Hand kSri{UserName("sri"), kSaleAt};
const UpstreamId kDigi("digi");

ErrorCode codeOf(const Result<TillChange>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

Money legOf(const TillChange& change, const std::string& account) {
  Money sum;
  for (const Posting& posting : change.postings)
    for (const Leg& leg : posting.legs())
      if (nameOf(leg.account) == account)
        sum += leg.amount;
  return sum;
}

Ticket ticketOf(std::int64_t amount, TicketState state) {
  Ticket ticket;
  ticket.id = TicketId("T" + std::to_string(amount));
  ticket.upstream = kDigi;
  ticket.wanted = rp(amount - amount % 1000);
  ticket.amount = rp(amount);
  ticket.state = state;
  ticket.openedAt = kSaleAt;
  ticket.movedAt = kSaleAt;
  return ticket;
}

Ticket givenTicket(std::int64_t amount, TicketState state) {
  Ticket ticket = ticketOf(amount, state);
  ticket.payee = {"BCA", "0123 4567 89", "Bank Transfer", "A6R5UPV"};
  return ticket;
}

// The transfer that pays `ticket`, through a bank that takes 2.500.
Payment transferOf(const Ticket& ticket, PaymentState state) {
  Payment payment = proposedSale();
  payment.amount = payment.held = ticket.amount;
  payment.adminFee = rp(2'500);
  payment.cash = Money{};
  payment.bon = purseOf({ticket.id, ticket.upstream});
  payment.held = payment.total();
  payment.state = state;
  return payment;
}

// A shop in memory: every operation there is, and beside the ledger a plain account of where the money should be.
struct Shop {
  std::map<std::string, Money> ledger;
  std::vector<Payment> payments;
  std::vector<Ticket> tickets;
  std::optional<Shift> shift;
  ShiftBefore before = ShiftBefore::None;
  int made = 0;
  Instant now = kSaleAt;
  // Counted by hand, without the ledger.
  Money drawer;
  Money capital;
  Money expense;
  Money difference;
  Money topUps;
  std::map<BonName, Money> bons;

  Money of(const std::string& name) const {
    const auto at = ledger.find(name);
    return at == ledger.end() ? Money{} : at->second;
  }
  void post(const std::vector<Posting>& postings) {
    for (const Posting& posting : postings) {
      Money sum;
      for (const Leg& leg : posting.legs()) {
        sum += leg.amount;
        ledger[nameOf(leg.account)] += leg.amount;
      }
      RC_ASSERT(sum.isZero());
    }
  }
  void take(Payment& payment, const Result<Events>& events) {
    if (!events)
      return;
    for (const PaymentEvent& event : *events) {
      post(postingsFor(payment, event));
      payment = evolve(payment, event);
    }
  }
  bool take(const Result<TillChange>& change) {
    if (!change)
      return false;
    post(change->postings);
    if (change->ticket) {
      const auto at = std::find_if(tickets.begin(), tickets.end(),
                                   [&](const Ticket& ticket) { return ticket.id == change->ticket->id; });
      if (at == tickets.end())
        tickets.push_back(*change->ticket);
      else
        *at = *change->ticket;
    }
    if (change->shift) {
      before = ShiftBefore::Closed;
      shift = change->shift->isOpen() ? change->shift : std::nullopt;
    }
    return true;
  }
  Hand hand() const { return {UserName("sri"), now}; }

  void sell(const BonName& customer, Money amount) {
    Payment proposed = proposedSale();
    proposed.amount = amount;
    proposed.cost = amount + rp(100);
    proposed.bon = customer;
    proposed.cash = customer.empty() ? proposed.total() : Money{};
    const Events events = *decideAccept(proposed);
    payments.push_back(start(std::get<AcceptedEvent>(events.front().body)));
    post(postingsFor(payments.back(), events.front()));
    if (customer.empty())
      drawer += payments.back().held;
    else
      bons[customer] += payments.back().held;
  }
  void settle(Payment& payment, VerdictKind kind) {
    take(payment, decideArm(payment, attemptFor(payment), payment.cost, now));
    if (payment.liveAttempt() != nullptr)
      take(payment, Result<Events>(decideVerdict(payment, said(kind), false, now)));
  }
  void refund(Payment& payment) {
    const Money due = payment.state == PaymentState::RefundDue ? payment.held : payment.leftover;
    const Money owed = bons.count(payment.bon) > 0 ? bons[payment.bon] : Money{};
    const auto events = decideRefund(payment, UserName("sri"), now, owed);
    if (!events)
      return;
    take(payment, events);
    const Money toBon = payment.onBon() ? std::min(due, owed) : Money{};
    if (payment.onBon())
      bons[payment.bon] -= toBon;
    drawer -= due - toBon;
  }

  void happen(int what, int which, std::int64_t n) {
    static const std::array kCustomers = {BonName("bu tini"), BonName("pak udin")};
    const BonName& customer = kCustomers[static_cast<std::size_t>(which) % kCustomers.size()];
    Payment* payment = payments.empty() ? nullptr : &payments[static_cast<std::size_t>(which) % payments.size()];
    Ticket* ticket = tickets.empty() ? nullptr : &tickets[static_cast<std::size_t>(which) % tickets.size()];
    const Money amount = rp(n);
    switch (what) {
      case 0: sell({}, amount + rp(1)); break;
      case 1: sell(customer, amount + rp(1)); break;
      case 2:
        if (payment != nullptr)
          settle(*payment, VerdictKind::Succeeded);
        break;
      case 3:
        if (payment != nullptr)
          settle(*payment, VerdictKind::Failed);
        break;
      case 4:
        if (payment != nullptr)
          refund(*payment);
        break;
      case 5:
        if (payment != nullptr && next(payment->state, EventKind::Reversed))
          take(*payment, Events{PaymentEvent{payment->ref, now, ReversedEvent{"74"}}});
        break;
      case 6:
        if (take(decidePayIn(of("drawer"), amount, "kecil", hand()))) {
          drawer += amount;
          capital -= amount;
        }
        break;
      case 7: {
        const PaidTo to = which % 2 == 0 ? PaidTo::Expense : PaidTo::Owner;
        if (take(decidePayOut(of("drawer"), amount, to, "es", hand()))) {
          drawer -= amount;
          (to == PaidTo::Expense ? expense : capital) += amount;
        }
        break;
      }
      case 8:
        if (take(decideBonPayment(customer, of("bon:" + customer.str()), amount, hand()))) {
          drawer += amount;
          bons[customer] -= amount;
        }
        break;
      case 9:
        take(decideTicketOpen(tickets, TicketId("T" + std::to_string(++made)), kDigi, rp(n % 3 * 1'000 + 1'000), which,
                              hand()));
        break;
      case 10:
        if (ticket != nullptr) {
          const PaidFrom from = which % 2 == 0 ? PaidFrom::Drawer : PaidFrom::Owner;
          const Money sent = ticket->amount;
          if (take(decideTicketTransferred(*ticket, from, of("drawer"), hand())))
            (from == PaidFrom::Drawer ? drawer : capital) -= sent;
        }
        break;
      case 11:
        if (ticket != nullptr) {
          const Ticket was = *ticket;
          if (take(decideTicketCredited(was, hand()))) {
            topUps += was.amount;
            if (was.state != TicketState::Transferred)
              capital -= was.amount;
          }
        }
        break;
      case 12:
        now = now + Duration::hours(n % 30);
        for (const TillChange& expired : decideTicketExpiry(tickets, hand()))
          take(Result<TillChange>(expired));
        break;
      case 13: {
        const bool first = before == ShiftBefore::None;
        const Money gap = amount - of("drawer");
        if (take(decideShiftOpen(shift, before, ShiftId("S" + std::to_string(++made)), of("drawer"), amount, "",
                                 hand()))) {
          drawer = amount;
          (first ? capital : difference) -= gap;
        }
        break;
      }
      case 14: {
        const Money gap = amount - of("drawer");
        if (take(decideShiftClose(shift, of("drawer"), amount, "", hand()))) {
          drawer = amount;
          difference -= gap;
        }
        break;
      }
      default: break;
    }
  }

  void check() const {
    Money all;
    for (const auto& [name, balance] : ledger)
      all += balance;
    RC_ASSERT(all.isZero());
    Money held;
    Money due;
    Money earned;
    Money spent;
    for (const Payment& p : payments) {
      held += isUnsettled(p.state) ? p.held : Money{};
      due += p.state == PaymentState::RefundDue ? p.held : p.leftover;
      if (p.state == PaymentState::Succeeded) {
        earned += p.total() - p.cost;
        spent += p.cost;
      }
    }
    Money sent;
    std::map<Money, int> amounts;
    for (const Ticket& ticket : tickets) {
      sent += ticket.state == TicketState::Transferred ? ticket.amount : Money{};
      if (keepsItsAmount(ticket, now))
        RC_ASSERT(++amounts[ticket.amount] == 1);
    }
    RC_ASSERT(of("held") == -held);
    RC_ASSERT(of("refundsDue") == -due);
    RC_ASSERT(of("feeIncome") + of("cost") == -earned);
    RC_ASSERT(of("deposit:digi") == topUps - spent);
    RC_ASSERT(of("inTransit:digi") == sent);
    RC_ASSERT(of("drawer") == drawer);
    RC_ASSERT(of("capital") == capital);
    RC_ASSERT(of("expense") == expense);
    RC_ASSERT(of("difference") == difference);
    for (const auto& [customer, owed] : bons) {
      RC_ASSERT(of("bon:" + customer.str()) == owed);
      RC_ASSERT(!owed.isNegative());
    }
  }
};

}  // namespace

class TillTest : public QObject {
  Q_OBJECT
 private slots:
  void wordsGoBothWays() {
    for (const TicketState state :
         {TicketState::Open, TicketState::Transferred, TicketState::Credited, TicketState::Expired})
      QVERIFY(ticketStateFromWord(wordOf(state)) == state);
    QVERIFY(!ticketStateFromWord("lost"));
    QCOMPARE(QByteArray(wordOf(TillKind::ShiftClosed).data()), QByteArray("shiftClosed"));
    QVERIFY(tillKindFromWord(wordOf(TillKind::TicketReturned)) == TillKind::TicketReturned);
  }
  void aCustomerHasOneName() {
    QCOMPARE(bonName("  Bu   TINI ")->str(), std::string("bu tini"));
    for (const char* bad : {"", "   ", "a:b", "a\nb", "a\x7F", "0123456789012345678901234567890123456789x"})
      QVERIFY2(!bonName(bad).has_value() && bonName(bad).error().code == ErrorCode::NameInvalid, bad);
  }
  void cashInAndOut() {
    const auto in = decidePayIn(rp(10'000), rp(5'000), " uang kecil ", kSri);
    QCOMPARE(in->event.reason, std::string("uang kecil"));
    QCOMPARE(legOf(*in, "drawer"), rp(5'000));
    QCOMPARE(legOf(*in, "capital"), rp(-5'000));
    const auto out = decidePayOut(rp(10'000), rp(10'000), PaidTo::Expense, "es", kSri);
    QCOMPARE(legOf(*out, "expense"), rp(10'000));
    QCOMPARE(legOf(*out, "drawer"), rp(-10'000));
    QCOMPARE(legOf(*decidePayOut(rp(10'000), rp(1), PaidTo::Owner, "x", kSri), "capital"), rp(1));
    QCOMPARE(codeOf(decidePayOut(rp(10'000), rp(10'001), PaidTo::Owner, "x", kSri)), ErrorCode::DrawerShort);
    for (const Money bad : {Money{}, rp(-1), kTillMax + rp(1)}) {
      QCOMPARE(codeOf(decidePayIn(Money{}, bad, "x", kSri)), ErrorCode::AmountInvalid);
      QCOMPARE(codeOf(decidePayOut(rp(10'000), bad, PaidTo::Owner, "x", kSri)), ErrorCode::AmountInvalid);
    }
    QCOMPARE(codeOf(decidePayIn(kTillMax, rp(1), "x", kSri)), ErrorCode::AmountInvalid);
    QCOMPARE(codeOf(decidePayIn(Money{}, rp(1), "  ", kSri)), ErrorCode::ReasonMissing);
    QCOMPARE(codeOf(decidePayOut(rp(1), rp(1), PaidTo::Expense, "", kSri)), ErrorCode::ReasonMissing);
  }
  void goodsAreCashBesideTheSales() {
    const auto sold = decideGoodsSale(rp(10'000), rp(15'000), " es teh ", kSri);
    QCOMPARE(sold->event.reason, std::string("es teh"));
    QCOMPARE(legOf(*sold, "drawer"), rp(15'000));
    QCOMPARE(legOf(*sold, "goods"), rp(-15'000));
    QVERIFY(decideGoodsSale(Money{}, rp(500), {}, kSri).has_value());
    for (const Money bad : {Money{}, rp(-1), kTillMax + rp(1)})
      QCOMPARE(codeOf(decideGoodsSale(Money{}, bad, {}, kSri)), ErrorCode::AmountInvalid);
    QCOMPARE(codeOf(decideGoodsSale(kTillMax, rp(1), {}, kSri)), ErrorCode::AmountInvalid);
    QCOMPARE(codeOf(decideGoodsSale(Money{}, rp(1), "es\x1Bteh", kSri)), ErrorCode::NameInvalid);
    QCOMPARE(codeOf(decideGoodsSale(Money{}, rp(1), std::string(61, 'x'), kSri)), ErrorCode::NameInvalid);
    const auto back = decideGoodsReturn(rp(15'000), rp(15'000), {}, kSri);
    QCOMPARE(legOf(*back, "drawer"), rp(-15'000));
    QCOMPARE(legOf(*back, "goods"), rp(15'000));
    QCOMPARE(codeOf(decideGoodsReturn(rp(14'999), rp(15'000), {}, kSri)), ErrorCode::DrawerShort);
  }
  void aBonIsPaidInPartsAndNeverMore() {
    const BonName tini("bu tini");
    const auto part = decideBonPayment(tini, rp(50'000), rp(20'000), kSri);
    QCOMPARE(legOf(*part, "drawer"), rp(20'000));
    QCOMPARE(legOf(*part, "bon:bu tini"), rp(-20'000));
    QVERIFY(decideBonPayment(tini, rp(50'000), rp(50'000), kSri).has_value());
    QCOMPARE(codeOf(decideBonPayment(tini, rp(50'000), rp(50'001), kSri)), ErrorCode::BonTooMuch);
    QCOMPARE(codeOf(decideBonPayment(tini, Money{}, rp(1), kSri)), ErrorCode::NotFound);
    QCOMPARE(codeOf(decideBonPayment(tini, rp(50'000), Money{}, kSri)), ErrorCode::AmountInvalid);
  }
  void aTicketsOwnAccountIsNobodysName() {
    const DepositTopUp topUp{TicketId("T261123ABCDE"), kDigi};
    QCOMPARE(purseOf(topUp).str(), std::string("ticket:T261123ABCDE:digi"));
    QVERIFY(topUpOf(purseOf(topUp)) == topUp);
    for (const char* name : {"", "bu tini", "ticket", "ticket:", "ticket:T1", "tickets:T1:digi"})
      QVERIFY2(!topUpOf(BonName(name)), name);
    // Whatever people type is a customer's: the account cannot be reached, and a name cannot be taken for
    // one.
    QVERIFY(!bonName(purseOf(topUp).str()).has_value());
    const Account account{AccountKind::Bon, {}, purseOf(topUp)};
    QVERIFY(accountFromName(nameOf(account)) == account);
  }
  void onlyAnOpenTicketWithAPayeeMayBePaid() {
    const Instant opened = kSaleAt;
    const auto code = [&](const Ticket& ticket, Instant now) {
      const Status may = mayBePaid(ticket, now);
      return may ? ErrorCode::Internal : may.error().code;
    };
    const Ticket open = givenTicket(500'123, TicketState::Open);
    QVERIFY(code(open, opened) == ErrorCode::Internal);
    QVERIFY(code(open, opened + kTicketLife - kTopUpPatience - Duration::seconds(1)) == ErrorCode::Internal);
    // It would arrive after the ticket's end.
    QVERIFY(code(open, opened + kTicketLife - kTopUpPatience) == ErrorCode::StateForbids);
    for (const TicketState state : {TicketState::Transferred, TicketState::Credited, TicketState::Expired})
      QVERIFY(code(givenTicket(500'123, state), opened) == ErrorCode::StateForbids);
    QVERIFY(code(ticketOf(500'123, TicketState::Open), opened) == ErrorCode::NotFound);
  }
  void whatTheBankMovedIsOnItsWay() {
    const Ticket open = givenTicket(500'123, TicketState::Open);
    const Payment paid = transferOf(open, PaymentState::Succeeded);
    const auto change = decideTicketPaid({open}, paid, kSaleAt);
    QVERIFY(change && change->ticket->state == TicketState::Transferred);
    QVERIFY(change->event.kind == TillKind::TicketTransferred && change->event.by == paid.user);
    QCOMPARE(change->event.subject, open.id.str());
    QCOMPARE(change->event.reason, paid.ref.str());
    QCOMPARE(legOf(*change, "inTransit:digi"), rp(500'123));
    QCOMPARE(legOf(*change, "expense"), rp(2'500));
    QCOMPARE(legOf(*change, nameOf(Account{AccountKind::Bon, {}, paid.bon})), rp(-502'623));
    QCOMPARE(change->event.amount, rp(502'623));
    // It had counted as over: its account was cleared, and what it took lay in the difference.
    Payment late = paid;
    late.held = Money{};
    const Ticket expired = givenTicket(500'123, TicketState::Expired);
    const auto after = decideTicketPaid({expired}, late, kSaleAt);
    QCOMPARE(legOf(*after, "difference"), rp(-502'623));
    QVERIFY(after->ticket->state == TicketState::Transferred);
    // Paid otherwise, unknown, or its amount another's by now: the money stays where it is.
    QVERIFY(!decideTicketPaid({givenTicket(500'123, TicketState::Transferred)}, late, kSaleAt));
    QVERIFY(!decideTicketPaid({givenTicket(500'123, TicketState::Credited)}, late, kSaleAt));
    QVERIFY(!decideTicketPaid({}, paid, kSaleAt));
    Ticket other = givenTicket(500'123, TicketState::Open);
    other.id = TicketId("Tother");
    QVERIFY(!decideTicketPaid({other, expired}, late, kSaleAt));
    other.upstream = UpstreamId("iak");
    QVERIFY(decideTicketPaid({other, expired}, late, kSaleAt));
    // A customer's bon is no ticket's.
    Payment sale = paid;
    sale.bon = BonName("bu tini");
    QVERIFY(!decideTicketPaid({open}, sale, kSaleAt));
  }
  void whatTheBankTakesBackIsNotOnItsWay() {
    const Ticket sent = givenTicket(500'123, TicketState::Transferred);
    const Payment payment = transferOf(sent, PaymentState::Reversed);
    const std::string purse = nameOf(Account{AccountKind::Bon, {}, payment.bon});
    const auto back = decideTicketReturned({sent}, payment, kSaleAt);
    QVERIFY(back && back->event.kind == TillKind::TicketReturned && back->ticket->state == TicketState::Open);
    QCOMPARE(legOf(*back, "inTransit:digi"), rp(-500'123));
    QCOMPARE(legOf(*back, "expense"), rp(-2'500));
    QCOMPARE(legOf(*back, purse), rp(502'623));
    // The upstream has it all the same.
    for (const std::vector<Ticket>& tickets :
         {std::vector<Ticket>{givenTicket(500'123, TicketState::Credited)}, std::vector<Ticket>{}}) {
      const auto kept = decideTicketReturned(tickets, payment, kSaleAt);
      QVERIFY(kept && !kept->ticket);
      QCOMPARE(legOf(*kept, "difference"), rp(-500'123));
      QCOMPARE(legOf(*kept, purse), rp(502'623));
    }
    QVERIFY(!decideTicketReturned({givenTicket(500'123, TicketState::Open)}, payment, kSaleAt));
  }
  void aSaleOnBonTakesNoCash() {
    Payment proposed = proposedSale();
    proposed.bon = BonName("bu tini");
    QVERIFY(!decideAccept(proposed).has_value());  // cash as well
    proposed.cash = Money{};
    const Events events = *decideAccept(proposed);
    const Payment p = start(std::get<AcceptedEvent>(events.front().body));
    QCOMPARE(p.held, p.total());
    QCOMPARE(p.change(), Money{});
    const auto legs = postingsFor(p, events.front()).front().legs();
    QCOMPARE(nameOf(legs.front().account), std::string("bon:bu tini"));
    QCOMPARE(legs.front().amount, p.total());
  }
  void aRefundLowersTheBonFirst() {
    Payment p = proposedSale();
    p.bon = BonName("bu tini");
    p.held = rp(52'500);
    p.state = PaymentState::RefundDue;
    const auto parts = [&p](Money owed) {
      const Events events = *decideRefund(p, UserName("sri"), kSaleAt, owed);
      std::map<std::string, Money> legs;
      const std::vector<Posting> postings = postingsFor(p, events.front());
      for (const Leg& leg : postings.front().legs())
        legs[nameOf(leg.account)] = leg.amount;
      return legs;
    };
    QCOMPARE(parts(rp(60'000))["bon:bu tini"], rp(-52'500));
    QVERIFY(parts(rp(60'000)).count("drawer") == 0);
    QCOMPARE(parts(rp(12'500))["bon:bu tini"], rp(-12'500));
    QCOMPARE(parts(rp(12'500))["drawer"], rp(-40'000));
    QCOMPARE(parts(Money{})["drawer"], rp(-52'500));  // he had paid it all: cash it is
  }
  // What the upstream itself asks for is taken as it says, within reason.
  void aTicketThatTheUpstreamGave() {
    const TicketPayee payee{"BCA", "0123456789", "Bank Transfer", "A6R5UPV"};
    const auto given = [&](std::int64_t amount, const std::vector<Ticket>& others = {}) {
      return decideTicketGiven(others, TicketId("T1"), kDigi, rp(500'000), {rp(amount), payee}, kSri);
    };
    QCOMPARE(given(500'123)->ticket->amount, rp(500'123));
    QVERIFY(given(500'123)->ticket->payee == payee);
    QVERIFY(given(500'000).has_value());  // a virtual account
    QVERIFY(given(500'999).has_value());
    for (const std::int64_t odd : {499'999, 501'000, 5'000'123}) QCOMPARE(given(odd).error().code, ErrorCode::AmountInvalid);
    QCOMPARE(given(500'123, {ticketOf(500'123, TicketState::Open)}).error().code, ErrorCode::DuplicateOpen);
    QCOMPARE(given(500'123, {ticketOf(500'123, TicketState::Transferred)}).error().code, ErrorCode::DuplicateOpen);
    QVERIFY(given(500'123, {ticketOf(500'123, TicketState::Credited)}).has_value());
    QCOMPARE(decideTicketGiven({}, TicketId("T1"), kDigi, rp(500'500), {rp(500'501), payee}, kSri).error().code,
             ErrorCode::AmountInvalid);
  }

  // Only what the bank shows, once, and never more than it shows.
  void cashForACredit() {
    Credit credit{UpstreamId("bank"), "2026112710000001", kSaleAt, rp(500'000), "BUDI CONTOH", "1234567890", "tarik", "888801000157610"};
    const Hand hand{UserName("sri"), kSaleAt + Duration::minutes(5)};
    CreditInBooks books = CreditInBooks::No;
    const auto pay = [&](std::int64_t expected, std::int64_t fee, const std::vector<std::string>& used = {},
                         std::int64_t drawer = 500'000) {
      return decideCashOut(credit, books, rp(expected), rp(fee), used, rp(drawer), hand);
    };
    const auto paid = pay(500'000, 5'000);
    QCOMPARE(paid->event.amount, rp(495'000));
    QCOMPARE(paid->event.subject, std::string("888801000157610/2026112710000001"));
    QCOMPARE(paid->event.reason, std::string("BUDI CONTOH"));
    using Legs = std::map<std::string, std::int64_t>;
    const auto legsOf = [](const TillChange& change) {
      Legs legs;
      for (const Leg& leg : change.postings.at(0).legs()) legs[nameOf(leg.account)] += leg.amount.amount();
      return legs;
    };
    QVERIFY(legsOf(*paid) == (Legs{{"deposit:bank", 500'000}, {"feeIncome", -5'000}, {"drawer", -495'000}}));
    QCOMPARE(pay(500'000, 0)->postings.at(0).legs().size(), std::size_t{2});
    // The first balance had it, as the owner's: he never put it in.
    books = CreditInBooks::InFirstBalance;
    QVERIFY(legsOf(*pay(500'000, 5'000)) == (Legs{{"capital", 500'000}, {"feeIncome", -5'000}, {"drawer", -495'000}}));
    books = CreditInBooks::No;
    QCOMPARE(pay(500'000, 0, {"888801000157610/2026112710000001"}).error().code, ErrorCode::CreditUsed);
    // As it was written down before the account was.
    QCOMPARE(pay(500'000, 0, {"bank/2026112710000001"}).error().code, ErrorCode::CreditUsed);
    // A bank that is called something else now is the same account.
    credit.upstream = UpstreamId("bri");
    QCOMPARE(pay(500'000, 0, {"888801000157610/2026112710000001"}).error().code, ErrorCode::CreditUsed);
    QVERIFY(pay(500'000, 0, {"888801000157610/2026112710000002", "999901000157610/2026112710000001"}).has_value());
    QCOMPARE(pay(5'000'000, 0).error().code, ErrorCode::AmountInvalid);
    for (const std::int64_t fee : {-1, 500'000, 600'000}) QCOMPARE(pay(500'000, fee).error().code, ErrorCode::AmountInvalid);
    QCOMPARE(pay(500'000, 0, {}, 499'999).error().code, ErrorCode::DrawerShort);
    QVERIFY(pay(500'000, 1, {}, 499'999).has_value());
    const Hand late{UserName("sri"), kSaleAt + kCreditLife + Duration::seconds(1)};
    QCOMPARE(decideCashOut(credit, books, rp(500'000), rp(0), {}, rp(500'000), late).error().code, ErrorCode::StateForbids);
  }

  void aTicketHasAnAmountOfItsOwn() {
    const auto open = decideTicketOpen({}, TicketId("T1"), kDigi, rp(500'000), 122, kSri);
    QCOMPARE(open->ticket->amount, rp(500'123));
    QCOMPARE(open->ticket->wanted, rp(500'000));
    QVERIFY(open->postings.empty());
    // Taken: the next one. Credited: free again. Another upstream's: no matter.
    QCOMPARE(*uniqueAmount({ticketOf(500'123, TicketState::Open), ticketOf(500'124, TicketState::Transferred)}, kDigi,
                           rp(500'000), 122, kSaleAt),
             rp(500'125));
    QCOMPARE(*uniqueAmount({ticketOf(500'123, TicketState::Credited)}, kDigi, rp(500'000), 122, kSaleAt), rp(500'123));
    QCOMPARE(*uniqueAmount({ticketOf(500'123, TicketState::Open)}, UpstreamId("iak"), rp(500'000), 122, kSaleAt),
             rp(500'123));
    // An expired one may still be paid for a week.
    const std::vector<Ticket> expired{ticketOf(500'123, TicketState::Expired)};
    QCOMPARE(*uniqueAmount(expired, kDigi, rp(500'000), 122, kSaleAt + kTicketEcho - Duration::millis(1)),
             rp(500'124));
    QCOMPARE(*uniqueAmount(expired, kDigi, rp(500'000), 122, kSaleAt + kTicketEcho), rp(500'123));
    std::vector<Ticket> all;
    for (int n = 1; n <= 999; ++n)
      all.push_back(ticketOf(500'000 + n, TicketState::Open));
    QCOMPARE(codeOf(decideTicketOpen(all, TicketId("T2"), kDigi, rp(500'000), 7, kSri)), ErrorCode::RateLimited);
    all.erase(all.begin() + 998);
    QCOMPARE(decideTicketOpen(all, TicketId("T2"), kDigi, rp(500'000), 7, kSri)->ticket->amount, rp(500'999));
    for (const Money bad : {Money{}, rp(-1'000), rp(500'500), kTillMax + rp(1'000)})
      QCOMPARE(codeOf(decideTicketOpen({}, TicketId("T3"), kDigi, bad, 0, kSri)), ErrorCode::AmountInvalid);
  }
  void aTicketIsCreditedOnce() {
    const Ticket open = ticketOf(500'123, TicketState::Open);
    QCOMPARE(codeOf(decideTicketTransferred(open, PaidFrom::Drawer, rp(500'122), kSri)), ErrorCode::DrawerShort);
    const auto sent = decideTicketTransferred(open, PaidFrom::Drawer, rp(500'123), kSri);
    QCOMPARE(legOf(*sent, "drawer"), rp(-500'123));
    QCOMPARE(legOf(*sent, "inTransit:digi"), rp(500'123));
    QCOMPARE(codeOf(decideTicketTransferred(*sent->ticket, PaidFrom::Owner, Money{}, kSri)), ErrorCode::StateForbids);
    const auto credited = decideTicketCredited(*sent->ticket, kSri);
    QCOMPARE(legOf(*credited, "deposit:digi"), rp(500'123));
    QCOMPARE(legOf(*credited, "inTransit:digi"), rp(-500'123));
    QCOMPARE(codeOf(decideTicketCredited(*credited->ticket, kSri)), ErrorCode::StateForbids);
    // Sent without a word, or late: it is there all the same.
    QCOMPARE(legOf(*decideTicketCredited(open, kSri), "capital"), rp(-500'123));
    QVERIFY(decideTicketCredited(ticketOf(500'123, TicketState::Expired), kSri).has_value());
  }
  void onlyAnOpenTicketExpires() {
    const Hand later{UserName("sri"), kSaleAt + kTicketLife};
    const auto gone = decideTicketExpiry({ticketOf(1'001, TicketState::Open), ticketOf(1'002, TicketState::Transferred),
                                          ticketOf(1'003, TicketState::Credited)},
                                         later);
    QCOMPARE(gone.size(), std::size_t{1});
    QVERIFY(gone.front().ticket->state == TicketState::Expired);
    QVERIFY(decideTicketExpiry({ticketOf(1'001, TicketState::Open)}, kSri).empty());
  }
  void aShiftIsCountedTwice() {
    const auto first = decideShiftOpen({}, ShiftBefore::None, ShiftId("S1"), rp(2'000), rp(300'000), "", kSri);
    QCOMPARE(legOf(*first, "drawer"), rp(298'000));
    QCOMPARE(legOf(*first, "capital"), rp(-298'000));
    const auto later = decideShiftOpen({}, ShiftBefore::Closed, ShiftId("S2"), rp(300'000), rp(290'000), "", kSri);
    QCOMPARE(legOf(*later, "difference"), rp(10'000));  // ten thousand are gone
    QCOMPARE(codeOf(decideShiftOpen(first->shift, ShiftBefore::Closed, ShiftId("S3"), Money{}, Money{}, "", kSri)),
             ErrorCode::ShiftOpen);
    QCOMPARE(codeOf(decideShiftClose({}, Money{}, Money{}, "", kSri)), ErrorCode::ShiftMissing);
    const auto closed = decideShiftClose(first->shift, rp(500'000), rp(500'500), "lebih", kSri);
    QCOMPARE(closed->shift->expected, rp(500'000));
    QCOMPARE(closed->shift->difference(), rp(500));
    QVERIFY(!closed->shift->isOpen());
    QCOMPARE(legOf(*closed, "difference"), rp(-500));
    QVERIFY(decideShiftClose(first->shift, rp(500'000), rp(500'000), "", kSri)->postings.empty());
    QVERIFY(decideShiftClose(first->shift, rp(500'000), Money{}, "", kSri).has_value());  // an empty drawer is a count
    QCOMPARE(codeOf(decideShiftClose(first->shift, Money{}, rp(-1), "", kSri)), ErrorCode::AmountInvalid);
    QCOMPARE(codeOf(decideShiftClose(first->shift, Money{}, kTillMax + rp(1), "", kSri)), ErrorCode::AmountInvalid);
  }

  void whateverHappensEveryAccountIsExplained() {
    if (!qEnvironmentVariableIsSet("RC_PARAMS"))
      qputenv("RC_PARAMS", "max_success=1000 max_size=150");
    QVERIFY(rc::check("random days conserve money, and each account is what happened to it",
                      [](const std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint16_t>>& day) {
                        Shop shop;
                        int did = 0;
                        for (const auto& [what, which, n] : day) {
                          shop.happen(what % 15, which, n);
                          shop.check();
                          ++did;
                        }
                        RC_CLASSIFY(did > 50);
                        RC_CLASSIFY(!shop.bons.empty());
                        RC_CLASSIFY(!shop.topUps.isZero());
                      }));
  }
};

QTEST_GUILESS_MAIN(TillTest)
#include "till_test.moc"
