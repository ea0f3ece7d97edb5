#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/receipt/layout.h"
#include "core/domain/receipt/receipt.h"
#include "core/domain/receipt/writer.h"

namespace loket::receipt {
namespace {

std::string twoDigits(int n) { return n < 10 ? "0" + std::to_string(n) : std::to_string(n); }

// CA is "cetak asli", CU "cetak ulang", as the field codes originals and copies.
void writeFooter(Writer& out, const Payment& payment, const Outlet& outlet, int copyNo, const Seal& seal) {
  out.gap();
  out.field("NO TRX", payment.ref.view());
  out.field("KASIR", shown(payment.user.view(), 32));
  out.field("SEGEL", seal.letters);
  out.centred(shown(outlet.id, 24) + "/" + stampOf(momentOf(payment)) + (copyNo > 0 ? "/CU" : "/CA"));
  if (!seal.code.empty())
    out.seal(seal.code);
  writeShopFooter(out, outlet);
}

void writeWhat(Writer& out, const Payment& payment) {
  out.field("PRODUK", shown(payment.productName));
  out.field("NAMA", shown(payment.customerName));
  out.field("NOMOR", inFours(payment.number), Weight::Bold);
  out.field("TAHUN PAJAK", shown(payment.inquiryFields.taxYear));
  out.field("JML BULAN", shown(payment.inquiryFields.months));
}

void writePaid(Writer& out, const Payment& payment, const Outlet& outlet) {
  // The one sentence a counter must not get wrong: this paper says that money arrived.
  LOKET_CHECK(payment.state == PaymentState::Succeeded);
  switch (payment.family) {
    case Family::PlnToken: writePlnToken(out, payment); break;
    case Family::PlnBill: writePlnBill(out, payment); break;
    case Family::Transfer: writeTransfer(out, payment, outlet); break;
    case Family::Pulsa:
    case Family::Data:
    case Family::EMoney:
    case Family::Game: writePrepaid(out, payment); break;
    case Family::Water:
    case Family::Internet:
    case Family::Health:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Tax:
    case Family::VehicleTax:
    case Family::VirtualAccount:
    case Family::Other:
      if (payment.kind == ProductKind::Prepaid)
        writePrepaid(out, payment);
      else
        writeBill(out, payment);
      break;
  }
}

void writeClaim(Writer& out, const Payment& payment) {
  if (payment.claimCode.empty())
    return;
  out.gap();
  out.centred("KODE AMBIL");
  // The box of the history finds a payment by it, scanned or typed.
  out.barcode(payment.claimCode.view(), Weight::Large);
  out.gap();
}

// The bank's own reference, or ours when it gave none.
std::string codeOf(const Payment& payment) {
  const Collected& code = payment.collected;
  return shown(code.reference.empty() ? code.id.view() : std::string_view(code.reference));
}

// No slip says that cash was taken where a name was written down, or a code was paid.
void writeTaken(Writer& out, const Payment& payment, const char* label) {
  if (payment.onBon())
    out.field("BON", shown(payment.bon.str()));
  out.amount(payment.onBon() ? "DICATAT DI BON" : payment.byCode() ? "DIBAYAR QRIS" : label, payment.held.text(), Weight::Bold);
  if (payment.byCode())
    out.field("REF QRIS", codeOf(payment));
}

void writeDepositSlip(Writer& out, const Payment& payment) {
  out.centred("BUKTI TITIPAN", Weight::Bold);
  out.centred("BELUM LUNAS - BUKAN BUKTI BAYAR", Weight::Bold);
  writeTime(out, payment.acceptedAt);
  out.rule();
  writeWhat(out, payment);
  writeTaken(out, payment, "UANG TITIPAN");
  writeClaim(out, payment);
  if (payment.kind == ProductKind::Bill)
    out.text("Tagihan dicek saat loket tersambung. Sisa uang titipan dikembalikan.");
  out.text("Simpan slip ini. Tunjukkan kode ambil ke loket untuk menerima struk bila sudah terbayar, "
           "atau uang kembali bila gagal atau dibatalkan.");
}

void writePendingSlip(Writer& out, const Payment& payment) {
  out.centred("TANDA TERIMA SEMENTARA", Weight::Bold);
  out.centred("SEDANG DICEK - JANGAN DIULANG", Weight::Bold);
  out.centred("BUKAN BUKTI BAYAR");
  writeTime(out, payment.acceptedAt);
  out.rule();
  writeWhat(out, payment);
  if (payment.cashWentBack())
    out.amount("SUDAH DIKEMBALIKAN", payment.held.text(), Weight::Bold);
  else
    writeTaken(out, payment, "UANG DITERIMA");
  writeClaim(out, payment);
  out.text("Hasil transaksi belum pasti. Jangan membayar lagi untuk nomor ini. Simpan slip ini; "
           "loket memberi struk atau uang kembali setelah hasilnya pasti.");
}

void writeRefundSlip(Writer& out, const Payment& payment) {
  Money due = payment.held;
  std::string title = "UANG HARUS DIKEMBALIKAN";
  std::string words = "Transaksi tidak terjadi. Uang pelanggan wajib dikembalikan penuh.";
  switch (payment.state) {
    case PaymentState::Refunded:
      title = "BUKTI PENGEMBALIAN UANG";
      words = "Transaksi tidak terjadi. Uang sudah dikembalikan penuh kepada pelanggan.";
      break;
    case PaymentState::Reversed:
      title = "TRANSAKSI DITARIK KEMBALI";
      words = "Penyedia menarik kembali transaksi ini. Struk sebelumnya tidak berlaku lagi.";
      due = payment.leftover;
      break;
    case PaymentState::Failed:
    case PaymentState::Cancelled:
      if (due.isZero()) {
        title = payment.state == PaymentState::Failed ? "TRANSAKSI GAGAL" : "TRANSAKSI DIBATALKAN";
        words = "Transaksi tidak terjadi. Tidak ada uang pelanggan yang ditahan.";
      }
      break;
    case PaymentState::RefundDue:
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::Succeeded:
    case PaymentState::Review:
      break;
  }
  out.centred(title, Weight::Bold);
  out.centred("BUKAN BUKTI BAYAR");
  writeTime(out, momentOf(payment));
  out.rule();
  writeWhat(out, payment);
  if (due.isPositive())
    out.amount("UANG KEMBALI", due.text(), Weight::Bold);
  if (due.isPositive() && payment.onBon())
    out.text("Dicatat di bon " + shown(payment.bon.str()) + ": bon dipotong dulu, hanya sisanya uang kembali.");
  if (due.isPositive() && payment.byCode()) {
    out.field("DIBAYAR QRIS", codeOf(payment));
    out.text("Uang kembali diberikan tunai.");
  }
  // Only the upstream's code: its sentences may claim that the bill is settled ("tagihan sudah ...").
  if (const Attempt* last = payment.lastAttempt(); last != nullptr && last->outcome == AttemptOutcome::Failed)
    out.field("KODE", shown(last->code, 16));
  if (due.isPositive() && payment.state != PaymentState::Refunded)
    writeClaim(out, payment);
  out.text(words);
}

}  // namespace

void writeCopyMark(Writer& out, int copyNo, Instant printedAt) {
  if (copyNo <= 0)
    return;
  out.centred("*** SALINAN ke-" + std::to_string(copyNo) + " ***", Weight::Bold);
  out.centred("dicetak " + stampOf(printedAt) + " WIB");
}

void writeHeader(Writer& out, const Outlet& outlet) {
  if (!outlet.logo.empty())
    out.logo(outlet.logo);
  if (outlet.training) {
    out.centred("*** LATIHAN ***", Weight::Bold);
    out.centred("BUKAN BUKTI PEMBAYARAN");
  }
  out.centred(toUpper(shown(outlet.name)), Weight::Bold);
  if (!outlet.address.empty())
    out.centred(shown(outlet.address, 160));
  for (const std::string& line : outlet.header)
    out.centred(shown(line, kShopLineMax));
}

void writeShopFooter(Writer& out, const Outlet& outlet) {
  if (!outlet.footer.empty())
    out.gap();
  for (const std::string& line : outlet.footer)
    out.centred(shown(line, kShopLineMax));
}

std::string shown(std::string_view value, std::size_t longest) {
  std::string clean = trimmed(cleanText(value));
  if (clean.size() > longest)
    clean.resize(longest);
  return clean;
}

std::string detailOf(const Payment& payment, const char* key) {
  const auto at = payment.details.find(key);
  return at == payment.details.end() ? std::string() : shown(at->second);
}

std::string referenceOf(const Payment& payment) {
  const std::string told = detailOf(payment, "reference");
  return told.empty() ? shown(payment.serial) : told;
}

std::string stampOf(Instant t) {
  const CivilTime c = civilAt(t);
  return twoDigits(c.date.day) + "/" + twoDigits(c.date.month) + "/" + std::to_string(c.date.year) + " " +
         twoDigits(c.hour) + ":" + twoDigits(c.minute) + ":" + twoDigits(c.second);
}

Instant momentOf(const Payment& payment) {
  return payment.settledAt == Instant{} ? payment.acceptedAt : payment.settledAt;
}

std::string inFours(std::string_view number) {
  const std::string clean = shown(number);
  if (!isDigits(clean))
    return clean;
  std::string out;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (i > 0 && i % 4 == 0)
      out.push_back(' ');
    out.push_back(clean[i]);
  }
  return out;
}

void writeTime(Writer& out, Instant t) { out.centred(stampOf(t) + " WIB"); }

void writeHowPaid(Writer& out, const Payment& payment) {
  if (payment.onBon())
    out.field("BON", shown(payment.bon.str()));
  if (payment.byCode())
    out.field("DIBAYAR QRIS", codeOf(payment));
  if (payment.held <= payment.total())
    return;
  out.amount(payment.onBon() ? "DICATAT DI BON" : payment.byCode() ? "UANG MASUK" : "UANG TITIPAN", payment.held.text());
  out.amount("SISA KEMBALI", (payment.held - payment.total()).text(), Weight::Bold);
}

ReceiptKind kindFor(const Payment& payment) {
  switch (payment.state) {
    case PaymentState::Succeeded:
      return ReceiptKind::Paid;
    case PaymentState::Accepted:
      return ReceiptKind::DepositSlip;
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::Review:
      return ReceiptKind::Pending;
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
      return ReceiptKind::Refund;
  }
  return ReceiptKind::Pending;
}

Receipt composeReceipt(const Payment& payment, const Outlet& outlet, int copyNo, Instant printedAt, const Seal& seal) {
  Receipt receipt;
  receipt.kind = kindFor(payment);
  receipt.ref = payment.ref;
  receipt.copyNo = copyNo;
  Writer out(receipt);
  writeHeader(out, outlet);
  out.gap();
  writeCopyMark(out, copyNo, printedAt);
  switch (receipt.kind) {
    case ReceiptKind::Paid: writePaid(out, payment, outlet); break;
    case ReceiptKind::DepositSlip: writeDepositSlip(out, payment); break;
    case ReceiptKind::Pending: writePendingSlip(out, payment); break;
    case ReceiptKind::Refund: writeRefundSlip(out, payment); break;
  }
  writeFooter(out, payment, outlet, copyNo, seal);
  return receipt;
}

Receipt composeBatchSheet(const std::string& batchId, Instant startedAt, const std::vector<BatchSheetItem>& items,
                          const Outlet& outlet) {
  Receipt receipt;
  // A list of outcomes proves no single payment.
  receipt.kind = ReceiptKind::Pending;
  Writer out(receipt);
  writeHeader(out, outlet);
  out.gap();
  out.centred("LEMBAR HASIL SINKRON", Weight::Bold);
  out.field("BATCH", shown(batchId, 40));
  out.field("MULAI", stampOf(startedAt) + " WIB");
  out.rule();
  Money sum;
  std::vector<std::pair<std::string, int>> outcomes;  // in the order they were first met
  int no = 0;
  for (const BatchSheetItem& item : items) {
    const std::string outcome = shown(item.outcome, 48);
    out.text(std::to_string(++no) + ". " + shown(item.productName));
    out.text(inFours(item.number));
    out.amount(outcome.empty() ? "-" : outcome, item.total.text());
    sum += item.total;
    bool known = false;
    for (auto& [word, count] : outcomes) {
      if (word == outcome) {
        ++count;
        known = true;
      }
    }
    if (!known)
      outcomes.emplace_back(outcome, 1);
  }
  out.rule();
  for (const auto& [word, count] : outcomes)
    out.amount(word.empty() ? "-" : word, std::to_string(count));
  out.amount("JUMLAH", std::to_string(items.size()), Weight::Bold);
  out.amount("TOTAL", sum.text(), Weight::Bold);
  writeShopFooter(out, outlet);
  return receipt;
}

}  // namespace loket::receipt
