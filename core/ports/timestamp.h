// An authority that says by its signature when something was there (RFC 3161), as the engine asks it. Runs on the engine's thread
// and never waits: the answer comes inside Transport::poll, or never when everything under way is abandoned.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/journal/crypto.h"
#include "core/domain/journal/stamp_settings.h"
#include "core/ports/http.h"

namespace loket::ports {

struct StampQuestion {
  journal::Hash imprint{};  // SHA-256 of what is to be stamped
  std::string nonce;        // bytes by chance: no older answer fits
};

// An answer that has been checked: of this question, and signed by whoever the authority's certificates name for it.
struct Stamp {
  std::string response;  // the whole of it as it came, DER
  Instant at;            // by the authority's clock
  std::string signer;    // the subject of its certificate, on one line
  std::string serial;    // the authority's number of it, hexadecimal
};

struct StampReply {
  std::optional<Stamp> stamp;
  // Without one why not: the transport's word ("connect", "timeout", "certificate-unknown", ...); "server-error" or "refused" by its
  // HTTP status; "not-granted" (the authority says no), "unreadable" (no such answer, or too long a one), "other-question" (of another
  // text, another nonce, another policy), "signature" (not signed by whom the certificates name, or not for time stamps).
  std::string trouble;
};

class TimestampAuthority {
 public:
  virtual ~TimestampAuthority() = default;
  // `done` may come after the authority itself is gone.
  virtual void ask(const StampQuestion& question, std::function<void(StampReply)> done) = 0;
};

// ConfigInvalid as checkStampSettings, and "audit.timestamp.tokenCaFile: ...". The transport outlives what is made.
using TimestampFactory =
    std::function<Result<std::unique_ptr<TimestampAuthority>>(const journal::StampSettings& settings, Transport& transport)>;

}  // namespace loket::ports
