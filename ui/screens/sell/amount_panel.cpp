#include "ui/screens/sell/amount_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/screens/sell/sender_form.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

AmountPanel::AmountPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_tile = new widgets::IconTile(look, QStringLiteral("building-bank"), theme::Family::Bank,
                                 widgets::TileSize::Large, card);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_number = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_number->setOverflow(Overflow::Elide);
  m_question = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_why = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_why->setOverflow(Overflow::Wrap);
  m_edit = new widgets::MoneyEdit(look, card);
  m_edit->setFont(look.font(TextSize::Name, Weight::Bold));
  m_edit->setMinimumHeight(look.px(theme::metric::kSearchHeight));
  m_edit->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, card);
  m_words->setOverflow(Overflow::Wrap);
  m_sender = new SenderForm(look, card);
  m_message = new widgets::InlineMessage(look, card);
  m_next = new widgets::ActionButton(look, tr("Check"), widgets::ActionKind::Primary, card);
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setTrailingIcon(QStringLiteral("arrow-right"));
  m_next->setFocusPolicy(Qt::NoFocus);

  auto* head = new QGridLayout;
  head->setHorizontalSpacing(look.space(3.5));
  head->setVerticalSpacing(0);
  head->addWidget(m_tile, 0, 0, 2, 1);
  head->addWidget(m_title, 0, 1);
  head->addWidget(m_number, 1, 1);
  head->setColumnStretch(1, 1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(8.5), look.space(7), look.space(8.5), look.space(7));
  column->setSpacing(look.space(2));
  column->addLayout(head);
  column->addSpacing(look.space(4));
  column->addWidget(m_question);
  column->addWidget(m_edit);
  column->addWidget(m_words);
  column->addWidget(m_why);
  column->addWidget(m_sender);
  column->addWidget(m_message);
  column->addStretch();
  column->addWidget(m_next, 0, Qt::AlignRight);

  setFocusProxy(m_edit);
  connect(m_edit, &widgets::MoneyEdit::valueEdited, this, &AmountPanel::refresh);
  connect(m_next, &QAbstractButton::clicked, this, &AmountPanel::accept);
  connect(m_sender, &SenderForm::edited, m_message, &widgets::InlineMessage::clear);
  connect(m_sender, &SenderForm::finished, this, &AmountPanel::accept);
  connect(m_sender, &SenderForm::left, &m_flow, &SellFlow::back);
}

void AmountPanel::enter() {
  const Choice& choice = m_flow.choice();
  const bool ceiling = m_flow.amountIsCeiling();
  m_tile->setIcon(models::familyIcon(choice.family), models::tintOf(choice.family));
  m_title->setText(choice.productName.isEmpty() ? text::familyName(choice.family) : choice.productName);
  m_number->setText(text::numberLabel(choice.family) + QLatin1Char(' ') +
                    text::groupedNumber(choice.family, choice.number));
  const QString wanted = choice.family == Family::EMoney           ? tr("Amount to top up")
                         : choice.family == Family::VirtualAccount ? tr("Amount to pay in")
                                                                   : tr("Amount to transfer");
  m_question->setText(ceiling ? tr("The most the customer leaves for this bill") : wanted);
  if (ceiling)
    m_why->setText(
        tr("The network is away, so the bill cannot be seen. It is checked before it is paid; "
           "what is left over goes back to the customer."));
  else
    m_why->setText(choice.family == Family::VirtualAccount
                       ? tr("This virtual account has no bill of its own: the customer names the sum.")
                       : QString());
  m_edit->setValue(choice.amount ? choice.amount->amount() : 0);
  m_edit->selectAll();
  m_edit->setFocus();
  m_sender->setSender(choice.sender);
  refresh();
  if (!m_flow.error())
    return;
  m_message->setMessage(theme::Tone::Danger, text::sentence(*m_flow.error()));
  if (wantsSender())
    m_sender->focusField(m_flow.error()->detail);
}

bool AmountPanel::wantsSender() const {
  return m_edit->value() > 0 && m_flow.wantsSender(Money::rupiah(m_edit->value()));
}

void AmountPanel::refresh() {
  m_message->clear();
  const qint64 value = m_edit->value();
  m_next->setEnabled(value > 0);
  m_words->setText(value > 0 ? text::spokenAmount(Money::rupiah(value)) : QString());
  m_sender->setVisible(wantsSender());
}

void AmountPanel::acceptAmount() {
  if (wantsSender())
    m_sender->setFocus();
  else
    accept();
}

// The core looks again before it records; here nobody waits for the bank's name of the account in vain.
void AmountPanel::accept() {
  if (m_edit->value() <= 0)
    return;
  const Money amount = Money::rupiah(m_edit->value());
  if (wantsSender()) {
    const Result<Sender> sender = readSender(m_sender->sender());
    const Status known = sender ? senderIsWhole(*sender) : Status(fail(sender.error()));
    if (!known) {
      m_message->setMessage(theme::Tone::Danger, text::sentence(known.error()));
      m_sender->focusField(known.error().detail);
      return;
    }
    m_flow.setSender(*sender);
  } else {
    m_flow.setSender({});
  }
  m_flow.setAmount(amount);
}

bool AmountPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !key->isAutoRepeat()) {
      acceptAmount();
      return true;
    }
    if (key->key() == Qt::Key_Escape) {
      m_flow.back();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> AmountPanel::hints() const {
  return {{tr("digits"), tr("amount")},
          {QStringLiteral("Enter"), tr("check")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
