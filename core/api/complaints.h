// Complaints as a user interface sees them: what was said and done, about which payment, and whom to ask.
#pragma once

#include <optional>
#include <string>

#include "core/domain/complaint/complaint.h"
#include "core/domain/complaint/supplier_question.h"
#include "core/domain/payment/payment.h"

namespace loket::api {

enum class ComplaintsWho { Open, All };

struct ComplaintFilter {
  ComplaintsWho who = ComplaintsWho::Open;
  int limit = 200;
};

struct OpenComplaint {
  std::string anyRef;      // of the payment: reference, client reference or claim code
  std::string note;        // what the customer says
  std::string reach = {};  // how he can be told; may be empty
  UserName by = {};  // the door's word, as in Second
};

struct NoteComplaint {
  complaint::ComplaintId id;
  std::string note;
  UserName by = {};  // the door's word, as in Second
};

struct CloseComplaint {
  complaint::ComplaintId id;
  complaint::Outcome outcome = complaint::Outcome::Solved;
  std::string note;
  UserName by = {};  // the door's word, as in Second
};

struct ComplaintView {
  complaint::Complaint complaint;
  // What it is about, and what its supplier is asked. Nothing when the database was lost and the payment is
  // too old to have come back.
  std::optional<Payment> payment = {};
  std::optional<complaint::SupplierQuestion> question = {};
};

}  // namespace loket::api
