#include "ui/screens/deposit/deposit_flow.h"

#include <algorithm>

namespace loket::ui::screens {

DepositFlow::DepositFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_clock(clock) {
  m_guard.setSingleShot(true);
  m_guard.setInterval(static_cast<int>(kPayGuard.ms));
  connect(&m_guard, &QTimer::timeout, this, [this] {
    m_armed = true;
    emit changed();
  });
  connect(&bridge, &bridge::CoreBridge::wentOn, this, &DepositFlow::refresh);
  connect(&bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    if (!view.payment.isTopUp())
      return;
    if (m_payment && m_payment->ref == view.payment.ref)
      m_payment = view.payment;
    refresh();
  });
}

const api::DepositView* DepositFlow::deposit() const {
  return m_deposits.empty() ? nullptr : &m_deposits[static_cast<std::size_t>(m_deposit)];
}

bool DepositFlow::isWaiting() const {
  return m_step == DepositStep::Ticket && m_ticket && m_ticket->ticket.state == TicketState::Open && !m_ticket->payment &&
         !m_busy && !m_unsure;
}

bool DepositFlow::canPay() const {
  return isWaiting() && !m_banks.empty() && mayBePaid(m_ticket->ticket, m_clock.now()).has_value();
}

bool DepositFlow::canMark() const {
  return isWaiting();
}

bool DepositFlow::canCredit() const {
  if (m_step != DepositStep::Ticket || !m_ticket || m_busy || m_unsure)
    return false;
  // What may still be sent has not come in; what was not paid in time may have.
  return m_ticket->ticket.state == TicketState::Open ? !m_ticket->payment
                                                     : m_ticket->ticket.state != TicketState::Credited;
}

bool DepositFlow::canSend() const {
  return m_step == DepositStep::Pay && m_quote && m_armed && !m_busy && !m_unsure;
}

void DepositFlow::setStatus(const api::CounterStatus& status) {
  std::vector<api::DepositView> deposits;
  std::vector<UpstreamId> banks;
  for (const api::DepositView& one : status.deposits)
    if (one.isFilled)
      deposits.push_back(one);
    else
      banks.push_back(one.upstream);
  const std::string chosen = deposit() == nullptr ? std::string() : deposit()->upstream.str();
  m_deposits = std::move(deposits);
  m_banks = std::move(banks);
  const auto same = std::find_if(m_deposits.begin(), m_deposits.end(),
                                 [&chosen](const api::DepositView& one) { return one.upstream.str() == chosen; });
  m_deposit = same == m_deposits.end() ? 0 : static_cast<int>(same - m_deposits.begin());
  emit depositsChanged();
}

void DepositFlow::chooseDeposit(int index) {
  if (m_step != DepositStep::Ask || m_busy || index < 0 || index >= static_cast<int>(m_deposits.size()))
    return;
  m_deposit = index;
  m_error.reset();
  emit depositsChanged();
}

void DepositFlow::fail(const Error& error) {
  m_busy = false;
  m_error = error;
  m_unsure = m_unsure || error.code == ErrorCode::CommitUnsure;
  if (m_step == DepositStep::Proof)
    go(DepositStep::Pay);
  else
    emit changed();
}

void DepositFlow::run(api::TillCommand command) {
  m_busy = true;
  m_error.reset();
  emit changed();
  const int round = ++m_round;
  m_bridge.till(std::move(command), this, [this, round](const Result<api::TillView>& view) {
    if (round != m_round)
      return;
    if (!view || !view->ticket)
      return fail(view ? Error{ErrorCode::Internal, {}} : view.error());
    m_busy = false;
    take({*view->ticket, m_ticket ? m_ticket->payment : std::nullopt});
    go(DepositStep::Ticket);
    refresh();
  });
}

void DepositFlow::ask(Money wanted, const std::string& bank, const std::string& ownerName) {
  if (!canAsk())
    return;
  m_ticket.reset();
  m_payment.reset();
  run(api::TicketOpening{deposit()->upstream, wanted, bank, ownerName});
}

void DepositFlow::take(const api::TicketView& ticket) {
  m_ticket = ticket;
  if (!ticket.payment) {
    m_payment.reset();
    return;
  }
  if (m_payment && m_payment->ref == *ticket.payment)
    return;
  m_bridge.payment(ticket.payment->str(), this, [this, ref = *ticket.payment](const Result<api::PaymentDetail>& found) {
    if (!found || !m_ticket || m_ticket->payment != ref)
      return;
    m_payment = found->payment;
    emit changed();
  });
}

void DepositFlow::show(const api::TicketView& ticket) {
  if (m_busy)
    return;
  forget();
  take(ticket);
  go(DepositStep::Ticket);
}

void DepositFlow::askBank(int bank) {
  if (!canPay() || bank < 0 || bank >= static_cast<int>(m_banks.size()))
    return;
  m_via = m_banks[static_cast<std::size_t>(bank)];
  m_busy = true;
  m_error.reset();
  emit changed();
  const int round = ++m_round;
  m_bridge.quoteTicket({m_ticket->ticket.id, m_via}, this, [this, round](const Result<api::Quote>& quote) {
    if (round != m_round)
      return;
    if (!quote) {
      fail(quote.error());
      // Another window may have sent it meanwhile: what is so is to be seen.
      return refresh();
    }
    m_busy = false;
    m_quote = *quote;
    go(DepositStep::Pay);
  });
}

void DepositFlow::nextBank() {
  if (m_step != DepositStep::Pay || m_busy || m_banks.size() < 2)
    return;
  const auto at = std::find(m_banks.begin(), m_banks.end(), m_via);
  const auto next = at == m_banks.end() ? 0 : (at - m_banks.begin() + 1) % static_cast<std::ptrdiff_t>(m_banks.size());
  leave();
  askBank(static_cast<int>(next));
}

void DepositFlow::send() {
  if (!canSend())
    return;
  m_proof.forget();
  transfer();
}

void DepositFlow::prove(const Proof& proof) {
  if (m_step != DepositStep::Proof || m_busy)
    return;
  m_proof.give(proof);
  transfer();
}

void DepositFlow::standBack() {
  if (m_step != DepositStep::Proof || m_busy)
    return;
  m_proof.forget();
  go(DepositStep::Pay);
}

void DepositFlow::transfer() {
  m_busy = true;
  m_error.reset();
  emit changed();
  const int round = ++m_round;
  m_bridge.payTicket({m_ticket->ticket.id, m_via, m_proof.given()}, m_quote, this, [this, round](const Result<api::PaymentView>& view) {
    if (round != m_round)
      return;
    if (!view && m_proof.take(view.error())) {
      m_busy = false;
      return go(DepositStep::Proof);
    }
    if (!view)
      return fail(view.error());
    m_busy = false;
    m_proof.forget();
    m_quote.reset();
    m_payment = view->payment;
    m_ticket->payment = view->payment.ref;
    go(DepositStep::Ticket);
    refresh();
  });
}

void DepositFlow::mark(PaidFrom from) {
  if (canMark())
    run(api::TicketTransfer{m_ticket->ticket.id, from});
}

void DepositFlow::credit() {
  if (canCredit())
    run(api::TicketCredit{m_ticket->ticket.id});
}

void DepositFlow::leave() {
  if (m_step == DepositStep::Proof)
    return standBack();
  if (m_busy && m_step == DepositStep::Pay)
    return;
  if (m_step == DepositStep::Pay) {
    ++m_round;
    m_quote.reset();
    m_error.reset();
    go(DepositStep::Ticket);
    return;
  }
  if (m_busy)
    return;
  forget();
  go(DepositStep::Ask);
}

void DepositFlow::forget() {
  ++m_round;
  m_busy = false;
  m_error.reset();
  m_ticket.reset();
  m_payment.reset();
  m_quote.reset();
  m_proof.forget();
}

void DepositFlow::refresh() {
  m_bridge.tickets(this, [this](const Result<std::vector<api::TicketView>>& all) {
    if (!all)
      return;
    m_all = *all;
    emit listChanged();
    if (!m_ticket || m_busy)
      return;
    const auto same = std::find_if(m_all.begin(), m_all.end(), [this](const api::TicketView& one) {
      return one.ticket.id == m_ticket->ticket.id;
    });
    if (same == m_all.end())
      return;
    take(*same);
    emit changed();
  });
}

void DepositFlow::go(DepositStep step) {
  m_step = step;
  m_armed = false;
  if (step == DepositStep::Pay)
    m_guard.start();
  else
    m_guard.stop();
  emit stepChanged();
}

}  // namespace loket::ui::screens
