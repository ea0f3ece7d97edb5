#include "ui/screens/settings/owner_gate.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

OwnerGate::OwnerGate(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  const auto words = [&](TextSize size, Weight weight) {
    auto* label = new TextLabel(look, {}, size, weight, ColourRole::Ink, this);
    label->setOverflow(widgets::Overflow::Wrap);
    return label;
  };
  m_words = words(TextSize::Body, Weight::Regular);
  m_words->setObjectName(QStringLiteral("gate-words"));
  m_who = words(TextSize::Lead, Weight::SemiBold);
  m_ways = new widgets::ChoiceGrid(look, 0, this);
  m_ways->setObjectName(QStringLiteral("gate-ways"));
  m_ways->setInARow(2);
  m_message = new widgets::InlineMessage(look, this);
  m_message->setObjectName(QStringLiteral("gate-message"));
  m_message->clear();
  m_pad = new widgets::PinPad(look, this);
  m_pad->setObjectName(QStringLiteral("gate-pin"));
  m_pad->installEventFilter(this);
  m_progress = new widgets::ProgressLine(look, this);
  m_progress->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(3));
  column->setSpacing(look.space(2));
  column->addWidget(m_words);
  column->addWidget(m_ways);
  column->addWidget(m_who);
  column->addWidget(m_message);
  column->addStretch(1);
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addStretch(1);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { prove(SecretBytes(pin.digits())); });
  connect(m_ways, &widgets::ChoiceGrid::clicked, this, &OwnerGate::choose);
  connect(m_pad, &widgets::PinPad::cancelled, this, &OwnerGate::left);
}

std::optional<bridge::Person> OwnerGate::owner() const {
  if (m_counter.staff.atTheCounter().isOwner())
    return m_counter.staff.atTheCounter();
  for (const bridge::Person& one : m_counter.staff.everybody())
    if (one.isOwner())
      return one;
  return std::nullopt;
}

void OwnerGate::open(const QString& words, Code code) {
  ++m_round;
  m_words->setText(words);
  m_message->clear();
  rest();
  m_ways->setVisible(code == Code::MayStandIn);
  m_ways->setWords(code == Code::MayStandIn ? QStringList{tr("Owner's PIN"), tr("Owner's code")}
                                            : QStringList());
  choose(0);
}

bool OwnerGate::isAtCode() const {
  return m_ways->count() > 0 && m_ways->chosen() == 1;
}

void OwnerGate::choose(int way) {
  if (m_busy)
    return;
  m_ways->choose(m_ways->count() == 0 ? 0 : (way + m_ways->count()) % m_ways->count());
  m_pad->clear();
  m_message->clear();
  m_words->show();
  const auto who = owner();
  const QString whose = isAtCode() ? tr("Six digits, as the absent owner reads them from the telephone")
                        : who      ? tr("PIN of %1").arg(text::spokenName(who->name.str()))
                                   : tr("Nobody here is the owner: this cannot be saved.");
  // Beside the ways there is little room: the words stand in the pad.
  m_who->setVisible(m_ways->count() == 0);
  m_who->setText(whose);
  m_pad->showHint(m_ways->count() == 0 ? QString() : whose);
  m_pad->setAccessibleName(whose);
  m_pad->setEnabled(isAtCode() || who.has_value());
  m_pad->setFocus();
  emit hintsChanged();
}

void OwnerGate::rest() {
  m_busy = false;
  m_pad->clear();
  m_pad->setEnabled(true);
  m_progress->hide();
}

void OwnerGate::prove(SecretBytes pin) {
  if (m_busy)
    return;
  if (isAtCode())
    return emit told(std::string(pin.view()));
  const auto who = owner();
  if (!who)
    return;
  setBusy(tr("Looking at the PIN…"));
  m_counter.staff.prove(who->name, std::move(pin), this,
                        [this, round = m_round](const Result<bridge::Person>& person) {
                          if (round != m_round)
                            return;
                          if (person && person->isOwner())
                            emit proved(*person);
                          else if (person || person.error().code == ErrorCode::PinWrong)
                            refuse(tr("That is not the owner's PIN. Nothing was saved."));
                          else
                            refuse(text::sentence(person.error()));
                        });
}

void OwnerGate::setBusy(const QString& words) {
  m_busy = true;
  // A pad that is disabled would hand the keyboard to the sheet, and what is being saved would change under
  // it.
  if (m_pad->hasFocus())
    setFocus();
  m_pad->setEnabled(false);
  m_message->clear();
  m_progress->setBusy(words);
  m_progress->show();
  emit hintsChanged();
}

void OwnerGate::refuse(const QString& why) {
  rest();
  emit hintsChanged();
  m_message->setMessage(Tone::Danger, why);
  m_words->setVisible(m_ways->count() == 0);
  if (isVisible())
    m_pad->setFocus();
}

// What was typed is not there for the next one who opens this.
void OwnerGate::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  ++m_round;
  rest();
}

void OwnerGate::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (!m_busy)
    m_pad->setFocus();
}

// While something is being kept there is no way back from it.
void OwnerGate::keyPressEvent(QKeyEvent* event) {
  if (m_busy)
    return;
  if (event->key() == Qt::Key_Escape)
    emit left();
  else
    QWidget::keyPressEvent(event);
}

bool OwnerGate::focusNextPrevChild(bool next) {
  return isVisible() || QWidget::focusNextPrevChild(next);
}

QList<widgets::KeyHint> OwnerGate::hints() const {
  if (m_busy)
    return {};
  QList<widgets::KeyHint> hints{{tr("digits"), tr("PIN")}, {QStringLiteral("Esc"), tr("back")}};
  if (m_ways->count() > 0)
    hints = {{QStringLiteral("← →"), tr("PIN or code")},
             {tr("digits"), isAtCode() ? tr("code") : tr("PIN")},
             hints.back()};
  return hints;
}

bool OwnerGate::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  if (m_busy)
    return true;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (m_ways->count() == 0 || (key->key() != Qt::Key_Left && key->key() != Qt::Key_Right))
    return QWidget::eventFilter(watched, event);
  choose(m_ways->chosen() + (key->key() == Qt::Key_Right ? 1 : -1));
  return true;
}

}  // namespace loket::ui::screens
