#include "core/adapters/store/payment_json.h"

#include <nlohmann/json.hpp>

#include "core/adapters/store/json_text.h"

namespace loket::adapters {
namespace {

using Json = nlohmann::json;

// Reads typed members of an object; whatever is missing or of another type is the empty value, and remembered.
class Reader {
 public:
  explicit Reader(const Json& json) : m_json(json) {}

  std::string text(const char* key) const {
    const auto at = m_json.find(key);
    return at != m_json.end() && at->is_string() ? at->get<std::string>() : std::string();
  }
  std::int64_t number(const char* key) const {
    const auto at = m_json.find(key);
    return at != m_json.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
  }
  int integer(const char* key) const { return static_cast<int>(number(key)); }
  bool flag(const char* key) const {
    const auto at = m_json.find(key);
    return at != m_json.end() && at->is_boolean() && at->get<bool>();
  }
  Money money(const char* key) const { return Money::from(number(key)).value_or(Money{}); }
  Instant instant(const char* key) const { return {number(key)}; }
  BusinessDate date(const char* key) const { return parseIsoDate(text(key)).value_or(BusinessDate{}); }
  template <typename Id>
  Id id(const char* key) const {
    return Id(text(key));
  }
  Details details(const char* key) const {
    Details out;
    const auto at = m_json.find(key);
    if (at != m_json.end() && at->is_object())
      for (const auto& [name, value] : at->items())
        if (value.is_string())
          out[name] = value.get<std::string>();
    return out;
  }
  const Json* child(const char* key) const {
    const auto at = m_json.find(key);
    return at != m_json.end() ? &*at : nullptr;
  }

 private:
  const Json& m_json;
};

// Adds members to an object that is not empty.
JsonPart with(JsonPart object, const JsonPart& more) {
  object.text.back() = ',';
  object.text += more.text.substr(1);
  return object;
}

JsonPart partOf(const Attempt& a) {
  JsonPart part = jsonObject({{"no", a.no},
                              {"upstream", a.upstream.str()},
                              {"sku", a.sku.str()},
                              {"attemptRef", a.attemptRef.str()},
                              {"path", a.path},
                              {"body", a.body},
                              {"outcome", wordOf(a.outcome)},
                              {"code", a.code},
                              {"message", a.message},
                              {"sentAt", a.sentAt.ms},
                              {"answeredAt", a.answeredAt.ms},
                              {"tookToo", a.tookToo}});
  // As it always was, unless its success came late.
  if (a.cost.isZero() && a.serial.empty() && a.token.empty())
    return part;
  return with(std::move(part), jsonObject({{"serial", a.serial}, {"token", a.token}, {"cost", a.cost.amount()}}));
}

std::optional<Attempt> attemptFrom(const Json& json) {
  if (!json.is_object())
    return std::nullopt;
  const Reader in(json);
  const auto outcome = attemptOutcomeFromWord(in.text("outcome"));
  if (!outcome)
    return std::nullopt;
  Attempt a;
  a.no = in.integer("no");
  a.upstream = in.id<UpstreamId>("upstream");
  a.sku = in.id<Sku>("sku");
  a.attemptRef = in.id<AttemptRef>("attemptRef");
  a.path = in.text("path");
  a.body = in.text("body");
  a.outcome = *outcome;
  a.code = in.text("code");
  a.message = in.text("message");
  a.sentAt = in.instant("sentAt");
  a.answeredAt = in.instant("answeredAt");
  a.tookToo = in.flag("tookToo");
  a.serial = in.text("serial");
  a.token = in.text("token");
  a.cost = in.money("cost");
  return a;
}

JsonPart partOf(const Sender& s) {
  return jsonObject({{"name", s.name},
                     {"idType", s.idType},
                     {"idNumber", s.idNumber},
                     {"phone", s.phone},
                     {"address", s.address},
                     {"purpose", s.purpose}});
}

// Payments of before there were senders have none.
Sender senderFrom(const Json* json) {
  if (json == nullptr || !json->is_object())
    return {};
  const Reader in(*json);
  return {in.text("name"),  in.text("idType"),  in.text("idNumber"),
          in.text("phone"), in.text("address"), in.text("purpose")};
}

JsonPart partOf(const InquiryFields& f) {
  if (f.months.empty())
    return jsonObject({{"taxYear", f.taxYear}, {"ownerId", f.ownerId}});
  return jsonObject({{"taxYear", f.taxYear}, {"ownerId", f.ownerId}, {"months", f.months}});
}

// Payments of before there were such fields have none.
InquiryFields fieldsFrom(const Json* json) {
  if (json == nullptr || !json->is_object())
    return {};
  const Reader in(*json);
  return {in.text("taxYear"), in.text("ownerId"), in.text("months")};
}

JsonPart partOf(const Collected& c) {
  return jsonObject({{"id", c.id.str()},
                     {"bank", c.bank.str()},
                     {"reference", c.reference},
                     {"bankFee", c.bankFee.amount()},
                     {"inFirstBalance", c.inFirstBalance}});
}

Collected collectedFrom(const Json* json) {
  if (json == nullptr || !json->is_object())
    return {};
  const Reader in(*json);
  return {in.id<CollectionId>("id"), in.id<UpstreamId>("bank"), in.text("reference"), in.money("bankFee"),
          in.flag("inFirstBalance")};
}

JsonPart partOf(const StepUpProof& s) {
  return jsonObject({{"why", wordOf(s.why)}, {"by", wordOf(s.kind)}, {"driftSteps", s.driftSteps}});
}

StepUpProof stepUpFrom(const Json* json) {
  if (json == nullptr || !json->is_object())
    return {};
  const Reader in(*json);
  return {stepUpReasonFromWord(in.text("why")).value_or(StepUpReason::None),
          proofKindFromWord(in.text("by")).value_or(ProofKind::None), in.number("driftSteps")};
}

JsonPart partOf(const Payment& p) {
  return jsonObject(
      {{"ref", p.ref.str()},
       {"clientRef", p.clientRef.str()},
       {"product", p.product.str()},
       {"productName", p.productName},
       {"category", p.category},
       {"brand", p.brand},
       {"family", wordOf(p.family)},
       {"kind", wordOf(p.kind)},
       {"number", p.number},
       {"customerName", p.customerName},
       {"amount", p.amount.amount()},
       {"adminFee", p.adminFee.amount()},
       {"serviceFee", p.serviceFee.amount()},
       {"cost", p.cost.amount()},
       {"cash", p.cash.amount()},
       {"held", p.held.amount()},
       {"leftover", p.leftover.amount()},
       {"state", wordOf(p.state)},
       {"upstream", p.upstream.str()},
       {"sku", p.sku.str()},
       {"pinnedOffer", p.pinnedOffer},
       {"inquiryRef", p.inquiryRef.str()},
       {"inquiryDate", p.inquiryDate.year == 0 ? std::string() : toIso(p.inquiryDate)},
       {"inquiryFields", p.inquiryFields.empty() ? jsonObject({}) : partOf(p.inquiryFields)},
       {"serial", p.serial},
       {"token", p.token},
       {"reason", p.reason},
       {"reasonText", p.reasonText},
       {"conflict", p.conflict},
       {"escalatedAt", p.escalatedAt.ms},
       {"offline", p.offline},
       {"repeatOrdinal", p.repeatOrdinal},
       {"claimCode", p.claimCode.str()},
       {"user", p.user.str()},
       {"bon", p.bon.str()},
       {"collected", p.byCode() ? partOf(p.collected) : jsonObject({})},
       {"remark", p.remark},
       {"sender", p.sender.empty() ? jsonObject({}) : partOf(p.sender)},
       {"acceptedAt", p.acceptedAt.ms},
       {"settledAt", p.settledAt.ms},
       {"businessDate", toIso(p.businessDate)},
       {"details", p.details},
       {"attempts", jsonArray(p.attempts, [](const Attempt& attempt) { return partOf(attempt); })},
       {"stepUp", p.stepUp.empty() ? jsonObject({}) : partOf(p.stepUp)}});
}

std::optional<Payment> paymentFrom(const Json& json) {
  if (!json.is_object())
    return std::nullopt;
  const Reader in(json);
  const auto state = stateFromWord(in.text("state"));
  const auto family = familyFromWord(in.text("family"));
  const auto kind = kindFromWord(in.text("kind"));
  if (!state || !family || !kind)
    return std::nullopt;
  Payment p;
  p.ref = in.id<PaymentRef>("ref");
  p.clientRef = in.id<ClientRef>("clientRef");
  p.product = in.id<ProductId>("product");
  p.productName = in.text("productName");
  p.category = in.text("category");
  p.brand = in.text("brand");
  p.family = *family;
  p.kind = *kind;
  p.number = in.text("number");
  p.customerName = in.text("customerName");
  p.amount = in.money("amount");
  p.adminFee = in.money("adminFee");
  p.serviceFee = in.money("serviceFee");
  p.cost = in.money("cost");
  p.cash = in.money("cash");
  p.held = in.money("held");
  p.leftover = in.money("leftover");
  p.state = *state;
  p.upstream = in.id<UpstreamId>("upstream");
  p.sku = in.id<Sku>("sku");
  p.pinnedOffer = in.flag("pinnedOffer");
  p.inquiryRef = in.id<AttemptRef>("inquiryRef");
  p.inquiryDate = in.date("inquiryDate");
  p.inquiryFields = fieldsFrom(in.child("inquiryFields"));
  p.serial = in.text("serial");
  p.token = in.text("token");
  p.reason = in.text("reason");
  p.reasonText = in.text("reasonText");
  p.conflict = in.text("conflict");
  p.escalatedAt = in.instant("escalatedAt");
  p.offline = in.flag("offline");
  p.repeatOrdinal = in.integer("repeatOrdinal");
  p.claimCode = in.id<ClaimCode>("claimCode");
  p.user = in.id<UserName>("user");
  p.bon = in.id<BonName>("bon");
  p.collected = collectedFrom(in.child("collected"));
  p.remark = in.text("remark");
  p.sender = senderFrom(in.child("sender"));
  p.acceptedAt = in.instant("acceptedAt");
  p.settledAt = in.instant("settledAt");
  p.businessDate = in.date("businessDate");
  p.details = in.details("details");
  p.stepUp = stepUpFrom(in.child("stepUp"));
  if (const Json* attempts = in.child("attempts"); attempts != nullptr && attempts->is_array()) {
    for (const Json& entry : *attempts) {
      auto attempt = attemptFrom(entry);
      if (!attempt)
        return std::nullopt;
      p.attempts.push_back(std::move(*attempt));
    }
  }
  return p;
}

// What nobody else had to agree to is written as it was before anybody had to.
JsonPart withConsent(JsonPart object, const Consent& consent) {
  if (consent.empty())
    return object;
  return with(std::move(object), jsonObject({{"second", wordOf(consent.how)}, {"with", consent.with.str()}}));
}

Consent consentIn(const Reader& in) {
  return {secondedFromWord(in.text("second")).value_or(Seconded::None), in.id<UserName>("with")};
}

struct EventWriter {
  JsonPart operator()(const AcceptedEvent& e) const { return jsonObject({{"payment", partOf(e.payment)}}); }
  JsonPart operator()(const ArmedEvent& e) const {
    return jsonObject({{"attempt", partOf(e.attempt)}, {"cost", e.cost.amount()}});
  }
  JsonPart operator()(const NotSentEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"detail", e.detail}});
  }
  JsonPart operator()(const RefusedEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"code", e.code}, {"message", e.message}});
  }
  JsonPart operator()(const PendingEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"code", e.code}, {"message", e.message}});
  }
  JsonPart operator()(const SuspectEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"detail", e.detail}});
  }
  JsonPart operator()(const SucceededEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo},
                       {"code", e.code},
                       {"serial", e.serial},
                       {"token", e.token},
                       {"cost", e.cost.amount()},
                       {"details", e.details}});
  }
  JsonPart operator()(const FailedEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"code", e.code}, {"message", e.message}});
  }
  JsonPart operator()(const CancelledEvent& e) const {
    return withConsent(jsonObject({{"by", e.by.str()}, {"reason", e.reason}}), e.consent);
  }
  JsonPart operator()(const RefundDueEvent&) const { return jsonObject({}); }
  JsonPart operator()(const RefundedEvent& e) const {
    return withConsent(jsonObject({{"by", e.by.str()}, {"toBon", e.toBon.amount()}}), e.consent);
  }
  JsonPart operator()(const RequotedEvent& e) const {
    return jsonObject({{"inquiryRef", e.inquiryRef.str()},
                       {"inquiryDate", toIso(e.inquiryDate)},
                       {"customerName", e.customerName},
                       {"amount", e.amount.amount()},
                       {"adminFee", e.adminFee.amount()},
                       {"cost", e.cost.amount()},
                       {"details", e.details}});
  }
  JsonPart operator()(const ReviewEvent& e) const { return jsonObject({{"reason", e.reason}}); }
  JsonPart operator()(const ReversedEvent& e) const { return jsonObject({{"code", e.code}}); }
  JsonPart operator()(const LeftoverPaidEvent& e) const {
    return withConsent(jsonObject({{"by", e.by.str()}, {"toBon", e.toBon.amount()}}), e.consent);
  }
  JsonPart operator()(const ReroutedEvent& e) const {
    return jsonObject(
        {{"upstream", e.upstream.str()}, {"sku", e.sku.str()}, {"cost", e.cost.amount()}, {"why", e.why}});
  }
  JsonPart operator()(const EscalatedEvent& e) const { return jsonObject({{"reason", e.reason}}); }
  JsonPart operator()(const DecidedEvent& e) const {
    return jsonObject({{"by", e.by.str()}, {"with", e.with.str()}, {"reason", e.reason}});
  }
  JsonPart operator()(const LateSuccessEvent& e) const {
    JsonPart part = jsonObject({{"attempt", e.attemptNo},
                                {"code", e.code},
                                {"serial", e.serial},
                                {"token", e.token},
                                {"cost", e.cost.amount()}});
    return e.isKept ? with(std::move(part), jsonObject({{"kept", true}})) : part;
  }
  JsonPart operator()(const TakenBackEvent& e) const {
    return jsonObject({{"attempt", e.attemptNo}, {"code", e.code}});
  }
};

std::optional<EventBody> bodyFrom(EventKind kind, const Json& json) {
  const Reader in(json);
  switch (kind) {
    case EventKind::Accepted: {
      const Json* inner = in.child("payment");
      auto payment = inner != nullptr ? paymentFrom(*inner) : std::nullopt;
      if (!payment)
        return std::nullopt;
      return AcceptedEvent{std::move(*payment)};
    }
    case EventKind::Armed: {
      const Json* inner = in.child("attempt");
      auto attempt = inner != nullptr ? attemptFrom(*inner) : std::nullopt;
      if (!attempt)
        return std::nullopt;
      return ArmedEvent{std::move(*attempt), in.money("cost")};
    }
    case EventKind::NotSent: return NotSentEvent{in.integer("attempt"), in.text("detail")};
    case EventKind::Refused: return RefusedEvent{in.integer("attempt"), in.text("code"), in.text("message")};
    case EventKind::WentPending: return PendingEvent{in.integer("attempt"), in.text("code"), in.text("message")};
    case EventKind::WentSuspect: return SuspectEvent{in.integer("attempt"), in.text("detail")};
    case EventKind::Succeeded:
      return SucceededEvent{in.integer("attempt"), in.text("code"),  in.text("serial"),
                            in.text("token"),      in.money("cost"), in.details("details")};
    case EventKind::Failed: return FailedEvent{in.integer("attempt"), in.text("code"), in.text("message")};
    case EventKind::Cancelled: return CancelledEvent{in.id<UserName>("by"), in.text("reason"), consentIn(in)};
    case EventKind::RefundBecameDue: return RefundDueEvent{};
    case EventKind::Refunded: return RefundedEvent{in.id<UserName>("by"), in.money("toBon"), consentIn(in)};
    case EventKind::Requoted:
      return RequotedEvent{in.id<AttemptRef>("inquiryRef"), in.date("inquiryDate"), in.text("customerName"),
                           in.money("amount"),              in.money("adminFee"),   in.money("cost"),
                           in.details("details")};
    case EventKind::SentToReview: return ReviewEvent{in.text("reason")};
    case EventKind::Reversed: return ReversedEvent{in.text("code")};
    case EventKind::LeftoverPaid: return LeftoverPaidEvent{in.id<UserName>("by"), in.money("toBon"), consentIn(in)};
    case EventKind::Rerouted:
      return ReroutedEvent{in.id<UpstreamId>("upstream"), in.id<Sku>("sku"), in.money("cost"), in.text("why")};
    case EventKind::Escalated: return EscalatedEvent{in.text("reason")};
    case EventKind::Decided: return DecidedEvent{in.id<UserName>("by"), in.id<UserName>("with"), in.text("reason")};
    case EventKind::LateSuccess:
      return LateSuccessEvent{in.integer("attempt"), in.text("code"),  in.text("serial"),
                              in.text("token"),      in.money("cost"), in.flag("kept")};
    case EventKind::TakenBack: return TakenBackEvent{in.integer("attempt"), in.text("code")};
  }
  return std::nullopt;
}

}  // namespace

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string encodePayment(const Payment& payment) {
  return partOf(payment).text;
}

Result<Payment> decodePayment(const std::string& text) {
  auto payment = paymentFrom(Json::parse(text, nullptr, false));
  if (!payment)
    return fail(ErrorCode::DatabaseUnreadable, "payment");
  return *payment;
}

std::string encodeEvent(const PaymentEvent& event) {
  return std::visit(EventWriter{}, event.body).text;
}

Result<PaymentEvent> decodeEvent(const PaymentRef& ref, const std::string& kind, Instant at, const std::string& text) {
  const auto known = eventKindFromWord(kind);
  const Json json = Json::parse(text, nullptr, false);
  if (!known || !json.is_object())
    return fail(ErrorCode::DatabaseUnreadable, "event " + kind);
  auto body = bodyFrom(*known, json);
  if (!body)
    return fail(ErrorCode::DatabaseUnreadable, "event " + kind);
  return PaymentEvent{ref, at, std::move(*body)};
}

std::string encodeProduct(const Product& product) {
  Json offers = Json::array();
  for (const Offer& o : product.offers)
    offers.push_back(Json{{"upstream", o.upstream.str()},
                          {"price", o.price.amount()},
                          {"sku", o.sku.str()},
                          {"cost", o.cost.amount()},
                          {"admin", o.admin.amount()},
                          {"commission", o.commission.amount()},
                          {"available", o.available},
                          {"multi", o.multi},
                          {"cutFrom", o.cutOff.from.value},
                          {"cutTo", o.cutOff.to.value},
                          {"seller", o.seller}});
  return dumped(Json{{"id", product.id.str()},
                     {"name", product.name},
                     {"category", product.category},
                     {"brand", product.brand},
                     {"description", product.description},
                     {"family", wordOf(product.family)},
                     {"kind", wordOf(product.kind)},
                     {"denomination", product.denomination.amount()},
                     {"price", product.price.amount()},
                     {"serviceFee", product.serviceFee.amount()},
                     {"offers", std::move(offers)}});
}

Result<Product> decodeProduct(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::DatabaseUnreadable, "product");
  const Reader in(json);
  Product product;
  product.id = in.id<ProductId>("id");
  product.name = in.text("name");
  product.category = in.text("category");
  product.brand = in.text("brand");
  product.description = in.text("description");
  product.family = familyFromWord(in.text("family")).value_or(Family::Other);
  product.kind = kindFromWord(in.text("kind")).value_or(ProductKind::Prepaid);
  product.denomination = in.money("denomination");
  product.price = in.money("price");
  product.serviceFee = in.money("serviceFee");
  if (const Json* offers = in.child("offers"); offers != nullptr && offers->is_array()) {
    for (const Json& entry : *offers) {
      if (!entry.is_object())
        return fail(ErrorCode::DatabaseUnreadable, "offer");
      const Reader o(entry);
      Offer offer;
      offer.upstream = o.id<UpstreamId>("upstream");
      offer.sku = o.id<Sku>("sku");
      offer.cost = o.money("cost");
      offer.price = o.money("price");
      offer.admin = o.money("admin");
      offer.commission = o.money("commission");
      offer.available = o.flag("available");
      offer.multi = o.flag("multi");
      offer.cutOff = {MinuteOfDay{o.integer("cutFrom")}, MinuteOfDay{o.integer("cutTo")}};
      offer.seller = o.text("seller");
      product.offers.push_back(std::move(offer));
    }
  }
  return product;
}

std::string encodeInquiryFields(const InquiryFields& fields) {
  return fields.empty() ? std::string() : partOf(fields).text;
}

Result<InquiryFields> decodeInquiryFields(const std::string& text) {
  if (text.empty())
    return InquiryFields{};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::DatabaseUnreadable, "inquiry fields");
  return fieldsFrom(&json);
}

std::string encodeBatchItems(const std::vector<ports::BatchItem>& items) {
  Json rows = Json::array();
  for (const ports::BatchItem& item : items)
    rows.push_back(Json{{"ref", item.ref.str()},
                        {"productName", item.productName},
                        {"number", item.number},
                        {"total", item.total.amount()},
                        {"before", item.before},
                        {"after", item.after},
                        {"reason", item.reason}});
  return dumped(rows);
}

Result<std::vector<ports::BatchItem>> decodeBatchItems(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array())
    return fail(ErrorCode::DatabaseUnreadable, "batch");
  std::vector<ports::BatchItem> items;
  for (const Json& entry : json) {
    if (!entry.is_object())
      return fail(ErrorCode::DatabaseUnreadable, "batch item");
    const Reader in(entry);
    items.push_back({in.id<PaymentRef>("ref"), in.text("productName"), in.text("number"), in.money("total"),
                     in.text("before"), in.text("after"), in.text("reason")});
  }
  return items;
}

}  // namespace loket::adapters
