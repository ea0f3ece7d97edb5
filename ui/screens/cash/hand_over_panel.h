// The money is there: what the bank and the shop keep of it, and the cash that the customer gets. Then the
// same sum once more, as large as it can be.
#pragma once

#include <QWidget>

#include "ui/screens/cash/cash_out_flow.h"
#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class IconTile;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;
class SecondAsk;

class HandOverPanel final : public QWidget {
  Q_OBJECT

 public:
  HandOverPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent = nullptr);

  // Shows the flow's step: HandOver or Done.
  void enter();
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void goOn();
  [[nodiscard]] Money fee() const;

  const Counter& m_counter;
  CashOutFlow& m_flow;
  SecondAsk* m_second;
  QVBoxLayout* m_column;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_what;
  CaptionRow* m_received;
  CaptionRow* m_bankFee;
  QWidget* m_feeRow;
  widgets::MoneyEdit* m_fee;
  widgets::TextLabel* m_caption;
  widgets::TextLabel* m_cash;
  widgets::TextLabel* m_words;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_go;
};

}  // namespace loket::ui::screens
