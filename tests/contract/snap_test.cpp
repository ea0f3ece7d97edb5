// The bank's rules, seen by a client: token, signature, timestamps, identifiers, field checks, outcomes.
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class SnapTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_sandbox.writeKnownCredentials();
    QVERIFY(m_sandbox.start());
    m_bank = std::make_unique<SnapClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
    QVERIFY(m_bank->login());
  }

  void publishedVectorsHoldForThisClient() {
    const QByteArray body1 =
        R"({"partnerReferenceNo":"2020102900000000000001","amount":{"value":"12345678.00","currency":"IDR"},)"
        R"("feeAmount":{"value":"12345678.00","currency":"IDR"},"merchantId":"00007100010926",)"
        R"("terminalId":"213141251124","validityPeriod":"2009-07-03T12:08:56-07:00"})";
    QCOMPARE(sha256Hex(body1),
             QByteArray("01463f60dbb6ca538581579dd95b31c8ba9fc6600eca750e4d8460ca4e402111"));
    QCOMPARE(hmacSha512Base64("myclientsecret", "POST:/v1.0/qr/qr-mpm-generate:myaccesstoken:" +
                                                    sha256Hex(body1) + ":2024-03-05T10:37:16.196Z"),
             QByteArray(
                 "wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ=="));
    const QByteArray body2 =
        R"({"partnerReferenceNo":"20260822000000000001","amount":{"value":"100000.00","currency":"IDR"},)"
        R"("beneficiaryAccountNo":"888801000157508","currency":"IDR","customerReference":"INV-1","feeType":"OUR",)"
        R"("remark":"setor tunai","sourceAccountNo":"888801000157610","transactionDate":"2026-08-22T10:00:00+07:00"})";
    QCOMPARE(sha256Hex(body2),
             QByteArray("87a9bc3b451cdd5620aac0ea501600b95219ba75e24d3d1d0f5c00c5f5d7b320"));
    QCOMPARE(hmacSha512Base64("sandbox-secret", "POST:/v1.0/transfer-intrabank:tok-abc123:" +
                                                    sha256Hex(body2) + ":2026-08-22T10:00:00+07:00"),
             QByteArray(
                 "yTpT62m5b97og8twryuuHl5xwrDnLNOf1zuiEA+SLsFrKlxxojGeARHq++byTFf9ei3ReIQlQVpKdO/kyuTskQ=="));
    // and the bank takes that very body under its own path and token
    const WebAnswer done = m_bank->call("transfer-intrabank", body2);
    QCOMPARE(codeOf(done), "2001700");
  }

  void tokenRequestIsChecked() {
    const WebAnswer good = m_bank->requestToken();
    QCOMPARE(good.status, 200);
    QCOMPARE(good.json()["tokenType"].toString(), "Bearer");
    QCOMPARE(good.json()["expiresIn"], QJsonValue("900"));
    QVERIFY(good.headers.value("date").startsWith("Sat, 22 Aug 2026 03:00:"));
    QCOMPARE(codeOf(m_bank->requestToken({{"X-SIGNATURE", "AAAA"}})), "4017300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-CLIENT-KEY", "somebody"}})), "4017300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-TIMESTAMP", "2026-08-22T09:54:50+07:00"}})), "4017300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-TIMESTAMP", "2026-08-22T10:05:50+07:00"}})), "4017300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-TIMESTAMP", "2026-08-22T09:55:30.123+07:00"}})), "2007300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-TIMESTAMP", "2026-08-22T03:00:00Z"}})), "2007300");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-TIMESTAMP", "yesterday"}})), "4007301");
    QCOMPARE(codeOf(m_bank->requestToken({{"X-SIGNATURE", ""}})), "4007302");
    QCOMPARE(codeOf(m_bank->requestToken({}, R"({"grantType":"password"})")), "4007301");
    QCOMPARE(codeOf(m_bank->requestToken({}, "{}")), "4007302");
  }

  void callsAreChecked() {
    const QByteArray body = R"({"partnerReferenceNo":"1","beneficiaryAccountNo":"888801000157508"})";
    const auto code = [&](const SnapClient::Headers& spoil) {
      return codeOf(m_bank->call("account-inquiry-internal", body, spoil));
    };
    QCOMPARE(code({}), "2001500");
    QCOMPARE(code({{"X-SIGNATURE", "AAAA"}}), "4011500");
    QCOMPARE(code({{"Authorization", "Bearer nobody"}}), "4011501");
    QCOMPARE(code({{"Authorization", ""}}), "4011501");
    QCOMPARE(code({{"X-PARTNER-ID", "OTHER"}}), "4011500");
    QCOMPARE(code({{"X-PARTNER-ID", ""}}), "4001502");
    QCOMPARE(code({{"CHANNEL-ID", "9"}}), "4001501");
    QCOMPARE(code({{"X-TIMESTAMP", "2026-08-22T09:54:00+07:00"}}), "4011500");
    QCOMPARE(code({{"X-EXTERNAL-ID", "12a"}}), "4001501");
    QCOMPARE(code({{"X-EXTERNAL-ID", QByteArray(37, '1')}}), "4001501");
    QCOMPARE(code({{"X-EXTERNAL-ID", QByteArray(36, '1')}}), "2001500");
    // White space outside strings is not part of the signed text, other bytes are.
    const QByteArray spaced =
        "{ \"partnerReferenceNo\" : \"a  b\",\n\t\"beneficiaryAccountNo\":\"888801000157508\" }";
    const QByteArray at = m_bank->timestamp();
    const QByteArray tight = R"({"partnerReferenceNo":"a  b","beneficiaryAccountNo":"888801000157508"})";
    const QByteArray signature =
        hmacSha512Base64("sandbox-secret", "POST:/snap/v1.0/account-inquiry-internal:" + m_bank->token + ":" +
                                               sha256Hex(tight) + ":" + at);
    const SnapClient::Headers spoil{{"X-TIMESTAMP", at}, {"X-SIGNATURE", signature}};
    QCOMPARE(codeOf(m_bank->call("account-inquiry-internal", spaced, spoil)), "2001500");
  }

  void tokenExpires() {
    m_sandbox.advance("PT14M59S");
    QCOMPARE(codeOf(m_bank->status("none")), "4043601");
    m_sandbox.advance("PT2S");
    QCOMPARE(codeOf(m_bank->status("none")), "4013601");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(m_bank->status("none")), "4043601");
  }

  void externalIdIsUniquePerJakartaDay() {
    const SnapClient::Headers fixed{{"X-EXTERNAL-ID", "777"}};
    const QByteArray body = R"({"originalPartnerReferenceNo":"none","serviceCode":"17"})";
    QCOMPARE(codeOf(m_bank->call("transfer/status", body, fixed)), "4043601");
    QCOMPARE(codeOf(m_bank->call("transfer/status", body, fixed)), "4093600");
    m_sandbox.setClock("2026-08-22T23:59:50+07:00");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(m_bank->call("transfer/status", body, fixed)), "4093600");
    m_sandbox.setClock("2026-08-23T00:00:00+07:00");
    QCOMPARE(codeOf(m_bank->call("transfer/status", body, fixed)), "4043601");
  }

  void transferMovesMoneyOnce() {
    const WebAnswer done = m_bank->transfer("P1", "888801000157508");
    QCOMPARE(done.status, 200);
    QCOMPARE(codeOf(done), "2001700");
    QVERIFY(!done.json()["referenceNo"].toString().isEmpty());
    QCOMPARE(done.json()["amount"].toObject()["value"].toString(), "100000.00");
    const WebAnswer again = m_bank->transfer("P1", "888801000157508");
    QCOMPARE(again.status, 409);
    QCOMPARE(codeOf(again), "4091701");
    QCOMPARE(codeOf(m_bank->transfer("P1", "888801000157508", "100001.00")), "4041718");
    QCOMPARE(codeOf(m_bank->transfer("P1", "888801000157509")), "4041718");
    const QJsonObject status = m_bank->status("P1").json();
    QCOMPARE(status["latestTransactionStatus"].toString(), "00");
    QCOMPARE(status["originalReferenceNo"], done.json()["referenceNo"]);
    QCOMPARE(status["previousResponseCode"].toString(), "2001700");
    const QJsonObject byExternalId{{"originalExternalId", status["originalExternalId"]},
                                   {"serviceCode", "17"}};
    QCOMPARE(m_bank->call("transfer/status", QJsonDocument(byExternalId).toJson(QJsonDocument::Compact))
                 .json()["originalPartnerReferenceNo"]
                 .toString(),
             "P1");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const QJsonObject effect = m_sandbox.ledger()[0].toObject();
    QCOMPARE(effect["upstream"].toString(), "bank");
    QCOMPARE(effect["ref"].toString(), "P1");
    QCOMPARE(effect["number"].toString(), "888801000157508");
    QCOMPARE(effect["amount"].toInteger(), 100000);
    QCOMPARE(effect["times"].toInt(), 1);
    QCOMPARE(m_sandbox.bankBalance(), 50000000 - 100000);
    const QJsonObject balance =
        m_bank->call("balance-inquiry", R"({"partnerReferenceNo":"1","accountNo":"888801000157610"})").json();
    QCOMPARE(balance["responseCode"].toString(), "2001100");
    QCOMPARE(balance["accountInfos"][0]["availableBalance"]["value"].toString(), "49900000.00");
    QCOMPARE(codeOf(m_bank->call("balance-inquiry", R"({"accountNo":"888801000157508"})")), "4041111");
  }

  void fieldErrorsNameTheField_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* from, const char* to, const char* code, const char* field) {
      QTest::addRow("%s", to[0] == '\0' ? from : to) << QByteArray(from) << QByteArray(to) << code << field;
    };
    row(R"("100000.00")", R"("100000")", "4001701", "amount.value");
    row(R"("100000.00")", R"("100000.0")", "4001701", "amount.value");
    row(R"("100000.00")", R"("100000.50")", "4001701", "amount.value");
    row(R"("100000.00")", "100000.00", "4001701", "amount.value");
    row(R"("100000.00")", R"("-10000.00")", "4001701", "amount.value");
    row(R"("100000.00","currency":"IDR")", R"("100000.00","currency":"USD")", "4001701", "amount.currency");
    row(R"("100000.00","currency":"IDR")", R"("100000.00")", "4001702", "amount.currency");
    row(R"("amount")", R"("amnt")", "4001702", "amount");
    row(R"("partnerReferenceNo":"P1",)", "", "4001702", "partnerReferenceNo");
    row(R"("partnerReferenceNo":"P1")", R"("partnerReferenceNo":1)", "4001701", "partnerReferenceNo");
    row(R"("beneficiaryAccountNo":"888801000157508",)", "", "4001702", "beneficiaryAccountNo");
    row(R"("888801000157508")", R"("8888010001575x8")", "4001701", "beneficiaryAccountNo");
    row(R"(,"transactionDate":"2026-08-22T10:00:00+07:00")", "", "4001702", "transactionDate");
    row(R"("2026-08-22T10:00:00+07:00")", R"("2026-08-22 10:00")", "4001701", "transactionDate");
    row(R"("feeType":"OUR")", R"("feeType":"WHO")", "4001701", "feeType");
    row(R"("100000.00")", R"("0.00")", "4041713", "");
  }
  void fieldErrorsNameTheField() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, code);
    QFETCH(QString, field);
    QByteArray body = m_bank->transferBody("P1", "888801000157508", "100000.00");
    QVERIFY(body.contains(from));
    body.replace(from, to);
    const WebAnswer answer = m_bank->call("transfer-intrabank", body);
    QCOMPARE(codeOf(answer), code);
    QVERIFY2(answer.json()["responseMessage"].toString().endsWith(field), answer.body.constData());
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
  }

  void accountsChooseTheOutcome_data() {
    QTest::addColumn<QByteArray>("account");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("statusAtOnce");
    QTest::addColumn<QString>("statusLater");
    QTest::addColumn<bool>("executed");
    const auto row = [](const char* account, const char* answer, const char* atOnce, const char* later,
                        bool executed) {
      QTest::addRow("%s", account) << QByteArray(account) << answer << atOnce << later << executed;
    };
    row("1234567890", "2001700", "00", "00", true);
    row("123456780404", "4041711", "4043601", "4043601", false);
    row("123456789", "4041711", "4043601", "4043601", false);
    row("123456780309", "4031709", "4043601", "4043601", false);
    row("123456780318", "4031718", "4043601", "4043601", false);
    row("123456780302", "4031702", "4043601", "4043601", false);
    row("123456780202", "2021700", "03", "00", true);
    row("123456780504", "5041700", "00", "00", true);
    row("123456780505", "5041700", "07", "07", false);
    row("123456780500", "5001701", "06", "06", false);
    row("123456780901", "2021700", "01", "02", false);
    row("123456780904", "2001700", "00", "04", true);
    row("123456780905", "2021700", "03", "05", false);
    row("123456780906", "2021700", "03", "06", false);
  }
  void accountsChooseTheOutcome() {
    QFETCH(QByteArray, account);
    QFETCH(QString, answer);
    QFETCH(QString, statusAtOnce);
    QFETCH(QString, statusLater);
    QFETCH(bool, executed);
    const WebAnswer done = m_bank->transfer("P1", account);
    QCOMPARE(codeOf(done), answer);
    QCOMPARE(QString::number(done.status), answer.left(3));
    const auto status = [&] {
      const WebAnswer asked = m_bank->status("P1");
      return codeOf(asked) == "2003600" ? asked.json()["latestTransactionStatus"].toString() : codeOf(asked);
    };
    QCOMPARE(status(), statusAtOnce);
    m_sandbox.advance("PT61S");
    QCOMPARE(status(), statusLater);
    QCOMPARE(m_sandbox.ledger().size(), executed ? 1 : 0);
    const bool refunded = statusLater == "04";
    if (refunded) {
      QVERIFY(m_sandbox.ledger()[0].toObject()["refunded"].toBool());
    }
    const bool held = statusLater == "02" || (executed && !refunded);
    QCOMPARE(m_sandbox.bankBalance(), held ? 50000000 - 100000 : 50000000);
    if (statusLater == "02") {
      m_sandbox.advance("PT60S");
      QCOMPARE(status(), "00");
      QCOMPARE(m_sandbox.ledger().size(), 1);
    }
  }

  void notExecutedMayBeSentAgainAndPendingIsOne() {
    QCOMPARE(codeOf(m_bank->transfer("P1", "123456780505")), "5041700");
    QCOMPARE(codeOf(m_bank->transfer("P1", "123456780505")), "5041700");
    QCOMPARE(codeOf(m_bank->transfer("P2", "123456780202")), "2021700");
    QCOMPARE(codeOf(m_bank->transfer("P2", "123456780202")), "2021700");
    m_sandbox.advance("PT60S");
    QCOMPARE(codeOf(m_bank->transfer("P2", "123456780202")), "4091701");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.bankBalance(), 50000000 - 100000);
  }

  void insufficientFunds() {
    QCOMPARE(codeOf(m_bank->transfer("P1", "1234567890", "50000001.00")), "4031714");
    QCOMPARE(codeOf(m_bank->transfer("P1", "1234567890", "50000000.00")), "2001700");
    QCOMPARE(m_sandbox.bankBalance(), 0);
  }

  void accountsHaveNames() {
    const auto inquire = [&](const QByteArray& number) {
      return m_bank->call("account-inquiry-internal",
                          R"({"partnerReferenceNo":"1","beneficiaryAccountNo":")" + number + R"("})");
    };
    QCOMPARE(inquire("888801000157508").json()["beneficiaryAccountName"].toString(), "Yories Yolanda");
    const QString name = inquire("1234567890").json()["beneficiaryAccountName"].toString();
    QVERIFY(!name.isEmpty());
    QCOMPARE(inquire("1234567890").json()["beneficiaryAccountName"].toString(), name);
    QCOMPARE(codeOf(inquire("123456780404")), "4041511");
    QCOMPARE(inquire("123456780309").json()["beneficiaryAccountStatus"].toString(), "Rekening dormant");
    QCOMPARE(codeOf(m_bank->call("account-inquiry-internal", "{}")), "4001502");
    QCOMPARE(codeOf(m_bank->call("account-inquiry-internal", "[]")), "4001500");
  }

  void statusFields() {
    QCOMPARE(codeOf(m_bank->call("transfer/status", R"({"originalPartnerReferenceNo":"P1"})")), "4003602");
    QCOMPARE(
        codeOf(m_bank->call("transfer/status", R"({"originalPartnerReferenceNo":"P1","serviceCode":"22"})")),
        "4003601");
    QCOMPARE(codeOf(m_bank->call("transfer/status", R"({"serviceCode":"17"})")), "4003602");
  }

 private:
  SandboxProcess m_sandbox;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeSnapTest() {
  return std::make_unique<SnapTest>();
}

}  // namespace loket::contract_tests

#include "snap_test.moc"
