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
class PinPad;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

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
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeWhat();
  QWidget* makeWho();
  [[nodiscard]] bool asksWho() const;
  void chooseOutcome(int index);
  void refresh();
  void askWho();
  void chooseWitness(int index);
  void goBack();
  void confirm(SecretBytes secret);
  void settle(api::Decision decision, int round);
  void refuse(const Error& error);
  void leave();

  const Counter& m_counter;
  Payment m_payment;
  std::vector<ManualOutcome> m_outcomes;
  std::vector<bridge::Person> m_witnesses;  // behind them the owner's code, where he is not at the counter himself
  bool m_working = false;
  int m_round = 0;  // a proof that comes when something else is asked settles nothing
  QStackedLayout* m_steps;
  widgets::TextLabel* m_what;
  widgets::TextLabel* m_advice;
  widgets::ChoiceGrid* m_choices;
  widgets::TextLabel* m_follows;
  QLineEdit* m_serial;
  QLineEdit* m_reason;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
  widgets::TextLabel* m_summary;
  widgets::ChoiceGrid* m_who;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
