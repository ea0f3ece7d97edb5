#include "app/wiring/console_vault.h"

#include <fmt/format.h>

#include "app/wiring/console_backup.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/rekey.h"
#include "app/wiring/slot_costs.h"
#include "core/adapters/system/clock.h"
#include "core/base/text.h"
#include "core/domain/identity/people.h"
#include "core/domain/identity/permissions.h"
#include "core/domain/receipt/codes.h"

namespace loket::app {
namespace {

std::string codeText(const std::string& code, bool qr) {
  return "Recovery code, shown this once; keep it on paper:\n\n    " + code + "\n" + (qr ? "\n" + qrText(code) : "");
}

Json codeJson(const std::string& code, bool qr) {
  Json json{{"recoveryCode", code}};
  if (qr)
    json["qr"] = qrText(code);
  return json;
}

constexpr const char* kRekeyAlone = "the home is in use; close it first: nothing may be written while its key changes";

}  // namespace

void addVault(CLI::App& app, CLI::App& user, VaultWords& w, bool& qr, int& newPinDescriptor) {
  auto* pin = user.add_subcommand("pin", "another PIN: your own, or as owner somebody's who has forgotten theirs");
  pin->add_option("NAME", w.person, "whose; whose PIN it is unless told");
  pin->add_option("--new-pin-fd", newPinDescriptor, "read the new PIN from this descriptor (or set LOKET_NEW_PIN)");
  user.add_subcommand("remove", "somebody's PIN opens nothing any more; what they sold stays theirs. Owner only")
      ->add_option("NAME", w.person)
      ->required();

  auto* vault = app.add_subcommand("vault", "the ways into this home; owner only");
  vault->require_subcommand(1);
  vault->add_subcommand("recovery-code", "a new one, shown once; the old one opens nothing any more")
      ->add_flag("--qr", qr, "as a QR code too");
  vault->add_subcommand("rotate-device", "another secret of this computer: key slots that were copied before open nothing here")
      ->add_option("--to", w.place, "keep it there from now on; where it is unless told");
  vault->add_subcommand("rekey",
                        "another data key: database and sidecar are written anew under it, beside the old ones, while the home is open "
                        "nowhere; a new recovery code is shown once. Broken off, the next opening ends it or takes it back")
      ->add_flag("--qr", qr, "the recovery code as a QR code too");
}

bool isVaultCommand(const std::string& command) {
  return command == "user pin" || command == "user remove" || command.substr(0, 6) == "vault ";
}

std::string qrText(const std::string& text) {
  const auto code = receipt::qrModules(text);
  if (!code)
    return {};
  const auto isLight = [&code](int x, int y) {
    return x < 0 || y < 0 || x >= code->width || y >= code->height || !code->isDark(x, y);
  };
  std::string lines;
  for (int y = -receipt::kQrQuiet; y < code->height + receipt::kQrQuiet; y += 2) {
    for (int x = -receipt::kQrQuiet; x < code->width + receipt::kQrQuiet; ++x) {
      // Below the last row the terminal's own dark begins.
      const bool below = y + 1 < code->height + receipt::kQrQuiet && isLight(x, y + 1);
      lines += isLight(x, y) ? (below ? "\u2588" : "\u2580") : (below ? "\u2584" : " ");
    }
    lines += "\n";
  }
  return lines;
}

void tellNewHome(const std::string& outlet, const std::string& recoveryCode, bool qr, bool json, Output& output) {
  if (json) {
    Json line{{"home", "made"}};
    line.update(codeJson(recoveryCode, qr));
    output.line(lineOf(line));
  } else {
    output.line("New home for " + outlet + ".\n" + codeText(recoveryCode, qr));
  }
  if (const std::string note = testBuildNote(); !note.empty())
    output.note("loketctl: " + note);
}

int runRekey(const std::string& home, const UserName& user, const SecretBytes& pin, bool qr, bool json, Output& output) {
  const RekeyOrder order{user, pin, adapters::SystemClock().now(), goOnTelling(output), [&](const std::string& code) {
                           output.line(json ? lineOf(codeJson(code, qr)) : codeText(code, qr));
                         }};
  const auto done = rekeyHome(home, order);
  if (!done && done.error().code == ErrorCode::HomeBusy)
    return reportFailure(output, json, {ErrorCode::HomeBusy, fmt::format("{} (process {})", kRekeyAlone, done.error().detail)});
  if (!done)
    return reportFailure(output, json, done.error());
  for (const std::string& note : done->notes) output.note("loketctl: " + note);
  std::string text =
      "This home has a new data key, and the recovery code is another one. Backups made before want the code of then.";
  if (!done->toCome.empty())
    text += fmt::format("\nUntil their next right PIN the key of before leads on to the new one for: {}.", fmt::join(done->toCome, ", "));
  output.line(json ? lineOf(Json{{"rekeyed", true}, {"toCome", done->toCome}}) : text);
  return kExitDone;
}

int VaultConsole::failed(const Error& error) { return reportFailure(m_out, m_json, error); }

int VaultConsole::run(const std::string& command) {
  if (command == "user pin")
    return changePin();
  if (const Status may = allow(roleFromWord(m_caller.role), Permission::People); !may)
    return failed(may.error());
  if (command == "user remove")
    return takeOut();
  if (command == "vault recovery-code")
    return renewRecoveryCode();
  // Forwarded into a process that has the home open.
  if (command == "vault rekey")
    return failed({ErrorCode::HomeBusy, kRekeyAlone});
  return renewDeviceSecret();
}

int VaultConsole::changePin() {
  const UserName user = m_.person.empty() ? m_caller.name : UserName(trimmed(m_.person));
  if (!samePerson(user, m_caller.name))
    if (const Status may = allow(roleFromWord(m_caller.role), Permission::People); !may)
      return failed(may.error());
  if (const Status done = m_people.setPin(m_caller.name, m_invocation.pin, user, m_invocation.otherPin); !done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"user", user.str()}, {"pin", "changed"}})
                    : user.str() + " has a new PIN; the old one opens nothing any more.");
  return kExitDone;
}

int VaultConsole::takeOut() {
  const UserName user(trimmed(m_.person));
  if (const Status done = m_people.takeOut(m_caller.name, user); !done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"user", user.str()}, {"removed", true}})
                    : user.str() + "'s PIN opens nothing any more. Whoever may have copied this home's files: "
                                   "loketctl vault rotate-device.");
  return kExitDone;
}

int VaultConsole::renewRecoveryCode() {
  const Status done = m_people.renewRecoveryCode(m_caller.name, m_invocation.pin, [this](const std::string& code) {
    m_out.line(m_json ? lineOf(codeJson(code, m_qr)) : codeText(code, m_qr));
  });
  if (!done)
    return failed(done.error());
  // The one who copies the code from the screen wants to know, a program has the line already.
  if (!m_json)
    m_out.line("The old one opens this home no more. Backups made before still want the old one.");
  return kExitDone;
}

int VaultConsole::renewDeviceSecret() {
  if (const Status done = m_people.renewDeviceSecret(m_caller.name, m_.place); !done)
    return failed(done.error());
  const auto place = m_people.secretPlace();
  if (!place)
    return failed(place.error());
  m_out.line(m_json ? lineOf(Json{{"deviceSecret", *place}}) : "This computer has a new secret (" + *place + "). PINs stay as they are.");
  return kExitDone;
}

}  // namespace loket::app
