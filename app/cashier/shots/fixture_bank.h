// The made-up shop's bank, as far as a cash-out needs one: what it collects and what has come in. It says
// what it is told to say; what follows from that is decided by the rules of the core.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/api/till.h"
#include "core/domain/till/collection.h"

namespace loket::app::fixture {

// A whole QRIS text for this sum.
[[nodiscard]] std::string qrisFor(Money amount);
// Three strangers' transfers; cash was given for the last of them.
[[nodiscard]] std::vector<api::CreditView> creditsAt(Instant now);

class FixtureBank {
 public:
  using Reply = std::function<void(Result<api::TillView>)>;

  // ---- how the bank answers
  bool hasStatement = true;
  std::vector<CollectionKind> collects{CollectionKind::Qris, CollectionKind::Password};
  VerdictKind answer = VerdictKind::Succeeded;  // to what is asked for
  VerdictKind standing = VerdictKind::Pending;  // to a question
  bool holdAnswers = false;                     // until release()
  std::vector<api::CreditView> credits;         // of the statement
  Money drawer = Money::rupiah(5'000'000);

  // ---- what happened
  std::vector<std::string> passwords;
  std::vector<TillEvent> given;  // cash
  int questions = 0;
  int printed = 0;
  [[nodiscard]] const std::vector<Collection>& collections() const { return m_all; }  // newest first

  // A sale that its code's money pays; none is made while `sells` is off, as when the statement does not come.
  bool sells = true;
  std::function<Payment(const api::SellRequest&)> orderOf;
  std::function<void(const Payment&)> onSold;
  // Everybody who listens hears of it, as from the core.
  std::function<void(const Collection&)> onCollection;

  void run(const api::TillCommand& command, Instant now, Reply reply);
  void release();
  // The bank's word on it, as the core would fetch it by itself.
  void tell(const CollectionId& id, VerdictKind kind, Instant now, Money fee = Money{},
            const std::string& code = {});
  [[nodiscard]] bool isForSale(const CollectionId& id) const;
  // One that was there before the window.
  void add(const Collection& collection);

 private:
  void open(const api::CollectionOpening& opening, Instant now, const Reply& reply);
  void keep(const Collection& collection);
  Result<api::TillView> sell(const CollectionId& id, Instant now);
  Result<api::TillView> give(Result<TillChange> change);
  [[nodiscard]] Collection* find(const CollectionId& id);
  [[nodiscard]] std::vector<std::string> used() const;

  std::vector<Collection> m_all;
  std::vector<std::function<void()>> m_held;
};

}  // namespace loket::app::fixture
