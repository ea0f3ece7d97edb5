// The customer book as the engine needs it of the store: pages of it by name, finding by word or number, and what is
// already in it of a file that is to be imported.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/customer/customer.h"
#include "core/domain/customer/group.h"
#include "core/domain/customer/import_plan.h"

namespace loket::ports {

// What was bought for one of a customer's numbers, by the payments.
struct PersonPurchase {
  std::string number;
  Family family = Family::Other;
  ProductId product;
  Instant lastAt;
  int times = 0;
};

struct Person {
  customer::Customer customer;
  std::vector<PersonPurchase> bought;  // the newest first
};

struct PeopleQuery {
  std::string words;   // beginnings of words of the name, as keyOf writes them; or
  std::string number;  // the beginning of a number. Neither: everybody, by name
  std::string afterKey = {};  // paging, of everybody only
  std::string afterId = {};
  int limit = 100;
};

struct PeoplePage {
  std::vector<Person> rows;  // by name
  bool hasMore = false;
  std::int64_t total = 0;    // in the book
};

// One step after the other, as they were decided.
struct PeopleChange {
  enum class Kind {
    Saved,    // `customer` as it is from now on, all of it
    Removed,  // `customer.id`
    Undone,   // `import`: its numbers go, and who has no number left and came with it
    GroupSaved,    // `group` as it is from now on, all of it
    GroupRemoved,  // `group.id`
  };
  Kind kind = Kind::Saved;
  customer::Customer customer{};
  customer::ImportId import{};
  customer::Group group{};
};

class PeopleReader {
 public:
  virtual ~PeopleReader() = default;
  virtual Result<PeoplePage> page(const PeopleQuery& query) = 0;
  virtual Result<std::optional<Person>> person(const customer::CustomerId& id) = 0;
  virtual Result<std::optional<Person>> personNamed(const std::string& key) = 0;
  // Of these names and numbers, those that are in the book.
  virtual Result<customer::Known> known(const customer::Contacts& contacts) = 0;
  // Who has the number; nothing when nobody has.
  virtual Result<std::optional<customer::CustomerId>> holderOf(const std::string& number) = 0;
  virtual Result<bool> hasImport(const customer::ImportId& import) = 0;
  // By name.
  virtual Result<std::vector<customer::Group>> groups() = 0;
};

}  // namespace loket::ports
