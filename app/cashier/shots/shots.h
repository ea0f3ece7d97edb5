// Draws every screen in its states, in both languages, light and dark, with the made-up shop: for the manual,
// for reviews, and to see at once what a change did to the look.
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "ui/text/language.h"
#include "ui/theme/tokens.h"

class QApplication;

namespace loket::app {

inline constexpr QSize kShotSize{1366, 768};
inline constexpr QSize kSmallShotSize{1024, 600};

// Which pictures; everything that is not named is drawn in all its forms.
struct ShotChoice {
  QStringList scenes;
  std::optional<ui::text::Language> language;
  std::optional<ui::theme::Mode> mode;
};

// Writes NAME-LANG-MODE.png files into `folder` and prints their paths; without a language and a mode also
// NAME-LANG-MODE-small.png for the smallest window; and of each kind contact-LANG-MODE.png, all of it at a glance. Returns the exit status of the program: 1 when a picture
// could not be made, 2 for a scene that does not exist.
int drawShots(QApplication& application, const QString& folder, const ShotChoice& choice);

}  // namespace loket::app
