#include "ui/widgets/paint.h"

#include <QCache>
#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace loket::ui::widgets::paint {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Theme;
using theme::Weight;
namespace metric = theme::metric;

namespace {

constexpr double kSmallestShare = 0.5;
constexpr double kShrinkStep = 0.96;

QFont keyCapFont(const Theme& theme) { return theme.font(TextSize::Caption, Weight::SemiBold); }
QFont statusPillFont(const Theme& theme) { return theme.font(TextSize::Caption, Weight::SemiBold); }
QFont chipFont(const Theme& theme) { return theme.font(TextSize::Small, Weight::Medium); }

// A text in a font, and how wide its lines may be: 0 for one line.
struct Setting {
  QFont font;
  QString text;
  int width = 0;

  friend bool operator==(const Setting& a, const Setting& b) {
    return a.width == b.width && a.text == b.text && a.font == b.font;
  }
  friend size_t qHash(const Setting& one, size_t seed) { return qHashMulti(seed, one.text, one.width, one.font); }
};
// Of a page and those beside it.
constexpr int kSettingsKept = 1000;

// A layout asks every label several times how high it is for some width, and again whenever one of them changes; setting its
// text anew was most of what the window's thread was busy with.
template <typename Measure>
int measured(Setting setting, Measure&& measure) {
  // Also whoever spools a page lays its lines out, on a thread of its own.
  thread_local QCache<Setting, int> known(kSettingsKept);
  if (const int* at = known.object(setting)) {
    return *at;
  }
  const int size = measure(setting);
  known.insert(setting, new int(size));
  return size;
}

}  // namespace

Scope::Scope(QPainter& painter) : m_painter(painter) {
  m_painter.save();
  m_painter.setRenderHint(QPainter::Antialiasing);
}

Scope::~Scope() { m_painter.restore(); }

void box(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& line,
         double lineWidth) {
  const Scope scope(painter);
  const double half = line.isValid() ? lineWidth / 2 : 0;
  if (line.isValid()) {
    painter.setPen(QPen(line, lineWidth));
  } else {
    painter.setPen(Qt::NoPen);
  }
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half);
}

void focusRing(QPainter& painter, const Theme& theme, const QRectF& rect, double radius) {
  box(painter, rect, radius, {}, theme.colour(ColourRole::Primary), theme.px(metric::kFocusLine));
}

int text(QPainter& painter, const QRect& rect, const QString& text, const QFont& font, const QColor& colour,
         Qt::Alignment alignment) {
  if (text.isEmpty() || rect.width() <= 0) {
    return 0;
  }
  const QFontMetrics metrics(font);
  const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
  painter.setFont(font);
  painter.setPen(colour);
  painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine | Qt::TextDontClip, shown);
  return std::min(rect.width(), metrics.horizontalAdvance(shown));
}

int textWidth(const QFont& font, const QString& text) {
  return measured({font, text, 0}, [](const Setting& one) {
    return static_cast<int>(std::ceil(QFontMetricsF(one.font).horizontalAdvance(one.text)));
  });
}

int wrappedHeight(const QFont& font, const QString& text, int width) {
  return measured({font, text, std::max(1, width)}, [](const Setting& one) {
    return QFontMetrics(one.font)
        .boundingRect(QRect(0, 0, one.width, QWIDGETSIZE_MAX), Qt::TextWordWrap, one.text)
        .height();
  });
}

QFont fitted(QFont font, const QString& text, int width) {
  const double smallest = font.pointSizeF() * kSmallestShare;
  while (textWidth(font, text) > width && font.pointSizeF() > smallest) {
    font.setPointSizeF(font.pointSizeF() * kShrinkStep);
  }
  return font;
}

QSize keyCapSize(const Theme& theme, const QString& key) {
  const int width = textWidth(keyCapFont(theme), key) + 2 * theme.px(metric::kKeyCapPadding);
  return {std::max(width, theme.px(metric::kKeyCapMinimum)), theme.px(metric::kKeyCapHeight)};
}

void keyCap(QPainter& painter, const Theme& theme, const QRect& rect, const QString& key) {
  const QColor line = theme.colour(ColourRole::Line);
  const double radius = theme.radius(Radius::Small) * 0.75;
  const int edge = theme.px(metric::kHairline);
  box(painter, rect, radius, theme.mode() == theme::Mode::Light ? line.darker(106) : line.lighter(125));
  const QRectF face = QRectF(rect).adjusted(0, 0, 0, -edge);
  box(painter, face, radius, theme.colour(ColourRole::Card), line, edge);
  text(painter, face.toRect(), key, keyCapFont(theme), theme.colour(ColourRole::Ink), Qt::AlignCenter);
}

QSize statusPillSize(const Theme& theme, const QString& text) {
  return {textWidth(statusPillFont(theme), text) + 2 * theme.px(metric::kStatusPillPadding),
          theme.px(metric::kStatusPillHeight)};
}

void statusPill(QPainter& painter, const Theme& theme, const QRect& rect, const QString& label, theme::Tone tone) {
  const theme::Tint tint = theme.tint(tone);
  box(painter, rect, theme.radius(Radius::Small), tint.soft);
  const int padding = theme.px(metric::kStatusPillPadding);
  text(painter, rect.adjusted(padding, 0, -padding, 0), label, statusPillFont(theme), tint.ink, Qt::AlignCenter);
}

QSize chipSize(const Theme& theme, const QString& text) {
  return {textWidth(chipFont(theme), text) + 2 * theme.px(metric::kChipPadding), theme.px(metric::kChipHeight)};
}

void chip(QPainter& painter, const Theme& theme, const QRect& rect, const QString& label, ChipState state) {
  QColor fill = theme.colour(ColourRole::Card);
  QColor line = theme.colour(ColourRole::Line);
  QColor ink = theme.colour(ColourRole::Ink);
  switch (state) {
    case ChipState::Plain: break;
    case ChipState::Hovered: fill = theme.colour(ColourRole::NeutralSoft); break;
    case ChipState::Chosen:
      fill = theme.colour(ColourRole::Primary);
      line = fill;
      ink = theme.colour(ColourRole::OnPrimary);
      break;
    case ChipState::Disabled:
      fill = theme.colour(ColourRole::NeutralSoft);
      ink = theme.colour(ColourRole::Muted);
      break;
  }
  box(painter, rect, theme.radius(Radius::Medium), fill, line, theme.px(metric::kHairline));
  const int inset = theme.space(1);
  text(painter, rect.adjusted(inset, 0, -inset, 0), label, chipFont(theme), ink, Qt::AlignCenter);
}

void iconTile(QPainter& painter, const Theme& theme, const QRect& rect, const QString& icon, const theme::Tint& tint,
              int iconSize) {
  box(painter, rect, theme.radius(Radius::Medium), tint.soft);
  theme.drawIcon(painter, rect, icon, tint.ink, iconSize);
}

}  // namespace loket::ui::widgets::paint
