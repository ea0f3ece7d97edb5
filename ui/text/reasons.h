// What an upstream's code or a rule's word means for the cashier. Codes that nobody listed keep the
// upstream's own words, marked as such.
#pragma once

#include <QString>
#include <string>

#include "core/domain/identity/ids.h"

namespace loket::ui::text {

// Empty when `code` and `theirWords` are.
[[nodiscard]] QString reason(const std::string& code, const QString& theirWords, const UpstreamId& upstream);
// The same, of a payment of which nobody knows yet how it ended.
[[nodiscard]] QString openReason(const std::string& code, const QString& theirWords, const UpstreamId& upstream);

}  // namespace loket::ui::text
