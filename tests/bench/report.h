// What is told at the end of a run: each of our figures beside its floor, their ratio and the aim for it.
#pragma once

#include <string>
#include <vector>

namespace loket::bench {

struct Comparison {
  std::string what;
  std::string unit;
  double ours = 0;
  double floor = 0;
  std::string aim;  // of the ratio ours / floor: ">= 0.7"
};

struct Report {
  std::vector<Comparison> comparisons;
  std::vector<std::string> notes;  // figures without a floor, and what was left out and why
};

// On standard output.
void print(const Report& report);

}  // namespace loket::bench
