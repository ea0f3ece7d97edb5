// The books as the real store keeps them: what a commit with wrong books meets, what a trial finds, and the
// till's rows.
#include <QFile>
#include <QTest>
#include <algorithm>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/work_json.h"
#include "core/domain/till/cash_out.h"
#include "core/domain/till/collection.h"
#include "tests/support/samples.h"
#include "tests/support/virtual_world.h"

using namespace loket;
using namespace loket::tests;

namespace {

Money rp(std::int64_t n) {
  return Money::rupiah(n);
}

// Somebody else's hand in the database, past the store.
void tamper(const StoreHome& home, const char* sql) {
  auto raw = must(adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite));
  must(raw->execute(sql).map([] { return true; }));
}

QByteArray refusal(const Status& status) {
  return status ? QByteArray("taken") : QByteArray::fromStdString(status.error().detail);
}

QByteArrayList brokenRules(ports::StoreReader& store) {
  QByteArrayList names;
  for (const ports::BrokenRule& one : must(store.trial()).broken)
    names.append(QByteArray::fromStdString(one.rule));
  return names;
}

Payment succeeded(ports::Store& store, int n) {
  const Payment first = acceptedChange(proposedSale(n)).after;
  must(store.commit(workOf(acceptedChange(proposedSale(n)))).map([] { return true; }));
  const auto armed = changeOf(first, must(decideArm(first, attemptFor(first), first.cost, first.acceptedAt)));
  must(store.commit(workOf(armed)).map([] { return true; }));
  Verdict verdict;
  verdict.kind = VerdictKind::Succeeded;
  verdict.cost = rp(10'250);
  const auto done = changeOf(armed.after, decideVerdict(armed.after, verdict, false, first.acceptedAt));
  must(store.commit(workOf(done)).map([] { return true; }));
  return done.after;
}

ports::UnitOfWork workOfTill(Result<TillChange> change) {
  ports::UnitOfWork work;
  work.till.push_back(must(std::move(change)));
  return work;
}

Hand handAt(int minute) {
  return {UserName("sri"), kMorning + Duration::minutes(minute)};
}

const Credit kCredit{UpstreamId("bank"), "C1", handAt(1).at, rp(50'000), "BUDI", "123", "tarik", "777"};

// Its cash is to go back.
void failed(ports::Store& store, int n) {
  const Payment first = acceptedChange(proposedSale(n)).after;
  must(store.commit(workOf(acceptedChange(proposedSale(n)))).map([] { return true; }));
  Verdict verdict;
  verdict.kind = VerdictKind::Failed;
  const auto done = changeOf(first, must(decideRefusedBeforeArm(first, verdict, first.acceptedAt)));
  must(store.commit(workOf(done)).map([] { return true; }));
}

// Paid by a code, and waiting to be sent.
void soldByCode(ports::Store& store, int n) {
  SaleOrder order;
  order.payment = proposedSale(n);
  order.payment.cash = Money{};
  const auto asked = must(decideSaleAsk(CollectionId("C261127ABC"), UpstreamId("bank"), order, handAt(5)));
  CollectionTold told;
  told.verdict.kind = VerdictKind::Succeeded;
  told.code = "code";
  told.bankRef = "R1";
  const auto open = *decideCollectionAnswer(*asked.collection, told, handAt(6));
  const auto paid = *decideCollectionStatus(*open.collection, told, handAt(7), Duration::minutes(7));
  for (const TillChange& change : {asked, open, paid})
    must(store.commit(workOfTill(Result<TillChange>(change))).map([] { return true; }));
  const auto sale = must(decideCollectionSale(*paid.collection, order.payment, {}, CreditInBooks::No, {}, handAt(8)));
  ports::UnitOfWork work = workOf(acceptedChange(sale.collection->sale->payment));
  work.till.push_back(sale);
  must(store.commit(work).map([] { return true; }));
}

// The shop's own money on its way to a ticket.
Payment topUpTransfer(int n) {
  Payment transfer = proposedSale(n);
  transfer.bon = purseOf({TicketId("T9"), UpstreamId("digi")});
  transfer.remark = "A6R5UPV";
  transfer.cash = Money{};
  return transfer;
}

}  // namespace

class StoreBooksTest : public QObject {
  Q_OBJECT

 private slots:
  void a_commit_with_wrong_books_is_refused_data();
  void a_commit_with_wrong_books_is_refused();
  void a_trial_names_what_was_tampered_with_data();
  void a_trial_names_what_was_tampered_with();
  void a_home_from_before_the_till_is_brought_up_to_date();
  void a_credit_pays_once();
  void a_collection_is_kept_and_paid_out_once();
  void a_code_keeps_its_sale_and_pays_once();
  void a_message_is_kept();
  void a_message_leaves_once();
  void a_ticket_is_credited_once_and_its_amount_is_its_own();
  void one_shift_is_open_at_most();
  void a_shift_is_what_lies_between_its_counts();
  void the_till_is_append_only();
  void a_bon_is_in_the_journal();
  void a_record_whose_legs_are_too_much_is_unreadable();
  void the_till_comes_back_from_its_record();
  void a_lost_database_keeps_its_tickets_shift_and_debts();
};

void StoreBooksTest::a_commit_with_wrong_books_is_refused_data() {
  QTest::addColumn<QByteArray>("plant");
  QTest::addColumn<bool>("posts");
  QTest::addColumn<QByteArray>("rule");
  QTest::newRow("nothing planted") << QByteArray() << true << QByteArray();
  QTest::newRow("a leg too many")
      << QByteArray(
             "CREATE TRIGGER plant AFTER INSERT ON legs WHEN NEW.account = 'held' BEGIN "
             "INSERT INTO legs VALUES (NEW.posting, 99, 'capital', 1); END")
      << true << QByteArray("posting-sum");
  QTest::newRow("a running balance that runs away")
      << QByteArray(
             "CREATE TRIGGER plant AFTER INSERT ON postings BEGIN "
             "UPDATE balances SET amount = amount + iif(account = 'drawer', 1, -1) "
             "WHERE account IN ('drawer', 'capital'); END")
      << true << QByteArray("balances");
  QTest::newRow("accounts that do not sum to zero")
      << QByteArray(
             "CREATE TRIGGER plant AFTER INSERT ON postings BEGIN "
             "UPDATE balances SET amount = amount + 1 WHERE account = 'drawer'; END")
      << true << QByteArray("zero-sum");
  QTest::newRow("cash taken and not posted") << QByteArray() << false << QByteArray("held");
}

void StoreBooksTest::a_commit_with_wrong_books_is_refused() {
  QFETCH(QByteArray, plant);
  QFETCH(bool, posts);
  QFETCH(QByteArray, rule);
  const StoreHome home;
  auto store = home.create();
  ports::UnitOfWork opening;
  opening.postings.push_back(openingDeposit(UpstreamId("digi"), rp(1'000'000), kMorning));
  QVERIFY(store->commit(opening));
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(1)))));
  if (!plant.isEmpty()) {
    store.reset();
    tamper(home, plant.constData());
    store = home.open();
  }
  ports::PaymentChange second = acceptedChange(proposedSale(2));
  if (!posts)
    second.postings.clear();
  const Status done = store->commit(workOf(second));
  if (rule.isEmpty()) {
    QVERIFY2(done.has_value(), refusal(done).constData());
    return;
  }
  QVERIFY2(refusal(done).startsWith("the books: " + rule + ":"), refusal(done).constData());
  // Nothing of it is there, and nothing more is taken on this handle.
  QVERIFY(!must(store->payment(second.after.ref)).has_value());
  QVERIFY(!store->canAccept());
}

void StoreBooksTest::a_trial_names_what_was_tampered_with_data() {
  QTest::addColumn<QByteArray>("sql");
  QTest::addColumn<QByteArray>("rule");
  const QByteArray legsOpen("DROP TRIGGER legs_are_not_changed; ");
  QTest::newRow("nothing") << QByteArray("SELECT 1") << QByteArray();
  QTest::newRow("a leg") << legsOpen + "UPDATE legs SET amount = amount + 1 WHERE posting = 1 AND no = 1"
                         << QByteArray("posting-sum");
  QTest::newRow("a balance") << QByteArray("UPDATE balances SET amount = 5 WHERE account = 'drawer'")
                             << QByteArray("zero-sum");
  QTest::newRow("a leg's account") << legsOpen +
                                          "UPDATE legs SET account = 'capital' WHERE account = 'drawer'"
                                   << QByteArray("balances");
  QTest::newRow("what is held") << QByteArray("UPDATE payments SET held = held + 1 WHERE state = 'accepted'")
                                << QByteArray("held");
  QTest::newRow("what is due") << QByteArray("UPDATE payments SET leftover = 1 WHERE state = 'succeeded'")
                               << QByteArray("refunds-due");
  QTest::newRow("what was earned") << QByteArray(
                                          "UPDATE payments SET profit = profit + 1 WHERE state = 'succeeded'")
                                   << QByteArray("profit");
  QTest::newRow("a ticket") << QByteArray("UPDATE tickets SET state = 'expired'") << QByteArray("in-transit");
  QTest::newRow("a debt") << QByteArray("INSERT INTO balances VALUES ('bon:bu tini', -5)")
                          << QByteArray("bon");
  QTest::newRow("a pay-in")
      << QByteArray("DROP TRIGGER till_is_not_changed; UPDATE till SET amount = 5 WHERE kind = 'paidIn'")
      << QByteArray("till");
  QTest::newRow("cash handed out")
      << QByteArray("DROP TRIGGER till_is_not_changed; UPDATE till SET amount = 5 WHERE kind = 'cashedOut'")
      << QByteArray("cash-out");
  // One payment's money under another one's name: the sums are right.
  const QByteArray toTheFirst("DROP TRIGGER postings_are_not_changed; UPDATE postings SET payment = (SELECT ref FROM payments WHERE state = 'succeeded') WHERE ");
  QTest::newRow("whose is held")
      << toTheFirst + "payment = (SELECT ref FROM payments WHERE state = 'accepted' LIMIT 1)"
      << QByteArray("held-by-payment");
  QTest::newRow("whose is due") << toTheFirst + "why = 'refundDue'" << QByteArray("due-by-payment");
  QTest::newRow("what a code brought")
      << QByteArray("DROP TRIGGER till_is_not_changed; UPDATE till SET amount = amount + 5 WHERE kind = 'paidSale'")
      << QByteArray("sale-by-code");
}

void StoreBooksTest::a_trial_names_what_was_tampered_with() {
  QFETCH(QByteArray, sql);
  QFETCH(QByteArray, rule);
  const StoreHome home;
  {
    const auto store = home.create();
    succeeded(*store, 1);
    QVERIFY(store->commit(workOf(acceptedChange(proposedSale(2)))));
    QVERIFY(store->commit(workOfTill(decidePayIn(Money{}, rp(50'000), "kecil", handAt(1)))));
    const TillChange opened =
        must(decideTicketOpen({}, TicketId("T1"), UpstreamId("digi"), rp(20'000), 5, handAt(2)));
    QVERIFY(store->commit(workOfTill(opened)));
    QVERIFY(store->commit(
        workOfTill(decideTicketTransferred(*opened.ticket, PaidFrom::Owner, Money{}, handAt(3)))));
    QVERIFY(store->commit(workOfTill(decideCashOut(kCredit, CreditInBooks::No, rp(50'000), rp(2'000), {}, rp(60'000), handAt(4)))));
    failed(*store, 3);
    soldByCode(*store, 4);
  }
  tamper(home, sql.constData());
  const auto store = home.open();
  const QByteArrayList broken = brokenRules(*store);
  if (rule.isEmpty())
    QVERIFY2(broken.isEmpty(), broken.join(' ').constData());
  else
    QVERIFY2(broken.contains(rule), broken.join(' ').constData());
}

void StoreBooksTest::a_home_from_before_the_till_is_brought_up_to_date() {
  const StoreHome home;
  Payment owed = proposedSale(1);
  {
    auto raw = must(adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::Create));
    QFile journal(QStringLiteral(LOKET_MIGRATIONS_DIR "/0001_journal.sql"));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    QVERIFY(raw->execute(journal.readAll().toStdString() + "PRAGMA user_version = 1;"));
    // A bill that cost less than was taken: the rest is still to be given back.
    owed.state = PaymentState::Succeeded;
    owed.held = owed.total() + rp(500);
    owed.leftover = rp(500);
    std::string body = adapters::encodePayment(owed);
    const std::string added = "\"bon\":\"\",";
    QVERIFY(body.find(added) != std::string::npos);
    body.erase(body.find(added), added.size());
    QVERIFY(
        raw->query(
               "INSERT INTO payments (ref, client_ref, product, number, customer_name, state, business_date, "
               "accepted_at, total, held, profit, search, body) VALUES (?, 'c', 'p', 'n', '', 'succeeded', "
               "'2026-11-23', 1, 12000, 12500, 1750, '', ?)")
            .bind(owed.ref.str())
            .bind(body)
            .run());
    QVERIFY(raw->query("INSERT INTO postings VALUES (1, ?, 1, 'accepted'), (2, ?, 1, 'succeeded')")
                .bind(owed.ref.str())
                .bind(owed.ref.str())
                .run());
    QVERIFY(raw->execute(
        "INSERT INTO legs VALUES (1, 'drawer', 12500), (1, 'held', -12500), (2, 'held', 12500), "
        "(2, 'feeIncome', -2000), (2, 'cost', 250), (2, 'refundsDue', -500), (2, 'deposit:digi', -10250)"));
  }
  const auto store = home.open();
  QVERIFY2(brokenRules(*store).isEmpty(), brokenRules(*store).join(' ').constData());
  const Payment read = *must(store->payment(owed.ref));
  QVERIFY(!read.onBon());
  QCOMPARE(read.leftover, rp(500));
  QVERIFY(must(store->till()).before == ShiftBefore::None);
  // And it is gone on with.
  QVERIFY(store->commit(workOf(changeOf(read, must(decideRefund(read, UserName("sri"), kMorning))))));
  QVERIFY(brokenRules(*store).isEmpty());
}

// Also when the program believes otherwise, and also after the books were made again from the sidecar.
void StoreBooksTest::a_credit_pays_once() {
  const auto paid = [](const char* id, int at) {
    Credit one = kCredit;
    one.id = id;
    return workOfTill(decideCashOut(one, CreditInBooks::No, rp(50'000), rp(2'000), {}, rp(1'000'000), handAt(at)));
  };
  const StoreHome home;
  const auto store = home.create();
  QVERIFY(store->commit(workOfTill(decidePayIn(Money{}, rp(1'000'000), "modal", handAt(0)))));
  QVERIFY(store->commit(paid("C1", 2)));
  QVERIFY(store->commit(paid("C2", 4)));
  const auto state = must(store->till());
  QCOMPARE(state.cashOuts.size(), std::size_t{2});
  QCOMPARE(state.cashOuts[0].subject, std::string("777/C1"));
  QCOMPARE(state.cashOuts[1].amount, rp(48'000));
  QVERIFY2(brokenRules(*store).isEmpty(), brokenRules(*store).join(' ').constData());
  QVERIFY(!store->commit(paid("C1", 5)));
  QCOMPARE(must(store->till()).cashOuts.size(), std::size_t{2});
}

void StoreBooksTest::a_collection_is_kept_and_paid_out_once() {
  const StoreHome home;
  const auto store = home.create();
  QVERIFY(store->commit(workOfTill(decidePayIn(Money{}, rp(1'000'000), "modal", handAt(0)))));
  const auto asked = must(decideCollectionAsk(CollectionId("C261127ABC"), UpstreamId("bank"), CollectionKind::Password, rp(50'000),
                                              "6281234567890", handAt(1)));
  CollectionTold told;
  told.verdict.kind = VerdictKind::Succeeded;
  told.bankRef = "R1";
  told.bankFee = rp(150);
  const auto paid = *decideCollectionAnswer(*asked.collection, told, handAt(2));
  QVERIFY(store->commit(workOfTill(Result<TillChange>(asked))));
  QVERIFY(store->commit(workOfTill(Result<TillChange>(paid))));
  const Collection kept = must(store->till()).collections.at(0);
  QVERIFY(kept.state == CollectionState::Paid && kept.kind == CollectionKind::Password);
  QCOMPARE(kept.customer + "|" + kept.bankRef, std::string("6281234567890|R1"));
  QCOMPARE(kept.bankFee, rp(150));
  QCOMPARE(kept.paidAt.ms, handAt(2).at.ms);
  const auto out = decideCollectionPayOut(kept, {}, CreditInBooks::No, rp(2'000), {}, rp(1'000'000), handAt(3));
  QVERIFY(store->commit(workOfTill(out)));
  QVERIFY2(brokenRules(*store).isEmpty(), brokenRules(*store).join(' ').constData());
  // Not again, whatever the program believes; nor is it ever anything else again.
  QVERIFY(!store->commit(workOfTill(decideCollectionPayOut(kept, {}, CreditInBooks::No, rp(0), {}, rp(1'000'000), handAt(4)))));
  QVERIFY(!store->commit(workOfTill(Result<TillChange>(paid))));
  QVERIFY(must(store->till()).collections.at(0).state == CollectionState::HandedOut);
}

// The sale is kept with its code, through a lost database too; and the code's money pays for one thing.
void StoreBooksTest::a_code_keeps_its_sale_and_pays_once() {
  QTemporaryDir folder;
  const std::string path = folder.path().toStdString();
  SaleOrder order;
  order.payment = proposedSale(7);
  order.payment.cash = Money{};
  order.tell = confirmation::Address{confirmation::Channel::Email, "budi@contoh.example"};
  const auto asked = must(decideSaleAsk(CollectionId("C261127ABC"), UpstreamId("bank"), order, handAt(1)));
  CollectionTold told;
  told.verdict.kind = VerdictKind::Succeeded;
  told.code = "code";
  told.bankRef = "R1";
  const auto open = *decideCollectionAnswer(*asked.collection, told, handAt(2));
  const auto paid = *decideCollectionStatus(*open.collection, told, handAt(3), Duration::minutes(3));
  {
    adapters::HomeStore home = must(adapters::createHomeStore(path, dataKey()));
    for (const TillChange& change : {asked, open, paid}) QVERIFY(home.store->commit(workOfTill(Result<TillChange>(change))));
  }
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(folder.filePath(QString::fromLatin1(name)));
  adapters::HomeStore back = must(adapters::openHomeStore(path, dataKey()));
  const Collection kept = must(back.store->till()).collections.at(0);
  QVERIFY(kept.state == CollectionState::Paid && kept.sale && !kept.sale->isOff);
  QCOMPARE(kept.sale->payment.clientRef, order.payment.clientRef);
  QCOMPARE(kept.sale->tell->text, std::string("budi@contoh.example"));
  const auto sale = must(decideCollectionSale(kept, kept.sale->payment, {}, CreditInBooks::No, {}, handAt(4)));
  const Payment& sold = sale.collection->sale->payment;
  ports::UnitOfWork work = workOf(acceptedChange(sold));
  work.till.push_back(sale);
  QVERIFY(back.store->commit(work));
  QVERIFY2(brokenRules(*back.store).isEmpty(), brokenRules(*back.store).join(' ').constData());
  const Payment read = *must(back.store->payment(sold.ref));
  QVERIFY(read.byCode() && read.collected.reference == "R1" && read.change().isZero());
  QVERIFY(must(back.store->till()).cashOuts.at(0).kind == TillKind::PaidSale);
  // Whatever the program believes: neither cash, nor another sale, nor anything else of it again.
  QVERIFY(!back.store->commit(workOfTill(decideCollectionPayOut(*decideSaleGiveUp(kept, {}, handAt(5))->collection, {},
                                                                CreditInBooks::No, rp(0), {}, rp(1'000'000), handAt(5)))));
  QVERIFY(!back.store->commit(workOfTill(decideSaleGiveUp(kept, {}, handAt(5)))));
  QVERIFY(!back.store->commit(workOfTill(Result<TillChange>(sale))));
  QVERIFY(must(back.store->till()).collections.at(0).state == CollectionState::Sold);
}

void StoreBooksTest::a_message_leaves_once() {
  const StoreHome home;
  const auto store = home.create();
  confirmation::Delivery one;
  one.id = ConfirmationId("N1");
  one.ref = succeeded(*store, 1).ref;
  one.to = {confirmation::Channel::Email, "budi@contoh.example"};
  one.state = confirmation::DeliveryState::Unsure;
  ports::UnitOfWork work;
  work.confirmations.push_back(one);
  QVERIFY(store->commit(work));
  work.confirmations.front().state = confirmation::DeliveryState::Waiting;
  QVERIFY(!store->commit(work));
}

void StoreBooksTest::a_message_is_kept() {
  const StoreHome home;
  const auto store = home.create();
  const Payment done = succeeded(*store, 1);
  const auto keep = [&store](const confirmation::Delivery& one) {
    ports::UnitOfWork work;
    work.confirmations.push_back(one);
    return store->commit(work);
  };
  confirmation::Delivery one;
  one.id = ConfirmationId("N261127ABCDEFGHIJ");
  one.ref = done.ref;
  one.to = {confirmation::Channel::Email, "budi@contoh.example"};
  one.by = UserName("sri");
  one.askedAt = one.dueAt = handAt(1).at;
  QVERIFY(keep(one));
  QCOMPARE(must(store->openConfirmations()).size(), std::size_t{1});
  one = confirmation::answered(confirmation::armed(one, PaymentState::Succeeded, handAt(2).at),
                               confirmation::SendOutcome::NotSent, "connect", handAt(2).at);
  QVERIFY(keep(one));
  const confirmation::Delivery read = must(store->confirmations(done.ref)).at(0);
  QCOMPARE(read.id.str() + "|" + read.to.text + "|" + read.by.str() + "|" + read.reason,
           std::string("N261127ABCDEFGHIJ|budi@contoh.example|sri|connect"));
  QVERIFY(read.to.channel == confirmation::Channel::Email && !read.told && read.tries == 1);
  QVERIFY(read.askedAt == handAt(1).at && read.dueAt == one.dueAt && read.movedAt == handAt(2).at);
  one = confirmation::answered(confirmation::armed(one, PaymentState::Succeeded, handAt(3).at),
                               confirmation::SendOutcome::Sent, {}, handAt(3).at);
  QVERIFY(keep(one));
  QVERIFY(must(store->openConfirmations()).empty());
  QVERIFY(must(store->newestConfirmations(5)).at(0).told == PaymentState::Succeeded);
  // Another one to the same address may wait, but not two.
  confirmation::Delivery second = one;
  second.state = confirmation::DeliveryState::Waiting;
  second.id = ConfirmationId("N261127SECOND");
  QVERIFY(keep(second));
  second.id = ConfirmationId("N261127THIRD");
  QVERIFY(!keep(second));
}

void StoreBooksTest::a_ticket_is_credited_once_and_its_amount_is_its_own() {
  const StoreHome home;
  auto store = home.create();
  const TillChange opened =
      must(decideTicketOpen({}, TicketId("T1"), UpstreamId("digi"), rp(20'000), 5, handAt(2)));
  QVERIFY(store->commit(workOfTill(opened)));
  QCOMPARE(must(store->till()).tickets.front().amount, rp(20'006));
  const auto credited = decideTicketCredited(*opened.ticket, handAt(3));
  QVERIFY(store->commit(workOfTill(credited)));
  QVERIFY(must(store->till()).tickets.front().state == TicketState::Credited);
  // Whatever the program believes.
  QVERIFY(!store->commit(workOfTill(credited)));
  store = home.open();
  QCOMPARE(must(store->standing()).size(), std::size_t{2});
  QCOMPARE(must(store->standing()).back().balance, rp(20'006));
  QVERIFY(store->commit(
      workOfTill(decideTicketOpen({}, TicketId("T2"), UpstreamId("digi"), rp(20'000), 5, handAt(4)))));
  QVERIFY(!store->commit(
      workOfTill(decideTicketOpen({}, TicketId("T3"), UpstreamId("digi"), rp(20'000), 5, handAt(5)))));
}

void StoreBooksTest::one_shift_is_open_at_most() {
  const StoreHome home;
  auto store = home.create();
  const auto open = [](const char* id) {
    return decideShiftOpen({}, ShiftBefore::Closed, ShiftId(id), Money{}, rp(1'000), "", handAt(1));
  };
  QVERIFY(store->commit(workOfTill(open("S1"))));
  QVERIFY(must(store->till()).shift->id == ShiftId("S1"));
  QVERIFY(!store->commit(workOfTill(open("S2"))));
}

void StoreBooksTest::a_shift_is_what_lies_between_its_counts() {
  const StoreHome home;
  const auto store = home.create();
  QVERIFY(!must(store->shiftFigures()).has_value());
  succeeded(*store, 1);  // before anybody counted
  const auto drawer = [&] {
    for (const auto& row : must(store->standing()))
      if (row.account == Account{AccountKind::Drawer, {}})
        return row.balance;
    return Money{};
  };
  const TillChange opened =
      must(decideShiftOpen({}, ShiftBefore::None, ShiftId("S1"), drawer(), rp(100'000), "", handAt(1)));
  QVERIFY(store->commit(workOfTill(opened)));
  succeeded(*store, 2);
  const Payment back = succeeded(*store, 3);
  QVERIFY(store->commit(workOf(changeOf(back, {PaymentEvent{back.ref, kMorning, ReversedEvent{"74"}}}))));
  QVERIFY(store->commit(workOf(acceptedChange(proposedSale(4)))));  // nothing sold yet, but cash taken
  QVERIFY(store->commit(workOfTill(decidePayOut(drawer(), rp(7'000), PaidTo::Expense, "es", handAt(2)))));
  QVERIFY(must(store->shiftFigures())->shift.isOpen());
  QVERIFY(
      store->commit(workOfTill(decideShiftClose(opened.shift, drawer(), rp(128'000), "kurang", handAt(3)))));
  succeeded(*store, 5);  // after

  const ports::ShiftFigures figures = *must(store->shiftFigures());
  QCOMPARE(figures.shift.floatExpected, rp(12'000));
  QCOMPARE(figures.cashIn, rp(36'000));
  QCOMPARE(figures.cashOut, rp(7'000));
  QCOMPARE(figures.shift.expected, rp(129'000));
  QCOMPARE(figures.shift.difference(), rp(-1'000));
  QCOMPARE(figures.sales.size(), std::size_t{1});
  QVERIFY(figures.sales.front().family == Family::Pulsa);
  QCOMPARE(figures.sales.front().count, 1);
  QCOMPARE(figures.sales.front().sum, rp(12'000));
  QCOMPARE(figures.deposits.size(), std::size_t{1});
  QCOMPARE(figures.deposits.front().balance, rp(-2 * 10'250));
  QVERIFY(!must(store->till()).shift.has_value());
  QVERIFY(must(store->till()).before == ShiftBefore::Closed);
}

void StoreBooksTest::the_till_is_append_only() {
  for (const char* sql : {"UPDATE till SET amount = 1", "DELETE FROM till", "UPDATE postings SET why = 'x'",
                          "DELETE FROM postings"}) {
    const StoreHome home;
    const auto store = home.create();
    QVERIFY(store->commit(workOfTill(decidePayIn(Money{}, rp(50'000), "kecil", handAt(1)))));
    const auto raw = must(adapters::Connection::open(home.path(), dataKey(), adapters::OpenMode::ReadWrite));
    const Status done = raw->execute(sql);
    QVERIFY2(!done.has_value() && done.error().detail.find("append-only") != std::string::npos, sql);
  }
}

void StoreBooksTest::a_bon_is_in_the_journal() {
  const StoreHome home;
  const auto store = home.create();
  Payment proposed = proposedSale(1);
  proposed.bon = BonName("bu tini");
  proposed.cash = Money{};
  QVERIFY(store->commit(workOf(acceptedChange(proposed))));
  const Payment read = *must(store->payment(proposed.ref));
  QCOMPARE(read.bon, proposed.bon);
  QVERIFY(brokenRules(*store).isEmpty());
  const auto history = must(store->history(proposed.ref));
  QCOMPARE(std::get<AcceptedEvent>(history.front().body).payment.bon, proposed.bon);
}

void StoreBooksTest::a_record_whose_legs_are_too_much_is_unreadable() {
  const auto read = [](const char* legs) {
    return adapters::decodeWork(std::string(R"({"payments":[],"postings":[{"ref":"P","at":1,"why":"x","legs":)") +
                                legs + "}]}");
  };
  QVERIFY(read(R"([["drawer",900000000000000],["held",-900000000000000]])").has_value());
  QVERIFY(!read(R"([["drawer",900000000000000],["drawer",900000000000000],["held",-900000000000000],)"
                R"(["held",-900000000000000]])")
               .has_value());
}

void StoreBooksTest::the_till_comes_back_from_its_record() {
  const StoreHome home;
  const StoreHome other;
  const auto store = home.create();
  const auto copy = other.create();
  const auto both = [&](Result<TillChange> change) {
    const ports::UnitOfWork work = workOfTill(std::move(change));
    must(store->commit(work).map([] { return true; }));
    must(copy->commit(must(adapters::decodeWork(adapters::encodeWork(work))).work).map([] { return true; }));
  };
  const TillChange shift =
      must(decideShiftOpen({}, ShiftBefore::None, ShiftId("S1"), Money{}, rp(100'000), "", handAt(1)));
  both(shift);
  both(decidePayOut(rp(100'000), rp(7'000), PaidTo::Expense, "es", handAt(2)));
  const TicketPayee payee{"BCA", "0123456789", "Bank Transfer", "A6R5UPV"};
  const TillChange opened = must(
      decideTicketGiven({}, TicketId("T1"), UpstreamId("digi"), rp(20'000), {rp(20'006), payee}, handAt(3)));
  both(opened);
  both(decideTicketTransferred(*opened.ticket, PaidFrom::Drawer, rp(93'000), handAt(4)));
  both(decideShiftClose(shift.shift, rp(72'994), rp(72'000), "kurang", handAt(5)));
  // A transfer for a ticket: where its money comes from and what must stand in it, before a byte is made of
  // it.
  const Payment transfer = topUpTransfer(1);
  const ports::UnitOfWork accepted = workOf(acceptedChange(transfer));
  must(store->commit(accepted).map([] { return true; }));
  must(
      copy->commit(must(adapters::decodeWork(adapters::encodeWork(accepted))).work).map([] { return true; }));
  for (const auto* one : {&store, &copy}) {
    const Payment read = *must((*one)->payment(transfer.ref));
    QVERIFY(read.bon == transfer.bon && read.remark == transfer.remark);
    QVERIFY(must((*one)->customers("", 10)).empty());
  }

  const auto was = must(store->standing());
  const auto is = must(copy->standing());
  QCOMPARE(is.size(), was.size());
  for (std::size_t i = 0; i < was.size(); ++i) {
    QCOMPARE(nameOf(is[i].account), nameOf(was[i].account));
    QCOMPARE(is[i].balance, was[i].balance);
  }
  const Ticket ticket = must(copy->till()).tickets.front();
  QCOMPARE(ticket.amount, rp(20'006));
  QVERIFY(ticket.state == TicketState::Transferred && ticket.by == UserName("sri") &&
          ticket.movedAt == handAt(4).at);
  QVERIFY(ticket.payee == payee && must(store->till()).tickets.front().payee == payee);
  const ports::ShiftFigures figures = *must(copy->shiftFigures());
  QCOMPARE(figures.shift.expected, rp(72'994));
  QCOMPARE(figures.shift.difference(), rp(-994));
  QCOMPARE(figures.shift.reason, std::string("kurang"));
  QCOMPARE(figures.cashOut, rp(27'006));
  QVERIFY(brokenRules(*copy).isEmpty());
}

// A new sidecar holds only a base: what money may still come or go for is in it.
void StoreBooksTest::a_lost_database_keeps_its_tickets_shift_and_debts() {
  QTemporaryDir folder;
  const std::string path = folder.path().toStdString();
  Payment owed = proposedSale(1);
  TillChange opened;
  {
    adapters::HomeStore made = must(adapters::createHomeStore(path, dataKey()));
    ports::Store& store = *made.store;
    const Payment done = succeeded(store, 1);
    must(
        store.commit(workOf(changeOf(done, {PaymentEvent{done.ref, kMorning, ReversedEvent{"74"}}}))).map([] {
          return true;
        }));
    owed = done;
    must(store.commit(workOf(acceptedChange(topUpTransfer(2)))).map([] { return true; }));
    opened = must(decideTicketOpen({}, TicketId("T1"), UpstreamId("digi"), rp(20'000), 5, handAt(3)));
    must(store.commit(workOfTill(opened)).map([] { return true; }));
    must(
        store.commit(workOfTill(decideTicketTransferred(*opened.ticket, PaidFrom::Owner, Money{}, handAt(4))))
            .map([] { return true; }));
    must(store
             .commit(workOfTill(decideShiftOpen({}, ShiftBefore::Closed, ShiftId("S1"), rp(12'000),
                                                rp(12'000), "", handAt(5))))
             .map([] { return true; }));
    must(store.commit(workOfTill(decideCashOut(kCredit, CreditInBooks::No, rp(50'000), rp(2'000), {}, rp(1'000'000), handAt(6)))).map([] {
      return true;
    }));
    const TillChange collection =
        must(decideCollectionAsk(CollectionId("C1"), UpstreamId("bank"), CollectionKind::Password, rp(7'000), "62812", handAt(6)));
    must(store.commit(workOfTill(collection)).map([] { return true; }));
    ports::UnitOfWork message;
    message.confirmations.push_back(
        {ConfirmationId("N1"), done.ref, {confirmation::Channel::Sms, "62812"}, confirmation::DeliveryState::Waiting});
    must(store.commit(message).map([] { return true; }));
    // So many after it that nobody would remember it for its own sake.
    ports::UnitOfWork later;
    for (int n = 10; n < 520; ++n) {
      const ports::PaymentChange accepted = acceptedChange(proposedSale(n));
      const ports::PaymentChange due =
          changeOf(accepted.after, must(decideCancel(accepted.after, UserName("sri"), "x", kMorning)));
      later.payments.push_back(accepted);
      later.payments.push_back(due);
      later.payments.push_back(changeOf(due.after, must(decideRefund(due.after, UserName("sri"), kMorning))));
    }
    must(store.commit(later).map([] { return true; }));
  }
  // A sidecar made anew from the database, then the database is gone.
  QFile::remove(folder.filePath(QStringLiteral("loket.sidecar")));
  { const adapters::HomeStore anew = must(adapters::openHomeStore(path, dataKey())); }
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(folder.filePath(QString::fromLatin1(name)));
  adapters::HomeStore back = must(adapters::openHomeStore(path, dataKey()));
  QVERIFY2(brokenRules(*back.store).isEmpty(), brokenRules(*back.store).join(' ').constData());
  QVERIFY(must(back.store->till()).shift->id == ShiftId("S1"));
  const Ticket ticket = must(back.store->till()).tickets.front();
  QVERIFY(ticket.state == TicketState::Transferred);
  QVERIFY(back.store->commit(workOfTill(decideTicketCredited(ticket, handAt(9)))));
  // A transfer for a ticket still knows whose money it is, and what must stand in it.
  const Payment transfer = *must(back.store->payment(topUpTransfer(2).ref));
  QVERIFY(transfer.bon == topUpTransfer(2).bon && transfer.remark == topUpTransfer(2).remark);
  // A customer's money that the bank may have is asked about.
  QVERIFY(must(back.store->till()).collections.at(0).state == CollectionState::Asked);
  QCOMPARE(must(back.store->till()).collections.at(0).customer, std::string("62812"));
  QCOMPARE(must(back.store->openConfirmations()).at(0).to.text, std::string("62812"));
  // Cash that was handed out is not handed out again.
  QCOMPARE(must(back.store->till()).cashOuts.at(0).subject, std::string("777/C1"));
  const Payment read = *must(back.store->payment(owed.ref));
  QCOMPARE(read.leftover, rp(12'000));
  QVERIFY(back.store->commit(workOf(changeOf(read, must(decideRefund(read, UserName("sri"), kMorning))))));
  QVERIFY(!back.store->commit(workOfTill(decideCashOut(kCredit, CreditInBooks::No, rp(50'000), rp(2'000), {}, rp(1'000'000), handAt(10)))));
  QVERIFY2(brokenRules(*back.store).isEmpty(), brokenRules(*back.store).join(' ').constData());
}

QTEST_GUILESS_MAIN(StoreBooksTest)
#include "store_books_test.moc"
