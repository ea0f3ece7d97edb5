// Every layout as it comes out of the printer, in 58 mm (32 columns) and 80 mm (48) and on forms (64), as text and as bytes.
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

#include "core/domain/receipt/escp.h"
#include "core/domain/receipt/layout.h"
#include "tests/golden/sample_receipts.h"

using namespace loket;
using namespace loket::receipt;
using namespace loket::test;

namespace {

PaperProfile paper(int columns, bool cutter, Codes codes) {
  PaperProfile profile;
  profile.columns = columns;
  profile.cutter = cutter;
  profile.codes = codes;
  return profile;
}

const PaperProfile kNarrow{};
const PaperProfile kWide = paper(48, true, Codes::Raster);
const PaperProfile kNative = paper(32, false, Codes::Native);

// Sixteen bytes a line, so that a difference can be read.
std::string hexDump(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
    out.push_back(i % 16 == 15 || i + 1 == bytes.size() ? '\n' : ' ');
  }
  return out;
}

void compareWithStored(const QString& name, const std::string& made) {
  const QString path = QStringLiteral(LOKET_GOLDEN_DIR "/") + name;
  if (qEnvironmentVariableIsSet("LOKET_REBASELINE")) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(QByteArray::fromStdString(made));
    return;
  }
  QFile file(path);
  QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
  const std::string stored = file.readAll().toStdString();
  if (stored != made)
    QFAIL(qPrintable(name + " differs. Stored:\n" + QString::fromStdString(stored) + "Made:\n" +
                     QString::fromStdString(made)));
}

Receipt compose(const Sample& sample) {
  return composeReceipt(sample.payment, sampleOutlet(), sample.copyNo, wib(16, 0, 0));
}

// Of the leaf of RFC 6962 that is made of nothing.
Seal sampleSeal() {
  return {"DRT0-Q77Z-PDX9", "LOKET1/A7K9Q2/0/DRT0Q77ZPDX9H7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG"};
}

bool holdsCode(const Receipt& receipt) {
  return std::any_of(receipt.lines.begin(), receipt.lines.end(), [](const Line& line) {
    return line.kind == Line::Kind::Code || line.kind == Line::Kind::Seal || line.kind == Line::Kind::Barcode;
  });
}

std::string narrowText(const Receipt& receipt) { return toText(layOut(receipt, kNarrow), kNarrow); }

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part))
    text.erase(at, part.size());
  return text;
}

}  // namespace

class ReceiptGoldenTest : public QObject {
  Q_OBJECT
 private slots:
  void looksAsStored_data() {
    QTest::addColumn<int>("index");
    const auto samples = allSamples();
    for (std::size_t i = 0; i < samples.size(); ++i)
      QTest::newRow(samples[i].name.c_str()) << static_cast<int>(i);
    QTest::newRow("batch_sheet") << -1;
    QTest::newRow("shift_sheet") << -2;
    QTest::newRow("shift_sheet_copy") << -3;
    QTest::newRow("qris_code") << -4;
    QTest::newRow("cash_out") << -5;
    QTest::newRow("pulsa_shop_lines") << -6;
    QTest::newRow("pulsa_sealed") << -7;
  }
  void looksAsStored() {
    QFETCH(int, index);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const Receipt receipt = index == -1   ? sampleBatchSheet()
                            : index == -2 ? sampleShiftSheet()
                            : index == -3 ? sampleShiftSheetCopy()
                            : index == -4 ? sampleCollectionCode()
                            : index == -5 ? sampleCashOutSlip()
                            : index == -6 ? composeReceipt(samplePulsa(PaymentState::Succeeded), talkativeOutlet(), 0,
                                                           wib(16, 0, 0))
                            : index == -7 ? composeReceipt(samplePulsa(PaymentState::Succeeded), sampleOutlet(), 0,
                                                           wib(16, 0, 0), sampleSeal())
                                          : compose(allSamples()[static_cast<std::size_t>(index)]);
    for (const auto& [suffix, profile] : {std::pair(".58", kNarrow), std::pair(".48col", kWide)}) {
      const auto rows = layOut(receipt, profile);
      compareWithStored(name + suffix + ".txt", toText(rows, profile));
      if (!QTest::currentTestFailed())
        compareWithStored(name + suffix + ".hex", hexDump(toEscPos(rows, profile)));
    }
    const Form form;
    const PaperProfile onForms = paper(form.columns, false, Codes::None);
    if (!QTest::currentTestFailed())
      compareWithStored(name + ".form.txt", toText(layOut(receipt, onForms), onForms));
    if (!QTest::currentTestFailed())
      compareWithStored(name + ".form.hex", hexDump(toEscP(receipt, form)));
    if (!QTest::currentTestFailed() && holdsCode(receipt))
      compareWithStored(name + ".58.native.hex", hexDump(toEscPos(layOut(receipt, kNative), kNative)));
  }
  void nothingStoredIsForgotten() {
    const auto files = QDir(QStringLiteral(LOKET_GOLDEN_DIR)).entryList(QDir::Files);
    const auto samples = allSamples();
    const auto coded = std::count_if(samples.begin(), samples.end(),
                                     [](const Sample& sample) { return holdsCode(compose(sample)); });
    QCOMPARE(std::size_t(files.size()), (samples.size() + 7) * 6 + static_cast<std::size_t>(coded) + 2);
  }

  void onlySuccessSaysThatItIsPaid() {
    for (const Sample& sample : allSamples()) {
      Sample one = sample;
      for (const PaymentState state :
           {PaymentState::Accepted, PaymentState::Sending, PaymentState::Pending, PaymentState::Suspect,
            PaymentState::Succeeded, PaymentState::Failed, PaymentState::Cancelled, PaymentState::RefundDue,
            PaymentState::Refunded, PaymentState::Reversed, PaymentState::Review}) {
        one.payment.state = state;
        one.payment.attempts.resize(1);
        one.payment.attempts[0].outcome = AttemptOutcome::Failed;
        one.payment.attempts[0].message = "TAGIHAN SUDAH LUNAS";
        one.payment.reasonText = "TAGIHAN SUDAH LUNAS";
        const Receipt receipt = compose(one);
        const std::string text = without(narrowText(receipt), "BELUM LUNAS - BUKAN BUKTI BAYAR");
        QCOMPARE(receipt.kind == ReceiptKind::Paid, state == PaymentState::Succeeded);
        if (state == PaymentState::Succeeded)
          continue;
        for (const char* claim : {"LUNAS", "bukti pembayaran", "yang sah", "BERHASIL", "STRUK", "1111"})
          QVERIFY2(!contains(text, claim), text.c_str());
        QVERIFY2(contains(text, "BUKAN BUKTI BAYAR") || state == PaymentState::Accepted, text.c_str());
      }
    }
  }
  void kindsFollowTheState() {
    const std::pair<PaymentState, ReceiptKind> rows[] = {
        {PaymentState::Succeeded, ReceiptKind::Paid},     {PaymentState::Accepted, ReceiptKind::DepositSlip},
        {PaymentState::Sending, ReceiptKind::Pending},    {PaymentState::Pending, ReceiptKind::Pending},
        {PaymentState::Suspect, ReceiptKind::Pending},    {PaymentState::Review, ReceiptKind::Pending},
        {PaymentState::Failed, ReceiptKind::Refund},      {PaymentState::Cancelled, ReceiptKind::Refund},
        {PaymentState::RefundDue, ReceiptKind::Refund},   {PaymentState::Refunded, ReceiptKind::Refund},
        {PaymentState::Reversed, ReceiptKind::Refund}};
    for (const auto& [state, kind] : rows)
      QVERIFY(kindFor(samplePulsa(state)) == kind);
  }
  void tokenLinesStandInPlnsOrder() {
    const std::string text = narrowText(compose({"", sampleToken()}));
    std::size_t at = 0;
    for (const char* line :
         {"WARUNG BU SRI", "STRUK PEMBELIAN LISTRIK PRABAYAR", "NO METER", "IDPEL", "NAMA", "TARIF/DAYA", "NO REF",
          "RP BAYAR", "METERAI", "PPN", "PBJT-TL (ex PPJ)", "ANGSURAN", "RP STROOM/TOKEN", "JML KWH", "STROOM/TOKEN\n",
          "1111 2222 3333\n", "4444 5555\n", "ADMIN BANK", "Informasi Hubungi", "Call Center 123",
          "Atau hubungi PLN Terdekat", "WRG-001/23/11/2026 14:05:22/CA"}) {
      at = text.find(line, at);
      QVERIFY2(at != std::string::npos, line);
    }
  }
  void neverInventsAPart() {
    Payment p = sampleToken();
    p.details.clear();
    const std::string text = narrowText(compose({"", p}));
    for (const char* line : {"PPN", "PBJT", "METERAI", "ANGSURAN", "RP STROOM", "KWH", "NO REF", "TARIF"})
      QVERIFY2(!contains(text, line), line);
    QVERIFY(contains(text, "RP BAYAR") && contains(text, "23.500,00"));
  }
  void partsThatContradictAreLeftOut() {
    const auto hasParts = [](const char* key, const char* value) {
      Payment p = sampleToken();
      p.details[key] = value;
      const std::string text = narrowText(compose({"", p}));
      return contains(text, "RP STROOM");
    };
    QVERIFY(hasParts("rpStroom", "18181"));
    QVERIFY(hasParts("rpStroom", "18.181"));
    QVERIFY(hasParts("rpStroom", "18181.00"));
    QVERIFY(hasParts("pbjt", "Rp 1.819,00"));
    for (const char* wrong : {"18180", "0", "-18181", "18181,5", "lots", "999999999999999"})
      QVERIFY2(!hasParts("rpStroom", wrong), wrong);
    QVERIFY(!hasParts("ppn", "1"));
    // Parts without the main one can only be checked not to exceed the price.
    Payment p = sampleToken();
    p.details.erase("rpStroom");
    QVERIFY(contains(narrowText(compose({"", p})), "PBJT"));
    p.details["pbjt"] = "20001";
    QVERIFY(!contains(narrowText(compose({"", p})), "PBJT"));
  }
  void copiesAreMarked() {
    QVERIFY(!contains(narrowText(compose({"", sampleToken(), 0})), "SALINAN"));
    const std::string copy = narrowText(compose({"", sampleToken(), 3}));
    QVERIFY(contains(copy, "SALINAN ke-3") && contains(copy, "/CU") && contains(copy, "1111 2222 3333"));
  }
  void theDifferenceIsSaidInWords() {
    receipt::ShiftSheet sheet = sampleShift();
    const auto says = [&sheet](std::int64_t difference) {
      sheet.shift.counted = sheet.shift.expected + Money::rupiah(difference);
      return narrowText(composeShiftSheet(sheet, sampleOutlet(), 0, wib(14, 6, 0)));
    };
    const std::string missing = says(-5'000);
    QVERIFY(contains(missing, "KURANG") && contains(missing, " Rp5.000\n") && !contains(missing, "-Rp"));
    QVERIFY(!contains(missing, "LEBIH") && !contains(missing, "PAS"));
    const std::string more = says(2'500);
    QVERIFY(contains(more, "LEBIH") && contains(more, " Rp2.500\n") && !contains(more, "KURANG"));
    const std::string exact = says(0);
    QVERIFY(contains(exact, "KAS PAS") && !contains(exact, "KURANG") && !contains(exact, "LEBIH"));
    // What somebody typed as the reason prints nothing but letters.
    sheet.shift.reason = "x\x1B@\nSALINAN ke-1";
    for (const receipt::Row& row : layOut(composeShiftSheet(sheet, sampleOutlet(), 0, wib(14, 6, 0)), kNarrow))
      QVERIFY(row.text.size() <= 32 && row.text.find('\x1B') == std::string::npos && row.text != "SALINAN ke-1");
  }
  // Above everything that is printed, under the shop's name, and below it.
  void whatTheShopSaysIsOnEveryPaper() {
    std::vector<Receipt> papers = {
        composeBatchSheet("B1", wib(15, 30, 0), {}, talkativeOutlet()),
        composeShiftSheet(sampleShift(), talkativeOutlet(), 1, wib(14, 6, 0)),
        composeCollectionCode(sampleCollection(), talkativeOutlet(), wib(16, 0, 0)),
        composeCashOutSlip(sampleCashOut(), talkativeOutlet())};
    for (const Sample& sample : allSamples())
      papers.push_back(composeReceipt(sample.payment, talkativeOutlet(), sample.copyNo, wib(16, 0, 0)));
    for (const Receipt& one : papers) {
      const std::string text = narrowText(one);
      const std::size_t header = text.find("Buka setiap hari");
      QVERIFY2(header != std::string::npos && header < 120 && header > text.find("WARUNG BU SRI"), text.c_str());
      QVERIFY2(text.ends_with("\n\nTerima kasih, sampai jumpa lagi\n       WA 0812-0000-0000\n"), text.c_str());
    }
  }
  void onlyCuttersCut() {
    const auto rows = layOut(sampleBatchSheet(), kNarrow);
    PaperProfile profile = kNarrow;
    QVERIFY(toEscPos(rows, profile).ends_with(std::string("\x1B" "d\x04", 3)));
    profile.cutter = true;
    const std::string cut("\x1DV\x42\x00", 4);
    QVERIFY(toEscPos(rows, profile).ends_with(cut));
    profile.cutter = false;
    QVERIFY(toEscPos(rows, profile).find("\x1DV") == std::string::npos);
  }
  void oldPrintersGetEscMode() {
    PaperProfile old = kNarrow;
    old.largeByGs = false;
    const std::string bytes = toEscPos(layOut(compose({"", sampleToken()}), old), old);
    QVERIFY(bytes.find('\x1D') == std::string::npos);
    QVERIFY(bytes.find("\x1B!\x30") != std::string::npos);
    QVERIFY(bytes.find("\x1B" "E") == std::string::npos);
  }
};

QTEST_GUILESS_MAIN(ReceiptGoldenTest)
#include "receipt_golden_test.moc"
