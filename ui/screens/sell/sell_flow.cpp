#include "ui/screens/sell/sell_flow.h"

#include <QUuid>
#include <algorithm>

#include "core/domain/till/collection.h"
#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {
namespace {

// An accepted payment with nothing left to wait for at the counter: a deposit, or one that met a refusal.
bool isQueued(const Payment& payment) {
  return payment.state == PaymentState::Accepted &&
         (payment.offline || !payment.attempts.empty() || !payment.reason.empty());
}

}  // namespace

SellFlow::SellFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_clock(clock) {
  m_guard.setSingleShot(true);
  connect(&m_guard, &QTimer::timeout, this, [this] {
    m_armed = true;
    emit changed();
  });
  connect(&bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    if (!m_clientRef.empty() && view.payment.clientRef == m_clientRef)
      takePayment(view);
  });
  connect(&bridge, &bridge::CoreBridge::collectionChanged, this, &SellFlow::takeCollection);
}

bool SellFlow::isBlocked() const {
  return m_quote.earlierToday && isUnsettled(m_quote.earlierToday->state);
}

bool SellFlow::needsRepeat() const {
  return m_quote.earlierToday && !isUnsettled(m_quote.earlierToday->state);
}

bool SellFlow::mayBeSaved() const {
  return m_error && m_error->code == ErrorCode::CommitUnsure;
}

bool SellFlow::mayPay(api::Repeat repeat) const {
  return isArmed() && !isBlocked() && !mayBeSaved() && (!needsRepeat() || repeat == api::Repeat::Allow);
}

bool SellFlow::canPay(api::Repeat repeat) const { return mayPay(repeat) && m_cash >= m_quote.total; }

bool SellFlow::canPayByCode(api::Repeat repeat) const {
  return mayPay(repeat) && hasCodes() && m_codeBankReached && !m_quote.offline && m_quote.total <= kQrisMax;
}

void SellFlow::setBanks(const std::vector<api::DepositView>& deposits) {
  UpstreamId bank;
  bool reached = false;
  for (const api::DepositView& one : deposits) {
    const bool makesCodes = std::find(one.collects.begin(), one.collects.end(), CollectionKind::Qris) != one.collects.end();
    // The first that can be reached, or else the first.
    if (!makesCodes || (!bank.empty() && (reached || !one.reachable)))
      continue;
    bank = one.upstream;
    reached = one.reachable;
  }
  if (bank == m_codeBank && reached == m_codeBankReached)
    return;
  m_codeBank = bank;
  m_codeBankReached = reached;
  if (m_step == SellStep::ReadBack)
    emit changed();
}

void SellFlow::go(SellStep step) {
  m_step = step;
  m_stepSince = m_clock.now();
  emit stepChanged();
}

bool SellFlow::wantsSender(Money amount) const {
  return m_choice.kind == ProductKind::Transfer &&
         (m_senderAsked || loket::wantsSender(m_transferLimits, {}, amount));
}

bool SellFlow::hasField() const {
  const auto field = inquiryFieldOf(m_choice.family);
  return field && (field != InquiryField::Months || (m_takesMonths && m_choice.kind == ProductKind::Bill));
}

void SellFlow::choose(const Choice& choice) {
  m_choice = choice;
  m_fieldGiven = false;
  m_senderAsked = false;
  m_error.reset();
  proceed();
}

void SellFlow::setNumber(const QString& number) {
  m_choice.number = number.toStdString();
  proceed();
}

void SellFlow::setFields(const InquiryFields& typed) {
  const auto fields = readInquiryFields(m_choice.family, typed, businessDateOf(m_clock.now()).year);
  m_choice.fields = fields.value_or(typed);
  if (!fields) {
    m_error = fields.error();
    return go(SellStep::Field);
  }
  m_fieldGiven = true;
  proceed();
}

void SellFlow::setAmount(Money amount) {
  m_choice.amount = amount;
  proceed();
}

void SellFlow::proceed() {
  if (m_choice.number.empty())
    return go(SellStep::Number);
  if (const auto number = normalizeNumber(m_choice.family, m_choice.number); !number) {
    m_error = number.error();
    return go(SellStep::Number);
  }
  if (hasField() && m_choice.fields.empty() && !m_fieldGiven) {
    m_error.reset();
    return go(SellStep::Field);
  }
  const bool needsAmount =
      m_choice.kind == ProductKind::Transfer ||
      (m_choice.kind == ProductKind::Bill && (!m_online || m_choice.family == Family::EMoney));
  if (needsAmount && !m_choice.amount)
    return go(SellStep::Amount);
  ask();
}

void SellFlow::ask() {
  m_error.reset();
  const int round = ++m_round;
  go(SellStep::Asking);
  api::InquiryRequest request;
  request.product = m_choice.product;
  request.number = m_choice.number;
  request.amount = m_choice.amount;
  request.fields = m_choice.fields;
  m_bridge.inquire(std::move(request), this,
                   [this, round](const Result<api::Quote>& quote) { takeQuote(quote, round); });
}

void SellFlow::takeQuote(const Result<api::Quote>& quote, int round) {
  if (round != m_round || m_step != SellStep::Asking)
    return;
  if (!quote) {
    // The most it may cost, or the sum that a virtual account without a bill is to get.
    const bool amountMissing =
        m_choice.kind == ProductKind::Bill && !m_choice.amount &&
        (quote.error().code == ErrorCode::NeedsInquiry || quote.error().code == ErrorCode::Offline ||
         quote.error().code == ErrorCode::AmountInvalid);
    if (amountMissing)
      return go(SellStep::Amount);
    m_error = quote.error();
    return go(m_choice.amount ? SellStep::Amount : hasField() ? SellStep::Field : SellStep::Number);
  }
  m_quote = *quote;
  m_cash = m_quote.total;
  m_clientRef = ClientRef(QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString());
  m_armed = false;
  m_guard.start(static_cast<int>(kReadBackGuard.ms));
  go(SellStep::ReadBack);
}

void SellFlow::setCash(Money cash) {
  m_cash = cash;
  if (!mayBeSaved())
    m_error.reset();
  emit changed();
}

api::SellRequest SellFlow::request(api::Repeat repeat) const {
  api::SellRequest request;
  request.product = m_choice.product;
  request.number = m_choice.number;
  request.amount = m_choice.amount;
  request.fields = m_choice.fields;
  request.clientRef = m_clientRef;
  request.repeat = repeat;
  request.quote = m_quote;
  if (m_quote.kind == ProductKind::Transfer)
    request.sender = m_choice.sender;
  return request;
}

void SellFlow::pay(api::Repeat repeat) {
  if (!canPay(repeat))
    return;
  api::SellRequest order = request(repeat);
  order.cash = m_cash;
  goOn(std::move(order), &SellFlow::sell);
}

void SellFlow::payLater(const std::string& name, api::Repeat repeat) {
  if (!canPayLater(repeat))
    return;
  api::SellRequest order = request(repeat);
  order.bon = name;
  goOn(std::move(order), &SellFlow::sell);
}

void SellFlow::goOn(api::SellRequest order, void (SellFlow::*way)(api::SellRequest)) {
  m_proof = {};
  m_proven = [this, order, way] {
    api::SellRequest proven = order;
    proven.proof = m_proof;
    (this->*way)(std::move(proven));
  };
  if (m_quote.stepUp == StepUpReason::None)
    return m_proven();
  m_error.reset();
  go(SellStep::Proof);
}

void SellFlow::prove(const Proof& proof) {
  if (m_step != SellStep::Proof || !m_proven)
    return;
  m_proof = proof;
  m_proven();
}

void SellFlow::sell(api::SellRequest order) {
  m_armed = false;
  m_error.reset();
  m_payment = {};
  go(SellStep::Saving);
  m_bridge.sell(std::move(order), this, [this, ref = m_clientRef](const Result<api::PaymentView>& view) {
    if (ref != m_clientRef)
      return;
    if (view) {
      // An event may have overtaken the answer; what is newer stays.
      if (m_payment.payment.ref.empty())
        takePayment(*view);
      return;
    }
    if (m_step == SellStep::Saving)
      fallBack(view.error());
  });
}

void SellFlow::fallBack(const Error& error) {
  m_error = error;
  if (error.code == ErrorCode::PriceChanged) {
    ask();
    m_error = error;
    return;
  }
  if (error.code == ErrorCode::SenderMissing || error.code == ErrorCode::SenderInvalid) {
    m_senderAsked = true;
    return go(SellStep::Amount);
  }
  if (m_proven && isAboutProof(error, m_proof))
    return go(SellStep::Proof);
  m_guard.start(static_cast<int>(kReadBackGuard.ms));
  go(SellStep::ReadBack);
}

void SellFlow::payByCode(api::Repeat repeat) {
  if (!mayPay(repeat) || !hasCodes())
    return;
  if (!canPayByCode(repeat)) {
    m_error = Error{m_quote.total > kQrisMax ? ErrorCode::AmountInvalid : ErrorCode::OfflineForbidden, "qris"};
    emit changed();
    return;
  }
  goOn(request(repeat), &SellFlow::askCode);
}

void SellFlow::askCode(api::SellRequest order) {
  m_armed = false;
  m_error.reset();
  m_payment = {};
  forgetCode();
  api::CollectionOpening opening;
  opening.upstream = m_codeBank;
  opening.sale = std::make_shared<const api::SellRequest>(std::move(order));
  go(SellStep::Code);
  m_bridge.till(std::move(opening), this, [this, ref = m_clientRef](const Result<api::TillView>& view) {
    if (ref != m_clientRef || m_step != SellStep::Code)
      return;
    if (!view)
      fallBack(view.error());
    else if (view->collection)
      takeCollection(*view->collection);
  });
}

void SellFlow::takeCollection(const Collection& collection) {
  if (m_step != SellStep::Code || !collection.sale || m_clientRef.empty() ||
      collection.sale->payment.clientRef != m_clientRef)
    return;
  m_collection = collection;
  emit changed();
}

void SellFlow::askBank() {
  if (m_step != SellStep::Code || !m_collection || m_askingBank)
    return;
  m_askingBank = true;
  m_error.reset();
  emit changed();
  m_bridge.till(api::CollectionQuestion{m_collection->id}, this,
                [this, ref = m_clientRef](const Result<api::TillView>& view) {
                  if (ref != m_clientRef || m_step != SellStep::Code)
                    return;
                  m_askingBank = false;
                  if (view && view->collection)
                    return takeCollection(*view->collection);
                  m_error = view ? Error{ErrorCode::Internal, {}} : view.error();
                  emit changed();
                });
}

void SellFlow::printCode() {
  if (m_step != SellStep::Code || !m_collection || m_collection->state != CollectionState::Waiting)
    return;
  m_bridge.printCollection(m_collection->id, this, [this, id = m_collection->id](const Result<api::PrintView>& print) {
    if (!m_collection || m_collection->id != id)
      return;
    m_codePrint = print ? *print : api::PrintView{api::PrintOutcome::Failed, 0, print.error().detail};
    emit changed();
  });
}

bool SellFlow::canGiveUp() const {
  return m_step == SellStep::Code && m_collection && m_collection->state != CollectionState::Sold;
}

// Back to the read-back under a name of its own: what comes for the old code stays that one's.
void SellFlow::giveUp() {
  if (!canGiveUp())
    return;
  const auto leave = [this] {
    // He has paid: to be asked for the same sum once more in cash is the last thing he needs.
    if (m_collection->state == CollectionState::Paid)
      return startOver();
    forgetCode();
    m_clientRef = ClientRef(QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString());
    m_guard.start(static_cast<int>(kReadBackGuard.ms));
    go(SellStep::ReadBack);
  };
  if (m_collection->state == CollectionState::Ended || m_collection->sale->isOff)
    return leave();
  m_bridge.till(api::CollectionGiveUp{m_collection->id}, this,
                [this, leave, ref = m_clientRef](const Result<api::TillView>& view) {
                  if (ref != m_clientRef || m_step != SellStep::Code)
                    return;
                  // It was paid in that very moment: what has become of it is told.
                  if (view)
                    return leave();
                  m_error = view.error();
                  emit changed();
                });
}

void SellFlow::forgetCode() {
  m_collection.reset();
  m_codePrint.reset();
  m_askingBank = false;
}

void SellFlow::takePayment(const api::PaymentView& view) {
  m_payment = view;
  const PaymentState state = view.payment.state;
  const bool underWay =
      state == PaymentState::Sending || (state == PaymentState::Accepted && !isQueued(view.payment));
  const SellStep wanted = underWay ? SellStep::Sending : SellStep::Outcome;
  if (m_step == wanted)
    emit changed();
  else
    go(wanted);
}

void SellFlow::refund(const api::Second& second, std::function<void(const Status&)> done) {
  const Payment& payment = m_payment.payment;
  if (m_step != SellStep::Outcome || m_refunding || !payment.owesCash())
    return done(fail(ErrorCode::StateForbids, std::string(wordOf(payment.state))));
  m_refunding = true;
  m_bridge.refund(payment.ref, second, this, [this, done = std::move(done)](const Result<api::PaymentView>& view) {
    m_refunding = false;
    done(view ? Status() : fail(view.error()));
    if (view)
      takePayment(*view);
  });
}

void SellFlow::refuse(const Error& error) {
  m_error = error;
  emit changed();
}

void SellFlow::back() {
  m_error.reset();
  switch (m_step) {
    case SellStep::Search:
    case SellStep::Saving:  // a moment; nothing to go back to
      return;
    case SellStep::Code:
      return giveUp();
    case SellStep::Proof:
      m_proven = nullptr;
      m_armed = false;
      m_guard.start(static_cast<int>(kReadBackGuard.ms));
      return go(SellStep::ReadBack);
    case SellStep::Field:
      m_choice.fields = {};
      m_fieldGiven = false;
      return go(SellStep::Number);
    case SellStep::Amount:
      m_choice.amount.reset();
      return go(hasField() ? SellStep::Field : SellStep::Number);
    case SellStep::ReadBack:
    case SellStep::Asking:
      if (m_choice.amount)
        return go(SellStep::Amount);
      if (hasField())
        return go(SellStep::Field);
      return startOver();
    case SellStep::Number:
    case SellStep::Sending:
    case SellStep::Outcome:
      return startOver();
  }
}

void SellFlow::standBack() {
  if ((m_step != SellStep::ReadBack && m_step != SellStep::Proof && m_step != SellStep::Asking) || mayBeSaved())
    return;
  ++m_round;
  m_guard.stop();
  m_armed = false;
  m_clientRef = {};
  m_proof = {};
  m_proven = nullptr;
  m_quote = {};
  m_error.reset();
  go(m_choice.amount ? SellStep::Amount : hasField() ? SellStep::Field : SellStep::Number);
}

void SellFlow::startOver() {
  ++m_round;
  m_guard.stop();
  m_armed = false;
  m_clientRef = {};
  m_choice = {};
  m_fieldGiven = false;
  m_senderAsked = false;
  m_proof = {};
  m_proven = nullptr;
  m_quote = {};
  m_payment = {};
  forgetCode();
  m_error.reset();
  go(SellStep::Search);
}

}  // namespace loket::ui::screens
