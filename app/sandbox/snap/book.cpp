#include "app/sandbox/snap/book.h"

namespace loket::sandbox::snap {

nlohmann::json toJson(const Transfer& t) {
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
          {"hiddenAnswers", t.hiddenAnswers}};
}

Transfer transferFrom(const nlohmann::json& json) {
  Transfer t;
  json.at("partnerRef").get_to(t.partnerRef);
  json.at("externalId").get_to(t.externalId);
  json.at("referenceNo").get_to(t.referenceNo);
  json.at("beneficiary").get_to(t.beneficiary);
  json.at("source").get_to(t.source);
  json.at("transactionDate").get_to(t.transactionDate);
  json.at("amount").get_to(t.amount);
  json.at("answerCode").get_to(t.answerCode);
  json.at("status").get_to(t.status);
  json.at("nextStatus").get_to(t.nextStatus);
  json.at("nextAt").get_to(t.nextAt);
  json.at("createdAt").get_to(t.createdAt);
  json.at("held").get_to(t.held);
  json.at("executed").get_to(t.executed);
  json.at("hiddenAnswers").get_to(t.hiddenAnswers);
  return t;
}

void Book::put(const Transfer& transfer) {
  const auto [place, isNew] = m_byRef.try_emplace(transfer.partnerRef);
  if (!isNew) {
    m_due.erase({place->second.nextAt, transfer.partnerRef});
  }
  place->second = transfer;
  if (!transfer.nextStatus.empty()) {
    m_due.emplace(transfer.nextAt, transfer.partnerRef);
  }
  m_refByExternalId[transfer.externalId] = transfer.partnerRef;
  m_refByReferenceNo[transfer.referenceNo] = transfer.partnerRef;
}

const Transfer* Book::find(const std::string& partnerRef) const {
  const auto found = m_byRef.find(partnerRef);
  return found == m_byRef.end() ? nullptr : &found->second;
}

const Transfer* Book::findByExternalId(const std::string& externalId) const {
  const auto found = m_refByExternalId.find(externalId);
  return found == m_refByExternalId.end() ? nullptr : find(found->second);
}

const Transfer* Book::findByReferenceNo(const std::string& referenceNo) const {
  const auto found = m_refByReferenceNo.find(referenceNo);
  return found == m_refByReferenceNo.end() ? nullptr : find(found->second);
}

const Transfer* Book::due(UnixMs now) const {
  if (m_due.empty() || m_due.begin()->first > now) {
    return nullptr;
  }
  return find(m_due.begin()->second);
}

}  // namespace loket::sandbox::snap
