// The measurements of a run. Each alternates between the core and its floor and adds what it found to the report.
#pragma once

#include "tests/bench/report.h"

namespace loket::bench {

// Payments accepted durably, beside bare transactions of the same rows; and what the person at the counter waits.
void registerAcceptance(Report& report);
// Two thousand queued payments sent, beside a loop that only posts the same bodies.
void registerSync(Report& report);
// The window of a large home, beside an empty one.
void registerColdStart(Report& report);
// What the journal's tree costs a commit, and how fast all of it is looked at.
void registerJournal(Report& report);
// A right PIN, from the key slots to the key, beside its Argon2id alone.
void registerPinCheck(Report& report);

}  // namespace loket::bench
