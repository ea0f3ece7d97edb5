// What the printer is tried with, and what the shop's own lines are looked at on.
#include "core/domain/receipt/receipt.h"
#include "core/domain/receipt/writer.h"

namespace loket::receipt {

Receipt composeSample(const Outlet& outlet, Instant printedAt, bool sealCode) {
  Receipt receipt;
  receipt.kind = ReceiptKind::Pending;
  Writer out(receipt);
  writeHeader(out, outlet);
  out.gap();
  out.centred("CONTOH STRUK", Weight::Bold);
  out.centred("BUKAN BUKTI PEMBAYARAN");
  writeTime(out, printedAt);
  out.rule();
  out.field("PRODUK", "TOKEN PLN 50.000");
  out.field("NAMA", "CONTOH PELANGGAN");
  out.field("NOMOR", inFours("14300000001"), Weight::Bold);
  out.amount("TOTAL BAYAR", Money::rupiah(52'500).text(), Weight::Bold);
  out.gap();
  out.centred("TOKEN");
  out.centred("0000 1111 2222 3333 4444", Weight::Large);
  out.gap();
  out.field("SEGEL", "0000-1111-2222");
  out.text("Garis di atas harus utuh dalam satu baris, dan kode di bawah harus terbaca kamera.");
  // A test page has a code for whoever looks whether the camera reads it; where receipts carry their seal it is of that size.
  out.code(sealCode ? "LOKET1/CONTOH/0/" + std::string(52, '0') : "LOKET CONTOH");
  writeShopFooter(out, outlet);
  return receipt;
}

}  // namespace loket::receipt
