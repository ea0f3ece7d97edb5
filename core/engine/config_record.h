// The configuration as settings rows and back. Kept flat and readable, so that a support person who opens the
// database with the key sees what is set.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/api/config.h"

namespace loket::engine {

using Rows = std::map<std::string, std::string>;

Rows rowsOf(const api::Config& config);
// Of one part only: the same rows as in the whole configuration.
Rows rowsOf(const PriceRules& rules);
Rows rowsOf(const Limits& limits);
// Nothing when no configuration was imported yet.
std::optional<api::Config> configFrom(const Rows& rows);

}  // namespace loket::engine
