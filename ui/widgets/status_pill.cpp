#include "ui/widgets/status_pill.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

StatusPill::StatusPill(const theme::Theme& theme, const QString& text, theme::Tone tone, QWidget* parent)
    : Themed(theme, parent), m_tone(tone) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setStatus(text, tone);
}

void StatusPill::setStatus(const QString& text, theme::Tone tone) {
  m_text = text;
  m_tone = tone;
  setAccessibleName(text);
  updateGeometry();
  update();
}

QSize StatusPill::sizeHint() const { return paint::statusPillSize(theme(), m_text); }

void StatusPill::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  if (!m_text.isEmpty()) {
    paint::statusPill(painter, theme(), rect(), m_text, m_tone);
  }
}

}  // namespace loket::ui::widgets
