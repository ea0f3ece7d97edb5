#include "ui/screens/queue/batch_sheet.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

BatchSheet::BatchSheet(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_what = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_what->setOverflow(Overflow::Wrap);
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  auto* scroll = new widgets::ScrollBox(card);
  auto* holder = new QWidget;
  m_scrolled = new QVBoxLayout(holder);
  m_scrolled->setContentsMargins(0, 0, look.space(2), 0);
  m_scrolled->addStretch();
  scroll->setBody(holder);
  auto* button =
      new widgets::ActionButton(look, tr("Print result sheet"), widgets::ActionKind::Secondary, card);
  button->setActionSize(widgets::ActionSize::Small);
  button->setLeadingIcon(QStringLiteral("printer"));
  button->setKeyCap(QStringLiteral("F6"));
  button->setFocusPolicy(Qt::NoFocus);
  connect(button, &QAbstractButton::clicked, this, &BatchSheet::print);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(3), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(m_title);
  column->addWidget(m_what);
  column->addWidget(m_message);
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addWidget(scroll, 1);
  column->addWidget(button);
}

void BatchSheet::showBatch(const api::BatchView& batch) {
  const theme::Theme& look = m_counter.theme;
  m_id = batch.id;
  m_title->setText(tr("Result of sending %1").arg(QString::fromStdString(batch.id.str())));
  QString what = tr("%n payments", nullptr, batch.count) + QStringLiteral(" · ") + text::rupiah(batch.sum) +
                 QStringLiteral(" · ") + text::dateTime(batch.endedAt);
  if (batch.stillOpen > 0)
    what += QStringLiteral("\n") + tr("%n still open", nullptr, batch.stillOpen) +
            (batch.nextDueAt.ms == 0
                 ? QString()
                 : QStringLiteral(", ") + tr("next check %1").arg(text::clockTime(batch.nextDueAt)));
  m_what->setText(what);
  m_message->clear();
  if (batch.items.empty())
    m_message->setMessage(theme::Tone::Neutral, tr("Nothing had to be sent."));
  delete m_body;
  m_body = new QWidget(m_scrolled->parentWidget());
  auto* rows = new QVBoxLayout(m_body);
  rows->setContentsMargins({});
  rows->setSpacing(look.space(2.5));
  for (const api::BatchView::Item& item : batch.items) {
    auto* first = new QHBoxLayout;
    auto* name = new TextLabel(look, QString::fromStdString(item.productName), TextSize::Small,
                               Weight::Medium, ColourRole::Ink, m_body);
    name->setOverflow(Overflow::Elide);
    first->addWidget(name, 1);
    first->addWidget(new TextLabel(look, text::rupiah(item.total), TextSize::Small, Weight::SemiBold,
                                   ColourRole::Ink, m_body));
    auto* second = new QHBoxLayout;
    auto* number = new TextLabel(look, text::groupedNumber(Family::Other, item.number), TextSize::Caption,
                                 Weight::Regular, ColourRole::Muted, m_body);
    number->setOverflow(Overflow::Elide);
    second->addWidget(number, 1);
    const auto state = stateFromWord(item.after).value_or(PaymentState::Accepted);
    second->addWidget(new widgets::StatusPill(look, text::stateWord(state), models::toneOf(state), m_body));
    auto* both = new QVBoxLayout;
    both->setSpacing(look.space(0.5));
    both->addLayout(first);
    both->addLayout(second);
    auto* why = new TextLabel(look, text::batchOutcome(item), TextSize::Caption, Weight::Regular,
                              ColourRole::Muted, m_body);
    why->setOverflow(Overflow::Wrap);
    both->addWidget(why);
    rows->addLayout(both);
  }
  m_scrolled->insertWidget(0, m_body);
}

void BatchSheet::print() {
  m_counter.bridge.printBatch(m_id, this, [this](const Result<api::PrintView>& print) {
    const bool ok = print && !api::needsALook(print->outcome);
    m_message->setMessage(ok ? theme::Tone::Neutral : theme::Tone::Danger,
                          print ? text::printLine(*print) : text::sentence(print.error()));
  });
}

}  // namespace loket::ui::screens
