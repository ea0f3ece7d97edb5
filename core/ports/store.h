// The journal and its projections. One unit of work is one transaction: events, ledger legs, payment rows and
// outbox rows become durable together or not at all, before any effect leaves.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/confirmation/delivery.h"
#include "core/domain/identity/access.h"
#include "core/domain/ledger/ledger.h"
#include "core/domain/payment/event.h"
#include "core/domain/payment/payment.h"
#include "core/domain/till/till.h"
#include "core/ports/complaints.h"
#include "core/ports/journal.h"
#include "core/ports/people.h"
#include "core/ports/reconcile.h"

namespace loket::ports {

enum class TaskKind { Send, Ask };

// What is to be done about an open payment, and when. One per payment; survives a restart.
struct OutboxTask {
  PaymentRef ref;
  TaskKind kind = TaskKind::Send;
  Instant dueAt;
  int tries = 0;
};

struct PaymentChange {
  Payment after;
  std::vector<PaymentEvent> events;
  std::vector<Posting> postings;
  // The payment's task from now on; nothing removes it.
  std::optional<OutboxTask> task;
};

// A printed or displayed rendering of a payment; appended before the first byte goes out.
struct PrintJob {
  PaymentRef ref;
  std::string kind;   // "receipt", "deposit-slip", "result-sheet"
  int copyNo = 0;     // 0 is the original; with `ref` and `kind` it names the job, however often it is tried
  std::string state;  // "issued" (as text), "queued"; then "sent", "confirmed", "unknown", "failed"; then
                      // "seen", "dropped"
  std::string detail;
  Instant at;
};

struct BatchItem {
  PaymentRef ref;
  std::string productName;
  std::string number;
  Money total;
  std::string before;  // state when the batch began
  std::string after;   // state when it ended
  std::string reason;
};

struct Batch {
  BatchId id;
  Instant startedAt;
  Instant endedAt;
  std::vector<BatchItem> items;
};

// Of the payments and of the customer book.
struct SavedCustomer {
  std::string name;
  std::string number;
  Family family = Family::Other;
  ProductId lastProduct;  // empty: never bought here
  Instant lastAt;
  int purchases = 0;
};

struct UnitOfWork {
  std::vector<PaymentChange> payments;
  std::vector<Posting> postings;  // not tied to a payment
  std::vector<TillChange> till;
  std::vector<PrintJob> prints;
  std::vector<confirmation::Delivery> confirmations;
  std::vector<Batch> batches;
  std::map<std::string, std::string> settings;
  std::optional<std::vector<Product>> catalogue;  // replaces the whole catalogue
  ReconcileWork reconcile;
  std::vector<PeopleChange> people;
  std::vector<complaint::Entry> complaints;
  std::vector<AccessEvent> access;
  Instant at = {};  // for what in it has no time of its own; zero in what was recorded before that was asked

  bool empty() const {
    return payments.empty() && postings.empty() && till.empty() && prints.empty() && confirmations.empty() && batches.empty() &&
           settings.empty() && !catalogue && reconcile.empty() && people.empty() && complaints.empty() && access.empty();
  }
};

// Whether payments in conflict are wanted too, whatever their state.
enum class Conflicts { ByState, Included };

// Whether only payments are wanted that a customer complains of.
enum class Complained { Either, Open };

struct PaymentQuery {
  std::string text;  // in all that it is known by; empty: all. One character alone: among the newest few thousand
  std::vector<PaymentState> states;
  Conflicts conflicts = Conflicts::ByState;
  Complained complained = Complained::Either;
  std::optional<BusinessDate> from;
  std::optional<BusinessDate> to;
  bool newestFirst = true;
  int limit = 200;
  std::optional<std::int64_t> beforeSequence;  // for paging: rows older than this one
};

struct PaymentRow {
  std::int64_t sequence = 0;
  Payment payment;
};

// A customer's transfer that was taken on a day and has not ended without moving money.
struct DayTransfer {
  PaymentRef ref;
  ProductId product;
  std::string number;
  std::string senderId;  // the number of the sender's document; empty: none was asked for
  Money amount;
};

struct DayTotals {
  int count = 0;
  Money sales;   // what customers paid for what succeeded
  Money profit;
};

struct AccountBalance {
  Account account;
  Money balance;
};

struct LedgerLine {
  Instant at;
  PaymentRef ref;
  std::string why;
  Money amount;
};

// A rule of the books that the books break; `what` says where, for whoever looks into it.
struct BrokenRule {
  std::string rule;
  std::string what;
};

struct LedgerTrial {
  std::vector<AccountBalance> balances;  // summed from the legs
  int rules = 0;                         // how many were looked at
  std::vector<BrokenRule> broken;
};

// What the till goes on from.
struct TillState {
  std::optional<Shift> shift;  // the open one
  ShiftBefore before = ShiftBefore::None;
  std::vector<Ticket> tickets;  // newest first: all that are not credited, and the newest that are
  std::vector<Collection> collections;  // newest first: all that are open or due, and the newest that are neither
  std::vector<TillEvent> cashOuts;  // of the last kCreditEcho before the newest, oldest first
};

struct FamilySales {
  Family family = Family::Other;
  int count = 0;
  Money sum;
};

// One shift as the books have it: between its count in the morning and its count at night, or until now.
struct ShiftFigures {
  Shift shift;
  std::vector<FamilySales> sales;        // what succeeded, less what was taken back
  GoodsSales goods;
  Money cashIn;                          // into the drawer, without the counts' own differences
  Money cashOut;                         // positive
  std::vector<AccountBalance> deposits;  // at its end
};

// Reading side; the engine's own connection or a read-only one on another thread.
class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual Result<std::optional<Payment>> payment(const PaymentRef& ref) = 0;
  virtual Result<std::optional<Payment>> byClientRef(const ClientRef& ref) = 0;
  virtual Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) = 0;
  virtual Result<std::vector<PaymentRow>> payments(const PaymentQuery& query) = 0;
  virtual Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) = 0;
  // Same product, number and business date, newest first.
  virtual Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                                 const BusinessDate& date) = 0;
  virtual Result<std::vector<DayTransfer>> transfersOn(const BusinessDate& date) = 0;
  virtual Result<DayTotals> totalsOf(const BusinessDate& date) = 0;
  virtual Result<std::vector<SavedCustomer>> customers(const std::string& text, int limit) = 0;
  virtual Result<std::vector<AccountBalance>> balances() = 0;
  // The running balances, as cheap as they are many.
  virtual Result<std::vector<AccountBalance>> standing() = 0;
  // The whole ledger against its rules, at one moment.
  virtual Result<LedgerTrial> trial() = 0;
  virtual Result<TillState> till() = 0;
  // The newest shift, open or not; nothing when there never was one.
  virtual Result<std::optional<ShiftFigures>> shiftFigures() = 0;
  virtual Result<std::vector<LedgerLine>> account(const Account& account, int limit) = 0;
  virtual Result<std::vector<Product>> catalogue() = 0;
  virtual Result<std::map<std::string, std::string>> settings() = 0;
  virtual Result<std::vector<Batch>> batches(int limit) = 0;
  virtual Result<std::optional<Batch>> batch(const BatchId& id) = 0;
  virtual Result<std::vector<PrintJob>> prints(const PaymentRef& ref) = 0;
  // The newest rows of all, oldest first.
  virtual Result<std::vector<PrintJob>> newestPrints(int limit) = 0;
  // Of one payment, oldest first.
  virtual Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) = 0;
  // All that wait or were being sent, oldest first.
  virtual Result<std::vector<confirmation::Delivery>> openConfirmations() = 0;
  // The newest of all payments, newest first.
  virtual Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) = 0;
  // Nothing where settlement files are not read.
  virtual ReconcileReader* reconcile() { return nullptr; }
  // Nothing where no customer book is kept.
  virtual PeopleReader* people() { return nullptr; }
  // Nothing where no complaints are kept.
  // What happened at the door, the newest first.
  virtual Result<std::vector<AccessEvent>> accessLog(int /*limit*/) { return std::vector<AccessEvent>(); }
  virtual ComplaintReader* complaints() { return nullptr; }
  // Nothing where no tree is grown over the journal.
  virtual JournalReader* journal() { return nullptr; }
};

class Store : public virtual StoreReader {
 public:
  // All of it, durably, or an error and nothing. DiskFull may pass. After CommitUnsure (the answer to the commit
  // itself was lost: all of it may be durable) and every other error the store refuses everything with DiskFault
  // until it is opened again, which also shows what was kept.
  virtual Status commit(const UnitOfWork& work) = 0;
  // Everything not terminal, and what is in conflict, with its task: what the engine starts from.
  struct OpenPayment {
    Payment payment;
    std::optional<OutboxTask> task;
  };
  virtual Result<std::vector<OpenPayment>> openPayments() = 0;
  // Refuses before cash is taken: space for `bytes` more and a writable file.
  virtual Status canAccept() = 0;
};

}  // namespace loket::ports
