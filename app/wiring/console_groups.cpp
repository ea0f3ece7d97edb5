#include "app/wiring/console_groups.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"

namespace loket::app {
namespace {

using customer::Group;
using customer::GroupMember;

// A list is shown to whoever stands there: of the owner of a vehicle no more than compares with a card in one's hand.
Json memberJson(const GroupMember& member) {
  Json json{{"name", member.name}, {"product", member.product.str()}, {"number", member.number}};
  if (!member.fields.taxYear.empty())
    json["year"] = member.fields.taxYear;
  if (!member.fields.ownerId.empty())
    json["ownerId"] = maskedOwnerId(member.fields.ownerId);
  if (!member.fields.months.empty())
    json["months"] = member.fields.months;
  return json;
}

std::string fieldWords(const InquiryFields& fields) {
  std::string words;
  if (!fields.taxYear.empty())
    words += "  year " + fields.taxYear;
  if (!fields.ownerId.empty())
    words += "  owner " + maskedOwnerId(fields.ownerId);
  if (!fields.months.empty())
    words += "  " + fields.months + " months";
  return words;
}

Json groupJson(const Group& group) {
  Json members = Json::array();
  for (const GroupMember& member : group.members)
    members.push_back(memberJson(member));
  return Json{{"group", group.id.str()}, {"name", group.name}, {"members", std::move(members)}};
}

std::string whoIs(const GroupMember& member, const std::string& told) {
  const std::string& name = member.name.empty() ? told : member.name;
  return fmt::format("{:<24}  {}{}  {}", member.product.str(), member.number, fieldWords(member.fields), name);
}

bool isUnderWay(PaymentState state) {
  return state == PaymentState::Accepted || state == PaymentState::Sending || state == PaymentState::Pending ||
         state == PaymentState::Suspect;
}

}  // namespace

void addInquiryFields(CLI::App& command, InquiryFields& fields) {
  command.add_option("--year", fields.taxYear, "land tax (PBB): of which year; this one unless told");
  command.add_option("--owner-id", fields.ownerId, "vehicle tax (SAMSAT): the owner's identity number (NIK)");
  command.add_option("--months", fields.months,
                     "BPJS: how many months are paid at once, 1 to 12; one unless told");
}

void addGroups(CLI::App& app, GroupWords& w) {
  auto* groups = app.add_subcommand("groups", "people whose bills are paid together");
  groups->require_subcommand(1);
  groups->add_subcommand("list", "by name, with who is on each list");
  groups->add_subcommand("new", "an empty one")->add_option("NAME", w.name)->required();
  auto* rename = groups->add_subcommand("rename", "another name for it");
  rename->add_option("GROUP", w.group, "id, or the whole name")->required();
  rename->add_option("NAME", w.name)->required();
  auto* add = groups->add_subcommand("add", "one more on the list");
  add->add_option("GROUP", w.group, "id, or the whole name")->required();
  add->add_option("PRODUCT", w.product)->required();
  add->add_option("NUMBER", w.number)->required();
  add->add_option("--name", w.name, "who it is for");
  addInquiryFields(*add, w.fields);
  auto* change = groups->add_subcommand("change", "by what a line's bill is asked from now on; as usual where nothing is told");
  change->add_option("GROUP", w.group, "id, or the whole name")->required();
  change->add_option("NUMBER", w.number)->required();
  change->add_option("--product", w.product, "where the number is there for several");
  change->add_option("--name", w.name, "who it is for; as before unless told");
  addInquiryFields(*change, w.fields);
  auto* drop = groups->add_subcommand("drop", "one off the list");
  drop->add_option("GROUP", w.group, "id, or the whole name")->required();
  drop->add_option("NUMBER", w.number)->required();
  drop->add_option("--product", w.product, "where the number is there for several");
  drop->add_option("--year", w.fields.taxYear, "where it is there for several tax years");
  groups->add_subcommand("remove", "the whole list; what was sold stays")
      ->add_option("GROUP", w.group, "id, or the whole name")
      ->required();
  auto* pay = groups->add_subcommand("pay", "ask for every bill; with --yes pay those that can be paid");
  pay->add_option("GROUP", w.group, "id, or the whole name")->required();
  pay->add_flag("--yes", w.yes, "the cash for all of it is here");
  pay->add_flag("--print", w.print, "every receipt");
  pay->add_option("--wait", w.wait, "seconds for each of them")->check(CLI::Range(0, 3600));
}

int GroupConsole::run(const std::string& command) {
  if (command == "groups new")
    return create();
  if (command == "groups rename")
    return rename();
  if (command == "groups add")
    return add();
  if (command == "groups change")
    return change();
  if (command == "groups drop")
    return drop();
  if (command == "groups remove")
    return remove();
  if (command == "groups pay")
    return pay();
  return list();
}

int GroupConsole::failed(const Error& error) { return reportFailure(m_out, m_json, error); }

void GroupConsole::tell(const Group& group) {
  if (m_json) {
    m_out.line(lineOf(groupJson(group)));
    return;
  }
  std::string text = fmt::format("{}  {} ({})", group.id.str(), group.name, group.members.size());
  for (const GroupMember& member : group.members) text += "\n  " + whoIs(member, {});
  m_out.line(text);
}

int GroupConsole::list() {
  const auto groups =
      ask<std::vector<Group>>([&](api::Reply<std::vector<Group>> reply) { m_client.groups(std::move(reply)); });
  if (!groups)
    return failed(groups.error());
  for (const Group& group : *groups) tell(group);
  return kExitDone;
}

Result<Group> GroupConsole::meant() {
  LOKET_ASSIGN(const auto groups,
               ask<std::vector<Group>>([&](api::Reply<std::vector<Group>> reply) { m_client.groups(std::move(reply)); }));
  for (const Group& group : groups)
    if (group.id.str() == m_.group || customer::keyOf(group.name) == customer::keyOf(m_.group))
      return group;
  return fail(ErrorCode::NotFound, m_.group);
}

int GroupConsole::keep(const api::SaveGroup& command) {
  const auto saved =
      ask<Group>([&](api::Reply<Group> reply) { m_client.saveGroup(command, std::move(reply)); });
  if (!saved)
    return failed(saved.error());
  tell(*saved);
  return kExitDone;
}

int GroupConsole::create() { return keep({{}, m_.name, {}}); }

int GroupConsole::rename() {
  const auto group = meant();
  return group ? keep({group->id, m_.name, group->members}) : failed(group.error());
}

int GroupConsole::add() {
  const auto group = meant();
  if (!group)
    return failed(group.error());
  api::SaveGroup command{group->id, group->name, group->members};
  command.members.push_back({m_.name, ProductId(m_.product), m_.number, m_.fields});
  return keep(command);
}

Result<std::size_t> GroupConsole::lineMeant(const Group& group, const std::string& year) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    const GroupMember& member = group.members[i];
    if (member.number == m_.number && (m_.product.empty() || member.product.str() == m_.product) &&
        (year.empty() || member.fields.taxYear == year))
      found.push_back(i);
  }
  if (found.empty())
    return fail(ErrorCode::NotFound, m_.number);
  if (found.size() > 1)
    return fail(ErrorCode::Usage, "the number is on the list several times: --product, or drop --year, tells which");
  return found.front();
}

int GroupConsole::change() {
  const auto group = meant();
  if (!group)
    return failed(group.error());
  const auto line = lineMeant(*group, {});
  if (!line)
    return failed(line.error());
  api::SaveGroup command{group->id, group->name, group->members};
  GroupMember& member = command.members[*line];
  member.fields = m_.fields;
  if (!m_.name.empty())
    member.name = m_.name;
  return keep(command);
}

int GroupConsole::drop() {
  const auto group = meant();
  if (!group)
    return failed(group.error());
  const auto line = lineMeant(*group, m_.fields.taxYear);
  if (!line)
    return failed(line.error());
  api::SaveGroup command{group->id, group->name, group->members};
  command.members.erase(command.members.begin() + static_cast<std::ptrdiff_t>(*line));
  return keep(command);
}

int GroupConsole::remove() {
  const auto group = meant();
  if (!group)
    return failed(group.error());
  const auto removed =
      ask<Group>([&](api::Reply<Group> reply) { m_client.removeGroup(group->id, std::move(reply)); });
  if (!removed)
    return failed(removed.error());
  tell(*removed);
  return kExitDone;
}

int GroupConsole::pay() {
  const auto group = meant();
  if (!group)
    return failed(group.error());
  std::vector<api::InquiryRequest> requests;
  for (const GroupMember& member : group->members) {
    api::InquiryRequest& request = requests.emplace_back();
    request.product = member.product.str();
    request.number = member.number;
    request.fields = member.fields;
  }
  const auto lines = ask<std::vector<api::QuoteLine>>([&](api::Reply<std::vector<api::QuoteLine>> reply) {
    m_client.inquireAll(requests, [](int) {}, std::move(reply));
  });
  if (!lines)
    return failed(lines.error());
  if (m_.yes)
    return sell(*group, *lines);
  Money total;
  int payable = 0;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const api::QuoteLine& line = (*lines)[i];
    const bool isPayable = line.quote && !line.quote->earlierToday;
    if (isPayable) {
      total += line.quote->total;
      ++payable;
    }
    if (m_json) {
      Json json = line.quote ? toJson(*line.quote) : memberJson(group->members[i]);
      json["payable"] = isPayable;
      if (line.error)
        json["error"] = wordOf(line.error->code);
      m_out.line(lineOf(json));
    } else {
      m_out.line(fmt::format("{}  {}", whoIs(group->members[i], line.quote ? line.quote->customerName : std::string()),
                             isPayable    ? line.quote->total.text()
                             : line.error ? std::string(wordOf(line.error->code))
                                          : std::string("paid today")));
    }
  }
  if (!m_json)
    m_out.line(fmt::format("{} of {}: {}", payable, lines->size(), total.text()));
  return payable == 0 && !lines->empty() ? kExitRefused : kExitDone;
}

int GroupConsole::sell(const Group& group, const std::vector<api::QuoteLine>& lines) {
  std::vector<api::SellRequest> requests;
  std::vector<std::size_t> places;
  int worst = kExitDone;
  const auto note = [&worst](int status) { worst = std::max(worst, status); };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const GroupMember& member = group.members[i];
    if (!lines[i].quote || lines[i].quote->earlierToday) {
      const Error error = lines[i].error.value_or(Error{ErrorCode::DuplicateToday, member.number});
      note(exitStatusOf(error.code));
      m_out.line(m_json ? lineOf(Json{{"product", member.product.str()},
                                      {"number", member.number},
                                      {"error", wordOf(error.code)},
                                      {"detail", error.detail}})
                        : whoIs(member, {}) + "  not paid: " + std::string(wordOf(error.code)));
      continue;
    }
    api::SellRequest& request = requests.emplace_back();
    request.product = member.product.str();
    request.number = member.number;
    request.fields = member.fields;
    request.quote = lines[i].quote;
    places.push_back(i);
  }
  const auto sold = ask<std::vector<api::SaleLine>>(
      [&](api::Reply<std::vector<api::SaleLine>> reply) { m_client.sellAll(requests, std::move(reply)); });
  if (!sold)
    return failed(sold.error());
  Money total;
  int taken = 0;
  for (std::size_t i = 0; i < sold->size(); ++i) {
    const GroupMember& member = group.members[places[i]];
    if ((*sold)[i].error) {
      note(failed(*(*sold)[i].error));
      continue;
    }
    Payment payment = (*sold)[i].sold->payment;
    if (isUnderWay(payment.state)) {
      const auto later = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
        m_client.await(payment.ref, Duration::seconds(m_.wait), std::move(reply));
      });
      if (later)
        payment = later->payment;
    }
    note(exitStatusOf(payment.state));
    total += payment.total();
    ++taken;
    m_out.line(m_json ? lineOf(toJson(payment))
                      : fmt::format("{}  {}  {}  {}", whoIs(member, payment.customerName), payment.total().text(),
                                    wordOf(payment.state), payment.ref.str()));
    if (m_.print) {
      const auto paper =
          ask<api::PrintView>([&](api::Reply<api::PrintView> reply) { m_client.print(payment.ref.str(), std::move(reply)); });
      if (!paper)
        m_out.note("loketctl: not printed: " + payment.ref.str());
      else if (api::needsALook(paper->outcome))
        m_out.note("loketctl: " + perhapsPrinted(*paper));
    }
  }
  if (!m_json)
    m_out.line(fmt::format("{} of {} taken: {}", taken, group.members.size(), total.text()));
  return worst;
}

}  // namespace loket::app
