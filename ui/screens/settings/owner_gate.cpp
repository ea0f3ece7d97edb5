#include "ui/screens/settings/owner_gate.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
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
  column->addWidget(m_who);
  column->addWidget(m_message);
  column->addStretch(1);
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addStretch(1);
  setFocusProxy(m_pad);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { prove(SecretBytes(pin.digits())); });
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

void OwnerGate::open(const QString& words) {
  ++m_round;
  m_words->setText(words);
  m_message->clear();
  rest();
  const auto who = owner();
  m_who->setText(who ? tr("PIN of %1").arg(text::spokenName(who->name.str()))
                     : tr("Nobody here is the owner: this cannot be saved."));
  m_pad->setAccessibleName(m_who->text());
  m_pad->setEnabled(who.has_value());
  m_pad->setFocus();
}

void OwnerGate::rest() {
  m_busy = false;
  m_pad->clear();
  m_pad->setEnabled(true);
  m_progress->hide();
}

void OwnerGate::prove(SecretBytes pin) {
  const auto who = owner();
  if (m_busy || !who)
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
  m_pad->setEnabled(false);
  m_message->clear();
  m_progress->setBusy(words);
  m_progress->show();
}

void OwnerGate::refuse(const QString& why) {
  rest();
  m_message->setMessage(Tone::Danger, why);
  if (isVisible())
    m_pad->setFocus();
}

// What was typed is not there for the next one who opens this.
void OwnerGate::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  ++m_round;
  rest();
}

bool OwnerGate::eventFilter(QObject* watched, QEvent* event) {
  // While something is being kept there is no way back from it.
  if (m_busy && event->type() == QEvent::KeyPress)
    return true;
  return QWidget::eventFilter(watched, event);
}

}  // namespace loket::ui::screens
