// What an import would do, line by line, before anything is done: the same rule makes the preview and the import.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/customer/contacts.h"

namespace loket::customer {

enum class ImportFate {
  New,         // a customer who is not in the book yet
  MoreNumbers, // one who is, with numbers that are not
  Known,       // all of it is there
  Unusable,
};

struct ImportLine {
  std::size_t line = 0;
  ImportFate fate = ImportFate::New;
  std::string name;
  std::vector<Number> numbers;  // those that would be written; of a known one all
  std::string who;              // known: in whose name the number is, where it is another
  std::optional<ContactProblem> why{};
  std::string what;             // unusable: as it stood; the name may be known
};

// What the book has of it.
struct Known {
  std::unordered_map<std::string, CustomerId> names;   // by key
  std::unordered_map<std::string, std::string> numbers;  // in whose name
};

struct ImportPlan {
  std::vector<ImportLine> lines;  // in the file's order
  std::size_t fresh = 0;          // customers
  std::size_t more = 0;
  std::size_t known = 0;
  std::size_t unusable = 0;
  std::size_t numbers = 0;        // to be written
};

ImportPlan planImport(const Contacts& contacts, const Known& known);

std::string_view wordOf(ImportFate fate);

}  // namespace loket::customer
