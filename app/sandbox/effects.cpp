#include "app/sandbox/effects.h"

namespace loket::sandbox {

void Effects::add(const Effect& effect) {
  const std::string key = effect.upstream + "/" + effect.ref;
  const auto [first, last] = m_byRef.equal_range(key);
  for (auto it = first; it != last; ++it) {
    Effect& earlier = m_effects[it->second];
    if (earlier.product == effect.product && earlier.number == effect.number &&
        earlier.amount == effect.amount) {
      ++earlier.times;
      return;
    }
  }
  m_byRef.emplace(key, m_effects.size());
  m_effects.push_back(effect);
}

void Effects::markRefunded(const std::string& upstream, const std::string& ref) {
  const auto [first, last] = m_byRef.equal_range(upstream + "/" + ref);
  for (auto it = first; it != last; ++it) {
    m_effects[it->second].refunded = true;
  }
}

void Effects::clear() {
  m_effects.clear();
  m_byRef.clear();
}

nlohmann::ordered_json Effects::toJson() const {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Effect& effect : m_effects) {
    nlohmann::ordered_json one;
    one["upstream"] = effect.upstream;
    one["ref"] = effect.ref;
    one["product"] = effect.product;
    one["number"] = effect.number;
    one["amount"] = effect.amount;
    one["price"] = effect.price;
    one["executedAt"] = rfc3339Jakarta(effect.executedAt);
    one["times"] = effect.times;
    if (!effect.bankCode.empty()) {
      one["bankCode"] = effect.bankCode;
    }
    if (effect.refunded) {
      one["refunded"] = true;
    }
    all.push_back(std::move(one));
  }
  return all;
}

nlohmann::json toJson(const Effect& effect) {
  nlohmann::json json{{"upstream", effect.upstream},    {"ref", effect.ref},
                      {"product", effect.product},      {"number", effect.number},
                      {"amount", effect.amount},        {"price", effect.price},
                      {"executedAt", effect.executedAt}};
  if (!effect.bankCode.empty()) {
    json["bankCode"] = effect.bankCode;
  }
  return json;
}

Effect effectFrom(const nlohmann::json& json) {
  Effect effect;
  effect.upstream = json.at("upstream");
  effect.ref = json.at("ref");
  effect.product = json.at("product");
  effect.number = json.at("number");
  effect.amount = json.at("amount");
  effect.price = json.at("price");
  effect.executedAt = json.at("executedAt");
  effect.bankCode = json.value("bankCode", effect.bankCode);
  return effect;
}

}  // namespace loket::sandbox
