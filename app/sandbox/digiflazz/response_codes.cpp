#include "app/sandbox/digiflazz/response_codes.h"

#include <array>
#include <utility>

namespace loket::sandbox::digiflazz {

std::string_view messageOf(std::string_view rc) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kMessages{{
      {"00", "Transaksi Sukses"},
      {"02", "Transaksi Gagal"},
      {"03", "Transaksi Pending"},
      {"40", "Payload Error"},
      {"41", "Signature tidak valid"},
      {"42", "Gagal memproses API Buyer"},
      {"43", "SKU tidak ditemukan atau Non-Aktif"},
      {"44", "Saldo tidak cukup"},
      {"49", "Ref ID tidak unik"},
      {"50", "Transaksi Tidak Ditemukan"},
      {"54", "Nomor Tujuan Salah"},
      {"57", "Jumlah Digit Kurang Atau Lebih"},
      {"58", "Sedang Cut Off"},
      {"60", "Tagihan belum tersedia"},
      {"63", "Tidak support transaksi multi"},
      {"64", "Tarik tiket gagal, silahkan gunakan nominal lain"},
      {"68", "Stok habis"},
      {"69", "Harga seller lebih besar dari ketentuan harga Buyer"},
      {"74", "Transaksi Refund"},
      {"83", "Anda telah mencapai limitasi pengecekan pricelist, silahkan coba beberapa saat lagi"},
      {"85", "Anda telah mencapai limitasi transaksi, silahkan coba 1 menit lagi"},
      {"87", "Transaksi E-Money wajib kelipatan Rp 1.000"},
  }};
  for (const auto& [code, message] : kMessages) {
    if (code == rc) {
      return message;
    }
  }
  return rc == "99" ? "DF Router Issue" : "Transaksi Gagal";
}

std::string_view statusOf(std::string_view rc) {
  if (rc == "00") {
    return "Sukses";
  }
  return isPending(rc) ? "Pending" : "Gagal";
}

}  // namespace loket::sandbox::digiflazz
