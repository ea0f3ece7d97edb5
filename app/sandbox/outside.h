// What others do around the upstreams, told to the admin port: customers who transfer, pay and receive
// passwords on their telephones. Each happening is an event like any other.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "app/sandbox/exchange.h"
#include "app/sandbox/gateway.h"
#include "app/sandbox/world.h"

namespace loket::sandbox {

class Outside {
 public:
  Outside(World& world, Gateway& gateway) : m_world(world), m_gateway(gateway) {}

  // The answer, or nothing when the call ("POST /bank/credit") is none of these.
  std::optional<Reply> serve(const std::string& call, const std::string& body);

 private:
  Reply credits() const;
  Reply incomingTransfer(const nlohmann::json& body, UnixMs now);
  Reply payVirtualAccount(const nlohmann::json& body, UnixMs now);
  Reply payQrCode(const nlohmann::json& body, UnixMs now);
  Reply depositArrives(const nlohmann::json& body, UnixMs now);
  Reply showPassword(const nlohmann::json& body, UnixMs now);

  World& m_world;
  Gateway& m_gateway;
};

}  // namespace loket::sandbox
