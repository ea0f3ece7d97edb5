#include "app/wiring/console_paper.h"

#include <limits>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "core/engine/printer_profiles.h"

namespace loket::app {

std::string_view printerAdvice(std::string_view word) {
  struct Advice {
    std::string_view word;
    std::string_view what;
  };
  static constexpr Advice kAdvice[] = {
      {"not-set", "no printer is set: `loketctl printer list` looks for one, `printer use --uri ...` keeps it"},
      {"address", "no printer has such an address: `loketctl printer list` shows those that are found"},
      {"no-device", "no such device: is the cable in, and the printer on? `loketctl printer list` shows what is there"},
      {"no-permission", "this user may not write to it: put the user into the group that owns the device (lp, dialout) and log in again"},
      {"not-a-device", "something else has that name: `loketctl printer list` shows the devices"},
      {"busy", "another program or another paper has it: wait until that is done, then look again"},
      {"refused", "the machine is there but takes no paper on that port: is it the printer's address, and the port 9100?"},
      {"unreachable", "nobody answers at that address: is the printer on, and in the same network? It may have another address by now"},
      {"unknown-host", "no machine has that name: take the printer's number, as its own test page prints it"},
      {"hung-up", "it took the connection and closed it: switch it off and on, and see whether another program holds it"},
      {"silent", "it is there and does not answer: is it on? If it never does, choose a profile without proof (`printer use --profile`)"},
      {"paper-out", "put paper in"},
      {"cover-open", "close the cover"},
      {"fault", "the printer tells of an error: look at its lamp, switch it off and on"},
      {"offline", "the printer says that it does not print now: press its on-line or feed button"},
      {"no-service", "the print service (CUPS) does not answer: is it installed and running?"},
      {"no-queue", "the print service has no such queue: `loketctl printer list` shows those that it has"},
      {"queue-stopped", "the queue is stopped: `cupsenable` and `cupsaccept` start it"},
      {"other", "look at cable, power and paper; `loketctl printer try` prints a sample"}};
  for (const Advice& one : kAdvice)
    if (one.word == word)
      return one.what;
  return {};
}

void addPaper(CLI::App& app, PaperWords& w) {
  auto* printer = app.add_subcommand("printer", "where paper comes out");
  printer->require_subcommand(1);
  printer->add_subcommand("list", "what could print at this computer");
  auto* use = printer->add_subcommand("use", "from now on; what is not said stays as it is");
  for (auto* command :
       {printer->add_subcommand("try", "a sample, as configured or as said; it counts for nothing"), use}) {
    command->add_option("--uri", w.uri,
                        "usb://, tcp://HOST:PORT, serial://, bluetooth://, cups://QUEUE or file://");
    command->add_option("--profile", w.profile)->check(CLI::IsMember(engine::printerProfileNames()));
  }
  use->add_option("--drawer", w.drawer, "the pin that opens it; 0: there is none")
      ->check(CLI::IsMember({0, 2, 5}));
  use->add_option("--seal-code", w.sealCode, "whether receipts carry their seal as a QR code too")->check(CLI::IsMember({"yes", "no"}));
  auto* paper = app.add_subcommand("paper", "receipts that may be missing");
  paper->require_subcommand(1);
  paper->add_subcommand("list", "payments whose newest paper failed, or may not have come out");
  auto* settle = paper->add_subcommand("settle", "what somebody found out");
  settle->add_option("REF", w.ref, "reference, client reference or claim code")->required();
  auto* cameOut = settle->add_flag("--came-out", w.cameOut, "it lies there");
  settle->add_flag("--not-needed", w.notNeeded, "it does not, and nobody wants it")->excludes(cameOut);
}

int PaperConsole::failed(const Error& error) {
  return reportFailure(m_out, m_json, error);
}

int PaperConsole::run(const std::string& command) {
  if (command == "printer try")
    return tryOut();
  if (command == "printer use")
    return use();
  if (command == "paper list")
    return list();
  if (command == "paper settle")
    return settle();
  return find();
}

int PaperConsole::find() {
  const auto found = ask<std::vector<api::FoundPrinter>>(
      [&](api::Reply<std::vector<api::FoundPrinter>> reply) { m_client.printers(std::move(reply)); });
  if (!found)
    return failed(found.error());
  for (const api::FoundPrinter& one : *found)
    m_out.line(m_json ? lineOf(Json{{"uri", one.uri}, {"name", one.name}, {"profile", one.profile}})
                      : fmt::format("{:<32}  {:<18}  {}", one.uri, one.profile, one.name));
  if (found->empty() && !m_json)
    m_out.note("loketctl: no printer was found; tcp://HOST:9100 is one in the network");
  return kExitDone;
}

Result<api::PaperSettings> PaperConsole::kept() {
  LOKET_ASSIGN(const auto config,
               ask<api::Config>([&](api::Reply<api::Config> reply) { m_client.config(std::move(reply)); }));
  return api::paperOf(config);
}

api::PaperSettings PaperConsole::meant(api::PaperSettings settings) const {
  if (!m_.uri.empty())
    settings.printer.uri = m_.uri;
  if (!m_.profile.empty())
    settings.printer.profile = m_.profile;
  if (m_.drawer >= 0)
    settings.printer.drawer = m_.drawer;
  if (!m_.sealCode.empty())
    settings.printer.sealCode = m_.sealCode == "yes";
  return settings;
}

int PaperConsole::tryOut() {
  const auto now = kept();
  if (!now)
    return failed(now.error());
  const api::PaperSettings settings = meant(*now);
  const auto printed = ask<api::PrintView>(
      [&](api::Reply<api::PrintView> reply) { m_client.tryPaper(settings, std::move(reply)); });
  if (!printed)
    return failed(printed.error());
  if (printed->outcome == api::PrintOutcome::NoPrinter)
    return failed(Error{ErrorCode::PrinterFault, "no printer is configured"});
  if (printed->outcome == api::PrintOutcome::Failed)
    return failed(Error{ErrorCode::PrinterFault, printed->detail});
  const bool isOpen = printed->outcome == api::PrintOutcome::Unknown;
  const char* state = isOpen                                             ? "unknown"
                      : printed->outcome == api::PrintOutcome::Confirmed ? "confirmed"
                                                                         : "sent";
  m_out.line(m_json   ? lineOf(Json{{"uri", settings.printer.uri},
                                  {"profile", settings.printer.profile},
                                  {"state", state},
                                  {"detail", printed->detail}})
             : isOpen ? perhapsPrinted(*printed)
                      : fmt::format("A sample: {}.", state));
  return isOpen ? kExitOpen : kExitDone;
}

int PaperConsole::use() {
  const auto now = kept();
  if (!now)
    return failed(now.error());
  const auto saved = ask<api::PaperSettings>([&](api::Reply<api::PaperSettings> reply) {
    m_client.savePaper({*now, meant(*now)}, std::move(reply));
  });
  if (!saved)
    return failed(saved.error());
  const api::PrinterSettings& printer = saved->printer;
  m_out.line(
      m_json ? lineOf(Json{{"uri", printer.uri}, {"profile", printer.profile}, {"drawer", printer.drawer}, {"sealCode", printer.sealCode}})
             : fmt::format("{} as {}", printer.uri.empty() ? "no printer" : printer.uri, printer.profile));
  return kExitDone;
}

int PaperConsole::list() {
  api::PaymentFilter filter;
  filter.papers = api::PaymentFilter::Papers::Unprinted;
  filter.limit = std::numeric_limits<int>::max();
  const auto found = ask<std::vector<api::PaymentView>>(
      [&](api::Reply<std::vector<api::PaymentView>> reply) { m_client.payments(filter, std::move(reply)); });
  if (!found)
    return failed(found.error());
  for (const api::PaymentView& view : *found) {
    const Payment& payment = view.payment;
    m_out.line(m_json ? lineOf(toJson(payment))
                      : fmt::format("{}  {}  {}", payment.ref.str(), payment.productName, payment.number));
  }
  return kExitDone;
}

int PaperConsole::settle() {
  if (m_.cameOut == m_.notNeeded)
    return failed(Error{ErrorCode::Usage, "--came-out or --not-needed"});
  const api::PaperWord word = m_.cameOut ? api::PaperWord::CameOut : api::PaperWord::NotNeeded;
  const auto done = ask<api::PrintView>(
      [&](api::Reply<api::PrintView> reply) { m_client.settlePaper({m_.ref, word}, std::move(reply)); });
  if (!done)
    return failed(done.error());
  const char* state = m_.cameOut ? "seen" : "dropped";
  m_out.line(m_json ? lineOf(Json{{"paper", m_.ref}, {"state", state}})
                    : fmt::format("{}: {}", m_.ref, state));
  return kExitDone;
}

}  // namespace loket::app
