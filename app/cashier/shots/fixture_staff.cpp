#include "app/cashier/shots/fixture_staff.h"

namespace loket::app::fixture {

ui::bridge::StaffRoom staffOf(FixtureClient& client) {
  const ui::bridge::Person owner{UserName("sri"), Role::Owner};
  const ui::bridge::Person helper{UserName("budi"), client.helpersRole};
  ui::bridge::StaffRoom room;
  room.everybody = [&client, owner, helper] {
    return client.worksAlone ? std::vector<ui::bridge::Person>{owner} : std::vector<ui::bridge::Person>{owner, helper};
  };
  room.atTheCounter = client.user == "budi" ? helper : owner;
  room.prove = [owner, helper](const UserName& who, const SecretBytes& pin) -> Result<ui::bridge::Person> {
    const bool isOwner = who == owner.name;
    if (pin.view() != (isOwner ? kOwnersPin : kHelpersPin))
      return fail(ErrorCode::PinWrong, who.str());
    return isOwner ? owner : helper;
  };
  room.handOver = [&client](const ui::bridge::Person& who) { client.handOver(who.name.str()); };
  room.locked = [&client](const ui::bridge::Person& /*was*/, const std::string& reason) { client.locked.push_back(reason); };
  return room;
}

}  // namespace loket::app::fixture
