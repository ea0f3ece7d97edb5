// A fuzz target: code that reads bytes from outside, and what must hold of whatever it made of them. Each is
// built twice: under libFuzzer, which invents the bytes (`./dev fuzz`), and with all others into the program
// that judges the kept corpus (`fuzz_corpus`).
#pragma once

#include <string_view>

namespace loket::fuzz {

struct Target {
  using Judge = void (*)(std::string_view bytes);

  Target(std::string_view itsName, Judge itsJudge);
  static const Target* first();

  std::string_view name;
  Judge judge;
  const Target* next;
};

// Says what does not hold, and stops the process: that is how libFuzzer is told.
[[noreturn]] void broken(const char* claim, const char* file, int line);

}  // namespace loket::fuzz

// LOKET_FUZZ(name) { ... bytes ... }: the judge of one target, known by this name.
#define LOKET_FUZZ(NAME)                                                      \
  static void judgeOf_##NAME(std::string_view bytes);                         \
  static const ::loket::fuzz::Target targetOf_##NAME(#NAME, &judgeOf_##NAME); \
  static void judgeOf_##NAME(std::string_view bytes)

#define LOKET_HOLDS(claim) \
  ((claim) ? static_cast<void>(0) : ::loket::fuzz::broken(#claim, __FILE__, __LINE__))
