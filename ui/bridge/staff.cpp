#include "ui/bridge/staff.h"

#include <QPointer>
#include <utility>

#include "core/domain/identity/people.h"

namespace loket::ui::bridge {
namespace {

// SecretBytes cannot be copied, and what a pool runs must be.
std::shared_ptr<SecretBytes> shared(SecretBytes pin) { return std::make_shared<SecretBytes>(std::move(pin)); }

}  // namespace

Staff::Staff(QObject* parent) : QObject(parent) {
  m_pool.setMaxThreadCount(1);
  m_readers.setMaxThreadCount(1);
}

Staff::~Staff() {
  cancelFinger();
  m_pool.waitForDone();
  m_readers.waitForDone();
}

void Staff::attach(StaffRoom room) { m_room = std::move(room); }

std::vector<Person> Staff::everybody() const {
  return m_room.everybody ? m_room.everybody() : std::vector<Person>();
}

bool Staff::may(Permission permission) const { return !m_room.everybody || m_room.atTheCounter.may(permission); }

Status Staff::allowed(Permission permission) const {
  return may(permission) ? Status() : allow(m_room.atTheCounter.role, permission);
}

std::vector<Person> Staff::others() const {
  std::vector<Person> out = everybody();
  std::erase_if(out, [this](const Person& one) { return samePerson(one.name, m_room.atTheCounter.name); });
  return out;
}

template <typename Answer>
void Staff::run(QThreadPool& pool, QObject* context, std::function<Answer()> work, std::function<void(const Answer&)> then) {
  pool.start([this, work = std::move(work), context = QPointer<QObject>(context), then = std::move(then)] {
    auto answer = std::make_shared<Answer>(work());
    QMetaObject::invokeMethod(
        this,
        [context, then, answer] {
          if (context)
            then(*answer);
        },
        Qt::QueuedConnection);
  });
}

void Staff::prove(const UserName& who, SecretBytes pin, QObject* context,
                  std::function<void(const Result<Person>&)> then) {
  proveBy(m_room.prove, who, std::move(pin), context, std::move(then));
}

void Staff::unlock(const UserName& who, SecretBytes pin, QObject* context,
                   std::function<void(const Result<Person>&)> then) {
  proveBy(m_room.unlock ? m_room.unlock : m_room.prove, who, std::move(pin), context, std::move(then));
}

void Staff::proveBy(const std::function<Result<Person>(const UserName&, const SecretBytes&)>& way, const UserName& who,
                    SecretBytes pin, QObject* context, std::function<void(const Result<Person>&)> then) {
  run<Result<Person>>(
      m_pool, context,
      [way, who, secret = shared(std::move(pin))] {
        auto proved = way(who, *secret);
        secret->wipe();
        return proved;
      },
      std::move(then));
}

void Staff::add(const Person& who, const UserName& owner, SecretBytes ownerPin, SecretBytes pin, QObject* context,
                std::function<void(const Status&)> then) {
  run<Status>(
      m_pool, context,
      [this, who, owner, first = shared(std::move(ownerPin)), second = shared(std::move(pin))] {
        const Status done = m_room.add ? m_room.add(who, owner, *first, *second) : Status(fail(ErrorCode::StateForbids));
        first->wipe();
        second->wipe();
        return done;
      },
      std::move(then));
}

void Staff::setPin(const UserName& who, const UserName& by, SecretBytes byPin, SecretBytes pin, QObject* context,
                   std::function<void(const Status&)> then) {
  run<Status>(
      m_pool, context,
      [this, who, by, first = shared(std::move(byPin)), second = shared(std::move(pin))] {
        const Status done = m_room.setPin ? m_room.setPin(who, by, *first, *second) : Status(fail(ErrorCode::StateForbids));
        first->wipe();
        second->wipe();
        return done;
      },
      std::move(then));
}

void Staff::takeOut(const UserName& who, const UserName& owner, SecretBytes ownerPin, QObject* context,
                    std::function<void(const Status&)> then) {
  run<Status>(
      m_pool, context,
      [this, who, owner, secret = shared(std::move(ownerPin))] {
        const Status done = m_room.takeOut ? m_room.takeOut(who, owner, *secret) : Status(fail(ErrorCode::StateForbids));
        secret->wipe();
        return done;
      },
      std::move(then));
}

void Staff::addRecoveryCode(const UserName& owner, SecretBytes ownerPin, QObject* context,
                            std::function<void(const Result<std::string>&)> then) {
  run<Result<std::string>>(
      m_pool, context,
      [this, owner, secret = shared(std::move(ownerPin))] {
        auto code = m_room.addRecoveryCode ? m_room.addRecoveryCode(owner, *secret)
                                           : Result<std::string>(fail(ErrorCode::StateForbids));
        secret->wipe();
        return code;
      },
      std::move(then));
}

void Staff::dropOldRecoveryCode(QObject* context, std::function<void(const Status&)> then) {
  run<Status>(
      m_pool, context,
      [this] { return m_room.dropOldRecoveryCode ? m_room.dropOldRecoveryCode() : Status(fail(ErrorCode::StateForbids)); },
      std::move(then));
}

void Staff::fingers(QObject* context, std::function<void(const Result<std::vector<FingersOf>>&)> then) {
  if (m_room.fingers)
    run<Result<std::vector<FingersOf>>>(
        m_readers, context, [ask = m_room.fingers] { return ask(); }, std::move(then));
}

void Staff::enrolFinger(const FingerOrder& order, SecretBytes pin, QObject* context, FingerSteps steps,
                        std::function<void(const Status&)> then) {
  m_noFinger = std::make_shared<std::atomic<bool>>(false);
  FingerSteps brought = [this, context = QPointer<QObject>(context),
                         steps = std::move(steps)](const FingerStep& step) {
    QMetaObject::invokeMethod(
        this,
        [context, steps, step] {
          if (context)
            steps(step);
        },
        Qt::QueuedConnection);
  };
  run<Status>(
      m_readers, context,
      [enrol = m_room.enrolFinger, by = m_room.atTheCounter.name, order, secret = shared(std::move(pin)),
       brought = std::move(brought), cancelled = m_noFinger] {
        const Status done = enrol ? enrol(by, order, *secret, brought, *cancelled)
                                  : Status(fail(ErrorCode::StateForbids));
        secret->wipe();
        return done;
      },
      std::move(then));
}

void Staff::forgetFingers(const UserName& who, SecretBytes pin, QObject* context,
                          std::function<void(const Status&)> then) {
  m_noFinger = std::make_shared<std::atomic<bool>>(false);
  run<Status>(
      m_readers, context,
      [forget = m_room.forgetFingers, by = m_room.atTheCounter.name, who, secret = shared(std::move(pin)),
       cancelled = m_noFinger] {
        const Status done =
            forget ? forget(by, who, *secret, *cancelled) : Status(fail(ErrorCode::StateForbids));
        secret->wipe();
        return done;
      },
      std::move(then));
}

void Staff::lock(const std::string& reason) {
  emit locked();
  if (m_room.locked)
    m_room.locked(m_room.atTheCounter, reason);
}

void Staff::handOver(const Person& who) {
  m_room.atTheCounter = who;
  m_room.handOver(who);
  emit handedOver();
}

}  // namespace loket::ui::bridge
