#include "app/wiring/slot_costs.h"

#include <fmt/format.h>

#include "core/adapters/system/file_log.h"

namespace loket::app {
namespace {

constexpr bool kIsTestBuild = adapters::isCheaper(adapters::kUsualSlotCost, adapters::kSlotCost);

}  // namespace

std::string testBuildNote() {
  if (!kIsTestBuild)
    return {};
  return "this build is for tests (LOKET_QUICK_PINS): PINs of the key slots that it makes are guessed about fifty times as fast, "
         "and no other build opens a home that has one of them. Make no shop's home with it, and change no PIN of one";
}

void logTestBuild(const std::string& home) {
  if (const std::string note = testBuildNote(); !note.empty())
    adapters::openFileLog(home + "/loket.log")->write(ports::LogLevel::Warning, "vault", note);
}

std::string cheapSlotsText(const Result<std::vector<adapters::SlotVault::CheapSlot>>& cheap) {
  std::vector<std::string> names;
  if (cheap)
    for (const auto& one : *cheap)
      names.push_back(fmt::format("{} ({} MiB, t={})", one.user, one.cost.memory >> 20U, one.cost.passes));
  std::string text;
  if (!names.empty())
    text = fmt::format("; cheaper to guess than a PIN is today ({} MiB, t={}): {}", adapters::kSlotCost.memory >> 20U,
                       adapters::kSlotCost.passes, fmt::join(names, ", "));
  // Where a new one would be no better there is nothing to be done here.
  if (kIsTestBuild)
    return text + "; " + testBuildNote();
  if (names.empty())
    return text;
  return text + ". Each is sealed anew at that person's next right PIN, or with a new one (loketctl user pin NAME)";
}

}  // namespace loket::app
