// What must hold: of what is on the disk after every start, and at the end of the day.
#include <algorithm>

#include <sqlite3.h>

#include "core/adapters/store/payment_json.h"
#include "tests/simulator/power/power_gate.h"
#include "tests/simulator/power/power_shop.h"
#include "tests/simulator/power/premises.h"

namespace loket::simulator {
namespace {

// Where money is. An account that was emptied has legs that no base of a sidecar brings forward: a leg of nothing is
// none.
std::string textOf(const std::vector<ports::AccountBalance>& balances) {
  std::map<std::string, Money> sums;
  for (const ports::AccountBalance& one : balances)
    if (!one.balance.isZero())
      sums[nameOf(one.account)] = one.balance;
  std::string text;
  for (const auto& [account, sum] : sums) text += (text.empty() ? "" : ", ") + account + " " + sum.text();
  return text;
}

}  // namespace

// Phase two: the faults are over.
void PowerShop::settleAll() {
  if (const auto struck = m_disk.takeStruck())
    m_outcome.struck.push_back(*struck);
  if (!ok())
    return;
  if (m_disk.isOff())
    ++m_outcome.cuts;
  note("the faults are over");
  m_nextEvent = m_plan.events.size();
  // Who has seen no fault goes on.
  if (mustBoot())
    end();
  m_disk.powerOn(PowerDisk::Care::Mended);
  if (mustBoot())
    boot();
  for (int round = 0; round < 4 && ok(); ++round) {
    if (mustBoot())
      boot();
    m_clock.moveBy(Duration::minutes(20));
    sync(api::SyncRequest::Until::Idle, Duration::days(9));
    giveBack();
    settleCollections();
    if (settled() && !mustBoot())
      break;
  }
  if (!ok())
    return;
  // What is settled is settled for ever.
  m_disk.cut(DiskEvent::CutBefore);
  const PowerDisk::Image left = m_disk.keptImage();
  boot();
  if (!ok())
    return;
  ++m_outcome.cuts;
  judgeEnd();
  if (!ok() || m_plan.integrity == PowerPlan::Integrity::Skip)
    return;
  // The same power cut takes the database along: nothing has repaired the sidecar in between.
  note("the power goes, and the database with it");
  end();
  m_disk.load(left);
  loseTheDatabase();
}

bool PowerShop::settled() const {
  return std::all_of(m_model.payments.begin(), m_model.payments.end(), [](const auto& one) {
    return isTerminal(one.second.payment.state) || one.second.payment.state == PaymentState::Review;
  });
}

// I10: what is on the disk is exactly what was committed, with or without the unit of work of which nobody
// knows.
void PowerShop::judgeDisk() {
  const std::uint64_t errors = m_disk.errors();
  auto difference = differenceTo(m_model);
  if (difference && m_inFlight) {
    Disk after = m_model;
    std::string broken;
    static_cast<void>(MemoryStore(after, broken).commit(*m_inFlight));
    const auto other = differenceTo(after);
    if (!other) {
      m_model = std::move(after);
      difference.reset();
    } else {
      difference = *difference + "; or " + *other;
    }
  }
  // Who could not read has seen nothing.
  if (m_disk.isOff() || m_disk.errors() != errors)
    return;
  m_inFlight.reset();
  if (difference)
    return violate("I10 not what was committed: " + *difference);
  // I1: whatever went out is armed, with these bytes, in what was recovered.
  for (const auto& [ref, body] : m_sent) {
    const bool known = std::any_of(
        m_model.payments.begin(), m_model.payments.end(), [&ref = ref, &body = body](const auto& one) {
          const auto& attempts = one.second.payment.attempts;
          return std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& attempt) {
            return attempt.attemptRef == ref && attempt.body == body;
          });
        });
    if (!known)
      violate("I1 sent and not armed on the disk: " + ref.str());
  }
  // I3: whoever was told that his payment is taken finds it.
  for (const PaymentRef& ref : m_acknowledged)
    if (m_model.payments.count(ref) == 0)
      violate("I3 acknowledged and lost: " + ref.str());
  // I8: what is on paper is counted.
  for (const auto& [ref, papers] : m_papers) {
    const auto& jobs = m_model.prints[ref];
    if (std::count_if(jobs.begin(), jobs.end(), [](const auto& job) { return job.state == "issued" || job.state == "queued"; }) <
        papers)
      violate("I8 on paper and not counted: " + ref.str());
  }
  // I20: what came in once is handed out once, and what was handed out is in the books.
  std::map<std::string, int> paidOut;
  for (const TillEvent& event : m_model.cashOuts)
    if (++paidOut[event.subject] > 1)
      violate("I20 paid out twice in the books: " + event.subject);
  for (const auto& [subject, times] : m_handedOut)
    if (times > 1 || paidOut.count(subject) == 0)
      violate("I20 handed out " + std::to_string(times) + " times, and in the books " +
              std::to_string(paidOut.count(subject)) + " times: " + subject);
  judgeCollections();
  judgeApplied();
  judgeTree();
  // I7: money is neither made nor lost, and every balance is what its legs add up to.
  Money sum;
  for (const ports::AccountBalance& one : m_model.balances) sum += one.balance;
  if (!sum.isZero())
    violate("I7 the trial balance is " + sum.text());
  std::vector<std::string> rows;
  for (const auto& [name, balance] : m_model.balancesByName())
    rows.push_back(name + " " + std::to_string(balance.amount()));
  if (rowsOf("SELECT account || ' ' || amount FROM balances ORDER BY account") != rows &&
      m_disk.errors() == errors && !m_disk.isOff())
    violate("I7 balances are not what their legs add up to");
}

// What the store holds against what it should hold; nothing when it is the same.
std::optional<std::string> PowerShop::differenceTo(const Disk& model) {
  if (auto difference = differenceInMoney(model))
    return difference;
  const auto batches = m_real->batches(100);
  if (!batches || batches->size() != model.batches.size())
    return std::string("batches");
  const auto products = m_real->catalogue();
  if (!products || products->size() != model.catalogue.size())
    return std::string("catalogue");
  const auto till = m_real->till();
  if (!till || till->tickets.size() != model.tickets.size())
    return std::string("tickets");
  return differenceInRuns(model);
}

// The same without what a sidecar need not keep: results of syncs, price lists, tickets whose money has come, and what was read
// of settlement files, but not what was applied of it.
std::optional<std::string> PowerShop::differenceInMoney(const Disk& model) {
  ports::PaymentQuery all;
  all.newestFirst = false;
  const auto rows = m_real->payments(all);
  if (!rows)
    return "payments cannot be read: " + rows.error().detail;
  if (rows->size() != model.payments.size())
    return std::to_string(rows->size()) + " payments instead of " + std::to_string(model.payments.size());
  for (const auto& row : *rows) {
    const auto at = model.payments.find(row.payment.ref);
    if (at == model.payments.end())
      return "a payment that nobody made: " + row.payment.ref.str();
    if (adapters::encodePayment(row.payment) != adapters::encodePayment(at->second.payment))
      return "payment " + row.payment.ref.str() + " is " + std::string(wordOf(row.payment.state)) +
             " and was " + std::string(wordOf(at->second.payment.state));
    const auto history = m_real->history(row.payment.ref);
    const auto& was = at->second.history;
    if (!history || !std::equal(history->begin(), history->end(), was.begin(), was.end(),
                                [](const PaymentEvent& a, const PaymentEvent& b) {
                                  return a.at == b.at &&
                                         adapters::encodeEvent(a) == adapters::encodeEvent(b);
                                }))
      return "history of " + row.payment.ref.str();
    const auto prints = m_real->prints(row.payment.ref);
    const auto jobs = model.prints.find(row.payment.ref);
    if (!prints || prints->size() != (jobs == model.prints.end() ? 0 : jobs->second.size()))
      return "prints of " + row.payment.ref.str();
  }
  const auto open = m_real->openPayments();
  if (!open)
    return "open payments cannot be read";
  for (const auto& one : *open) {
    const auto& task = model.payments.at(one.payment.ref).task;
    if (one.task.has_value() != task.has_value() ||
        (task && (one.task->kind != task->kind || one.task->dueAt != task->dueAt ||
                  one.task->tries != task->tries)))
      return "task of " + one.payment.ref.str();
  }
  const auto balances = m_real->balances();
  if (!balances)
    return "balances cannot be read";
  const std::string sums = textOf(*balances);
  if (const std::string was = textOf(model.balances); sums != was)
    return "balances: " + sums + " instead of " + was;
  const auto settings = m_real->settings();
  if (!settings || *settings != model.settings)
    return std::string("settings");
  const auto till = m_real->till();
  if (!till || !std::equal(till->cashOuts.begin(), till->cashOuts.end(), model.cashOuts.begin(),
                           model.cashOuts.end(), [](const TillEvent& a, const TillEvent& b) {
                             return a.subject == b.subject && a.amount == b.amount && a.at == b.at;
                           }))
    return std::string("what was paid out in cash");
  const auto isOpen = [](const std::optional<Shift>& shift) { return shift && shift->isOpen(); };
  if (till->shift.has_value() != isOpen(model.shift) ||
      (till->shift && (till->shift->id != model.shift->id || till->shift->floatCounted != model.shift->floatCounted)))
    return std::string("the shift");
  std::set<TicketId> kept;
  for (const Ticket& ticket : till->tickets) {
    kept.insert(ticket.id);
    const auto was = model.tickets.find(ticket.id);
    if (was == model.tickets.end() || was->second.state != ticket.state || was->second.amount != ticket.amount ||
        was->second.movedAt != ticket.movedAt)
      return "ticket " + ticket.id.str();
  }
  for (const auto& [id, ticket] : model.tickets)
    if (ticket.state != TicketState::Credited && kept.count(id) == 0)
      return "ticket " + id.str() + " is not there";
  if (auto difference = differenceInCollections(model, *till))
    return difference;
  return differenceInApplied(model);
}

void PowerShop::judgeEnd() {
  std::set<std::string> numbers;
  for (const auto& [ref, row] : m_model.payments) {
    const Payment& payment = row.payment;
    numbers.insert(payment.number);
    const auto done = m_effects.find(payment.number);
    const int times = done == m_effects.end() ? 0 : done->second;
    const std::string who =
        ref.str() + " (" + std::string(wordOf(payment.state)) + ", " + payment.reason + ")";
    note("at the end " + who);
    if (times > 1)
      violate("I2 paid " + std::to_string(times) + " times: " + who);
    switch (payment.state) {
      case PaymentState::Succeeded:
        if (times != 1)
          violate("I4 succeeded without an effect: " + who);
        break;
      case PaymentState::Failed:
      case PaymentState::Cancelled:
      case PaymentState::Refunded:
      case PaymentState::Reversed:
        if (times != 0)
          violate("I4 not paid by our books, and executed: " + who);
        break;
      case PaymentState::Review:
        break;
      case PaymentState::Accepted:
      case PaymentState::Sending:
      case PaymentState::Pending:
      case PaymentState::Suspect:
      case PaymentState::RefundDue:
        violate("I17 still open after the faults have stopped: " + who);
        break;
    }
  }
  judgeCollectionsAtEnd();
  for (const auto& [number, times] : m_effects)
    if (numbers.count(number) == 0)
      violate("I3 executed for a number that no payment knows: " + number);
  if (m_plan.integrity == PowerPlan::Integrity::Skip)
    return;
  // The cipher's check reads the database's own pages, of which a log may hold newer ones.
  static_cast<void>(rowsOf("PRAGMA wal_checkpoint(TRUNCATE)"));
  // Every row of the answer counts: the first may be about one page of many.
  const auto sound = rowsOf("PRAGMA integrity_check");
  if (sound != std::vector<std::string>{"ok"})
    violate("integrity: " + (sound.empty() ? std::string("no answer") : sound.front()));
  const auto cipher = rowsOf("PRAGMA cipher_integrity_check");
  if (!cipher.empty())
    violate("integrity of the cipher: " + cipher.front());
  judgeLeaves();
  if (ok())
    judgeSecrecy();
  end();
  if (ok())
    judgeOtherKey();
  if (ok())
    loseTheDatabase();
}

void PowerShop::committed(const ports::UnitOfWork& work) {
  std::string broken;
  static_cast<void>(MemoryStore(m_model, broken).commit(work));
  if (!broken.empty())
    violate("store: " + broken);
  m_inFlight.reset();
}

// I12: without its database a home comes back from the sidecar.
void PowerShop::loseTheDatabase() {
  end();
  for (const char* tail : {"", "-wal"}) static_cast<void>(m_journal.remove(doorplate().path() + tail));
  if (m_plan.plant == PowerPlant::SidecarLost)
    static_cast<void>(m_journal.remove(adapters::sidecarIn(doorplate().home())));
  else
    judgeOtherKey();
  auto again = openStore();
  if (!again)
    return violate("I12 no database from the sidecar: " + std::string(wordOf(again.error().code)) + " " +
                   again.error().detail);
  m_real = std::move(*again);
  if (const auto difference = differenceInMoney(m_model))
    return violate("I12 the sidecar does not give back what was committed: " + *difference);
  judgeSecondProgram();
}

// What no port tells.
std::vector<std::string> PowerShop::rowsOf(const char* sql) {
  std::vector<std::string> rows;
  sqlite3_exec(
      m_sqlite, sql,
      [](void* to, int columns, char** values, char**) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(
            columns > 0 && values[0] != nullptr ? values[0] : "");
        return 0;
      },
      &rows, nullptr);
  return rows;
}

}  // namespace loket::simulator
