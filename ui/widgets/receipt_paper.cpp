#include "ui/widgets/receipt_paper.h"

#include "ui/widgets/paint.h"

#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include <algorithm>
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
    if (line.code.width == 0) {
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

namespace {

int quietZone(const PaperLine& line) { return line.code.height == 1 ? receipt::kBarcodeQuiet : receipt::kQrQuiet; }

}  // namespace

QFont ReceiptPaper::lineFont(const PaperLine& line) const {
  QFont font = theme().mono(TextSize::Caption, line.bold || line.large ? Weight::Bold : Weight::Regular);
  if (line.large) {
    font.setPointSizeF(font.pointSizeF() * metric::kPaperLargeFactor);
  }
  return font;
}

int ReceiptPaper::moduleSide(const PaperLine& line) const {
  const int most = theme().px(line.code.height == 1 ? metric::kPaperBarcodeModule : metric::kPaperQrModule);
  return std::clamp(textWidth() / (line.code.width + 2 * quietZone(line)), 1, std::max(1, most));
}

int ReceiptPaper::lineHeight(const PaperLine& line) const {
  if (line.code.width > 0) {
    return line.code.height == 1 ? theme().px(metric::kPaperBarcodeHeight)
                                 : moduleSide(line) * (line.code.height + 2 * quietZone(line));
  }
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

void ReceiptPaper::paintCode(QPainter& painter, const PaperLine& line, const QRect& place) const {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  // In device pixels: a module that is a fraction of them is smeared, and read badly.
  const double ratio = painter.deviceTransform().m11();
  const auto pixels = [ratio](int length) { return static_cast<int>(std::floor(length * ratio)); };
  painter.scale(1 / ratio, 1 / ratio);
  const int module = std::max(1, pixels(moduleSide(line)));
  const int quiet = quietZone(line) * module;
  const int across = line.code.width * module + 2 * quiet;
  const bool isBarcode = line.code.height == 1;
  const int down = isBarcode ? pixels(place.height()) : line.code.height * module + 2 * quiet;
  const int left = pixels(place.left()) + (pixels(place.width()) - across) / 2;
  const int top = pixels(place.top());
  painter.fillRect(left, top, across, down, theme().colour(ColourRole::Code));
  const QColor ink = theme().colour(ColourRole::CodeInk);
  for (int y = 0; y < line.code.height; ++y) {
    for (int x = 0; x < line.code.width; ++x) {
      if (line.code.isDark(x, y)) {
        painter.fillRect(left + quiet + x * module, isBarcode ? top : top + quiet + y * module, module,
                         isBarcode ? down : module, ink);
      }
    }
  }
  painter.restore();
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
    if (line.code.width > 0) {
      paintCode(painter, line, QRect(left, top, width, height));
      top += height;
      continue;
    }
    painter.setFont(paint::fitted(lineFont(line), line.text, width));
    painter.drawText(QRect(left, top, width, height),
                     static_cast<int>((line.align & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter) | Qt::TextDontClip |
                         Qt::TextSingleLine,
                     line.text);
    top += height;
  }
}

}  // namespace loket::ui::widgets
