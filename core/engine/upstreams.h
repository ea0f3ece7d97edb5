// The configured upstreams, what they say of our deposits, and whether there is a network at all. Evidence of
// the network is what calls tell: an honest answer of any kind is "online", a proven failure to connect is not.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/ports/log.h"
#include "core/ports/upstream.h"

namespace loket::engine {

class Upstreams {
 public:
  struct Deposit {
    Money balance;
    Instant asOf;  // zero: never heard
  };

  Upstreams(ports::UpstreamFactory factory, ports::UpstreamWorld world, ports::Log& log)
      : m_factory(std::move(factory)), m_world(world), m_log(log) {}

  Status configure(const std::vector<UpstreamSettings>& settings);
  ports::Upstream* find(const UpstreamId& id);
  bool empty() const { return m_upstreams.empty(); }
  std::vector<UpstreamId> ids() const;

  // What a call to an upstream said about the network.
  void note(const Verdict& verdict);
  bool online() const { return m_online; }
  Instant onlineSince() const { return m_changedAt; }

  std::optional<Deposit> deposit(const UpstreamId& id) const;
  void restore(const UpstreamId& id, Deposit deposit) { m_deposits[id] = deposit; }
  // A success took this much; keeps the figure right until the upstream is asked again.
  void spent(const UpstreamId& id, Money cost);
  // Asks one upstream; the verdict also is the freshest word on the network.
  void refresh(const UpstreamId& id, std::function<void(const Verdict&)> done);
  // Asks all; `done` when the last has answered.
  void refreshAll(std::function<void()> done);

  // When the heartbeat should ask again: soon while offline, seldom while online.
  Instant nextBeat() const { return m_nextBeat; }
  // Asks all when the beat is due. Returns at once.
  void beat(Instant now);

  std::function<void(bool online)> onNetwork;
  std::function<void(const UpstreamId&, const Deposit&)> onDeposit;

 private:
  ports::UpstreamFactory m_factory;
  ports::UpstreamWorld m_world;
  ports::Log& m_log;
  std::map<UpstreamId, std::unique_ptr<ports::Upstream>> m_upstreams;
  // Replaced ones may still have calls under way; they are kept until the process ends.
  std::vector<std::unique_ptr<ports::Upstream>> m_retired;
  std::map<UpstreamId, Deposit> m_deposits;
  bool m_online = true;
  bool m_beating = false;
  Instant m_changedAt;
  Instant m_nextBeat;
};

}  // namespace loket::engine
