#include "tests/ui/real/day_goods.h"

namespace loket::test {
namespace {

enum Door { kElectricity, kPhone, kHealth, kWater, kBank, kOthers };

// So that three figures are never led by a nought, which would make another length of some numbers.
constexpr int kFirstNumber = 100;

}  // namespace

const std::vector<Goods>& goodsOfTheDay() {
  static const std::vector<Goods> goods = {
      {"TOKEN PLN", "pln-token-20000", kByNumber, "", 0, 0, "14300###011", nullptr, nullptr, true,
       Offline::AtItsPrice},
      {"PULSA", "pulsa-telkomsel-5000", kByNumber, "", 0, 0, "081277###011", nullptr, nullptr, false,
       Offline::AtItsPrice},
      {"TAGIHAN AIR", "pdam-tirta-sejahtera", kWater, "tirta", 0, 0, "101###1", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"UANG ELEKTRONIK", "emoney-dana-20000", kPhone, "dana 20000", 0, 0, "081288###011", nullptr, nullptr,
       false, Offline::AtItsPrice},
      {"BPJS", "bpjs-kesehatan", kHealth, "kesehatan", 0, 0, "88888012###60001", "", nullptr, true,
       Offline::UpToCeiling},
      {"PAKET DATA", "data-telkomsel-data-3-gb-7-hari", kPhone, "telkomsel 7 hari", 0, 0, "081277###021",
       nullptr, nullptr, false, Offline::AtItsPrice},
      {"TRANSFER", "transfer-bca", kBank, "bca", 0, 0, "0148###157", nullptr, "150000", true,
       Offline::Refused},
      {"TAGIHAN PLN", "pln-postpaid", kByNumber, "", 1, 0, "530000###001", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"VOUCHER GAME", "game-mobile-legends-86-diamond", kPhone, "legends 86", 0, 0, "51###011", nullptr,
       nullptr, false, Offline::AtItsPrice},
      {"INTERNET", "telkom-pstn", kOthers, "telkom pstn", 0, 0, "63916###01", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"PULSA", "pulsa-xl-10000", kByNumber, "", 0, 1, "087877###031", nullptr, nullptr, false,
       Offline::AtItsPrice},
      {"PAJAK", "pbb-kota-cimahi", kOthers, "pbb", 0, 0, "329801092###999991", "2025", nullptr, true,
       Offline::UpToCeiling},
      {"TV", "tv-berlangganan", kOthers, "berlangganan", 0, 0, "127246###111", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"TOKEN PLN", "pln-token-50000", kByNumber, "", 0, 1, "14300###021", nullptr, nullptr, true,
       Offline::AtItsPrice},
      {"ANGSURAN", "mega-auto-finance", kOthers, "mega auto", 0, 0, "63916###11", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"TAGIHAN GAS", "pgn-gas", kWater, "pgn", 0, 0, "0110###611", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"PAJAK KENDARAAN", "samsat", kOthers, "samsat", 0, 0, "B ###1 Z", "3273010101900001", nullptr, true,
       Offline::UpToCeiling},
      {"UANG ELEKTRONIK", "emoney-go-pay-open", kPhone, "go pay isi", 0, 0, "08128810###7", nullptr, "50000",
       true, Offline::Refused},
      {"TAGIHAN AIR", "pdam-kota-surabaya", kWater, "surabaya", 0, 0, "102###01", nullptr, nullptr, true,
       Offline::UpToCeiling},
      {"VIRTUAL ACCOUNT", "virtual-account-bank", kBank, "virtual", 0, 0, "8860811###157", nullptr, nullptr,
       true, Offline::Refused},
      {"TRANSFER", "setor-tunai-bank", kBank, "setor", 0, 0, "888801000###508", nullptr, "200000", true,
       Offline::Refused},
      {"LAINNYA", "other-voucher-alfamart-rp-50-000", kOthers, "alfamart 50", 0, 0, "081288###061", nullptr,
       nullptr, false, Offline::AtItsPrice},
  };
  return goods;
}

QString numberFor(const char* pattern, int n) {
  const QByteArray figures = QByteArray::number(kFirstNumber + n);
  QByteArray number(pattern);
  qsizetype at = 0;
  for (char& c : number)
    if (c == '#' && at < figures.size())
      c = figures[at++];
  return QString::fromLatin1(number);
}

}  // namespace loket::test
