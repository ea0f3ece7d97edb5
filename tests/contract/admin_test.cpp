// The admin port and the files that the sandbox leaves for a client.
#include <QFileInfo>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class AdminTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_sandbox.start()); }
  void init() { m_sandbox.reset(); }

  void clientConfigHasTheContractsShape() {
    const QJsonObject config = m_sandbox.config();
    QCOMPARE(config.keys(), (QStringList{"offline", "outlet", "pricing", "upstreams"}));
    QCOMPARE(config["outlet"].toObject().keys(), (QStringList{"address", "id", "name", "training", "zone"}));
    // What the sandbox answers for is practice, and every page and paper must say so.
    QCOMPARE(config["outlet"].toObject()["training"].toBool(), true);
    QCOMPARE(config["upstreams"].toArray().size(), 2);
    const QString base = QStringLiteral("https://127.0.0.1:%1").arg(m_sandbox.port());
    const QJsonObject digi = m_sandbox.upstream("digi");
    QCOMPARE(digi.keys(), (QStringList{"apiKey", "caFile", "id", "protocol", "url", "username"}));
    QCOMPARE(digi["protocol"].toString(), "digiflazz");
    QCOMPARE(digi["url"].toString(), base + "/digiflazz/v1");
    const QJsonObject bank = m_sandbox.upstream("bank");
    QCOMPARE(bank.keys(), (QStringList{"caFile", "channelId", "clientId", "clientSecret", "id", "partnerId",
                                       "privateKeyFile", "profileFile", "protocol", "sourceAccount", "url"}));
    QCOMPARE(bank["protocol"].toString(), "snap");
    QCOMPARE(bank["url"].toString(), base + "/snap");
    const QJsonObject iak = m_sandbox.upstream("iak");
    QCOMPARE(iak.keys(),
             (QStringList{"apiKey", "caFile", "id", "postpaidUrl", "prepaidUrl", "protocol", "username"}));
    QCOMPARE(iak["protocol"].toString(), "iak");
    QCOMPARE(iak["prepaidUrl"].toString(), base + "/iak/prepaid");
    QCOMPARE(iak["postpaidUrl"].toString(), base + "/iak/postpaid");
    // two files: they differ in nothing but the upstream that only the second one has
    QCOMPARE(config["upstreams"].toArray(), (QJsonArray{digi, bank}));
    QJsonObject all = m_sandbox.config("client-config-all.json");
    QCOMPARE(all["upstreams"].toArray(), (QJsonArray{digi, iak, bank}));
    all["upstreams"] = config["upstreams"];
    QCOMPARE(all, config);
    QVERIFY(config["offline"].toObject()["maxAmount"].isDouble());
    QCOMPARE(config["offline"].toObject()["maxAge"].toString(), "PT24H");
    for (const char* file : {"client-config.json", "client-config-all.json", "bank-profile.json",
                             "partner.pem", "credentials.json", "server-key.pem", "ledger.jsonl"}) {
      const auto others = QFileInfo(m_sandbox.folder() + "/" + file).permissions() &
                          (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup |
                           QFileDevice::WriteOther);
      QVERIFY2(!others, file);
    }
  }

  void seedChoosesTheCredentials() {
    SandboxProcess twin;
    QVERIFY(twin.start());
    for (const char* id : {"digi", "iak"}) {
      QVERIFY(twin.upstream(id)["apiKey"].toString().size() > 30);
      QCOMPARE(twin.upstream(id)["apiKey"], m_sandbox.upstream(id)["apiKey"]);
    }
  }

  void tlsIsVerified() {
    WebRequest request;
    request.url = m_sandbox.upstream("digi")["url"].toString() + "/cek-saldo";
    request.caFile = m_sandbox.caFile();
    QCOMPARE(send(request).code, CURLE_OK);
    request.url.replace("127.0.0.1", "localhost");
    QCOMPARE(send(request).code, CURLE_OK);
    SandboxProcess other;
    QVERIFY(other.start());
    request.caFile = other.caFile();
    QCOMPARE(send(request).code, CURLE_PEER_FAILED_VERIFICATION);
  }

  void clockMovesAndIsChecked() {
    QCOMPARE(m_sandbox.admin("POST", "/clock", R"({"set":"2026-12-31T23:59:59+07:00"})").status, 200);
    QVERIFY(m_sandbox.now().startsWith("2026-12-31T23:59:59.") ||
            m_sandbox.now().startsWith("2027-01-01T00:00:"));
    m_sandbox.advance("P1DT1H1M");
    QVERIFY(m_sandbox.now().startsWith("2027-01-02T01:0"));
    QVERIFY(m_sandbox.now().endsWith("+07:00"));
    m_sandbox.admin("POST", "/clock", R"({"set":"2026-08-22T03:00:00Z"})");
    QVERIFY(m_sandbox.now().startsWith("2026-08-22T10:00:0"));
    for (const char* wrong :
         {R"({"advance":"24h"})", R"({"advance":"P1Y"})", R"({"advance":"PT"})", R"({"advance":5})",
          R"({"advance":"PT1S5M"})", R"({"set":"2026-02-30T00:00:00Z"})", R"({})", "x"}) {
      QCOMPARE(m_sandbox.admin("POST", "/clock", wrong).status, 400);
    }
  }

  void requestsAreLogged() {
    const DigiClient digi(m_sandbox);
    const QByteArray body =
        R"({"username":"nobody","ref_id":"r9","customer_no":"0812","buyer_sku_code":"tsel10"})";
    digi.raw("transaction", body);
    const QJsonArray requests = m_sandbox.admin("GET", "/requests").array();
    QCOMPARE(requests.size(), 1);
    const QJsonObject one = requests[0].toObject();
    QCOMPARE(one["upstream"].toString(), "digi");
    QCOMPARE(one["operation"].toString(), "transaction");
    QCOMPARE(one["ref"].toString(), "r9");
    QCOMPARE(one["number"].toString(), "0812");
    QCOMPARE(one["sha256"].toString().toLatin1(), sha256Hex(body));
    QCOMPARE(one["outcome"].toString(), "answered");
  }

  void resetForgetsEverythingButTheKeys() {
    const DigiClient digi(m_sandbox);
    QCOMPARE(rcOf(digi.topup("r1", "tsel10", "081234567890")), "00");
    m_sandbox.fault(R"({"upstream":"digi","kind":"refuse-connect","count":-1})");
    m_sandbox.advance("P10D");
    m_sandbox.reset();
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(m_sandbox.admin("GET", "/requests").array().size(), 0);
    QCOMPARE(m_sandbox.admin("GET", "/faults").array().size(), 0);
    QCOMPARE(m_sandbox.deposit(), 10000000);
    QCOMPARE(rcOf(digi.topup("r1", "tsel20", "081234567890")), "00");
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["product"].toString(), "tsel20");
  }

  void wrongAdminCallsAreRefused() {
    QCOMPARE(m_sandbox.admin("GET", "/nothing").status, 404);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":1.5})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":"5"})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"nosuch","price":1})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"tsel10"})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"tsel10","price":"1"})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":5,"upstream":"bank"})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":5,"upstream":7})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"upstream":"iak"})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":5,"color":"red"})").status, 400);
    // each aggregator has its own codes
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"tsel10","price":1,"upstream":"iak"})").status,
             400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"hpln20000","price":1})").status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"sku":"PGAS","price":1,"upstream":"iak"})").status,
             400);
    QCOMPARE(m_sandbox.admin("POST", "/catalogue", R"({"upstream":"iak","price":1})").status, 400);
    QCOMPARE(m_sandbox.deposit(), 10000000);
    QCOMPARE(m_sandbox.iakDeposit(), 10000000);
  }

  void depositsAreApart() {
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":7000,"upstream":"iak"})").status, 200);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":500,"upstream":"digi"})").status, 200);
    QCOMPARE(m_sandbox.admin("POST", "/deposit", R"({"amount":20})").status, 200);
    QCOMPARE(m_sandbox.iakDeposit(), 10007000);
    QCOMPARE(m_sandbox.deposit(), 10000520);
    m_sandbox.reset();
    QCOMPARE(m_sandbox.iakDeposit(), 10000000);
  }

 private:
  SandboxProcess m_sandbox;
};

std::unique_ptr<QObject> makeAdminTest() {
  return std::make_unique<AdminTest>();
}

}  // namespace loket::contract_tests

#include "admin_test.moc"
