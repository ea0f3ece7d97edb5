// The faults that are switched on, and the choice of the one that hits a request. Chance comes from a
// seeded generator, so that a run can be repeated.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/operation.h"

namespace loket::sandbox {

enum class FaultKind {
  RefuseConnect,
  ResetBeforeCommit,
  ResetAfterCommit,
  HangAfterCommit,
  Slow,
  Http500BeforeCommit,
  Http500AfterCommit,
  Html200,
  TruncatedJson,
  MissingRc,
  WrongEcho,
  LateSuccess,
  LateFailure,
  PriceChange,
  NotFoundThenSuccess,
  FailedButPaid,
  ClosedForEod,
  RefundAfterSuccess,
  DuplicateReference,
  PaidBill,
  DuplicateWebhook,
};

std::string_view faultName(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::Slow;
  std::string upstream;
  std::string on;
  std::int64_t count = 1;  // -1: until it is cleared
  double probability = 1.0;
  std::string matchNumber;              // empty: any
  std::optional<std::int64_t> afterMs;  // late-*, failed-but-paid, refund-after-success
  std::int64_t by = 1000;               // price-change, rupiah
  std::int64_t fired = 0;
};

// Thrown for a fault request that is not understood; the message names the place.
struct FaultRequestError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

class Faults {
 public:
  explicit Faults(std::uint64_t seed) : m_random(seed) {}

  // Without it, faults of webhooks are refused.
  void allowWebhooks() { m_webhooks = true; }
  void add(const nlohmann::json& request);  // throws FaultRequestError
  nlohmann::ordered_json list() const;
  void clear();

  // The fault that hits this request now, if any. Connection faults are not among them.
  std::optional<Fault> take(const Operation& operation);
  // Called for every new connection.
  bool refusesConnection();
  // True while no connection at all may be accepted: the port can be closed outright.
  bool refusesEveryConnection() const;

 private:
  bool draw(Fault& fault);

  mutable std::mutex m_mutex;
  std::vector<Fault> m_faults;
  std::mt19937_64 m_random;
  bool m_webhooks = false;
};

}  // namespace loket::sandbox
