// In what the banks differ although they all speak SNAP BI.
#pragma once

#include <optional>
#include <string_view>

namespace loket::adapters::snap {

struct Profile {
  std::string_view name;
  // X-TIMESTAMP with ".000" before the offset.
  bool timestampMillis = false;
  // Length of X-EXTERNAL-ID: at most 36 by the standard, fewer where a bank says so.
  int externalIdDigits = 32;
};

// "" and "generic" are the standard's own; nothing for a name that is not known.
std::optional<Profile> findProfile(std::string_view name);

}  // namespace loket::adapters::snap
