// `loketctl backup`: the whole shop in one encrypted file.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "core/domain/identity/backup.h"

namespace loket::app {

struct BackupWords {
  std::string file;
};

// Adds the command and what belongs to it.
void addBackup(CLI::App& app, BackupWords& words, int& recoveryDescriptor, int& newPinDescriptor);

// Those that need the home that is open: "backup create", "backup verify", "backup acknowledge".
class BackupConsole {
 public:
  BackupConsole(const BackupWords& words, const Invocation& invocation, const ports::VaultUser& caller, bool json,
                api::AgentClient& client, Output& output)
      : m_(words), m_invocation(invocation), m_caller(caller), m_json(json), m_client(client), m_out(output) {}

  // Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int acknowledge();

  const BackupWords& m_;
  const Invocation& m_invocation;
  const ports::VaultUser& m_caller;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

// Shown once a percent at the most.
BackupGoOn goOnTelling(Output& output);

// Those that need none, by the recovery code.
int runBackupVerify(const std::string& file, const SecretBytes& code, bool json, Output& output);
int runBackupRestore(const std::string& file, const std::string& home, const SecretBytes& code, const SecretBytes& pin,
                     bool json, Output& output);

}  // namespace loket::app
