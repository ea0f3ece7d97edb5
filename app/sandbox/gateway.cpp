#include "app/sandbox/gateway.h"

#include <algorithm>
#include <optional>

#include "app/sandbox/crypto.h"

namespace loket::sandbox {
namespace {

// What a client sees when a fault strikes before anything was executed.
std::optional<Reply> strikeBefore(const Fault* fault) {
  if (fault == nullptr) {
    return std::nullopt;
  }
  switch (fault->kind) {
    case FaultKind::ResetBeforeCommit:
      return Reply{200, "application/json", "{}", Wire::Reset};
    case FaultKind::Http500BeforeCommit:
      return Reply{500, "application/json", "", Wire::Answer};
    case FaultKind::Html200:  // a captive portal: the upstream was never reached
      return Reply{200, "text/html",
                   "<!DOCTYPE html><html><head><title>Login WiFi</title></head>"
                   "<body><h1>Selamat datang</h1><p>Silakan login untuk memakai internet.</p></body></html>",
                   Wire::Answer};
    default:
      return std::nullopt;
  }
}

void strikeAfter(const Fault* fault, Reply& reply) {
  if (fault == nullptr) {
    return;
  }
  switch (fault->kind) {
    case FaultKind::ResetAfterCommit:
      reply.wire = Wire::Reset;
      break;
    case FaultKind::HangAfterCommit:
      reply.wire = Wire::Hang;
      break;
    case FaultKind::Slow:
      reply.wire = Wire::Slow;
      break;
    case FaultKind::TruncatedJson:
      reply.wire = Wire::Truncate;
      break;
    case FaultKind::Http500AfterCommit:
      reply = {500, "application/json", "", Wire::Answer};
      break;
    default:
      break;
  }
}

}  // namespace

Gateway::Gateway(World& world, Faults& faults, RequestLog& requests,
                 std::vector<std::unique_ptr<Upstream>> upstreams)
    : m_world(world), m_faults(faults), m_requests(requests), m_upstreams(std::move(upstreams)) {}

Reply Gateway::serve(const Request& request) {
  RequestEntry entry;
  entry.target = request.target;
  entry.bodySha256 = sha256Hex(request.body);
  Reply reply;
  std::uint64_t sequence = 0;
  {
    const std::lock_guard lock(m_world.mutex());
    entry.time = m_world.clock().now();
    reply = execute(request, entry);
    sequence = m_world.log().lastSequence();
  }
  entry.status = reply.status;
  m_requests.add(entry);
  // Nothing leaves before it is on disk, not even an answer that only shows what another request did.
  m_world.log().waitDurable(sequence);
  return reply;
}

Reply Gateway::execute(const Request& request, RequestEntry& entry) {
  settle(entry.time);
  entry.outcome = "answered";
  const auto upstream = std::find_if(m_upstreams.begin(), m_upstreams.end(),
                                     [&](const auto& one) { return one->owns(request.target); });
  if (upstream == m_upstreams.end()) {
    return {404, "application/json", R"({"error":"no upstream has this path"})", Wire::Answer};
  }
  entry.operation = (*upstream)->classify(request, entry.time);
  const Terminals::Judgement judgement = m_world.terminals().judge(request, (*upstream)->name());
  if (!judgement.refusal.empty()) {
    entry.outcome = "refused: " + judgement.refusal;
    Reply refused{403, "text/plain", "this terminal is not served: " + judgement.refusal + "\n", Wire::Answer};
    refused.headers["Loket-Refused"] = judgement.refusal;
    return refused;
  }
  if (!judgement.event.is_null()) {
    m_world.commit(judgement.event);
  }
  const std::optional<Fault> taken = m_faults.take(entry.operation);
  const Fault* fault = taken ? &*taken : nullptr;
  if (fault != nullptr) {
    entry.outcome = faultName(fault->kind);
  }
  if (auto early = strikeBefore(fault)) {
    return *early;
  }
  Reply reply = (*upstream)->handle(request, fault, entry.time);
  strikeAfter(fault, reply);
  return reply;
}

void Gateway::settle(UnixMs now) {
  for (const auto& upstream : m_upstreams) {
    upstream->settle(now);
  }
}

void Gateway::forget() {
  for (const auto& upstream : m_upstreams) {
    upstream->forget();
  }
}

}  // namespace loket::sandbox
