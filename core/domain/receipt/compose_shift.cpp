#include "core/base/text.h"
#include "core/domain/receipt/shift_sheet.h"
#include "core/domain/receipt/writer.h"

namespace loket::receipt {
namespace {

const char* familyWord(Family family) {
  switch (family) {
    case Family::Pulsa: return "PULSA";
    case Family::Data: return "PAKET DATA";
    case Family::PlnToken: return "TOKEN PLN";
    case Family::PlnBill: return "TAGIHAN PLN";
    case Family::EMoney: return "UANG ELEKTRONIK";
    case Family::Game: return "VOUCHER GAME";
    case Family::Water: return "TAGIHAN AIR";
    case Family::Internet: return "INTERNET";
    case Family::Health: return "BPJS";
    case Family::Gas: return "TAGIHAN GAS";
    case Family::Television: return "TV";
    case Family::Finance: return "ANGSURAN";
    case Family::Tax: return "PAJAK";
    case Family::VehicleTax: return "PAJAK KENDARAAN";
    case Family::Transfer: return "TRANSFER";
    case Family::VirtualAccount: return "VIRTUAL ACCOUNT";
    case Family::Other: break;
  }
  return "LAINNYA";
}

// "KURANG Rp5.000"; a sign alone is overlooked on paper.
void writeDifference(Writer& out, Money difference) {
  if (difference.isZero())
    out.centred("KAS PAS", Weight::Bold);
  else if (difference.isNegative())
    out.amount("KURANG", (Money{} - difference).text(), Weight::Bold);
  else
    out.amount("LEBIH", difference.text(), Weight::Bold);
}

void writeSales(Writer& out, const std::vector<ShiftSheet::Sales>& sales) {
  out.text("PENJUALAN", Weight::Bold);
  int count = 0;
  Money sum;
  for (const ShiftSheet::Sales& row : sales) {
    out.amount(std::string(familyWord(row.family)) + " " + std::to_string(row.count) + "x", row.sum.text());
    count += row.count;
    sum += row.sum;
  }
  out.amount("JUMLAH " + std::to_string(count) + "x", sum.text(), Weight::Bold);
}

void writeDrawer(Writer& out, const ShiftSheet& sheet) {
  const Shift& shift = sheet.shift;
  out.text("KAS DI LACI", Weight::Bold);
  out.amount("AWAL", shift.floatCounted.text());
  out.amount("MASUK", sheet.cashIn.text());
  out.amount("KELUAR", sheet.cashOut.text());
  out.amount("SEHARUSNYA", shift.expected.text());
  out.amount("DIHITUNG", shift.counted.text(), Weight::Bold);
  writeDifference(out, shift.difference());
  out.field("ALASAN", shown(shift.reason, 160));
}

}  // namespace

Receipt composeShiftSheet(const ShiftSheet& sheet, const Outlet& outlet, int copyNo, Instant printedAt) {
  const Shift& shift = sheet.shift;
  Receipt receipt;
  // A list of sales proves no single payment.
  receipt.kind = ReceiptKind::Pending;
  receipt.ref = PaymentRef(shift.id.str());
  receipt.copyNo = copyNo;
  Writer out(receipt);
  writeHeader(out, outlet);
  out.gap();
  writeCopyMark(out, copyNo, printedAt);
  out.centred("LAPORAN SHIFT", Weight::Bold);
  out.centred(shift.id.view());
  out.rule();
  out.field("BUKA", stampOf(shift.openedAt));
  out.field("OLEH", shown(shift.openedBy.view(), 32));
  out.field("TUTUP", stampOf(shift.closedAt));
  out.field("OLEH", shown(shift.closedBy.view(), 32));
  out.rule();
  writeSales(out, sheet.sales);
  if (sheet.goods.count != 0 || !sheet.goods.sum.isZero())
    out.amount("BARANG " + std::to_string(sheet.goods.count) + "x", sheet.goods.sum.text());
  out.rule();
  writeDrawer(out, sheet);
  for (const ShiftSheet::Deposit& deposit : sheet.deposits) {
    const std::string name = toUpper(shown(deposit.upstream.view(), 16));
    out.rule();
    out.text("DEPOSIT " + name, Weight::Bold);
    out.amount("BUKU", deposit.balance.text());
    if (deposit.told) {
      out.amount("KATA " + name, deposit.told->text());
      out.field("PADA", stampOf(deposit.toldAt));
    }
  }
  out.gap();
  writeShopFooter(out, outlet);
  return receipt;
}

}  // namespace loket::receipt
