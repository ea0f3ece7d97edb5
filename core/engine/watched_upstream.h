// An upstream that says when it has an answer, before anybody acts on it.
#pragma once

#include <functional>
#include <memory>

#include "core/ports/upstream.h"

namespace loket::engine {

// `onAnswer` runs on the engine's thread in front of every answer.
std::unique_ptr<ports::Upstream> watched(std::unique_ptr<ports::Upstream> upstream,
                                         std::function<void()> onAnswer);

}  // namespace loket::engine
