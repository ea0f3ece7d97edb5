// The shift's page: the panel of the flow's step in front.
#pragma once

#include "ui/screens/page.h"
#include "ui/screens/shift/shift_flow.h"

class QStackedWidget;

namespace loket::ui::widgets {
class InlineMessage;
}

namespace loket::ui::screens {

class CountPanel;
class OpenShiftPanel;
class ProofPanel;
class ShiftReportPanel;

class ShiftScreen final : public Page {
  Q_OBJECT

 public:
  explicit ShiftScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] ShiftFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showStep();
  void refreshStep();
  // True when the key meant something.
  bool openKey(int key);
  bool countKey(CountPanel& panel, int key);

  const Counter& m_counter;
  ShiftFlow m_flow;
  QStackedWidget* m_stack;
  QWidget* m_asking;
  widgets::InlineMessage* m_why;
  CountPanel* m_opening;
  CountPanel* m_closing;
  OpenShiftPanel* m_open;
  ProofPanel* m_proof;
  ShiftReportPanel* m_report;
};

}  // namespace loket::ui::screens
