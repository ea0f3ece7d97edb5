// The counter's program over a real home and the sandbox's clock, its window in front and at the door.
#pragma once

#include <QApplication>
#include <memory>
#include <utility>

#include "app/cashier/cashier.h"
#include "tests/integration/counter_home.h"

namespace loket::test {

inline std::unique_ptr<app::Cashier> openCashier(const integration_tests::CounterHome& home,
                                                 const integration_tests::SandboxProcess& sandbox) {
  app::CashierOptions options;
  options.home = home.path();
  options.host.home = options.home.toStdString();
  options.host.clockUrl = sandbox.adminUrl().toStdString();
  auto cashier = std::make_unique<app::Cashier>(std::move(options), *qApp);
  cashier->show();
  cashier->window().activateWindow();
  return cashier;
}

}  // namespace loket::test
