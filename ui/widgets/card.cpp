#include "ui/widgets/card.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

Card::Card(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {}

void Card::setFill(theme::ColourRole fill) {
  m_fill = fill;
  update();
}

void Card::setLineVisible(bool visible) {
  m_lineVisible = visible;
  update();
}

void Card::setRadius(theme::Radius radius) {
  m_radius = radius;
  update();
}

void Card::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  paint::box(painter, rect(), theme().radius(m_radius), theme().colour(m_fill),
             m_lineVisible ? theme().colour(theme::ColourRole::Line) : QColor(),
             theme().px(theme::metric::kHairline));
}

}  // namespace loket::ui::widgets
