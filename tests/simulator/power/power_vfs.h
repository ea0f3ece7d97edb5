// The disk as SQLite sees it: a VFS that is the default one of this process and works on the disk that the
// calling thread has put in. Time, chance and sleep in it follow from nothing but the calls.
#pragma once

#include "tests/simulator/power/power_disk.h"

struct sqlite3;

namespace loket::simulator {

// Once, before the first database is opened; the same again is nothing.
void installPowerVfs();
// What this thread's databases lie on from now on. The disk outlives every connection to it.
void putIn(PowerDisk* disk);
// The connection that this thread opened last: for questions that no port asks.
sqlite3* lastConnection();

}  // namespace loket::simulator
