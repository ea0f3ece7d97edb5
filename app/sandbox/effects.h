// The ground truth: every effect that really happened at an upstream, whatever its answers said. A payment
// client is judged against this list.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/time_text.h"

namespace loket::sandbox {

struct Effect {
  std::string upstream;
  std::string ref;
  std::string product;
  std::string number;
  std::int64_t amount = 0;  // what the customer received: face value, bill total without admin, transfer
  std::int64_t price = 0;   // what was taken from the deposit for it
  UnixMs executedAt = 0;
  int times = 1;
  bool refunded = false;
  std::string bankCode = {};  // transfers to another bank: which
};

class Effects {
 public:
  // The same effect again (same upstream, ref, product, number and amount) raises `times`.
  void add(const Effect& effect);
  void markRefunded(const std::string& upstream, const std::string& ref);
  void clear();
  nlohmann::ordered_json toJson() const;

 private:
  std::vector<Effect> m_effects;
  std::multimap<std::string, std::size_t> m_byRef;  // "upstream/ref" -> index
};

nlohmann::json toJson(const Effect& effect);
Effect effectFrom(const nlohmann::json& json);

}  // namespace loket::sandbox
