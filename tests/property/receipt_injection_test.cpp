// Names and addresses come from billers and customers. Whatever bytes they hold, the printer commands of a receipt
// must stay what they were, and no row may be longer than the paper. LOKET_SEED repeats a run.
#include <QTest>
#include <algorithm>
#include <cstdint>

#include "core/domain/receipt/layout.h"
#include "tests/golden/sample_receipts.h"
#include "tests/property/hostile_text.h"

using namespace loket;
using namespace loket::receipt;
using namespace loket::test;

namespace {

// A small ESC/POS reader, written apart from the writer: the commands in their order, or why the bytes are wrong.
struct Read {
  std::string commands;
  std::string wrong;
};

Read read(const std::string& bytes, const PaperProfile& profile) {
  Read result;
  std::size_t column = 0;
  bool large = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    if (c == '\n') {
      column = 0;
      ++i;
      continue;
    }
    if (c >= 0x20 && c <= 0x7E) {
      const std::size_t limit = static_cast<std::size_t>(large ? profile.columns / 2 : profile.columns);
      if (++column > limit)
        result.wrong = "row too long";
      ++i;
      continue;
    }
    const std::string two = bytes.substr(i, 2);
    std::size_t length = 0;
    if (two == "\x1B@" || two == "\x1C.")
      length = 2;
    else if (two == "\x1Bt" || two == "\x1B" "a" || two == "\x1B" "E" || two == "\x1D!" || two == "\x1B!" ||
             two == "\x1B" "d")
      length = 3;
    else if (two == "\x1DV")
      length = 4;
    else if (two == "\x1Dh" || two == "\x1Dw" || two == "\x1DH")
      length = 3;
    // What follows is data, and not read on; how much it is the command says itself.
    std::size_t data = 0;
    const auto byteAt = [&bytes](std::size_t at) {
      return at < bytes.size() ? static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) : 0;
    };
    if (bytes.substr(i, 4) == std::string("\x1Dv0\0", 4)) {
      length = 8;
      data = (byteAt(i + 4) + byteAt(i + 5) * 256) * (byteAt(i + 6) + byteAt(i + 7) * 256);
      if (column != 0 || (byteAt(i + 4) + byteAt(i + 5) * 256) * 8 > static_cast<std::size_t>(profile.columns) * 12)
        result.wrong = "a picture that the paper does not hold";
      for (const char* obeyed : {"\x10\x04", "\x10\x05", "\x10\x14"})
        if (bytes.substr(i + length, data).find(obeyed) != std::string::npos)
          result.wrong = "a command inside a picture";
    } else if (bytes.substr(i, 3) == "\x1Dk\x49") {
      length = 4;
      data = byteAt(i + 3);
    } else if (bytes.substr(i, 3) == "\x1D(k") {
      length = 5;
      data = byteAt(i + 3) + byteAt(i + 4) * 256;
    }
    if (i + length + data > bytes.size())
      length = 0;
    for (std::size_t at = i + length; at < i + length + data && two != "\x1Dv"; ++at)
      if (bytes[at] == '\x1B' || bytes[at] == '\x1D' || bytes[at] == '\x10')
        result.wrong = "a command inside a code";
    if (length == 0 || i + length > bytes.size()) {
      result.wrong = "stray byte " + std::to_string(static_cast<unsigned char>(c));
      return result;
    }
    if (two == "\x1B" "a" && column != 0)
      result.wrong = "alignment inside a row";
    if (two == "\x1D!")
      large = bytes[i + 2] != 0;
    if (two == "\x1B!")
      large = (bytes[i + 2] & 0x20) != 0;
    result.commands += bytes.substr(i, length);
    i += length + data;
  }
  return result;
}

// Puts a text of `make` wherever the outside world writes.
template <typename Make>
std::pair<Payment, Outlet> tainted(Payment p, Make make) {
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
  Outlet outlet = sampleOutlet();
  outlet.name = make();
  // An outlet without an address has one row less, by intent.
  outlet.address = "x" + make();
  outlet.header = {make(), make()};
  outlet.footer = {make(), make()};
  return {p, outlet};
}

const PaperProfile kProfiles[] = {{32, false, 4, 5, true, Codes::Raster}, {48, true, 4, 5, true, Codes::Native},
                                  {42, false, 3, 5, false, Codes::None},  {16, false, 0, 1, true, Codes::Native},
                                  {42, true, 4, 16, true, Codes::Raster}, {32, false, 4, 5, true, Codes::Native}};

std::uint64_t seed() {
  return qEnvironmentVariableIsSet("LOKET_SEED") ? qEnvironmentVariable("LOKET_SEED").toULongLong() : 20261123;
}

}  // namespace

class ReceiptInjectionTest : public QObject {
  Q_OBJECT
 private slots:
  void commandsDoNotDependOnWhatIsSaid() {
    Random random(seed());
    auto samples = allSamples();
    // Without a token the serial takes its place, in another weight, by intent: that is not customer text.
    std::erase_if(samples, [](const Sample& sample) { return sample.name == "pln_token_not_a_token"; });
    std::vector<std::string> expected;
    for (const Sample& sample : samples)
      for (const PaperProfile& profile : kProfiles) {
        const auto [payment, outlet] = tainted(sample.payment, [] { return std::string("BUDI"); });
        const Read plain = read(toEscPos(layOut(composeReceipt(payment, outlet, sample.copyNo, wib(16, 0, 0)), profile),
                                         profile),
                                profile);
        QVERIFY2(plain.wrong.empty(), plain.wrong.c_str());
        QVERIFY(!plain.commands.empty());
        expected.push_back(plain.commands);
      }
    for (int i = 0; i < kHostile; ++i) {
      const std::size_t which = random.below(samples.size());
      const std::size_t paper = random.below(std::size(kProfiles));
      const PaperProfile& profile = kProfiles[paper];
      const auto [payment, outlet] = tainted(samples[which].payment, [&random] { return hostile(random); });
      const Receipt receipt = composeReceipt(payment, outlet, samples[which].copyNo, wib(16, 0, 0));
      const auto rows = layOut(receipt, profile);
      for (const Row& row : rows) {
        const std::size_t limit =
            static_cast<std::size_t>(row.weight == Weight::Large ? profile.columns / 2 : profile.columns);
        const bool fits = (row.kind != Row::Kind::Letters || row.text.size() <= limit) &&
                          std::all_of(row.text.begin(), row.text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
        QVERIFY2(fits, row.text.c_str());
      }
      const Read made = read(toEscPos(rows, profile), profile);
      QVERIFY2(made.wrong.empty(), made.wrong.c_str());
      if (made.commands != expected[which * std::size(kProfiles) + paper])
        QFAIL(qPrintable(QString("%1, run %2, seed %3: other commands\n%4")
                             .arg(QString::fromStdString(samples[which].name))
                             .arg(i)
                             .arg(seed())
                             .arg(QString::fromStdString(toText(rows, profile)))));
      for (const std::string& line : {toText(rows, profile)})
        QVERIFY(std::all_of(line.begin(), line.end(), [](char c) { return c == '\n' || (c >= 0x20 && c <= 0x7E); }));
    }
  }
  void cleanTextIsAlwaysPrintable() {
    Random random(seed() + 1);
    for (int i = 0; i < kHostile; ++i) {
      const std::string clean = cleanText(hostile(random));
      QVERIFY(std::all_of(clean.begin(), clean.end(), [](char c) { return c >= 0x20 && c <= 0x7E; }));
      QCOMPARE(cleanText(clean), clean);
    }
  }
  void hostileTokensAreOnlyText() {
    Random random(seed() + 2);
    for (int i = 0; i < 2'000; ++i) {
      const PaperProfile& profile = kProfiles[random.below(std::size(kProfiles))];
      Payment p = random.below(2) == 0 ? sampleToken() : samplePulsa(PaymentState::Accepted);
      p.token = hostile(random);
      p.number = hostile(random);
      p.claimCode = ClaimCode(hostile(random));
      p.user = UserName(hostile(random));
      const Read made =
          read(toEscPos(layOut(composeReceipt(p, sampleOutlet(), 0, wib(16, 0, 0)), profile), profile), profile);
      QVERIFY2(made.wrong.empty(), made.wrong.c_str());
    }
  }
  // Who makes the code that is drawn is outside as well: a bank's QRIS, whatever stands in it.
  void hostileCodesAreOnlyCodes() {
    Random random(seed() + 3);
    for (int i = 0; i < 1'000; ++i) {
      const PaperProfile& profile = kProfiles[random.below(std::size(kProfiles))];
      Collection collection = sampleCollection();
      collection.code = hostile(random) + hostile(random);
      const auto rows = layOut(composeCollectionCode(collection, sampleOutlet(), wib(16, 0, 0)), profile);
      const Read made = read(toEscPos(rows, profile), profile);
      QVERIFY2(made.wrong.empty(), made.wrong.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(ReceiptInjectionTest)
#include "receipt_injection_test.moc"
