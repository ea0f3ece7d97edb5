#include "app/sandbox/iak/postpaid.h"

#include <algorithm>
#include <optional>

#include "app/sandbox/crypto.h"
#include "app/sandbox/iak/answers.h"
#include "app/sandbox/iak/bills.h"
#include "app/sandbox/iak/course.h"
#include "app/sandbox/iak/customers.h"
#include "app/sandbox/iak/hours.h"

namespace loket::sandbox::iak {
namespace {

using nlohmann::json;

constexpr const char* kPath = "api/v1/bill/check";
constexpr std::int64_t kInquiryLifeMs = kDayMs;
constexpr int kMostMonths = 12;

bool hitBy(const Fault* fault, FaultKind kind) {
  return fault != nullptr && fault->kind == kind;
}

Answer refuse(const json& body, const std::string& rc) {
  return {billRefusalAnswer(body, rc), Wire::Answer};
}

bool isAlphanumeric(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// The type in ".../check/:type", "" without one; nothing for another path.
std::optional<std::string> typeIn(const std::string& endpoint) {
  const std::string path = kPath;
  if (endpoint == path) {
    return "";
  }
  return endpoint.rfind(path + "/", 0) == 0 ? std::optional(endpoint.substr(path.size() + 1)) : std::nullopt;
}

bool isPln(const BillProduct& product) {
  return product.family == BillFamily::Pln || product.family == BillFamily::PlnNonBill;
}

// 0: not understood
int monthsIn(const json& body) {
  const std::string text = scalarAt(body, "month");
  if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos) {
    return 0;
  }
  const int months = std::stoi(text);
  return months <= kMostMonths ? months : 0;
}

// How an inquiry of this number ends, "" when it goes well.
std::string inquiryCode(BillFate fate) {
  switch (fate) {
    case BillFate::TimesOut:
      return "103";
    case BillFate::PaidBefore:
      return "01";
    case BillFate::WrongNumber:
      return "14";
    default:
      return "";
  }
}

}  // namespace

Operation Postpaid::classify(const std::string& endpoint, const json& body) const {
  Operation operation;
  operation.upstream = "iak";
  operation.name = endpoint;
  if (body.is_null() || !typeIn(endpoint)) {
    return operation;
  }
  operation.name = textAt(body, "commands");
  operation.ref = textAt(body, "ref_id");
  operation.number = textAt(body, "hp");
  if (operation.name == "inq-pasca") {
    operation.kind = OperationKind::Inquiry;
  } else if (operation.name == "pricelist-pasca") {
    operation.kind = OperationKind::PriceList;
  } else if (operation.name == "pay-pasca" || operation.name == "checkstatus") {
    // These name the bill by one number of their own; the log and the faults want to know whose it is.
    const bool isPayment = operation.name == "pay-pasca";
    const Order* bill = isPayment ? m_world.iak().findBill(scalarAt(body, "tr_id"))
                                  : m_world.iak().find(Side::Bill, operation.ref);
    const bool isNew = bill == nullptr || !bill->paid;
    operation.kind = isPayment && isNew ? OperationKind::Transaction : OperationKind::Status;
    if (bill != nullptr) {
      operation.ref = bill->ref;
      operation.number = bill->number;
    }
  }
  return operation;
}

Answer Postpaid::handle(const std::string& endpoint, const json& body, const Fault* fault, UnixMs now) {
  Answer answer = execute(endpoint, body, fault, now);
  if (hitBy(fault, FaultKind::MissingRc)) {
    answer.content.erase("response_code");
  }
  return answer;
}

Answer Postpaid::execute(const std::string& endpoint, const json& body, const Fault* fault, UnixMs now) {
  const std::optional<std::string> type = typeIn(endpoint);
  if (!type) {
    return refuse(body, "117");
  }
  std::string rc = refusal(body);
  const std::string command = rc.empty() ? textAt(body, "commands") : "";
  if (rc.empty() && !type->empty() && command != "pricelist-pasca") {
    rc = "101";
  }
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  if (command == "inq-pasca") {
    return inquire(body, fault, now);
  }
  if (command == "checkstatus") {
    return checkStatus(body, fault);
  }
  if (command == "pay-pasca") {
    Answer answer = pay(body, fault, now);
    if (hitBy(fault, FaultKind::DuplicateReference)) {
      return refuse(body, "01");
    }
    return answer;
  }
  return {billList(m_world.iak().catalogue, *type, textAt(body, "status"), textAt(body, "province")),
          Wire::Answer};
}

std::string Postpaid::refusal(const json& body) const {
  if (body.is_null()) {
    return "107";
  }
  if (textAt(body, "username") != m_credentials.iakUsername) {
    return "100";
  }
  const std::string command = textAt(body, "commands");
  std::string signedText;
  if (command == "inq-pasca") {
    signedText = textAt(body, "ref_id");
  } else if (command == "pay-pasca") {
    signedText = scalarAt(body, "tr_id");
  } else if (command == "checkstatus") {
    signedText = "cs";
  } else if (command == "pricelist-pasca") {
    signedText = "pl";
  } else {
    return "101";
  }
  const std::string expected = md5Hex(m_credentials.iakUsername + m_credentials.iakApiKey + signedText);
  return equalConstantTime(textAt(body, "sign"), expected) ? "" : "100";
}

// What is refused here is not kept: its ref_id stays free.
Answer Postpaid::inquire(const json& body, const Fault* fault, UnixMs now) {
  const Book& book = m_world.iak();
  Order wanted;
  wanted.side = Side::Bill;
  wanted.ref = textAt(body, "ref_id");
  wanted.code = textAt(body, "code");
  wanted.number = textAt(body, "hp");
  if (wanted.ref.empty() || wanted.code.empty() || wanted.number.empty()) {
    return refuse(body, "107");
  }
  const BillProduct* product = book.catalogue.bill(wanted.code);
  if (product == nullptr) {
    return refuse(body, "20");
  }
  if (!product->active) {
    return refuse(body, "106");
  }
  if (!isAlphanumeric(wanted.ref)) {
    return refuse(body, "03");
  }
  // Unlike a top-up's, an inquiry's ref_id may not come twice, not even with the same content.
  if (book.find(Side::Bill, wanted.ref) != nullptr) {
    return refuse(body, "11");
  }
  if (hitBy(fault, FaultKind::ClosedForEod) || (isPln(*product) && isPlnClosed(now))) {
    return refuse(body, "109");
  }
  BillWish wish{wanted.number, 1, hitBy(fault, FaultKind::PriceChange) ? fault->by : 0};
  if (product->family == BillFamily::LandTax) {
    wish.year = scalarAt(body, "year");
    if (wish.year.size() != 4 || wish.year.find_first_not_of("0123456789") != std::string::npos) {
      return refuse(body, "107");
    }
  }
  if (product->family == BillFamily::Bpjs) {
    wish.months = monthsIn(body);
    if (wish.months == 0) {
      return refuse(body, "107");
    }
  }
  std::string rc = billRefusal(*product, wanted.number);
  if (rc.empty()) {
    rc = inquiryCode(billFate(wanted.number));
  }
  if (!rc.empty()) {
    return refuse(body, rc);
  }
  const Bill bill = makeBill(*product, wish, now);
  wanted.rc = "00";
  wanted.trId = book.nextTrId(Side::Bill);
  wanted.amount = bill.nominal;
  wanted.price = bill.deducted;
  wanted.inquiry = bill.inquiry;
  wanted.payment = bill.payment;
  wanted.createdAt = now;
  wanted.balanceAfter = book.deposit();
  m_world.commit({{"kind", "iak"}, {"take", 0}, {"order", toJson(wanted)}});
  return {inquiryAnswer(wanted), Wire::Answer};
}

Answer Postpaid::pay(const json& body, const Fault* fault, UnixMs now) {
  const Book& book = m_world.iak();
  const std::string trId = scalarAt(body, "tr_id");
  if (trId.empty()) {
    return refuse(body, "107");
  }
  const Order* stored = book.findBill(trId);
  if (stored == nullptr) {
    return refuse(body, "06");
  }
  // Paid once: whatever became of it is the answer from then on.
  if (stored->paid) {
    return {paymentAnswer(*stored), Wire::Answer};
  }
  Order bill = *stored;
  const json named{{"code", bill.code}, {"hp", bill.number}, {"ref_id", bill.ref}, {"tr_id", trId}};
  const BillProduct& product = *book.catalogue.bill(bill.code);
  if (!product.active) {
    return refuse(named, "106");
  }
  if (hitBy(fault, FaultKind::ClosedForEod) || (isPln(product) && isPlnClosed(now))) {
    return refuse(named, "109");
  }
  if (now - bill.createdAt > kInquiryLifeMs) {
    return refuse(named, "04");
  }
  if (book.deposit() < bill.price) {
    return refuse(named, "17");
  }
  bill.paid = true;
  bill.paidAt = now;
  const Course course = courseOf(billFate(bill.number), fault);
  m_world.commit(executionEvent(bill, course, book, now));
  return {paymentAnswer(*book.findBill(trId)), course.hiddenAnswers > 0 ? Wire::Reset : Wire::Answer};
}

Answer Postpaid::checkStatus(const json& body, const Fault* fault) {
  const std::string ref = textAt(body, "ref_id");
  if (ref.empty()) {
    return refuse(body, "107");
  }
  const Order* stored = m_world.iak().find(Side::Bill, ref);
  if (stored == nullptr) {
    return refuse(body, "06");
  }
  bool denied = hitBy(fault, FaultKind::NotFoundThenSuccess);
  if (!denied && stored->hiddenAnswers > 0) {
    Order changed = *stored;
    --changed.hiddenAnswers;
    m_world.commit({{"kind", "iak"}, {"take", 0}, {"order", toJson(changed)}});
    stored = m_world.iak().find(Side::Bill, ref);
    denied = true;
  }
  return {billStatusAnswer(*stored, denied), Wire::Answer};
}

}  // namespace loket::sandbox::iak
