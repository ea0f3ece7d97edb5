#include "core/domain/customer/customer.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/domain/catalogue/number_rules.h"

namespace loket::customer {
namespace {

bool isControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

// Blanks of every kind become one; those at the ends go. Nothing when a control character is among them, or
// it is no UTF-8.
std::optional<std::string> inOneLine(std::string_view typed) {
  if (!isUtf8(typed))
    return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    const bool isHardBlank = c == '\xc2' && i + 1 < typed.size() && typed[i + 1] == '\xa0';
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || isHardBlank) {
      if (!out.empty() && out.back() != ' ')
        out.push_back(' ');
      i += isHardBlank ? 1 : 0;
    } else if (isControl(c) ||
               (c == '\xc2' && i + 1 < typed.size() && static_cast<unsigned char>(typed[i + 1]) < 0xa0)) {
      return std::nullopt;  // also those of two bytes
    } else {
      out.push_back(c);
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

Family familyOf(std::string_view digits) {
  switch (shapeOf(digits)) {
    case NumberShape::Mobile:
      return Family::Pulsa;
    case NumberShape::PlnMeter:
      return Family::PlnToken;
    case NumberShape::PlnSubscriber:
      return Family::PlnBill;
    case NumberShape::Bpjs:
      return Family::Health;
    case NumberShape::Other:
    case NumberShape::None:
      break;
  }
  return Family::Other;
}

}  // namespace

Result<std::string> customerName(std::string_view typed) {
  auto name = inOneLine(typed);
  if (!name || name->empty() || name->size() > kNameBytesMax)
    return fail(ErrorCode::NameInvalid, std::string(typed.substr(0, kNameBytesMax)));
  return *name;
}

Result<std::string> customerNote(std::string_view typed) {
  auto note = inOneLine(typed);
  if (!note || note->size() > kNoteBytesMax)
    return fail(ErrorCode::NameInvalid, "note");
  return *note;
}

std::string keyOf(std::string_view name) {
  return toLower(inOneLine(name).value_or(std::string()));
}

std::vector<std::string> wordsOf(std::string_view key) {
  std::vector<std::string> words;
  for (std::string& word : split(key, ' '))
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(std::move(word));
  return words;
}

Result<Number> numberOf(std::string_view written, std::optional<Family> family) {
  if (family && *family != Family::Other) {
    LOKET_ASSIGN(std::string number, normalizeNumber(*family, written));
    return Number{std::move(number), *family};
  }
  if (const auto mobile = normalizeMobile(written); mobile && shapeOf(written) == NumberShape::Mobile)
    return Number{*mobile, Family::Pulsa};
  LOKET_ASSIGN(std::string number, normalizeNumber(Family::Other, written));
  if (family)
    return Number{std::move(number), *family};
  if (!isDigits(number))
    return fail(ErrorCode::NumberInvalid, "letters");
  // As it will be sold to: a BPJS card's number becomes the account of its family.
  const Family shape = familyOf(number);
  LOKET_ASSIGN(number, normalizeNumber(shape, number));
  return Number{std::move(number), shape};
}

}  // namespace loket::customer
