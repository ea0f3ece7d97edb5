// What the rows of the print journal say about a paper. Rows are only ever added: a job is queued before the first byte
// leaves, and its end follows.
#pragma once

#include <string_view>
#include <vector>

#include "core/api/views.h"
#include "core/ports/store.h"

namespace loket::engine {

namespace print_state {
inline constexpr std::string_view kIssued = "issued";  // given out as text or as a file
inline constexpr std::string_view kQueued = "queued";
inline constexpr std::string_view kSent = "sent";
inline constexpr std::string_view kConfirmed = "confirmed";
inline constexpr std::string_view kUnknown = "unknown";
inline constexpr std::string_view kFailed = "failed";
}  // namespace print_state

// One paper: the same job however often it was tried, for its number is used again only after a try of which nothing can
// have come out. In the order of their numbers, each with its last state. What is queued and not among `underWay` was
// being printed when the program ended: unknown.
std::vector<ports::PrintJob> jobsIn(const std::vector<ports::PrintJob>& rows, std::string_view kind,
                                    const std::vector<int>& underWay);
// The number of the next paper: that of one that failed, or a new one.
int nextNumber(const std::vector<ports::PrintJob>& jobs);

}  // namespace loket::engine
