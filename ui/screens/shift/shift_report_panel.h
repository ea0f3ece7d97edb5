// The report of a closed shift: what the drawer should have had and had, what was sold, how the deposits
// stand; and the paper of it.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/shift/shift_flow.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class IconTile;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;
class ReceiptPanel;
class SalesRows;

class ShiftReportPanel final : public QWidget {
  Q_OBJECT

 public:
  ShiftReportPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  void print();
  void scroll(int rows);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeDrawer(QWidget* card);
  void showDeposits(const std::vector<api::ShiftDepositView>& deposits);

  const Counter& m_counter;
  ShiftFlow& m_flow;
  QVBoxLayout* m_column;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_difference;
  widgets::TextLabel* m_span;
  widgets::InlineMessage* m_message;
  CaptionRow* m_atStart;
  CaptionRow* m_in;
  CaptionRow* m_out;
  CaptionRow* m_expected;
  CaptionRow* m_counted;
  widgets::TextLabel* m_reason;
  QVBoxLayout* m_deposits;
  QWidget* m_depositRows = nullptr;
  CaptionRow* m_sold;
  SalesRows* m_families;
  widgets::ActionButton* m_print;
  widgets::ActionButton* m_next;
  ReceiptPanel* m_paper;
};

}  // namespace loket::ui::screens
