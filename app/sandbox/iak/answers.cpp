#include "app/sandbox/iak/answers.h"

#include "app/sandbox/iak/response_codes.h"

namespace loket::sandbox::iak {
namespace {

using nlohmann::json;

constexpr const char* kActive = "active";
constexpr const char* kNotActive = "non active";

int statusOf(const std::string& rc) {
  if (rc == "00") {
    return 1;
  }
  return isPending(rc) ? 0 : 2;
}

bool wanted(const std::string& filter, const std::string& value) {
  return filter.empty() || filter == value;
}

bool wantedStatus(const std::string& filter, bool active) {
  return filter == "all" || wanted(filter, active ? kActive : kNotActive);
}

void echo(const json& body, std::initializer_list<const char*> keys, json& answer) {
  for (const char* key : keys) {
    const std::string value = body.is_object() ? textAt(body, key) : "";
    if (!value.empty()) {
      answer[key] = value;
    }
  }
}

json billHead(const Order& bill) {
  return {{"tr_id", bill.trId}, {"code", bill.code}, {"hp", bill.number}, {"ref_id", bill.ref}};
}

json coded(json answer, const std::string& rc) {
  answer["response_code"] = rc;
  answer["message"] = billMessage(rc);
  return answer;
}

// "20180803171844", Jakarta time
std::string compactTime(UnixMs at) {
  const std::string text = rfc3339Jakarta(at);  // "2018-08-03T17:18:44.000+07:00"
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + text.substr(11, 2) + text.substr(14, 2) +
         text.substr(17, 2);
}

}  // namespace

std::string textAt(const json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string scalarAt(const json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_number_integer() ? found->dump() : textAt(body, key);
}

json prepaidRefusalAnswer(const json& body, const std::string& rc) {
  json answer{{"status", 2}, {"rc", rc}, {"message", prepaidMessage(rc)}};
  echo(body, {"ref_id", "customer_id", "product_code"}, answer);
  return answer;
}

json topUpAnswer(const Order& order) {
  json answer{
      {"ref_id", order.ref},           {"status", statusOf(order.rc)}, {"product_code", order.code},
      {"customer_id", order.number},   {"price", order.price},         {"message", prepaidMessage(order.rc)},
      {"balance", order.balanceAfter}, {"tr_id", order.trId},          {"rc", order.rc}};
  if (order.rc == "00") {
    answer["sn"] = order.sn;
    if (!order.pin.empty()) {
      answer["pin"] = order.pin;
    }
  }
  return answer;
}

json prepaidList(const Catalogue& catalogue, const std::string& type, const std::string& operatorWord,
                 const std::string& status) {
  json all = json::array();
  for (const PrepaidProduct& one : catalogue.allPrepaid()) {
    if (!wanted(type, one.type) || !wanted(operatorWord, one.operatorWord) ||
        !wantedStatus(status, one.active)) {
      continue;
    }
    all.push_back({{"product_code", one.code},
                   {"product_description", one.brand},
                   {"product_nominal", one.nominal},
                   {"product_details", one.details},
                   {"product_price", one.price},
                   {"product_type", one.type},
                   {"active_period", one.activePeriod},
                   {"status", one.active ? kActive : kNotActive},
                   {"icon_url", "-"},
                   {"product_category", one.type}});
  }
  return {{"pricelist", std::move(all)}, {"rc", "00"}, {"message", prepaidMessage("00")}};
}

json billRefusalAnswer(const json& body, const std::string& rc) {
  json answer = coded(json::object(), rc);
  echo(body, {"code", "hp", "ref_id", "tr_id"}, answer);
  return answer;
}

json inquiryAnswer(const Order& bill) {
  json answer = billHead(bill);
  answer.update(bill.inquiry);
  answer["response_code"] = "00";
  answer["message"] = "INQUIRY SUCCESS";
  return answer;
}

json paymentAnswer(const Order& bill) {
  json answer = billHead(bill);
  const bool succeeded = bill.rc == "00";
  answer.update(succeeded ? bill.payment : bill.inquiry);
  answer["balance"] = bill.balanceAfter;
  if (!isPending(bill.rc)) {
    answer["datetime"] = compactTime(bill.paidAt);
    answer["noref"] = succeeded ? bill.sn : "";
  }
  answer = coded(std::move(answer), bill.rc);
  if (succeeded) {
    answer["message"] = "PAYMENT SUCCESS";
  }
  return answer;
}

json billStatusAnswer(const Order& bill, bool denied) {
  json answer;
  if (!bill.paid || denied) {
    answer = billHead(bill);
    answer.update(bill.inquiry);
    answer["datetime"] = compactTime(bill.createdAt);
    // A denial must not give itself away: the balance is that of a server that knows of no payment.
    answer["balance"] = bill.balanceAfter + (bill.paid && bill.held ? bill.price : 0);
    answer["status"] = 0;
    return coded(std::move(answer), "42");
  }
  answer = paymentAnswer(bill);
  answer["status"] = isPending(bill.rc) ? 3 : statusOf(bill.rc);
  return answer;
}

json billList(const Catalogue& catalogue, const std::string& type, const std::string& status,
              const std::string& province) {
  json all = json::array();
  for (const BillProduct& one : catalogue.allBills()) {
    if (!wanted(type, one.type) || !wanted(province, one.province) || !wantedStatus(status, one.active)) {
      continue;
    }
    json item{{"code", one.code}, {"name", one.name},         {"status", one.active ? 1 : 4},
              {"fee", one.fee},   {"komisi", one.commission}, {"type", one.type}};
    if (!one.province.empty()) {
      item["province"] = one.province;
    }
    all.push_back(std::move(item));
  }
  return {{"pasca", std::move(all)}};
}

void falsifyEcho(json& answer) {
  if (answer.contains("ref_id")) {
    answer["ref_id"] = "other" + answer["ref_id"].get<std::string>();
  }
  for (const char* key : {"customer_id", "hp"}) {
    if (answer.contains(key)) {
      std::string number = answer[key];
      if (!number.empty()) {
        number.back() = number.back() == '9' ? '8' : '9';
      }
      answer[key] = number;
    }
  }
}

}  // namespace loket::sandbox::iak
