// One payment of each kind of receipt, with the numbers of the field's own examples (ppob-domain 2.3).
#pragma once

#include <string>
#include <vector>

#include "core/domain/receipt/receipt.h"
#include "core/domain/receipt/shift_sheet.h"

namespace loket::test {

using receipt::Receipt;
using receipt::composeBatchSheet;

struct Sample {
  std::string name;
  Payment payment;
  int copyNo = 0;
};

inline Instant wib(int hour, int minute, int second) {
  return instantOf(CivilTime{{2026, 11, 23}, hour, minute, second, 0});
}

inline Outlet sampleOutlet() { return Outlet{"WRG-001", "Warung Bu Sri", "Jl. Melati 7, Bandung", "Asia/Jakarta"}; }

// One who has something to say on every paper; what is no letter is not printed.
inline Outlet talkativeOutlet() {
  Outlet outlet = sampleOutlet();
  outlet.header = {"Buka setiap hari 07.00 \xE2\x80\x93 21.00"};
  outlet.footer = {"Terima kasih, sampai jumpa lagi", "WA 0812-0000-0000"};
  return outlet;
}

inline Payment samplePayment(Family family, ProductKind kind, const char* product, const char* brand,
                             const char* number, const char* customer, std::int64_t amount, std::int64_t admin,
                             PaymentState state) {
  Payment p;
  p.ref = PaymentRef("W1K7Q2M9X4T8B3N6ZC5R");
  p.productName = product;
  p.brand = brand;
  p.family = family;
  p.kind = kind;
  p.number = number;
  p.customerName = customer;
  p.amount = Money::rupiah(amount);
  p.adminFee = Money::rupiah(admin);
  p.held = p.total();
  p.cash = Money::rupiah(1'000'000);
  p.state = state;
  p.claimCode = ClaimCode("A7K9Q2");
  p.user = UserName("sri");
  p.acceptedAt = wib(14, 5, 9);
  if (!isUnsettled(state))
    p.settledAt = wib(14, 5, 22);
  return p;
}

inline Payment sampleToken() {
  Payment p = samplePayment(Family::PlnToken, ProductKind::Prepaid, "PLN 20.000", "PLN", "14300000001", "BUDI CONTOH",
                            20'000, 3'500, PaymentState::Succeeded);
  p.token = "1111-2222-3333-4444-5555";
  p.details = {{"subscriberId", "231000000001"},
               {"tariff", "R1"},
               {"power", "000001300"},
               {"reference", "0A7F9C21E4B84D100A7F9C21E4B84D10"},
               {"meterai", "0"},
               {"ppn", "0"},
               {"pbjt", "1819"},
               {"angsuran", "0"},
               {"rpStroom", "18181"},
               {"kwh", "12.6"}};
  return p;
}

inline Payment samplePlnBill() {
  Payment p = samplePayment(Family::PlnBill, ProductKind::Bill, "PLN Pascabayar", "PLN", "530000000001",
                            "Nama Pelanggan Pertama", 300'000, 2'750, PaymentState::Succeeded);
  p.serial = "S1234554321N";
  p.details = {{"tariff", "R1"},       {"power", "1300 VA"},  {"period", "202609,202610"},
               {"meterFrom", "11701"}, {"meterTo", "11847"}, {"remaining", "2"}};
  return p;
}

inline Payment samplePulsa(PaymentState state) {
  Payment p = samplePayment(Family::Pulsa, ProductKind::Prepaid, "Telkomsel 10.000", "TELKOMSEL", "081234567890", "",
                            12'000, 0, state);
  if (state == PaymentState::Succeeded)
    p.serial = "0041002350987612345";
  return p;
}

inline Payment sampleTransfer() {
  Payment p = samplePayment(Family::Transfer, ProductKind::Transfer, "Transfer BRI", "BRI", "888801000157610", "",
                            1'250'000, 6'500, PaymentState::Succeeded);
  p.serviceFee = Money::rupiah(1'500);
  p.held = p.total();
  p.details = {{"bank", "BRI"}, {"accountName", "SITI CONTOH"}, {"reference", "2020102977770000000009"}};
  return p;
}

inline Payment sampleHealthBill() {
  Payment p = samplePayment(Family::Health, ProductKind::Bill, "BPJS Kesehatan", "BPJS KESEHATAN", "8888802644891135",
                            "Nama Peserta", 150'000, 2'500, PaymentState::Succeeded);
  p.serial = "BPJS20261123001";
  p.details = {{"participants", "2"}, {"period", "1 BULAN"}, {"address", "JAKARTA PUSAT"}, {"billCount", "1"}};
  return p;
}

inline Payment sampleOfflineBill(PaymentState state) {
  Payment p = samplePayment(Family::Water, ProductKind::Bill, "PDAM Kota Bandung", "PDAM", "1013226", "SUPARDI",
                            95'000, 2'500, state);
  p.offline = true;
  p.held = Money::rupiah(150'000);
  p.details = {{"period", "OKT26"}, {"meterFrom", "1204"}, {"meterTo", "1219"}, {"tariff", "2A2"}, {"penalty", "5000"}};
  if (state == PaymentState::Succeeded) {
    p.serial = "PDAM778899";
    p.leftover = p.held - p.total();
  }
  return p;
}

inline Payment byCode(Payment p) {
  p.cash = Money{};
  p.collected = {CollectionId("C261123ABCDEFGHJK"), UpstreamId("bank"), "20261123000000000417", Money::rupiah(84), false};
  return p;
}

inline std::vector<Sample> allSamples() {
  Payment bare = sampleToken();
  bare.number = "231000000001";
  bare.details = {{"tariff", "R1"}, {"power", "1300VA"}, {"kwh", "31,4"}};
  bare.amount = Money::rupiah(1'000'000);
  bare.serviceFee = Money::rupiah(1'000);
  bare.held = bare.total();
  Payment contradicting = sampleToken();
  contradicting.details["rpStroom"] = "18182";
  Payment strange = sampleToken();
  strange.token = "";
  strange.serial = "1111-2222-3333-4444-555X/BUDI";
  strange.details.erase("reference");
  Payment eMoney = samplePayment(Family::EMoney, ProductKind::Prepaid, "DANA 50.000", "DANA", "081234567890",
                                 "SEPTI A.", 50'000, 1'500, PaymentState::Succeeded);
  eMoney.serial = "SEPTIAPAR/20190401214753214742";
  Payment wallet = samplePayment(Family::EMoney, ProductKind::Bill, "DANA isi bebas", "DANA", "081234567890",
                                 "SITI RAHAYU", 50'000, 1'000, PaymentState::Succeeded);
  wallet.serial = "2020102977770000000010";
  wallet.details = {{"accountName", "SITI RAHAYU"},
                    {"reference", "2020102977770000000010"},
                    {"inquiryId", "1234567890123"}};
  Payment account = samplePayment(Family::VirtualAccount, ProductKind::Bill, "Virtual Account BRI", "BRI",
                                  "886081234567890", "BUDI CONTOH", 75'000, 2'500, PaymentState::Succeeded);
  account.serial = "000000000000011";
  account.details = {{"accountName", "BUDI CONTOH"}, {"reference", "000000000000011"}};
  Payment land = samplePayment(Family::Tax, ProductKind::Bill, "PBB Kota Cimahi", "PBB", "329801092375999991",
                               "BUDI CONTOH", 96'500, 2'500, PaymentState::Succeeded);
  land.serial = "S9988776655N";
  land.inquiryFields.taxYear = "2025";
  land.details = {{"address", "KP. CONTOH RT 02/05"}, {"subdistrict", "CIBABAT"}, {"district", "CIMAHI UTARA"},
                  {"region", "KOTA CIMAHI"},          {"taxYear", "2025"},        {"landArea", "113 M2"},
                  {"buildingArea", "47 M2"},          {"period", "2025"},         {"billCount", "1"}};
  Payment landSlip = samplePayment(Family::Tax, ProductKind::Bill, "PBB Kota Cimahi", "PBB", "329801092375999991", "",
                                   150'000, 0, PaymentState::Accepted);
  landSlip.inquiryFields.taxYear = "2025";
  Payment vehicle = samplePayment(Family::VehicleTax, ProductKind::Bill, "SAMSAT", "SAMSAT", "B1234XYZ",
                                  "SITI RAHAYU", 245'000, 5'000, PaymentState::Succeeded);
  vehicle.serial = "S5544332211N";
  vehicle.inquiryFields.ownerId = "3273010101900001";
  vehicle.details = {{"address", "JL. MERDEKA 8"}, {"make", "HONDA"},   {"model", "SEPEDA MOTOR"},
                     {"vehicleYear", "2019"},      {"colour", "HITAM"}, {"chassis", "MH1JM1110KK123456"},
                     {"engine", "JM11E1234567"},   {"dueDate", "202611"}, {"period", "202611"}};
  Payment months = sampleHealthBill();
  months.inquiryFields.months = "3";
  months.details["period"] = "03";
  Payment monthsSlip = samplePayment(Family::Health, ProductKind::Bill, "BPJS Kesehatan", "BPJS KESEHATAN",
                                     "8888802644891135", "", 450'000, 0, PaymentState::Accepted);
  monthsSlip.inquiryFields.months = "3";
  Payment plainBill = samplePlnBill();
  plainBill.details = {{"remaining", "0"}};
  Payment failed = samplePulsa(PaymentState::RefundDue);
  failed.attempts.resize(1);
  failed.attempts[0].outcome = AttemptOutcome::Failed;
  failed.attempts[0].code = "54";
  Payment reversed = samplePulsa(PaymentState::Reversed);
  reversed.leftover = reversed.total();
  Payment nothingHeld = samplePulsa(PaymentState::Failed);
  nothingHeld.held = Money{};

  return {{"pln_token", sampleToken()},
          {"pln_token_copy", sampleToken(), 2},
          {"pln_token_few_details", bare},
          {"pln_token_parts_contradict", contradicting},
          {"pln_token_not_a_token", strange},
          {"pln_bill", samplePlnBill()},
          {"pln_bill_few_details", plainBill},
          {"pulsa", samplePulsa(PaymentState::Succeeded)},
          {"pulsa_by_code", byCode(samplePulsa(PaymentState::Succeeded))},
          {"pending_slip_by_code", byCode(samplePulsa(PaymentState::Suspect))},
          {"refund_due_by_code", byCode(samplePulsa(PaymentState::RefundDue))},
          {"emoney", eMoney},
          {"emoney_open", wallet},
          {"virtual_account", account},
          {"transfer", sampleTransfer()},
          {"bill_health", sampleHealthBill()},
          {"bill_health_months", months},
          {"deposit_slip_months", monthsSlip},
          {"bill_land_tax", land},
          {"bill_vehicle_tax", vehicle},
          {"deposit_slip_land_tax", landSlip},
          {"bill_water_with_leftover", sampleOfflineBill(PaymentState::Succeeded)},
          {"deposit_slip", samplePulsa(PaymentState::Accepted)},
          {"deposit_slip_bill", sampleOfflineBill(PaymentState::Accepted)},
          {"pending_slip", samplePulsa(PaymentState::Suspect)},
          {"refund_due", failed},
          {"refunded", samplePulsa(PaymentState::Refunded)},
          {"reversed", reversed},
          {"failed_nothing_held", nothingHeld}};
}

inline Receipt sampleBatchSheet() {
  return composeBatchSheet("B-20261123-0007", wib(15, 30, 0),
                           {{"Telkomsel 10.000", "081234567890", Money::rupiah(12'000), "Berhasil"},
                            {"PLN 50.000", "14300000001", Money::rupiah(52'500), "Berhasil"},
                            {"PDAM Kota Bandung", "1013226", Money::rupiah(97'500), "Gagal - uang kembali"},
                            {"XL 25.000", "087812345678", Money::rupiah(26'500), "Masih dicek"}},
                           sampleOutlet());
}

// ppob-domain 4.1: 1000 rupiah.
inline Collection sampleCollection() {
  Collection collection;
  collection.id = CollectionId("C261123K7Q2M");
  collection.amount = Money::rupiah(1'000);
  collection.code =
      "00020101021226640018ID.CO.ASTRAPAY.WWW011893600822321989939702092198993200303UMI51400014ID.CO.QRIS.WWW0211ID2198"
      "993970303UMI5204549953033605404100055020256031005802ID5912Toko Asepso56007JAKARTA61051015062210110BJI33Z8Z0H0703"
      "A016304E8D4";
  collection.expiresAt = wib(16, 5, 0);
  return collection;
}
inline Receipt sampleCollectionCode() {
  return receipt::composeCollectionCode(sampleCollection(), sampleOutlet(), wib(16, 0, 0));
}

inline receipt::CashOutSlip sampleCashOut() {
  return {"bank/in/20261123000123", "BUDI CONTOH",         Money::rupiah(500'000), Money::rupiah(5'000),
          Money::rupiah(495'000),   UserName("sri"), wib(15, 0, 0)};
}
inline Receipt sampleCashOutSlip() { return receipt::composeCashOutSlip(sampleCashOut(), sampleOutlet()); }

// Money is missing; one upstream has told, the other never.
inline receipt::ShiftSheet sampleShift() {
  receipt::ShiftSheet sheet;
  sheet.shift.id = ShiftId("S261123K7Q2M");
  sheet.shift.openedBy = UserName("sri");
  sheet.shift.openedAt = wib(7, 0, 12);
  sheet.shift.floatCounted = Money::rupiah(300'000);
  sheet.shift.floatExpected = Money::rupiah(300'000);
  sheet.shift.closedBy = UserName("budi");
  sheet.shift.closedAt = wib(14, 5, 9);
  sheet.shift.expected = Money::rupiah(1'512'000);
  sheet.shift.counted = Money::rupiah(1'507'000);
  sheet.shift.reason = "salah kembalian pagi, sudah dicari";
  sheet.sales = {{Family::PlnToken, 12, Money::rupiah(744'000)},
                 {Family::EMoney, 2, Money::rupiah(104'000)},
                 {Family::VirtualAccount, 1, Money::rupiah(1'250'000)}};
  sheet.cashIn = Money::rupiah(2'098'000);
  sheet.cashOut = Money::rupiah(886'000);
  sheet.deposits = {{UpstreamId("digi"), Money::rupiah(3'482'150), Money::rupiah(3'480'000), wib(14, 4, 51)},
                    {UpstreamId("bank"), Money::rupiah(12'000'000), std::nullopt, {}}};
  return sheet;
}

inline Receipt sampleShiftSheet() { return composeShiftSheet(sampleShift(), sampleOutlet(), 0, wib(14, 6, 0)); }

// As much as there should be, nothing sold, and printed once more.
inline Receipt sampleShiftSheetCopy() {
  receipt::ShiftSheet sheet = sampleShift();
  sheet.sales.clear();
  sheet.deposits.clear();
  sheet.shift.counted = sheet.shift.expected;
  sheet.shift.reason.clear();
  return composeShiftSheet(sheet, sampleOutlet(), 2, wib(18, 30, 0));
}

}  // namespace loket::test
