#include <csignal>

#include "core/adapters/http/broken_pipe.h"

namespace loket::adapters::http {

void ignoreBrokenPipes() {
  struct sigaction present {};
  if (sigaction(SIGPIPE, nullptr, &present) != 0 || present.sa_handler != SIG_DFL)
    return;
  struct sigaction ignoring {};
  ignoring.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignoring, nullptr);
}

}  // namespace loket::adapters::http
