// `loketctl customers`: the customer book, and the import of an address book into it.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"

namespace loket::app {

struct CustomerWords {
  std::string text, file, name, note, kind, id;
  std::vector<std::string> numbers;
  int limit = 200;
  bool yes = false, owing = false;
};

// Adds the command and what belongs to it.
void addCustomers(CLI::App& app, CustomerWords& words);

class CustomerConsole {
 public:
  CustomerConsole(const CustomerWords& words, std::string folder, bool json, api::AgentClient& client, Output& output)
      : m_(words), m_folder(std::move(folder)), m_json(json), m_client(client), m_out(output) {}

  // "customers list", "customers import", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int list();
  int add();
  int change();
  int remove();
  int import();
  int undo();
  int failed(const Error& error);
  Result<api::CustomerView> meant();
  Result<std::optional<Family>> kind() const;
  int save(const api::SaveCustomer& command);
  void tell(const api::CustomerView& view);
  void tellPlan(const api::ContactsPreview& preview);

  const CustomerWords& m_;
  std::string m_folder;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
