// `loketctl limits` and `loketctl user code`: when a payment wants a second proof and what takes two, and people's own one-time codes; and the
// words with which a command brings one.
#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "app/wiring/console_json.h"
#include "app/wiring/console_second.h"
#include "core/domain/payment/proof.h"

namespace loket::app {

struct ProofWords {
  std::string code, ownerCode;
  bool finger = false;
};

// "--code", "--owner-code", "--finger".
void addProof(CLI::App& command, ProofWords& words);
Proof proofOf(const ProofWords& words);

struct StepUpWords {
  std::string person, from, newNumberFrom, always;
  std::optional<int> perHour;
  std::string refundFrom, limitsByTwo;
};

void addStepUp(CLI::App& app, CLI::App& user, StepUpWords& words, SecondWords& second, bool& qr);
bool isStepUpCommand(const std::string& command);

// "the telephone's clock is 30 s behind"; empty where there is nothing to say.
std::string driftText(std::int64_t seconds);

// What stands of a telephone's codes beside whose they are: "; 1 of 5 wrong; locked until ...".
Json codeJson(Json whose, const api::CodeView& code);
std::string codeText(const api::CodeView& code);

class StepUpConsole {
 public:
  StepUpConsole(const StepUpWords& words, bool qr, bool json, const ports::VaultUser& caller, AskSecond askSecond,
                api::AgentClient& client, Output& output)
      : m_(words), m_qr(qr), m_json(json), m_caller(caller), m_askSecond(std::move(askSecond)), m_client(client), m_out(output) {}

  // "limits show", "user code enrol", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int limitsShow();
  int limitsSet();
  int enrol();
  int forget();
  int status();
  int tell(const Limits& limits);
  int failed(const Error& error);

  const StepUpWords& m_;
  bool m_qr;
  bool m_json;
  const ports::VaultUser& m_caller;
  AskSecond m_askSecond;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
