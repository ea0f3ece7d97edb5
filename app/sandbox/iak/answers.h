// The wording of the aggregator's answers: which field appears in which state. Prepaid and postpaid differ in
// the names of nearly all of them.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/iak/book.h"

namespace loket::sandbox::iak {

// A refusal before anything was created; echoes what the request named.
nlohmann::json prepaidRefusalAnswer(const nlohmann::json& body, const std::string& rc);
nlohmann::json topUpAnswer(const Order& order);
nlohmann::json prepaidList(const Catalogue& catalogue, const std::string& type,
                           const std::string& operatorWord, const std::string& status);

nlohmann::json billRefusalAnswer(const nlohmann::json& body, const std::string& rc);
nlohmann::json inquiryAnswer(const Order& bill);
nlohmann::json paymentAnswer(const Order& bill);
// `denied`: as if the payment had never arrived.
nlohmann::json billStatusAnswer(const Order& bill, bool denied);
nlohmann::json billList(const Catalogue& catalogue, const std::string& type, const std::string& status,
                        const std::string& province);

// The echoed identifiers become somebody else's.
void falsifyEcho(nlohmann::json& answer);
std::string textAt(const nlohmann::json& body, const char* key);  // "" when absent or not a string
// Also a whole number, as its digits: the documents give tr_id and month now one way, now the other.
std::string scalarAt(const nlohmann::json& body, const char* key);

}  // namespace loket::sandbox::iak
