// The way of every public request: settle what is due, find the upstream, let a fault strike before or
// after the execution, wait until what was executed is on disk, and only then answer.
#pragma once

#include <memory>
#include <vector>

#include "app/sandbox/exchange.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/request_log.h"
#include "app/sandbox/upstream.h"
#include "app/sandbox/world.h"

namespace loket::sandbox {

class Gateway {
 public:
  Gateway(World& world, Faults& faults, RequestLog& requests,
          std::vector<std::unique_ptr<Upstream>> upstreams);

  Reply serve(const Request& request);
  // Makes everything final that is due. The caller holds the world's mutex.
  void settle(UnixMs now);
  // Drops tokens and rate limits. The caller holds the world's mutex.
  void forget();

 private:
  Reply execute(const Request& request, RequestEntry& entry);

  World& m_world;
  Faults& m_faults;
  RequestLog& m_requests;
  std::vector<std::unique_ptr<Upstream>> m_upstreams;
};

}  // namespace loket::sandbox
