// The commands of loketctl, run against a core wherever it lives: in this process, or forwarded into the one
// that owns the home.
#pragma once

#include <string>
#include <vector>

#include "app/wiring/people.h"
#include "core/api/agent_client.h"

namespace loket::app {

// One command line without the program's name, and the PINs that never stand on one.
struct Invocation {
  std::vector<std::string> arguments;
  std::string folder;  // relative paths in the arguments start here
  std::string user;
  bool json = false;
  SecretBytes pin;
  // Of whoever the command names: `--second`, `user add`, `user pin`; the customer's one-time password: `cashout otp`.
  SecretBytes otherPin;
  // What was handed over to the command: the body of a `webhook`.
  std::string input = {};
};

class Output {
 public:
  virtual ~Output() = default;
  virtual void line(const std::string& text) = 0;  // stdout
  virtual void note(const std::string& text) = 0;  // stderr
  virtual void progress(int done, int total) = 0;  // shown on a terminal only
  // The command ends with this error's word; `line` and `note` say so next.
  virtual void refused(const std::string& /*word*/, const std::string& /*detail*/) {}
};

// What the command line says before anything is opened.
struct CommandLine {
  std::string home;
  std::string user;
  std::string clockUrl;
  int pinDescriptor = -1;
  int secondPinDescriptor = -1;
  int newPinDescriptor = -1;
  int passwordDescriptor = -1;
  int recoveryDescriptor = -1;
  bool json = false;
  bool print = false;      // on paper too
  std::string command;     // "sell", "payments list", ...; empty when there is none
  std::string clientRef;   // sell only
  std::string second;      // where it takes two: who the other one is
  std::string ownerCode;   // recover only: the owner's one-time code instead
  std::string bodyFile;    // webhook only: where its body is; "-" for the standard input
  std::string backupFile;  // backup only
  bool qr = false;         // the recovery code as a QR code too
  // init only
  std::string outletName;
  std::string ownerName;
  std::string deviceSecret;  // init, recover, backup restore: where it is to be kept; empty: where it is best
  int exitStatus = -1;     // >= 0: nothing to run (help, version, a usage mistake); `message` says it
  std::string message;
};

CommandLine parseCommandLine(const std::vector<std::string>& arguments);

// Says why on `output`, as JSON too where that was asked for; returns the exit status of the contract.
int reportFailure(Output& output, bool json, const Error& error);

// Returns the exit status of the contract. `caller` is who has proved to ask.
int runCommand(const Invocation& invocation, const ports::VaultUser& caller, People& people, api::AgentClient& client,
               Output& output);

}  // namespace loket::app
