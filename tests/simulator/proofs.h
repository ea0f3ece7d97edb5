// Every bit of every proof of trees of up to 256 entries: tests/support/proof_mutations.h, on all processors.
#pragma once

#include <string>

namespace loket::simulator {

struct ProofsReport {
  std::string figure;   // in one line, for people
  std::string failure;  // what was accepted, or was not right before; empty: nothing
};
ProofsReport turnAllProofs(unsigned jobs);

}  // namespace loket::simulator
