#include "core/engine/cash_desk.h"

#include <algorithm>
#include <utility>

#include "core/engine/top_ups.h"

namespace loket::engine {
namespace {

Result<Ticket> ticketIn(const std::vector<Ticket>& tickets, const TicketId& id) {
  const auto at =
      std::find_if(tickets.begin(), tickets.end(), [&id](const Ticket& ticket) { return ticket.id == id; });
  if (at == tickets.end())
    return fail(ErrorCode::NotFound, "ticket " + id.str());
  return *at;
}

std::vector<std::string> usedIn(const ports::TillState& state) {
  std::vector<std::string> used;
  for (const TillEvent& paid : state.cashOuts) used.push_back(paid.subject);
  return used;
}

// The collection that this line of the statement belongs to; empty when it is somebody's transfer.
CollectionId ownerOf(const Credit& credit, const std::vector<Credit>& credits, const ports::TillState& state) {
  const std::vector<int> owners = ownersOf(credits, state.collections, state.cashOuts);
  for (std::size_t i = 0; i < owners.size(); ++i)
    if (owners[i] >= 0 && credits[i].id == credit.id)
      return state.collections[static_cast<std::size_t>(owners[i])].id;
  return {};
}

receipt::CashOutSlip slipOf(const TillChange& change) {
  const TillEvent& event = change.event;
  Money fee;
  for (const Posting& posting : change.postings)
    for (const Leg& leg : posting.legs())
      if (leg.account.kind == AccountKind::FeeIncome)
        fee = Money{} - leg.amount;
  return {event.subject, event.reason, event.amount + fee, fee, event.amount, event.by, event.at};
}

bool isOpen(const Collection& collection) {
  return collection.state == CollectionState::Asked || collection.state == CollectionState::Waiting;
}

// The money has come and the sale has not happened yet: the statement is asked again so soon.
constexpr Duration kSellAgain = Duration::seconds(5);

bool isUnderWay(const Collection& collection, Instant now) { return isOpen(collection) || sellsByItself(collection, now); }

// What may be better in a moment; everything else is a rule that has said no.
bool passes(ErrorCode code) {
  return code == ErrorCode::Offline || code == ErrorCode::RateLimited || code == ErrorCode::UpstreamRefused ||
         code == ErrorCode::UpstreamConfig || code == ErrorCode::DiskFull;
}

// What comes with the commands that hand out cash; null of the others.
const Proof* proofOf(const api::TillCommand& command) {
  if (const auto* paid = std::get_if<api::PayOut>(&command))
    return &paid->proof;
  if (const auto* cashOut = std::get_if<api::CashOut>(&command))
    return &cashOut->proof;
  if (const auto* collected = std::get_if<api::CollectionPayOut>(&command))
    return &collected->proof;
  return nullptr;
}

// The till's own journal has no place for it: it stands in the door's, in the same commit.
AccessEvent provedEvent(const TillEvent& event, const StepUpProof& proven) {
  return {AccessKind::LoggedIn, event.by, {}, {}, 0,
          "step-up " + std::string(wordOf(proven.why)) + " " + std::string(wordOf(proven.kind)) + " " +
              std::string(wordOf(event.kind)) + " " + std::to_string(event.amount.amount()),
          event.at};
}

// What goes back to a customer of what he bought, with who agrees to that.
struct GoingBack {
  const api::Second* second;
  Money sum;
};

std::optional<GoingBack> goingBack(const api::TillCommand& command, const TillChange& change) {
  if (const auto* goods = std::get_if<api::GoodsReturn>(&command))
    return GoingBack{&goods->second, change.event.amount};
  // What was paid by code for a sale: all of it, so that keeping some of it as a fee makes it no smaller.
  if (const auto* paid = std::get_if<api::CollectionPayOut>(&command); paid != nullptr && change.collection->sale)
    return GoingBack{&paid->second, change.collection->amount};
  return std::nullopt;
}

// So does who agreed that a customer gets his money back.
AccessEvent agreedEvent(const TillEvent& event, const Consent& consent) {
  return {AccessKind::LoggedIn, event.by, {}, consent.with, 0,
          "second " + std::string(wordOf(consent.how)) + " " + std::string(wordOf(event.kind)) + " " +
              std::to_string(event.amount.amount()),
          event.at};
}

api::TillView viewOf(const Collection& collection) {
  api::TillView view;
  view.event = {TillKind::CollectionAsked, collection.id.str(), collection.movedAt, collection.by, collection.amount, {}};
  view.collection = collection;
  return view;
}

// Why an upstream did not tell.
Error errorOf(const Verdict& verdict) {
  const std::string why = verdict.code + " " + verdict.message;
  switch (verdict.kind) {
    case VerdictKind::RefusedByConfig:
      return {ErrorCode::UpstreamConfig, why};
    case VerdictKind::RefusedForNow:
      return {ErrorCode::RateLimited, why};
    case VerdictKind::Failed:
      return {ErrorCode::UpstreamRefused, why};
    case VerdictKind::Succeeded:
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
    case VerdictKind::Pending:
    case VerdictKind::NotFound:
      break;
  }
  return {ErrorCode::Offline, why};
}

}  // namespace

struct CashDesk::Decide {
  CashDesk& desk;
  const Hand& hand;
  const Told& told;

  Result<std::vector<TillChange>> one(Result<TillChange> change) const {
    if (!change)
      return fail(change.error());
    return std::vector<TillChange>{std::move(*change)};
  }
  Result<std::vector<TillChange>> operator()(const api::PayIn& c) const {
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decidePayIn(drawer, c.amount, c.reason, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::PayOut& c) const {
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decidePayOut(drawer, c.amount, c.to, c.reason, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::BonPayment& c) const {
    LOKET_ASSIGN(const BonName customer, bonName(c.customer));
    LOKET_ASSIGN(const Money owed, desk.owed(customer));
    return one(decideBonPayment(customer, owed, c.amount, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::GoodsSale& c) const {
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideGoodsSale(drawer, c.amount, c.name, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::GoodsReturn& c) const {
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideGoodsReturn(drawer, c.amount, c.name, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::TicketOpening& c) const {
    if (desk.m_.upstreams.find(c.upstream) == nullptr)
      return fail(ErrorCode::NotFound, "upstream " + c.upstream.str());
    LOKET_ASSIGN(ports::TillState state, desk.m_.store.till());
    // What a payment may still pay neither ends nor gives its amount away.
    for (Ticket& ticket : state.tickets)
      if (ticket.state == TicketState::Open && paymentUnderWay(desk.m_.books, ticket.id))
        ticket.state = TicketState::Transferred;
    auto changes = decideTicketExpiry(state.tickets, hand);
    std::vector<Ticket> tickets = state.tickets;
    for (const TillChange& expired : changes) tickets.push_back(*expired.ticket);
    const TicketId id = desk.m_.references.ticket();
    auto opened = told.ticket
                      ? decideTicketGiven(state.tickets, id, c.upstream, c.wanted, *told.ticket, hand)
                      : decideTicketOpen(tickets, id, c.upstream, c.wanted, desk.m_.references.suffix(), hand);
    if (!opened)
      return fail(opened.error());
    changes.push_back(std::move(*opened));
    return changes;
  }
  Result<std::vector<TillChange>> operator()(const api::TicketTransfer& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Ticket ticket, ticketIn(state.tickets, c.id));
    LOKET_TRY(desk.mayBeMoved(c.id));
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideTicketTransferred(ticket, c.from, drawer, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::TicketCredit& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Ticket ticket, ticketIn(state.tickets, c.id));
    LOKET_TRY(desk.mayBeMoved(c.id));
    return one(decideTicketCredited(ticket, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::CashOut& c) const {
    LOKET_CHECK(told.credit.has_value());
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideCashOut(*told.credit, desk.inBooks(*told.credit), c.expected, c.fee, usedIn(state), drawer, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::CollectionOpening& c) const {
    if (told.sale)
      return one(decideSaleAsk(desk.m_.references.collection(), c.upstream, *told.sale, hand));
    return one(decideCollectionAsk(desk.m_.references.collection(), c.upstream, c.kind, c.amount, c.customer, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::CollectionQuestion& c) const {
    return fail(ErrorCode::NotFound, "collection " + c.id.str());
  }
  Result<std::vector<TillChange>> operator()(const api::CollectionSale& c) const {
    return fail(ErrorCode::NotFound, "collection " + c.id.str());
  }
  Result<std::vector<TillChange>> operator()(const api::CollectionGiveUp& c) const {
    LOKET_ASSIGN(const Collection collection, desk.collectionOf(c.id));
    return one(decideSaleGiveUp(collection, c.reason, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::CollectionPayOut& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Collection collection, desk.collectionOf(c.id));
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideCollectionPayOut(collection, told.line, desk.inBooks(collection, told.line), c.fee, usedIn(state), drawer, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::ShiftOpening& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideShiftOpen(state.shift, state.before, desk.m_.references.shift(), drawer, c.counted,
                               c.reason, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::ShiftClosing& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideShiftClose(state.shift, drawer, c.counted, c.reason, hand));
  }
};

// While the bank may still pay it nobody says by hand that it was paid: that would be the same money twice.
Status CashDesk::mayBeMoved(const TicketId& id) const {
  if (const auto ref = paymentUnderWay(m_.books, id))
    return fail(ErrorCode::StateForbids, "payment " + ref->str());
  return {};
}

Result<Money> CashDesk::standing(const Account& account) {
  LOKET_ASSIGN(const auto all, m_.store.standing());
  for (const ports::AccountBalance& row : all)
    if (row.account == account)
      return row.balance;
  return Money{};
}

Result<Money> CashDesk::owed(const BonName& customer) {
  // What is decided but not yet written would be decided on twice.
  m_.books.flush();
  return standing(Account{AccountKind::Bon, {}, customer});
}

CreditInBooks CashDesk::inBooks(const Credit& credit) const {
  // A statement tells whole seconds.
  const std::optional<Instant> since = m_.openedAt(credit.upstream);
  return since && credit.at.ms / 1000 >= since->ms / 1000 ? CreditInBooks::No : CreditInBooks::InFirstBalance;
}

CreditInBooks CashDesk::inBooks(const Collection& collection, const std::optional<Credit>& line) const {
  Credit arrived;
  arrived.upstream = collection.upstream;
  arrived.at = line ? line->at : collection.paidAt;
  return inBooks(arrived);
}

void CashDesk::run(const api::TillCommand& command, const UserName& user, api::Reply<api::TillView> reply) {
  if (const auto* opening = std::get_if<api::TicketOpening>(&command); opening != nullptr && !opening->bank.empty())
    askTicket(*opening, user, std::move(reply));
  else if (const auto* cashOut = std::get_if<api::CashOut>(&command); cashOut != nullptr)
    payOut(*cashOut, user, std::move(reply));
  else if (const auto* opens = std::get_if<api::CollectionOpening>(&command); opens != nullptr)
    collect(*opens, user, std::move(reply));
  else if (const auto* asks = std::get_if<api::CollectionQuestion>(&command); asks != nullptr)
    question(*asks, std::move(reply));
  else if (const auto* pays = std::get_if<api::CollectionPayOut>(&command); pays != nullptr)
    payOutCollection(*pays, user, std::move(reply));
  else if (const auto* sells = std::get_if<api::CollectionSale>(&command); sells != nullptr)
    sell(sells->id, user, std::move(reply));
  else
    decide(command, {}, user, std::move(reply));
}

void CashDesk::askStatement(const UpstreamId& id, api::Reply<std::vector<Credit>> reply) {
  ports::Upstream* upstream = m_.upstreams.find(id);
  if (upstream == nullptr || !upstream->hasStatement()) {
    reply(fail(ErrorCode::NotFound, (upstream == nullptr ? "upstream " : "a statement of ") + id.str()));
    return;
  }
  const Instant now = m_.clock.now();
  upstream->statement({now - kCreditLife, now}, [this, id, reply = std::move(reply)](const ports::StatementReply& answer) {
    m_.upstreams.note(id, answer.verdict);
    if (answer.verdict.kind == VerdictKind::Succeeded)
      reply(answer.credits);
    else
      reply(tl::unexpected<Error>(errorOf(answer.verdict)));
  });
}

void CashDesk::credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply) {
  askStatement(upstream, [this, reply = std::move(reply)](const Result<std::vector<Credit>>& credits) {
    if (!credits) {
      reply(fail(credits.error()));
      return;
    }
    m_.books.flush();
    const auto state = m_.store.till();
    if (!state) {
      reply(fail(state.error()));
      return;
    }
    const std::vector<std::string> used = usedIn(*state);
    std::vector<api::CreditView> views;
    for (const Credit& credit : *credits)
      views.push_back({credit, credit.at < m_restoredAt || isUsed(credit, used), ownerOf(credit, *credits, *state)});
    reply(std::move(views));
  });
}

// The statement is asked at this very moment: what was there when the list was shown may have been taken back.
void CashDesk::payOut(const api::CashOut& command, const UserName& user, api::Reply<api::TillView> reply) {
  askStatement(command.upstream, [this, command, user, reply = std::move(reply)](const Result<std::vector<Credit>>& credits) {
    if (!credits) {
      reply(fail(credits.error()));
      return;
    }
    const auto credit = std::find_if(credits->begin(), credits->end(),
                                     [&command](const Credit& one) { return one.id == command.credit; });
    m_.books.flush();
    const auto state = m_.store.till();
    if (credit == credits->end())
      reply(fail(ErrorCode::NotFound, "credit " + command.credit));
    else if (credit->at < m_restoredAt)
      reply(fail(ErrorCode::StateForbids, std::string(kRestored)));
    else if (!state)
      reply(fail(state.error()));
    else if (const CollectionId owner = ownerOf(*credit, *credits, *state); !owner.empty())
      reply(fail(ErrorCode::StateForbids, "collection " + owner.str()));
    else
      decide(command, {std::nullopt, *credit, std::nullopt, nullptr}, user, reply);
  });
}

void CashDesk::askTicket(const api::TicketOpening& opening, const UserName& user, api::Reply<api::TillView> reply) {
  ports::Upstream* upstream = m_.upstreams.find(opening.upstream);
  if (upstream == nullptr || upstream->ticketBanks().empty()) {
    reply(fail(ErrorCode::NotFound, (upstream == nullptr ? "upstream " : "tickets of ") + opening.upstream.str()));
    return;
  }
  upstream->askTicket({opening.wanted, opening.bank, opening.ownerName},
                      [this, opening, user, reply = std::move(reply)](const ports::TicketReply& answer) {
                        m_.upstreams.note(opening.upstream, answer.verdict);
                        if (answer.verdict.kind != VerdictKind::Succeeded) {
                          reply(tl::unexpected<Error>(errorOf(answer.verdict)));
                          return;
                        }
                        const TicketPayee payee{answer.bank, answer.account, answer.method, answer.note};
                        decide(opening, {TicketGiven{answer.amount, payee}, std::nullopt, std::nullopt, nullptr}, user, reply);
                      });
}

void CashDesk::decide(const api::TillCommand& command, const Told& told, const UserName& user,
                      api::Reply<api::TillView> reply, const Proven& proven) {
  // A code that was right a moment ago is staged, and is used up in the commit of what it is for.
  const bool isByCode = (proven.stepUp && proven.stepUp->kind != ProofKind::Finger) ||
                        (proven.consent && proven.consent->how == Seconded::OwnerCode);
  if (!isByCode)
    m_.books.flush();
  const Hand hand{user, m_.clock.now()};
  auto changes = std::visit(Decide{*this, hand, told}, command);
  if (!changes) {
    reply(fail(changes.error()));
    return;
  }
  const TillChange& last = changes->back();
  if (const auto back = goingBack(command, last); back && wantsTwo(m_twoPeople, back->sum) && !proven.consent) {
    m_.second.agree(user, *back->second, [this, command, told, user, reply = std::move(reply)](const Result<Consent>& consent) {
      if (consent)
        decide(command, told, user, reply, Proven{{}, *consent});
      else
        reply(fail(consent.error()));
    });
    return;
  }
  const Proof* proof = proofOf(command);
  const StepUpReason why = proof == nullptr ? StepUpReason::None : m_.stepUp.forCash(last.event.amount);
  // A code of the owner's that was used up for this is a second proof already; no command takes two codes.
  const bool hasOwners = proven.consent && proven.consent->how == Seconded::OwnerCode;
  if (why != StepUpReason::None && !proven.stepUp && !hasOwners) {
    m_.stepUp.prove(why, *proof, user,
                    [this, command, told, user, consent = proven.consent, reply = std::move(reply)](const Result<StepUpProof>& made) {
                      if (made)
                        decide(command, told, user, reply, Proven{*made, consent});
                      else
                        reply(fail(made.error()));
                    });
    return;
  }
  api::TillView view{last.event, last.ticket, last.shift, std::nullopt, last.collection};
  std::optional<receipt::CashOutSlip> slip;
  if (last.event.kind == TillKind::CashedOut)
    slip = slipOf(last);
  ports::UnitOfWork work;
  if (proven.stepUp)
    work.access.push_back(provedEvent(last.event, *proven.stepUp));
  if (proven.consent)
    work.access.push_back(agreedEvent(last.event, *proven.consent));
  work.till = std::move(*changes);
  m_.books.stageWork(
      std::move(work), "till", [this, view, slip, reply = std::move(reply)](const Status& done) mutable {
        if (!done) {
          reply(fail(done.error()));
          return;
        }
        if (slip) {
          m_slips[slip->subject] = *slip;
          if (onCashedOut)
            onCashedOut(*slip);
        }
        if (view.collection) {
          // What is being followed goes on from here.
          if (const auto at = m_followed.find(view.collection->id); at != m_followed.end())
            at->second.collection = *view.collection;
          if (onCollection)
            onCollection(*view.collection);
        }
        if (view.event.kind == TillKind::BonPaid)
          if (const auto left = standing(Account{AccountKind::Bon, {}, BonName(view.event.subject)}))
            view.owed = *left;
        reply(std::move(view));
      });
}

const receipt::CashOutSlip* CashDesk::slipToPrint(const std::string& subject) const {
  const auto at = m_slips.find(subject);
  return at == m_slips.end() ? nullptr : &at->second;
}

Status CashDesk::open() {
  LOKET_ASSIGN(const ports::TillState state, m_.store.till());
  for (const Collection& collection : state.collections)
    if (const Followed followed = following(collection); isUnderWay(collection, timeOf(followed)))
      m_followed[collection.id] = followed;
  return {};
}

CashDesk::Followed CashDesk::following(const Collection& collection) const {
  // What was asked for in the future was asked for under another clock: as long as nobody knows when, just now.
  return {collection, false, std::min(Duration{}, m_.clock.now() - collection.openedAt)};
}

void CashDesk::shift(Duration by) {
  for (auto& [id, followed] : m_followed) followed.setBy = followed.setBy + by;
  for (Watcher& watcher : m_watchers) watcher.deadline = watcher.deadline + by;
}

// Recorded first: a password's money moves with the request, and what became of it must be found again.
void CashDesk::collect(const api::CollectionOpening& command, const UserName& user, api::Reply<api::TillView> reply) {
  ports::Upstream* known = m_.upstreams.find(command.upstream);
  if (known == nullptr || !known->collects(command.kind)) {
    reply(fail(ErrorCode::NotFound, std::string(wordOf(command.kind)) + " at " + command.upstream.str()));
    return;
  }
  if (command.kind == CollectionKind::Password && (!command.password || command.password->empty())) {
    reply(fail(ErrorCode::Usage, "the customer's one-time password"));
    return;
  }
  if (command.sale) {
    collectForSale(command, user, std::move(reply));
    return;
  }
  decide(command, {}, user, [this, command, reply = std::move(reply)](const Result<api::TillView>& asked) {
    if (asked)
      askBank(command, *asked->collection, reply);
    else
      reply(asked);
  });
}

void CashDesk::askBank(const api::CollectionOpening& command, const Collection& collection, api::Reply<api::TillView> reply) {
  m_followed[collection.id] = {collection, true};
  watch(collection.id, command.wait, std::move(reply));
  ports::Upstream* upstream = m_.upstreams.find(command.upstream);
  if (upstream == nullptr) {
    m_followed[collection.id].busy = false;
    return;
  }
  upstream->collect(collection, command.password ? command.password->view() : std::string_view(),
                    [this, collection](const CollectionTold& told) {
                      m_.upstreams.note(collection.upstream, told.verdict);
                      const auto at = m_followed.find(collection.id);
                      const Collection& now = at == m_followed.end() ? collection : at->second.collection;
                      keep(collection.id, decideCollectionAnswer(now, told, {collection.by, m_.clock.now()}));
                    });
}

// The sale is in the journal with the code before the bank hears of it, so that money which comes finds what it is for.
void CashDesk::collectForSale(const api::CollectionOpening& command, const UserName& user, api::Reply<api::TillView> reply) {
  if (command.kind != CollectionKind::Qris) {
    reply(fail(ErrorCode::Usage, std::string(wordOf(command.kind)) + " for a sale"));
    return;
  }
  m_.books.flush();
  const auto all = collections();
  if (!all) {
    reply(fail(all.error()));
    return;
  }
  for (const Collection& one : *all) {
    if (!one.sale || command.sale->clientRef.empty() || one.sale->payment.clientRef != command.sale->clientRef)
      continue;
    if (Desk::isSameOrder(*command.sale, one.sale->payment))
      question({one.id, command.wait}, std::move(reply));
    else
      reply(fail(ErrorCode::ClientRefReused, one.sale->payment.ref.str()));
    return;
  }
  // Said before anybody has taken out his telephone.
  if (!m_.upstreams.reaches(command.upstream)) {
    reply(fail(ErrorCode::Offline, command.upstream.str()));
    return;
  }
  m_.desk.propose(*command.sale, user, [this, command, user, reply = std::move(reply)](Result<Payment> proposed) {
    if (!proposed) {
      reply(fail(proposed.error()));
      return;
    }
    m_.books.flush();
    const auto others = collections();
    if (!others) {
      reply(fail(others.error()));
      return;
    }
    // Two codes for one purchase would both be paid.
    for (const Collection& one : *others)
      if (mayBecomeSale(one, m_.clock.now()) && one.sale->payment.product == proposed->product &&
          one.sale->payment.number == proposed->number &&
          one.sale->payment.inquiryFields.taxYear == proposed->inquiryFields.taxYear) {
        reply(fail(ErrorCode::DuplicateOpen, one.id.str()));
        return;
      }
    Told told;
    told.sale = std::make_shared<const SaleOrder>(SaleOrder{std::move(*proposed), command.sale->confirmTo, false});
    decide(command, told, user, [this, command, reply](const Result<api::TillView>& asked) {
      if (asked)
        askBank(command, *asked->collection, reply);
      else
        reply(asked);
    });
  });
}

void CashDesk::askCollection(const CollectionId& id) {
  Followed& followed = m_followed.at(id);
  ports::Upstream* upstream = m_.upstreams.find(followed.collection.upstream);
  followed.askedAt = timeOf(followed);
  if (upstream == nullptr)
    return;
  followed.busy = true;
  upstream->askCollection(followed.collection, [this, id](const CollectionTold& told) {
    const auto at = m_followed.find(id);
    if (at == m_followed.end())
      return;
    const Collection& collection = at->second.collection;
    m_.upstreams.note(collection.upstream, told.verdict);
    keep(id, decideCollectionStatus(collection, told, {collection.by, m_.clock.now()}, timeOf(at->second) - collection.openedAt));
  });
}

void CashDesk::keep(const CollectionId& id, std::optional<TillChange> change) {
  const auto at = m_followed.find(id);
  if (at == m_followed.end())
    return;
  if (!change) {
    at->second.busy = false;
    serveWatchers();
    return;
  }
  const Collection after = *change->collection;
  ports::UnitOfWork work;
  work.till.push_back(std::move(*change));
  m_.books.stageWork(std::move(work), "collection", [this, after](const Status& done) {
    const auto kept = m_followed.find(after.id);
    if (kept == m_followed.end())
      return;
    kept->second.busy = false;
    if (done) {
      kept->second.collection = after;
      if (onCollection)
        onCollection(after);
    }
    serveWatchers();
  });
}

void CashDesk::watch(const CollectionId& id, Duration wait, api::Reply<api::TillView> reply) {
  m_watchers.push_back({id, m_.clock.now() + wait, std::move(reply)});
}

bool CashDesk::isAwaited(const CollectionId& id) const {
  return std::any_of(m_watchers.begin(), m_watchers.end(), [&id](const Watcher& watcher) { return watcher.id == id; });
}

void CashDesk::serveWatchers() {
  const Instant now = m_.clock.now();
  std::vector<Watcher> still;
  for (Watcher& watcher : std::exchange(m_watchers, {})) {
    const auto at = m_followed.find(watcher.id);
    const bool known = at != m_followed.end();
    if (known && (at->second.busy || (isUnderWay(at->second.collection, timeOf(at->second)) && now < watcher.deadline))) {
      still.push_back(std::move(watcher));
      continue;
    }
    const auto collection = known ? Result<Collection>(at->second.collection) : collectionOf(watcher.id);
    if (!collection) {
      watcher.reply(fail(collection.error()));
      continue;
    }
    watcher.reply(viewOf(*collection));
  }
  std::move(still.begin(), still.end(), std::back_inserter(m_watchers));
  std::erase_if(m_followed, [this](const auto& one) {
    return !isUnderWay(one.second.collection, timeOf(one.second)) && !one.second.busy && !isAwaited(one.first);
  });
}

bool CashDesk::isFollowing() const {
  return std::any_of(m_followed.begin(), m_followed.end(), [this](const auto& one) {
    return one.second.busy || isUnderWay(one.second.collection, timeOf(one.second));
  });
}

std::optional<Instant> CashDesk::nextStep(const Followed& followed) const {
  const Instant now = timeOf(followed);
  std::optional<Instant> next;
  if (!sellsByItself(followed.collection, now))
    next = nextQuestion(followed.collection, followed.askedAt);
  else
    next = followed.triedAt == Instant{} ? now : followed.triedAt + kSellAgain;
  return next ? std::optional(*next + followed.setBy) : std::nullopt;
}

void CashDesk::turn(Follow follow) {
  const Instant now = m_.clock.now();
  std::vector<CollectionId> due;
  for (const auto& [id, followed] : m_followed) {
    const auto next = nextStep(followed);
    if (!followed.busy && next && *next <= now && (follow == Follow::All || isAwaited(id)))
      due.push_back(id);
  }
  for (const CollectionId& id : due) {
    if (isOpen(m_followed.at(id).collection))
      askCollection(id);
    else
      sellByItself(id);
  }
  if (!m_watchers.empty())
    serveWatchers();
}

std::optional<Instant> CashDesk::nextLook(Follow follow) const {
  std::optional<Instant> next;
  const auto consider = [&next](Instant t) {
    if (!next || t < *next)
      next = t;
  };
  for (const auto& [id, followed] : m_followed)
    if (!followed.busy && (follow == Follow::All || isAwaited(id)))
      if (const auto due = nextStep(followed))
        consider(*due);
  for (const Watcher& watcher : m_watchers) {
    const auto at = m_followed.find(watcher.id);
    if (at == m_followed.end() || !at->second.busy)
      consider(watcher.deadline);
  }
  return next;
}

// Also one that ended: the bank may know better by now.
void CashDesk::question(const api::CollectionQuestion& command, api::Reply<api::TillView> reply) {
  const auto collection = collectionOf(command.id);
  if (!collection) {
    reply(fail(collection.error()));
    return;
  }
  Followed& followed = m_followed.try_emplace(command.id, following(*collection)).first->second;
  watch(command.id, command.wait, std::move(reply));
  const bool settled = collection->state == CollectionState::Paid || collection->state == CollectionState::HandedOut ||
                       collection->state == CollectionState::Sold;
  if (!followed.busy && !settled)
    askCollection(command.id);
  serveWatchers();
}

void CashDesk::payOutCollection(const api::CollectionPayOut& command, const UserName& user, api::Reply<api::TillView> reply) {
  askLine(command.id, [this, command, user, reply = std::move(reply)](const Result<Told>& told) {
    if (told)
      decide(command, *told, user, reply);
    else
      reply(fail(told.error()));
  });
}

void CashDesk::askLine(const CollectionId& id, std::function<void(Result<Told>)> next) {
  m_.books.flush();
  const auto collection = collectionOf(id);
  if (!collection) {
    next(fail(collection.error()));
    return;
  }
  if (collection->openedAt < m_restoredAt) {
    next(fail(ErrorCode::StateForbids, std::string(kRestored)));
    return;
  }
  const ports::Upstream* upstream = m_.upstreams.find(collection->upstream);
  if (upstream == nullptr || !upstream->hasStatement()) {
    next(Told{});
    return;
  }
  askStatement(collection->upstream, [this, id, next = std::move(next)](const Result<std::vector<Credit>>& credits) {
    if (!credits) {
      next(fail(credits.error()));
      return;
    }
    m_.books.flush();
    const auto state = m_.store.till();
    if (!state) {
      next(fail(state.error()));
      return;
    }
    Told told;
    const std::vector<int> owners = ownersOf(*credits, state->collections, state->cashOuts);
    for (std::size_t i = 0; i < owners.size(); ++i)
      if (owners[i] >= 0 && state->collections[static_cast<std::size_t>(owners[i])].id == id)
        told.line = credits->at(i);
    next(std::move(told));
  });
}

void CashDesk::sellByItself(const CollectionId& id) {
  Followed& followed = m_followed.at(id);
  const UserName by = followed.collection.by;
  followed.busy = true;
  followed.triedAt = timeOf(followed);
  const auto ended = [this, id, by](const Result<api::TillView>& sold) {
    const auto at = m_followed.find(id);
    if (at == m_followed.end())
      return;
    at->second.busy = false;
    const Collection collection = at->second.collection;
    if (sold || passes(sold.error().code) || !sellsByItself(collection, timeOf(at->second))) {
      serveWatchers();
      return;
    }
    // A rule has said no while he was paying: what he paid is his, and waits for people with the reason.
    auto change = decideSaleGiveUp(collection, std::string(wordOf(sold.error().code)), {by, m_.clock.now()});
    keep(id, change ? std::optional<TillChange>(std::move(*change)) : std::nullopt);
  };
  askLine(id, [this, id, by, ended](const Result<Told>& told) {
    const auto at = m_followed.find(id);
    if (!told || at == m_followed.end())
      ended(told ? fail(ErrorCode::NotFound, id.str()) : fail(told.error()));
    else if (!at->second.collection.sale)
      ended(fail(ErrorCode::StateForbids, id.str()));
    else
      acceptSale(id, at->second.collection.sale->payment, *told, Who::Counter, by, ended);
  });
}

// Somebody wants it sold after all. What is old by now is asked for again: it must still cost what was paid.
void CashDesk::sell(const CollectionId& id, const UserName& user, api::Reply<api::TillView> reply) {
  const auto collection = collectionOf(id);
  if (!collection) {
    reply(fail(collection.error()));
    return;
  }
  if (!collection->sale || collection->state != CollectionState::Paid) {
    const bool used = collection->state == CollectionState::Sold || collection->state == CollectionState::HandedOut;
    reply(fail(used ? ErrorCode::CreditUsed : ErrorCode::StateForbids, std::string(wordOf(collection->state))));
    return;
  }
  const auto take = [this, id, user, reply](const Result<Payment>& proposed) {
    if (!proposed) {
      reply(fail(proposed.error()));
      return;
    }
    askLine(id, [this, id, user, payment = *proposed, reply](const Result<Told>& told) {
      if (told)
        acceptSale(id, payment, *told, Who::Person, user, reply);
      else
        reply(fail(told.error()));
    });
  };
  const Instant now = m_.clock.now();
  if (now >= collection->openedAt && now - collection->openedAt <= kSaleLife)
    take(collection->sale->payment);
  else
    m_.desk.proposeAgain(collection->sale->payment, user, take);
}

void CashDesk::acceptSale(const CollectionId& id, const Payment& proposed, const Told& told, Who who, const UserName& user,
                          api::Reply<api::TillView> reply) {
  m_.books.flush();
  const Hand hand{user, m_.clock.now()};
  const auto collection = collectionOf(id);
  const auto state = m_.store.till();
  if (!collection || !state) {
    reply(fail(collection ? state.error() : collection.error()));
    return;
  }
  // Given up, or handed out, while the statement was asked.
  const auto followed = m_followed.find(id);
  if (who == Who::Counter && !sellsByItself(*collection, followed == m_followed.end() ? hand.at : timeOf(followed->second))) {
    reply(fail(ErrorCode::StateForbids, std::string(wordOf(collection->state))));
    return;
  }
  auto payment = m_.desk.stillGood(proposed);
  if (!payment) {
    reply(fail(payment.error()));
    return;
  }
  auto change = decideCollectionSale(*collection, std::move(*payment), told.line, inBooks(*collection, told.line),
                                     usedIn(*state), hand);
  if (!change) {
    reply(fail(change.error()));
    return;
  }
  const Collection after = *change->collection;
  const Payment& sold = after.sale->payment;
  auto events = decideAccept(sold);
  if (!events) {
    reply(fail(events.error()));
    return;
  }
  api::TillView view = viewOf(after);
  view.event = change->event;
  std::vector<TillChange> till;
  till.push_back(std::move(*change));
  m_.books.stageNew(
      std::move(*events), ports::OutboxTask{sold.ref, ports::TaskKind::Send, hand.at, 0}, "sale-by-code",
      [this, view, reply = std::move(reply)](const Status& done) {
        if (!done) {
          reply(fail(done.error()));
          return;
        }
        const Collection& kept = *view.collection;
        if (const auto at = m_followed.find(kept.id); at != m_followed.end())
          at->second.collection = kept;
        if (m_.desk.onAccepted)
          m_.desk.onAccepted(kept.sale->payment.ref);
        if (onCollection)
          onCollection(kept);
        reply(view);
      },
      std::move(till));
  if (after.sale->tell && m_.desk.onConfirmWanted)
    m_.desk.onConfirmWanted(sold.ref, *after.sale->tell, user);
  m_.books.flush();
}

Result<Collection> CashDesk::collectionOf(const CollectionId& id) {
  m_.books.flush();
  LOKET_ASSIGN(const auto all, collections());
  for (const Collection& collection : all)
    if (collection.id == id)
      return collection;
  return fail(ErrorCode::NotFound, "collection " + id.str());
}

Result<std::vector<Collection>> CashDesk::collections() {
  LOKET_ASSIGN(ports::TillState state, m_.store.till());
  return std::move(state.collections);
}

Result<std::vector<Ticket>> CashDesk::tickets() {
  LOKET_ASSIGN(ports::TillState state, m_.store.till());
  const Instant now = m_.clock.now();
  for (Ticket& ticket : state.tickets)
    if (isOverdue(ticket, now) && !paymentUnderWay(m_.books, ticket.id))
      ticket.state = TicketState::Expired;
  return std::move(state.tickets);
}

Result<std::vector<api::BonView>> CashDesk::bons() {
  LOKET_ASSIGN(const auto all, m_.store.standing());
  std::vector<api::BonView> out;
  for (const ports::AccountBalance& row : all)
    if (row.account.kind == AccountKind::Bon && !row.balance.isZero() && !topUpOf(row.account.customer))
      out.push_back({row.account.customer, row.balance});
  return out;
}

api::ShiftReport CashDesk::reportOf(const ports::ShiftFigures& figures) const {
  api::ShiftReport report;
  report.shift = figures.shift;
  for (const ports::FamilySales& row : figures.sales) {
    report.sales.push_back({row.family, row.count, row.sum});
    report.count += row.count;
    report.sum += row.sum;
  }
  report.goods = figures.goods;
  if (!figures.shift.isOpen())
    report.drawer = {figures.cashIn, figures.cashOut, figures.shift.expected, figures.shift.counted,
                     figures.shift.difference()};
  for (const ports::AccountBalance& row : figures.deposits) {
    api::ShiftDepositView view;
    view.upstream = row.account.upstream;
    view.balance = row.balance;
    if (const auto told = m_.upstreams.deposit(row.account.upstream)) {
      view.told = told->balance;
      view.toldAt = told->asOf;
    }
    report.deposits.push_back(std::move(view));
  }
  return report;
}

}  // namespace loket::engine
