// `loketctl finger`: the people's fingers at this computer's reader. A finger opens nothing: every command here is asked
// with a PIN.
#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "app/wiring/fingers.h"
#include "core/api/views.h"
#include "core/ports/fingerprint.h"

namespace loket::app {

struct FingerWords {
  std::string person;
  std::string finger = "right-index-finger";
  std::optional<int> wait;
};

void addFinger(CLI::App& app, FingerWords& words);

// For `doctor`: a computer without a reader is well.
api::HealthItem readerHealth(People& people);

class FingerConsole {
 public:
  FingerConsole(const FingerWords& words, bool json, const ports::VaultUser& caller, People& people, Output& output)
      : m_(words), m_json(json), m_caller(caller), m_people(people), m_out(output) {}

  // "finger status", "finger enrol", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int status(ports::Fingerprint& fingers);
  int enrol();
  int verify(ports::Fingerprint& fingers);
  int remove();
  // Who is meant: the caller unless told, as the key slots spell the name. NotFound.
  Result<UserName> person();
  ports::FingerLimits limits(Duration otherwise) const;
  ports::FingerSteps steps();
  int failed(const Error& error);
  int failed(const ports::FingerError& error);
  int failed(const FingerTrouble& trouble);

  const FingerWords& m_;
  bool m_json;
  const ports::VaultUser& m_caller;
  People& m_people;
  Output& m_out;
};

}  // namespace loket::app
