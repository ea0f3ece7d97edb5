// What comes through the environment is taken out of it: not only the variable, its text too.
#include <QTest>
#include <algorithm>
#include <cstdlib>

#include "core/adapters/system/process.h"

using namespace loket;

class EnvironmentTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsTakenLiesThereNoMore() {
    qputenv(kVariable, "2718281828");
    const char* const there = std::getenv(kVariable);
    QVERIFY(there != nullptr);
    const SecretBytes taken = adapters::takeFromEnvironment(kVariable);
    QVERIFY(taken.view() == "2718281828");
    // Where it lay, to its end.
    QVERIFY(std::all_of(there, there + taken.size() + 1, [](char c) { return c == '\0'; }));
    QVERIFY(adapters::takeFromEnvironment(kVariable).empty());
  }
  void whatIsNotThereIsEmpty() {
    qunsetenv(kVariable);
    QVERIFY(adapters::takeFromEnvironment(kVariable).empty());
    qputenv(kVariable, "");
    QVERIFY(adapters::takeFromEnvironment(kVariable).empty());
  }

 private:
  static constexpr const char* kVariable = "LOKET_TEST_PIN";
};

QTEST_GUILESS_MAIN(EnvironmentTest)
#include "environment_test.moc"
