// The promise under the hardest death: loketctl killed at named points of a payment's path, over and over,
// with answers that never arrive; every accepted payment ends exactly once upstream and in one state that
// agrees with it.
#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include "tests/integration/kill_rig.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

constexpr KillPoint kPoints[] = {
    {"accept.before-commit", Way::Sell},      {"accept.after-commit", Way::Sell},
    {"arm.before-commit", Way::SyncQueue},    {"arm.after-commit", Way::Sell},
    {"pay.before-send", Way::SyncQueue},      {"pay.handed-over", Way::Sell},
    {"pay.answered", Way::SyncQueue},         {"outcome.before-commit", Way::Sell},
    {"outcome.after-commit", Way::Sell},      {"requote.before-commit", Way::SyncBill},
    {"ask.before-send", Way::SyncSuspect},    {"ask.before-commit", Way::SyncSuspect},
    {"recovery.before-commit", Way::Restart}, {"sidecar.before-append", Way::Sell},
};

}  // namespace

class KillTest : public QObject {
  Q_OBJECT

 private:
  KillRig m_rig{20261123, QStringLiteral("kill")};

  QStringList commandFor(Way way, const CounterHome& home, const SandboxProcess& sandbox) {
    const QStringList sync = {QStringLiteral("sync")};
    switch (way) {
      case Way::Sell:
        return m_rig.nextSale();
      case Way::SyncQueue:
        home.run(m_rig.nextDeposit());
        return sync;
      case Way::SyncBill:
        home.run(m_rig.nextBill());
        return sync;
      case Way::SyncSuspect:
        m_rig.leaveSuspect(home, sandbox);
        sandbox.advance("PT120S");
        return sync;
      case Way::Restart: {
        ProbedProcess first(QStringLiteral(LOKETCTL_BIN), home.withHome(m_rig.nextSale()),
                            environmentWithPin());
        m_rig.killAt(first, QStringLiteral("arm.after-commit"), 20'000);
        return {QStringLiteral("payments"), QStringLiteral("list")};
      }
    }
    return sync;
  }

 private slots:
  void commandsKilledAtNamedPoints();
};

void KillTest::commandsKilledAtNamedPoints() {
  SandboxProcess sandbox(KillRig::sandboxArguments());
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open(KillRig::homeChanges()));
  QSet<QString> acknowledged;
  for (int round = 0; round < killsAtEachPoint(); ++round) {
    for (const KillPoint& point : kPoints) {
      const QString name = QString::fromLatin1(point.name);
      m_rig.count(name, false);
      for (int attempt = 0; attempt < kTriesForOneKill; ++attempt) {
        const QStringList command = commandFor(point.way, home, sandbox);
        if (point.way != Way::SyncSuspect && point.way != Way::Restart)
          KillRig::orderFault(sandbox, round);
        ProbedProcess process(QStringLiteral(LOKETCTL_BIN), home.withHome(command), environmentWithPin());
        QByteArray printed;
        const bool killed = m_rig.killAt(process, name, 30'000, &printed);
        sandbox.admin("DELETE", QStringLiteral("/faults"));
        for (const QByteArray& line : printed.split('\n'))
          if (const QString ref =
                  QJsonDocument::fromJson(line).object().value(QStringLiteral("ref")).toString();
              !ref.isEmpty())
            acknowledged.insert(ref);
        // Half of the customers are still there, and the cashier does the same again.
        if (killed && point.way == Way::Sell && m_rig.flip())
          home.run(command + QStringList{QStringLiteral("--wait"), QStringLiteral("2")});
        m_rig.count(name, killed);
        if (killed)
          break;
      }
    }
  }
  QCOMPARE(m_rig.rarePoints(), QString());
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QSet<QString> kept;
  for (const QJsonObject& payment : home.payments())
    kept.insert(payment.value(QStringLiteral("ref")).toString());
  for (const QString& ref : acknowledged)
    QVERIFY2(kept.contains(ref), qPrintable(ref + QStringLiteral(" was acknowledged and is gone")));
  QVERIFY(kept.size() > 100);
}

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
