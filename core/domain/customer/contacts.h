// The address book of a telephone or a table of customers, read without knowing who wrote it: CSV in every dialect that
// a spreadsheet exports, and vCard 2.1, 3.0 and 4.0. Nothing is guessed that could end on a receipt: what cannot be read
// is told with its line and its reason, and the rest is taken.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer/customer.h"

namespace loket::customer {

enum class ContactProblem {
  NoName,
  NameInvalid,     // too long, or with control characters
  NoNumber,
  NumberInvalid,   // letters, signs, too short, too long
  NumberForeign,   // of another country: no supplier here sells to it
  NumberRounded,   // a spreadsheet has made 8.12E+10 of it: its digits are lost
  TooManyNumbers,  // more than kNumbersMax; those before are taken
  QuoteOpen,       // a quotation mark that nothing closes
};

struct Contact {
  std::size_t line = 0;  // where it begins; the first is 1
  std::string name;
  std::vector<Number> numbers;
};

struct BadLine {
  std::size_t line = 0;
  ContactProblem why = ContactProblem::NoName;
  std::string what;    // as it stood, shortened
  std::string name{};  // whose number it is, where that is known
};

enum class ContactFormat { Csv, VCard };
// Why nothing at all is taken of a file.
enum class FileProblem {
  Empty,
  NotText,  // a picture, an old spreadsheet, a compressed one
  TooLong,  // more than kContactsBytesMax
  TooMany,  // more than kContactsMax contacts
};

inline constexpr std::size_t kContactsBytesMax = std::size_t{16} << 20U;
inline constexpr std::size_t kContactsMax = 20'000;

struct Contacts {
  ContactFormat format = ContactFormat::Csv;
  std::vector<Contact> contacts;  // in their order; of one name once, with all the numbers that it has in the file
  std::vector<BadLine> unusable;
  std::optional<FileProblem> problem{};  // then there are no contacts
};

Contacts readContacts(std::string_view bytes);

std::string_view wordOf(ContactProblem problem);
std::string_view wordOf(ContactFormat format);
std::string_view wordOf(FileProblem problem);

}  // namespace loket::customer
