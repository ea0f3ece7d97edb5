// The customer book as a user interface sees it: whom the shop knows, what they bought last and what they owe, and the
// import of an address book, which is shown line by line before any of it is kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer/customer.h"
#include "core/domain/customer/group.h"
#include "core/domain/customer/import_plan.h"
#include "core/domain/money/money.h"

namespace loket::api {

enum class CustomersWho { All, Owing };

struct CustomerFilter {
  std::string text = {};  // beginnings of words of the name, or of a number; empty: everybody, by name
  CustomersWho who = CustomersWho::All;
  // Paging of everybody: the last one that is known.
  std::string afterName = {};
  customer::CustomerId after = {};
  int limit = 100;
};

// The last of what was bought for one of a customer's numbers.
struct PurchaseView {
  std::string number;
  Family family = Family::Other;
  ProductId product;
  std::string productName;  // empty: not sold any more
  Instant lastAt;
  int times = 0;
};

// Whoever owes without standing in the book has a name and no id.
struct CustomerView {
  customer::Customer customer;
  Money owed;
  std::vector<PurchaseView> purchases;  // the newest first
};

struct CustomerPage {
  std::vector<CustomerView> rows;
  bool hasMore = false;
  std::int64_t total = 0;  // in the book
};

// A number as somebody typed it; without a family its shape says what it is.
struct TypedNumber {
  std::string number;
  std::optional<Family> family = {};
};

// A new customer when the id is empty, and the one of that id from now on otherwise: also one that was removed, so that
// a removal can be taken back. NameInvalid ("taken": another customer has that name), NumberInvalid ("taken": the number
// is in another's name; "many"), StateForbids ("bon": the name cannot change while something is owed under it).
struct SaveCustomer {
  customer::CustomerId id = {};
  std::string name;
  std::string note = {};
  std::vector<TypedNumber> numbers = {};
};

struct ContactsRequest {
  std::string path;
};

// What an import of this file would do. Nothing is kept. The contacts are what is handed back for it.
struct ContactsPreview {
  std::shared_ptr<const customer::Contacts> contacts;
  customer::ImportPlan plan;
};

struct ImportView {
  customer::ImportId id;   // by which all of it is taken back; empty: nothing was new
  std::size_t fresh = 0;   // customers
  std::size_t more = 0;    // who were there and have more numbers now
  std::size_t numbers = 0;
};

// A new group when the id is empty, and the one of that id from now on otherwise, also one that was removed. Numbers
// and fields are given as somebody typed them. NameInvalid ("taken": another group has that name); ProductUnknown; NumberInvalid
// ("taken": the list has it twice; "many"; and as in a sale); AmountInvalid: a product whose sum the customer names.
struct SaveGroup {
  customer::GroupId id = {};
  std::string name;
  std::vector<customer::GroupMember> members = {};
};

}  // namespace loket::api
