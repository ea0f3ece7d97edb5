#include "ui/widgets/key_bar.h"

#include "ui/widgets/paint.h"

#include <QPainter>
#include <QStringList>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::TextSize;
namespace metric = theme::metric;

KeyCap::KeyCap(const theme::Theme& theme, const QString& key, QWidget* parent) : Themed(theme, parent), m_key(key) {
  setAccessibleName(key);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize KeyCap::sizeHint() const { return paint::keyCapSize(theme(), m_key); }

void KeyCap::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  paint::keyCap(painter, theme(), rect(), m_key);
}

KeyBar::KeyBar(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  restyle();
}

void KeyBar::restyle() { setFixedHeight(theme().px(metric::kKeyBarHeight)); }

void KeyBar::setHints(const QList<KeyHint>& hints) {
  m_hints = hints;
  QStringList words;
  for (const KeyHint& hint : hints) {
    words << hint.key + u' ' + hint.what;
  }
  setAccessibleName(words.join(QStringLiteral(", ")));
  update();
}

void KeyBar::setNote(const QString& note) {
  m_note = note;
  update();
}

QSize KeyBar::sizeHint() const { return {theme().space(40), theme().px(metric::kKeyBarHeight)}; }

void KeyBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().colour(ColourRole::Card));
  painter.fillRect(QRect(0, 0, width(), theme().px(metric::kHairline)), theme().colour(ColourRole::Line));

  const QFont font = theme().font(TextSize::Small);
  const QColor muted = theme().colour(ColourRole::Muted);
  int right = width() - theme().px(metric::kPageMargin);
  if (!m_note.isEmpty()) {
    const int noteWidth = paint::textWidth(font, m_note);
    paint::text(painter, QRect(right - noteWidth, 0, noteWidth, height()), m_note, font, muted);
    right -= noteWidth + theme().px(metric::kKeyBarGap);
  }
  int x = theme().px(metric::kPageMargin);
  for (const KeyHint& hint : m_hints) {
    const QSize cap = paint::keyCapSize(theme(), hint.key);
    const int words = paint::textWidth(font, hint.what);
    const int gap = theme().space(1.75);
    if (x + cap.width() + gap + words > right) {
      break;
    }
    paint::keyCap(painter, theme(), QRect(QPoint(x, (height() - cap.height()) / 2), cap), hint.key);
    x += cap.width() + gap;
    paint::text(painter, QRect(x, 0, words, height()), hint.what, font, muted);
    x += words + theme().px(metric::kKeyBarGap);
  }
}

}  // namespace loket::ui::widgets
