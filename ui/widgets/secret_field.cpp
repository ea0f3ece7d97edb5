#include "ui/widgets/secret_field.h"

#include "ui/widgets/paint.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>

namespace loket::ui::widgets {

using theme::ColourRole;
namespace metric = theme::metric;

SecretField::SecretField(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_InputMethodEnabled, false);
  setCursor(Qt::IBeamCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SecretField::clear() {
  m_secret.clear();
  announce();
}

// How many digits there are is all that anybody is told.
void SecretField::announce() {
  QAccessibleValueChangeEvent event(this, entered());
  QAccessible::updateAccessibility(&event);
  update();
  emit edited();
}

QSize SecretField::sizeHint() const {
  const int dots = static_cast<int>(kCapacity) * (theme().space(2.5) + theme().space(1.5));
  return {dots + 2 * theme().space(3), theme().px(metric::kFieldHeight)};
}

void SecretField::keyPressEvent(QKeyEvent* event) {
  const QString text = event->text();
  const QChar typed = text.isEmpty() ? QChar() : text.front();
  if (typed >= u'0' && typed <= u'9' && (event->modifiers() & ~Qt::KeypadModifier) == 0) {
    if (!event->isAutoRepeat() && m_secret.append(typed.toLatin1())) {
      announce();
    }
    return;
  }
  switch (event->key()) {
    case Qt::Key_Backspace:
      m_secret.removeLast();
      announce();
      return;
    case Qt::Key_Delete: clear(); return;
    default: Themed::keyPressEvent(event);
  }
}

void SecretField::focusInEvent(QFocusEvent* event) {
  Themed::focusInEvent(event);
  update();
}

void SecretField::focusOutEvent(QFocusEvent* event) {
  Themed::focusOutEvent(event);
  update();
}

void SecretField::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const paint::Scope scope(painter);
  const bool focused = hasFocus();
  paint::box(painter, rect(), theme().radius(theme::Radius::Medium), palette().color(QPalette::Base),
             theme().colour(focused ? ColourRole::Primary : ColourRole::FieldBorder),
             theme().px(focused ? metric::kFocusLine : metric::kHairline));
  const int dot = theme().space(2.5);
  const int gap = theme().space(1.5);
  int left = theme().space(3);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme().colour(ColourRole::Ink));
  for (int i = 0; i < entered(); ++i) {
    painter.drawEllipse(QRect(left, (height() - dot) / 2, dot, dot));
    left += dot + gap;
  }
  if (focused && !m_secret.isFull()) {
    const int line = theme().px(metric::kFocusLine);
    painter.fillRect(QRect(left, theme().space(2.5), line, height() - 2 * theme().space(2.5)),
                     theme().colour(ColourRole::Ink));
  }
}

}  // namespace loket::ui::widgets
