#include "core/domain/reconcile/vocabulary.h"

#include <algorithm>
#include <array>
#include <string>

namespace loket::reconcile {
namespace {

template <typename Value>
struct Words {
  Value value;
  std::string_view words;  // separated by blanks
};

constexpr std::array kColumns = {
    Words<Column>{Column::Reference,
                  "reference ref refid referenceid refno referenceno referencenumber attemptref partnerref "
                  "partnerreferenceno partnertrxid merchantref orderid referensi idreferensi noreferensi "
                  "nomorreferensi noref refmitra refpartner"},
    Words<Column>{
        Column::TrxId,
        "trxid trid transactionid transactionno upstreamref upstreamtrxid originalreferenceno serial "
        "serialnumber sn idtransaksi notransaksi nomortransaksi nomorseri"},
    Words<Column>{Column::Product,
                  "product productcode productid sku buyerskucode code item produk kodeproduk kode layanan"},
    Words<Column>{
        Column::Number,
        "number customerno customernumber customerid phone msisdn destination beneficiaryaccountno nomor "
        "nomortujuan notujuan tujuan nopelanggan nomorpelanggan idpelanggan idpel nohp"},
    Words<Column>{
        Column::Charged,
        "charged deducted debit cost price settlementamount amountsettled terpotong potongan potongsaldo "
        "debet harga hargabeli biayapokok"},
    Words<Column>{Column::Amount,
                  "amount totalamount total sum jumlah nilai totalbayar jumlahbayar rupiah rp"},
    Words<Column>{Column::Face, "nominal denom denomination facevalue billamount tagihan"},
    Words<Column>{Column::Status, "status state result trxstatus transactionstatus statustransaksi hasil"},
    Words<Column>{
        Column::Time,
        "time datetime timestamp date trxtime trxdate transactiontime transactiondate settlementdate waktu "
        "tanggal tgl waktutransaksi tanggaltransaksi tgltransaksi tanggalwaktu"},
    Words<Column>{Column::Clock, "clock hour jam pukul"}};

constexpr std::array kStatuses = {
    Words<TheirStatus>{
        TheirStatus::Succeeded,
        "success successful succeeded ok settled paid completed done 00 sukses berhasil lunas selesai"},
    Words<TheirStatus>{
        TheirStatus::Failed,
        "failed fail failure error rejected declined cancelled canceled gagal ditolak batal dibatalkan"},
    Words<TheirStatus>{TheirStatus::Pending,
                       "pending process processing inprogress proses diproses menunggu tertunda"},
    Words<TheirStatus>{TheirStatus::Reversed,
                       "reversed reversal refund refunded void voided dikembalikan pengembalian"}};

constexpr std::string_view kHeaderTags = "h hd hdr header head kepala";
constexpr std::string_view kTrailerTags = "t tr trl trailer f ftr footer total jumlah akhir";

bool isIn(std::string_view words, std::string_view word) {
  if (word.empty())
    return false;
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word)
      return true;
    at = end + 1;
  }
  return false;
}

// "Ref. ID" and "ref_id" are one title.
std::string bare(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z')
      out.push_back(static_cast<char>(c + 32));
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out.push_back(c);
  }
  return out;
}

template <typename Value, std::size_t N>
std::optional<Value> meaningIn(const std::array<Words<Value>, N>& table, std::string_view text) {
  const std::string word = bare(text);
  for (const Words<Value>& row : table)
    if (isIn(row.words, word))
      return row.value;
  return std::nullopt;
}

}  // namespace

std::optional<Column> columnOf(std::string_view title) {
  return meaningIn(kColumns, title);
}
std::optional<TheirStatus> statusOf(std::string_view word) {
  return meaningIn(kStatuses, word);
}
bool isHeaderTag(std::string_view field) {
  return isIn(kHeaderTags, bare(field));
}
bool isTrailerTag(std::string_view field) {
  return isIn(kTrailerTags, bare(field));
}

std::string_view wordOf(TheirStatus status) {
  switch (status) {
    case TheirStatus::Succeeded:
      return "succeeded";
    case TheirStatus::Failed:
      return "failed";
    case TheirStatus::Pending:
      return "pending";
    case TheirStatus::Reversed:
      return "reversed";
  }
  return {};
}

std::optional<TheirStatus> theirStatusFromWord(std::string_view word) {
  for (TheirStatus status :
       {TheirStatus::Succeeded, TheirStatus::Failed, TheirStatus::Pending, TheirStatus::Reversed})
    if (wordOf(status) == word)
      return status;
  return std::nullopt;
}

}  // namespace loket::reconcile
