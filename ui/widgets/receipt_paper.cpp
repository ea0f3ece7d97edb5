#include "ui/widgets/receipt_paper.h"

#include "ui/widgets/paint.h"

#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include <cmath>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

ReceiptPaper::ReceiptPaper(const theme::Theme& theme, int columns, QWidget* parent)
    : Themed(theme, parent), m_columns(columns) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ReceiptPaper::setLines(const QList<PaperLine>& lines) {
  m_lines = lines;
  QStringList words;
  for (const PaperLine& line : lines) {
    words << line.text;
  }
  setAccessibleName(words.join(u'\n'));
  updateGeometry();
  update();
}

void ReceiptPaper::setColumns(int columns) {
  m_columns = columns;
  updateGeometry();
  update();
}

void ReceiptPaper::setEdge(PaperEdge edge) {
  m_edge = edge;
  update();
}

QFont ReceiptPaper::lineFont(const PaperLine& line) const {
  QFont font = theme().mono(TextSize::Caption, line.bold || line.large ? Weight::Bold : Weight::Regular);
  if (line.large) {
    font.setPointSizeF(font.pointSizeF() * metric::kPaperLargeFactor);
  }
  return font;
}

int ReceiptPaper::lineHeight(const PaperLine& line) const {
  const double size = QFontMetricsF(lineFont(line)).height();
  return static_cast<int>(std::lround(size * metric::kPaperLineFactor));
}

int ReceiptPaper::textWidth() const {
  return paint::textWidth(theme().mono(TextSize::Caption), QString(m_columns, u'0'));
}

QSize ReceiptPaper::sizeHint() const {
  int height = 0;
  for (const PaperLine& line : m_lines) {
    height += lineHeight(line);
  }
  const int frame = 2 * theme().px(metric::kPaperShadow);
  const int padding = 2 * theme().px(metric::kPaperPadding);
  return {textWidth() + padding + frame, height + padding + frame + theme().px(metric::kPaperTooth)};
}

void ReceiptPaper::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int margin = theme().px(metric::kPaperShadow);
  const int tooth = theme().px(metric::kPaperTooth);
  const QRectF sheet = QRectF(rect()).adjusted(margin, margin, -margin, -margin);

  QPainterPath path;
  if (m_edge == PaperEdge::Plain) {
    path.addRoundedRect(sheet, theme().scale() * 2, theme().scale() * 2);
  } else {
    path.moveTo(sheet.topLeft());
    path.lineTo(sheet.topRight());
    path.lineTo(sheet.right(), sheet.bottom() - tooth);
    const int teeth = static_cast<int>(sheet.width()) / (2 * tooth);
    const double step = sheet.width() / (2 * teeth);
    for (int i = 1; i <= 2 * teeth; ++i) {
      path.lineTo(sheet.right() - i * step, i % 2 == 1 ? sheet.bottom() : sheet.bottom() - tooth);
    }
    path.closeSubpath();
  }

  // A soft shadow from a few translucent copies; a blur would cost more than it shows.
  QColor shade = theme().colour(ColourRole::Shadow);
  const int alpha = shade.alpha();
  painter.setPen(Qt::NoPen);
  for (int i = margin; i > 0; --i) {
    const double fade = 1.0 - static_cast<double>(i) / (margin + 1);
    shade.setAlpha(static_cast<int>(alpha * fade * fade * 3.0 / margin));
    painter.setBrush(shade);
    const double spread = i * 0.9;
    painter.drawRoundedRect(sheet.adjusted(-spread, -spread * 0.6, spread, spread - (m_edge == PaperEdge::Torn ? tooth : 0)),
                            spread + 2, spread + 2);
  }
  painter.setBrush(theme().colour(ColourRole::Paper));
  painter.drawPath(path);

  const int padding = theme().px(metric::kPaperPadding);
  int top = margin + padding;
  const int left = margin + padding;
  const int width = textWidth();
  painter.setPen(theme().colour(ColourRole::PaperInk));
  for (const PaperLine& line : m_lines) {
    const int height = lineHeight(line);
    painter.setFont(paint::fitted(lineFont(line), line.text, width));
    painter.drawText(QRect(left, top, width, height),
                     static_cast<int>((line.align & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter) | Qt::TextDontClip |
                         Qt::TextSingleLine,
                     line.text);
    top += height;
  }
}

}  // namespace loket::ui::widgets
