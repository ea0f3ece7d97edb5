// What every service of the bank is given and gives back, without HTTP and without its service code.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/faults.h"
#include "app/sandbox/snap/fields.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {

constexpr std::size_t kRefLength = 64;
constexpr std::size_t kExternalIdLength = 36;
constexpr std::size_t kTimeLength = 25;

// An admitted call: token, signature and X-EXTERNAL-ID are in order, the body is a JSON object.
struct Call {
  const nlohmann::json& body;
  const Fault* fault;  // the one that hits it, or nullptr
  UnixMs now;
  std::string externalId;

  bool hitBy(FaultKind kind) const { return fault != nullptr && fault->kind == kind; }
};

struct Answer {
  std::string code;  // http status and case, "20000"
  std::string message;
  nlohmann::ordered_json fields = nlohmann::ordered_json::object();
};

Answer refuse(const std::string& code);                             // in the standard's words
Answer refuse(const std::string& code, const std::string& reason);  // with "[reason]" behind them
Answer refuse(const Fields& fields);                                // by the first offence
Answer succeed(nlohmann::ordered_json fields);
nlohmann::ordered_json money(std::int64_t amount);
std::string shortTime(UnixMs instant);  // "2026-08-22T10:00:00+07:00", as the standard writes it

}  // namespace loket::sandbox::snap
