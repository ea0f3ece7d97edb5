#include <QTest>
#include <string>

#include "core/domain/money/money.h"
#include "tests/unit/domain/crash_case.h"

using loket::inWords;
using loket::Money;

namespace {

// Reads Indonesian number words back, so that the words are checked for every number and not for a list.
std::int64_t numberOf(const std::string& words) {
  std::int64_t total = 0;   // of finished scales
  std::int64_t group = 0;   // below a thousand, until a scale word comes
  std::int64_t last = 0;
  std::size_t start = 0;
  while (start < words.size()) {
    std::size_t end = words.find(' ', start);
    if (end == std::string::npos)
      end = words.size();
    const std::string word = words.substr(start, end - start);
    start = end + 1;
    static const std::pair<const char*, int> kOnes[] = {{"satu", 1}, {"dua", 2},   {"tiga", 3},    {"empat", 4},
                                                        {"lima", 5}, {"enam", 6},  {"tujuh", 7},   {"delapan", 8},
                                                        {"sembilan", 9}, {"sepuluh", 10}, {"sebelas", 11}};
    bool isOne = false;
    for (const auto& [name, value] : kOnes) {
      if (word == name) {
        group += value;
        last = value;
        isOne = true;
      }
    }
    if (isOne)
      continue;
    if (word == "belas")
      group += 10;
    else if (word == "puluh")
      group += last * 9;
    else if (word == "ratus")
      group += last * 99;
    else if (word == "seratus")
      group += 100;
    else if (word == "seribu")
      total += 1000;
    else if (word == "ribu" || word == "juta" || word == "miliar" || word == "triliun") {
      const std::int64_t scale = word == "ribu"     ? 1000
                                 : word == "juta"   ? 1'000'000
                                 : word == "miliar" ? 1'000'000'000
                                                    : 1'000'000'000'000;
      if (scale == 1'000'000'000'000)
        total = (total + group) * scale;  // "seribu triliun"
      else
        total += group * scale;
      group = 0;
    } else if (word != "nol") {
      return -1;
    }
  }
  return total + group;
}

void crash(const QString& name) {
  if (name == "sum")
    (void)(Money::rupiah(Money::kMaxRupiah) + Money::rupiah(1));
  if (name == "difference")
    (void)(Money::rupiah(-Money::kMaxRupiah) - Money::rupiah(1));
  if (name == "make")
    (void)Money::rupiah(Money::kMaxRupiah + 1);
  if (name == "times")
    (void)Money::rupiah(Money::kMaxRupiah / 2).times(3);
  if (name == "round")
    (void)Money::rupiah(-1).roundedUpTo(Money::rupiah(500));
}

}  // namespace

class MoneyTest : public QObject {
  Q_OBJECT
 private slots:
  void readsRupiah_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("amount");
    const std::pair<const char*, qint64> rows[] = {
        {"52500", 52500},     {"52.500", 52500},       {"Rp52.500", 52500},   {"Rp 52.500", 52500},
        {"rp52.500", 52500},  {" 1.000.000 ", 1000000}, {"0", 0},             {"007", 7},
        {"1.000.000.000.000", 1'000'000'000'000}};
    for (const auto& [text, amount] : rows)
      QTest::newRow(text) << text << amount;
  }
  void readsRupiah() {
    QFETCH(QString, text);
    QFETCH(qint64, amount);
    const auto money = Money::parse(text.toStdString());
    QVERIFY(money.has_value());
    QCOMPARE(qint64(money->amount()), amount);
  }

  void refusesWhatIsNotRupiah_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", " ", "Rp", "-1", "+1", "52,500", "52500,00", "52.50", "52.5000", "5.2500", ".500",
                             "52.", "1..000", "1.000.00", "12a", "0x10", "1e3", "1 000", "1000.000", "Rp-5",
                             "1000000000001", "1.000.000.000.001", "99999999999999999999", "\xD9\xA1"})
      QTest::newRow(text) << QString::fromUtf8(text);
  }
  void refusesWhatIsNotRupiah() {
    QFETCH(QString, text);
    QVERIFY(!Money::parse(text.toStdString()).has_value());
  }

  void writesGrouped() {
    const std::pair<std::int64_t, const char*> rows[] = {{0, "0"},           {999, "999"},         {1000, "1.000"},
                                                         {52500, "52.500"},  {-52500, "-52.500"},  {100000, "100.000"},
                                                         {1234567, "1.234.567"}};
    for (const auto& [amount, text] : rows)
      QCOMPARE(Money::rupiah(amount).grouped(), std::string(text));
    QCOMPARE(Money::rupiah(52500).text(), std::string("Rp52.500"));
    QCOMPARE(Money::rupiah(-500).text(), std::string("-Rp500"));
  }
  void readsWhatItWrites() {
    for (std::int64_t n = 0; n < 3'000'000; n += 997)
      QVERIFY(Money::parse(Money::rupiah(n).text()) == Money::rupiah(n));
  }

  void saysTheVectors() {
    const std::pair<std::int64_t, const char*> rows[] = {
        {0, "nol"},
        {11, "sebelas"},
        {12, "dua belas"},
        {100, "seratus"},
        {199, "seratus sembilan puluh sembilan"},
        {1000, "seribu"},
        {1100, "seribu seratus"},
        {11000, "sebelas ribu"},
        {52500, "lima puluh dua ribu lima ratus"},
        {101000, "seratus satu ribu"},
        {1'000'000, "satu juta"},
        {1'001'000, "satu juta seribu"},
        {2147483647,
         "dua miliar seratus empat puluh tujuh juta empat ratus delapan puluh tiga ribu enam ratus empat puluh tujuh"}};
    for (const auto& [amount, words] : rows)
      QCOMPARE(inWords(Money::rupiah(amount)), std::string(words));
    QCOMPARE(inWords(Money::rupiah(-11)), std::string("minus sebelas"));
  }
  void wordsReadBackToTheNumber() {
    for (std::int64_t n = 1; n <= 2'000'000; n += n < 20'000 ? 1 : 37)
      if (numberOf(inWords(Money::rupiah(n))) != n)
        QFAIL(inWords(Money::rupiah(n)).c_str());
    std::uint64_t state = 88172645463325252U;
    for (int i = 0; i < 20'000; ++i) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      const auto n = static_cast<std::int64_t>(state % 1'000'000'000'000'000U);
      if (numberOf(inWords(Money::rupiah(n))) != n)
        QFAIL(inWords(Money::rupiah(n)).c_str());
    }
  }

  void roundsUp() {
    QCOMPARE(Money::rupiah(10'001).roundedUpTo(Money::rupiah(500)), Money::rupiah(10'500));
    QCOMPARE(Money::rupiah(10'500).roundedUpTo(Money::rupiah(500)), Money::rupiah(10'500));
    QCOMPARE(Money::rupiah(0).roundedUpTo(Money::rupiah(500)), Money{});
    QCOMPARE(Money::rupiah(7).roundedUpTo(Money::rupiah(1)), Money::rupiah(7));
  }
  void takesOnlyAmountsInRangeFromOutside() {
    QVERIFY(Money::from(Money::kMaxRupiah).has_value());
    QVERIFY(!Money::from(Money::kMaxRupiah + 1).has_value());
    QVERIFY(Money::outside(Money::kMaxOutside).has_value() && Money::outside(-Money::kMaxOutside).has_value());
    QVERIFY(!Money::outside(Money::kMaxOutside + 1).has_value());
    QVERIFY(!Money::outside(std::numeric_limits<std::int64_t>::min()).has_value());
    // A thousand of the largest still add up.
    QVERIFY(Money::outside(Money::kMaxOutside)->times(1000) <= Money::rupiah(Money::kMaxRupiah));
    QVERIFY(!Money::from(-Money::kMaxRupiah - 1).has_value());
    QVERIFY(!Money::from(std::numeric_limits<std::int64_t>::min()).has_value());
  }
  void stopsBeforeItOverflows_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"sum", "difference", "make", "times", "round"})
      QTest::newRow(name) << name;
  }
  void stopsBeforeItOverflows() {
    QFETCH(QString, name);
    QVERIFY(loket::test::stopsTheProcess(name));
  }
};

LOKET_TEST_MAIN_WITH_CRASHES(MoneyTest, crash)
#include "money_test.moc"
