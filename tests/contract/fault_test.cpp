// What each fault really does to a client's connection, and whether the effect happened behind it.
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {
namespace {

// A connection that was reset after the request had been sent shows itself as one of these.
bool lostTheAnswer(CURLcode code) {
  return code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR;
}

}  // namespace

class FaultTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_sandbox.start());
    m_digi = std::make_unique<DigiClient>(m_sandbox);
    m_bank = std::make_unique<SnapClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
    m_digi->timeoutMs = 10000;
  }

  void connectionIsReset_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("effects");
    QTest::newRow("before") << "reset-before-commit" << 0;
    QTest::newRow("after") << "reset-after-commit" << 1;
  }
  void connectionIsReset() {
    QFETCH(QString, kind);
    QFETCH(int, effects);
    QCOMPARE(digiFault(kind), QByteArray());
    const WebAnswer answer = buy("r1");
    QVERIFY2(lostTheAnswer(answer.code), curl_easy_strerror(answer.code));
    QVERIFY(answer.body.isEmpty());
    QCOMPARE(m_sandbox.ledger().size(), effects);
    QCOMPARE(m_sandbox.deposit(), effects == 1 ? kDeposit - 10250 : kDeposit);
    // the fault is used up; the same reference again is at most one effect
    QCOMPARE(rcOf(buy("r1")), "00");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
    const QJsonArray requests = m_sandbox.admin("GET", "/requests").array();
    QCOMPARE(requests[0]["outcome"].toString(), kind);
    QCOMPARE(requests[1]["outcome"].toString(), "answered");
  }

  void hangs() {
    QCOMPARE(digiFault("hang-after-commit"), QByteArray());
    m_digi->timeoutMs = 700;
    const WebAnswer answer = buy("r1");
    QCOMPARE(answer.code, CURLE_OPERATION_TIMEDOUT);
    QCOMPARE(answer.status, 0L);
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(rcOf(buy("r1")), "00");
  }

  void slowAnswerIsWhole() {
    QCOMPARE(digiFault("slow"), QByteArray());
    const WebAnswer answer = buy("r1");
    QCOMPARE(answer.code, CURLE_OK);
    QCOMPARE(rcOf(answer), "00");
    QVERIFY2(answer.seconds > 3.0 && answer.seconds < 8.0, qPrintable(QString::number(answer.seconds)));
  }

  void serverErrors() {
    QCOMPARE(digiFault("http-500-before-commit"), QByteArray());
    QCOMPARE(digiFault("http-500-after-commit"), QByteArray());
    const WebAnswer before = buy("r1");
    QCOMPARE(before.status, 500);
    QVERIFY(before.body.isEmpty());
    QCOMPARE(m_sandbox.ledger().size(), 0);
    const WebAnswer after = buy("r1");
    QCOMPARE(after.status, 500);
    QVERIFY(after.body.isEmpty());
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void captivePortal() {
    QCOMPARE(digiFault("html-200"), QByteArray());
    const WebAnswer answer = buy("r1");
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.value("content-type").startsWith("text/html"));
    QVERIFY(answer.body.startsWith("<!DOCTYPE html>"));
    QCOMPARE(m_sandbox.ledger().size(), 0);
  }

  void truncatedBody() {
    QCOMPARE(digiFault("truncated-json"), QByteArray());
    const WebAnswer answer = buy("r1");
    QVERIFY2(answer.code == CURLE_PARTIAL_FILE || answer.code == CURLE_RECV_ERROR,
             curl_easy_strerror(answer.code));
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.body.isEmpty());
    QVERIFY(answer.body.size() < answer.headers.value("content-length").toInt());
    QVERIFY(answer.json().isEmpty());
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void referenceCountsAsUsed() {
    QCOMPARE(digiFault("duplicate-reference"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "49");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(rcOf(buy("r1")), "00");
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
  }

  void codeIsMissing() {
    QCOMPARE(digiFault("missing-rc"), QByteArray());
    const WebAnswer answer = buy("r1");
    QVERIFY(!dataOf(answer).contains("rc"));
    QCOMPARE(dataOf(answer)["ref_id"].toString(), "r1");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void echoIsWrong() {
    QCOMPARE(digiFault("wrong-echo"), QByteArray());
    const WebAnswer answer = buy("r1");
    QCOMPARE(rcOf(answer), "00");
    QVERIFY(dataOf(answer)["ref_id"].toString() != "r1");
    QVERIFY(dataOf(answer)["customer_no"].toString() != kNumber);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["ref"].toString(), "r1");
  }

  void outcomeComesLate() {
    QCOMPARE(digiFault("late-success"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "03");
    QCOMPARE(
        m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"late-failure","after":"PT5M"})"),
        QByteArray());
    QCOMPARE(rcOf(buy("r2")), "03");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(m_sandbox.deposit(), kDeposit - 2 * 10250);
    m_sandbox.advance("PT90S");
    QCOMPARE(rcOf(buy("r1")), "00");
    QCOMPARE(rcOf(buy("r2")), "03");
    m_sandbox.advance("PT4M");
    QCOMPARE(rcOf(buy("r2")), "02");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.deposit(), kDeposit - 10250);
  }

  void successIsRefundedLater() {
    QCOMPARE(digiFault("refund-after-success"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "00");
    m_sandbox.advance("PT24H");
    QCOMPARE(rcOf(buy("r1")), "74");
    QVERIFY(m_sandbox.ledger()[0].toObject()["refunded"].toBool());
    QCOMPARE(m_sandbox.deposit(), kDeposit);
  }

  void failedButPaid() {
    QCOMPARE(digiFault("failed-but-paid"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "02");
    QCOMPARE(rcOf(buy("r1")), "02");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.deposit(), kDeposit - 10250);
  }

  void priceChanges() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"price-change","by":500})"),
             QByteArray());
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", kNumber, {{"max_price", 10250}})), "69");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    const WebAnswer answer = m_digi->topup("r1", "tsel10", kNumber, {{"max_price", 10750}});
    QCOMPARE(dataOf(answer)["price"].toInteger(), 10750);
    m_digi->bill("inq-pasca", "b1", "pln", "512345678901");
    QCOMPARE(m_sandbox.fault(R"({"upstream":"digi","on":"inquiry","kind":"price-change"})"), QByteArray());
    const qint64 usual = dataOf(m_digi->bill("inq-pasca", "b1", "pln", "512345678901"))["price"].toInteger();
    // the repeated inquiry was answered from store; a new one meets the grown bill
    m_sandbox.admin("DELETE", "/faults");
    m_sandbox.fault(R"({"upstream":"digi","on":"inquiry","kind":"price-change"})");
    QCOMPARE(dataOf(m_digi->bill("inq-pasca", "b2", "pln", "512345678901"))["price"].toInteger(),
             usual + 1000);
  }

  void notFoundThenSuccess() {
    QCOMPARE(digiFault("not-found-then-success"), QByteArray());
    QVERIFY(lostTheAnswer(buy("r1").code));
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(rcOf(buy("r1")), "99");
    QCOMPARE(rcOf(buy("r1")), "00");

    m_digi->bill("inq-pasca", "b1", "pln", "530000000001");
    QCOMPARE(digiFault("not-found-then-success"), QByteArray());
    QVERIFY(lostTheAnswer(m_digi->bill("pay-pasca", "b1", "pln", "530000000001").code));
    m_sandbox.advance("PT1M");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b1", "pln", "530000000001")), "50");
    m_sandbox.advance("PT1M");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b1", "pln", "530000000001")), "00");
    QCOMPARE(m_sandbox.ledger().size(), 2);
  }

  void closedForEod() {
    QCOMPARE(digiFault("closed-for-eod"), QByteArray());
    QCOMPARE(rcOf(buy("r1")), "58");
    QCOMPARE(rcOf(buy("r2")), "00");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.deposit(), kDeposit - 10250);
  }

  void connectionsAreRefused() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"digi","on":"any","kind":"refuse-connect","count":2})"),
             QByteArray());
    for (int i = 0; i < 2; ++i) {
      const WebAnswer refused = buy("r1");
      // reset before the TLS handshake: no byte of the request can have been sent
      QVERIFY2(refused.code == CURLE_SSL_CONNECT_ERROR || refused.code == CURLE_COULDNT_CONNECT,
               curl_easy_strerror(refused.code));
    }
    QCOMPARE(rcOf(buy("r1")), "00");
    QCOMPARE(m_sandbox.admin("GET", "/requests").array().size(), 1);
    QCOMPARE(m_sandbox.fault(R"({"upstream":"digi","on":"any","kind":"refuse-connect","count":-1})"),
             QByteArray());
    for (int i = 0; i < 3; ++i) {
      QCOMPARE(buy("r2").code, CURLE_COULDNT_CONNECT);
    }
    m_sandbox.admin("DELETE", "/faults");
    QCOMPARE(rcOf(buy("r2")), "00");
  }

  void faultsSelectTheirRequests() {
    m_sandbox.fault(
        R"({"upstream":"digi","on":"transaction","kind":"http-500-before-commit","count":-1,"match":{"number":"081200000001"}})");
    QCOMPARE(rcOf(buy("r1")), "00");
    QCOMPARE(m_digi->topup("r2", "tsel10", "081200000001").status, 500);
    QCOMPARE(m_digi->topup("r2", "tsel10", "081200000001").status, 500);
    QCOMPARE(m_digi->call("cek-saldo", "depo", {{"cmd", "deposit"}}).status, 200);
    m_sandbox.admin("DELETE", "/faults");
    QCOMPARE(m_sandbox.admin("GET", "/faults").array().size(), 0);
    // a repeat of a known top-up is a status query, not a transaction
    m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"http-500-before-commit","count":-1})");
    QCOMPARE(rcOf(buy("r1")), "00");
    m_sandbox.fault(R"({"upstream":"digi","on":"status","kind":"http-500-before-commit"})");
    QCOMPARE(buy("r1").status, 500);
    m_sandbox.fault(R"({"upstream":"digi","on":"balance","kind":"reset-before-commit"})");
    QVERIFY(lostTheAnswer(m_digi->call("cek-saldo", "depo", {{"cmd", "deposit"}}).code));
    m_sandbox.fault(R"({"upstream":"digi","on":"price-list","kind":"html-200"})");
    QVERIFY(m_digi->call("price-list", "pricelist", {{"cmd", "pasca"}}).body.startsWith("<!DOCTYPE"));
    // it was not reached, so it does not count for the limit
    QCOMPARE(m_digi->call("price-list", "pricelist", {{"cmd", "pasca"}}).status, 200);
  }

  void chanceIsRepeatable() {
    const auto pattern = [] {
      SandboxProcess other{{"--deposit", "10000000"}};
      if (!other.start()) {
        return QByteArray("did not start");
      }
      const DigiClient digi(other);
      other.fault(
          R"({"upstream":"digi","on":"balance","kind":"http-500-before-commit","count":-1,"probability":0.5})");
      QByteArray seen;
      for (int i = 0; i < 24; ++i) {
        seen += digi.call("cek-saldo", "depo", {{"cmd", "deposit"}}).status == 500 ? '1' : '0';
      }
      return seen;
    };
    const QByteArray first = pattern();
    QVERIFY2(first.count('1') >= 4 && first.count('0') >= 4, first.constData());
    QCOMPARE(pattern(), first);
  }

  void wrongFaultRequestsAreExplained_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char* request, const char* word) {
      QTest::addRow("%s", request) << QByteArray(request) << QByteArray(word);
    };
    row("[]", "object");
    row(R"({"upstream":"digi"})", "kind");
    row(R"({"upstream":"digi","kind":"explode"})", "explode");
    row(R"({"upstream":"digi","kind":7})", "kind");
    row(R"({"upstream":"pln","kind":"slow"})", "upstream");
    row(R"({"upstream":"digi","on":"lunch","kind":"slow"})", "on");
    row(R"({"upstream":"digi","kind":"slow","count":"many"})", "count");
    row(R"({"upstream":"digi","kind":"slow","count":0})", "count");
    row(R"({"upstream":"digi","kind":"slow","probability":2})", "probability");
    row(R"({"upstream":"digi","kind":"slow","match":{"name":"x"}})", "match.name");
    row(R"({"upstream":"digi","kind":"late-success","after":"soon"})", "after");
    row(R"({"upstream":"digi","on":"balance","kind":"late-success"})", "balance");
    row(R"({"upstream":"digi","kind":"slow","color":"red"})", "color");
    row(R"({"upstream":"digi","kind":"duplicate-webhook"})", "--webhook");
  }
  void wrongFaultRequestsAreExplained() {
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, word);
    const WebAnswer answer = m_sandbox.admin("POST", "/faults", request);
    QCOMPARE(answer.status, 400);
    QVERIFY2(answer.json()["error"].toString().toUtf8().contains(word), answer.body.constData());
    QCOMPARE(m_sandbox.admin("GET", "/faults").array().size(), 0);
  }

  void bankFaults_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");  // of the transfer; empty: no answer
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("later");
    QTest::addColumn<int>("effects");
    QTest::newRow("reset before") << "reset-before-commit"
                                  << ""
                                  << "4043601"
                                  << "4043601" << 0;
    QTest::newRow("reset after") << "reset-after-commit"
                                 << ""
                                 << "00"
                                 << "00" << 1;
    QTest::newRow("late success") << "late-success"
                                  << "2021700"
                                  << "03"
                                  << "00" << 1;
    QTest::newRow("late failure") << "late-failure"
                                  << "2021700"
                                  << "03"
                                  << "06" << 0;
    QTest::newRow("not found first") << "not-found-then-success"
                                     << "5041700"
                                     << "4043601"
                                     << "00" << 1;
    QTest::newRow("failed but paid") << "failed-but-paid"
                                     << "4031705"
                                     << "06"
                                     << "06" << 1;
    QTest::newRow("used before") << "duplicate-reference"
                                 << "4091701"
                                 << "00"
                                 << "00" << 1;
    QTest::newRow("paid already") << "paid-bill"
                                  << "4041714"
                                  << "00"
                                  << "00" << 1;
    QTest::newRow("closed") << "closed-for-eod"
                            << "4031706"
                            << "4043601"
                            << "4043601" << 0;
    QTest::newRow("no code") << "missing-rc"
                             << ""
                             << "00"
                             << "00" << 1;
    QTest::newRow("echo") << "wrong-echo"
                          << "2001700"
                          << "00"
                          << "00" << 1;
  }
  void bankFaults() {
    QFETCH(QString, kind);
    QFETCH(QString, code);
    QFETCH(QString, status);
    QFETCH(QString, later);
    QFETCH(int, effects);
    QVERIFY(m_bank->login());
    const QByteArray problem =
        m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":")" + kind.toUtf8() + R"("})");
    QCOMPARE(problem, QByteArray());
    const WebAnswer answer = m_bank->transfer("P1", "1234567890");
    QCOMPARE(codeOf(answer), code);
    if (kind.startsWith("reset")) {
      QVERIFY(lostTheAnswer(answer.code));
    }
    if (kind == "wrong-echo") {
      QVERIFY(answer.json()["partnerReferenceNo"].toString() != "P1");
    }
    const auto ask = [&] {
      const WebAnswer asked = m_bank->status("P1");
      return codeOf(asked) == "2003600" ? asked.json()["latestTransactionStatus"].toString() : codeOf(asked);
    };
    QCOMPARE(ask(), status);
    m_sandbox.advance("PT60S");
    QCOMPARE(ask(), later);
    QCOMPARE(m_sandbox.ledger().size(), effects);
    QCOMPARE(m_sandbox.bankBalance(), effects == 1 ? 50000000 - 100000 : 50000000);
  }

 private:
  static constexpr qint64 kDeposit = 10000000;
  static constexpr const char* kNumber = "081234567890";

  WebAnswer buy(const QString& ref) const { return m_digi->topup(ref, "tsel10", kNumber); }
  QByteArray digiFault(const QString& kind) const {
    return m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":")" + kind.toUtf8() +
                           R"(","count":1})");
  }

  SandboxProcess m_sandbox;
  std::unique_ptr<DigiClient> m_digi;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeFaultTest() {
  return std::make_unique<FaultTest>();
}

}  // namespace loket::contract_tests

#include "fault_test.moc"
