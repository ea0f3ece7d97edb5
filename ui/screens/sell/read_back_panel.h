// The error barrier: everything the cashier reads to the customer before money is taken, and nothing else.
#pragma once

#include <QWidget>
#include <array>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QHBoxLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class GroupedDigits;
class IconTile;
class InlineMessage;
class MoneyLabel;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionValue;

class ReadBackPanel final : public QWidget {
  Q_OBJECT

 public:
  ReadBackPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  // The flow changed in this step: the guard ended, cash was typed, an error came.
  void refresh();
  // Enter belongs to what is asked beside it.
  void setAsking(bool asking);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] widgets::ActionButton* payButton() const { return m_pay; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QHBoxLayout* makeHead(widgets::Card* card);
  QHBoxLayout* makeFoot(widgets::Card* card);

  const Counter& m_counter;
  SellFlow& m_flow;
  QVBoxLayout* m_column;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_product;
  widgets::TextLabel* m_offer;
  CaptionValue* m_name;
  widgets::TextLabel* m_numberCaption;
  widgets::GroupedDigits* m_number;
  std::array<CaptionValue*, 2> m_facts;
  widgets::InlineMessage* m_warning;
  widgets::Card* m_aloudBox;
  widgets::TextLabel* m_aloud;
  widgets::TextLabel* m_parts;
  widgets::MoneyLabel* m_total;
  widgets::ActionButton* m_back;
  widgets::ActionButton* m_pay;
};

}  // namespace loket::ui::screens
