#include "app/sandbox/iak/bill_sheets.h"

#include <algorithm>

#include "app/sandbox/crypto.h"
#include "app/sandbox/iak/customers.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::iak {
namespace {

constexpr int kMostPlnSheets = 4;  // in one transaction; more stay for the next one

struct Sample {
  const char* code;
  const char* number;
  const char* name;
  std::vector<Sheet> sheets;
};

// The samples of the documents, product by product.
const std::vector<Sample>& samples() {
  static const std::vector<Sample> all{
      {"PLNPOSTPAID", "530000000001", "SUBCRIBER NAME", {{"201608", 300000, 0, 0}}},
      {"PLNNONH", "3225030005922", "JAYUSMAN", {{"201205", 696400, 0, 0}}},
      {"BPJS", "8801234560001", "VERGIE", {{"201801", 25000, 0, 0}}},
      {"PDAMKOTA.SURABAYA", "10202001", "DADANG SOEKARDI", {{"201412", 27240, 7500, 750}}},
      {"TELKOMPSTN",
       "6391601202",
       "JAORAH",
       {{"201405", 49870, 0, 0}, {"201406", 44870, 0, 0}, {"201407", 34870, 0, 0}}},
      {"HPTHREE", "08991234501", "INTAN NUR AZIZA", {{"201807", 55000, 0, 0}}},
      {"PGAS", "0110014601", "NGATIMUN", {{"201709", 322002, 0, 0}}},
      {"FNMEGA", "6391601201", "ABDUL SAMID HARAHAP", {{"201212", 657695, 3305, 0}}},
      {"TVBIG", "1072161401", "Mr. syahrun as", {{"201807", 138499, 0, 0}}},
      {"TVTLKMV", "127246500101", "BAITUS MONGJENG", {{"201205", 99000, 0, 0}}},
  };
  return all;
}

// Words under which amounts are drawn. They are those of the first aggregator: a customer's bill is the
// biller's, the same whoever is asked.
const char* drawnAs(BillFamily family) {
  switch (family) {
    case BillFamily::Pln:
      return "pln";
    case BillFamily::PlnNonBill:
      return "plnnontaglis";
    case BillFamily::Bpjs:
      return "bpjs";
    case BillFamily::Water:
      return "pdam";
    case BillFamily::Telkom:
    case BillFamily::Internet:
      return "internet";
    case BillFamily::Phone:
      return "hp";
    case BillFamily::Gas:
      return "pgas";
    case BillFamily::Finance:
      return "multifinance";
    case BillFamily::Tv:
    case BillFamily::TelkomVision:
      return "tv";
    case BillFamily::LandTax:
      return "cimahi";
  }
  return "";
}

bool hasPenalty(BillFamily family) {
  return family == BillFamily::Pln || family == BillFamily::Water || family == BillFamily::Gas;
}

// A last 2 stands for many bills; how many is documented for three families.
int unpaidSheets(BillFamily family, const std::string& number) {
  if (number.back() != '2') {
    return 1;
  }
  switch (family) {
    case BillFamily::Pln:
      return 8;
    case BillFamily::Water:
      return 4;
    case BillFamily::Telkom:
      return 3;
    case BillFamily::Phone:
    case BillFamily::Gas:
    case BillFamily::TelkomVision:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

std::int64_t pick(const std::string& what, std::int64_t from, std::int64_t steps, std::int64_t step) {
  return from + static_cast<std::int64_t>(stableHash(what) % static_cast<std::uint64_t>(steps)) * step;
}

Account accountOf(const BillProduct& product, const BillWish& wish, UnixMs now) {
  Account account;
  for (const Sample& sample : samples()) {
    if (product.code == sample.code && wish.number == sample.number) {
      account = {sample.name, sample.sheets, 0, true};
    }
  }
  if (!account.documented) {
    const bool isPln = product.family == BillFamily::Pln;
    account.name = isPln ? plnCustomer(wish.number).name : upperCase(personName(wish.number));
    const int unpaid = unpaidSheets(product.family, wish.number);
    const int atOnce = isPln ? std::min(unpaid, kMostPlnSheets) : unpaid;
    account.left = unpaid - atOnce;
    for (int back = unpaid; back > account.left; --back) {
      Sheet sheet;
      sheet.period = jakartaPeriod(now, back);
      const std::string key = std::string(drawnAs(product.family)) + "/" + wish.number + "/" + sheet.period;
      sheet.bill = pick(key, 18500, 4000, 75);
      sheet.penalty = back > 1 && hasPenalty(product.family) ? pick(key + "/penalty", 3000, 5, 500) : 0;
      account.sheets.push_back(sheet);
    }
  }
  if (product.family == BillFamily::LandTax) {
    // Every year is a bill of its own.
    Sheet& sheet = account.sheets.front();
    sheet.period = wish.year;
    sheet.bill = pick("cimahi/" + wish.number + "/" + wish.year, 18500, 4000, 75);
  }
  if (product.family == BillFamily::Bpjs) {
    // Contributions are paid for as many months as the customer wishes, on one sheet.
    account.sheets.front().bill *= wish.months;
  }
  std::int64_t& oldest = account.sheets.front().bill;
  oldest = std::max<std::int64_t>(oldest + wish.extra, 1);
  return account;
}

}  // namespace loket::sandbox::iak
