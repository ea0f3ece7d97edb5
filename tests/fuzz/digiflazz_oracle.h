// What is true of a Digiflazz answer, read without the product: the table of codes as the aggregator
// publishes it, and who the answer says it is about.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "core/adapters/upstream/digiflazz/codec.h"
#include "tests/fuzz/answers.h"

namespace loket::fuzz {

inline const adapters::digiflazz::Subject kSubject = {"test1", "xld10", "087800001230"};

// "Transaksi Terbentuk: tidak": nothing exists under the ref_id.
inline constexpr std::array<std::string_view, 23> kNothingCreated = {
    "40", "41", "42", "43", "44", "45", "47", "49", "56", "61", "62", "63",
    "64", "65", "66", "67", "68", "69", "80", "81", "82", "83", "87"};

inline bool isOneOf(std::string_view rc, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), rc) != codes.end();
}

inline bool createsNothing(std::string_view rc) {
  return rc == "88" || std::find(kNothingCreated.begin(), kNothingCreated.end(), rc) != kNothingCreated.end();
}

struct DigiflazzAnswer {
  explicit DigiflazzAnswer(std::string_view bytes) : data(member(answerIn(bytes), "data")) {
    if (member(data, "rc").is_string())
      rc = member(data, "rc").get<std::string>();
  }
  bool hasStatus(std::string status) const {
    if (!member(data, "status").is_string())
      return false;
    std::string told = member(data, "status").get<std::string>();
    for (std::string* text : {&status, &told})
      std::transform(text->begin(), text->end(), text->begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return status == told;
  }
  bool isAbout(const adapters::digiflazz::Subject& subject) const {
    return says(data, "ref_id", subject.refId) && says(data, "buyer_sku_code", subject.sku) &&
           says(data, "customer_no", subject.number);
  }

  nlohmann::json data;
  std::string rc;  // empty: not told, or not as text
};

}  // namespace loket::fuzz
