// The reconciliation page: a supplier's settlement file against the books, and what is booked for it by somebody's reason.
#pragma once

#include "ui/screens/page.h"
#include "ui/screens/reconcile/reconcile_flow.h"

class QStackedWidget;

namespace loket::ui::widgets {
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ChooseFilePanel;
class FindingsPanel;

class ReconcileScreen final : public Page {
  Q_OBJECT

 public:
  explicit ReconcileScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] ReconcileFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showStep();
  void refreshStep();

  const Counter& m_counter;
  ReconcileFlow m_flow;
  QStackedWidget* m_stack;
  ChooseFilePanel* m_choose;
  QWidget* m_reading;
  widgets::TextLabel* m_readingWhat;
  widgets::ProgressLine* m_progress;
  FindingsPanel* m_findings;
};

}  // namespace loket::ui::screens
