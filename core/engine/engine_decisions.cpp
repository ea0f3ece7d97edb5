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
  const Instant now = m_clock.now();
  Approval approval = decision.approval;
  approval.ownerCode = !decision.ownerCode.empty();
  // As if the code were right: what the rules refuse anyway costs neither a code nor a try.
  auto events = decideManually(*payment, decision.outcome, approval, decision.serial, now);
  if (!events || !approval.ownerCode) {
    stageEvents(*payment, std::move(events), std::move(reply));
    return;
  }
  api::Second second;
  second.with = approval.with;
  second.ownerCode = decision.ownerCode;
  second.isAlone = decision.isAlone;
  m_second.agree(approval.by, second,
                 [this, payment = *payment, events = std::move(*events), reply = std::move(reply)](const Result<Consent>& consent) {
                   stageEvents(payment, consent ? Result<Events>(events) : fail(consent.error()), reply);
                 });
}

void Engine::setUpCode(OneTimeCode& code, const UserName& person, const std::string& label,
                       api::Reply<std::string> reply) {
  auto made = code.enrol(person, label);
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = made->rows;
  work.access.push_back({AccessKind::PinChanged, person, {}, person, 0, "code-set-up", m_clock.now()});
  m_books.stageWork(std::move(work), "owner-code",
                    [&code, made = std::move(*made), reply = std::move(reply)](const Status& status) {
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      code.restore(made.rows);
                      reply(made.uri);
                    });
}

void Engine::giveUpCode(OneTimeCode& code, const UserName& by, api::Reply<bool> reply) {
  auto rows = code.forget();
  if (!rows) {
    reply(fail(rows.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = *rows;
  work.access.push_back(
      {AccessKind::PinChanged, code.owner(), {}, whoDoes(by), 0, "code-forgotten", m_clock.now()});
  m_books.stageWork(std::move(work), "owner-code",
                    [&code, rows = std::move(*rows), reply = std::move(reply)](const Status& status) {
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      code.restore(rows);
                      reply(true);
                    });
}

void Engine::enrolOwnerCode(const UserName& owner, api::Reply<std::string> reply) {
  setUpCode(m_ownerCode, owner, m_config.outlet.name, std::move(reply));
}

void Engine::forgetOwnerCode(const UserName& by, api::Reply<bool> reply) { giveUpCode(m_ownerCode, by, std::move(reply)); }

void Engine::enrolCode(const UserName& person, api::Reply<std::string> reply) {
  setUpCode(m_codes.of(person), person, m_config.outlet.name + " - " + person.str(), std::move(reply));
}

void Engine::forgetCode(const api::ForgetCode& command, api::Reply<bool> reply) {
  giveUpCode(m_codes.of(command.person), command.by, std::move(reply));
}

void Engine::askFinger(const UserName& person, std::function<void(const ports::FingerResult<void>&)> then) {
  if (!m_world.askFinger) {
    then(tl::unexpected<ports::FingerError>(ports::FingerError{ports::FingerFailure::NoService, {}}));
    return;
  }
  m_world.askFinger(person, m_closing, [this, then = std::move(then)](ports::FingerResult<void> read) {
    post([then, read = std::move(read)] { then(read); });
  });
}

}  // namespace loket::engine
