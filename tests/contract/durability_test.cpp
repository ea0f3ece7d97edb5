// What was executed survives: kill -9 at any instant, a torn last line, a restart with other options.
#include <QFile>
#include <QSet>
#include <QtTest>
#include <atomic>
#include <thread>
#include <vector>

#include "tests/contract/clients.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class DurabilityTest : public QObject {
  Q_OBJECT

 private slots:
  void killedSandboxRemembersEverything() {
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    sandbox.setClock("2026-08-22T10:00:00+07:00");
    {
      const DigiClient digi(sandbox);
      SnapClient bank(sandbox);
      QVERIFY(bank.login());
      QCOMPARE(rcOf(digi.topup("r1", "tsel10", "081234567890")), "00");
      QCOMPARE(rcOf(digi.topup("r2", "xld10", "087800001233")), "03");
      QCOMPARE(rcOf(digi.topup("r3", "xld10", "087800001232")), "02");
      digi.bill("inq-pasca", "b1", "pln", "530000000001");
      QCOMPARE(codeOf(bank.call("transfer-intrabank", bank.transferBody("P1", "888801000157508", "100000.00"),
                                {{"X-EXTERNAL-ID", "4711"}})),
               "2001700");
      QCOMPARE(codeOf(bank.transfer("P2", "123456780202")), "2021700");
      sandbox.admin("POST", "/deposit", R"({"amount":5000})");
      sandbox.admin("POST", "/catalogue", R"({"sku":"tsel20","price":21000})");
    }
    const QJsonArray ledger = sandbox.ledger();
    const QByteArray balances = sandbox.admin("GET", "/balances").body;
    const QByteArray before = sandbox.now();
    const QByteArray ca = read(sandbox.caFile());
    const QString apiKey = sandbox.upstream("digi")["apiKey"].toString();
    sandbox.kill();

    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.ledger(), ledger);
    QCOMPARE(ledger.size(), 2);
    QCOMPARE(sandbox.admin("GET", "/balances").body, balances);
    QVERIFY(sandbox.now() >= before);
    QVERIFY(sandbox.now().startsWith("2026-08-22T10:0"));
    QCOMPARE(read(sandbox.caFile()), ca);
    QCOMPARE(sandbox.upstream("digi")["apiKey"].toString(), apiKey);
    const DigiClient digi(sandbox);
    SnapClient bank(sandbox);
    QVERIFY(bank.login());
    // the idempotency tables are there again
    QCOMPARE(rcOf(digi.topup("r1", "tsel10", "081234567890")), "00");
    QCOMPARE(rcOf(digi.topup("r1", "tsel20", "081234567890")), "49");
    QCOMPARE(rcOf(digi.topup("r3", "xld10", "087800001232")), "02");
    QCOMPARE(codeOf(bank.transfer("P1", "888801000157508")), "4091701");
    QCOMPARE(codeOf(bank.call("transfer-intrabank", bank.transferBody("P3", "888801000157508", "100000.00"),
                              {{"X-EXTERNAL-ID", "4711"}})),
             "4091700");
    QCOMPARE(sandbox.ledger(), ledger);
    // what was pending still becomes final, and the inquiry can still be paid
    QCOMPARE(rcOf(digi.bill("pay-pasca", "b1", "pln", "530000000001")), "00");
    sandbox.advance("PT90S");
    QCOMPARE(rcOf(digi.topup("r2", "xld10", "087800001233")), "00");
    QCOMPARE(bank.status("P2").json()["latestTransactionStatus"].toString(), "00");
    QCOMPARE(dataOf(digi.topup("r4", "tsel20", "081234567890"))["price"].toInteger(), 21000);
    QCOMPARE(sandbox.ledger().size(), 6);
  }

  // Whatever was answered before the kill must be in the ledger after it; what is in the ledger and was not
  // answered is the client's unknown, and must be found again by its reference.
  void killUnderLoadLosesNothingAnswered() {
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    constexpr int kClients = 4;
    std::vector<QStringList> answered(kClients);
    std::atomic<int> total{0};
    std::atomic<bool> killed{false};
    std::vector<std::thread> clients;
    const DigiClient digi(sandbox);
    for (int c = 0; c < kClients; ++c) {
      clients.emplace_back([&, c] {
        for (int i = 0; !killed; ++i) {
          const QString ref = QStringLiteral("c%1-%2").arg(c).arg(i);
          if (rcOf(digi.topup(ref, "tsel5", "081234567890")) == "00") {
            answered[static_cast<std::size_t>(c)].append(ref);
            ++total;
          }
        }
      });
    }
    while (total < 60) {
      std::this_thread::yield();
    }
    sandbox.kill();
    killed = true;
    for (std::thread& client : clients) {
      client.join();
    }
    QVERIFY(sandbox.start());
    QSet<QString> kept;
    qint64 spent = 0;
    for (const QJsonValue& effect : sandbox.ledger()) {
      kept.insert(effect["ref"].toString());
      QCOMPARE(effect["times"].toInt(), 1);
      spent += effect["price"].toInteger();
    }
    for (const QStringList& refs : answered) {
      for (const QString& ref : refs) {
        QVERIFY2(kept.contains(ref), qPrintable(ref));
      }
    }
    QCOMPARE(sandbox.deposit(), 10000000 - spent);
  }

  void tornLastLineIsForgotten() {
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    QCOMPARE(rcOf(DigiClient(sandbox).topup("r1", "tsel10", "081234567890")), "00");
    const QJsonArray ledger = sandbox.ledger();
    sandbox.kill();
    QFile log(sandbox.folder() + "/ledger.jsonl");
    QVERIFY(log.open(QIODevice::Append));
    log.write("{\"kind\":\"digi\",\"take\":10250,\"effect\":{\"amou");
    log.close();
    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.ledger(), ledger);
    QCOMPARE(rcOf(DigiClient(sandbox).topup("r2", "tsel10", "081234567890")), "00");
    sandbox.kill();
    QVERIFY(sandbox.start());
    QCOMPARE(sandbox.ledger().size(), 2);
  }

  void damagedHistoryIsRefused() {
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    QCOMPARE(rcOf(DigiClient(sandbox).topup("r1", "tsel10", "081234567890")), "00");
    sandbox.kill();
    QFile log(sandbox.folder() + "/ledger.jsonl");
    QVERIFY(log.open(QIODevice::ReadWrite));
    log.write("#");
    log.close();
    QVERIFY(!sandbox.start());
  }

  void stopsCleanlyAndKeepsItsPort() {
    SandboxProcess first;
    QVERIFY(first.start());
    const int port = first.port();
    QVERIFY(first.stop());
    SandboxProcess again{{"--port", QString::number(port)}};
    QVERIFY(again.start());
    QCOMPARE(again.port(), port);
    QCOMPARE(rcOf(DigiClient(again).topup("r1", "tsel10", "081234567890")), "00");
    again.kill();
    QVERIFY(again.start());  // the port is free at once although connections are in TIME_WAIT
    QCOMPARE(again.port(), port);
    QCOMPARE(rcOf(DigiClient(again).topup("r1", "tsel10", "081234567890")), "00");
  }

 private:
  static QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
};

std::unique_ptr<QObject> makeDurabilityTest() {
  return std::make_unique<DurabilityTest>();
}

}  // namespace loket::contract_tests

#include "durability_test.moc"
