#include "ui/screens/sell/code_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "core/domain/till/collection.h"
#include "ui/models/collection_list.h"
#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/cash_out.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

constexpr int kGapOverCode = 3;  // in the column, over the state

}  // namespace

CodePanel::CodePanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_code = new widgets::QrCode(look, card);
  m_product = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_product->setOverflow(Overflow::Elide);
  m_whose = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_whose->setOverflow(Overflow::Elide);
  m_amount = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Ink, card);
  m_amount->setOverflow(Overflow::Shrink);
  m_state = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_state->setObjectName(QStringLiteral("code-state"));
  m_state->setOverflow(Overflow::Shrink);
  m_left = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, card);
  m_sentence = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_sentence->setObjectName(QStringLiteral("code-sentence"));
  m_sentence->setOverflow(Overflow::Wrap);
  m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_progress = new widgets::ProgressLine(look, card);
  m_message = new widgets::InlineMessage(look, card);
  m_print = new widgets::ActionButton(look, tr("Print code"), widgets::ActionKind::Secondary, card);
  m_print->setObjectName(QStringLiteral("code-print"));
  m_print->setLeadingIcon(QStringLiteral("printer"));
  m_print->setKeyCap(QStringLiteral("F6"));
  m_ask = new widgets::ActionButton(look, tr("Ask the bank"), widgets::ActionKind::Secondary, card);
  m_ask->setLeadingIcon(QStringLiteral("refresh"));
  m_ask->setKeyCap(QStringLiteral("F5"));
  m_back = new widgets::ActionButton(look, tr("Take cash instead"), widgets::ActionKind::Secondary, card);
  m_back->setObjectName(QStringLiteral("code-back"));
  m_back->setLeadingIcon(QStringLiteral("cash"));
  m_back->setKeyCap(QStringLiteral("Esc"));
  for (widgets::ActionButton* button : {m_print, m_ask, m_back}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setSpread(true);
    button->setMaximumWidth(look.space(75));
    button->setFocusPolicy(Qt::NoFocus);
  }

  m_column = new QVBoxLayout;
  m_column->addWidget(m_product);
  m_column->addWidget(m_whose);
  m_column->addWidget(m_amount);
  m_column->addStretch(0);
  m_column->addWidget(m_state);
  m_column->addWidget(m_left);
  m_column->addWidget(m_sentence);
  m_column->addWidget(m_progress);
  m_column->addWidget(m_message);
  m_column->addStretch(2);
  m_column->addWidget(m_ask);
  m_column->addWidget(m_print);
  m_column->addWidget(m_back);
  m_row = new QHBoxLayout(card);
  m_row->addWidget(m_code);
  m_row->addLayout(m_column, 1);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_print, &QAbstractButton::clicked, &m_flow, &SellFlow::printCode);
  connect(m_ask, &QAbstractButton::clicked, &m_flow, &SellFlow::askBank);
  connect(m_back, &QAbstractButton::clicked, &m_flow, &SellFlow::back);
  connect(&counter.clock, &bridge::CounterClock::ticked, this, [this] {
    if (isVisible())
      refresh();
  });
}

bool CodePanel::canBePaid() const {
  const auto& collection = m_flow.collection();
  return collection && collection->state == CollectionState::Waiting &&
         !text::isExpired(*collection, m_counter.clock.now());
}

bool CodePanel::canAsk() const {
  const auto& collection = m_flow.collection();
  return collection && (collection->state == CollectionState::Waiting || collection->state == CollectionState::Asked);
}

void CodePanel::enter() {
  const api::Quote& quote = m_flow.quote();
  m_product->setText(QString::fromStdString(quote.productName));
  QString whose = text::groupedNumber(quote.family, quote.number);
  if (!quote.customerName.empty())
    whose = text::spokenName(quote.customerName) + QStringLiteral(" · ") + whose;
  m_whose->setText(whose);
  m_amount->setText(text::rupiah(quote.total));
  refresh();
  setFocus();
}

// Only what can still be paid is shown.
void CodePanel::showCode() {
  const std::string wanted = canBePaid() ? m_flow.collection()->code : std::string();
  if (wanted != m_shown) {
    m_shown = wanted;
    if (wanted.empty())
      m_code->clear();
    else if (!m_code->setText(wanted, tr("QRIS code for %1").arg(text::rupiah(m_flow.collection()->amount))))
      m_message->setMessage(Tone::Danger, tr("This code is too long for the screen. Print it."));
  }
  m_code->setVisible(m_code->modules() > 0);
}

void CodePanel::refresh() {
  if (m_flow.step() != SellStep::Code)
    return;
  const Instant now = m_counter.clock.now();
  const auto& known = m_flow.collection();
  m_message->clear();
  showCode();
  // Beside a code the words are small; alone they are what the cashier must see.
  const bool isAlone = m_code->modules() == 0;
  m_state->setTextSize(isAlone ? TextSize::Total : TextSize::Entry);
  m_sentence->setTextSize(isAlone ? TextSize::Lead : TextSize::Body);
  m_column->setStretch(kGapOverCode, isAlone ? 1 : 0);
  const bool isBusy = !known || known->state == CollectionState::Asked || m_flow.isAskingBank() || sellsByItself(*known, now);
  m_progress->setVisible(isBusy);
  m_progress->setBusy(tr("The bank is asked"));
  m_print->setVisible(canBePaid());
  m_ask->setVisible(canAsk());
  m_ask->setEnabled(!m_flow.isAskingBank());
  const bool isPaid = known && known->state == CollectionState::Paid;
  m_back->setVisible(m_flow.canGiveUp());
  m_back->setText(isPaid ? tr("Close") : tr("Take cash instead"));
  m_left->setVisible(canBePaid());
  if (!known) {
    m_state->setText(tr("Asking the bank…"));
    m_state->setColour(ColourRole::Ink);
    m_sentence->setText({});
    return;
  }
  m_state->setText(text::saleCodeWord(*known, now));
  m_state->setColour(isPaid && !sellsByItself(*known, now) ? models::inkOf(Tone::Danger)
                                                           : models::inkOf(models::toneOf(*known, now)));
  m_left->setText(tr("Good for %1 more").arg(text::countdown(known->expiresAt - now)));
  m_sentence->setText(text::saleCodeSentence(*known, now));
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::sentence(*m_flow.error()));
  else if (m_flow.codePrint())
    m_message->setMessage(api::needsALook(m_flow.codePrint()->outcome) ? Tone::Danger : Tone::Neutral,
                          text::printLine(*m_flow.codePrint()));
}

void CodePanel::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape:
      if (!event->isAutoRepeat())
        m_flow.back();
      return;
    case Qt::Key_F5:
      m_flow.askBank();
      return;
    case Qt::Key_F6:
      m_flow.printCode();
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void CodePanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 7);
  m_row->setContentsMargins(side, side, side, side);
  m_row->setSpacing(look.space(tight ? 5 : 8));
  m_column->setSpacing(look.space(tight ? 1.5 : 3));
  // A square, and room for the words beside it.
  const int words = look.space(60);
  const int square = std::max(look.space(40), std::min(height() - 2 * side, width() - 2 * side - m_row->spacing() - words));
  m_code->setMaximumWidth(square);
  m_code->setMinimumWidth(square);
}

QList<widgets::KeyHint> CodePanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (canAsk())
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("ask the bank")};
  if (canBePaid())
    hints << widgets::KeyHint{QStringLiteral("F6"), tr("print code")};
  if (m_flow.canGiveUp())
    hints << widgets::KeyHint{QStringLiteral("Esc"), m_flow.collection()->state == CollectionState::Paid
                                                         ? tr("close")
                                                         : tr("give this code up")};
  return hints;
}

}  // namespace loket::ui::screens
