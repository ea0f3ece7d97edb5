#include "app/wiring/console_complaints.h"

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"

namespace loket::app {
namespace {

Json complaintViewJson(const api::ComplaintView& view) {
  Json json = toJson(view.complaint);
  json["payment"] = view.payment ? toJson(*view.payment) : Json(nullptr);
  json["question"] = view.question ? toJson(*view.question) : Json(nullptr);
  return json;
}

std::string whomToAsk(const complaint::SupplierQuestion& question) {
  const SupplierContact& contact = question.contact;
  if (contact.empty())
    return fmt::format("  ask {}: no contact is set (upstreams[].contact in the configuration)",
                       question.upstream.str());
  std::string text = fmt::format("  ask {}:", question.upstream.str());
  for (const std::string* part :
       {&contact.name, &contact.whatsapp, &contact.phone, &contact.email, &contact.hours})
    if (!part->empty())
      text += "  " + *part;
  return text;
}

}  // namespace

void addComplaints(CLI::App& app, ComplaintWords& w) {
  auto* complaint =
      app.add_subcommand("complaint", "what customers came back with about a payment, and whom to ask");
  complaint->require_subcommand(1);
  auto* open =
      complaint->add_subcommand("open", "a customer came back; a payment has at most one that is open");
  open->add_option("REF", w.ref, "the payment: reference, client reference or claim code")->required();
  open->add_option("--note", w.note, "what the customer says")->required();
  open->add_option("--reach", w.reach, "how the customer can be told");
  auto* note = complaint->add_subcommand("note", "what was found out since");
  note->add_option("ID", w.id)->required();
  note->add_option("TEXT", w.note)->required();
  auto* close = complaint->add_subcommand("close", "how it ended, for good");
  close->add_option("ID", w.id)->required();
  close
      ->add_option("--outcome", w.outcome,
                   "solved, paid-back (the customer has his money) or nothing (was wrong)")
      ->required()
      ->check(CLI::IsMember({"solved", "paid-back", "nothing"}));
  close->add_option("TEXT", w.note)->required();
  auto* list = complaint->add_subcommand("list", "the open ones, the newest first");
  list->add_flag("--all", w.all, "closed ones too");
  list->add_option("--limit", w.limit)->check(CLI::Range(1, 1000));
  complaint->add_subcommand("show", "one, with the words for the supplier and where they go")
      ->add_option("ID", w.id)
      ->required();
}

int ComplaintConsole::run(const std::string& command) {
  using Reply = api::Reply<api::ComplaintView>;
  const complaint::ComplaintId id(m_.id);
  if (command == "complaint open")
    return tell(ask<api::ComplaintView>([&](Reply reply) {
      m_client.openComplaint({m_.ref, m_.note, m_.reach}, std::move(reply));
    }));
  if (command == "complaint note")
    return tell(
        ask<api::ComplaintView>([&](Reply reply) { m_client.noteComplaint({id, m_.note}, std::move(reply)); }));
  if (command == "complaint close") {
    const auto outcome = complaint::outcomeFromWord(m_.outcome).value_or(complaint::Outcome::Nothing);
    return tell(ask<api::ComplaintView>([&](Reply reply) {
      m_client.closeComplaint({id, outcome, m_.note}, std::move(reply));
    }));
  }
  if (command == "complaint show")
    return tell(ask<api::ComplaintView>([&](Reply reply) { m_client.complaint(id, std::move(reply)); }));
  return list();
}

int ComplaintConsole::list() {
  const api::ComplaintFilter filter{m_.all ? api::ComplaintsWho::All : api::ComplaintsWho::Open, m_.limit};
  const auto all =
      ask<std::vector<api::ComplaintView>>([&](api::Reply<std::vector<api::ComplaintView>> reply) {
        m_client.complaints(filter, std::move(reply));
      });
  if (!all)
    return reportFailure(m_out, m_json, all.error());
  for (const api::ComplaintView& view : *all)
    m_out.line(m_json ? lineOf(complaintViewJson(view))
                      : fmt::format("{}  {}  {}", complaintText(view.complaint),
                                    view.payment ? view.payment->productName + "  " + view.payment->number
                                                 : "(payment not here)",
                                    view.complaint.entries.front().note));
  return kExitDone;
}

int ComplaintConsole::tell(const Result<api::ComplaintView>& view) {
  if (!view)
    return reportFailure(m_out, m_json, view.error());
  if (m_json) {
    m_out.line(lineOf(complaintViewJson(*view)));
    return kExitDone;
  }
  m_out.line(complaintText(view->complaint));
  if (const std::string reach = view->complaint.reach(); !reach.empty())
    m_out.line("  the customer: " + reach);
  for (const complaint::Entry& entry : view->complaint.entries)
    m_out.line(fmt::format("  {}  {}  {}: {}", toRfc3339(entry.at), complaint::wordOf(entry.step),
                           entry.by.str(), entry.note));
  if (view->question) {
    m_out.line(whomToAsk(*view->question));
    m_out.line("\n" + view->question->text);
    if (!view->question->link.empty())
      m_out.line(view->question->link);
  }
  return kExitDone;
}

}  // namespace loket::app
