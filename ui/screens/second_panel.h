// Who else agrees, where it takes two: another person's PIN, or the absent owner's one-time code.
#pragma once

#include <QWidget>
#include <vector>

#include "core/api/second.h"
#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ChoiceGrid;
class PinPad;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SecondPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit SecondPanel(const Counter& counter, QWidget* parent = nullptr);

  // Where it has a whole page: not at its upper edge.
  void setInTheMiddle();
  // Takes the keyboard. False, and nothing is asked: nobody here could be the second of two.
  bool open(const QString& title, const QString& summary);
  // What was agreed to did not happen. True when the digits were wrong: it is said beside them, and they can be typed again.
  bool refuse(const Error& error);
  // Nothing is asked any more; a proof that comes yet is of nothing.
  void rest();
  [[nodiscard]] bool isBusy() const { return m_busy; }
  // None while it is busy: no key does anything then.
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  // Proved, or a code that is yet to be judged: busy until `refuse` or `rest`.
  void agreed(const loket::api::Second& second);
  void failed(const loket::Error& error);  // not about the digits: nothing was agreed to
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void setBusy(bool isBusy);
  void choose(int index);
  void confirm(SecretBytes secret);

  const Counter& m_counter;
  std::vector<bridge::Person> m_people;  // behind them the owner's code, where he is not at the counter himself
  bool m_busy = false;
  int m_round = 0;  // a proof that comes when something else is asked settles nothing
  QVBoxLayout* m_column;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_summary;
  widgets::ChoiceGrid* m_who;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
