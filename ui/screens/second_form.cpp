#include "ui/screens/second_form.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <utility>

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

SecondForm::SecondForm(const theme::Theme& look, QWidget* parent) : QWidget(parent) {
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

  connect(m_who, &widgets::ChoiceGrid::clicked, this, &SecondForm::choose);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { take(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this, [this] {
    if (!m_busy)
      emit left();
  });
}

void SecondForm::setInTheMiddle() { m_column->insertStretch(0, 1); }

void SecondForm::setBeside() {
  m_who->setInARow(1);
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * m_column->spacing());
  row->addWidget(m_who, 1, Qt::AlignTop);
  row->addWidget(m_pad);
  m_column->setContentsMargins({});
  m_column->insertLayout(m_column->indexOf(m_title), row);
}

void SecondForm::ask(SecondOffer offer, const QString& title, const QString& summary) {
  rest();
  m_people = std::move(offer.people);
  m_code = offer.code;
  QStringList names;
  for (const bridge::Person& one : m_people) names << text::spokenName(one.name.str());
  if (m_code != OwnersCode::No)
    names << (m_code == OwnersCode::Own ? tr("Your code") : tr("Owner's code"));
  m_title->setText(title);
  m_title->setVisible(!title.isEmpty());
  m_summary->setText(summary);
  m_summary->setVisible(!summary.isEmpty());
  m_who->setWords(names);
  choose(0);
}

void SecondForm::choose(int index) {
  if (m_busy || m_who->count() == 0)
    return;
  m_who->choose((index + m_who->count()) % m_who->count());
  m_pad->clear();
  const auto at = static_cast<std::size_t>(m_who->chosen());
  const QString whose = at < m_people.size()        ? tr("PIN of %1").arg(text::spokenName(m_people[at].name.str()))
                        : m_code == OwnersCode::Own ? tr("The six digits on your telephone")
                                                    : tr("The six digits that the owner reads from the telephone");
  m_pad->setAccessibleName(whose);
  m_pad->showHint(whose);
  m_pad->setFocus();
  emit hintsChanged();
}

void SecondForm::take(const SecretBytes& secret) {
  if (m_busy)
    return;
  setBusy(true);
  const auto at = static_cast<std::size_t>(m_who->chosen());
  emit typed(at < m_people.size() ? m_people[at].name : UserName(), secret);
}

bool SecondForm::refuse(const Error& error) {
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

void SecondForm::rest() {
  setBusy(false);
  m_pad->clear();
}

void SecondForm::setBusy(bool isBusy) {
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

void SecondForm::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (!m_busy)
    m_pad->setFocus();
}

// Nor does Tab lead there.
bool SecondForm::focusNextPrevChild(bool next) {
  return isVisible() || QWidget::focusNextPrevChild(next);
}

// What was typed is not there for the next one who opens this.
void SecondForm::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_pad->clear();
}

bool SecondForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() != Qt::Key_Left && key->key() != Qt::Key_Right)
    return QWidget::eventFilter(watched, event);
  choose(m_who->chosen() + (key->key() == Qt::Key_Right ? 1 : -1));
  return true;
}

QList<widgets::KeyHint> SecondForm::hints() const {
  if (m_busy)
    return {};
  const bool isCode = m_who->chosen() >= static_cast<int>(m_people.size());
  QList<widgets::KeyHint> hints{{tr("digits"), isCode ? tr("code") : tr("PIN")}, {QStringLiteral("Esc"), tr("back")}};
  if (m_who->count() > 1)
    hints.prepend({QStringLiteral("← →"), tr("who")});
  return hints;
}

}  // namespace loket::ui::screens
