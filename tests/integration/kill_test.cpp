// The promise under the hardest death: killed at named points of a payment's path, over and over, with answers
// that never arrive, every accepted payment ends exactly once upstream and in one state that agrees with it.
#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

constexpr int kKillsAtEachPoint = 17;
constexpr int kTriesForOneKill = 4;

// What leads a process to a point.
enum class Way { Sell, SyncQueue, SyncBill, SyncSuspect, Restart };

struct Point {
  const char* name;
  Way way;
};

constexpr Point kPoints[] = {
    {"accept.before-commit", Way::Sell},   {"accept.after-commit", Way::Sell},
    {"arm.before-commit", Way::SyncQueue}, {"arm.after-commit", Way::Sell},
    {"pay.before-send", Way::SyncQueue},   {"pay.handed-over", Way::Sell},
    {"pay.answered", Way::SyncQueue},      {"outcome.before-commit", Way::Sell},
    {"outcome.after-commit", Way::Sell},   {"requote.before-commit", Way::SyncBill},
    {"ask.before-send", Way::SyncSuspect}, {"ask.before-commit", Way::SyncSuspect},
    {"recovery.before-commit", Way::Restart},
};

}  // namespace

class KillTest : public QObject {
  Q_OBJECT

 private:
  QRandomGenerator m_random{20261123};
  int m_sale = 0;

  // Every sale has a number of its own, so that only repeats are repeats. Endings that the sandbox gives a
  // meaning to (2 fails, 3 and 4 pend) come up like all others.
  QStringList nextSale() {
    const int n = ++m_sale;
    const QString client = QStringLiteral("kill-%1").arg(n);
    QStringList sale;
    switch (n % 4) {
      case 0:
        sale = {QStringLiteral("digi:tsel10"), QStringLiteral("0812%1").arg(n, 8, 10, QLatin1Char('0'))};
        break;
      case 1:
        sale = {QStringLiteral("digi:pln50"), QStringLiteral("143%1").arg(n, 8, 10, QLatin1Char('0'))};
        break;
      case 2:
        sale = {QStringLiteral("digi:xld25"), QStringLiteral("0878%1").arg(n, 8, 10, QLatin1Char('0'))};
        break;
      default:
        sale = {QStringLiteral("setor-tunai"), QStringLiteral("8888010%1").arg(100000 + n * 10 + 1), QStringLiteral("--amount"),
                QString::number(10'000 + n)};
        break;
    }
    return QStringList{QStringLiteral("sell")} + sale + QStringList{QStringLiteral("--client-ref"), client};
  }

  QStringList nextBill() {
    const int n = ++m_sale;
    return {QStringLiteral("sell"),     QStringLiteral("digi:pln"),
            QStringLiteral("5%1").arg(n * 10 + 1, 11, 10, QLatin1Char('0')),
            QStringLiteral("--amount"), QStringLiteral("900000"),
            QStringLiteral("--offline"), QStringLiteral("--client-ref"), QStringLiteral("kill-%1").arg(n)};
  }

  static void orderFault(const SandboxProcess& sandbox, int round) {
    const char* kind = round % 2 == 0 ? "reset-after-commit" : "hang-after-commit";
    for (const char* upstream : {"digi", "bank"})
      sandbox.fault(QByteArray("{\"upstream\":\"") + upstream + "\",\"on\":\"transaction\",\"kind\":\"" + kind +
                    "\",\"count\":1}");
  }

  // Runs until `point`, and kills there: while it waits, or a moment after it went on. True when it was killed.
  bool killAt(ProbedProcess& process, const QString& point, int limitMs, QByteArray* printed) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < limitMs) {
      const auto reached = process.nextPoint(limitMs);
      if (!reached)
        return false;
      if (*reached != point) {
        process.goOn();
        continue;
      }
      if (m_random.bounded(2) == 1) {
        process.goOn();
        // Jitter, not synchronisation: somewhere in the microseconds after the point.
        QThread::usleep(static_cast<unsigned long>(m_random.bounded(3000)));
      }
      process.kill();
      if (printed != nullptr)
        *printed = process.output();
      return true;
    }
    return false;
  }

  // Leaves one payment behind that nobody knows the fate of.
  void leaveSuspect(const CounterHome& home, const SandboxProcess& sandbox) {
    orderFault(sandbox, 0);
    QStringList sale = nextSale();
    home.run(sale + QStringList{QStringLiteral("--wait"), QStringLiteral("3")});
    sandbox.admin("DELETE", QStringLiteral("/faults"));
  }

  QStringList commandFor(Way way, const CounterHome& home, const SandboxProcess& sandbox) {
    const QStringList sync = {QStringLiteral("sync")};
    switch (way) {
      case Way::Sell:
        return nextSale();
      case Way::SyncQueue: {
        QStringList sale = nextSale();
        while (sale.at(1) == QStringLiteral("setor-tunai"))
          sale = nextSale();
        home.run(sale + QStringList{QStringLiteral("--offline")});
        return sync;
      }
      case Way::SyncBill:
        home.run(nextBill());
        return sync;
      case Way::SyncSuspect:
        leaveSuspect(home, sandbox);
        sandbox.advance("PT120S");
        return sync;
      case Way::Restart: {
        ProbedProcess first(QStringLiteral(LOKETCTL_BIN), home.withHome(nextSale()), environmentWithPin());
        killAt(first, QStringLiteral("arm.after-commit"), 20'000, nullptr);
        return {QStringLiteral("payments"), QStringLiteral("list")};
      }
    }
    return sync;
  }

  void printHistogram(const QMap<QString, int>& kills) {
    int all = 0;
    for (auto at = kills.begin(); at != kills.end(); ++at) {
      qInfo("%4d  %s", at.value(), qPrintable(at.key()));
      all += at.value();
    }
    qInfo("%4d  kills in all", all);
  }

 private slots:
  void commandsKilledAtNamedPoints();
  void windowsKilledWhileTheyWorkForOthers();
};

void KillTest::commandsKilledAtNamedPoints() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("900000000"), QStringLiteral("--bank-balance"),
                          QStringLiteral("900000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 1000},
                     {QStringLiteral("offline"), QJsonObject{{QStringLiteral("maxAmount"), 1'000'000},
                                                             {QStringLiteral("maxExposure"), 500'000'000},
                                                             {QStringLiteral("maxCount"), 10'000},
                                                             {QStringLiteral("maxAge"), QStringLiteral("PT240H")}}}}));
  QMap<QString, int> kills;
  QSet<QString> acknowledged;
  for (int round = 0; round < kKillsAtEachPoint; ++round) {
    for (const Point& point : kPoints) {
      const QString name = QString::fromLatin1(point.name);
      kills[name] += 0;
      for (int attempt = 0; attempt < kTriesForOneKill; ++attempt) {
        const QStringList command = commandFor(point.way, home, sandbox);
        if (point.way != Way::SyncSuspect && point.way != Way::Restart)
          orderFault(sandbox, round);
        ProbedProcess process(QStringLiteral(LOKETCTL_BIN), home.withHome(command), environmentWithPin());
        QByteArray printed;
        const bool killed = killAt(process, name, 30'000, &printed);
        sandbox.admin("DELETE", QStringLiteral("/faults"));
        for (const QByteArray& line : printed.split('\n'))
          if (const QString ref = QJsonDocument::fromJson(line).object().value(QStringLiteral("ref")).toString();
              !ref.isEmpty())
            acknowledged.insert(ref);
        // Half of the customers are still there, and the cashier does the same again.
        if (killed && point.way == Way::Sell && m_random.bounded(2) == 1)
          home.run(command + QStringList{QStringLiteral("--wait"), QStringLiteral("2")});
        if (killed) {
          ++kills[name];
          break;
        }
      }
    }
  }
  printHistogram(kills);
  for (auto at = kills.begin(); at != kills.end(); ++at)
    QVERIFY2(at.value() >= 15, qPrintable(QStringLiteral("%1: only %2 kills").arg(at.key()).arg(at.value())));
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QSet<QString> kept;
  for (const QJsonObject& payment : home.payments())
    kept.insert(payment.value(QStringLiteral("ref")).toString());
  for (const QString& ref : acknowledged)
    QVERIFY2(kept.contains(ref), qPrintable(ref + QStringLiteral(" was acknowledged and is gone")));
  QVERIFY(kept.size() > 100);
}

void KillTest::windowsKilledWhileTheyWorkForOthers() {
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("900000000"), QStringLiteral("--bank-balance"),
                          QStringLiteral("900000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 1000}}));
  constexpr const char* kWindowPoints[] = {"accept.before-commit", "accept.after-commit",  "arm.after-commit",
                                           "pay.handed-over",      "outcome.before-commit"};
  constexpr int kRounds = 8;
  QMap<QString, int> kills;
  for (int round = 0; round < kRounds; ++round) {
    for (const char* point : kWindowPoints) {
      const QString name = QString::fromLatin1(point);
      ProbedProcess window(loket, home.windowArguments(), environmentWithPin());
      // The window is ready for others when its socket is there; until then it is let through every point.
      const QString socket = home.path() + QStringLiteral("/owner.sock");
      QFile::remove(socket);
      QElapsedTimer clock;
      clock.start();
      while (!QFile::exists(socket) && clock.elapsed() < 30'000)
        if (window.nextPoint(20))
          window.goOn();
      QVERIFY2(QFile::exists(socket), "the window did not come up");
      orderFault(sandbox, round);
      QProcess command;
      command.setProcessEnvironment(environmentWithPin());
      command.start(QStringLiteral(LOKETCTL_BIN), home.withHome(nextSale()));
      if (killAt(window, name, 30'000, nullptr))
        ++kills[name];
      command.waitForFinished(60'000);
      sandbox.admin("DELETE", QStringLiteral("/faults"));
    }
  }
  printHistogram(kills);
  for (const char* point : kWindowPoints)
    QVERIFY2(kills.value(QString::fromLatin1(point)) >= kRounds - 1, point);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
}

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
