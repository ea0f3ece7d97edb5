#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/adapters/system/probe.h"

namespace loket::adapters {
namespace {

class SilentProbe final : public ports::Probe {
 public:
  void reached(std::string_view) override {}
};

class PipeProbe final : public ports::Probe {
 public:
  PipeProbe(int out, int in) : m_out(out), m_in(in) {}
  void reached(std::string_view point) override {
    const std::string line = std::string(point) + "\n";
    if (::write(m_out, line.data(), line.size()) < 0)
      return;
    char go = 0;
    while (::read(m_in, &go, 1) < 0 && errno == EINTR) {
    }
  }

 private:
  int m_out;
  int m_in;
};

}  // namespace

std::unique_ptr<ports::Probe> probeFromEnvironment() {
  const char* value = std::getenv("LOKET_PROBE_FDS");
  int out = -1;
  int in = -1;
  if (value != nullptr && std::sscanf(value, "%d,%d", &out, &in) == 2)
    return std::make_unique<PipeProbe>(out, in);
  return std::make_unique<SilentProbe>();
}

}  // namespace loket::adapters
