#include "ui/screens/receipt_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPdfWriter>
#include <QPointer>
#include <QPrinter>
#include <QPrinterInfo>
#include <QStandardPaths>
#include <QThreadPool>
#include <algorithm>
#include <utility>

#include "core/domain/identity/logo.h"
#include "core/domain/receipt/codes.h"

namespace loket::ui::screens {
namespace {

// A letter of the paper's is 12 dots wide and 24 high; of its face that is 20 to the em.
constexpr int kDotsOfEm = 20;
constexpr int kPictureScale = 2;
constexpr int kPictureMargin = 24;  // dots
constexpr double kMillimetresOfDot = 0.1875;
constexpr int kPageMargin = 18;  // mm
constexpr double kMillimetresOfInch = 25.4;

widgets::PaperSheet sheetFor(const theme::Theme& theme, const api::ReceiptView& view, int scale) {
  widgets::PaperLook look{theme.mono(theme::TextSize::Caption),
                          theme.mono(theme::TextSize::Caption, theme::Weight::Bold), view.columns};
  for (QFont* font : {&look.regular, &look.bold}) font->setPixelSize(kDotsOfEm * scale);
  look.ink = look.codeInk = theme.colour(theme::ColourRole::CodeInk);
  look.codePaper = theme.colour(theme::ColourRole::Code);
  look.qrModule = 5 * scale;
  look.barcodeModule = 3 * scale;
  look.barcodeHeight = 64 * scale;
  return widgets::PaperSheet(std::move(look));
}

QImage imageOf(const Logo& logo) {
  QImage image(logo.width, logo.height, QImage::Format_Grayscale8);
  for (int y = 0; y < logo.height; ++y)
    for (int x = 0; x < logo.width; ++x) image.scanLine(y)[x] = logo.isDark(x, y) ? 0 : 255;
  return image;
}

bool paintPages(const widgets::PaperSheet& sheet, QList<widgets::PaperLine> lines,
                QPagedPaintDevice& device) {
  device.setPageSize(QPageSize(QPageSize::A4));
  device.setPageMargins(QMarginsF(kPageMargin, kPageMargin, kPageMargin, kPageMargin),
                        QPageLayout::Millimeter);
  QPainter painter;
  if (!painter.begin(&device))
    return false;
  const double dot = kMillimetresOfDot / kMillimetresOfInch * device.logicalDpiX();
  const QRect page = device.pageLayout().paintRectPixels(device.logicalDpiX());
  const auto room = static_cast<int>(page.height() / dot);
  const double left = std::max(0.0, (page.width() - sheet.width() * dot) / 2);
  while (!lines.isEmpty()) {
    int count = 0;
    int used = 0;
    while (count < lines.size() && (count == 0 || used + sheet.lineHeight(lines[count]) <= room))
      used += sheet.lineHeight(lines[count++]);
    painter.save();
    painter.translate(left, 0);
    painter.scale(dot, dot);
    sheet.paint(painter, lines.first(count));
    painter.restore();
    lines.remove(0, count);
    if (!lines.isEmpty())
      device.newPage();
  }
  return painter.end();
}

}  // namespace

QList<widgets::PaperLine> paperLines(const api::ReceiptView& view) {
  QList<widgets::PaperLine> lines;
  for (const receipt::Row& row : view.rows) {
    widgets::PaperLine line;
    line.text = QString::fromStdString(row.text);
    line.bold = row.weight == receipt::Weight::Bold;
    line.large = row.weight == receipt::Weight::Large;
    line.align = row.align == receipt::Align::Centre  ? Qt::AlignHCenter
                 : row.align == receipt::Align::Right ? Qt::AlignRight
                                                      : Qt::AlignLeft;
    switch (row.kind) {
      case receipt::Row::Kind::Letters:
        break;
      case receipt::Row::Kind::Qr:
      case receipt::Row::Kind::Seal:
        line.code = receipt::qrModules(row.text).value_or(receipt::Modules{});
        break;
      case receipt::Row::Kind::Barcode:
        line.code = receipt::barcodeModules(row.text).value_or(receipt::Modules{});
        break;
      case receipt::Row::Kind::Logo:
        line.text.clear();
        if (const auto logo = logoFrom(row.text))
          line.mark = imageOf(*logo);
        break;
    }
    lines.append(std::move(line));
  }
  return lines;
}

QImage receiptPicture(const theme::Theme& theme, const api::ReceiptView& view) {
  const widgets::PaperSheet sheet = sheetFor(theme, view, kPictureScale);
  const QList<widgets::PaperLine> lines = paperLines(view);
  constexpr int kMargin = kPictureMargin * kPictureScale;
  QImage picture(sheet.width() + 2 * kMargin, sheet.height(lines) + 2 * kMargin, QImage::Format_RGB32);
  picture.fill(theme.colour(theme::ColourRole::Code));
  QPainter painter(&picture);
  painter.translate(kMargin, kMargin);
  sheet.paint(painter, lines);
  return picture;
}

bool writeReceiptPdf(const theme::Theme& theme, const api::ReceiptView& view, const QString& path) {
  // A QPrinter would ask the spooler for its printers first, on the thread of the window.
  QPdfWriter writer(path);
  writer.setTitle(QString::fromStdString(view.receipt.ref.str()));
  return paintPages(sheetFor(theme, view, 1), paperLines(view), writer);
}

void printReceiptPage(const theme::Theme& theme, const api::ReceiptView& view, QThreadPool& pool,
                      QObject* context, std::function<void(const QString& printer)> then) {
  pool.start([sheet = sheetFor(theme, view, 1), lines = paperLines(view),
              name = QString::fromStdString(view.receipt.ref.str()), context = QPointer<QObject>(context),
              then = std::move(then)]() mutable {
    const QPrinterInfo info = QPrinterInfo::defaultPrinter();
    QString printed;
    if (!info.isNull()) {
      QPrinter printer(info, QPrinter::HighResolution);
      printer.setDocName(name);
      if (paintPages(sheet, std::move(lines), printer))
        printed = info.description().isEmpty() ? info.printerName() : info.description();
    }
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [context = std::move(context), then = std::move(then), printed] {
          if (context)
            then(printed);
        },
        Qt::QueuedConnection);
  });
}

QString receiptFolder() {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString folder = documents + QStringLiteral("/Loket");
  return !documents.isEmpty() && QDir().mkpath(folder) ? folder : QString();
}

}  // namespace loket::ui::screens
