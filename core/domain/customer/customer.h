// Whom the shop knows by name: what is written in the customer book, and what may stand there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/catalogue/product.h"

namespace loket::customer {

using CustomerId = StrongId<struct CustomerIdTag>;
// One import from a file, so that it can be taken back as a whole.
using ImportId = StrongId<struct ImportIdTag>;

// A number that is sold to. Its family says what kind it is: Pulsa for a telephone, PlnToken for a meter, Water for
// a connection of the waterworks; Other where nobody has said.
struct Number {
  std::string number;  // normalized
  Family family = Family::Other;
  ImportId from{};     // the import that brought it; empty: typed

  friend bool operator==(const Number&, const Number&) = default;
};

struct Customer {
  CustomerId id;
  std::string name;
  std::string note;
  std::vector<Number> numbers;
  Instant addedAt;
  ImportId from{};
};

inline constexpr std::size_t kNameBytesMax = 60;
inline constexpr std::size_t kNoteBytesMax = 240;
inline constexpr std::size_t kNumbersMax = 20;

// As it is kept: without outer and double blanks. NameInvalid when nothing is left, when it is longer than
// kNameBytesMax, or when it has control characters.
Result<std::string> customerName(std::string_view typed);
// The same for a note, which may be empty; longer ones are NameInvalid "note".
Result<std::string> customerNote(std::string_view typed);
// Two names with the same key are the same customer.
std::string keyOf(std::string_view name);
// The words of a key that a search may begin with, each once.
std::vector<std::string> wordsOf(std::string_view key);

// A number as somebody wrote it, or NumberInvalid as in normalizeNumber. Without a family the number's shape says which
// it is; then it must consist of digits.
Result<Number> numberOf(std::string_view written, std::optional<Family> family);

}  // namespace loket::customer
