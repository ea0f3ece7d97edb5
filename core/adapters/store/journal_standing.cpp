#include "core/adapters/store/journal_standing.h"

#include <utility>

#include "core/adapters/store/json_text.h"
#include "core/adapters/store/people_rows.h"
#include "core/adapters/store/till_rows.h"
#include "core/adapters/store/work_json.h"

namespace loket::adapters {
namespace {

using ports::PeopleChange;

PeopleChange removedCustomer(const std::string& id) {
  PeopleChange change;
  change.kind = PeopleChange::Kind::Removed;
  change.customer.id = customer::CustomerId(id);
  return change;
}

PeopleChange removedGroup(const std::string& id) {
  PeopleChange change;
  change.kind = PeopleChange::Kind::GroupRemoved;
  change.group.id = customer::GroupId(id);
  return change;
}

}  // namespace

void JournalStanding::take(const ports::JournalLeaf& leaf) {
  const std::string& kind = leaf.entry.kind;
  const auto newest = [&leaf](Leaves& leaves) {
    leaves[leaf.entry.subject] = {leaf.index, leaf.salt, leaf.entry.commitment};
  };
  if (kind == "setting")
    newest(m_settings);
  else if (kind == "batch")
    newest(m_batches);
  else if (kind == "group")
    newest(m_groups);
  else if (kind == "ticket")
    newest(m_tickets);
  else if (kind == "collection")
    newest(m_collections);
  else if (kind == "customer" && leaf.entry.at.ms != 0)
    newest(m_customers);
  else if (kind.rfind("message.", 0) == 0 && leaf.entry.subject.find('/') != std::string::npos)
    newest(m_messages);
}

bool JournalStanding::isOf(const Newest& leaf, std::string_view particulars) const {
  return journal::commitmentOf(m_hasher, leaf.salt, asCarried(particulars)) == leaf.commitment;
}

void JournalStanding::compareOne(Leaves& leaves, const std::string& subject, std::string_view particulars, const char* what) {
  const auto at = leaves.find(asCarried(subject));
  // From before there was a tree.
  if (at == leaves.end())
    return;
  ++m_compared;
  if (at->second.salt.empty()) {
    // Of a setting nothing is hidden; anything else can be changed unseen now.
    if (&leaves != &m_settings)
      m_broken(at->second.index, "erased");
  } else if (!isOf(at->second, particulars)) {
    m_broken(at->second.index, what);
  }
  leaves.erase(at);
}

void JournalStanding::tellMissing(const Leaves& leaves, Personal personal,
                                  const std::function<std::string(const std::string&)>& removed) {
  for (const auto& [subject, leaf] : leaves)
    if (!(personal == Personal::Yes && leaf.salt.empty()) && !(removed && isOf(leaf, removed(subject))))
      m_broken(leaf.index, "missing");
}

Status JournalStanding::compareSettings(Connection& connection) {
  Query rows = connection.query("SELECT key, value FROM settings");
  while (rows.step()) compareOne(m_settings, rows.text(0), rows.text(1), "setting");
  LOKET_TRY(rows.status());
  tellMissing(m_settings, Personal::No);
  return {};
}

Status JournalStanding::compareMessages(Connection& connection) {
  Query rows = connection.query(
      "SELECT id, payment, channel, address, state, told, tries, who, asked_at, due_at, moved_at, reason, leaf FROM confirmations");
  while (rows.step()) {
    const std::string subject = messageSubject(rows.text(1), rows.text(0));
    if (!rows.isNull(12) && m_messages.count(asCarried(subject)) == 0)
      m_broken(static_cast<std::uint64_t>(rows.number(12)), "leaf");
    const auto channel = confirmation::channelFromWord(rows.text(2));
    const auto state = confirmation::deliveryStateFromWord(rows.text(4));
    const auto told = stateFromWord(rows.text(5));
    // What cannot be read was never written down.
    const bool isReadable = channel && state && (told || rows.text(5).empty());
    compareOne(m_messages, subject,
               isReadable ? particularsOf(confirmation::Delivery{ConfirmationId(rows.text(0)),
                                                                 PaymentRef(rows.text(1)),
                                                                 {*channel, rows.text(3)},
                                                                 *state,
                                                                 told,
                                                                 static_cast<int>(rows.number(6)),
                                                                 UserName(rows.text(7)),
                                                                 Instant{rows.number(8)},
                                                                 Instant{rows.number(9)},
                                                                 Instant{rows.number(10)},
                                                                 rows.text(11)})
                          : std::string(),
               "message");
  }
  LOKET_TRY(rows.status());
  tellMissing(m_messages, Personal::Yes);
  return {};
}

Status JournalStanding::comparePeople(Connection& connection) {
  PeopleRows people(connection);
  LOKET_TRY(people.each([this](const customer::Customer& one) -> Status {
    compareOne(m_customers, one.id.str(), particularsOf(PeopleChange{PeopleChange::Kind::Saved, one, {}, {}}), "customer");
    return {};
  }));
  tellMissing(m_customers, Personal::Yes, [](const std::string& id) { return particularsOf(removedCustomer(id)); });
  LOKET_ASSIGN(const auto groups, people.groups());
  for (const customer::Group& group : groups)
    compareOne(m_groups, group.id.str(), particularsOf(PeopleChange{PeopleChange::Kind::GroupSaved, {}, {}, group}), "group");
  tellMissing(m_groups, Personal::Yes, [](const std::string& id) { return particularsOf(removedGroup(id)); });
  return {};
}

Status JournalStanding::compareBatches(Connection& connection) {
  Query rows = connection.query("SELECT id, body FROM batches");
  while (rows.step()) compareOne(m_batches, rows.text(0), rows.text(1), "batch");
  LOKET_TRY(rows.status());
  tellMissing(m_batches, Personal::No);
  return {};
}

// Whose money an upstream is sent is nobody's but the shop's.
Status JournalStanding::compareTickets(Connection& connection) {
  Query rows = connection.query("SELECT " LOKET_TICKET_COLUMNS " FROM tickets");
  while (rows.step()) {
    const auto ticket = ticketFrom(rows);
    // What cannot be read was never written down.
    compareOne(m_tickets, rows.text(0), ticket ? particularsOf(*ticket) : std::string(), "ticket");
  }
  LOKET_TRY(rows.status());
  tellMissing(m_tickets, Personal::No);
  return {};
}

// A customer's number, and whom to tell, may be in it.
Status JournalStanding::compareCollections(Connection& connection) {
  Query rows = connection.query("SELECT " LOKET_COLLECTION_COLUMNS " FROM collections");
  while (rows.step()) {
    const auto one = collectionFrom(rows);
    compareOne(m_collections, rows.text(0), one ? particularsOf(*one, rows.text(kSaleColumn)) : std::string(), "collection");
  }
  LOKET_TRY(rows.status());
  tellMissing(m_collections, Personal::Yes);
  return {};
}

Result<std::uint64_t> JournalStanding::compare(Connection& connection, const Broken& broken) {
  m_broken = broken;
  LOKET_TRY(compareSettings(connection));
  LOKET_TRY(compareMessages(connection));
  LOKET_TRY(comparePeople(connection));
  LOKET_TRY(compareBatches(connection));
  LOKET_TRY(compareTickets(connection));
  LOKET_TRY(compareCollections(connection));
  return m_compared;
}

std::string messageSubject(std::string_view payment, std::string_view message) {
  return std::string(payment) + "/" + std::string(message);
}

}  // namespace loket::adapters
