// The right side of the read-back: the cash the customer hands over, and what the sale means for the shop.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QGridLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class CashPanel final : public QWidget {
  Q_OBJECT

 public:
  CashPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  [[nodiscard]] widgets::MoneyEdit* edit() const { return m_edit; }

 signals:
  // Nothing is paid now: whose bon it is, is to be asked.
  void laterWanted(loket::api::Repeat repeat);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void take(std::size_t button);
  void askLater(api::Repeat repeat);
  void bringEarlier();
  void fit();

  const Counter& m_counter;
  SellFlow& m_flow;
  widgets::Card* m_card = nullptr;
  std::vector<Money> m_amounts;  // of the buttons: exact, then the likely notes
  std::vector<widgets::ActionButton*> m_buttons;
  widgets::ActionButton* m_code;
  widgets::ActionButton* m_later;
  QGridLayout* m_buttonGrid;
  widgets::MoneyEdit* m_edit;
  CaptionRow* m_received;
  CaptionRow* m_change;
  CaptionRow* m_cost;
  CaptionRow* m_profit;
  CaptionRow* m_deposit;
  QWidget* m_earlier;
  QVBoxLayout* m_earlierRows;
};

}  // namespace loket::ui::screens
