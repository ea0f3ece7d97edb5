// Money that comes in, seen by the agent who has to prove it: statement, virtual accounts, QR payments.
#include <QSet>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class SnapIncomingTest : public QObject {
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

  void creditsShowInBalanceStatementAndTruth() {
    const QJsonObject credit =
        post("/bank/credit",
             R"({"amount":150000,"fromName":"SITI RAHAYU","fromAccount":"9988776655","remark":"TT-0001"})");
    QVERIFY(!credit["id"].toString().isEmpty());
    QCOMPARE(m_sandbox.bankBalance(), 50150000);
    m_sandbox.advance("PT1M");
    QCOMPARE(codeOf(m_bank->transfer("P1", "1234567890", "20000.00")), "2001700");
    const QJsonArray truth = m_sandbox.admin("GET", "/credits").array();
    QCOMPARE(truth.size(), 1);
    QCOMPARE(truth[0].toObject()["id"], credit["id"]);
    QCOMPARE(truth[0].toObject()["kind"].toString(), "transfer");
    QCOMPARE(truth[0].toObject()["amount"].toInteger(), 150000);
    QCOMPARE(truth[0].toObject()["remark"].toString(), "TT-0001");

    const QJsonObject asked = statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json();
    QCOMPARE(asked["responseCode"].toString(), "2001400");
    const QJsonArray lines = asked["detailData"].toArray();
    QCOMPARE(lines.size(), 2);
    const QJsonObject newest = lines[0].toObject();  // descending
    QCOMPARE(newest["type"].toString(), "DEBIT");
    QCOMPARE(newest["amount"].toObject(), rupiah(20000));
    QCOMPARE(newest["transactionDate"].toString().left(17), "2026-08-22T10:01:");
    QVERIFY(newest["transactionDate"].toString().endsWith("+07:00"));
    QCOMPARE(newest["transactionId"], m_bank->status("P1").json()["originalReferenceNo"]);
    const QJsonObject oldest = lines[1].toObject();
    QCOMPARE(oldest["type"].toString(), "CREDIT");
    QCOMPARE(oldest["amount"].toObject(), rupiah(150000));
    QCOMPARE(oldest["transactionId"], credit["id"]);
    QCOMPARE(oldest["remark"].toString(), "TT-0001");
    QCOMPARE(oldest["detailInfo"].toObject()["counterpartName"].toString(), "SITI RAHAYU");
    QCOMPARE(oldest["detailBalance"]["startAmount"][0]["amount"].toObject(), rupiah(50000000));
    QCOMPARE(oldest["detailBalance"]["endAmount"][0]["amount"].toObject(), rupiah(50150000));
    const QJsonObject balance = asked["balance"][0].toObject();
    QCOMPARE(balance["startingBalance"]["value"].toString(), "50000000.00");
    QCOMPARE(balance["endingBalance"]["value"].toString(), "50130000.00");
    QCOMPARE(asked["totalCreditEntries"].toObject(),
             (QJsonObject{{"numberOfEntries", "1"}, {"amount", rupiah(150000)}}));
    QCOMPARE(asked["totalDebitEntries"]["amount"].toObject(), rupiah(20000));
    QCOMPARE(asked["hasMore"].toString(), "N");

    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QVERIFY(m_bank->login());
    QCOMPARE(
        statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json()["detailData"].toArray(),
        lines);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array(), truth);
  }

  void statementEndsWhereItIsToldTo() {
    credit(1000);
    m_sandbox.advance("PT1H");
    credit(2000);
    m_sandbox.advance("PT1H");
    credit(4000);
    QVERIFY(m_bank->login());
    const auto sum = [&](const char* from, const char* to) {
      const QJsonObject answer = statement(from, to).json();
      qint64 all = 0;
      for (const QJsonValue& line : answer["detailData"].toArray()) {
        all += line["amount"]["value"].toString().chopped(3).toLongLong();
      }
      return std::make_pair(all, answer["balance"][0]["endingBalance"]["value"].toString());
    };
    QCOMPARE(sum("2026-08-22T09:59:00+07:00", "2026-08-22T12:10:00+07:00"),
             std::make_pair(qint64{7000}, QString("50007000.00")));
    QCOMPARE(sum("2026-08-22T10:59:00+07:00", "2026-08-22T11:10:00+07:00"),
             std::make_pair(qint64{2000}, QString("50003000.00")));
    QCOMPARE(sum("2026-08-22T03:59:00Z", "2026-08-22T05:10:00Z"),
             std::make_pair(qint64{6000}, QString("50007000.00")));
    QCOMPARE(sum("2026-08-22T08:00:00+07:00", "2026-08-22T09:00:00+07:00"),
             std::make_pair(qint64{0}, QString("50000000.00")));
    QCOMPARE(m_bank->call("bank-statement", QJsonObject{{"accountNo", QString(m_bank->source())}})
                 .json()["detailData"]
                 .toArray()
                 .size(),
             3);
  }

  // Whoever follows hasMore with toDateTime = lastRecordDateTime sees every entry, even where many share a
  // second, and comes to an end.
  void statementHasPages_data() {
    QTest::addColumn<int>("credits");
    QTest::addColumn<int>("advanceAfter");  // a second passes after so many
    QTest::newRow("one a second") << 45 << 1;
    QTest::newRow("thirty in one second") << 70 << 30;
    QTest::newRow("exactly a page") << 20 << 1;
  }
  void statementHasPages() {
    QFETCH(int, credits);
    QFETCH(int, advanceAfter);
    m_sandbox.setClock("2026-08-22T10:00:00.100+07:00");
    for (int i = 0; i < credits; ++i) {
      if (i % advanceAfter == 0) {
        m_sandbox.setClock("2026-08-22T10:00:" + QByteArray::number(10 + i / advanceAfter) + ".000+07:00");
      }
      credit(1000 + i);
    }
    QSet<QString> seen;
    QString to = "2026-08-22T11:00:00+07:00";
    int pages = 0;
    for (bool more = true; more;) {
      const QJsonObject page = statement("2026-08-22T09:00:00+07:00", to.toLatin1()).json();
      QCOMPARE(page["responseCode"].toString(), "2001400");
      QVERIFY(++pages < 10);
      for (const QJsonValue& line : page["detailData"].toArray()) {
        seen.insert(line["transactionId"].toString());
      }
      to = page["lastRecordDateTime"].toString();
      more = page["hasMore"].toString() == "Y";
    }
    QCOMPARE(seen.size(), credits);
    QCOMPARE(pages > 1, credits > 20);
  }

  void statementFields() {
    const auto code = [&](const QJsonObject& body) { return codeOf(m_bank->call("bank-statement", body)); };
    const QString own = m_bank->source();
    QCOMPARE(code({}), "4001402");
    QCOMPARE(code({{"accountNo", "888801000157508"}}), "4041411");
    QCOMPARE(code({{"accountNo", own}, {"fromDateTime", "yesterday"}}), "4001401");
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2026-08-22T10:00:01+07:00"},
                   {"toDateTime", "2026-08-22T10:00:00+07:00"}}),
             "4001401");
    // one month at most, one year back at most
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2026-07-20T10:00:00+07:00"},
                   {"toDateTime", "2026-08-22T10:00:00+07:00"}}),
             "4001401");
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2025-08-01T10:00:00+07:00"},
                   {"toDateTime", "2025-08-02T10:00:00+07:00"}}),
             "4001401");
    for (const char* wrong : {R"({"amount":0})", R"({"amount":"5"})", R"({})", "x"}) {
      QCOMPARE(m_sandbox.admin("POST", "/bank/credit", wrong).status, 400);
    }
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
  }

  void refundIsALineOfItsOwn() {
    QCOMPARE(codeOf(m_bank->transfer("P1", "123456780904", "30000.00")), "2001700");
    m_sandbox.advance("PT61S");
    const QJsonArray lines =
        statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json()["detailData"].toArray();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0]["type"].toString(), "CREDIT");
    QVERIFY(lines[0]["transactionId"] != lines[1]["transactionId"]);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array().size(), 0);  // nobody else's money
  }

 private:
  QJsonObject post(const char* path, const QByteArray& body) {
    return m_sandbox.admin("POST", path, body).json();
  }
  void credit(int amount) { post("/bank/credit", R"({"amount":)" + QByteArray::number(amount) + "}"); }
  WebAnswer statement(const QByteArray& from, const QByteArray& to) {
    return m_bank->call("bank-statement", QJsonObject{{"accountNo", QString(m_bank->source())},
                                                      {"fromDateTime", QString(from)},
                                                      {"toDateTime", QString(to)}});
  }

  SandboxProcess m_sandbox;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeSnapIncomingTest() {
  return std::make_unique<SnapIncomingTest>();
}

}  // namespace loket::contract_tests

#include "snap_incoming_test.moc"
