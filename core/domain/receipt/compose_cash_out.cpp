#include "core/domain/receipt/receipt.h"
#include "core/domain/receipt/writer.h"
#include "core/domain/till/qris.h"

namespace loket::receipt {

Receipt composeCollectionCode(const Collection& collection, const Outlet& outlet, Instant printedAt) {
  Receipt receipt;
  receipt.kind = ReceiptKind::Pending;
  receipt.ref = PaymentRef(collection.id.str());
  Writer out(receipt);
  writeHeader(out, outlet);
  out.rule();
  out.centred("QRIS", Weight::Large);
  if (const auto qris = readQris(collection.code); qris && !qris->merchant.empty())
    out.centred(shown(qris->merchant));
  out.gap();
  out.code(collection.code);
  out.gap();
  out.centred(collection.amount.text(), Weight::Large);
  out.centred("Berlaku sampai " + stampOf(collection.expiresAt) + " WIB");
  out.centred("BUKAN BUKTI BAYAR");
  out.gap();
  out.field("NO", collection.id.view());
  out.field("CETAK", stampOf(printedAt));
  writeShopFooter(out, outlet);
  return receipt;
}

Receipt composeCashOutSlip(const CashOutSlip& slip, const Outlet& outlet) {
  Receipt receipt;
  receipt.kind = ReceiptKind::Paid;
  receipt.ref = PaymentRef(slip.subject);
  Writer out(receipt);
  writeHeader(out, outlet);
  out.rule();
  out.centred("TARIK TUNAI", Weight::Bold);
  writeTime(out, slip.at);
  out.rule();
  out.field("DARI", shown(slip.from));
  out.amount("DITERIMA", slip.arrived.text());
  if (!slip.fee.isZero())
    out.amount("BIAYA LOKET", slip.fee.text());
  out.amount("UANG TUNAI", slip.cash.text(), Weight::Bold);
  out.gap();
  // Behind the account is what the bank, or the shop, calls it.
  out.field("REF", shown(slip.subject.substr(slip.subject.rfind('/') + 1)));
  out.field("KASIR", shown(slip.by.view(), 32));
  out.centred("Hitung uang Anda sebelum pergi.");
  writeShopFooter(out, outlet);
  return receipt;
}

}  // namespace loket::receipt
