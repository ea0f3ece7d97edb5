#include "ui/widgets/inline_message.h"

#include "ui/widgets/paint.h"

#include <QAccessible>
#include <QEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace loket::ui::widgets {

using theme::TextSize;
using theme::Tone;
using theme::Weight;
namespace metric = theme::metric;

namespace {

QString iconOf(Tone tone) {
  switch (tone) {
    case Tone::Neutral:
    case Tone::Primary: return QStringLiteral("info-circle");
    case Tone::Success: return QStringLiteral("circle-check");
    case Tone::Waiting: return QStringLiteral("clock");
    case Tone::Danger: return QStringLiteral("alert-triangle");
  }
  return QStringLiteral("info-circle");
}

}  // namespace

InlineMessage::InlineMessage(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  hide();
}

void InlineMessage::setMessage(Tone tone, const QString& text, const QString& icon) {
  m_tone = tone;
  m_text = text;
  m_icon = icon.isEmpty() ? iconOf(tone) : icon;
  setAccessibleName(text);
  updateGeometry();
  show();
  update();
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

void InlineMessage::clear() { hide(); }

int InlineMessage::textLeft() const { return theme().space(4) + theme().px(metric::kIcon) + theme().space(2.5); }

QSize InlineMessage::sizeHint() const {
  const int words = paint::textWidth(theme().font(TextSize::Small, Weight::Medium), m_text);
  const int width = std::min(textLeft() + words + theme().space(4.5), theme().px(metric::kToastMaximum));
  return {width, heightForWidth(width)};
}

QSize InlineMessage::minimumSizeHint() const { return {theme().space(40), theme().px(metric::kNoticeHeight)}; }

int InlineMessage::heightForWidth(int width) const {
  const int words = paint::wrappedHeight(theme().font(TextSize::Small, Weight::Medium), m_text,
                                         width - textLeft() - theme().space(4));
  return std::max(theme().px(metric::kNoticeHeight), words + 2 * theme().space(3));
}

void InlineMessage::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const theme::Tint tint = theme().tint(m_tone);
  paint::box(painter, rect(), theme().radius(theme::Radius::Medium), tint.soft);
  const int icon = theme().px(metric::kIcon);
  theme().drawIcon(painter, QRect(theme().space(4), 0, icon, height()), m_icon, tint.ink, icon);
  painter.setFont(theme().font(TextSize::Small, Weight::Medium));
  painter.setPen(tint.ink);
  painter.drawText(QRect(textLeft(), 0, width() - textLeft() - theme().space(4), height()),
                   static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextWordWrap, m_text);
}

Toast::Toast(const theme::Theme& theme, QWidget* host) : Themed(theme, host), m_message(new InlineMessage(theme, this)) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
  host->installEventFilter(this);
}

void Toast::say(Tone tone, const QString& text, int durationMs) {
  m_message->setMessage(tone, text);
  place();
  show();
  raise();
  QTimer::singleShot(durationMs, this, [this, text] {
    if (m_message->accessibleName() == text) {
      hide();
    }
  });
}

void Toast::place() {
  const QWidget* host = parentWidget();
  const int wide = std::min(m_message->sizeHint().width(), host->width() - 2 * theme().space(6));
  const int high = m_message->heightForWidth(wide);
  m_message->setGeometry(0, 0, wide, high);
  setGeometry((host->width() - wide) / 2, host->height() - high - theme().space(6), wide, high);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) {
    place();
  }
  return Themed::eventFilter(watched, event);
}

}  // namespace loket::ui::widgets
