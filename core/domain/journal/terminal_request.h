// What a terminal signs of a request that leaves it, so that who it is and what it has written down are one thing: a gateway
// that keeps the newest size and root of each terminal tells a stranger, a copy and an older home by it, and lets nothing be
// said twice. Carried in headers; what the upstream's own protocol says is left as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/note.h"

namespace loket::journal {

inline constexpr std::size_t kRequestNonceBytes = 16;

struct TerminalRequest {
  Checkpoint checkpoint;  // of the journal as it is on disk when the request leaves
  std::string method;     // "POST"
  std::string target;     // path with the query, as sent
  Hash body{};            // SHA-256 of the bytes sent
  std::string nonce;      // kRequestNonceBytes: the same request again is another one
};

// Eight lines: "loket/request/v1", origin, size, base64 of the root, method, target, base64 of the body's hash, base64 of the nonce.
std::string textOf(const TerminalRequest& request);

// That the journal goes on from what the gateway has seen of it.
struct RequestConsistency {
  std::uint64_t from = 0;
  std::vector<Hash> proof;  // as `consistencyProof` gives it
};
// Loket-Terminal, Loket-Checkpoint ("SIZE ROOT"), Loket-Nonce, Loket-Signature, and Loket-Consistency ("FROM HASH,HASH") where there
// is one.
using RequestHeaders = std::vector<std::pair<std::string, std::string>>;
RequestHeaders headersOf(const TerminalRequest& request, const Signature& signature, const std::optional<RequestConsistency>& consistency);

// Why a gateway did nothing, in its Loket-Refused header.
struct TerminalRefusal {
  enum class Why : std::uint8_t {
    Unsigned,   // it takes only what is signed
    Unknown,    // no terminal of this name is known there
    BadSignature,  // it is not by that terminal's key
    Seen,       // it has seen `size` entries: what is older it does not take, and what is newer wants a proof from there
    Fork,       // not the journal it has seen: a copy went on by itself
    Replay,     // said before
    Other,
  };
  Why why = Why::Other;
  std::uint64_t size = 0;  // with Seen
};
// "unsigned", "unknown-terminal", "signature", "seen SIZE", "fork", "replay". A word that is not known, or a size that is none, is
// Other.
TerminalRefusal terminalRefusalFrom(std::string_view header);

}  // namespace loket::journal
