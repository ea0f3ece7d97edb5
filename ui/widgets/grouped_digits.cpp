#include "ui/widgets/grouped_digits.h"

#include "ui/widgets/paint.h"

#include <QPainter>

#include <algorithm>

namespace loket::ui::widgets {

namespace {

constexpr qsizetype kDigitsInGroup = 4;
constexpr double kSpacingPercent = 102;

}  // namespace

GroupedDigits::GroupedDigits(const theme::Theme& theme, const QString& digits, theme::TextSize size, DigitFace face,
                             QWidget* parent)
    : Themed(theme, parent), m_size(size), m_face(face) {
  setDigits(digits);
}

void GroupedDigits::setDigits(const QString& digits) {
  m_digits = digits.trimmed();
  QString plain = m_digits;
  plain.remove(u' ').remove(u'-');
  if (std::all_of(plain.cbegin(), plain.cend(), isAsciiDigit)) {
    m_digits = plain;
  }
  setAccessibleName(grouped(m_digits));
  updateGeometry();
  update();
}

QString GroupedDigits::grouped(const QString& digits) {
  if (!std::all_of(digits.cbegin(), digits.cend(), isAsciiDigit)) {
    return digits;
  }
  QString result;
  result.reserve(digits.size() + digits.size() / kDigitsInGroup);
  for (qsizetype i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % kDigitsInGroup == 0) {
      result += u' ';
    }
    result += digits[i];
  }
  return result;
}

QFont GroupedDigits::textFont() const {
  QFont font = m_face == DigitFace::Mono ? theme().mono(m_size, theme::Weight::Medium)
                                         : theme().font(m_size, theme::Weight::SemiBold);
  if (m_face == DigitFace::Text) {
    font.setLetterSpacing(QFont::PercentageSpacing, kSpacingPercent);
  }
  return font;
}

QSize GroupedDigits::sizeHint() const {
  const QFont font = textFont();
  return {paint::textWidth(font, grouped(m_digits)), QFontMetrics(font).height()};
}

QSize GroupedDigits::minimumSizeHint() const { return {sizeHint().width() / 2, sizeHint().height()}; }

void GroupedDigits::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QString shown = grouped(m_digits);
  painter.setFont(paint::fitted(textFont(), shown, width()));
  painter.setPen(theme().colour(theme::ColourRole::Ink));
  painter.drawText(rect(), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextDontClip, shown);
}

}  // namespace loket::ui::widgets
