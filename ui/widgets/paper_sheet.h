// What stands on a receipt, drawn: the same on the screen, in a picture and on a page.
#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QList>
#include <QString>

#include "core/domain/receipt/codes.h"

class QPainter;

namespace loket::ui::widgets {

struct PaperLine {
  QString text;
  bool bold = false;
  bool large = false;
  Qt::Alignment align = Qt::AlignLeft;
  // A QR code, or a bar code of one row, instead of the text.
  receipt::Modules code = {};
  // Or the shop's mark, dark on light, a pixel for every dot of the printer.
  QImage mark = {};
};

// Lengths in the painter's own units.
struct PaperLook {
  QFont regular;
  QFont bold;
  int columns = 32;
  int qrModule = 4;  // at most, where the paper has room
  int barcodeModule = 2;
  int barcodeHeight = 36;
  QColor ink = {};
  QColor codeInk = {};
  QColor codePaper = {};
};

class PaperSheet {
 public:
  explicit PaperSheet(PaperLook look) : m_look(std::move(look)) {}

  [[nodiscard]] int width() const;
  [[nodiscard]] int lineHeight(const PaperLine& line) const;
  [[nodiscard]] int height(const QList<PaperLine>& lines) const;
  // The corner of the first one at 0, 0.
  void paint(QPainter& painter, const QList<PaperLine>& lines) const;

 private:
  [[nodiscard]] QFont fontOf(const PaperLine& line) const;
  // The side of one module of its code, as large as the paper allows, but not larger than a printer would
  // make it.
  [[nodiscard]] int moduleSide(const PaperLine& line) const;
  [[nodiscard]] QSize markSize(const QImage& mark) const;
  void paintCode(QPainter& painter, const PaperLine& line, const QRect& place) const;

  PaperLook m_look;
};

}  // namespace loket::ui::widgets
