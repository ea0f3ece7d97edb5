#include "ui/widgets/surface.h"

#include <QPainter>

namespace loket::ui::widgets {

using theme::ColourRole;

Surface::Surface(const theme::Theme& theme, ColourRole fill, Qt::Edges hairlines, QWidget* parent)
    : Themed(theme, parent), m_fill(fill), m_hairlines(hairlines) {}

void Surface::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().colour(m_fill));
  const QColor line = theme().colour(ColourRole::Line);
  const int width = theme().px(theme::metric::kHairline);
  if (m_hairlines.testFlag(Qt::TopEdge)) {
    painter.fillRect(QRect(0, 0, this->width(), width), line);
  }
  if (m_hairlines.testFlag(Qt::BottomEdge)) {
    painter.fillRect(QRect(0, height() - width, this->width(), width), line);
  }
  if (m_hairlines.testFlag(Qt::LeftEdge)) {
    painter.fillRect(QRect(0, 0, width, height()), line);
  }
  if (m_hairlines.testFlag(Qt::RightEdge)) {
    painter.fillRect(QRect(this->width() - width, 0, width, height()), line);
  }
}

Divider::Divider(const theme::Theme& theme, Qt::Orientation orientation, QWidget* parent)
    : Themed(theme, parent), m_orientation(orientation) {
  restyle();
}

void Divider::restyle() {
  const int width = theme().px(theme::metric::kHairline);
  if (m_orientation == Qt::Horizontal) {
    setFixedHeight(width);
  } else {
    setFixedWidth(width);
  }
}

void Divider::paintEvent(QPaintEvent* /*event*/) {
  QPainter(this).fillRect(rect(), theme().colour(ColourRole::Line));
}

}  // namespace loket::ui::widgets
