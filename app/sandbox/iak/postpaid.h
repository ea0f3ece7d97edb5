// The postpaid side: one path, told apart by the command. Synchronous: an inquiry gives a tr_id, the payment
// names it, checkstatus tells what became of it. Source: https://api.iak.id/docs/reference (postpaid)
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/faults.h"
#include "app/sandbox/home.h"
#include "app/sandbox/iak/prepaid.h"
#include "app/sandbox/operation.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::iak {

class Postpaid {
 public:
  Postpaid(World& world, const Credentials& credentials) : m_world(world), m_credentials(credentials) {}

  // `endpoint` is the path behind /iak/postpaid/, "" for a request that is no POST.
  Operation classify(const std::string& endpoint, const nlohmann::json& body) const;
  Answer handle(const std::string& endpoint, const nlohmann::json& body, const Fault* fault, UnixMs now);

 private:
  Answer execute(const std::string& endpoint, const nlohmann::json& body, const Fault* fault, UnixMs now);
  // "" or the rc of the first check that refuses: JSON 107, username 100, command 101, signature 100. An
  // unknown command has no signature that could be checked before it.
  std::string refusal(const nlohmann::json& body) const;

  Answer inquire(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer pay(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer checkStatus(const nlohmann::json& body, const Fault* fault);

  World& m_world;
  const Credentials& m_credentials;
};

}  // namespace loket::sandbox::iak
