#include "ui/screens/sell/wait_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

WaitPanel::WaitPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_tile = new widgets::IconTile(look, QStringLiteral("dots"), theme::Family::Other, widgets::TileSize::Large,
                                 card);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_whose = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_whose->setOverflow(Overflow::Elide);
  m_state = new TextLabel(look, {}, TextSize::Figure, Weight::SemiBold, ColourRole::Ink, card);
  m_state->setOverflow(Overflow::Shrink);
  m_progress = new widgets::ProgressLine(look, card);
  m_hint = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_hint->setOverflow(Overflow::Wrap);

  auto* head = new QGridLayout;
  head->setHorizontalSpacing(look.space(3.5));
  head->setVerticalSpacing(0);
  head->addWidget(m_tile, 0, 0, 2, 1);
  head->addWidget(m_title, 0, 1);
  head->addWidget(m_whose, 1, 1);
  head->setColumnStretch(1, 1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(8.5), look.space(7), look.space(8.5), look.space(7));
  column->setSpacing(look.space(3));
  column->addLayout(head);
  column->addStretch(2);
  column->addWidget(m_state);
  column->addWidget(m_progress);
  column->addWidget(m_hint);
  column->addStretch(3);

  setFocusPolicy(Qt::StrongFocus);
  m_tick.setInterval(static_cast<int>(Duration::seconds(1).ms));
  connect(&m_tick, &QTimer::timeout, this, &WaitPanel::refresh);
}

void WaitPanel::enter() {
  const Choice& choice = m_flow.choice();
  m_tile->setIcon(models::familyIcon(choice.family), models::tintOf(choice.family));
  const bool quoted = m_flow.step() != SellStep::Asking;
  QString title = quoted ? QString::fromStdString(m_flow.quote().productName) : choice.productName;
  m_title->setText(title.isEmpty() ? text::familyName(choice.family) : title);
  QString whose = text::groupedNumber(choice.family, choice.number);
  if (quoted && !m_flow.quote().customerName.empty())
    whose = text::spokenName(m_flow.quote().customerName) + QStringLiteral(" · ") + whose;
  m_whose->setText(whose);
  m_tick.start();
  refresh();
  setFocus();
}

void WaitPanel::refresh() {
  const SellStep step = m_flow.step();
  if (!isVisible() && step != SellStep::Asking && step != SellStep::Saving && step != SellStep::Sending) {
    m_tick.stop();
    return;
  }
  const Duration since = m_counter.clock.now() - m_flow.stepSince();
  m_progress->setNote(since < Duration::seconds(1) ? QString() : text::age(since));
  switch (step) {
    case SellStep::Asking:
      m_state->setText(tr("Checking the number…"));
      m_progress->setBusy(tr("The supplier is asked for name and price"));
      m_hint->setText(since < Duration::seconds(10)
                          ? tr("Do not take money yet.")
                          : tr("The supplier is slow. Press Esc to leave this and serve the next customer."));
      break;
    case SellStep::Saving:
      if (m_flow.proof().kind == ProofKind::Finger) {
        m_state->setText(tr("Touch the reader"));
        m_progress->setBusy(tr("Your finger is waited for"));
        m_hint->setText(tr("Do not take money yet."));
        break;
      }
      m_state->setText(tr("Saving…"));
      m_progress->setBusy(tr("The payment is written down first"));
      m_hint->setText({});
      break;
    case SellStep::Sending:
      m_state->setText(tr("Saved, being sent"));
      m_progress->setBusy(
          tr("Sent to %1, waiting for the answer").arg(text::supplierName(m_flow.quote().upstream)));
      m_hint->setText(
          tr("It goes on by itself, even if the power fails. Start typing to serve the next customer; the "
             "result appears in today's list."));
      break;
    case SellStep::Search:
    case SellStep::Number:
    case SellStep::Field:
    case SellStep::Amount:
    case SellStep::ReadBack:
    case SellStep::Proof:
    case SellStep::Code:
    case SellStep::Outcome:
      break;
  }
}

void WaitPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    m_flow.back();
    return;
  }
  const QString typed = event->text();
  if (m_flow.step() == SellStep::Sending && !typed.isEmpty() && typed.front().isLetterOrNumber()) {
    emit nextSale(typed);
    return;
  }
  QWidget::keyPressEvent(event);
}

QList<widgets::KeyHint> WaitPanel::hints() const {
  switch (m_flow.step()) {
    case SellStep::Asking:
      return {{QStringLiteral("Esc"), tr("cancel the check")}};
    case SellStep::Sending:
      return {{tr("letters / digits"), tr("next sale")}};
    case SellStep::Saving:
    case SellStep::Search:
    case SellStep::Number:
    case SellStep::Field:
    case SellStep::Amount:
    case SellStep::ReadBack:
    case SellStep::Proof:
    case SellStep::Code:
    case SellStep::Outcome:
      return {};
  }
  return {};
}

}  // namespace loket::ui::screens
