#include "app/sandbox/iak/book.h"

#include <algorithm>

#include "app/sandbox/iak/response_codes.h"

namespace loket::sandbox::iak {

nlohmann::json toJson(const Order& order) {
  nlohmann::json turns = nlohmann::json::array();
  for (const Turn& turn : order.turns) {
    turns.push_back({{"rc", turn.rc}, {"at", turn.at}, {"delivers", turn.delivers}});
  }
  nlohmann::json json{{"side", order.side == Side::Bill ? "bill" : "prepaid"},
                      {"ref", order.ref},
                      {"code", order.code},
                      {"number", order.number},
                      {"trId", order.trId},
                      {"rc", order.rc},
                      {"paid", order.paid},
                      {"sn", order.sn},
                      {"pin", order.pin},
                      {"amount", order.amount},
                      {"price", order.price},
                      {"balanceAfter", order.balanceAfter},
                      {"createdAt", order.createdAt},
                      {"paidAt", order.paidAt},
                      {"turns", std::move(turns)},
                      {"held", order.held},
                      {"executed", order.executed},
                      {"hiddenAnswers", order.hiddenAnswers}};
  if (order.side == Side::Bill) {
    json["inquiry"] = order.inquiry;
    json["payment"] = order.payment;
  }
  return json;
}

Order orderFrom(const nlohmann::json& json) {
  Order order;
  order.side = json.at("side") == "bill" ? Side::Bill : Side::Prepaid;
  json.at("ref").get_to(order.ref);
  json.at("code").get_to(order.code);
  json.at("number").get_to(order.number);
  json.at("trId").get_to(order.trId);
  json.at("rc").get_to(order.rc);
  json.at("paid").get_to(order.paid);
  json.at("sn").get_to(order.sn);
  json.at("pin").get_to(order.pin);
  json.at("amount").get_to(order.amount);
  json.at("price").get_to(order.price);
  json.at("balanceAfter").get_to(order.balanceAfter);
  json.at("createdAt").get_to(order.createdAt);
  json.at("paidAt").get_to(order.paidAt);
  json.at("held").get_to(order.held);
  json.at("executed").get_to(order.executed);
  json.at("hiddenAnswers").get_to(order.hiddenAnswers);
  for (const auto& turn : json.at("turns")) {
    order.turns.push_back({turn.at("rc"), turn.at("at"), turn.at("delivers")});
  }
  if (order.side == Side::Bill) {
    order.inquiry = json.at("inquiry");
    order.payment = json.at("payment");
  }
  return order;
}

void Book::put(const Order& order) {
  const Key key{order.side, order.ref};
  const auto [place, isNew] = m_orders.try_emplace(key);
  if (!isNew && !place->second.turns.empty()) {
    m_due.erase({place->second.turns.front().at, key});
  }
  place->second = order;
  if (!order.turns.empty()) {
    m_due.emplace(order.turns.front().at, key);
  }
  std::int64_t& last = m_lastTrId[order.side];
  last = std::max(last, order.trId);
  if (order.side == Side::Bill) {
    m_refByTrId[std::to_string(order.trId)] = order.ref;
  } else if (isNew) {
    m_refsByCustomer.emplace(order.code + "/" + order.number, order.ref);
  }
}

const Order* Book::find(Side side, const std::string& ref) const {
  const auto found = m_orders.find({side, ref});
  return found == m_orders.end() ? nullptr : &found->second;
}

const Order* Book::findBill(const std::string& trId) const {
  const auto ref = m_refByTrId.find(trId);
  return ref == m_refByTrId.end() ? nullptr : find(Side::Bill, ref->second);
}

std::int64_t Book::nextTrId(Side side) const {
  // Each side counts for itself; an empty book starts where the documents' samples are.
  const auto last = m_lastTrId.find(side);
  return last != m_lastTrId.end() ? last->second + 1 : (side == Side::Bill ? 9'732'792 : 3482);
}

const Order* Book::due(UnixMs now) const {
  if (m_due.empty() || m_due.begin()->first > now) {
    return nullptr;
  }
  const auto& [side, ref] = m_due.begin()->second;
  return find(side, ref);
}

bool Book::soldToday(const std::string& code, const std::string& number, UnixMs now) const {
  const auto [first, last] = m_refsByCustomer.equal_range(code + "/" + number);
  return std::any_of(first, last, [&](const auto& entry) {
    const Order* earlier = find(Side::Prepaid, entry.second);
    return earlier != nullptr && !isFailure(earlier->rc) && jakartaDay(earlier->createdAt) == jakartaDay(now);
  });
}

}  // namespace loket::sandbox::iak
