// The wording of the aggregator's answers: which field appears in which state.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/digiflazz/book.h"

namespace loket::sandbox::digiflazz {

// A refusal before anything was created; echoes what the request named.
nlohmann::json refusalAnswer(const nlohmann::json& body, const std::string& rc);
nlohmann::json topupAnswer(const Transaction& transaction);
nlohmann::json billAnswer(const Transaction& transaction);
// Overwrites code, status and message of an answer and drops what only a success shows.
nlohmann::json withCode(nlohmann::json data, const std::string& rc, const std::string& message = {});
nlohmann::json prepaidList(const Catalogue& catalogue, const nlohmann::json& filters);
nlohmann::json billList(const Catalogue& catalogue, const nlohmann::json& filters);
// The echoed identifiers become somebody else's.
void falsifyEcho(nlohmann::json& data);
std::string textAt(const nlohmann::json& body, const char* key);  // "" when absent or not a string

}  // namespace loket::sandbox::digiflazz
