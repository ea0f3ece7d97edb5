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
// What people said afterwards: it lies here, or nobody wants it.
inline constexpr std::string_view kSeen = "seen";
inline constexpr std::string_view kDropped = "dropped";
}  // namespace print_state

// What a payment has on paper; shifts, batches and codes have kinds of their own.
namespace paper_kind {
inline constexpr std::string_view kReceipt = "receipt";
inline constexpr std::string_view kDepositSlip = "deposit-slip";
inline constexpr std::string_view kPendingSlip = "pending-slip";
inline constexpr std::string_view kRefundSlip = "refund-slip";
}  // namespace paper_kind
bool isOfPayment(std::string_view kind);

// One paper: the same job however often it was tried, for its number is used again only after a try of which nothing can
// have come out. In the order of their numbers, each with its last state. What is queued and not among `underWay` was
// being printed when the program ended: unknown.
std::vector<ports::PrintJob> jobsIn(const std::vector<ports::PrintJob>& rows, std::string_view kind,
                                    const std::vector<int>& underWay);
// Nothing can have come out of a job in this state.
constexpr bool cameToNothing(std::string_view state) {
  return state == print_state::kFailed || state == print_state::kDropped;
}
// Somebody has to look whether it came out, or see to the printer.
constexpr bool wantsALook(std::string_view state) {
  return state == print_state::kFailed || state == print_state::kUnknown;
}

// Payments whose newest paper wants a look, by what the newest rows of the journal say, oldest first. What is
// queued there is unknown: nothing is under way when a program starts.
std::vector<ports::PrintJob> unprintedIn(const std::vector<ports::PrintJob>& rows);

// The number of the next paper: that of one that came to nothing, or a new one.
int nextNumber(const std::vector<ports::PrintJob>& jobs);

}  // namespace loket::engine
