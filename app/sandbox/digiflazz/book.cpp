#include "app/sandbox/digiflazz/book.h"

#include <algorithm>

#include "app/sandbox/digiflazz/response_codes.h"

namespace loket::sandbox::digiflazz {

nlohmann::json toJson(const Transaction& t) {
  nlohmann::json json{{"ref", t.ref},
                      {"command", t.command},
                      {"sku", t.sku},
                      {"number", t.number},
                      {"rc", t.rc},
                      {"extra", t.extra},
                      {"message", t.message},
                      {"sn", t.sn},
                      {"paid", t.paid},
                      {"chosen", t.chosen},
                      {"amount", t.amount},
                      {"price", t.price},
                      {"balanceAfter", t.balanceAfter},
                      {"createdAt", t.createdAt},
                      {"nextRc", t.nextRc},
                      {"nextAt", t.nextAt},
                      {"held", t.held},
                      {"executed", t.executed},
                      {"hiddenAnswers", t.hiddenAnswers}};
  if (!t.inquiry.is_null()) {
    json["inquiry"] = t.inquiry;
    json["payment"] = t.payment;
  }
  return json;
}

Transaction transactionFrom(const nlohmann::json& json) {
  Transaction t;
  json.at("ref").get_to(t.ref);
  json.at("command").get_to(t.command);
  json.at("sku").get_to(t.sku);
  json.at("number").get_to(t.number);
  json.at("rc").get_to(t.rc);
  json.at("message").get_to(t.message);
  json.at("sn").get_to(t.sn);
  json.at("paid").get_to(t.paid);
  json.at("chosen").get_to(t.chosen);
  json.at("amount").get_to(t.amount);
  json.at("price").get_to(t.price);
  json.at("balanceAfter").get_to(t.balanceAfter);
  json.at("createdAt").get_to(t.createdAt);
  json.at("nextRc").get_to(t.nextRc);
  json.at("nextAt").get_to(t.nextAt);
  json.at("held").get_to(t.held);
  json.at("executed").get_to(t.executed);
  json.at("hiddenAnswers").get_to(t.hiddenAnswers);
  t.extra = json.value("extra", t.extra);
  if (json.contains("inquiry")) {
    t.inquiry = json["inquiry"];
    t.payment = json["payment"];
  }
  return t;
}

void Book::apply(const nlohmann::json& event) {
  if (event.contains("transaction")) {
    m_deposit -= event.at("take").get<std::int64_t>();
    put(transactionFrom(event["transaction"]));
  }
  if (event.contains("ticket")) {
    m_tickets.open(ticketFrom(event["ticket"]));
  }
  if (event.contains("arrival")) {
    const nlohmann::json& arrival = event["arrival"];
    arrive({"", "", arrival.at("amount"), arrival.at("notes"), event.at("at")});
  }
}

void Book::arrive(const Arrival& arrival) {
  if (m_tickets.arrive(arrival)) {
    m_deposit += arrival.amount;
  }
}

void Book::put(const Transaction& transaction) {
  const auto [place, isNew] = m_byRef.try_emplace(transaction.ref);
  if (!isNew) {
    m_due.erase({place->second.nextAt, transaction.ref});
  }
  place->second = transaction;
  if (!transaction.nextRc.empty()) {
    m_due.emplace(transaction.nextAt, transaction.ref);
  }
  if (isNew) {
    m_refsByCustomer.emplace(transaction.sku + "/" + transaction.number, transaction.ref);
  }
}

const Transaction* Book::find(const std::string& ref) const {
  const auto found = m_byRef.find(ref);
  return found == m_byRef.end() ? nullptr : &found->second;
}

const Transaction* Book::due(UnixMs now) const {
  if (m_due.empty() || m_due.begin()->first > now) {
    return nullptr;
  }
  return find(m_due.begin()->second);
}

bool Book::soldToday(const std::string& sku, const std::string& number, UnixMs now) const {
  const auto [first, last] = m_refsByCustomer.equal_range(sku + "/" + number);
  return std::any_of(first, last, [&](const auto& entry) {
    const Transaction* earlier = find(entry.second);
    return earlier != nullptr && statusOf(earlier->rc) != "Gagal" &&
           jakartaDay(earlier->createdAt) == jakartaDay(now);
  });
}

}  // namespace loket::sandbox::digiflazz
