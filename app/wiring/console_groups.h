// `loketctl groups`: people whose bills are paid together.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "core/domain/catalogue/inquiry_fields.h"

namespace loket::app {

struct GroupWords {
  std::string group, name, product, number;
  InquiryFields fields;
  int wait = 60;
  bool yes = false, print = false;
};

// What a bill is asked by beside its number, for every command that asks for one.
void addInquiryFields(CLI::App& command, InquiryFields& fields);

// Adds the command and what belongs to it.
void addGroups(CLI::App& app, GroupWords& words);

class GroupConsole {
 public:
  GroupConsole(const GroupWords& words, bool json, api::AgentClient& client, Output& output)
      : m_(words), m_json(json), m_client(client), m_out(output) {}

  // "groups list", "groups pay", ... Returns the exit status of the contract; of many payments that of the worst.
  int run(const std::string& command);

 private:
  int list();
  int create();
  int rename();
  int add();
  int change();
  int drop();
  int remove();
  int pay();
  int failed(const Error& error);
  int keep(const api::SaveGroup& command);
  Result<customer::Group> meant();
  // The one line that is told by its number; or by its product, or for a removal its year, too.
  Result<std::size_t> lineMeant(const customer::Group& group, const std::string& year) const;
  void tell(const customer::Group& group);
  int sell(const customer::Group& group, const std::vector<api::QuoteLine>& lines);

  const GroupWords& m_;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
