// What a telephone scans, and what a customer says only once: codes that readers read, passwords that are wiped.
#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <qrcodegen.hpp>
#include <string>

#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/secret_field.h"

namespace loket::tests {

using ui::theme::ColourRole;
using ui::theme::Mode;
using ui::theme::Theme;
using ui::widgets::PaperLine;
using ui::widgets::QrCode;
using ui::widgets::ReceiptPaper;
using ui::widgets::SecretField;

namespace {

const std::string kQris =
    "00020101021226530017ID.CO.CONTOH.WWW011893600002000000001752045411530336054062000005802ID5913WARUNG BU SRI6007BANDUNG"
    "61054012363041D3A";

// Where a colour is in a picture: the white square around a code, or its ink.
QRect areaOf(const QImage& picture, QRgb colour) {
  QRect found;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      if (picture.pixel(x, y) == colour)
        found |= QRect(x, y, 1, 1);
  return found;
}

}  // namespace

class CodeTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  // Every pixel of the picture is looked at: where it is not the module that the text wants, a telephone may not read it.
  void theCodeOnTheScreenIsTheText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<bool>("dark");
    const QString qris = QString::fromStdString(kQris);
    QTest::newRow("qris") << qris << QSize(500, 500) << 1.0 << false;
    QTest::newRow("qris dark") << qris << QSize(500, 500) << 1.0 << true;
    QTest::newRow("wide place") << qris << QSize(700, 401) << 1.0 << false;
    QTest::newRow("one and a half") << qris << QSize(333, 401) << 1.5 << true;
    for (const double odd : {1.1, 1.3, 1.7, 1.9, 2.3, 2.7})
      QTest::addRow("%.1f", odd) << qris << QSize(301, 299) << odd << false;
    QTest::newRow("link") << QStringLiteral("https://wa.me/6281234567890?text=Lunas") << QSize(211, 260) << 1.25 << false;
  }

  void theCodeOnTheScreenIsTheText() {
    QFETCH(QString, text);
    QFETCH(QSize, size);
    QFETCH(double, ratio);
    QFETCH(bool, dark);
    m_theme.setMode(dark ? Mode::Dark : Mode::Light);
    QrCode code(m_theme);
    QVERIFY(code.setText(text.toStdString(), QStringLiteral("QRIS")));
    QCOMPARE(code.accessibleName(), QStringLiteral("QRIS"));
    code.resize(size);

    // Not at a whole pixel of the screen, as in a window that is scaled by a half.
    const QPoint at(3, 5);
    QImage picture((QSizeF(size.width() + at.x(), size.height() + at.y()) * ratio).toSize(), QImage::Format_RGB32);
    picture.setDevicePixelRatio(ratio);
    picture.fill(QColor(0x336699));
    code.render(&picture, at);
    const QRgb white = m_theme.colour(ColourRole::Code).rgb();
    const QRgb black = m_theme.colour(ColourRole::CodeInk).rgb();
    QCOMPARE(white, 0xFFFFFFFFU);
    QCOMPARE(black, 0xFF000000U);

    const auto wanted = qrcodegen::QrCode::encodeText(text.toStdString().c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    QCOMPARE(code.modules(), wanted.getSize());
    const int across = wanted.getSize() + 8;  // four modules of quiet on every side
    const QRect place = areaOf(picture, white);
    QCOMPARE(place.width(), place.height());
    QCOMPARE(place.width() % across, 0);
    const int module = place.width() / across;
    QVERIFY(module >= 2);
    QVERIFY(place.width() + across > std::min(size.width(), size.height()) * ratio - 1);  // as large as it can be
    for (int y = 0; y < place.height(); ++y)
      for (int x = 0; x < place.width(); ++x) {
        // Beyond its edges the library says light, which is what the quiet zone is.
        const bool isDark = wanted.getModule(x / module - 4, y / module - 4);
        if (picture.pixel(place.x() + x, place.y() + y) != (isDark ? black : white))
          QFAIL(qPrintable(QStringLiteral("%1,%2").arg(x).arg(y)));
      }
  }

  // The paper on the screen shows what the printer draws: both kinds, whole pixels to a module, quiet all around.
  void thePaperShowsItsCodes_data() {
    QTest::addColumn<int>("columns");
    QTest::addColumn<double>("ratio");
    for (const int columns : {32, 48})
      for (const double ratio : {1.0, 1.25, 1.5, 2.0})
        QTest::addRow("%d at %.2f", columns, ratio) << columns << ratio;
  }
  void thePaperShowsItsCodes() {
    QFETCH(int, columns);
    QFETCH(double, ratio);
    m_theme.setMode(Mode::Light);
    for (const receipt::Modules& wanted : {*receipt::qrModules(kQris), *receipt::barcodeModules("A7K9Q2")}) {
      ReceiptPaper paper(m_theme, columns);
      PaperLine code;
      code.code = wanted;
      paper.setLines({{QStringLiteral("KODE AMBIL")}, code});
      QCOMPARE(paper.accessibleName(), QStringLiteral("KODE AMBIL"));
      // Only the code is ink then, and it begins and ends dark.
      paper.setLines({PaperLine{}, code, PaperLine{}});
      const QSize size = paper.sizeHint();
      paper.resize(size);
      const QPoint at(3, 5);
      QImage picture((QSizeF(size.width() + at.x(), size.height() + at.y()) * ratio).toSize(), QImage::Format_RGB32);
      picture.setDevicePixelRatio(ratio);
      picture.fill(QColor(0x336699));
      paper.render(&picture, at);
      const QRgb black = m_theme.colour(ColourRole::CodeInk).rgb();
      const QRgb white = m_theme.colour(ColourRole::Code).rgb();
      const QRect place = areaOf(picture, black);
      const bool isQr = wanted.height > 1;
      QVERIFY(!place.isEmpty());
      QCOMPARE(place.width() % wanted.width, 0);
      const int module = place.width() / wanted.width;
      QVERIFY(isQr ? place.height() == place.width() : place.height() >= 30 * ratio);
      // And light as far around it as a reader needs.
      const int quiet = (isQr ? receipt::kQrQuiet : receipt::kBarcodeQuiet) * module;
      for (int y = isQr ? -quiet : 0; y < place.height() + (isQr ? quiet : 0); ++y)
        for (int x = -quiet; x < place.width() + quiet; ++x) {
          const bool inside = x >= 0 && x < place.width() && y >= 0 && y < place.height();
          const bool isDark = inside && wanted.isDark(x / module, isQr ? y / module : 0);
          if (picture.pixel(place.x() + x, place.y() + y) != (isDark ? black : white))
            QFAIL(qPrintable(QStringLiteral("%1,%2").arg(x).arg(y)));
        }
    }
  }

  // Both codes on one paper, before two readers that were not written here.
  void readersReadThePaper() {
    m_theme.setMode(Mode::Light);
    ReceiptPaper paper(m_theme, 32);
    PaperLine qr;
    qr.code = *receipt::qrModules(kQris);
    PaperLine bars;
    bars.code = *receipt::barcodeModules("A7K9Q2");
    const PaperLine gap;
    paper.setLines({{QStringLiteral("WARUNG BU SRI")}, gap, qr, gap, gap, bars, gap, {QStringLiteral("TERIMA KASIH")}});
    paper.resize(paper.sizeHint());
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("paper.png"));
    QVERIFY(paper.grab().save(file));
    for (const QString& reader : {QStringLiteral("zbarimg"), QStringLiteral("ZXingReader")}) {
      if (QStandardPaths::findExecutable(reader).isEmpty())
        QSKIP(qPrintable(reader + QStringLiteral(" is not installed; ./dev setup test brings it")));
      QProcess process;
      process.start(reader, reader == QStringLiteral("zbarimg") ? QStringList{QStringLiteral("-q"), QStringLiteral("--raw"), file}
                                                                : QStringList{file});
      QVERIFY(process.waitForFinished(30'000));
      const QByteArray read = process.readAllStandardOutput();
      QVERIFY2(read.contains(QByteArray::fromStdString(kQris)) && read.contains("A7K9Q2"), read.constData());
    }
  }

  // The whole table of Code 128, and not only the letters of one claim code.
  void everyLetterIsReadInBars() {
    if (QStandardPaths::findExecutable(QStringLiteral("zbarimg")).isEmpty())
      QSKIP("zbarimg is not installed; ./dev setup test brings it");
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("bars.png"));
    constexpr int kModule = 3;
    for (int first = ' '; first <= '~'; first += 12) {
      std::string text = "x";
      for (int c = first; c < first + 12 && c <= '~'; ++c) text += static_cast<char>(c);
      text += "x";
      const auto bars = receipt::barcodeModules(text);
      QVERIFY(bars.has_value());
      QImage picture((bars->width + 2 * receipt::kBarcodeQuiet) * kModule, 60, QImage::Format_RGB32);
      picture.fill(m_theme.colour(ColourRole::Code));
      for (int x = 0; x < bars->width * kModule; ++x)
        for (int y = 0; bars->isDark(x / kModule, 0) && y < picture.height(); ++y)
          picture.setPixelColor(receipt::kBarcodeQuiet * kModule + x, y, m_theme.colour(ColourRole::CodeInk));
      QVERIFY(picture.save(file));
      QProcess reader;
      reader.start(QStringLiteral("zbarimg"), {QStringLiteral("-q"), QStringLiteral("--raw"), file});
      QVERIFY(reader.waitForFinished(30'000));
      QCOMPARE(reader.readAllStandardOutput(), QByteArray::fromStdString(text + "\n"));
    }
  }

  void whatNoCodeHoldsIsNotDrawn() {
    QrCode code(m_theme);
    QVERIFY(code.setText(std::string(2'331, 'x'), QStringLiteral("long")));
    QVERIFY(code.modules() > 0);
    QVERIFY(!code.setText(std::string(3'000, 'x'), QStringLiteral("too long")));
    QCOMPARE(code.modules(), 0);
    code.resize(100, 100);
    QImage picture(100, 100, QImage::Format_RGB32);
    picture.fill(QColor(0x336699));
    code.render(&picture, {}, {}, QWidget::DrawChildren);
    QVERIFY(areaOf(picture, 0xFFFFFFFFU).isEmpty());
  }

  void aPasswordIsNeitherShownNorPastedNorKept() {
    SecretField field(m_theme);
    field.show();
    QTest::keyClicks(&field, QStringLiteral("48a-29"));
    QTest::keyClick(&field, Qt::Key_1, Qt::KeypadModifier);
    QCOMPARE(std::string(field.digits()), std::string("48291"));
    QTest::keyClick(&field, Qt::Key_Backspace);
    QCOMPARE(field.entered(), 4);
    QGuiApplication::clipboard()->setText(QStringLiteral("123456"));
    QTest::keyClick(&field, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(field.entered(), 4);
    QTest::keyClicks(&field, QStringLiteral("0123456789"));
    QCOMPARE(field.digits().size(), SecretField::kCapacity);
    // Two passwords of one length look the same.
    const QImage one = field.grab().toImage();
    const char* memory = field.digits().data();
    field.clear();
    QCOMPARE(field.entered(), 0);
    for (std::size_t i = 0; i < SecretField::kCapacity; ++i) QCOMPARE(int(memory[i]), 0);
    QTest::keyClicks(&field, QStringLiteral("999999999999"));
    QCOMPARE(field.grab().toImage(), one);
    QVERIFY(!(field.accessibleName() + field.accessibleDescription()).contains(QLatin1Char('9')));
  }

 private:
  Theme m_theme;
};

}  // namespace loket::tests

QTEST_MAIN(loket::tests::CodeTest)
#include "code_test.moc"
