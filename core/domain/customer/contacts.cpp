#include "core/domain/customer/contacts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/domain/catalogue/number_rules.h"
#include "core/domain/customer/contact_text.h"

namespace loket::customer {
namespace {

constexpr std::size_t kShownBytes = 60;

void appendUtf8(std::string& out, char32_t code) {
  const auto byte = [&out](char32_t value) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value)));
  };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0U | (code >> 6U));
    byte(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    byte(0xe0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3fU));
    byte(0x80U | (code & 0x3fU));
  } else {
    byte(0xf0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3fU));
    byte(0x80U | ((code >> 6U) & 0x3fU));
    byte(0x80U | (code & 0x3fU));
  }
}

constexpr char32_t kReplacement = 0xfffd;

std::string fromUtf16(std::string_view bytes, bool isBigEnd) {
  const auto unitAt = [&](std::size_t i) {
    const auto high = static_cast<unsigned char>(bytes[isBigEnd ? i : i + 1]);
    const auto low = static_cast<unsigned char>(bytes[isBigEnd ? i + 1 : i]);
    return static_cast<char32_t>(high * 256 + low);
  };
  std::string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = unitAt(i);
    const bool isHigh = unit >= 0xd800 && unit < 0xdc00;
    if (isHigh && i + 3 < bytes.size()) {
      const char32_t next = unitAt(i + 2);
      if (next >= 0xdc00 && next < 0xe000) {
        appendUtf8(out, 0x10000 + ((unit - 0xd800) << 10U) + (next - 0xdc00));
        i += 2;
        continue;
      }
    }
    appendUtf8(out, unit >= 0xd800 && unit < 0xe000 ? kReplacement : unit);
  }
  return out;
}

// Cut between characters.
std::string shortened(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool isLongControl =
        byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    out.push_back(byte < 0x20 || byte == 0x7f || isLongControl ? ' ' : text[i]);
    i += isLongControl ? 1 : 0;
  }
  if (out.size() <= kShownBytes)
    return out;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0U) == 0x80U) --end;
  return out.substr(0, end) + "…";
}

struct KindWord {
  std::string_view word;
  Family family;
};

// What people write over such a column, besides the families' own words.
constexpr std::array<KindWord, 24> kKindWords{{{"hp", Family::Pulsa},
                                               {"telepon", Family::Pulsa},
                                               {"telp", Family::Pulsa},
                                               {"phone", Family::Pulsa},
                                               {"mobile", Family::Pulsa},
                                               {"seluler", Family::Pulsa},
                                               {"token", Family::PlnToken},
                                               {"meter", Family::PlnToken},
                                               {"meteran", Family::PlnToken},
                                               {"pln", Family::PlnToken},
                                               {"listrik", Family::PlnToken},
                                               {"pln prabayar", Family::PlnToken},
                                               {"pln pascabayar", Family::PlnBill},
                                               {"tagihan listrik", Family::PlnBill},
                                               {"pdam", Family::Water},
                                               {"air", Family::Water},
                                               {"bpjs", Family::Health},
                                               {"indihome", Family::Internet},
                                               {"wifi", Family::Internet},
                                               {"rekening", Family::Transfer},
                                               {"bank", Family::Transfer},
                                               {"gas", Family::Gas},
                                               {"tv", Family::Television},
                                               {"game", Family::Game}}};

std::optional<Family> familyOfKind(std::string_view written) {
  const std::string word = keyOf(written);
  if (word.empty())
    return std::nullopt;
  for (const KindWord& row : kKindWords)
    if (row.word == word)
      return row.family;
  return familyFromWord(word);
}

bool isRounded(std::string_view number) {
  const auto at = number.find_first_of("eE");
  return at != std::string_view::npos && at > 0 && number.find_first_not_of("0123456789.,") == at &&
         at + 1 < number.size() && number.find_first_not_of("0123456789+", at + 1) == std::string_view::npos;
}

ContactProblem problemOf(std::string_view number) {
  if (isRounded(number))
    return ContactProblem::NumberRounded;
  const bool isAbroad = number.size() > 2 && ((number[0] == '+' && number.substr(1, 2) != "62") ||
                                              (number.substr(0, 2) == "00" && number.substr(2, 2) != "62"));
  return isAbroad && isDigits(digitsOf(number)) &&
                 number.find_first_not_of("+0123456789") == std::string_view::npos
             ? ContactProblem::NumberForeign
             : ContactProblem::NumberInvalid;
}

}  // namespace

std::string fromLatin(std::string_view bytes) {
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    // Between 0x80 and 0x9f Windows has quotation marks and the like, none of which a name needs.
    appendUtf8(out, byte >= 0x80 && byte < 0xa0 ? U'\'' : static_cast<char32_t>(byte));
  }
  return out;
}

std::optional<std::string> decoded(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xff\xfe")
    return fromUtf16(bytes.substr(2), false);
  if (bytes.substr(0, 2) == "\xfe\xff")
    return fromUtf16(bytes.substr(2), true);
  if (bytes.find('\0') != std::string_view::npos || bytes.substr(0, 4) == "%PDF")
    return std::nullopt;
  if (bytes.substr(0, 3) == "\xef\xbb\xbf")
    bytes.remove_prefix(3);
  return isUtf8(bytes) ? std::string(bytes) : fromLatin(bytes);
}

std::string unwrapped(std::string_view cell) {
  std::string text = trimmed(cell);
  // Spreadsheets keep a number's leading zero as '0812, or as ="0812".
  if (!text.empty() && text.front() == '=')
    text.erase(0, 1);
  while (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = trimmed(text.substr(1, text.size() - 2));
  while (!text.empty() && (text.front() == '\'' || text.front() == '`')) text.erase(0, 1);
  if (const std::string_view scheme = "tel:"; toLower(text.substr(0, 4)) == scheme) {
    text.erase(0, scheme.size());
    text.erase(std::min(text.find(';'), text.size()));
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xa0) {
      ++i;  // a blank that does not break
    } else if (byte == 0xe2 && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80) {
      i += 2;  // dashes, thin blanks and the marks of writing direction that telephones add
    } else if (byte == 0xe2 && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x81) {
      i += 2;
    } else if (text[i] != ' ' && text[i] != '-' && text[i] != '.' && text[i] != '(' && text[i] != ')' &&
               text[i] != '\t') {
      out.push_back(text[i]);
    } else if (text[i] == '.' && isRounded(text)) {
      out.push_back('.');
    }
  }
  // 0062 and +62 before a line that is no mobile one: 021...
  if (out.substr(0, 4) == "0062")
    out.replace(0, 2, "+");
  if (out.substr(0, 3) == "+62" && !normalizeMobile(out))
    out = "0" + out.substr(out.size() > 3 && out[3] == '0' ? 4 : 3);
  return out;
}

bool looksLikeNumber(std::string_view cell) {
  const std::string number = unwrapped(cell);
  return isRounded(number) ||
         (number.find_first_not_of("+0123456789/:;") == std::string::npos && digitsOf(number).size() >= 4);
}

void ContactSheet::refuse(std::size_t line, ContactProblem why, std::string_view what,
                          std::string_view name) {
  m_sheet.unusable.push_back({line, why, shortened(trimmed(what)), std::string(name)});
}

void ContactSheet::addNumber(std::size_t line, Contact& contact, std::string_view written,
                             std::optional<Family> family) {
  const std::string cell = unwrapped(written);
  if (cell.empty())
    return;
  Result<Number> number = numberOf(cell, family);
  // The word in the column may be wrong; the number still is one.
  if (!number && family)
    number = numberOf(cell, std::nullopt);
  if (!number || !isDigits(number->number)) {
    refuse(line, problemOf(cell), written, contact.name);
    return;
  }
  const auto same = std::find_if(contact.numbers.begin(), contact.numbers.end(),
                                 [&](const Number& one) { return one.number == number->number; });
  if (same != contact.numbers.end())
    return;
  if (contact.numbers.size() >= kNumbersMax)
    refuse(line, ContactProblem::TooManyNumbers, written, contact.name);
  else
    contact.numbers.push_back(*number);
}

void ContactSheet::add(std::size_t line, std::string_view name, const std::vector<std::string>& written,
                       std::string_view kind) {
  std::string said;
  for (const std::string& one : written)
    if (!trimmed(one).empty())
      said += (said.empty() ? "" : ", ") + trimmed(one);
  if (trimmed(name).empty() && said.empty())
    return;
  const auto kept = customerName(name);
  if (!kept) {
    refuse(line, trimmed(name).empty() ? ContactProblem::NoName : ContactProblem::NameInvalid,
           trimmed(name).empty() ? said : std::string(name));
    return;
  }
  if (said.empty()) {
    refuse(line, ContactProblem::NoNumber, *kept);
    return;
  }
  const auto [at, isNew] = m_byKey.emplace(keyOf(*kept), m_sheet.contacts.size());
  if (isNew)
    m_sheet.contacts.push_back({line, *kept, {}});
  const std::size_t index = at->second;
  const std::optional<Family> family = familyOfKind(kind);
  for (const std::string& cell : written) {
    // Several in one cell, as the exports of address books have them.
    std::size_t from = 0;
    while (from <= cell.size()) {
      std::size_t end = cell.find_first_of("/;\n", from);
      const std::size_t triple = cell.find(":::", from);
      std::size_t next = end == std::string::npos ? std::string::npos : end + 1;
      if (triple < end) {
        end = triple;
        next = triple + 3;
      }
      // The parameters of a telephone's address are no second number.
      if (toLower(trimmed(cell).substr(0, 4)) == "tel:")
        end = next = std::string::npos;
      addNumber(line, m_sheet.contacts[index], std::string_view(cell).substr(from, end - from), family);
      if (next == std::string::npos)
        break;
      from = next;
    }
  }
  if (m_sheet.contacts[index].numbers.empty()) {
    // What was wrong with them has been told.
    m_sheet.contacts.pop_back();
    m_byKey.erase(at);
  }
}

Contacts ContactSheet::take() {
  if (isFull()) {
    m_sheet.contacts.clear();
    m_sheet.unusable.clear();
    m_sheet.problem = FileProblem::TooMany;
  } else if (m_sheet.contacts.empty() && m_sheet.unusable.empty()) {
    m_sheet.problem = FileProblem::Empty;
  }
  return std::move(m_sheet);
}

Contacts readContacts(std::string_view bytes) {
  Contacts refused;
  if (bytes.size() > kContactsBytesMax) {
    refused.problem = FileProblem::TooLong;
    return refused;
  }
  const std::optional<std::string> text = decoded(bytes);
  if (!text || text->find('\0') != std::string::npos) {
    refused.problem = FileProblem::NotText;
    return refused;
  }
  const std::string start = toUpper(trimmed(std::string_view(*text).substr(0, 200)));
  const bool isVCard = start.substr(0, 11) == "BEGIN:VCARD";
  ContactSheet sheet(isVCard ? ContactFormat::VCard : ContactFormat::Csv);
  if (isVCard)
    readVCards(*text, sheet);
  else
    readCsv(*text, sheet);
  return sheet.take();
}

std::string_view wordOf(ContactProblem problem) {
  switch (problem) {
    case ContactProblem::NoName:
      return "no-name";
    case ContactProblem::NameInvalid:
      return "name-invalid";
    case ContactProblem::NoNumber:
      return "no-number";
    case ContactProblem::NumberInvalid:
      return "number-invalid";
    case ContactProblem::NumberForeign:
      return "number-foreign";
    case ContactProblem::NumberRounded:
      return "number-rounded";
    case ContactProblem::TooManyNumbers:
      return "too-many-numbers";
    case ContactProblem::QuoteOpen:
      return "quote-open";
  }
  return {};
}

std::string_view wordOf(ContactFormat format) {
  return format == ContactFormat::Csv ? "csv" : "vcard";
}

std::string_view wordOf(FileProblem problem) {
  switch (problem) {
    case FileProblem::Empty:
      return "empty";
    case FileProblem::NotText:
      return "not-text";
    case FileProblem::TooLong:
      return "too-long";
    case FileProblem::TooMany:
      return "too-many";
  }
  return {};
}

}  // namespace loket::customer
