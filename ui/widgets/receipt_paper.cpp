#include "ui/widgets/receipt_paper.h"

#include <QPainter>
#include <QPainterPath>
#include <QStringList>

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
    if (line.code.width == 0 && line.mark.isNull()) {
      words << line.text;
    }
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

PaperSheet ReceiptPaper::sheet() const {
  return PaperSheet({theme().mono(TextSize::Caption), theme().mono(TextSize::Caption, Weight::Bold),
                     m_columns, theme().px(metric::kPaperQrModule), theme().px(metric::kPaperBarcodeModule),
                     theme().px(metric::kPaperBarcodeHeight), theme().colour(ColourRole::PaperInk),
                     theme().colour(ColourRole::CodeInk), theme().colour(ColourRole::Code)});
}

QSize ReceiptPaper::sizeHint() const {
  const int frame = 2 * theme().px(metric::kPaperShadow);
  const int padding = 2 * theme().px(metric::kPaperPadding);
  const PaperSheet lines = sheet();
  return {lines.width() + padding + frame,
          lines.height(m_lines) + padding + frame + theme().px(metric::kPaperTooth)};
}

void ReceiptPaper::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int margin = theme().px(metric::kPaperShadow);
  const int tooth = theme().px(metric::kPaperTooth);
  const QRectF outline = QRectF(rect()).adjusted(margin, margin, -margin, -margin);

  QPainterPath path;
  if (m_edge == PaperEdge::Plain) {
    path.addRoundedRect(outline, theme().scale() * 2, theme().scale() * 2);
  } else {
    path.moveTo(outline.topLeft());
    path.lineTo(outline.topRight());
    path.lineTo(outline.right(), outline.bottom() - tooth);
    const int teeth = static_cast<int>(outline.width()) / (2 * tooth);
    const double step = outline.width() / (2 * teeth);
    for (int i = 1; i <= 2 * teeth; ++i) {
      path.lineTo(outline.right() - i * step, i % 2 == 1 ? outline.bottom() : outline.bottom() - tooth);
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
    painter.drawRoundedRect(
        outline.adjusted(-spread, -spread * 0.6, spread, spread - (m_edge == PaperEdge::Torn ? tooth : 0)),
        spread + 2, spread + 2);
  }
  painter.setBrush(theme().colour(ColourRole::Paper));
  painter.drawPath(path);

  const int padding = theme().px(metric::kPaperPadding);
  painter.translate(margin + padding, margin + padding);
  sheet().paint(painter, m_lines);
}

}  // namespace loket::ui::widgets
