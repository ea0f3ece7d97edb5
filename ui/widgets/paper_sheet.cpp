#include "ui/widgets/paper_sheet.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/metrics.h"
#include "ui/widgets/paint.h"

namespace loket::ui::widgets {

namespace metric = theme::metric;

namespace {

constexpr int kDotsOfColumn = 12;

int quietZone(const PaperLine& line) {
  return line.code.height == 1 ? receipt::kBarcodeQuiet : receipt::kQrQuiet;
}

}  // namespace

QFont PaperSheet::fontOf(const PaperLine& line) const {
  QFont font = line.bold || line.large ? m_look.bold : m_look.regular;
  if (line.large) {
    if (font.pixelSize() > 0) {
      font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * metric::kPaperLargeFactor)));
    } else {
      font.setPointSizeF(font.pointSizeF() * metric::kPaperLargeFactor);
    }
  }
  return font;
}

int PaperSheet::width() const {
  return paint::textWidth(m_look.regular, QString(m_look.columns, u'0'));
}

int PaperSheet::moduleSide(const PaperLine& line) const {
  const int most = line.code.height == 1 ? m_look.barcodeModule : m_look.qrModule;
  return std::clamp(width() / (line.code.width + 2 * quietZone(line)), 1, std::max(1, most));
}

QSize PaperSheet::markSize(const QImage& mark) const {
  const double dot = static_cast<double>(width()) / (m_look.columns * kDotsOfColumn);
  return {std::min(width(), static_cast<int>(std::lround(mark.width() * dot))),
          std::max(1, static_cast<int>(std::lround(mark.height() * dot)))};
}

int PaperSheet::lineHeight(const PaperLine& line) const {
  if (!line.mark.isNull()) {
    return markSize(line.mark).height();
  }
  if (line.code.width > 0) {
    return line.code.height == 1 ? m_look.barcodeHeight
                                 : moduleSide(line) * (line.code.height + 2 * quietZone(line));
  }
  return static_cast<int>(std::lround(QFontMetricsF(fontOf(line)).height() * metric::kPaperLineFactor));
}

int PaperSheet::height(const QList<PaperLine>& lines) const {
  int height = 0;
  for (const PaperLine& line : lines) {
    height += lineHeight(line);
  }
  return height;
}

void PaperSheet::paintCode(QPainter& painter, const PaperLine& line, const QRect& place) const {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  // In device pixels: a module that is a fraction of them is smeared, and read badly.
  const QTransform device = painter.deviceTransform();
  const double ratio = device.m11();
  const auto pixels = [ratio](int length) { return static_cast<int>(std::floor(length * ratio)); };
  painter.scale(1 / ratio, 1 / ratio);
  painter.translate(std::floor(device.dx()) - device.dx(), std::floor(device.dy()) - device.dy());
  const int module = std::max(1, pixels(moduleSide(line)));
  const int quiet = quietZone(line) * module;
  const int across = line.code.width * module + 2 * quiet;
  const bool isBarcode = line.code.height == 1;
  const int down = isBarcode ? pixels(place.height()) : line.code.height * module + 2 * quiet;
  const int left = pixels(place.left()) + (pixels(place.width()) - across) / 2;
  const int top = pixels(place.top());
  painter.fillRect(left, top, across, down, m_look.codePaper);
  for (int y = 0; y < line.code.height; ++y) {
    for (int x = 0; x < line.code.width; ++x) {
      if (line.code.isDark(x, y)) {
        painter.fillRect(left + quiet + x * module, isBarcode ? top : top + quiet + y * module, module,
                         isBarcode ? down : module, m_look.codeInk);
      }
    }
  }
  painter.restore();
}

void PaperSheet::paint(QPainter& painter, const QList<PaperLine>& lines) const {
  const int across = width();
  int top = 0;
  painter.setPen(m_look.ink);
  for (const PaperLine& line : lines) {
    const int down = lineHeight(line);
    const QRect place(0, top, across, down);
    if (!line.mark.isNull()) {
      const QSize size = markSize(line.mark);
      painter.save();
      painter.setRenderHint(QPainter::SmoothPixmapTransform);
      painter.drawImage(QRect(QPoint((across - size.width()) / 2, top), size), line.mark);
      painter.restore();
    } else if (line.code.width > 0) {
      paintCode(painter, line, place);
    } else {
      painter.setFont(paint::fitted(fontOf(line), line.text, across));
      painter.drawText(place,
                       static_cast<int>((line.align & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter) |
                           Qt::TextDontClip | Qt::TextSingleLine,
                       line.text);
    }
    top += down;
  }
}

}  // namespace loket::ui::widgets
