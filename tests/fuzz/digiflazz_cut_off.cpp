// Closed hours, two texts in two lines.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_cut_off) {
  using namespace loket;
  using namespace loket::fuzz;
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view from = bytes.substr(0, end);
  const std::string_view to = bytes.substr(std::min(end + 1, bytes.size()));
  const CutOff cutOff = adapters::digiflazz::readCutOff(from, to);
  for (const MinuteOfDay minute : {cutOff.from, cutOff.to})
    LOKET_HOLDS(minute.value >= 0 && minute.value < 24 * 60);
  if (cutOff.isNone())
    return;
  // Closed hours that nobody wrote are not kept: there is a colon in both, and hours of their own.
  LOKET_HOLDS(from.find(':') != std::string_view::npos && to.find(':') != std::string_view::npos);
  LOKET_HOLDS(cutOff.covers(cutOff.from) && !cutOff.covers(cutOff.to));
}
