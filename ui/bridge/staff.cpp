#include "ui/bridge/staff.h"

#include <QPointer>
#include <utility>

#include "core/domain/identity/people.h"

namespace loket::ui::bridge {

Staff::Staff(QObject* parent) : QObject(parent) { m_pool.setMaxThreadCount(1); }

Staff::~Staff() { m_pool.waitForDone(); }

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

void Staff::prove(const UserName& who, SecretBytes pin, QObject* context,
                  std::function<void(const Result<Person>&)> then) {
  // SecretBytes cannot be copied, and what a pool runs must be.
  auto secret = std::make_shared<SecretBytes>(std::move(pin));
  m_pool.start([this, who, secret, context = QPointer<QObject>(context), then = std::move(then)] {
    auto proved = std::make_shared<Result<Person>>(m_room.prove(who, *secret));
    secret->wipe();
    QMetaObject::invokeMethod(
        this,
        [context, then, proved] {
          if (context)
            then(*proved);
        },
        Qt::QueuedConnection);
  });
}

void Staff::lock(const std::string& reason) const {
  if (m_room.locked)
    m_room.locked(m_room.atTheCounter, reason);
}

void Staff::handOver(const Person& who) {
  m_room.atTheCounter = who;
  m_room.handOver(who);
  emit handedOver();
}

}  // namespace loket::ui::bridge
