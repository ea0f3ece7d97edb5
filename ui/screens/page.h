// What every screen is given, and what the frame asks of it: its keys and to take the keyboard.
#pragma once

#include <QList>
#include <QWidget>

#include "ui/bridge/core_bridge.h"
#include "ui/bridge/counter_clock.h"
#include "ui/bridge/staff.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_bar.h"

namespace loket::ui::screens {

// The surroundings of a screen; they outlive it.
struct Counter {
  const theme::Theme& theme;
  bridge::CoreBridge& bridge;
  bridge::CounterClock& clock;
  bridge::Staff& staff;
};

class Page : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  // The keys that work now, for the foot bar.
  [[nodiscard]] virtual QList<widgets::KeyHint> hints() const = 0;
  // The page came to the front: take the keyboard and bring what is shown up to date.
  virtual void enter() = 0;

 signals:
  void hintsChanged();
};

}  // namespace loket::ui::screens
