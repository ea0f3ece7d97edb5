// What a request wants, in words common to all upstreams: the request log shows it and faults select by it.
#pragma once

#include <string>
#include <string_view>

namespace loket::sandbox {

enum class OperationKind { Transaction, Inquiry, Status, Balance, PriceList, Token, Unknown };

std::string_view operationName(OperationKind kind);  // "transaction", "price-list", ...

struct Operation {
  OperationKind kind = OperationKind::Unknown;
  std::string upstream;  // "digi", "bank", "iak"; empty when the path belongs to none
  std::string name;      // the protocol's own word: "topup", "pay-pasca", "transfer-intrabank", ...
  std::string ref;
  std::string number;
};

}  // namespace loket::sandbox
