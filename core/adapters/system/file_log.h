// The diagnostic log in the home, rotated. It carries codes and references only.
#pragma once

#include <memory>
#include <string>

#include "core/ports/log.h"

namespace loket::adapters {

std::unique_ptr<ports::Log> openFileLog(const std::string& path);

}  // namespace loket::adapters
