// Receipts on continuous forms: what stands on which line of which form, and where the paper is at the end.
#include <QTest>
#include <algorithm>

#include "core/domain/receipt/escp.h"
#include "core/domain/receipt/layout.h"
#include "tests/golden/sample_receipts.h"
#include "tests/support/printer_readers.h"

using namespace loket;
using namespace loket::receipt;
using namespace loket::test;

namespace {

std::vector<Receipt> all() {
  std::vector<Receipt> receipts = {sampleBatchSheet(), sampleShiftSheet(), sampleCollectionCode(), sampleCashOutSlip()};
  for (const Sample& sample : allSamples())
    receipts.push_back(composeReceipt(sample.payment, talkativeOutlet(), sample.copyNo, wib(16, 0, 0)));
  return receipts;
}

Receipt rows(int count, Weight weight = Weight::Normal) {
  Receipt receipt;
  for (int i = 0; i < count; ++i)
    receipt.lines.push_back(Line{Line::Kind::Text, {}, "baris " + std::to_string(i), weight, Align::Left});
  return receipt;
}

bool holds(const FormPrint& printed, const std::string& text) {
  return std::any_of(printed.lines.begin(), printed.lines.end(),
                     [&text](const std::string& line) { return line.find(text) != std::string::npos; });
}

}  // namespace

class EscPTest : public QObject {
  Q_OBJECT
 private slots:
  // However many there are, the next one begins where the first did: the paper does not creep.
  void everyReceiptEndsAtTheTopOfAForm() {
    for (const int formLines : {33, 66, 22, 5}) {
      Form form;
      form.lines = formLines;
      for (const Receipt& receipt : all()) {
        const std::string bytes = toEscP(receipt, form);
        const FormPrint printed = readEscP(bytes);
        QVERIFY2(printed.wrong.empty(), printed.wrong.c_str());
        QCOMPARE(printed.formLines, formLines);
        QVERIFY(printed.lines.size() > 1);
        QCOMPARE((printed.lines.size() - 1) % static_cast<std::size_t>(formLines), std::size_t{0});
        QVERIFY(printed.lines.back().empty());
        // Above the perforation nothing is printed.
        for (std::size_t i = 0; i < printed.lines.size(); ++i)
          if (i % static_cast<std::size_t>(formLines) >= static_cast<std::size_t>(formLines - form.margin))
            QVERIFY2(printed.lines[i].empty(), printed.lines[i].c_str());
      }
    }
  }
  void aFormThatIsFullIsNotPutOutTwice() {
    for (const int margin : {0, 2})
      for (const int count : {0, 1, 30, 31, 32, 33, 34, 66, 67}) {
        Form form;
        form.margin = margin;
        const FormPrint printed = readEscP(toEscP(rows(count), form));
        const int room = 33 - margin;
        const int forms = (count + room - 1) / room;
        QCOMPARE(printed.lines.size(), static_cast<std::size_t>(forms * 33 + 1));
        for (int i = 0; i < count; ++i)
          QCOMPARE(printed.lines[static_cast<std::size_t>(i / room * 33 + i % room)], "baris " + std::to_string(i));
      }
  }
  void aTallLineHasTheLineAboveForItself() {
    const FormPrint printed = readEscP(toEscP(rows(40, Weight::Large), Form{}));
    QVERIFY2(printed.wrong.empty(), printed.wrong.c_str());
    for (int i = 0; i < 40; ++i)
      QVERIFY(holds(printed, "baris " + std::to_string(i)));
  }
  void whatIsSaidIsWhatOtherPapersSay() {
    const FormPrint token = readEscP(toEscP(composeReceipt(sampleToken(), sampleOutlet(), 2, wib(16, 0, 0)), Form{}));
    for (const char* words : {"1111 2222 3333 4444 5555", "SALINAN ke-2", "STRUK PEMBELIAN LISTRIK PRABAYAR", "Rp 23.500,00"})
      QVERIFY2(holds(token, words), words);
    QVERIFY(holds(readEscP(toEscP(composeReceipt(samplePulsa(PaymentState::Accepted), sampleOutlet(), 0, {}), Form{})), "A7K9Q2"));
    // 64 columns: the middle of the shop's name stands in the middle of them.
    const auto name = std::find_if(token.lines.begin(), token.lines.end(),
                                   [](const std::string& line) { return line.find("WARUNG BU SRI") != std::string::npos; });
    QCOMPARE(name->find("WARUNG"), std::size_t((64 - 13) / 2));
  }
  void namesCarryNoCommand() {
    const Payment plain = samplePulsa(PaymentState::Succeeded);
    const std::string wanted = readEscP(toEscP(composeReceipt(plain, sampleOutlet(), 0, {}), Form{})).commands;
    for (const char* hostile : {"\x1B@", "A\fB", "x\r\ny", "\x1B" "C\x05", "\x0E" "W", "\x1BW1", "\xC2\x9B", "\x12\x0F"}) {
      Payment payment = plain;
      payment.productName = hostile;
      payment.serial = std::string(hostile) + "1";
      const FormPrint printed = readEscP(toEscP(composeReceipt(payment, sampleOutlet(), 0, {}), Form{}));
      QVERIFY2(printed.wrong.empty(), printed.wrong.c_str());
      QCOMPARE(QByteArray::fromStdString(printed.commands), QByteArray::fromStdString(wanted));
    }
  }
};

QTEST_GUILESS_MAIN(EscPTest)
#include "escp_test.moc"
