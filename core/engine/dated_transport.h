// A transport that reads the other side's clock from the Date header of its answers: a bank refuses what is signed with
// a wrong time, and nobody at a counter would find out why.
#pragma once

#include <functional>
#include <memory>

#include "core/ports/clock.h"
#include "core/ports/http.h"

namespace loket::engine {

// `heard` runs in front of every answer that tells a time, with how far the other clock is ahead of ours (negative:
// behind). Exact to a second and half of the way there and back; answers that took long tell nothing.
std::unique_ptr<ports::Transport> dated(ports::Transport& transport, ports::Clock& clock,
                                        std::function<void(Duration ahead)> heard);

}  // namespace loket::engine
