#include "ui/widgets/rail_button.h"

#include "ui/widgets/paint.h"

#include <QPainter>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

namespace {

constexpr int kLargestCount = 99;

}  // namespace

RailButton::RailButton(const theme::Theme& theme, const QString& icon, const QString& label, QWidget* parent)
    : Themed(theme, parent), m_icon(icon) {
  setText(label);
  setCheckable(true);
  setAutoExclusive(true);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void RailButton::setCount(int count) {
  m_count = count;
  setAccessibleDescription(count > 0 ? QString::number(count) : QString());
  update();
}

void RailButton::setCompact(bool isCompact) {
  if (m_isCompact == isCompact)
    return;
  m_isCompact = isCompact;
  updateGeometry();
  update();
}

QSize RailButton::sizeHint() const {
  return {theme().px(metric::kRailButtonWidth),
          theme().px(m_isCompact ? metric::kRailButtonCompact : metric::kRailButtonHeight)};
}

void RailButton::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const bool lit = isChecked();
  const double radius = theme().radius(Radius::Medium);
  if (lit || underMouse()) {
    QColor fill = theme().colour(ColourRole::RailSelected);
    if (!lit) {
      fill.setAlphaF(0.5F);
    }
    paint::box(painter, rect(), radius, fill);
  }
  const QColor ink = theme().colour(lit ? ColourRole::RailSelectedInk : ColourRole::RailInk);
  const int iconSize = theme().px(metric::kRailIcon);
  const QRect iconRect((width() - iconSize) / 2, m_isCompact ? (height() - iconSize) / 2 : theme().space(2), iconSize, iconSize);
  theme().drawIcon(painter, iconRect, m_icon, ink, iconSize);
  if (!m_isCompact) {
    const QRect label(theme().space(0.5), iconRect.bottom() + theme().space(0.5), width() - theme().space(1),
                      height() - iconRect.bottom() - theme().space(2));
    const QFont font = theme().font(TextSize::Caption, lit ? Weight::Medium : Weight::Regular);
    paint::text(painter, label, text(), paint::fitted(font, text(), label.width()), ink, Qt::AlignCenter);
  }

  if (m_count > 0) {
    const QString number =
        m_count > kLargestCount ? QString::number(kLargestCount) + u'+' : QString::number(m_count);
    const QFont badgeFont = theme().font(TextSize::Caption, Weight::Bold);
    const int badgeHeight = theme().px(metric::kRailBadge);
    const int badgeWidth = std::max(badgeHeight, paint::textWidth(badgeFont, number) + theme().space(2.5));
    const int badgeLeft = std::min(iconRect.right() - theme().space(1.5), width() - badgeWidth - theme().space(0.5));
    const QRect badge(badgeLeft, iconRect.top() - theme().space(0.5), badgeWidth,
                      badgeHeight);
    paint::box(painter, badge, badgeHeight / 2.0, theme().colour(ColourRole::Badge));
    paint::text(painter, badge, number, badgeFont, theme().colour(ColourRole::OnBadge), Qt::AlignCenter);
  }
  if (hasFocus()) {
    paint::box(painter, rect(), radius, {}, theme().colour(ColourRole::RailSelectedInk),
               theme().px(metric::kFocusLine));
  }
}

Mark::Mark(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setAccessibleName(QStringLiteral("Loket"));
  restyle();
}

void Mark::restyle() { setFixedSize(sizeHint()); }

QSize Mark::sizeHint() const { return {theme().px(metric::kMark), theme().px(metric::kMark)}; }

void Mark::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QColor fill = theme::Tokens::of(theme::Mode::Light).primary.ink;
  paint::box(painter, rect(), theme().radius(Radius::Large), fill.lighter(125));
  paint::text(painter, rect(), QStringLiteral("L"), theme().font(TextSize::Heading, Weight::Bold),
              theme().colour(ColourRole::RailSelectedInk), Qt::AlignCenter);
}

}  // namespace loket::ui::widgets
