// The made-up shop's people, as the window is given them.
#pragma once

#include "app/cashier/shots/fixture_client.h"
#include "ui/bridge/staff.h"

namespace loket::app::fixture {

// `client` must outlive it.
ui::bridge::StaffRoom staffOf(FixtureClient& client);

}  // namespace loket::app::fixture
