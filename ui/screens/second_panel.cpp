#include "ui/screens/second_panel.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

SecondPanel::SecondPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, this);
  m_title->setOverflow(widgets::Overflow::Wrap);
  m_summary = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, this);
  m_summary->setOverflow(widgets::Overflow::Elide);
  m_who = new widgets::ChoiceGrid(look, 0, this);
  m_who->setInARow(2);
  m_pad = new widgets::PinPad(look, this);
  m_pad->setObjectName(QStringLiteral("second-pin"));
  m_pad->installEventFilter(this);
  m_progress = new widgets::ProgressLine(look, this);
  m_progress->hide();
  m_column = new QVBoxLayout(this);
  m_column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  m_column->setSpacing(look.space(2.5));
  m_column->addWidget(m_title);
  m_column->addWidget(m_summary);
  m_column->addWidget(m_who);
  m_column->addWidget(m_pad, 0, Qt::AlignHCenter);
  m_column->addWidget(m_progress);
  m_column->addStretch(1);

  connect(m_who, &widgets::ChoiceGrid::clicked, this, &SecondPanel::choose);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { confirm(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this, [this] {
    if (!m_busy)
      emit left();
  });
}

void SecondPanel::setInTheMiddle() { m_column->insertStretch(0, 1); }

bool SecondPanel::open(const QString& title, const QString& summary) {
  rest();
  const bridge::Person& here = m_counter.staff.atTheCounter();
  m_people = m_counter.staff.others();
  std::erase_if(m_people, [&here](const bridge::Person& one) { return !mayDecide(here.role, one.role); });
  if (m_people.empty() && here.isOwner())
    return false;
  QStringList names;
  for (const bridge::Person& one : m_people) names << text::spokenName(one.name.str());
  if (!here.isOwner())
    names << tr("Owner's code");
  m_title->setText(title);
  m_summary->setText(summary);
  m_who->setWords(names);
  choose(0);
  return true;
}

void SecondPanel::choose(int index) {
  if (m_busy || m_who->count() == 0)
    return;
  m_who->choose((index + m_who->count()) % m_who->count());
  m_pad->clear();
  const auto at = static_cast<std::size_t>(m_who->chosen());
  const QString whose = at < m_people.size() ? tr("PIN of %1").arg(text::spokenName(m_people[at].name.str()))
                                             : tr("The six digits that the owner reads from the telephone");
  m_pad->setAccessibleName(whose);
  m_pad->showHint(whose);
  m_pad->setFocus();
}

void SecondPanel::confirm(SecretBytes secret) {
  if (m_busy)
    return;
  setBusy(true);
  const auto at = static_cast<std::size_t>(m_who->chosen());
  if (at >= m_people.size()) {
    api::Second second;
    second.ownerCode = std::string(secret.view());
    emit agreed(second);
    return;
  }
  m_counter.staff.prove(m_people[at].name, std::move(secret), this,
                        [this, round = m_round](const Result<bridge::Person>& person) {
                          if (round != m_round)
                            return;
                          if (!person) {
                            if (!refuse(person.error()))
                              emit failed(person.error());
                            return;
                          }
                          api::Second second;
                          second.with = person->name;
                          emit agreed(second);
                        });
}

bool SecondPanel::refuse(const Error& error) {
  setBusy(false);
  const int apart = text::clocksDifferBy(error);
  const QString ofTheDigits = error.code == ErrorCode::PinWrong    ? tr("That is not the PIN")
                              : apart > 0                          ? tr("The telephone's clock and this one are %1 s apart").arg(apart)
                              : error.code == ErrorCode::CodeWrong ? tr("The code is wrong, old or used up")
                                                                   : QString();
  if (ofTheDigits.isEmpty())
    return false;
  m_pad->showError(ofTheDigits);
  m_pad->setFocus();
  return true;
}

void SecondPanel::rest() {
  ++m_round;
  setBusy(false);
  m_pad->clear();
}

void SecondPanel::setBusy(bool isBusy) {
  const bool changes = m_busy != isBusy;
  m_busy = isBusy;
  // A pad that is disabled would hand the keyboard to what comes next, and that may be the page that this
  // covers.
  if (isBusy && m_pad->hasFocus())
    setFocus();
  m_pad->setEnabled(!isBusy);
  m_progress->setBusy(tr("Looking at the PIN…"));
  m_progress->setVisible(isBusy);
  if (changes)
    emit hintsChanged();
}

void SecondPanel::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (!m_busy)
    m_pad->setFocus();
}

// Nor does Tab lead there.
bool SecondPanel::focusNextPrevChild(bool next) {
  return isVisible() || QWidget::focusNextPrevChild(next);
}

// What was typed is not there for the next one who opens this.
void SecondPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_pad->clear();
}

bool SecondPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() != Qt::Key_Left && key->key() != Qt::Key_Right)
    return QWidget::eventFilter(watched, event);
  choose(m_who->chosen() + (key->key() == Qt::Key_Right ? 1 : -1));
  return true;
}

QList<widgets::KeyHint> SecondPanel::hints() const {
  if (m_busy)
    return {};
  QList<widgets::KeyHint> hints{{tr("digits"), tr("PIN")}, {QStringLiteral("Esc"), tr("back")}};
  if (m_who->count() > 1)
    hints.prepend({QStringLiteral("← →"), tr("who")});
  return hints;
}

}  // namespace loket::ui::screens
