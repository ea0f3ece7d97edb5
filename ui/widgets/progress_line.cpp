#include "ui/widgets/progress_line.h"

#include "ui/widgets/paint.h"

#include <QPainter>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::TextSize;
namespace metric = theme::metric;

namespace {

constexpr int kFrameMs = 33;
constexpr double kStepPerFrame = 0.02;
constexpr double kBusyShare = 0.3;
constexpr double kStill = 0.35;  // where the part rests when nothing may move

}  // namespace

ProgressLine::ProgressLine(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent), m_timer(new QTimer(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_timer->setInterval(kFrameMs);
  connect(m_timer, &QTimer::timeout, this, [this] {
    m_phase = std::fmod(m_phase + kStepPerFrame, 1.0);
    update();
  });
  restyle();
}

void ProgressLine::restyle() {
  setFixedHeight(sizeHint().height());
  updateTimer();
}

void ProgressLine::setBusy(const QString& words) {
  m_busy = true;
  m_words = words;
  setAccessibleName(words);
  updateTimer();
  update();
}

void ProgressLine::setProgress(double share, const QString& words) {
  m_busy = false;
  m_share = std::clamp(share, 0.0, 1.0);
  m_words = words;
  setAccessibleName(words);
  updateTimer();
  update();
}

void ProgressLine::setNote(const QString& note) {
  m_note = note;
  setAccessibleDescription(note);
  update();
}

QSize ProgressLine::sizeHint() const {
  return {theme().space(60),
          QFontMetrics(theme().font(TextSize::Small)).height() + theme().space(1.5) + theme().px(metric::kProgressHeight)};
}

void ProgressLine::updateTimer() {
  if (m_busy && isVisible() && theme().motion()) {
    m_timer->start();
  } else {
    m_timer->stop();
  }
}

void ProgressLine::showEvent(QShowEvent* event) {
  Themed::showEvent(event);
  updateTimer();
}

void ProgressLine::hideEvent(QHideEvent* event) {
  Themed::hideEvent(event);
  updateTimer();
}

void ProgressLine::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QFont font = theme().font(TextSize::Small);
  const int words = QFontMetrics(font).height();
  const int note = m_note.isEmpty() ? 0 : paint::textWidth(font, m_note);
  paint::text(painter, QRect(width() - note, 0, note, words), m_note, font, theme().colour(ColourRole::Muted));
  paint::text(painter, QRect(0, 0, width() - note - theme().space(3), words), m_words, font,
              theme().colour(ColourRole::Ink));
  const int thick = theme().px(metric::kProgressHeight);
  const QRectF track(0, height() - thick, width(), thick);
  paint::box(painter, track, thick / 2.0, theme().colour(ColourRole::Line));
  QRectF part = track;
  if (m_busy) {
    const double at = theme().motion() ? m_phase * (1 + kBusyShare) - kBusyShare : kStill;
    part.setLeft(std::max(0.0, at * width()));
    part.setRight(std::min(1.0, at + kBusyShare) * width());
  } else {
    part.setWidth(m_share * width());
  }
  if (part.width() > 0) {
    paint::box(painter, part, thick / 2.0, theme().colour(ColourRole::Primary));
  }
}

}  // namespace loket::ui::widgets
