// What the faults do at the second aggregator, and that what it executed survives a kill.
#include <QFile>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/iak_client.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {
namespace {

bool lostTheAnswer(CURLcode code) {
  return code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR;
}

}  // namespace

class IakFaultTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_sandbox.start());
    m_iak = std::make_unique<IakClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
  }

  void topUps_data() {
    QTest::addColumn<QString>("fault");  // kind and what else belongs to it
    QTest::addColumn<QString>("code");   // of the top-up; empty: no answer, or one without a code
    QTest::addColumn<QString>("soon");   // check-status after the process
    QTest::addColumn<QString>("later");  // after 90 s
    QTest::addColumn<QString>("end");    // after a day
    QTest::addColumn<int>("effects");
    QTest::addColumn<bool>("charged");
    const auto row = [](const char* fault, const char* code, const char* soon, const char* later,
                        const char* end, int effects, bool charged) {
      QTest::newRow(fault) << fault << code << soon << later << end << effects << charged;
    };
    row("reset-before-commit", "", "06", "06", "06", 0, false);
    row("reset-after-commit", "", "00", "00", "00", 1, true);
    row("http-500-before-commit", "", "06", "06", "06", 0, false);
    row("http-500-after-commit", "", "00", "00", "00", 1, true);
    row("html-200", "", "06", "06", "06", 0, false);
    row("truncated-json", "", "00", "00", "00", 1, true);
    row("missing-rc", "", "00", "00", "00", 1, true);
    row("wrong-echo", "39", "00", "00", "00", 1, true);
    row("late-success", "39", "39", "00", "00", 1, true);
    row("late-failure", "39", "39", "07", "07", 0, false);
    row("late-success\",\"after\":\"PT5M", "39", "39", "39", "00", 1, true);
    row("failed-but-paid", "39", "07", "07", "07", 1, true);
    row("failed-but-paid\",\"after\":\"PT1H", "39", "07", "07", "00", 1, true);
    row("refund-after-success", "39", "00", "00", "07", 1, false);
    row("not-found-then-success", "", "06", "00", "00", 1, true);
    row("closed-for-eod", "106", "06", "06", "06", 0, false);
    row("price-change", "39", "00", "00", "00", 1, true);
    row("duplicate-reference", "39", "00", "00", "00", 1, true);  // has no word for it: not hit
  }
  void topUps() {
    QFETCH(QString, fault);
    QFETCH(QString, code);
    QFETCH(QString, soon);
    QFETCH(QString, later);
    QFETCH(QString, end);
    QFETCH(int, effects);
    QFETCH(bool, charged);
    QCOMPARE(faultOn("transaction", fault), QByteArray());
    const WebAnswer answer = buy("r1");
    QCOMPARE(rcOf(answer), code);
    checkWire(fault, answer);
    if (fault == "wrong-echo") {
      QVERIFY(dataOf(answer)["ref_id"].toString() != "r1");
      QVERIFY(dataOf(answer)["customer_id"].toString() != kNumber);
    }
    if (fault == "missing-rc") {
      QCOMPARE(dataOf(answer)["ref_id"].toString(), "r1");
      QVERIFY(!dataOf(answer).contains("rc"));
    }
    m_sandbox.advance("PT20S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), soon);
    m_sandbox.advance("PT70S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), later);
    m_sandbox.advance("PT24H");
    const QJsonObject last = dataOf(m_iak->checkStatus("r1"));
    QCOMPARE(last["rc"].toString(), end);
    QCOMPARE(last.contains("sn"), end == "00");
    const qint64 price = fault == "price-change" ? 11290 : 10290;
    QCOMPARE(m_sandbox.iakDeposit(), charged ? kDeposit - price : kDeposit);
    const QJsonArray ledger = m_sandbox.ledger();
    QCOMPARE(ledger.size(), effects);
    if (effects > 0) {
      QCOMPARE(ledger[0]["times"].toInt(), 1);
      QCOMPARE(ledger[0]["price"].toInteger(), price);
      QCOMPARE(ledger[0]["refunded"].toBool(), !charged);
    }
    const QJsonObject used = m_sandbox.admin("GET", "/faults").array()[0].toObject();
    QCOMPARE(used["fired"].toInt(-1), fault == "duplicate-reference" ? 0 : 1);
    // the fault is used up, and the same reference again is no second effect
    if (soon == "06" && effects == 0) {
      QCOMPARE(rcOf(buy("r1")), "39");
    } else {
      QCOMPARE(rcOf(buy("r1")), end);
      m_sandbox.advance("PT20S");
      QCOMPARE(m_sandbox.ledger().size(), effects);
    }
  }

  void payments_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("code");  // of the payment
    QTest::addColumn<int>("first");     // status of the first checkstatus
    QTest::addColumn<int>("second");
    QTest::addColumn<int>("later");  // after 90 s
    QTest::addColumn<int>("effects");
    const auto row = [](const char* fault, const char* code, int first, int second, int later, int effects) {
      QTest::newRow(fault) << fault << code << first << second << later << effects;
    };
    row("reset-before-commit", "", 0, 0, 0, 0);
    row("reset-after-commit", "", 1, 1, 1, 1);
    row("http-500-before-commit", "", 0, 0, 0, 0);
    row("http-500-after-commit", "", 1, 1, 1, 1);
    row("html-200", "", 0, 0, 0, 0);
    row("truncated-json", "", 1, 1, 1, 1);
    row("missing-rc", "", 1, 1, 1, 1);
    row("wrong-echo", "00", 1, 1, 1, 1);
    row("late-success", "39", 3, 3, 1, 1);
    row("late-failure", "39", 3, 3, 2, 0);
    row("failed-but-paid", "37", 2, 2, 2, 1);
    row("failed-but-paid\",\"after\":\"PT1M", "37", 2, 2, 1, 1);
    row("not-found-then-success", "", 0, 1, 1, 1);
    row("duplicate-reference", "01", 1, 1, 1, 1);
    row("closed-for-eod", "109", 0, 0, 0, 0);
  }
  void payments() {
    QFETCH(QString, fault);
    QFETCH(QString, code);
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(int, later);
    QFETCH(int, effects);
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    QCOMPARE(faultOn("transaction", fault), QByteArray());
    const WebAnswer paid = m_iak->pay(trIdOf(asked));
    QCOMPARE(billCodeOf(paid), code);
    checkWire(fault, paid);
    if (fault == "wrong-echo") {
      QVERIFY(dataOf(paid)["ref_id"].toString() != "b1");
      QVERIFY(dataOf(paid)["hp"].toString() != "0110014601");
    }
    if (fault == "missing-rc") {
      QVERIFY(!dataOf(paid).contains("response_code"));
      QCOMPARE(dataOf(paid)["ref_id"].toString(), "b1");
    }
    const QJsonObject status = dataOf(m_iak->billStatus("b1"));
    QCOMPARE(status["status"].toInt(-1), first);
    if (first == 0) {
      // a denial does not give itself away
      QCOMPARE(status["response_code"].toString(), "42");
      QCOMPARE(status["balance"].toInteger(), kDeposit);
      QVERIFY(!status.contains("noref"));
    }
    QCOMPARE(dataOf(m_iak->billStatus("b1"))["status"].toInt(-1), second);
    m_sandbox.advance("PT90S");
    QCOMPARE(dataOf(m_iak->billStatus("b1"))["status"].toInt(-1), later);
    QCOMPARE(m_sandbox.ledger().size(), effects);
    QCOMPARE(m_sandbox.iakDeposit(), effects == 1 ? kDeposit - 323902 : kDeposit);
    // paying again executes what never arrived, and nothing that has an outcome, not even a failed one
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), later == 2 ? "37" : "00");
    const int inTheEnd = later == 0 ? 1 : effects;
    QCOMPARE(m_sandbox.ledger().size(), inTheEnd);
    QCOMPARE(m_sandbox.iakDeposit(), inTheEnd == 1 ? kDeposit - 323902 : kDeposit);
    if (inTheEnd == 1) {
      QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
    }
  }

  void paidBillIsRefundedADayLater() {
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    QCOMPARE(faultOn("transaction", "refund-after-success"), QByteArray());
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "00");
    m_sandbox.advance("PT24H");
    const QJsonObject status = dataOf(m_iak->billStatus("b1"));
    QCOMPARE(status["status"].toInt(-1), 2);
    QCOMPARE(status["response_code"].toString(), "37");
    QVERIFY(m_sandbox.ledger()[0].toObject()["refunded"].toBool());
    QCOMPARE(m_sandbox.iakDeposit(), kDeposit);
  }

  void hangsAndIsSlow() {
    QCOMPARE(faultOn("transaction", "hang-after-commit"), QByteArray());
    m_iak->timeoutMs = 700;
    QCOMPARE(buy("r1").code, CURLE_OPERATION_TIMEDOUT);
    m_iak->timeoutMs = 10000;
    m_sandbox.advance("PT20S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "00");
    QCOMPARE(faultOn("status", "slow"), QByteArray());
    const WebAnswer slow = m_iak->checkStatus("r1");
    QCOMPARE(rcOf(slow), "00");
    QVERIFY(slow.seconds > 3.0);
  }

  void connectionsAreRefused() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"iak","kind":"refuse-connect","count":-1})"), QByteArray());
    QCOMPARE(buy("r1").code, CURLE_COULDNT_CONNECT);
    m_sandbox.admin("DELETE", "/faults");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "06");
  }

  void inquiriesAreHit() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"iak","on":"inquiry","kind":"price-change","by":2500})"),
             QByteArray());
    const QJsonObject grown = dataOf(m_iak->inquire("b1", "PGAS", "0110014601"));
    QCOMPARE(grown["nominal"].toInteger(), 324502);
    QCOMPARE(grown["price"].toInteger(), 327002);
    QCOMPARE(dataOf(m_iak->inquire("b2", "PGAS", "0110014601"))["nominal"].toInteger(), 322002);
    QCOMPARE(faultOn("inquiry", "closed-for-eod"), QByteArray());
    QCOMPARE(billCodeOf(m_iak->inquire("b3", "PGAS", "0110014601")), "109");
    QCOMPARE(billCodeOf(m_iak->inquire("b3", "PGAS", "0110014601")), "00");
    QCOMPARE(faultOn("inquiry", "closed-for-eod"), QByteArray());
    const QJsonObject meter{{"customer_id", "12345678901"}};
    QCOMPARE(rcOf(m_iak->prepaid("inquiry-pln", "12345678901", meter)), "106");
    QCOMPARE(faultOn("inquiry", "wrong-echo"), QByteArray());
    QVERIFY(dataOf(m_iak->prepaid("inquiry-pln", "12345678901", meter))["customer_id"].toString() !=
            "12345678901");
    QCOMPARE(faultOn("inquiry", "missing-rc"), QByteArray());
    QVERIFY(!dataOf(m_iak->inquire("b4", "PGAS", "0110014601")).contains("response_code"));
    QCOMPARE(faultOn("inquiry", "reset-after-commit"), QByteArray());
    QVERIFY(lostTheAnswer(m_iak->inquire("b5", "PGAS", "0110014601").code));
    QCOMPARE(billCodeOf(m_iak->inquire("b5", "PGAS", "0110014601")), "11");  // it had arrived
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(m_iak->billStatus("b5")))), "00");
  }

  void pricesOfGoodsStayChanged() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"iak","on":"transaction","kind":"price-change","by":500})"),
             QByteArray());
    QCOMPARE(dataOf(buy("r1"))["price"].toInteger(), 10790);
    QCOMPARE(dataOf(buy("r2"))["price"].toInteger(), 10790);
    QCOMPARE(m_sandbox.iakDeposit(), kDeposit - 2 * 10790);
  }

  void questionsAreHit() {
    QCOMPARE(faultOn("status", "not-found-then-success"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "39");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "06");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "39");
    QCOMPARE(faultOn("balance", "missing-rc"), QByteArray());
    QVERIFY(!dataOf(m_iak->prepaid("check-balance", "bl")).contains("rc"));
    QCOMPARE(faultOn("price-list", "html-200"), QByteArray());
    QVERIFY(m_iak->prepaid("pricelist/pln", "pl").body.startsWith("<!DOCTYPE"));
    QCOMPARE(faultOn("price-list", "http-500-after-commit"), QByteArray());
    QCOMPARE(m_iak->bill("pricelist-pasca", "pl", {}, "pln").status, 500);
    // a repeated top-up and a repeated payment are questions too
    QCOMPARE(faultOn("transaction", "http-500-before-commit"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "39");
    m_sandbox.admin("DELETE", "/faults");
    QCOMPARE(faultOn("status", "http-500-before-commit"), QByteArray());
    QCOMPARE(buy("r1").status, 500);
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "00");
    QCOMPARE(faultOn("status", "http-500-before-commit"), QByteArray());
    QCOMPARE(m_iak->pay(trIdOf(asked)).status, 500);
  }

  void faultsSelectTheirRequests() {
    // another upstream's faults do not hit here, and the other way round
    const DigiClient digi(m_sandbox);
    m_sandbox.fault(R"({"upstream":"digi","kind":"http-500-before-commit","count":-1})");
    QCOMPARE(rcOf(buy("r1")), "39");
    m_sandbox.admin("DELETE", "/faults");
    m_sandbox.fault(R"({"upstream":"iak","kind":"http-500-before-commit","count":-1})");
    QCOMPARE(rcOf(digi.topup("r1", "tsel10", "081234567890")), "00");
    QCOMPARE(buy("r2").status, 500);
    m_sandbox.admin("DELETE", "/faults");
    // a payment names no number: it is that of its inquiry
    const WebAnswer mine = m_iak->inquire("b1", "PGAS", "0110014601");
    const WebAnswer other = m_iak->inquire("b2", "PGAS", "0110014609");
    m_sandbox.fault(
        R"({"upstream":"iak","on":"transaction","kind":"http-500-before-commit","count":-1,"match":{"number":"0110014601"}})");
    QCOMPARE(m_iak->pay(trIdOf(mine)).status, 500);
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(other))), "00");
    m_sandbox.admin("DELETE", "/faults");
    m_sandbox.fault(
        R"({"upstream":"iak","on":"status","kind":"http-500-before-commit","count":-1,"match":{"number":"081234567890"}})");
    QCOMPARE(m_iak->checkStatus("r1").status, 500);
    QCOMPARE(m_iak->billStatus("b1").status, 200);
  }

  void killedSandboxRemembersEverything() {
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    sandbox.setClock("2026-08-22T10:00:00+07:00");
    QString unpaid;
    QString pending;
    QString done;
    {
      const IakClient iak(sandbox);
      QCOMPARE(rcOf(iak.topUp("r1", "hpln20000", "12345678901")), "39");
      QCOMPARE(rcOf(iak.topUp("r2", "htelkomsel10000", "081234567803")), "39");
      QCOMPARE(rcOf(iak.topUp("r3", "htelkomsel10000", "081234567802")), "39");
      unpaid = trIdOf(iak.inquire("b1", "PLNPOSTPAID", "530000000001"));
      pending = trIdOf(iak.inquire("b2", "PGAS", "0110014607"));
      done = trIdOf(iak.inquire("b3", "PGAS", "0110014601"));
      QCOMPARE(billCodeOf(iak.pay(pending)), "39");
      QCOMPARE(billCodeOf(iak.pay(done)), "00");
      sandbox.admin("POST", "/deposit", R"({"amount":5000,"upstream":"iak"})");
      sandbox.admin("POST", "/catalogue", R"({"sku":"xld25000","price":25500,"upstream":"iak"})");
      sandbox.fault(R"({"upstream":"iak","on":"transaction","kind":"not-found-then-success"})");
      QVERIFY(lostTheAnswer(iak.topUp("r4", "htelkomsel10000", "081234567890").code));
      sandbox.advance("PT3S");
    }
    const QJsonArray ledger = sandbox.ledger();
    const QByteArray balances = sandbox.admin("GET", "/balances").body;
    QCOMPARE(ledger.size(), 3);
    sandbox.kill();

    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.ledger(), ledger);
    QCOMPARE(sandbox.admin("GET", "/balances").body, balances);
    const IakClient iak(sandbox);
    QCOMPARE(rcOf(iak.checkStatus("r4")), "06");  // the denial is still due
    QCOMPARE(rcOf(iak.checkStatus("r4")), "00");
    QVERIFY(dataOf(iak.checkStatus("r1"))["sn"].toString().contains("/SINTYA OKTAVIANI/R1 /000001300/"));
    QCOMPARE(rcOf(iak.checkStatus("r2")), "39");
    QCOMPARE(rcOf(iak.checkStatus("r3")), "07");
    QCOMPARE(billCodeOf(iak.inquire("b1", "PGAS", "0110014601")), "11");
    QCOMPARE(billCodeOf(iak.pay(done)), "00");
    QCOMPARE(sandbox.ledger(), ledger);
    // what was in process still ends, what was inquired can still be paid, numbers go on where they were
    sandbox.advance("PT90S");
    QCOMPARE(rcOf(iak.checkStatus("r2")), "00");
    QCOMPARE(billCodeOf(iak.billStatus("b2")), "00");
    QCOMPARE(billCodeOf(iak.pay(unpaid)), "00");
    QCOMPARE(sandbox.ledger().size(), 6);
    QCOMPARE(trIdOf(iak.inquire("b4", "PGAS", "0110014601")).toLongLong(), done.toLongLong() + 1);
    QCOMPARE(dataOf(iak.topUp("r5", "xld25000", "0817777215"))["price"].toInteger(), 25500);
  }

  // A folder that was made before there was this upstream is taken over as it is.
  void olderFolderIsTakenOver() {
    SandboxProcess sandbox;
    QFile credentials(sandbox.folder() + "/credentials.json");
    QVERIFY(credentials.open(QIODevice::WriteOnly));
    credentials.write(R"({"digi":{"username":"username","apiKey":"apikey-dev"},
      "snap":{"clientId":"client-1","clientSecret":"sandbox-secret","partnerId":"PARTNER1",
              "channelId":"95221","sourceAccount":"888801000157610"}})");
    credentials.close();
    QFile log(sandbox.folder() + "/ledger.jsonl");
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(
        "{\"bankBalance\":7000000,\"deposit\":300000,\"kind\":\"start\"}\n"
        "{\"amount\":45,\"kind\":\"deposit\"}\n"
        "{\"kind\":\"catalogue\",\"price\":10500,\"sku\":\"tsel10\"}\n");
    log.close();
    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.upstream("digi")["apiKey"].toString(), "apikey-dev");
    QCOMPARE(sandbox.deposit(), 300045);
    QCOMPARE(sandbox.bankBalance(), 7000000);
    QCOMPARE(sandbox.iakDeposit(), 300000);
    const QString username = sandbox.upstream("iak")["username"].toString();
    QVERIFY(username.startsWith("08"));
    QCOMPARE(rcOf(IakClient(sandbox).topUp("r1", "htelkomsel10000", "081234567890")), "39");
    sandbox.kill();
    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.upstream("iak")["username"].toString(), username);
    QCOMPARE(sandbox.iakDeposit(), 300000 - 10290);
  }

 private:
  static constexpr qint64 kDeposit = 10000000;
  static constexpr const char* kNumber = "081234567890";

  WebAnswer buy(const QString& ref) const { return m_iak->topUp(ref, "htelkomsel10000", kNumber); }
  QByteArray faultOn(const QString& operation, const QString& kind) const {
    return m_sandbox.fault(R"({"upstream":"iak","on":")" + operation.toUtf8() + R"(","kind":")" +
                           kind.toUtf8() + R"("})");
  }
  static void checkWire(const QString& fault, const WebAnswer& answer) {
    if (fault.startsWith("reset") || fault == "not-found-then-success") {
      QVERIFY2(lostTheAnswer(answer.code), curl_easy_strerror(answer.code));
    } else if (fault.startsWith("http-500")) {
      QCOMPARE(answer.status, 500);
      QVERIFY(answer.body.isEmpty());
    } else if (fault == "html-200") {
      QCOMPARE(answer.status, 200);
      QVERIFY(answer.body.startsWith("<!DOCTYPE html>"));
    } else if (fault == "truncated-json") {
      QVERIFY2(answer.code == CURLE_PARTIAL_FILE || answer.code == CURLE_RECV_ERROR,
               curl_easy_strerror(answer.code));
    } else {
      QCOMPARE(answer.code, CURLE_OK);
      QCOMPARE(answer.status, 200);
    }
  }

  // Longer in process than usual, so that a busy machine does not end it before a test has looked.
  SandboxProcess m_sandbox{{"--iak-process-seconds", "20"}};
  std::unique_ptr<IakClient> m_iak;
};

std::unique_ptr<QObject> makeIakFaultTest() {
  return std::make_unique<IakFaultTest>();
}

}  // namespace loket::contract_tests

#include "iak_fault_test.moc"
