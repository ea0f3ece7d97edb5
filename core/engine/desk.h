// The counter's two moves: quote (what it is, for whom, how much) and sell (cash is held from here on, durably).
// Every rule that can say no says it here, before the cash is taken.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/price_lists.h"
#include "core/engine/references.h"
#include "core/engine/router.h"
#include "core/engine/shelf.h"
#include "core/engine/step_up.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

class Desk {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    Shelf& shelf;
    PriceLists& prices;
    Router& router;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    StepUp& stepUp;
  };
  explicit Desk(Parts parts) : m_(parts) {}

  void quote(const api::InquiryRequest& request, api::Reply<api::Quote> reply);
  // Answers when durable. `kick` is called for a payment that may be sent at once.
  void sell(const api::SellRequest& request, const UserName& user, api::Reply<api::PaymentView> reply);

  // The shop's own money for a top-up: no margin, no customer, and never without a network.
  struct Own {
    BonName purse;       // whose account it is taken from
    std::string remark;  // must stand in the transfer
  };
  void quoteOwn(const api::InquiryRequest& request, api::Reply<api::Quote> reply);
  // `request` has the quote of `quoteOwn`, and a client reference.
  void sellOwn(const api::SellRequest& request, const Own& own, const UserName& user,
               api::Reply<api::PaymentView> reply);

  // Of a sale that will be paid by a code: what would be accepted, by every rule that can say no, and never without a
  // network. Nothing is kept.
  void propose(const api::SellRequest& request, const UserName& user, api::Reply<Payment> reply);
  // The same again, a while later, as far as it can be asked for again.
  void proposeAgain(const Payment& proposed, const UserName& user, api::Reply<Payment> reply);
  // Its money has come, minutes after it was read back: what is accepted now, or which rule says no meanwhile.
  Result<Payment> stillGood(const Payment& proposed);
  // Whether a request that bears a known client reference means that payment.
  static bool isSameOrder(const api::SellRequest& request, const Payment& payment);

  void setLimits(const OfflineLimits& limits) { m_limits = limits; }
  void setFeeCaps(FeeCaps caps) { m_feeCaps = std::move(caps); }
  void setTransferLimits(const TransferLimits& limits) { m_transferLimits = limits; }
  const OfflineLimits& limits() const { return m_limits; }
  // Forgets the sales that are not durable yet.
  void abandon() { m_selling.clear(); }
  OfflineExposure exposure() const;

  std::function<void(const PaymentRef&)> onAccepted;
  // Staged just now: whoever is to be told is kept with it.
  std::function<void(const PaymentRef&, const confirmation::Address&, const UserName& by)> onConfirmWanted;

 private:
  struct Draft;
  enum class Whose { Customers, Shops };
  void begin(const api::InquiryRequest& request, Whose whose, api::Reply<api::Quote> reply);
  Result<std::shared_ptr<Draft>> draftOf(const api::InquiryRequest& request, Whose whose);
  void askDeposit(const std::shared_ptr<Draft>& draft);
  void askPrice(const std::shared_ptr<Draft>& draft);
  void askUpstream(const std::shared_ptr<Draft>& draft);
  void goOffline(const std::shared_ptr<Draft>& draft);
  void finish(const std::shared_ptr<Draft>& draft);
  Status checkDeposit(const api::Quote& quote) const;
  Status checkFees(const api::Quote& quote, const Product& product) const;
  // The sender as it is kept, or which rule says no.
  Result<Sender> senderOf(const api::SellRequest& request, const api::Quote& quote) const;
  Result<TransfersToday> transfersToday(const api::Quote& quote, const Sender& sender) const;
  // Without `own` it is a customer's.
  void order(const api::SellRequest& asked, const std::optional<Own>& own, const UserName& user,
             api::Reply<api::PaymentView> reply);
  void sellQuoted(const api::SellRequest& request, const std::optional<Own>& own, const UserName& user,
                  const api::Quote& quote);
  void accept(const api::SellRequest& request, const Payment& proposed);
  // Nothing where no second proof is wanted, or what it was proved by; `then` stages in the same turn.
  void proveFor(const Payment& proposed, const Proof& proof, const UserName& user,
                std::function<void(const Result<StepUpProof>&)> then);
  // `proven`: it was proved, as far as that was asked for, when its code was made.
  void proposeProven(const api::SellRequest& asked, const std::optional<StepUpProof>& proven, const UserName& user,
                     api::Reply<Payment> reply);
  Result<Payment> proposal(const api::SellRequest& request, const std::optional<Own>& own,
                           const UserName& user, const api::Quote& quote);
  // How often the same goods were bought for the number today, this time included. DuplicateOpen while one of them has no
  // final answer; DuplicateToday when another one was not asked for.
  Result<int> ordinalOf(const api::Quote& quote, api::Repeat repeat);
  Result<ClaimCode> freshClaimCode();
  void answer(const ClientRef& clientRef, const Result<api::PaymentView>& result);

  Parts m_;
  OfflineLimits m_limits;
  FeeCaps m_feeCaps;
  TransferLimits m_transferLimits;
  // Sales on their way to the journal: the same client reference again joins the first.
  using Sold = std::function<void(const Result<api::PaymentView>&)>;
  std::map<ClientRef, std::vector<Sold>> m_selling;
};

}  // namespace loket::engine
