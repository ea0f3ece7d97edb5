// The second proof before a dear or risky payment: whether one is wanted now, and whether what came with the command is one.
#pragma once

#include <functional>
#include <string>

#include "core/api/agent_client.h"
#include "core/domain/approval/step_up.h"
#include "core/engine/books.h"
#include "core/engine/one_time_code.h"
#include "core/ports/clock.h"
#include "core/ports/fingerprint.h"
#include "core/ports/store.h"

namespace loket::engine {

class StepUp {
 public:
  // Asks the reader for a finger of this person; answers on the engine's thread.
  using AskFinger = std::function<void(const UserName&, std::function<void(const ports::FingerResult<void>&)>)>;
  struct Parts {
    Books& books;
    ports::Store& store;
    ports::Clock& clock;
    OneTimeCode& ownerCode;
    PersonCodes& codes;
    AskFinger askFinger;
  };
  explicit StepUp(Parts parts) : m_(std::move(parts)) {}

  void setPolicy(StepUpPolicy policy) { m_policy = std::move(policy); }
  // Why this payment, which is not accepted yet, wants one now; None.
  Result<StepUpReason> forPayment(const Payment& payment) const;
  // The same of cash that leaves the drawer.
  StepUpReason forCash(Money amount) const;

  // Judges it for `why`, which is not None. A code that is right is staged as used, and `then` runs in the same turn: what it
  // stages is in the same commit. Every other verdict comes when it is written. StepUpMissing, ApprovalMissing, CodeWrong,
  // CodeLocked, FingerRefused.
  void prove(StepUpReason why, const Proof& proof, const UserName& user,
             std::function<void(const Result<StepUpProof>&)> then);

 private:
  Result<bool> isNew(const Payment& payment) const;
  Result<int> movedWithinHour() const;
  void proveByCode(OneTimeCode& code, StepUpProof made, const std::string& typed,
                   std::function<void(const Result<StepUpProof>&)> then);
  void proveByFinger(StepUpProof made, const UserName& user, std::function<void(const Result<StepUpProof>&)> then);

  Parts m_;
  StepUpPolicy m_policy;
  // Fingers are judged by the reader alone: as many wrong ones as codes may be wrong, and then none for as long.
  int m_wrongFingers = 0;
  Duration m_fingersFrom;  // of the clock that nobody sets
};

}  // namespace loket::engine
