#include "core/engine/upstreams.h"

#include <algorithm>
#include <utility>

#include "core/domain/routing/upstream_fields.h"
#include "core/engine/dated_transport.h"
#include "core/engine/watched_upstream.h"

namespace loket::engine {
namespace {

constexpr Duration kBeatOffline = Duration::seconds(10);
constexpr Duration kBeatOnline = Duration::seconds(60);

}  // namespace

Status Upstreams::configure(const std::vector<UpstreamSettings>& settings) {
  std::map<UpstreamId, std::unique_ptr<ports::Upstream>> fresh;
  std::map<UpstreamId, CutOff> closed;
  for (const UpstreamSettings& one : settings) {
    auto transport = dated(m_world.transport, m_world.clock, [this, id = one.id](Duration ahead) {
      if (const auto at = m_ways.find(id); at != m_ways.end())
        at->second.clockAhead = ahead;
    });
    if (isSignedByTerminal(one))
      transport = signedByTerminal(std::move(transport), m_sign, m_later);
    if (const CutOff hours = closedHoursOf(one); !hours.isNone())
      closed[one.id] = hours;
    m_transports.push_back(std::move(transport));
    LOKET_ASSIGN(auto upstream, m_factory(one, {*m_transports.back(), m_world.clock, m_world.entropy}));
    fresh.emplace(one.id, watched(std::move(upstream), [this] {
                    if (onAnswer)
                      onAnswer();
                  }));
  }
  for (auto& [id, upstream] : m_upstreams)
    m_retired.push_back(std::move(upstream));
  m_upstreams = std::move(fresh);
  m_closed = std::move(closed);
  m_promises.clear();
  const auto before = std::exchange(m_ways, {});
  for (const auto& [id, upstream] : m_upstreams) {
    Way& way = m_ways[id];
    // What is open there has waited all the same.
    if (const auto was = before.find(id); was != before.end()) {
      way.muteSince = was->second.muteSince;
      way.answeredAt = was->second.answeredAt;
    }
  }
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

const Capabilities& Upstreams::promisesOf(const UpstreamId& id, ProductKind kind) const {
  static const Capabilities kWorst;
  const auto at = m_upstreams.find(id);
  if (at == m_upstreams.end())
    return kWorst;
  const auto [known, isNew] = m_promises[id].try_emplace(kind);
  Capabilities& promises = known->second;
  if (!isNew)
    return promises;
  promises = reliedOn(at->second->capabilities(kind));
  // Whoever buys there knows it better than a page about the protocol.
  if (const auto hours = m_closed.find(id); hours != m_closed.end())
    promises.closed = hours->second;
  return promises;
}

ports::PriceLimits Upstreams::priceLimitsOf(const UpstreamId& id) const {
  const auto at = m_upstreams.find(id);
  return at == m_upstreams.end() ? ports::PriceLimits{} : at->second->priceLimits();
}

void Upstreams::note(const UpstreamId& id, const Verdict& verdict) {
  if (hear(id, verdict) && onRecovered)
    onRecovered(id, muteSince(id) ? Recovery::Unproven : Recovery::Whole);
}

bool Upstreams::hear(const UpstreamId& id, const Verdict& verdict) {
  const auto at = m_ways.find(id);
  if (at == m_ways.end())
    return false;
  Way& way = at->second;
  const Instant now = m_world.clock.now();
  bool open = way.open;
  switch (verdict.kind) {
    case VerdictKind::NotSent:
      open = false;
      break;
    case VerdictKind::Unknown:
      // Sent into nothing, or an answer that makes no sense (a captive portal): neither proves a network. When it
      // answers again should be known soon.
      way.silent = true;
      way.why = verdict.code;
      way.nextBeat = std::min(way.nextBeat, now + kBeatOffline);
      return false;
    case VerdictKind::Pending:
    case VerdictKind::Succeeded:
    case VerdictKind::Failed:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotFound:
      open = true;
      break;
  }
  bool recovered = false;
  if (open) {
    recovered = std::exchange(way.silent, false) || !way.open;
    way.heardAt = now;
  }
  m_heard = m_heard || open;
  way.why = open ? std::string() : verdict.code;
  if (open != way.open)
    changeWay(id, way, open, verdict.code);
  return recovered;
}

void Upstreams::changeWay(const UpstreamId& id, Way& way, bool open, const std::string& why) {
  const Instant now = m_world.clock.now();
  way.open = open;
  way.changedAt = now;
  way.nextBeat = now + (open ? kBeatOnline : kBeatOffline);
  // Where one is lost the network may be: the others are asked at once.
  if (!open)
    for (auto& [other, theirs] : m_ways)
      if (theirs.open)
        theirs.nextBeat = now;
  m_log.write(ports::LogLevel::Info, "network", id.str() + (open ? " reached" : " not reached " + why));
  const bool online = std::any_of(m_ways.begin(), m_ways.end(), [](const auto& one) { return one.second.open; });
  if (online != m_online) {
    m_online = online;
    m_changedAt = now;
  }
  if (onReach)
    onReach(id, open);
}

void Upstreams::noteAttempt(const UpstreamId& id, const Verdict& verdict, Call call) {
  const auto at = m_ways.find(id);
  if (at == m_ways.end())
    return;
  Way& way = at->second;
  const Instant now = m_world.clock.now();
  const bool isSilent = verdict.kind == VerdictKind::Unknown;
  bool spoke = false;
  if (isSilent && call != Call::OddQuestion && !way.muteSince)
    way.muteSince = now;
  if (!isSilent && verdict.kind != VerdictKind::NotSent) {
    spoke = std::exchange(way.muteSince, std::nullopt).has_value();
    way.answeredAt = now;
  }
  // A question that is not answered honestly says nothing of the way there.
  if (isSilent && call != Call::Attempt)
    return;
  if (verdict.kind != VerdictKind::NotSent)
    way.breaker.note(isSilent ? Health::Silent : Health::Honest, now);
  if (call == Call::Attempt)
    noteEnd(id, verdict);
  if ((hear(id, verdict) || spoke) && onRecovered)
    onRecovered(id, Recovery::Whole);
}

void Upstreams::noteEnd(const UpstreamId& id, const Verdict& verdict) {
  const auto at = m_ways.find(id);
  if (at == m_ways.end())
    return;
  switch (verdict.kind) {
    case VerdictKind::Succeeded:
    case VerdictKind::Pending:
      at->second.breaker.ended(true);
      return;
    case VerdictKind::Failed:
      // A wrong number is not the supplier's fault.
      if (verdict.elsewhere == Elsewhere::MayBeTried)
        at->second.breaker.ended(false);
      return;
    case VerdictKind::Unknown:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
      at->second.breaker.ended(false);
      return;
    case VerdictKind::NotSent:
    case VerdictKind::NotFound:
      return;
  }
}

bool Upstreams::admits(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() || at->second.breaker.admits(m_world.clock.now());
}

Instant Upstreams::restsUntil(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? Instant{} : at->second.breaker.restsUntil();
}

void Upstreams::sent(const UpstreamId& id) {
  ++m_sent[id];
  if (const auto at = m_ways.find(id); at != m_ways.end())
    at->second.breaker.sent(m_world.clock.now());
}

int Upstreams::successPermille(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? 1000 : at->second.breaker.successPermille();
}

std::optional<Instant> Upstreams::answersSince(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  if (at == m_ways.end() || !at->second.open || at->second.heardAt == Instant{} ||
      at->second.heardAt < at->second.changedAt)
    return std::nullopt;
  return at->second.changedAt;
}

std::optional<Instant> Upstreams::muteSince(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? std::nullopt : at->second.muteSince;
}

void Upstreams::presumeMute(const UpstreamId& id) {
  if (const auto at = m_ways.find(id); at != m_ways.end() && !at->second.muteSince)
    at->second.muteSince = m_world.clock.now();
}

std::vector<UpstreamId> Upstreams::answeringButMute() const {
  std::vector<UpstreamId> out;
  for (const auto& [id, way] : m_ways)
    if (way.muteSince && way.open && !way.silent)
      out.push_back(id);
  return out;
}

Instant Upstreams::answeredAt(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? Instant{} : at->second.answeredAt;
}

std::optional<Duration> Upstreams::clockAhead(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? std::nullopt : at->second.clockAhead;
}

void Upstreams::shift(Duration by) {
  for (auto& [id, way] : m_ways) {
    if (way.clockAhead)
      way.clockAhead = *way.clockAhead - by;
    way.breaker.shift(by);
    if (way.heardAt != Instant{})
      way.heardAt = way.heardAt + by;
    if (way.answeredAt != Instant{})
      way.answeredAt = way.answeredAt + by;
    if (way.muteSince)
      way.muteSince = *way.muteSince + by;
    if (way.changedAt != Instant{})
      way.changedAt = way.changedAt + by;
    way.nextBeat = std::min(way.nextBeat + by, m_world.clock.now() + kBeatOnline);
  }
}

bool Upstreams::reaches(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at != m_ways.end() && at->second.open;
}

std::string Upstreams::whyNot(const UpstreamId& id) const {
  const auto at = m_ways.find(id);
  return at == m_ways.end() ? std::string() : at->second.why;
}

bool Upstreams::takesMonths(const UpstreamId& id, ProductKind kind, Family family) const {
  const auto at = m_upstreams.find(id);
  return at != m_upstreams.end() && at->second->takesMonths(kind, family);
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
    Verdict gone;
    gone.kind = VerdictKind::RefusedByConfig;
    gone.code = "no-upstream";
    done(gone);
    return;
  }
  const Meanwhile before = meanwhileAt ? meanwhileAt(id) : Meanwhile::Still;
  upstream->balance(
      [this, id, before, sent = m_sent[id], done = std::move(done)](const ports::BalanceReply& reply) {
        note(id, reply.verdict);
        if (reply.verdict.kind == VerdictKind::Succeeded) {
          m_deposits[id] = Deposit{reply.balance, m_world.clock.now()};
          if (onDeposit)
            onDeposit(id, m_deposits[id], m_sent[id] == sent ? before : Meanwhile::Moving);
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
      at->second.nextBeat = m_world.clock.now() + (at->second.open && !at->second.silent ? kBeatOnline : kBeatOffline);
    });
  }
}

}  // namespace loket::engine
