// The screens' time: "now" comes from outside, so that a moved clock (training, tests, pictures) moves the
// screens too. Ticks once a second for ages and countdowns.
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

  [[nodiscard]] Instant now() const { return m_now(); }

 signals:
  void ticked();

 private:
  std::function<Instant()> m_now;
  QTimer m_timer;
};

}  // namespace loket::ui::bridge
