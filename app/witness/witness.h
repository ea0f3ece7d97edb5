// What a witness does with a request: the rule, the memory of each log, and the order of things. It decides, remembers on disk,
// and only then signs for others; one request of a log at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/serve/exchange.h"
#include "app/witness/files.h"
#include "core/domain/journal/witness_rule.h"
#include "core/ports/clock.h"
#include "core/ports/probe.h"

namespace loket::witness {

class Witness {
 public:
  // Sentences for the operator.
  using Tell = std::function<void(const std::string&)>;

  // Reads what is remembered of every log; one that cannot be read is told and answered with 500 for ever.
  Witness(Identity identity, const std::vector<journal::Verifier>& logKeys, WitnessFiles& files, ports::Clock& clock,
          ports::Probe& probe, Tell tell);

  // By any thread.
  serve::Reply answer(const serve::Request& request);
  // To the text of `add-checkpoint`: 200, 400, 403, 404, 409, 422, 500 or 503.
  serve::Reply addCheckpoint(std::string_view text);

  std::size_t logCount() const { return m_logs.size(); }
  std::size_t damagedCount() const;

 private:
  struct Log {
    std::vector<journal::Verifier> keys;
    std::mutex mutex;
    bool isDamaged = false;
    journal::SignedNote note;  // as it was cosigned last
    journal::Checkpoint checkpoint;
    std::optional<std::uint64_t> forkToldAt;
  };

  // With the log's mutex held.
  serve::Reply decide(Log& log, const journal::WitnessRequest& request, const journal::Checkpoint& checkpoint);
  serve::Reply cosign(Log& log, const journal::WitnessRequest& request, const journal::Checkpoint& checkpoint);
  void keepFork(Log& log, const journal::WitnessRequest& request);

  Identity m_identity;
  WitnessFiles& m_files;
  ports::Clock& m_clock;
  ports::Probe& m_probe;
  Tell m_tell;
  adapters::SodiumCrypto m_crypto;
  std::map<std::string, std::unique_ptr<Log>, std::less<>> m_logs;  // by origin; as it is from the start on
};

}  // namespace loket::witness
