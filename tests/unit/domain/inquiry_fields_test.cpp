#include "core/domain/catalogue/inquiry_fields.h"

#include <QTest>

using namespace loket;

class InquiryFieldsTest : public QObject {
  Q_OBJECT
 private slots:
  void fewFamiliesAskForMoreThanANumber() {
    for (const Family family :
         {Family::Pulsa, Family::Data, Family::PlnToken, Family::PlnBill, Family::EMoney, Family::Game,
          Family::Water, Family::Internet, Family::Gas, Family::Television, Family::Finance, Family::Transfer,
          Family::VirtualAccount, Family::Other})
      QVERIFY2(!inquiryFieldOf(family), std::string(wordOf(family)).c_str());
    QVERIFY(inquiryFieldOf(Family::Tax) == InquiryField::TaxYear);
    QVERIFY(inquiryFieldOf(Family::VehicleTax) == InquiryField::OwnerId);
    QVERIFY(inquiryFieldOf(Family::Health) == InquiryField::Months);
  }

  void keepsWhatFits_data() {
    QTest::addColumn<int>("family");
    QTest::addColumn<QString>("year");
    QTest::addColumn<QString>("owner");
    QTest::addColumn<QString>("result");  // what is kept, or "!" and the rule, or "?" where nobody asks
    const auto row = [](const char* name, Family family, const char* year, const char* owner, const char* result) {
      QTest::newRow(name) << static_cast<int>(family) << year << owner << result;
    };
    row("this year unless told", Family::Tax, "", "", "2026");
    row("this year", Family::Tax, "2026", "", "2026");
    row("an older one", Family::Tax, " 20 19 ", "", "2019");
    row("the first one", Family::Tax, "1986", "", "1986");
    row("before the law", Family::Tax, "1985", "", "!tax-year");
    row("next year", Family::Tax, "2027", "", "!tax-year");
    row("two digits", Family::Tax, "26", "", "!tax-year");
    row("five digits", Family::Tax, "02026", "", "!tax-year");
    row("a word", Family::Tax, "20x6", "", "!tax-year");
    row("a sign", Family::Tax, "+026", "", "!tax-year");
    row("an owner of land", Family::Tax, "2026", "3273010101900001", "?");
    row("an owner", Family::VehicleTax, "", "3273010101900001", "3273010101900001");
    row("an owner as on the card", Family::VehicleTax, "", " 3273 0101.0190-0001 ", "3273010101900001");
    row("no owner", Family::VehicleTax, "", "", "!nik-missing");
    row("blanks", Family::VehicleTax, "", " - ", "!nik-missing");
    row("fifteen digits", Family::VehicleTax, "", "327301010190000", "!nik-16");
    row("seventeen digits", Family::VehicleTax, "", "32730101019000011", "!nik-16");
    row("a letter", Family::VehicleTax, "", "327301010190000A", "!nik-16");
    row("a year of a vehicle", Family::VehicleTax, "2026", "3273010101900001", "?");
    row("nothing for water", Family::Water, "", "", "");
    row("a year for water", Family::Water, "2026", "", "?");
    row("an owner for water", Family::Water, "", "3273010101900001", "?");
  }
  void keepsWhatFits() {
    QFETCH(int, family);
    QFETCH(QString, year);
    QFETCH(QString, owner);
    QFETCH(QString, result);
    const auto read = readInquiryFields(static_cast<Family>(family), {year.toStdString(), owner.toStdString()}, 2026);
    if (result == QStringLiteral("?")) {
      QVERIFY(!read && read.error().code == ErrorCode::Usage);
    } else if (result.startsWith('!')) {
      QVERIFY(!read && read.error().code == ErrorCode::NumberInvalid);
      QCOMPARE(QString::fromStdString(read.error().detail), result.mid(1));
      // What was typed may be somebody's number: no error repeats it.
      QVERIFY(owner.trimmed().isEmpty() || !QString::fromStdString(read.error().detail).contains(owner));
    } else {
      QVERIFY(read.has_value());
      QCOMPARE(QString::fromStdString(read->taxYear + read->ownerId), result);
    }
  }

  void monthsAreCounted_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");  // or "!": refused
    QTest::newRow("one unless told") << ""
                                     << "";
    // The same order, whether somebody said it or not.
    QTest::newRow("one") << "1"
                         << "";
    QTest::newRow("one with a nought") << " 01 "
                                       << "";
    QTest::newRow("two") << "2"
                         << "2";
    QTest::newRow("a nought before") << "03"
                                     << "3";
    QTest::newRow("a year") << "12"
                            << "12";
    for (const char* odd : {"0", "00", "13", "20", "99", "120", "1000000000000000000000", "-2", "+2", "2.5",
                            "dua", "2x", "1e1"})
      QTest::newRow(odd) << odd << "!";
  }
  void monthsAreCounted() {
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    InquiryFields fields;
    fields.months = typed.toStdString();
    const auto read = readInquiryFields(Family::Health, fields, 2026);
    if (kept == QStringLiteral("!")) {
      QVERIFY(!read && read.error().code == ErrorCode::NumberInvalid);
      QCOMPARE(read.error().detail, std::string("months"));
    } else {
      QVERIFY(read.has_value());
      QCOMPARE(read->months, kept.toStdString());
      QCOMPARE(read->empty(), kept.isEmpty());
    }
    QCOMPARE(wantsSeveralMonths(fields), !kept.isEmpty());
    // Nobody else is paid by the month here.
    QCOMPARE(readInquiryFields(Family::Water, fields, 2026).has_value(), typed.isEmpty());
  }

  // A line that is asked for every year: what nobody typed is not this year's for ever.
  void whatIsKeptForLaterFixesNoYear() {
    const auto kept = [](Family family, const char* year, const char* owner, const char* months) {
      return readKeptFields(family, {year, owner, months}, 2026);
    };
    QVERIFY(kept(Family::Tax, "", "", "")->empty());
    QCOMPARE(kept(Family::Tax, " 2025 ", "", "")->taxYear, std::string("2025"));
    QCOMPARE(kept(Family::Tax, "2027", "", "").error().detail, std::string("tax-year"));
    QCOMPARE(kept(Family::Health, "", "", "12")->months, std::string("12"));
    QVERIFY(kept(Family::Health, "", "", "1")->empty());
    QCOMPARE(kept(Family::Health, "", "", "13").error().detail, std::string("months"));
    QCOMPARE(kept(Family::VehicleTax, "", "", "").error().detail, std::string("nik-missing"));
    QVERIFY(kept(Family::Water, "2025", "", "").error().code == ErrorCode::Usage);
  }

  void showsTooLittleOfAnOwnerToKnowHim() {
    QCOMPARE(maskedOwnerId("3273010101900001"), std::string("3273********0001"));
    QCOMPARE(maskedOwnerId("12345678"), std::string("********"));
    QCOMPARE(maskedOwnerId(""), std::string());
  }
};

QTEST_GUILESS_MAIN(InquiryFieldsTest)
#include "inquiry_fields_test.moc"
