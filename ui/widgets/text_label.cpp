#include "ui/widgets/text_label.h"

#include "ui/widgets/paint.h"

#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace loket::ui::widgets {

using theme::TextSize;
using theme::Theme;
using theme::Weight;

namespace {

constexpr double kOpticalShare = 0.8;  // small letters keep a little of that space too

}  // namespace

TextLabel::TextLabel(const Theme& theme, const QString& text, TextSize size, Weight weight, theme::ColourRole colour,
                     QWidget* parent)
    : Themed(theme, parent), m_size(size), m_weight(weight), m_colour(colour) {
  setText(text);
}

void TextLabel::setText(const QString& text) {
  if (text == m_text) {
    return;
  }
  m_text = text;
  setAccessibleName(text);
  relayout();
}

void TextLabel::setColour(theme::ColourRole colour) {
  m_colour = colour;
  update();
}

void TextLabel::setTextSize(TextSize size) {
  m_size = size;
  relayout();
}

void TextLabel::setWeight(Weight weight) {
  m_weight = weight;
  relayout();
}

void TextLabel::setMono(bool mono) {
  m_mono = mono;
  relayout();
}

void TextLabel::setAlignment(Qt::Alignment alignment) {
  m_alignment = alignment;
  update();
}

void TextLabel::setOverflow(Overflow overflow) {
  m_overflow = overflow;
  QSizePolicy policy = sizePolicy();
  policy.setHeightForWidth(overflow == Overflow::Wrap);
  setSizePolicy(policy);
  relayout();
}

void TextLabel::relayout() {
  updateGeometry();
  update();
}

QFont TextLabel::textFont() const {
  return m_mono ? theme().mono(m_size, m_weight) : theme().font(m_size, m_weight);
}

QSize TextLabel::sizeHint() const {
  const QFont font = textFont();
  const QFontMetrics metrics(font);
  const QStringList lines = m_text.split(u'\n');
  int width = 0;
  for (const QString& line : lines) {
    width = std::max(width, paint::textWidth(font, line));
  }
  return {width, metrics.lineSpacing() * static_cast<int>(lines.size())};
}

QSize TextLabel::minimumSizeHint() const {
  const QSize hint = sizeHint();
  switch (m_overflow) {
    case Overflow::Grow: return hint;
    case Overflow::Shrink: return {hint.width() / 2, hint.height()};
    case Overflow::Wrap:
    case Overflow::Elide: return {std::min(hint.width(), theme().space(10)), QFontMetrics(textFont()).lineSpacing()};
  }
  return hint;
}

int TextLabel::heightForWidth(int width) const {
  return paint::wrappedHeight(textFont(), m_text, width);
}

void TextLabel::resizeEvent(QResizeEvent* event) {
  Themed::resizeEvent(event);
  if (m_overflow == Overflow::Elide) {
    const bool elided = sizeHint().width() > width();
    setToolTip(elided ? m_text : QString());
  }
}

void TextLabel::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  QFont font = textFont();
  const QColor colour = isEnabled() ? theme().colour(m_colour) : theme().colour(theme::ColourRole::Muted);
  if (m_overflow == Overflow::Elide) {
    paint::text(painter, rect(), m_text, font, colour, m_alignment);
    return;
  }
  if (m_overflow == Overflow::Shrink) {
    font = paint::fitted(font, m_text, width());
  }
  painter.setFont(font);
  painter.setPen(colour);
  QRect place = rect();
  if (m_size >= TextSize::Name && !m_text.isEmpty() && m_alignment.testFlag(Qt::AlignLeft)) {
    // Large letters carry visible space on their left; without it they stand in line with the small ones.
    place.translate(-static_cast<int>(QFontMetricsF(font).leftBearing(m_text.front()) * kOpticalShare), 0);
  }
  const int wrap = m_overflow == Overflow::Wrap ? Qt::TextWordWrap : Qt::TextDontClip;
  painter.drawText(place, static_cast<int>(m_alignment) | wrap, m_text);
}

MoneyLabel::MoneyLabel(const Theme& theme, const QString& amount, TextSize size, Weight weight, QWidget* parent)
    : TextLabel(theme, amount, size, weight, theme::ColourRole::Ink, parent) {
  setOverflow(Overflow::Shrink);
}

}  // namespace loket::ui::widgets
