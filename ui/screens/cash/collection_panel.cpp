#include "ui/screens/cash/collection_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/collection_list.h"
#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/cash_out.h"
#include "ui/text/counter.h"
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

constexpr int kGapOverState = 2;  // in the column, over the state

}  // namespace

CollectionPanel::CollectionPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_code = new widgets::QrCode(look, card);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_amount = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Ink, card);
  m_amount->setOverflow(Overflow::Shrink);
  m_state = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_state->setObjectName(QStringLiteral("collection-state"));
  m_state->setOverflow(Overflow::Shrink);
  m_left = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, card);
  m_left->setObjectName(QStringLiteral("collection-left"));
  m_sentence = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_sentence->setOverflow(Overflow::Wrap);
  m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_progress = new widgets::ProgressLine(look, card);
  m_message = new widgets::InlineMessage(look, card);
  m_id = new TextLabel(look, {}, TextSize::Caption, Weight::Regular, ColourRole::Muted, card);
  m_id->setMono(true);
  m_id->setOverflow(Overflow::Elide);
  m_print = new widgets::ActionButton(look, tr("Print code"), widgets::ActionKind::Secondary, card);
  m_print->setObjectName(QStringLiteral("collection-print"));
  m_print->setLeadingIcon(QStringLiteral("printer"));
  m_print->setKeyCap(QStringLiteral("F6"));
  m_ask = new widgets::ActionButton(look, tr("Ask the bank"), widgets::ActionKind::Secondary, card);
  m_ask->setLeadingIcon(QStringLiteral("refresh"));
  m_ask->setKeyCap(QStringLiteral("F5"));
  m_renew = new widgets::ActionButton(look, tr("New code"), widgets::ActionKind::Secondary, card);
  m_renew->setObjectName(QStringLiteral("collection-renew"));
  m_renew->setLeadingIcon(QStringLiteral("qrcode"));
  m_renew->setKeyCap(QStringLiteral("F7"));
  for (widgets::ActionButton* button : {m_print, m_renew, m_ask}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setSpread(true);
    button->setMaximumWidth(look.space(75));
    button->setFocusPolicy(Qt::NoFocus);
  }

  m_column = new QVBoxLayout;
  m_column->addWidget(m_title);
  m_column->addWidget(m_amount);
  m_column->addStretch(0);
  m_column->addWidget(m_state);
  m_column->addWidget(m_left);
  m_column->addWidget(m_sentence);
  m_column->addWidget(m_progress);
  m_column->addWidget(m_message);
  m_column->addStretch(2);
  m_column->addWidget(m_renew);
  m_column->addWidget(m_print);
  m_column->addWidget(m_ask);
  m_column->addWidget(m_id);
  m_row = new QHBoxLayout(card);
  m_row->addWidget(m_code);
  m_row->addLayout(m_column, 1);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_print, &QAbstractButton::clicked, &m_flow, &CashOutFlow::printCode);
  connect(m_ask, &QAbstractButton::clicked, &m_flow, &CashOutFlow::askBank);
  connect(m_renew, &QAbstractButton::clicked, &m_flow, &CashOutFlow::renew);
  connect(&counter.clock, &bridge::CounterClock::ticked, this, [this] {
    if (isVisible())
      refresh();
  });
}

bool CollectionPanel::canPrint() const {
  const auto& collection = m_flow.collection();
  return collection && collection->state == CollectionState::Waiting &&
         !text::isExpired(*collection, m_counter.clock.now());
}

bool CollectionPanel::canAsk() const {
  const auto& collection = m_flow.collection();
  return collection && collection->state != CollectionState::Paid &&
         collection->state != CollectionState::HandedOut && collection->state != CollectionState::Sold;
}

void CollectionPanel::enter() {
  refresh();
  setFocus();
}

// Only what can still be paid is shown: an old code that is scanned brings money that nobody waits for.
void CollectionPanel::showCode() {
  const std::string wanted = canPrint() ? m_flow.collection()->code : std::string();
  if (wanted == m_shown)
    return;
  m_shown = wanted;
  if (wanted.empty())
    m_code->clear();
  else if (!m_code->setText(wanted, tr("QRIS code for %1").arg(text::rupiah(m_flow.collection()->amount))))
    m_message->setMessage(Tone::Danger, tr("This code is too long for the screen. Print it."));
  m_code->setVisible(m_code->modules() > 0);
}

void CollectionPanel::refresh() {
  const Instant now = m_counter.clock.now();
  const auto& known = m_flow.collection();
  m_message->clear();
  showCode();
  m_code->setVisible(m_code->modules() > 0);
  m_print->setVisible(canPrint());
  m_ask->setVisible(canAsk());
  m_renew->setVisible(m_flow.canRenew());
  // Beside a code the words are small; alone they are what the cashier must see.
  const bool isAlone = m_code->modules() == 0;
  m_state->setTextSize(isAlone ? TextSize::Total : TextSize::Entry);
  m_sentence->setTextSize(isAlone ? TextSize::Lead : TextSize::Body);
  m_column->setStretch(kGapOverState, isAlone ? 1 : 0);
  m_ask->setEnabled(!m_flow.isAsking());
  m_progress->setVisible(!known || m_flow.isAsking());
  m_progress->setBusy(tr("The bank is asked"));
  m_left->setVisible(canPrint());
  if (!known) {
    m_title->setText({});
    m_amount->setText({});
    m_state->setText(tr("Asking the bank…"));
    m_state->setColour(ColourRole::Ink);
    m_sentence->setText({});
    m_id->setText({});
    return;
  }
  m_title->setText(text::collectionTitle(*known) + QStringLiteral(" · ") +
                   text::supplierName(known->upstream));
  m_amount->setText(text::rupiah(known->amount));
  m_state->setText(text::collectionWord(*known, now));
  m_state->setColour(models::inkOf(models::toneOf(*known, now)));
  m_left->setText(tr("Good for %1 more").arg(text::countdown(known->expiresAt - now)));
  m_sentence->setText(text::collectionSentence(*known, now));
  m_id->setText(QString::fromStdString(known->id.str()));
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::cashOutSentence(*m_flow.error()));
  else if (m_flow.print())
    m_message->setMessage(api::needsALook(m_flow.print()->outcome) ? Tone::Danger : Tone::Neutral,
                          text::printLine(*m_flow.print()));
}

void CollectionPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 7);
  m_row->setContentsMargins(side, side, side, side);
  m_row->setSpacing(look.space(tight ? 5 : 8));
  m_column->setSpacing(look.space(tight ? 1.5 : 3));
  // A square, and room for the words beside it.
  const int words = look.space(60);
  const int square =
      std::max(look.space(40), std::min(height() - 2 * side, width() - 2 * side - m_row->spacing() - words));
  m_code->setMaximumWidth(square);
  m_code->setMinimumWidth(square);
}

QList<widgets::KeyHint> CollectionPanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (canAsk())
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("ask the bank")};
  if (canPrint())
    hints << widgets::KeyHint{QStringLiteral("F6"), tr("print code")};
  if (m_flow.canRenew())
    hints << widgets::KeyHint{QStringLiteral("F7"), tr("new code")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("close; it is followed all the same")};
}

}  // namespace loket::ui::screens
