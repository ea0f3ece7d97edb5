// What moves money at the counter besides payments: cash put into the drawer and taken out, deposit top-ups,
// customers who pay what they owed, and the count at the beginning and the end of a shift. Pure, like the
// payments: each decision gives what happened, the rows that follow, and the posting, all for one
// transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/ledger/ledger.h"
#include "core/domain/till/ticket.h"

namespace loket {

enum class TillKind {
  PaidIn,    // the owner puts cash into the drawer
  PaidOut,   // the drawer pays for something
  TakenOut,  // the owner takes cash out of it
  BonPaid,   // a customer pays what he owed
  TicketOpened,
  TicketTransferred,
  TicketCredited,
  TicketExpired,
  ShiftOpened,
  ShiftClosed,
  CashedOut,         // cash for money that came into an account of ours
  CollectionAsked,   // the bank is about to hear of it
  CollectionOpened,  // the customer can pay
  CollectionPaid,
  CollectionEnded,  // nothing was collected
  TicketReturned,   // the bank took its transfer back: nothing is on its way
  PaidSale,         // money that came into an account of ours has paid a sale
  SaleGivenUp,      // what was collected for a sale is a credit like any other from now on
  GoodsSold,        // something of the shop's shelf, for cash
  GoodsReturned,    // and its cash handed back
};
std::string_view wordOf(TillKind kind);
std::optional<TillKind> tillKindFromWord(std::string_view word);

// An entry of the till's journal: appended, never changed.
struct TillEvent {
  TillKind kind = TillKind::PaidIn;
  std::string subject;  // the ticket's or shift's id, the customer, the credit; empty for the drawer
  Instant at;
  UserName by;
  Money amount;  // what moved or was counted
  std::string reason;
};

struct Shift {
  ShiftId id;
  UserName openedBy;
  Instant openedAt;
  Money floatCounted;
  Money floatExpected;  // what the ledger had for the drawer before the count
  UserName closedBy;
  Instant closedAt;  // zero while open
  Money counted;
  Money expected;
  std::string reason;  // said at closing

  bool isOpen() const { return closedAt == Instant{}; }
  Money difference() const { return counted - expected; }  // negative: cash is missing
};

enum class CollectionKind { Qris, Password };
enum class CollectionState {
  Asked,    // recorded; what the bank made of it is not known yet
  Waiting,  // the customer can pay
  Paid,     // collected; the cash is due to him
  Ended,    // nothing was collected
  HandedOut,
  Sold,  // its money has paid the sale that it was asked for
};

// What the customer will have when the money has come.
struct SaleOrder {
  Payment payment;  // as it would be accepted
  std::optional<confirmation::Address> tell{};
  bool isOff = false;  // given up: it is not sold by itself any more
};

// See collection.h.
struct Collection {
  CollectionId id;
  UpstreamId upstream;
  CollectionKind kind = CollectionKind::Qris;
  CollectionState state = CollectionState::Asked;
  Money amount;
  Money bankFee;         // of it, kept by the bank
  std::string customer;  // whose password it is; empty for a code
  std::string code;      // the code's text
  std::string bankRef;
  std::string reason;    // why it ended
  UserName by;
  Instant openedAt;
  Instant expiresAt;
  Instant paidAt;
  Instant movedAt;
  std::shared_ptr<const SaleOrder> sale{};  // nothing: he gets cash for it
};

// Ordinary goods of a shift, less what came back.
struct GoodsSales {
  int count = 0;
  Money sum;
};

struct TillChange {
  TillEvent event;
  std::optional<Ticket> ticket{};  // the row from now on
  std::optional<Shift> shift{};
  std::optional<Collection> collection{};
  std::vector<Posting> postings{};
};

// What no drawer and no top-up at a counter has ever seen.
inline constexpr Money kTillMax = Money::rupiah(10'000'000'000);

enum class PaidTo { Expense, Owner };
enum class PaidFrom { Owner, Drawer };

// Who does it, and when.
struct Hand {
  UserName by;
  Instant at;
};

// One name per customer, however it is typed: without outer and double spaces, in lower case. NameInvalid
// when nothing is left, when it is longer than 40 bytes, or when it has control characters or a colon.
Result<BonName> bonName(std::string_view typed);

// `drawer` is what the ledger has for the drawer now. AmountInvalid: not positive, or beyond kTillMax.
// ReasonMissing.
Result<TillChange> decidePayIn(Money drawer, Money amount, const std::string& reason, const Hand& hand);
// And DrawerShort: what is not there cannot leave.
Result<TillChange> decidePayOut(Money drawer, Money amount, PaidTo to, const std::string& reason,
                                const Hand& hand);

// Ordinary goods, so that the one drawer agrees with its books. `name` is what was sold, and may be empty; longer than 60
// bytes or with control characters: NameInvalid.
Result<TillChange> decideGoodsSale(Money drawer, Money amount, const std::string& name, const Hand& hand);
Result<TillChange> decideGoodsReturn(Money drawer, Money amount, const std::string& name, const Hand& hand);

// `owed` is what the ledger has for the customer now; part of it may be paid, never more. NotFound: owes
// nothing.
Result<TillChange> decideBonPayment(const BonName& customer, Money owed, Money amount, const Hand& hand);

// AmountInvalid unless whole thousands up to kTillMax. `tickets` are those that may hold an amount;
// `firstSuffix` is where the search for a free one begins. RateLimited when an upstream's 999 are all taken.
Result<TillChange> decideTicketOpen(const std::vector<Ticket>& tickets, const TicketId& id,
                                    const UpstreamId& upstream, Money wanted, int firstSuffix,
                                    const Hand& hand);
// The same with what the upstream itself gave: its amount and where to send it. AmountInvalid when that is less than
// wanted, or a thousand or more above it: nobody is told to send such a sum. DuplicateOpen while another ticket of the
// upstream has the amount.
struct TicketGiven {
  Money amount;
  TicketPayee payee;
};
Result<TillChange> decideTicketGiven(const std::vector<Ticket>& tickets, const TicketId& id, const UpstreamId& upstream,
                                     Money wanted, const TicketGiven& given, const Hand& hand);
// The money was sent. StateForbids unless open; DrawerShort when it was to come from the drawer.
Result<TillChange> decideTicketTransferred(const Ticket& ticket, PaidFrom from, Money drawer,
                                           const Hand& hand);
// The upstream shows it: once. StateForbids when it was credited before.
Result<TillChange> decideTicketCredited(const Ticket& ticket, const Hand& hand);
// The bank has moved the money of `paid`, a top-up for one of `tickets`: from the ticket's own account, or
// from `difference` where that had been cleared because the payment had counted as over, it is on its way.
// `amount` of the entry is what left the bank, its fee included. Nothing when the ticket has been paid
// otherwise: then the money stays where it is.
std::optional<TillChange> decideTicketPaid(const std::vector<Ticket>& tickets, const Payment& paid,
                                           Instant at);
// The bank took back what it had moved: the ticket is open again. One that the upstream has credited all the
// same stays credited, and what came back is a difference.
std::optional<TillChange> decideTicketReturned(const std::vector<Ticket>& tickets, const Payment& returned,
                                               Instant at);
// The overdue ones among them.
std::vector<TillChange> decideTicketExpiry(const std::vector<Ticket>& tickets, const Hand& hand);

// Counted before the first sale. What differs from the ledger is posted: the first count ever is the owner's
// capital, later ones a difference. ShiftOpen; AmountInvalid when negative or beyond kTillMax.
enum class ShiftBefore { None, Closed };
Result<TillChange> decideShiftOpen(const std::optional<Shift>& open, ShiftBefore before, const ShiftId& id,
                                   Money drawer, Money counted, const std::string& reason, const Hand& hand);
// Counted blind: only this answer tells what was expected. ShiftMissing, AmountInvalid.
Result<TillChange> decideShiftClose(const std::optional<Shift>& open, Money drawer, Money counted,
                                    const std::string& reason, const Hand& hand);

}  // namespace loket
