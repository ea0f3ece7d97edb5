// Names and addresses come from billers, banks and customers. Whatever bytes they hold, the printer commands of every paper must
// stay what they were, and no row may be longer than the paper. LOKET_SEED repeats a run.
#include <QTest>
#include <algorithm>
#include <cstdint>
#include <functional>

#include "core/domain/receipt/escp.h"
#include "core/domain/receipt/layout.h"
#include "tests/golden/sample_receipts.h"
#include "tests/property/hostile_text.h"
#include "tests/support/printer_readers.h"

using namespace loket;
using namespace loket::receipt;
using namespace loket::test;

namespace {

using Make = std::function<std::string()>;

Outlet taintedOutlet(const Make& make) {
  Outlet outlet = sampleOutlet();
  outlet.name = make();
  // An outlet without an address has one row less, by intent.
  outlet.address = "x" + make();
  outlet.header = {make(), make()};
  outlet.footer = {make(), make()};
  return outlet;
}

// A text of `make` wherever the outside world writes.
Payment tainted(Payment p, const Make& make) {
  for (std::string* field : {&p.productName, &p.customerName, &p.brand, &p.serial, &p.reasonText, &p.reason})
    *field = make();
  for (auto& [key, value] : p.details)
    value = make();
  for (const char* key : {"customerName", "tariff", "power", "kwh", "reference", "period", "meterFrom", "meterTo",
                          "billCount", "remaining", "penalty", "address", "participants", "accountName", "bank",
                          "meterNo", "subscriberId", "pbjt", "rpStroom"})
    p.details[key] = make();
  for (Attempt& attempt : p.attempts) {
    attempt.code = make();
    attempt.message = make();
  }
  return p;
}

Receipt taintedSlip(const Make& make) {
  CashOutSlip slip = sampleCashOut();
  slip.subject = "bank/in/" + make();
  slip.from = make();
  slip.by = UserName(make());
  return composeCashOutSlip(slip, taintedOutlet(make));
}

Receipt taintedShift(const Make& make) {
  ShiftSheet sheet = sampleShift();
  sheet.shift.id = ShiftId(make());
  sheet.shift.openedBy = UserName(make());
  sheet.shift.closedBy = UserName(make());
  sheet.shift.reason = make();
  for (ShiftSheet::Deposit& deposit : sheet.deposits) deposit.upstream = UpstreamId(make());
  return composeShiftSheet(sheet, taintedOutlet(make), 1, wib(14, 6, 0));
}

Receipt taintedBatch(const Make& make) {
  std::vector<BatchSheetItem> items(4);
  for (BatchSheetItem& item : items) item = {make(), make(), Money::rupiah(12'000), make()};
  return composeBatchSheet(make(), wib(15, 30, 0), items, taintedOutlet(make));
}

// What is large, or is not, by what it is: the commands are others for a token and for what is none.
Receipt taintedToken(bool isToken, const Make& make) {
  Payment p = isToken ? sampleToken() : samplePulsa(PaymentState::Accepted);
  p.token = make();
  p.number = make();
  p.claimCode = ClaimCode(make());
  p.user = UserName(make());
  return composeReceipt(p, sampleOutlet(), 0, wib(16, 0, 0), {make(), {}});
}

// Who makes the code that is drawn is outside as well: a bank's QRIS, whatever stands in it.
Receipt taintedCode(const Make& make) {
  Collection collection = sampleCollection();
  collection.code = make() + make();
  return composeCollectionCode(collection, sampleOutlet(), wib(16, 0, 0));
}

const PaperProfile kProfiles[] = {{32, false, 4, 5, true, Codes::Raster}, {48, true, 4, 5, true, Codes::Native},
                                  {42, false, 3, 5, false, Codes::None},  {16, false, 0, 1, true, Codes::Native},
                                  {42, true, 4, 16, true, Codes::Raster}, {32, false, 4, 5, true, Codes::Native}};

ThermalPrint thermal(const Receipt& receipt, const PaperProfile& profile) {
  return readEscPos(toEscPos(layOut(receipt, profile), profile), profile);
}

// How many forms there are is no command, nor how many rows one that is bold or large has become.
FormPrint onForms(const Receipt& receipt) {
  using namespace std::string_literals;
  FormPrint print = readEscP(toEscP(receipt, Form{}));
  std::erase(print.commands, '\f');
  for (const std::string& row : {"EF"s, "W\1w\1w\0W\0"s})
    for (auto at = print.commands.find(row + row); at != std::string::npos; at = print.commands.find(row + row, at))
      print.commands.erase(at, row.size());
  return print;
}

std::uint64_t seed() {
  return qEnvironmentVariableIsSet("LOKET_SEED") ? qEnvironmentVariable("LOKET_SEED").toULongLong() : 20261123;
}

bool isPrintable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

std::string rowThatDoesNotFit(const Receipt& receipt, const PaperProfile& profile) {
  for (const Row& row : layOut(receipt, profile)) {
    const auto limit = static_cast<std::size_t>(row.weight == Weight::Large ? profile.columns / 2 : profile.columns);
    if ((row.kind == Row::Kind::Letters && row.text.size() > limit) || !isPrintable(row.text))
      return row.text;
  }
  return {};
}

using Compose = std::function<Receipt(const Make&)>;

std::vector<Compose> receipts() {
  std::vector<Compose> out;
  // Without a token the serial takes its place, in another weight, by intent: that is not customer text.
  for (const Sample& sample : allSamples())
    if (sample.name != "pln_token_not_a_token")
      out.push_back([sample](const Make& make) {
        return composeReceipt(tainted(sample.payment, make), taintedOutlet(make), sample.copyNo, wib(16, 0, 0));
      });
  return out;
}

}  // namespace

class ReceiptInjectionTest : public QObject {
  Q_OBJECT
 private slots:
  void commandsDoNotDependOnWhatIsSaid_data() {
    QTest::addColumn<std::vector<Compose>>("papers");
    QTest::addColumn<bool>("hasFixedCommands");
    const auto row = [](const char* name, std::vector<Compose> papers, bool hasFixedCommands = true) {
      QTest::newRow(name) << papers << hasFixedCommands;
    };
    row("receipts", receipts());
    row("what is handed out", {taintedSlip});
    row("a shift", {taintedShift});
    row("a batch", {taintedBatch});
    row("a printer's sample", {[](const Make& make) { return composeSample(taintedOutlet(make), wib(16, 0, 0)); }});
    row("a token, a claim code", {std::bind_front(taintedToken, true), std::bind_front(taintedToken, false)}, false);
  }
  // Each has its hundred thousand, in both of the printers' languages.
  void commandsDoNotDependOnWhatIsSaid() {
    QFETCH(std::vector<Compose>, papers);
    QFETCH(bool, hasFixedCommands);
    Random random(seed());
    const Make plain = [] { return std::string("BUDI"); };
    for (int made = 0; made < kHostile;) {
      const Compose& paper = papers[random.below(papers.size())];
      const PaperProfile& profile = kProfiles[random.below(std::size(kProfiles))];
      const Receipt receipt = paper([&] {
        ++made;
        return hostile(random);
      });
      const std::string wide = rowThatDoesNotFit(receipt, profile);
      QVERIFY2(wide.empty(), wide.c_str());
      const ThermalPrint print = thermal(receipt, profile);
      QVERIFY2(print.wrong.empty(), print.wrong.c_str());
      const FormPrint form = onForms(receipt);
      QVERIFY2(form.wrong.empty(), form.wrong.c_str());
      const std::string text = toText(layOut(receipt, profile), profile);
      QVERIFY(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c <= 0x7E); }));
      if (!hasFixedCommands)
        continue;
      const Receipt harmless = paper(plain);
      if (print.commands != thermal(harmless, profile).commands || form.commands != onForms(harmless).commands)
        QFAIL(qPrintable(QString("text %1, seed %2: other commands\n%3").arg(made).arg(seed()).arg(QString::fromStdString(text))));
    }
  }
  void cleanTextIsAlwaysPrintable() {
    Random random(seed() + 1);
    for (int i = 0; i < kHostile; ++i) {
      const std::string clean = cleanText(hostile(random));
      QVERIFY(isPrintable(clean));
      QCOMPARE(cleanText(clean), clean);
    }
  }
  // Drawing one costs a hundred times what saying it does: one in a hundred is drawn.
  void hostileCodesAreOnlyCodes() {
    Random random(seed() + 3);
    for (int i = 0; i < kHostile / 2; ++i) {
      const bool isDrawn = i % 100 == 0;
      const PaperProfile& profile = isDrawn ? kProfiles[random.below(2) == 0 ? 0 : 4] : kProfiles[random.below(2) == 0 ? 2 : 5];
      const Receipt receipt = taintedCode([&random] { return hostile(random); });
      const ThermalPrint print = thermal(receipt, profile);
      QVERIFY2(print.wrong.empty(), print.wrong.c_str());
      const FormPrint form = onForms(receipt);
      QVERIFY2(form.wrong.empty(), form.wrong.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(ReceiptInjectionTest)
#include "receipt_injection_test.moc"
