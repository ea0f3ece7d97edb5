// What is true of an IAK answer, read without the product. Numbers come as texts and as numbers.
#pragma once

#include <string>
#include <string_view>

#include "core/adapters/upstream/iak/codec.h"
#include "tests/fuzz/answers.h"

namespace loket::fuzz {

struct IakAnswer {
  explicit IakAnswer(std::string_view bytes) : data(member(answerIn(bytes), "data")) {}
  bool has(const char* key, std::string_view text) const { return repeats(data, key, text); }
  // Another than this one is named.
  bool contradicts(const char* key, std::string_view text) const {
    return !isAbsent(data, key) && !repeats(data, key, text);
  }
  // Both APIs were seen with the other's word for it.
  bool hasCode(std::string_view code) const { return has("rc", code) || has("response_code", code); }
  bool hasAnyCode() const {
    for (const char* key : {"rc", "response_code"})
      if ((member(data, key).is_string() && !has(key, "")) || member(data, key).is_number_integer())
        return true;
    return false;
  }

  nlohmann::json data;
};

}  // namespace loket::fuzz
