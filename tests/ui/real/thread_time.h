// How long the calling thread has really run: what was waited for because others had the processor is not in
// it.
#pragma once

#include <chrono>

namespace loket::test {

std::chrono::nanoseconds threadTime();

}  // namespace loket::test
