// The till: drawer, top-up tickets, customers on bon, and shifts. Decides on what the ledger has now,
// records, answers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/desk.h"
#include "core/engine/references.h"
#include "core/domain/approval/two_people.h"
#include "core/domain/receipt/receipt.h"
#include "core/engine/second_person.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

class CashDesk {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    Desk& desk;
    StepUp& stepUp;
    SecondPerson& second;
    // When the deposit's first balance was told; nothing while none was.
    std::function<std::optional<Instant>(const UpstreamId&)> openedAt;
  };
  explicit CashDesk(Parts parts) : m_(std::move(parts)) {}

  // This shop was made of a backup then: what came in before, its original may have handed out or sold for.
  void setRestored(Instant at) { m_restoredAt = at; }
  void setTwoPeople(TwoPeople policy) { m_twoPeople = policy; }
  // Takes up what customers may still pay.
  Status open();
  // Asks about what is due: all that is open, or only what somebody waits for.
  enum class Follow { All, Awaited };
  void turn(Follow follow);
  // The wall clock was set.
  void shift(Duration by);
  std::optional<Instant> nextLook(Follow follow) const;
  bool someoneWaits() const { return !m_watchers.empty(); }
  // A customer may still pay, or what he has paid is still to be sold to him.
  bool isFollowing() const;
  // After the last turn: nobody is answered any more.
  void abandon() { m_watchers.clear(); }

  // Answers when durable.
  void run(const api::TillCommand& command, const UserName& user, api::Reply<api::TillView> reply);
  // What the customer owes, everything staged included.
  Result<Money> owed(const BonName& customer);

  // Cash was handed out, durably: with the slip that the customer takes home.
  std::function<void(const receipt::CashOutSlip&)> onCashedOut;
  // The slip of a cash-out of this process, by what the till's journal calls it; null when there is none that is still to
  // be printed. Whoever prints it says so, because a second one would look like a second payment.
  const receipt::CashOutSlip* slipToPrint(const std::string& subject) const;
  void slipPrinted(const std::string& subject) { m_slips.erase(subject); }
  // A collection has moved on, durably.
  std::function<void(const Collection&)> onCollection;

  // Asks the bank's statement.
  void credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply);
  Result<std::vector<Collection>> collections();
  // Newest first; one that nobody paid for in time shows as expired.
  Result<std::vector<Ticket>> tickets();
  // Everyone who owes something.
  Result<std::vector<api::BonView>> bons();
  api::ShiftReport reportOf(const ports::ShiftFigures& figures) const;

 private:
  struct Decide;
  // The upstream is asked what to send where; what it says becomes the ticket.
  void askTicket(const api::TicketOpening& opening, const UserName& user, api::Reply<api::TillView> reply);
  void askStatement(const UpstreamId& upstream, api::Reply<std::vector<Credit>> reply);
  void payOut(const api::CashOut& command, const UserName& user, api::Reply<api::TillView> reply);
  // What an upstream told for the command that is decided.
  struct Told {
    std::optional<TicketGiven> ticket;
    std::optional<Credit> credit;
    std::optional<Credit> line;  // of the collection that is used
    std::shared_ptr<const SaleOrder> sale;  // what the code is asked for
  };
  // What else was proven of cash that leaves the drawer, where that is wanted.
  struct Proven {
    std::optional<StepUpProof> stepUp;
    std::optional<Consent> consent;
  };
  void decide(const api::TillCommand& command, const Told& told, const UserName& user,
              api::Reply<api::TillView> reply, const Proven& proven);
  void decide(const api::TillCommand& command, const Told& told, const UserName& user,
              api::Reply<api::TillView> reply) {
    decide(command, told, user, std::move(reply), Proven());
  }
  // One that something may still become of by itself, as it stands. Its times are by the clock as it was set when it was asked for.
  struct Followed {
    Collection collection;
    bool busy = false;
    Duration setBy{};   // how far the clock was set since
    Instant askedAt{};
    Instant triedAt{};  // to sell what its money is for
  };
  struct Watcher {
    CollectionId id;
    Instant deadline;
    api::Reply<api::TillView> reply;
  };
  void collect(const api::CollectionOpening& command, const UserName& user, api::Reply<api::TillView> reply);
  void collectForSale(const api::CollectionOpening& command, const UserName& user, api::Reply<api::TillView> reply);
  // Recorded; the bank hears of it now.
  void askBank(const api::CollectionOpening& command, const Collection& collection, api::Reply<api::TillView> reply);
  // Its line of the statement, where the bank has one.
  void askLine(const CollectionId& id, std::function<void(Result<Told>)> next);
  // The money is there and nobody has given it up: sold, or a credit from now on.
  void sellByItself(const CollectionId& id);
  void sell(const CollectionId& id, const UserName& user, api::Reply<api::TillView> reply);
  enum class Who { Counter, Person };
  void acceptSale(const CollectionId& id, const Payment& proposed, const Told& told, Who who, const UserName& user,
                  api::Reply<api::TillView> reply);
  // As it was found on the disk.
  Followed following(const Collection& collection) const;
  Instant timeOf(const Followed& followed) const { return m_.clock.now() - followed.setBy; }
  // By the clock as it is set now.
  std::optional<Instant> nextStep(const Followed& followed) const;
  void askCollection(const CollectionId& id);
  void question(const api::CollectionQuestion& command, api::Reply<api::TillView> reply);
  void payOutCollection(const api::CollectionPayOut& command, const UserName& user, api::Reply<api::TillView> reply);
  // What the bank said, durably; then whoever waits is looked after.
  void keep(const CollectionId& id, std::optional<TillChange> change);
  void watch(const CollectionId& id, Duration wait, api::Reply<api::TillView> reply);
  void serveWatchers();
  bool isAwaited(const CollectionId& id) const;
  Result<Collection> collectionOf(const CollectionId& id);
  Status mayBeMoved(const TicketId& id) const;
  CreditInBooks inBooks(const Credit& credit) const;
  CreditInBooks inBooks(const Collection& collection, const std::optional<Credit>& line) const;
  Result<Money> standing(const Account& account);
  Result<Money> drawer() { return standing(Account{AccountKind::Drawer, {}}); }

  Parts m_;
  TwoPeople m_twoPeople;
  std::map<std::string, receipt::CashOutSlip> m_slips;  // still to be printed
  std::map<CollectionId, Followed> m_followed;
  std::vector<Watcher> m_watchers;
  Instant m_restoredAt;  // zero: never
};

}  // namespace loket::engine
