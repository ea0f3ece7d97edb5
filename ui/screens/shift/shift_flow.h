// A shift from counting the drawer in the morning to its report at night, without a widget. The core decides
// what the books have and whether a shift is open; here stands only what the cashier is looking at.
#pragma once

#include <QObject>
#include <optional>

#include "ui/bridge/core_bridge.h"
#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {

enum class ShiftStep {
  Asking,   // nobody has said yet whether a shift is open
  Opening,  // none is: the drawer is counted for the next one
  Open,
  Proof,    // of the open shift: cash out of the drawer wants a second proof
  Closing,  // counted blind
  Report,   // of the shift that was closed last
};

class ShiftFlow final : public QObject {
  Q_OBJECT

 public:
  explicit ShiftFlow(bridge::CoreBridge& bridge, QObject* parent = nullptr);

  [[nodiscard]] ShiftStep step() const { return m_step; }
  // The newest shift's; nothing when there never was one.
  [[nodiscard]] const std::optional<api::ShiftReport>& report() const { return m_report; }
  // Of the last step that the cashier asked for.
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] bool isBusy() const { return m_busy; }
  // Something may be in the books already: nothing is sent any more until Loket is opened again.
  [[nodiscard]] bool isUnsure() const { return m_unsure; }
  // What was counted at the opening against what the books had; nothing when that says nothing.
  [[nodiscard]] std::optional<Money> openingDifference() const { return m_openingDifference; }
  // Into or out of the drawer, the last that was recorded here.
  [[nodiscard]] const std::optional<TillEvent>& moved() const { return m_moved; }
  [[nodiscard]] const std::optional<Error>& moveError() const { return m_moveError; }
  [[nodiscard]] bool isMoving() const { return m_moving; }
  [[nodiscard]] const ProofAsk& proofAsk() const { return m_proof; }    // Proof
  [[nodiscard]] const api::PayOut& payingOut() const { return m_out; }  // Proof
  [[nodiscard]] bool hasLastReport() const { return m_report && !m_report->shift.isOpen(); }

  // Asks the core how it stands; sales and other windows' shifts come in by this.
  void refresh();
  // Opening and Closing: this much lies in the drawer.
  void submit(Money counted, const std::string& reason);
  void beginClosing();
  void showReport();
  // One step back: from the count or the proof to the open shift, from the report to the next shift's count.
  void back();
  // Into the drawer, or out of it. Answers by moveChanged().
  void move(const api::PayIn& in);
  void move(const api::PayOut& out);
  // The same out of it once more, with what was wanted.
  void prove(const Proof& proof);
  void forgetMove();

 signals:
  void stepChanged();
  void changed();  // in the same step
  void moveChanged();

 private:
  void go(ShiftStep step);
  void take(const Result<api::ShiftReport>& found);
  [[nodiscard]] ShiftStep stepFor(const api::ShiftReport& report) const;
  void noteUnsure(const Error& error);
  void record(api::TillCommand command);

  bridge::CoreBridge& m_bridge;
  ShiftStep m_step = ShiftStep::Asking;
  std::optional<api::ShiftReport> m_report;
  std::optional<Error> m_error;
  std::optional<Money> m_openingDifference;
  std::optional<TillEvent> m_moved;
  api::PayOut m_out;
  ProofAsk m_proof;
  std::optional<Error> m_moveError;
  bool m_busy = false;
  bool m_moving = false;
  bool m_unsure = false;
  bool m_unread = false;  // the error is of the last question, and goes with the next answer
  bool m_asking = false;
  bool m_askAgain = false;  // something has happened since the question that is under way
};

}  // namespace loket::ui::screens
