// The reading half of the store, on whatever connection it is given: the engine's own, or a read-only one on
// the reader thread.
#pragma once

#include <memory>

#include "core/adapters/store/complaint_rows.h"
#include "core/adapters/store/connection.h"
#include "core/adapters/store/journal_rows.h"
#include "core/adapters/store/people_rows.h"
#include "core/adapters/store/reconcile_rows.h"
#include "core/ports/store.h"

namespace loket::adapters {

class SqlcipherReader : public virtual ports::StoreReader {
 public:
  // A read-only connection of its own.
  static Result<std::unique_ptr<SqlcipherReader>> open(const std::string& path, const SecretBytes& key);

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
  Result<std::vector<ports::AccountBalance>> standing() override;
  Result<ports::LedgerTrial> trial() override;
  Result<ports::TillState> till() override;
  Result<std::optional<ports::ShiftFigures>> shiftFigures() override;
  Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override;
  Result<std::vector<Product>> catalogue() override;
  Result<std::map<std::string, std::string>> settings() override;
  Result<std::vector<ports::Batch>> batches(int limit) override;
  Result<std::optional<ports::Batch>> batch(const BatchId& id) override;
  Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override;
  Result<std::vector<ports::PrintJob>> newestPrints(int limit) override;
  Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override;
  Result<std::vector<confirmation::Delivery>> openConfirmations() override;
  Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override;
  Result<std::vector<AccessEvent>> accessLog(int limit) override;
  ReconcileRows* reconcile() override { return &m_reconcile; }
  PeopleRows* people() override { return &m_people; }
  ComplaintRows* complaints() override { return &m_complaints; }
  JournalRows* journal() override { return &m_journal; }
  struct PaymentCounts {
    std::int64_t all = 0;
    std::int64_t open = 0;
  };
  Result<PaymentCounts> paymentCounts();
  // See Connection.
  Status copyTo(const std::string& path, const SecretBytes& key, const BackupGoOn& goOn) {
    return m_connection->copyTo(path, key, goOn);
  }
  // Every statement that it has used so far, so that their plans can be looked at.
  std::vector<std::string> statements() const { return m_connection->statements(); }

 protected:
  explicit SqlcipherReader(std::unique_ptr<Connection> connection)
      : m_connection(std::move(connection)), m_reconcile(*m_connection), m_people(*m_connection), m_complaints(*m_connection), m_journal(*m_connection) {}
  Connection& connection() { return *m_connection; }

 private:
  Result<std::optional<Payment>> onePayment(const char* sql, const std::string& key);
  Result<std::vector<ports::AccountBalance>> accountSums(const char* sql);
  static Result<std::vector<confirmation::Delivery>> deliveriesIn(Query& rows);
  std::unique_ptr<Connection> m_connection;
  ReconcileRows m_reconcile;
  PeopleRows m_people;
  ComplaintRows m_complaints;
  JournalRows m_journal;
};

}  // namespace loket::adapters
