#include "ui/widgets/pill.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

Pill::Pill(const theme::Theme& theme, const QString& icon, const QString& text, theme::Tone tone, QWidget* parent)
    : Themed(theme, parent), m_icon(icon), m_tone(tone) {
  setText(text);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setInteractive(false);
}

void Pill::setState(const QString& icon, const QString& text, theme::Tone tone) {
  m_icon = icon;
  m_tone = tone;
  setText(text);
  updateGeometry();
  update();
}

void Pill::setInteractive(bool interactive) {
  setFocusPolicy(interactive ? Qt::TabFocus : Qt::NoFocus);
  setAttribute(Qt::WA_TransparentForMouseEvents, !interactive);
  setAttribute(Qt::WA_Hover, interactive);
  setCursor(interactive ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

QSize Pill::sizeHint() const {
  int width = paint::textWidth(theme().font(TextSize::Small, Weight::Medium), text()) +
              2 * theme().px(metric::kPillPadding);
  if (!m_icon.isEmpty()) {
    width += theme().px(metric::kPillIcon) + theme().space(1.5);
  }
  return {width, theme().px(metric::kPillHeight)};
}

void Pill::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const theme::Tint tint = theme().tint(m_tone);
  const double radius = height() / 2.0;
  paint::box(painter, rect(), radius, tint.soft,
             underMouse() && focusPolicy() != Qt::NoFocus ? theme().colour(theme::ColourRole::FieldBorder) : QColor());
  QRect line = rect().adjusted(theme().px(metric::kPillPadding), 0, -theme().px(metric::kPillPadding), 0);
  if (!m_icon.isEmpty()) {
    const int size = theme().px(metric::kPillIcon);
    theme().drawIcon(painter, QRect(line.left(), 0, size, height()), m_icon, tint.ink, size);
    line.setLeft(line.left() + size + theme().space(1.5));
  }
  paint::text(painter, line, text(), theme().font(TextSize::Small, Weight::Medium), tint.ink);
  if (hasFocus()) {
    paint::focusRing(painter, theme(), rect(), radius);
  }
}

}  // namespace loket::ui::widgets
