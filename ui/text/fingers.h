// Fingers and their reader, in words.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/domain/identity/fingers.h"

namespace loket::ui::text {

// "Right index finger"; of kFingerNames.
[[nodiscard]] QString fingerName(const std::string& finger);
[[nodiscard]] QString fingerNames(const std::vector<std::string>& fingers);
// What whoever is read does next.
[[nodiscard]] QString fingerAdvice(const FingerStep& step);
// Why the reader did not do it.
[[nodiscard]] QString readerSentence(FingerFailure failure);
// The same in the few words that stand in a row, where it tells nothing at all.
[[nodiscard]] QString readerStanding(const Error& error);

}  // namespace loket::ui::text
