#include "core/engine/upstreams.h"

namespace loket::engine {
namespace {

constexpr Duration kBeatOffline = Duration::seconds(10);
constexpr Duration kBeatOnline = Duration::seconds(60);

}  // namespace

Status Upstreams::configure(const std::vector<UpstreamSettings>& settings) {
  std::map<UpstreamId, std::unique_ptr<ports::Upstream>> fresh;
  for (const UpstreamSettings& one : settings) {
    LOKET_ASSIGN(auto upstream, m_factory(one, m_world));
    fresh.emplace(one.id, std::move(upstream));
  }
  for (auto& [id, upstream] : m_upstreams)
    m_retired.push_back(std::move(upstream));
  m_upstreams = std::move(fresh);
  m_nextBeat = Instant{};
  return {};
}

ports::Upstream* Upstreams::find(const UpstreamId& id) {
  const auto at = m_upstreams.find(id);
  return at == m_upstreams.end() ? nullptr : at->second.get();
}

std::vector<UpstreamId> Upstreams::ids() const {
  std::vector<UpstreamId> out;
  for (const auto& [id, upstream] : m_upstreams)
    out.push_back(id);
  return out;
}

void Upstreams::note(const Verdict& verdict) {
  bool online = m_online;
  switch (verdict.kind) {
    case VerdictKind::NotSent:
      online = false;
      break;
    case VerdictKind::Unknown:
      // Sent into nothing, or an answer that makes no sense (a captive portal): neither proves a network.
      return;
    case VerdictKind::Pending:
    case VerdictKind::Succeeded:
    case VerdictKind::Failed:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotFound:
      online = true;
      break;
  }
  const Instant now = m_world.clock.now();
  if (online != m_online) {
    m_online = online;
    m_changedAt = now;
    m_nextBeat = now + (online ? kBeatOnline : kBeatOffline);
    m_log.write(ports::LogLevel::Info, "network", online ? "online" : "offline " + verdict.code);
    if (onNetwork)
      onNetwork(online);
  }
}

std::optional<Upstreams::Deposit> Upstreams::deposit(const UpstreamId& id) const {
  const auto at = m_deposits.find(id);
  if (at == m_deposits.end())
    return std::nullopt;
  return at->second;
}

void Upstreams::spent(const UpstreamId& id, Money cost) {
  const auto at = m_deposits.find(id);
  if (at != m_deposits.end())
    at->second.balance -= cost;
}

void Upstreams::refresh(const UpstreamId& id, std::function<void(const Verdict&)> done) {
  ports::Upstream* upstream = find(id);
  if (upstream == nullptr) {
    done(Verdict{VerdictKind::RefusedByConfig, "no-upstream", {}, {}, {}, {}, {}});
    return;
  }
  upstream->balance([this, id, done = std::move(done)](const ports::BalanceReply& reply) {
    note(reply.verdict);
    if (reply.verdict.kind == VerdictKind::Succeeded) {
      m_deposits[id] = Deposit{reply.balance, m_world.clock.now()};
      if (onDeposit)
        onDeposit(id, m_deposits[id]);
    }
    done(reply.verdict);
  });
}

void Upstreams::refreshAll(std::function<void()> done) {
  const auto all = ids();
  auto left = std::make_shared<std::size_t>(all.size());
  if (all.empty()) {
    done();
    return;
  }
  for (const UpstreamId& id : all)
    refresh(id, [left, done](const Verdict&) {
      if (--*left == 0)
        done();
    });
}

void Upstreams::beat(Instant now) {
  if (m_beating || now < m_nextBeat || m_upstreams.empty())
    return;
  m_beating = true;
  refreshAll([this] {
    m_beating = false;
    m_nextBeat = m_world.clock.now() + (m_online ? kBeatOnline : kBeatOffline);
  });
}

}  // namespace loket::engine
