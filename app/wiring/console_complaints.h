// `loketctl complaint`: what customers came back with, and whom to ask.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"

namespace loket::app {

struct ComplaintWords {
  std::string ref, id, note, reach, outcome;
  int limit = 200;
  bool all = false;
};

// Adds the command and what belongs to it.
void addComplaints(CLI::App& app, ComplaintWords& words);

class ComplaintConsole {
 public:
  ComplaintConsole(const ComplaintWords& words, bool json, api::AgentClient& client, Output& output)
      : m_(words), m_json(json), m_client(client), m_out(output) {}

  // "complaint open", "complaint list", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int list();
  int tell(const Result<api::ComplaintView>& view);

  const ComplaintWords& m_;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
