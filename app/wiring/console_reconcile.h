// `loketctl reconcile`: settlement files against the books.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"

namespace loket::app {

struct ReconcileWords {
  std::string upstream, file, date, from, to, id, reason;
  std::vector<std::int64_t> proposals;
  int limit = 200;
};

// Adds the command and what belongs to it.
void addReconcile(CLI::App& app, ReconcileWords& words);

class ReconcileConsole {
 public:
  ReconcileConsole(const ReconcileWords& words, std::string folder, bool json, api::AgentClient& client,
                   Output& output)
      : m_(words), m_folder(std::move(folder)), m_json(json), m_client(client), m_out(output) {}

  // "reconcile", "reconcile list", "reconcile show", "reconcile apply". Returns the exit status of the
  // contract.
  int run(const std::string& command);

 private:
  int reconcile();
  int list();
  int show();
  int apply();
  int tell(const reconcile::Run& run);
  void tellFinding(const reconcile::Run& run, const reconcile::Finding& finding);
  void tellRun(const reconcile::Run& run);
  Result<api::ReconcileRequest> request() const;

  const ReconcileWords& m_;
  std::string m_folder;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
