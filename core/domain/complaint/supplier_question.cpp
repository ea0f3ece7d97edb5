#include "core/domain/complaint/supplier_question.h"

#include <algorithm>
#include <string_view>

#include "core/base/text.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/receipt/writer.h"

namespace loket::complaint {
namespace {

// The attempt that the supplier is asked about: the one that took the money, else the newest.
const Attempt* attemptMeant(const Payment& payment) {
  const auto took =
      std::find_if(payment.attempts.rbegin(), payment.attempts.rend(),
                   [](const Attempt& attempt) { return attempt.outcome == AttemptOutcome::Succeeded; });
  return took == payment.attempts.rend() ? payment.lastAttempt() : &*took;
}

// As a supplier would say it.
std::string_view standingOf(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
      return "sukses";
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::Review:
      return "belum pasti";
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
      return "gagal";
    case PaymentState::Reversed:
      return "dibatalkan";
  }
  return "";
}

void addLine(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty())
    out += std::string(label) + ": " + value + "\n";
}

std::string linkTo(const SupplierContact& contact, const std::string& text) {
  using confirmation::Channel;
  for (const auto& [where, channel] :
       {std::pair(&contact.whatsapp, Channel::WhatsApp), std::pair(&contact.email, Channel::Email)})
    if (const auto address = confirmation::addressFor(*where, channel))
      return confirmation::linkFor(*address, text);
  return {};
}

}  // namespace

UpstreamId supplierOf(const Payment& payment) {
  const Attempt* attempt = attemptMeant(payment);
  return attempt != nullptr ? attempt->upstream : payment.upstream;
}

SupplierQuestion questionAbout(const Payment& payment, const Outlet& outlet, const SupplierContact& contact) {
  SupplierQuestion question;
  const Attempt* attempt = attemptMeant(payment);
  question.upstream = supplierOf(payment);
  question.reference = attempt != nullptr ? attempt->attemptRef.str() : payment.ref.str();
  question.contact = contact;
  std::string& text = question.text;
  text = "Mohon dicek, pelanggan komplain. " + receipt::shown(outlet.name) + "\n";
  addLine(text, "Ref", question.reference);
  addLine(text, "Produk", receipt::shown(payment.productName));
  addLine(text, "Nomor", receipt::shown(payment.number));
  const bool wasSent = attempt != nullptr && attempt->sentAt != Instant{};
  addLine(text, "Waktu", receipt::stampOf(wasSent ? attempt->sentAt : payment.acceptedAt) + " WIB");
  addLine(text, "SN",
          receipt::shown(trimmed(std::string_view(payment.serial).substr(0, payment.serial.find('/')))));
  addLine(text, "Status di kami", std::string(standingOf(payment.state)));
  question.link = linkTo(contact, text);
  return question;
}

}  // namespace loket::complaint
