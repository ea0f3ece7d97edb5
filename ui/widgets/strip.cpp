#include "ui/widgets/strip.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

Strip::Strip(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  restyle();
  hide();
}

void Strip::restyle() { setFixedHeight(theme().px(metric::kStripHeight)); }

void Strip::setMessage(const QString& icon, const QString& text, const QString& right, theme::Tone tone) {
  m_icon = icon;
  m_text = text;
  m_right = right;
  m_tone = tone;
  setAccessibleName(text);
  setAccessibleDescription(right);
  setToolTip(text);
  show();
  update();
}

void Strip::setRight(const QString& right) {
  m_right = right;
  setAccessibleDescription(right);
  update();
}

void Strip::clear() { hide(); }

QSize Strip::sizeHint() const { return {theme().space(40), theme().px(metric::kStripHeight)}; }

int Strip::wantedWidth() const {
  const QFont font = theme().font(TextSize::Small, Weight::Medium);
  const int right = m_right.isEmpty() ? 0 : paint::textWidth(font, m_right) + theme().space(6);
  return 2 * theme().px(metric::kPageMargin) + theme().px(metric::kIcon) + theme().space(2.5) + paint::textWidth(font, m_text) + right;
}

void Strip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const theme::Tint tint = theme().tint(m_tone);
  painter.fillRect(rect(), tint.soft);
  QColor line = tint.ink;
  line.setAlphaF(0.2F);
  const int hairline = theme().px(metric::kHairline);
  painter.fillRect(QRect(0, height() - hairline, width(), hairline), line);

  QRect place = rect().adjusted(theme().px(metric::kPageMargin), 0, -theme().px(metric::kPageMargin), -hairline);
  const QFont font = theme().font(TextSize::Small, Weight::Medium);
  if (!m_right.isEmpty()) {
    const int words = paint::textWidth(font, m_right);
    paint::text(painter, QRect(place.right() + 1 - words, 0, words, place.height()), m_right, font, tint.ink);
    place.setRight(place.right() - words - theme().space(6));
  }
  const int size = theme().px(metric::kIcon);
  theme().drawIcon(painter, QRect(place.left(), 0, size, place.height()), m_icon, tint.ink, size);
  place.setLeft(place.left() + size + theme().space(2.5));
  paint::text(painter, place, m_text, font, tint.ink);
}

}  // namespace loket::ui::widgets
