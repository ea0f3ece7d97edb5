// The receipts the shop itself shapes: credit and data, transfers, and every other bill.
#include "core/base/text.h"
#include "core/domain/receipt/writer.h"

namespace loket::receipt {
namespace {

std::string prepaidTitle(const Payment& payment) {
  switch (payment.family) {
    case Family::Pulsa: return "STRUK PEMBELIAN PULSA";
    case Family::Data:
      return containsNoCase(payment.category, "sms") ? "STRUK PEMBELIAN PAKET SMS & TELPON"
                                                     : "STRUK PEMBELIAN PAKET DATA";
    case Family::EMoney: return "STRUK ISI UANG ELEKTRONIK";
    case Family::Game: return "STRUK PEMBELIAN VOUCHER GAME";
    case Family::PlnToken:
    case Family::PlnBill:
    case Family::Water:
    case Family::Internet:
    case Family::Health:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Tax:
    case Family::VehicleTax:
    case Family::Transfer:
    case Family::VirtualAccount:
    case Family::Other: break;
  }
  return "STRUK PEMBELIAN";
}

std::string billTitle(Family family) {
  switch (family) {
    case Family::Water: return "STRUK PEMBAYARAN TAGIHAN AIR";
    case Family::Internet: return "STRUK PEMBAYARAN INTERNET";
    case Family::Health: return "STRUK PEMBAYARAN BPJS";
    case Family::Gas: return "STRUK PEMBAYARAN TAGIHAN GAS";
    case Family::Television: return "STRUK PEMBAYARAN TV";
    case Family::Finance: return "STRUK PEMBAYARAN ANGSURAN";
    case Family::Tax: return "STRUK PEMBAYARAN PAJAK";
    case Family::VehicleTax:
      return "STRUK PEMBAYARAN PAJAK KENDARAAN";
    case Family::VirtualAccount:
      return "STRUK PEMBAYARAN VIRTUAL ACCOUNT";
    case Family::Pulsa:
    case Family::Data:
    case Family::PlnToken:
    case Family::PlnBill:
    case Family::EMoney:
    case Family::Game:
    case Family::Transfer:
    case Family::Other: break;
  }
  return "STRUK PEMBAYARAN TAGIHAN";
}

// Fees on their own lines, never inside the price, and the total once.
void writeMoney(Writer& out, const Payment& payment, const char* amountLabel) {
  out.amount(amountLabel, payment.amount.text());
  if (payment.adminFee.isPositive())
    out.amount("ADMIN", payment.adminFee.text());
  if (payment.serviceFee.isPositive())
    out.amount("BIAYA LAYANAN", payment.serviceFee.text());
  out.amount("TOTAL BAYAR", payment.total().text(), Weight::Bold);
  writeHowPaid(out, payment);
}

const char* numberLabel(Family family) {
  switch (family) {
    case Family::Health:
    case Family::VirtualAccount:
      return "NO VA";
    case Family::Tax:
      return "NOP";
    case Family::VehicleTax:
      return "NO POLISI";
    case Family::Pulsa:
    case Family::Data:
    case Family::PlnToken:
    case Family::PlnBill:
    case Family::EMoney:
    case Family::Game:
    case Family::Water:
    case Family::Internet:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Transfer:
    case Family::Other:
      break;
  }
  return "NO PELANGGAN";
}

// What the tax is on: land and buildings with their year, or a vehicle. The owner's identity number stays with the
// payment: paper is lost.
void writeTaxed(Writer& out, const Payment& payment) {
  if (payment.family == Family::Tax) {
    out.field("KELURAHAN", detailOf(payment, "subdistrict"));
    out.field("KECAMATAN", detailOf(payment, "district"));
    out.field("KAB/KOTA", detailOf(payment, "region"));
    out.field("PROVINSI", detailOf(payment, "province"));
    const std::string told = detailOf(payment, "taxYear");
    out.field("TAHUN PAJAK", told.empty() ? shown(payment.inquiryFields.taxYear) : told);
    out.field("LUAS TANAH", detailOf(payment, "landArea"));
    out.field("LUAS BANGUNAN", detailOf(payment, "buildingArea"));
  }
  if (payment.family == Family::VehicleTax) {
    out.field("MERK", detailOf(payment, "make"));
    out.field("MODEL", detailOf(payment, "model"));
    out.field("TAHUN", detailOf(payment, "vehicleYear"));
    out.field("WARNA", detailOf(payment, "colour"));
    out.field("NO RANGKA", detailOf(payment, "chassis"));
    out.field("NO MESIN", detailOf(payment, "engine"));
    out.field("JATUH TEMPO", detailOf(payment, "dueDate"));
  }
}

void writePaidMark(Writer& out) {
  out.gap();
  out.centred("LUNAS", Weight::Bold);
}

}  // namespace

void writePrepaid(Writer& out, const Payment& payment) {
  const bool mobile = payment.family == Family::Pulsa || payment.family == Family::Data;
  out.centred(prepaidTitle(payment), Weight::Bold);
  writeTime(out, momentOf(payment));
  out.rule();
  out.field("PRODUK", shown(payment.productName));
  out.field(mobile ? "NO HP" : "NOMOR", shown(payment.number));
  // Where the customer names the sum nothing is bought: his balance grows by exactly that.
  const bool filled = payment.kind == ProductKind::Bill;
  out.field("NAMA", shown(payment.customerName));
  if (!filled)
    out.field("SN", shown(payment.serial));
  out.rule();
  writeMoney(out, payment, filled ? "NOMINAL" : "HARGA");
  if (filled)
    out.field("NO REF", referenceOf(payment));
  writePaidMark(out);
  if (filled)
    out.centred("Saldo yang sudah diisi tidak dapat ditarik kembali.");
  out.centred("TERIMA KASIH");
}

void writeTransfer(Writer& out, const Payment& payment, const Outlet& outlet) {
  std::string name = detailOf(payment, "accountName");
  if (name.empty())
    name = shown(payment.customerName);
  out.centred("STRUK SETOR TUNAI / TRANSFER", Weight::Bold);
  writeTime(out, momentOf(payment));
  out.rule();
  out.field("SUMBER", shown(outlet.name));
  out.field("BANK", detailOf(payment, "bank"));
  out.field("REKENING", shown(payment.number), Weight::Bold);
  out.field("NAMA", name, Weight::Bold);
  out.rule();
  writeMoney(out, payment, "NOMINAL");
  out.field("TERBILANG", inWords(payment.amount) + " rupiah");
  out.field("NO REF", referenceOf(payment));
  out.field("STATUS", "BERHASIL", Weight::Bold);
  out.gap();
  out.centred("Uang yang sudah dikirim tidak dapat ditarik kembali.");
  out.centred("TERIMA KASIH");
}

void writeBill(Writer& out, const Payment& payment) {
  out.centred(billTitle(payment.family), Weight::Bold);
  writeTime(out, momentOf(payment));
  out.rule();
  out.field("PRODUK", shown(payment.productName));
  out.field(numberLabel(payment.family), shown(payment.number));
  out.field("NAMA", shown(payment.customerName));
  out.field("ALAMAT", detailOf(payment, "address"));
  writeTaxed(out, payment);
  out.field("GOLONGAN", detailOf(payment, "tariff"));
  out.field("PESERTA", detailOf(payment, "participants"));
  // A tax of one year says so in its own line.
  if (payment.inquiryFields.taxYear.empty() && payment.inquiryFields.ownerId.empty())
    out.field("PERIODE", detailOf(payment, "period"));
  out.field("JML BULAN", shown(payment.inquiryFields.months));
  out.field("JML TAGIHAN", detailOf(payment, "billCount"));
  const std::string from = detailOf(payment, "meterFrom");
  const std::string to = detailOf(payment, "meterTo");
  if (!from.empty() && !to.empty())
    out.field("STAND METER", from + "-" + to);
  out.rule();
  writeMoney(out, payment, payment.family == Family::VirtualAccount ? "NOMINAL" : "TAGIHAN");
  // The bill already contains it; as a line among the sums it would look like an extra.
  if (const auto penalty = Money::parse(detailOf(payment, "penalty")); penalty && penalty->isPositive())
    out.text("Tagihan termasuk denda " + penalty->text());
  out.field("NO REF", referenceOf(payment));
  writePaidMark(out);
  if (containsNoCase(payment.brand, "bpjs kesehatan"))
    out.centred("BPJS Kesehatan menyatakan struk ini sebagai bukti pembayaran yang sah");
  else
    out.centred("Struk ini bukti pembayaran yang sah");
  if (const std::string remaining = detailOf(payment, "remaining"); !remaining.empty() && remaining != "0")
    out.centred("Masih ada " + remaining + " tagihan yang belum dibayar");
  out.centred("TERIMA KASIH");
}

}  // namespace loket::receipt
