// Runs every contract test of loket-sandbox; arguments go to each of them (for example a test name).
#include <QCoreApplication>
#include <QtTest>

#include <curl/curl.h>

#include "tests/contract/tests.h"

int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  using namespace loket::contract_tests;
  int failed = 0;
  for (const auto make :
       {&makeDigiflazzTest, &makeIakPrepaidTest, &makeIakBillTest, &makeIakFaultTest, &makeSnapTest,
        &makeSnapTransferTest, &makeSnapIncomingTest, &makeFaultTest, &makeDurabilityTest, &makeAdminTest,
        &makeSnapWalletTest, &makeDigiflazzDepositTest, &makeTerminalTest}) {
    failed += QTest::qExec(make().get(), argc, argv);
  }
  curl_global_cleanup();
  return failed == 0 ? 0 : 1;
}
