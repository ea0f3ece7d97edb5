// Contrast of two colours as WCAG 2.2 defines it; tests hold every text to at least 4.5 with it.
#pragma once

#include <QColor>

namespace loket::ui::theme {

// Relative luminance, 0 (black) to 1 (white). Source: WCAG 2.2, "relative luminance".
[[nodiscard]] double relativeLuminance(const QColor& colour);

// 1 (none) to 21 (black on white). Both colours are taken as opaque.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

}  // namespace loket::ui::theme
