// The aggregator's other half, seen by a buyer: deposit tickets, extra fields of bills, webhooks.
#include <QFile>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"
#include "tests/contract/webhook_listener.h"

namespace loket::contract_tests {

class DigiflazzDepositTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(hmacSha1Hex("somesecretvalue", R"({"data":{"ref_id":"test1","status":"Sukses","rc":"00"}})") ==
            "eca237000cbb8a00092c266e38f63657cd21855f");
    QVERIFY(m_sandbox.start());
    m_digi = std::make_unique<DigiClient>(m_sandbox);
    m_bank = std::make_unique<SnapClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
    m_listener.clear();
  }

  void ticketIsPaidByExactlyItsAmount() {
    const WebAnswer opened = ticket(500000);
    QCOMPARE(opened.status, 200);
    const QJsonObject data = dataOf(opened);
    QCOMPARE(data["rc"].toString(), "00");
    QCOMPARE(data["bank"].toString(), "BCA");
    QCOMPARE(data["payment_method"].toString(), "Bank Transfer");
    QCOMPARE(data["account_no"].toString(), "0123 4567 89");
    const qint64 amount = data["amount"].toInteger();
    QVERIFY(amount > 500000 && amount < 501000);
    const QString notes = data["notes"].toString();
    QCOMPARE(notes.size(), 7);
    QCOMPARE(m_sandbox.deposit(), 10000000);
    QVERIFY(!arrives(500000, notes));
    QVERIFY(!arrives(amount + 1, notes));
    QVERIFY(!arrives(amount, "A6R5UPX"));
    QCOMPARE(m_sandbox.deposit(), 10000000);
    QVERIFY(arrives(amount, "Top up " + notes + " Bu Sri"));
    QCOMPARE(m_sandbox.deposit(), 10000000 + amount);
    QVERIFY(!arrives(amount, notes));  // once
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QCOMPARE(m_sandbox.deposit(), 10000000 + amount);
    QVERIFY(!arrives(amount, notes));
    QCOMPARE(dataOf(m_digi->call("cek-saldo", "depo", {{"cmd", "deposit"}}))["deposit"].toInteger(),
             10000000 + amount);
  }

  void ticketRules() {
    QCOMPARE(rcOf(m_digi->raw("deposit", "{not json")), "40");
    QCOMPARE(rcOf(ticket(500000, {{"username", "x"}, {"sign", "x"}})), "42");
    QCOMPARE(rcOf(ticket(1, {{"sign", "x"}})), "41");
    QCOMPARE(rcOf(ticket(1, {{"Bank", "BANK SAYA"}})), "40");
    QCOMPARE(rcOf(ticket(1, {{"owner_name", ""}})), "40");
    QCOMPARE(rcOf(ticket(1, {{"amount", "500000"}})), "40");
    const WebAnswer little = ticket(9999);
    QCOMPARE(rcOf(little), "64");
    QCOMPARE(little.status, 400);
    QCOMPARE(rcOf(ticket(10000)), "00");
    QCOMPARE(rcOf(ticket(10000)), "64");  // one ticket a nominal
    const QJsonObject first = dataOf(ticket(20000));
    const QJsonObject near = dataOf(ticket(20001, {{"Bank", QJsonValue::Undefined}, {"bank", "MANDIRI"}}));
    QCOMPARE(near["bank"].toString(), "MANDIRI");
    QVERIFY(first["amount"] != near["amount"]);  // the amount alone tells them apart
    m_sandbox.advance("PT24H");
    QVERIFY(!arrives(first["amount"].toInteger(), first["notes"].toString()));  // it has lapsed
    QCOMPARE(rcOf(ticket(20000)), "00");
    QCOMPARE(m_sandbox.deposit(), 10000000);
  }

  void bankTransferPaysTheTicket() {
    QVERIFY(m_bank->login());
    const QJsonObject data = dataOf(ticket(750000));
    const QByteArray account = data["account_no"].toString().remove(' ').toLatin1();
    const QByteArray amount = QByteArray::number(data["amount"].toInteger()) + ".00";
    const QByteArray notes = data["notes"].toString().toLatin1();
    const auto send = [&](const QByteArray& ref, const QByteArray& bankCode, const QByteArray& value,
                          const QByteArray& remark) {
      QByteArray body = m_bank->interbankBody(ref, bankCode, account, value);
      body.insert(1, R"("remark":")" + remark + R"(",)");
      return codeOf(m_bank->call("transfer-interbank", body));
    };
    QCOMPARE(send("P1", "014", amount, ""), "2001800");          // without the notes
    QCOMPARE(send("P2", "014", "750000.00", notes), "2001800");  // not the unique amount
    QCOMPARE(send("P3", "002", amount, notes), "2001800");       // another bank's account
    QCOMPARE(m_sandbox.deposit(), 10000000);
    QCOMPARE(send("P4", "014", amount, notes), "2001800");
    QCOMPARE(m_sandbox.deposit(), 10000000 + data["amount"].toInteger());
    QCOMPARE(send("P5", "014", amount, notes), "2001800");  // paid twice, credited once
    QCOMPARE(m_sandbox.deposit(), 10000000 + data["amount"].toInteger());
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QCOMPARE(m_sandbox.deposit(), 10000000 + data["amount"].toInteger());
    QVERIFY(m_bank->login());
    QCOMPARE(m_bank
                 ->call("account-inquiry-external", QJsonObject{{"beneficiaryBankCode", "014"},
                                                                {"beneficiaryAccountNo", QString(account)}})
                 .json()["beneficiaryAccountName"]
                 .toString()
                 .contains("DIGIFLAZZ"),
             true);
  }

  // A transfer credits the ticket when it is executed, not when it is ordered.
  void lateTransferPaysTheTicketLate() {
    QVERIFY(m_bank->login());
    const QJsonObject data = dataOf(ticket(50000, {{"Bank", "MANDIRI"}}));
    m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"late-success"})");
    QByteArray body = m_bank->transferBody("P1", data["account_no"].toString().remove(' ').toLatin1(),
                                           QByteArray::number(data["amount"].toInteger()) + ".00");
    body.insert(1, R"("remark":")" + data["notes"].toString().toLatin1() + R"(",)");
    QCOMPARE(codeOf(m_bank->call("transfer-intrabank", body)), "2021700");
    QCOMPARE(m_sandbox.deposit(), 10000000);
    m_sandbox.advance("PT61S");
    QCOMPARE(m_sandbox.deposit(), 10000000 + data["amount"].toInteger());
  }

  void landTaxYears() {
    const auto inquire = [&](const QString& ref, const QJsonObject& extra) {
      return m_digi->bill("inq-pasca", ref, "cimahi", "329801092375999991", extra);
    };
    const WebAnswer now = inquire("b1", {});
    QCOMPARE(dataOf(now)["desc"].toObject()["tahun_pajak"].toString(), "2026");
    const WebAnswer oldest = inquire("b2", {{"year", 2021}});
    QCOMPARE(dataOf(oldest)["desc"].toObject()["tahun_pajak"].toString(), "2021");
    QVERIFY(dataOf(now)["price"] != dataOf(oldest)["price"]);
    QCOMPARE(rcOf(inquire("b3", {{"year", 2020}})), "60");
    QCOMPARE(rcOf(inquire("b4", {{"year", 2027}})), "60");
    QCOMPARE(rcOf(inquire("b5", {{"year", "2025"}})), "40");
    QCOMPARE(rcOf(inquire("b5", {{"year", 2025}})), "00");  // 40 had created nothing
    QCOMPARE(rcOf(inquire("b2", {{"year", 2022}})), "49");
    QCOMPARE(inquire("b2", {{"year", 2021}}).body, oldest.body);
    // The payment need not repeat the year, and may not name another.
    const auto pay = [&](const QJsonObject& extra) {
      return rcOf(m_digi->bill("pay-pasca", "b2", "cimahi", "329801092375999991", extra));
    };
    QCOMPARE(pay({{"year", 2022}}), "49");
    QCOMPARE(pay({{"year", "2021 "}}), "49");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(pay({{"year", 2021}}), "00");
    QCOMPARE(pay({}), "00");
    QCOMPARE(m_sandbox.ledger()[0].toObject()["price"], dataOf(oldest)["price"]);
  }

  void samsatNeedsTheOwner() {
    const auto inquire = [&](const QString& ref, const QJsonObject& extra) {
      return rcOf(m_digi->bill("inq-pasca", ref, "samsat", "8102051011310001", extra));
    };
    QCOMPARE(inquire("s1", {}), "40");
    QCOMPARE(inquire("s1", {{"id_pelanggan2", ""}}), "40");
    QCOMPARE(inquire("s2", {{"id_pelanggan2", "32750112"}}), "57");
    QCOMPARE(inquire("s1", {{"id_pelanggan2", "3275011203900001"}}), "00");
    QCOMPARE(inquire("s1", {{"id_pelanggan2", "3275011203900002"}}), "49");
    const auto pay = [&](const QJsonObject& extra) {
      return rcOf(m_digi->bill("pay-pasca", "s1", "samsat", "8102051011310001", extra));
    };
    QCOMPARE(pay({{"id_pelanggan2", "3275011203900002"}}), "49");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(pay({{"id_pelanggan2", "3275011203900001"}}), "00");
    QCOMPARE(pay({}), "00");
  }

  // A plate's figures decide as another number's digits do.
  void samsatGoesByThePlatesFigures() {
    const QJsonObject owner{{"id_pelanggan2", "3275011203900001"}};
    const auto run = [&](const QString& command, const QString& ref, const QString& plate) {
      return m_digi->bill(command, ref, "samsat", plate, owner);
    };
    QCOMPARE(rcOf(run("inq-pasca", "p1", "B1003XYZ")), "60");
    const WebAnswer bill = run("inq-pasca", "p2", "B1001XYZ");
    QCOMPARE(rcOf(bill), "00");
    const QJsonObject desc = dataOf(bill)["desc"].toObject();
    for (const char* key : {"nama", "alamat", "merk", "model", "tahun", "warna", "no_rangka", "no_mesin", "jatuh_tempo"})
      QVERIFY2(!desc[QLatin1String(key)].toString().isEmpty(), key);
    QCOMPARE(rcOf(run("pay-pasca", "p2", "B1001XYZ")), "00");
    QCOMPARE(rcOf(run("inq-pasca", "p3", "B1006XYZ")), "00");
    QCOMPARE(rcOf(run("pay-pasca", "p3", "B1006XYZ")), "02");
    QCOMPARE(rcOf(run("inq-pasca", "p4", "B6001XYZ")), "00");
    QCOMPARE(rcOf(run("pay-pasca", "p4", "B6001XYZ")), "03");
  }

  void webhooksTellCreationAndEnd() {
    const QByteArray secret = credential("webhookSecret");
    QVERIFY(!secret.isEmpty());
    QCOMPARE(m_sandbox.upstream("digi")["webhookSecret"].toString().toLatin1(), secret);
    const WebAnswer pending = m_digi->topup("r1", "xld10", "087800001233");
    std::vector<PostedMessage> came = m_listener.waitFor(1);
    QCOMPARE(came.size(), std::size_t{1});
    QCOMPARE(came[0].path, QByteArray("/hook"));
    QCOMPARE(came[0].headers["x-digiflazz-event"], QByteArray("create"));
    QCOMPARE(came[0].headers["user-agent"], QByteArray("Digiflazz-Hookshot"));
    QCOMPARE(came[0].headers["content-type"], QByteArray("application/json"));
    QCOMPARE(came[0].headers["x-hub-signature"], "sha1=" + hmacSha1Hex(secret, came[0].body));
    QCOMPARE(came[0].body, pending.body);  // the same fields as the reply
    m_sandbox.advance("PT91S");
    came = m_listener.waitFor(2);
    QCOMPARE(came.size(), std::size_t{2});
    QCOMPARE(came[1].headers["x-digiflazz-event"], QByteArray("update"));
    QCOMPARE(came[1].headers["x-hub-signature"], "sha1=" + hmacSha1Hex(secret, came[1].body));
    QCOMPARE(rcIn(came[1]), "00");
    QCOMPARE(came[1].body, m_digi->topup("r1", "xld10", "087800001233").body);

    // an inquiry and a refusal that creates nothing are not told, a failure that is created is
    m_listener.clear();
    m_digi->bill("inq-pasca", "b1", "pln", "630000000001");
    QCOMPARE(rcOf(m_digi->topup("r2", "nosuch", "0812")), "43");
    QCOMPARE(rcOf(m_digi->topup("r3", "pln50", "1430000000")), "57");
    QCOMPARE(rcOf(m_digi->bill("pay-pasca", "b1", "pln", "630000000001")), "03");
    came = m_listener.waitFor(2);
    QCOMPARE(came.size(), std::size_t{2});
    QCOMPARE(rcIn(came[0]), "57");
    QCOMPARE(came[1].headers["user-agent"], QByteArray("Digiflazz-Pasca-Hookshot"));
    QCOMPARE(rcIn(came[1]), "03");
    m_sandbox.advance("PT91S");
    came = m_listener.waitFor(3);
    QCOMPARE(rcIn(came.at(2)), "00");
    QCOMPARE(QJsonDocument::fromJson(came[2].body)["data"]["desc"]["lembar_tagihan"].toInt(), 1);
    const QJsonArray sent = sentWhen(5);
    QCOMPARE(sent[4].toObject()["event"].toString(), "update");
    QCOMPARE(sent[4].toObject()["status"].toInt(), 200);
  }

  void refundIsAnUpdate() {
    m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"refund-after-success","after":"PT1H"})");
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567890")), "00");
    m_sandbox.advance("PT1H1M");
    const auto came = m_listener.waitFor(2);
    QCOMPARE(came.size(), std::size_t{2});
    QCOMPARE(rcIn(came[0]), "00");
    QCOMPARE(rcIn(came[1]), "74");
  }

  void webhooksCanComeTwice() {
    QCOMPARE(m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"duplicate-webhook"})"),
             QByteArray());
    QVERIFY(!m_sandbox.fault(R"({"upstream":"bank","kind":"duplicate-webhook"})").isEmpty());
    QCOMPARE(rcOf(m_digi->topup("r1", "xld10", "087800001233")), "03");
    QCOMPARE(rcOf(m_digi->topup("r2", "tsel10", "081234567890")), "00");
    m_sandbox.advance("PT91S");
    const auto came = m_listener.waitFor(5);
    QStringList told;
    for (const PostedMessage& one : came) {
      told += refIn(one) + "/" + one.headers["x-digiflazz-event"] + "/" + rcIn(one);
    }
    QCOMPARE(told,
             (QStringList{"r1/create/03", "r1/create/03", "r2/create/00", "r1/update/00", "r1/update/00"}));
    QCOMPARE(came[0].body, came[1].body);
    QCOMPARE(m_sandbox.ledger().size(), 2);
  }

  // The buyer hears of a purchase whose answer was lost; one that never reached the aggregator is not told.
  void lostAnswerIsTold() {
    m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"reset-before-commit"})");
    QVERIFY(m_digi->topup("r1", "tsel10", "081234567890").code != CURLE_OK);
    m_sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"reset-after-commit"})");
    QVERIFY(m_digi->topup("r2", "tsel10", "081234567890").code != CURLE_OK);
    const auto came = m_listener.waitFor(1);
    QCOMPARE(came.size(), std::size_t{1});
    QCOMPARE(refIn(came[0]), "r2");
  }

  void pingIsSent() {
    const QString id = credential("webhookId");
    QCOMPARE(m_digi->raw("report/hooks/nosuch/pings", "").status, 404);
    const WebAnswer answer = m_digi->raw("report/hooks/" + id + "/pings", "");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()["hook_id"].toString(), id);
    QCOMPARE(answer.json()["hook"].toObject()["url"].toString(), m_listener.url());
    const auto came = m_listener.waitFor(1);
    QCOMPARE(came.size(), std::size_t{1});
    QCOMPARE(came[0].headers["x-digiflazz-event"], QByteArray("ping"));
    QCOMPARE(came[0].body, answer.body);
    QCOMPARE(came[0].headers["x-hub-signature"],
             "sha1=" + hmacSha1Hex(credential("webhookSecret"), came[0].body));
  }

  void withoutSecretNothingIsSigned() {
    SandboxProcess plain({"--webhook", m_listener.url()});
    plain.writeKnownCredentials();
    QVERIFY(plain.start());
    QCOMPARE(rcOf(DigiClient(plain).topup("r1", "xld10", "087800001230")), "00");
    const auto came = m_listener.waitFor(1);
    QCOMPARE(came.size(), std::size_t{1});
    QVERIFY(!came[0].headers.contains("x-hub-signature"));
  }

  void onlyThisMachineIsCalled() {
    for (const char* url :
         {"http://example.com/hook", "https://127.0.0.1/hook", "http://127.0.0.1.example.com/",
          "http://127.0.0.1@example.com/", "http://localhost:80x/"}) {
      QProcess process;
      process.start(LOKET_SANDBOX_BIN, {"--dir", m_sandbox.folder() + "/other", "--webhook", url});
      QVERIFY(process.waitForFinished(10000));
      QVERIFY2(process.exitCode() != 0, url);
    }
  }

 private:
  WebAnswer ticket(qint64 amount, const QJsonObject& extra = {}) {
    QJsonObject body{{"amount", amount}, {"Bank", "BCA"}, {"owner_name", "John Doe"}};
    for (auto it = extra.begin(); it != extra.end(); ++it) {
      body[it.key()] = it.value();
    }
    if (extra.contains("bank")) {
      body.remove("Bank");
    }
    return m_digi->call("deposit", "deposit", body);
  }
  bool arrives(qint64 amount, const QString& notes) {
    return m_sandbox
        .admin("POST", "/digiflazz/deposit-arrives",
               SnapClient::compact({{"amount", amount}, {"notes", notes}}))
        .json()["credited"]
        .toBool();
  }
  QByteArray credential(const char* name) const {
    QFile file(m_sandbox.folder() + "/credentials.json");
    return file.open(QIODevice::ReadOnly)
               ? QJsonDocument::fromJson(file.readAll())["digi"][name].toString().toLatin1()
               : QByteArray();
  }
  QJsonArray sentWhen(int count) {
    QJsonArray sent;
    for (int i = 0; i < 100 && sent.size() < count; ++i) {
      sent = m_sandbox.admin("GET", "/webhooks").array();
    }
    return sent;
  }
  static QString rcIn(const PostedMessage& message) {
    return QJsonDocument::fromJson(message.body)["data"]["rc"].toString();
  }
  static QString refIn(const PostedMessage& message) {
    return QJsonDocument::fromJson(message.body)["data"]["ref_id"].toString();
  }

  WebhookListener m_listener;
  SandboxProcess m_sandbox{{"--webhook", m_listener.url()}};
  std::unique_ptr<DigiClient> m_digi;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeDigiflazzDepositTest() {
  return std::make_unique<DigiflazzDepositTest>();
}

}  // namespace loket::contract_tests

#include "digiflazz_deposit_test.moc"
