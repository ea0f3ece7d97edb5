// Everything the sandbox knows that must survive its restart: balances, transactions, effects, clock
// offset. It changes only through commit(), which applies an event and appends it to the log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>

#include <nlohmann/json_fwd.hpp>

#include "app/sandbox/clock.h"
#include "app/sandbox/digiflazz/book.h"
#include "app/sandbox/effects.h"
#include "app/sandbox/event_log.h"
#include "app/sandbox/iak/book.h"
#include "app/sandbox/snap/book.h"
#include "app/sandbox/terminals.h"

namespace loket::sandbox {

struct StartBalances {
  std::int64_t deposit = 0;
  std::int64_t bank = 0;
  std::int64_t iakDeposit = 0;
};

class World {
 public:
  // Replays the log. The balances given count only where the log is empty.
  World(const std::filesystem::path& logFile, StartBalances start);

  // The caller holds mutex(). The event is durable after log().waitDurable(log().lastSequence()).
  void commit(const nlohmann::json& event);
  // Back to an empty log with the balances of this start. The caller holds mutex().
  void reset();

  std::mutex& mutex() { return m_mutex; }
  EventLog& log() { return m_log; }
  SandboxClock& clock() { return m_clock; }
  const Effects& effects() const { return m_effects; }
  const digiflazz::Book& digi() const { return m_digi; }
  const snap::Book& bank() const { return m_bank; }
  const iak::Book& iak() const { return m_iak; }
  const Terminals& terminals() const { return m_terminals; }

 private:
  void apply(const nlohmann::json& event);
  void applyCatalogue(const nlohmann::json& event);
  void applyEffects(const nlohmann::json& event);
  void creditTicket(const nlohmann::json& event);

  std::mutex m_mutex;
  StartBalances m_start;
  SandboxClock m_clock;
  Effects m_effects;
  digiflazz::Book m_digi;
  snap::Book m_bank;
  iak::Book m_iak;
  Terminals m_terminals;
  EventLog m_log;
};

}  // namespace loket::sandbox
