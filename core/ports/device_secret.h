// Where this device keeps the 256 random bits without which no PIN opens anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

namespace loket::ports {

// Secrets of one home, each under an id that is made of it. From one thread at a time.
class DeviceSecrets {
 public:
  virtual ~DeviceSecrets() = default;
  // "file", "keychain", "tpm": as key slots and command lines name it.
  virtual std::string_view place() const = 0;
  // Whether one could be kept here now; why not is the detail of the error.
  virtual Status usable() = 0;
  // Nothing only when it is certain that none of that id will be had here again. KeySlotUnreadable when there is or may
  // be one that cannot be had now (locked, no answer, damaged), and the detail says what to do. An empty id: the only one.
  virtual Result<std::optional<SecretBytes>> read(const std::string& id) = 0;
  // Durably, beside those that are there; nothing is written over what cannot be read.
  virtual Status keep(const std::string& id, const SecretBytes& secret) = 0;
  // `old` goes, and every other one but `id` that is certainly of no other home; an empty `id` keeps none.
  virtual Status keepOnly(const std::string& id, const std::string& old) = 0;
};

}  // namespace loket::ports
