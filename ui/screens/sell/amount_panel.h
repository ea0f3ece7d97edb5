// Asks for one amount: what to transfer, or the most a bill may cost that is taken without a network.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

namespace loket::ui::widgets {
class ActionButton;
class IconTile;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SenderForm;

class AmountPanel final : public QWidget {
  Q_OBJECT

 public:
  AmountPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] widgets::MoneyEdit* edit() const { return m_edit; }
  [[nodiscard]] SenderForm* senderForm() const { return m_sender; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void acceptAmount();
  void accept();
  void refresh();
  [[nodiscard]] bool wantsSender() const;

  SellFlow& m_flow;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_number;
  widgets::TextLabel* m_question;
  widgets::TextLabel* m_why;
  widgets::MoneyEdit* m_edit;
  widgets::TextLabel* m_words;
  SenderForm* m_sender;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
