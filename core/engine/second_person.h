// Whether what came with a command is a second one of two, where one is wanted.
#pragma once

#include <functional>
#include <string>

#include "core/api/second.h"
#include "core/domain/identity/consent.h"
#include "core/engine/books.h"
#include "core/engine/one_time_code.h"
#include "core/ports/clock.h"

namespace loket::engine {

class SecondPerson {
 public:
  struct Parts {
    Books& books;
    ports::Clock& clock;
    OneTimeCode& ownerCode;
  };
  explicit SecondPerson(Parts parts) : m_(parts) {}

  // To be asked last, when everything else is right. A code that is right is staged as used, and `then` runs in the same turn:
  // what it stages is in the same commit. Every other verdict on a code comes when it is written. ApprovalMissing, CodeWrong,
  // CodeLocked.
  void agree(const UserName& by, const api::Second& second, std::function<void(const Result<Consent>&)> then);

 private:
  Parts m_;
};

}  // namespace loket::engine
