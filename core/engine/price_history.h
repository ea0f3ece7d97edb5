// Who changed the price rules, when, and what from what to what: rows of the settings, in the commit of the change. The
// newest kPriceSavingsKept of them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/api/config.h"
#include "core/engine/config_record.h"

namespace loket::engine {

inline constexpr int kPriceSavingsKept = 500;

class PriceHistory {
 public:
  // Takes what it finds among the rows; once with all of them, and with those of `next` when they are on disk.
  void restore(const Rows& rows);
  // What is to be written with the change; nothing when nothing changes.
  Rows next(const PriceRules& before, const PriceRules& after, const UserName& by, Instant at);
  std::vector<api::PriceSaving> newest(int limit) const;

 private:
  std::map<std::int64_t, api::PriceSaving> m_savings;  // by number
  std::int64_t m_next = 1;                             // a number that was not written is not used again before a restart
};

}  // namespace loket::engine
