// What the shop may do by itself, in words.
#pragma once

#include <QString>
#include <vector>

namespace loket::ui::text {

enum class LimitName : std::uint8_t {
  OfflineAmount,
  OfflineExposure,
  OfflineCount,
  OfflineHours,
  AdminFee,
  SenderFrom,
  PerDayBeneficiary,
  PerDaySender,
  LockAfter,
  StepUpFrom,
  StepUpNewNumber,
  RefundByTwo,
  LimitsByTwo,
};

// In the order in which they are shown.
[[nodiscard]] const std::vector<LimitName>& limitNames();
[[nodiscard]] QString limitTitle(LimitName name);
[[nodiscard]] QString limitWords(LimitName name);
[[nodiscard]] QString limitIcon(LimitName name);
// "Rp500.000", "24 hours" of what stands in its field.
[[nodiscard]] QString limitValue(LimitName name, const QString& typed);
// What somebody must know who sets it so; empty: nothing.
[[nodiscard]] QString limitWarning(LimitName name, const QString& typed);
// What it may be, when something else was typed.
[[nodiscard]] QString limitRange(LimitName name);

}  // namespace loket::ui::text
