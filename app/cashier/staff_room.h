// What the window is given of the people who work here, of a home that is open.
#pragma once

#include "app/wiring/agent_host.h"
#include "ui/bridge/staff.h"

namespace loket::app {

ui::bridge::Person personOf(const ports::VaultUser& user);
std::vector<ui::bridge::Person> personsOf(const std::vector<ports::VaultUser>& users);

// `host` outlives it.
ui::bridge::StaffRoom staffRoomOf(AgentHost& host);

}  // namespace loket::app
