// Probes for crash tests: the process tells a named point over a pipe and waits there for a byte, or for its death.
#pragma once

#include <memory>

#include "core/ports/probe.h"

namespace loket::adapters {

// Nobody listens, unless LOKET_PROBE_FDS="WRITE,READ" names two inherited pipe ends.
std::unique_ptr<ports::Probe> probeFromEnvironment();

}  // namespace loket::adapters
