// Waits for the core's answer, for those who have nothing else to do meanwhile.
#pragma once

#include <future>
#include <memory>
#include <utility>

#include "core/base/result.h"

namespace loket::app {

// The promise is shared: the callback may come after a closed core has gone.
template <typename T, typename Call>
Result<T> ask(Call call) {
  auto promise = std::make_shared<std::promise<Result<T>>>();
  auto answer = promise->get_future();
  call([promise](Result<T> result) { promise->set_value(std::move(result)); });
  return answer.get();
}

}  // namespace loket::app
