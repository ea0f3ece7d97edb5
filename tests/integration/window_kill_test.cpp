// The same promise when the window is killed, while it sells and syncs for others and by itself: it owns the
// home, loketctl hands it the commands, and goes on alone when it is gone.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QTest>

#include "tests/integration/kill_rig.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

constexpr KillPoint kPoints[] = {
    {"accept.before-commit", Way::Sell},   {"accept.after-commit", Way::Sell},
    {"arm.before-commit", Way::SyncQueue}, {"arm.after-commit", Way::Sell},
    {"pay.before-send", Way::Sell},        {"pay.handed-over", Way::SyncQueue},
    {"pay.answered", Way::Sell},           {"outcome.before-commit", Way::SyncQueue},
    {"outcome.after-commit", Way::Sell},   {"requote.before-commit", Way::SyncBill},
    {"ask.before-send", Way::SyncSuspect}, {"recovery.before-commit", Way::Restart},
};

constexpr int kPatienceMs = 30'000;

}  // namespace

class WindowKillTest : public QObject {
  Q_OBJECT

 private:
  KillRig m_rig{20261124, QStringLiteral("window")};

  // What is done before the window opens; the command that is then handed to it.
  QStringList prepare(Way way, const CounterHome& home, const SandboxProcess& sandbox) {
    const QStringList sync = {QStringLiteral("sync")};
    switch (way) {
      case Way::Sell: {
        // Half of them come without a reference of the caller's own.
        QStringList sale = m_rig.nextSale();
        return m_rig.flip() ? sale : sale.mid(0, sale.size() - 2);
      }
      case Way::SyncQueue:
        home.run(m_rig.nextDeposit());
        return sync;
      case Way::SyncBill:
        home.run(m_rig.nextBill());
        return sync;
      case Way::SyncSuspect:
        // Due later, so that the window does not ask before it is told to.
        m_rig.leaveSuspect(home, sandbox);
        return sync;
      case Way::Restart: {
        ProbedProcess first(QStringLiteral(LOKETCTL_BIN), home.withHome(m_rig.nextSale()),
                            environmentWithPin());
        m_rig.killAt(first, QStringLiteral("arm.after-commit"), kPatienceMs);
        return {};
      }
    }
    return sync;
  }

  // Lets the window through every point until its socket is there, or kills it at `point` on the way. What
  // was true.
  enum class Opened { Ready, Killed, Never };
  Opened open(ProbedProcess& window, const QString& socket, const QString& point) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < kPatienceMs) {
      if (const auto reached = window.nextPoint(5)) {
        if (*reached == point) {
          m_rig.killWaiting(window);
          return Opened::Killed;
        }
        window.goOn();
      } else if (QFile::exists(socket)) {
        return Opened::Ready;
      } else if (window.hasEnded()) {
        return Opened::Never;
      }
    }
    return Opened::Never;
  }

 private slots:
  void windowsKilledAtNamedPoints();
};

void WindowKillTest::windowsKilledAtNamedPoints() {
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  SandboxProcess sandbox(KillRig::sandboxArguments());
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open(KillRig::homeChanges()));
  QSet<QString> acknowledged;
  const QString socket = home.path() + QStringLiteral("/owner.sock");
  for (int round = 0; round < killsAtEachPoint(); ++round) {
    for (const KillPoint& point : kPoints) {
      const QString name = QString::fromLatin1(point.name);
      m_rig.count(name, false);
      for (int attempt = 0; attempt < kTriesForOneKill; ++attempt) {
        const QStringList command = prepare(point.way, home, sandbox);
        QFile::remove(socket);
        ProbedProcess window(loket, home.windowArguments(), environmentWithPin());
        const Opened opened = open(window, socket, command.isEmpty() ? name : QString());
        QVERIFY2(opened != Opened::Never,
                 qPrintable(QStringLiteral("the window did not come up for ") + name));
        bool killed = opened == Opened::Killed;
        if (!command.isEmpty()) {
          if (point.way == Way::SyncSuspect)
            sandbox.advance("PT120S");
          else
            KillRig::orderFault(sandbox, round);
          QProcess asking;
          asking.setProcessEnvironment(environmentWithPin());
          asking.start(QStringLiteral(LOKETCTL_BIN), home.withHome(command));
          killed = m_rig.killAt(window, name, kPatienceMs);
          // It was handed to the window, and is done alone when the window is gone.
          QVERIFY2(asking.waitForFinished(2 * kPatienceMs), "loketctl hangs on a window that was killed");
          QVERIFY2(asking.exitCode() != 3, "the cashier is told no to a sale that is already under way");
          for (const QByteArray& line : asking.readAllStandardOutput().split('\n'))
            if (const QString ref =
                    QJsonDocument::fromJson(line).object().value(QStringLiteral("ref")).toString();
                !ref.isEmpty())
              acknowledged.insert(ref);
          sandbox.admin("DELETE", QStringLiteral("/faults"));
        }
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
  QSet<QString> numbers;
  for (const QJsonObject& payment : home.payments()) {
    kept.insert(payment.value(QStringLiteral("ref")).toString());
    const QString number = payment.value(QStringLiteral("number")).toString();
    QVERIFY2(!numbers.contains(number), qPrintable(number + QStringLiteral(" was sold twice")));
    numbers.insert(number);
  }
  for (const QString& ref : acknowledged)
    QVERIFY2(kept.contains(ref), qPrintable(ref + QStringLiteral(" was acknowledged and is gone")));
  QVERIFY(kept.size() > 100);
}

QTEST_GUILESS_MAIN(WindowKillTest)
#include "window_kill_test.moc"
