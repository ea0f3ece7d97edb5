#include "app/wiring/console_json.h"

#include <charconv>

#include <fmt/format.h>

#include "core/domain/approval/owner_code.h"
#include "core/domain/till/collection.h"

namespace loket::app {
namespace {

Json textOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// A number; null where nobody asked for several.
Json monthsOrNull(const InquiryFields& fields) {
  int months = 0;
  std::from_chars(fields.months.data(), fields.months.data() + fields.months.size(), months);
  return months == 0 ? Json(nullptr) : Json(months);
}

Json toJson(const Sender& sender) {
  return Json{{"name", sender.name},   {"idType", sender.idType},   {"idNumber", sender.idNumber},
              {"phone", sender.phone}, {"address", sender.address}, {"purpose", sender.purpose}};
}

// Null where no second proof was wanted.
Json stepUpJson(const StepUpProof& proof) {
  return proof.empty() ? Json(nullptr)
                       : Json{{"why", wordOf(proof.why)},
                              {"by", wordOf(proof.kind)},
                              {"driftSeconds", proof.driftSteps * kCodeStep.ms / 1000}};
}

// Of the shop's own money: which deposit it fills, by which ticket.
Json topUpJson(const Payment& p) {
  const auto topUp = topUpOf(p.bon);
  return topUp ? Json{{"upstream", topUp->upstream.str()}, {"ticket", topUp->ticket.str()}} : Json(nullptr);
}

}  // namespace

Json timeOrNull(Instant t) {
  return t == Instant{} ? Json(nullptr) : Json(toRfc3339(t));
}

std::string lineOf(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json toJson(const Payment& p) {
  Json attempts = Json::array();
  for (const Attempt& attempt : p.attempts)
    attempts.push_back(Json{{"upstream", attempt.upstream.str()},
                            {"attemptRef", attempt.attemptRef.str()},
                            {"outcome", wordOf(attempt.outcome)},
                            {"code", attempt.code},
                            {"message", attempt.message},
                            {"sentAt", timeOrNull(attempt.sentAt)},
                            {"answeredAt", timeOrNull(attempt.answeredAt)}});
  return Json{{"ref", p.ref.str()},
              {"clientRef", p.clientRef.str()},
              {"product", p.product.str()},
              {"productName", p.productName},
              {"sku", p.sku.str()},
              {"number", p.number},
              {"taxYear", textOrNull(p.inquiryFields.taxYear)},
              {"months", monthsOrNull(p.inquiryFields)},
              {"customerName", p.customerName},
              {"amount", p.amount.amount()},
              {"adminFee", p.adminFee.amount()},
              {"serviceFee", p.serviceFee.amount()},
              {"total", p.total().amount()},
              {"cost", p.cost.amount()},
              {"cash", p.cash.amount()},
              {"change", p.change().amount()},
              {"leftover", p.leftover.amount()},
              {"bon", p.onBon() && !p.isTopUp() ? Json(p.bon.str()) : Json(nullptr)},
              {"tender", p.byCode() ? "qris" : p.onBon() ? "bon" : "cash"},
              {"collection", textOrNull(p.collected.id.str())},
              {"qrisRef", textOrNull(p.collected.reference)},
              {"bankFee", p.collected.bankFee.amount()},
              {"topUp", topUpJson(p)},
              {"state", wordOf(p.state)},
              {"upstream", p.upstream.str()},
              {"serial", p.serial},
              {"token", p.token},
              {"reason", p.reason},
              {"reasonText", p.reasonText},
              {"offline", p.offline},
              {"claimCode", p.claimCode.str()},
              {"user", p.user.str()},
              {"acceptedAt", timeOrNull(p.acceptedAt)},
              {"settledAt", timeOrNull(p.settledAt)},
              {"businessDate", toIso(p.businessDate)},
              {"details", p.details},
              {"stepUp", stepUpJson(p.stepUp)},
              {"attempts", std::move(attempts)}};
}

Json toJson(const Collection& one) {
  const Payment* sale = one.sale ? &one.sale->payment : nullptr;
  return Json{{"collection", one.id.str()},
              {"upstream", one.upstream.str()},
              {"kind", wordOf(one.kind)},
              {"state", wordOf(one.state)},
              {"amount", one.amount.amount()},
              {"bankFee", one.bankFee.amount()},
              {"customer", one.customer},
              {"qr", one.code},
              {"bankRef", one.bankRef},
              {"reason", one.reason},
              {"by", one.by.str()},
              {"openedAt", timeOrNull(one.openedAt)},
              {"expiresAt", timeOrNull(one.expiresAt)},
              {"paidAt", timeOrNull(one.paidAt)},
              {"sale", sale == nullptr ? Json(nullptr)
                                       : Json{{"ref", one.state == CollectionState::Sold ? Json(sale->ref.str()) : Json(nullptr)},
                                              {"clientRef", sale->clientRef.str()},
                                              {"product", sale->product.str()},
                                              {"number", sale->number},
                                              {"givenUp", one.sale->isOff}}}};
}

std::string collectionText(const Collection& one) {
  std::string text = fmt::format("{}  {:<5} {:<10} {:>14}  {}", one.id.str(), wordOf(one.kind), wordOf(one.state),
                                 one.amount.text(), one.customer);
  if (one.sale)
    text += fmt::format("for {} {}{}", one.sale->payment.productName, one.sale->payment.number,
                        one.sale->isOff ? ", given up" : "");
  if (one.state == CollectionState::Waiting)
    text += "\n  the code, until " + toRfc3339(one.expiresAt) + ": " + one.code;
  if (!one.reason.empty())
    text += "\n  " + one.reason;
  return text;
}

void putConsent(Json& json, const Consent& consent) {
  json["second"] = consent.empty() ? Json(nullptr) : Json(wordOf(consent.how));
  json["with"] = consent.with.empty() ? Json(nullptr) : Json(consent.with.str());
}

std::string consentText(const Consent& consent) {
  switch (consent.how) {
    case Seconded::None:
      return {};
    case Seconded::Person:
      return " with " + consent.with.str();
    case Seconded::OwnerCode:
      return " with the owner's code";
    case Seconded::Alone:
      break;
  }
  return " alone";
}

Json toJson(const PaymentEvent& event) {
  Json json{{"at", toRfc3339(event.at)}, {"event", wordOf(kindOf(event.body))}};
  if (const auto* decided = std::get_if<DecidedEvent>(&event.body)) {
    json["by"] = decided->by.str();
    json["with"] = decided->with.empty() ? Json(nullptr) : Json(decided->with.str());
    json["ownerCode"] = decided->with.empty();
    json["reason"] = decided->reason;
  }
  if (const auto* cancelled = std::get_if<CancelledEvent>(&event.body)) {
    json["by"] = cancelled->by.str();
    putConsent(json, cancelled->consent);
    json["reason"] = cancelled->reason;
  }
  if (const auto* refunded = std::get_if<RefundedEvent>(&event.body)) {
    json["by"] = refunded->by.str();
    putConsent(json, refunded->consent);
  }
  if (const auto* paid = std::get_if<LeftoverPaidEvent>(&event.body)) {
    json["by"] = paid->by.str();
    putConsent(json, paid->consent);
  }
  return json;
}

std::string whoAndWhy(const EventBody& body) {
  if (const auto* cancelled = std::get_if<CancelledEvent>(&body))
    return " by " + cancelled->by.str() + consentText(cancelled->consent) +
           (cancelled->reason.empty() ? std::string() : ": " + cancelled->reason);
  if (const auto* refunded = std::get_if<RefundedEvent>(&body))
    return " by " + refunded->by.str() + consentText(refunded->consent);
  if (const auto* paid = std::get_if<LeftoverPaidEvent>(&body))
    return " by " + paid->by.str() + consentText(paid->consent);
  const auto* decided = std::get_if<DecidedEvent>(&body);
  if (decided == nullptr)
    return {};
  return " by " + decided->by.str() + " and " +
         (decided->with.empty() ? std::string("the owner's code") : decided->with.str()) + ": " + decided->reason;
}

Json senderLine(const Payment& p) {
  return Json{{"ref", p.ref.str()},
              {"acceptedAt", timeOrNull(p.acceptedAt)},
              {"businessDate", toIso(p.businessDate)},
              {"state", wordOf(p.state)},
              {"upstream", p.upstream.str()},
              {"product", p.product.str()},
              {"beneficiaryAccount", p.number},
              {"beneficiaryName", p.customerName},
              {"amount", p.amount.amount()},
              {"serial", p.serial},
              {"user", p.user.str()},
              {"sender", toJson(p.sender)}};
}

Json toJson(const confirmation::Delivery& one) {
  return Json{{"id", one.id.str()},
              {"ref", one.ref.str()},
              {"by", confirmation::wordOf(one.to.channel)},
              {"to", one.to.text},
              {"state", confirmation::wordOf(one.state)},
              {"told", one.told ? Json(wordOf(*one.told)) : Json(nullptr)},
              {"tries", one.tries},
              {"who", one.by.str()},
              {"askedAt", timeOrNull(one.askedAt)},
              {"dueAt", one.state == confirmation::DeliveryState::Waiting ? timeOrNull(one.dueAt) : Json(nullptr)},
              {"movedAt", timeOrNull(one.movedAt)},
              {"reason", one.reason}};
}

std::string perhapsPrinted(const api::PrintView& print) {
  return "it may have come out: look at the printer before printing again (" + print.detail + ")";
}

Json toJson(const api::PaymentDetail& detail) {
  Json json = toJson(detail.payment);
  // Whole in the owner's list for the bank only.
  Sender sender = detail.payment.sender;
  sender.idNumber = maskedOwnerId(sender.idNumber);
  json["sender"] = sender.empty() ? Json(nullptr) : toJson(sender);
  json["ownerId"] = textOrNull(maskedOwnerId(detail.payment.inquiryFields.ownerId));
  json["nextDueAt"] = timeOrNull(detail.nextDueAt);
  json["printed"] = detail.printed;
  json["papers"] = Json::array();
  for (const api::PrintedPaper& paper : detail.papers)
    json["papers"].push_back(Json{{"kind", paper.kind},
                                  {"copy", paper.copyNo},
                                  {"state", paper.state},
                                  {"detail", textOrNull(paper.detail)},
                                  {"at", timeOrNull(paper.at)}});
  Json history = Json::array();
  for (const PaymentEvent& event : detail.history)
    history.push_back(toJson(event));
  json["history"] = std::move(history);
  json["confirmations"] = Json::array();
  for (const confirmation::Delivery& one : detail.confirmations) json["confirmations"].push_back(toJson(one));
  json["complaints"] = Json::array();
  for (const complaint::Complaint& one : detail.complaints) json["complaints"].push_back(toJson(one));
  return json;
}

Json toJson(const complaint::Complaint& complaint) {
  const auto outcome = complaint.outcome();
  Json json{{"complaint", complaint.id.str()},
            {"ref", complaint.ref.str()},
            {"state", complaint.isOpen() ? "open" : "closed"},
            {"outcome", outcome ? Json(complaint::wordOf(*outcome)) : Json(nullptr)},
            {"reach", textOrNull(complaint.reach())},
            {"notes", Json::array()}};
  for (const complaint::Entry& entry : complaint.entries)
    json["notes"].push_back(Json{{"at", timeOrNull(entry.at)},
                                 {"step", complaint::wordOf(entry.step)},
                                 {"by", entry.by.str()},
                                 {"note", entry.note}});
  return json;
}

std::string complaintText(const complaint::Complaint& complaint) {
  const auto outcome = complaint.outcome();
  return complaint.id.str() + "  " + complaint.ref.str() + "  " + (complaint.isOpen() ? "open" : "closed") +
         (outcome ? ", " + std::string(complaint::wordOf(*outcome)) : std::string());
}

Json toJson(const complaint::SupplierQuestion& question) {
  const SupplierContact& contact = question.contact;
  return Json{{"upstream", question.upstream.str()},
              {"reference", question.reference},
              {"contact", Json{{"name", textOrNull(contact.name)},
                               {"whatsapp", textOrNull(contact.whatsapp)},
                               {"phone", textOrNull(contact.phone)},
                               {"email", textOrNull(contact.email)},
                               {"hours", textOrNull(contact.hours)}}},
              {"text", question.text},
              {"link", textOrNull(question.link)}};
}

Json toJson(const api::Quote& q) {
  Json offers = Json::array();
  for (const api::Quote::OfferView& offer : q.offers)
    offers.push_back(Json{{"upstream", offer.upstream.str()},
                          {"sku", offer.sku.str()},
                          {"cost", offer.cost.amount()},
                          {"standing", wordOf(offer.standing)}});
  return Json{{"product", q.product.str()},
              {"productName", q.productName},
              {"upstream", q.upstream.str()},
              {"sku", q.sku.str()},
              {"number", q.number},
              {"taxYear", textOrNull(q.fields.taxYear)},
              {"months", monthsOrNull(q.fields)},
              {"customerName", q.customerName},
              {"amount", q.amount.amount()},
              {"adminFee", q.adminFee.amount()},
              {"serviceFee", q.serviceFee.amount()},
              {"total", q.total.amount()},
              {"cost", q.cost.amount()},
              {"profit", q.profit.amount()},
              {"depositAfter", q.depositAfter.amount()},
              {"offers", std::move(offers)},
              {"offline", q.offline},
              {"amountIsCeiling", q.amountIsCeiling},
              {"prefixMismatch", q.prefixMismatch},
              {"earlierToday", q.earlierToday ? Json(q.earlierToday->ref.str()) : Json(nullptr)},
              {"stepUp", q.stepUp == StepUpReason::None ? Json(nullptr) : Json(wordOf(q.stepUp))},
              {"details", q.details}};
}

Json toJson(const Product& p, Instant now) {
  Json offers = Json::array();
  for (const Offer& offer : p.offers)
    offers.push_back(Json{{"upstream", offer.upstream.str()},
                          {"sku", offer.sku.str()},
                          {"cost", offer.cost.amount()},
                          {"open", offer.available && !offer.cutOff.covers(minuteOfDayAt(now))}});
  return Json{{"product", p.id.str()},
              {"name", p.name},
              {"category", p.category},
              {"brand", p.brand},
              {"family", wordOf(p.family)},
              {"denomination", p.denomination.amount()},
              {"price", (p.price + p.serviceFee).amount()},
              {"kind", wordOf(p.kind)},
              {"open", p.isOpen(now)},
              {"offers", std::move(offers)}};
}

Json toJson(const api::BatchView::Item& item) {
  return Json{{"ref", item.ref.str()},       {"productName", item.productName}, {"number", item.number},
              {"total", item.total.amount()}, {"before", item.before},           {"after", item.after},
              {"reason", item.reason}};
}

Json toJson(const api::BatchView& batch) {
  return Json{{"batch", batch.id.str()},
              {"startedAt", timeOrNull(batch.startedAt)},
              {"endedAt", timeOrNull(batch.endedAt)},
              {"count", batch.count},
              {"sum", batch.sum.amount()}};
}

}  // namespace loket::app
