// A payment as it stands now: the fold of its events. The engine keeps one per open payment, the store keeps
// all, the screens see copies.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/domain/catalogue/inquiry_fields.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"
#include "core/domain/payment/proof.h"
#include "core/domain/payment/sender.h"
#include "core/domain/payment/state.h"
#include "core/domain/payment/top_up.h"

namespace loket {

// How one attempt at an upstream stands.
enum class AttemptOutcome {
  Armed,
  NotSent,
  Refused,
  Pending,
  Suspect,
  Succeeded,
  Failed,
  Undone,  // it had delivered, and the upstream took that back
};
std::string_view wordOf(AttemptOutcome outcome);
std::optional<AttemptOutcome> attemptOutcomeFromWord(std::string_view word);

// An attempt that may have moved money, or still may.
constexpr bool isLive(AttemptOutcome outcome) {
  return outcome == AttemptOutcome::Armed || outcome == AttemptOutcome::Pending ||
         outcome == AttemptOutcome::Suspect || outcome == AttemptOutcome::Succeeded;
}

struct Attempt {
  int no = 1;
  UpstreamId upstream;
  Sku sku;
  AttemptRef attemptRef;
  // The exact bytes that go out and that a repeat must be identical to.
  std::string path;
  std::string body;
  AttemptOutcome outcome = AttemptOutcome::Armed;
  std::string code;     // the upstream's own
  std::string message;  // the upstream's own words, shown as such
  Instant sentAt;
  Instant answeredAt;   // zero while unanswered
  bool tookToo = false;  // it counted as over, and has taken money all the same while another one does
  // What was told with a success that came late; empty and zero for every other attempt.
  std::string serial;
  std::string token;
  Money cost;
};

// What the upstream told about customer and goods, by name: customerName, tariff, power, kwh, reference,
// period, meterFrom, meterTo, billCount, remaining, penalty, address, participants, accountName, bank, taxYear,
// subdistrict, district, region, province, landArea, buildingArea, make, model, vehicleYear, colour, chassis, engine,
// dueDate.
using Details = std::map<std::string, std::string>;

// Of a sale that was paid by a code of a bank's: whose money it was, and where it lies.
struct Collected {
  CollectionId id;  // empty: nothing was collected for it
  UpstreamId bank;
  std::string reference;  // the bank's own name for it
  Money bankFee;          // kept by the bank
  bool inFirstBalance = false;  // it was in the bank's first balance already, and was never the owner's
};

struct Payment {
  PaymentRef ref;
  ClientRef clientRef;
  ProductId product;
  std::string productName;
  std::string category;
  std::string brand;
  Family family = Family::Other;
  ProductKind kind = ProductKind::Prepaid;
  std::string number;
  std::string customerName;
  Money amount;      // face value, bill or transferred sum
  Money adminFee;
  Money serviceFee;
  Money cost;        // what the upstream takes; the quoted figure until it has taken it
  Money cash;        // handed over by the customer
  Money held;        // what of the cash is the customer's until it is settled: the total at acceptance
  Money leftover;    // after success, still to be given back: what an offline bill did not need, or a reversed total
  PaymentState state = PaymentState::Accepted;
  UpstreamId upstream;
  Sku sku;
  bool pinnedOffer = false;   // the caller named the offer: no other may deliver it
  AttemptRef inquiryRef;      // bills: the reference the upstream opened at inquiry, payable on `inquiryDate`
  BusinessDate inquiryDate;
  InquiryFields inquiryFields;  // what the bill is asked by beside the number
  std::string serial;
  std::string token;
  std::string reason;         // the last upstream code or rule word that moved it, e.g. "54" or "deposit-low"
  std::string reasonText;     // the upstream's words for it
  std::string conflict;       // what contradicts the state and waits for people: "paid-twice"; empty: nothing
  Instant escalatedAt;        // since when people should look at it; zero: they need not
  bool offline = false;       // taken as a deposit (titipan)
  int repeatOrdinal = 1;      // the customer asked for it n times on that day
  ClaimCode claimCode;
  UserName user;
  BonName bon;                // who pays later, or a ticket's own account (top_up.h); empty: paid now
  Collected collected;        // by a code, and not in cash
  std::string remark;         // what must stand in the transfer; empty: the adapter's usual words
  Sender sender;              // of a transfer; empty where none had to be asked for
  Instant acceptedAt;
  Instant settledAt;          // zero while open
  BusinessDate businessDate;
  Details details;
  std::vector<Attempt> attempts;
  StepUpProof stepUp = {};    // what its acceptance was proved by, where that was asked for

  Money total() const { return amount + adminFee + serviceFee; }
  bool onBon() const { return !bon.empty(); }
  bool byCode() const { return !collected.id.empty(); }
  // The shop's own money and no customer's sale.
  bool isTopUp() const { return topUpOf(bon).has_value(); }
  Money change() const { return onBon() || byCode() ? Money{} : cash - held; }
  // Cash of the customer's is to be handed to him: all of it, what a bill did not need, or what a supplier took back.
  bool owesCash() const { return state == PaymentState::RefundDue || leftover.isPositive(); }
  // Its cash has gone back. A review with a settling time comes from Refunded: every other way there is from an
  // open payment. One that failed and holds nothing was refunded before that review. Nothing may be refunded to the
  // customer again.
  bool cashWentBack() const {
    return state == PaymentState::Refunded || (state == PaymentState::Review && settledAt != Instant{}) ||
           (state == PaymentState::Failed && held.isZero());
  }
  const Attempt* liveAttempt() const;
  const Attempt* lastAttempt() const { return attempts.empty() ? nullptr : &attempts.back(); }
  // One that delivered although it counted as over. Nothing more may leave for this payment.
  const Attempt* tookTooAttempt() const;
  // What it took; what the payment was to cost, where books of before did not keep it.
  Money costOf(const Attempt& attempt) const { return attempt.cost.isPositive() ? attempt.cost : cost; }
};

}  // namespace loket
