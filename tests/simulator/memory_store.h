// A store in memory for the simulator: the same promises as the real one (all of a unit of work or nothing,
// at most one live attempt per payment, references used once), without its cost, and with a disk that can
// fail.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/ports/store.h"

namespace loket::simulator {

enum class DiskFault {
  None,
  Full,          // this commit writes nothing; the next one may work
  Broken,        // this commit writes nothing, and this handle nothing more
  BrokenBehind,  // this commit is kept, its answer is lost, and this handle writes nothing more
};

// What is on the disk. It outlives the processes that open it.
struct Disk {
  // Zero where nothing was ever posted.
  Money balanceOf(const Account& account) const;
  std::map<std::string, Money> balancesByName() const;
  struct Row {
    std::int64_t sequence = 0;
    Payment payment;
    std::vector<PaymentEvent> history;
    std::optional<ports::OutboxTask> task;
  };
  std::map<PaymentRef, Row> payments;
  std::map<ClientRef, PaymentRef> byClientRef;
  std::map<ClaimCode, PaymentRef> byClaimCode;
  std::set<AttemptRef> attemptRefs;
  std::vector<ports::AccountBalance> balances;  // few: found by looking at each
  std::map<PaymentRef, std::vector<ports::PrintJob>> prints;
  std::vector<confirmation::Delivery> confirmations;
  std::map<std::string, std::string> settings;
  std::vector<Product> catalogue;
  std::vector<ports::Batch> batches;
  std::map<TicketId, Ticket> tickets;
  std::optional<Shift> shift;  // the newest
  std::vector<TillEvent> cashOuts;
  std::map<CollectionId, Collection> collections;
  // What was read of settlement files and applied; and how often a posting of each name stands in the books.
  std::map<reconcile::ReconcileId, reconcile::Run> runs;
  std::map<reconcile::ReconcileId, std::vector<reconcile::Finding>> findings;
  std::vector<reconcile::Applied> applied;
  std::map<std::string, int> corrections;
  std::int64_t lastSequence = 0;
};

// The payments by what their upstreams know them by. Settlement files are not read over this store: what is kept of them is
// there to be compared.
class DiskAttempts final : public ports::ReconcileReader {
 public:
  explicit DiskAttempts(const Disk& disk) : m_disk(disk) {}
  Result<std::vector<ports::AttemptLookup>> attempts(const UpstreamId& upstream,
                                                     const std::vector<AttemptRef>& references) override;
  Result<std::vector<ports::AttemptRow>> liveAttempts(const UpstreamId&, const BusinessDate&, PaymentState,
                                                      std::int64_t, int) override {
    return std::vector<ports::AttemptRow>();
  }
  Result<std::vector<reconcile::Run>> runs(int) override { return std::vector<reconcile::Run>(); }
  Result<std::optional<reconcile::Run>> run(const reconcile::ReconcileId&) override {
    return std::optional<reconcile::Run>();
  }
  Result<std::optional<reconcile::Run>> runOfFile(const UpstreamId&, const std::string&) override {
    return std::optional<reconcile::Run>();
  }
  Result<std::vector<reconcile::Finding>> findings(const reconcile::ReconcileId&, std::int64_t, int) override {
    return std::vector<reconcile::Finding>();
  }

 private:
  const Disk& m_disk;
};

class MemoryStore final : public ports::Store {
 public:
  // `broken` gets the first promise of the database that a unit of work would have broken.
  MemoryStore(Disk& disk, std::string& broken) : m_disk(disk), m_broken(broken), m_attempts(disk) {}

  // What the next commit meets.
  void failNext(DiskFault fault) { m_next = fault; }

  Status commit(const ports::UnitOfWork& work) override;
  Status canAccept() override;
  Result<std::vector<OpenPayment>> openPayments() override;
  Result<std::optional<Payment>> payment(const PaymentRef& ref) override;
  Result<std::optional<Payment>> byClientRef(const ClientRef& ref) override;
  Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) override;
  Result<std::vector<ports::PaymentRow>> payments(const ports::PaymentQuery& query) override;
  Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) override;
  Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                         const BusinessDate& date) override;
  Result<std::vector<ports::DayTransfer>> transfersOn(const BusinessDate& date) override;
  Result<ports::DayTotals> totalsOf(const BusinessDate& date) override;
  Result<std::vector<ports::SavedCustomer>> customers(const std::string& text, int limit) override;
  Result<std::vector<ports::AccountBalance>> balances() override;
  Result<std::vector<ports::AccountBalance>> standing() override { return balances(); }
  Result<ports::LedgerTrial> trial() override;
  Result<ports::TillState> till() override;
  // Without figures: who asks for them wants the real store.
  Result<std::optional<ports::ShiftFigures>> shiftFigures() override { return std::optional<ports::ShiftFigures>(); }
  Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override;
  Result<std::vector<Product>> catalogue() override { return m_disk.catalogue; }
  Result<std::map<std::string, std::string>> settings() override { return m_disk.settings; }
  Result<std::vector<ports::Batch>> batches(int limit) override;
  Result<std::optional<ports::Batch>> batch(const BatchId& id) override;
  Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override;
  Result<std::vector<ports::PrintJob>> newestPrints(int limit) override;
  Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override;
  Result<std::vector<confirmation::Delivery>> openConfirmations() override;
  Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override;
  ports::ReconcileReader* reconcile() override { return &m_attempts; }

 private:
  void write(const ports::UnitOfWork& work);
  void writeChange(const ports::PaymentChange& change);
  void writePosting(const Posting& posting);
  void refuse(const std::string& why);

  Disk& m_disk;
  std::string& m_broken;
  DiskAttempts m_attempts;
  DiskFault m_next = DiskFault::None;
  bool m_dead = false;
};

}  // namespace loket::simulator
