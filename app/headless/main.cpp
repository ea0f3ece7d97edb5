// loketctl: the same core as the window's, for automation, support and cron.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <thread>
#include <utility>

#include "app/wiring/agent_host.h"
#include "app/wiring/console.h"
#include "app/wiring/console_backup.h"
#include "app/wiring/console_till.h"
#include "app/wiring/console_vault.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/process.h"
#include "core/adapters/vault/guarded_memory.h"
#include "core/base/utf8.h"
#include "core/engine/references.h"

namespace {

using namespace loket;
using namespace loket::app;

class TerminalOutput final : public Output {
 public:
  explicit TerminalOutput(bool terminal) : m_terminal(terminal) {}
  void line(const std::string& text) override {
    if (m_wanted)
      return m_heldBack.push_back([this, text] { line(text); });
    clearBar();
    std::cout << (m_outIsTerminal ? shownText(text, Lines::Many) : text) << std::endl;
  }
  void note(const std::string& text) override {
    if (m_wanted)
      return m_heldBack.push_back([this, text] { note(text); });
    clearBar();
    std::cerr << (m_terminal ? shownText(text, Lines::Many) : text) << std::endl;
  }
  void progress(int done, int total) override {
    if (!m_terminal || total == 0)
      return;
    constexpr int kWidth = 30;
    const int filled = kWidth * done / total;
    std::cerr << "\r[" << std::string(static_cast<std::size_t>(filled), '#')
              << std::string(static_cast<std::size_t>(kWidth - filled), '.') << "] " << done << "/" << total
              << std::flush;
    m_barShown = true;
  }

  // From now on a second proof that is missing is not said but kept back: whoever sits here is asked for it.
  void holdBack() { m_holdsBack = true; }
  void refused(const std::string& word, const std::string& detail) override {
    if (m_holdsBack && word == wordOf(ErrorCode::StepUpMissing))
      m_wanted = detail;
  }
  // Why one is missing. Nothing is kept back any more.
  std::optional<std::string> wanted() {
    m_holdsBack = false;
    return std::exchange(m_wanted, std::nullopt);
  }
  void sayHeldBack() {
    for (const auto& say : std::exchange(m_heldBack, {})) say();
  }
  void dropHeldBack() { m_heldBack.clear(); }
  void ask(const std::string& text) {
    clearBar();
    std::cerr << text << std::flush;
  }

 private:
  void clearBar() {
    if (m_barShown)
      std::cerr << "\r" << std::string(60, ' ') << "\r" << std::flush;
    m_barShown = false;
  }
  // What reads it: a person at a terminal, which obeys what is written to it, or a program, which gets every byte.
  bool m_terminal;
  const bool m_outIsTerminal = adapters::isTerminal(1);
  bool m_barShown = false;
  bool m_holdsBack = false;
  std::optional<std::string> m_wanted;
  std::vector<std::function<void()>> m_heldBack;
};

// The code as it is typed at the terminal, as options; none: it is left.
std::vector<std::string> askedProof(const std::string& user, const std::string& why, TerminalOutput& output) {
  const std::string whose = user.empty() ? std::string("Your own one-time code") : "The one-time code of " + shownText(user, Lines::One);
  output.ask("loketctl: a second proof is wanted (" + why + "). " + whose +
             ", or the word owner and the absent owner's; nothing, and it is left: ");
  std::string typed;
  for (const char c : adapters::readLineFrom(0))
    if (c != ' ' && c != '\r' && c != '\t')
      typed.push_back(c);
  const std::string owner = "owner";
  const bool isOwners = typed.rfind(owner, 0) == 0;
  if (isOwners)
    typed.erase(0, owner.size());
  return typed.empty() ? std::vector<std::string>() : std::vector<std::string>{(isOwners ? "--owner-code=" : "--code=") + typed};
}

int failed(Output& output, bool json, Error error) {
  if (error.code == ErrorCode::HomeBusy)
    error.detail = "the home is in use by process " + error.detail;
  return reportFailure(output, json, error);
}

// From a descriptor or the environment; never from the command line, where every process can read it.
Result<SecretBytes> readPin(int descriptor, const std::string& option, const std::string& variable) {
  SecretBytes pin;
  if (descriptor >= 0) {
    std::string line = adapters::readLineFrom(descriptor);
    pin = SecretBytes(line);
    wipe(line.data(), line.size());
  } else {
    pin = adapters::takeFromEnvironment(variable);
  }
  if (pin.empty())
    return fail(ErrorCode::Usage, "no PIN or password: give " + option + " N or set " + variable);
  return pin;
}

// The other person's, where the command names one.
Result<SecretBytes> readOtherPin(const CommandLine& line) {
  if (!line.second.empty() && line.command != "recover")
    return readPin(line.secondPinDescriptor, "--second-pin-fd", "LOKET_SECOND_PIN");
  if (line.command == "user add" || line.command == "user pin" || line.command == "recover")
    return readPin(line.newPinDescriptor, "--new-pin-fd", "LOKET_NEW_PIN");
  if (line.command == "cashout otp")
    return readPin(line.passwordDescriptor, "--otp-fd", "LOKET_OTP");
  return SecretBytes();
}

// What an upstream posted, here where the file and the standard input are; one byte more than may be is enough to tell.
Result<std::string> readBody(const std::string& file) {
  std::ifstream opened;
  if (file != "-")
    opened.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : opened;
  std::string body(kNoticeBytesMax + 1, '\0');
  in.read(body.data(), static_cast<std::streamsize>(body.size()));
  if (in.bad() || (file != "-" && !opened.is_open()))
    return fail(ErrorCode::Usage, "cannot read " + file);
  body.resize(static_cast<std::size_t>(in.gcount()));
  return body;
}

// By the code on paper, where no home and no PIN is needed: a restore always, a verification when the code is given.
bool goesByCode(const CommandLine& line) {
  return line.command == "backup restore" ||
         (line.command == "backup verify" &&
          (line.recoveryDescriptor >= 0 || std::getenv("LOKET_RECOVERY_CODE") != nullptr));
}

int runByCode(const CommandLine& line, const std::string& home, Output& output) {
  const auto code = readPin(line.recoveryDescriptor, "--recovery-fd", "LOKET_RECOVERY_CODE");
  if (!code)
    return failed(output, line.json, code.error());
  if (line.command == "backup verify")
    return runBackupVerify(line.backupFile, *code, line.json, output);
  const auto pin = readPin(line.newPinDescriptor, "--new-pin-fd", "LOKET_NEW_PIN");
  return pin ? runBackupRestore(line.backupFile, home, *code, *pin, line.json, output)
             : failed(output, line.json, pin.error());
}

int runRecover(const CommandLine& line, const std::string& home, const SecretBytes& code, const SecretBytes& newPin, Output& output) {
  RecoveryOrder order{code, newPin, line.deviceSecret, UserName(line.second), nullptr, line.ownerCode};
  SecretBytes secondPin;
  if (!line.second.empty()) {
    auto read = readPin(line.secondPinDescriptor, "--second-pin-fd", "LOKET_SECOND_PIN");
    if (!read)
      return failed(output, line.json, read.error());
    secondPin = std::move(*read);
    order.secondPin = &secondPin;
  }
  const auto done = recoverHome(home, order);
  if (!done)
    return failed(output, line.json,
                  done.error().code == ErrorCode::ApprovalMissing
                      ? Error{ErrorCode::ApprovalMissing, "it takes two: --second NAME, or --owner-code CODE"}
                      : done.error());
  for (const std::string& note : done->notes) output.note("loketctl: " + note);
  output.line(line.json ? "{\"recovered\":true,\"second\":\"" + std::string(wordOf(done->consent.how)) + "\"}"
                        : "The owner has a new PIN. The recovery code stays what it was.");
  return kExitDone;
}

// When the window died with this command in its hands: doing it once more is doing it once.
bool mayRunAgain(const CommandLine& line) {
  const std::string& command = line.command;
  return !line.print && !isVaultCommand(command) && command != "cancel" && command != "refund" && command != "receipt" &&
         command != "config import" && command != "reconcile apply" && command != "review" && command != "user add" &&
         command != "owner-code enroll" && command != "owner-code off" && command != "customers remove" &&
         command != "user code enrol" && command != "user code forget" && command != "limits set" &&
         command != "customers undo" && command != "groups pay" && command != "groups remove" &&
         command != "finger enrol" && command != "finger remove" &&
         (!isTillCommand(command) || command == "shift report" || command == "ticket list" ||
          command == "ticket pay" || command == "bon list" || command == "cashout list" ||
          command == "cashout ask" || command == "cashout collections");
}

// Another command may hold the home for a moment; a window holds it for long, and takes the command over.
constexpr int kBusyTries = 40;
constexpr std::chrono::milliseconds kBusyWait{50};

int carryOut(const CommandLine& line, const std::string& home, const Invocation& invocation, TerminalOutput& output) {
  for (int attempt = 0;; ++attempt) {
    auto host = AgentHost::open({home, line.clockUrl, HostKind::Command}, UserName(line.user), invocation.pin);
    if (host) {
      for (const std::string& note : (*host)->notes())
        output.note("loketctl: " + note);
      return (*host)->run(invocation, (*host)->opener(), output);
    }
    if (host.error().code != ErrorCode::HomeBusy)
      return failed(output, line.json, host.error());
    const auto forwarded = OwnerLink::forward(home, invocation, output);
    if (forwarded.kind == OwnerLink::Forwarded::Kind::Done)
      return forwarded.status;
    if (forwarded.kind == OwnerLink::Forwarded::Kind::OwnerLost && !mayRunAgain(line))
      return failed(output, line.json, {ErrorCode::Closed, "the window went away before it answered; look before repeating"});
    if (attempt >= kBusyTries)
      return failed(output, line.json, host.error());
    std::this_thread::sleep_for(kBusyWait);
  }
}

}  // namespace

int main(int argc, char** argv) {
  adapters::hardenProcess();
  adapters::guardSecrets();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const CommandLine line = parseCommandLine(arguments);
  TerminalOutput output(adapters::isTerminal(2));
  if (line.exitStatus >= 0) {
    if (line.exitStatus == kExitDone)
      output.line(line.message);
    else
      output.note(line.message);
    return line.exitStatus;
  }
  const std::string home = line.home.empty() ? adapters::defaultHome() : line.home;
  if (goesByCode(line))
    return runByCode(line, home, output);
  auto pin = line.command == "recover" ? readPin(line.pinDescriptor, "--recovery-fd", "LOKET_RECOVERY_CODE")
                                       : readPin(line.pinDescriptor, "--pin-fd", "LOKET_PIN");
  if (!pin)
    return failed(output, line.json, pin.error());
  auto otherPin = readOtherPin(line);
  if (!otherPin)
    return failed(output, line.json, otherPin.error());

  if (line.command == "init") {
    const auto made = createHome(home, line.outletName, UserName(line.ownerName), *pin, line.deviceSecret);
    if (!made)
      return failed(output, line.json, made.error());
    tellNewHome(line.outletName, made->recoveryCode, line.qr, line.json, output);
    return kExitDone;
  }

  if (line.command == "recover")
    return runRecover(line, home, *pin, *otherPin, output);

  if (line.command == "rebuild") {
    const auto made = rebuildHome(home, UserName(line.user), *pin);
    if (!made)
      return failed(output, line.json, made.error());
    for (const std::string& note : made->notes)
      output.note("loketctl: " + note);
    const std::string open = std::to_string(made->openPayments);
    output.line(line.json ? "{\"rebuilt\":true,\"open\":" + open + "}"
                          : "Made again from the sidecar; open payments: " + open + ".");
    return kExitDone;
  }

  if (line.command == "vault rekey")
    return runRekey(home, UserName(line.user), *pin, line.qr, line.json, output);

  Invocation invocation{arguments, std::filesystem::current_path().string(), line.user, line.json, std::move(*pin),
                        std::move(*otherPin)};
  if (line.command == "webhook") {
    auto body = readBody(line.bodyFile);
    if (!body)
      return failed(output, line.json, body.error());
    invocation.input = std::move(*body);
  }
  if (line.command == "sell" && line.clientRef.empty()) {
    // Named here, so that whoever ends up selling it, one after the other, sells it once.
    adapters::SystemClock clock;
    adapters::SystemEntropy entropy;
    invocation.arguments.insert(invocation.arguments.end(),
                                {"--client-ref", engine::References(clock, entropy).client().str()});
  }
  if (adapters::isTerminal(0))
    output.holdBack();
  const int status = carryOut(line, home, invocation, output);
  const auto why = output.wanted();
  if (!why)
    return status;
  // It was refused for want of it, so nothing was done, and it is asked for once.
  const std::vector<std::string> proof = askedProof(line.user, *why, output);
  if (proof.empty()) {
    output.sayHeldBack();
    return status;
  }
  output.dropHeldBack();
  invocation.arguments.insert(invocation.arguments.end(), proof.begin(), proof.end());
  return carryOut(line, home, invocation, output);
}
