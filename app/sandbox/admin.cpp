#include "app/sandbox/admin.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "app/sandbox/time_text.h"

namespace loket::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// Bounds that keep every sum of rupiah far inside 64 bits.
constexpr std::int64_t kMostRupiah = 1'000'000'000'000;

Reply answer(const ordered_json& body) {
  return {200, "application/json", body.dump() + "\n", Wire::Answer};
}

Reply refuse(int status, const std::string& why) {
  return {status, "application/json", json{{"error", why}}.dump() + "\n", Wire::Answer};
}

// The aggregator a call is for, the first one where it names none; nothing where it names another thing.
std::optional<std::string> aggregatorIn(const json& body) {
  if (!body.contains("upstream")) {
    return "digi";
  }
  const json& named = body["upstream"];
  return named == "digi" || named == "iak" ? std::optional(named.get<std::string>()) : std::nullopt;
}

template <typename Catalogue>
bool canChange(const Catalogue& catalogue, const std::string& sku, bool price) {
  return catalogue.prepaid(sku) != nullptr || (catalogue.bill(sku) != nullptr && !price);
}

}  // namespace

Admin::Admin(World& world, Gateway& gateway, Faults& faults, RequestLog& requests, Webhooks& webhooks,
             std::function<void()> faultsChanged)
    : m_world(world),
      m_gateway(gateway),
      m_faults(faults),
      m_requests(requests),
      m_webhooks(webhooks),
      m_outside(world, gateway),
      m_faultsChanged(std::move(faultsChanged)) {}

Reply Admin::serve(const Request& request) {
  Reply reply = route(request);
  m_world.log().waitDurable(m_world.log().lastSequence());
  return reply;
}

Reply Admin::route(const Request& request) {
  const std::string call = request.method + " " + request.target.substr(0, request.target.find('?'));
  if (call == "GET /ledger") {
    const std::lock_guard lock(m_world.mutex());
    m_gateway.settle(m_world.clock().now());
    return answer(m_world.effects().toJson());
  }
  if (call == "GET /requests") {
    return answer(m_requests.toJson());
  }
  if (call == "GET /webhooks") {
    return answer(m_webhooks.sent());
  }
  if (call == "GET /balances") {
    return balances();
  }
  if (call == "GET /terminals") {
    const std::lock_guard lock(m_world.mutex());
    return answer(m_world.terminals().toJson());
  }
  if (call == "POST /reset") {
    return reset();
  }
  if (call == "GET /faults" || call == "POST /faults" || call == "DELETE /faults") {
    return changeFaults(request);
  }
  if (call == "GET /clock") {
    return showClock();
  }
  if (auto happened = m_outside.serve(call, request.body)) {
    return *happened;
  }
  const bool known = call == "POST /clock" || call == "POST /deposit" || call == "POST /catalogue" || call == "POST /terminals";
  if (!known) {
    return refuse(404, "no such call: " + call);
  }
  const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    return refuse(400, "the body must be a JSON object");
  }
  if (call == "POST /clock") {
    return moveClock(body);
  }
  if (call == "POST /terminals") {
    return changeTerminals(body);
  }
  return call == "POST /deposit" ? addDeposit(body) : changeCatalogue(body);
}

Reply Admin::balances() {
  const std::lock_guard lock(m_world.mutex());
  m_gateway.settle(m_world.clock().now());
  return answer({{"digi", {{"deposit", m_world.digi().deposit()}}},
                 {"bank", {{"balance", m_world.bank().balance()}}},
                 {"iak", {{"deposit", m_world.iak().deposit()}}}});
}

Reply Admin::reset() {
  {
    const std::lock_guard lock(m_world.mutex());
    m_world.reset();
    m_gateway.forget();
    m_requests.clear();
    m_faults.clear();
  }
  m_webhooks.clear();
  m_faultsChanged();
  return answer({{"ok", true}});
}

Reply Admin::changeFaults(const Request& request) {
  if (request.method == "DELETE") {
    m_faults.clear();
  } else if (request.method == "POST") {
    try {
      m_faults.add(json::parse(request.body, nullptr, /*allow_exceptions=*/false));
    } catch (const FaultRequestError& error) {
      return refuse(400, error.what());
    }
  }
  if (request.method != "GET") {
    m_faultsChanged();
  }
  return answer(m_faults.list());
}

Reply Admin::showClock() {
  const std::lock_guard lock(m_world.mutex());
  return answer({{"now", rfc3339Jakarta(m_world.clock().now())}});
}

Reply Admin::moveClock(const json& body) {
  const bool advance = body.contains("advance");
  const char* key = advance ? "advance" : "set";
  if (body.size() != 1 || !body.contains(key) || !body[key].is_string()) {
    return refuse(400, "give either \"advance\" (ISO 8601 duration) or \"set\" (RFC 3339)");
  }
  const auto value =
      advance ? parseDurationMs(body[key].get<std::string>()) : parseRfc3339(body[key].get<std::string>());
  if (!value) {
    return refuse(400, advance ? "\"advance\" must be an ISO 8601 duration such as PT24H"
                               : "\"set\" must be an RFC 3339 instant such as 2026-08-22T10:00:00+07:00");
  }
  const std::lock_guard lock(m_world.mutex());
  SandboxClock& clock = m_world.clock();
  const std::int64_t step = advance ? *value : *value - clock.now();
  m_world.commit({{"kind", "clock"}, {"offsetMs", clock.offsetMs() + step}});
  const UnixMs now = clock.now();
  m_gateway.settle(now);
  return answer({{"now", rfc3339Jakarta(now)}});
}

Reply Admin::addDeposit(const json& body) {
  const std::optional<std::string> upstream = aggregatorIn(body);
  const std::size_t known = body.contains("upstream") ? 2 : 1;
  if (!upstream) {
    return refuse(400, "\"upstream\" must be \"digi\" or \"iak\"");
  }
  if (body.size() != known || !body.contains("amount") || !body["amount"].is_number_integer() ||
      body["amount"] > kMostRupiah || body["amount"] < -kMostRupiah) {
    return refuse(400, "\"amount\" must be a whole number of rupiah");
  }
  {
    const std::lock_guard lock(m_world.mutex());
    m_world.commit({{"kind", "deposit"}, {"upstream", *upstream}, {"amount", body["amount"]}});
  }
  return balances();
}

Reply Admin::changeTerminals(const json& body) {
  std::optional<json> event;
  if (body.size() == 1 && body.contains("key") && body["key"].is_string()) {
    event = Terminals::registration(body["key"].get<std::string>());
  } else if (body.size() == 2 && body.contains("upstream") && body.contains("signed") && body["signed"].is_boolean() &&
             (body["upstream"] == "digi" || body["upstream"] == "bank" || body["upstream"] == "iak")) {
    event = Terminals::demand(body["upstream"].get<std::string>(), body["signed"].get<bool>());
  }
  if (!event) {
    return refuse(400, "give \"key\" as the terminal tells it (NAME+NUMBER+BASE64), or \"upstream\" (digi, bank, iak) and \"signed\"");
  }
  const std::lock_guard lock(m_world.mutex());
  m_world.commit(*event);
  return answer(m_world.terminals().toJson());
}

Reply Admin::changeCatalogue(const json& body) {
  const std::optional<std::string> upstream = aggregatorIn(body);
  if (!upstream) {
    return refuse(400, "\"upstream\" must be \"digi\" or \"iak\"");
  }
  json event{{"kind", "catalogue"}, {"upstream", *upstream}};
  for (const auto& [key, value] : body.items()) {
    if (key == "sku" && value.is_string()) {
      event["sku"] = value;
    } else if (key == "price" && value.is_number_integer() && value > 0 && value <= kMostRupiah) {
      event["price"] = value;
    } else if (key == "seller_product_status" && value.is_boolean()) {
      event["active"] = value;
    } else if (key != "upstream") {
      return refuse(400,
                    "not understood: \"" + key + "\"; give sku with price (rupiah) or seller_product_status");
    }
  }
  if (!event.contains("sku") || event.size() < 4) {
    return refuse(400, "give sku with price (rupiah) or seller_product_status");
  }
  const std::lock_guard lock(m_world.mutex());
  const std::string sku = event["sku"];
  const bool price = event.contains("price");
  const bool fits = *upstream == "iak" ? canChange(m_world.iak().catalogue, sku, price)
                                       : canChange(m_world.digi().catalogue, sku, price);
  if (!fits) {
    return refuse(400, "no product \"" + sku + "\" that this can be changed of");
  }
  m_world.commit(event);
  return answer({{"ok", true}});
}

}  // namespace loket::sandbox
