// Complaints over the real store: what was said stays as it was said, nothing else moves, and it comes back
// with the sidecar.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using complaint::Complaint;
using complaint::ComplaintId;
using complaint::Outcome;

namespace {

template <typename T>
std::string refusal(const Result<T>& result) {
  return result ? "none" : std::string(wordOf(result.error().code)) + " " + result.error().detail;
}

std::vector<std::string> notesOf(const Complaint& one) {
  std::vector<std::string> notes;
  for (const complaint::Entry& entry : one.entries) notes.push_back(entry.note);
  return notes;
}

}  // namespace

class EngineComplaintsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_counter->config.upstreams.front().contact.whatsapp = "081200000001";
    QVERIFY(m_counter->start());
  }
  void cleanup() { m_counter.reset(); }

  void what_was_said_is_kept_and_nothing_else_moves() {
    Counter& c = *m_counter;
    const Payment sold = sale(1);
    std::vector<Complaint> told;
    c.engine->onEvent = [&told](const api::Event& event) {
      if (const auto* changed = std::get_if<api::ComplaintChanged>(&event))
        told.push_back(changed->complaint);
    };
    const auto before = must(c.real->history(sold.ref)).size();
    const auto balances = must(c.real->balances());
    const auto legs = must(c.real->account(drawer(), 100)).size();

    const Instant asked = c.clock.now();
    const auto opened = must(open({sold.clientRef.str(), "token belum masuk", "rumah biru"}));
    const ComplaintId id = opened.complaint.id;
    QVERIFY(opened.complaint.ref == sold.ref);
    QCOMPARE(opened.complaint.entries.front().by, UserName("sri"));
    const Instant at = opened.complaint.entries.front().at;
    QVERIFY(at >= asked && at <= c.clock.now());
    QVERIFY(opened.payment && opened.payment->ref == sold.ref);
    QCOMPARE(opened.question->reference, sold.attempts.back().attemptRef.str());
    QVERIFY(opened.question->link.find("wa.me/6281200000001?") != std::string::npos);
    QCOMPARE(refusal(open({sold.ref.str(), "lagi", {}})), "state-forbids " + id.str());
    QCOMPARE(c.engine->status().openComplaints, 1);

    c.engine->handOver(UserName("budi"));
    c.turnFor(Duration::minutes(5));
    must(note(id, "CS minta foto"));
    const auto closed = must(close({id, Outcome::PaidBack, "uang dikembalikan"}));
    QVERIFY(!closed.complaint.isOpen());
    QCOMPARE(closed.complaint.entries.back().by, UserName("budi"));
    QCOMPARE(notesOf(closed.complaint),
             (std::vector<std::string>{"token belum masuk", "CS minta foto", "uang dikembalikan"}));
    QCOMPARE(c.engine->status().openComplaints, 0);
    QCOMPARE(refusal(note(id, "lagi")), std::string("state-forbids closed"));
    QCOMPARE(told.size(), std::size_t{3});
    QVERIFY(told.back().entries == closed.complaint.entries);

    c.restart();
    QVERIFY(must(c.engine->complaint(id)).complaint.entries == closed.complaint.entries);
    const auto detail = must(c.engine->payment(sold.ref.str()));
    QCOMPARE(detail.complaints.size(), std::size_t{1});
    QVERIFY(detail.complaints.front().outcome() == Outcome::PaidBack);
    QCOMPARE(detail.question.contact.whatsapp, std::string("081200000001"));
    // The payment, its history and the ledger are as they were: "paid-back" hands out nothing.
    QVERIFY(c.stored(sold.ref).state == PaymentState::Succeeded);
    QCOMPARE(must(c.real->history(sold.ref)).size(), before);
    QCOMPARE(must(c.real->account(drawer(), 100)).size(), legs);
    const auto after = must(c.real->balances());
    QCOMPARE(after.size(), balances.size());
    for (std::size_t i = 0; i < after.size(); ++i) QCOMPARE(after[i].balance, balances[i].balance);
  }

  void the_open_ones_are_found() {
    Counter& c = *m_counter;
    const Payment one = sale(1);
    const Payment two = sale(2);
    const Payment three = sale(3);
    const auto first = must(open({one.ref.str(), "satu", {}}));
    must(open({three.ref.str(), "tiga", {}}));
    must(close({first.complaint.id, Outcome::Nothing, "salah lihat"}));
    must(open({two.ref.str(), "dua", {}}));
    api::PaymentFilter filter;
    filter.complained = api::PaymentFilter::Complained::Open;
    const auto found =
        must(c.ask<std::vector<api::PaymentView>>([&](api::Reply<std::vector<api::PaymentView>> reply) {
          c.engine->payments(filter, std::move(reply));
        }));
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(found[0].payment.ref == three.ref && found[1].payment.ref == two.ref);
    filter.text = two.number;
    QCOMPARE(must(c.ask<std::vector<api::PaymentView>>([&](api::Reply<std::vector<api::PaymentView>> reply) {
               c.engine->payments(filter, std::move(reply));
             })).size(),
             std::size_t{1});
    // The newest complaint first, whatever was sold when.
    const auto openOnes = must(c.engine->complaints({}));
    QCOMPARE(openOnes.size(), std::size_t{2});
    QVERIFY(openOnes[0].complaint.ref == two.ref && openOnes[1].complaint.ref == three.ref);
    QCOMPARE(must(c.engine->complaints({api::ComplaintsWho::All, 200})).size(), std::size_t{3});
    QCOMPARE(must(c.engine->complaints({api::ComplaintsWho::All, 1})).size(), std::size_t{1});
    c.restart();
    QCOMPARE(c.engine->status().openComplaints, 2);
  }

  void what_is_not_there_is_said() {
    QCOMPARE(refusal(open({"nothing", "x", {}})), std::string("not-found nothing"));
    QCOMPARE(refusal(note(ComplaintId("K0"), "x")), std::string("not-found K0"));
    QCOMPARE(refusal(close({ComplaintId("K0"), Outcome::Solved, "x"})), std::string("not-found K0"));
    QCOMPARE(refusal(open({sale(1).ref.str(), " ", {}})), std::string("reason-missing note"));
    QCOMPARE(m_counter->engine->status().openComplaints, 0);
  }

  void a_disk_that_is_full_keeps_nothing_and_counts_nothing() {
    Counter& c = *m_counter;
    const Payment sold = sale(1);
    c.store->failAt(1, FaultyStore::Fault::Full);
    QCOMPARE(refusal(open({sold.ref.str(), "token belum masuk", {}})).substr(0, 9), std::string("disk-full"));
    QCOMPARE(c.engine->status().openComplaints, 0);
    QVERIFY(must(c.engine->payment(sold.ref.str())).complaints.empty());
    must(open({sold.ref.str(), "token belum masuk", {}}));
    QCOMPARE(c.engine->status().openComplaints, 1);
  }

  // Also against our own mistakes.
  void the_rows_only_grow() {
    Counter& c = *m_counter;
    const Payment sold = sale(1);
    const auto opened = must(open({sold.ref.str(), "token belum masuk", {}}));
    must(close({opened.complaint.id, Outcome::Solved, "sudah masuk"}));
    c.die();
    const auto raw =
        must(adapters::Connection::open(c.home.path(), dataKey(), adapters::OpenMode::ReadWrite));
    for (const char* sql :
         {"UPDATE complaints SET note = 'x'", "DELETE FROM complaints",
          "INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at) VALUES ('K9', 'x', "
          "'noted', '', 'n', '', 'w', 1)",
          "INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at) SELECT id, payment, "
          "'noted', '', 'n', '', 'w', 1 FROM complaints LIMIT 1",
          "INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at) SELECT id, payment, "
          "'opened', '', 'n', '', 'w', 1 FROM complaints LIMIT 1",
          "INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at) VALUES ('K9', 'x', "
          "'opened', 'solved', 'n', '', 'w', 1)"})
      QVERIFY2(!raw->execute(sql), sql);
  }

  // Nobody else has them: they come back with the sidecar, whether they stand in its base or behind it.
  void a_lost_database_loses_none() {
    for (const bool hasNewBase : {false, true}) {
      const QTemporaryDir folder;
      const std::string home = folder.path().toStdString();
      const auto commit = [](adapters::HomeStore& opened, complaint::Entry entry) {
        ports::UnitOfWork work;
        work.complaints.push_back(std::move(entry));
        QVERIFY(opened.store->commit(work));
      };
      const Payment sale = proposedSale(1);
      complaint::Entry first{ComplaintId("K1"), sale.ref,     complaint::Step::Opened, {},
                             "token \"gagal\"", "rumah biru", UserName("sri"),         kMorning};
      complaint::Entry second = first;
      second.id = ComplaintId("K2");
      second.ref = PaymentRef("LK-OLD");  // of a payment that is not here any more
      complaint::Entry closed = first;
      closed.step = complaint::Step::Closed;
      closed.outcome = Outcome::Solved;
      closed.note = "sudah masuk";
      closed.reach = "";
      complaint::Entry noted = second;
      noted.step = complaint::Step::Noted;
      noted.reach = "";
      {
        auto opened = must(adapters::createHomeStore(home, dataKey()));
        commit(opened, first);
        commit(opened, second);
        commit(opened, noted);
        if (hasNewBase)
          QFile::remove(folder.filePath("loket.sidecar"));
      }
      if (hasNewBase)  // made anew from the database
        must(adapters::openHomeStore(home, dataKey()));
      {
        auto opened = must(adapters::openHomeStore(home, dataKey()));
        commit(opened, closed);
      }
      QVERIFY(QFile::remove(folder.filePath("loket.db")));
      auto back = must(adapters::openHomeStore(home, dataKey()));
      const auto all = must(back.store->complaints()->newest(ports::ComplaintsWanted::All, 10));
      QCOMPARE(all.size(), std::size_t{2});
      QVERIFY(all[1].entries == (std::vector<complaint::Entry>{first, closed}));
      QVERIFY(all[0].entries == (std::vector<complaint::Entry>{second, noted}));
      QCOMPARE(must(back.store->complaints()->openCount()), 1);
    }
  }

 private:
  static Account drawer() { return *accountFromName("drawer"); }
  Payment sale(int n) {
    m_counter->script.onPay = [](const Attempt&) { return successOf("SN1"); };
    const auto sold = must(m_counter->sell(tokenFor(n)));
    if (!m_counter->reaches(sold.payment.ref, PaymentState::Succeeded))
      qFatal("not sold");
    return m_counter->stored(sold.payment.ref);
  }
  Result<api::ComplaintView> open(const api::OpenComplaint& command) {
    return m_counter->ask<api::ComplaintView>([&](api::Reply<api::ComplaintView> reply) {
      m_counter->engine->openComplaint(command, std::move(reply));
    });
  }
  Result<api::ComplaintView> note(const ComplaintId& id, const std::string& words) {
    return m_counter->ask<api::ComplaintView>([&](api::Reply<api::ComplaintView> reply) {
      m_counter->engine->noteComplaint({id, words}, std::move(reply));
    });
  }
  Result<api::ComplaintView> close(const api::CloseComplaint& command) {
    return m_counter->ask<api::ComplaintView>([&](api::Reply<api::ComplaintView> reply) {
      m_counter->engine->closeComplaint(command, std::move(reply));
    });
  }

  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EngineComplaintsTest)
#include "engine_complaints_test.moc"
