// The screens' time: "now" comes from outside, so that a moved clock (training, tests, pictures) moves the
// screens too, and the core's word on it is followed. Ticks once a second for ages and countdowns.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "core/base/time.h"

namespace loket::ui::bridge {

class CounterClock final : public QObject {
  Q_OBJECT

 public:
  explicit CounterClock(std::function<Instant()> now, QObject* parent = nullptr);

  [[nodiscard]] Instant now() const { return m_now() + m_ahead; }
  // The core has said what time it is. Ticks at once when that is another time than the screens had: the clock
  // was moved, or set right.
  void follow(Instant core);

 signals:
  void ticked();

 private:
  std::function<Instant()> m_now;
  Duration m_ahead;
  QTimer m_timer;
};

}  // namespace loket::ui::bridge
