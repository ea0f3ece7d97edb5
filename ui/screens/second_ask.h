// Does what may take two people: at once where it takes one, else it asks for the second one over the page that it is done on.
#pragma once

#include <QPointer>
#include <QWidget>
#include <functional>

#include "ui/screens/page.h"
#include "ui/screens/second_panel.h"

class QVBoxLayout;

namespace loket::ui::screens {

class SecondAsk final : public QWidget {
  Q_OBJECT

 public:
  // Covers `over`, while it asks.
  SecondAsk(const Counter& counter, QWidget* over);

  [[nodiscard]] bool isAsking() const { return !isHidden(); }
  // While it asks no other keys work than these.
  [[nodiscard]] QList<widgets::KeyHint> hints() const { return m_panel->hints(); }

  using Done = std::function<void(const Status&)>;
  using Try = std::function<void(const api::Second&, Done)>;
  // `attempt` is called without a second one, and with one where the core says ApprovalMissing. `then` hears once how it ended:
  // given up (Esc, another page) is ApprovalMissing, and nothing has happened. While one is asked for nothing else is begun.
  void run(const QString& what, Try attempt, Done then);
  // What the bridge answers, as that.
  template <typename T>
  static std::function<void(const Result<T>&)> endOf(Done done) {
    return [done = std::move(done)](const Result<T>& result) { done(result ? Status() : fail(result.error())); };
  }

 signals:
  void hintsChanged();  // also when it begins and ends to ask

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void ask();
  void end(const Status& how);
  void cover();

  const Counter& m_counter;
  QWidget* m_over;
  SecondPanel* m_panel;
  QVBoxLayout* m_margins;      // those of what it covers
  QPointer<QWidget> m_before;  // had the keyboard
  QString m_what;
  Try m_attempt;
  Done m_then;
  bool m_isUnderWay = false;  // two have agreed, and it is being done
  int m_round = 0;  // an answer that comes when it has been given up is nobody's
};

}  // namespace loket::ui::screens
