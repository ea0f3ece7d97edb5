// The judgement at the end of every story: our payments against the sandbox's own ledger, and the books.
#pragma once

#include <QString>

#include "tests/integration/counter_home.h"

namespace loket::integration_tests {

// Syncs on the sandbox's clock until nothing is open, and gives back what must go back.
// Returns what went wrong; empty when all is settled.
QString settleAll(const CounterHome& home);

// Every payment is in one terminal state, each success is in the ledger exactly once with the same goods,
// number and amount, nothing else is there, and the trial balance is zero. Returns the first disagreement.
QString disagreement(const CounterHome& home, const SandboxProcess& sandbox);

}  // namespace loket::integration_tests
