#include "ui/screens/shift/shift_flow.h"

#include <utility>

namespace loket::ui::screens {

ShiftFlow::ShiftFlow(bridge::CoreBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
  connect(&bridge, &bridge::CoreBridge::wentOn, this, &ShiftFlow::refresh);
}

void ShiftFlow::go(ShiftStep step) {
  m_step = step;
  emit stepChanged();
}

void ShiftFlow::noteUnsure(const Error& error) {
  m_unsure = m_unsure || error.code == ErrorCode::CommitUnsure;
}

// A day of sales may go by while one question is answered; one more is enough for all of them.
void ShiftFlow::refresh() {
  if (m_asking) {
    m_askAgain = true;
    return;
  }
  m_asking = true;
  m_bridge.shiftReport(this, [this](const Result<api::ShiftReport>& found) {
    m_asking = false;
    const bool again = std::exchange(m_askAgain, false);
    // What was found is older than what has happened: it does to look at, or a long sync would leave the figures
    // standing, but not as the end of a command.
    if (!again || !m_busy)
      take(found);
    if (again)
      refresh();
  });
}

void ShiftFlow::take(const Result<api::ShiftReport>& found) {
  if (!found && found.error().code != ErrorCode::ShiftMissing) {
    // Whatever stands on the screen is not less true than before.
    m_busy = false;
    m_error = found.error();
    m_unread = true;
    if (m_step == ShiftStep::Asking)
      go(ShiftStep::Asking);
    else
      emit changed();
    return;
  }
  if (std::exchange(m_unread, false))
    m_error.reset();
  m_busy = false;
  if (!found) {
    m_report.reset();
    if (m_step != ShiftStep::Opening)
      go(ShiftStep::Opening);
    else
      emit changed();
    return;
  }
  m_report = *found;
  const ShiftStep step = stepFor(*found);
  if (step != m_step)
    go(step);
  else
    emit changed();
}

// A count or a proof that is under way is not taken off the screen by a sale that goes on beside it.
ShiftStep ShiftFlow::stepFor(const api::ShiftReport& report) const {
  if (report.shift.isOpen())
    return m_step == ShiftStep::Closing || m_step == ShiftStep::Proof ? m_step : ShiftStep::Open;
  return m_step == ShiftStep::Asking || m_step == ShiftStep::Opening ? ShiftStep::Opening : ShiftStep::Report;
}

void ShiftFlow::submit(Money counted, const std::string& reason) {
  const bool isOpening = m_step == ShiftStep::Opening;
  if (m_busy || m_unsure || (!isOpening && m_step != ShiftStep::Closing))
    return;
  m_busy = true;
  m_error.reset();
  emit changed();
  api::TillCommand command = api::ShiftClosing{counted, reason};
  if (isOpening)
    command = api::ShiftOpening{counted, reason};
  m_bridge.till(std::move(command), this, [this, isOpening](const Result<api::TillView>& view) {
    if (!view) {
      m_busy = false;
      m_error = view.error();
      m_unread = false;
      noteUnsure(view.error());
      emit changed();
      // Another window, or loketctl, was faster: what it did is to be seen.
      if (view.error().code == ErrorCode::ShiftOpen || view.error().code == ErrorCode::ShiftMissing)
        refresh();
      return;
    }
    m_openingDifference.reset();
    forgetMove();
    if (isOpening && view->shift && !view->shift->floatExpected.isZero())
      m_openingDifference = view->shift->floatCounted - view->shift->floatExpected;
    m_step = isOpening ? ShiftStep::Asking : m_step;
    refresh();
  });
}

void ShiftFlow::beginClosing() {
  if (m_step != ShiftStep::Open || m_busy)
    return;
  m_error.reset();
  m_openingDifference.reset();
  go(ShiftStep::Closing);
}

void ShiftFlow::showReport() {
  if (m_step == ShiftStep::Opening && !m_busy && hasLastReport()) {
    m_error.reset();
    go(ShiftStep::Report);
  }
}

void ShiftFlow::back() {
  if (m_step == ShiftStep::Proof && !m_moving) {
    m_proof.forget();
    return go(ShiftStep::Open);
  }
  if (m_busy)
    return;
  if (m_step == ShiftStep::Closing || m_step == ShiftStep::Report) {
    m_error.reset();
    go(m_step == ShiftStep::Closing ? ShiftStep::Open : ShiftStep::Opening);
  }
}

void ShiftFlow::move(const api::PayIn& in) {
  if (!m_moving && !m_unsure)
    record(in);
}

void ShiftFlow::move(const api::PayOut& out) {
  if (m_moving || m_unsure)
    return;
  m_out = out;
  m_proof.forget();
  record(m_out);
}

void ShiftFlow::prove(const Proof& proof) {
  if (m_step != ShiftStep::Proof || m_moving)
    return;
  m_proof.give(proof);
  m_out.proof = proof;
  record(m_out);
}

void ShiftFlow::record(api::TillCommand command) {
  m_moving = true;
  m_moved.reset();
  m_moveError.reset();
  emit moveChanged();
  m_bridge.till(std::move(command), this, [this](const Result<api::TillView>& view) {
    m_moving = false;
    if (!view && m_proof.take(view.error())) {
      emit moveChanged();
      return go(ShiftStep::Proof);
    }
    if (view) {
      m_moved = view->event;
    } else {
      m_moveError = view.error();
      noteUnsure(view.error());
    }
    m_proof.forget();
    m_out = {};
    emit moveChanged();
    if (m_step == ShiftStep::Proof)
      go(ShiftStep::Open);
  });
}

void ShiftFlow::forgetMove() {
  m_moved.reset();
  m_moveError.reset();
  emit moveChanged();
}

}  // namespace loket::ui::screens
