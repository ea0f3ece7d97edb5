// Who works here, in words.
#pragma once

#include <QString>
#include <optional>

#include "core/api/views.h"
#include "core/domain/identity/permissions.h"

namespace loket::ui::text {

[[nodiscard]] QString roleName(Role role);
// What the role may do, in a sentence.
[[nodiscard]] QString roleWords(Role role);
// How a person's one-time codes stand.
[[nodiscard]] QString codeStanding(const std::optional<api::CodeView>& code, Instant now);
// Why nothing was done about somebody.
[[nodiscard]] QString peopleSentence(const Error& error);

}  // namespace loket::ui::text
