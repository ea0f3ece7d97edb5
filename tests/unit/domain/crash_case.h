// Tests that the process stops: the test runs itself again with the name of a case in the environment, and that
// second process must die by abort(). QtTest itself has no death test.
#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>

namespace loket::test {

inline constexpr const char* kCrashCase = "LOKET_TEST_CRASH_CASE";

inline bool stopsTheProcess(const QString& name) {
  QProcess process;
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.insert(kCrashCase, name);
  process.setProcessEnvironment(environment);
  process.start(QCoreApplication::applicationFilePath(), {});
  return process.waitForFinished(20'000) && process.exitStatus() == QProcess::CrashExit &&
         process.readAllStandardError().contains("check failed");
}

}  // namespace loket::test

// main() of a test with crash cases: `runCase` is a function from the case's name.
#define LOKET_TEST_MAIN_WITH_CRASHES(TestObject, runCase)                    \
  int main(int argc, char** argv) {                                          \
    if (qEnvironmentVariableIsSet(::loket::test::kCrashCase)) {              \
      runCase(qEnvironmentVariable(::loket::test::kCrashCase));              \
      return 0;                                                              \
    }                                                                        \
    QCoreApplication app(argc, argv);                                        \
    TestObject tests;                                                        \
    return QTest::qExec(&tests, argc, argv);                                 \
  }
