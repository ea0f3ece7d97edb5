// Makes the names that payments, attempts, slips and batches are known by: the business day for people, random
// letters so that no two homes and no restart ever make the same one.
#pragma once

#include "core/domain/complaint/complaint.h"
#include "core/domain/customer/customer.h"
#include "core/domain/customer/group.h"
#include "core/domain/identity/ids.h"
#include "core/domain/reconcile/run.h"
#include "core/ports/clock.h"
#include "core/ports/entropy.h"

namespace loket::engine {

class References {
 public:
  References(ports::Clock& clock, ports::Entropy& entropy) : m_clock(clock), m_entropy(entropy) {}

  PaymentRef payment();                             // "LK261123" + 10 letters and digits
  ClientRef client();
  AttemptRef attempt(const PaymentRef& payment);    // the payment's + 5: at most 30 characters
  AttemptRef inquiry();                             // for a bill that is not yet a payment
  ClaimCode claim();                                // 6 characters, none that are mistaken for each other
  TicketId ticket();                                // "T261123" + 5
  CollectionId collection();                        // "C261123" + 10
  ConfirmationId confirmation();                    // "N261123" + 10
  ShiftId shift();                                  // "S261123" + 5
  int suffix();                                     // 0 to 999, for a ticket's amount
  BatchId batch();                                  // "B261123" + 5
  complaint::ComplaintId complaint();               // "K261123" + 5
  customer::CustomerId customer();                  // "P" + 12
  customer::ImportId customerImport();              // "I261123" + 5
  customer::GroupId group();                        // "G" + 8
  reconcile::ReconcileId reconciliation();          // "R261123" + 5

 private:
  // So many letters after this, and the day between them.
  std::string lettered(std::string_view before, std::size_t count);
  std::string dated(std::string_view before, std::size_t count);
  ports::Clock& m_clock;
  ports::Entropy& m_entropy;
};

}  // namespace loket::engine
