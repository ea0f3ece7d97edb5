// The journal's text form: payments and events as JSON. What was written once must be readable for ever, so keys
// are only added, and a missing key reads as its empty value.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/payment/event.h"
#include "core/ports/store.h"

namespace loket::adapters {

// In one line; bytes that are no UTF-8 are replaced.
std::string dumped(const nlohmann::json& json);

std::string encodePayment(const Payment& payment);
Result<Payment> decodePayment(const std::string& text);

std::string encodeEvent(const PaymentEvent& event);
Result<PaymentEvent> decodeEvent(const PaymentRef& ref, const std::string& kind, Instant at, const std::string& text);

std::string encodeProduct(const Product& product);
Result<Product> decodeProduct(const std::string& text);

// Empty for none.
std::string encodeInquiryFields(const InquiryFields& fields);
Result<InquiryFields> decodeInquiryFields(const std::string& text);

std::string encodeBatchItems(const std::vector<ports::BatchItem>& items);
Result<std::vector<ports::BatchItem>> decodeBatchItems(const std::string& text);

}  // namespace loket::adapters
