// What is true of a SNAP answer, read without the product.
#pragma once

#include <string>
#include <string_view>

#include "core/adapters/upstream/snap/codec.h"
#include "tests/fuzz/answers.h"

namespace loket::fuzz {

inline const adapters::snap::Transfer kTransfer = [] {
  adapters::snap::Transfer transfer;
  transfer.reference = "20260822000000000001";
  transfer.amount = Money::rupiah(100'000);
  transfer.beneficiary = "888801000157508";
  transfer.source = "888801000157610";
  transfer.date = "2026-08-22T10:00:00+07:00";
  return transfer;
}();

struct SnapAnswer {
  explicit SnapAnswer(std::string_view bytes) : wire(statusAndBody(bytes)), json(answerIn(wire.body)) {
    if (member(json, "responseCode").is_string())
      code = member(json, "responseCode").get<std::string>();
  }
  // HTTP status, service and case agree, in a code of seven digits.
  bool hasCode(std::string_view service) const {
    return code.size() == 7 && code.find_first_not_of("0123456789") == std::string::npos &&
           code.substr(0, 3) == std::to_string(wire.status) && code.substr(3, 2) == service;
  }
  bool hasCode(std::string_view service, int http, std::string_view number) const {
    return hasCode(service) && wire.status == http && code.substr(5) == number;
  }

  StatusAndBody wire;
  nlohmann::json json;
  std::string code;  // empty: not told, or not as text
};

}  // namespace loket::fuzz
