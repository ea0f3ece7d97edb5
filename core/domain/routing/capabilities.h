// What an upstream promises, written down and signed off. What nobody has signed off is taken at its worst:
// one request may be two effects, a question may be a payment, and no answer proves that nothing was taken.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/payment/verdict.h"

namespace loket {

// What asking about an attempt does.
enum class StatusMeaning {
  Unproven,        // nobody has said: it is not asked, people are
  ReadOnly,        // a question and nothing else
  RepeatsAttempt,  // the identical request again: it pays if the first never arrived (Digiflazz prepaid)
};

// For how long an upstream knows what it has been told before.
enum class KeptFor {
  Nothing,     // it does not: a repeat is another one
  JakartaDay,  // until midnight there
  Time,        // as long as `time` says
  Ever,
};

// By what it knows a repeat: the field of its protocol, and for how long.
struct Idempotency {
  std::string key;  // "ref_id"; empty: by nothing
  KeptFor kept = KeptFor::Nothing;
  Duration time;  // for KeptFor::Time only

  // Whether what was sent first `then` is known to it as the same `now`.
  bool covers(Instant then, Instant now) const;
};

struct Capabilities {
  // On whose word, "developer.digiflazz.com, 2026-08": empty means that none of it is believed.
  std::string signedOff;
  StatusMeaning status = StatusMeaning::Unproven;
  // No question about the same attempt sooner than this after the last call.
  Duration askEvery = Duration::seconds(60);
  // The pauses before the first question, the second, ...; the last one is repeated.
  std::vector<Duration> askAfter = {Duration::seconds(60), Duration::minutes(30), Duration::minutes(60)};
  // Out of turn, because the upstream answers again, no oftener than this for one attempt.
  Duration hurryEvery = Duration::minutes(40);
  // A repeat of an attempt older than this would be a new one: never ask after it.
  Duration askUntil = Duration::days(7);
  // What makes the identical request again one effect and not two.
  Idempotency sameEffect;
  // What must differ from one HTTP call to the next, whatever they are about; by nothing: nothing must.
  Idempotency sameCall;
  // Within that, the identical request may be sent again when the upstream says, this long after the attempt,
  // that it does not know the reference. Zero: never.
  Duration resendWhenNotFoundAfter;
  // Payable only on the calendar day of its inquiry.
  bool inquirySameDay = true;
  // Its own end of day: nothing new is sent then.
  CutOff closed;
  // The codes that prove that nothing was taken, `?` for any character. A refusal with another code is no
  // proof.
  std::vector<std::string> refusals;

  // The pause before question number `tries` + 1 about an attempt, never shorter than `askEvery`.
  Duration askPause(int tries) const;
  // How long so many questions have taken at the least: an age that no clock on the wall can make younger.
  Duration askedFor(int tries) const;
  bool provesRefusal(std::string_view code) const;
};

// As it may be relied on: itself when signed off, the worst otherwise.
Capabilities reliedOn(Capabilities claimed);

// What may be believed of a word about an attempt: a refusal whose code proves nothing is Unknown.
Verdict believed(Verdict verdict, const Capabilities& capabilities);

}  // namespace loket
