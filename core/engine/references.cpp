#include "core/engine/references.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/check.h"

namespace loket::engine {
namespace {

// Without I, O, 0, 1: people read these aloud. 32 letters, so that a byte picks one without bias.
constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t kLettersMax = 20;  // of one name

}  // namespace

std::string References::lettered(std::string_view before, std::size_t count) {
  std::array<std::uint8_t, kLettersMax> bytes;
  LOKET_CHECK(count <= bytes.size());
  m_entropy.fill(bytes.data(), count);
  std::string out;
  out.reserve(before.size() + count);
  out = before;
  for (std::size_t i = 0; i < count; ++i) out.push_back(kLetters[bytes[i] % kLetters.size()]);
  return out;
}

std::string References::dated(std::string_view before, std::size_t count) {
  const BusinessDate date = businessDateOf(m_clock.now());
  std::array<char, 8> prefix;
  LOKET_CHECK(before.size() <= prefix.size() - 6);
  char* at = std::copy(before.begin(), before.end(), prefix.data());
  for (const int part : {date.year % 100, date.month, date.day}) {
    *at++ = static_cast<char>('0' + part / 10);
    *at++ = static_cast<char>('0' + part % 10);
  }
  return lettered({prefix.data(), static_cast<std::size_t>(at - prefix.data())}, count);
}

PaymentRef References::payment() {
  return PaymentRef(dated("LK", 10));
}
ClientRef References::client() {
  return ClientRef(lettered("C", 20));
}
AttemptRef References::attempt(const PaymentRef& payment) {
  return AttemptRef(lettered(payment.str() + "A", 4));
}
AttemptRef References::inquiry() {
  return AttemptRef(lettered(dated("LK", 10) + "Q", 4));
}
ClaimCode References::claim() {
  return ClaimCode(lettered("", 6));
}
TicketId References::ticket() {
  return TicketId(dated("T", 5));
}
CollectionId References::collection() {
  return CollectionId(dated("C", 10));
}
ConfirmationId References::confirmation() {
  return ConfirmationId(dated("N", 10));
}
ShiftId References::shift() {
  return ShiftId(dated("S", 5));
}
BatchId References::batch() {
  return BatchId(dated("B", 5));
}
complaint::ComplaintId References::complaint() {
  return complaint::ComplaintId(dated("K", 5));
}
customer::CustomerId References::customer() {
  return customer::CustomerId(lettered("P", 12));
}
customer::GroupId References::group() {
  return customer::GroupId(lettered("G", 8));
}
customer::ImportId References::customerImport() {
  return customer::ImportId(dated("I", 5));
}
reconcile::ReconcileId References::reconciliation() {
  return reconcile::ReconcileId(dated("R", 5));
}

int References::suffix() {
  std::uint8_t bytes[2];
  m_entropy.fill(bytes, sizeof bytes);
  return (bytes[0] * 256 + bytes[1]) % 1000;
}

}  // namespace loket::engine
