// The shift that is open: since when, by whom, and what was sold. Nothing of the drawer, which is counted
// blind.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/shift/shift_flow.h"

class QHBoxLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionValue;
class DrawerPanel;
class SalesRows;

class OpenShiftPanel final : public QWidget {
  Q_OBJECT

 public:
  OpenShiftPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  void scroll(int rows);
  [[nodiscard]] DrawerPanel& drawer() { return *m_drawer; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void hintsChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  const Counter& m_counter;
  ShiftFlow& m_flow;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_since;
  CaptionValue* m_count;
  CaptionValue* m_sum;
  SalesRows* m_families;
  widgets::TextLabel* m_none;
  widgets::TextLabel* m_note;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_close;
  DrawerPanel* m_drawer;
};

}  // namespace loket::ui::screens
