// Waiting for the wish to stop (Ctrl-C or a service manager) without a handler that interrupts anything.
#pragma once

namespace loket::serve {

// Call before the first thread is started: threads inherit it.
void holdBackStopSignals();
void waitForStopSignal();

}  // namespace loket::serve
