// A window that is given its PIN through the environment opens the home with it, and the system shows nobody the PIN any more.
// CTest starts this program with LOKET_PIN: what is set later does not lie where the system looks.
#include <QFile>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/ui/real/open_cashier.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::SandboxProcess;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kPin = "123456";

// As whoever may look into this process sees it.
QByteArray environment() {
  QFile file(QStringLiteral("/proc/self/environ"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class EnvironmentTest final : public QObject {
  Q_OBJECT

 private slots:
  void thePinIsTakenOutOfIt() {
    const QByteArray given = QByteArray("LOKET_PIN=") + kPin;
    QVERIFY2(environment().contains(given), "to be started with LOKET_PIN=123456");
    SandboxProcess sandbox;
    QVERIFY(sandbox.start());
    CounterHome home(sandbox);
    QVERIFY(home.open());
    const auto cashier = openCashier(home, sandbox);
    const QByteArray left = environment();
    QVERIFY(!left.contains(given));
    QVERIFY(left.contains(QByteArray("LOKET_PIN=") + QByteArray(static_cast<qsizetype>(qstrlen(kPin)), '\0')));
    // It was his: nobody typed one.
    QTRY_VERIFY_WITH_TIMEOUT(cashier->window().frame() != nullptr, kPatienceMs);
  }
};

}  // namespace loket::test

QTEST_MAIN(loket::test::EnvironmentTest)
#include "environment_test.moc"
