// The SNAP bank: token, balance, account inquiry, transfer within the bank and its status. Source: the SNAP
// standard 1.0.2, https://apidevportal.aspi-indonesia.or.id
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/snap/gatekeeper.h"
#include "app/sandbox/upstream.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

class Service : public Upstream {
 public:
  Service(World& world, const Credentials& credentials, const std::string& clientPublicKey)
      : m_world(world), m_credentials(credentials), m_gatekeeper(credentials, clientPublicKey) {}

  bool owns(const std::string& target) const override;
  Operation classify(const Request& request, UnixMs now) const override;
  Reply handle(const Request& request, const Fault* fault, UnixMs now) override;
  void settle(UnixMs now) override;
  void forget() override;

 private:
  struct Answer {
    std::string code;  // http status and case, "20000"
    std::string message;
    nlohmann::ordered_json fields = nlohmann::ordered_json::object();
  };

  Answer token(const Request& request, UnixMs now);
  Answer balance(const nlohmann::json& body) const;
  Answer inquire(const nlohmann::json& body, const Fault* fault) const;
  Answer transfer(const Request& request, const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer status(const nlohmann::json& body, const Fault* fault);

  World& m_world;
  Credentials m_credentials;
  Gatekeeper m_gatekeeper;
};

}  // namespace loket::sandbox::snap
