#include "core/engine/desk.h"

#include <algorithm>

#include "core/domain/approval/offline_policy.h"

namespace loket::engine {
namespace {

// A deposit figure this fresh need not be asked for again before a sale.
constexpr Duration kDepositFresh = Duration::seconds(60);
// A read-back older than this is read back again.
constexpr Duration kQuoteFresh = Duration::minutes(15);

// Splits a selling price into face value and fee where the goods have a face value; the receipt says both.
void setPrice(api::Quote& quote, const Product& product, Money price) {
  const bool splits = product.denomination.isPositive() && product.denomination <= price;
  quote.amount = splits ? product.denomination : price;
  quote.adminFee = price - quote.amount;
}

void setTotals(api::Quote& quote) {
  quote.total = quote.amount + quote.adminFee + quote.serviceFee;
  quote.profit = quote.total - quote.cost;
}

// What the customer named, if anything, against the bill; a bill of nothing has no sum of its own.
bool isPayable(const std::optional<Money>& named, Money bill) {
  return bill.isPositive() && (!named || *named == bill);
}

bool countsAsBought(const Payment& payment) {
  switch (payment.state) {
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::Review:
    case PaymentState::Succeeded:
      return true;
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
      return false;
  }
  return true;
}

// Whether a request that bears a known client reference means that payment.
bool isOrderOf(const api::SellRequest& request, const std::optional<Desk::Own>& own, const Payment& payment) {
  if (own ? own->purse != payment.bon : payment.isTopUp())
    return false;
  const bool sameProduct = request.product == payment.product.str() ||
                           request.product == payment.upstream.str() + ":" + payment.sku.str();
  const auto number = normalizeNumber(payment.family, request.number);
  const auto fields = readInquiryFields(payment.family, request.fields, payment.businessDate.year);
  // Orders of before there were such fields have none.
  const bool sameFields = (payment.inquiryFields.empty() && request.fields.empty()) ||
                          (fields && *fields == payment.inquiryFields);
  return sameProduct && number && *number == payment.number && sameFields;
}

// Whether it is what was bought before: the tax of another year is another thing.
bool isSameGoods(const Payment& payment, const api::Quote& quote) {
  return payment.product == quote.product && payment.number == quote.number &&
         payment.inquiryFields.taxYear == quote.fields.taxYear;
}

}  // namespace

struct Desk::Draft {
  api::InquiryRequest request;
  Whose whose = Whose::Customers;
  Product product;
  Offer offer;
  Instant reopensAt;  // zero while the offer is open
  bool priced = false;  // as far as the upstream tells today's price
  api::Quote quote;
  api::Reply<api::Quote> reply;
};

void Desk::quote(const api::InquiryRequest& request, api::Reply<api::Quote> reply) {
  begin(request, Whose::Customers, std::move(reply));
}

void Desk::quoteOwn(const api::InquiryRequest& request, api::Reply<api::Quote> reply) {
  begin(request, Whose::Shops, std::move(reply));
}

void Desk::begin(const api::InquiryRequest& request, Whose whose, api::Reply<api::Quote> reply) {
  auto draft = draftOf(request, whose);
  if (!draft) {
    reply(fail(draft.error()));
    return;
  }
  (*draft)->reply = std::move(reply);
  if (request.connectivity == api::Connectivity::Never)
    goOffline(*draft);
  else
    askDeposit(*draft);
}

Result<std::shared_ptr<Desk::Draft>> Desk::draftOf(const api::InquiryRequest& request, Whose whose) {
  const Instant now = m_.clock.now();
  auto draft = std::make_shared<Draft>();
  draft->request = request;
  draft->whose = whose;
  const Money besides = request.amount.value_or(Money{});
  LOKET_ASSIGN(const Router::Choice choice,
               m_.router.choose(request.product, besides, wantsSeveralMonths(request.fields)));
  draft->reopensAt = choice.reopensAt;
  draft->product = *choice.product;
  draft->offer = *choice.offer;
  api::Quote& quote = draft->quote;
  quote.product = choice.product->id;
  quote.productName = choice.product->name;
  quote.family = choice.product->family;
  quote.kind = choice.product->kind;
  quote.brand = choice.product->brand;
  quote.upstream = choice.offer->upstream;
  quote.sku = choice.offer->sku;
  quote.pinnedOffer = choice.pinned;
  if (!choice.pinned)
    for (std::size_t i = 0; i < choice.standings.size(); ++i) {
      const Offer& offer = choice.product->offers[i];
      quote.offers.push_back({offer.upstream, offer.sku, offer.cost, choice.standings[i]});
    }
  LOKET_ASSIGN(quote.number, normalizeNumber(choice.product->family, request.number));
  LOKET_ASSIGN(quote.fields, readInquiryFields(quote.family, request.fields, businessDateOf(now).year));
  quote.prefixMismatch = prefixMismatch(*choice.product, quote.number);
  quote.serviceFee = whose == Whose::Shops ? Money{} : choice.product->serviceFee;
  quote.madeAt = now;
  switch (quote.kind) {
    case ProductKind::Prepaid:
      if (request.amount && *request.amount != choice.product->denomination)
        return fail(ErrorCode::AmountInvalid, "this product has a fixed price");
      setPrice(quote, *choice.product, choice.product->priceOf(*choice.offer));
      quote.cost = choice.offer->cost;
      break;
    case ProductKind::Transfer:
      if (!request.amount || !request.amount->isPositive())
        return fail(ErrorCode::AmountInvalid, "amount");
      quote.amount = *request.amount;
      quote.adminFee = whose == Whose::Shops ? choice.offer->cost : choice.product->priceOf(*choice.offer);
      quote.cost = *request.amount + choice.offer->cost;
      break;
    case ProductKind::Bill:
      if (choice.product->hasOpenAmount() && !request.amount)
        return fail(ErrorCode::AmountInvalid, "amount");
      if (request.amount && !request.amount->isPositive())
        return fail(ErrorCode::AmountInvalid, "amount");
      break;
  }
  setTotals(quote);

  LOKET_ASSIGN(const auto earlier, m_.store.sameToday(quote.product, quote.number, businessDateOf(now)));
  const auto bought = std::find_if(earlier.begin(), earlier.end(), [&quote](const Payment& one) {
    return countsAsBought(one) && isSameGoods(one, quote);
  });
  if (bought != earlier.end())
    quote.earlierToday = *bought;
  return draft;
}

void Desk::askDeposit(const std::shared_ptr<Draft>& draft) {
  const auto known = m_.upstreams.deposit(draft->quote.upstream);
  // It has stopped answering: a deposit waits until it has rested.
  if (!m_.upstreams.admits(draft->quote.upstream)) {
    goOffline(draft);
    return;
  }
  const bool fresh = known && m_.upstreams.reaches(draft->quote.upstream) && m_.clock.now() - known->asOf <= kDepositFresh;
  if (fresh) {
    askUpstream(draft);
    return;
  }
  m_.upstreams.refresh(draft->quote.upstream, [this, draft](const Verdict& verdict) {
    switch (verdict.kind) {
      case VerdictKind::NotSent:
      case VerdictKind::Unknown:
        goOffline(draft);
        return;
      case VerdictKind::RefusedByConfig:
      case VerdictKind::Failed:
        draft->reply(fail(ErrorCode::UpstreamConfig, verdict.code + " " + verdict.message));
        return;
      case VerdictKind::Pending:
      case VerdictKind::Succeeded:
      case VerdictKind::RefusedForNow:
      case VerdictKind::NotFound:
        askUpstream(draft);
        return;
    }
  });
}

void Desk::askPrice(const std::shared_ptr<Draft>& draft) {
  draft->priced = true;
  m_.prices.freshen(draft->offer, draft->quote.kind, [this, draft](PriceLists::News news) {
    if (news == PriceLists::News::None) {
      askUpstream(draft);
      return;
    }
    // Everything that was decided by the old price is decided again: who delivers it, and what it costs.
    auto again = draftOf(draft->request, draft->whose);
    if (!again) {
      draft->reply(fail(again.error()));
      return;
    }
    (*again)->reply = draft->reply;
    (*again)->priced = true;
    askDeposit(*again);
  });
}

void Desk::askUpstream(const std::shared_ptr<Draft>& draft) {
  ports::Upstream* upstream = m_.upstreams.find(draft->quote.upstream);
  if (upstream == nullptr) {
    draft->reply(fail(ErrorCode::UpstreamConfig, draft->quote.upstream.str()));
    return;
  }
  // With a network, closed hours are said before the cash is taken; without one a deposit waits them out.
  if (draft->reopensAt.ms != 0) {
    draft->reply(fail(ErrorCode::CutOff, toRfc3339(draft->reopensAt)));
    return;
  }
  if (!draft->priced) {
    askPrice(draft);
    return;
  }
  if (!upstream->canInquire(draft->quote.kind, draft->quote.family)) {
    finish(draft);
    return;
  }
  ports::InquiryOrder order;
  order.sku = draft->quote.sku;
  order.kind = draft->quote.kind;
  order.family = draft->quote.family;
  order.number = draft->quote.number;
  if (draft->product.mayHaveOpenAmount())
    order.amount = draft->request.amount.value_or(Money{});
  order.attemptRef = m_.references.inquiry();
  order.fields = draft->quote.fields;
  // Of the day on which it was asked: a machine that sleeps in between hears its answer on another one.
  const BusinessDate today = businessDateOf(m_.clock.now());
  upstream->inquire(order, [this, draft, order, today](const ports::InquiryReply& reply) {
    m_.upstreams.note(draft->quote.upstream, reply.verdict);
    api::Quote& quote = draft->quote;
    const bool prepaid = quote.kind == ProductKind::Prepaid;
    switch (reply.verdict.kind) {
      case VerdictKind::Succeeded:
        quote.customerName = reply.customerName;
        quote.details = reply.details;
        if (quote.kind == ProductKind::Bill) {
          // No bill: the customer names the sum. With one he pays exactly that.
          if (draft->product.mayHaveOpenAmount() && !isPayable(draft->request.amount, reply.amount)) {
            draft->reply(
                fail(ErrorCode::AmountInvalid, reply.amount.isZero() ? "amount" : reply.amount.text()));
            return;
          }
          quote.amount = reply.amount;
          quote.adminFee = reply.adminFee;
          quote.cost = reply.cost;
          quote.inquiryRef = order.attemptRef;
          quote.inquiryDate = today;
        }
        setTotals(quote);
        finish(draft);
        return;
      case VerdictKind::RefusedForNow:
        // The name check has its own rate limit; goods that need no name are still sold.
        if (prepaid)
          finish(draft);
        else
          draft->reply(fail(ErrorCode::RateLimited, reply.verdict.code + " " + reply.verdict.message));
        return;
      case VerdictKind::RefusedByConfig:
        draft->reply(fail(ErrorCode::UpstreamConfig, reply.verdict.code + " " + reply.verdict.message));
        return;
      case VerdictKind::Failed:
      case VerdictKind::NotFound:
        draft->reply(fail(ErrorCode::UpstreamRefused, reply.verdict.code + " " + reply.verdict.message));
        return;
      case VerdictKind::Pending:
      case VerdictKind::NotSent:
      case VerdictKind::Unknown:
        goOffline(draft);
        return;
    }
  });
}

void Desk::goOffline(const std::shared_ptr<Draft>& draft) {
  api::Quote& quote = draft->quote;
  if (draft->whose == Whose::Shops) {
    draft->reply(fail(ErrorCode::Offline, quote.upstream.str()));
    return;
  }
  quote.offline = true;
  if (quote.kind == ProductKind::Bill) {
    if (!draft->request.amount) {
      // Without a network the bill is not known: the customer names the most it may cost, where that can
      // wait.
      draft->reply(
          fail(draft->product.mayHaveOpenAmount() ? ErrorCode::OfflineForbidden : ErrorCode::NeedsInquiry,
               quote.product.str()));
      return;
    }
    quote.amount = *draft->request.amount;
    quote.adminFee = Money{};
    quote.cost = quote.amount;
    quote.amountIsCeiling = true;
    setTotals(quote);
  }
  finish(draft);
}

Status Desk::checkDeposit(const api::Quote& quote) const {
  const auto known = m_.upstreams.deposit(quote.upstream);
  // Never heard of it: offline on the first day. The caps bound what may be taken.
  if (!known)
    return {};
  const Money available = known->balance - m_.router.reserved(quote.upstream);
  if (available < quote.cost)
    return fail(ErrorCode::DepositLow, (quote.cost - available).text());
  return {};
}

Status Desk::checkFees(const api::Quote& quote, const Product& product) const {
  return mayCharge(m_feeCaps, product.category, product.id, quote.adminFee, quote.serviceFee);
}

Result<TransfersToday> Desk::transfersToday(const api::Quote& quote, const Sender& sender) const {
  const BusinessDate today = businessDateOf(m_.clock.now());
  LOKET_ASSIGN(auto rows, m_.store.transfersOn(today));
  // Accepted in this very turn: the journal does not have it yet.
  for (const auto& [ref, entry] : m_.books.entries()) {
    const Payment& p = entry.payment;
    if (p.kind == ProductKind::Transfer && !p.isTopUp() && p.businessDate == today && countsAsBought(p) &&
        std::none_of(rows.begin(), rows.end(), [&ref = ref](const auto& row) { return row.ref == ref; }))
      rows.push_back({p.ref, p.product, p.number, p.sender.idNumber, p.amount});
  }
  TransfersToday sums;
  for (const ports::DayTransfer& row : rows) {
    if (row.product == quote.product && row.number == quote.number)
      sums.toBeneficiary += row.amount;
    if (!sender.idNumber.empty() && row.senderId == sender.idNumber)
      sums.fromSender += row.amount;
  }
  return sums;
}

Result<Sender> Desk::senderOf(const api::SellRequest& request, const api::Quote& quote) const {
  if (quote.kind != ProductKind::Transfer) {
    // What is not needed is not kept.
    if (!request.sender.empty())
      return fail(ErrorCode::Usage, "a sender is asked for of transfers only");
    return Sender{};
  }
  LOKET_ASSIGN(Sender sender, readSender(request.sender));
  LOKET_ASSIGN(const TransfersToday today, transfersToday(quote, sender));
  LOKET_TRY(mayTransfer(m_transferLimits, today, sender, quote.amount));
  return sender;
}

void Desk::finish(const std::shared_ptr<Draft>& draft) {
  api::Quote& quote = draft->quote;
  Status allowed = checkDeposit(quote);
  if (allowed && draft->whose == Whose::Customers)
    allowed = checkFees(quote, draft->product);
  if (allowed && quote.offline)
    allowed = mayAcceptOffline(m_limits, exposure(), draft->product, quote.total, m_.clock.now());
  if (!allowed) {
    draft->reply(fail(allowed.error()));
    return;
  }
  if (const auto known = m_.upstreams.deposit(quote.upstream))
    quote.depositAfter = known->balance - m_.router.reserved(quote.upstream) - quote.cost;
  const auto stepUp = m_.stepUp.forPayment(quote.payment());
  if (!stepUp) {
    draft->reply(fail(stepUp.error()));
    return;
  }
  quote.stepUp = *stepUp;
  draft->reply(quote);
}

OfflineExposure Desk::exposure() const {
  return {m_.books.waitingSum(), m_.books.waitingCount(), m_.books.waitingSince(), m_.books.waitingUntil()};
}

void Desk::answer(const ClientRef& clientRef, const Result<api::PaymentView>& result) {
  auto node = m_selling.extract(clientRef);
  if (node.empty())
    return;
  for (const auto& reply : node.mapped())
    reply(result);
}

void Desk::sell(const api::SellRequest& asked, const UserName& user, api::Reply<api::PaymentView> reply) {
  order(asked, std::nullopt, user, std::move(reply));
}

void Desk::sellOwn(const api::SellRequest& request, const Own& own, const UserName& user,
                   api::Reply<api::PaymentView> reply) {
  LOKET_CHECK(request.quote && !request.clientRef.empty());
  order(request, own, user, std::move(reply));
}

void Desk::order(const api::SellRequest& asked, const std::optional<Own>& own, const UserName& user,
                 api::Reply<api::PaymentView> reply) {
  api::SellRequest request = asked;
  if (request.clientRef.empty())
    request.clientRef = m_.references.client();
  auto known = m_.store.byClientRef(request.clientRef);
  if (!known) {
    reply(fail(known.error()));
    return;
  }
  if (*known) {
    // The same order again, whatever happened in between: the same payment.
    const Payment& payment = **known;
    if (!isOrderOf(request, own, payment)) {
      reply(fail(ErrorCode::ClientRefReused, payment.ref.str()));
      return;
    }
    const Books::Entry* entry = m_.books.find(payment.ref);
    reply(api::PaymentView{0, entry != nullptr ? entry->payment : payment,
                           entry != nullptr && entry->task ? entry->task->dueAt : Instant{}});
    return;
  }
  auto& waiting = m_selling[request.clientRef];
  waiting.push_back([request, own, reply = std::move(reply)](const Result<api::PaymentView>& sold) {
    if (sold && !isOrderOf(request, own, sold->payment))
      reply(fail(ErrorCode::ClientRefReused, sold->payment.ref.str()));
    else
      reply(sold);
  });
  if (waiting.size() > 1)
    return;

  if (auto room = m_.store.canAccept(); !room) {
    answer(request.clientRef, fail(room.error()));
    return;
  }
  if (request.quote) {
    sellQuoted(request, own, user, *request.quote);
    return;
  }
  quote({request.product, request.number, request.amount, request.connectivity, request.fields},
        [this, request, user](const Result<api::Quote>& made) {
          if (!made)
            answer(request.clientRef, fail(made.error()));
          else
            sellQuoted(request, std::nullopt, user, *made);
        });
}

void Desk::sellQuoted(const api::SellRequest& request, const std::optional<Own>& own, const UserName& user,
                      const api::Quote& quote) {
  auto proposed = proposal(request, own, user, quote);
  if (!proposed) {
    answer(request.clientRef, fail(proposed.error()));
    return;
  }
  const auto why = m_.stepUp.forPayment(*proposed);
  if (!why) {
    answer(request.clientRef, fail(why.error()));
    return;
  }
  if (*why == StepUpReason::None) {
    accept(request, *proposed);
    return;
  }
  // As if it were proved: what the rules refuse anyway costs neither a code nor a try.
  if (const auto events = decideAccept(*proposed); !events) {
    answer(request.clientRef, fail(events.error()));
    return;
  }
  m_.stepUp.prove(*why, request.proof, user, [this, request, own, user, quote](const Result<StepUpProof>& proven) {
    if (!proven) {
      answer(request.clientRef, fail(proven.error()));
      return;
    }
    // A finger takes its time: everything is looked at again.
    auto again = proposal(request, own, user, quote);
    if (!again) {
      answer(request.clientRef, fail(again.error()));
      return;
    }
    again->stepUp = *proven;
    accept(request, *again);
  });
}

void Desk::proveFor(const Payment& proposed, const Proof& proof, const UserName& user,
                    std::function<void(const Result<StepUpProof>&)> then) {
  const auto why = m_.stepUp.forPayment(proposed);
  if (!why)
    then(fail(why.error()));
  else if (*why == StepUpReason::None)
    then(StepUpProof{});
  else
    m_.stepUp.prove(*why, proof, user, std::move(then));
}

void Desk::accept(const api::SellRequest& request, const Payment& proposed) {
  auto events = decideAccept(proposed);
  if (!events) {
    answer(request.clientRef, fail(events.error()));
    return;
  }
  const Instant now = m_.clock.now();
  const bool never = request.connectivity == api::Connectivity::Never;
  const ports::OutboxTask task{proposed.ref, ports::TaskKind::Send,
                               never ? now + Duration::minutes(10) : now, 0};
  m_.books.stageNew(std::move(*events), task, "accept",
                    [this, clientRef = request.clientRef, ref = proposed.ref, never](const Status& status) {
                      if (!status) {
                        answer(clientRef, fail(status.error()));
                        return;
                      }
                      const Books::Entry* entry = m_.books.find(ref);
                      LOKET_CHECK(entry != nullptr);
                      api::PaymentView view{0, entry->payment, entry->task ? entry->task->dueAt : Instant{}};
                      if (!never && onAccepted)
                        onAccepted(ref);
                      answer(clientRef, std::move(view));
                    });
  if (request.confirmTo && onConfirmWanted)
    onConfirmWanted(proposed.ref, *request.confirmTo, proposed.user);
}

// Six characters people can read aloud are few enough to come up twice in a shop's lifetime.
Result<ClaimCode> Desk::freshClaimCode() {
  while (true) {
    const ClaimCode code = m_.references.claim();
    LOKET_ASSIGN(const auto taken, m_.store.byClaimCode(code));
    if (!taken)
      return code;
  }
}

Result<int> Desk::ordinalOf(const api::Quote& quote, api::Repeat repeat) {
  const Instant now = m_.clock.now();
  // Accepted in this very turn: the journal does not have it yet.
  for (const Payment* open : m_.books.openFor(quote.product, quote.number))
    if (isSameGoods(*open, quote) && open->businessDate == businessDateOf(now) && isUnsettled(open->state))
      return fail(ErrorCode::DuplicateOpen, open->ref.str());
  LOKET_ASSIGN(const auto earlier, m_.store.sameToday(quote.product, quote.number, businessDateOf(now)));
  int ordinal = 1;
  for (const Payment& one : earlier) {
    if (!countsAsBought(one) || !isSameGoods(one, quote))
      continue;
    if (isUnsettled(one.state))
      return fail(ErrorCode::DuplicateOpen, one.ref.str());
    if (repeat == api::Repeat::Forbid)
      return fail(ErrorCode::DuplicateToday, one.ref.str());
    ++ordinal;
  }
  return ordinal;
}

Result<Payment> Desk::proposal(const api::SellRequest& request, const std::optional<Own>& own,
                               const UserName& user, const api::Quote& quote) {
  const Instant now = m_.clock.now();
  if (now - quote.madeAt > kQuoteFresh || now < quote.madeAt)
    return fail(ErrorCode::PriceChanged, "the quote is too old");
  const Product* product = m_.shelf.find(quote.product);
  if (product == nullptr)
    return fail(ErrorCode::ProductUnknown, quote.product.str());
  const Offer* offer = product->offerOf(quote.upstream, quote.sku);
  if (offer == nullptr)
    return fail(ErrorCode::ProductUnknown, quote.product.str());
  if (const Money total = product->priceOf(*offer) + product->serviceFee;
      quote.kind == ProductKind::Prepaid && total != quote.total)
    return fail(ErrorCode::PriceChanged, total.text());
  LOKET_TRY(checkDeposit(quote));
  // Caps on fees protect customers. And nobody brings the money of a top-up: it moves from the shop's account
  // at the bank, which knows its holder, so there is no sender to examine and no walk-in customer's limit
  // that it could use up.
  Sender sender;
  if (!own) {
    LOKET_TRY(checkFees(quote, *product));
    LOKET_ASSIGN(sender, senderOf(request, quote));
  }
  const bool offline = quote.offline || request.connectivity == api::Connectivity::Never;
  if (offline)
    LOKET_TRY(mayAcceptOffline(m_limits, exposure(), *product, quote.total, now));

  LOKET_ASSIGN(const int ordinal, ordinalOf(quote, request.repeat));

  Payment payment = quote.payment();
  payment.ref = m_.references.payment();
  payment.clientRef = request.clientRef;
  payment.category = product->category;
  payment.brand = product->brand;
  if (!request.bon.empty()) {
    LOKET_ASSIGN(payment.bon, bonName(request.bon));
  }
  if (own) {
    payment.bon = own->purse;
    payment.remark = own->remark;
  }
  payment.cash = request.cash.value_or(payment.onBon() ? Money{} : quote.total);
  payment.sender = sender;
  payment.offline = offline;
  payment.repeatOrdinal = ordinal;
  LOKET_ASSIGN(payment.claimCode, freshClaimCode());
  payment.user = user;
  payment.acceptedAt = now;
  payment.businessDate = businessDateOf(now);
  return payment;
}

bool Desk::isSameOrder(const api::SellRequest& request, const Payment& payment) {
  return isOrderOf(request, std::nullopt, payment);
}

void Desk::propose(const api::SellRequest& asked, const UserName& user, api::Reply<Payment> reply) {
  proposeProven(asked, std::nullopt, user, std::move(reply));
}

void Desk::proposeProven(const api::SellRequest& asked, const std::optional<StepUpProof>& proven, const UserName& user,
                         api::Reply<Payment> reply) {
  if (!asked.bon.empty() || asked.cash) {
    reply(fail(ErrorCode::Usage, "a sale is paid in one way"));
    return;
  }
  if (asked.connectivity == api::Connectivity::Never) {
    reply(fail(ErrorCode::OfflineForbidden, "qris"));
    return;
  }
  if (const auto room = m_.store.canAccept(); !room) {
    reply(fail(room.error()));
    return;
  }
  api::SellRequest request = asked;
  if (request.clientRef.empty())
    request.clientRef = m_.references.client();
  const auto known = m_.store.byClientRef(request.clientRef);
  if (!known || *known || m_selling.count(request.clientRef) > 0) {
    reply(known ? fail(ErrorCode::ClientRefReused, request.clientRef.str()) : fail(known.error()));
    return;
  }
  const auto take = [this, request, proven, user, reply = std::move(reply)](const Result<api::Quote>& made) {
    if (!made) {
      reply(fail(made.error()));
      return;
    }
    // A deposit is cash: whoever holds it can give it back.
    if (made->offline) {
      reply(fail(ErrorCode::OfflineForbidden, "qris"));
      return;
    }
    auto proposed = proposal(request, std::nullopt, user, *made);
    if (!proposed) {
      reply(std::move(proposed));
      return;
    }
    proposed->cash = Money{};
    auto prove = [payment = *proposed, reply](const Result<StepUpProof>& stepUp) mutable {
      if (stepUp)
        payment.stepUp = *stepUp;
      reply(stepUp ? Result<Payment>(std::move(payment)) : fail(stepUp.error()));
    };
    if (proven)
      prove(*proven);
    else
      proveFor(*proposed, request.proof, user, std::move(prove));
  };
  if (request.quote)
    take(*request.quote);
  else
    quote({request.product, request.number, request.amount, request.connectivity, request.fields}, take);
}

void Desk::proposeAgain(const Payment& proposed, const UserName& user, api::Reply<Payment> reply) {
  api::SellRequest request;
  request.product =
      proposed.pinnedOffer ? proposed.upstream.str() + ":" + proposed.sku.str() : proposed.product.str();
  request.number = proposed.number;
  if (proposed.kind != ProductKind::Prepaid)
    request.amount = proposed.amount;
  request.sender = proposed.sender;
  request.fields = proposed.inquiryFields;
  request.clientRef = proposed.clientRef;
  request.repeat = proposed.repeatOrdinal > 1 ? api::Repeat::Allow : api::Repeat::Forbid;
  proposeProven(request, proposed.stepUp, user, std::move(reply));
}

Result<Payment> Desk::stillGood(const Payment& proposed) {
  LOKET_TRY(m_.store.canAccept());
  LOKET_ASSIGN(const auto known, m_.store.byClientRef(proposed.clientRef));
  if (known || m_selling.count(proposed.clientRef) > 0)
    return fail(ErrorCode::ClientRefReused, proposed.clientRef.str());
  const Product* product = m_.shelf.find(proposed.product);
  if (product == nullptr || product->offerOf(proposed.upstream, proposed.sku) == nullptr)
    return fail(ErrorCode::ProductUnknown, proposed.product.str());
  // The price is what was read back: he has paid it.
  api::Quote quote;
  quote.product = proposed.product;
  quote.number = proposed.number;
  quote.fields = proposed.inquiryFields;
  quote.kind = proposed.kind;
  quote.upstream = proposed.upstream;
  quote.amount = proposed.amount;
  quote.cost = proposed.cost;
  LOKET_TRY(checkDeposit(quote));
  if (proposed.kind == ProductKind::Transfer) {
    LOKET_ASSIGN(const TransfersToday today, transfersToday(quote, proposed.sender));
    LOKET_TRY(mayTransfer(m_transferLimits, today, proposed.sender, proposed.amount));
  }
  Payment payment = proposed;
  LOKET_ASSIGN(payment.repeatOrdinal,
               ordinalOf(quote, proposed.repeatOrdinal > 1 ? api::Repeat::Allow : api::Repeat::Forbid));
  LOKET_ASSIGN(payment.claimCode, freshClaimCode());
  payment.acceptedAt = m_.clock.now();
  payment.businessDate = businessDateOf(payment.acceptedAt);
  return payment;
}

}  // namespace loket::engine
