// Where a top-up begins: which deposit, how much, and from which bank the money will come.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "ui/screens/deposit/deposit_flow.h"
#include "ui/screens/page.h"

class QHBoxLayout;
class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class Chip;
class ChoiceGrid;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class AskTicketPanel final : public QWidget {
  Q_OBJECT

 public:
  AskTicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  // What was typed is recorded, and does not stand there for the next one.
  void clear();
  void nextBank();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeForm();
  void makeBanks(const std::vector<std::string>& banks);
  void showDeposit();
  void chooseBank(std::size_t index);
  void accept();

  const Counter& m_counter;
  DepositFlow& m_flow;
  widgets::Card* m_card;
  QVBoxLayout* m_column;
  widgets::ChoiceGrid* m_doors;
  widgets::TextLabel* m_none;
  QWidget* m_form;
  CaptionRow* m_balance;
  CaptionRow* m_reserved;
  widgets::MoneyEdit* m_amount;
  widgets::TextLabel* m_words;
  QWidget* m_bankPart;
  QHBoxLayout* m_bankRow;
  std::vector<std::string> m_banks;  // the first is none: the shop makes the sum unique itself
  std::vector<widgets::Chip*> m_chips;
  std::size_t m_bank = 0;
  QWidget* m_ownerPart;
  QLineEdit* m_owner;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
