#include "app/sandbox/iak/bills.h"

#include <array>

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/iak/bill_sheets.h"
#include "app/sandbox/iak/customers.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::iak {
namespace {

using nlohmann::json;

struct Drawing {
  const BillProduct& product;
  const std::string& number;
  const Account& account;
  bool paid = false;
};

std::string text(std::int64_t amount) {
  return std::to_string(amount);
}

// "MEI 2026", or "MEI 26", from "202605"
std::string monthName(const std::string& period, bool shortYear) {
  constexpr std::array<const char*, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MEI", "JUN",
                                                "JUL", "AGU", "SEP", "OKT", "NOV", "DES"};
  const auto month = static_cast<std::size_t>(std::stoi(period.substr(4, 2)) - 1);
  return fmt::format("{} {}", kMonths[month], period.substr(shortYear ? 2 : 0, shortYear ? 2 : 4));
}

std::int64_t meterBefore(const Drawing& drawing, const Sheet& sheet) {
  return pick(drawing.number + sheet.period, 100, 80000, 1);
}

std::int64_t usage(const Drawing& drawing, const Sheet& sheet) {
  return pick(sheet.period + drawing.number, 8, 300, 1);
}

json plnDesc(const Drawing& drawing) {
  const Account& account = drawing.account;
  json details = json::array();
  for (const Sheet& sheet : account.sheets) {
    json detail{{"periode", sheet.period},
                {"nilai_tagihan", text(sheet.bill)},
                {"admin", text(drawing.product.fee)},
                {"denda", text(sheet.penalty)},
                {"total", sheet.bill + sheet.penalty + drawing.product.fee}};
    if (drawing.paid) {
      const std::int64_t before = account.documented ? 80000 : meterBefore(drawing, sheet);
      const std::int64_t used = account.documented ? 0 : usage(drawing, sheet);
      detail["meter_awal"] = fmt::format("{:08}", before);
      detail["meter_akhir"] = fmt::format("{:08}", before + used);
    }
    details.push_back(std::move(detail));
  }
  const PlnCustomer customer = plnCustomer(drawing.number);
  json desc{{"tarif", account.documented ? "R1" : customer.tariff},
            {"daya", account.documented ? 1300 : customer.power},
            {"lembar_tagihan", std::to_string(account.sheets.size())},
            {"tagihan", {{"detail", std::move(details)}}}};
  if (drawing.paid) {
    desc["lembar_tagihan_sisa"] = account.left;
  }
  return desc;
}

json waterDesc(const Drawing& drawing) {
  const Account& account = drawing.account;
  // Surabaya tells more than the others; Yogyakarta adds all months up into one detail.
  const bool isSurabaya = drawing.product.code == "PDAMKOTA.SURABAYA";
  const bool isUnified = drawing.product.code == "PDAMKOTA.YOGYAKARTA";
  json details = json::array();
  for (const Sheet& sheet : account.sheets) {
    const std::int64_t before = account.documented ? 4589 : meterBefore(drawing, sheet);
    const std::int64_t used = account.documented ? 24 : usage(drawing, sheet);
    if (isUnified && !details.empty()) {
      json& all = details.back();
      all["period"] = all["period"].get<std::string>() + "," + sheet.period;
      all["last_meter"] = all["last_meter"].get<std::int64_t>() + used;
      all["penalty"] = all["penalty"].get<std::int64_t>() + sheet.penalty;
      all["bill_amount"] = all["bill_amount"].get<std::int64_t>() + sheet.bill;
      continue;
    }
    json detail{{"period", sheet.period},   {"first_meter", before},     {"last_meter", before + used},
                {"penalty", sheet.penalty}, {"bill_amount", sheet.bill}, {"misc_amount", sheet.misc}};
    if (isSurabaya) {
      detail["stand"] = "";
    }
    details.push_back(std::move(detail));
  }
  json desc{{"bill_quantity", account.sheets.size()},
            {"address",
             account.documented ? "WONOKROMO S.S BARU 2 8" : "JL. KENANGA " + drawing.number.substr(3, 2)},
            {"biller_admin", ""},
            {"pdam_name", drawing.product.brand},
            {"stamp_duty", ""},
            {"bill", {{"detail", std::move(details)}}}};
  if (isSurabaya) {
    desc["due_date"] = "1-15 " + monthName(account.sheets.back().period, false);
    desc["kode_tarif"] = "3A";
  } else if (isUnified) {
    desc["kode_tarif"] = "";
  }
  return desc;
}

json telkomDesc(const Drawing& drawing) {
  // A phone bill has the shape of Telkom's with nothing in it but the count.
  const bool isPhone = drawing.product.family == BillFamily::Phone;
  json details = json::array();
  for (const Sheet& sheet : drawing.account.sheets) {
    if (isPhone) {
      details.push_back({{"periode", ""}, {"nilai_tagihan", ""}, {"admin", ""}, {"total", ""}});
    } else {
      details.push_back({{"periode", monthName(sheet.period, false)},
                         {"nilai_tagihan", text(sheet.bill)},
                         {"admin", text(drawing.product.fee)},
                         {"total", sheet.bill + drawing.product.fee}});
    }
  }
  return {{"kode_area", isPhone ? "" : "0751"},
          {"divre", isPhone ? "" : "01"},
          {"datel", isPhone ? "" : "0006"},
          {"jumlah_tagihan", drawing.account.sheets.size()},
          {"tagihan", {{"detail", std::move(details)}}}};
}

json tvDesc(const Drawing& drawing) {
  json details = json::array();
  if (drawing.product.family == BillFamily::TelkomVision) {
    for (const Sheet& sheet : drawing.account.sheets) {
      details.push_back({{"periode", monthName(sheet.period, true)},
                         {"nilai_tagihan", text(sheet.bill)},
                         {"no_ref", drawing.account.documented
                                        ? "205A"
                                        : upperCase(sha256Hex(drawing.number + sheet.period).substr(0, 4))}});
    }
  }
  return {{"bill_quantity", std::to_string(drawing.account.sheets.size())},
          {"product_category", ""},
          {"ppn", 0},
          {"tagihan", {{"detail", std::move(details)}}}};
}

json gasDesc(const Drawing& drawing) {
  const Account& account = drawing.account;
  const std::int64_t before = account.documented ? 6538 : meterBefore(drawing, account.sheets.front());
  std::int64_t used = account.documented ? 35 : 0;
  if (!account.documented) {
    for (const Sheet& sheet : account.sheets) {
      used += usage(drawing, sheet);
    }
  }
  return {{"address", "-"},
          {"first_meter", fmt::format("{:06}", before)},
          {"last_meter", fmt::format("{:06}", before + used)},
          {"usage", used}};
}

json financeDesc(const Drawing& drawing) {
  const Account& account = drawing.account;
  const bool known = account.documented;
  const std::string& number = drawing.number;
  return {{"misc_fee", 0},
          {"item_name", "HONDA VARIO TECHNO 125 PGM FI NON CBS"},
          {"no_rangka", known ? "MH1JFB111CK196426" : "MH1JFB111CK" + stableDigits(number, 6)},
          {"no_pol", known ? "B6213UWX" : "B" + stableDigits("plate" + number, 4) + "UWX"},
          {"tenor", "030"},
          {"installment", account.sheets.front().bill},
          {"penalty_bill", account.sheets.front().penalty},
          {"max_payment", 0},
          {"last_paid_due_date", "14 Dec 12"},
          {"id_ref", known ? "514367" : stableDigits("contract" + number, 6)}};
}

json landTaxDesc(const Drawing& drawing) {
  const Sheet& sheet = drawing.account.sheets.front();
  return {{"nop", drawing.number},
          {"tahun_pajak", sheet.period},
          {"lokasi", "KO. GRIYA ASRI CIPAGERAN"},
          {"kelurahan", "CIPAGERAN"},
          {"kecamatan", "CIMAHI UTARA"},
          {"kode_kab_kota", "0023"},
          {"kab_kota", "PEMKOT CIMAHI"},
          {"luas_tanah", "113 M2"},
          {"luas_gedung", "47 M2"},
          {"jatuh_tempo", "31/10/" + sheet.period},
          {"total_tagihan", sheet.bill},
          {"denda", 0},
          {"admin", drawing.product.fee},
          {"total_bayar", sheet.bill + drawing.product.fee}};
}

json descOf(const Drawing& drawing) {
  switch (drawing.product.family) {
    case BillFamily::Pln:
      return plnDesc(drawing);
    case BillFamily::PlnNonBill:
      return {{"transaksi", "PENYAMBUNGAN BARU"},
              {"no_registrasi", drawing.account.documented ? "5392112011703" : drawing.number},
              {"tanggal_registrasi", "20120524"}};
    case BillFamily::Bpjs:
      return {{"kode_cabang", "0901"},
              {"nama_cabang", "JAKARTA PUSAT"},
              {"sisa_pembayaran", "0"},
              {"jumlah_peserta", "2"}};
    case BillFamily::Water:
      return waterDesc(drawing);
    case BillFamily::Telkom:
    case BillFamily::Phone:
      return telkomDesc(drawing);
    case BillFamily::Internet:
      return {{"product_desc", "CBN Anywhere Basic"}};
    case BillFamily::Gas:
      return gasDesc(drawing);
    case BillFamily::Finance:
      return financeDesc(drawing);
    case BillFamily::Tv:
    case BillFamily::TelkomVision:
      return tvDesc(drawing);
    case BillFamily::LandTax:
      return landTaxDesc(drawing);
  }
  return json::object();
}

// Each biller writes the months in its own way; several are told by the first and the last.
std::string periodOf(const BillProduct& product, const Account& account, int months) {
  const std::string& first = account.sheets.front().period;
  const std::string& last = account.sheets.back().period;
  switch (product.family) {
    case BillFamily::Bpjs:
      return fmt::format("{:02}", months);
    case BillFamily::Gas:
      return last.substr(4, 2) + last.substr(2, 2);
    case BillFamily::Finance:
      return "005";  // the instalment's number
    case BillFamily::TelkomVision:
      return monthName(last, true);
    case BillFamily::PlnNonBill:
    case BillFamily::Phone:
    case BillFamily::Tv:
      return "";
    default:
      return account.sheets.size() == 1 ? first : first + "," + last;
  }
}

}  // namespace

Bill makeBill(const BillProduct& product, const BillWish& wish, UnixMs now) {
  const Account account = accountOf(product, wish, now);
  const auto count = static_cast<std::int64_t>(account.sheets.size());
  Bill bill;
  for (const Sheet& sheet : account.sheets) {
    bill.nominal += sheet.bill + sheet.penalty + sheet.misc;
  }
  const std::int64_t total = bill.nominal + product.fee * count;
  bill.deducted = total - product.commission * count;
  // Trap of this API: `price` is the customer's total, `selling_price` what the deposit pays.
  bill.inquiry = {{"tr_name", account.name},
                  {"period", periodOf(product, account, wish.months)},
                  {"nominal", bill.nominal},
                  {"admin", product.fee * count},
                  {"price", total},
                  {"selling_price", bill.deducted},
                  {"desc", descOf({product, wish.number, account, false})}};
  bill.payment = bill.inquiry;
  bill.payment["desc"] = descOf({product, wish.number, account, true});
  return bill;
}

std::string referenceOf(const std::string& code, const std::string& number, const std::string& ref) {
  if (code == "PLNPOSTPAID") {
    return number == "530000000001" ? "004212C9245F1BA43A77CEBD5CD5DA39"
                                    : upperCase(sha256Hex(ref + "/" + number).substr(0, 32));
  }
  return stableDigits("noref" + ref + "/" + number, 12);
}

}  // namespace loket::sandbox::iak
