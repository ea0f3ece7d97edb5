// The test objects of this binary, made by name so that each can stay in its own file.
#pragma once

#include <QObject>
#include <memory>

namespace loket::contract_tests {

std::unique_ptr<QObject> makeDigiflazzTest();
std::unique_ptr<QObject> makeIakPrepaidTest();
std::unique_ptr<QObject> makeIakBillTest();
std::unique_ptr<QObject> makeIakFaultTest();
std::unique_ptr<QObject> makeDigiflazzDepositTest();
std::unique_ptr<QObject> makeSnapTest();
std::unique_ptr<QObject> makeSnapTransferTest();
std::unique_ptr<QObject> makeSnapIncomingTest();
std::unique_ptr<QObject> makeSnapWalletTest();
std::unique_ptr<QObject> makeFaultTest();
std::unique_ptr<QObject> makeDurabilityTest();
std::unique_ptr<QObject> makeAdminTest();
std::unique_ptr<QObject> makeTerminalTest();

}  // namespace loket::contract_tests
