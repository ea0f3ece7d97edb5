#include "core/engine/references.h"

#include <vector>

namespace loket::engine {
namespace {

// Without I, O, 0, 1: people read these aloud. 32 letters, so that a byte picks one without bias.
constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

}  // namespace

std::string References::letters(std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  m_entropy.fill(bytes.data(), bytes.size());
  std::string out;
  for (std::uint8_t byte : bytes)
    out.push_back(kLetters[byte % kLetters.size()]);
  return out;
}

std::string References::day() {
  const BusinessDate date = businessDateOf(m_clock.now());
  const int packed = (date.year % 100) * 10000 + date.month * 100 + date.day;
  const std::string digits = std::to_string(packed);
  return std::string(6 - digits.size(), '0') + digits;
}

PaymentRef References::payment() { return PaymentRef("LK" + day() + letters(10)); }
ClientRef References::client() { return ClientRef("C" + letters(20)); }
AttemptRef References::attempt(const PaymentRef& payment) { return AttemptRef(payment.str() + "A" + letters(4)); }
AttemptRef References::inquiry() { return AttemptRef("LK" + day() + letters(10) + "Q" + letters(4)); }
ClaimCode References::claim() { return ClaimCode(letters(6)); }
TicketId References::ticket() { return TicketId("T" + day() + letters(5)); }
CollectionId References::collection() { return CollectionId("C" + day() + letters(10)); }
ConfirmationId References::confirmation() { return ConfirmationId("N" + day() + letters(10)); }
ShiftId References::shift() { return ShiftId("S" + day() + letters(5)); }
BatchId References::batch() { return BatchId("B" + day() + letters(5)); }
customer::CustomerId References::customer() { return customer::CustomerId("P" + letters(12)); }
customer::ImportId References::customerImport() { return customer::ImportId("I" + day() + letters(5)); }
reconcile::ReconcileId References::reconciliation() { return reconcile::ReconcileId("R" + day() + letters(5)); }

int References::suffix() {
  std::uint8_t bytes[2];
  m_entropy.fill(bytes, sizeof bytes);
  return (bytes[0] * 256 + bytes[1]) % 1000;
}

}  // namespace loket::engine
