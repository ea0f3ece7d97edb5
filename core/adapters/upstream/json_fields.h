// Reads fields out of an upstream's JSON without trusting its types: upstreams send numbers as strings,
// strings as numbers and leave things out. Nothing here throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/domain/money/money.h"

namespace loket::adapters::upstream {

// Null when it is not JSON. Bytes that are not UTF-8 (a name in a legacy encoding) become '?', so that one
// letter does not make a payment's answer unreadable. Null too when it has more levels than any answer has.
nlohmann::json parsed(const std::string& text);

// Null unless `json` is an object that has `key`.
const nlohmann::json& at(const nlohmann::json& json, const char* key);
// "" unless it is a string.
std::string textAt(const nlohmann::json& json, const char* key);
// A string, or a whole number in decimal digits; else "".
std::string scalarAt(const nlohmann::json& json, const char* key);
// A number, or one written as a string; fractions are rounded to the nearest whole, ".00" is dropped.
std::optional<std::int64_t> wholeAt(const nlohmann::json& json, const char* key);
std::optional<Money> moneyAt(const nlohmann::json& json, const char* key);
// true, 1, "true", "1" and their opposites; `absent` otherwise.
bool flagAt(const nlohmann::json& json, const char* key, bool absent);
// An upstream's sentence as it may be shown: control characters gone, at most so many bytes, cut between letters.
inline constexpr std::size_t kSentenceBytesMax = 200;
// Of a code that is in no table.
inline constexpr std::size_t kUnknownCodeBytesMax = 8;
std::string sentence(std::string_view text, std::size_t bytesMax = kSentenceBytesMax);

}  // namespace loket::adapters::upstream
