// Codes as dark and light: QR against a library that was not written here, module by module; Code 128 against the
// book's own figures. (That readers read them: ui_codes_test, tests/integration/paper.)
#include <QTest>
#include <qrcodegen.hpp>
#include <random>
#include <string>

#include "core/domain/receipt/codes.h"

using namespace loket::receipt;

namespace {

std::string bytesOf(std::size_t size, std::mt19937& random) {
  std::string text;
  while (text.size() < size)
    text.push_back(static_cast<char>(' ' + static_cast<int>(random() % 95)));
  return text;
}

qrcodegen::QrCode theirs(const std::string& text) {
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  return qrcodegen::QrCode::encodeSegments({qrcodegen::QrSegment::makeBytes(bytes)}, qrcodegen::QrCode::Ecc::MEDIUM, 1,
                                           20, -1, false);
}

std::string drawn(const Modules& modules) {
  std::string out;
  for (const bool dark : modules.dark)
    out.push_back(dark ? '1' : '0');
  return out;
}

}  // namespace

class CodesTest : public QObject {
  Q_OBJECT
 private slots:
  void qrIsTheOneOfTheLibrary() {
    std::mt19937 random(20261128);
    // The last and first length of every version, and some between.
    const std::size_t ends[] = {14,  26,  42,  62,  84,  106, 122, 152, 180, 213,
                                251, 287, 331, 362, 412, 450, 504, 560, 624, 666};
    std::vector<std::size_t> sizes = {1, 2, 7};
    for (const std::size_t end : ends)
      for (const std::size_t size : {end - 5, end, end + 1})
        if (size <= 666)
          sizes.push_back(size);
    for (const std::size_t size : sizes) {
      const std::string text = bytesOf(size, random);
      const auto made = qrModules(text);
      QVERIFY(made.has_value());
      const qrcodegen::QrCode wanted = theirs(text);
      QCOMPARE(made->width, wanted.getSize());
      QCOMPARE(made->height, wanted.getSize());
      QCOMPARE(qrSize(text), wanted.getSize());
      for (int y = 0; y < made->height; ++y)
        for (int x = 0; x < made->width; ++x)
          if (made->isDark(x, y) != wanted.getModule(x, y))
            QFAIL(qPrintable(QStringLiteral("%1 bytes: %2,%3").arg(size).arg(x).arg(y)));
    }
  }
  void whatNoQrHoldsIsNone() {
    QVERIFY(!qrModules("").has_value() && qrSize("") == 0);
    QVERIFY(qrModules(std::string(666, 'x')).has_value());
    QVERIFY(!qrModules(std::string(667, 'x')).has_value() && qrSize(std::string(667, 'x')) == 0);
  }
  // Start B 104, P 48, J 42, 1 17, check (104 + 48 + 2 * 42 + 3 * 17) mod 103 = 81, stop.
  void aBarcodeHasStartCheckAndStop() {
    const auto made = barcodeModules("PJ1");
    QVERIFY(made.has_value());
    QCOMPARE(made->height, 1);
    QCOMPARE(drawn(*made), std::string("11010010000"
                               "11101110110"
                               "10110111000"
                               "10011100110"
                               "10010111100"
                               "1100011101011"));
    QCOMPARE(made->width, barcodeSize("PJ1"));
    QCOMPARE(made->dark.size(), std::size_t(11 * 5 + 13));
  }
  void whatNoBarcodeHoldsIsNone() {
    for (const std::string& text : {std::string(), std::string(61, 'x'), std::string("a\x1B"), std::string("\xC3\xA9")}) {
      QVERIFY(!barcodeModules(text).has_value());
      QCOMPARE(barcodeSize(text), 0);
    }
    QVERIFY(barcodeModules(std::string(60, '~')).has_value());
  }
};

QTEST_GUILESS_MAIN(CodesTest)
#include "codes_test.moc"
