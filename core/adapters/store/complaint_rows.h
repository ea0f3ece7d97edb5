// Complaints as rows: reading on any connection, writing inside the store's transaction.
#pragma once

#include "core/adapters/store/connection.h"
#include "core/ports/complaints.h"

namespace loket::adapters {

class ComplaintRows final : public ports::ComplaintReader {
 public:
  explicit ComplaintRows(Connection& connection) : m_connection(connection) {}

  Result<std::vector<complaint::Complaint>> ofPayment(const PaymentRef& ref) override;
  Result<std::optional<complaint::Complaint>> complaint(const complaint::ComplaintId& id) override;
  Result<std::vector<complaint::Complaint>> newest(ports::ComplaintsWanted wanted, int limit) override;
  Result<int> openCount() override;

  // Every step there is, as they came.
  Result<std::vector<complaint::Entry>> all();
  // Inside an open transaction.
  Status write(const complaint::Entry& entry, const std::optional<std::int64_t>& leaf);

 private:
  static Result<std::vector<complaint::Entry>> entriesIn(Query& rows);
  Connection& m_connection;
};

}  // namespace loket::adapters
