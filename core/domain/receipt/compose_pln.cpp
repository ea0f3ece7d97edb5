// The two PLN receipts, whose lines and order PLN prescribes (ppob-domain 2.3).
#include <array>
#include <optional>

#include "core/base/text.h"
#include "core/domain/receipt/writer.h"

namespace loket::receipt {
namespace {

// PLN's own way to write rupiah, with decimals on the token receipt.
std::string plnAmount(Money money) { return "Rp " + money.grouped(); }
std::string plnAmountWithCents(Money money) { return plnAmount(money) + ",00"; }

std::string tariffAndPower(const Payment& payment) {
  const std::string tariff = detailOf(payment, "tariff");
  std::string power = detailOf(payment, "power");
  if (isDigits(power))
    power += "VA";
  if (tariff.empty() || power.empty())
    return tariff + power;
  return tariff + "/" + power;
}

// A part of the price as the upstream told it. Decimals of nothing are allowed ("1819.00", "1.819,00").
std::optional<Money> partOf(const Payment& payment, const char* key) {
  std::string value = detailOf(payment, key);
  for (const std::string_view zero : {",00", ".00"}) {
    if (value.size() > zero.size() && value.ends_with(zero)) {
      value.resize(value.size() - zero.size());
      break;
    }
  }
  return Money::parse(value);
}

bool received(const Payment& payment, const char* key) { return !detailOf(payment, key).empty(); }

struct Part {
  const char* key;
  const char* label;
};
// In the prescribed order.
constexpr std::array kParts = {Part{"meterai", "METERAI"}, Part{"ppn", "PPN"}, Part{"pbjt", "PBJT-TL (ex PPJ)"},
                               Part{"angsuran", "ANGSURAN"}, Part{"rpStroom", "RP STROOM/TOKEN"}};

// True when the received parts add up to what was paid. A breakdown that contradicts the price is worse than none.
bool partsAddUp(const Payment& payment) {
  const Money paid = payment.amount + payment.adminFee;
  Money sum = payment.adminFee;
  for (const Part& part : kParts) {
    if (!received(payment, part.key))
      continue;
    const auto value = partOf(payment, part.key);
    // No part can be more than the whole; that also keeps any sum of them in range.
    if (!value || *value > paid)
      return false;
    sum += *value;
  }
  return received(payment, "rpStroom") ? sum == paid : sum <= paid;
}

std::string withDecimalComma(std::string number) {
  for (char& c : number)
    if (c == '.')
      c = ',';
  return number;
}

// Twenty digits in fours; nothing when it is not a token: then the raw text is shown, never a guess.
std::string tokenInFours(std::string_view token) {
  for (char c : token)
    if (!((c >= '0' && c <= '9') || c == ' ' || c == '-'))
      return {};
  const std::string digits = digitsOf(token);
  return digits.size() == 20 ? inFours(digits) : std::string();
}

// Some sellers put the token itself into the serial, and without a token the serial stands in its place: neither
// is a reference.
std::string referenceBesideToken(const Payment& payment) {
  const std::string token = digitsOf(payment.token);
  if (token.empty())
    return detailOf(payment, "reference");
  const std::string reference = referenceOf(payment);
  return digitsOf(reference).find(token) == std::string::npos ? reference : std::string();
}

// "202609" -> "SEP26"; several are separated by commas. Whatever else was told stays as it is.
std::string monthCodes(const std::string& period) {
  static constexpr std::array kMonths = {"JAN", "FEB", "MAR", "APR", "MEI", "JUN",
                                         "JUL", "AGS", "SEP", "OKT", "NOV", "DES"};
  std::string out;
  for (const std::string& part : split(period, ',')) {
    std::string code = trimmed(part);
    if (code.size() == 6 && isDigits(code)) {
      const int month = (code[4] - '0') * 10 + (code[5] - '0');
      if (month >= 1 && month <= 12)
        code = kMonths[static_cast<std::size_t>(month - 1)] + code.substr(2, 2);
    }
    if (!out.empty())
      out.push_back(',');
    out += code;
  }
  return out;
}

}  // namespace

void writePlnToken(Writer& out, const Payment& payment) {
  out.centred("STRUK PEMBELIAN LISTRIK PRABAYAR", Weight::Bold);
  std::string meter = detailOf(payment, "meterNo");
  std::string subscriber = detailOf(payment, "subscriberId");
  // Eleven digits are a meter, twelve a subscriber.
  if (meter.empty() && payment.number.size() == 11)
    meter = shown(payment.number);
  if (subscriber.empty() && payment.number.size() == 12)
    subscriber = shown(payment.number);
  if (meter.empty() && subscriber.empty())
    meter = shown(payment.number);
  out.field("NO METER", meter);
  out.field("IDPEL", subscriber);
  out.field("NAMA", shown(payment.customerName));
  out.field("TARIF/DAYA", tariffAndPower(payment));
  out.field("NO REF", referenceBesideToken(payment));
  out.amount("RP BAYAR", plnAmountWithCents(payment.amount + payment.adminFee));
  if (partsAddUp(payment)) {
    for (const Part& part : kParts)
      if (received(payment, part.key))
        out.amount(part.label, plnAmountWithCents(*partOf(payment, part.key)));
  }
  if (const std::string kwh = detailOf(payment, "kwh"); !kwh.empty())
    out.amount("JML KWH", withDecimalComma(kwh));
  out.gap();
  out.centred("STROOM/TOKEN");
  const std::string told = shown(payment.token.empty() ? payment.serial : payment.token);
  const std::string token = tokenInFours(told);
  if (!token.empty())
    out.centred(token, Weight::Large);
  else if (!told.empty())
    out.centred(told, Weight::Bold);
  else
    out.centred("Token belum diterima. Tanyakan ke loket dengan NO TRX.", Weight::Bold);
  out.gap();
  out.amount("ADMIN BANK", plnAmountWithCents(payment.adminFee));
  if (payment.serviceFee.isPositive()) {
    out.amount("BIAYA LAYANAN", plnAmountWithCents(payment.serviceFee));
    out.amount("TOTAL BAYAR", plnAmountWithCents(payment.total()), Weight::Bold);
  }
  writeHowPaid(out, payment);
  out.gap();
  out.centred("Informasi Hubungi Call Center 123");
  out.centred("Atau hubungi PLN Terdekat");
}

void writePlnBill(Writer& out, const Payment& payment) {
  out.centred("STRUK PEMBAYARAN TAGIHAN LISTRIK", Weight::Bold);
  out.field("IDPEL", shown(payment.number));
  out.field("NAMA", shown(payment.customerName));
  out.field("TARIF/DAYA", tariffAndPower(payment));
  out.field("BL/TH", monthCodes(detailOf(payment, "period")));
  const std::string from = detailOf(payment, "meterFrom");
  const std::string to = detailOf(payment, "meterTo");
  if (!from.empty() && !to.empty())
    out.field("STAND METER", from + "-" + to);
  out.amount("RP TAG PLN", plnAmount(payment.amount));
  out.field("NO REF", referenceOf(payment));
  out.gap();
  out.centred("PLN menyatakan struk ini sebagai bukti pembayaran yang sah");
  out.gap();
  out.amount("ADMIN BANK", plnAmount(payment.adminFee));
  if (payment.serviceFee.isPositive())
    out.amount("BIAYA LAYANAN", plnAmount(payment.serviceFee));
  out.amount("TOTAL BAYAR", plnAmount(payment.total()), Weight::Bold);
  writeHowPaid(out, payment);
  out.gap();
  const std::string remaining = detailOf(payment, "remaining");
  if (remaining.empty() || remaining == "0")
    out.centred("TERIMA KASIH");
  else
    out.centred("Anda masih memiliki sisa tunggakan " + remaining + " bulan");
  out.centred("Rincian Tagihan dapat diakses di www.pln.co.id");
  out.centred("Informasi Hubungi Call Center 123 Atau Hub PLN Terdekat");
}

}  // namespace loket::receipt
