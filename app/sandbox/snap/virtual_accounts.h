// Virtual accounts: the partner's own, which customers pay into its account, and those of others, which the
// partner pays. An account number is eight characters of service id, blanks in front, and the customer's
// part.
#pragma once

#include <string>

#include "app/sandbox/home.h"
#include "app/sandbox/snap/answer.h"
#include "app/sandbox/snap/transfers.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

// Derived from X-PARTNER-ID: its digits, at most the last eight, padded to eight with blanks in front.
std::string serviceIdOf(const std::string& partnerId);

class VirtualAccounts {
 public:
  VirtualAccounts(World& world, const Credentials& credentials, Transfers& transfers)
      : m_world(world), m_serviceId(serviceIdOf(credentials.snapPartnerId)), m_transfers(transfers) {}

  Answer inquire(const Call& call);  // 24
  Answer pay(const Call& call);      // 25
  Answer status(const Call& call);   // 26
  Answer create(const Call& call);   // 27

 private:
  Answer paymentStatus(const Call& call, const std::string& number, const std::string& paymentId);
  // What a virtual account of somebody else asks for; refused with `code` when it cannot be paid.
  struct Bill {
    std::string code;
    std::int64_t amount = 0;
    std::string name;
    bool open = false;  // takes any amount, again and again
  };
  Bill billOf(const std::string& serviceId, const std::string& customerNo, UnixMs now) const;

  World& m_world;
  std::string m_serviceId;
  Transfers& m_transfers;
};

}  // namespace loket::sandbox::snap
