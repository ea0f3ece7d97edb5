// Fingers by fprintd, the service that owns the readers of a Linux desktop, over D-Bus.
#pragma once

#include <memory>
#include <string>

#include "core/ports/fingerprint.h"
#include "core/ports/uptime.h"

namespace loket::adapters::biometrics {

struct FprintdOptions {
  // Which home's people: letters and digits, at most 32. Another home's Budi is somebody else.
  std::string home;
  // "unix:path=..."; the system's bus when it is empty (or where DBUS_SYSTEM_BUS_ADDRESS says it is).
  std::string busAddress;
};

// Connects anew for every call, so that a service which was restarted is no matter. `uptime` must outlive it.
std::unique_ptr<ports::Fingerprint> createFprintd(FprintdOptions options, ports::Uptime& uptime);

}  // namespace loket::adapters::biometrics
