// The customer book: whom the shop knows by name. Everything in it is decided here, on what stands on the
// disk, and kept by the engine's commits; payments do not depend on it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/reconciler.h"
#include "core/engine/references.h"
#include "core/engine/shelf.h"
#include "core/ports/clock.h"
#include "core/ports/store.h"

namespace loket::engine {

class CustomerBook {
 public:
  struct Parts {
    Books& books;
    References& references;
    const Shelf& shelf;
    ports::Store& store;
    ports::Clock& clock;
    // What each name owes.
    std::function<Result<std::vector<api::BonView>>()> bons;
  };
  explicit CustomerBook(Parts parts) : m_(std::move(parts)) {}

  // On the thread for long reads.
  static Result<ports::PeoplePage> page(ports::StoreReader& reader, const api::CustomerFilter& filter);
  // With what only the engine's thread knows: debts, and the products' names.
  Result<api::CustomerPage> viewsOf(ports::PeoplePage page);
  // Those who owe, in the book or not.
  Result<api::CustomerPage> owing(const std::string& text);
  Result<api::CustomerView> view(const customer::CustomerId& id);

  void save(const api::SaveCustomer& command, api::Reply<api::CustomerView> reply);
  // Answers what was removed. StateForbids ("bon") while he owes something; NotFound.
  void remove(const customer::CustomerId& id, api::Reply<api::CustomerView> reply);

  Result<std::vector<customer::Group>> groups();
  void saveGroup(const api::SaveGroup& command, api::Reply<customer::Group> reply);
  void removeGroup(const customer::GroupId& id, api::Reply<customer::Group> reply);

  static Result<api::ContactsPreview> preview(ports::StoreReader& reader, ports::PagedFile& file);
  // Some customers a turn, so that a sale waits for none of them. What fails takes back what it has kept so
  // far.
  void import(std::shared_ptr<const customer::Contacts> contacts, api::Reply<api::ImportView> reply);
  bool isImporting() const { return !m_imports.empty(); }
  void turn();
  // Whoever waits hears of it; what was kept is taken back by nobody.
  void stop(const Error& error);
  void undo(const customer::ImportId& id, api::Reply<customer::ImportId> reply);

 private:
  struct Import {
    std::shared_ptr<const customer::Contacts> contacts;
    std::size_t next = 0;
    api::ImportView view;
    api::Reply<api::ImportView> reply;
  };
  struct Piece {
    std::vector<ports::PeopleChange> changes;
    api::ImportView view;  // with what these bring
  };
  Result<Piece> decidePiece(const Import& import, const customer::Contacts& contacts);
  void takeBack(const Error& error);
  void endImport(Result<api::ImportView> result);

  Result<customer::Group> decideGroup(const api::SaveGroup& command);
  Result<customer::Customer> decideSave(const api::SaveCustomer& command);
  Result<Money> owedBy(const std::string& name);
  api::CustomerView viewOf(ports::Person person, Money owed) const;
  Result<ports::PeopleReader*> people();
  void keep(std::vector<ports::PeopleChange> changes, std::string_view path,
            std::function<void(const Status&)> after);

  Parts m_;
  std::deque<Import> m_imports;  // one after the other
};

}  // namespace loket::engine
