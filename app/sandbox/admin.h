// The admin port's routes: ground truth, request log, balances, faults, clock. Scripts and tests steer the
// sandbox and judge clients with these; they are part of the project's contracts.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "app/sandbox/exchange.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/gateway.h"
#include "app/sandbox/outside.h"
#include "app/sandbox/request_log.h"
#include "app/sandbox/webhooks.h"
#include "app/sandbox/world.h"

namespace loket::sandbox {

class Admin {
 public:
  // `faultsChanged` is called whenever faults were added or cleared.
  Admin(World& world, Gateway& gateway, Faults& faults, RequestLog& requests, Webhooks& webhooks,
        std::function<void()> faultsChanged);

  Reply serve(const Request& request);

 private:
  Reply route(const Request& request);
  Reply balances();
  Reply reset();
  Reply changeFaults(const Request& request);
  Reply showClock();
  Reply moveClock(const nlohmann::json& body);
  Reply addDeposit(const nlohmann::json& body);
  Reply changeTerminals(const nlohmann::json& body);
  Reply changeCatalogue(const nlohmann::json& body);

  World& m_world;
  Gateway& m_gateway;
  Faults& m_faults;
  RequestLog& m_requests;
  Webhooks& m_webhooks;
  Outside m_outside;
  std::function<void()> m_faultsChanged;
};

}  // namespace loket::sandbox
