// The shop's mark: what dots become of a picture, how it is kept, and how it comes onto paper.
#include "core/domain/identity/logo.h"

#include <QTest>
#include <algorithm>

#include "core/domain/receipt/escp.h"
#include "core/domain/receipt/layout.h"

using namespace loket;
using namespace loket::receipt;

namespace {

std::vector<std::uint8_t> ramp(int width, int height) {
  std::vector<std::uint8_t> grey;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) grey.push_back(static_cast<std::uint8_t>(x * 255 / (width - 1)));
  return grey;
}

int darkIn(const Logo& logo, int left, int right) {
  int count = 0;
  for (int y = 0; y < logo.height; ++y)
    for (int x = left; x < right; ++x) count += logo.isDark(x, y) ? 1 : 0;
  return count;
}

Receipt with(const std::string& logo) {
  Receipt receipt;
  receipt.lines.push_back({Line::Kind::Logo, "", logo, Weight::Normal, Align::Centre});
  receipt.lines.push_back({Line::Kind::Text, "", "TOKO", Weight::Bold, Align::Centre});
  return receipt;
}

}  // namespace

class LogoTest : public QObject {
  Q_OBJECT

 private slots:
  void greysBecomeAsManyDotsAsTheyAreDark() {
    const auto logo = ditheredLogo(ramp(256, 40), 256, 40);
    QVERIFY(logo.has_value());
    // A quarter of the ramp at a time: 7/8, 5/8, 3/8 and 1/8 of its dots are dark.
    for (int quarter = 0; quarter < 4; ++quarter) {
      const int all = 64 * 40;
      const int dark = darkIn(*logo, quarter * 64, quarter * 64 + 64);
      const int wanted = all * (7 - 2 * quarter) / 8;
      QVERIFY2(std::abs(dark - wanted) < all / 50,
               qPrintable(QStringLiteral("%1: %2 for %3").arg(quarter).arg(dark).arg(wanted)));
    }
  }

  void blackAndWhiteStayAsTheyAre() {
    std::vector<std::uint8_t> grey(20 * 10, 255);
    for (std::size_t i = 0; i < grey.size(); i += 3) grey[i] = 0;
    const auto logo = ditheredLogo(grey, 20, 10);
    QVERIFY(logo.has_value());
    for (int y = 0; y < 10; ++y)
      for (int x = 0; x < 20; ++x) QCOMPARE(logo->isDark(x, y), (y * 20 + x) % 3 == 0);
  }

  void whatIsNoMarkIsNone() {
    QVERIFY(!ditheredLogo({}, 0, 0));
    QVERIFY(!ditheredLogo({0, 0}, 1, 1));
    QVERIFY(!ditheredLogo({255, 255, 255, 255}, 2, 2));
    QVERIFY(!ditheredLogo(std::vector<std::uint8_t>(static_cast<std::size_t>(kLogoWidthMax + 1), 0),
                          kLogoWidthMax + 1, 1));
    QVERIFY(!ditheredLogo(std::vector<std::uint8_t>(static_cast<std::size_t>(kLogoHeightMax + 1), 0), 1,
                          kLogoHeightMax + 1));
  }

  void whatIsKeptIsReadBack() {
    for (const int width : {1, 7, 8, 9, 200, kLogoWidthMax}) {
      const auto logo = ditheredLogo(ramp(std::max(2, width), 12), std::max(2, width), 12);
      QVERIFY(logo.has_value());
      const auto again = logoFrom(textOf(*logo));
      QVERIFY(again && again->width == logo->width && again->height == logo->height &&
              again->dots == logo->dots);
    }
  }

  void whatOthersWroteIsRead_data() {
    QTest::addColumn<QByteArray>("pbm");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QByteArray("P4\n9 1\n\x80\x80") << true;
    QTest::newRow("comment") << QByteArray("P4 # by somebody\n9 1\n\x80\x80") << true;
    QTest::newRow("dots beyond the width only") << QByteArray("P4\n9 1\n\0\x7F", 9) << false;
    QTest::newRow("too few") << QByteArray("P4\n9 2\n\x80\x80") << false;
    QTest::newRow("too many") << QByteArray("P4\n9 1\n\x80\x80\x80") << false;
    QTest::newRow("letters") << QByteArray("P1\n1 1\n1") << false;
    QTest::newRow("no size") << QByteArray("P4\n") << false;
    QTest::newRow("negative") << QByteArray("P4\n-8 1\n\xFF") << false;
    QTest::newRow("huge") << QByteArray("P4\n99999999999 1\n\xFF") << false;
    QTest::newRow("all light") << QByteArray("P4\n8 1\n\0", 8) << false;
    QTest::newRow("nothing") << QByteArray() << false;
  }
  void whatOthersWroteIsRead() {
    QFETCH(QByteArray, pbm);
    QFETCH(bool, good);
    QCOMPARE(logoFrom(pbm.toBase64().toStdString()).has_value(), good);
    QVERIFY(!logoFrom(pbm.toStdString()).has_value());
  }

  void itComesOutInStripsOfTheSizeTheyTell() {
    const auto logo = ditheredLogo(ramp(300, 150), 300, 150);
    const PaperProfile paper;
    const auto rows = layOut(with(textOf(*logo)), paper);
    QVERIFY(rows.at(0).kind == Row::Kind::Logo);
    const std::string bytes = toEscPos(rows, paper);
    std::string dots;
    std::vector<int> strips;
    for (std::size_t at = bytes.find("\x1Dv0"); at != std::string::npos;) {
      const auto figure = [&bytes, at](std::size_t i) {
        return static_cast<unsigned char>(bytes[at + i]) +
               256 * static_cast<unsigned char>(bytes[at + i + 1]);
      };
      QCOMPARE(figure(4), 38);
      strips.push_back(figure(6));
      const auto size = static_cast<std::size_t>(38 * figure(6));
      dots += bytes.substr(at + 8, size);
      at = bytes.compare(at + 8 + size, 3, "\x1Dv0") == 0 ? at + 8 + size : std::string::npos;
    }
    QCOMPARE(strips, (std::vector<int>{64, 64, 22}));
    std::string wanted = logo->dots;
    std::replace(wanted.begin(), wanted.end(), '\x10', '\x18');
    QVERIFY(dots == wanted);
    QVERIFY(bytes.find("TOKO") > bytes.rfind("\x1Dv0"));
  }

  // DLE EOT, DLE ENQ and DLE DC4 are obeyed wherever they stand: the last one opens the drawer.
  void noDotsAreACommand() {
    const Logo logo{24, 2, std::string("\x10\x14\x01\x10\x04\x01", 6)};
    const std::string bytes = toEscPos(layOut(with(textOf(logo)), PaperProfile{}), PaperProfile{});
    QVERIFY(bytes.find(std::string("\x1Dv0\0\3\0\2\0\x18\x14\x01\x18\x04\x01", 14)) != std::string::npos);
    QVERIFY(bytes.find('\x10') == std::string::npos);
  }

  void whereItHasNoRoomItIsLeftOut() {
    const std::string logo = textOf(*ditheredLogo(ramp(kLogoWidthMax, 8), kLogoWidthMax, 8));
    PaperProfile narrow;
    narrow.columns = 31;
    QCOMPARE(layOut(with(logo), narrow).size(), std::size_t{1});
    PaperProfile old;
    old.codes = Codes::None;
    QCOMPARE(layOut(with(logo), old).size(), std::size_t{1});
    QCOMPARE(layOut(with("nonsense"), PaperProfile{}).size(), std::size_t{1});
    QCOMPARE(toText(layOut(with(logo), PaperProfile{}), PaperProfile{}), std::string(14, ' ') + "TOKO\n");
    QVERIFY(toEscP(with(logo), Form{}).find("P4") == std::string::npos);
  }
};

QTEST_GUILESS_MAIN(LogoTest)
#include "logo_test.moc"
