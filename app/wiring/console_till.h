// loketctl's commands for the till: shift, drawer, ticket and bon.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "app/wiring/console_second.h"
#include "app/wiring/console_step_up.h"

namespace loket::app {

// Amounts stay text until they are read as money, as everywhere on the command line.
struct TillWords {
  std::string amount, reason, upstream, ticket, customer, bank, ownerName, goodsName, credit, fee, collection, wait, via;
  bool owner = false, fromDrawer = false, print = false, yes = false;
  int passwordDescriptor = -1;
  ProofWords proof;
};

void addTillCommands(CLI::App& app, TillWords& words, SecondWords& second);
// "shift open", "bon pay", ...
bool isTillCommand(const std::string& command);
// `password` is a customer's, for the command that has one. Returns the exit status of the contract.
int runTillCommand(const std::string& command, const TillWords& words, bool json, const SecretBytes& password,
                   AskSecond askSecond, api::AgentClient& client, Output& output);

}  // namespace loket::app
