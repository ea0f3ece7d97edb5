// Cash that an agent hands to a customer of a wallet: with the customer's one-time password the wallet pays
// the amount into the agent's account. And the way back, while the cash has not been handed out.
#pragma once

#include <string>

#include "app/sandbox/snap/answer.h"
#include "app/sandbox/snap/transfers.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

constexpr std::int64_t kPasswordLifeMs = 5 * kMinuteMs;

class Cashouts {
 public:
  Cashouts(World& world, Transfers& transfers) : m_world(world), m_transfers(transfers) {}

  Answer cashOut(const Call& call);  // 44
  Answer status(const Call& call);   // 45
  Answer cancel(const Call& call);   // 46

 private:
  // "" or what refuses the password; counts the tries that do not fit.
  std::string checkPassword(const std::string& customer, const std::string& code, UnixMs now);

  World& m_world;
  Transfers& m_transfers;
};

}  // namespace loket::sandbox::snap
