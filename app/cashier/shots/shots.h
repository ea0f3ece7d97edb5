// Draws every screen in its states, in both languages, light and dark, with the made-up shop: for the manual,
// for reviews, and to see at once what a change did to the look.
#pragma once

#include <QSize>
#include <QString>

class QApplication;

namespace loket::app {

inline constexpr QSize kShotSize{1366, 768};
inline constexpr QSize kSmallShotSize{1024, 600};

// Writes NAME-LANG-MODE.png files, and NAME-LANG-MODE-small.png for the smallest window, into `folder` and
// prints their paths. Returns the exit status of the program.
int drawShots(QApplication& application, const QString& folder);

}  // namespace loket::app
