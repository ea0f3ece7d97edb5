// The made-up shop's customer book. What may stand in it and what a file would bring is decided by the rules of the
// core; the files are made up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

class FixtureCustomers {
 public:
  // ---- how it stands
  std::vector<customer::Customer> book;             // in any order
  std::vector<api::BonView> bons;
  std::vector<customer::Group> groups;
  std::map<std::string, std::vector<api::PurchaseView>> bought;  // by number
  std::map<std::string, std::string> files;         // by path; others are not there
  std::optional<Error> error;                       // of the next change, once
  bool holdFiles = false;                           // until release()

  // ---- what happened
  int imports = 0;

  // A day's customers: long names, several numbers, debts.
  void fill(Instant now);
  // A neighbourhood's list, and an arisan's.
  void gather();
  // So many more, for scrolling.
  void crowd(int count);
  // A telephone's address book with all that goes wrong in one.
  void addContacts(const std::string& path);

  [[nodiscard]] api::CustomerPage page(const api::CustomerFilter& filter) const;
  [[nodiscard]] Result<api::CustomerView> view(const customer::CustomerId& id) const;
  Result<api::CustomerView> save(const api::SaveCustomer& command, Instant now);
  Result<api::CustomerView> remove(const customer::CustomerId& id);
  Result<customer::Group> saveGroup(const api::SaveGroup& command);
  Result<customer::Group> removeGroup(const customer::GroupId& id);
  void read(const std::string& path, const api::Reply<api::ContactsPreview>& reply);
  void release();
  Result<api::ImportView> import(const customer::Contacts& contacts, Instant now);
  Result<customer::ImportId> undo(const customer::ImportId& id);
  // True when the command is a customer's payment; then it is answered.
  bool run(const api::TillCommand& command, const api::Reply<api::TillView>& reply);

 private:
  [[nodiscard]] api::CustomerView viewOf(const customer::Customer& one) const;
  [[nodiscard]] Money owedBy(const std::string& name) const;
  [[nodiscard]] const customer::Customer* holderOf(const std::string& number) const;
  [[nodiscard]] customer::Known known() const;

  int m_next = 0;
  std::vector<std::function<void()>> m_held;
};

}  // namespace loket::app::fixture
