#include "app/sandbox/digiflazz/answers.h"

#include "app/sandbox/digiflazz/response_codes.h"

namespace loket::sandbox::digiflazz {
namespace {

using nlohmann::json;

json head(const Transaction& t) {
  return {
      {"ref_id", t.ref},          {"customer_no", t.number},
      {"buyer_sku_code", t.sku},  {"message", t.message.empty() ? std::string(messageOf(t.rc)) : t.message},
      {"status", statusOf(t.rc)}, {"rc", t.rc}};
}

bool wanted(const json& filters, const char* key, const std::string& value) {
  const std::string filter = textAt(filters, key);
  return filter.empty() || filter == value;
}

}  // namespace

std::string textAt(const json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

json refusalAnswer(const json& body, const std::string& rc) {
  json data{{"rc", rc}, {"status", statusOf(rc)}, {"message", messageOf(rc)}};
  for (const char* key : {"ref_id", "customer_no", "buyer_sku_code"}) {
    const std::string value = body.is_object() ? textAt(body, key) : "";
    if (!value.empty()) {
      data[key] = value;
    }
  }
  return data;
}

json topupAnswer(const Transaction& t) {
  json data = head(t);
  data["sn"] = t.rc == "00" ? t.sn : "";
  data["buyer_last_saldo"] = t.balanceAfter;
  data["price"] = t.price;
  data["tele"] = "@telegram";
  data["wa"] = "081234512345";
  return data;
}

json billAnswer(const Transaction& t) {
  json data = head(t);
  if (statusOf(t.rc) == "Gagal") {
    return data;
  }
  data["buyer_last_saldo"] = t.balanceAfter;
  if (t.rc == "00") {
    data.update(t.paid ? t.payment : t.inquiry);
    if (t.paid) {
      data["sn"] = t.sn;
    }
  }
  return data;
}

json withCode(json data, const std::string& rc, const std::string& message) {
  data["rc"] = rc;
  data["status"] = statusOf(rc);
  data["message"] = message.empty() ? std::string(messageOf(rc)) : message;
  if (data.contains("sn")) {
    data["sn"] = "";
  }
  return data;
}

json prepaidList(const Catalogue& catalogue, const json& filters) {
  json all = json::array();
  for (const PrepaidProduct& one : catalogue.allPrepaid()) {
    if (!wanted(filters, "code", one.sku) || !wanted(filters, "category", one.category) ||
        !wanted(filters, "brand", one.brand) || !wanted(filters, "type", one.type)) {
      continue;
    }
    all.push_back({{"product_name", one.name},
                   {"category", one.category},
                   {"brand", one.brand},
                   {"type", one.type},
                   {"seller_name", "PT. ABC"},
                   {"price", one.price},
                   {"buyer_sku_code", one.sku},
                   {"buyer_product_status", true},
                   {"seller_product_status", one.sellerActive},
                   {"unlimited_stock", one.unlimitedStock},
                   {"stock", one.stock},
                   {"multi", one.multi},
                   {"start_cut_off", one.cutOffStart},
                   {"end_cut_off", one.cutOffEnd},
                   {"desc", one.description}});
  }
  return all;
}

json billList(const Catalogue& catalogue, const json& filters) {
  json all = json::array();
  for (const BillProduct& one : catalogue.allBills()) {
    if (!wanted(filters, "code", one.sku) || !wanted(filters, "brand", one.brand)) {
      continue;
    }
    all.push_back({{"product_name", one.name},
                   {"category", "Pascabayar"},
                   {"brand", one.brand},
                   {"seller_name", "PT. ABC"},
                   {"admin", one.admin},
                   {"commission", one.commission},
                   {"buyer_sku_code", one.sku},
                   {"buyer_product_status", true},
                   {"seller_product_status", one.sellerActive},
                   {"desc", "-"}});
  }
  return all;
}

void falsifyEcho(json& data) {
  if (data.contains("ref_id")) {
    data["ref_id"] = "other-" + data["ref_id"].get<std::string>();
  }
  if (data.contains("customer_no")) {
    std::string number = data["customer_no"];
    if (!number.empty()) {
      number.back() = number.back() == '9' ? '8' : '9';
    }
    data["customer_no"] = number;
  }
}

}  // namespace loket::sandbox::digiflazz
