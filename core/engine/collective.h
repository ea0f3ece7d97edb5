// Many bills in one go: asked for a few at a time, sold one by one with what each was asked for. What becomes of one
// is no other one's business.
#pragma once

#include <functional>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::engine {

// So many inquiries are on the way at once.
inline constexpr std::size_t kInquiriesAtOnce = 4;

using InquireOne = std::function<void(const api::InquiryRequest&, api::Reply<api::Quote>)>;
using SellOne = std::function<void(const api::SellRequest&, api::Reply<api::PaymentView>)>;

// Answers once, with a line for each request in their order.
void inquireAll(std::vector<api::InquiryRequest> requests, InquireOne inquire, std::function<void(int)> progress,
                api::Reply<std::vector<api::QuoteLine>> reply);
void sellAll(const std::vector<api::SellRequest>& requests, const SellOne& sell,
             api::Reply<std::vector<api::SaleLine>> reply);

}  // namespace loket::engine
