#include "core/engine/upstreams.h"

#include <algorithm>

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
  m_ways.clear();
  for (const auto& [id, upstream] : m_upstreams)
    m_ways[id] = Way{};
  // As at the start: taken for reachable until the first beat, which is due now, says otherwise.
  m_online = true;
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

void Upstreams::note(const UpstreamId& id, const Verdict& verdict) {
  const auto at = m_ways.find(id);
  if (at == m_ways.end())
    return;
  Way& way = at->second;
  bool open = way.open;
  switch (verdict.kind) {
    case VerdictKind::NotSent:
      open = false;
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
      open = true;
      break;
  }
  m_heard = m_heard || open;
  way.why = open ? std::string() : verdict.code;
  if (open == way.open)
    return;
  const Instant now = m_world.clock.now();
  way.open = open;
  way.changedAt = now;
  way.nextBeat = now + (open ? kBeatOnline : kBeatOffline);
  // Where one is lost the network may be: the others are asked at once.
  if (!open)
    for (auto& [other, theirs] : m_ways)
      if (theirs.open)
        theirs.nextBeat = now;
  m_log.write(ports::LogLevel::Info, "network", id.str() + (open ? " reached" : " not reached " + verdict.code));
  const bool online = std::any_of(m_ways.begin(), m_ways.end(), [](const auto& one) { return one.second.open; });
  if (online != m_online) {
    m_online = online;
    m_changedAt = now;
  }
  if (onReach)
    onReach(id, open);
}

bool Upstreams::reaches(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at != m_ways.end() && at->second.open;
}

std::string Upstreams::whyNot(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? std::string() : at->second.why;
}

Instant Upstreams::changedAt(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? Instant{} : at->second.changedAt;
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
    note(id, reply.verdict);
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

std::optional<Instant> Upstreams::nextBeat() const {
  std::optional<Instant> next;
  for (const auto& [id, way] : m_ways)
    if (!way.beating && (!next || way.nextBeat < *next))
      next = way.nextBeat;
  return next;
}

Instant Upstreams::nextBeat(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? Instant{} : at->second.nextBeat;
}

void Upstreams::beat(Instant now) {
  for (const UpstreamId& id : ids()) {
    Way& way = m_ways[id];
    if (way.beating || now < way.nextBeat)
      continue;
    way.beating = true;
    refresh(id, [this, id](const Verdict&) {
      const auto at = m_ways.find(id);
      if (at == m_ways.end())
        return;
      at->second.beating = false;
      at->second.nextBeat = m_world.clock.now() + (at->second.open ? kBeatOnline : kBeatOffline);
    });
  }
}

}  // namespace loket::engine
