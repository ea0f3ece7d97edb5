#include "app/sandbox/iak/prepaid.h"

#include <algorithm>

#include "app/sandbox/crypto.h"
#include "app/sandbox/iak/answers.h"
#include "app/sandbox/iak/course.h"
#include "app/sandbox/iak/customers.h"
#include "app/sandbox/iak/hours.h"
#include "app/sandbox/iak/response_codes.h"

namespace loket::sandbox::iak {
namespace {

using nlohmann::json;

constexpr const char* kList = "pricelist";

bool hitBy(const Fault* fault, FaultKind kind) {
  return fault != nullptr && fault->kind == kind;
}

bool isList(const std::string& endpoint) {
  return endpoint == kList || endpoint.rfind(std::string(kList) + "/", 0) == 0;
}

Answer refuse(const json& body, const std::string& rc) {
  return {prepaidRefusalAnswer(body, rc), Wire::Answer};
}

std::string textOf(const json& body, const char* key) {
  return body.is_null() ? std::string{} : textAt(body, key);
}

}  // namespace

Operation Prepaid::classify(const std::string& endpoint, const json& body) const {
  Operation operation;
  operation.upstream = "iak";
  operation.name = endpoint;
  operation.ref = textOf(body, "ref_id");
  operation.number = textOf(body, "customer_id");
  const Order* stored = m_world.iak().find(Side::Prepaid, operation.ref);
  if (endpoint == "check-balance") {
    operation.kind = OperationKind::Balance;
  } else if (isList(endpoint)) {
    operation.kind = OperationKind::PriceList;
  } else if (endpoint == "inquiry-pln" || endpoint == "check-operator") {
    operation.kind = OperationKind::Inquiry;
  } else if (endpoint == "check-status") {
    operation.kind = OperationKind::Status;
    operation.number = stored != nullptr ? stored->number : "";
  } else if (endpoint == "top-up") {
    operation.kind = stored != nullptr ? OperationKind::Status : OperationKind::Transaction;
  }
  return operation;
}

Answer Prepaid::handle(const std::string& endpoint, const json& body, const Fault* fault, UnixMs now) {
  Answer answer;
  if (endpoint == "check-balance") {
    answer = checkBalance(body);
  } else if (isList(endpoint)) {
    answer = listPrices(endpoint, body);
  } else if (endpoint == "check-operator") {
    answer = checkOperator(body);
  } else if (endpoint == "inquiry-pln") {
    answer = inquirePln(body, fault, now);
  } else if (endpoint == "top-up") {
    answer = topUp(body, fault, now);
  } else if (endpoint == "check-status") {
    answer = checkStatus(body, fault);
  } else {
    answer = refuse(body, "117");
  }
  if (hitBy(fault, FaultKind::MissingRc)) {
    answer.content.erase("rc");
  }
  return answer;
}

std::string Prepaid::refusal(const json& body, const std::string& signedText) const {
  if (body.is_null()) {
    return "107";
  }
  if (textAt(body, "username") != m_credentials.iakUsername) {
    return "204";
  }
  const std::string expected = md5Hex(m_credentials.iakUsername + m_credentials.iakApiKey + signedText);
  return equalConstantTime(textAt(body, "sign"), expected) ? "" : "204";
}

Answer Prepaid::checkBalance(const json& body) const {
  const std::string rc = refusal(body, "bl");
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  return {json{{"balance", m_world.iak().deposit()}, {"message", prepaidMessage("00")}, {"rc", "00"}},
          Wire::Answer};
}

// "pricelist", "pricelist/pulsa" or "pricelist/pulsa/telkomsel". Words that are not sold list nothing.
Answer Prepaid::listPrices(const std::string& path, const json& body) const {
  const std::string rc = refusal(body, "pl");
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  const std::size_t first = path.find('/');
  const std::string words = first == std::string::npos ? "" : path.substr(first + 1);
  const std::size_t second = words.find('/');
  const std::string operatorWord = second == std::string::npos ? "" : words.substr(second + 1);
  return {prepaidList(m_world.iak().catalogue, words.substr(0, second), operatorWord, textAt(body, "status")),
          Wire::Answer};
}

Answer Prepaid::checkOperator(const json& body) const {
  std::string rc = refusal(body, "op");
  const std::string brand = rc.empty() ? operatorOf(textAt(body, "customer_id")) : "";
  if (rc.empty() && brand.empty()) {
    rc = "14";
  }
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  return {json{{"operator", brand}, {"message", prepaidMessage("00")}, {"rc", "00"}}, Wire::Answer};
}

Answer Prepaid::inquirePln(const json& body, const Fault* fault, UnixMs now) const {
  const std::string number = textOf(body, "customer_id");
  std::string rc = refusal(body, number);
  if (rc.empty() && (hitBy(fault, FaultKind::ClosedForEod) || isPlnClosed(now))) {
    rc = "106";
  }
  if (rc.empty()) {
    rc = prepaidRefusal(*m_world.iak().catalogue.prepaid("hpln20000"), number);
  }
  if (!rc.empty()) {
    json answer = prepaidRefusalAnswer(body, rc);
    answer["status"] = "2";  // this call alone writes it as text
    return {std::move(answer), Wire::Answer};
  }
  const PlnCustomer customer = plnCustomer(number);
  return {json{{"status", "1"},
               {"customer_id", number},
               {"meter_no", customer.meter},
               {"subscriber_id", customer.subscriber},
               {"name", customer.name},
               {"segment_power", customer.segmentPower},
               {"message", prepaidMessage("00")},
               {"rc", "00"}},
          Wire::Answer};
}

Answer Prepaid::topUp(const json& body, const Fault* fault, UnixMs now) {
  const std::string ref = textOf(body, "ref_id");
  std::string rc = refusal(body, ref);
  // The newer paths need no command; who still sends one must name this one.
  if (rc.empty() && body.contains("commands") && textAt(body, "commands") != "topup") {
    rc = "205";
  }
  if (rc.empty() &&
      (ref.empty() || textAt(body, "customer_id").empty() || textAt(body, "product_code").empty())) {
    rc = "107";
  }
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  // The documents: the same ref_id again is not proceeded but becomes a check-status. They say so of the
  // ref_id alone, so other content gets the stored order too: the answer's echo is what tells.
  if (const Order* stored = m_world.iak().find(Side::Prepaid, ref)) {
    return {topUpAnswer(*stored), Wire::Answer};
  }
  return buy(body, fault, now);
}

Answer Prepaid::buy(const json& body, const Fault* fault, UnixMs now) {
  const Book& book = m_world.iak();
  Order wanted;
  wanted.ref = textAt(body, "ref_id");
  wanted.code = textAt(body, "product_code");
  wanted.number = textAt(body, "customer_id");
  const PrepaidProduct* known = book.catalogue.prepaid(wanted.code);
  if (known == nullptr) {
    return refuse(body, "20");
  }
  if (hitBy(fault, FaultKind::PriceChange)) {
    const std::int64_t price = std::max<std::int64_t>(known->price + fault->by, 1);
    m_world.commit({{"kind", "catalogue"}, {"upstream", "iak"}, {"sku", wanted.code}, {"price", price}});
  }
  const PrepaidProduct product = *known;
  const bool isClosed = product.goods == Goods::PlnToken && isPlnClosed(now);
  if (!product.active || isClosed || hitBy(fault, FaultKind::ClosedForEod)) {
    return refuse(body, "106");
  }
  const std::string rc = prepaidRefusal(product, wanted.number);
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  if (product.oncePerDay && book.soldToday(wanted.code, wanted.number, now)) {
    return refuse(body, "202");
  }
  if (book.deposit() < product.price) {
    return refuse(body, "17");
  }
  wanted.trId = book.nextTrId(Side::Prepaid);
  wanted.amount = product.amount();
  wanted.price = product.price;
  wanted.createdAt = now;
  const Course course = courseOf(prepaidFate(wanted.number), m_processMs, fault);
  m_world.commit(executionEvent(wanted, course, book, now));
  // A lost answer is what makes a client ask for the status at all.
  return {topUpAnswer(*book.find(Side::Prepaid, wanted.ref)),
          course.hiddenAnswers > 0 ? Wire::Reset : Wire::Answer};
}

Answer Prepaid::checkStatus(const json& body, const Fault* fault) {
  const std::string ref = textOf(body, "ref_id");
  std::string rc = refusal(body, ref);
  if (rc.empty() && ref.empty()) {
    rc = "107";
  }
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  const Order* stored = m_world.iak().find(Side::Prepaid, ref);
  if (stored == nullptr || hitBy(fault, FaultKind::NotFoundThenSuccess)) {
    return refuse(body, "06");
  }
  if (stored->hiddenAnswers > 0) {
    Order changed = *stored;
    --changed.hiddenAnswers;
    m_world.commit({{"kind", "iak"}, {"take", 0}, {"order", toJson(changed)}});
    return refuse(body, "06");
  }
  return {topUpAnswer(*stored), Wire::Answer};
}

}  // namespace loket::sandbox::iak
