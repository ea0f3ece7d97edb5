#include <QTest>

#include "core/domain/receipt/codes.h"
#include "core/domain/receipt/layout.h"

using namespace loket::receipt;

namespace {

std::vector<std::string> rowsOf(const Line& line, int columns) {
  Receipt receipt;
  receipt.lines.push_back(line);
  std::vector<std::string> texts;
  for (const Row& row : layOut(receipt, PaperProfile{columns, false, 4, true}))
    texts.push_back(row.text);
  return texts;
}

PaperProfile with(Codes codes, int columns = 32) {
  PaperProfile profile;
  profile.columns = columns;
  profile.codes = codes;
  return profile;
}

using Texts = std::vector<std::string>;

}  // namespace

class LayoutTest : public QObject {
  Q_OBJECT
 private slots:
  void transliterates() {
    const std::pair<const char*, const char*> rows[] = {
        {"BUDI CONTOH", "BUDI CONTOH"},
        {"Ren\xC3\xA9 \xC5\xBDi\xC5\xBEka", "Rene Zizka"},
        {"\xE2\x80\x9Ckata\xE2\x80\x9D \xE2\x80\x98x\xE2\x80\x99", "\"kata\" 'x'"},
        {"1\xE2\x80\x93\x32\xE2\x80\x94\x33\xE2\x80\xA6", "1-2-3..."},
        {"Rp\xC2\xA0\x35\x32.500", "Rp 52.500"},
        {"stra\xC3\x9F\x65 \xC3\x86ro", "strasse AEro"},
        {"e\xCC\x81", "e"},
        {"a\tb\r\nc", "a b  c"},
        {"x\x1B@\x1DV\x42y", "x@VBy"},
        {"\xC2\x9Bz\x7F", "z"},
        {"\xE2\x80\xAE\x61\xE2\x80\x8B\x62\xEF\xBB\xBF", "ab"},
        {"ok \xF0\x9F\x98\x80!", "ok !"},
        {"\xE4\xB8\xAD", "?"},
        {"\xFF\xC3", "??"},
        {"\xC0\xAF", "??"},
        {"\xEF\xBC\xA1\xEF\xBC\x91", "A1"},
        {"", ""}};
    for (const auto& [text, clean] : rows)
      QCOMPARE(cleanText(text), std::string(clean));
    QCOMPARE(cleanText(std::string_view("a\0b", 3)), std::string("ab"));
  }
  void wrapsAtWords() {
    const Line line{Line::Kind::Text, "", "satu dua  tiga empat lima", Weight::Normal, Align::Left};
    QCOMPARE(rowsOf(line, 16), (Texts{"satu dua tiga", "empat lima"}));
  }
  void cutsLongWordsEvenly() {
    const Line line{Line::Kind::Text, "", std::string(34, 'x'), Weight::Normal, Align::Left};
    QCOMPARE(rowsOf(line, 16), (Texts{std::string(12, 'x'), std::string(12, 'x'), std::string(10, 'x')}));
    const Line exact{Line::Kind::Text, "", std::string(16, 'x'), Weight::Normal, Align::Left};
    QCOMPARE(rowsOf(exact, 16), (Texts{std::string(16, 'x')}));
  }
  void largeHasHalfTheColumns() {
    const Line token{Line::Kind::Text, "", "1111 2222 3333 4444 5555", Weight::Large, Align::Centre};
    QCOMPARE(rowsOf(token, 32), (Texts{"1111 2222 3333", "4444 5555"}));
    QCOMPARE(rowsOf(token, 42), (Texts{"1111 2222 3333", "4444 5555"}));
    QCOMPARE(rowsOf(token, 48), (Texts{"1111 2222 3333 4444 5555"}));
  }
  void centredTextIsWrappedEvenly() {
    const Line line{Line::Kind::Text, "", "Informasi Hubungi Call Center 123", Weight::Normal, Align::Centre};
    QCOMPARE(rowsOf(line, 32), (Texts{"Informasi Hubungi", "Call Center 123"}));
  }
  void fieldsContinueUnderTheirValue() {
    const Line line{Line::Kind::Field, "NAMA", "SUPARDI BIN SUKARNO", Weight::Normal, Align::Left};
    QCOMPARE(rowsOf(line, 20), (Texts{"NAMA: SUPARDI BIN", "      SUKARNO"}));
  }
  void colonsStandUnderEachOtherPerBlock() {
    Receipt receipt;
    receipt.lines = {{Line::Kind::Field, "NAMA", "BUDI", Weight::Normal, Align::Left},
                     {Line::Kind::Amount, "TOTAL BAYAR", "Rp1", Weight::Bold, Align::Left},
                     {Line::Kind::Rule, "", "", Weight::Normal, Align::Left},
                     {Line::Kind::Field, "SN", "1", Weight::Normal, Align::Left}};
    Texts texts;
    for (const Row& row : layOut(receipt, PaperProfile{24, false, 4, true}))
      texts.push_back(row.text);
    QCOMPARE(texts, (Texts{"NAMA       : BUDI", "TOTAL BAYAR:         Rp1", std::string(24, '-'), "SN: 1"}));
  }
  void amountsEndAtTheEdgeOrGetARow() {
    const auto amount = [](const char* label, const char* value) {
      return Line{Line::Kind::Amount, label, value, Weight::Normal, Align::Left};
    };
    QCOMPARE(rowsOf(amount("TOTAL", "Rp52.500"), 16), (Texts{"TOTAL:  Rp52.500"}));
    QCOMPARE(rowsOf(amount("TOTAL", "Rp1.052.500"), 16), (Texts{"TOTAL:", "     Rp1.052.500"}));
    for (std::size_t length = 0; length < 60; ++length)
      for (const std::string& row : rowsOf(amount(std::string(length, 'L').c_str(), "Rp1.000.000.000.000"), 32))
        QVERIFY(row.size() <= 32);
  }
  void oddProfilesStillPrint() {
    const Line line{Line::Kind::Text, "", "BUDI", Weight::Large, Align::Left};
    for (const int columns : {-5, 0, 1, 15})
      QCOMPARE(rowsOf(line, columns), (Texts{"BUDI"}));
    PaperProfile profile;
    profile.feedLines = -3;
    QVERIFY(toEscPos({}, profile).ends_with(std::string("\x1B" "d\0", 3)));
  }
  // GS ( k: model 2, size, correction M, store, print; what is stored is the text and nothing that a printer obeys.
  void aCodeIsTheTextAndNothingElse() {
    Receipt receipt;
    receipt.lines.push_back(Line{Line::Kind::Code, "", "000201\x1B@ABC", Weight::Normal, Align::Centre});
    const PaperProfile native = with(Codes::Native);
    const std::vector<Row> rows = layOut(receipt, native);
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY(rows[0].kind == Row::Kind::Qr);
    QCOMPARE(rows[0].text, std::string("000201@ABC"));
    const std::string wanted("\x1D(k\x04\0\x31\x41\x32\0" "\x1D(k\x03\0\x31\x43\x05" "\x1D(k\x03\0\x31\x45\x31"
                             "\x1D(k\x0D\0\x31\x50\x30" "000201@ABC" "\x1D(k\x03\0\x31\x51\x30\n", 9 + 8 + 8 + 8 + 10 + 9);
    const std::string bytes = toEscPos(rows, native);
    QVERIFY2(bytes.find(wanted) != std::string::npos, QByteArray::fromStdString(bytes).toHex(' ').constData());
    QCOMPARE(toText(rows, PaperProfile{}), std::string("000201@ABC\n"));
    // A long one has two bytes of length, and smaller modules: 73 of them and the quiet zone are to fit.
    const std::string text(300, '1');
    const std::string large = toEscPos({Row{text, Weight::Normal, Align::Centre, Row::Kind::Qr}}, native);
    QVERIFY(large.find(std::string("\x1D(k\x2F\x01\x31\x50\x30", 8) + text) != std::string::npos);
    QVERIFY(large.find(std::string("\x1D(k\x03\0\x31\x43\x04", 8)) != std::string::npos);
  }
  void aBarcodeIsSaidInLettersToo() {
    Receipt receipt;
    receipt.lines.push_back(Line{Line::Kind::Barcode, "", "A7{K", Weight::Large, Align::Centre});
    const PaperProfile native = with(Codes::Native);
    const std::vector<Row> rows = layOut(receipt, native);
    QCOMPARE(rows.size(), std::size_t{2});
    QVERIFY(rows[0].kind == Row::Kind::Letters && rows[0].weight == Weight::Large && rows[0].text == "A7{K");
    QVERIFY(rows[1].kind == Row::Kind::Barcode && rows[1].weight == Weight::Normal);
    // Height, width, no letters of its own, set B; what opens a command within the data is doubled.
    const std::string wanted("\x1Dh\x40\x1Dw\x03\x1DH\0\x1Dk\x49\x07{BA7{{K\n", 9 + 4 + 7 + 1);
    QVERIFY(toEscPos(rows, native).find(wanted) != std::string::npos);
    QCOMPARE(toText(rows, native), std::string("              A7{K\n"));
    // Where it does not fit, or the printer draws none, the letters stay.
    receipt.lines[0].text = std::string(20, 'W');
    QCOMPARE(layOut(receipt, native).back().text, std::string(10, 'W'));
    QVERIFY(layOut(receipt, with(Codes::Native, 48)).back().kind == Row::Kind::Barcode);
    receipt.lines[0].text = "A7";
    QCOMPARE(layOut(receipt, with(Codes::None)).size(), std::size_t{1});
  }
  // What a printer is told to draw is the code, dot by dot, and nothing of it can be taken for a command.
  void aRasterIsTheCode() {
    const std::string text(200, 'q');
    const PaperProfile paper;
    for (const Row::Kind kind : {Row::Kind::Qr, Row::Kind::Barcode}) {
      const bool isQr = kind == Row::Kind::Qr;
      const std::string held = isQr ? text : std::string("A7K9Q2");
      const Modules code = isQr ? *qrModules(held) : *barcodeModules(held);
      const int dots = isQr ? qrDots(held, paper) : barcodeDots(held, paper);
      QCOMPARE(dots, isQr ? 5 : 3);
      std::string bytes = toEscPos({Row{held, Weight::Normal, Align::Left, kind}}, paper);
      bytes = bytes.substr(7, bytes.size() - 7 - 3);  // between what every receipt begins and ends with
      const std::size_t across = static_cast<std::size_t>((code.width * dots + 7) / 8);
      int y = 0;
      for (std::size_t i = 0; i < bytes.size();) {
        QCOMPARE(bytes.substr(i, 4), std::string("\x1Dv0\0", 4));
        const auto byteAt = [&bytes](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes.at(at))); };
        QCOMPARE(byteAt(i + 4) + byteAt(i + 5) * 256, across);
        const std::size_t strip = byteAt(i + 6) + byteAt(i + 7) * 256;
        QVERIFY(strip > 0 && strip <= 64);
        i += 8;
        for (std::size_t row = 0; row < strip; ++row, ++y)
          for (std::size_t x = 0; x < across * 8; ++x) {
            const bool dark = ((byteAt(i + row * across + x / 8) >> (7 - x % 8)) & 1U) != 0;
            const int column = static_cast<int>(x) / dots;
            QCOMPARE(dark, column < code.width && code.isDark(column, isQr ? y / dots : 0));
          }
        QVERIFY(bytes.substr(i, strip * across).find('\x10') == std::string::npos);
        i += strip * across;
      }
      QCOMPARE(y, isQr ? code.height * dots : 64);
    }
  }
  void aCodeThatDoesNotFitIsLetters() {
    Receipt receipt;
    receipt.lines.push_back(Line{Line::Kind::Code, "", std::string(666, 'x'), Weight::Normal, Align::Centre});
    QVERIFY(layOut(receipt, PaperProfile{}).front().kind == Row::Kind::Qr);
    QCOMPARE(qrDots(receipt.lines[0].text, PaperProfile{}), 3);
    receipt.lines[0].text += 'x';
    for (const PaperProfile& paper : {PaperProfile{}, with(Codes::Native)}) {
      const auto rows = layOut(receipt, paper);
      QCOMPARE(rows.size(), std::size_t{21});
      for (const Row& row : rows)
        QVERIFY(row.kind == Row::Kind::Letters && row.text.size() <= 32);
    }
    receipt.lines[0].text = "kode";
    QCOMPARE(layOut(receipt, with(Codes::None)).front().text, std::string("kode"));
    // Rows that were laid out for a wider paper draw nothing on a narrow one.
    const Row wide{std::string(666, 'x'), Weight::Normal, Align::Left, Row::Kind::Qr};
    QCOMPARE(toEscPos({wide}, with(Codes::Raster, 16)), toEscPos({}, PaperProfile{}));
  }
  void emptyReceiptStillResets() {
    QCOMPARE(toEscPos({}, PaperProfile{}), std::string("\x1B@\x1C.\x1Bt\0\x1B" "d\x04", 10));
    QCOMPARE(toText({}, PaperProfile{}), std::string());
  }
};

QTEST_GUILESS_MAIN(LayoutTest)
#include "layout_test.moc"
