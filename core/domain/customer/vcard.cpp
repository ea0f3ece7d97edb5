// Address books as telephones hand them out: vCard 2.1 (quoted-printable, bare parameters), 3.0 and 4.0 (RFC
// 2426, RFC 6350).
#include <algorithm>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/domain/customer/contact_text.h"

namespace loket::customer {
namespace {

struct Property {
  std::size_t line = 0;
  std::string name;        // in capitals, without its group
  std::string parameters;  // in capitals
  std::string value;
};

std::optional<char> hexByte(char high, char low) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9')
      return c - '0';
    if (c >= 'A' && c <= 'F')
      return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
      return c - 'a' + 10;
    return -1;
  };
  if (digit(high) < 0 || digit(low) < 0)
    return std::nullopt;
  return static_cast<char>(static_cast<unsigned char>(digit(high) * 16 + digit(low)));
}

std::string fromQuotedPrintable(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte =
        value[i] == '=' && i + 2 < value.size() ? hexByte(value[i + 1], value[i + 2]) : std::nullopt;
    if (byte) {
      out.push_back(*byte);
      i += 2;
    } else if (value[i] != '=') {
      out.push_back(value[i]);
    }
  }
  return isUtf8(out) ? out : fromLatin(out);
}

// At `separator`, unless it is escaped; escapes are resolved.
std::vector<std::string> unescapedParts(std::string_view value, char separator) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      parts.back().push_back(value[i] == 'n' || value[i] == 'N' ? ' ' : value[i]);
    } else if (value[i] == separator) {
      parts.emplace_back();
    } else {
      parts.back().push_back(value[i]);
    }
  }
  return parts;
}

// Nothing in a text has this byte.
constexpr char kNoSeparator = '\0';

std::string unescaped(std::string_view value) {
  return unescapedParts(value, kNoSeparator).front();
}

// Folded lines put together again, and cut at the first colon outside of quotation marks.
class Properties {
 public:
  explicit Properties(std::string_view text) : m_text(text) {}

  bool next(Property& property) {
    while (m_at < m_text.size()) {
      property.line = m_line;
      std::string whole = line();
      const std::size_t colon = colonOf(whole);
      // What a photograph consists of has none.
      if (colon == std::string::npos) {
        unfold(whole);
        continue;
      }
      const std::string head = toUpper(whole.substr(0, colon));
      const std::size_t semicolon = std::min(head.find(';'), head.size());
      property.name = trimmed(head.substr(0, semicolon));
      property.name.erase(0, property.name.rfind('.') + 1);
      property.parameters = head.substr(semicolon);
      const bool isQuoted = property.parameters.find("QUOTED-PRINTABLE") != std::string::npos;
      unfold(whole);
      // A soft break: the line ends with an equals sign and the next belongs to it as it is.
      while (isQuoted && !whole.empty() && whole.back() == '=' && m_at < m_text.size()) {
        whole.pop_back();
        whole += line();
      }
      const std::string_view value = std::string_view(whole).substr(colon + 1);
      property.value = isQuoted ? fromQuotedPrintable(value) : std::string(value);
      return true;
    }
    return false;
  }

 private:
  std::string line() {
    const std::size_t end = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
    std::string out(m_text.substr(m_at, end - m_at));
    m_at = end;
    if (m_at < m_text.size() && m_text[m_at] == '\r')
      ++m_at;
    if (m_at < m_text.size() && m_text[m_at] == '\n')
      ++m_at;
    ++m_line;
    return out;
  }

  void unfold(std::string& whole) {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t')) {
      ++m_at;
      whole += line();
    }
  }

  static std::size_t colonOf(std::string_view line) {
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"')
        quoted = !quoted;
      else if (line[i] == ':' && !quoted)
        return i;
    }
    return std::string::npos;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
};

struct Card {
  std::size_t line = 0;
  std::string formatted, put, nick, firm;
  std::vector<std::string> numbers;

  const std::string& name() const {
    for (const std::string* one : {&formatted, &put, &nick})
      if (!trimmed(*one).empty())
        return *one;
    return firm;
  }
};

// "Family;Given;Middle;Before;After" as people say it.
std::string putTogether(std::string_view value) {
  const std::vector<std::string> parts = unescapedParts(value, ';');
  std::string name;
  for (const std::size_t i : {3U, 1U, 2U, 0U, 4U})
    if (i < parts.size() && !trimmed(parts[i]).empty())
      name += (name.empty() ? "" : " ") + trimmed(parts[i]);
  return name;
}

void take(Card& card, const Property& property) {
  if (property.name == "FN")
    card.formatted = unescaped(property.value);
  else if (property.name == "N")
    card.put = putTogether(property.value);
  else if (property.name == "NICKNAME")
    card.nick = unescaped(property.value);
  else if (property.name == "ORG")
    card.firm = trimmed(unescapedParts(property.value, ';').front());
  else if (property.name == "TEL" && property.parameters.find("FAX") == std::string::npos)
    card.numbers.push_back(unescaped(property.value));
}

}  // namespace

void readVCards(std::string_view text, ContactSheet& sheet) {
  Properties properties(text);
  Property property;
  std::optional<Card> card;
  const auto finish = [&] {
    if (card)
      sheet.add(card->line, card->name(), card->numbers, {});
    card.reset();
  };
  while (!sheet.isFull() && properties.next(property)) {
    const std::string value = toUpper(trimmed(property.value));
    if (property.name == "BEGIN" && value == "VCARD") {
      finish();
      card.emplace();
      card->line = property.line;
    } else if (property.name == "END" && value == "VCARD") {
      finish();
    } else if (card) {
      take(*card, property);
    }
  }
  // The file was cut off: what was read of the last card is no less true.
  finish();
}

}  // namespace loket::customer
