// The device's secret in the desktop's keychain (Secret Service on the session's bus): a copied home does not have it.
#pragma once

#include <memory>
#include <string>

#include "core/ports/device_secret.h"

namespace loket::adapters {

// `home`, an absolute path, names what is kept to the people who look into their keychain. `bus` is an address; empty: the session's.
std::unique_ptr<ports::DeviceSecrets> createKeychainSecrets(std::string home, std::string bus);

}  // namespace loket::adapters
