// How a message about a payment reaches its customer: asked for, written when the payment has ended, and what became
// of it. What was handed to the mail server and not answered for is never sent again by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/identity/ids.h"
#include "core/domain/payment/payment.h"

namespace loket::confirmation {

enum class DeliveryState {
  Waiting,  // for the payment's end, for the next try, or for a person who opens the link
  Sending,  // recorded before the first byte leaves; a crash here is Unsure
  Sent,     // a server took it over
  Shown,    // a person was given the link or its code; whether it was sent is the person's to know
  Unsure,   // it left, and nobody said what became of it
  Refused,  // the server will not take it
  GivenUp,  // tried for a day, and never left
  Void,     // the payment ended with nothing to tell
};
std::string_view wordOf(DeliveryState state);  // "waiting", "given-up"
std::optional<DeliveryState> deliveryStateFromWord(std::string_view word);

constexpr bool isOpen(DeliveryState state) {
  return state == DeliveryState::Waiting || state == DeliveryState::Sending;
}

struct Delivery {
  ConfirmationId id;
  PaymentRef ref;
  Address to;
  DeliveryState state = DeliveryState::Waiting;
  // What the payment was when the message was written; nothing before that.
  std::optional<PaymentState> told = {};
  int tries = 0;
  UserName by = {};
  Instant askedAt = {};
  Instant dueAt = {};
  Instant movedAt = {};
  std::string reason = {};  // of the last try: a word or a server's code, never a part of message or address
};

// Whether a payment has come to where its customer is told by himself.
enum class Telling { NotYet, Now, Never };
Telling tellingOf(const Payment& payment);

enum class SendOutcome { Sent, NotSent, MaybeSent, Refused };

Delivery armed(Delivery delivery, PaymentState told, Instant now);
// NotSent waits for the next of some tries in growing distances, a day in all.
Delivery answered(Delivery delivery, SendOutcome outcome, std::string reason, Instant now);
Delivery shown(Delivery delivery, PaymentState told, Instant now);
Delivery voided(Delivery delivery, Instant now);
// The process died while it was being sent.
Delivery interrupted(Delivery delivery, Instant now);

// What was told may be true no longer: the upstream took a success back, or took after all what was refunded. Whom
// to tell again: each address once that was told something else, and has no message waiting.
std::vector<Address> toCorrect(const Payment& payment, const std::vector<Delivery>& deliveries);

}  // namespace loket::confirmation
