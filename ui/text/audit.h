// The journal's tree in words.
#pragma once

#include <QString>

#include "core/api/audit.h"
#include "core/base/error.h"

namespace loket::ui::text {

// "1.204 entries, 980 of them compared with the books."
[[nodiscard]] QString auditText(const api::AuditReport& report);
// What is not as it was written, in one sentence for each kind of it.
[[nodiscard]] QString auditFaultText(const api::AuditFault& fault);
// Why nothing was signed, or could not be looked at.
[[nodiscard]] QString auditSentence(const Error& error);

}  // namespace loket::ui::text
