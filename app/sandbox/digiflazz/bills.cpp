#include "app/sandbox/digiflazz/bills.h"

#include <array>
#include <vector>

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/digiflazz/customers.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::digiflazz {
namespace {

using nlohmann::json;

struct Sheet {
  std::string period;  // "202607"
  std::int64_t bill = 0;
  std::int64_t penalty = 0;
};

// Amounts inside `desc.detail` are strings, unlike those outside.
std::string text(std::int64_t amount) {
  return std::to_string(amount);
}

std::int64_t pick(const std::string& what, std::int64_t from, std::int64_t steps, std::int64_t step) {
  return from + static_cast<std::int64_t>(stableHash(what) % static_cast<std::uint64_t>(steps)) * step;
}

std::vector<Sheet> makeSheets(const BillProduct& product, const BillWish& wish, UnixMs now) {
  if (product.sku == "pln" && wish.number == "530000000001") {
    return {{"201901", 8000 + wish.extra, 500}};  // the official sample
  }
  if (product.sku == "bpjs" && wish.number == "8801234560001") {
    return {{"01", 22500 + wish.extra, 0}};
  }
  if (product.sku == "emoney") {
    return {{jakartaPeriod(now, 0), wish.chosen, 0}};
  }
  const bool landTax = product.sku == "cimahi" || product.sku == "pdl";
  if (landTax) {
    return {{wish.year, pick(product.sku + "/" + wish.number + "/" + wish.year, 18500, 4000, 75) + wish.extra,
             0}};
  }
  std::vector<Sheet> sheets;
  for (int back = wish.sheets; back >= 1; --back) {
    Sheet sheet;
    sheet.period = jakartaPeriod(now, back);
    const std::string key = product.sku + "/" + wish.number + "/" + sheet.period;
    sheet.bill = pick(key, 18500, 4000, 75);
    const bool late = back > 1 && product.sku != "internet" && product.sku != "tv" && product.sku != "hp";
    sheet.penalty = late ? pick(key + "/penalty", 3000, 5, 500) : 0;
    sheets.push_back(sheet);
  }
  sheets.front().bill += wish.extra;
  return sheets;
}

// "MEI 2026" from "202605"
std::string monthName(const std::string& period, bool shortYear) {
  constexpr std::array<const char*, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MEI", "JUN",
                                                "JUL", "AGU", "SEP", "OKT", "NOV", "DES"};
  const auto month = static_cast<std::size_t>(std::stoi(period.substr(4, 2)) - 1);
  return fmt::format("{} {}", kMonths[month], period.substr(shortYear ? 2 : 0, shortYear ? 2 : 4));
}

json detailOf(const BillProduct& product, const Sheet& sheet, const std::string& number, bool paid) {
  const std::int64_t meter = pick(number + sheet.period, 100, 80000, 1);
  const std::string before = fmt::format("{:08}", meter);
  const std::string after = fmt::format("{:08}", meter + pick(sheet.period + number, 8, 300, 1));
  if (product.sku == "pln") {
    json detail{{"periode", sheet.period},
                {"nilai_tagihan", text(sheet.bill)},
                {"admin", text(product.admin)},
                {"denda", text(sheet.penalty)}};
    if (paid) {
      const bool sample = number == "530000000001";
      detail["meter_awal"] = sample ? "00080000" : before;
      detail["meter_akhir"] = sample ? "00090000" : after;
    }
    return detail;
  }
  if (product.sku == "pdam") {
    return {{"periode", sheet.period},      {"nilai_tagihan", text(sheet.bill)},
            {"denda", text(sheet.penalty)}, {"meter_awal", before},
            {"meter_akhir", after},         {"biaya_lain", "0"}};
  }
  if (product.sku == "internet") {
    return {{"periode", monthName(sheet.period, false)},
            {"nilai_tagihan", text(sheet.bill)},
            {"admin", text(product.admin)}};
  }
  if (product.sku == "multifinance") {
    return {{"periode", sheet.period}, {"denda", text(sheet.penalty)}, {"biaya_lain", "0"}};
  }
  if (product.sku == "pgas") {
    return {{"periode", sheet.period.substr(4, 2) + sheet.period.substr(2, 2)},
            {"meter_awal", before},
            {"meter_akhir", after},
            {"usage", text(pick(sheet.period + number, 8, 300, 1))}};
  }
  if (product.sku == "tv") {
    return {{"periode", monthName(sheet.period, true)},
            {"nilai_tagihan", text(sheet.bill)},
            {"no_ref", stableDigits("tv" + number + sheet.period, 12)}};
  }
  return {{"periode", product.sku == "bpjs" && sheet.period.size() == 6 ? "01" : sheet.period}};
}

json describe(const BillProduct& product, const std::vector<Sheet>& sheets, const std::string& number,
              bool paid) {
  const auto count = static_cast<int>(sheets.size());
  json desc = json::object();
  if (product.sku == "pln") {
    const bool sample = number == "530000000001";
    const PlnCustomer customer = plnCustomer(number);
    desc = {{"tarif", sample ? "R1" : customer.tariff}, {"daya", sample ? 1300 : customer.power}};
  } else if (product.sku == "pdam") {
    desc = {{"tarif", "3A"}, {"alamat", "WONOKROMO S.S 12"}, {"jatuh_tempo", "20"}};
  } else if (product.sku == "bpjs") {
    desc = {{"jumlah_peserta", "2"}, {"alamat", "JAKARTA PUSAT"}};
  } else if (product.sku == "multifinance") {
    desc = {{"item_name", "HONDA VARIO TECHNO 125"},
            {"no_rangka", "MH1JFB111CK" + stableDigits(number, 6)},
            {"no_pol", "A" + stableDigits("plate" + number, 4) + "NB"},
            {"tenor", "030"}};
  } else if (product.sku == "cimahi" || product.sku == "pdl") {
    desc = {{"alamat", "KP. SINDANG SARI RT 02/05"},
            {"tahun_pajak", sheets.front().period.substr(0, 4)},
            {"kelurahan", "CIBABAT"},
            {"kecamatan", "CIMAHI UTARA"},
            {"kode_kab_kota", "0023"},
            {"kab_kota", "KOTA CIMAHI"},
            {"luas_tanah", "113 M2"},
            {"luas_gedung", "47 M2"}};
    if (product.sku == "pdl") {
      desc["provinsi"] = "JAWA BARAT";
    }
  } else if (product.sku == "pgas") {
    desc = {{"alamat", "JL. ANGGREK 5"}};
  } else if (product.sku == "samsat") {
    return {{"nama", upperCase(personName(number))},
            {"alamat", "JL. MERDEKA 8"},
            {"merk", "HONDA"},
            {"model", "SEPEDA MOTOR"},
            {"tahun", "2019"},
            {"warna", "HITAM"},
            {"no_rangka", "MH1" + stableDigits("frame" + number, 14)},
            {"no_mesin", "JM" + stableDigits("engine" + number, 10)},
            {"jatuh_tempo", sheets.front().period}};
  } else if (product.sku != "internet" && product.sku != "tv") {
    return desc;  // documented with an empty or a free description only
  }
  desc["lembar_tagihan"] = count;
  if (product.sku == "cimahi" || product.sku == "pdl") {
    return desc;
  }
  desc["detail"] = json::array();
  for (const Sheet& sheet : sheets) {
    desc["detail"].push_back(detailOf(product, sheet, number, paid));
  }
  return desc;
}

std::string customerName(const BillProduct& product, const std::string& number) {
  if (product.sku == "pln" && number == "530000000001") {
    return "Nama Pelanggan Pertama";
  }
  return product.sku == "pln" ? plnCustomer(number).name : personName(number);
}

}  // namespace

Bill makeBill(const BillProduct& product, const BillWish& wish, UnixMs now) {
  const std::vector<Sheet> sheets = makeSheets(product, wish, now);
  const auto count = static_cast<std::int64_t>(sheets.size());
  Bill bill;
  std::string periods;
  for (const Sheet& sheet : sheets) {
    bill.amount += sheet.bill + sheet.penalty;
    periods += (periods.empty() ? "" : ",") + sheet.period;
  }
  const std::int64_t selling = bill.amount + product.admin * count;
  bill.price = selling - product.commission * count;
  bill.inquiry = {{"customer_name", customerName(product, wish.number)},
                  {"admin", product.admin * count},
                  {"periode", periods},
                  {"price", bill.price},
                  {"selling_price", selling},
                  {"desc", describe(product, sheets, wish.number, false)}};
  bill.payment = bill.inquiry;
  bill.payment["desc"] = describe(product, sheets, wish.number, true);
  return bill;
}

}  // namespace loket::sandbox::digiflazz
