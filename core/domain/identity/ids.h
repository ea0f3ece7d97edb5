// Every name that money hangs on, each as its own type.
#pragma once

#include "core/base/strong_id.h"

namespace loket {

// One per customer order, for ever. 20 characters: terminal, day, counter and check letters.
using PaymentRef = StrongId<struct PaymentRefTag>;
// Made by the caller before it asks; the same one again is the same payment.
using ClientRef = StrongId<struct ClientRefTag>;
// What an upstream knows one attempt by (ref_id, partnerReferenceNo): digits and letters, at most 30.
using AttemptRef = StrongId<struct AttemptRefTag>;
// The configured name of an upstream: "digi", "bank".
using UpstreamId = StrongId<struct UpstreamIdTag>;
// An upstream's own code for what it sells.
using Sku = StrongId<struct SkuTag>;
// Our merged product: "pln-token-50000".
using ProductId = StrongId<struct ProductIdTag>;
// Written on the deposit slip; fetches the receipt or the refund later. 6 characters.
using ClaimCode = StrongId<struct ClaimCodeTag>;
using BatchId = StrongId<struct BatchIdTag>;
using UserName = StrongId<struct UserNameTag>;
// A customer who pays later, as the ledger names the account: see `bonName`.
using BonName = StrongId<struct BonNameTag>;
// A deposit top-up on its way to an upstream.
using TicketId = StrongId<struct TicketIdTag>;
// Money that the bank was asked to collect from a customer; the bank knows it by the same name.
using CollectionId = StrongId<struct CollectionIdTag>;
// One message to one customer about one payment; a mail server sees it as the Message-ID.
using ConfirmationId = StrongId<struct ConfirmationIdTag>;
// From counting the drawer in the morning to counting it at night.
using ShiftId = StrongId<struct ShiftIdTag>;

}  // namespace loket
