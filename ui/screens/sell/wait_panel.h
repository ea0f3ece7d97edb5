// While something takes time: what is happening, for how long, and what the cashier may do meanwhile.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

namespace loket::ui::widgets {
class IconTile;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class WaitPanel final : public QWidget {
  Q_OBJECT

 public:
  WaitPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  // Shows the flow's step: Asking, Saving or Sending.
  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  // A letter or digit: the next customer's sale begins while this one goes on by itself.
  void nextSale(const QString& typed);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();

  const Counter& m_counter;
  SellFlow& m_flow;
  QTimer m_tick;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_whose;
  widgets::TextLabel* m_state;
  widgets::ProgressLine* m_progress;
  widgets::TextLabel* m_hint;
};

}  // namespace loket::ui::screens
