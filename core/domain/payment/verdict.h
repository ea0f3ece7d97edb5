// What an upstream said about an attempt, in our words. The codecs translate every code of a protocol into one
// of these; whatever they do not recognise is Unknown, never Failed.
#pragma once

#include <string>

#include "core/domain/money/money.h"
#include "core/domain/payment/payment.h"

namespace loket {

enum class VerdictKind {
  NotSent,        // proven: no byte of the request left
  Unknown,        // sent, and the answer is missing or cannot be believed
  Pending,        // created, not finished
  Succeeded,
  Failed,         // created or not: final, nothing was or will be taken
  RefusedForNow,  // nothing was created; the same may be sent again later (deposit low, maintenance)
  RefusedByConfig,// nothing was created; someone must mend credentials, address or account first
  NotFound,       // a status question: the upstream does not know the attempt (yet)
};

// Whether a refusal was about this supplier's offer and not about the customer or the number: then another one
// may be asked for the same.
enum class Elsewhere { No, MayBeTried };

// Whether a failure may follow a success: what had been delivered was taken back, and paid back to us.
enum class Undoes { Nothing, ASuccess };

struct Verdict {
  VerdictKind kind = VerdictKind::Unknown;
  std::string code;     // the upstream's own code, or the transport's word
  std::string message;  // the upstream's own words
  std::string serial;
  std::string token;
  Money cost;           // zero when it was not told
  Details details;
  Elsewhere elsewhere = Elsewhere::No;  // Failed only; what is refused for now may always be tried elsewhere
  Undoes undoes = Undoes::Nothing;      // Failed only
};

// The code of an attempt whose own record cannot be read: nothing was asked, so it says nothing of the upstream.
inline constexpr const char* kAttemptUnreadable = "attempt-unreadable";

std::string_view wordOf(VerdictKind kind);

}  // namespace loket
