// `loketctl audit`: the journal's tree, what the terminal has signed of it, and proofs of single payments.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "core/domain/journal/note.h"
#include "core/ports/files.h"

namespace loket::app {

struct AuditWords {
  std::string ref, file, key, seal, day;
  std::vector<std::string> witnesses;  // their keys
  int quorum = 0;                      // how many of them; 0: all
  bool withParticulars = false;
};

// Who must have cosigned what is proved.
struct AuditQuorum {
  std::vector<journal::Verifier> witnesses;
  std::size_t needed = 0;
};

// Adds the command and what belongs to it.
void addAudit(CLI::App& app, AuditWords& words);

class AuditConsole {
 public:
  AuditConsole(const AuditWords& words, std::string folder, bool json, api::AgentClient& client, Output& output)
      : m_(words), m_folder(std::move(folder)), m_json(json), m_client(client), m_out(output) {}

  // "audit verify", "audit checkpoint", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int verify();
  int checkpoint();
  // kExitOpen: too few have cosigned what is signed now; kExitLocal: one of them has seen a newer journal, or another one.
  int witness();
  int prove();
  int check();
  int checkLog(ports::PagedFile& file, const journal::Verifier& log, const AuditQuorum& quorum);
  int exportLog();
  int seal();
  int listStamps();
  int exportStamp();
  std::string placeOf(const std::string& file) const;

  const AuditWords& m_;
  std::string m_folder;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
