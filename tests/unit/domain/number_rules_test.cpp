#include "core/domain/catalogue/number_rules.h"

#include <QTest>

using namespace loket;

class NumberRulesTest : public QObject {
  Q_OBJECT
 private slots:
  void normalizesMobileNumbers() {
    for (const char* text : {"081234567890", "+6281234567890", "6281234567890", "81234567890", "0812-3456-7890",
                             "+62 812 3456 7890", " 0812 3456 7890 ", "0812.3456.7890", "(0812) 34567890",
                             "0812\t34567890"})
      QVERIFY2(normalizeMobile(text) == "081234567890", text);
  }
  void refusesWhatIsNoMobileNumber() {
    for (const char* text : {"", "+", "0", "8", "08", "0801234567", "0712345678", "+6181234567890", "+081234567890",
                             "62", "0812345a7890", "08123456", "08123456789012", "021123456", "0812/34567890",
                             "\xD9\xA0\xD9\xA8\x31\x32\x33\x34\x35\x36\x37"})
      QVERIFY2(!normalizeMobile(text).has_value(), text);
  }
  void knowsLengths() {
    // ^08[1-9]\d{6,10}$
    QVERIFY(!normalizeMobile("08123456").has_value());
    QVERIFY(normalizeMobile("081234567").has_value());
    QVERIFY(normalizeMobile("0812345678").has_value());
    QVERIFY(normalizeMobile("0812345678901").has_value());
    QVERIFY(!normalizeMobile("08123456789012").has_value());
  }

  void knowsOperators_data() {
    QTest::addColumn<QString>("brand");
    QTest::addColumn<QStringList>("prefixes");
    QTest::newRow("telkomsel") << "TELKOMSEL"
                               << QString("0811 0812 0813 0821 0822 0823 0851 0852 0853").split(' ');
    QTest::newRow("by.U") << "by.U" << QString("085154 085155 085156 085157 085158").split(' ');
    QTest::newRow("indosat") << "INDOSAT" << QString("0814 0815 0816 0855 0856 0857 0858").split(' ');
    QTest::newRow("xl") << "XL" << QString("0817 0818 0819 0859 0877 0878 0879").split(' ');
    QTest::newRow("axis") << "AXIS" << QString("0831 0832 0833 0837 0838").split(' ');
    QTest::newRow("tri") << "TRI" << QString("0895 0896 0897 0898 0899").split(' ');
    QTest::newRow("smartfren") << "SMARTFREN"
                               << QString("0881 0882 0883 0884 0885 0886 0887 0888 0889").split(' ');
  }
  void knowsOperators() {
    QFETCH(QString, brand);
    QFETCH(QStringList, prefixes);
    for (const QString& prefix : prefixes) {
      const std::string number = (prefix + "9000000").toStdString();
      QCOMPARE(QString::fromStdString(std::string(operatorOf(number))), brand);
    }
  }
  void leavesUnknownBlocksOpen() {
    QVERIFY(operatorOf("0870123456").empty());
    QVERIFY(operatorOf("").empty());
    Product product;
    product.family = Family::Pulsa;
    product.brand = "TELKOMSEL";
    QVERIFY(!prefixMismatch(product, "0870123456"));
  }
  void warnsOfTheWrongOperator() {
    Product product;
    product.family = Family::Pulsa;
    product.brand = "Telkomsel";
    QVERIFY(!prefixMismatch(product, "081234567890"));
    QVERIFY(!prefixMismatch(product, "085155000000"));
    QVERIFY(prefixMismatch(product, "087812345678"));
    product.brand = "by.U";
    QVERIFY(!prefixMismatch(product, "085112345678"));
    product.family = Family::EMoney;
    QVERIFY(!prefixMismatch(product, "087812345678"));
  }

  void appliesTheRuleOfTheFamily_data() {
    QTest::addColumn<int>("family");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");  // the number, or "!" and the rule
    const auto row = [](Family family, const char* text, const char* result) {
      QTest::addRow("%s %s", std::string(wordOf(family)).c_str(), text) << static_cast<int>(family) << text << result;
    };
    row(Family::Pulsa, "+62 812-3456-7890", "081234567890");
    row(Family::Data, "812 3456 7890", "081234567890");
    row(Family::Pulsa, "12345678901", "!mobile");
    row(Family::Pulsa, "", "!empty");
    row(Family::Pulsa, " - ", "!empty");
    row(Family::EMoney, "081234567890", "081234567890");
    row(Family::EMoney, "6032 9812 3456 7890", "6032981234567890");
    row(Family::EMoney, "603298123456789", "!mobile");
    row(Family::PlnToken, "14300000001", "14300000001");
    row(Family::PlnToken, "143-0000 0001", "14300000001");
    row(Family::PlnToken, "01234567890", "01234567890");
    row(Family::PlnToken, "231000000001", "231000000001");
    row(Family::PlnToken, "1430000000", "!pln-11-or-12");
    row(Family::PlnToken, "1430000000012", "!pln-11-or-12");
    row(Family::PlnToken, "1430000000A", "!letters");
    row(Family::PlnBill, "530000000001", "530000000001");
    row(Family::PlnBill, "5300000000011", "!pln-11-or-12");
    row(Family::Health, "0002644891135", "8888802644891135");
    row(Family::Health, "8888802644891135", "8888802644891135");
    row(Family::Health, "8801234560001", "8801234560001");
    row(Family::Health, "000264489113", "!bpjs-13-or-16");
    row(Family::Health, "00026448911350", "!bpjs-13-or-16");
    row(Family::Health, "000264489113500", "!bpjs-13-or-16");
    row(Family::Health, "00026448911350000", "!bpjs-13-or-16");
    row(Family::Transfer, "0123456789", "0123456789");
    row(Family::Transfer, "888-801-000157610", "888801000157610");
    row(Family::Transfer, "1234567", "!account-8-to-19");
    row(Family::Transfer, "12345678901234567890", "!account-8-to-19");
    row(Family::VirtualAccount, "88608 1234-567890", "886081234567890");
    row(Family::VirtualAccount, "1234567", "!va-8-to-28");
    row(Family::VirtualAccount, "12345678901234567890123456789", "!va-8-to-28");
    row(Family::VirtualAccount, "8860812A4567", "!letters");
    row(Family::Transfer, "ACC1234567", "!letters");
    row(Family::Gas, "0110014601", "0110014601");
    row(Family::Gas, "01100146", "!gas-9-to-12");
    row(Family::Water, "AB-12.345", "AB12345");
    row(Family::Water, "123", "!length-4-to-24");
    row(Family::Water, "1234567890123456789012345", "!length-4-to-24");
    row(Family::Tax, "3298010001,3298010001", "3298010001,3298010001");
    row(Family::VehicleTax, "B 1234 XYZ", "B1234XYZ");
    row(Family::VehicleTax, " d-1-a ", "D1A");
    row(Family::VehicleTax, "kt 1234 ab", "KT1234AB");
    row(Family::VehicleTax, "B 1234 X,Y", "!plate");
    row(Family::VehicleTax, "1234 XYZ", "!plate");
    row(Family::VehicleTax, "BXYZ", "!plate");
    row(Family::VehicleTax, "B", "!plate");
    row(Family::VehicleTax, "AB12345XYZ", "!plate");
    row(Family::VehicleTax, "", "!empty");
    row(Family::Game, "12345678(2001)", "123456782001");
    row(Family::Other, "12;34", "!letters");
    row(Family::Other, "12\x1B@34", "!letters");
  }
  void appliesTheRuleOfTheFamily() {
    QFETCH(int, family);
    QFETCH(QString, text);
    QFETCH(QString, result);
    const auto number = normalizeNumber(static_cast<Family>(family), text.toStdString());
    if (result.startsWith('!')) {
      QVERIFY(!number.has_value());
      QVERIFY(number.error().code == ErrorCode::NumberInvalid);
      QCOMPARE(QString::fromStdString(number.error().detail), result.mid(1));
    } else {
      QVERIFY2(number.has_value(), number ? "" : number.error().detail.c_str());
      QCOMPARE(QString::fromStdString(*number), result);
    }
  }

  void guessesWhatANumberIs() {
    const std::pair<const char*, NumberShape> rows[] = {
        {"081234567890", NumberShape::Mobile},    {"+62 812 3456 7890", NumberShape::Mobile},
        {"81234567890", NumberShape::Mobile},     {"14300000001", NumberShape::PlnMeter},
        {"231000000001", NumberShape::PlnSubscriber}, {"0002644891135", NumberShape::Bpjs},
        {"8888802644891135", NumberShape::Bpjs},  {"1234", NumberShape::Other},
        {"supardi", NumberShape::None},           {"", NumberShape::None}};
    for (const auto& [text, shape] : rows)
      QVERIFY2(shapeOf(text) == shape, text);
  }
};

QTEST_GUILESS_MAIN(NumberRulesTest)
#include "number_rules_test.moc"
