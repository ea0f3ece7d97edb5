#include "ui/widgets/door_button.h"

#include "ui/widgets/paint.h"

#include <QPainter>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

DoorButton::DoorButton(const theme::Theme& theme, const QString& icon, theme::Family family, const QString& title,
                       const QString& subtitle, QWidget* parent)
    : Themed(theme, parent), m_icon(icon), m_family(family) {
  setText(title);
  setSubtitle(subtitle);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DoorButton::setSubtitle(const QString& subtitle) {
  m_subtitle = subtitle;
  setAccessibleDescription(subtitle);
  update();
}

QSize DoorButton::sizeHint() const {
  const int words = std::max(paint::textWidth(theme().font(TextSize::Body, Weight::SemiBold), text()),
                             paint::textWidth(theme().font(TextSize::Small), m_subtitle));
  return {words + theme().px(metric::kTile) + theme().space(11), theme().px(metric::kDoorHeight)};
}

QSize DoorButton::minimumSizeHint() const {
  return {std::min(sizeHint().width(), theme().px(metric::kDoorMinimum)), theme().px(metric::kDoorHeight)};
}

void DoorButton::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const double radius = theme().radius(Radius::Large);
  const bool hot = isEnabled() && (underMouse() || isDown());
  QColor fill = theme().colour(isEnabled() ? ColourRole::Card : ColourRole::Canvas);
  if (isDown()) {
    fill = theme().colour(ColourRole::PrimarySoft);
  }
  paint::box(painter, rect(), radius, fill, theme().colour(hot ? ColourRole::Primary : ColourRole::Line),
             theme().px(metric::kHairline));
  const int tile = theme().px(metric::kTile);
  const int inset = (height() - tile) / 2;
  paint::iconTile(painter, theme(), QRect(inset, inset, tile, tile), m_icon, theme().tint(m_family),
                  theme().px(metric::kTileIcon));
  const int left = inset + tile + theme().space(3);
  const QFont title = theme().font(TextSize::Body, Weight::SemiBold);
  const QFont small = theme().font(TextSize::Small);
  const int titleHeight = QFontMetrics(title).height();
  const int smallHeight = QFontMetrics(small).height();
  const int top = (height() - titleHeight - smallHeight - theme().space(0.25)) / 2;
  const QRect line(left, top, width() - left - theme().space(2), titleHeight);
  paint::text(painter, line, text(), title, theme().colour(isEnabled() ? ColourRole::Ink : ColourRole::Muted));
  paint::text(painter, QRect(left, line.bottom() + 1 + theme().space(0.25), line.width(), smallHeight), m_subtitle, small,
              theme().colour(ColourRole::Muted));
  if (hasFocus()) {
    paint::focusRing(painter, theme(), rect(), radius);
  }
}

}  // namespace loket::ui::widgets
