#include "app/cashier/shots/fixture_staff.h"

namespace loket::app::fixture {

ui::bridge::StaffRoom staffOf(FixtureClient& client) {
  using ui::bridge::Person;
  // Budi is what the picture wants him to be.
  const auto personOf = [helpersRole = client.helpersRole](const FixturePeople::Slot& slot) {
    return Person{slot.name, slot.name == UserName("budi") ? helpersRole : slot.role};
  };
  ui::bridge::StaffRoom room;
  room.everybody = [&client, personOf] {
    std::vector<Person> out;
    for (const FixturePeople::Slot& one : client.people.keySlots())
      if (one.role == Role::Owner || !client.worksAlone)
        out.push_back(personOf(one));
    return out;
  };
  room.atTheCounter = client.user == "budi" ? Person{UserName("budi"), client.helpersRole} : Person{UserName("sri"), Role::Owner};
  room.prove = [&client, personOf](const UserName& who, const SecretBytes& pin) -> Result<Person> {
    LOKET_ASSIGN(const auto slot, client.people.prove(who, pin));
    return personOf(slot);
  };
  room.add = [&client](const Person& who, const UserName& owner, const SecretBytes& ownerPin, const SecretBytes& pin) {
    return client.people.add(owner, ownerPin, who.name, pin, who.role);
  };
  room.setPin = [&client](const UserName& who, const UserName& by, const SecretBytes& byPin, const SecretBytes& pin) {
    return client.people.setPin(by, byPin, who, pin);
  };
  room.takeOut = [&client](const UserName& who, const UserName& owner, const SecretBytes& ownerPin) {
    return client.people.takeOut(owner, ownerPin, who);
  };
  room.addRecoveryCode = [&client](const UserName& owner, const SecretBytes& ownerPin) {
    return client.people.addRecoveryCode(owner, ownerPin);
  };
  room.dropOldRecoveryCode = [&client] { return client.people.dropOldRecoveryCode(); };
  room.fingers = [&client]() -> Result<std::vector<ui::bridge::FingersOf>> {
    std::vector<ui::bridge::FingersOf> out;
    for (const FixturePeople::Slot& one : client.people.keySlots()) {
      LOKET_ASSIGN(auto fingers, client.people.fingersOf(one.name));
      out.push_back({one.name, std::move(fingers)});
    }
    return out;
  };
  room.enrolFinger = [&client](const UserName& by, const ui::bridge::FingerOrder& order,
                               const SecretBytes& pin, const ui::bridge::FingerSteps& steps,
                               const std::atomic<bool>& cancelled) {
    return client.people.enrolFinger(by, pin, order.who, order.finger, steps, cancelled);
  };
  room.forgetFingers = [&client](const UserName& by, const UserName& who, const SecretBytes& pin,
                                 const std::atomic<bool>& /*cancelled*/) {
    return client.people.forgetFingers(by, pin, who);
  };
  room.handOver = [&client](const Person& who) { client.handOver(who.name.str()); };
  room.locked = [&client](const Person& /*was*/, const std::string& reason) { client.locked.push_back(reason); };
  return room;
}

}  // namespace loket::app::fixture
