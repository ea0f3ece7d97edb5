#include "core/domain/till/till.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/domain/ledger/accounts.h"

namespace loket {
namespace {

constexpr std::array<std::pair<TillKind, std::string_view>, 20> kKindWords = {{
    {TillKind::PaidIn, "paidIn"},
    {TillKind::PaidOut, "paidOut"},
    {TillKind::TakenOut, "takenOut"},
    {TillKind::BonPaid, "bonPaid"},
    {TillKind::TicketOpened, "ticketOpened"},
    {TillKind::TicketTransferred, "ticketTransferred"},
    {TillKind::TicketCredited, "ticketCredited"},
    {TillKind::TicketExpired, "ticketExpired"},
    {TillKind::ShiftOpened, "shiftOpened"},
    {TillKind::ShiftClosed, "shiftClosed"},
    {TillKind::CashedOut, "cashedOut"},
    {TillKind::CollectionAsked, "collectionAsked"},
    {TillKind::CollectionOpened, "collectionOpened"},
    {TillKind::CollectionPaid, "collectionPaid"},
    {TillKind::CollectionEnded, "collectionEnded"},
    {TillKind::TicketReturned, "ticketReturned"},
    {TillKind::PaidSale, "paidSale"},
    {TillKind::SaleGivenUp, "saleGivenUp"},
    {TillKind::GoodsSold, "goodsSold"},
    {TillKind::GoodsReturned, "goodsReturned"},
}};

constexpr std::size_t kBonNameBytesMax = 40;
constexpr std::size_t kGoodsNameBytesMax = 60;
constexpr std::int64_t kTicketStep = 1000;

using namespace accounts;

TillChange changeOf(TillKind kind, std::string subject, Money amount, std::string reason, const Hand& hand) {
  TillChange change;
  change.event = {kind, std::move(subject), hand.at, hand.by, amount, std::move(reason)};
  return change;
}

// `amount` comes to rest in `to`, out of `from`. Nothing is posted for nothing.
void post(TillChange& change, Account to, Money amount, Account from) {
  if (!amount.isZero())
    change.postings.push_back(Posting::create(PaymentRef{}, change.event.at,
                                              std::string(wordOf(change.event.kind)),
                                              {Leg{std::move(to), amount}}, std::move(from)));
}

Status checkAmount(Money amount) {
  if (!amount.isPositive() || amount > kTillMax)
    return fail(ErrorCode::AmountInvalid, amount.grouped());
  return {};
}

Result<std::string> goodsName(const std::string& typed) {
  std::string name = trimmed(typed);
  const bool isText = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) != 0x7F;
  });
  if (!isText || name.size() > kGoodsNameBytesMax)
    return fail(ErrorCode::NameInvalid, typed);
  return name;
}

Status checkCount(Money counted) {
  if (counted.isNegative() || counted > kTillMax)
    return fail(ErrorCode::AmountInvalid, counted.grouped());
  return {};
}

TillChange moved(TillKind kind, const Ticket& ticket, TicketState state, const Hand& hand) {
  TillChange change = changeOf(kind, ticket.id.str(), ticket.amount, {}, hand);
  change.ticket = ticket;
  change.ticket->state = state;
  change.ticket->movedAt = hand.at;
  return change;
}

}  // namespace

std::string_view wordOf(TillKind kind) {
  for (const auto& [candidate, word] : kKindWords)
    if (candidate == kind)
      return word;
  return {};
}

std::optional<TillKind> tillKindFromWord(std::string_view word) {
  for (const auto& [kind, candidate] : kKindWords)
    if (candidate == word)
      return kind;
  return std::nullopt;
}

Result<BonName> bonName(std::string_view typed) {
  std::string name;
  for (const char c : typed) {
    const auto byte = static_cast<unsigned char>(c);
    const bool space = c == ' ' || c == '\t';
    if ((byte < 0x20 && !space) || byte == 0x7F || c == ':')
      return fail(ErrorCode::NameInvalid, std::string(typed));
    if (!space)
      name.push_back(c);
    else if (!name.empty() && name.back() != ' ')
      name.push_back(' ');
  }
  name = toLower(trimmed(name));
  if (name.empty() || name.size() > kBonNameBytesMax)
    return fail(ErrorCode::NameInvalid, std::string(typed));
  return BonName(name);
}

Result<TillChange> decidePayIn(Money drawer, Money amount, const std::string& reason, const Hand& hand) {
  LOKET_TRY(checkAmount(amount));
  if (drawer + amount > kTillMax)
    return fail(ErrorCode::AmountInvalid, "more than a drawer holds");
  if (trimmed(reason).empty())
    return fail(ErrorCode::ReasonMissing, {});
  TillChange change = changeOf(TillKind::PaidIn, {}, amount, trimmed(reason), hand);
  post(change, kDrawer, amount, kCapital);
  return change;
}

Result<TillChange> decidePayOut(Money drawer, Money amount, PaidTo to, const std::string& reason,
                                const Hand& hand) {
  LOKET_TRY(checkAmount(amount));
  if (trimmed(reason).empty())
    return fail(ErrorCode::ReasonMissing, {});
  if (amount > drawer)
    return fail(ErrorCode::DrawerShort, {});
  const bool owner = to == PaidTo::Owner;
  TillChange change =
      changeOf(owner ? TillKind::TakenOut : TillKind::PaidOut, {}, amount, trimmed(reason), hand);
  post(change, owner ? kCapital : kExpense, amount, kDrawer);
  return change;
}

Result<TillChange> decideGoodsSale(Money drawer, Money amount, const std::string& name, const Hand& hand) {
  LOKET_TRY(checkAmount(amount));
  if (drawer + amount > kTillMax)
    return fail(ErrorCode::AmountInvalid, "more than a drawer holds");
  LOKET_ASSIGN(std::string what, goodsName(name));
  TillChange change = changeOf(TillKind::GoodsSold, {}, amount, std::move(what), hand);
  post(change, kDrawer, amount, kGoods);
  return change;
}

Result<TillChange> decideGoodsReturn(Money drawer, Money amount, const std::string& name, const Hand& hand) {
  LOKET_TRY(checkAmount(amount));
  LOKET_ASSIGN(std::string what, goodsName(name));
  if (amount > drawer)
    return fail(ErrorCode::DrawerShort, {});
  TillChange change = changeOf(TillKind::GoodsReturned, {}, amount, std::move(what), hand);
  post(change, kGoods, amount, kDrawer);
  return change;
}

Result<TillChange> decideBonPayment(const BonName& customer, Money owed, Money amount, const Hand& hand) {
  LOKET_TRY(checkAmount(amount));
  if (!owed.isPositive())
    return fail(ErrorCode::NotFound, "bon " + customer.str());
  if (amount > owed)
    return fail(ErrorCode::BonTooMuch, owed.text());
  TillChange change = changeOf(TillKind::BonPaid, customer.str(), amount, {}, hand);
  post(change, kDrawer, amount, Account{AccountKind::Bon, {}, customer});
  return change;
}

namespace {

Status checkTicket(Money wanted) {
  LOKET_TRY(checkAmount(wanted));
  // The last three digits are the ticket's own.
  if (wanted.amount() % kTicketStep != 0)
    return fail(ErrorCode::AmountInvalid, "a ticket is for whole thousands");
  return {};
}

Ticket freshTicket(const TicketId& id, const UpstreamId& upstream, Money wanted, const Hand& hand) {
  Ticket ticket;
  ticket.id = id;
  ticket.upstream = upstream;
  ticket.wanted = wanted;
  ticket.by = hand.by;
  ticket.openedAt = hand.at;
  return ticket;
}

}  // namespace

Result<TillChange> decideTicketOpen(const std::vector<Ticket>& tickets, const TicketId& id,
                                    const UpstreamId& upstream, Money wanted, int firstSuffix,
                                    const Hand& hand) {
  LOKET_TRY(checkTicket(wanted));
  const auto amount = uniqueAmount(tickets, upstream, wanted, firstSuffix, hand.at);
  if (!amount)
    return fail(ErrorCode::RateLimited, "every amount near " + wanted.text() + " is taken");
  Ticket ticket = freshTicket(id, upstream, wanted, hand);
  ticket.amount = *amount;
  return moved(TillKind::TicketOpened, ticket, TicketState::Open, hand);
}

Result<TillChange> decideTicketGiven(const std::vector<Ticket>& tickets, const TicketId& id, const UpstreamId& upstream,
                                     Money wanted, const TicketGiven& given, const Hand& hand) {
  LOKET_TRY(checkTicket(wanted));
  if (given.amount < wanted || given.amount >= wanted + Money::rupiah(kTicketStep))
    return fail(ErrorCode::AmountInvalid, "the upstream wants " + given.amount.text());
  for (const Ticket& ticket : tickets)
    if (ticket.upstream == upstream && ticket.amount == given.amount &&
        ((ticket.state == TicketState::Open && !isOverdue(ticket, hand.at)) ||
         ticket.state == TicketState::Transferred))
      return fail(ErrorCode::DuplicateOpen, "ticket " + ticket.id.str());
  Ticket ticket = freshTicket(id, upstream, wanted, hand);
  ticket.amount = given.amount;
  ticket.payee = given.payee;
  return moved(TillKind::TicketOpened, ticket, TicketState::Open, hand);
}

Result<TillChange> decideTicketTransferred(const Ticket& ticket, PaidFrom from, Money drawer,
                                           const Hand& hand) {
  if (ticket.state != TicketState::Open)
    return fail(ErrorCode::StateForbids, std::string(wordOf(ticket.state)));
  if (from == PaidFrom::Drawer && ticket.amount > drawer)
    return fail(ErrorCode::DrawerShort, {});
  TillChange change = moved(TillKind::TicketTransferred, ticket, TicketState::Transferred, hand);
  post(change, Account{AccountKind::InTransit, ticket.upstream}, ticket.amount,
       from == PaidFrom::Drawer ? kDrawer : kCapital);
  return change;
}

Result<TillChange> decideTicketCredited(const Ticket& ticket, const Hand& hand) {
  if (ticket.state == TicketState::Credited)
    return fail(ErrorCode::StateForbids, std::string(wordOf(ticket.state)));
  TillChange change = moved(TillKind::TicketCredited, ticket, TicketState::Credited, hand);
  // Money that nobody said he sent came from the owner.
  const Account from =
      ticket.state == TicketState::Transferred ? Account{AccountKind::InTransit, ticket.upstream} : kCapital;
  post(change, Account{AccountKind::Deposit, ticket.upstream}, ticket.amount, from);
  return change;
}

namespace {

std::optional<Ticket> ticketOf(const Payment& payment, const std::vector<Ticket>& tickets) {
  const auto topUp = topUpOf(payment.bon);
  const auto at = std::find_if(tickets.begin(), tickets.end(), [&topUp](const Ticket& ticket) {
    return topUp && ticket.id == topUp->ticket;
  });
  return at == tickets.end() ? std::nullopt : std::optional<Ticket>(*at);
}

// `sum` of the bank's lies in `purse`; of it `amount` goes to `to`, the rest is the bank's fee.
Posting topUpPosting(const TillChange& change, const Account& to, Money amount, Money sum,
                     const Account& purse) {
  return Posting::create(PaymentRef{}, change.event.at, std::string(wordOf(change.event.kind)),
                         {Leg{to, amount}, Leg{kExpense, sum - amount}}, purse);
}

}  // namespace

std::optional<TillChange> decideTicketPaid(const std::vector<Ticket>& tickets, const Payment& paid,
                                           Instant at) {
  const auto ticket = ticketOf(paid, tickets);
  if (!ticket || (ticket->state != TicketState::Open && ticket->state != TicketState::Expired))
    return std::nullopt;
  // Expired since: its amount may be another's by now.
  for (const Ticket& other : tickets)
    if (other.id != ticket->id && other.upstream == ticket->upstream && other.amount == ticket->amount &&
        (other.state == TicketState::Open || other.state == TicketState::Transferred))
      return std::nullopt;
  TillChange change = moved(TillKind::TicketTransferred, *ticket, TicketState::Transferred, {paid.user, at});
  change.event.amount = paid.total();
  change.event.reason = paid.ref.str();
  const Account purse = paid.held.isZero() ? kDifference : Account{AccountKind::Bon, {}, paid.bon};
  change.postings.push_back(topUpPosting(change, Account{AccountKind::InTransit, ticket->upstream},
                                         ticket->amount, paid.total(), purse));
  return change;
}

std::optional<TillChange> decideTicketReturned(const std::vector<Ticket>& tickets, const Payment& returned,
                                               Instant at) {
  const auto topUp = topUpOf(returned.bon);
  const auto ticket = ticketOf(returned, tickets);
  const bool wasSent = ticket && ticket->state == TicketState::Transferred;
  // It had not been this payment's.
  if (!topUp || (ticket && !wasSent && ticket->state != TicketState::Credited))
    return std::nullopt;
  const Hand hand{returned.user, at};
  TillChange change = wasSent ? moved(TillKind::TicketReturned, *ticket, TicketState::Open, hand)
                              : changeOf(TillKind::TicketReturned, topUp->ticket.str(), {}, {}, hand);
  change.event.amount = returned.total();
  change.event.reason = returned.ref.str();
  change.postings.push_back(
      topUpPosting(change, wasSent ? Account{AccountKind::InTransit, ticket->upstream} : kDifference,
                   -returned.amount, -returned.total(), Account{AccountKind::Bon, {}, returned.bon}));
  return change;
}

std::vector<TillChange> decideTicketExpiry(const std::vector<Ticket>& tickets, const Hand& hand) {
  std::vector<TillChange> changes;
  for (const Ticket& ticket : tickets)
    if (isOverdue(ticket, hand.at))
      changes.push_back(moved(TillKind::TicketExpired, ticket, TicketState::Expired, hand));
  return changes;
}

Result<TillChange> decideShiftOpen(const std::optional<Shift>& open, ShiftBefore before, const ShiftId& id,
                                   Money drawer, Money counted, const std::string& reason, const Hand& hand) {
  if (open)
    return fail(ErrorCode::ShiftOpen, open->id.str());
  LOKET_TRY(checkCount(counted));
  TillChange change = changeOf(TillKind::ShiftOpened, id.str(), counted, trimmed(reason), hand);
  Shift shift;
  shift.id = id;
  shift.openedBy = hand.by;
  shift.openedAt = hand.at;
  shift.floatCounted = counted;
  shift.floatExpected = drawer;
  change.shift = std::move(shift);
  post(change, kDrawer, counted - drawer, before == ShiftBefore::None ? kCapital : kDifference);
  return change;
}

Result<TillChange> decideShiftClose(const std::optional<Shift>& open, Money drawer, Money counted,
                                    const std::string& reason, const Hand& hand) {
  if (!open)
    return fail(ErrorCode::ShiftMissing, {});
  LOKET_TRY(checkCount(counted));
  TillChange change = changeOf(TillKind::ShiftClosed, open->id.str(), counted, trimmed(reason), hand);
  change.shift = *open;
  change.shift->closedBy = hand.by;
  change.shift->closedAt = hand.at;
  change.shift->counted = counted;
  change.shift->expected = drawer;
  change.shift->reason = trimmed(reason);
  post(change, kDrawer, counted - drawer, kDifference);
  return change;
}

}  // namespace loket
