// Transfers to other banks and the second way to sign, seen by a client of the bank.
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class SnapTransferTest : public QObject {
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

  void externalAccountsHaveNamesAndBanks() {
    const auto inquire = [&](const QString& bankCode, const QString& number) {
      return m_bank->call("account-inquiry-external",
                          QJsonObject{{"beneficiaryBankCode", bankCode}, {"beneficiaryAccountNo", number}});
    };
    const WebAnswer known = inquire("014", "888801000157508");
    QCOMPARE(codeOf(known), "2001600");
    QCOMPARE(known.json()["beneficiaryAccountName"].toString(), "Yories Yolanda");
    QCOMPARE(known.json()["beneficiaryBankCode"].toString(), "014");
    QCOMPARE(known.json()["beneficiaryBankName"].toString(), "BCA");
    QCOMPARE(codeOf(inquire("999", "888801000157508")), "4041603");
    QCOMPARE(codeOf(inquire("14", "888801000157508")), "4041603");
    QCOMPARE(codeOf(inquire("999", "123456780404")), "4041603");  // the bank before the account
    QCOMPARE(codeOf(inquire("014", "123456780404")), "4041611");
    for (const char* code : {"002", "008", "009", "110", "200", "451", "535", "542", "567"}) {
      QCOMPARE(codeOf(inquire(code, "1234567890")), "2001600");
    }
    QCOMPARE(codeOf(inquire("", "1234567890")), "4001602");
    QCOMPARE(codeOf(inquire("014", "12345678x0")), "4001601");
  }

  void interbankMovesMoneyOnce() {
    const auto send = [&](const QByteArray& bankCode, const QByteArray& account,
                          const QByteArray& amount = "100000.00") {
      return m_bank->call("transfer-interbank", m_bank->interbankBody("P1", bankCode, account, amount));
    };
    const WebAnswer done = send("014", "888801000157508");
    QCOMPARE(done.status, 200);
    QCOMPARE(codeOf(done), "2001800");
    QCOMPARE(done.json()["beneficiaryBankCode"].toString(), "014");
    const QString trace = done.json()["traceNo"].toString();
    QVERIFY2(!trace.isEmpty() && trace.size() <= 16, qPrintable(trace));
    QCOMPARE(codeOf(send("014", "888801000157508")), "4091801");
    QCOMPARE(codeOf(send("002", "888801000157508")), "4041818");
    QCOMPARE(codeOf(send("014", "888801000157509")), "4041818");
    QCOMPARE(codeOf(send("014", "888801000157508", "100001.00")), "4041818");
    // the reference is taken for every service
    QCOMPARE(codeOf(m_bank->transfer("P1", "888801000157508")), "4041718");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const QJsonObject effect = m_sandbox.ledger()[0].toObject();
    QCOMPARE(effect["product"].toString(), "transfer-interbank");
    QCOMPARE(effect["bankCode"].toString(), "014");
    QCOMPARE(effect["number"].toString(), "888801000157508");
    QCOMPARE(effect["amount"].toInteger(), 100000);
    QCOMPARE(m_sandbox.bankBalance(), 50000000 - 100000);

    const QJsonObject status = m_bank->status("P1", "18").json();
    QCOMPARE(status["responseCode"].toString(), "2003600");
    QCOMPARE(status["latestTransactionStatus"].toString(), "00");
    QCOMPARE(status["serviceCode"].toString(), "18");
    QCOMPARE(status["beneficiaryBankCode"].toString(), "014");
    QCOMPARE(status["previousResponseCode"].toString(), "2001800");
    QCOMPARE(codeOf(m_bank->status("P1", "17")), "4043601");  // it was no transfer within the bank
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QCOMPARE(m_sandbox.ledger()[0].toObject()["bankCode"].toString(), "014");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(m_bank->status("P1", "18")), "2003600");
  }

  void checksComeInTheDocumentedOrder() {
    const auto send = [&](const QByteArray& ref, const QByteArray& bankCode, const QByteArray& account,
                          const QByteArray& amount) {
      return codeOf(
          m_bank->call("transfer-interbank", m_bank->interbankBody(ref, bankCode, account, amount)));
    };
    QCOMPARE(send("P1", "014", "1234567890", "1000.00"), "2001800");
    // 18 before 13, 13 before 03, 03 before 11, 11 before 14, the account's own answer before 14
    QCOMPARE(send("P1", "999", "123456780404", "0.00"), "4041818");
    QCOMPARE(send("P2", "999", "123456780404", "0.00"), "4041813");
    QCOMPARE(send("P2", "999", "123456780404", "99000000.00"), "4041803");
    QCOMPARE(send("P2", "014", "123456780404", "99000000.00"), "4041811");
    QCOMPARE(send("P2", "014", "123456780309", "99000000.00"), "4031809");
    QCOMPARE(send("P2", "014", "1234567890", "99000000.00"), "4031814");
    QCOMPARE(send("P2", "014", "1234567890", "99000.00"), "2001800");  // the refusals had created nothing
    // fields come before all of that, in the order of the standard's table
    QByteArray body = m_bank->interbankBody("P1", "999", "1234567890");
    QByteArray noName = body;
    noName.replace("beneficiaryAccountName", "beneficiaryName");
    const WebAnswer answer = m_bank->call("transfer-interbank", noName);
    QCOMPARE(codeOf(answer), "4001802");
    QVERIFY(answer.json()["responseMessage"].toString().endsWith("beneficiaryAccountName"));
    body.replace("beneficiaryBankCode", "bankCode");
    QCOMPARE(codeOf(m_bank->call("transfer-interbank", body)), "4001802");
    QCOMPARE(m_sandbox.ledger().size(), 2);
  }

  void accountsChooseTheOutcome_data() {
    QTest::addColumn<QByteArray>("account");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("atOnce");
    QTest::addColumn<QString>("later");
    QTest::addColumn<int>("effects");
    const auto row = [](const char* account, const char* answer, const char* atOnce, const char* later,
                        int effects) {
      QTest::addRow("%s", account) << QByteArray(account) << answer << atOnce << later << effects;
    };
    row("123456780318", "4031818", "", "", 0);
    row("123456780302", "4031802", "", "", 0);
    row("123456780202", "2021800", "03", "00", 1);
    row("123456780504", "5041800", "00", "00", 1);
    row("123456780505", "5041800", "07", "07", 0);
    row("123456780500", "5001801", "06", "06", 0);
    row("123456780904", "2001800", "00", "04", 1);
    row("123456780906", "2021800", "03", "06", 0);
  }
  void accountsChooseTheOutcome() {
    QFETCH(QByteArray, account);
    QFETCH(QString, answer);
    QFETCH(QString, atOnce);
    QFETCH(QString, later);
    QFETCH(int, effects);
    QCOMPARE(codeOf(m_bank->call("transfer-interbank", m_bank->interbankBody("P1", "002", account))), answer);
    const auto status = [&] {
      return m_bank->status("P1", "18").json()["latestTransactionStatus"].toString();
    };
    QCOMPARE(status(), atOnce);
    m_sandbox.advance("PT61S");
    QCOMPARE(status(), later);
    QCOMPARE(m_sandbox.ledger().size(), effects);
    QCOMPARE(m_sandbox.bankBalance(), later == "00" ? 49900000 : 50000000);
  }

  void callsWithoutTokenAreSignedWithTheKey() {
    const QByteArray body = m_bank->interbankBody("P1", "014", "1234567890");
    const auto code = [&](const SnapClient::Headers& spoil) {
      return codeOf(m_bank->callWithoutToken("transfer-interbank", body, spoil));
    };
    // another body, another time and another signature of the same length are refused
    QCOMPARE(code({{"X-SIGNATURE", QByteArray(344, 'A')}}), "4011800");
    QCOMPARE(code({{"X-TIMESTAMP", m_bank->timestamp().replace("10:00:", "10:01:")}}), "4011800");
    // a token makes it the other way: a wrong or an old one is not made good by a right signature
    QCOMPARE(code({{"Authorization", "Bearer nobody"}}), "4011801");
    QCOMPARE(code({{"Authorization", "Bearer " + m_bank->token}}), "4011800");
    QCOMPARE(code({{"X-PARTNER-ID", "OTHER"}}), "4011800");
    QCOMPARE(code({{"X-TIMESTAMP", "2026-08-22T09:54:00+07:00"}}), "4011800");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(code({}), "2001800");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    // a symmetric signature needs its token
    QCOMPARE(codeOf(m_bank->call("transfer-interbank", body, {{"Authorization", ""}})), "4011801");
    m_sandbox.advance("PT16M");
    QCOMPARE(code({}), "4091801");  // no token that could expire
    QCOMPARE(codeOf(m_bank->callWithoutToken("transfer/status",
                                             R"({"originalPartnerReferenceNo":"P1","serviceCode":"18"})")),
             "2003600");
  }

 private:
  SandboxProcess m_sandbox;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeSnapTransferTest() {
  return std::make_unique<SnapTransferTest>();
}

}  // namespace loket::contract_tests

#include "snap_transfer_test.moc"
