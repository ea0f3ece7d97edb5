#include "app/wiring/console_reconcile.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "core/domain/reconcile/classify.h"

namespace loket::app {
namespace {

using reconcile::Class;
using reconcile::FileProblem;
using reconcile::Finding;
using reconcile::Proposal;
using reconcile::Run;
using reconcile::RunState;

constexpr int kFindingsPage = 500;

Json moneyOrNull(const std::optional<Money>& money) {
  return money ? Json(money->amount()) : Json(nullptr);
}
std::string amountText(const std::optional<Money>& money) {
  return money ? money->text() : std::string("-");
}

// What is wrong with the file, with both figures where there are two.
std::string problemText(const reconcile::FileVerdict& verdict) {
  switch (verdict.problem) {
    case FileProblem::Empty:
      return "the file lists nothing that has a date";
    case FileProblem::Encoding:
      return "the file is no text of single bytes or UTF-8";
    case FileProblem::NoColumns:
      return "no line names the columns: a reference and an amount, separated by | or ;";
    case FileProblem::NoTrailer:
      return fmt::format("the trailer with count and total is missing after {} line(s): the file is cut off",
                         verdict.found);
    case FileProblem::BadTrailer:
      return fmt::format(
          "the trailer has no count and total, or something follows it; the file has {} line(s)",
          verdict.found);
    case FileProblem::CountDiffers:
      return fmt::format("the trailer says {} line(s), the file has {}", verdict.told, verdict.found);
    case FileProblem::TotalDiffers:
      return fmt::format("the trailer says a total of {}, the lines add up to {}", verdict.told,
                         verdict.found);
  }
  return {};
}

// What would settle it, typed by somebody who has looked.
std::string commandFor(const Run& run, const Finding& finding) {
  const std::string evidence = fmt::format("{}/{}", run.id.str(), finding.no);
  const auto review = [&](const char* outcome) {
    return fmt::format("loketctl review {} --outcome {} --reason \"settlement {}\"", finding.ref.str(),
                       outcome, evidence);
  };
  switch (finding.proposal) {
    case Proposal::CorrectCost:
    case Proposal::BookDifference:
      return fmt::format("loketctl reconcile apply {} {} --reason TEXT", run.id.str(), finding.no);
    case Proposal::ReviewSucceeded:
      return review("succeeded");
    case Proposal::ReviewFailed:
      return review("failed");
    case Proposal::None:
    case Proposal::SettleConflict:
    case Proposal::AskUpstream:
    case Proposal::LookInNextFile:
      return {};
  }
  return {};
}

std::string proposalText(Proposal proposal) {
  switch (proposal) {
    case Proposal::None:
      return {};
    case Proposal::CorrectCost:
      return "correct the cost";
    case Proposal::BookDifference:
      return "book the difference";
    case Proposal::ReviewSucceeded:
      return "decide that it succeeded";
    case Proposal::ReviewFailed:
      return "decide that it failed";
    case Proposal::SettleConflict:
      return "conflict: it took nothing here and was paid there; people must settle it";
    case Proposal::AskUpstream:
      return "ask the upstream";
    case Proposal::LookInNextFile:
      return "near the cut-off: look in the next file";
  }
  return {};
}

Json toJson(const Run& run, const Finding& finding) {
  Json json = {
      {"finding", finding.no},
      {"class", std::string(wordOf(finding.cls))},
      {"final", run.state == RunState::Final},
      {"line", finding.line == 0 ? Json(nullptr) : Json(finding.line)},
      {"reference", finding.reference},
      {"trxId", finding.trxId},
      {"product", finding.product},
      {"number", finding.number},
      {"theirs", moneyOrNull(finding.theirAmount)},
      {"theirStatus", finding.theirStatus ? Json(std::string(wordOf(*finding.theirStatus))) : Json(nullptr)},
      {"ref", finding.ref.empty() ? Json(nullptr) : Json(finding.ref.str())},
      {"ours", moneyOrNull(finding.ourAmount)},
      {"ourState", finding.ourState.empty() ? Json(nullptr) : Json(finding.ourState)},
      {"fault", finding.detail.empty() ? Json(nullptr) : Json(finding.detail)},
      {"appliedAt", timeOrNull(finding.appliedAt)},
      {"proposal", nullptr}};
  if (finding.proposal == Proposal::None || run.state != RunState::Final)
    return json;
  Json proposal = {{"id", finding.no}, {"kind", std::string(wordOf(finding.proposal))}};
  if (const auto posting = reconcile::postingFor(finding, run.upstream, {}, run.endedAt))
    for (const Leg& leg : posting->legs())
      proposal["legs"].push_back({{"account", nameOf(leg.account)}, {"amount", leg.amount.amount()}});
  if (const std::string command = commandFor(run, finding); !command.empty())
    proposal["command"] = command;
  json["proposal"] = std::move(proposal);
  return json;
}

Json toJson(const Run& run) {
  Json json = {{"reconciliation", run.id.str()},
               {"upstream", run.upstream.str()},
               {"file", run.file},
               {"sha256", run.sha256},
               {"state", std::string(wordOf(run.state))},
               {"sameAs", run.sameAs.empty() ? Json(nullptr) : Json(run.sameAs.str())},
               {"startedAt", timeOrNull(run.startedAt)},
               {"endedAt", timeOrNull(run.endedAt)},
               {"from", timeOrNull(run.from)},
               {"to", timeOrNull(run.to)},
               {"by", run.by.str()},
               {"amountsAre", run.basis == reconcile::AmountBasis::Charged ? "charged" : "face"},
               {"lines", run.lines}};
  for (std::size_t i = 0; i < reconcile::kClassCount; ++i)
    json[std::string(wordOf(static_cast<Class>(i)))] = run.counts[i];
  json["open"] = run.open;
  json["ours"] = {{"count", run.ours.count}, {"sum", run.ours.sum.amount()}};
  json["theirs"] = {{"count", run.theirs.count}, {"sum", run.theirs.sum.amount()}};
  if (run.problem) {
    json["problem"] = std::string(wordOf(run.problem->problem));
    json["told"] = run.problem->told;
    json["found"] = run.problem->found;
    json["detail"] = problemText(*run.problem);
  }
  return json;
}

// A day, or a moment; a day's end is the beginning of the next.
Result<Instant> momentFrom(const std::string& text, bool end) {
  if (const auto date = parseIsoDate(text))
    return instantOf(CivilTime{*date, 0, 0, 0, 0}) + Duration::days(end ? 1 : 0);
  if (const auto moment = parseRfc3339(text))
    return *moment;
  return fail(ErrorCode::Usage, "a date is YYYY-MM-DD, a time is RFC 3339: " + text);
}

}  // namespace

void addReconcile(CLI::App& app, ReconcileWords& w) {
  auto* reconcile = app.add_subcommand("reconcile", "an upstream's settlement file against the books");
  reconcile->require_subcommand(0, 1);
  reconcile->add_option("--upstream", w.upstream, "whose file it is");
  reconcile->add_option("--file", w.file,
                        "text with | or ;, column titles, and a trailer with count and total");
  reconcile->add_option("--date", w.date, "the business date it is about, where it does not say so itself");
  reconcile->add_option("--from", w.from, "date or time: the beginning of its period");
  reconcile->add_option("--to", w.to, "the last date, or the time of the cut-off");
  auto* list = reconcile->add_subcommand("list", "past reconciliations, the newest first");
  list->add_option("--limit", w.limit)->check(CLI::Range(1, 1000));
  reconcile->add_subcommand("show", "one, with its findings")->add_option("ID", w.id)->required();
  auto* apply = reconcile->add_subcommand("apply", "post what was proposed; all of it or nothing");
  apply->add_option("ID", w.id)->required();
  apply->add_option("PROPOSAL", w.proposals, "numbers of findings")->required();
  apply->add_option("--reason", w.reason)->required();
}

int ReconcileConsole::run(const std::string& command) {
  if (command == "reconcile list")
    return list();
  if (command == "reconcile show")
    return show();
  if (command == "reconcile apply")
    return apply();
  return reconcile();
}

Result<api::ReconcileRequest> ReconcileConsole::request() const {
  if (m_.upstream.empty() || m_.file.empty())
    return fail(ErrorCode::Usage, "reconcile --upstream ID --file FILE");
  if (!m_.date.empty() && (!m_.from.empty() || !m_.to.empty()))
    return fail(ErrorCode::Usage, "--date, or --from and --to");
  api::ReconcileRequest request;
  request.upstream = UpstreamId(m_.upstream);
  request.path = std::filesystem::path(m_.file).is_absolute()
                     ? m_.file
                     : (std::filesystem::path(m_folder) / m_.file).string();
  const std::string& from = m_.date.empty() ? m_.from : m_.date;
  const std::string& to = m_.date.empty() ? m_.to : m_.date;
  if (!from.empty()) {
    LOKET_ASSIGN(request.from, momentFrom(from, false));
  }
  if (!to.empty()) {
    LOKET_ASSIGN(request.to, momentFrom(to, true));
  }
  return request;
}

int ReconcileConsole::reconcile() {
  const auto wanted = request();
  if (!wanted)
    return reportFailure(m_out, m_json, wanted.error());
  const auto run = ask<Run>([&](api::Reply<Run> reply) {
    m_client.reconcile(
        *wanted,
        [this, last = -1](api::ReconcileProgress p) mutable {
          // Shown in KiB; told only when it changes what is shown.
          const auto kib = [](std::uint64_t bytes) { return static_cast<int>((bytes + 1023) >> 10U); };
          const int percent = p.total == 0 ? 0 : static_cast<int>(p.done * 100 / p.total);
          if (std::exchange(last, percent) != percent)
            m_out.progress(std::min(kib(p.done), kib(p.total)), kib(p.total));
        },
        std::move(reply));
  });
  if (!run)
    return reportFailure(m_out, m_json, run.error());
  return tell(*run);
}

int ReconcileConsole::show() {
  const auto run = ask<Run>([&](api::Reply<Run> reply) {
    m_client.reconciliation(reconcile::ReconcileId(m_.id), std::move(reply));
  });
  if (!run)
    return reportFailure(m_out, m_json, run.error());
  return tell(*run);
}

int ReconcileConsole::tell(const Run& run) {
  std::int64_t open = run.open;
  for (std::int64_t after = 0;;) {
    const auto page = ask<std::vector<Finding>>([&](api::Reply<std::vector<Finding>> reply) {
      m_client.findings(run.id, after, kFindingsPage, std::move(reply));
    });
    if (!page)
      return reportFailure(m_out, m_json, page.error());
    for (const Finding& finding : *page) {
      tellFinding(run, finding);
      // Applied since it was found.
      open -= !finding.isOpen() && finding.appliedAt > run.endedAt ? 1 : 0;
    }
    if (static_cast<int>(page->size()) < kFindingsPage)
      break;
    after = page->back().no;
  }
  Run now = run;
  now.open = open;
  tellRun(now);
  if (now.problem)
    m_out.note("loketctl: " + problemText(*now.problem));
  if (now.state == RunState::Unsound)
    return kExitUsage;
  return now.state == RunState::Final && now.open == 0 ? kExitDone : kExitOpen;
}

void ReconcileConsole::tellFinding(const Run& run, const Finding& finding) {
  if (m_json) {
    m_out.line(lineOf(toJson(run, finding)));
    return;
  }
  std::string text = fmt::format("{:>6}  {:<13}  ", finding.no, wordOf(finding.cls));
  if (finding.line != 0)
    text += fmt::format("line {}  ", finding.line);
  if (finding.cls == Class::BadLine) {
    m_out.line(text + "cannot be read: " + finding.detail);
    return;
  }
  text +=
      fmt::format("{}  {}  theirs {} {}  ours {} {}", finding.reference, finding.number,
                  amountText(finding.theirAmount), finding.theirStatus ? wordOf(*finding.theirStatus) : "",
                  amountText(finding.ourAmount), finding.ourState);
  if (!finding.isOpen())
    text += "  (booked " + toRfc3339(finding.appliedAt) + ")";
  else if (run.state == RunState::Final && finding.proposal != Proposal::None)
    text += "\n        -> " + proposalText(finding.proposal);
  if (const std::string command = commandFor(run, finding);
      !command.empty() && finding.isOpen() && run.state == RunState::Final)
    text += ":  " + command;
  m_out.line(text);
}

void ReconcileConsole::tellRun(const Run& run) {
  if (m_json) {
    m_out.line(lineOf(toJson(run)));
    return;
  }
  std::string text = fmt::format("Reconciliation {} of {} for {}: {}, {} line(s)\n ", run.id.str(), run.file,
                                 run.upstream.str(), wordOf(run.state), run.lines);
  for (std::size_t i = 0; i < reconcile::kClassCount; ++i)
    text += fmt::format(" {} {}", wordOf(static_cast<Class>(i)), run.counts[i]);
  text += fmt::format("\n  ours {} payment(s) {}, theirs {} payment(s) {}; {} open", run.ours.count,
                      run.ours.sum.text(), run.theirs.count, run.theirs.sum.text(), run.open);
  if (run.count(Class::BadLine) > 0)
    text += fmt::format("\n  {} line(s) could not be read; the first are shown", run.count(Class::BadLine));
  if (!run.sameAs.empty())
    text += "\n  The same file was read before: " + run.sameAs.str();
  m_out.line(text);
}

int ReconcileConsole::list() {
  const auto runs = ask<std::vector<Run>>(
      [&](api::Reply<std::vector<Run>> reply) { m_client.reconciliations(m_.limit, std::move(reply)); });
  if (!runs)
    return reportFailure(m_out, m_json, runs.error());
  for (const Run& run : *runs) {
    if (m_json)
      m_out.line(lineOf(toJson(run)));
    else
      m_out.line(fmt::format("{}  {}  {:<8} {:<10} {} line(s), {} match, {} open  {}", run.id.str(),
                             toRfc3339(run.startedAt), run.upstream.str(), wordOf(run.state), run.lines,
                             run.count(Class::Match), run.open, run.file));
  }
  return kExitDone;
}

int ReconcileConsole::apply() {
  const auto applied =
      ask<std::vector<reconcile::Applied>>([&](api::Reply<std::vector<reconcile::Applied>> reply) {
        m_client.applyProposals({reconcile::ReconcileId(m_.id), m_.proposals, m_.reason}, std::move(reply));
      });
  if (!applied)
    return reportFailure(m_out, m_json, applied.error());
  for (const reconcile::Applied& one : *applied) {
    if (m_json)
      m_out.line(lineOf(Json{{"reconciliation", one.run.str()},
                             {"proposal", one.no},
                             {"kind", std::string(wordOf(one.proposal))},
                             {"reference", one.reference},
                             {"amount", one.amount.amount()},
                             {"reason", one.reason},
                             {"by", one.by.str()},
                             {"at", toRfc3339(one.at)}}));
    else
      m_out.line(fmt::format("{}/{}  {}  {}  {}", one.run.str(), one.no, wordOf(one.proposal), one.reference,
                             one.amount.text()));
  }
  return kExitDone;
}

}  // namespace loket::app
