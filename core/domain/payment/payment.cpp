#include "core/domain/payment/payment.h"

#include <utility>

#include "core/domain/payment/event.h"
#include "core/domain/payment/verdict.h"

namespace loket {
namespace {

constexpr std::array<std::pair<PaymentState, std::string_view>, 11> kStateWords = {{
    {PaymentState::Accepted, "accepted"},
    {PaymentState::Sending, "sending"},
    {PaymentState::Pending, "pending"},
    {PaymentState::Suspect, "suspect"},
    {PaymentState::Succeeded, "succeeded"},
    {PaymentState::Failed, "failed"},
    {PaymentState::Cancelled, "cancelled"},
    {PaymentState::RefundDue, "refundDue"},
    {PaymentState::Refunded, "refunded"},
    {PaymentState::Reversed, "reversed"},
    {PaymentState::Review, "review"},
}};

constexpr std::array<std::pair<AttemptOutcome, std::string_view>, 8> kOutcomeWords = {{
    {AttemptOutcome::Armed, "armed"},
    {AttemptOutcome::NotSent, "notSent"},
    {AttemptOutcome::Refused, "refused"},
    {AttemptOutcome::Pending, "pending"},
    {AttemptOutcome::Suspect, "suspect"},
    {AttemptOutcome::Succeeded, "succeeded"},
    {AttemptOutcome::Failed, "failed"},
    {AttemptOutcome::Undone, "undone"},
}};

constexpr std::array<std::pair<EventKind, std::string_view>, 20> kEventWords = {{
    {EventKind::Accepted, "accepted"},
    {EventKind::Armed, "armed"},
    {EventKind::NotSent, "notSent"},
    {EventKind::Refused, "refused"},
    {EventKind::WentPending, "pending"},
    {EventKind::WentSuspect, "suspect"},
    {EventKind::Succeeded, "succeeded"},
    {EventKind::Failed, "failed"},
    {EventKind::Cancelled, "cancelled"},
    {EventKind::RefundBecameDue, "refundDue"},
    {EventKind::Refunded, "refunded"},
    {EventKind::Requoted, "requoted"},
    {EventKind::SentToReview, "review"},
    {EventKind::Reversed, "reversed"},
    {EventKind::LeftoverPaid, "leftoverPaid"},
    {EventKind::Rerouted, "rerouted"},
    {EventKind::Escalated, "escalated"},
    {EventKind::Decided, "decided"},
    {EventKind::LateSuccess, "lateSuccess"},
    {EventKind::TakenBack, "takenBack"},
}};

template <typename Table, typename Value>
std::string_view wordIn(const Table& table, Value value) {
  for (const auto& [candidate, word] : table)
    if (candidate == value)
      return word;
  return {};
}

template <typename Value, typename Table>
std::optional<Value> valueIn(const Table& table, std::string_view word) {
  for (const auto& [candidate, text] : table)
    if (text == word)
      return candidate;
  return std::nullopt;
}

}  // namespace

std::string_view wordOf(PaymentState state) { return wordIn(kStateWords, state); }
std::optional<PaymentState> stateFromWord(std::string_view word) { return valueIn<PaymentState>(kStateWords, word); }
std::string_view wordOf(EventKind kind) { return wordIn(kEventWords, kind); }
std::optional<EventKind> eventKindFromWord(std::string_view word) { return valueIn<EventKind>(kEventWords, word); }
std::string_view wordOf(AttemptOutcome outcome) { return wordIn(kOutcomeWords, outcome); }
std::optional<AttemptOutcome> attemptOutcomeFromWord(std::string_view word) {
  return valueIn<AttemptOutcome>(kOutcomeWords, word);
}

std::string_view wordOf(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::NotSent: return "notSent";
    case VerdictKind::Unknown: return "unknown";
    case VerdictKind::Pending: return "pending";
    case VerdictKind::Succeeded: return "succeeded";
    case VerdictKind::Failed: return "failed";
    case VerdictKind::RefusedForNow: return "refusedForNow";
    case VerdictKind::RefusedByConfig: return "refusedByConfig";
    case VerdictKind::NotFound: return "notFound";
  }
  return "unknown";
}

const Attempt* Payment::liveAttempt() const {
  for (const Attempt& attempt : attempts)
    if (isLive(attempt.outcome))
      return &attempt;
  return nullptr;
}

const Attempt* Payment::tookTooAttempt() const {
  for (const Attempt& attempt : attempts)
    if (attempt.tookToo)
      return &attempt;
  return nullptr;
}

EventKind kindOf(const EventBody& body) {
  // In the order of the variant.
  static constexpr std::array kKinds = {
      EventKind::Accepted,        EventKind::Armed,       EventKind::NotSent,      EventKind::Refused,
      EventKind::WentPending,     EventKind::WentSuspect, EventKind::Succeeded,    EventKind::Failed,
      EventKind::Cancelled,       EventKind::RefundBecameDue, EventKind::Refunded, EventKind::Requoted,
      EventKind::SentToReview,    EventKind::Reversed,    EventKind::LeftoverPaid,
      EventKind::Rerouted,        EventKind::Escalated,   EventKind::Decided,      EventKind::LateSuccess,
      EventKind::TakenBack};
  static_assert(std::variant_size_v<EventBody> == kKinds.size());
  return kKinds[body.index()];
}

}  // namespace loket
