// What a start has found wrong with a home (api::HomeAlarm), as loketctl says it.
#pragma once

#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app {

// `found`: when, and whatever else is known of it.
std::string slotsOlderText(const std::string& found);
std::string recoveredAloneText(const std::string& since);
// One for each that holds now, the gravest first. Waits for the core.
std::vector<std::string> alarmNotes(api::AgentClient& client);

}  // namespace loket::app
