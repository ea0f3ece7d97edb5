// A sale and the events that bring it into each state, for the tests of the rules.
#pragma once

#include <vector>

#include "core/domain/payment/decide.h"

namespace loket::test {

inline constexpr Instant kSaleAt{1'795'417'509'000};  // 2026-11-23T14:05:09+07:00

inline Payment proposedSale() {
  Payment p;
  p.ref = PaymentRef("W1K7Q2M9X4T8B3N6ZC5R");
  p.clientRef = ClientRef("c-1");
  p.product = ProductId("pln-token-50000");
  p.productName = "PLN 50.000";
  p.category = "PLN";
  p.brand = "PLN";
  p.family = Family::PlnToken;
  p.number = "14300000001";
  p.customerName = "SUPARDI";
  p.amount = Money::rupiah(50'000);
  p.adminFee = Money::rupiah(2'500);
  p.cost = Money::rupiah(50'180);
  p.cash = Money::rupiah(100'000);
  p.upstream = UpstreamId("digi");
  p.sku = Sku("pln50");
  p.claimCode = ClaimCode("A7K9Q2");
  p.user = UserName("sri");
  p.acceptedAt = kSaleAt;
  p.businessDate = BusinessDate{2026, 11, 23};
  return p;
}

inline Attempt attemptFor(const Payment& p) {
  Attempt attempt;
  attempt.upstream = p.upstream;
  attempt.sku = p.sku;
  attempt.attemptRef = AttemptRef(p.ref.str() + "-" + std::to_string(p.attempts.size() + 1));
  attempt.path = "/transaction";
  attempt.body = "{}";
  return attempt;
}

inline Payment after(Payment p, const Events& events) {
  for (const PaymentEvent& event : events)
    p = evolve(p, event);
  return p;
}

inline Payment acceptedSale() {
  const Events events = *decideAccept(proposedSale());
  return start(std::get<AcceptedEvent>(events.front().body));
}
inline Payment sendingSale() {
  const Payment p = acceptedSale();
  return after(p, *decideArm(p, attemptFor(p), p.cost, kSaleAt + Duration::seconds(1)));
}

inline Verdict said(VerdictKind kind) {
  Verdict v;
  v.kind = kind;
  v.code = "rc";
  v.message = "words";
  if (kind == VerdictKind::Succeeded) {
    v.serial = "S1";
    v.token = "11112222333344445555";
    v.cost = Money::rupiah(50'100);
    v.details["kwh"] = "31.4";
    v.details["customerName"] = "SUPARDI A";
  }
  return v;
}

inline Payment answered(const Payment& p, VerdictKind kind, bool fromStatus = false) {
  return after(p, decideVerdict(p, said(kind), fromStatus, kSaleAt + Duration::seconds(2)));
}

inline Payment saleIn(PaymentState state) {
  const Instant at = kSaleAt + Duration::seconds(3);
  switch (state) {
    case PaymentState::Accepted: return acceptedSale();
    case PaymentState::Sending: return sendingSale();
    case PaymentState::Pending: return answered(sendingSale(), VerdictKind::Pending);
    case PaymentState::Suspect: return answered(sendingSale(), VerdictKind::Unknown);
    case PaymentState::Succeeded: return answered(sendingSale(), VerdictKind::Succeeded);
    case PaymentState::RefundDue: return answered(sendingSale(), VerdictKind::Failed);
    case PaymentState::Refunded: {
      const Payment p = saleIn(PaymentState::RefundDue);
      return after(p, *decideRefund(p, UserName("sri"), at));
    }
    case PaymentState::Review: {
      const Payment p = saleIn(PaymentState::Suspect);
      return after(p, *decideReview(p, "too-old", at));
    }
    case PaymentState::Reversed: {
      const Payment p = saleIn(PaymentState::Succeeded);
      return evolve(p, PaymentEvent{p.ref, at, ReversedEvent{"74"}});
    }
    case PaymentState::Failed: {
      const Payment p = sendingSale();
      return evolve(p, PaymentEvent{p.ref, at, FailedEvent{1, "02", "Transaksi Gagal"}});
    }
    case PaymentState::Cancelled: {
      const Payment p = acceptedSale();
      return evolve(p, PaymentEvent{p.ref, at, CancelledEvent{UserName("sri"), "wrong number"}});
    }
  }
  return acceptedSale();
}

inline constexpr std::array kAllStates = {
    PaymentState::Accepted,  PaymentState::Sending,   PaymentState::Pending,   PaymentState::Suspect,
    PaymentState::Succeeded, PaymentState::Failed,    PaymentState::Cancelled, PaymentState::RefundDue,
    PaymentState::Refunded,  PaymentState::Reversed,  PaymentState::Review};
inline constexpr std::array kAllVerdicts = {
    VerdictKind::NotSent, VerdictKind::Unknown,       VerdictKind::Pending,         VerdictKind::Succeeded,
    VerdictKind::Failed,  VerdictKind::RefusedForNow, VerdictKind::RefusedByConfig, VerdictKind::NotFound};

}  // namespace loket::test
