#include "ui/widgets/pin_pad.h"

#include "ui/widgets/paint.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVariantAnimation>

#include <cmath>
#include <numbers>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

namespace {

constexpr int kColumns = 3;
constexpr int kRows = 4;
constexpr int kKeys = 12;
constexpr int kShakeMs = 320;
constexpr double kShakeSwings = 3;

}  // namespace

PinPad::PinPad(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent), m_shake(new QVariantAnimation(this)) {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_InputMethodEnabled, false);
  setMouseTracking(true);
  setAccessibleName(QStringLiteral("PIN"));
  m_shake->setDuration(kShakeMs);
  m_shake->setStartValue(0.0);
  m_shake->setEndValue(1.0);
  connect(m_shake, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    const double t = value.toDouble();
    const double swing = std::sin(t * kShakeSwings * 2 * std::numbers::pi) * (1 - t);
    m_shift = static_cast<int>(std::lround(swing * this->theme().px(metric::kShake)));
    update();
  });
  restyle();
}

void PinPad::restyle() { setFixedSize(sizeHint()); }

void PinPad::clear() {
  m_pin.clear();
  announce();
  update();
}

void PinPad::showError(const QString& text) {
  m_pin.clear();
  m_text = text;
  m_error = true;
  setAccessibleDescription(text);
  announce();
  if (theme().motion()) {
    m_shake->start();
  }
  update();
}

void PinPad::showHint(const QString& text) {
  m_text = text;
  m_error = false;
  setAccessibleDescription(text);
  update();
}

QSize PinPad::sizeHint() const {
  const int gap = theme().space(2.5);
  const int width = kColumns * theme().px(metric::kPinButtonWidth) + (kColumns - 1) * gap;
  const int words = QFontMetrics(theme().font(TextSize::Small)).height();
  const int height = theme().px(metric::kPinDot) + theme().space(3) + 2 * words + theme().space(3) +
                     kRows * theme().px(metric::kPinButtonHeight) + (kRows - 1) * gap + theme().space(1);
  return {width, height};
}

QRect PinPad::keyRect(int key) const {
  int column = 0;
  int row = kRows - 1;
  if (key == kClearKey) {
    column = 0;
  } else if (key == 0) {
    column = 1;
  } else if (key == kBackspaceKey) {
    column = 2;
  } else {
    column = (key - 1) % kColumns;
    row = (key - 1) / kColumns;
  }
  const int gap = theme().space(2.5);
  const int keyWidth = theme().px(metric::kPinButtonWidth);
  const int keyHeight = theme().px(metric::kPinButtonHeight);
  const int top = height() - theme().space(0.5) - kRows * keyHeight - (kRows - 1) * gap;
  return {column * (keyWidth + gap), top + row * (keyHeight + gap), keyWidth, keyHeight};
}

int PinPad::keyAt(const QPoint& point) const {
  for (int key = 0; key < kKeys; ++key) {
    if (keyRect(key).contains(point)) {
      return key;
    }
  }
  return kNoKey;
}

void PinPad::press(int key) {
  if (key == kClearKey) {
    clear();
  } else if (key == kBackspaceKey) {
    m_pin.removeLast();
    announce();
    update();
  } else if (key >= 0) {
    addDigit(static_cast<char>('0' + key));
  }
}

void PinPad::addDigit(char digit) {
  if (m_error) {
    m_error = false;
    m_text.clear();
  }
  if (!m_pin.append(digit)) {
    return;
  }
  announce();
  update();
  if (m_pin.isFull()) {
    emit pinEntered(m_pin);
    m_pin.clear();
    update();
  }
}

void PinPad::announce() {
  QAccessibleValueChangeEvent event(this, entered());
  QAccessible::updateAccessibility(&event);
}

void PinPad::keyPressEvent(QKeyEvent* event) {
  const QString text = event->text();
  const QChar typed = text.isEmpty() ? QChar() : text.front();
  if (typed >= u'0' && typed <= u'9' && (event->modifiers() & ~Qt::KeypadModifier) == 0) {
    if (!event->isAutoRepeat()) {
      addDigit(typed.toLatin1());
    }
    return;
  }
  switch (event->key()) {
    case Qt::Key_Backspace: press(kBackspaceKey); return;
    case Qt::Key_Delete: clear(); return;
    case Qt::Key_Escape:
      if (m_pin.size() > 0) {
        clear();
      } else {
        emit cancelled();
      }
      return;
    default: Themed::keyPressEvent(event);
  }
}

void PinPad::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    m_pressed = keyAt(event->position().toPoint());
    update();
  }
}

void PinPad::mouseReleaseEvent(QMouseEvent* event) {
  const int key = keyAt(event->position().toPoint());
  const int pressed = m_pressed;
  m_pressed = kNoKey;
  update();
  if (event->button() == Qt::LeftButton && key == pressed && isEnabled()) {
    press(key);
  }
}

void PinPad::mouseMoveEvent(QMouseEvent* event) {
  const int key = keyAt(event->position().toPoint());
  if (key != m_hovered) {
    m_hovered = key;
    setCursor(key == kNoKey ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
  }
}

void PinPad::leaveEvent(QEvent* event) {
  m_hovered = kNoKey;
  update();
  Themed::leaveEvent(event);
}

void PinPad::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const int dot = theme().px(metric::kPinDot);
  const int gap = theme().px(metric::kPinDotGap);
  const int dots = static_cast<int>(PinBuffer::kCapacity);
  const int hairline = theme().px(metric::kHairline);
  int x = (width() - dots * dot - (dots - 1) * gap) / 2 + m_shift;
  for (int i = 0; i < dots; ++i) {
    const bool full = i < entered();
    const QColor line = theme().colour(m_error ? ColourRole::Danger : full ? ColourRole::Primary : ColourRole::FieldBorder);
    paint::box(painter, QRect(x, theme().space(0.5), dot, dot), dot / 2.0,
               full ? theme().colour(ColourRole::Primary) : QColor(), line, theme().px(metric::kFocusLine));
    x += dot + gap;
  }
  painter.setFont(theme().font(TextSize::Small, m_error ? Weight::Medium : Weight::Regular));
  painter.setPen(theme().colour(m_error ? ColourRole::Danger : ColourRole::Muted));
  const int wordsTop = dot + theme().space(3);
  painter.drawText(QRect(0, wordsTop, width(), keyRect(1).top() - wordsTop - theme().space(2)),
                   static_cast<int>(Qt::AlignHCenter | Qt::AlignTop) | Qt::TextWordWrap, m_text);

  for (int key = 0; key < kKeys; ++key) {
    const QRect rect = keyRect(key);
    ColourRole fill = ColourRole::Card;
    if (key == m_pressed) {
      fill = ColourRole::PrimarySoft;
    } else if (key == m_hovered) {
      fill = ColourRole::NeutralSoft;
    }
    paint::box(painter, rect, theme().radius(Radius::Medium), theme().colour(fill), theme().colour(ColourRole::Line),
               hairline);
    const QColor ink = theme().colour(isEnabled() ? ColourRole::Ink : ColourRole::Muted);
    if (key == kBackspaceKey) {
      theme().drawIcon(painter, rect, QStringLiteral("backspace"), ink, theme().px(metric::kIconLarge));
    } else if (key == kClearKey) {
      theme().drawIcon(painter, rect, QStringLiteral("x"), ink, theme().px(metric::kIconLarge));
    } else {
      paint::text(painter, rect, QString::number(key), theme().font(TextSize::Heading, Weight::SemiBold), ink,
                  Qt::AlignCenter);
    }
  }
  if (hasFocus()) {
    const int inset = theme().space(0.5);
    const int ringWidth = dots * dot + (dots - 1) * gap + theme().space(8);
    painter.fillRect(QRect((width() - ringWidth) / 2 + m_shift, dot + theme().space(1) + inset, ringWidth,
                           theme().px(metric::kFocusLine)),
                     theme().colour(m_error ? ColourRole::Danger : ColourRole::Primary));
  }
}

}  // namespace loket::ui::widgets
