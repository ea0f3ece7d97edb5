#include "ui/screens/deposit/pay_ticket_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/deposit.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

PayTicketPanel::PayTicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_caption = new TextLabel(look, tr("The bank says that the account belongs to"), TextSize::Body, Weight::Regular,
                            ColourRole::Muted, card);
  m_caption->setOverflow(Overflow::Elide);
  m_name = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Ink, card);
  m_name->setObjectName(QStringLiteral("pay-name"));
  m_name->setOverflow(Overflow::Shrink);
  m_number = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, card);
  m_number->setOverflow(Overflow::Shrink);
  m_amount = new CaptionRow(look, tr("For the deposit"), card);
  m_fee = new CaptionRow(look, tr("The bank's fee"), card);
  m_note = new CaptionRow(look, tr("Remark"), card);
  m_after = new CaptionRow(look, tr("Left at the bank afterwards"), card);
  m_total = new TextLabel(look, {}, TextSize::Total, Weight::Bold, ColourRole::Ink, card);
  m_total->setObjectName(QStringLiteral("pay-total"));
  m_total->setOverflow(Overflow::Shrink);
  m_words = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_words->setOverflow(Overflow::Elide);
  m_message = new widgets::InlineMessage(look, card);
  m_other = new widgets::ActionButton(look, tr("Another bank"), widgets::ActionKind::Secondary, card);
  m_other->setKeyCap(QStringLiteral("F5"));
  m_go = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, card);
  m_go->setObjectName(QStringLiteral("pay-go"));
  m_go->setKeyCap(QStringLiteral("Enter"));
  for (widgets::ActionButton* button : {m_other, m_go}) button->setFocusPolicy(Qt::NoFocus);
  auto* foot = new QHBoxLayout;
  foot->addWidget(m_other);
  foot->addStretch();
  foot->addWidget(m_go);

  m_column = new QVBoxLayout(card);
  m_column->addWidget(m_title);
  m_column->addStretch(1);
  m_column->addWidget(m_caption);
  m_column->addWidget(m_name);
  m_column->addWidget(m_number);
  m_column->addStretch(1);
  m_column->addWidget(m_amount);
  m_column->addWidget(m_fee);
  m_column->addWidget(m_note);
  m_column->addWidget(m_after);
  m_column->addStretch(1);
  m_column->addWidget(m_total);
  m_column->addWidget(m_words);
  m_column->addWidget(m_message);
  m_column->addLayout(foot);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_go, &QAbstractButton::clicked, &flow, &DepositFlow::send);
  connect(m_other, &QAbstractButton::clicked, &flow, &DepositFlow::nextBank);
}

void PayTicketPanel::enter() {
  refresh();
  setFocus();
}

void PayTicketPanel::refresh() {
  if (!m_flow.quote() || !m_flow.ticket())
    return;
  const api::Quote& quote = *m_flow.quote();
  const Ticket& ticket = m_flow.ticket()->ticket;
  m_title->setText(tr("Top up %1 through %2")
                       .arg(text::supplierName(ticket.upstream), text::supplierName(m_flow.via())));
  m_name->setText(QString::fromStdString(quote.customerName));
  m_number->setText(QString::fromStdString(ticket.payee.bank) + QStringLiteral(" ") +
                    text::groupedNumber(Family::Transfer, quote.number));
  m_amount->setValue(text::rupiah(quote.amount));
  m_fee->setValue(text::rupiah(quote.adminFee));
  m_note->setVisible(!ticket.payee.note.empty());
  m_note->setValue(QString::fromStdString(ticket.payee.note));
  m_after->setVisible(!quote.depositAfter.isZero());
  m_after->setValue(text::rupiah(quote.depositAfter),
                    quote.depositAfter.isNegative() ? ColourRole::Danger : ColourRole::Ink);
  m_total->setText(text::rupiah(quote.total));
  m_words->setText(text::spokenAmount(quote.total));
  m_other->setVisible(m_flow.banks().size() > 1);
  m_go->setText(tr("Send %1").arg(text::rupiah(quote.total)));
  m_go->setEnabled(m_flow.canSend());
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::depositSentence(*m_flow.error()));
  else if (m_flow.isBusy())
    m_message->setMessage(Tone::Waiting, tr("Recording, then sending…"));
  else
    m_message->clear();
}

void PayTicketPanel::keyPressEvent(QKeyEvent* event) {
  const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isEnter && !event->isAutoRepeat())
    m_flow.send();
  else if (!isEnter)
    QWidget::keyPressEvent(event);
}

void PayTicketPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 8.5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 7), side, look.space(tight ? 3 : 7));
  m_column->setSpacing(look.space(tight ? 1 : 2));
  for (widgets::ActionButton* button : {m_other, m_go})
    button->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
}

QList<widgets::KeyHint> PayTicketPanel::hints() const {
  QList<widgets::KeyHint> hints{{QStringLiteral("Enter"), tr("send")}};
  if (m_flow.banks().size() > 1)
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("another bank")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back, nothing is sent")};
}

}  // namespace loket::ui::screens
