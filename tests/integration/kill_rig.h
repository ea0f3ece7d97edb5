// What the tests that kill share: sales with numbers of their own, faults for their answers, and the kill at
// a named point, with jitter.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"

namespace loket::integration_tests {

// At every point; more at night, by LOKET_KILLS_AT_EACH_POINT.
int killsAtEachPoint();
inline constexpr int kKillsInAll = 200;
inline constexpr int kTriesForOneKill = 4;

// What leads a process to a point.
enum class Way { Sell, SyncQueue, SyncBill, SyncSuspect, Restart };

struct KillPoint {
  const char* name;
  Way way;
};

class KillRig {
 public:
  KillRig(quint32 seed, QString namePrefix) : m_random(seed), m_prefix(std::move(namePrefix)) {}

  // A sandbox and a home whose caps no campaign reaches.
  static QStringList sandboxArguments();
  static QJsonObject homeChanges();

  // Every sale has a number of its own, so that only repeats are repeats. Endings that the sandbox gives a
  // meaning to (2 fails, 3 and 4 pend) come up like all others.
  QStringList nextSale();
  // The same, of goods that may be taken offline.
  QStringList nextDeposit();
  QStringList nextBill();
  // The next payment's answer never arrives, in one of two ways.
  static void orderFault(const SandboxProcess& sandbox, int round);
  // Leaves one payment behind that nobody knows the fate of.
  void leaveSuspect(const CounterHome& home, const SandboxProcess& sandbox);
  // Runs until `point`, and kills there: while it waits, or a moment after it went on. True when it was
  // killed. `printed` gets what it had said until then.
  bool killAt(ProbedProcess& process, const QString& point, int limitMs, QByteArray* printed = nullptr);
  // Kills a process that waits at its point, or lets it go on for some microseconds first.
  void killWaiting(ProbedProcess& process);
  bool flip() { return m_random.bounded(2) == 1; }

  void count(const QString& point, bool killed) { m_kills[point] += killed ? 1 : 0; }
  // Prints the histogram; the points that were not killed at often enough, or nothing.
  QString rarePoints() const;

 private:
  QRandomGenerator m_random;
  QString m_prefix;
  int m_sale = 0;
  QMap<QString, int> m_kills;
};

}  // namespace loket::integration_tests
