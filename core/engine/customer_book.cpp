#include "core/engine/customer_book.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/text.h"
#include "core/domain/catalogue/number_rules.h"

namespace loket::engine {
namespace {

using customer::Customer;
using customer::CustomerId;
using customer::ImportId;

// What a turn of the engine takes of an import: a sale beside it waits for these only.
constexpr std::size_t kImportedAtOnce = 40;
constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;

// As the ledger would name it; nothing for a name that nobody can have a debt under.
std::optional<BonName> debtorOf(const std::string& name) {
  const auto bon = bonName(name);
  return bon ? std::optional<BonName>(*bon) : std::nullopt;
}

// What is typed to find somebody: a number in any of its forms, or words.
ports::PeopleQuery queryOf(const std::string& typed) {
  ports::PeopleQuery query;
  const std::string text = trimmed(typed);
  const bool isNumber = !text.empty() && text.find_first_of("0123456789") != std::string::npos &&
                        text.find_first_not_of("0123456789 -+.()") == std::string::npos;
  if (!isNumber) {
    query.words = customer::keyOf(text);
    return query;
  }
  query.number = digitsOf(text);
  if (text.front() == '+' && query.number.rfind("62", 0) == 0)
    query.number = "0" + query.number.substr(2);
  else if (const auto mobile = normalizeMobile(text); mobile && shapeOf(text) == NumberShape::Mobile)
    query.number = *mobile;
  return query;
}

}  // namespace

Result<ports::PeopleReader*> CustomerBook::people() {
  if (ports::PeopleReader* rows = m_.store.people())
    return rows;
  return fail(ErrorCode::Internal, "no customer book");
}

Result<ports::PeoplePage> CustomerBook::page(ports::StoreReader& reader, const api::CustomerFilter& filter) {
  ports::PeopleReader* rows = reader.people();
  if (rows == nullptr)
    return ports::PeoplePage();
  ports::PeopleQuery query = queryOf(filter.text);
  query.limit = filter.limit;
  query.afterKey = customer::keyOf(filter.afterName);
  query.afterId = filter.after.str();
  return rows->page(query);
}

api::CustomerView CustomerBook::viewOf(ports::Person person, Money owed) const {
  api::CustomerView view{std::move(person.customer), owed, {}};
  for (ports::PersonPurchase& one : person.bought) {
    const Product* product = m_.shelf.find(one.product);
    view.purchases.push_back({std::move(one.number), one.family, one.product,
                              product != nullptr ? product->name : std::string(), one.lastAt, one.times});
  }
  return view;
}

Result<api::CustomerPage> CustomerBook::viewsOf(ports::PeoplePage page) {
  LOKET_ASSIGN(const auto bons, m_.bons());
  std::unordered_map<std::string, Money> owed;
  for (const api::BonView& bon : bons) owed.emplace(bon.customer.str(), bon.owed);
  api::CustomerPage out;
  out.hasMore = page.hasMore;
  out.total = page.total;
  for (ports::Person& person : page.rows) {
    const auto debtor = debtorOf(person.customer.name);
    const auto at = debtor ? owed.find(debtor->str()) : owed.end();
    out.rows.push_back(viewOf(std::move(person), at == owed.end() ? Money{} : at->second));
  }
  return out;
}

Result<api::CustomerPage> CustomerBook::owing(const std::string& text) {
  LOKET_ASSIGN(const auto bons, m_.bons());
  LOKET_ASSIGN(ports::PeopleReader* const rows, people());
  const std::string wanted = customer::keyOf(text);
  api::CustomerPage out;
  LOKET_ASSIGN(const auto everybody, rows->page({{}, {}, {}, {}, 1}));
  out.total = everybody.total;
  for (const api::BonView& bon : bons) {
    if (!bon.owed.isPositive() || (!wanted.empty() && !containsNoCase(bon.customer.str(), wanted)))
      continue;
    LOKET_ASSIGN(auto person, rows->personNamed(bon.customer.str()));
    if (!person) {
      person.emplace();
      person->customer.name = bon.customer.str();
    }
    out.rows.push_back(viewOf(std::move(*person), bon.owed));
  }
  return out;
}

Result<Money> CustomerBook::owedBy(const std::string& name) {
  const auto debtor = debtorOf(name);
  if (!debtor)
    return Money{};
  LOKET_ASSIGN(const auto bons, m_.bons());
  for (const api::BonView& bon : bons)
    if (bon.customer == *debtor)
      return bon.owed;
  return Money{};
}

Result<api::CustomerView> CustomerBook::view(const CustomerId& id) {
  LOKET_ASSIGN(ports::PeopleReader* const rows, people());
  LOKET_ASSIGN(auto person, rows->person(id));
  if (!person)
    return fail(ErrorCode::NotFound, id.str());
  LOKET_ASSIGN(const Money owed, owedBy(person->customer.name));
  return viewOf(std::move(*person), owed);
}

void CustomerBook::keep(std::vector<ports::PeopleChange> changes, std::string_view path,
                        std::function<void(const Status&)> after) {
  ports::UnitOfWork work;
  work.people = std::move(changes);
  m_.books.stageWork(std::move(work), path, std::move(after));
}

Result<Customer> CustomerBook::decideSave(const api::SaveCustomer& command) {
  LOKET_ASSIGN(ports::PeopleReader* const rows, people());
  Customer after;
  LOKET_ASSIGN(after.name, customer::customerName(command.name));
  LOKET_ASSIGN(after.note, customer::customerNote(command.note));
  after.addedAt = m_.clock.now();
  after.id = command.id.empty() ? m_.references.customer() : command.id;
  LOKET_ASSIGN(const auto before, rows->person(after.id));
  const std::string key = customer::keyOf(after.name);
  if (before) {
    after.addedAt = before->customer.addedAt;
    after.from = before->customer.from;
    if (customer::keyOf(before->customer.name) != key) {
      LOKET_ASSIGN(const Money owed, owedBy(before->customer.name));
      if (owed.isPositive())
        return fail(ErrorCode::StateForbids, "bon");
    }
  }
  LOKET_ASSIGN(const auto namesake, rows->personNamed(key));
  if (namesake && namesake->customer.id != after.id)
    return fail(ErrorCode::NameInvalid, "taken");
  for (const api::TypedNumber& typed : command.numbers) {
    if (trimmed(typed.number).empty())
      continue;
    LOKET_ASSIGN(customer::Number number, customer::numberOf(typed.number, typed.family));
    const auto isSame = [&number](const customer::Number& one) { return one.number == number.number; };
    if (std::any_of(after.numbers.begin(), after.numbers.end(), isSame))
      continue;
    LOKET_ASSIGN(const auto holder, rows->holderOf(number.number));
    if (holder && *holder != after.id)
      return fail(ErrorCode::NumberInvalid, "taken");
    // A number that an import brought stays one of its numbers.
    if (before) {
      const auto& had = before->customer.numbers;
      if (const auto same = std::find_if(had.begin(), had.end(), isSame); same != had.end())
        number.from = same->from;
    }
    if (after.numbers.size() >= customer::kNumbersMax)
      return fail(ErrorCode::NumberInvalid, "many");
    after.numbers.push_back(std::move(number));
  }
  return after;
}

void CustomerBook::save(const api::SaveCustomer& command, api::Reply<api::CustomerView> reply) {
  // What was decided a moment ago must be on the disk before somebody looks there for names and numbers.
  m_.books.flush();
  auto decided = decideSave(command);
  if (!decided) {
    reply(fail(decided.error()));
    return;
  }
  keep({{ports::PeopleChange::Kind::Saved, *decided, {}, {}}}, "customer",
       [this, id = decided->id, reply = std::move(reply)](const Status& kept) {
         if (!kept)
           reply(fail(kept.error()));
         else
           reply(view(id));
       });
}

void CustomerBook::remove(const CustomerId& id, api::Reply<api::CustomerView> reply) {
  m_.books.flush();
  auto found = view(id);
  if (found && found->owed.isPositive())
    found = fail(ErrorCode::StateForbids, "bon");
  if (!found) {
    reply(fail(found.error()));
    return;
  }
  Customer gone;
  gone.id = id;
  keep({{ports::PeopleChange::Kind::Removed, std::move(gone), {}, {}}}, "customer",
       [removed = *found, reply = std::move(reply)](const Status& kept) {
         if (!kept)
           reply(fail(kept.error()));
         else
           reply(removed);
       });
}

Result<std::vector<customer::Group>> CustomerBook::groups() {
  LOKET_ASSIGN(ports::PeopleReader* const rows, people());
  return rows->groups();
}

Result<customer::Group> CustomerBook::decideGroup(const api::SaveGroup& command) {
  customer::Group after;
  LOKET_ASSIGN(after.name, customer::customerName(command.name));
  after.id = command.id.empty() ? m_.references.group() : command.id;
  LOKET_ASSIGN(const auto known, groups());
  for (const customer::Group& one : known)
    if (one.id != after.id && customer::keyOf(one.name) == customer::keyOf(after.name))
      return fail(ErrorCode::NameInvalid, "taken");
  const int thisYear = businessDateOf(m_.clock.now()).year;
  for (const customer::GroupMember& typed : command.members) {
    const Product* product = m_.shelf.find(typed.product);
    // What is not sold any more stays on the list as it was written: its line says so when it is asked for.
    customer::GroupMember member = typed;
    const bool wasThere = std::any_of(known.begin(), known.end(), [&](const customer::Group& one) {
      return one.id == after.id &&
             std::find(one.members.begin(), one.members.end(), typed) != one.members.end();
    });
    if (product != nullptr) {
      // What the customer names the sum of himself nobody can ask for in one go.
      if (product->mayHaveOpenAmount())
        return fail(ErrorCode::AmountInvalid, product->id.str());
      LOKET_ASSIGN(member.number, normalizeNumber(product->family, typed.number));
      // A line of before is not asked for more than it had.
      if (!wasThere) {
        LOKET_ASSIGN(member.fields, readKeptFields(product->family, typed.fields, thisYear));
      }
    } else if (!wasThere) {
      return fail(ErrorCode::ProductUnknown, typed.product.str());
    }
    LOKET_ASSIGN(after, customer::withMember(std::move(after), std::move(member)));
  }
  return after;
}

void CustomerBook::saveGroup(const api::SaveGroup& command, api::Reply<customer::Group> reply) {
  m_.books.flush();
  auto decided = decideGroup(command);
  if (!decided) {
    reply(fail(decided.error()));
    return;
  }
  keep({{ports::PeopleChange::Kind::GroupSaved, {}, {}, *decided}}, "customer",
       [saved = *decided, reply = std::move(reply)](const Status& kept) {
         if (!kept)
           reply(fail(kept.error()));
         else
           reply(saved);
       });
}

void CustomerBook::removeGroup(const customer::GroupId& id, api::Reply<customer::Group> reply) {
  m_.books.flush();
  const auto found = [&]() -> Result<customer::Group> {
    LOKET_ASSIGN(auto all, groups());
    for (customer::Group& one : all)
      if (one.id == id)
        return std::move(one);
    return fail(ErrorCode::NotFound, id.str());
  }();
  if (!found) {
    reply(fail(found.error()));
    return;
  }
  keep({{ports::PeopleChange::Kind::GroupRemoved, {}, {}, *found}}, "customer",
       [removed = *found, reply = std::move(reply)](const Status& kept) {
         if (!kept)
           reply(fail(kept.error()));
         else
           reply(removed);
       });
}

Result<api::ContactsPreview> CustomerBook::preview(ports::StoreReader& reader, ports::PagedFile& file) {
  std::string bytes;
  while (bytes.size() <= customer::kContactsBytesMax) {
    LOKET_ASSIGN(const std::string piece, file.next(kPieceBytes));
    if (piece.empty())
      break;
    bytes += piece;
  }
  api::ContactsPreview out;
  out.contacts = std::make_shared<const customer::Contacts>(customer::readContacts(bytes));
  customer::Known known;
  if (ports::PeopleReader* rows = reader.people()) {
    LOKET_ASSIGN(known, rows->known(*out.contacts));
  }
  out.plan = customer::planImport(*out.contacts, known);
  return out;
}

void CustomerBook::import(std::shared_ptr<const customer::Contacts> contacts,
                          api::Reply<api::ImportView> reply) {
  m_imports.push_back({std::move(contacts), 0, {}, std::move(reply)});
}

void CustomerBook::turn() {
  if (m_imports.empty())
    return;
  m_.books.flush();
  if (m_imports.empty())
    return;
  Import& import = m_imports.front();
  const std::vector<customer::Contact>& all = import.contacts->contacts;
  const std::size_t end = std::min(all.size(), import.next + kImportedAtOnce);
  customer::Contacts some;
  some.contacts.assign(all.begin() + static_cast<std::ptrdiff_t>(import.next),
                       all.begin() + static_cast<std::ptrdiff_t>(end));
  auto piece = decidePiece(import, some);
  if (!piece) {
    takeBack(piece.error());
    return;
  }
  import.next = end;
  import.view = piece->view;
  const bool isLast = end == all.size();
  if (piece->changes.empty()) {
    if (isLast)
      endImport(import.view);
    return;
  }
  keep(std::move(piece->changes), "customer", [this, isLast](const Status& kept) {
    if (m_imports.empty())
      return;
    if (!kept)
      takeBack(kept.error());
    else if (isLast)
      endImport(m_imports.front().view);
  });
}

// Decided on what is there now: between the preview and this somebody may have been added.
Result<CustomerBook::Piece> CustomerBook::decidePiece(const Import& import,
                                                      const customer::Contacts& contacts) {
  LOKET_ASSIGN(ports::PeopleReader* const rows, people());
  LOKET_ASSIGN(const customer::Known known, rows->known(contacts));
  const customer::ImportPlan plan = customer::planImport(contacts, known);
  const ImportId id = import.view.id.empty() ? ImportId(m_.references.customerImport()) : import.view.id;
  const Instant now = m_.clock.now();
  Piece piece{{}, import.view};
  for (const customer::ImportLine& line : plan.lines) {
    if (line.fate != customer::ImportFate::New && line.fate != customer::ImportFate::MoreNumbers)
      continue;
    ports::PeopleChange change;
    change.import = id;
    Customer& one = change.customer;
    if (line.fate == customer::ImportFate::New) {
      one.id = m_.references.customer();
      one.name = line.name;
      one.addedAt = now;
      one.from = id;
      ++piece.view.fresh;
    } else {
      LOKET_ASSIGN(const auto person, rows->person(known.names.at(customer::keyOf(line.name))));
      if (!person)
        return fail(ErrorCode::DatabaseUnreadable, "customer");
      one = person->customer;
      ++piece.view.more;
    }
    for (customer::Number number : line.numbers) {
      if (one.numbers.size() >= customer::kNumbersMax)
        break;
      number.from = id;
      one.numbers.push_back(std::move(number));
      ++piece.view.numbers;
    }
    piece.view.id = id;
    piece.changes.push_back(std::move(change));
  }
  return piece;
}

void CustomerBook::takeBack(const Error& error) {
  const ImportId id = m_imports.front().view.id;
  if (id.empty()) {
    endImport(fail(error));
    return;
  }
  // The piece that failed may have been the first: then there is nothing to take back, and no harm in it.
  keep({{ports::PeopleChange::Kind::Undone, {}, id, {}}}, "customer",
       [this, error, id](const Status& undone) {
         if (m_imports.empty())
           return;
         // A disk that has no room for that either: by its name it can be undone when there is some.
         endImport(fail(error.code,
                        undone ? error.detail : error.detail + "; a part was kept, by import " + id.str()));
       });
}

void CustomerBook::endImport(Result<api::ImportView> result) {
  Import ended = std::move(m_imports.front());
  m_imports.pop_front();
  ended.reply(std::move(result));
}

void CustomerBook::stop(const Error& error) {
  while (!m_imports.empty()) endImport(fail(error));
}

void CustomerBook::undo(const ImportId& id, api::Reply<ImportId> reply) {
  m_.books.flush();
  const auto known = [&]() -> Result<bool> {
    LOKET_ASSIGN(ports::PeopleReader* const rows, people());
    return rows->hasImport(id);
  }();
  if (!known || !*known) {
    reply(fail(known ? Error{ErrorCode::NotFound, id.str()} : known.error()));
    return;
  }
  keep({{ports::PeopleChange::Kind::Undone, {}, id, {}}}, "customer",
       [id, reply = std::move(reply)](const Status& kept) {
         if (!kept)
           reply(fail(kept.error()));
         else
           reply(id);
       });
}

}  // namespace loket::engine
