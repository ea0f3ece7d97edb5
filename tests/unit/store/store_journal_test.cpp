// The tree over the journal: one leaf for everything that happens, in the same commit; it only grows; whatever is
// changed behind its back is found; a lost database goes on from the same root; what a salt hid can be forgotten.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <functional>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/work_json.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/text.h"
#include "core/domain/till/collection.h"
#include "tests/support/samples.h"
#include "tests/support/virtual_world.h"

using namespace loket;
using namespace loket::tests;
using adapters::Connection;
using adapters::SqlcipherStore;

namespace {

const adapters::SodiumCrypto kCrypto;

std::unique_ptr<Connection> raw(const std::string& path) {
  return must(Connection::open(path, dataKey(), adapters::OpenMode::ReadWrite));
}

// As RFC 6962 says it, of the leaves as they stand in the table.
journal::Hash naiveRoot(const std::vector<journal::Hash>& leaves) {
  if (leaves.empty())
    return kCrypto.sha256({});
  if (leaves.size() == 1)
    return leaves[0];
  std::size_t half = 1;
  while (half * 2 < leaves.size()) half *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(half);
  return journal::nodeHash(kCrypto, naiveRoot({leaves.begin(), middle}), naiveRoot({middle, leaves.end()}));
}

std::vector<journal::Hash> leavesIn(const std::string& path) {
  auto connection = raw(path);
  adapters::Query rows = connection->query("SELECT kind, subject, at, commitment FROM journal_leaves ORDER BY seq");
  std::vector<journal::Hash> out;
  while (rows.step()) {
    journal::Entry entry{rows.text(0), rows.text(1), Instant{rows.number(2)}, {}};
    const std::string commitment = rows.bytes(3);
    std::copy(commitment.begin(), commitment.end(), entry.commitment.begin());
    out.push_back(journal::leafHash(kCrypto, textOf(entry)));
  }
  return out;
}

journal::Hash rootIn(SqlcipherStore& store) {
  const auto head = must(store.journal()->head());
  return journal::Frontier::of(head.size, head.roots)->root(kCrypto);
}

journal::NodeAt nodesOf(SqlcipherStore& store) {
  return [&store](int level, std::uint64_t index) { return must(store.journal()->node(level, index)); };
}

ports::JournalCheck checkOf(SqlcipherStore& store) { return must(store.journal()->check(nullptr)); }

// The n-th sale, and with it whatever else a counter writes down.
void sell(SqlcipherStore& store, int n) {
  ports::UnitOfWork work = workOf(acceptedChange(proposedSale(n)));
  const PaymentRef ref = work.payments[0].after.ref;
  work.prints.push_back({ref, "receipt", 1, "sent", "tcp", kMorning});
  work.settings["counter.last"] = std::to_string(n);
  TillChange change;
  change.event = {TillKind::PaidIn, "", kMorning, UserName("sri"), Money::rupiah(1'000 + n), "kembalian"};
  change.postings.push_back(Posting::create(PaymentRef(), kMorning, "paid-in",
                                            {{Account{AccountKind::Drawer, {}, {}}, Money::rupiah(1'000 + n)}},
                                            Account{AccountKind::Capital, {}, {}}));
  work.till.push_back(change);
  const Status done = store.commit(work);
  if (!done)
    qFatal("%s", done.error().detail.c_str());
}

customer::Customer person(const char* id, const char* name, std::vector<customer::Number> numbers) {
  return {customer::CustomerId(id), name, "langganan", std::move(numbers), kMorning, {}};
}

confirmation::Delivery message(const char* id, int payment, confirmation::DeliveryState state) {
  confirmation::Delivery one;
  one.id = ConfirmationId(id);
  one.ref = proposedSale(payment).ref;
  one.to = {confirmation::Channel::Email, std::string(id) + "@example.id"};
  one.state = state;
  one.askedAt = one.movedAt = kMorning;
  return one;
}

complaint::Entry complained(complaint::Step step, const char* note) {
  complaint::Entry entry;
  entry.id = complaint::ComplaintId("K1");
  entry.ref = proposedSale(1).ref;
  entry.step = step;
  entry.note = note;
  entry.reach = "08123";
  entry.by = UserName("sri");
  entry.at = kMorning;
  return entry;
}

void commitTo(SqlcipherStore& store, ports::UnitOfWork work, Instant at = kMorning) {
  work.at = at;
  const Status done = store.commit(work);
  if (!done)
    qFatal("%s", done.error().detail.c_str());
}

// What a shop writes down beside its sales: the customer book, complaints, messages, a batch.
void keepShop(SqlcipherStore& store) {
  using Change = ports::PeopleChange;
  ports::UnitOfWork first;
  for (const auto& one : {person("C1", "Bu Tini", {{"0811", Family::Pulsa, {}}, {"0812", Family::Pulsa, {}}}),
                          person("C2", "Pak Budi", {{"0813", Family::Pulsa, customer::ImportId("I1")}}),
                          person("C3", "Bu Rina", {{"0814", Family::Pulsa, {}}})})
    first.people.push_back({Change::Kind::Saved, one, {}, {}});
  first.people.push_back(
      {Change::Kind::GroupSaved, {}, {}, {customer::GroupId("G1"), "RT 05", {{"Bu Tini", ProductId("pln"), "1430", {}}}}});
  first.complaints = {complained(complaint::Step::Opened, "token belum masuk"), complained(complaint::Step::Noted, "sudah ditanya")};
  first.confirmations = {message("N1", 1, confirmation::DeliveryState::Waiting), message("N2", 1, confirmation::DeliveryState::Waiting)};
  first.batches = {{BatchId("B1"), kMorning, kMorning, {{proposedSale(1).ref, "Pulsa", "0811", Money::rupiah(5'000), "sending", "succeeded", ""}}}};
  commitTo(store, first);
  ports::UnitOfWork then;
  then.confirmations = {message("N1", 1, confirmation::DeliveryState::Sent)};
  then.settings["counter.kept"] = "yes";
  commitTo(store, then);
}

Hand handAt(int minute) { return {UserName("sri"), kMorning + Duration::minutes(minute)}; }

void change(SqlcipherStore& store, const TillChange& change) {
  ports::UnitOfWork work;
  work.till.push_back(change);
  commitTo(store, work);
}

CollectionTold collected() {
  CollectionTold told;
  told.verdict.kind = VerdictKind::Succeeded;
  told.code = "00020101kode\xFF";
  told.bankRef = "R1";
  told.bankFee = Money::rupiah(150);
  return told;
}

// And the money at a bank: two deposit top-ups, cash for a customer's password, and a code that has paid a sale.
void keepTill(SqlcipherStore& store) {
  const TicketPayee payee{"BCA", "0123456789", "Bank Transfer", "A6R5\xE9"};
  const auto sent = must(decideTicketGiven({}, TicketId("T1"), UpstreamId("digi"), Money::rupiah(20'000), {Money::rupiah(20'006), payee}, handAt(1)));
  change(store, sent);
  change(store, must(decideTicketTransferred(*sent.ticket, PaidFrom::Owner, Money{}, handAt(2))));
  const auto credited = must(decideTicketOpen({}, TicketId("T2"), UpstreamId("digi"), Money::rupiah(30'000), 5, handAt(1)));
  change(store, credited);
  change(store, must(decideTicketCredited(*credited.ticket, handAt(2))));
  const auto password = must(decideCollectionAsk(CollectionId("P1"), UpstreamId("bank"), CollectionKind::Password, Money::rupiah(50'000),
                                                 "6281234567890", handAt(1)));
  change(store, password);
  change(store, *decideCollectionAnswer(*password.collection, collected(), handAt(2)));
  SaleOrder order;
  order.payment = proposedSale(400);
  order.payment.cash = Money{};
  order.tell = confirmation::Address{confirmation::Channel::Email, "budi@contoh.example"};
  const auto asked = must(decideSaleAsk(CollectionId("S1"), UpstreamId("bank"), order, handAt(1)));
  const auto open = *decideCollectionAnswer(*asked.collection, collected(), handAt(2));
  const auto paid = *decideCollectionStatus(*open.collection, collected(), handAt(3), Duration::minutes(3));
  for (const TillChange& one : {asked, open, paid}) change(store, one);
  const auto sale = must(decideCollectionSale(*paid.collection, order.payment, {}, CreditInBooks::No, {}, handAt(4)));
  ports::UnitOfWork work = workOf(acceptedChange(sale.collection->sale->payment));
  work.till.push_back(sale);
  commitTo(store, work);
}

bool hasFault(const ports::JournalCheck& check, const char* what) {
  for (const auto& fault : check.faults)
    if (fault.what == what)
      return true;
  return false;
}

// A folder with database and sidecar.
struct Home {
  QTemporaryDir folder{(QFileInfo("/dev/shm").isWritable() ? "/dev/shm" : QDir::tempPath()) + "/loket-tree-XXXXXX"};
  std::string path() const { return folder.path().toStdString(); }
  std::unique_ptr<SqlcipherStore> create(std::uint64_t compactBytes) const {
    adapters::HomeStoreOptions options;
    options.compactBytes = compactBytes;
    return must(adapters::createHomeStore(path(), dataKey(), options)).store;
  }
  std::unique_ptr<SqlcipherStore> open() const { return must(adapters::openHomeStore(path(), dataKey(), {})).store; }
  void loseDatabase() const {
    for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"}) QFile::remove(folder.filePath(name));
  }
};

}  // namespace

class StoreJournalTest : public QObject {
  Q_OBJECT

 private slots:
  void everything_that_happens_has_a_leaf() {
    const StoreHome home(StoreHome::Place::Memory);
    const auto store = home.create();
    QCOMPARE(must(store->journal()->head()).size, std::uint64_t{0});
    sell(*store, 1);
    const auto check = checkOf(*store);
    // An event and its posting, the till's row and its own, a print, a setting.
    QCOMPARE(check.size, std::uint64_t{6});
    QCOMPARE(check.leaves, check.size);
    QCOMPARE(check.particulars, check.size);
    QCOMPARE(check.payments, std::uint64_t{1});
    QVERIFY(check.faults.empty());
    const auto leaves = must(store->journal()->leavesOf(proposedSale(1).ref));
    QCOMPARE(leaves.size(), std::size_t{1});
    QCOMPARE(leaves[0].entry.kind, std::string("payment.accepted"));
    QCOMPARE(leaves[0].entry.subject, proposedSale(1).ref.str());
    QVERIFY(journal::commitmentOf(kCrypto, leaves[0].salt, leaves[0].particulars) == leaves[0].entry.commitment);
    // Whose number it was for stands in no leaf.
    QVERIFY(textOf(leaves[0].entry).find(proposedSale(1).number) == std::string::npos);
    QVERIFY(leaves[0].particulars.find(proposedSale(1).number) != std::string::npos);
    QVERIFY(must(journal::entryFrom(textOf(leaves[0].entry))) == leaves[0].entry);
  }

  void the_door_is_in_the_tree() {
    const Home home;
    auto store = home.create(1'000'000'000);
    sell(*store, 1);
    const AccessEvent came{AccessKind::LoggedIn, UserName("Sri Rahayu"), "owner", {}, 3, "window", kMorning};
    const AccessEvent added{AccessKind::Added, UserName("Budi"), "auditor", UserName("Sri Rahayu"), 0, {}, kMorning};
    ports::UnitOfWork work;
    work.access = {came, added};
    QVERIFY(!work.empty());
    QVERIFY(store->commit(work));
    auto check = checkOf(*store);
    QCOMPARE(check.size, std::uint64_t{8});
    QCOMPARE(check.particulars, std::uint64_t{8});
    QVERIFY(check.faults.empty());
    // Nobody's name stands in a leaf.
    const auto leafOf = [&](std::int64_t seq) {
      auto connection = raw(home.path() + "/loket.db");
      adapters::Query row = connection->query("SELECT kind, subject FROM journal_leaves WHERE seq = ?");
      row.bind(seq);
      return row.step() ? row.text(0) + "|" + row.text(1) : std::string();
    };
    QCOMPARE(leafOf(6), std::string("access.login|"));
    QCOMPARE(leafOf(7), std::string("access.added|"));
    QVERIFY((must(store->accessLog(10)) == std::vector<AccessEvent>{added, came}));
    QCOMPARE(must(store->accessLog(1)).size(), std::size_t{1});
    // A database that is lost comes back with them, and with the same tree.
    const auto before = must(store->journal()->head());
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(must(store->journal()->head()).roots == before.roots);
    QVERIFY((must(store->accessLog(10)) == std::vector<AccessEvent>{added, came}));
    QVERIFY(checkOf(*store).faults.empty());
  }

  void it_only_grows() {
    const StoreHome home(StoreHome::Place::Memory);
    auto store = home.create();
    std::vector<std::pair<std::uint64_t, journal::Hash>> seen;
    for (int n = 1; n <= 40; ++n) {
      sell(*store, n);
      const auto head = must(store->journal()->head());
      QVERIFY(store->journal()->isSound());
      seen.emplace_back(head.size, rootIn(*store));
      for (const auto& [size, root] : seen)
        QVERIFY(journal::provesConsistency(kCrypto, size, head.size, root, seen.back().second,
                                           journal::consistencyProof(kCrypto, size, head.size, nodesOf(*store))));
      if (n % 10 == 0) {
        // The next process goes on from it.
        store.reset();
        store = home.open();
      }
    }
    const auto [size, root] = seen.back();
    const std::vector<journal::Hash> leaves = leavesIn(home.path());
    QCOMPARE(leaves.size(), static_cast<std::size_t>(size));
    QVERIFY(naiveRoot(leaves) == root);
    for (std::uint64_t i = 0; i < size; ++i)
      QVERIFY(journal::provesInclusion(kCrypto, i, size, leaves[i], journal::inclusionProof(kCrypto, i, size, nodesOf(*store)), root));
    QVERIFY(checkOf(*store).faults.empty());
    QVERIFY(checkOf(*store).root == root);
  }

  void what_failed_left_no_leaf() {
    const StoreHome home(StoreHome::Place::Memory);
    auto store = home.create();
    sell(*store, 1);
    const auto before = must(store->journal()->head());
    // A second payment under the same name: the unit of work is refused after it has begun to be written.
    ports::UnitOfWork work = workOf(acceptedChange(proposedSale(2)));
    work.payments.push_back(acceptedChange(proposedSale(2)));
    work.payments.back().after.ref = PaymentRef("LK-OTHER");
    QVERIFY(!store->commit(work));
    store.reset();
    store = home.open();
    QCOMPARE(must(store->journal()->head()).size, before.size);
    sell(*store, 3);
    QVERIFY(checkOf(*store).faults.empty());
    QVERIFY(store->journal()->isSound());
  }

  void what_is_changed_behind_its_back_is_found_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char* name, const char* sql, const char* fault) {
      QTest::newRow(name) << QString::fromLatin1(sql) << QString::fromLatin1(fault);
    };
    row("an event's words", "UPDATE events SET body = replace(body, '0', '1') WHERE seq = 7", "event");
    row("an event's time", "UPDATE events SET at = at + 1 WHERE seq = 7", "event");
    row("an event's kind", "UPDATE events SET kind = 'succeeded' WHERE seq = 7", "event");
    row("whose event it is", "UPDATE events SET payment = 'LK-OTHER' WHERE seq = 7", "event");
    row("an event is gone", "DELETE FROM events WHERE seq = 7", "missing");
    row("an event more", "INSERT INTO events (payment, kind, at, body) SELECT payment, kind, at, body FROM events WHERE seq = 7",
        "unlogged");
    row("an event twice under one leaf",
        "INSERT INTO events (payment, kind, at, body, leaf) SELECT payment, kind, at, body, leaf FROM events WHERE seq = 7", "leaf");
    row("an amount", "UPDATE legs SET amount = amount * 2 WHERE posting = 9", "posting");
    row("an account", "UPDATE legs SET account = 'held' WHERE posting = 9 AND no = 1", "posting");
    row("a leg is gone", "DELETE FROM legs WHERE posting = 9 AND no = 2", "posting");
    row("why it was posted", "UPDATE postings SET why = 'refunded' WHERE id = 9", "posting");
    row("a posting more", "INSERT INTO postings (payment, at, why) VALUES ('', 1, 'x')", "unlogged");
    row("the till's amount", "UPDATE till SET amount = amount + 1 WHERE seq = 5", "till");
    row("who was at the till", "UPDATE till SET who = 'budi' WHERE seq = 5", "till");
    row("a payment's state", "UPDATE payments SET state = 'succeeded' WHERE seq = 5", "payment");
    row("a payment's sum", "UPDATE payments SET total = total + 1000 WHERE seq = 5", "payment");
    row("whose number it was", "UPDATE payments SET number = '999' WHERE seq = 5", "payment");
    row("when it was", "UPDATE payments SET accepted_at = accepted_at + 1 WHERE seq = 5", "payment");
    row("what a payment shows", "UPDATE payments SET body = replace(body, '\"sri\"', '\"budi\"') WHERE seq = 5", "payment");
    row("a payment that says nothing", "UPDATE payments SET body = '{}' WHERE seq = 5", "payment");
    row("a setting", "UPDATE settings SET value = '1' WHERE key = 'counter.last'", "setting");
    row("a setting is gone", "DELETE FROM settings WHERE key = 'counter.last'", "missing");
    row("a posting before all others", "INSERT INTO postings (id, payment, at, why) VALUES (-1, '', 1, 'x')", "unlogged");
    row("legs of no posting", "PRAGMA foreign_keys = OFF; INSERT INTO legs (posting, no, account, amount) VALUES (-7, 1, 'drawer', 5)",
        "unlogged");
    row("who came in", "UPDATE access SET who = 'budi' WHERE seq = 2", "access");
    row("how often it was tried", "UPDATE access SET tries = 0 WHERE seq = 2", "access");
    row("what he is", "UPDATE access SET role = 'owner' WHERE seq = 2", "access");
    row("nobody came in", "DELETE FROM access WHERE seq = 2", "missing");
    row("one more came in",
        "INSERT INTO access (kind, who, role, giver, tries, reason, at) SELECT kind, who, role, giver, tries, reason, at FROM access",
        "unlogged");
    row("what a paper was", "UPDATE prints SET kind = 'deposit-slip' WHERE seq = 3", "print");
    row("whether it came out", "UPDATE prints SET state = 'failed' WHERE seq = 3", "print");
    row("of whom it was", "UPDATE prints SET payment = 'LK-OTHER' WHERE seq = 3", "print");
    row("a paper is gone", "DELETE FROM prints WHERE seq = 3", "missing");
    row("a paper more", "INSERT INTO prints (payment, kind, copy_no, state, detail, at) VALUES ('', 'receipt', 1, 'sent', '', 1)",
        "unlogged");
    row("what somebody complained of", "UPDATE complaints SET note = 'x' WHERE step = 'opened'", "complaint");
    row("a complaint is closed", "UPDATE complaints SET step = 'closed', outcome = 'solved' WHERE step = 'noted'", "complaint");
    row("a step of a complaint is gone", "DELETE FROM complaints WHERE step = 'noted'", "missing");
    row("a step of a complaint more",
        "INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at) VALUES ('K1', '', 'noted', '', '', '', '', 1)", "unlogged");
    row("to whom a message went", "UPDATE confirmations SET address = 'x@example.id' WHERE id = 'N1'", "message");
    row("what became of it", "UPDATE confirmations SET state = 'refused' WHERE id = 'N2'", "message");
    row("what it was before", "DROP TRIGGER confirmation_leaves_once; UPDATE confirmations SET state = 'waiting' WHERE id = 'N1'", "message");
    row("of which payment it was", "UPDATE confirmations SET payment = (SELECT ref FROM payments WHERE seq = 2) WHERE id = 'N1'", "leaf");
    row("a message is gone", "DELETE FROM confirmations WHERE id = 'N1'", "missing");
    row("a message more",
        "INSERT INTO confirmations (id, payment, channel, address, state, told, tries, who, asked_at, due_at, moved_at, reason) "
        "SELECT 'N9', payment, channel, address, state, told, tries, who, asked_at, due_at, moved_at, reason FROM confirmations "
        "WHERE id = 'N1'",
        "unlogged");
    row("a customer's name", "UPDATE people SET name = 'Bu Tono' WHERE id = 'C1'", "customer");
    row("a customer's note", "UPDATE people SET note = '' WHERE id = 'C2'", "customer");
    row("a customer's number", "UPDATE people_numbers SET number = '0899' WHERE number = '0812'", "customer");
    row("a customer has one number less", "DELETE FROM people_numbers WHERE number = '0811'", "customer");
    row("a number is somebody else's", "UPDATE people_numbers SET person = 'C2', no = 2 WHERE number = '0812'", "customer");
    row("a customer is gone", "DELETE FROM people_numbers WHERE person = 'C1'; DELETE FROM people WHERE id = 'C1'", "missing");
    row("a group's name", "UPDATE customer_groups SET name = 'RT 06' WHERE id = 'G1'", "group");
    row("who is in a group", "UPDATE customer_group_members SET number = '1' WHERE group_id = 'G1'", "group");
    row("a group is gone", "DELETE FROM customer_group_members; DELETE FROM customer_groups", "missing");
    row("what a batch did", "UPDATE batches SET body = replace(body, '5000', '50') WHERE id = 'B1'", "batch");
    row("a batch is gone", "DELETE FROM batches", "missing");
    row("what the bank was asked for", "UPDATE collections SET amount = amount + 1000 WHERE id = 'P1'", "collection");
    row("more than there is", "UPDATE collections SET amount = 9000000000000000000 WHERE id = 'P1'", "collection");
    row("what the bank kept", "UPDATE collections SET bank_fee = 0 WHERE id = 'P1'", "collection");
    row("whose password it was", "UPDATE collections SET customer = '62899' WHERE id = 'P1'", "collection");
    row("whether its money came", "UPDATE collections SET state = 'ended' WHERE id = 'P1'", "collection");
    row("a state that there is not", "UPDATE collections SET state = 'x' WHERE id = 'P1'", "collection");
    row("its money is there once more", "DROP TRIGGER collection_is_used_once; UPDATE collections SET state = 'paid' WHERE id = 'S1'",
        "collection");
    row("the sale that it pays for", "UPDATE collections SET sale = json_set(sale, '$.number', '0899') WHERE id = 'S1'", "collection");
    row("it pays for no sale", "UPDATE collections SET sale = '' WHERE id = 'S1'", "collection");
    row("it pays for another's sale",
        "UPDATE collections SET sale = (SELECT sale FROM collections WHERE id = 'S1') WHERE id = 'P1'", "collection");
    row("a sale that says nothing", "UPDATE collections SET sale = '{}' WHERE id = 'S1'", "collection");
    row("a sale was given up", "UPDATE collections SET sale_off = 1 WHERE id = 'S1'", "collection");
    row("whom to tell of it", "UPDATE collections SET tell_to = 'x@contoh.example' WHERE id = 'S1'", "collection");
    row("under which name", "UPDATE collections SET id = 'P9' WHERE id = 'P1'", "missing");
    row("what was collected is gone", "DELETE FROM collections WHERE id = 'P1'", "missing");
    row("what a ticket is for", "UPDATE tickets SET amount = amount + 1 WHERE id = 'T1'", "ticket");
    row("what was wanted", "UPDATE tickets SET wanted = wanted - 1 WHERE id = 'T2'", "ticket");
    row("where its money goes", "UPDATE tickets SET pay_account = '9876543210' WHERE id = 'T1'", "ticket");
    row("which bank", "UPDATE tickets SET pay_bank = 'BRI' WHERE id = 'T1'", "ticket");
    row("whose ticket it is", "UPDATE tickets SET upstream = 'iak' WHERE id = 'T1'", "ticket");
    row("a ticket is open again", "UPDATE tickets SET state = 'open' WHERE id = 'T2'", "ticket");
    row("a ticket is gone", "DELETE FROM tickets WHERE id = 'T2'", "missing");
    row("a ticket is gone and its salts", "DELETE FROM tickets WHERE id = 'T2'; UPDATE journal_leaves SET salt = NULL WHERE subject = 'T2' AND kind = 'ticket'",
        "missing");
    row("a till row more", "INSERT INTO till (kind, subject, at, who, amount, reason) VALUES ('paidIn', '', 1, 'x', 1, '')", "unlogged");
    row("a leaf's time", "UPDATE journal_leaves SET at = at + 1 WHERE kind = 'setting' AND seq > 20", "hash");
    row("a leaf's commitment", "UPDATE journal_leaves SET commitment = zeroblob(32) WHERE seq = 33", "hash");
    row("a salt", "UPDATE journal_leaves SET salt = zeroblob(16) WHERE kind = 'payment.accepted' AND seq > 20", "event");
    row("a leaf is gone", "DELETE FROM journal_leaves WHERE seq = 33", "gap");
    row("the last leaf is gone", "DELETE FROM journal_leaves WHERE seq = (SELECT max(seq) FROM journal_leaves)", "head");
    row("a hash", "UPDATE journal_nodes SET hash = zeroblob(32) WHERE level = 4 AND place = 1", "hash");
    row("a hash is gone", "DELETE FROM journal_nodes WHERE level = 4 AND place = 1", "hash");
    row("the roots", "UPDATE journal SET roots = zeroblob(length(roots))", "head");
  }

  void what_is_changed_behind_its_back_is_found() {
    QFETCH(QString, sql);
    QFETCH(QString, fault);
    const StoreHome home(StoreHome::Place::Memory);
    auto store = home.create();
    for (int n = 1; n <= 12; ++n) sell(*store, n);
    ports::UnitOfWork door;
    door.access = {3, AccessEvent{AccessKind::LoggedIn, UserName("sri"), "cashier", {}, 2, "window", kMorning}};
    QVERIFY(store->commit(door));
    keepShop(*store);
    keepTill(*store);
    QVERIFY(checkOf(*store).faults.empty());
    store.reset();
    {
      // Who has the key has no need of triggers.
      auto connection = raw(home.path());
      std::vector<std::string> triggers;
      {
        adapters::Query rows = connection->query("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%not_%d'");
        while (rows.step()) triggers.push_back(rows.text(0));
      }
      QVERIFY(triggers.size() >= 9);
      for (const std::string& trigger : triggers) QVERIFY(connection->execute("DROP TRIGGER " + trigger));
      QVERIFY(connection->execute(sql.toStdString()));
    }
    store = home.open();
    const auto check = checkOf(*store);
    QVERIFY2(hasFault(check, fault.toLatin1().constData()),
             check.faults.empty() ? "nothing was found" : check.faults[0].what.c_str());
  }

  void the_head_alone_tells_a_cut_end() {
    for (const char* sql : {"DELETE FROM journal_leaves WHERE seq = (SELECT max(seq) FROM journal_leaves)",
                            "UPDATE journal SET roots = zeroblob(length(roots))", "UPDATE journal SET leaves = leaves - 1",
                            "UPDATE journal_leaves SET at = at + 1 WHERE seq = (SELECT max(seq) FROM journal_leaves)"}) {
      const StoreHome home(StoreHome::Place::Memory);
      auto store = home.create();
      for (int n = 1; n <= 7; ++n) sell(*store, n);
      auto connection = raw(home.path());
      QVERIFY(connection->execute("DROP TRIGGER leaves_are_not_changed"));
      QVERIFY(connection->execute("DROP TRIGGER leaves_are_not_deleted"));
      QVERIFY(store->journal()->isSound());
      QVERIFY(connection->execute(sql));
      QVERIFY2(!store->journal()->isSound(), sql);
    }
  }

  void a_salt_may_go_and_nothing_else() {
    const StoreHome home(StoreHome::Place::Memory);
    const auto store = home.create();
    for (int n = 1; n <= 3; ++n) sell(*store, n);
    auto connection = raw(home.path());
    QVERIFY(connection->execute("UPDATE journal_leaves SET salt = NULL WHERE kind = 'payment.accepted' AND seq >= 6"));
    for (const char* sql :
         {"UPDATE journal_leaves SET salt = zeroblob(16) WHERE seq = 1", "UPDATE journal_leaves SET kind = 'x', salt = NULL WHERE seq = 1",
          "UPDATE journal_leaves SET commitment = zeroblob(32), salt = NULL WHERE seq = 1", "DELETE FROM journal_leaves WHERE seq = 1",
          "UPDATE journal_nodes SET hash = zeroblob(32)", "DELETE FROM journal_nodes"}) {
      // A table without rows refuses nothing.
      if (std::string(sql).find("nodes") != std::string::npos && must(store->journal()->head()).size < 17)
        QFAIL("too few");
      QVERIFY2(!connection->execute(sql), sql);
    }
    // Whose particulars are still there has not been erased: he can be changed unseen, and that is told.
    const auto check = checkOf(*store);
    QVERIFY(hasFault(check, "erased"));
    QCOMPARE(check.faults.size(), std::size_t{2});
    QCOMPARE(check.erased, std::uint64_t{2});
    QVERIFY(must(store->journal()->leavesOf(proposedSale(3).ref))[0].salt.empty());
    // A setting's salt hides what stands nowhere else.
    QVERIFY(connection->execute("UPDATE journal_leaves SET salt = NULL WHERE kind = 'setting'"));
    QCOMPARE(checkOf(*store).faults.size(), std::size_t{2});
    QVERIFY(store->journal()->isSound());
  }

  // What the program itself does to the customer book is no fault, and a database that is lost comes back with the same leaves.
  void the_customer_book_is_followed_by_its_leaves() {
    using Change = ports::PeopleChange;
    const Home home;
    auto store = home.create(1'000'000'000);
    sell(*store, 1);
    keepShop(*store);
    const auto sound = [&] {
      const auto check = checkOf(*store);
      for (const auto& fault : check.faults) qWarning("%llu %s", static_cast<unsigned long long>(fault.index), fault.what.c_str());
      return check.faults.empty();
    };
    QVERIFY(sound());
    ports::UnitOfWork work;
    // Another one with a number that was Bu Tini's, and a name that came with an import and goes with it.
    work.people = {{Change::Kind::Saved, person("C4", "Pak Joko", {{"0811", Family::Pulsa, customer::ImportId("I1")}}), {}, {}},
                   {Change::Kind::Removed, person("C3", "", {}), {}, {}}};
    work.people[0].customer.from = customer::ImportId("I1");
    commitTo(*store, work);
    QVERIFY(sound());
    work = {};
    work.people = {{Change::Kind::Undone, {}, customer::ImportId("I1"), {}},
                   {Change::Kind::GroupRemoved, {}, {}, {customer::GroupId("G1"), {}, {}}}};
    commitTo(*store, work);
    QVERIFY(sound());
    QVERIFY(!must(store->people()->person(customer::CustomerId("C4"))));
    QVERIFY(must(store->people()->person(customer::CustomerId("C2")))->customer.numbers.empty());
    // Without a time, as in a record of before: one leaf without one, and it is not compared.
    work = {};
    work.people = {{Change::Kind::Saved, person("C5", "Bu Ani", {{"0812", Family::Pulsa, {}}}), {}, {}}};
    const auto size = must(store->journal()->head()).size;
    QVERIFY(store->commit(work));
    QCOMPARE(must(store->journal()->head()).size, size + 1);
    const auto before = must(store->journal()->head());
    const auto checked = checkOf(*store);
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(must(store->journal()->head()).roots == before.roots);
    QCOMPARE(checkOf(*store).faults.size(), checked.faults.size());
    // Whoever was removed cannot be put back behind its back.
    store.reset();
    {
      auto connection = raw(home.path() + "/loket.db");
      QVERIFY(connection->execute("INSERT INTO people (id, name, key, note, import, added_at) VALUES ('C3', 'Bu Rina', 'x', '', '', 1)"));
    }
    store = home.open();
    QVERIFY(hasFault(checkOf(*store), "customer"));
  }

  void settings_and_customers_say_when() {
    const Home home;
    auto store = home.create(1'000'000'000);
    sell(*store, 1);
    keepShop(*store);
    store.reset();
    auto connection = raw(home.path() + "/loket.db");
    adapters::Query rows = connection->query("SELECT kind, subject, at FROM journal_leaves WHERE kind IN ('setting', 'customer', 'group') ORDER BY seq");
    std::vector<std::string> said;
    while (rows.step()) said.push_back(rows.text(0) + " " + rows.text(1) + " " + (rows.number(2) == kMorning.ms ? "then" : std::to_string(rows.number(2))));
    QVERIFY((said == std::vector<std::string>{"setting counter.last 0", "customer C1 then", "customer C2 then", "customer C3 then",
                                              "group G1 then", "setting counter.kept then"}));
  }

  void whoever_asks_for_it_is_forgotten() {
    const StoreHome home(StoreHome::Place::Memory);
    auto store = home.create();
    sell(*store, 1);
    keepShop(*store);
    store.reset();
    auto connection = raw(home.path());
    // Whose particulars are still there, is not.
    QVERIFY(connection->execute("UPDATE journal_leaves SET salt = NULL WHERE kind = 'customer' AND subject = 'C1'"));
    store = home.open();
    QVERIFY(hasFault(checkOf(*store), "erased"));
    store.reset();
    for (const char* sql :
         {"DELETE FROM people_numbers WHERE person = 'C1'", "DELETE FROM people WHERE id = 'C1'", "DELETE FROM confirmations",
          "UPDATE journal_leaves SET salt = NULL WHERE kind LIKE 'message.%'", "DROP TRIGGER complaints_are_not_deleted",
          "DELETE FROM complaints", "UPDATE journal_leaves SET salt = NULL WHERE kind = 'complaint'", "DELETE FROM customer_group_members",
          "DELETE FROM customer_groups", "UPDATE journal_leaves SET salt = NULL WHERE kind = 'group'"})
      QVERIFY2(connection->execute(sql), sql);
    store = home.open();
    const auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    QCOMPARE(check.erased, std::uint64_t{7});
  }

  void whose_money_the_bank_collected_is_forgotten() {
    const StoreHome home(StoreHome::Place::Memory);
    auto store = home.create();
    keepTill(*store);
    store.reset();
    auto connection = raw(home.path());
    QVERIFY(connection->execute("UPDATE journal_leaves SET salt = NULL WHERE kind = 'collection' AND subject = 'P1'"));
    store = home.open();
    // His number is still there, and can be changed unseen.
    QVERIFY(hasFault(checkOf(*store), "erased"));
    store.reset();
    QVERIFY(connection->execute("DELETE FROM collections WHERE id = 'P1'"));
    store = home.open();
    const auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    QCOMPARE(check.erased, std::uint64_t{2});
  }

  // Through a lost database, with the leaves and with what a new sidecar's base has of them.
  void tickets_and_collections_come_back_under_the_same_root() {
    const Home home;
    auto store = home.create(1'000'000'000);
    keepTill(*store);
    const auto before = must(store->journal()->head());
    const std::uint64_t compared = checkOf(*store).particulars;
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(must(store->journal()->head()).roots == before.roots);
    QVERIFY(checkOf(*store).faults.empty());
    QCOMPARE(checkOf(*store).particulars, compared);
    store.reset();
    QFile::remove(home.folder.filePath("loket.sidecar"));
    store = home.open();
    store.reset();
    home.loseDatabase();
    store = home.open();
    QCOMPARE(must(store->journal()->head()).from, before.size);
    QVERIFY(checkOf(*store).faults.empty());
    // The ticket whose money has come is in no base, and what changes from here on is compared again.
    const auto tickets = must(store->till()).tickets;
    QCOMPARE(tickets.size(), std::size_t{1});
    change(*store, must(decideTicketCredited(tickets[0], handAt(9))));
    const auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    // The till's row, its posting, the ticket.
    QCOMPARE(check.particulars, std::uint64_t{3});
    const auto after = must(store->journal()->head());
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(must(store->journal()->head()).roots == after.roots);
    QVERIFY(checkOf(*store).faults.empty());
  }

  // A record of before gives the leaves that it gave then, and its rows have none until they change.
  void records_of_before_give_the_leaves_of_then() {
    const auto ticket = must(decideTicketOpen({}, TicketId("T1"), UpstreamId("digi"), Money::rupiah(20'000), 5, handAt(1)));
    ports::UnitOfWork work;
    work.till = {ticket, must(decideCollectionAsk(CollectionId("P1"), UpstreamId("bank"), CollectionKind::Password, Money::rupiah(50'000),
                                                  "6281234567890", handAt(1)))};
    const std::string now = adapters::encodeWork(work, adapters::textsOf(work), std::string(journal::kSaltBytes, 's'));
    const std::string mark = ",\"tillLeaves\":true";
    QVERIFY(now.find(mark) != std::string::npos);
    std::string then = now;
    then.erase(then.find(mark), mark.size());
    for (const auto& [record, leaves] : {std::pair(then, std::uint64_t{2}), std::pair(now, std::uint64_t{4})}) {
      const Home home;
      home.create(1'000'000'000);
      {
        const std::string path = adapters::sidecarIn(home.path());
        const auto contents = must(adapters::readSidecar(adapters::systemJournalDisk(), path, adapters::sidecarKey(dataKey())));
        const auto sidecar = must(adapters::Sidecar::open(adapters::systemJournalDisk(), path, adapters::sidecarKey(dataKey()), *contents));
        sidecar->prepare(record);
        QVERIFY(sidecar->reserve() && sidecar->append());
      }
      const auto store = home.open();
      QCOMPARE(must(store->journal()->head()).size, leaves);
      QCOMPARE(must(store->till()).tickets.size(), std::size_t{1});
      QVERIFY(checkOf(*store).faults.empty());
      change(*store, must(decideTicketTransferred(*ticket.ticket, PaidFrom::Owner, Money{}, handAt(2))));
      const auto check = checkOf(*store);
      QVERIFY(check.faults.empty());
      QCOMPARE(check.size, leaves + 3);
    }
  }

  // As a shopkeeper does it: whoever is taken out of the book is not found out any more by any entry of the journal, also in
  // a database that is made again from the sidecar.
  void who_is_taken_out_of_the_book_is_forgotten() {
    const Home home;
    auto store = home.create(1'000'000'000);
    sell(*store, 1);
    keepShop(*store);
    ports::UnitOfWork gone;
    gone.people = {{ports::PeopleChange::Kind::Removed, person("C1", "", {}), {}, {}},
                   {ports::PeopleChange::Kind::GroupRemoved, {}, {}, {customer::GroupId("G1"), {}, {}}}};
    commitTo(*store, gone);
    const auto whose = [&home](const char* sql) {
      const auto connection = raw(home.path() + "/loket.db");
      adapters::Query row = connection->query(sql);
      return row.step() ? row.number(0) : -1;
    };
    const auto isForgotten = [&] {
      // Of each the entry that says so is left.
      QCOMPARE(whose("SELECT count(*) FROM journal_leaves WHERE subject IN ('C1', 'G1') AND salt IS NOT NULL"), std::int64_t{2});
      QCOMPARE(whose("SELECT count(*) FROM journal_leaves WHERE subject IN ('C1', 'G1') AND salt IS NULL"), std::int64_t{2});
      QCOMPARE(whose("SELECT count(*) FROM journal_leaves WHERE subject IN ('C2', 'C3') AND salt IS NULL"), std::int64_t{0});
      const auto check = checkOf(*store);
      QVERIFY2(check.faults.empty(), check.faults.empty() ? "" : check.faults[0].what.c_str());
      QCOMPARE(check.erased, std::uint64_t{2});
    };
    isForgotten();
    const auto before = must(store->journal()->head());
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(must(store->journal()->head()).roots == before.roots);
    isForgotten();
  }

  // Papers and complaints of before they named their leaves are found again by their order.
  void papers_of_before_are_compared_too() {
    const StoreHome home(StoreHome::Place::Memory);
    {
      auto store = home.create();
      for (int n = 1; n <= 5; ++n) sell(*store, n);
      keepShop(*store);
    }
    {
      auto connection = raw(home.path());
      for (const char* sql :
           {"ALTER TABLE prints DROP COLUMN leaf", "DROP TRIGGER complaints_are_not_changed", "ALTER TABLE complaints DROP COLUMN leaf",
            "CREATE TRIGGER complaints_are_not_changed BEFORE UPDATE ON complaints BEGIN SELECT RAISE(ABORT, 'x'); END",
            "ALTER TABLE confirmations DROP COLUMN leaf",
            // One from before there was a tree.
            "INSERT INTO prints (seq, payment, kind, copy_no, state, detail, at) VALUES (0, '', 'receipt', 1, 'sent', '', 1)",
            "UPDATE prints SET seq = seq + 10", "UPDATE prints SET seq = seq - 9", "DROP INDEX leaves_of_people", "PRAGMA user_version = 20"}) {
        const Status done = connection->execute(sql);
        QVERIFY2(done, done ? "" : done.error().detail.c_str());
      }
    }
    auto store = home.open();
    auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    store.reset();
    {
      auto connection = raw(home.path());
      QVERIFY(connection->execute("UPDATE prints SET copy_no = 7 WHERE seq = 2"));
      QVERIFY(!connection->execute("UPDATE complaints SET note = 'x'"));
    }
    store = home.open();
    QVERIFY(hasFault(checkOf(*store), "print"));
  }

  void a_lost_database_goes_on_from_the_same_root() {
    const Home home;
    auto store = home.create(1'000'000'000);
    for (int n = 1; n <= 12; ++n) sell(*store, n);
    const auto before = must(store->journal()->head());
    store.reset();
    home.loseDatabase();
    store = home.open();
    const auto after = must(store->journal()->head());
    QCOMPARE(after.size, before.size);
    QVERIFY(after.roots == before.roots);
    QCOMPARE(after.from, std::uint64_t{0});
    QVERIFY(checkOf(*store).faults.empty());
    QCOMPARE(checkOf(*store).leaves, before.size);
  }

  void bytes_that_are_no_text_give_the_same_root() {
    const Home home;
    auto store = home.create(1'000'000'000);
    ports::UnitOfWork work;
    work.settings["upstream.digi.caPem"] = "-----BEGIN CERTIFICATE----- Pasar\xFF\xC3(";
    TillChange change;
    change.event = {TillKind::BonPaid, "Bu Tini", kMorning, UserName("sri"), Money::rupiah(1'000), "lunas\xE9"};
    work.till.push_back(change);
    QVERIFY(store->commit(work));
    const journal::Hash root = rootIn(*store);
    QVERIFY(checkOf(*store).faults.empty());
    store.reset();
    home.loseDatabase();
    store = home.open();
    QVERIFY(rootIn(*store) == root);
    QVERIFY(checkOf(*store).faults.empty());
    // Who has paid a debt is in no leaf.
    auto connection = raw(home.path() + "/loket.db");
    adapters::Query rows = connection->query("SELECT count(*) FROM journal_leaves WHERE subject LIKE '%Tini%'");
    QVERIFY(rows.step());
    QCOMPARE(rows.number(0), std::int64_t{0});
  }

  void a_new_sidecar_carries_the_roots() {
    const Home home;
    auto store = home.create(20'000);
    std::uint64_t size = 0;
    journal::Hash root{};
    for (int n = 1; n <= 300; ++n) {
      sell(*store, n);
      if (n == 200) {
        size = must(store->journal()->head()).size;
        root = rootIn(*store);
      }
    }
    const auto before = must(store->journal()->head());
    store.reset();
    home.loseDatabase();
    store = home.open();
    const auto after = must(store->journal()->head());
    QVERIFY(after.roots == before.roots);
    QVERIFY2(after.from > 0 && after.from < after.size, "there was no new sidecar, or nothing came after it");
    const auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    QCOMPARE(check.leaves, after.size - after.from);
    QVERIFY(store->journal()->isSound());
    // What came since is proved as before.
    const journal::Hash now = rootIn(*store);
    for (std::uint64_t i = after.from; i < after.size; ++i) {
      const journal::Hash leaf = must(store->journal()->node(0, i));
      QVERIFY(journal::provesInclusion(kCrypto, i, after.size, leaf, journal::inclusionProof(kCrypto, i, after.size, nodesOf(*store)), now));
    }
    QVERIFY(journal::provesConsistency(kCrypto, after.from, after.size, baseRoot(*store, after.from), now,
                                       journal::consistencyProof(kCrypto, after.from, after.size, nodesOf(*store))));
    sell(*store, 301);
    QVERIFY(checkOf(*store).faults.empty());
    // And what nobody had seen before is not there any more: it is said, and not made up.
    if (size < after.from)
      QVERIFY(!store->journal()->node(0, 0));
  }

  // A witness that was away when the sidecar was begun anew goes on from what it has cosigned; and so does what was stamped.
  void a_new_sidecar_proves_what_was_seen_outside() {
    const Home home;
    auto store = home.create(20'000);
    std::map<std::uint64_t, journal::Hash> seen;
    for (int n = 1; n <= 300; ++n) {
      sell(*store, n);
      if (n != 20 && n != 45 && n != 70)
        continue;
      const std::uint64_t now = must(store->journal()->head()).size;
      ports::UnitOfWork work;
      if (n == 70)
        work.settings["audit.stamp.2026-11-23"] = std::to_string(now) + " 1795399509000 1795399509000\nCN=stamps\nAAAA\nnote\n";
      for (const auto& [size, root] : seen) work.settings["audit.cosigned"] += std::to_string(size) + " 1795399509 witness key\n";
      seen[now] = rootIn(*store);
      if (n != 70)
        work.settings["audit.cosigned"] += std::to_string(now) + " 1795399509 witness key\n";
      commitTo(*store, work);
    }
    store.reset();
    home.loseDatabase();
    store = home.open();
    const auto head = must(store->journal()->head());
    QCOMPARE(seen.size(), std::size_t{3});
    for (const auto& [size, root] : seen) {
      QVERIFY(size < head.from);
      bool isKnown = true;
      const journal::NodeAt at = [&](int level, std::uint64_t index) {
        const auto hash = store->journal()->node(level, index);
        isKnown = isKnown && hash;
        return hash ? *hash : journal::Hash{};
      };
      const auto proof = journal::consistencyProof(kCrypto, size, head.size, at);
      QVERIFY2(isKnown, "what it has seen cannot be gone on from");
      QVERIFY(journal::provesConsistency(kCrypto, size, head.size, root, rootIn(*store), proof));
    }
  }

  void who_came_before_there_were_data_keys_to_change_is_still_known() {
    const StoreHome home(StoreHome::Place::Memory);
    std::vector<AccessEvent> before;
    {
      auto store = home.create();
      ports::UnitOfWork came;
      came.access = {AccessEvent{AccessKind::LoggedIn, UserName("Sri"), "owner", {}, 3, "window", kMorning},
                     AccessEvent{AccessKind::SecretRenewed, {}, {}, UserName("Sri"), 0, {}, kMorning}};
      QVERIFY(store->commit(came));
      before = must(store->accessLog(10));
    }
    {
      auto connection = raw(home.path());
      for (const char* sql : {"ALTER TABLE prints DROP COLUMN leaf", "DROP TRIGGER complaints_are_not_changed",
                              "ALTER TABLE complaints DROP COLUMN leaf", "ALTER TABLE confirmations DROP COLUMN leaf",
                              "CREATE TRIGGER complaints_are_not_changed BEFORE UPDATE ON complaints BEGIN SELECT 1; END",
                              "DROP INDEX leaves_of_people", "PRAGMA user_version = 19"})
        QVERIFY2(connection->execute(sql), sql);
    }
    const auto store = home.open();
    QVERIFY(must(store->accessLog(10)) == before);
    ports::UnitOfWork changed;
    changed.access = {AccessEvent{AccessKind::KeyRenewed, {}, {}, UserName("Sri"), 0, {}, kMorning}};
    QVERIFY(store->commit(changed));
    QVERIFY(checkOf(*store).faults.empty());
    auto connection = raw(home.path());
    QVERIFY(!connection->execute("DELETE FROM access") && !connection->execute("UPDATE access SET who = 'Budi'"));
  }

  void a_home_of_before_begins_its_tree() {
    const StoreHome home(StoreHome::Place::Memory);
    {
      auto store = home.create();
      sell(*store, 1);
    }
    {
      // As a database was before there was a tree.
      auto connection = raw(home.path());
      for (const char* sql :
           {"DROP TRIGGER events_are_not_changed", "DROP TRIGGER till_is_not_changed", "DROP TABLE journal_leaves", "DROP TABLE journal_nodes",
            "ALTER TABLE journal DROP COLUMN leaves", "ALTER TABLE journal DROP COLUMN leaves_from", "ALTER TABLE journal DROP COLUMN roots",
            "ALTER TABLE events DROP COLUMN leaf", "ALTER TABLE postings DROP COLUMN leaf", "ALTER TABLE till DROP COLUMN leaf",
            "ALTER TABLE customer_group_members DROP COLUMN fields", "DROP TABLE access", "ALTER TABLE prints DROP COLUMN leaf",
            "DROP TRIGGER complaints_are_not_changed", "ALTER TABLE complaints DROP COLUMN leaf",
            "CREATE TRIGGER complaints_are_not_changed BEFORE UPDATE ON complaints BEGIN SELECT 1; END",
            "ALTER TABLE confirmations DROP COLUMN leaf",
            "PRAGMA user_version = 16"}) {
        const Status done = connection->execute(sql);
        QVERIFY2(done, done ? "" : done.error().detail.c_str());
      }
    }
    const auto store = home.open();
    QCOMPARE(must(store->journal()->head()).size, std::uint64_t{0});
    QVERIFY(checkOf(*store).faults.empty());
    sell(*store, 2);
    const auto check = checkOf(*store);
    QVERIFY(check.faults.empty());
    QCOMPARE(check.leaves, std::uint64_t{6});
  }

  void a_long_check_tells_how_far_it_is_and_stops() {
    const StoreHome home(StoreHome::Place::Memory);
    const auto store = home.create();
    for (int n = 1; n <= 800; ++n) sell(*store, n);
    std::uint64_t told = 0;
    std::uint64_t of = 0;
    QVERIFY(store->journal()->check([&](std::uint64_t done, std::uint64_t all) {
      told = done;
      of = all;
      return true;
    }));
    QCOMPARE(told, of);
    QCOMPARE(of, must(store->journal()->head()).size + 800);
    const auto stopped = store->journal()->check([](std::uint64_t, std::uint64_t) { return false; });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::StateForbids);
    // And sales go on.
    sell(*store, 801);
  }

 private:
  static journal::Hash baseRoot(SqlcipherStore& store, std::uint64_t from) {
    return journal::rootOf(kCrypto, from, nodesOf(store));
  }
};

QTEST_GUILESS_MAIN(StoreJournalTest)
#include "store_journal_test.moc"
