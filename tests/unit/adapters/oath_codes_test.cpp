// One-time codes against the vectors of RFC 6238, appendix B (SHA-1; the last six of their eight digits).
#include "core/adapters/otp/oath_codes.h"

#include <QTest>

using namespace loket;

class OathCodesTest : public QObject {
  Q_OBJECT

 private slots:
  void the_vectors_of_the_rfc_data() {
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("code");
    QTest::newRow("59") << qint64{59} << "287082";
    QTest::newRow("1111111109") << qint64{1'111'111'109} << "081804";
    QTest::newRow("1111111111") << qint64{1'111'111'111} << "050471";
    QTest::newRow("1234567890") << qint64{1'234'567'890} << "005924";
    QTest::newRow("2000000000") << qint64{2'000'000'000} << "279037";
    QTest::newRow("20000000000") << qint64{20'000'000'000} << "353130";
  }
  void the_vectors_of_the_rfc() {
    QFETCH(qint64, seconds);
    QFETCH(QString, code);
    const auto secret = m_codes.textOf(SecretBytes(std::string_view("12345678901234567890")));
    QVERIFY(secret.has_value());
    const auto made = m_codes.codeAt(*secret, Instant{seconds * 1000});
    QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
    QCOMPARE(QString::fromStdString(*made), code);
  }
  void a_code_is_one_for_thirty_seconds() {
    const auto secret = m_codes.textOf(SecretBytes(std::string_view("12345678901234567890")));
    QVERIFY(secret.has_value());
    QCOMPARE(m_codes.codeAt(*secret, Instant{30'000}).value_or(""), std::string("287082"));
    QCOMPARE(m_codes.codeAt(*secret, Instant{59'999}).value_or(""), std::string("287082"));
    QVERIFY(m_codes.codeAt(*secret, Instant{29'999}).value_or("") != "287082");
    QVERIFY(m_codes.codeAt(*secret, Instant{60'000}).value_or("") != "287082");
  }
  // RFC 4648, section 10, without the padding that apps do not want.
  void secrets_are_base32_without_padding() {
    const auto text = [this](const char* secret) {
      const auto made = m_codes.textOf(SecretBytes(std::string_view(secret)));
      return made ? std::string(made->view()) : std::string("(error)");
    };
    QCOMPARE(text("f"), std::string("MY"));
    QCOMPARE(text("foo"), std::string("MZXW6"));
    QCOMPARE(text("fooba"), std::string("MZXW6YTB"));
    QCOMPARE(text("foobar"), std::string("MZXW6YTBOI"));
    QCOMPARE(text("12345678901234567890"), std::string("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
  }
  void a_secret_that_is_none_is_an_error() {
    QVERIFY(!m_codes.codeAt(SecretBytes(std::string_view("not base32!")), Instant{59'000}));
  }

 private:
  adapters::OathCodes m_codes;
};

QTEST_GUILESS_MAIN(OathCodesTest)
#include "oath_codes_test.moc"
