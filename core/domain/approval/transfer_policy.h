// What must be known of who brings the money of a transfer, and how much of it one person or account may move
// in a day. All figures are the bank's and the law's of the moment: configurable.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/money/money.h"
#include "core/domain/payment/sender.h"

namespace loket {

struct TransferLimits {
  // From this sum on, of the transfer or of everything that goes to that account today, the sender must be
  // known: what is split into small parts is one transfer.
  Money senderFrom = Money::rupiah(5'000'000);
  // More in one Jakarta day is refused: it belongs to the bank's own counter, which examines the customer.
  // From 100 million on the rules for walk-in customers end (PBI 19/10/PBI/2017).
  Money perDayBeneficiary = Money::rupiah(100'000'000);
  Money perDaySender = Money::rupiah(100'000'000);

  bool operator==(const TransferLimits&) const = default;
};

// What of today's transfers counts: the one that is asked for is not among them.
struct TransfersToday {
  Money toBeneficiary;
  Money fromSender;  // zero while the sender's number is not known
};

// Spaces at the ends gone, the kind of document in small letters, no blanks and dots in the numbers.
// SenderInvalid names the field that cannot be right: "id-type", "id", "phone", or one that is too long.
Result<Sender> readSender(const Sender& typed);

// Whether this transfer needs a sender at all.
bool wantsSender(const TransferLimits& limits, const TransfersToday& today, Money amount);

// Whether every field is there.
Status senderIsWhole(const Sender& sender);

// SenderMissing with the name of the first field that is not there ("name", "id-type", "id", "phone",
// "address", "purpose"), TransferLimit with "beneficiary" or "sender".
Status mayTransfer(const TransferLimits& limits, const TransfersToday& today, const Sender& sender,
                   Money amount);

}  // namespace loket
