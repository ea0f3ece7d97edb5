// The second one of two, as it comes with a command that may want one.
#pragma once

#include <optional>
#include <string>

#include "core/domain/identity/ids.h"

namespace loket::api {

// Where the limits want no second one it is not looked at, and a code stays good.
struct Second {
  std::optional<UserName> with = {};  // who has proved it by a PIN before this comes here
  std::string ownerCode = {};         // as the absent owner told it
  // The door's word (app/wiring/permitted_client), which no caller's stands against: who does it, and whether nobody else in
  // the shop could be the second: then the owner's own code is asked for, where one is set up. Every command that is written down with a name has such a `by`. Without a door: whoever
  // stands at the counter.
  UserName by = {};
  bool isAlone = false;
};

}  // namespace loket::api
