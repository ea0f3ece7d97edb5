#include "app/sandbox/outside.h"

#include <functional>
#include <map>

#include <nlohmann/json.hpp>

#include "app/sandbox/people.h"
#include "app/sandbox/snap/book_json.h"

namespace loket::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostRupiah = 1'000'000'000'000;

Reply answer(const ordered_json& body) {
  return {200, "application/json", body.dump() + "\n", Wire::Answer};
}

Reply refuse(const std::string& why) {
  return {400, "application/json", json{{"error", why}}.dump() + "\n", Wire::Answer};
}

std::string textAt(const json& body, const char* key, const std::string& otherwise = {}) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

std::optional<std::int64_t> amountAt(const json& body) {
  const auto found = body.find("amount");
  if (found == body.end() || !found->is_number_integer() || *found <= 0 || *found > kMostRupiah) {
    return std::nullopt;
  }
  return found->get<std::int64_t>();
}

ordered_json shown(const snap::Credit& credit) {
  ordered_json one{{"id", credit.id},
                   {"kind", credit.kind},
                   {"amount", credit.amount},
                   {"fromName", credit.fromName},
                   {"fromAccount", credit.fromAccount},
                   {"remark", credit.remark},
                   {"ref", credit.ref},
                   {"at", rfc3339Jakarta(credit.at)}};
  if (credit.reversed) {
    one["reversed"] = true;
  }
  return one;
}

}  // namespace

std::optional<Reply> Outside::serve(const std::string& call, const std::string& body) {
  using Happening = std::function<Reply(const json&, UnixMs)>;
  const std::map<std::string, Happening> happenings{
      {"POST /bank/credit", [this](const json& b, UnixMs now) { return incomingTransfer(b, now); }},
  };
  if (call == "GET /credits") {
    const std::lock_guard lock(m_world.mutex());
    m_gateway.settle(m_world.clock().now());
    return credits();
  }
  const auto found = happenings.find(call);
  if (found == happenings.end()) {
    return std::nullopt;
  }
  const json parsed = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) {
    return refuse("the body must be a JSON object");
  }
  const std::lock_guard lock(m_world.mutex());
  const UnixMs now = m_world.clock().now();
  m_gateway.settle(now);
  return found->second(parsed, now);
}

Reply Outside::credits() const {
  ordered_json all = ordered_json::array();
  for (const snap::Credit& credit : m_world.bank().credits()) {
    all.push_back(shown(credit));
  }
  return answer(all);
}

Reply Outside::incomingTransfer(const json& body, UnixMs now) {
  const auto amount = amountAt(body);
  if (!amount) {
    return refuse("\"amount\" must be a positive whole number of rupiah");
  }
  snap::Credit credit;
  credit.id = m_world.bank().nextCreditId(now);
  credit.kind = "transfer";
  credit.amount = *amount;
  credit.fromAccount = textAt(body, "fromAccount", "1234567890");
  credit.fromName = textAt(body, "fromName", personName(credit.fromAccount));
  credit.remark = textAt(body, "remark");
  credit.at = now;
  m_world.commit({{"kind", "bank"}, {"at", now}, {"credit", snap::toJson(credit)}});
  return answer(shown(credit));
}

}  // namespace loket::sandbox
