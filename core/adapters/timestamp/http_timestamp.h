// A time-stamp authority over HTTPS (RFC 3161, 3.4): one POST, one answer.
#pragma once

#include <memory>

#include "core/ports/timestamp.h"

namespace loket::adapters::timestamp {

Result<std::unique_ptr<ports::TimestampAuthority>> createHttpTimestamp(const journal::StampSettings& settings,
                                                                       ports::Transport& transport);

}  // namespace loket::adapters::timestamp
