// Whether anybody is there: tells when neither key nor pointer was used for so long. Measured by what nobody can set, sleep
// included, so that neither a moved clock nor a lid that was closed leaves a counter open.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "core/base/time.h"

class QWidget;

namespace loket::ui::bridge {

class IdleWatch final : public QObject {
  Q_OBJECT

 public:
  // `sinceBoot` as ports::Uptime has it. Only what is done to `window` and its dialogs counts: another screen is a customer's.
  IdleWatch(QWidget& window, std::function<Duration()> sinceBoot, QObject* parent = nullptr);

  // Zero: never.
  void setLimit(Duration limit);
  [[nodiscard]] Duration limit() const { return m_limit; }
  // Somebody is there.
  void touch();
  // Where it is known that nobody is: nothing is told, and no key kept back, until `touch`.
  void rest() { m_rests = true; }
  // Done once a second by itself.
  void look();

 signals:
  void idle();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] bool isOver() const;

  QWidget& m_window;
  std::function<Duration()> m_sinceBoot;
  Duration m_limit;
  Duration m_last;
  bool m_rests = false;
  QTimer m_timer;
};

}  // namespace loket::ui::bridge
