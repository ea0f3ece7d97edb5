#include "app/sandbox/digiflazz/catalogue.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/core.h>

namespace loket::sandbox::digiflazz {
namespace {

// "10.000", as Indonesians write thousands
std::string thousands(std::int64_t amount) {
  std::string digits = std::to_string(amount);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, '.');
  }
  return digits;
}

PrepaidProduct product(std::string sku, std::string name, std::string category, std::string brand,
                       std::int64_t denomination, std::int64_t price) {
  PrepaidProduct made;
  made.sku = std::move(sku);
  made.name = std::move(name);
  made.category = std::move(category);
  made.brand = std::move(brand);
  made.denomination = denomination;
  made.price = price;
  made.description = made.name;
  return made;
}

void addAirtime(std::vector<PrepaidProduct>& all) {
  struct Operator {
    const char* sku;
    const char* title;
    const char* brand;
    std::int64_t extra;  // what this operator costs above the usual price
  };
  constexpr std::array<Operator, 7> kOperators{{{"tsel", "Telkomsel", "TELKOMSEL", 0},
                                                {"isat", "Indosat", "INDOSAT", 125},
                                                {"xld", "Xl", "XL", 215},
                                                {"ax", "Axis", "AXIS", 240},
                                                {"tri", "Three", "TRI", 60},
                                                {"sm", "Smartfren", "SMARTFREN", -85},
                                                {"byu", "by.U", "by.U", 30}}};
  constexpr std::array<std::array<std::int64_t, 2>, 7> kPrices{{{5000, 5450},
                                                                {10000, 10250},
                                                                {15000, 15150},
                                                                {20000, 20075},
                                                                {25000, 24950},
                                                                {50000, 49650},
                                                                {100000, 98100}}};
  for (const Operator& one : kOperators) {
    for (const auto& [denomination, price] : kPrices) {
      auto made = product(one.sku + std::to_string(denomination / 1000),
                          fmt::format("{} {}", one.title, thousands(denomination)), "Pulsa", one.brand,
                          denomination, price + one.extra);
      made.description = fmt::format("Pulsa {} Rp {}", one.title, thousands(denomination));
      // The aggregator's own documents quote these two prices in their samples.
      if (made.sku == "xld10" || made.sku == "xld25") {
        made.price = denomination;
      }
      all.push_back(std::move(made));
    }
  }
}

void addPackages(std::vector<PrepaidProduct>& all) {
  struct Package {
    const char* sku;
    const char* name;
    const char* category;
    const char* brand;
    std::int64_t price;
  };
  constexpr std::array<Package, 19> kPackages{{
      {"tseldata3", "Telkomsel Data 3 GB 7 Hari", "Data", "TELKOMSEL", 23850},
      {"tseldata12", "Telkomsel Data 12 GB 30 Hari", "Data", "TELKOMSEL", 84300},
      {"isatdata5", "Freedom Internet 5 GB 28 Hari", "Data", "INDOSAT", 27600},
      {"isatdata15", "Freedom Internet 15 GB 28 Hari", "Data", "INDOSAT", 58900},
      {"xldata4", "Xtra Combo 4 GB 28 Hari", "Data", "XL", 41200},
      {"axdata3", "Bronet 3 GB 30 Hari", "Data", "AXIS", 21150},
      {"tridata3", "Happy 3 GB 7 Hari", "Data", "TRI", 15900},
      {"smdata10", "Smartfren Data 10 GB 14 Hari", "Data", "SMARTFREN", 29400},
      {"byudata8", "by.U Data 8 GB 28 Hari", "Data", "by.U", 38700},
      {"ml86", "Mobile Legends 86 Diamond", "Games", "MOBILE LEGENDS", 21450},
      {"ml172", "Mobile Legends 172 Diamond", "Games", "MOBILE LEGENDS", 42600},
      {"ff70", "Free Fire 70 Diamond", "Games", "FREE FIRE", 9350},
      {"ff140", "Free Fire 140 Diamond", "Games", "FREE FIRE", 18450},
      {"pubg60", "PUBG Mobile 60 UC", "Games", "PUBG MOBILE", 14200},
      {"genshin60", "Genshin Impact 60 Genesis Crystals", "Games", "GENSHIN IMPACT", 13600},
      {"tselsms", "Telkomsel SMS 300 Semua Operator 7 Hari", "Paket SMS & Telpon", "TELKOMSEL", 10400},
      {"tseltelp", "Telkomsel Telpon 100 Menit 3 Hari", "Paket SMS & Telpon", "TELKOMSEL", 8150},
      {"vgplay20", "Voucher Google Play Rp 20.000", "Voucher", "GOOGLE PLAY INDONESIA", 20850},
      {"valfa50", "Voucher Alfamart Rp 50.000", "Voucher", "ALFAMART", 49950},
  }};
  for (const Package& one : kPackages) {
    auto made = product(one.sku, one.name, one.category, one.brand, 0, one.price);
    if (made.sku == "smdata10") {
      made.sellerActive = false;
    } else if (made.sku == "tridata3") {
      made.multi = false;
    } else if (made.sku == "ml172") {
      made.unlimitedStock = false;  // with stock 0: sold out
    }
    all.push_back(std::move(made));
  }
}

void addTokens(std::vector<PrepaidProduct>& all) {
  for (const std::int64_t denomination : {20000, 50000, 100000, 200000, 500000, 1000000}) {
    auto made = product("pln" + std::to_string(denomination / 1000), "PLN " + thousands(denomination), "PLN",
                        "PLN", denomination, denomination + 450);
    made.cutOffStart = "23:45";
    made.cutOffEnd = "00:15";
    made.description = "Token listrik Rp " + thousands(denomination);
    all.push_back(std::move(made));
  }
}

void addWallets(std::vector<PrepaidProduct>& all) {
  struct Wallet {
    const char* sku;
    const char* title;
    const char* brand;
    std::int64_t fee;
  };
  constexpr std::array<Wallet, 5> kWallets{{{"etoll", "Mandiri E-Toll", "MANDIRI E-TOLL", 950},
                                            {"dana", "DANA", "DANA", 75},
                                            {"ovo", "OVO", "OVO", 850},
                                            {"gopay", "Go Pay", "GO PAY", 700},
                                            {"linkaja", "LinkAja", "LINKAJA", 500}}};
  for (const Wallet& one : kWallets) {
    for (const std::int64_t denomination : {10000, 20000, 50000, 100000}) {
      auto made = product(one.sku + std::to_string(denomination / 1000),
                          fmt::format("{} {}", one.title, thousands(denomination)), "E-Money", one.brand,
                          denomination, denomination + one.fee);
      all.push_back(std::move(made));
    }
  }
}

std::vector<BillProduct> allBillProducts() {
  return {{"pln", "Pln Postpaid", "PLN", 2500, 1000, true},
          {"pdam", "PDAM Tirta Sejahtera", "PDAM", 2500, 800, true},
          {"internet", "Internet Rumah", "INTERNET", 2500, 900, true},
          {"bpjs", "BPJS Kesehatan", "BPJS KESEHATAN", 2500, 300, true},
          {"multifinance", "Multifinance", "MULTIFINANCE", 2500, 1500, true},
          {"cimahi", "PBB Kota Cimahi", "PBB", 2500, 1000, true},
          {"pdl", "Pajak Daerah Lainnya", "PAJAK DAERAH LAINNYA", 2500, 1000, true},
          {"pgas", "PGN Gas", "GAS NEGARA", 2500, 1000, true},
          {"tv", "TV Berlangganan", "TV PASCABAYAR", 2500, 1200, true},
          {"bpjstk", "BPJS Ketenagakerjaan BPU", "BPJS KETENAGAKERJAAN", 2500, 500, true},
          {"bpjstkpu", "BPJS Ketenagakerjaan PU", "BPJS KETENAGAKERJAAN PU", 2500, 500, true},
          {"plnnontaglis", "PLN Nontaglis", "PLN NONTAGLIS", 3000, 1500, true},
          {"emoney", "E-Money Isi Bebas", "E-MONEY", 1000, 250, true},
          {"samsat", "SAMSAT", "SAMSAT", 5000, 2000, true},
          {"hp", "HP Pascabayar", "HP PASCABAYAR", 2500, 900, true}};
}

// "23:45" as minutes; "0:0" is 0.
int minutesOf(const std::string& text) {
  const std::size_t colon = text.find(':');
  return std::atoi(text.substr(0, colon).c_str()) * 60 + std::atoi(text.substr(colon + 1).c_str());
}

template <typename Product>
auto findSku(std::vector<Product>& all, const std::string& sku) {
  return std::find_if(all.begin(), all.end(), [&](const Product& one) { return one.sku == sku; });
}

}  // namespace

Catalogue::Catalogue() : m_bills(allBillProducts()) {
  addAirtime(m_prepaid);
  addPackages(m_prepaid);
  addTokens(m_prepaid);
  addWallets(m_prepaid);
}

const PrepaidProduct* Catalogue::prepaid(const std::string& sku) const {
  const auto found = std::find_if(m_prepaid.begin(), m_prepaid.end(),
                                  [&](const PrepaidProduct& one) { return one.sku == sku; });
  return found == m_prepaid.end() ? nullptr : &*found;
}

const BillProduct* Catalogue::bill(const std::string& sku) const {
  const auto found =
      std::find_if(m_bills.begin(), m_bills.end(), [&](const BillProduct& one) { return one.sku == sku; });
  return found == m_bills.end() ? nullptr : &*found;
}

bool Catalogue::change(const std::string& sku, std::optional<std::int64_t> price,
                       std::optional<bool> sellerActive) {
  if (const auto found = findSku(m_prepaid, sku); found != m_prepaid.end()) {
    found->price = price.value_or(found->price);
    found->sellerActive = sellerActive.value_or(found->sellerActive);
    return true;
  }
  const auto found = findSku(m_bills, sku);
  if (found == m_bills.end() || price) {
    return false;
  }
  found->sellerActive = sellerActive.value_or(found->sellerActive);
  return true;
}

bool inCutOff(const PrepaidProduct& product, int minuteOfDay) {
  const int start = minutesOf(product.cutOffStart);
  const int end = minutesOf(product.cutOffEnd);
  if (start == end) {
    return false;
  }
  if (start < end) {
    return minuteOfDay >= start && minuteOfDay < end;
  }
  return minuteOfDay >= start || minuteOfDay < end;
}

}  // namespace loket::sandbox::digiflazz
