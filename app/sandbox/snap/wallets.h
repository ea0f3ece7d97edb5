// Electronic money: the customer's name and limits, topping up his balance, and what became of it.
#pragma once

#include "app/sandbox/snap/answer.h"
#include "app/sandbox/snap/transfers.h"

namespace loket::sandbox::snap {

class Wallets {
 public:
  explicit Wallets(Transfers& transfers) : m_transfers(transfers) {}

  Answer inquire(const Call& call) const;  // 37
  Answer topUp(const Call& call);          // 38
  Answer status(const Call& call);         // 39

 private:
  Transfers& m_transfers;
};

}  // namespace loket::sandbox::snap
