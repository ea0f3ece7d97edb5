// The journal's tree in words.
#pragma once

#include <QString>

#include "core/api/audit.h"
#include "core/api/views.h"
#include "core/base/error.h"

namespace loket::ui::text {

// "1.204 entries, 980 of them compared with the books."
[[nodiscard]] QString auditText(const api::AuditReport& report);
// What is not as it was written, in one sentence for each kind of it.
[[nodiscard]] QString auditFaultText(const api::AuditFault& fault);
// Who else has seen it, up to where, and what is wrong with whom. Empty where nobody is asked.
[[nodiscard]] QString witnessedText(const api::Witnessed& seen);
// When an authority outside has stamped it last, and what is wrong, on one line.
[[nodiscard]] QString stampedText(const api::Stamped& seen);
// For the strip above every page.
[[nodiscard]] QString witnessStrip(const api::WitnessAlarm& alarm);
[[nodiscard]] QString homeStrip(const api::HomeAlarm& alarm);
// Somebody goes on from a copy of this home, or it is older than what was shown outside.
[[nodiscard]] bool isAgainstThisHome(const api::Witnessed& seen);
// Why nothing was signed, or could not be looked at.
[[nodiscard]] QString auditSentence(const Error& error);

}  // namespace loket::ui::text
