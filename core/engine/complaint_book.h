// What customers came back with: each step is decided on what stands on the disk, and kept by the engine's
// commits. Payments do not depend on it.
#pragma once

#include <functional>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/references.h"
#include "core/ports/clock.h"
#include "core/ports/store.h"

namespace loket::engine {

class ComplaintBook {
 public:
  struct Parts {
    Books& books;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    // As configured now.
    std::function<const api::Config&()> config;
  };
  explicit ComplaintBook(Parts parts) : m_(std::move(parts)) {}

  Status open();
  int openCount() const { return m_openCount; }

  Result<std::vector<api::ComplaintView>> list(const api::ComplaintFilter& filter);
  Result<api::ComplaintView> view(const complaint::ComplaintId& id);
  Result<std::vector<complaint::Complaint>> of(const PaymentRef& ref);
  complaint::SupplierQuestion questionAbout(const Payment& payment) const;

  void begin(const PaymentRef& ref, const api::OpenComplaint& command, const UserName& by,
             api::Reply<api::ComplaintView> reply);
  void note(const complaint::ComplaintId& id, const std::string& note, const UserName& by,
            api::Reply<api::ComplaintView> reply);
  void end(const api::CloseComplaint& command, const UserName& by, api::Reply<api::ComplaintView> reply);

  std::function<void(const complaint::Complaint&)> onChange;

 private:
  using Decide = std::function<Result<complaint::Entry>(const complaint::Complaint&)>;
  Result<ports::ComplaintReader*> rows();
  Result<complaint::Complaint> found(const complaint::ComplaintId& id);
  api::ComplaintView viewOf(complaint::Complaint complaint);
  void step(const complaint::ComplaintId& id, const Decide& decide, api::Reply<api::ComplaintView> reply);
  void keep(Result<complaint::Entry> entry, api::Reply<api::ComplaintView> reply);

  Parts m_;
  int m_openCount = 0;
};

}  // namespace loket::engine
