// Everything about one payment beside a list: facts, what happened, the paper, and the actions that are
// possible.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/screens/page.h"

class QStackedLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class InlineMessage;
class MoneyLabel;
class StatusPill;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ComplaintPanel;
class ConfirmPanel;
class DecidePanel;
class ReceiptPanel;
class SecondAsk;

class PaymentDetailPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PaymentDetailPanel(const Counter& counter, QWidget* parent = nullptr);

  void open(const PaymentRef& ref);
  // And to what people decide, as soon as it is known to be theirs.
  void openToDecide(const PaymentRef& ref);
  // And to the complaint about it.
  void openToComplain(const PaymentRef& ref);
  void closePanel();
  [[nodiscard]] bool isOpen() const { return !m_ref.empty(); }
  [[nodiscard]] const PaymentRef& ref() const { return m_ref; }
  // Back to what is being asked, when somebody comes back to the page.
  void takeKeyboard();
  void print();
  // The newest paper came out after all, or nobody wants it; nothing when it wants no look.
  void settlePaper();
  // Gives back the cash that is due; nothing when none is.
  void giveBack();
  // The customer is told: the panel's other side takes the keyboard until Esc.
  void tellCustomer();
  // So does what people decide; nothing when there is nothing to decide.
  void decide();
  // A customer complains: whom to ask, and what was said. It wants the whole page.
  void complain();
  [[nodiscard]] bool wantsThePage() const;
  // One of the three, or the question for a second one, has the keyboard.
  [[nodiscard]] bool isAsking() const;
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void closed();
  void asked();  // the keyboard is free again
  void hintsChanged();

 private:
  [[nodiscard]] bool mayDecide() const;
  [[nodiscard]] bool owesCash() const;
  void bring();
  void fill(const api::PaymentDetail& detail);
  // What whoever stands here may not do is not offered.
  void fitToPerson();
  void addFact(const QString& caption, const QString& value, bool mono = false);
  void addLine(Instant at, const QString& words);

  const Counter& m_counter;
  PaymentRef m_ref;
  Payment m_payment;
  std::optional<api::PaperWord> m_paperWord;  // what may be said of the newest paper
  api::PaymentDetail m_detail;
  enum class Next { Facts, Decision, Complaint };
  Next m_next = Next::Facts;  // once it is known
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_whose;
  widgets::StatusPill* m_state;
  widgets::MoneyLabel* m_total;
  widgets::InlineMessage* m_message;
  QWidget* m_body = nullptr;
  QVBoxLayout* m_facts = nullptr;
  QVBoxLayout* m_scrolled;
  ReceiptPanel* m_receipt;
  QStackedLayout* m_sides;
  ConfirmPanel* m_confirm;
  DecidePanel* m_decision;
  ComplaintPanel* m_complaint;
  SecondAsk* m_second;
  widgets::ActionButton* m_decide;
  widgets::ActionButton* m_tell;
  widgets::ActionButton* m_print;
  widgets::ActionButton* m_paper;
  widgets::ActionButton* m_complain;
  widgets::ActionButton* m_giveBack;
};

}  // namespace loket::ui::screens
