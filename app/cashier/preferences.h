// How this window looks on this computer: language and light or dark. Kept beside the home's database in the
// clear, because the login needs it; it says nothing about anybody.
#pragma once

#include <QString>
#include <optional>

#include "ui/text/language.h"
#include "ui/theme/tokens.h"

namespace loket::app {

struct Preferences {
  ui::text::Language language = ui::text::Language::Indonesian;
  ui::theme::Mode mode = ui::theme::Mode::Light;
  bool customerDisplay = false;  // a window that faces the customer
};

// What is missing or unreadable keeps its default.
Preferences readPreferences(const QString& home);
void writePreferences(const QString& home, const Preferences& preferences);

std::optional<ui::theme::Mode> modeFrom(const QString& word);  // "light", "dark"

}  // namespace loket::app
