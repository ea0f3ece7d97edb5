#include "core/adapters/store/work_json.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/adapters/store/json_text.h"
#include "core/adapters/store/payment_json.h"
#include "core/base/base64.h"
#include "core/domain/till/collection.h"

namespace loket::adapters {
namespace {

using Json = nlohmann::json;

std::string textIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::int64_t numberIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
}

// The list under `key`; an empty one when there is none.
const Json& listIn(const Json& json, const char* key) {
  static const Json kNothing = Json::array();
  const auto at = json.find(key);
  return at != json.end() && at->is_array() ? *at : kNothing;
}

Result<journal::Hash> hashFrom(const Json& json) {
  const auto bytes = json.is_string() ? fromBase64(json.get<std::string>()) : std::nullopt;
  journal::Hash hash{};
  if (!bytes || bytes->size() != hash.size())
    return fail(ErrorCode::DatabaseUnreadable, "hash of the journal");
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

JsonPart partOf(const Posting& posting) {
  const JsonPart legs = jsonArray(posting.legs(), [](const Leg& leg) {
    JsonPart pair{"["};
    JsonValue(nameOf(leg.account)).appendTo(pair.text);
    pair.text += "," + std::to_string(leg.amount.amount()) + "]";
    return pair;
  });
  return jsonObject(
      {{"ref", posting.ref().str()}, {"at", posting.at().ms}, {"why", posting.why()}, {"legs", legs}});
}

// Without the ones that move nothing.
JsonPart partOf(const std::vector<Posting>& postings) {
  std::vector<std::reference_wrapper<const Posting>> moving;
  for (const Posting& posting : postings)
    if (!posting.legs().empty())
      moving.emplace_back(posting);
  return jsonArray(moving, [](const Posting& posting) { return partOf(posting); });
}

Result<Posting> postingFrom(const Json& json) {
  std::vector<Leg> legs;
  Money sum;
  for (const Json& entry : listIn(json, "legs")) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number_integer())
      return fail(ErrorCode::DatabaseUnreadable, "leg");
    const auto account = accountFromName(entry[0].get<std::string>());
    const auto amount = Money::from(entry[1].get<std::int64_t>());
    const auto together = amount ? Money::from(sum.amount() + amount->amount()) : std::nullopt;
    if (!account || !together)
      return fail(ErrorCode::DatabaseUnreadable, "leg");
    sum = *together;
    legs.push_back({*account, *amount});
  }
  if (legs.empty() || !sum.isZero())
    return fail(ErrorCode::DatabaseUnreadable, "posting");
  Account balancing = legs.back().account;
  legs.pop_back();
  return Posting::create(PaymentRef(textIn(json, "ref")), Instant{numberIn(json, "at")}, textIn(json, "why"),
                         std::move(legs), std::move(balancing));
}

Json toJson(const ports::PrintJob& job) {
  return Json{{"ref", job.ref.str()}, {"kind", job.kind},     {"copy", job.copyNo},
              {"state", job.state},   {"detail", job.detail}, {"at", job.at.ms}};
}

Json toJson(const confirmation::Delivery& one) {
  return Json{{"id", one.id.str()},
              {"ref", one.ref.str()},
              {"by", confirmation::wordOf(one.to.channel)},
              {"to", one.to.text},
              {"state", confirmation::wordOf(one.state)},
              {"told", one.told ? wordOf(*one.told) : std::string_view()},
              {"tries", one.tries},
              {"who", one.by.str()},
              {"askedAt", one.askedAt.ms},
              {"dueAt", one.dueAt.ms},
              {"movedAt", one.movedAt.ms},
              {"reason", one.reason}};
}

Result<confirmation::Delivery> deliveryFrom(const Json& json) {
  const auto channel = confirmation::channelFromWord(textIn(json, "by"));
  const auto state = confirmation::deliveryStateFromWord(textIn(json, "state"));
  if (!channel || !state)
    return fail(ErrorCode::DatabaseUnreadable, "confirmation");
  return confirmation::Delivery{ConfirmationId(textIn(json, "id")),
                                PaymentRef(textIn(json, "ref")),
                                {*channel, textIn(json, "to")},
                                *state,
                                stateFromWord(textIn(json, "told")),
                                static_cast<int>(numberIn(json, "tries")),
                                UserName(textIn(json, "who")),
                                Instant{numberIn(json, "askedAt")},
                                Instant{numberIn(json, "dueAt")},
                                Instant{numberIn(json, "movedAt")},
                                textIn(json, "reason")};
}

Json toJson(const Ticket& ticket) {
  return Json{{"id", ticket.id.str()},
              {"upstream", ticket.upstream.str()},
              {"wanted", ticket.wanted.amount()},
              {"amount", ticket.amount.amount()},
              {"state", wordOf(ticket.state)},
              {"by", ticket.by.str()},
              {"openedAt", ticket.openedAt.ms},
              {"movedAt", ticket.movedAt.ms},
              {"bank", ticket.payee.bank},
              {"account", ticket.payee.account},
              {"method", ticket.payee.method},
              {"note", ticket.payee.note}};
}

// Without the payment of its sale.
Json toJson(const Collection& one) {
  Json json{{"id", one.id.str()},
            {"upstream", one.upstream.str()},
            {"kind", wordOf(one.kind)},
            {"state", wordOf(one.state)},
            {"amount", one.amount.amount()},
            {"bankFee", one.bankFee.amount()},
            {"customer", one.customer},
            {"code", one.code},
            {"bankRef", one.bankRef},
            {"reason", one.reason},
            {"by", one.by.str()},
            {"openedAt", one.openedAt.ms},
            {"expiresAt", one.expiresAt.ms},
            {"paidAt", one.paidAt.ms},
            {"movedAt", one.movedAt.ms}};
  if (!one.sale)
    return json;
  json["saleOff"] = one.sale->isOff;
  if (const auto& tell = one.sale->tell) {
    json["tellBy"] = confirmation::wordOf(tell->channel);
    json["tellTo"] = tell->text;
  }
  return json;
}

Json toJson(const TillChange& change) {
  // As below: what is added to a change of the till is kept here too.
  const auto& [event, ticket, shift, collection, postings] = change;
  Json json{{"kind", wordOf(event.kind)}, {"subject", event.subject},        {"at", event.at.ms},
            {"by", event.by.str()},       {"amount", event.amount.amount()}, {"reason", event.reason}};
  json["postings"] = Json::parse(partOf(postings).text);
  if (ticket)
    json["ticket"] = toJson(*ticket);
  if (collection)
    json["collection"] = toJson(*collection);
  if (collection && collection->sale)
    json["collection"]["sale"] = Json::parse(encodePayment(collection->sale->payment));
  if (shift)
    json["shift"] = Json{{"id", shift->id.str()},
                         {"openedBy", shift->openedBy.str()},
                         {"openedAt", shift->openedAt.ms},
                         {"floatCounted", shift->floatCounted.amount()},
                         {"floatExpected", shift->floatExpected.amount()},
                         {"closedBy", shift->closedBy.str()},
                         {"closedAt", shift->closedAt.ms},
                         {"counted", shift->counted.amount()},
                         {"expected", shift->expected.amount()},
                         {"reason", shift->reason}};
  return json;
}

Money moneyIn(const Json& json, const char* key) {
  return Money::from(numberIn(json, key)).value_or(Money{});
}

Result<TillChange> tillFrom(const Json& json) {
  const auto kind = tillKindFromWord(textIn(json, "kind"));
  if (!kind)
    return fail(ErrorCode::DatabaseUnreadable, "till");
  TillChange change;
  change.event = {*kind,
                  textIn(json, "subject"),
                  Instant{numberIn(json, "at")},
                  UserName(textIn(json, "by")),
                  moneyIn(json, "amount"),
                  textIn(json, "reason")};
  for (const Json& entry : listIn(json, "postings")) {
    LOKET_ASSIGN(Posting posting, postingFrom(entry));
    change.postings.push_back(std::move(posting));
  }
  if (const auto row = json.find("ticket"); row != json.end() && row->is_object()) {
    const auto state = ticketStateFromWord(textIn(*row, "state"));
    if (!state)
      return fail(ErrorCode::DatabaseUnreadable, "ticket");
    change.ticket = Ticket{TicketId(textIn(*row, "id")),
                           UpstreamId(textIn(*row, "upstream")),
                           moneyIn(*row, "wanted"),
                           moneyIn(*row, "amount"),
                           *state,
                           UserName(textIn(*row, "by")),
                           Instant{numberIn(*row, "openedAt")},
                           Instant{numberIn(*row, "movedAt")},
                           // Absent in what was written before tickets had a payee.
                           {textIn(*row, "bank"), textIn(*row, "account"), textIn(*row, "method"), textIn(*row, "note")}};
  }
  if (const auto row = json.find("collection"); row != json.end() && row->is_object()) {
    const auto what = collectionKindFromWord(textIn(*row, "kind"));
    const auto state = collectionStateFromWord(textIn(*row, "state"));
    if (!what || !state)
      return fail(ErrorCode::DatabaseUnreadable, "collection");
    change.collection = Collection{CollectionId(textIn(*row, "id")),
                                   UpstreamId(textIn(*row, "upstream")),
                                   *what,
                                   *state,
                                   moneyIn(*row, "amount"),
                                   moneyIn(*row, "bankFee"),
                                   textIn(*row, "customer"),
                                   textIn(*row, "code"),
                                   textIn(*row, "bankRef"),
                                   textIn(*row, "reason"),
                                   UserName(textIn(*row, "by")),
                                   Instant{numberIn(*row, "openedAt")},
                                   Instant{numberIn(*row, "expiresAt")},
                                   Instant{numberIn(*row, "paidAt")},
                                   Instant{numberIn(*row, "movedAt")}};
    if (const auto sale = row->find("sale"); sale != row->end() && sale->is_object()) {
      SaleOrder order;
      LOKET_ASSIGN(order.payment, decodePayment(dumped(*sale)));
      order.isOff = row->value("saleOff", Json(false)) == Json(true);
      if (const auto channel = confirmation::channelFromWord(textIn(*row, "tellBy")))
        order.tell = confirmation::Address{*channel, textIn(*row, "tellTo")};
      change.collection->sale = std::make_shared<const SaleOrder>(std::move(order));
    }
  }
  if (const auto row = json.find("shift"); row != json.end() && row->is_object())
    change.shift = Shift{ShiftId(textIn(*row, "id")),         UserName(textIn(*row, "openedBy")),
                         Instant{numberIn(*row, "openedAt")}, moneyIn(*row, "floatCounted"),
                         moneyIn(*row, "floatExpected"),      UserName(textIn(*row, "closedBy")),
                         Instant{numberIn(*row, "closedAt")}, moneyIn(*row, "counted"),
                         moneyIn(*row, "expected"),           textIn(*row, "reason")};
  return change;
}

// Texts that are JSON already are put in as they are; the rest is small.
std::string encodeChange(const ports::PaymentChange& change, const ChangeTexts& texts) {
  // A field that is added there must be kept here too, or a payment would come back without it.
  const auto& [after, events, postings, task] = change;
  static_cast<void>(after);
  std::string text = "{\"after\":" + texts.after + ",\"events\":[";
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i > 0)
      text.push_back(',');
    text += "{\"kind\":\"" + std::string(wordOf(kindOf(events[i].body))) +
            "\",\"at\":" + std::to_string(events[i].at.ms) + ",\"body\":" + texts.events.at(i) + "}";
  }
  text += "],\"postings\":" + partOf(postings).text;
  if (task)
    text += ",\"task\":" + jsonObject({{"kind", task->kind == ports::TaskKind::Send ? "send" : "ask"},
                                       {"dueAt", task->dueAt.ms},
                                       {"tries", task->tries}})
                               .text;
  return text + "}";
}

Json toJson(const reconcile::Applied& applied) {
  return Json{{"run", applied.run.str()},
              {"no", applied.no},
              {"upstream", applied.upstream.str()},
              {"reference", applied.reference},
              {"proposal", std::string(wordOf(applied.proposal))},
              {"theirs", applied.theirs.amount()},
              {"amount", applied.amount.amount()},
              {"reason", applied.reason},
              {"by", applied.by.str()},
              {"at", applied.at.ms}};
}

Result<reconcile::Applied> appliedFrom(const Json& json) {
  const auto proposal = reconcile::proposalFromWord(textIn(json, "proposal"));
  const auto theirs = Money::from(numberIn(json, "theirs"));
  const auto amount = Money::from(numberIn(json, "amount"));
  if (!proposal || !theirs || !amount)
    return fail(ErrorCode::DatabaseUnreadable, "applied");
  return reconcile::Applied{reconcile::ReconcileId(textIn(json, "run")),
                            numberIn(json, "no"),
                            UpstreamId(textIn(json, "upstream")),
                            textIn(json, "reference"),
                            *proposal,
                            *theirs,
                            *amount,
                            textIn(json, "reason"),
                            UserName(textIn(json, "by")),
                            Instant{numberIn(json, "at")}};
}

Json toJson(const ports::PeopleChange& change) {
  const auto& [kind, customer, import, group] = change;
  switch (kind) {
    case ports::PeopleChange::Kind::Removed:
      return Json{{"removed", customer.id.str()}};
    case ports::PeopleChange::Kind::Undone:
      return Json{{"undone", import.str()}};
    case ports::PeopleChange::Kind::GroupRemoved:
      return Json{{"groupRemoved", group.id.str()}};
    case ports::PeopleChange::Kind::GroupSaved: {
      Json members = Json::array();
      for (const auto& [name, product, number, fields] : group.members) {
        Json row{name, product.str(), number};
        if (const std::string kept = encodeInquiryFields(fields); !kept.empty())
          row.push_back(kept);
        members.push_back(std::move(row));
      }
      return Json{{"group", group.id.str()}, {"name", group.name}, {"members", std::move(members)}};
    }
    case ports::PeopleChange::Kind::Saved:
      break;
  }
  const auto& [id, name, note, numbers, addedAt, from] = customer;
  Json rows = Json::array();
  for (const auto& [number, family, brought] : numbers) rows.push_back(Json{number, wordOf(family), brought.str()});
  return Json{{"id", id.str()},       {"name", name},        {"note", note},
              {"numbers", std::move(rows)}, {"at", addedAt.ms}, {"import", from.str()}};
}

Result<ports::PeopleChange> peopleFrom(const Json& json) {
  ports::PeopleChange change;
  if (const std::string removed = textIn(json, "removed"); !removed.empty()) {
    change.kind = ports::PeopleChange::Kind::Removed;
    change.customer.id = customer::CustomerId(removed);
    return change;
  }
  if (const std::string undone = textIn(json, "undone"); !undone.empty()) {
    change.kind = ports::PeopleChange::Kind::Undone;
    change.import = customer::ImportId(undone);
    return change;
  }
  const auto cellOf = [](const Json& row, std::size_t i) {
    return row.is_array() && row.size() > i && row[i].is_string() ? row[i].get<std::string>() : std::string();
  };
  if (const std::string removed = textIn(json, "groupRemoved"); !removed.empty()) {
    change.kind = ports::PeopleChange::Kind::GroupRemoved;
    change.group.id = customer::GroupId(removed);
    return change;
  }
  if (const std::string group = textIn(json, "group"); !group.empty()) {
    change.kind = ports::PeopleChange::Kind::GroupSaved;
    change.group.id = customer::GroupId(group);
    change.group.name = textIn(json, "name");
    for (const Json& row : listIn(json, "members")) {
      LOKET_ASSIGN(const InquiryFields fields, decodeInquiryFields(cellOf(row, 3)));
      change.group.members.push_back({cellOf(row, 0), ProductId(cellOf(row, 1)), cellOf(row, 2), fields});
    }
    return change;
  }
  customer::Customer& one = change.customer;
  one.id = customer::CustomerId(textIn(json, "id"));
  one.name = textIn(json, "name");
  one.note = textIn(json, "note");
  one.addedAt = Instant{numberIn(json, "at")};
  one.from = customer::ImportId(textIn(json, "import"));
  for (const Json& row : listIn(json, "numbers"))
    one.numbers.push_back(
        {cellOf(row, 0), familyFromWord(cellOf(row, 1)).value_or(Family::Other), customer::ImportId(cellOf(row, 2))});
  if (one.id.empty() || one.name.empty())
    return fail(ErrorCode::DatabaseUnreadable, "customer");
  return change;
}

Json toJson(const complaint::Entry& entry) {
  const auto& [id, ref, step, outcome, note, reach, by, at] = entry;
  return Json{{"id", id.str()},  {"ref", ref.str()}, {"step", complaint::wordOf(step)},
              {"outcome", outcome ? complaint::wordOf(*outcome) : std::string_view()},
              {"note", note},    {"reach", reach},   {"by", by.str()},
              {"at", at.ms}};
}

Json toJson(const AccessEvent& event) {
  const auto& [kind, who, role, by, tries, reason, at] = event;
  return Json{{"kind", wordOf(kind)}, {"who", who.str()}, {"role", role},  {"by", by.str()},
              {"tries", tries},       {"reason", reason}, {"at", at.ms}};
}

Result<AccessEvent> accessFrom(const Json& json) {
  const auto kind = accessKindFromWord(textIn(json, "kind"));
  if (!kind)
    return fail(ErrorCode::DatabaseUnreadable, "access");
  return AccessEvent{*kind,
                     UserName(textIn(json, "who")),
                     textIn(json, "role"),
                     UserName(textIn(json, "by")),
                     static_cast<int>(numberIn(json, "tries")),
                     textIn(json, "reason"),
                     Instant{numberIn(json, "at")}};
}

Result<complaint::Entry> complaintFrom(const Json& json) {
  const auto step = complaint::stepFromWord(textIn(json, "step"));
  if (!step)
    return fail(ErrorCode::DatabaseUnreadable, "complaint");
  return complaint::Entry{complaint::ComplaintId(textIn(json, "id")),
                          PaymentRef(textIn(json, "ref")),
                          *step,
                          complaint::outcomeFromWord(textIn(json, "outcome")),
                          textIn(json, "note"),
                          textIn(json, "reach"),
                          UserName(textIn(json, "by")),
                          Instant{numberIn(json, "at")}};
}

Result<ports::PaymentChange> changeFrom(const Json& json) {
  const auto after = json.find("after");
  if (after == json.end())
    return fail(ErrorCode::DatabaseUnreadable, "payment");
  ports::PaymentChange change;
  LOKET_ASSIGN(change.after, decodePayment(dumped(*after)));
  for (const Json& entry : listIn(json, "events")) {
    const auto body = entry.find("body");
    LOKET_ASSIGN(PaymentEvent event,
                 decodeEvent(change.after.ref, textIn(entry, "kind"), Instant{numberIn(entry, "at")},
                             body != entry.end() ? dumped(*body) : std::string()));
    change.events.push_back(std::move(event));
  }
  for (const Json& entry : listIn(json, "postings")) {
    LOKET_ASSIGN(Posting posting, postingFrom(entry));
    change.postings.push_back(std::move(posting));
  }
  if (const auto task = json.find("task"); task != json.end())
    change.task = ports::OutboxTask{
        change.after.ref, textIn(*task, "kind") == "send" ? ports::TaskKind::Send : ports::TaskKind::Ask,
        Instant{numberIn(*task, "dueAt")}, static_cast<int>(numberIn(*task, "tries"))};
  return change;
}

}  // namespace

std::vector<ChangeTexts> textsOf(const ports::UnitOfWork& work) {
  std::vector<ChangeTexts> texts;
  texts.reserve(work.payments.size());
  for (const ports::PaymentChange& change : work.payments) {
    ChangeTexts& one = texts.emplace_back();
    one.after = encodePayment(change.after);
    for (const PaymentEvent& event : change.events) one.events.push_back(encodeEvent(event));
  }
  return texts;
}

std::string encodeWork(const ports::UnitOfWork& work) {
  return encodeWork(work, textsOf(work), {});
}

std::string particularsOf(const ports::PrintJob& job) { return dumped(toJson(job)); }
std::string particularsOf(const confirmation::Delivery& delivery) { return dumped(toJson(delivery)); }
std::string particularsOf(const reconcile::Applied& applied) { return dumped(toJson(applied)); }
std::string particularsOf(const ports::PeopleChange& change) { return dumped(toJson(change)); }
std::string particularsOf(const complaint::Entry& entry) { return dumped(toJson(entry)); }
std::string particularsOf(const Ticket& ticket) { return dumped(toJson(ticket)); }

std::string particularsOf(const Collection& collection, const std::string& sale) {
  Json json = toJson(collection);
  json["sale"] = sale;
  return dumped(json);
}

std::string encodeWork(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts, std::string_view seed) {
  // As above: what is added to a unit of work is kept here, or is left out by decision.
  const auto& [payments, postings, till, prints, confirmations, batches, settings, catalogue, reconciled, people,
               complaints, access, at] = work;
  std::string text = "{\"payments\":[";
  for (std::size_t i = 0; i < payments.size(); ++i) {
    if (i > 0)
      text.push_back(',');
    text += encodeChange(payments[i], texts.at(i));
  }
  text += "]";
  const auto add = [&text](const char* key, const Json& value) {
    text += std::string(",\"") + key + "\":" + dumped(value);
  };
  if (!postings.empty())
    text += ",\"postings\":" + partOf(postings).text;
  Json rows;
  if (!till.empty()) {
    rows = Json::array();
    for (const TillChange& change : till) rows.push_back(toJson(change));
    add("till", rows);
  }
  if (!prints.empty()) {
    rows = Json::array();
    for (const ports::PrintJob& job : prints) rows.push_back(toJson(job));
    add("prints", rows);
  }
  if (!confirmations.empty()) {
    rows = Json::array();
    for (const confirmation::Delivery& one : confirmations) rows.push_back(toJson(one));
    add("confirmations", rows);
  }
  if (!batches.empty()) {
    rows = Json::array();
    for (const ports::Batch& batch : batches)
      rows.push_back(Json{{"id", batch.id.str()},
                          {"startedAt", batch.startedAt.ms},
                          {"endedAt", batch.endedAt.ms},
                          {"items", Json::parse(encodeBatchItems(batch.items))}});
    add("batches", rows);
  }
  if (!settings.empty())
    add("settings", settings);
  if (catalogue)
    add("catalogue", true);
  // Runs and findings are not: the file can be read again. What was posted for it must not be posted again.
  if (!reconciled.applied.empty()) {
    rows = Json::array();
    for (const reconcile::Applied& applied : reconciled.applied) rows.push_back(toJson(applied));
    add("applied", rows);
  }
  if (!people.empty()) {
    rows = Json::array();
    for (const ports::PeopleChange& change : people) rows.push_back(toJson(change));
    add("people", rows);
  }
  if (!complaints.empty()) {
    rows = Json::array();
    for (const complaint::Entry& entry : complaints) rows.push_back(toJson(entry));
    add("complaints", rows);
  }
  if (!access.empty()) {
    rows = Json::array();
    for (const AccessEvent& event : access) rows.push_back(toJson(event));
    add("access", rows);
  }
  if (at.ms != 0 && !(settings.empty() && people.empty() && confirmations.empty()))
    add("at", at.ms);
  if (!seed.empty())
    add("seed", toBase64(seed));
  if (!seed.empty() && std::any_of(till.begin(), till.end(), [](const TillChange& one) { return one.ticket || one.collection; }))
    add("tillLeaves", true);
  return text + "}";
}

Result<RecordedWork> decodeWork(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::DatabaseUnreadable, "unit of work");
  RecordedWork recorded;
  for (const Json& entry : listIn(json, "payments")) {
    LOKET_ASSIGN(auto change, changeFrom(entry));
    recorded.work.payments.push_back(std::move(change));
  }
  for (const Json& entry : listIn(json, "postings")) {
    LOKET_ASSIGN(Posting posting, postingFrom(entry));
    recorded.work.postings.push_back(std::move(posting));
  }
  for (const Json& entry : listIn(json, "till")) {
    LOKET_ASSIGN(TillChange change, tillFrom(entry));
    recorded.work.till.push_back(std::move(change));
  }
  for (const Json& entry : listIn(json, "prints"))
    recorded.work.prints.push_back({PaymentRef(textIn(entry, "ref")), textIn(entry, "kind"),
                                    static_cast<int>(numberIn(entry, "copy")), textIn(entry, "state"),
                                    textIn(entry, "detail"), Instant{numberIn(entry, "at")}});
  for (const Json& entry : listIn(json, "confirmations")) {
    LOKET_ASSIGN(auto delivery, deliveryFrom(entry));
    recorded.work.confirmations.push_back(std::move(delivery));
  }
  for (const Json& entry : listIn(json, "batches")) {
    LOKET_ASSIGN(auto items, decodeBatchItems(dumped(listIn(entry, "items"))));
    recorded.work.batches.push_back({BatchId(textIn(entry, "id")), Instant{numberIn(entry, "startedAt")},
                                     Instant{numberIn(entry, "endedAt")}, std::move(items)});
  }
  if (const auto settings = json.find("settings"); settings != json.end() && settings->is_object())
    for (const auto& [key, value] : settings->items())
      if (value.is_string())
        recorded.work.settings[key] = value.get<std::string>();
  for (const Json& entry : listIn(json, "applied")) {
    LOKET_ASSIGN(auto applied, appliedFrom(entry));
    recorded.work.reconcile.applied.push_back(std::move(applied));
  }
  for (const Json& entry : listIn(json, "people")) {
    LOKET_ASSIGN(auto change, peopleFrom(entry));
    recorded.work.people.push_back(std::move(change));
  }
  for (const Json& entry : listIn(json, "complaints")) {
    LOKET_ASSIGN(auto step, complaintFrom(entry));
    recorded.work.complaints.push_back(std::move(step));
  }
  for (const Json& entry : listIn(json, "access")) {
    LOKET_ASSIGN(auto event, accessFrom(entry));
    recorded.work.access.push_back(std::move(event));
  }
  recorded.work.at = Instant{numberIn(json, "at")};
  if (const std::string seed = textIn(json, "seed"); !seed.empty()) {
    auto bytes = fromBase64(seed);
    if (!bytes || bytes->empty())
      return fail(ErrorCode::DatabaseUnreadable, "seed");
    recorded.seed = std::move(*bytes);
  }
  recorded.tillLeaves = json.value("tillLeaves", Json(false)) == Json(true) ? TillLeaves::WithRows : TillLeaves::OfEvents;
  recorded.replacedCatalogue = json.value("catalogue", Json(false)) == Json(true);
  return recorded;
}

std::string encodeBaseEnd(const BaseEnd& end) {
  Json rows = Json::object();
  for (const ports::AccountBalance& row : end.balances) rows[nameOf(row.account)] = row.balance.amount();
  Json roots = Json::array();
  for (const journal::Hash& root : end.journal.roots) roots.push_back(toBase64(journal::bytesOf(root)));
  Json nodes = Json::array();
  for (const JournalBase::Node& one : end.journal.nodes)
    nodes.push_back(Json::array({one.level, one.index, toBase64(journal::bytesOf(one.hash))}));
  return dumped(Json{{"balances", std::move(rows)},
                     {"mark", end.mark},
                     {"leaves", end.journal.size},
                     {"roots", std::move(roots)},
                     {"nodes", std::move(nodes)}});
}

Result<BaseEnd> decodeBaseEnd(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto rows = json.is_object() ? json.find("balances") : json.end();
  if (!json.is_object() || rows == json.end() || !rows->is_object())
    return fail(ErrorCode::DatabaseUnreadable, "balances");
  BaseEnd end;
  end.mark = textIn(json, "mark");
  for (const auto& [name, value] : rows->items()) {
    const auto account = accountFromName(name);
    const auto amount = value.is_number_integer() ? Money::from(value.get<std::int64_t>()) : std::nullopt;
    if (!account || !amount)
      return fail(ErrorCode::DatabaseUnreadable, "balance of " + name);
    end.balances.push_back({*account, *amount});
  }
  end.journal.size = static_cast<std::uint64_t>(numberIn(json, "leaves"));
  for (const Json& root : listIn(json, "roots")) {
    LOKET_ASSIGN(const journal::Hash hash, hashFrom(root));
    end.journal.roots.push_back(hash);
  }
  for (const Json& node : listIn(json, "nodes")) {
    if (!node.is_array() || node.size() != 3 || !node[0].is_number_integer() || !node[1].is_number_integer())
      return fail(ErrorCode::DatabaseUnreadable, "node of the journal");
    LOKET_ASSIGN(const journal::Hash hash, hashFrom(node[2]));
    end.journal.nodes.push_back({node[0].get<int>(), node[1].get<std::uint64_t>(), hash});
  }
  return end;
}

}  // namespace loket::adapters
