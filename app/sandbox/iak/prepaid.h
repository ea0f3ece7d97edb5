// The prepaid side: checks a request in the documented order, executes it against the book and words the
// answer. Asynchronous: a top-up is always in process first, and check-status tells what became of it.
// Source: https://api.iak.id/docs/reference (prepaid, version 2)
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/exchange.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/home.h"
#include "app/sandbox/operation.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::iak {

struct Answer {
  nlohmann::json content;  // what "data" holds
  Wire wire = Wire::Answer;
};

class Prepaid {
 public:
  // `processMs` is how long an ordinary top-up is in process.
  Prepaid(World& world, const Credentials& credentials, std::int64_t processMs)
      : m_world(world), m_credentials(credentials), m_processMs(processMs) {}

  // `endpoint` is the path behind /iak/prepaid/api/, "" for a request that is no POST.
  Operation classify(const std::string& endpoint, const nlohmann::json& body) const;
  Answer handle(const std::string& endpoint, const nlohmann::json& body, const Fault* fault, UnixMs now);

 private:
  // "" or the rc of the first check that refuses: JSON 107, username and signature 204.
  std::string refusal(const nlohmann::json& body, const std::string& signedText) const;

  Answer checkBalance(const nlohmann::json& body) const;
  Answer listPrices(const std::string& path, const nlohmann::json& body) const;
  Answer checkOperator(const nlohmann::json& body) const;
  Answer inquirePln(const nlohmann::json& body, const Fault* fault, UnixMs now) const;
  Answer topUp(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer buy(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer checkStatus(const nlohmann::json& body, const Fault* fault);

  World& m_world;
  const Credentials& m_credentials;
  std::int64_t m_processMs;
};

}  // namespace loket::sandbox::iak
