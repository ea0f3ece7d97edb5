#include "ui/screens/cash/cash_out_flow.h"

#include <algorithm>

namespace loket::ui::screens {

CashOutFlow::CashOutFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_clock(clock) {
  m_guard.setSingleShot(true);
  m_guard.setInterval(static_cast<int>(kHandOverGuard.ms));
  connect(&m_guard, &QTimer::timeout, this, [this] {
    m_armed = true;
    emit changed();
  });
  connect(&bridge, &bridge::CoreBridge::wentOn, this, &CashOutFlow::refresh);
  connect(&bridge, &bridge::CoreBridge::collectionChanged, this, qOverload<const Collection&>(&CashOutFlow::take));
}

std::optional<CashDoor> CashOutFlow::door() const {
  return m_doors.empty() ? std::nullopt : std::optional<CashDoor>(m_doors[static_cast<std::size_t>(m_door)]);
}

Money CashOutFlow::received() const {
  return m_credit ? m_credit->amount : m_collection ? m_collection->amount : Money{};
}

bool CashOutFlow::canHandOut(Money fee) const {
  const bool isThere = m_credit || (m_collection && m_collection->state == CollectionState::Paid);
  const bool mayBeGiven = m_error && m_error->code == ErrorCode::CommitUnsure;
  return m_step == CashOutStep::HandOver && isThere && m_armed && !m_paying && !mayBeGiven &&
         !fee.isNegative() && fee < received();
}

bool CashOutFlow::isUnderWay(const std::string& customer, Money amount) const {
  return std::any_of(m_all.begin(), m_all.end(), [&](const Collection& one) {
    return one.kind == CollectionKind::Password && one.state == CollectionState::Asked &&
           one.customer == customer && one.amount == amount;
  });
}

void CashOutFlow::setStatus(const api::CounterStatus& status) {
  std::vector<CashDoor> doors;
  for (const api::DepositView& bank : status.deposits) {
    if (bank.hasStatement)
      doors.push_back({bank.upstream, CashWay::Transfer});
    for (const CollectionKind kind : bank.collects)
      doors.push_back({bank.upstream, kind == CollectionKind::Qris ? CashWay::Code : CashWay::Password});
  }
  if (doors == m_doors)
    return;
  m_doors = std::move(doors);
  m_door = 0;
  emit doorsChanged();
}

void CashOutFlow::chooseDoor(int index) {
  if (m_step != CashOutStep::Choose || index < 0 || index >= static_cast<int>(m_doors.size()))
    return;
  m_door = index;
  m_error.reset();
  emit doorsChanged();
}

void CashOutFlow::ask(Money amount, const std::string& customer, std::shared_ptr<const SecretBytes> password,
                      api::Repeat repeat) {
  const auto chosen = door();
  if (m_step != CashOutStep::Choose || m_asking || !chosen || chosen->way == CashWay::Transfer)
    return;
  m_asked = {};
  m_asked.upstream = chosen->upstream;
  m_asked.kind = chosen->way == CashWay::Code ? CollectionKind::Qris : CollectionKind::Password;
  m_asked.amount = amount;
  m_asked.customer = customer;
  if (repeat == api::Repeat::Forbid && m_asked.kind == CollectionKind::Password &&
      isUnderWay(customer, amount)) {
    m_error = Error{ErrorCode::DuplicateOpen, {}};
    emit changed();
    return;
  }
  forget();
  api::CollectionOpening opening = m_asked;
  opening.password = std::move(password);
  m_asking = true;
  const int round = m_round;
  m_bridge.till(std::move(opening), this, [this, round](const Result<api::TillView>& view) {
    if (round != m_round)
      return;
    m_asking = false;
    if (view && view->collection) {
      take(*view->collection);
      return;
    }
    m_collection.reset();
    m_error = view ? Error{ErrorCode::Internal, {}} : view.error();
    go(CashOutStep::Choose);
  });
  go(CashOutStep::Collection);
}

void CashOutFlow::takeCredit(const Credit& credit) {
  if (m_step != CashOutStep::Choose)
    return;
  forget();
  m_credit = credit;
  go(CashOutStep::HandOver);
}

void CashOutFlow::show(const Collection& collection) {
  if (m_paying)
    return;
  forget();
  m_collection = collection;
  go(collection.state == CollectionState::Paid ? CashOutStep::HandOver : CashOutStep::Collection);
}

// The one that was just asked for has no name here until the core tells of it.
bool CashOutFlow::isMine(const Collection& collection) const {
  if (m_collection)
    return m_collection->id == collection.id;
  return m_asking && !collection.sale && collection.state == CollectionState::Asked && collection.upstream == m_asked.upstream &&
         collection.kind == m_asked.kind && collection.amount == m_asked.amount &&
         collection.customer == m_asked.customer;
}

void CashOutFlow::take(const Collection& collection) {
  const auto at = std::find_if(m_all.begin(), m_all.end(),
                               [&collection](const Collection& one) { return one.id == collection.id; });
  if (at == m_all.end())
    m_all.insert(m_all.begin(), collection);
  else
    *at = collection;
  emit listChanged();
  if (m_step == CashOutStep::Choose || m_step == CashOutStep::Done || m_credit || !isMine(collection))
    return;
  m_collection = collection;
  const bool isPaid = collection.state == CollectionState::Paid;
  if (isPaid && m_step == CashOutStep::Collection)
    go(CashOutStep::HandOver);
  else if (!isPaid && (m_step == CashOutStep::HandOver || m_step == CashOutStep::Proof) && !m_paying)
    go(CashOutStep::Collection);  // somebody else has given the cash
  else
    emit changed();
}

void CashOutFlow::askBank() {
  if (m_step != CashOutStep::Collection || !m_collection || m_asking)
    return;
  m_asking = true;
  m_error.reset();
  emit changed();
  const int round = ++m_round;
  m_bridge.till(api::CollectionQuestion{m_collection->id}, this,
                [this, round](const Result<api::TillView>& view) {
                  if (round != m_round)
                    return;
                  m_asking = false;
                  if (view && view->collection) {
                    take(*view->collection);
                    return;
                  }
                  m_error = view ? Error{ErrorCode::Internal, {}} : view.error();
                  emit changed();
                });
}

void CashOutFlow::printCode() {
  if (m_step != CashOutStep::Collection || !m_collection || m_collection->state != CollectionState::Waiting)
    return;
  m_bridge.printCollection(
      m_collection->id, this, [this, id = m_collection->id](const Result<api::PrintView>& print) {
        if (!m_collection || m_collection->id != id)
          return;
        m_print = print ? *print : api::PrintView{api::PrintOutcome::Failed, 0, print.error().detail};
        emit changed();
      });
}

bool CashOutFlow::canRenew() const {
  return m_step == CashOutStep::Collection && !m_asking && m_collection &&
         m_collection->kind == CollectionKind::Qris &&
         (m_collection->state == CollectionState::Ended ||
          (m_collection->state == CollectionState::Waiting && m_clock.now() >= m_collection->expiresAt));
}

void CashOutFlow::renew() {
  if (!canRenew())
    return;
  const Collection old = *m_collection;
  const auto door = std::find(m_doors.begin(), m_doors.end(), CashDoor{old.upstream, CashWay::Code});
  if (door == m_doors.end())
    return leave();
  forget();
  m_step = CashOutStep::Choose;
  chooseDoor(static_cast<int>(door - m_doors.begin()));
  ask(old.amount, {}, nullptr, api::Repeat::Forbid);
}

void CashOutFlow::handOut(Money fee, const api::Second& second, std::function<void(const Status&)> ended) {
  if (!canHandOut(fee)) {
    if (ended)
      ended(fail(ErrorCode::StateForbids));
    return;
  }
  m_fee = fee;
  m_second = second;
  m_proof.forget();
  pay(std::move(ended));
}

void CashOutFlow::prove(const Proof& proof) {
  if (m_step != CashOutStep::Proof || m_paying)
    return;
  m_proof.give(proof);
  pay();
}

void CashOutFlow::standBack() {
  if (m_step != CashOutStep::Proof || m_paying)
    return;
  m_proof.forget();
  go(CashOutStep::HandOver);
}

void CashOutFlow::pay(std::function<void(const Status&)> ended) {
  m_paying = true;
  m_error.reset();
  emit changed();
  const int round = ++m_round;
  api::TillCommand command = api::CollectionPayOut{m_collection ? m_collection->id : CollectionId{}, m_fee, m_proof.given(), m_second};
  if (m_credit)
    command = api::CashOut{m_credit->upstream, m_credit->id, m_credit->amount, m_fee, m_proof.given()};
  m_bridge.till(std::move(command), this, [this, round, ended = std::move(ended)](const Result<api::TillView>& view) {
    if (round == m_round)
      take(view);
    if (ended)
      ended(view ? Status() : fail(view.error()));
  });
}

void CashOutFlow::take(const Result<api::TillView>& paid) {
  m_paying = false;
  if (paid) {
    m_given = paid->event.amount;
    go(CashOutStep::Done);
    return;
  }
  // Where the owner's code agrees no other one is judged: it is no word about a second proof.
  const bool isOfTheSecond = !m_second.ownerCode.empty() && paid.error().code != ErrorCode::StepUpMissing;
  if (!isOfTheSecond && m_proof.take(paid.error()))
    return go(CashOutStep::Proof);
  m_error = paid.error();
  if (m_step == CashOutStep::Proof)
    go(CashOutStep::HandOver);
  else
    emit changed();
}

void CashOutFlow::leave() {
  if (m_paying)
    return;
  forget();
  go(CashOutStep::Choose);
}

void CashOutFlow::forget() {
  ++m_round;
  m_asking = false;
  m_paying = false;
  m_error.reset();
  m_collection.reset();
  m_credit.reset();
  m_print.reset();
  m_fee = {};
  m_second = {};
  m_proof.forget();
  m_given = {};
}

void CashOutFlow::refresh() {
  m_bridge.collections(this, [this](const Result<std::vector<Collection>>& all) {
    if (!all)
      return;
    m_all = *all;
    emit listChanged();
    if (!m_collection || m_credit)
      return;
    for (const Collection& one : *all)
      if (one.id == m_collection->id)
        take(one);
  });
}

void CashOutFlow::go(CashOutStep step) {
  m_step = step;
  m_armed = false;
  if (step == CashOutStep::HandOver)
    m_guard.start();
  else
    m_guard.stop();
  emit stepChanged();
}

}  // namespace loket::ui::screens
