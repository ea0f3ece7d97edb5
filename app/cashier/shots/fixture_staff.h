// The made-up shop's people: Sri owns it, Budi helps.
#pragma once

#include "app/cashier/shots/fixture_client.h"
#include "ui/bridge/staff.h"

namespace loket::app::fixture {

inline constexpr const char* kOwnersPin = "123456";
inline constexpr const char* kHelpersPin = "246810";

// `client` must outlive it.
ui::bridge::StaffRoom staffOf(FixtureClient& client);

}  // namespace loket::app::fixture
