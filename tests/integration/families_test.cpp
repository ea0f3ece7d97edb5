// Every family of goods at every upstream that has it, sold online and as a deposit without a network, in the three ways
// that it can end: the table that says what this counter can do.
#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QTest>
#include <array>
#include <tuple>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

enum class End { Success, Failure, Pending };

// A family at an upstream: what is sold, and the numbers with which the sandbox ends it well, badly, or later.
struct Goods {
  const char* family;
  const char* offer;  // "UPSTREAM:SKU"
  const char* kind;   // prepaid, bill, transfer
  std::array<const char*, 3> numbers;
  const char* amount = nullptr;  // where the customer names it
  std::array<const char*, 2> field = {};  // what it is asked by beside the number
};

// Numbers of one row differ in their last digits only, and no number comes twice with the same goods.
const QList<Goods> kGoods = {
    {"pulsa", "digi:tsel10", "prepaid", {"081277000011", "081277000012", "081277000013"}},
    {"data", "digi:tseldata3", "prepaid", {"081277000021", "081277000022", "081277000023"}},
    {"pln-token", "digi:pln20", "prepaid", {"14300000011", "14300000012", "14300000013"}},
    {"e-wallet", "digi:dana20", "prepaid", {"081288000011", "081288000012", "081288000013"}},
    {"sms and calls", "digi:tselsms", "prepaid", {"081277000051", "081277000052", "081277000053"}},
    {"voucher", "digi:vgplay20", "prepaid", {"081288000061", "081288000062", "081288000063"}},
    {"e-toll", "digi:etoll20", "prepaid", {"6032981234567801", "6032981234567802", "6032981234567803"}},
    {"game", "digi:ml86", "prepaid", {"51000011", "51000012", "51000013"}},
    {"pln-bill", "digi:pln", "bill", {"530000000101", "530000000106", "630000000101"}},
    {"pln-nontaglis", "digi:plnnontaglis", "bill", {"8102051011290001", "8102051011290006", "6102051011290001"}},
    {"pdam", "digi:pdam", "bill", {"1013225", "1013236", "6013225"}},
    {"bpjs", "digi:bpjs", "bill", {"8888801234560001", "8888801234560006", "6888801234560001"}},
    {"bpjs-tk", "digi:bpjstk", "bill", {"8102051011270005", "8102051011270006", "6102051011270005"}},
    {"internet", "digi:internet", "bill", {"5391601005", "5391601006", "6391601105"}},
    {"hp-postpaid", "digi:hp", "bill", {"8102051011320005", "8102051011320006", "6102051011320005"}},
    {"tv", "digi:tv", "bill", {"127246500111", "127246500116", "627246500111"}},
    {"multifinance", "digi:multifinance", "bill", {"5391601205", "5391601206", "6391601305"}},
    {"gas", "digi:pgas", "bill", {"0110014611", "0110014616", "6110014611"}},
    {"pbb", "digi:cimahi", "bill", {"329801092375999991", "329801092375999996", "629801092375999991"}},
    {"pbb of another year", "digi:cimahi", "bill", {"329801092376999991", "329801092376999996", "629801092376999991"},
     nullptr, {"--year", "2024"}},
    {"local tax", "digi:pdl", "bill", {"3298010931", "3298010936", "6298010931"}, nullptr, {"--year", "2025"}},
    {"vehicle tax", "digi:samsat", "bill", {"B1001Z", "B1006Z", "B6001Z"}, nullptr, {"--owner-id", "3273010101900001"}},
    {"e-money", "digi:emoney", "bill", {"8102051011300005", "8102051011300006", "6102051011300005"}, "100000"},
    {"pulsa", "iak:htelkomsel10000", "prepaid", {"081277000031", "081277000032", "081277000033"}},
    {"data", "iak:tseldata12", "prepaid", {"081277000041", "081277000042", "081277000043"}},
    {"pln-token", "iak:hpln50000", "prepaid", {"14300000021", "14300000022", "14300000023"}},
    {"e-wallet", "iak:gopay20000", "prepaid", {"081288000071", "081288000072", "081288000073"}},
    {"e-toll", "iak:etoll20000", "prepaid", {"6032981234567811", "6032981234567812", "6032981234567813"}},
    {"game", "iak:ml86", "prepaid", {"51000021", "51000022", "51000023"}},
    {"game voucher", "iak:hgoogleplay20000", "prepaid", {"081288000081", "081288000082", "081288000083"}},
    {"voucher", "iak:alfamart50", "prepaid", {"081288000091", "081288000092", "081288000093"}},
    {"pln-bill", "iak:PLNPOSTPAID", "bill", {"530000001201", "530000001206", "530000001207"}},
    {"pln-nontaglis", "iak:PLNNONH", "bill", {"3225030005921", "3225030005926", "3225030005927"}},
    {"pdam", "iak:PDAMKOTA.SURABAYA", "bill", {"10202001", "10202006", "10202007"}},
    {"bpjs", "iak:BPJS", "bill", {"8801234560001", "8801234560006", "8801234560007"}},
    {"pbb", "iak:PBBKOT.CIMAHI", "bill", {"329801092375999901", "329801092375999906", "329801092375999907"}, nullptr, {"--year", "2025"}},
    {"bpjs, two months", "iak:BPJS", "bill", {"8801234561101", "8801234561106", "8801234561107"}, nullptr, {"--months", "2"}},
    {"internet", "iak:TELKOMPSTN", "bill", {"6391601201", "6391601206", "6391601207"}},
    {"internet of others", "iak:CBN", "bill", {"6391601221", "6391601226", "6391601227"}},
    {"tv", "iak:TVBIG", "bill", {"127246500131", "127246500136", "127246500137"}},
    {"hp-postpaid", "iak:HPTHREE", "bill", {"08991234501", "08991234506", "08991234507"}},
    {"gas", "iak:PGAS", "bill", {"0110014601", "0110014606", "0110014607"}},
    {"multifinance", "iak:FNMEGA", "bill", {"6391601211", "6391601216", "6391601217"}},
    {"transfer, own bank", "bank:intrabank", "transfer", {"888801000157508", "888801000150500", "888801000150202"}, "150000"},
    {"transfer, BCA", "bank:interbank-014", "transfer", {"0148800157", "0148800500", "0148800202"}, "150000"},
    {"e-money", "bank:topup-dana", "bill", {"081288000157", "081288000500", "081288000202"}, "50000"},
    {"e-money", "bank:topup-gopay", "bill", {"081288100157", "081288100906", "081288100901"}, "50000"},
    {"virtual account", "bank:virtual-account", "bill", {"8860811111157", "8860811110500", "8860811110202"}},
    {"virtual account, open", "bank:virtual-account", "bill", {"8860891111157", "8860891110905", "8860891110901"}, "75000"},
};

}  // namespace

class FamiliesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyFamilyOnline_data() { rows(); }
  void everyFamilyOnline();
  void everyFamilyAsADeposit_data() { rows(); }
  void everyFamilyAsADeposit();
  void aTaxWithoutItsFieldTakesNoCash_data();
  void aTaxWithoutItsFieldTakesNoCash();
  void everyTaxYearIsAPaymentOfItsOwn();
  void bpjsIsPaidForTheMonthsThatWereAskedFor();
  void cleanupTestCase();

 private:
  static void rows();
  // The same goods for other people: what was sold once today is not sold twice.
  static QString shifted(const QString& number);
  Run sell(const Goods& goods, const QString& number, const QStringList& more = {}) const;
  void judgeEnd(const Goods& goods, End end, const QString& ref, const QString& where);

  SandboxProcess m_sandbox{{QStringLiteral("--deposit"), QStringLiteral("90000000"), QStringLiteral("--iak-deposit"),
                            QStringLiteral("90000000")}};
  CounterHome m_home{m_sandbox, CounterHome::Upstreams::All};
  QMap<QString, QStringList> m_table;
};

void FamiliesTest::initTestCase() {
  QVERIFY(m_sandbox.start());
  // Two months of BPJS may be more than a counter takes without a network by default.
  QVERIFY(m_home.open({{QStringLiteral("offline"), QJsonObject{{QStringLiteral("maxAmount"), 1'000'000},
                                                               {QStringLiteral("maxExposure"), 20'000'000},
                                                               {QStringLiteral("maxCount"), 100},
                                                               {QStringLiteral("maxAge"), QStringLiteral("PT24H")}}}}));
}

void FamiliesTest::rows() {
  QTest::addColumn<int>("row");
  // "1/2": every second row, from the second one on. So that two programs share them.
  const QStringList part = qEnvironmentVariable("LOKET_FAMILIES_PART", QStringLiteral("0/1")).split(QLatin1Char('/'));
  const int step = part.value(1).toInt();
  QVERIFY2(step > 0, "LOKET_FAMILIES_PART");
  for (int i = part.value(0).toInt(); i < kGoods.size(); i += step)
    QTest::newRow((std::string(kGoods[i].family) + " at " + kGoods[i].offer).c_str()) << i;
}

QString FamiliesTest::shifted(const QString& number) {
  QString other = number;
  const qsizetype at = number.size() - 3;
  other[at] = QLatin1Char(other.at(at) == QLatin1Char('9') ? '8' : '9');
  return other;
}

Run FamiliesTest::sell(const Goods& goods, const QString& number, const QStringList& more) const {
  QStringList words{QStringLiteral("sell"), QString::fromLatin1(goods.offer), number};
  if (goods.amount != nullptr)
    words += {QStringLiteral("--amount"), QString::fromLatin1(goods.amount)};
  for (const char* word : goods.field)
    if (word != nullptr)
      words += QString::fromLatin1(word);
  return m_home.run(words + more);
}

// After the upstreams have had their time: what the payment is, and that its receipt can be had.
void FamiliesTest::judgeEnd(const Goods& goods, End end, const QString& ref, const QString& where) {
  const Run shown = m_home.run({QStringLiteral("payments"), QStringLiteral("show"), ref});
  const QString state = text(shown.last(), "state");
  const QString wanted = end == End::Failure ? QStringLiteral("refundDue") : QStringLiteral("succeeded");
  QVERIFY2(state == wanted, qPrintable(QString::fromLatin1(goods.offer) + QLatin1Char(' ') + where + QStringLiteral(": ") + state +
                                       QLatin1Char(' ') + text(shown.last(), "reason")));
  if (end != End::Failure) {
    QVERIFY2(!text(shown.last(), "serial").isEmpty(), goods.offer);
    if (QByteArray(goods.family) == "pln-token")
      QCOMPARE(text(shown.last(), "token").size(), 20);
  }
  const Run receipt = m_home.run({QStringLiteral("receipt"), ref});
  QCOMPARE(receipt.status, 0);
  const QString paper = text(receipt.last(), "text");
  if (QByteArray(goods.field[0] != nullptr ? goods.field[0] : "") == "--year") {
    // The year that was asked for is the year that was paid, and the paper says so.
    QCOMPARE(text(shown.last(), "taxYear"), QString::fromLatin1(goods.field[1]));
    QVERIFY2(paper.contains(QString::fromLatin1(goods.field[1])), qPrintable(paper));
  }
  if (QByteArray(goods.field[0] != nullptr ? goods.field[0] : "") == "--owner-id") {
    QCOMPARE(text(shown.last(), "ownerId"), QStringLiteral("3273********0001"));
    QVERIFY2(!paper.contains(QString::fromLatin1(goods.field[1])), "the owner's number is on paper");
    if (end != End::Failure)
      QVERIFY2(paper.contains(QStringLiteral("NO POLISI")) && paper.contains(QStringLiteral("HONDA")), qPrintable(paper));
  }
  if (QByteArray(goods.field[0] != nullptr ? goods.field[0] : "") == "--months") {
    QCOMPARE(shown.last().value(QStringLiteral("months")).toInt(), QByteArray(goods.field[1]).toInt());
    QVERIFY2(paper.contains(QRegularExpression(QStringLiteral("JML BULAN\\s*:?\\s*%1").arg(QLatin1String(goods.field[1])))) ||
                 end == End::Failure,
             qPrintable(paper));
  }
  m_table[QString::fromLatin1(goods.family) + QStringLiteral(" at ") + QString::fromLatin1(goods.offer)] +=
      where + QLatin1Char('=') + state;
}

void FamiliesTest::everyFamilyOnline() {
  QFETCH(int, row);
  const Goods& goods = kGoods.at(row);
  for (const End end : {End::Success, End::Failure, End::Pending}) {
    const QString number = QString::fromLatin1(goods.numbers[static_cast<std::size_t>(end)]);
    const Run sold = sell(goods, number, {QStringLiteral("--wait"), QStringLiteral("8")});
    const QString ref = text(sold.last(), "ref");
    QVERIFY2(!ref.isEmpty(), qPrintable(QString::fromLatin1(goods.offer) + QLatin1Char(' ') + number + QLatin1Char(' ') + sold.errors));
    // Pending is a result of its own: not a success, not a failure.
    if (end == End::Pending)
      QCOMPARE(sold.status, 5);
    if (end == End::Success)
      QVERIFY2(sold.status == 0, qPrintable(sold.errors + text(sold.last(), "reason")));
    m_home.run({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"), QStringLiteral("3600")});
    judgeEnd(goods, end, ref, QStringLiteral("online"));
  }
}

void FamiliesTest::everyFamilyAsADeposit() {
  QFETCH(int, row);
  const Goods& goods = kGoods.at(row);
  QStringList offline{QStringLiteral("--offline")};
  const bool openAmount = goods.amount != nullptr;
  const bool forbidden = openAmount || QByteArray(goods.family) == "virtual account";
  if (QByteArray(goods.kind) == "bill" && !openAmount)
    offline += {QStringLiteral("--amount"),
                QByteArray(goods.field[0] != nullptr ? goods.field[0] : "") == "--months" ? QStringLiteral("900000")
                                                                                          : QStringLiteral("490000")};
  QStringList refs;
  for (const End end : {End::Success, End::Failure, End::Pending}) {
    const QString number = shifted(QString::fromLatin1(goods.numbers[static_cast<std::size_t>(end)]));
    const Run sold = sell(goods, number, offline);
    if (forbidden) {
      // Whose account it is, what a card's filling costs and what a virtual account asks for only the upstream knows.
      QCOMPARE(sold.status, 3);
      QVERIFY2(sold.errors.contains(QStringLiteral("offline-forbidden")), qPrintable(sold.errors));
      continue;
    }
    QVERIFY2(sold.status == 0, qPrintable(QString::fromLatin1(goods.offer) + QLatin1Char(' ') + number + QLatin1Char(' ') + sold.errors));
    QCOMPARE(text(sold.last(), "state"), QStringLiteral("accepted"));
    refs.append(text(sold.last(), "ref"));
  }
  if (forbidden) {
    m_table[QString::fromLatin1(goods.family) + QStringLiteral(" at ") + QString::fromLatin1(goods.offer)] +=
        QStringLiteral("offline=refused");
    return;
  }
  m_home.run({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"), QStringLiteral("3600")});
  for (const End end : {End::Success, End::Failure, End::Pending})
    judgeEnd(goods, end, refs.at(static_cast<int>(end)), QStringLiteral("offline"));
}

void FamiliesTest::aTaxWithoutItsFieldTakesNoCash_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<QString>("rule");
  const auto row = [](const char* name, const QStringList& words, const char* rule) { QTest::newRow(name) << words << rule; };
  row("no owner", {"digi:samsat", "B1201XY"}, "nik-missing");
  row("a short owner", {"digi:samsat", "B1201XY", "--owner-id", "32730101"}, "nik-16");
  row("a number for a plate", {"digi:samsat", "8102051011310001", "--owner-id", "3273010101900001"}, "plate");
  row("next year", {"digi:cimahi", "329801092377999991", "--year", "2031"}, "tax-year");
  row("a year in words", {"digi:cimahi", "329801092377999991", "--year", "kemarin"}, "tax-year");
}

void FamiliesTest::aTaxWithoutItsFieldTakesNoCash() {
  QFETCH(QStringList, words);
  QFETCH(QString, rule);
  for (const QStringList& command :
       {QStringList{QStringLiteral("inquire")}, QStringList{QStringLiteral("sell")},
        QStringList{QStringLiteral("sell"), QStringLiteral("--offline"), QStringLiteral("--amount"), QStringLiteral("490000")}}) {
    const Run refused = m_home.run(QStringList{command.first()} + words + command.mid(1));
    QCOMPARE(refused.status, 3);
    QCOMPARE(text(refused.last(), "error"), QStringLiteral("number-invalid"));
    QCOMPARE(text(refused.last(), "detail"), rule);
  }
}

void FamiliesTest::everyTaxYearIsAPaymentOfItsOwn() {
  const auto pay = [this](const QString& year) {
    return m_home.run({QStringLiteral("sell"), QStringLiteral("digi:cimahi"), QStringLiteral("329801092378999991"),
                       QStringLiteral("--year"), year});
  };
  const Run first = pay(QStringLiteral("2024"));
  QCOMPARE(first.status, 0);
  const Run second = pay(QStringLiteral("2025"));
  QVERIFY2(second.status == 0, qPrintable(second.errors));
  QVERIFY(first.last().value(QStringLiteral("amount")) != second.last().value(QStringLiteral("amount")));
  const Run again = pay(QStringLiteral("2024"));
  QCOMPARE(again.status, 3);
  QCOMPARE(text(again.last(), "error"), QStringLiteral("duplicate-today"));
}

void FamiliesTest::bpjsIsPaidForTheMonthsThatWereAskedFor() {
  const auto inquire = [this](const QString& product, const QString& number, const QString& months) {
    return m_home.run({QStringLiteral("inquire"), product, number, QStringLiteral("--months"), months});
  };
  const QString number = QStringLiteral("8801234561201");
  const int one = inquire(QStringLiteral("bpjs-kesehatan"), number, QStringLiteral("1")).last().value(QStringLiteral("amount")).toInt();
  QVERIFY(one > 0);
  // The cheapest supplier takes one month only: of the two that have it, the other one is asked.
  const Run three = inquire(QStringLiteral("bpjs-kesehatan"), number, QStringLiteral("3"));
  QCOMPARE(text(three.last(), "upstream"), QStringLiteral("iak"));
  const int single = inquire(QStringLiteral("iak:BPJS"), number, QStringLiteral("1")).last().value(QStringLiteral("amount")).toInt();
  QCOMPARE(three.last().value(QStringLiteral("amount")).toInt(), 3 * single);
  for (const auto& [product, months, rule] :
       {std::tuple{"digi:bpjs", "2", "months-one"}, std::tuple{"iak:BPJS", "13", "months"}, std::tuple{"iak:BPJS", "0", "months"}}) {
    const Run refused = inquire(QString::fromLatin1(product), number, QString::fromLatin1(months));
    QCOMPARE(refused.status, 3);
    QCOMPARE(text(refused.last(), "detail"), QString::fromLatin1(rule));
  }
  const Run water = inquire(QStringLiteral("iak:PDAMKOTA.SURABAYA"), QStringLiteral("10202001"), QStringLiteral("2"));
  QCOMPARE(water.status, 2);
}

void FamiliesTest::cleanupTestCase() {
  for (auto at = m_table.begin(); at != m_table.end(); ++at)
    qInfo("%-38s %s", qPrintable(at.key()), qPrintable(at.value().join(QStringLiteral("  "))));
  // What it all came to: the books agree with what was executed.
  QCOMPARE(m_home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).status, 0);
}

QTEST_GUILESS_MAIN(FamiliesTest)
#include "families_test.moc"
