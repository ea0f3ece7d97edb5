// A witness over HTTPS (C2SP tlog-witness): one POST, one answer.
#pragma once

#include <memory>

#include "core/ports/witness.h"

namespace loket::adapters::witness {

std::unique_ptr<ports::Witness> createHttpWitness(const journal::WitnessSettings& settings, ports::Transport& transport);

}  // namespace loket::adapters::witness
