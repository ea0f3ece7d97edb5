#include "core/engine/cash_desk.h"

#include <algorithm>
#include <utility>

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
  Result<std::vector<TillChange>> operator()(const api::TicketOpening& c) const {
    if (desk.m_.upstreams.find(c.upstream) == nullptr)
      return fail(ErrorCode::NotFound, "upstream " + c.upstream.str());
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
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
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideTicketTransferred(ticket, c.from, drawer, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::TicketCredit& c) const {
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Ticket ticket, ticketIn(state.tickets, c.id));
    return one(decideTicketCredited(ticket, hand));
  }
  Result<std::vector<TillChange>> operator()(const api::CashOut& c) const {
    LOKET_CHECK(told.credit.has_value());
    LOKET_ASSIGN(const ports::TillState state, desk.m_.store.till());
    LOKET_ASSIGN(const Money drawer, desk.drawer());
    return one(decideCashOut(*told.credit, desk.inBooks(*told.credit), c.expected, c.fee, usedIn(state), drawer, hand));
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

void CashDesk::run(const api::TillCommand& command, const UserName& user, api::Reply<api::TillView> reply) {
  if (const auto* opening = std::get_if<api::TicketOpening>(&command); opening != nullptr && !opening->bank.empty())
    askTicket(*opening, user, std::move(reply));
  else if (const auto* cashOut = std::get_if<api::CashOut>(&command); cashOut != nullptr)
    payOut(*cashOut, user, std::move(reply));
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
      views.push_back({credit, isUsed(credit, used)});
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
    if (credit == credits->end())
      reply(fail(ErrorCode::NotFound, "credit " + command.credit));
    else
      decide(command, {std::nullopt, *credit}, user, reply);
  });
}

void CashDesk::askTicket(const api::TicketOpening& opening, const UserName& user, api::Reply<api::TillView> reply) {
  ports::Upstream* upstream = m_.upstreams.find(opening.upstream);
  if (upstream == nullptr || !upstream->givesTickets()) {
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
                        decide(opening, {TicketGiven{answer.amount, payee}, std::nullopt}, user, reply);
                      });
}

void CashDesk::decide(const api::TillCommand& command, const Told& told, const UserName& user,
                      api::Reply<api::TillView> reply) {
  m_.books.flush();
  const Hand hand{user, m_.clock.now()};
  auto changes = std::visit(Decide{*this, hand, told}, command);
  if (!changes) {
    reply(fail(changes.error()));
    return;
  }
  const TillChange& last = changes->back();
  api::TillView view{last.event, last.ticket, last.shift, std::nullopt};
  ports::UnitOfWork work;
  work.till = std::move(*changes);
  m_.books.stageWork(
      std::move(work), "till", [this, view, reply = std::move(reply)](const Status& done) mutable {
        if (!done) {
          reply(fail(done.error()));
          return;
        }
        if (view.event.kind == TillKind::BonPaid)
          if (const auto left = standing(Account{AccountKind::Bon, {}, BonName(view.event.subject)}))
            view.owed = *left;
        reply(std::move(view));
      });
}

Result<std::vector<Ticket>> CashDesk::tickets() {
  LOKET_ASSIGN(ports::TillState state, m_.store.till());
  const Instant now = m_.clock.now();
  for (Ticket& ticket : state.tickets)
    if (isOverdue(ticket, now))
      ticket.state = TicketState::Expired;
  return std::move(state.tickets);
}

Result<std::vector<api::BonView>> CashDesk::bons() {
  LOKET_ASSIGN(const auto all, m_.store.standing());
  std::vector<api::BonView> out;
  for (const ports::AccountBalance& row : all)
    if (row.account.kind == AccountKind::Bon && !row.balance.isZero())
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
