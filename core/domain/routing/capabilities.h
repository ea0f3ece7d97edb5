// What an upstream promises, written down. The engine reads these and assumes the worst where nothing is signed off.
#pragma once

#include "core/base/time.h"

namespace loket {

// What asking about an attempt does.
enum class StatusMeaning {
  ReadOnly,       // a question and nothing else
  RepeatsAttempt, // the identical request again: it pays if the first never arrived (Digiflazz prepaid)
};

struct Capabilities {
  StatusMeaning status = StatusMeaning::ReadOnly;
  // No question about the same attempt sooner than this after the last call.
  Duration askEvery = Duration::seconds(60);
  // A repeat of an attempt older than this would be a new one: never ask after it.
  Duration askUntil = Duration::days(80);
  // The upstream keeps one effect per reference, so the identical request may be sent again when it says, this
  // long after the attempt, that it does not know the reference. Zero: never.
  Duration resendWhenNotFoundAfter;
  // Payable only on the calendar day of its inquiry.
  bool inquirySameDay = true;
};

}  // namespace loket
