// What aggregators tell about goods and bills, brought into our names: fields of a description, the months of a bill,
// the serial of a PLN token. Sellers vary, and nothing is guessed.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/domain/payment/payment.h"

namespace loket::adapters::upstream {

struct FieldName {
  const char* theirs;
  const char* ours;
};

// Nothing is put for an empty text; the rest as `sentence` shows it.
void put(Details& details, const std::string& key, const std::string& value);
void putFields(const nlohmann::json& object, std::span<const FieldName> fields, Details& details,
               const std::string& prefix = {});

// Every part under "bill.N." with our names, and over all of them billCount, period, penalty, meterFrom and meterTo,
// where the parts have "period", "penalty", "meterFrom", "meterTo". Nothing when `parts` is no array.
void readBillParts(const nlohmann::json& parts, std::span<const FieldName> fields, Details& details);

// "2089-1384-1738-6279-5436/NAMA/R1/1300VA/32,1": the token when the first part has exactly 20 digits, else "". Into
// `details` goes what of the rest has the expected form.
std::string readToken(std::string_view serial, Details& details);

// "R1 /000001300" -> tariff R1, power 1300.
void putSegment(const std::string& segment, Details& details);

}  // namespace loket::adapters::upstream
