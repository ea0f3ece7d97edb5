#include "core/domain/catalogue/number_rules.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket {
namespace {

std::string withoutSeparators(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '-' && c != '.' && c != '\t' && c != '(' && c != ')')
      out.push_back(c);
  return out;
}

Result<std::string> digitsBetween(const std::string& number, std::size_t low, std::size_t high, const char* rule) {
  if (!isDigits(number))
    return fail(ErrorCode::NumberInvalid, "letters");
  if (number.size() < low || number.size() > high)
    return fail(ErrorCode::NumberInvalid, rule);
  return number;
}

// "B 1234 XYZ" as the tax office writes it, in capitals and in one piece.
Result<std::string> plateOf(const std::string& typed) {
  const std::string plate = toUpper(typed);
  const auto isLetter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  const bool known =
      std::all_of(plate.begin(), plate.end(), [&](char c) { return isLetter(c) || isDigit(c); }) &&
      isLetter(plate.front()) && std::any_of(plate.begin(), plate.end(), isDigit);
  if (!known || plate.size() < 2 || plate.size() > 9)
    return fail(ErrorCode::NumberInvalid, "plate");
  return plate;
}

}  // namespace

const std::vector<OperatorPrefix>& operatorPrefixes() {
  static const std::vector<OperatorPrefix> kTable = {
      {"085154", "by.U"},     {"085155", "by.U"},     {"085156", "by.U"},     {"085157", "by.U"},
      {"085158", "by.U"},     {"0811", "TELKOMSEL"},  {"0812", "TELKOMSEL"},  {"0813", "TELKOMSEL"},
      {"0821", "TELKOMSEL"},  {"0822", "TELKOMSEL"},  {"0823", "TELKOMSEL"},  {"0851", "TELKOMSEL"},
      {"0852", "TELKOMSEL"},  {"0853", "TELKOMSEL"},  {"0814", "INDOSAT"},    {"0815", "INDOSAT"},
      {"0816", "INDOSAT"},    {"0855", "INDOSAT"},    {"0856", "INDOSAT"},    {"0857", "INDOSAT"},
      {"0858", "INDOSAT"},    {"0817", "XL"},         {"0818", "XL"},         {"0819", "XL"},
      {"0859", "XL"},         {"0877", "XL"},         {"0878", "XL"},         {"0879", "XL"},
      {"0831", "AXIS"},       {"0832", "AXIS"},       {"0833", "AXIS"},       {"0837", "AXIS"},
      {"0838", "AXIS"},       {"0895", "TRI"},        {"0896", "TRI"},        {"0897", "TRI"},
      {"0898", "TRI"},        {"0899", "TRI"},        {"0881", "SMARTFREN"},  {"0882", "SMARTFREN"},
      {"0883", "SMARTFREN"},  {"0884", "SMARTFREN"},  {"0885", "SMARTFREN"},  {"0886", "SMARTFREN"},
      {"0887", "SMARTFREN"},  {"0888", "SMARTFREN"},  {"0889", "SMARTFREN"},
  };
  return kTable;
}

std::optional<std::string> normalizeMobile(std::string_view text) {
  std::string number = withoutSeparators(trimmed(text));
  if (!number.empty() && number.front() == '+') {
    number.erase(0, 1);
    if (number.rfind("62", 0) != 0)
      return std::nullopt;
  }
  if (!isDigits(number))
    return std::nullopt;
  if (number.rfind("62", 0) == 0)
    number = "0" + number.substr(2);
  else if (number.front() == '8')
    number.insert(0, 1, '0');
  // ^08[1-9]\d{6,10}$
  if (number.size() < 9 || number.size() > 13 || number.rfind("08", 0) != 0 || number[2] == '0')
    return std::nullopt;
  return number;
}

std::string_view operatorOf(std::string_view mobile) {
  std::string_view brand;
  std::size_t longest = 0;
  for (const OperatorPrefix& row : operatorPrefixes()) {
    if (row.prefix.size() > longest && mobile.substr(0, row.prefix.size()) == row.prefix) {
      longest = row.prefix.size();
      brand = row.brand;
    }
  }
  return brand;
}

Result<std::string> normalizeNumber(Family family, std::string_view text) {
  const std::string number = withoutSeparators(trimmed(text));
  if (number.empty())
    return fail(ErrorCode::NumberInvalid, "empty");
  switch (family) {
    case Family::Pulsa:
    case Family::Data:
    case Family::EMoney: {
      auto mobile = normalizeMobile(text);
      if (mobile)
        return *mobile;
      // E-money cards carry 16 digits; everything else here is a mobile number.
      if (family == Family::EMoney && number.size() == 16 && isDigits(number))
        return number;
      return fail(ErrorCode::NumberInvalid, "mobile");
    }
    case Family::PlnToken:
    case Family::PlnBill:
      return digitsBetween(number, 11, 12, "pln-11-or-12");
    case Family::Health: {
      auto digits = digitsBetween(number, 13, 16, "bpjs-13-or-16");
      if (digits && digits->size() != 13 && digits->size() != 16)
        return fail(ErrorCode::NumberInvalid, "bpjs-13-or-16");
      // A participant's card becomes the family's virtual account: 88888 + its last eleven digits.
      if (digits && digits->size() == 13 && digits->rfind("88", 0) != 0 && digits->rfind("98", 0) != 0)
        return "88888" + digits->substr(2);
      return digits;
    }
    case Family::Transfer:
      return digitsBetween(number, 8, 19, "account-8-to-19");
    case Family::VirtualAccount:
      return digitsBetween(number, 8, 28, "va-8-to-28");
    case Family::Gas:
      return digitsBetween(number, 9, 12, "gas-9-to-12");
    case Family::VehicleTax:
      return plateOf(number);
    case Family::Game:
    case Family::Water:
    case Family::Internet:
    case Family::Television:
    case Family::Finance:
    case Family::Tax:
    case Family::Other:
      break;
  }
  if (number.size() < 4 || number.size() > 24)
    return fail(ErrorCode::NumberInvalid, "length-4-to-24");
  for (char c : number) {
    const bool ok = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ',';
    if (!ok)
      return fail(ErrorCode::NumberInvalid, "letters");
  }
  return number;
}

bool prefixMismatch(const Product& product, std::string_view number) {
  if (product.family != Family::Pulsa && product.family != Family::Data)
    return false;
  const std::string_view brand = operatorOf(number);
  if (brand.empty())
    return false;
  const std::string want = toLower(product.brand);
  const std::string have = toLower(brand);
  // by.U numbers live inside Telkomsel's 0851 block and take both.
  if ((want == "by.u" || want == "telkomsel") && (have == "by.u" || have == "telkomsel"))
    return false;
  return want != have;
}

NumberShape shapeOf(std::string_view text) {
  if (normalizeMobile(text) && (text.front() != '8' || operatorOf(*normalizeMobile(text)).size() > 0))
    return NumberShape::Mobile;
  const std::string number = withoutSeparators(trimmed(text));
  if (!isDigits(number))
    return NumberShape::None;
  if (number.size() == 11)
    return NumberShape::PlnMeter;
  if (number.size() == 12)
    return NumberShape::PlnSubscriber;
  if (number.size() == 13 || number.size() == 16)
    return NumberShape::Bpjs;
  return NumberShape::Other;
}

}  // namespace loket
