#include "ui/screens/second_ask.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <utility>

#include "ui/widgets/card.h"
#include "ui/widgets/surface.h"

namespace loket::ui::screens {

SecondAsk::SecondAsk(const Counter& counter, QWidget* over) : QWidget(over), m_counter(counter), m_over(over) {
  const theme::Theme& look = counter.theme;
  // What is under it shows neither beside the card nor at its round corners.
  auto* ground = new widgets::Surface(look, theme::ColourRole::Canvas, {}, this);
  auto* card = new widgets::Card(look, ground);
  m_panel = new SecondPanel(counter, card);
  m_panel->setInTheMiddle();
  // As wide as a gate of the settings, however wide the page is.
  m_panel->setMaximumWidth(look.px(theme::metric::kFeedWidth) + look.space(10));
  auto* inner = new QHBoxLayout(card);
  inner->setContentsMargins({});
  inner->addStretch(1);
  inner->addWidget(m_panel, 1000);
  inner->addStretch(1);
  m_margins = new QVBoxLayout(ground);
  m_margins->addWidget(card);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(ground);
  setFocusProxy(m_panel);
  hide();
  over->installEventFilter(this);
  connect(m_panel, &SecondPanel::hintsChanged, this, [this] {
    if (isAsking())
      emit hintsChanged();
  });
  connect(m_panel, &SecondPanel::left, this, [this] { end(fail(ErrorCode::ApprovalMissing)); });
  connect(m_panel, &SecondPanel::failed, this, [this](const Error& error) { end(fail(error)); });
  connect(m_panel, &SecondPanel::agreed, this, [this](const api::Second& second) {
    m_isUnderWay = true;
    m_attempt(second, [this, round = m_round](const Status& done) {
      if (round != m_round)
        return;
      m_isUnderWay = false;
      if (done || !isVisible() || !m_panel->refuse(done.error()))
        end(done);
    });
  });
}

void SecondAsk::run(const QString& what, Try attempt, Done then) {
  if (m_then)
    return;
  m_what = what;
  m_attempt = std::move(attempt);
  m_then = std::move(then);
  m_attempt({}, [this, round = m_round](const Status& done) {
    if (round != m_round)
      return;
    if (!done && done.error().code == ErrorCode::ApprovalMissing && m_over->isVisible())
      ask();
    else
      end(done);
  });
}

void SecondAsk::ask() {
  m_before = window()->focusWidget();
  cover();
  show();
  raise();
  m_panel->open(tr("Who else agrees?"), m_what);
  emit hintsChanged();
}

void SecondAsk::cover() {
  setGeometry(m_over->rect());
  m_margins->setContentsMargins(m_over->layout() == nullptr ? QMargins()
                                                            : m_over->layout()->contentsMargins());
}

void SecondAsk::end(const Status& how) {
  ++m_round;
  m_isUnderWay = false;
  m_panel->rest();
  const Done then = std::exchange(m_then, nullptr);
  m_attempt = nullptr;
  const bool wasSeen = isVisible();
  // Also where another page hides it: it is not there when its own page is shown again.
  hide();
  if (wasSeen && m_before && m_before->isVisible())
    m_before->setFocus();
  if (wasSeen)
    emit hintsChanged();
  if (then)
    then(how);
}

// Nobody sees what is asked: it is not asked. What has been agreed to already ends with its own answer.
void SecondAsk::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (m_isUnderWay)
    hide();
  else if (m_then)
    end(fail(ErrorCode::ApprovalMissing));
}

bool SecondAsk::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_over && event->type() == QEvent::Resize && isVisible())
    cover();
  return QWidget::eventFilter(watched, event);
}

// What is under it hears no key that is not one of the window's own.
void SecondAsk::keyPressEvent(QKeyEvent* event) {
  const bool isOfTheWindow = event->key() >= Qt::Key_F1 && event->key() <= Qt::Key_F4;
  event->setAccepted(!isOfTheWindow && (event->modifiers() & Qt::ControlModifier) == 0);
}

}  // namespace loket::ui::screens
