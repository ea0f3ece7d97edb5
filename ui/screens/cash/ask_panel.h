// Where a cash-out begins: the ways of the shop's banks, and under them the sum that the bank is to collect,
// or what has come in by itself.
#pragma once

#include <QWidget>

#include "ui/screens/cash/cash_out_flow.h"
#include "ui/screens/page.h"

class QLineEdit;
class QStackedWidget;
class QVBoxLayout;

namespace loket::ui::models {
class CreditList;
}
namespace loket::ui::widgets {
class ActionButton;
class Card;
class ChoiceGrid;
class InlineMessage;
class MoneyEdit;
class RowList;
class SecretField;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class AskPanel final : public QWidget {
  Q_OBJECT

 public:
  AskPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  // The bank's statement is asked again.
  void bringCredits();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeForm();
  void showDoors();
  void clearForm();
  void accept(api::Repeat repeat);
  void chooseCredit(int row);
  [[nodiscard]] std::string customer() const;
  [[nodiscard]] bool wantsPassword() const;

  const Counter& m_counter;
  CashOutFlow& m_flow;
  widgets::Card* m_card;
  QVBoxLayout* m_column;
  widgets::ChoiceGrid* m_doors;
  QStackedWidget* m_body;
  QWidget* m_form;
  widgets::TextLabel* m_question;
  widgets::MoneyEdit* m_amount;
  widgets::TextLabel* m_words;
  QWidget* m_secret;  // number and password
  QLineEdit* m_customer;
  widgets::SecretField* m_password;
  widgets::ActionButton* m_next;
  widgets::RowList* m_list;
  widgets::TextLabel* m_none;
  models::CreditList* m_credits;
  widgets::InlineMessage* m_message;
  int m_listRound = 0;
  bool m_used = false;  // what stands in the form was asked for
};

}  // namespace loket::ui::screens
