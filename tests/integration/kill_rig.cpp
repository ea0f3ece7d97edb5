#include "tests/integration/kill_rig.h"

#include <QElapsedTimer>
#include <QThread>

namespace loket::integration_tests {
namespace {

constexpr int kKillsByDay = 17;
// A process may have passed its point before it could be killed there.
constexpr int kMisses = 2;

}  // namespace

int killsAtEachPoint() {
  const int wanted = qEnvironmentVariableIntValue("LOKET_KILLS_AT_EACH_POINT");
  return wanted > kKillsByDay ? wanted : kKillsByDay;
}

QStringList KillRig::sandboxArguments() {
  return {QStringLiteral("--deposit"), QStringLiteral("900000000"), QStringLiteral("--bank-balance"),
          QStringLiteral("900000000")};
}

QJsonObject KillRig::homeChanges() {
  return {{QStringLiteral("timeoutMs"), 1000},
          {QStringLiteral("offline"), QJsonObject{{QStringLiteral("maxAmount"), 1'000'000},
                                                  {QStringLiteral("maxExposure"), 500'000'000},
                                                  {QStringLiteral("maxCount"), 10'000},
                                                  {QStringLiteral("maxAge"), QStringLiteral("PT240H")}}}};
}

QStringList KillRig::nextSale() {
  const int n = ++m_sale;
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
      sale = {QStringLiteral("setor-tunai-bank"), QStringLiteral("8888010%1").arg(100000 + n * 10 + 1),
              QStringLiteral("--amount"), QString::number(10'000 + n)};
      break;
  }
  return QStringList{QStringLiteral("sell")} + sale +
         QStringList{QStringLiteral("--client-ref"), QStringLiteral("%1-%2").arg(m_prefix).arg(n)};
}

QStringList KillRig::nextDeposit() {
  QStringList sale = nextSale();
  while (sale.at(1) == QStringLiteral("setor-tunai-bank")) sale = nextSale();
  return sale + QStringList{QStringLiteral("--offline")};
}

QStringList KillRig::nextBill() {
  const int n = ++m_sale;
  return {QStringLiteral("sell"),
          QStringLiteral("digi:pln"),
          QStringLiteral("5%1").arg(n * 10 + 1, 11, 10, QLatin1Char('0')),
          QStringLiteral("--amount"),
          QStringLiteral("900000"),
          QStringLiteral("--offline"),
          QStringLiteral("--client-ref"),
          QStringLiteral("%1-%2").arg(m_prefix).arg(n)};
}

void KillRig::orderFault(const SandboxProcess& sandbox, int round) {
  const char* kind = round % 2 == 0 ? "reset-after-commit" : "hang-after-commit";
  for (const char* upstream : {"digi", "bank"})
    sandbox.fault(QByteArray("{\"upstream\":\"") + upstream + "\",\"on\":\"transaction\",\"kind\":\"" + kind +
                  "\",\"count\":1}");
}

void KillRig::leaveSuspect(const CounterHome& home, const SandboxProcess& sandbox) {
  orderFault(sandbox, 0);
  home.run(nextSale() + QStringList{QStringLiteral("--wait"), QStringLiteral("3")});
  sandbox.admin("DELETE", QStringLiteral("/faults"));
}

void KillRig::killWaiting(ProbedProcess& process) {
  if (flip()) {
    process.goOn();
    // Jitter, not synchronisation: somewhere in the microseconds after the point.
    QThread::usleep(static_cast<unsigned long>(m_random.bounded(3000)));
  }
  process.kill();
}

bool KillRig::killAt(ProbedProcess& process, const QString& point, int limitMs, QByteArray* printed) {
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
    killWaiting(process);
    if (printed != nullptr)
      *printed = process.output();
    return true;
  }
  return false;
}

QString KillRig::rarePoints() const {
  int all = 0;
  QStringList rare;
  for (auto at = m_kills.begin(); at != m_kills.end(); ++at) {
    qInfo("figure: %4d kills at %s", at.value(), qPrintable(at.key()));
    all += at.value();
    if (at.value() < killsAtEachPoint() - kMisses)
      rare.append(QStringLiteral("%1: only %2 kills").arg(at.key()).arg(at.value()));
  }
  qInfo("figure: %4d kills of the real program in all", all);
  if (all < kKillsInAll)
    rare.append(QStringLiteral("only %1 kills in all").arg(all));
  return rare.join(QStringLiteral("; "));
}

}  // namespace loket::integration_tests
