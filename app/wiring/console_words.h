// Which words a command line may have, and where what it says is kept until it is acted on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/wiring/console_audit.h"
#include "app/wiring/console_backup.h"
#include "app/wiring/console_complaints.h"
#include "app/wiring/console_customers.h"
#include "app/wiring/console_finger.h"
#include "app/wiring/console_groups.h"
#include "app/wiring/console_paper.h"
#include "app/wiring/console_reconcile.h"
#include "app/wiring/console_second.h"
#include "app/wiring/console_step_up.h"
#include "app/wiring/console_till.h"
#include "app/wiring/console_vault.h"
#include "core/domain/catalogue/inquiry_fields.h"
#include "core/domain/payment/sender.h"

namespace loket::app {

// Everything a command line can say. Amounts stay text until they are read as money, so that "1.000" is a
// thousand and "1,5" is a mistake.
struct Words {
  std::string home, user, clockUrl, product, number, amount, cash, clientRef, ref, reason, file, text, format = "text";
  std::string tender = "cash";
  std::string deviceSecret, outlet, owner, account, state, from, to, output, bon;
  TillWords till;
  std::string outcome, serial, name, address, channel;
  std::string role = "cashier";
  std::string upstream, signature, event, bodyFile = "-";
  Sender sender;
  InquiryFields fields;
  int pinDescriptor = -1;
  SecondWords second;
  int newPinDescriptor = -1;
  int recoveryDescriptor = -1;
  std::optional<int> wait;
  int timeout = -1;
  int limit = 200;
  bool json = false, offline = false, untilIdle = false, again = false, print = false, qr = false;
  ReconcileWords reconcile;
  CustomerWords customers;
  GroupWords groups;
  PaperWords paper;
  AuditWords audit;
  ComplaintWords complaints;
  FingerWords finger;
  BackupWords backup;
  VaultWords vault;
  StepUpWords stepUp;
  ProofWords proof;
};

std::unique_ptr<CLI::App> makeParser(Words& words);

// The exit status when there is nothing more to do: help was asked for, or the line is wrong; -1 otherwise.
int parseInto(CLI::App& app, const std::vector<std::string>& arguments, std::string& message);

// "payments show", as it was typed.
std::string commandOf(const CLI::App& app);

}  // namespace loket::app
