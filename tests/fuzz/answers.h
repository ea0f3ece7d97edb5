// What the judges of upstream answers read by themselves, and what holds of every text and every verdict.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/domain/payment/verdict.h"

namespace loket::fuzz {

// Null when it is not JSON, also when its letters are taken for ASCII.
nlohmann::json answerIn(std::string_view bytes);
const nlohmann::json& member(const nlohmann::json& json, const char* key);
// Exactly this string.
bool says(const nlohmann::json& json, const char* key, std::string_view text);
// This text, with blanks around it or as a number.
bool repeats(const nlohmann::json& json, const char* key, std::string_view text);
bool isAbsent(const nlohmann::json& json, const char* key);

// An answer with its HTTP status before it: "200", a line break, the body. 200 without one.
struct StatusAndBody {
  int status = 200;
  std::string body;
};
StatusAndBody statusAndBody(std::string_view bytes);

// Whole UTF-8, with nothing in it that a terminal or a printer would obey.
bool isShowable(std::string_view text);
// What holds of every verdict on an answer, whatever was asked.
void holdsOfVerdict(const Verdict& verdict);

}  // namespace loket::fuzz
