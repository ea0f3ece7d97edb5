// A store in front of the real one that can fail a commit: before anything is written, or after all of it is.
#pragma once

#include <optional>

#include "core/ports/store.h"

namespace loket::tests {

class FaultyStore final : public ports::Store {
 public:
  enum class Fault {
    Full,          // nothing is written; the next commit may work
    Broken,        // nothing is written, and nothing more until it is opened again
    BrokenBehind,  // everything is written, but the answer is lost; nothing more until it is opened again
  };

  explicit FaultyStore(ports::Store& real) : m_real(real) {}
  // The n-th commit from now on (1 is the next).
  void failAt(int n, Fault fault);
  // The n-th commit with a message to a customer in it (1 is the next) meets a full disk.
  void failMessage(int n) { m_failMessage = n; }
  bool messageFailed() const { return m_messageFailed; }
  int commits() const { return m_commits; }
  // How many payment changes each commit carried.
  std::vector<std::size_t> sizes;

  Status commit(const ports::UnitOfWork& work) override;
  ports::JournalReader* journal() override { return m_real.journal(); }
  Status canAccept() override;
  Result<std::vector<OpenPayment>> openPayments() override { return m_real.openPayments(); }
  Result<std::optional<Payment>> payment(const PaymentRef& ref) override { return m_real.payment(ref); }
  Result<std::optional<Payment>> byClientRef(const ClientRef& ref) override { return m_real.byClientRef(ref); }
  Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) override { return m_real.byClaimCode(code); }
  Result<std::vector<ports::PaymentRow>> payments(const ports::PaymentQuery& query) override {
    return m_real.payments(query);
  }
  Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) override { return m_real.history(ref); }
  Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                         const BusinessDate& date) override {
    return m_real.sameToday(product, number, date);
  }
  Result<std::vector<ports::DayTransfer>> transfersOn(const BusinessDate& date) override {
    return m_real.transfersOn(date);
  }
  Result<ports::DayTotals> totalsOf(const BusinessDate& date) override { return m_real.totalsOf(date); }
  Result<std::vector<ports::SavedCustomer>> customers(const std::string& text, int limit) override {
    return m_real.customers(text, limit);
  }
  Result<std::vector<ports::AccountBalance>> balances() override { return m_real.balances(); }
  Result<std::vector<ports::AccountBalance>> standing() override { return m_real.standing(); }
  Result<ports::LedgerTrial> trial() override { return m_real.trial(); }
  Result<ports::TillState> till() override { return m_real.till(); }
  Result<std::optional<ports::ShiftFigures>> shiftFigures() override { return m_real.shiftFigures(); }
  Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override {
    return m_real.account(account, limit);
  }
  Result<std::vector<Product>> catalogue() override { return m_real.catalogue(); }
  Result<std::map<std::string, std::string>> settings() override { return m_real.settings(); }
  Result<std::vector<ports::Batch>> batches(int limit) override { return m_real.batches(limit); }
  Result<std::optional<ports::Batch>> batch(const BatchId& id) override { return m_real.batch(id); }
  Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override { return m_real.prints(ref); }
  Result<std::vector<ports::PrintJob>> newestPrints(int limit) override { return m_real.newestPrints(limit); }
  Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override {
    return m_real.confirmations(ref);
  }
  Result<std::vector<confirmation::Delivery>> openConfirmations() override { return m_real.openConfirmations(); }
  Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override {
    return m_real.newestConfirmations(limit);
  }
  ports::ReconcileReader* reconcile() override { return m_real.reconcile(); }
  ports::PeopleReader* people() override { return m_real.people(); }
  ports::ComplaintReader* complaints() override { return m_real.complaints(); }

 private:
  int m_failMessage = 0;
  bool m_messageFailed = false;
  ports::Store& m_real;
  int m_commits = 0;
  int m_failAt = 0;
  Fault m_fault = Fault::Full;
  std::optional<Error> m_broken;
};

}  // namespace loket::tests
