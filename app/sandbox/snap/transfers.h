// Money that the partner orders to be moved: to accounts of this bank and of others, to virtual accounts and
// to wallets, and what became of it. One set of rules for references, repetitions and outcomes.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/home.h"
#include "app/sandbox/snap/accounts.h"
#include "app/sandbox/snap/answer.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

class Transfers {
 public:
  Transfers(World& world, const Credentials& credentials)
      : m_world(world), m_source(credentials.snapSourceAccount) {}

  Answer inquireInternal(const Call& call) const;
  Answer inquireExternal(const Call& call) const;
  Answer intrabank(const Call& call) { return transfer(call, "17"); }
  Answer interbank(const Call& call) { return transfer(call, "18"); }
  Answer status(const Call& call);

  // How one service differs from the others.
  struct Order {
    Transfer wanted;
    // "" or what refuses it before the outcome is drawn: unknown bank, account, limits.
    std::function<std::string()> refusal;
    std::function<nlohmann::ordered_json(const Transfer&)> wording;
    TransferFate fate;
    // Goes into the event that creates it, unless it comes to nothing (07); null: nothing.
    nlohmann::json alongside;
  };
  Answer execute(const Call& call, const Order& order);

  // The transfer that a status query means, with the rules for queries that are answered with "not found".
  struct Asked {
    std::string service;
    std::string partnerRef;
    std::string referenceNo;
    std::string externalId;
  };
  const Transfer* find(const Call& call, const Asked& asked);

  void settle(UnixMs now);

 private:
  Answer transfer(const Call& call, const std::string& service);

  World& m_world;
  std::string m_source;
};

}  // namespace loket::sandbox::snap
