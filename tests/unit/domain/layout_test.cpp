#include <QTest>

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
    const std::vector<Row> rows = layOut(receipt, PaperProfile{});
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY(rows[0].isCode);
    QCOMPARE(rows[0].text, std::string("000201@ABC"));
    const std::string wanted("\x1D(k\x04\0\x31\x41\x32\0" "\x1D(k\x03\0\x31\x43\x05" "\x1D(k\x03\0\x31\x45\x31"
                             "\x1D(k\x0D\0\x31\x50\x30" "000201@ABC" "\x1D(k\x03\0\x31\x51\x30\n", 9 + 8 + 8 + 8 + 10 + 9);
    const std::string bytes = toEscPos(rows, PaperProfile{});
    QVERIFY2(bytes.find(wanted) != std::string::npos, QByteArray::fromStdString(bytes).toHex(' ').constData());
    QCOMPARE(toText(rows, PaperProfile{}), std::string("000201@ABC\n"));
    // A long one has two bytes of length.
    const std::string text(300, '1');
    const std::string large = toEscPos({Row{text, Weight::Normal, Align::Centre, true}}, PaperProfile{});
    QVERIFY(large.find(std::string("\x1D(k\x2F\x01\x31\x50\x30", 8) + text) != std::string::npos);
  }
  void emptyReceiptStillResets() {
    QCOMPARE(toEscPos({}, PaperProfile{}), std::string("\x1B@\x1C.\x1Bt\0\x1B" "d\x04", 10));
    QCOMPARE(toText({}, PaperProfile{}), std::string());
  }
};

QTEST_GUILESS_MAIN(LayoutTest)
#include "layout_test.moc"
