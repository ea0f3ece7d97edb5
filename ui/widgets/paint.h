// The few shapes that widgets and list delegates both draw, so that a key cap or a state looks the same
// everywhere.
#pragma once

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QRect>
#include <QString>

class QPainter;

namespace loket::ui::widgets::paint {

// Saves the painter's state, switches antialiasing on, and restores on leaving.
class Scope {
public:
  explicit Scope(QPainter& painter);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

private:
  QPainter& m_painter;
};

// A filled box with an optional line that lies wholly inside `rect`. Invalid colours draw nothing.
void box(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& line = {},
         double lineWidth = 1);

// The ring that shows where the keyboard is.
void focusRing(QPainter& painter, const theme::Theme& theme, const QRectF& rect, double radius);

// One line of text, elided on the right when it does not fit. Returns the width that was used.
int text(QPainter& painter, const QRect& rect, const QString& text, const QFont& font, const QColor& colour,
         Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);

// On any thread.
[[nodiscard]] int textWidth(const QFont& font, const QString& text);
// Of words in lines of at most this width.
[[nodiscard]] int wrappedHeight(const QFont& font, const QString& text, int width);
// The widest font at most as large as `font` in which `text` fits `width`; never under half the size.
[[nodiscard]] QFont fitted(QFont font, const QString& text, int width);

[[nodiscard]] QSize keyCapSize(const theme::Theme& theme, const QString& key);
void keyCap(QPainter& painter, const theme::Theme& theme, const QRect& rect, const QString& key);

[[nodiscard]] QSize statusPillSize(const theme::Theme& theme, const QString& text);
void statusPill(QPainter& painter, const theme::Theme& theme, const QRect& rect, const QString& text, theme::Tone tone);

enum class ChipState : std::uint8_t { Plain, Hovered, Chosen, Disabled };
[[nodiscard]] QSize chipSize(const theme::Theme& theme, const QString& text);
void chip(QPainter& painter, const theme::Theme& theme, const QRect& rect, const QString& text, ChipState state);

void iconTile(QPainter& painter, const theme::Theme& theme, const QRect& rect, const QString& icon,
              const theme::Tint& tint, int iconSize);

}  // namespace loket::ui::widgets::paint
