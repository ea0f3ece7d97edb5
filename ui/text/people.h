// Who works here, in words.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

#include "core/api/views.h"
#include "core/domain/identity/permissions.h"

namespace loket::ui::text {

[[nodiscard]] QString roleName(Role role);
// What the role may do, in a sentence.
[[nodiscard]] QString roleWords(Role role);
// How a person's one-time codes stand.
[[nodiscard]] QString codeStanding(const std::optional<api::CodeView>& code, Instant now);
// A recovery code as it is copied by hand: two groups a line.
[[nodiscard]] QStringList recoveryCodeLines(const QString& code);
// Why nothing was done about somebody.
[[nodiscard]] QString peopleSentence(const Error& error);

}  // namespace loket::ui::text
