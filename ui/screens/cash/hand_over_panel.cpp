#include "ui/screens/cash/hand_over_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/cash_out.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

HandOverPanel::HandOverPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_tile =
      new widgets::IconTile(look, QStringLiteral("check"), Tone::Success, widgets::TileSize::Large, card);
  m_tile->setRound(true);
  m_title = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Success, card);
  m_what = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_what->setOverflow(Overflow::Elide);
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(3.5));
  head->addWidget(m_tile);
  head->addWidget(m_title);
  head->addWidget(m_what, 1);

  m_received = new CaptionRow(look, tr("Received"), card);
  m_bankFee = new CaptionRow(look, tr("Kept by the bank, at the shop's cost"), card);
  m_feeRow = new QWidget(card);
  auto* feeWords =
      new TextLabel(look, tr("The shop's fee"), TextSize::Body, Weight::Regular, ColourRole::Muted, m_feeRow);
  m_fee = new widgets::MoneyEdit(look, m_feeRow);
  m_fee->setObjectName(QStringLiteral("cash-fee"));
  m_fee->setAccessibleName(feeWords->text());
  m_fee->setPlaceholderText(QStringLiteral("0"));
  m_fee->setAlignment(Qt::AlignRight);
  m_fee->setFixedWidth(look.space(45));
  m_fee->installEventFilter(this);
  auto* feeRow = new QHBoxLayout(m_feeRow);
  feeRow->setContentsMargins({});
  feeRow->addWidget(feeWords);
  feeRow->addStretch();
  feeRow->addWidget(m_fee);

  m_caption =
      new TextLabel(look, tr("The customer gets"), TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_cash = new TextLabel(look, {}, TextSize::Total, Weight::Bold, ColourRole::Ink, card);
  m_cash->setObjectName(QStringLiteral("cash-given"));
  m_cash->setOverflow(Overflow::Shrink);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Regular, ColourRole::Muted, card);
  m_words->setOverflow(Overflow::Wrap);
  m_message = new widgets::InlineMessage(look, card);
  m_go = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, card);
  m_go->setObjectName(QStringLiteral("cash-go"));
  m_go->setKeyCap(QStringLiteral("Enter"));
  m_go->setFocusPolicy(Qt::NoFocus);

  m_column = new QVBoxLayout(card);
  m_column->addLayout(head);
  m_column->addStretch(1);
  m_column->addWidget(m_received);
  m_column->addWidget(m_bankFee);
  m_column->addWidget(m_feeRow);
  m_column->addStretch(1);
  m_column->addWidget(m_caption);
  m_column->addWidget(m_cash);
  m_column->addWidget(m_words);
  m_column->addWidget(m_message);
  m_column->addStretch(2);
  m_column->addWidget(m_go, 0, Qt::AlignRight);

  m_second = new SecondAsk(counter, this);
  setFocusPolicy(Qt::StrongFocus);
  connect(m_fee, &widgets::MoneyEdit::valueEdited, this, &HandOverPanel::refresh);
  connect(m_go, &QAbstractButton::clicked, this, &HandOverPanel::goOn);
}

Money HandOverPanel::fee() const {
  return Money::rupiah(m_fee->value());
}

void HandOverPanel::enter() {
  const bool isDone = m_flow.step() == CashOutStep::Done;
  if (!isDone)
    m_fee->setValue(m_flow.fee().amount());
  refresh();
  if (isDone)
    setFocus();
  else
    m_fee->setFocus();
}

void HandOverPanel::refresh() {
  const bool isDone = m_flow.step() == CashOutStep::Done;
  const auto& collection = m_flow.collection();
  const auto& credit = m_flow.credit();
  if (credit) {
    m_title->setText(isDone ? tr("Recorded") : tr("Money has arrived"));
    m_what->setText(text::spokenName(credit->from) + QStringLiteral(" · ") +
                    text::supplierName(credit->upstream) + QStringLiteral(" · ") +
                    text::shortTime(credit->at, m_counter.clock.now()));
  } else if (collection) {
    m_title->setText(isDone ? tr("Recorded") : text::collectionWord(*collection, m_counter.clock.now()));
    m_what->setText(text::collectionTitle(*collection) + QStringLiteral(" · ") +
                    text::supplierName(collection->upstream) + QStringLiteral(" · ") +
                    text::clockTime(collection->paidAt));
  }
  const Money received = m_flow.received();
  const Money bankFee = collection && !credit ? collection->bankFee : Money{};
  const bool isPossible = fee() < received;
  m_received->setValue(text::rupiah(received), ColourRole::Ink, Weight::SemiBold);
  m_bankFee->setVisible(bankFee.isPositive());
  m_bankFee->setValue(text::rupiah(bankFee));
  m_feeRow->setVisible(!isDone);
  m_fee->setReadOnly(m_flow.isPaying());
  const Money cash = isDone ? m_flow.given() : isPossible ? received - fee() : Money{};
  constexpr int kLongAmount = 13;
  const QString shown = text::rupiah(cash);
  m_caption->setText(isDone ? tr("Give the customer") : tr("The customer gets"));
  m_cash->setTextSize(isDone && shown.size() <= kLongAmount ? TextSize::Change : TextSize::Total);
  m_cash->setText(shown);
  m_words->setText(cash.isPositive() ? text::spokenAmount(cash) : QString());
  m_go->setText(isDone ? tr("Next") : tr("Hand out %1").arg(shown));
  m_go->setEnabled(isDone || m_flow.canHandOut(fee()));
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::cashOutSentence(*m_flow.error()));
  else if (!isDone && !isPossible)
    m_message->setMessage(Tone::Danger, tr("The fee is as much as the money that has arrived."));
  else if (m_flow.isPaying())
    m_message->setMessage(Tone::Waiting, tr("The bank's statement is asked once more. Wait with the cash."));
  else
    m_message->clear();
}

void HandOverPanel::goOn() {
  if (m_flow.step() == CashOutStep::Done)
    m_flow.leave();
  else if (m_flow.canHandOut(fee()))
    // What becomes of it the flow shows.
    m_second->run(
        QStringLiteral("%1: %2").arg(m_caption->text(), m_cash->text()),
        [this, fee = fee()](const api::Second& second, SecondAsk::Done done) { m_flow.handOut(fee, second, std::move(done)); },
        [](const Status&) {});
}

bool HandOverPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
      if (!key->isAutoRepeat())
        goOn();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void HandOverPanel::keyPressEvent(QKeyEvent* event) {
  const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isEnter && !event->isAutoRepeat() && m_flow.step() == CashOutStep::Done)
    m_flow.leave();
  else
    QWidget::keyPressEvent(event);
}

void HandOverPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 8.5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 7), side, look.space(tight ? 3 : 7));
  m_column->setSpacing(look.space(tight ? 1 : 2));
  m_go->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
}

QList<widgets::KeyHint> HandOverPanel::hints() const {
  if (m_flow.step() == CashOutStep::Done)
    return {{QStringLiteral("Enter"), tr("next")}};
  return {{tr("digits"), tr("the shop's fee")},
          {QStringLiteral("Enter"), tr("hand out")},
          {QStringLiteral("Esc"), tr("later")}};
}

}  // namespace loket::ui::screens
