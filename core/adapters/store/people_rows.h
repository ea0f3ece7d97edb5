// The customer book as rows: reading on any connection, writing inside the store's transaction.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/adapters/store/connection.h"
#include "core/ports/people.h"
#include "core/ports/store.h"

namespace loket::adapters {

class PeopleRows final : public ports::PeopleReader {
 public:
  explicit PeopleRows(Connection& connection) : m_connection(connection) {}

  Result<ports::PeoplePage> page(const ports::PeopleQuery& query) override;
  Result<std::optional<ports::Person>> person(const customer::CustomerId& id) override;
  Result<std::optional<ports::Person>> personNamed(const std::string& key) override;
  Result<customer::Known> known(const customer::Contacts& contacts) override;
  Result<std::optional<customer::CustomerId>> holderOf(const std::string& number) override;
  Result<bool> hasImport(const customer::ImportId& import) override;
  Result<std::vector<customer::Group>> groups() override;

  // For the box that sells: a row for each number of whom the text may mean, with what was bought for it last.
  Result<std::vector<ports::SavedCustomer>> suggested(const std::string& text, bool byNumber, int limit);
  // The whole book, one after the other.
  Status each(const std::function<Status(const customer::Customer&)>& take);
  // Nothing where there is none.
  Result<std::optional<customer::Customer>> customer(const std::string& id);
  // Inside an open transaction. Who else is not as he was: a number went to somebody else, or an import was undone.
  Result<std::vector<std::string>> write(const ports::PeopleChange& change);

 private:
  Result<std::vector<std::string>> idsByWords(const std::string& words, int limit);
  Result<std::vector<std::string>> idsByNumber(const std::string& number, int limit);
  Result<std::vector<customer::Number>> numbersOf(const std::string& id);
  Status fill(ports::Person& person);
  Status forget(const std::string& id);
  Status undo(const std::string& import, std::set<std::string>& others);
  Status save(const customer::Customer& one, std::set<std::string>& others);
  Status forgetGroup(const std::string& id);
  Status writeGroup(const customer::Group& group);
  Connection& m_connection;
};

}  // namespace loket::adapters
