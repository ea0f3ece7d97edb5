#include "app/sandbox/iak/catalogue.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace loket::sandbox::iak {
namespace {

void addAirtime(std::vector<PrepaidProduct>& all) {
  struct Operator {
    const char* code;
    const char* word;
    const char* brand;
    std::int64_t extra;  // what this operator costs above the usual price
  };
  constexpr std::array<Operator, 7> kOperators{{{"htelkomsel", "telkomsel", "TELKOMSEL", 0},
                                                {"hindosat", "indosat", "INDOSAT", 95},
                                                {"xld", "xl", "XL", 190},
                                                {"haxis", "axis", "AXIS", 265},
                                                {"hthree", "three", "TRI", 35},
                                                {"hsmart", "smart", "SMARTFREN", -60},
                                                {"hbyu", "byu", "by.U", 55}}};
  struct Face {
    std::int64_t denomination;
    std::int64_t price;
    const char* activePeriod;  // days
  };
  constexpr std::array<Face, 7> kFaces{{{5000, 5400, "7"},
                                        {10000, 10290, "15"},
                                        {15000, 15080, "20"},
                                        {20000, 20130, "30"},
                                        {25000, 24890, "30"},
                                        {50000, 49720, "45"},
                                        {100000, 97950, "60"}}};
  for (const Operator& one : kOperators) {
    for (const Face& face : kFaces) {
      PrepaidProduct made;
      made.code = one.code + std::to_string(face.denomination);
      made.type = "pulsa";
      made.operatorWord = one.word;
      made.brand = one.brand;
      made.nominal = std::to_string(face.denomination);
      made.details = fmt::format("Pulsa {} Rp {}", one.brand, face.denomination);
      made.activePeriod = face.activePeriod;
      made.denomination = face.denomination;
      made.price = face.price + one.extra;
      if (made.code == "xld25000") {
        made.price = 25000;  // as in the aggregator's own samples
      }
      all.push_back(std::move(made));
    }
  }
}

struct Named {
  const char* code;
  const char* word;
  const char* brand;
  const char* name;
  std::int64_t price;
};

PrepaidProduct productOf(const Named& one, const char* type, Goods goods) {
  PrepaidProduct made;
  made.code = one.code;
  made.type = type;
  made.operatorWord = one.word;
  made.brand = one.brand;
  made.nominal = one.name;
  made.goods = goods;
  made.price = one.price;
  return made;
}

void addPackages(std::vector<PrepaidProduct>& all) {
  constexpr std::array<Named, 9> kPackages{{
      {"tseldata3", "telkomsel_paket_internet", "TELKOMSEL", "Telkomsel Data 3 GB 7 Hari", 23700},
      {"tseldata12", "telkomsel_paket_internet", "TELKOMSEL", "Telkomsel Data 12 GB 30 Hari", 84900},
      {"isatdata5", "indosat_paket_internet", "INDOSAT", "Freedom Internet 5 GB 28 Hari", 27450},
      {"isatdata15", "indosat_paket_internet", "INDOSAT", "Freedom Internet 15 GB 28 Hari", 59200},
      {"xldata4", "xl_paket_internet", "XL", "Xtra Combo 4 GB 28 Hari", 41050},
      {"axisdata3", "axis_paket_internet", "AXIS", "Bronet 3 GB 30 Hari", 21300},
      {"threedata3", "tri_paket_internet", "TRI", "Happy 3 GB 7 Hari", 15750},
      {"smartdata10", "smartfren_paket_internet", "SMARTFREN", "Smartfren Data 10 GB 14 Hari", 29100},
      {"byudata8", "byu_paket_internet", "by.U", "by.U Data 8 GB 28 Hari", 38950},
  }};
  for (const Named& one : kPackages) {
    PrepaidProduct made = productOf(one, "data", Goods::Airtime);
    made.activePeriod = "30";
    made.oncePerDay = made.code == "threedata3";
    made.active = made.code != "smartdata10";
    all.push_back(std::move(made));
  }
}

void addTokens(std::vector<PrepaidProduct>& all) {
  struct Face {
    std::int64_t denomination;
    std::int64_t extra;
  };
  constexpr std::array<Face, 6> kFaces{
      {{20000, 400}, {50000, 400}, {100000, 500}, {200000, 475}, {500000, 350}, {1000000, 600}}};
  for (const Face& face : kFaces) {
    PrepaidProduct made;
    made.code = "hpln" + std::to_string(face.denomination);
    made.type = "pln";
    made.operatorWord = "pln";
    made.brand = "PLN";
    made.nominal = std::to_string(face.denomination);
    made.goods = Goods::PlnToken;
    made.denomination = face.denomination;
    made.price = face.denomination + face.extra;
    all.push_back(std::move(made));
  }
}

void addWallets(std::vector<PrepaidProduct>& all) {
  struct Wallet {
    const char* code;
    const char* word;
    const char* brand;
    std::int64_t fee;
    Goods goods;
  };
  constexpr std::array<Wallet, 7> kWallets{
      {{"dana", "dana", "DANA", 100, Goods::Wallet},
       {"ovo", "ovo", "OVO", 800, Goods::Wallet},
       {"gopay", "gopay_e-money", "GO PAY", 750, Goods::Wallet},
       {"linkaja", "linkaja", "LINKAJA", 450, Goods::Wallet},
       {"shopee", "shopee_pay", "SHOPEE PAY", 600, Goods::Wallet},
       {"etoll", "mandiri_e-toll", "MANDIRI E-TOLL", 900, Goods::TollCard},
       {"indomaretcard", "indomaret_card_e-money", "INDOMARET CARD E-MONEY", 850, Goods::TollCard}}};
  for (const Wallet& one : kWallets) {
    for (const std::int64_t denomination : {10000, 20000, 50000, 100000}) {
      PrepaidProduct made;
      made.code = one.code + std::to_string(denomination);
      made.type = "etoll";
      made.operatorWord = one.word;
      made.brand = one.brand;
      made.nominal = std::to_string(denomination);
      made.goods = one.goods;
      made.denomination = denomination;
      made.price = denomination + one.fee;
      made.oncePerDay = made.code == "linkaja10000";
      all.push_back(std::move(made));
    }
  }
}

void addGames(std::vector<PrepaidProduct>& all) {
  constexpr std::array<Named, 6> kDirect{{
      {"ml86", "mobile_legend", "MOBILE LEGENDS", "Mobile Legends 86 Diamond", 21300},
      {"ml172", "mobile_legend", "MOBILE LEGENDS", "Mobile Legends 172 Diamond", 42750},
      {"ff70", "free_fire", "FREE FIRE", "Free Fire 70 Diamond", 9450},
      {"ff140", "free_fire", "FREE FIRE", "Free Fire 140 Diamond", 18300},
      {"pubg60", "pubg_mobile", "PUBG MOBILE", "PUBG Mobile 60 UC", 14150},
      {"genshin60", "genshin_impact", "GENSHIN IMPACT", "Genshin Impact 60 Genesis Crystals", 13750},
  }};
  for (const Named& one : kDirect) {
    all.push_back(productOf(one, "game", Goods::Game));
  }
  constexpr std::array<Named, 2> kVouchers{
      {{"hsteam12000", "steam_sea", "STEAM", "Steam Wallet IDR 12.000", 16500},
       {"hgoogleplay20000", "google_play_indonesia", "GOOGLE PLAY", "Google Play IDR 20.000", 20900}}};
  for (const Named& one : kVouchers) {
    all.push_back(productOf(one, "game", Goods::GameVoucher));
  }
}

void addShopVouchers(std::vector<PrepaidProduct>& all) {
  constexpr std::array<Named, 4> kVouchers{
      {{"alfamart50", "alfamart_voucher", "ALFAMART", "Voucher Alfamart Rp 50.000", 50000},
       {"alfamart100", "alfamart_voucher", "ALFAMART", "Voucher Alfamart Rp 100.000", 100000},
       {"indomaret50", "indomaret_voucher", "INDOMARET", "Voucher Indomaret Rp 50.000", 49900},
       {"tokopedia100", "tokopedia", "TOKOPEDIA", "Voucher Tokopedia Rp 100.000", 99800}}};
  for (const Named& one : kVouchers) {
    all.push_back(productOf(one, "voucher", Goods::ShopVoucher));
  }
}

// Fees and commissions are those of the documents' samples where there is one.
std::vector<BillProduct> allBillProducts() {
  using F = BillFamily;
  return {
      {"PLNPOSTPAID", "PLN Postpaid", "pln", F::Pln, 2500, 600, "", "PLN"},
      {"PLNNONH", "PLN Nontaglis", "pln", F::PlnNonBill, 1600, 1800, "", "PLN NONTAGLIS"},
      {"BPJS", "BPJS Kesehatan", "bpjs", F::Bpjs, 2500, 200, "", "BPJS KESEHATAN"},
      {"PDAMKOTA.SURABAYA", "PDAM Kota Surabaya", "pdam", F::Water, 2000, 700, "Jawa Timur", "PDAM SURABAYA"},
      {"PDAMKOTA.MEDAN", "PDAM Kota Medan", "pdam", F::Water, 2500, 700, "Sumatera Utara", "PDAM MEDAN"},
      {"PDAMKOTA.YOGYAKARTA", "PDAM Kota Yogyakarta", "pdam", F::Water, 2000, 700, "DI Yogyakarta",
       "PDAM KOTA YOGYAKARTA"},
      {"PDAMKAB.BANDUNG", "PDAM Kabupaten Bandung", "pdam", F::Water, 2500, 800, "Jawa Barat",
       "PDAM KAB BANDUNG"},
      {"AETRA", "Aetra", "pdam", F::Water, 2500, 700, "DKI Jakarta", "AETRA JAKARTA"},
      {"TELKOMPSTN", "Telkom PSTN", "internet", F::Telkom, 2500, 1200, "", "TELKOM"},
      {"SPEEDY", "Telkom Speedy", "internet", F::Telkom, 2500, 1200, "", "TELKOM"},
      {"CBN", "CBN", "internet", F::Internet, 0, 1000, "", "CBN"},
      {"HPTHREE", "Three Pascabayar", "hp", F::Phone, 0, 1000, "", "TRI"},
      {"HPTSEL", "Telkomsel Halo", "hp", F::Phone, 2500, 1100, "", "TELKOMSEL"},
      {"HPMTRIX", "Indosat Matrix", "hp", F::Phone, 2500, 800, "", "INDOSAT"},
      {"HPXL", "XL Pascabayar", "hp", F::Phone, 2500, 1000, "", "XL"},
      {"HPSMART", "Smartfren Pascabayar", "hp", F::Phone, 2500, 900, "", "SMARTFREN"},
      {"PGAS", "PGN Gas", "gas", F::Gas, 2500, 600, "", "GAS NEGARA"},
      {"FNMEGA", "Mega Auto Finance", "finance", F::Finance, 0, 500, "", "MULTIFINANCE"},
      {"PBBKOT.CIMAHI", "PBB Kota Cimahi", "pbb", F::LandTax, 5000, 1000, "", "PBB"},
      {"TVBIG", "Big TV", "tv", F::Tv, 0, 1100, "", "TV PASCABAYAR"},
      {"TVTLKMV", "Telkomvision", "tv", F::TelkomVision, 1950, 1000, "", "TV PASCABAYAR"}};
}

template <typename Products>
auto findCode(Products& all, const std::string& code) {
  return std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code == code; });
}

}  // namespace

Catalogue::Catalogue() : m_bills(allBillProducts()) {
  addAirtime(m_prepaid);
  addPackages(m_prepaid);
  addTokens(m_prepaid);
  addWallets(m_prepaid);
  addGames(m_prepaid);
  addShopVouchers(m_prepaid);
}

const PrepaidProduct* Catalogue::prepaid(const std::string& code) const {
  const auto found = findCode(m_prepaid, code);
  return found == m_prepaid.end() ? nullptr : &*found;
}

const BillProduct* Catalogue::bill(const std::string& code) const {
  const auto found = findCode(m_bills, code);
  return found == m_bills.end() ? nullptr : &*found;
}

bool Catalogue::change(const std::string& code, std::optional<std::int64_t> price,
                       std::optional<bool> active) {
  if (const auto found = findCode(m_prepaid, code); found != m_prepaid.end()) {
    found->price = price.value_or(found->price);
    found->active = active.value_or(found->active);
    return true;
  }
  const auto found = findCode(m_bills, code);
  if (found == m_bills.end() || price) {
    return false;
  }
  found->active = active.value_or(found->active);
  return true;
}

}  // namespace loket::sandbox::iak
