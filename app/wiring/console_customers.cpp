#include "app/wiring/console_customers.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"

namespace loket::app {
namespace {

using customer::ContactProblem;
using customer::CustomerId;
using customer::FileProblem;
using customer::ImportFate;
using customer::ImportLine;

constexpr int kPage = 500;

std::string problemText(FileProblem problem) {
  switch (problem) {
    case FileProblem::Empty:
      return "the file has neither names nor numbers";
    case FileProblem::NotText:
      return "the file is no text: save it as CSV (a spreadsheet) or vCard (a telephone)";
    case FileProblem::TooLong:
      return fmt::format("the file is longer than {} MiB", customer::kContactsBytesMax >> 20U);
    case FileProblem::TooMany:
      return fmt::format("the file has more than {} customers: divide it", customer::kContactsMax);
  }
  return {};
}

std::string problemText(ContactProblem problem) {
  switch (problem) {
    case ContactProblem::NoName:
      return "no name";
    case ContactProblem::NameInvalid:
      return fmt::format("the name is longer than {} bytes, or has control characters",
                         customer::kNameBytesMax);
    case ContactProblem::NoNumber:
      return "no number";
    case ContactProblem::NumberInvalid:
      return "no number that can be sold to";
    case ContactProblem::NumberForeign:
      return "a number of another country";
    case ContactProblem::NumberRounded:
      return "a spreadsheet has rounded the number: format the column as text and export it again";
    case ContactProblem::TooManyNumbers:
      return fmt::format("more than {} numbers for one customer", customer::kNumbersMax);
    case ContactProblem::QuoteOpen:
      return "a quotation mark that nothing closes";
  }
  return {};
}

Json toJson(const customer::Number& number) {
  return Json{{"number", number.number}, {"kind", wordOf(number.family)}};
}

Json toJson(const api::CustomerView& view) {
  Json numbers = Json::array();
  for (const customer::Number& number : view.customer.numbers) numbers.push_back(toJson(number));
  Json purchases = Json::array();
  for (const api::PurchaseView& one : view.purchases)
    purchases.push_back(Json{{"number", one.number},
                             {"kind", wordOf(one.family)},
                             {"product", one.product.str()},
                             {"lastAt", toRfc3339(one.lastAt)},
                             {"times", one.times}});
  return Json{{"customer", view.customer.id.empty() ? Json(nullptr) : Json(view.customer.id.str())},
              {"name", view.customer.name},
              {"note", view.customer.note},
              {"numbers", std::move(numbers)},
              {"owed", view.owed.amount()},
              {"purchases", std::move(purchases)}};
}

Json toJson(const ImportLine& line) {
  Json numbers = Json::array();
  for (const customer::Number& number : line.numbers) numbers.push_back(toJson(number));
  Json json{
      {"line", line.line}, {"fate", wordOf(line.fate)}, {"name", line.name}, {"numbers", std::move(numbers)}};
  if (!line.who.empty())
    json["inTheNameOf"] = line.who;
  if (line.why) {
    json["why"] = wordOf(*line.why);
    json["what"] = line.what;
  }
  return json;
}

std::string numbersText(const std::vector<customer::Number>& numbers) {
  std::string text;
  for (const customer::Number& number : numbers)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", number.number, wordOf(number.family));
  return text;
}

std::string textOf(const ImportLine& line) {
  if (line.why)
    return fmt::format("{:>6}  {:<12}  {}{}{}: {}", line.line, wordOf(line.fate), line.name,
                       line.name.empty() ? "" : "  ", line.what, problemText(*line.why));
  return fmt::format("{:>6}  {:<12}  {}  {}{}", line.line, wordOf(line.fate), line.name,
                     numbersText(line.numbers), line.who.empty() ? "" : "  in the name of " + line.who);
}

}  // namespace

void addCustomers(CLI::App& app, CustomerWords& w) {
  auto* customers = app.add_subcommand("customers", "whom the shop knows by name");
  customers->require_subcommand(1);
  auto* list = customers->add_subcommand("list", "by name");
  list->add_flag("--owing", w.owing, "only those who owe something, also without standing in the book");
  list->add_option("--limit", w.limit)->check(CLI::Range(1, 1'000'000));
  auto* search =
      customers->add_subcommand("search", "by the beginning of a word of the name, or of a number");
  search->add_option("TEXT", w.text)->required();
  search->add_option("--limit", w.limit)->check(CLI::Range(1, 1000));
  auto* add = customers->add_subcommand("add", "one more");
  add->add_option("NAME", w.name)->required();
  add->add_option("NUMBER", w.numbers);
  add->add_option(
      "--kind", w.kind,
      "what the numbers are: pulsa, pln-token, pln-bill, water, health, ...; by their shape unless told");
  add->add_option("--note", w.note);
  auto* change = customers->add_subcommand("change", "another name or note, or more numbers");
  change->add_option("WHO", w.id, "id, or the name as it is")->required();
  change->add_option("--name", w.name);
  change->add_option("--note", w.note);
  change->add_option("--number", w.numbers, "one more; may be given several times");
  change->add_option("--kind", w.kind, "what these numbers are");
  customers->add_subcommand("remove", "take one out of the book; what was sold stays")
      ->add_option("WHO", w.id, "id, or the name as it is")
      ->required();
  auto* import =
      customers->add_subcommand("import", "a CSV or vCard file; without --yes only what that would do");
  import->add_option("FILE", w.file)->required();
  import->add_flag("--yes", w.yes, "keep what is new of it");
  customers->add_subcommand("undo", "take back a whole import")->add_option("ID", w.id)->required();
}

int CustomerConsole::run(const std::string& command) {
  if (command == "customers add")
    return add();
  if (command == "customers change")
    return change();
  if (command == "customers remove")
    return remove();
  if (command == "customers import")
    return import();
  if (command == "customers undo")
    return undo();
  return list();
}

int CustomerConsole::failed(const Error& error) {
  return reportFailure(m_out, m_json, error);
}

void CustomerConsole::tell(const api::CustomerView& view) {
  if (m_json) {
    m_out.line(lineOf(toJson(view)));
    return;
  }
  std::string text = fmt::format("{:<13}  {}", view.customer.id.str(), view.customer.name);
  if (!view.customer.numbers.empty())
    text += "  " + numbersText(view.customer.numbers);
  if (view.owed.isPositive())
    text += "  owes " + view.owed.text();
  if (!view.customer.note.empty())
    text += "\n               " + view.customer.note;
  m_out.line(text);
}

int CustomerConsole::list() {
  api::CustomerFilter filter;
  filter.text = m_.text;
  filter.who = m_.owing ? api::CustomersWho::Owing : api::CustomersWho::All;
  int left = m_.limit;
  while (left > 0) {
    filter.limit = m_.text.empty() ? std::min(left, kPage) : left;
    const auto page = ask<api::CustomerPage>(
        [&](api::Reply<api::CustomerPage> reply) { m_client.customers(filter, std::move(reply)); });
    if (!page)
      return failed(page.error());
    for (const api::CustomerView& view : page->rows) tell(view);
    left -= static_cast<int>(page->rows.size());
    if (!page->hasMore || !m_.text.empty() || page->rows.empty())
      break;
    filter.afterName = page->rows.back().customer.name;
    filter.after = page->rows.back().customer.id;
  }
  return kExitDone;
}

Result<std::optional<Family>> CustomerConsole::kind() const {
  if (m_.kind.empty())
    return std::optional<Family>();
  const auto family = familyFromWord(m_.kind);
  if (!family)
    return fail(ErrorCode::Usage, "--kind " + m_.kind);
  return family;
}

// By id, or by the whole name.
Result<api::CustomerView> CustomerConsole::meant() {
  auto byId = ask<api::CustomerView>(
      [&](api::Reply<api::CustomerView> reply) { m_client.customer(CustomerId(m_.id), std::move(reply)); });
  if (byId || byId.error().code != ErrorCode::NotFound)
    return byId;
  api::CustomerFilter filter;
  filter.text = m_.id;
  filter.limit = kPage;
  LOKET_ASSIGN(auto page, ask<api::CustomerPage>([&](api::Reply<api::CustomerPage> reply) {
                 m_client.customers(filter, std::move(reply));
               }));
  const auto same = std::find_if(page.rows.begin(), page.rows.end(), [&](const api::CustomerView& view) {
    return customer::keyOf(view.customer.name) == customer::keyOf(m_.id);
  });
  if (same == page.rows.end())
    return fail(ErrorCode::NotFound, m_.id);
  return *same;
}

int CustomerConsole::save(const api::SaveCustomer& command) {
  const auto saved = ask<api::CustomerView>(
      [&](api::Reply<api::CustomerView> reply) { m_client.saveCustomer(command, std::move(reply)); });
  if (!saved)
    return failed(saved.error());
  tell(*saved);
  return kExitDone;
}

int CustomerConsole::add() {
  const auto family = kind();
  if (!family)
    return failed(family.error());
  api::SaveCustomer command;
  command.name = m_.name;
  command.note = m_.note;
  for (const std::string& number : m_.numbers) command.numbers.push_back({number, *family});
  return save(command);
}

int CustomerConsole::change() {
  const auto family = kind();
  if (!family)
    return failed(family.error());
  const auto before = meant();
  if (!before)
    return failed(before.error());
  api::SaveCustomer command;
  command.id = before->customer.id;
  command.name = m_.name.empty() ? before->customer.name : m_.name;
  command.note = m_.note.empty() ? before->customer.note : m_.note;
  for (const customer::Number& number : before->customer.numbers)
    command.numbers.push_back({number.number, number.family});
  for (const std::string& number : m_.numbers) command.numbers.push_back({number, *family});
  return save(command);
}

int CustomerConsole::remove() {
  const auto found = meant();
  if (!found)
    return failed(found.error());
  const auto removed = ask<api::CustomerView>([&](api::Reply<api::CustomerView> reply) {
    m_client.removeCustomer(found->customer.id, std::move(reply));
  });
  if (!removed)
    return failed(removed.error());
  tell(*removed);
  return kExitDone;
}

void CustomerConsole::tellPlan(const api::ContactsPreview& preview) {
  for (const ImportLine& line : preview.plan.lines) m_out.line(m_json ? lineOf(toJson(line)) : textOf(line));
}

int CustomerConsole::import() {
  const std::filesystem::path path(m_.file);
  const api::ContactsRequest request{path.is_absolute() ? m_.file
                                                        : (std::filesystem::path(m_folder) / path).string()};
  const auto preview = ask<api::ContactsPreview>(
      [&](api::Reply<api::ContactsPreview> reply) { m_client.readContacts(request, std::move(reply)); });
  if (!preview)
    return failed(preview.error());
  const customer::ImportPlan& plan = preview->plan;
  if (const auto problem = preview->contacts->problem) {
    if (m_json)
      m_out.line(lineOf(Json{{"problem", wordOf(*problem)}}));
    m_out.note("loketctl: " + problemText(*problem));
    return kExitRefused;
  }
  tellPlan(*preview);
  Json last{{"format", wordOf(preview->contacts->format)},
            {"new", plan.fresh},
            {"moreNumbers", plan.more},
            {"known", plan.known},
            {"unusable", plan.unusable},
            {"applied", false},
            {"import", nullptr}};
  if (!m_.yes) {
    m_out.line(
        m_json
            ? lineOf(last)
            : fmt::format(
                  "{} new, {} with more numbers, {} known, {} not usable. Nothing was kept: --yes keeps it.",
                  plan.fresh, plan.more, plan.known, plan.unusable));
    return kExitDone;
  }
  const auto done = ask<api::ImportView>([&](api::Reply<api::ImportView> reply) {
    m_client.importCustomers(preview->contacts, std::move(reply));
  });
  if (!done)
    return failed(done.error());
  last["new"] = done->fresh;
  last["moreNumbers"] = done->more;
  last["applied"] = true;
  if (!done->id.empty())
    last["import"] = done->id.str();
  m_out.line(m_json ? lineOf(last)
                    : fmt::format("{} new, {} with more numbers, {} known, {} not usable.{}", done->fresh,
                                  done->more, plan.known, plan.unusable,
                                  done->id.empty()
                                      ? ""
                                      : " To take it back: loketctl customers undo " + done->id.str()));
  return kExitDone;
}

int CustomerConsole::undo() {
  const auto done = ask<customer::ImportId>([&](api::Reply<customer::ImportId> reply) {
    m_client.undoCustomerImport(customer::ImportId(m_.id), std::move(reply));
  });
  if (!done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"undone", done->str()}}) : "Taken back: " + done->str());
  return kExitDone;
}

}  // namespace loket::app
