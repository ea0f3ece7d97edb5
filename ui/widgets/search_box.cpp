#include "ui/widgets/search_box.h"

#include "ui/widgets/paint.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
namespace metric = theme::metric;

SearchBox::SearchBox(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent), m_field(new QLineEdit(this)) {
  m_field->setFrame(false);
  m_field->installEventFilter(this);
  setFocusProxy(m_field);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(m_field, &QLineEdit::textEdited, this, &SearchBox::edited);
  restyle();
}

void SearchBox::restyle() {
  setFixedHeight(theme().px(metric::kSearchHeight));
  m_field->setFont(theme().font(TextSize::Entry));
  QPalette palette = theme().palette();
  palette.setColor(QPalette::Base, Qt::transparent);
  m_field->setPalette(palette);
  layOut();
}

QString SearchBox::text() const { return m_field->text(); }

void SearchBox::setText(const QString& text) { m_field->setText(text); }

void SearchBox::clear() { m_field->clear(); }

void SearchBox::setPlaceholder(const QString& placeholder) {
  m_field->setPlaceholderText(placeholder);
  m_field->setAccessibleName(placeholder);
}

void SearchBox::setHint(const QString& hint) {
  m_hint = hint;
  m_field->setAccessibleDescription(hint);
  if (m_field->accessibleName().isEmpty()) {
    m_field->setAccessibleName(hint);
  }
  layOut();
  update();
}

void SearchBox::setNavigationTarget(QWidget* target) { m_target = target; }

QSize SearchBox::sizeHint() const {
  return {theme().space(100), theme().px(metric::kSearchHeight)};
}

void SearchBox::layOut() {
  const int frame = theme().px(metric::kFocusLine);
  const int padding = theme().px(metric::kSearchPadding);
  const int left = padding + theme().px(metric::kSearchIcon) + theme().space(3);
  int right = padding;
  const int hint = paint::textWidth(theme().font(TextSize::Body), m_hint);
  if (!m_hint.isEmpty() && hint * 2 < width() - left - right) {
    right += hint + theme().space(4);
  }
  m_field->setGeometry(left, frame, std::max(0, width() - left - right), height() - 2 * frame);
}

void SearchBox::resizeEvent(QResizeEvent* event) {
  Themed::resizeEvent(event);
  layOut();
}

void SearchBox::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const bool focused = m_field->hasFocus();
  const QRect frame = rect();
  paint::box(painter, frame, theme().radius(Radius::Large), theme().colour(ColourRole::Card),
             theme().colour(focused ? ColourRole::Primary : ColourRole::FieldBorder),
             theme().px(focused ? metric::kFocusLine : metric::kHairline));
  const int icon = theme().px(metric::kSearchIcon);
  const int padding = theme().px(metric::kSearchPadding);
  theme().drawIcon(painter, QRect(frame.left() + padding, frame.top(), icon, frame.height()), QStringLiteral("search"),
                   theme().colour(ColourRole::Primary), icon);
  const int fieldRight = m_field->geometry().right();
  const int hintRight = frame.right() - padding;
  if (hintRight - fieldRight > theme().space(4)) {
    paint::text(painter, QRect(fieldRight, frame.top(), hintRight - fieldRight + 1, frame.height()), m_hint,
                theme().font(TextSize::Body), theme().colour(ColourRole::Muted), Qt::AlignRight | Qt::AlignVCenter);
  }
}

bool SearchBox::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    update();
  }
  if (event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    const Qt::KeyboardModifiers modifiers = key->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::NoModifier) {
      switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter: emit accepted(); return true;
        case Qt::Key_Escape: emit cancelled(); return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Left:
        case Qt::Key_Right:
          if (m_target != nullptr && m_target->isVisibleTo(window())) {
            QCoreApplication::sendEvent(m_target, event);
            return true;
          }
          break;
        default: break;
      }
    }
  }
  return Themed::eventFilter(watched, event);
}

}  // namespace loket::ui::widgets
