#include "app/wiring/console_step_up.h"

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/console_vault.h"
#include "app/wiring/exit_status.h"
#include "core/base/text.h"
#include "core/domain/approval/owner_code.h"
#include "core/domain/approval/step_up.h"

namespace loket::app {
namespace {

std::int64_t secondsOf(std::int64_t steps) { return steps * kCodeStep.ms / 1000; }

std::string sumOrNever(Money sum) { return sum.isZero() ? "never" : sum.text(); }

}  // namespace

void addProof(CLI::App& command, ProofWords& w) {
  auto* code = command.add_option("--code", w.code, "your own one-time code, where the limits want a second proof");
  auto* owner = command.add_option("--owner-code", w.ownerCode, "the absent owner's instead")->excludes(code);
  command.add_flag("--finger", w.finger, "your finger at this computer's reader instead")->excludes(code)->excludes(owner);
}

Proof proofOf(const ProofWords& w) {
  if (w.finger)
    return {ProofKind::Finger, {}};
  if (!w.ownerCode.empty())
    return {ProofKind::OwnerCode, w.ownerCode};
  return w.code.empty() ? Proof{} : Proof{ProofKind::OwnCode, w.code};
}

void addStepUp(CLI::App& app, CLI::App& user, StepUpWords& w, SecondWords& second, bool& qr) {
  auto* code = user.add_subcommand("code", "your own one-time codes, as a second proof before dear or risky payments");
  code->require_subcommand(1);
  code->add_subcommand("enrol", "make a secret for your telephone; shown this once")
      ->add_flag("--qr", qr, "as a QR code too");
  code->add_subcommand("forget", "no code of that telephone is good any more")
      ->add_option("NAME", w.person, "whose, for the owner; your own unless told");
  code->add_subcommand("status", "who has one, and how far its clock is off");

  auto* limits = app.add_subcommand("limits", "when a payment wants a second proof, and what takes two people");
  limits->require_subcommand(1);
  limits->add_subcommand("show", "as they are");
  auto* set = limits->add_subcommand("set", "only what is named is changed; for the owner, or with the owner's code");
  set->add_option("--step-up-from", w.from, "from this sum on; 0: never");
  set->add_option("--step-up-new-number-from", w.newNumberFrom,
                  "from this sum on, to a number that nothing has reached from here before; 0: never");
  set->add_option("--step-up-per-hour", w.perHour, "from so many transfers and wallets within an hour on; 0: never")
      ->check(CLI::Range(0, kStepUpPerHourMax));
  set->add_option("--step-up-always", w.always, "product ids and families, separated by commas; none: no more");
  set->add_option("--refund-by-two-from", w.refundFrom,
                  "cash that goes back takes two people from this sum on; 0: however little it is; never");
  set->add_option("--limits-by-two", w.limitsByTwo, "so does every change of the limits")->check(CLI::IsMember({"yes", "no"}));
  addSecond(*set, second);
}

bool isStepUpCommand(const std::string& command) {
  return command.substr(0, 7) == "limits " || command.substr(0, 10) == "user code ";
}

std::string driftText(std::int64_t seconds) {
  if (seconds == 0)
    return {};
  return fmt::format("the telephone's clock is {} s {}", seconds < 0 ? -seconds : seconds, seconds < 0 ? "behind" : "ahead");
}

Json codeJson(Json whose, const api::CodeView& code) {
  whose["windowSeconds"] = secondsOf(1);
  whose["driftSeconds"] = secondsOf(code.driftSteps);
  whose["wrong"] = code.wrong;
  whose["lockedUntil"] = timeOrNull(code.lockedUntil);
  return whose;
}

std::string codeText(const api::CodeView& code) {
  std::string text;
  if (const std::string drift = driftText(secondsOf(code.driftSteps)); !drift.empty())
    text += "; " + drift;
  if (code.wrong > 0)
    text += fmt::format("; {} of {} wrong", code.wrong, kCodeTries);
  if (code.lockedUntil != Instant{})
    text += "; locked until " + toRfc3339(code.lockedUntil);
  return text;
}

int StepUpConsole::failed(const Error& error) { return reportFailure(m_out, m_json, error); }

int StepUpConsole::run(const std::string& command) {
  if (command == "limits show")
    return limitsShow();
  if (command == "limits set")
    return limitsSet();
  if (command == "user code enrol")
    return enrol();
  if (command == "user code forget")
    return forget();
  return status();
}

int StepUpConsole::tell(const Limits& limits) {
  const StepUpPolicy& stepUp = limits.stepUp;
  const TwoPeople& two = limits.approval;
  m_out.line(m_json ? lineOf(Json{{"stepUp",
                                   {{"from", stepUp.from.amount()},
                                    {"newNumberFrom", stepUp.newNumberFrom.amount()},
                                    {"perHour", stepUp.perHour},
                                    {"always", stepUp.always}}},
                                  {"approval",
                                   {{"refundFrom", two.refundFrom ? Json(two.refundFrom->amount()) : Json("never")},
                                    {"limits", two.limits}}}})
                    : fmt::format("A second proof is wanted from {}; to a new number from {}; from so many within an hour: {}; "
                                  "always for: {}\nCash that goes back takes two people from: {}; a change of the limits: {}",
                                  sumOrNever(stepUp.from), sumOrNever(stepUp.newNumberFrom),
                                  stepUp.perHour == 0 ? "never" : std::to_string(stepUp.perHour),
                                  stepUp.always.empty() ? "nothing" : fmt::format("{}", fmt::join(stepUp.always, ", ")),
                                  two.refundFrom ? two.refundFrom->text() : "never", two.limits ? "yes" : "no"));
  return kExitDone;
}

int StepUpConsole::limitsShow() {
  const auto config = ask<api::Config>([&](api::Reply<api::Config> reply) { m_client.config(std::move(reply)); });
  return config ? tell(config->limits()) : failed(config.error());
}

int StepUpConsole::limitsSet() {
  const auto config = ask<api::Config>([&](api::Reply<api::Config> reply) { m_client.config(std::move(reply)); });
  if (!config)
    return failed(config.error());
  api::SaveLimits command{config->limits(), config->limits(), m_caller.name};
  StepUpPolicy& stepUp = command.to.stepUp;
  const std::pair<const std::string*, Money*> sums[] = {{&m_.from, &stepUp.from}, {&m_.newNumberFrom, &stepUp.newNumberFrom}};
  for (const auto& [typed, sum] : sums) {
    if (typed->empty())
      continue;
    const auto read = Money::parse(*typed);
    if (!read)
      return failed(Error{ErrorCode::AmountInvalid, *typed});
    *sum = *read;
  }
  if (m_.perHour)
    stepUp.perHour = *m_.perHour;
  if (!m_.always.empty()) {
    stepUp.always.clear();
    for (const std::string& name : split(m_.always, ','))
      if (!trimmed(name).empty() && m_.always != "none")
        stepUp.always.push_back(trimmed(name));
  }
  TwoPeople& two = command.to.approval;
  if (m_.refundFrom == "never")
    two.refundFrom = std::nullopt;
  else if (!m_.refundFrom.empty()) {
    const auto read = Money::parse(m_.refundFrom);
    if (!read)
      return failed(Error{ErrorCode::AmountInvalid, m_.refundFrom});
    two.refundFrom = *read;
  }
  if (!m_.limitsByTwo.empty())
    two.limits = m_.limitsByTwo == "yes";
  const auto second = m_askSecond();
  if (!second)
    return failed(second.error());
  command.second = *second;
  const auto saved =
      ask<Limits>([&](api::Reply<Limits> reply) { m_client.saveLimits(std::move(command), std::move(reply)); });
  return saved ? tell(*saved) : failed(saved.error());
}

int StepUpConsole::enrol() {
  const auto uri =
      ask<std::string>([&](api::Reply<std::string> reply) { m_client.enrolCode(m_caller.name, std::move(reply)); });
  if (!uri)
    return failed(uri.error());
  Json json{{"user", m_caller.name.str()}, {"code", "on"}, {"uri", *uri}};
  if (m_qr)
    json["qr"] = qrText(*uri);
  m_out.line(m_json ? lineOf(json)
                    : "Shown this once; your authenticator app takes it:\n\n    " + *uri + "\n" +
                          (m_qr ? "\n" + qrText(*uri) : std::string()));
  return kExitDone;
}

int StepUpConsole::forget() {
  const UserName person = m_.person.empty() ? m_caller.name : UserName(trimmed(m_.person));
  const auto done = ask<bool>([&](api::Reply<bool> reply) { m_client.forgetCode({person}, std::move(reply)); });
  if (!done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"user", person.str()}, {"code", "off"}})
                    : "No one-time code of " + person.str() + " is good any more.");
  return kExitDone;
}

int StepUpConsole::status() {
  const auto codes = ask<std::vector<api::CodeView>>(
      [&](api::Reply<std::vector<api::CodeView>> reply) { m_client.codes(std::move(reply)); });
  if (!codes)
    return failed(codes.error());
  for (const api::CodeView& one : *codes) {
    m_out.line(m_json ? lineOf(codeJson({{"user", one.person.str()}}, one))
                      : fmt::format("{:<24} a code counts for {} s, and {} s either way{}", one.person.str(),
                                    secondsOf(1), secondsOf(1), codeText(one)));
  }
  return kExitDone;
}

}  // namespace loket::app
