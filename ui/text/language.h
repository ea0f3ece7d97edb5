// The interface language, chosen once at the start. English is the source; Indonesian is the counter's own.
#pragma once

#include <QString>

class QCoreApplication;

namespace loket::ui::text {

enum class Language { Indonesian, English };

// Installs the catalogue of `language` in the application, replacing one that was installed before.
// False when the catalogue is missing from the program.
bool install(Language language, QCoreApplication& application);

[[nodiscard]] QString codeOf(Language language);           // "id", "en"
[[nodiscard]] Language languageFrom(const QString& code);  // Indonesian for everything but "en"

}  // namespace loket::ui::text
