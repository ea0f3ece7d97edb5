#include "app/cashier/staff_room.h"

#include <algorithm>
#include <iterator>

#include "app/wiring/fingers.h"

namespace loket::app {
namespace {

using ui::bridge::FingerOrder;
using ui::bridge::Person;

// Before anything is shown of it.
constexpr Duration kReaderWaits = Duration::seconds(3);

Result<std::vector<ui::bridge::FingersOf>> fingersOfAll(People& people) {
  LOKET_ASSIGN(const auto everybody, people.all());
  std::vector<UserName> whom;
  for (const ports::VaultUser& one : everybody) whom.push_back(one.name);
  auto known = knownFingers(people, whom, {kReaderWaits, &people.isClosing()});
  if (!known)
    return fail(errorOf(known.error()));
  std::vector<ui::bridge::FingersOf> out;
  for (FingersOf& one : *known) out.push_back({std::move(one.person), std::move(one.fingers)});
  return out;
}

// Who closes the window sets `cancelled` too.
Status enrolOwnFinger(People& people, const UserName& by, const FingerOrder& order, const SecretBytes& pin,
                      const ui::bridge::FingerSteps& steps, const std::atomic<bool>& cancelled) {
  LOKET_ASSIGN(const ports::VaultUser proved, people.prove(by, pin));
  const auto done =
      enrolFinger(people, proved.name, order.who, order.finger, steps, {kFingerEnrolWait, &cancelled});
  return done ? Status() : fail(errorOf(done.error()));
}

Status forgetOwnFingers(People& people, const UserName& by, const UserName& who, const SecretBytes& pin,
                        const std::atomic<bool>& cancelled) {
  LOKET_ASSIGN(const ports::VaultUser proved, people.prove(by, pin));
  const auto done = forgetFingers(people, proved.name, who, {kFingerReadWait, &cancelled});
  return done ? Status() : fail(errorOf(done.error()));
}

// The home stays open meanwhile: what is done with the key slots or a reader is written down in it.
template <typename Answer, typename Work>
Answer whileOpen(AgentHost& host, const Work& work) {
  const auto held = host.use();
  if (!held)
    return fail(ErrorCode::Closed, {});
  return work(host.people());
}

}  // namespace

Person personOf(const ports::VaultUser& user) {
  return {user.name, roleFromWord(user.role)};
}

std::vector<Person> personsOf(const std::vector<ports::VaultUser>& users) {
  std::vector<Person> out;
  std::transform(users.begin(), users.end(), std::back_inserter(out), personOf);
  return out;
}

ui::bridge::StaffRoom staffRoomOf(AgentHost& host) {
  ui::bridge::StaffRoom room;
  room.everybody = [&host] {
    return personsOf(host.people().all().value_or(std::vector<ports::VaultUser>{host.opener()}));
  };
  room.atTheCounter = personOf(host.opener());
  room.prove = [&host](const UserName& who, const SecretBytes& pin) {
    return whileOpen<Result<Person>>(host, [&](People& people) -> Result<Person> {
      LOKET_ASSIGN(const auto user, people.prove(who, pin));
      return personOf(user);
    });
  };
  room.unlock = [&host](const UserName& who, const SecretBytes& pin) -> Result<Person> {
    LOKET_ASSIGN(const auto user, host.unlock(who, pin));
    return personOf(user);
  };
  room.add = [&host](const Person& who, const UserName& owner, const SecretBytes& ownerPin,
                     const SecretBytes& pin) {
    return whileOpen<Status>(
        host, [&](People& people) { return people.add(owner, ownerPin, who.name, pin, who.role); });
  };
  room.setPin = [&host](const UserName& who, const UserName& by, const SecretBytes& byPin,
                        const SecretBytes& pin) {
    return whileOpen<Status>(host, [&](People& people) { return people.setPin(by, byPin, who, pin); });
  };
  room.takeOut = [&host](const UserName& who, const UserName& owner, const SecretBytes& ownerPin) {
    return whileOpen<Status>(host, [&](People& people) { return people.takeOut(owner, ownerPin, who); });
  };
  room.addRecoveryCode = [&host](const UserName& owner, const SecretBytes& ownerPin) {
    return whileOpen<Result<std::string>>(host, [&](People& people) { return people.addRecoveryCode(owner, ownerPin); });
  };
  room.dropOldRecoveryCode = [&host] {
    return whileOpen<Status>(host, [](People& people) { return people.dropOldRecoveryCode(); });
  };
  room.fingers = [&host] {
    return whileOpen<Result<std::vector<ui::bridge::FingersOf>>>(host, fingersOfAll);
  };
  room.enrolFinger = [&host](const UserName& by, const FingerOrder& order, const SecretBytes& pin,
                             const ui::bridge::FingerSteps& steps, const std::atomic<bool>& cancelled) {
    return whileOpen<Status>(
        host, [&](People& people) { return enrolOwnFinger(people, by, order, pin, steps, cancelled); });
  };
  room.forgetFingers = [&host](const UserName& by, const UserName& who, const SecretBytes& pin,
                               const std::atomic<bool>& cancelled) {
    return whileOpen<Status>(
        host, [&](People& people) { return forgetOwnFingers(people, by, who, pin, cancelled); });
  };
  room.handOver = [&host](const Person& who) { host.handOver({who.name, std::string(wordOf(who.role))}); };
  room.locked = [&host](const Person& was, const std::string& reason) { host.noteLock(was.name, reason); };
  return room;
}

}  // namespace loket::app
