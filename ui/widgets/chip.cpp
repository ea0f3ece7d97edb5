#include "ui/widgets/chip.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

Chip::Chip(const theme::Theme& theme, const QString& text, QWidget* parent) : Themed(theme, parent) {
  setText(text);
  setCheckable(true);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Chip::sizeHint() const { return paint::chipSize(theme(), text()); }

void Chip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  paint::ChipState state = paint::ChipState::Plain;
  if (!isEnabled()) {
    state = paint::ChipState::Disabled;
  } else if (isChecked()) {
    state = paint::ChipState::Chosen;
  } else if (underMouse() || isDown()) {
    state = paint::ChipState::Hovered;
  }
  paint::chip(painter, theme(), rect(), text(), state);
  if (hasFocus()) {
    paint::focusRing(painter, theme(), rect(), theme().radius(theme::Radius::Medium));
  }
}

}  // namespace loket::ui::widgets
