// The made-up shop's complaints, by the rules of the core, and whom it would ask.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

class FixtureComplaints {
 public:
  // ---- how it stands
  std::vector<complaint::Complaint> all;  // oldest first
  bool hasContacts = true;
  std::optional<Error> error;  // of the next step, once

  // What a day brings about one payment: opened, looked after twice.
  void fill(const PaymentRef& ref, Instant now);

  [[nodiscard]] std::vector<complaint::Complaint> of(const PaymentRef& ref) const;
  [[nodiscard]] bool isOpen(const PaymentRef& ref) const;
  [[nodiscard]] int openCount() const;
  [[nodiscard]] complaint::SupplierQuestion questionAbout(const Payment& payment) const;
  Result<complaint::Complaint> open(const PaymentRef& ref, const api::OpenComplaint& command,
                                    const UserName& by, Instant now);
  Result<complaint::Complaint> note(const complaint::ComplaintId& id, const std::string& note,
                                    const UserName& by, Instant now);
  Result<complaint::Complaint> close(const api::CloseComplaint& command, const UserName& by, Instant now);

 private:
  [[nodiscard]] Result<complaint::Complaint> find(const complaint::ComplaintId& id) const;
  Result<complaint::Complaint> keep(const Result<complaint::Entry>& entry);
};

}  // namespace loket::app::fixture
