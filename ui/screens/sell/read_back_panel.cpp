#include "ui/screens/sell/read_back_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/grouped_digits.h"
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

ReadBackPanel::ReadBackPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  QHBoxLayout* head = makeHead(card);
  m_name = new CaptionValue(look, TextSize::Name, Weight::Bold, card);
  m_numberCaption = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_number = new widgets::GroupedDigits(look, {}, TextSize::Figure, widgets::DigitFace::Text, card);
  auto* numberColumn = new QVBoxLayout;
  numberColumn->setSpacing(0);
  numberColumn->addWidget(m_numberCaption);
  numberColumn->addWidget(m_number);
  auto* facts = new QHBoxLayout;
  facts->setSpacing(look.space(10));
  facts->addLayout(numberColumn, 0);
  for (CaptionValue*& fact : m_facts) {
    fact = new CaptionValue(look, TextSize::Figure, Weight::SemiBold, card);
    facts->addWidget(fact, 1);
  }
  facts->addStretch(0);

  m_warning = new widgets::InlineMessage(look, card);
  m_aloudBox = new widgets::Card(look, card);
  m_aloudBox->setFill(ColourRole::NeutralSoft);
  m_aloudBox->setLineVisible(false);
  m_aloudBox->setRadius(theme::Radius::Medium);
  auto* aloudCaption =
      new TextLabel(look, tr("Read aloud:"), TextSize::Small, Weight::Regular, ColourRole::Muted, m_aloudBox);
  m_aloud = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_aloudBox);
  m_aloud->setOverflow(Overflow::Wrap);
  auto* aloud = new QVBoxLayout(m_aloudBox);
  aloud->setContentsMargins(look.space(4.5), look.space(3), look.space(4.5), look.space(3));
  aloud->setSpacing(look.space(0.5));
  aloud->addWidget(aloudCaption);
  aloud->addWidget(m_aloud);

  m_column = new QVBoxLayout(card);
  m_column->addLayout(head);
  m_column->addWidget(m_name);
  m_column->addLayout(facts);
  m_column->addWidget(m_aloudBox);
  m_column->addWidget(m_warning);
  m_column->addStretch(1);
  m_column->addLayout(makeFoot(card));
}

QHBoxLayout* ReadBackPanel::makeHead(widgets::Card* card) {
  const theme::Theme& look = m_counter.theme;
  m_tile = new widgets::IconTile(look, QStringLiteral("bolt"), theme::Family::Electricity,
                                 widgets::TileSize::Large, card);
  m_product = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_product->setOverflow(Overflow::Elide);
  m_offer = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_offer->setOverflow(Overflow::Elide);
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  words->addWidget(m_product);
  words->addWidget(m_offer);
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(3.5));
  head->addWidget(m_tile);
  head->addLayout(words, 1);
  return head;
}

QHBoxLayout* ReadBackPanel::makeFoot(widgets::Card* card) {
  const theme::Theme& look = m_counter.theme;
  m_parts = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_parts->setOverflow(Overflow::Elide);
  m_total = new widgets::MoneyLabel(look, {}, TextSize::Total, Weight::Bold, card);
  auto* sum = new QVBoxLayout;
  sum->setSpacing(0);
  sum->addWidget(m_parts);
  sum->addWidget(m_total);
  m_back = new widgets::ActionButton(look, tr("Back"), widgets::ActionKind::Secondary, card);
  m_back->setKeyCap(QStringLiteral("Esc"));
  m_back->setFocusPolicy(Qt::NoFocus);
  m_pay = new widgets::ActionButton(look, tr("Pay"), widgets::ActionKind::Primary, card);
  m_pay->setFocusPolicy(Qt::NoFocus);
  m_pay->setTrailingIcon(QStringLiteral("arrow-right"));
  m_pay->setObjectName(QStringLiteral("pay"));
  auto* foot = new QHBoxLayout;
  foot->setSpacing(look.space(4));
  foot->addLayout(sum, 1);
  foot->addWidget(m_back, 0, Qt::AlignBottom);
  foot->addWidget(m_pay, 0, Qt::AlignBottom);
  connect(m_back, &QAbstractButton::clicked, &m_flow, &SellFlow::back);
  connect(m_pay, &QAbstractButton::clicked, this,
          [this] { m_flow.pay(m_flow.needsRepeat() ? api::Repeat::Allow : api::Repeat::Forbid); });
  return foot;
}

void ReadBackPanel::enter() {
  const api::Quote& quote = m_flow.quote();
  m_tile->setIcon(models::familyIcon(quote.family), models::tintOf(quote.family));
  m_product->setText(QString::fromStdString(quote.productName));
  m_offer->setText(text::offerLine(quote));
  m_name->setVisible(!quote.customerName.empty());
  m_name->setTexts(tr("In the name of"), QString::fromStdString(quote.customerName));
  constexpr std::size_t kLongName = 24;
  m_name->value()->setTextSize(quote.customerName.size() > kLongName ? TextSize::Figure : TextSize::Name);
  m_numberCaption->setText(text::numberLabel(quote.family));
  m_number->setDigits(QString::fromStdString(quote.number));
  const QList<text::Fact> facts = text::facts(quote);
  for (std::size_t i = 0; i < m_facts.size(); ++i) {
    const bool known = static_cast<qsizetype>(i) < facts.size();
    m_facts[i]->setVisible(known);
    if (known)
      m_facts[i]->setTexts(facts.at(static_cast<qsizetype>(i)).label,
                           facts.at(static_cast<qsizetype>(i)).value);
  }
  m_aloud->setText(text::readAloud(quote));
  m_parts->setText(text::totalParts(quote));
  m_total->setText(text::rupiah(quote.total));
  setAsking(false);
  refresh();
}

void ReadBackPanel::setAsking(bool asking) {
  m_pay->setVisible(!asking);
  m_back->setVisible(!asking);
}

void ReadBackPanel::refresh() {
  const api::Quote& quote = m_flow.quote();
  // Read out already, or nothing left to agree with the customer: the warning gets the room.
  m_aloudBox->setVisible(!m_flow.mayBeSaved() && !m_flow.error());
  if (m_flow.error())
    m_warning->setMessage(Tone::Danger, text::sentence(*m_flow.error()));
  else if (quote.earlierToday)
    m_warning->setMessage(m_flow.isBlocked() ? Tone::Danger : Tone::Waiting,
                          text::duplicateLine(*quote.earlierToday));
  else if (quote.prefixMismatch)
    m_warning->setMessage(Tone::Waiting,
                          tr("This number seems to belong to another operator. Ask the customer."));
  else if (quote.stepUp != StepUpReason::None)
    m_warning->setMessage(Tone::Waiting, tr("A second proof is asked for next. Do not take money yet."));
  else
    m_warning->clear();
  m_pay->setText(m_flow.needsRepeat() ? tr("Buy again") : quote.offline ? tr("Accept deposit") : tr("Pay"));
  m_pay->setKeyCap(m_flow.needsRepeat() ? QStringLiteral("Ctrl+Enter") : QStringLiteral("Enter"));
  m_pay->setEnabled(m_flow.canPay(m_flow.needsRepeat() ? api::Repeat::Allow : api::Repeat::Forbid));
  m_pay->updateGeometry();
}

void ReadBackPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(135);
  m_column->setContentsMargins(look.space(tight ? 5 : 8.5), look.space(tight ? 3 : 7),
                               look.space(tight ? 5 : 8.5), look.space(tight ? 3 : 7));
  m_column->setSpacing(look.space(tight ? 1.5 : 4.5));
  const auto size =
      tight || width() < look.space(150) ? widgets::ActionSize::Small : widgets::ActionSize::Large;
  m_back->setActionSize(size);
  m_pay->setActionSize(size);
}

QList<widgets::KeyHint> ReadBackPanel::hints() const {
  if (m_flow.isBlocked() || m_flow.mayBeSaved())
    return {{QStringLiteral("Esc"), tr("back")}};
  QList<widgets::KeyHint> hints{{m_flow.needsRepeat() ? QStringLiteral("Ctrl+Enter") : QStringLiteral("Enter"),
                                 m_flow.needsRepeat() ? tr("buy again") : tr("pay")},
                                {QStringLiteral("F5–F7"), tr("cash received")},
                                {tr("digits"), tr("other cash, 100 = 100.000")}};
  if (m_flow.hasCodes() && !m_flow.quote().offline)
    hints << widgets::KeyHint{m_flow.needsRepeat() ? QStringLiteral("Ctrl+F8") : QStringLiteral("F8"), tr("by QRIS")};
  if (!m_flow.quote().offline)
    hints << widgets::KeyHint{m_flow.needsRepeat() ? QStringLiteral("Ctrl+F10") : QStringLiteral("F10"), tr("on the bon")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
