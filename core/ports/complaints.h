// What customers came back with, as the engine needs it of the store.
#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/domain/complaint/complaint.h"

namespace loket::ports {

enum class ComplaintsWanted { Open, All };

class ComplaintReader {
 public:
  virtual ~ComplaintReader() = default;
  // Of one payment, oldest first.
  virtual Result<std::vector<complaint::Complaint>> ofPayment(const PaymentRef& ref) = 0;
  virtual Result<std::optional<complaint::Complaint>> complaint(const complaint::ComplaintId& id) = 0;
  // The newest first.
  virtual Result<std::vector<complaint::Complaint>> newest(ComplaintsWanted wanted, int limit) = 0;
  virtual Result<int> openCount() = 0;
};

}  // namespace loket::ports
