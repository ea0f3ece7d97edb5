// What comes over the local socket, in both directions: a command and what it says back. Whatever was read is written
// and read again as the same, and bytes that are handed to a command arrive as they are.
#include "app/wiring/owner_frames.h"

#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

void judge(const app::Invocation& one, const app::Invocation& other) {
  LOKET_HOLDS(one.arguments == other.arguments && one.folder == other.folder && one.user == other.user);
  LOKET_HOLDS(one.json == other.json && one.input == other.input);
  LOKET_HOLDS(one.pin.view() == other.pin.view() && one.otherPin.view() == other.otherPin.view());
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(owner_frames) {
  using namespace loket;
  using namespace loket::fuzz;
  const std::string frame(bytes);
  if (const auto read = app::invocationIn(frame)) {
    const auto again = app::invocationIn(app::frameOf(*read));
    LOKET_HOLDS(again.has_value());
    judge(*read, *again);
  }
  if (const auto read = app::sayingIn(frame)) {
    const auto again = app::sayingIn(app::frameOf(*read));
    LOKET_HOLDS(again && again->kind == read->kind && again->text == read->text && again->detail == read->detail);
    LOKET_HOLDS(again->done == read->done && again->total == read->total && again->status == read->status);
  }
  app::Invocation carrier;
  carrier.input = frame;
  const auto carried = app::invocationIn(app::frameOf(carrier));
  LOKET_HOLDS(carried && carried->input == frame);
}
