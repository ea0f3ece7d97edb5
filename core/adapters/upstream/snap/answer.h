// What all services of the standard have in common: how bodies are written, the head of every answer,
// amounts, and whether an answer is about what was asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/adapters/upstream/snap/codec.h"

namespace loket::adapters::snap {

inline constexpr std::string_view kCurrency = "IDR";

std::string written(const nlohmann::ordered_json& body);
nlohmann::ordered_json amountJson(Money amount);
std::optional<Money> amountAt(const nlohmann::json& value, const char* key);

Verdict unknown(std::string code);

struct Reading {
  Verdict verdict;
  nlohmann::json data;
};
// Code and HTTP status of an answer, which must agree with each other and with the service that was called.
Reading readHead(int httpStatus, const std::string& answer, const Service& service);
// For questions without money in them: what is not known of the answer is only not known now.
Verdict questionVerdict(Verdict verdict);

// Present and different; a field that is left out contradicts nothing.
bool contradicts(const nlohmann::json& data, const char* key, const std::string& expected);
bool contradictsAmount(const nlohmann::json& data, Money expected, const char* key = "amount");

}  // namespace loket::adapters::snap
