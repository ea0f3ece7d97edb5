#include "app/sandbox/snap/book_json.h"

namespace loket::sandbox::snap {

using nlohmann::json;

json toJson(const Transfer& t) {
  return {{"partnerRef", t.partnerRef},
          {"externalId", t.externalId},
          {"referenceNo", t.referenceNo},
          {"beneficiary", t.beneficiary},
          {"source", t.source},
          {"transactionDate", t.transactionDate},
          {"amount", t.amount},
          {"answerCode", t.answerCode},
          {"status", t.status},
          {"nextStatus", t.nextStatus},
          {"nextAt", t.nextAt},
          {"createdAt", t.createdAt},
          {"held", t.held},
          {"executed", t.executed},
          {"hiddenAnswers", t.hiddenAnswers},
          {"service", t.service},
          {"bankCode", t.bankCode},
          {"name", t.name},
          {"remark", t.remark},
          {"incoming", t.incoming}};
}

Transfer transferFrom(const json& from) {
  Transfer t;
  from.at("partnerRef").get_to(t.partnerRef);
  from.at("externalId").get_to(t.externalId);
  from.at("referenceNo").get_to(t.referenceNo);
  from.at("beneficiary").get_to(t.beneficiary);
  from.at("source").get_to(t.source);
  from.at("transactionDate").get_to(t.transactionDate);
  from.at("amount").get_to(t.amount);
  from.at("answerCode").get_to(t.answerCode);
  from.at("status").get_to(t.status);
  from.at("nextStatus").get_to(t.nextStatus);
  from.at("nextAt").get_to(t.nextAt);
  from.at("createdAt").get_to(t.createdAt);
  from.at("held").get_to(t.held);
  from.at("executed").get_to(t.executed);
  from.at("hiddenAnswers").get_to(t.hiddenAnswers);
  // Logs from before there were other services than 17 lack these.
  t.service = from.value("service", t.service);
  t.bankCode = from.value("bankCode", t.bankCode);
  t.name = from.value("name", t.name);
  t.remark = from.value("remark", t.remark);
  t.incoming = from.value("incoming", t.incoming);
  return t;
}

json toJson(const Credit& c) {
  return {{"id", c.id},
          {"kind", c.kind},
          {"amount", c.amount},
          {"fromName", c.fromName},
          {"fromAccount", c.fromAccount},
          {"remark", c.remark},
          {"ref", c.ref},
          {"at", c.at}};
}

Credit creditFrom(const json& from) {
  Credit c;
  from.at("id").get_to(c.id);
  from.at("kind").get_to(c.kind);
  from.at("amount").get_to(c.amount);
  from.at("fromName").get_to(c.fromName);
  from.at("fromAccount").get_to(c.fromAccount);
  from.at("remark").get_to(c.remark);
  from.at("ref").get_to(c.ref);
  from.at("at").get_to(c.at);
  return c;
}

json toJson(const VirtualAccount& v) {
  return {{"number", v.number},
          {"serviceId", v.serviceId},
          {"customerNo", v.customerNo},
          {"trxId", v.trxId},
          {"name", v.name},
          {"type", v.type},
          {"amount", v.amount},
          {"createdAt", v.createdAt},
          {"expiresAt", v.expiresAt},
          {"expiredDate", v.expiredDate},
          {"paid", v.paid},
          {"paidAt", v.paidAt},
          {"paymentId", v.paymentId},
          {"inquiryId", v.inquiryId}};
}

VirtualAccount virtualAccountFrom(const json& from) {
  VirtualAccount v;
  from.at("number").get_to(v.number);
  from.at("serviceId").get_to(v.serviceId);
  from.at("customerNo").get_to(v.customerNo);
  from.at("trxId").get_to(v.trxId);
  from.at("name").get_to(v.name);
  from.at("type").get_to(v.type);
  from.at("amount").get_to(v.amount);
  from.at("createdAt").get_to(v.createdAt);
  from.at("expiresAt").get_to(v.expiresAt);
  from.at("expiredDate").get_to(v.expiredDate);
  from.at("paid").get_to(v.paid);
  from.at("paidAt").get_to(v.paidAt);
  from.at("paymentId").get_to(v.paymentId);
  from.at("inquiryId").get_to(v.inquiryId);
  return v;
}

json toJson(const QrCode& q) {
  return {{"partnerRef", q.partnerRef}, {"referenceNo", q.referenceNo}, {"externalId", q.externalId},
          {"content", q.content},       {"amount", q.amount},           {"terminalId", q.terminalId},
          {"storeId", q.storeId},       {"createdAt", q.createdAt},     {"expiresAt", q.expiresAt},
          {"paidAt", q.paidAt}};
}

QrCode qrCodeFrom(const json& from) {
  QrCode q;
  from.at("partnerRef").get_to(q.partnerRef);
  from.at("referenceNo").get_to(q.referenceNo);
  from.at("externalId").get_to(q.externalId);
  from.at("content").get_to(q.content);
  from.at("amount").get_to(q.amount);
  from.at("terminalId").get_to(q.terminalId);
  from.at("storeId").get_to(q.storeId);
  from.at("createdAt").get_to(q.createdAt);
  from.at("expiresAt").get_to(q.expiresAt);
  from.at("paidAt").get_to(q.paidAt);
  return q;
}

json toJson(const OneTimePassword& p) {
  return {{"customer", p.customer},
          {"code", p.code},
          {"expiresAt", p.expiresAt},
          {"used", p.used},
          {"wrong", p.wrong}};
}

OneTimePassword oneTimePasswordFrom(const json& from) {
  OneTimePassword p;
  from.at("customer").get_to(p.customer);
  from.at("code").get_to(p.code);
  from.at("expiresAt").get_to(p.expiresAt);
  from.at("used").get_to(p.used);
  from.at("wrong").get_to(p.wrong);
  return p;
}

}  // namespace loket::sandbox::snap
