// A transport whose requests carry the terminal's signature over its journal and what is sent, for a gateway that wants to know
// who asks. What the gateway has seen of the journal it says itself, and a request that it refused for want of a proof is
// signed anew and sent again: it has done nothing with it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/domain/journal/terminal_request.h"
#include "core/ports/http.h"

namespace loket::engine {

struct SignedHeaders {
  std::uint64_t size = 0;  // of the journal that is signed
  journal::RequestHeaders headers;
};
// Of a request, with the proof that the journal goes on from `seen` entries where that is not 0. StateForbids with the word of
// why not: "terminal-unsigned" (no key, or a journal that was changed), "terminal-behind" (it has fewer entries than that).
using SignRequest =
    std::function<Result<SignedHeaders>(const std::string& method, const std::string& target, const std::string& body, std::uint64_t seen)>;

// Runs a job on the engine's thread, and not at once.
using Later = std::function<void(std::function<void()>)>;

// What cannot be signed is not sent, and what the gateway refuses was not sent as far as a payment is concerned: NotSent with
// "terminal-unsigned", "terminal-unknown", "terminal-signature", "terminal-behind", "terminal-fork", "terminal-refused".
std::unique_ptr<ports::Transport> signedByTerminal(std::unique_ptr<ports::Transport> transport, SignRequest sign, Later later);

}  // namespace loket::engine
