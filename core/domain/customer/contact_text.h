// What CSV and vCard have in common: bytes to UTF-8, fields to numbers, contacts gathered by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/domain/customer/contacts.h"

namespace loket::customer {

// UTF-8 without a byte order mark, from UTF-8, UTF-16 with a mark, or Windows-1252; nothing when it is no text.
std::optional<std::string> decoded(std::string_view bytes);
// For the part of a text whose bytes are not UTF-8.
std::string fromLatin(std::string_view bytes);

// Takes what a file says of one person after the other.
class ContactSheet {
 public:
  explicit ContactSheet(ContactFormat format) { m_sheet.format = format; }
  // `kind` is of all of them: what the file says, in words ("pln"); empty where it says nothing.
  void add(std::size_t line, std::string_view name, const std::vector<std::string>& written, std::string_view kind);
  void refuse(std::size_t line, ContactProblem why, std::string_view what, std::string_view name = {});
  bool isFull() const { return m_sheet.contacts.size() + m_sheet.unusable.size() > kContactsMax; }
  Contacts take();

 private:
  void addNumber(std::size_t line, Contact& contact, std::string_view written, std::optional<Family> family);

  Contacts m_sheet;
  std::unordered_map<std::string, std::size_t> m_byKey;
};

// A number as it stands in a cell, without what a spreadsheet or a telephone wrapped around it.
std::string unwrapped(std::string_view cell);
// Whether a cell holds a number that could be sold to.
bool looksLikeNumber(std::string_view cell);

void readCsv(std::string_view text, ContactSheet& sheet);
void readVCards(std::string_view text, ContactSheet& sheet);

}  // namespace loket::customer
