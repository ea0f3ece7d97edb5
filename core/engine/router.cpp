#include "core/engine/router.h"

#include <algorithm>

namespace loket::engine {

Instant Router::opensAt(const UpstreamId& id, ProductKind kind, const Offer* offer, Instant now) const {
  const CutOff& closed = m_.upstreams.promisesOf(id, kind).closed;
  Instant at = now;
  // The goods may be closed when the supplier opens, and the other way round. More than a day of both there
  // is not.
  while (at - now <= Duration::days(1)) {
    Instant next = closed.reopens(at, kCutOffMargin);
    if (offer != nullptr)
      next = offer->cutOff.reopens(next, kCutOffMargin);
    if (next == at)
      return at;
    at = next;
  }
  return at;
}

OfferFacts Router::factsOf(const Offer& offer, ProductKind kind) const {
  const Instant now = m_.clock.now();
  OfferFacts facts;
  facts.offer = offer;
  facts.configured = m_.upstreams.has(offer.upstream);
  facts.reached = m_.upstreams.reaches(offer.upstream);
  facts.resting = !m_.upstreams.admits(offer.upstream);
  facts.successPermille = m_.upstreams.successPermille(offer.upstream);
  const Instant opens = opensAt(offer.upstream, kind, &offer, now);
  facts.reopensAt = opens > now ? opens : Instant{};
  if (const auto deposit = m_.upstreams.deposit(offer.upstream))
    facts.deposit = deposit->balance - reserved(offer.upstream);
  return facts;
}

Result<Router::Choice> Router::choose(const std::string& wanted, Money besides, bool severalMonths) const {
  LOKET_ASSIGN(const Shelf::Wanted found, m_.shelf.look(wanted));
  Choice choice;
  choice.product = found.product;
  const auto suits = [&](const Offer& offer) {
    return !severalMonths || inquiryFieldOf(found.product->family) != InquiryField::Months ||
           m_.upstreams.takesMonths(offer.upstream, found.product->kind, found.product->family);
  };
  const std::vector<Offer>& all = found.product->offers;
  const bool nobody = found.offer != nullptr ? !suits(*found.offer) : std::none_of(all.begin(), all.end(), suits);
  if (severalMonths && nobody)
    return fail(ErrorCode::NumberInvalid, "months-one");
  if (found.offer != nullptr) {
    if (!found.offer->available)
      return fail(ErrorCode::ProductClosed, wanted);
    choice.offer = found.offer;
    choice.pinned = true;
  } else {
    std::vector<OfferFacts> facts;
    for (const Offer& offer : found.product->offers) {
      facts.push_back(factsOf(offer, found.product->kind));
      facts.back().configured = facts.back().configured && suits(offer);
      if (found.product->kind == ProductKind::Prepaid)
        facts.back().price = found.product->priceOf(offer) + found.product->serviceFee;
    }
    Route route = chooseRoute(facts, {std::nullopt, besides}, m_rules);
    if (!route.chosen) {
      const bool stocked =
          std::any_of(facts.begin(), facts.end(), [](const OfferFacts& one) { return one.offer.available; });
      return fail(stocked ? ErrorCode::UpstreamConfig : ErrorCode::ProductClosed, wanted);
    }
    choice.offer = &found.product->offers[*route.chosen];
    choice.standings = std::move(route.standings);
  }
  const Instant now = m_.clock.now();
  const Instant opens = opensAt(choice.offer->upstream, choice.product->kind, choice.offer, now);
  choice.reopensAt = opens > now ? opens : Instant{};
  return choice;
}

const Offer* Router::elsewhere(const Payment& payment) const {
  return elsewhere(payment, nullptr);
}

const Offer* Router::elsewhereThan(const Payment& payment, const Attempt& refused) const {
  return elsewhere(payment, &refused);
}

const Offer* Router::elsewhere(const Payment& payment, const Attempt* refused) const {
  const Product* product = m_.shelf.find(payment.product);
  if (product == nullptr || product->offers.size() < 2 || payment.pinnedOffer ||
      payment.kind == ProductKind::Transfer)
    return nullptr;
  const Instant now = m_.clock.now();
  std::vector<OfferFacts> facts;
  std::optional<std::size_t> own;
  for (const Offer& offer : product->offers) {
    if (offer.upstream == payment.upstream && offer.sku == payment.sku)
      own = facts.size();
    OfferFacts& one = facts.emplace_back(factsOf(offer, payment.kind));
    one.configured = one.configured && (payment.inquiryFields.months.empty() ||
                                        m_.upstreams.takesMonths(offer.upstream, payment.kind, payment.family));
    const auto concerns = [&offer](const Attempt& attempt) {
      return attempt.upstream == offer.upstream && attempt.sku == offer.sku;
    };
    one.refused = (refused != nullptr && concerns(*refused)) ||
                  std::any_of(payment.attempts.begin(), payment.attempts.end(), [&](const Attempt& attempt) {
                    return concerns(attempt) && attempt.outcome == AttemptOutcome::Refused &&
                           now - attempt.answeredAt < kRefusedWait;
                  });
    // What this payment has reserved at its own upstream is not in its way.
    if (one.deposit && offer.upstream == payment.upstream)
      one.deposit = *one.deposit + payment.cost;
  }
  RouteQuestion question;
  // A bill's cost is known only after the other upstream's inquiry, which keeps the customer's total as a
  // ceiling.
  if (payment.kind == ProductKind::Prepaid)
    question.costMax = payment.total();
  else
    question.besides = payment.amount;
  const Route route = chooseRoute(facts, question, m_rules);
  if (!route.isUsable)
    return nullptr;
  if (own) {
    switch (route.standings[*own]) {
      case OfferStanding::Chosen:
      case OfferStanding::Dearer:
      case OfferStanding::LessPreferred:
      case OfferStanding::LessReliable:
        return nullptr;
      case OfferStanding::Unreached:
      case OfferStanding::Resting:
      case OfferStanding::ClosedHours:
      case OfferStanding::OutOfStock:
      case OfferStanding::DepositShort:
      case OfferStanding::AtALoss:
      case OfferStanding::Refused:
      case OfferStanding::NotConfigured:
        break;
    }
  }
  return &product->offers[*route.chosen];
}

Money Router::reserved(const UpstreamId& upstream) const {
  Money sum = m_.books.committedAt(upstream);
  const auto known = m_.upstreams.deposit(upstream);
  for (const PaymentRef& ref : m_.books.questionsAt(upstream)) {
    // What was sent before the last balance may be in it already; the newer ones are not.
    const Payment& payment = m_.books.find(ref)->payment;
    const Attempt* live = payment.liveAttempt();
    if (!known || live == nullptr || live->sentAt >= known->asOf)
      sum += payment.cost;
  }
  return sum;
}

}  // namespace loket::engine
