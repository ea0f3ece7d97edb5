// Wall time of a piece of work, and what many of them say together.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

namespace loket::bench {

template <typename Work>
double secondsOf(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  std::forward<Work>(work)();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The value below which `share` (0..1) of the samples lie; 0 when there are none.
double quantile(std::vector<double> samples, double share);
double median(std::vector<double> samples);

}  // namespace loket::bench
