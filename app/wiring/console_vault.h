// `loketctl user pin|remove` and `loketctl vault`: ways into the home that change, while its database stays as it is; and its data key.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"

namespace loket::app {

struct VaultWords {
  std::string person;
  std::string place;
};

// Below `user`, which is there already, and a command of its own.
void addVault(CLI::App& app, CLI::App& user, VaultWords& words, bool& qr, int& newPinDescriptor);

// What changes here must not be done twice when nobody knows whether it was done.
bool isVaultCommand(const std::string& command);

// The smallest QR code of `text`, two rows of modules to a line, light on a dark terminal; empty when none holds it.
std::string qrText(const std::string& text);

// Of `init`, with the recovery code as it is shown, once.
void tellNewHome(const std::string& outlet, const std::string& recoveryCode, bool qr, bool json, Output& output);

// `vault rekey`, in a process that opens the home for it alone.
int runRekey(const std::string& home, const UserName& user, const SecretBytes& pin, bool qr, bool json, Output& output);

class VaultConsole {
 public:
  VaultConsole(const VaultWords& words, bool qr, const Invocation& invocation, bool json, const ports::VaultUser& caller,
               People& people, Output& output)
      : m_(words), m_qr(qr), m_invocation(invocation), m_json(json), m_caller(caller), m_people(people), m_out(output) {}

  // "user pin", "user remove", "vault recovery-code", "vault rotate-device"; "vault rekey" is refused. Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int changePin();
  int takeOut();
  int renewRecoveryCode();
  int renewDeviceSecret();
  int failed(const Error& error);

  const VaultWords& m_;
  bool m_qr;
  const Invocation& m_invocation;
  bool m_json;
  const ports::VaultUser& m_caller;
  People& m_people;
  Output& m_out;
};

}  // namespace loket::app
