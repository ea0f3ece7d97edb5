#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string_view>

#include "core/adapters/system/process.h"

namespace loket::adapters {

void hardenProcess() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  std::signal(SIGPIPE, SIG_IGN);
  // Database, journal and log are nobody else's.
  ::umask(S_IRWXG | S_IRWXO);
}

std::string defaultHome() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return std::string(data) + "/loket";
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : ".") + "/.local/share/loket";
}

std::string readLineFrom(int descriptor) {
  std::string line;
  char c = 0;
  while (line.size() < 256 && ::read(descriptor, &c, 1) == 1 && c != '\n')
    line.push_back(c);
  return line;
}

SecretBytes takeFromEnvironment(const std::string& variable) {
  char* value = std::getenv(variable.c_str());
  if (value == nullptr)
    return {};
  SecretBytes taken{std::string_view(value)};
  // Taking the variable out would leave its text.
  wipe(value, taken.size());
  return taken;
}

bool isTerminal(int descriptor) { return ::isatty(descriptor) == 1; }

}  // namespace loket::adapters
