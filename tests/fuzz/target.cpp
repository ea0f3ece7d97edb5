#include "tests/fuzz/target.h"

#include <cstdio>
#include <cstdlib>

namespace loket::fuzz {

namespace {
const Target*& head() {
  static const Target* first = nullptr;
  return first;
}
}  // namespace

Target::Target(std::string_view itsName, Judge itsJudge) : name(itsName), judge(itsJudge), next(head()) {
  head() = this;
}

const Target* Target::first() {
  return head();
}

void broken(const char* claim, const char* file, int line) {
  std::fprintf(stderr, "does not hold: %s (%s:%d)\n", claim, file, line);
  std::abort();
}

}  // namespace loket::fuzz
