// Whom a terminal asks, once a day, for the time at which what it has signed was there (RFC 3161).
#pragma once

#include <string>

#include "core/base/result.h"

namespace loket::journal {

struct StampSettings {
  std::string url;         // https://HOST[:PORT][/PATH]; empty: nobody is asked
  std::string tokenCaPem;  // the authority's root, and what stands below it: what its tokens are checked with
  std::string policy;      // "1.3.6.1.4.1.99999.1": only what is stamped by these rules is taken; empty: by any
  std::string caPem;       // of its address, as of a witness's; empty: the system's

  bool isEmpty() const { return url.empty(); }
  friend bool operator==(const StampSettings&, const StampSettings&) = default;
};

// ConfigInvalid that begins with the place ("audit.timestamp.url: ..."). Whether the certificates are any is for the adapter to say.
Status checkStampSettings(const StampSettings& settings);

}  // namespace loket::journal
