// People decide, and prove that they may.
#include "core/engine/engine.h"

namespace loket::engine {

void Engine::decide(const PaymentRef& ref, const api::Decision& decision,
                    api::Reply<api::PaymentView> reply) {
  const auto payment = m_books.load(ref);
  if (!payment) {
    reply(fail(payment.error()));
    return;
  }
  const Instant now = m_world.clock.now();
  Approval approval = decision.approval;
  approval.ownerCode = !decision.ownerCode.empty();
  // As if the code were right: what the rules refuse anyway costs neither a code nor a try.
  auto events = decideManually(*payment, decision.outcome, approval, decision.serial, now);
  if (!events || !approval.ownerCode) {
    stageEvents(*payment, std::move(events), std::move(reply));
    return;
  }
  if (const Status stands = m_ownerCode.mayStandInFor(approval.by); !stands) {
    reply(fail(stands.error()));
    return;
  }
  auto checked = m_ownerCode.check(decision.ownerCode, now);
  if (!checked) {
    reply(fail(checked.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = std::move(checked->rows);
  if (!checked->verdict) {
    m_books.stageWork(std::move(work), "owner-code",
                      [verdict = checked->verdict, reply = std::move(reply)](const Status& status) {
                        reply(fail(status ? verdict.error() : status.error()));
                      });
    return;
  }
  // Both in this turn's commit: a code that settled something is used up, whatever happens next.
  m_books.stageWork(std::move(work), "owner-code", nullptr);
  stageEvents(*payment, std::move(events), std::move(reply));
}

void Engine::enrolOwnerCode(const UserName& owner, api::Reply<std::string> reply) {
  auto made = m_ownerCode.enrol(owner, m_config.outlet.name);
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = made->rows;
  m_books.stageWork(std::move(work), "owner-code",
                    [this, made = std::move(*made), reply = std::move(reply)](const Status& status) {
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      m_ownerCode.restore(made.rows);
                      reply(made.uri);
                    });
}

void Engine::forgetOwnerCode(api::Reply<bool> reply) {
  auto rows = m_ownerCode.forget();
  if (!rows) {
    reply(fail(rows.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = *rows;
  m_books.stageWork(std::move(work), "owner-code",
                    [this, rows = std::move(*rows), reply = std::move(reply)](const Status& status) {
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      m_ownerCode.restore(rows);
                      reply(true);
                    });
}

}  // namespace loket::engine
