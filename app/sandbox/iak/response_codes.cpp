#include "app/sandbox/iak/response_codes.h"

#include <array>
#include <utility>

namespace loket::sandbox::iak {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

template <std::size_t size>
std::string_view lookUp(const std::array<Row, size>& rows, std::string_view rc) {
  for (const auto& [code, message] : rows) {
    if (code == rc) {
      return message;
    }
  }
  return "UNDEFINED RESPONSE CODE";
}

}  // namespace

std::string_view prepaidMessage(std::string_view rc) {
  constexpr std::array<Row, 14> kRows{{
      {"00", "SUCCESS"},
      {"06", "TRANSACTION NOT FOUND"},
      {"07", "FAILED"},
      {"14", "INCORRECT DESTINATION NUMBER"},
      {"16", "NUMBER NOT MATCH WITH OPERATOR"},
      {"17", "INSUFFICIENT DEPOSIT"},
      {"20", "CODE NOT FOUND"},
      {"39", "PROCESS"},
      {"106", "PRODUCT IS TEMPORARILY OUT OF SERVICE"},
      {"107", "ERROR IN XML FORMAT"},
      {"117", "PAGE NOT FOUND"},
      {"202", "MAXIMUM 1 NUMBER 1 TIME IN 1 DAY"},
      {"203", "NUMBER IS TOO LONG"},
      {"204", "WRONG AUTHENTICATION"},
  }};
  return rc == "205" ? "WRONG COMMAND" : lookUp(kRows, rc);
}

// Refusals are worded in English, the outcomes of a payment in Indonesian, as the documents' samples have it.
std::string_view billMessage(std::string_view rc) {
  constexpr std::array<Row, 18> kRows{{
      {"01", "INVOICE HAS BEEN PAID"},
      {"03", "INVALID REF ID"},
      {"04", "BILLING ID EXPIRED"},
      {"06", "INQUIRY ID NOT FOUND"},
      {"11", "DUPLICATE REF ID"},
      {"14", "INCORRECT DESTINATION NUMBER"},
      {"16", "NUMBER DOESN'T MATCH THE OPERATOR"},
      {"17", "BALANCE NOT ENOUGH"},
      {"20", "PRODUCT UNREGISTERED"},
      {"37", "PEMBAYARAN GAGAL"},
      {"39", "PENDING / TRANSAKSI SEDANG DIPROSES"},
      {"42", "REQUEST PEMBAYARAN BELUM DITERIMA"},
      {"100", "INVALID SIGNATURE"},
      {"101", "INVALID COMMAND"},
      {"103", "TIMEOUT"},
      {"105", "MISC ERROR / BILLER SYSTEM ERROR"},
      {"106", "PRODUCT IS TEMPORARILY OUT OF SERVICE"},
      {"107", "XML FORMAT ERROR"},
  }};
  if (rc == "109") {
    return "SYSTEM CUT OFF";
  }
  return rc == "117" ? "PAGE NOT FOUND" : lookUp(kRows, rc);
}

}  // namespace loket::sandbox::iak
