// Screens put together from the widgets with fixed content, to look at and to test for clipped text.
#pragma once

#include <QWidget>

#include <memory>

namespace loket::ui::theme {
class Theme;
}

namespace loket::tests {

std::unique_ptr<QWidget> sellScreen(const ui::theme::Theme& theme);
std::unique_ptr<QWidget> readBackScreen(const ui::theme::Theme& theme);
std::unique_ptr<QWidget> doneScreen(const ui::theme::Theme& theme);
std::unique_ptr<QWidget> queueScreen(const ui::theme::Theme& theme);
// Everything that the other screens do not show: PIN pad, fields, messages, progress, states.
std::unique_ptr<QWidget> partsScreen(const ui::theme::Theme& theme);

}  // namespace loket::tests
