// The core as a home builds it, only without key slots: real store, transport, clock and chance, on a new
// database and sidecar with one product in the catalogue and room for as many deposits as a measurement takes.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/adapters/http/curl_transport.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/engine/engine.h"
#include "tests/support/virtual_world.h"

namespace loket::bench {

// Counts transactions by what they were for.
class CommitCounter final : public ports::Probe {
 public:
  void reached(std::string_view point) override;
  int count(const std::string& path) const;

 private:
  std::map<std::string, int, std::less<>> m_counts;
};

class CounterCore {
 public:
  CounterCore(const std::string& home, const UpstreamSettings& upstream);

  engine::World world();
  adapters::SqlcipherStore& store() { return *m_store; }
  const CommitCounter& commits() const { return m_commits; }

 private:
  std::unique_ptr<adapters::SqlcipherStore> m_store;
  std::unique_ptr<adapters::http::CurlTransport> m_transport;
  adapters::SystemClock m_clock;
  adapters::SystemEntropy m_entropy;
  tests::SilentLog m_log;
  CommitCounter m_commits;
};

// Nobody answers there: what is sold stays in the queue.
UpstreamSettings unreachableUpstream();

// The n-th deposit: a number of its own that the sandbox serves at once, no call made.
api::SellRequest depositRequest(int n);

}  // namespace loket::bench
