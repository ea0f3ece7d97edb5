#include "ui/screens/deposit/ticket_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/models/ticket_list.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/deposit.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

TicketPanel::TicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_tile = new widgets::IconTile(look, QStringLiteral("wallet"), Tone::Primary, widgets::TileSize::Large, card);
  m_title = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_state = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_state->setObjectName(QStringLiteral("ticket-state"));
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(3.5));
  head->addWidget(m_tile);
  head->addWidget(m_title, 1);
  head->addWidget(m_state);

  m_caption = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_amount = new TextLabel(look, {}, TextSize::Total, Weight::Bold, ColourRole::Ink, card);
  m_amount->setObjectName(QStringLiteral("ticket-amount"));
  m_amount->setOverflow(Overflow::Shrink);
  m_words = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_words->setOverflow(Overflow::Elide);
  m_account = new CaptionRow(look, tr("To"), card);
  m_account->value()->setObjectName(QStringLiteral("ticket-account"));
  m_note = new CaptionRow(look, tr("Remark, letter by letter"), card);
  m_until = new CaptionRow(look, tr("Send it before"), card);
  m_sentence = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_sentence->setOverflow(Overflow::Wrap);
  m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_message = new widgets::InlineMessage(look, card);
  const auto button = [&](const QString& words, const char* name, int key) {
    auto* made = new widgets::ActionButton(look, words, widgets::ActionKind::Secondary, card);
    made->setObjectName(QString::fromLatin1(name));
    made->setActionSize(widgets::ActionSize::Small);
    made->setSpread(true);
    made->setKeyCap(QStringLiteral("F%1").arg(key));
    made->setFocusPolicy(Qt::NoFocus);
    return made;
  };
  m_pay = button({}, "ticket-pay", 5);
  m_pay->setKind(widgets::ActionKind::Primary);
  m_fromOwner = button(tr("Sent, by the owner"), "ticket-from-owner", 6);
  m_fromDrawer = button(tr("Sent, with the drawer's cash"), "ticket-from-drawer", 7);
  m_comeIn = button(tr("It has come in"), "ticket-come-in", 8);
  m_id = new TextLabel(look, {}, TextSize::Caption, Weight::Regular, ColourRole::Muted, card);
  m_id->setMono(true);
  m_id->setOverflow(Overflow::Elide);

  auto* buttons = new QGridLayout;
  buttons->setSpacing(look.space(2));
  buttons->addWidget(m_fromOwner, 0, 0);
  buttons->addWidget(m_fromDrawer, 0, 1);
  buttons->addWidget(m_comeIn, 1, 0);
  buttons->addWidget(m_pay, 1, 1);
  buttons->setColumnStretch(0, 1);
  buttons->setColumnStretch(1, 1);
  m_column = new QVBoxLayout(card);
  m_column->addLayout(head);
  m_column->addStretch(1);
  m_column->addWidget(m_caption);
  m_column->addWidget(m_amount);
  m_column->addWidget(m_words);
  m_column->addWidget(m_account);
  m_column->addWidget(m_note);
  m_column->addWidget(m_until);
  m_column->addWidget(m_sentence);
  m_column->addStretch(2);
  m_column->addWidget(m_message);
  m_column->addLayout(buttons);
  m_column->addWidget(m_id);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_pay, &QAbstractButton::clicked, this, [this] { press(Step::Pay); });
  connect(m_fromOwner, &QAbstractButton::clicked, this, [this] { press(Step::FromOwner); });
  connect(m_fromDrawer, &QAbstractButton::clicked, this, [this] { press(Step::FromDrawer); });
  connect(m_comeIn, &QAbstractButton::clicked, this, [this] { press(Step::ComeIn); });
}

bool TicketPanel::isPossible(Step step) const {
  switch (step) {
    case Step::Pay:
      return m_flow.canPay();
    case Step::FromOwner:
    case Step::FromDrawer:
      return m_flow.canMark();
    case Step::ComeIn:
      return m_flow.canCredit();
  }
  return false;
}

QString TicketPanel::question(Step step) const {
  const QString sum = text::rupiah(m_flow.ticket()->ticket.amount);
  switch (step) {
    case Step::Pay:
      break;
    case Step::FromOwner:
      return tr("The owner has sent %1 from his own account? F6 once more records it.").arg(sum);
    case Step::FromDrawer:
      return tr("%1 was sent with cash out of the drawer? F7 once more records it.").arg(sum);
    case Step::ComeIn:
      return tr("The deposit at %1 shows %2 more? F8 once more records it.")
          .arg(text::supplierName(m_flow.ticket()->ticket.upstream), sum);
  }
  return {};
}

void TicketPanel::press(Step step) {
  if (!isPossible(step))
    return;
  if (step == Step::Pay) {
    m_asked.reset();
    m_flow.askBank(0);
    return;
  }
  if (m_asked != step) {
    m_asked = step;
    refresh();
    return;
  }
  m_asked.reset();
  if (step == Step::ComeIn)
    m_flow.credit();
  else
    m_flow.mark(step == Step::FromDrawer ? PaidFrom::Drawer : PaidFrom::Owner);
}

bool TicketPanel::takeBack() {
  if (!m_asked)
    return false;
  m_asked.reset();
  refresh();
  return true;
}

void TicketPanel::enter() {
  m_asked.reset();
  refresh();
  setFocus();
}

void TicketPanel::refresh() {
  if (!m_flow.ticket())
    return;
  const api::TicketView& view = *m_flow.ticket();
  const Ticket& ticket = view.ticket;
  if (m_asked && !isPossible(*m_asked))
    m_asked.reset();
  const bool isOpen = ticket.state == TicketState::Open;
  m_title->setText(tr("Deposit at %1").arg(text::supplierName(ticket.upstream)));
  m_state->setText(text::ticketWord(view));
  m_state->setColour(models::inkOf(models::toneOf(view)));
  m_caption->setText(isOpen && !view.payment ? tr("Send exactly") : tr("Sum"));
  m_amount->setText(text::rupiah(ticket.amount));
  m_words->setText(text::spokenAmount(ticket.amount));
  m_account->setVisible(!ticket.payee.account.empty());
  m_account->setValue(QString::fromStdString(ticket.payee.bank) + QStringLiteral(" ") +
                          text::groupedNumber(Family::Transfer, ticket.payee.account),
                      ColourRole::Ink, Weight::SemiBold);
  m_note->setVisible(!ticket.payee.note.empty());
  m_note->setValue(QString::fromStdString(ticket.payee.note), ColourRole::Ink, Weight::SemiBold);
  m_until->setVisible(isOpen && !view.payment);
  m_until->setValue(text::shortTime(ticket.openedAt + kTicketLife, m_counter.clock.now()));
  m_sentence->setText(text::ticketSentence(view, m_flow.payment()));
  m_pay->setVisible(m_flow.canPay());
  if (m_flow.canPay())
    m_pay->setText(tr("Send it through %1").arg(text::supplierName(m_flow.banks().front())));
  m_fromOwner->setVisible(m_flow.canMark());
  m_fromDrawer->setVisible(m_flow.canMark());
  m_comeIn->setVisible(m_flow.canCredit());
  m_id->setText(QString::fromStdString(view.payment ? ticket.id.str() + " · " + view.payment->str() : ticket.id.str()));
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::depositSentence(*m_flow.error()));
  else if (m_flow.isBusy())
    m_message->setMessage(Tone::Waiting, tr("One moment…"));
  else if (m_asked)
    m_message->setMessage(Tone::Waiting, question(*m_asked));
  else
    m_message->clear();
}

void TicketPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 8);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 6), side, look.space(tight ? 3 : 6));
  m_column->setSpacing(look.space(tight ? 1 : 2));
  m_amount->setTextSize(tight ? TextSize::Name : TextSize::Total);
  m_words->setVisible(!tight);
  m_id->setVisible(!tight);
}

QList<widgets::KeyHint> TicketPanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (m_flow.canPay())
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("send it through the bank")};
  if (m_flow.canMark())
    hints << widgets::KeyHint{QStringLiteral("F6–F7"), tr("it was sent")};
  if (m_flow.canCredit())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("it has come in")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
