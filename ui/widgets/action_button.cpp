#include "ui/widgets/action_button.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

ActionButton::ActionButton(const theme::Theme& theme, const QString& text, ActionKind kind, QWidget* parent)
    : Themed(theme, parent), m_kind(kind) {
  setText(text);
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void ActionButton::setKeyCap(const QString& key) {
  m_key = key;
  setAccessibleDescription(key);
  updateGeometry();
  update();
}

void ActionButton::setLeadingIcon(const QString& icon) {
  m_leading = icon;
  updateGeometry();
  update();
}

void ActionButton::setTrailingIcon(const QString& icon) {
  m_trailing = icon;
  updateGeometry();
  update();
}

void ActionButton::setActionSize(ActionSize size) {
  m_size = size;
  updateGeometry();
  update();
}

void ActionButton::setKind(ActionKind kind) {
  m_kind = kind;
  update();
}

void ActionButton::setSpread(bool spread) {
  m_spread = spread;
  update();
}

QFont ActionButton::textFont() const {
  return theme().font(m_size == ActionSize::Large ? TextSize::Lead : TextSize::Body, Weight::SemiBold);
}

int ActionButton::iconSize() const {
  return theme().px(m_size == ActionSize::Large ? metric::kIconLarge : metric::kIcon);
}

int ActionButton::contentWidth() const {
  int width = paint::textWidth(textFont(), text());
  for (const QString& icon : {m_leading, m_trailing}) {
    if (!icon.isEmpty()) {
      width += iconSize() + theme().space(2.5);
    }
  }
  if (!m_key.isEmpty()) {
    width += paint::keyCapSize(theme(), m_key).width() + theme().space(3);
  }
  return width;
}

QSize ActionButton::sizeHint() const {
  const bool large = m_size == ActionSize::Large;
  const int padding = theme().px(large && !m_spread ? metric::kButtonPadding : metric::kButtonPaddingSmall);
  return {contentWidth() + 2 * padding, theme().px(large ? metric::kButtonHeight : metric::kButtonHeightSmall)};
}

void ActionButton::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const double radius = theme().radius(Radius::Large);
  QColor fill;
  QColor line;
  QColor ink;
  switch (m_kind) {
    case ActionKind::Primary:
      fill = theme().colour(ColourRole::Primary);
      ink = theme().colour(ColourRole::OnPrimary);
      break;
    case ActionKind::Danger:
      fill = theme().colour(ColourRole::Danger);
      ink = theme().colour(ColourRole::OnDanger);
      break;
    case ActionKind::Secondary:
      fill = theme().colour(ColourRole::Card);
      line = theme().colour(isChecked() ? ColourRole::Primary : ColourRole::Line);
      ink = theme().colour(ColourRole::Ink);
      break;
  }
  if (!isEnabled()) {
    fill = theme().colour(ColourRole::NeutralSoft);
    ink = theme().colour(ColourRole::Muted);
  } else if (isDown() || underMouse()) {
    if (m_kind == ActionKind::Secondary) {
      fill = theme().colour(isDown() ? ColourRole::PrimarySoft : ColourRole::NeutralSoft);
    } else {
      fill = isDown() ? fill.darker(115) : fill.darker(106);
    }
  } else if (m_kind == ActionKind::Secondary && isChecked()) {
    fill = theme().colour(ColourRole::PrimarySoft);
  }
  paint::box(painter, rect(), radius, fill, line, theme().px(metric::kHairline));

  const int padding = theme().px(metric::kButtonPaddingSmall);
  int x = m_spread ? padding : (width() - contentWidth()) / 2;
  const int size = iconSize();
  if (!m_leading.isEmpty()) {
    theme().drawIcon(painter, QRect(x, 0, size, height()), m_leading, ink, size);
    x += size + theme().space(2.5);
  }
  const QSize cap = m_key.isEmpty() ? QSize(0, 0) : paint::keyCapSize(theme(), m_key);
  const int room = width() - x - theme().space(2) - (m_key.isEmpty() ? 0 : cap.width() + theme().space(3));
  const QFont font = paint::fitted(textFont(), text(), room);
  const int words = paint::textWidth(font, text());
  paint::text(painter, QRect(x, 0, words, height()), text(), font, ink);
  x += words;
  if (!m_trailing.isEmpty()) {
    x += theme().space(2.5);
    theme().drawIcon(painter, QRect(x, 0, size, height()), m_trailing, ink, size);
    x += size;
  }
  if (!m_key.isEmpty()) {
    x = m_spread ? width() - padding - cap.width() : x + theme().space(3);
    paint::keyCap(painter, theme(), QRect(QPoint(x, (height() - cap.height()) / 2), cap), m_key);
  }
  if (hasFocus()) {
    const double gap = theme().px(metric::kFocusLine) * 1.5;
    const QRectF ring = QRectF(rect()).adjusted(gap, gap, -gap, -gap);
    if (m_kind == ActionKind::Secondary) {
      paint::focusRing(painter, theme(), rect(), radius);
    } else {
      paint::box(painter, ring, radius - gap, {}, ink, theme().px(metric::kFocusLine));
    }
  }
}

}  // namespace loket::ui::widgets
