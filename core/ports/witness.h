// One witness of the journal, as the engine asks it. Runs on the engine's thread and never waits: the answer comes inside
// Transport::poll, or never when everything under way is abandoned.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/domain/journal/witness_request.h"
#include "core/domain/journal/witness_settings.h"
#include "core/ports/http.h"

namespace loket::ports {

struct WitnessReply {
  std::optional<journal::WitnessAnswer> answer;
  // Without an answer why not: the transport's word ("connect", "timeout", "certificate-unknown", ...), or "unreadable".
  std::string trouble;
};

class Witness {
 public:
  virtual ~Witness() = default;
  // `done` may come after the witness itself is gone.
  virtual void ask(const journal::WitnessRequest& request, std::function<void(WitnessReply)> done) = 0;
};

// The settings have been checked, and the transport outlives the witness.
using WitnessFactory =
    std::function<std::unique_ptr<Witness>(const journal::WitnessSettings& settings, Transport& transport)>;

}  // namespace loket::ports
