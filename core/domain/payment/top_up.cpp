#include "core/domain/payment/top_up.h"

#include <string>
#include <string_view>

namespace loket {
namespace {

constexpr std::string_view kBefore = "ticket:";

}  // namespace

BonName purseOf(const DepositTopUp& topUp) {
  return BonName(std::string(kBefore) + topUp.ticket.str() + ":" + topUp.upstream.str());
}

std::optional<DepositTopUp> topUpOf(const BonName& purse) {
  const std::string& name = purse.str();
  if (name.compare(0, kBefore.size(), kBefore) != 0)
    return std::nullopt;
  const std::size_t colon = name.find(':', kBefore.size());
  if (colon == std::string::npos)
    return std::nullopt;
  return DepositTopUp{TicketId(name.substr(kBefore.size(), colon - kBefore.size())),
                      UpstreamId(name.substr(colon + 1))};
}

}  // namespace loket
