// An upstream tells by itself what became of an attempt.
#include <algorithm>
#include <utility>

#include "core/engine/engine.h"

namespace loket::engine {

void Engine::takeNotice(const UpstreamId& upstream, const Notice& notice, api::Reply<api::NoticeView> reply) {
  if (const Status ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  const ports::Upstream* teller = m_upstreams.find(upstream);
  if (teller == nullptr) {
    reply(fail(ErrorCode::NotFound, "upstream " + upstream.str()));
    return;
  }
  const auto reading = teller->readNotice(notice);
  if (!reading) {
    const Error& error = reading.error();
    m_world.log.write(ports::LogLevel::Warning, "notice",
                      upstream.str() + " " + std::string(wordOf(error.code)) + " " + error.detail);
    reply(fail(error));
    return;
  }
  if (reading->about.empty()) {
    reply(api::NoticeView{});
    return;
  }
  const auto payment = ownerOf(upstream, reading->about);
  if (!payment) {
    reply(fail(payment.error()));
    return;
  }
  const auto attempt = std::find_if(payment->attempts.begin(), payment->attempts.end(), [&](const Attempt& one) {
    return one.upstream == upstream && one.attemptRef == reading->about;
  });
  LOKET_CHECK(attempt != payment->attempts.end());
  const Verdict verdict = reading->verdictOn(*attempt);
  auto done = [this, ref = payment->ref, code = verdict.code,
               reply = std::move(reply)](const Result<api::NoticeOutcome>& outcome) {
    auto after = outcome ? m_books.load(ref) : Result<Payment>(fail(outcome.error()));
    if (after)
      reply(api::NoticeView{*outcome, code, std::move(*after)});
    else
      reply(fail(after.error()));
  };
  m_dispatcher.hear(*payment, attempt->no, verdict, std::move(done));
}

// The payment that this upstream knows an attempt of by that name, as it stands now. An attempt is in the store before
// its first byte leaves, so whoever tells of one finds it there.
Result<Payment> Engine::ownerOf(const UpstreamId& upstream, const AttemptRef& reference) {
  ports::ReconcileReader* rows = m_world.store.reconcile();
  if (rows == nullptr)
    return fail(ErrorCode::NotFound, reference.str());
  LOKET_ASSIGN(const auto found, rows->attempts(upstream, {reference}));
  if (found.empty() || !found.front().row)
    return fail(ErrorCode::NotFound, reference.str());
  return m_books.load(found.front().row->ref);
}

}  // namespace loket::engine
