// The words of a message are the receipt's: they are put together beside it, from the same pieces.
#include <optional>
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/receipt/writer.h"

namespace loket::confirmation {
namespace {

// The first words, without which a message is not sent.
std::optional<std::string> headlineOf(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
      return "LUNAS";
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      return "SEDANG DIPROSES, JANGAN DIULANG. Ini bukan bukti bayar.";
    case PaymentState::Refunded:
      return "TRANSAKSI TIDAK TERJADI. Uang sudah dikembalikan.";
    case PaymentState::Reversed:
      return "DIBATALKAN PENYEDIA. Pembayaran ini tidak jadi.";
    // A deposit slip is paper with a claim code; people decide a review; what is due is told at the counter.
    case PaymentState::Accepted:
    case PaymentState::Review:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
      break;
  }
  return std::nullopt;
}

void addField(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty())
    out += std::string(label) + ": " + value + "\n";
}

}  // namespace

std::optional<std::string> composeText(const Payment& payment, const Outlet& outlet) {
  const std::optional<std::string> headline = headlineOf(payment.state);
  if (!headline)
    return std::nullopt;
  const bool paid = payment.state == PaymentState::Succeeded;
  std::string text = toUpper(receipt::shown(outlet.name)) + "\n" + *headline + "\n";
  addField(text, "Produk", receipt::shown(payment.productName));
  addField(text, "Nomor", receipt::shown(payment.number));
  addField(text, "Nama", receipt::shown(payment.customerName));
  if (paid && !payment.token.empty())
    addField(text, "Token", receipt::inFours(payment.token));
  else if (paid)
    addField(text, "SN", receipt::shown(payment.serial));
  if (payment.state == PaymentState::Reversed)
    addField(text, "Uang", payment.leftover.isZero() ? "sudah dikembalikan"
                                                     : payment.leftover.text() + ", dapat diambil di tempat membayar");
  else
    addField(text, paid ? "Total" : "Uang", (paid ? payment.total() : payment.held).text());
  addField(text, "Ref", payment.ref.str());
  addField(text, "Tanggal", receipt::stampOf(receipt::momentOf(payment)) + " WIB");
  return text;
}

}  // namespace loket::confirmation
