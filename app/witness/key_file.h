// The file of the witness's key, as the operating system keeps it.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"

namespace loket::witness {

// Nothing when it is absent. KeySlotUnreadable: it is no file, or others than its owner may read or write it. DiskFault.
Result<std::optional<std::string>> readPrivate(const std::string& path);
// On disk when it returns without an error, for its owner alone. HomeExists: there is one, which stays as it is.
Status createPrivate(const std::string& path, const std::string& text);

}  // namespace loket::witness
