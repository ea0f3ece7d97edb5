#include "app/wiring/console_backup.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/backups.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/slot_costs.h"

namespace loket::app {
namespace {

Json backupJson(const char* what, const std::string& path, const BackupFacts& facts) {
  return Json{{what, path},
              {"madeAt", toRfc3339(facts.madeAt)},
              {"outlet", facts.outlet},
              {"payments", facts.payments},
              {"open", facts.open},
              {"bytes", facts.bytes}};
}

std::string backupText(const BackupFacts& facts) {
  return fmt::format("of {}, made {}: {} payment(s), {} of them open, {} KiB", facts.outlet, toRfc3339(facts.madeAt),
                     facts.payments, facts.open, (facts.bytes + 1023) >> 10U);
}

int percentOf(std::uint64_t done, std::uint64_t total) {
  return total == 0 ? 0 : static_cast<int>(100 * std::min(done, total) / total);
}

}  // namespace

BackupGoOn goOnTelling(Output& output) {
  return [&output, last = -1](std::uint64_t done, std::uint64_t total) mutable {
    if (const int percent = percentOf(done, total); percent != last) {
      last = percent;
      output.progress(percent, 100);
    }
    return true;
  };
}

void addBackup(CLI::App& app, BackupWords& w, int& recoveryDescriptor, int& newPinDescriptor) {
  auto* backup = app.add_subcommand("backup", "the whole shop in one encrypted file, that the recovery code opens anywhere");
  backup->require_subcommand(1);
  backup->add_subcommand("create", "make one, while everything goes on; a backup of this home is replaced")
      ->add_option("FILE", w.file)
      ->required();
  auto* verify = backup->add_subcommand("verify", "read all of one: on this home by the PIN, anywhere by the recovery code");
  verify->add_option("FILE", w.file)->required();
  auto* restore = backup->add_subcommand("restore", "make a home of one, at --home, where nothing is");
  restore->add_option("FILE", w.file)->required();
  restore->add_option("--new-pin-fd", newPinDescriptor, "read the owner's new PIN from this descriptor (or set LOKET_NEW_PIN)");
  for (CLI::App* one : {verify, restore})
    one->add_option("--recovery-fd", recoveryDescriptor, "read the code from this descriptor (or set LOKET_RECOVERY_CODE)");
  backup->add_subcommand("acknowledge", "the owner knows that this home was restored, and looks after what was open");
}

int BackupConsole::run(const std::string& command) {
  if (command == "backup acknowledge")
    return acknowledge();
  const bool makes = command == "backup create";
  const std::string path = std::filesystem::path(m_.file).is_absolute()
                               ? m_.file
                               : (std::filesystem::path(m_invocation.folder) / m_.file).string();
  const auto view = ask<api::BackupView>([&](api::Reply<api::BackupView> reply) {
    if (makes)
      m_client.backUp(path, goOnTelling(m_out), std::move(reply));
    else
      m_client.verifyBackup(path, goOnTelling(m_out), std::move(reply));
  });
  if (!view)
    return reportFailure(m_out, m_json, view.error());
  m_out.line(m_json ? lineOf(backupJson(makes ? "backup" : "verified", view->path, view->facts))
                    : fmt::format("{} {}, {}.", makes ? "Backed up to" : "Whole:", view->path, backupText(view->facts)));
  return kExitDone;
}

int BackupConsole::acknowledge() {
  const auto known =
      ask<RestoredFrom>([&](api::Reply<RestoredFrom> reply) { m_client.acknowledgeRestore(std::move(reply)); });
  if (!known)
    return reportFailure(m_out, m_json, known.error());
  m_out.line(m_json ? lineOf(Json{{"restoredFrom", toRfc3339(known->backupAt)}, {"acknowledged", true}})
                    : "Known. What was open is still to be looked up: loketctl payments list --state review");
  return kExitDone;
}

int runBackupVerify(const std::string& file, const SecretBytes& code, bool json, Output& output) {
  const auto facts = verifyAnywhere(file, code, goOnTelling(output));
  if (!facts)
    return reportFailure(output, json, facts.error());
  output.line(json ? lineOf(backupJson("verified", file, *facts)) : fmt::format("Whole: {}, {}.", file, backupText(*facts)));
  return kExitDone;
}

int runBackupRestore(const std::string& file, const std::string& home, const SecretBytes& code, const SecretBytes& pin,
                     bool json, Output& output) {
  const auto made = restoreHome(file, home, code, pin, goOnTelling(output));
  if (!made)
    return reportFailure(output, json, made.error());
  Json said = backupJson("restored", home, made->facts);
  said["reviews"] = made->reviews;
  output.line(json ? lineOf(said)
                   : fmt::format("Restored to {}, {}.\nPayments made since are not in it. {} payment(s) were open: each waits for "
                                 "people, who find out what the shop it was taken of has done about it. Cashiers are added again, "
                                 "and the owner's one-time code is set up again.",
                                 home, backupText(made->facts), made->reviews));
  if (const std::string note = testBuildNote(); !note.empty())
    output.note("loketctl: " + note);
  return kExitDone;
}

}  // namespace loket::app
