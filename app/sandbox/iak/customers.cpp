#include "app/sandbox/iak/customers.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::iak {
namespace {

constexpr std::string_view kDocumentedMeter = "12345678901";
constexpr std::string_view kDocumentedPhone = "0817777215";

bool onlyDigits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool startsWith(const std::string& text, std::string_view prefix) {
  return text.rfind(prefix, 0) == 0;
}

std::string phoneRefusal(const std::string& number) {
  if (!onlyDigits(number) || !startsWith(number, "08") || number.size() < 10) {
    return "14";
  }
  return number.size() > 13 ? "203" : "";
}

bool isByu(const std::string& number) {
  constexpr std::array<std::string_view, 5> kPrefixes{"085154", "085155", "085156", "085157", "085158"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return startsWith(number, prefix); });
}

bool hasBrand(const std::string& number, const std::string& brand) {
  return brand == "by.U" ? isByu(number) : operatorOf(number) == brand;
}

std::string plnToken(const std::string& ref, const std::string& number, std::int64_t denomination) {
  const PlnCustomer customer = plnCustomer(number);
  const std::string token = stableDigits("token" + ref + "/" + number, 20);
  // Tenths of a kWh at about Rp 1.444 each. The segment has a slash of its own: five parts, not four.
  const std::int64_t tenths = denomination * 100 / 110 * 10 / 1444;
  return fmt::format("{}-{}-{}-{}-{}/{}/{}/{}.{}", token.substr(0, 4), token.substr(4, 4), token.substr(8, 4),
                     token.substr(12, 4), token.substr(16, 4), upperCase(customer.name),
                     customer.segmentPower, tenths / 10, tenths % 10);
}

// "ABCD-EFGH-IJKL-MNOP"
std::string voucherCode(const std::string& what) {
  const std::string hex = upperCase(sha256Hex(what));
  return fmt::format("{}-{}-{}-{}", hex.substr(0, 4), hex.substr(4, 4), hex.substr(8, 4), hex.substr(12, 4));
}

}  // namespace

PrepaidFate prepaidFate(const std::string& number) {
  switch (number.empty() ? '0' : number.back()) {
    case '2':
      return PrepaidFate::Failure;
    case '3':
      return PrepaidFate::LateSuccess;
    case '4':
      return PrepaidFate::LateFailure;
    default:
      return PrepaidFate::Success;
  }
}

BillFate billFate(const std::string& number) {
  switch (number.empty() ? '0' : number.back()) {
    case '3':
      return BillFate::TimesOut;
    case '4':
      return BillFate::PaidBefore;
    case '5':
      return BillFate::WrongNumber;
    case '6':
      return BillFate::PaymentFails;
    case '7':
      return BillFate::LateSuccess;
    case '8':
      return BillFate::BillerError;
    default:
      return BillFate::Success;
  }
}

std::string prepaidRefusal(const PrepaidProduct& product, const std::string& number) {
  switch (product.goods) {
    case Goods::PlnToken:
      return onlyDigits(number) && number.size() == 11 && !startsWith(number, "000") ? "" : "14";
    case Goods::TollCard:
      if (onlyDigits(number) && number.size() > 16) {
        return "203";
      }
      return onlyDigits(number) && number.size() == 16 ? "" : "14";
    case Goods::Game:  // player ids have many forms: "12345678|2001"
      return number.size() > 30 ? "203" : "";
    case Goods::Airtime: {
      const std::string rc = phoneRefusal(number);
      return rc.empty() && !hasBrand(number, product.brand) ? "16" : rc;
    }
    case Goods::Wallet:
    case Goods::GameVoucher:
    case Goods::ShopVoucher:
      return phoneRefusal(number);
  }
  return "14";
}

std::string billRefusal(const BillProduct& product, const std::string& number) {
  const auto hasDigits = [&](std::size_t count) { return onlyDigits(number) && number.size() == count; };
  bool fits = number.size() >= 5 && number.size() <= 20;
  switch (product.family) {
    case BillFamily::Pln:
      fits = hasDigits(12);
      break;
    case BillFamily::PlnNonBill:
      fits = hasDigits(13);
      break;
    case BillFamily::Bpjs:
      fits = hasDigits(13) || hasDigits(16);
      break;
    case BillFamily::Phone:
      if (phoneRefusal(number).empty() && !hasBrand(number, product.brand)) {
        return "16";
      }
      fits = phoneRefusal(number).empty();
      break;
    default:
      break;
  }
  return fits ? "" : "14";
}

std::string operatorOf(const std::string& number) {
  struct Prefixes {
    const char* brand;
    std::string_view list;
  };
  constexpr std::array<Prefixes, 6> kPrefixes{
      {{"TELKOMSEL", "0811 0812 0813 0821 0822 0823 0851 0852 0853"},
       {"INDOSAT", "0814 0815 0816 0855 0856 0857 0858"},
       {"XL", "0817 0818 0819 0859 0877 0878"},
       {"AXIS", "0831 0832 0833 0837 0838"},
       {"TRI", "0895 0896 0897 0898 0899"},
       {"SMARTFREN", "0881 0882 0883 0884 0885 0886 0887 0888 0889"}}};
  if (!onlyDigits(number) || number.size() < 4) {
    return {};
  }
  for (const auto& [brand, list] : kPrefixes) {
    if (list.find(number.substr(0, 4)) != std::string_view::npos) {
      return brand;
    }
  }
  return {};
}

PlnCustomer plnCustomer(const std::string& number) {
  if (number == kDocumentedMeter) {
    return {"548933889287", number, "Sintya Oktaviani", "R1 /000001300", "R1", 1300};
  }
  constexpr std::array<std::pair<const char*, int>, 6> kConnections{
      {{"R1", 450}, {"R1", 900}, {"R1M", 900}, {"R1", 1300}, {"R1", 2200}, {"R2", 3500}}};
  PlnCustomer customer;
  // Meter and subscriber of one customer share eleven digits, so that either number finds the same name.
  customer.meter = number.size() == 12 ? number.substr(1) : number;
  customer.subscriber = number.size() == 12 ? number : "5" + number;
  customer.name = upperCase(personName(customer.meter));
  const auto& [tariff, power] = kConnections[stableHash("connection" + customer.meter) % kConnections.size()];
  customer.tariff = tariff;
  customer.power = power;
  customer.segmentPower = fmt::format("{:<3}/{:09}", tariff, power);
  return customer;
}

Delivery deliver(const PrepaidProduct& product, const std::string& ref, const std::string& number,
                 UnixMs at) {
  const std::string what = ref + "/" + number;
  switch (product.goods) {
    case Goods::PlnToken:
      return {plnToken(ref, number, product.denomination), ""};
    case Goods::Wallet:
    case Goods::TollCard:
      return {upperCase(personName(number)) + " " + number, ""};
    case Goods::GameVoucher:
      return {voucherCode("voucher" + what), stableDigits("pin" + what, 9)};
    case Goods::ShopVoucher:
      return {voucherCode("shop" + what) + " / " + jakartaDay(at + 180 * kDayMs), ""};
    case Goods::Airtime:
    case Goods::Game:
      break;
  }
  return {number == kDocumentedPhone ? "123456789" : stableDigits("serial" + what, 12), ""};
}

}  // namespace loket::sandbox::iak
