#include "ui/screens/recover/recover_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <utility>

#include "core/domain/identity/key_trouble.h"
#include "ui/screens/new_pin_panel.h"
#include "ui/screens/paper_code_panel.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"

namespace loket::ui::screens {

using theme::Tone;
using widgets::ActionButton;
using widgets::ActionKind;

RecoverScreen::RecoverScreen(const theme::Theme& theme, Recover recover, QWidget* parent)
    : QuestionCard(theme, parent),
      m_recover(std::move(recover)),
      m_code(new PaperCodePanel(theme)),
      m_pin(new NewPinPanel(theme)),
      m_second(new SecondForm(theme)),
      m_giveUp(makeGiveUp()) {
  for (QWidget* panel : {static_cast<QWidget*>(m_code), static_cast<QWidget*>(m_pin),
                         static_cast<QWidget*>(m_second), m_giveUp})
    addPanel(panel);
  m_second->setBeside();
  connect(m_code, &PaperCodePanel::typed, this, &RecoverScreen::takeCode);
  connect(m_code, &PaperCodePanel::edited, this, [this] { forgive(); });
  connect(m_code, &PaperCodePanel::left, this, &RecoverScreen::left);
  connect(m_pin, &NewPinPanel::again, this, [this] { open(RecoverStep::PinAgain); });
  connect(m_pin, &NewPinPanel::anew, this, [this] { open(RecoverStep::Pin); });
  connect(m_pin, &NewPinPanel::left, this, [this] { open(RecoverStep::Code); });
  connect(m_pin, &NewPinPanel::chosen, this, [this](const SecretBytes& pin) {
    m_order.pin = pin.clone();
    work();
  });
  connect(m_second, &SecondForm::left, this, [this] { open(RecoverStep::Code); });
  connect(m_second, &SecondForm::typed, this, [this](const UserName& who, const SecretBytes& secret) {
    m_order.second = who;
    m_order.secondPin = who.empty() ? SecretBytes() : secret.clone();
    m_order.ownerCode = who.empty() ? std::string(secret.view()) : std::string();
    work();
  });
}

QWidget* RecoverScreen::makeGiveUp() {
  auto* panel = new QWidget;
  auto* row = new QHBoxLayout(panel);
  row->setContentsMargins({});
  row->setSpacing(m_theme.space(3));
  const auto button = [&](const QString& text, ActionKind kind, const QString& key) {
    auto* made = new ActionButton(m_theme, text, kind, panel);
    made->setActionSize(widgets::ActionSize::Small);  // all three in one row
    made->setKeyCap(key);
    made->setFocusPolicy(Qt::NoFocus);
    return made;
  };
  auto* back = button(tr("Back"), ActionKind::Secondary, QStringLiteral("Esc"));
  auto* giveUp = button(tr("Give it up"), ActionKind::Danger, QStringLiteral("F8"));
  auto* again = button(tr("Try again"), ActionKind::Primary, QStringLiteral("Enter"));
  connect(back, &QAbstractButton::clicked, this, [this] { open(RecoverStep::Code); });
  connect(again, &QAbstractButton::clicked, this, &RecoverScreen::work);
  connect(giveUp, &QAbstractButton::clicked, this, [this] {
    m_order.givesUpSecret = true;
    work();
  });
  row->addWidget(back);
  row->addStretch();
  row->addWidget(giveUp);
  row->addWidget(again);
  return panel;
}

void RecoverScreen::begin() {
  open(RecoverStep::Code);
}

void RecoverScreen::open(RecoverStep step) {
  m_step = step;
  const QString where = tr("The PIN is forgotten");
  switch (step) {
    case RecoverStep::Code:
      // Whoever looks at the code again is not yet sure of anything.
      m_order.givesUpSecret = false;
      ask(m_code, {where, tr("The recovery code"),
                   tr("It stands on the owner's paper, and gives the owner a new PIN. What was sold stays as "
                      "it is.")});
      m_code->begin();
      break;
    case RecoverStep::Pin:
      m_order.pin = SecretBytes();
      ask(m_pin, {where, tr("The owner's new PIN"),
                  tr("Six digits that only the owner knows. The old PIN opens nothing any more then.")});
      m_pin->begin();
      break;
    case RecoverStep::PinAgain:
      ask(m_pin, {where, tr("The PIN once more"), tr("So that no finger slipped.")});
      break;
    case RecoverStep::Second:
      ask(m_second, {where, tr("Who else agrees?"),
                     tr("So that nobody who has merely found the paper comes in alone.")});
      break;
    case RecoverStep::GiveUp:
      ask(m_giveUp, {where, tr("This computer's own secret"),
                     tr("Try again when that has been mended. Or give the secret up: the owner gets the new "
                        "PIN, and everybody else has "
                        "to be added again.")});
      setFocus();
      break;
    case RecoverStep::Working:
      settle();
      break;
  }
}

void RecoverScreen::takeCode() {
  if (m_step != RecoverStep::Code)
    return;
  if (m_code->code().empty())
    complain(tr("Type the code from the paper first."));
  else if (m_order.pin.empty())
    open(RecoverStep::Pin);
  else
    work();
}

void RecoverScreen::work() {
  if (m_step == RecoverStep::Working)
    return;
  m_from = m_step;
  open(RecoverStep::Working);
  // The form that asks for the second one says itself that it is at work.
  if (m_from == RecoverStep::Second)
    setFocus();
  else
    setBusy(tr("Opening the shop with the code…"));
  m_recover({m_code->code(), m_order.pin.clone(), m_order.second,
             std::exchange(m_order.secondPin, SecretBytes()), std::exchange(m_order.ownerCode, {}),
             m_order.givesUpSecret});
  m_order.second = UserName();
}

void RecoverScreen::refuseCode() {
  open(RecoverStep::Code);
  complain(tr("That is not the recovery code of this shop. Nothing was changed: look at the paper."));
}

void RecoverScreen::askSecond(SecondOffer offer) {
  open(RecoverStep::Second);
  m_second->ask(std::move(offer), {}, {});
}

void RecoverScreen::showError(const Error& error) {
  const auto trouble = keyTroubleOf(error);
  if (trouble && canBeGivenUp(*trouble) && !m_order.givesUpSecret) {
    open(RecoverStep::GiveUp);
  } else if (m_from == RecoverStep::Second) {
    open(RecoverStep::Second);
    if (m_second->refuse(error))
      return;
    m_second->setFocus();
  } else {
    open(RecoverStep::Code);
  }
  complain(text::sentence(error));
}

void RecoverScreen::keyPressEvent(QKeyEvent* event) {
  if (m_step != RecoverStep::GiveUp)
    return QWidget::keyPressEvent(event);
  if (isEnter(*event)) {
    work();
  } else if (event->key() == Qt::Key_F8 && !event->isAutoRepeat()) {
    m_order.givesUpSecret = true;
    work();
  } else if (event->key() == Qt::Key_Escape) {
    open(RecoverStep::Code);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace loket::ui::screens
