// People settle what no supplier settles: what happened and how one of them knows it, then the second person's PIN, or
// the absent owner's one-time code.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/screens/page.h"

class QLineEdit;
class QStackedLayout;

namespace loket::ui::widgets {
class ActionButton;
class ChoiceGrid;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SecondPanel;

class DecidePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit DecidePanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard. Nothing is chosen yet.
  void open(const Payment& payment);
  // The payment has moved: leaves when there is nothing left to decide.
  void follow(const Payment& payment);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc, or decided
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeWhat();
  [[nodiscard]] bool asksWho() const;
  void chooseOutcome(int index);
  void refresh();
  void askWho();
  void goBack();
  void settle(const api::Second& second);
  void refuse(const Error& error);
  void leave();

  const Counter& m_counter;
  Payment m_payment;
  std::vector<ManualOutcome> m_outcomes;
  int m_round = 0;  // an answer that comes when something else is asked is nobody's
  QStackedLayout* m_steps;
  widgets::TextLabel* m_what;
  widgets::TextLabel* m_advice;
  widgets::ChoiceGrid* m_choices;
  widgets::TextLabel* m_follows;
  QLineEdit* m_serial;
  QLineEdit* m_reason;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
  SecondPanel* m_second;
};

}  // namespace loket::ui::screens
