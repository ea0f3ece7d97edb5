#include "core/adapters/store/people_rows.h"

#include <algorithm>

#include "core/adapters/store/payment_json.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

using customer::Customer;
using customer::CustomerId;
using customer::ImportId;

// Words are counted so far to see which of them finds the fewest.
constexpr std::int64_t kCounted = 1000;
// Of whom a box shows eight: enough to put the latest customers first.
constexpr int kSuggestedPeople = 64;

// Nothing that begins with `prefix` is behind this.
std::string behind(const std::string& prefix) {
  return prefix + "\xf4\x8f\xbf\xbf";
}

#define LOKET_PERSON "SELECT id, name, note, import, added_at FROM people "

Customer customerFrom(const Query& row) {
  Customer one;
  one.id = CustomerId(row.text(0));
  one.name = row.text(1);
  one.note = row.text(2);
  one.from = ImportId(row.text(3));
  one.addedAt = Instant{row.number(4)};
  return one;
}

}  // namespace

Result<std::vector<customer::Number>> PeopleRows::numbersOf(const std::string& id) {
  Query rows =
      m_connection.query("SELECT number, family, import FROM people_numbers WHERE person = ? ORDER BY no");
  rows.bind(id);
  std::vector<customer::Number> out;
  while (rows.step())
    out.push_back(
        {rows.text(0), familyFromWord(rows.text(1)).value_or(Family::Other), ImportId(rows.text(2))});
  LOKET_TRY(rows.status());
  return out;
}

Status PeopleRows::fill(ports::Person& person) {
  LOKET_ASSIGN(person.customer.numbers, numbersOf(person.customer.id.str()));
  for (const customer::Number& number : person.customer.numbers) {
    Query rows =
        m_connection.query("SELECT family, last_product, last_at, purchases FROM customers WHERE number = ?");
    rows.bind(number.number);
    while (rows.step())
      person.bought.push_back({number.number, familyFromWord(rows.text(0)).value_or(Family::Other),
                               ProductId(rows.text(1)), Instant{rows.number(2)},
                               static_cast<int>(rows.number(3))});
    LOKET_TRY(rows.status());
  }
  std::stable_sort(person.bought.begin(), person.bought.end(),
                   [](const auto& a, const auto& b) { return a.lastAt > b.lastAt; });
  return {};
}

Result<std::optional<ports::Person>> PeopleRows::person(const CustomerId& id) {
  ports::Person found;
  {
    Query row = m_connection.query(LOKET_PERSON "WHERE id = ?");
    row.bind(id.str());
    if (!row.step()) {
      LOKET_TRY(row.status());
      return std::optional<ports::Person>();
    }
    found.customer = customerFrom(row);
  }
  LOKET_TRY(fill(found));
  return std::optional<ports::Person>(std::move(found));
}

Result<std::optional<ports::Person>> PeopleRows::personNamed(const std::string& key) {
  std::string id;
  {
    Query row = m_connection.query("SELECT id FROM people WHERE key = ? ORDER BY id LIMIT 1");
    row.bind(key);
    if (!row.step()) {
      LOKET_TRY(row.status());
      return std::optional<ports::Person>();
    }
    id = row.text(0);
  }
  return person(CustomerId(id));
}

Result<std::optional<CustomerId>> PeopleRows::holderOf(const std::string& number) {
  Query row = m_connection.query("SELECT person FROM people_numbers WHERE number = ?");
  row.bind(number);
  if (row.step())
    return std::optional<CustomerId>(CustomerId(row.text(0)));
  LOKET_TRY(row.status());
  return std::optional<CustomerId>();
}

Result<bool> PeopleRows::hasImport(const ImportId& import) {
  Query row = m_connection.query("SELECT 1 FROM people_numbers WHERE import = ?1 AND import <> '' LIMIT 1");
  row.bind(import.str());
  const bool found = row.step();
  LOKET_TRY(row.status());
  return found;
}

Result<customer::Known> PeopleRows::known(const customer::Contacts& contacts) {
  customer::Known known;
  for (const customer::Contact& contact : contacts.contacts) {
    const std::string key = customer::keyOf(contact.name);
    Query named = m_connection.query("SELECT id FROM people WHERE key = ? ORDER BY id LIMIT 1");
    named.bind(key);
    if (named.step())
      known.names.emplace(key, CustomerId(named.text(0)));
    LOKET_TRY(named.status());
    for (const customer::Number& number : contact.numbers) {
      Query held = m_connection.query(
          "SELECT p.name FROM people_numbers n JOIN people p ON p.id = n.person WHERE n.number = ?");
      held.bind(number.number);
      if (held.step())
        known.numbers.emplace(number.number, held.text(0));
      LOKET_TRY(held.status());
    }
  }
  return known;
}

Result<std::vector<std::string>> PeopleRows::idsByWords(const std::string& words, int limit) {
  std::vector<std::string> wanted = customer::wordsOf(words);
  if (wanted.empty())
    return std::vector<std::string>();
  // The word that finds the fewest leads; whom it finds must have the others.
  std::size_t lead = 0;
  std::int64_t fewest = kCounted + 1;
  for (std::size_t i = 0; wanted.size() > 1 && i < wanted.size(); ++i) {
    Query count = m_connection.query(
        "SELECT count(*) FROM (SELECT 1 FROM people_words WHERE word >= ?1 AND word < ?2 LIMIT ?3)");
    count.bind(wanted[i]).bind(behind(wanted[i])).bind(kCounted);
    if (!count.step())
      return fail(count.status().error());
    if (count.number(0) < fewest) {
      fewest = count.number(0);
      lead = i;
    }
  }
  std::swap(wanted.front(), wanted[lead]);
  std::string sql = "SELECT DISTINCT person FROM people_words w WHERE word >= ? AND word < ?";
  for (std::size_t i = 1; i < wanted.size(); ++i)
    sql +=
        " AND EXISTS (SELECT 1 FROM people_words o WHERE o.person = w.person AND o.word >= ? AND o.word < ?)";
  sql += " LIMIT ?";
  Query rows = m_connection.query(sql.c_str());
  for (const std::string& word : wanted) rows.bind(word).bind(behind(word));
  rows.bind(static_cast<std::int64_t>(limit));
  std::vector<std::string> ids;
  while (rows.step()) ids.push_back(rows.text(0));
  LOKET_TRY(rows.status());
  return ids;
}

Result<std::vector<std::string>> PeopleRows::idsByNumber(const std::string& number, int limit) {
  Query rows = m_connection.query(
      "SELECT person FROM people_numbers WHERE number >= ?1 AND number < ?2 ORDER BY number LIMIT ?3");
  rows.bind(number).bind(behind(number)).bind(static_cast<std::int64_t>(limit));
  std::vector<std::string> ids;
  while (rows.step())
    if (std::string id = rows.text(0); std::find(ids.begin(), ids.end(), id) == ids.end())
      ids.push_back(std::move(id));
  LOKET_TRY(rows.status());
  return ids;
}

Result<ports::PeoplePage> PeopleRows::page(const ports::PeopleQuery& query) {
  ports::PeoplePage page;
  const int limit = std::clamp(query.limit, 1, kPageMax);
  {
    Query count = m_connection.query("SELECT count(*) FROM people");
    if (!count.step())
      return fail(count.status().error());
    page.total = count.number(0);
  }
  if (!query.words.empty() || !query.number.empty()) {
    // One more than is shown tells that there are more.
    LOKET_ASSIGN(std::vector<std::string> ids, query.words.empty() ? idsByNumber(query.number, limit + 1)
                                                                   : idsByWords(query.words, limit + 1));
    page.hasMore = ids.size() > static_cast<std::size_t>(limit);
    ids.resize(std::min(ids.size(), static_cast<std::size_t>(limit)));
    for (const std::string& id : ids) {
      LOKET_ASSIGN(auto found, person(CustomerId(id)));
      if (found)
        page.rows.push_back(std::move(*found));
    }
    std::stable_sort(page.rows.begin(), page.rows.end(), [](const ports::Person& a, const ports::Person& b) {
      return customer::keyOf(a.customer.name) < customer::keyOf(b.customer.name);
    });
    return page;
  }
  {
    Query rows = m_connection.query(LOKET_PERSON "WHERE (key, id) > (?1, ?2) ORDER BY key, id LIMIT ?3");
    rows.bind(query.afterKey).bind(query.afterId).bind(static_cast<std::int64_t>(limit) + 1);
    while (rows.step()) page.rows.push_back({customerFrom(rows), {}});
    LOKET_TRY(rows.status());
  }
  page.hasMore = page.rows.size() > static_cast<std::size_t>(limit);
  page.rows.resize(std::min(page.rows.size(), static_cast<std::size_t>(limit)));
  for (ports::Person& one : page.rows) LOKET_TRY(fill(one));
  return page;
}

Result<std::vector<ports::SavedCustomer>> PeopleRows::suggested(const std::string& text, bool byNumber,
                                                                int limit) {
  LOKET_ASSIGN(const auto ids,
               byNumber ? idsByNumber(text, limit) : idsByWords(customer::keyOf(text), kSuggestedPeople));
  std::vector<ports::SavedCustomer> out;
  for (const std::string& id : ids) {
    LOKET_ASSIGN(const auto found, person(CustomerId(id)));
    if (!found)
      continue;
    for (const customer::Number& number : found->customer.numbers) {
      if (byNumber && number.number.compare(0, text.size(), text) != 0)
        continue;
      bool bought = false;
      for (const ports::PersonPurchase& one : found->bought)
        if (one.number == number.number) {
          out.push_back({found->customer.name, one.number, one.family, one.product, one.lastAt, one.times});
          bought = true;
        }
      if (!bought)
        out.push_back({found->customer.name, number.number, number.family, {}, {}, 0});
    }
  }
  return out;
}

Result<std::optional<Customer>> PeopleRows::customer(const std::string& id) {
  std::optional<Customer> found;
  {
    Query row = m_connection.query(LOKET_PERSON "WHERE id = ?");
    row.bind(id);
    if (row.step())
      found = customerFrom(row);
    LOKET_TRY(row.status());
  }
  if (found) {
    LOKET_ASSIGN(found->numbers, numbersOf(id));
  }
  return found;
}

Status PeopleRows::each(const std::function<Status(const Customer&)>& take) {
  Query rows = m_connection.query(LOKET_PERSON "ORDER BY id");
  while (rows.step()) {
    Customer one = customerFrom(rows);
    LOKET_ASSIGN(one.numbers, numbersOf(one.id.str()));
    LOKET_TRY(take(one));
  }
  return rows.status();
}

Status PeopleRows::forget(const std::string& id) {
  LOKET_TRY(m_connection.query("DELETE FROM people_numbers WHERE person = ?").bind(id).run());
  LOKET_TRY(m_connection.query("DELETE FROM people_words WHERE person = ?").bind(id).run());
  return m_connection.query("DELETE FROM people WHERE id = ?").bind(id).run();
}

Result<std::vector<customer::Group>> PeopleRows::groups() {
  std::vector<customer::Group> out;
  {
    Query rows = m_connection.query("SELECT id, name FROM customer_groups ORDER BY key");
    while (rows.step()) {
      customer::Group& group = out.emplace_back();
      group.id = customer::GroupId(rows.text(0));
      group.name = rows.text(1);
    }
    LOKET_TRY(rows.status());
  }
  for (customer::Group& group : out) {
    Query rows = m_connection.query(
        "SELECT name, product, number, fields FROM customer_group_members WHERE group_id = ? ORDER BY no");
    rows.bind(group.id.str());
    while (rows.step()) {
      LOKET_ASSIGN(const InquiryFields fields, decodeInquiryFields(rows.text(3)));
      group.members.push_back({rows.text(0), ProductId(rows.text(1)), rows.text(2), fields});
    }
    LOKET_TRY(rows.status());
  }
  return out;
}

Status PeopleRows::forgetGroup(const std::string& id) {
  LOKET_TRY(m_connection.query("DELETE FROM customer_group_members WHERE group_id = ?").bind(id).run());
  return m_connection.query("DELETE FROM customer_groups WHERE id = ?").bind(id).run();
}

Status PeopleRows::writeGroup(const customer::Group& group) {
  LOKET_TRY(forgetGroup(group.id.str()));
  LOKET_TRY(m_connection.query("INSERT INTO customer_groups (id, name, key) VALUES (?, ?, ?)")
                .bind(group.id.str())
                .bind(group.name)
                .bind(customer::keyOf(group.name))
                .run());
  std::int64_t no = 0;
  for (const customer::GroupMember& member : group.members)
    LOKET_TRY(m_connection
                  .query("INSERT INTO customer_group_members (group_id, no, name, product, number, fields) "
                         "VALUES (?, ?, ?, ?, ?, ?)")
                  .bind(group.id.str())
                  .bind(++no)
                  .bind(member.name)
                  .bind(member.product.str())
                  .bind(member.number)
                  .bind(encodeInquiryFields(member.fields))
                  .run());
  return {};
}

Status PeopleRows::undo(const std::string& import, std::set<std::string>& others) {
  {
    Query rows = m_connection.query(
        "SELECT person FROM people_numbers WHERE import = ?1 AND import <> '' UNION SELECT id FROM people p WHERE p.import = ?1 AND "
        "p.import <> '' AND NOT EXISTS (SELECT 1 FROM people_numbers n WHERE n.person = p.id)");
    rows.bind(import);
    while (rows.step()) others.insert(rows.text(0));
    LOKET_TRY(rows.status());
  }
  LOKET_TRY(m_connection.query("DELETE FROM people_numbers WHERE import = ?1 AND import <> ''").bind(import).run());
  LOKET_TRY(m_connection
                .query("DELETE FROM people_words WHERE person IN (SELECT id FROM people p WHERE p.import = ?1 AND p.import <> '' AND "
                       "NOT EXISTS (SELECT 1 FROM people_numbers n WHERE n.person = p.id))")
                .bind(import)
                .run());
  return m_connection
      .query("DELETE FROM people WHERE import = ?1 AND import <> '' AND NOT EXISTS "
             "(SELECT 1 FROM people_numbers n WHERE n.person = people.id)")
      .bind(import)
      .run();
}

// What two wrote at the same moment is no fault of the disk: the later one has the number.
Status PeopleRows::save(const Customer& one, std::set<std::string>& others) {
  bool isThere = false;
  {
    Query had = m_connection.query("SELECT 1 FROM people WHERE id = ?");
    had.bind(one.id.str());
    isThere = had.step();
    LOKET_TRY(had.status());
  }
  if (isThere)
    LOKET_TRY(forget(one.id.str()));
  const std::string key = customer::keyOf(one.name);
  LOKET_TRY(m_connection.query("INSERT INTO people (id, name, key, note, import, added_at) VALUES (?, ?, ?, ?, ?, ?)")
                .bind(one.id.str())
                .bind(one.name)
                .bind(key)
                .bind(one.note)
                .bind(one.from.str())
                .bind(one.addedAt.ms)
                .run());
  std::int64_t no = 0;
  for (const customer::Number& number : one.numbers) {
    LOKET_ASSIGN(const auto holder, holderOf(number.number));
    if (holder && *holder != one.id)
      others.insert(holder->str());
    LOKET_TRY(m_connection
                  .query("INSERT OR REPLACE INTO people_numbers (number, person, no, family, import) "
                         "VALUES (?, ?, ?, ?, ?)")
                  .bind(number.number)
                  .bind(one.id.str())
                  .bind(++no)
                  .bind(wordOf(number.family))
                  .bind(number.from.str())
                  .run());
  }
  for (const std::string& word : customer::wordsOf(key))
    LOKET_TRY(
        m_connection.query("INSERT INTO people_words (word, person) VALUES (?, ?)").bind(word).bind(one.id.str()).run());
  return {};
}

Result<std::vector<std::string>> PeopleRows::write(const ports::PeopleChange& change) {
  std::set<std::string> others;
  switch (change.kind) {
    case ports::PeopleChange::Kind::Removed:
      LOKET_TRY(forget(change.customer.id.str()));
      break;
    case ports::PeopleChange::Kind::Undone:
      LOKET_TRY(undo(change.import.str(), others));
      break;
    case ports::PeopleChange::Kind::GroupSaved:
      LOKET_TRY(writeGroup(change.group));
      break;
    case ports::PeopleChange::Kind::GroupRemoved:
      LOKET_TRY(forgetGroup(change.group.id.str()));
      break;
    case ports::PeopleChange::Kind::Saved:
      LOKET_TRY(save(change.customer, others));
      break;
  }
  return std::vector<std::string>(others.begin(), others.end());
}

}  // namespace loket::adapters
