#include <signal.h>

#include "app/serve/stop_signal.h"

namespace loket::serve {
namespace {

sigset_t stopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void holdBackStopSignals() {
  sigset_t set = stopSignals();
  // A client that leaves while it is being answered is no reason to die.
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void waitForStopSignal() {
  const sigset_t set = stopSignals();
  int which = 0;
  sigwait(&set, &which);
}

}  // namespace loket::serve
