// Wallets, seen by an agent: cash handed out against the customer's one-time password, and topping up.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class SnapWalletTest : public QObject {
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

  void passwordTurnsIntoMoneyOnce() {
    const QString otp = password(kCustomer);
    QVERIFY2(!otp.isEmpty() && otp.size() <= 8, qPrintable(otp));
    const WebAnswer done = cashOut("C1", kCustomer, otp, 200000);
    QCOMPARE(codeOf(done), "2004400");
    QVERIFY(!done.json()["referenceNo"].toString().isEmpty());
    QCOMPARE(m_sandbox.bankBalance(), 50200000);
    const QJsonObject effect = m_sandbox.ledger()[0].toObject();
    QCOMPARE(effect["product"].toString(), "otc-cashout");
    QCOMPARE(effect["number"].toString(), kCustomer);
    QCOMPARE(effect["amount"].toInteger(), 200000);
    const QJsonObject truth = m_sandbox.admin("GET", "/credits").array()[0].toObject();
    QCOMPARE(truth["kind"].toString(), "otc-cashout");
    QCOMPARE(truth["ref"].toString(), "C1");
    QCOMPARE(truth["id"], done.json()["referenceNo"]);

    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 200000)), "4094401");
    QCOMPARE(codeOf(cashOut("C2", kCustomer, otp, 200000)), "4044415");  // one password, one use
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(cashOut("C2", kCustomer, otp, 200000)), "4044415");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const QJsonObject status = statusOf("C1", kCustomer, 200000).json();
    QCOMPARE(status["responseCode"].toString(), "2004500");
    QCOMPARE(status["latestTransactionStatus"].toString(), "00");
    QCOMPARE(status["originalReferenceNo"], done.json()["referenceNo"]);
    QVERIFY(password(kCustomer) != otp);
  }

  void passwordIsChecked() {
    QCOMPARE(codeOf(cashOut("C1", kCustomer, "123456", 50000)), "4044406");  // none was asked for
    const QString otp = password(kCustomer);
    const QString other = otp == "000000" ? "000001" : "000000";
    QCOMPARE(codeOf(cashOut("C1", kCustomer, other, 50000)), "4044415");
    QCOMPARE(codeOf(cashOut("C1", "6281234567899", otp, 50000)), "4044406");  // another one's telephone
    m_sandbox.advance("PT4M59S");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, other, 50000)), "4044415");
    m_sandbox.advance("PT2S");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 50000)), "4034412");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, other, 50000)), "4044415");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 50000)), "4034411");  // three wrong ones
    const QString next = password(kCustomer);
    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 50000)), "4044415");  // the old one is void
    QCOMPARE(codeOf(cashOut("C1", kCustomer, next, 50000)), "2004400");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.admin("POST", "/bank/otp", "{}").status, 400);
  }

  void checksComeInTheDocumentedOrder() {
    // fields, known reference, amount, customer, password, what the customer's number decides
    QCOMPARE(codeOf(m_bank->call("emoney/otc-cashout", QJsonObject{{"partnerReferenceNo", "C1"}})),
             "4004402");
    QCOMPARE(codeOf(cashOut("C1", "62812345x", "1", 0)), "4004401");
    QCOMPARE(codeOf(cashOut("C1", "6281234560404", "1", 0)), "4044413");
    QCOMPARE(codeOf(cashOut("C1", "6281234560404", "1", 1000)), "4044411");
    QCOMPARE(codeOf(cashOut("C1", "6281234560314", "1", 1000)), "4044406");
    QCOMPARE(codeOf(cashOut("C1", "6281234560314", password("6281234560314"), 1000)), "4034414");
    // that password was not used up by the refusal
    QCOMPARE(codeOf(cashOut("C1", "6281234560314", "1", 1000)), "4044415");
    const QString otp = password(kCustomer);
    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 1000)), "2004400");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, "1", 1000)), "4094401");
  }

  void inconsistentRepeatMakesTheFirstOneFail() {
    QCOMPARE(codeOf(cashOut("C1", kCustomer, password(kCustomer), 200000)), "2004400");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, "1", 200001)), "4044418");
    QCOMPARE(statusOf("C1", kCustomer, 200000).json()["latestTransactionStatus"].toString(), "06");
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
    QVERIFY(m_sandbox.ledger()[0].toObject()["refunded"].toBool());
    QVERIFY(m_sandbox.admin("GET", "/credits").array()[0].toObject()["reversed"].toBool());
    // a transfer's reference is not touched by it: it counts as a success
    QCOMPARE(codeOf(m_bank->transfer("P1", "1234567890")), "2001700");
    QCOMPARE(codeOf(cashOut("P1", kCustomer, "1", 100000)), "4044418");
    QCOMPARE(m_bank->status("P1").json()["latestTransactionStatus"].toString(), "00");
  }

  void customersChooseTheOutcome_data() {
    QTest::addColumn<QString>("customer");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("atOnce");
    QTest::addColumn<QString>("later");
    QTest::addColumn<int>("credits");
    const auto row = [](const char* customer, const char* answer, const char* atOnce, const char* later,
                        int credits) {
      QTest::addRow("%s", customer) << customer << answer << atOnce << later << credits;
    };
    row("6281234560202", "2024400", "03", "00", 1);
    row("6281234560504", "5044400", "00", "00", 1);
    row("6281234560505", "5044400", "07", "07", 0);
    row("6281234560500", "5004401", "06", "06", 0);
    row("6281234560906", "2024400", "03", "06", 0);
    row("6281234560904", "2004400", "00", "04", 1);
  }
  void customersChooseTheOutcome() {
    QFETCH(QString, customer);
    QFETCH(QString, answer);
    QFETCH(QString, atOnce);
    QFETCH(QString, later);
    QFETCH(int, credits);
    const QString otp = password(customer);
    QCOMPARE(codeOf(cashOut("C1", customer, otp, 60000)), answer);
    const auto status = [&] {
      return statusOf("C1", customer, 60000).json()["latestTransactionStatus"].toString();
    };
    QCOMPARE(status(), atOnce);
    // a cash-out under way has paid nothing yet
    QCOMPARE(m_sandbox.bankBalance(), atOnce == "00" ? 50060000 : 50000000);
    if (atOnce == "07") {  // it came to nothing: the password is as good as new
      QCOMPARE(codeOf(cashOut("C1", customer, otp, 60000)), answer);
    }
    m_sandbox.advance("PT61S");
    QCOMPARE(status(), later);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array().size(), credits);
    QCOMPARE(m_sandbox.bankBalance(), later == "00" ? 50060000 : 50000000);
  }

  void cancelGivesTheMoneyBackOnce() {
    QCOMPARE(codeOf(cancel("C1", kCustomer)), "4044601");
    QCOMPARE(codeOf(cashOut("C1", kCustomer, password(kCustomer), 200000)), "2004400");
    QCOMPARE(codeOf(cancel("C1", "6281234567899")), "4044601");
    QCOMPARE(codeOf(m_bank->call("emoney/otc-cancel", QJsonObject{{"originalPartnerReferenceNo", "C1"},
                                                                  {"customerNumber", kCustomer}})),
             "4004602");
    QCOMPARE(m_sandbox.bankBalance(), 50200000);
    const WebAnswer done = cancel("C1", kCustomer);
    QCOMPARE(codeOf(done), "2004600");
    QVERIFY(!done.json()["cancelTime"].toString().isEmpty());
    QCOMPARE(codeOf(cancel("C1", kCustomer)), "4044604");
    QCOMPARE(statusOf("C1", kCustomer, 200000).json()["latestTransactionStatus"].toString(), "05");
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
    QVERIFY(m_sandbox.ledger()[0].toObject()["refunded"].toBool());
    // one that is under way is stopped
    const QString slow = "6281234560202";
    QCOMPARE(codeOf(cashOut("C2", slow, password(slow), 60000)), "2024400");
    QCOMPARE(codeOf(cancel("C2", slow)), "2004600");
    m_sandbox.advance("PT2M");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const QString failing = "6281234560500";
    QCOMPARE(codeOf(cashOut("C3", failing, password(failing), 60000)), "5004401");
    QCOMPARE(codeOf(cancel("C3", failing)), "4044600");
    QCOMPARE(codeOf(cashOut("C4", kCustomer, password(kCustomer), 60000)), "2004400");
    m_sandbox.advance("PT24H1M");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(cancel("C4", kCustomer)), "4054601");
    QCOMPARE(m_sandbox.bankBalance(), 50060000);
  }

  void faultsReachTheCashOut() {
    m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"reset-after-commit"})");
    const QString otp = password(kCustomer);
    QVERIFY(cashOut("C1", kCustomer, otp, 60000).code != CURLE_OK);
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(codeOf(cashOut("C1", kCustomer, otp, 60000)), "4094401");
    m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"failed-but-paid"})");
    QCOMPARE(codeOf(cashOut("C2", kCustomer, password(kCustomer), 60000)), "4034405");
    QCOMPARE(statusOf("C2", kCustomer, 60000).json()["latestTransactionStatus"].toString(), "06");
    QCOMPARE(m_sandbox.ledger().size(), 2);
    m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"not-found-then-success"})");
    QCOMPARE(codeOf(cashOut("C3", kCustomer, password(kCustomer), 60000)), "5044400");
    QCOMPARE(codeOf(statusOf("C3", kCustomer, 60000)), "4044501");
    QCOMPARE(statusOf("C3", kCustomer, 60000).json()["latestTransactionStatus"].toString(), "00");
    QCOMPARE(m_sandbox.bankBalance(), 50180000);
  }

  void walletIsToppedUpOnce() {
    const QJsonObject named = m_bank
                                  ->call("emoney/account-inquiry", QJsonObject{{"customerNumber", kCustomer},
                                                                               {"amount", rupiah(50000)}})
                                  .json();
    QCOMPARE(named["responseCode"].toString(), "2003700");
    QVERIFY(!named["customerName"].toString().isEmpty());
    QCOMPARE(named["minAmount"].toObject(), rupiah(10000));
    const WebAnswer done = topUp("T1", kCustomer, 50000);
    QCOMPARE(codeOf(done), "2003800");
    QCOMPARE(done.json()["customerNumber"].toString(), kCustomer);
    QCOMPARE(codeOf(topUp("T1", kCustomer, 50000)), "4093801");
    QCOMPARE(codeOf(topUp("T1", kCustomer, 50001)), "4043818");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const QJsonObject effect = m_sandbox.ledger()[0].toObject();
    QCOMPARE(effect["product"].toString(), "emoney-topup");
    QCOMPARE(effect["number"].toString(), kCustomer);
    QCOMPARE(m_sandbox.bankBalance(), 49950000);
    QCOMPARE(topUpStatus("T1"), "00");
    QCOMPARE(codeOf(m_bank->status("T1")), "4043601");
    QCOMPARE(codeOf(topUp("T2", kCustomer, 9999)), "4043813");
    QCOMPARE(codeOf(topUp("T2", kCustomer, 2000001)), "4033802");
    QCOMPARE(codeOf(topUp("T2", "6281234560404", 50000)), "4043811");
    QCOMPARE(codeOf(topUp("T2", "6281234560318", 50000)), "4033818");
    QCOMPARE(codeOf(m_bank->call("emoney/account-inquiry", QJsonObject{{"customerNumber", "6281234560404"},
                                                                       {"amount", rupiah(50000)}})),
             "4043711");
    QCOMPARE(codeOf(topUp("T2", "6281234560202", 50000)), "2023800");
    QCOMPARE(topUpStatus("T2"), "03");
    m_sandbox.advance("PT61S");
    QCOMPARE(topUpStatus("T2"), "00");
    QCOMPARE(m_sandbox.ledger().size(), 2);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array().size(), 0);
  }

  // A whole sale as the counter makes it, with the prefix of the wallet before the customer's number.
  void walletIsFilledUnderThePrefixOfItsProfile() {
    QFile file(m_sandbox.folder() + "/bank-profile.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject profile = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(profile["virtualAccounts"]["serviceIdDigits"].toInt(), 5);
    const QJsonArray wallets = profile["wallets"].toArray();
    QCOMPARE(wallets.size(), 4);
    for (const QJsonValue& wallet : wallets) {
      // The longest telephone number still fits.
      const QString customer = wallet["prefix"].toString() + "0812345678901";
      const WebAnswer named = m_bank->call("emoney/account-inquiry",
                                           QJsonObject{{"partnerReferenceNo", "I1"},
                                                       {"customerNumber", customer},
                                                       {"amount", rupiah(50000)},
                                                       {"transactionDate", "2026-08-22T10:00:00+07:00"}});
      QCOMPARE(codeOf(named), "2003700");
      QCOMPARE(named.json()["customerNumber"].toString(), customer);
      const QString ref = "W" + wallet["prefix"].toString();
      const QByteArray body = SnapClient::compact({{"partnerReferenceNo", ref},
                                                   {"customerNumber", customer},
                                                   {"customerName", named.json()["customerName"]},
                                                   {"amount", rupiah(50000)},
                                                   {"transactionDate", "2026-08-22T10:00:05+07:00"},
                                                   {"sessionId", named.json()["sessionId"]}});
      const WebAnswer done = m_bank->call("emoney/topup", body);
      QCOMPARE(codeOf(done), "2003800");
      QCOMPARE(done.json()["partnerReferenceNo"].toString(), ref);
      QCOMPARE(done.json()["amount"].toObject(), rupiah(50000));
      QCOMPARE(done.json()["sessionId"], named.json()["sessionId"]);
      QCOMPARE(codeOf(m_bank->call("emoney/topup", body)), "4093801");  // the same bytes again
      QCOMPARE(topUpStatus(ref), "00");
    }
    QCOMPARE(m_sandbox.ledger().size(), 4);
  }

 private:
  const QString kCustomer = "6281234567890";

  QString password(const QString& customer) {
    return m_sandbox.admin("POST", "/bank/otp", SnapClient::compact({{"customer", customer}}))
        .json()["otp"]
        .toString();
  }
  WebAnswer cashOut(const QString& ref, const QString& customer, const QString& otp, qint64 amount) {
    return m_bank->call("emoney/otc-cashout", QJsonObject{{"partnerReferenceNo", ref},
                                                          {"customerNumber", customer},
                                                          {"otp", otp},
                                                          {"amount", rupiah(amount)}});
  }
  WebAnswer statusOf(const QString& ref, const QString& customer, qint64 amount) {
    return m_bank->call("emoney/otc-status", QJsonObject{{"originalPartnerReferenceNo", ref},
                                                         {"serviceCode", "44"},
                                                         {"customerNumber", customer},
                                                         {"amount", rupiah(amount)}});
  }
  WebAnswer cancel(const QString& ref, const QString& customer) {
    return m_bank->call("emoney/otc-cancel", QJsonObject{{"originalPartnerReferenceNo", ref},
                                                         {"customerNumber", customer},
                                                         {"reason", "timeout"}});
  }
  WebAnswer topUp(const QString& ref, const QString& customer, qint64 amount) {
    return m_bank->call(
        "emoney/topup",
        QJsonObject{{"partnerReferenceNo", ref}, {"customerNumber", customer}, {"amount", rupiah(amount)}});
  }
  QString topUpStatus(const QString& ref) {
    return m_bank
        ->call("emoney/topup-status", QJsonObject{{"originalPartnerReferenceNo", ref}, {"serviceCode", "38"}})
        .json()["latestTransactionStatus"]
        .toString();
  }

  SandboxProcess m_sandbox;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeSnapWalletTest() {
  return std::make_unique<SnapWalletTest>();
}

}  // namespace loket::contract_tests

#include "snap_wallet_test.moc"
