// Every response code (rc) of the Digiflazz buyer API and what it proves. Source: the response-code table at
// developer.digiflazz.com/api/buyer/response-code.
#pragma once

#include <array>
#include <string_view>

#include "core/domain/payment/verdict.h"

namespace loket::adapters::digiflazz {

struct ResponseCode {
  std::string_view rc;
  std::string_view message;
  // "Transaksi Terbentuk": the transaction exists under its ref_id. If not, nothing was or will be taken.
  bool created;
  // In answer to the attempt itself. What it means in answer to a question is `readAsked` of the codec.
  VerdictKind kind;
};

inline constexpr std::array kResponseCodes = {
    ResponseCode{"00", "Transaksi Sukses", true, VerdictKind::Succeeded},
    ResponseCode{"01", "Timeout", true, VerdictKind::Failed},
    ResponseCode{"02", "Transaksi Gagal", true, VerdictKind::Failed},
    ResponseCode{"03", "Transaksi Pending", true, VerdictKind::Pending},
    ResponseCode{"40", "Payload Error", false, VerdictKind::RefusedByConfig},
    ResponseCode{"41", "Signature tidak valid", false, VerdictKind::RefusedByConfig},
    ResponseCode{"42", "Gagal memproses API Buyer", false, VerdictKind::RefusedByConfig},
    ResponseCode{"43", "SKU tidak ditemukan / Non-Aktif", false, VerdictKind::Failed},
    ResponseCode{"44", "Saldo tidak cukup", false, VerdictKind::RefusedForNow},
    ResponseCode{"45", "IP tidak dikenali", false, VerdictKind::RefusedByConfig},
    ResponseCode{"47", "Transaksi sudah terjadi di buyer lain", false, VerdictKind::Failed},
    // The ref_id is taken, by what nobody knows: perhaps by this very attempt.
    ResponseCode{"49", "Ref ID tidak unik", false, VerdictKind::Unknown},
    ResponseCode{"50", "Transaksi Tidak Ditemukan", true, VerdictKind::Failed},
    ResponseCode{"51", "Nomor Tujuan Diblokir", true, VerdictKind::Failed},
    ResponseCode{"52", "Prefix Tidak Sesuai Dengan Operator", true, VerdictKind::Failed},
    ResponseCode{"53", "Produk Seller Sedang Tidak Tersedia", true, VerdictKind::Failed},
    ResponseCode{"54", "Nomor Tujuan Salah", true, VerdictKind::Failed},
    ResponseCode{"55", "Produk Sedang Gangguan", true, VerdictKind::Failed},
    ResponseCode{"56", "Limit saldo seller", false, VerdictKind::RefusedForNow},
    ResponseCode{"57", "Jumlah Digit Kurang Atau Lebih", true, VerdictKind::Failed},
    ResponseCode{"58", "Sedang Cut Off", true, VerdictKind::Failed},
    ResponseCode{"59", "Tujuan di Luar Wilayah/Cluster", true, VerdictKind::Failed},
    ResponseCode{"60", "Tagihan belum tersedia", true, VerdictKind::Failed},
    ResponseCode{"61", "Belum pernah melakukan deposit", false, VerdictKind::RefusedByConfig},
    ResponseCode{"62", "Seller sedang mengalami gangguan", false, VerdictKind::RefusedForNow},
    ResponseCode{"63", "Tidak support transaksi multi", false, VerdictKind::Failed},
    ResponseCode{"64", "Tarik tiket gagal, coba nominal lain", false, VerdictKind::Failed},
    ResponseCode{"65", "Limit transaksi multi", false, VerdictKind::Failed},
    ResponseCode{"66", "Cut Off (Perbaikan Sistem Seller)", false, VerdictKind::RefusedForNow},
    ResponseCode{"67", "Seller belum ter-verifikasi", false, VerdictKind::Failed},
    ResponseCode{"68", "Stok habis", false, VerdictKind::RefusedForNow},
    ResponseCode{"69", "Harga seller lebih besar dari ketentuan", false, VerdictKind::Failed},
    ResponseCode{"70", "Timeout Dari Biller", true, VerdictKind::Failed},
    ResponseCode{"71", "Produk Sedang Tidak Stabil", true, VerdictKind::Failed},
    ResponseCode{"72", "Lakukan Unreg Paket Dahulu", true, VerdictKind::Failed},
    ResponseCode{"73", "Kwh Melebihi Batas", true, VerdictKind::Failed},
    // May follow a success: what was taken has been given back.
    ResponseCode{"74", "Transaksi Refund", true, VerdictKind::Failed},
    ResponseCode{"80", "Akun Anda telah diblokir oleh Seller", false, VerdictKind::RefusedByConfig},
    ResponseCode{"81", "Seller ini telah diblokir oleh Anda", false, VerdictKind::RefusedByConfig},
    ResponseCode{"82", "Akun Anda belum ter-verifikasi", false, VerdictKind::RefusedByConfig},
    ResponseCode{"83", "Limitasi pengecekan pricelist", false, VerdictKind::RefusedForNow},
    ResponseCode{"84", "Nominal tidak valid", true, VerdictKind::Failed},
    // Nothing was bought; a minute later, under a new reference, it may be.
    ResponseCode{"85", "Limitasi transaksi, coba 1 menit lagi", true, VerdictKind::RefusedForNow},
    ResponseCode{"86", "Limitasi pengecekan nomor PLN", true, VerdictKind::Failed},
    ResponseCode{"87", "E-money wajib kelipatan Rp 1.000", false, VerdictKind::Failed},
    ResponseCode{"88", "Akun tidak dapat melakukan aksi ini", false, VerdictKind::RefusedByConfig},
    ResponseCode{"99", "DF Router Issue", true, VerdictKind::Pending},
};

// Failures of the seller or its stock, and not of the customer's number: another supplier may have it.
inline constexpr std::array<std::string_view, 9> kSupplierFailures = {"43", "53", "55", "58", "63",
                                                                      "65", "67", "69", "71"};

// The one failure that may follow a success.
inline constexpr std::string_view kTakenBack = "74";

// Null for a code the table does not have: such an answer proves nothing.
const ResponseCode* findResponseCode(std::string_view rc);
// "Sukses", "Pending" or "Gagal": what the field `status` must say next to this code.
std::string_view statusOf(const ResponseCode& code);

}  // namespace loket::adapters::digiflazz
