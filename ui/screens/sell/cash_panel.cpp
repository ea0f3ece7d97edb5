#include "ui/screens/sell/cash_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kLikelyNotes = 2;
constexpr int kEarlierShown = 3;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

CashPanel::CashPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_buttonGrid = new QGridLayout;
  m_buttonGrid->setSpacing(look.space(2));
  for (int i = 0; i <= kLikelyNotes; ++i) {
    auto* button = new widgets::ActionButton(look, {}, widgets::ActionKind::Secondary, card);
    button->setActionSize(widgets::ActionSize::Small);
    button->setSpread(true);
    button->setCheckable(true);
    button->setKeyCap(QStringLiteral("F%1").arg(5 + i));
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QAbstractButton::clicked, this, [this, i] { take(static_cast<std::size_t>(i)); });
    m_buttons.push_back(button);
  }

  m_code = new widgets::ActionButton(look, tr("Pay by QRIS"), widgets::ActionKind::Secondary, card);
  m_code->setObjectName(QStringLiteral("pay-by-code"));
  m_code->setActionSize(widgets::ActionSize::Small);
  m_code->setSpread(true);
  m_code->setLeadingIcon(QStringLiteral("qrcode"));
  m_code->setKeyCap(QStringLiteral("F8"));
  m_code->setFocusPolicy(Qt::NoFocus);
  connect(m_code, &QAbstractButton::clicked, this,
          [this] { m_flow.payByCode(m_flow.needsRepeat() ? api::Repeat::Allow : api::Repeat::Forbid); });

  m_later = new widgets::ActionButton(look, tr("On the bon"), widgets::ActionKind::Secondary, card);
  m_later->setObjectName(QStringLiteral("pay-later"));
  m_later->setActionSize(widgets::ActionSize::Small);
  m_later->setSpread(true);
  m_later->setLeadingIcon(QStringLiteral("receipt"));
  m_later->setKeyCap(QStringLiteral("F10"));
  m_later->setFocusPolicy(Qt::NoFocus);
  connect(m_later, &QAbstractButton::clicked, this,
          [this] { askLater(m_flow.needsRepeat() ? api::Repeat::Allow : api::Repeat::Forbid); });

  m_edit = new widgets::MoneyEdit(look, card);
  m_edit->setPlaceholderText(tr("or type: 100 = 100.000"));
  m_edit->setAccessibleName(tr("Cash received"));
  m_edit->installEventFilter(this);
  m_received = new CaptionRow(look, tr("Received"), card);
  m_change = new CaptionRow(look, tr("Change"), card);
  m_cost = new CaptionRow(look, tr("Cost"), card);
  m_profit = new CaptionRow(look, tr("Profit"), card);
  m_deposit = new CaptionRow(look, tr("Float afterwards"), card);
  m_earlier = new QWidget(card);
  m_earlierRows = new QVBoxLayout(m_earlier);
  m_earlierRows->setContentsMargins({});
  m_earlierRows->setSpacing(look.space(1.5));

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(4.5), look.space(4.5), look.space(4.5), look.space(4.5));
  column->setSpacing(look.space(2));
  column->addWidget(
      new TextLabel(look, tr("CASH RECEIVED"), TextSize::Small, Weight::SemiBold, ColourRole::Muted, card));
  column->addLayout(m_buttonGrid);
  column->addWidget(m_edit);
  column->addWidget(m_received);
  column->addWidget(m_change);
  column->addWidget(m_code);
  column->addWidget(m_later);
  column->addSpacing(look.space(1));
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addSpacing(look.space(1));
  column->addWidget(m_cost);
  column->addWidget(m_profit);
  column->addWidget(m_deposit);
  column->addSpacing(look.space(2));
  column->addWidget(m_earlier);
  column->addStretch();
  setFocusProxy(m_edit);

  m_card = card;

  connect(m_edit, &widgets::MoneyEdit::valueEdited, this, [this](qint64 typed) {
    m_flow.setCash(typed == 0 ? m_flow.quote().total : text::cashMeant(typed, m_flow.quote().total));
  });
}

void CashPanel::enter() {
  const api::Quote& quote = m_flow.quote();
  m_amounts = {quote.total};
  const QList<Money> notes = text::likelyCash(quote.total, kLikelyNotes);
  m_amounts.insert(m_amounts.end(), notes.begin(), notes.end());
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    m_buttons[i]->setVisible(i < m_amounts.size());
    if (i < m_amounts.size())
      m_buttons[i]->setText(i == 0 ? tr("Exact %1").arg(text::grouped(m_amounts[i]))
                                   : text::grouped(m_amounts[i]));
  }
  m_edit->setValue(0);
  m_cost->setValue(text::rupiah(quote.cost));
  m_profit->setValue(text::rupiah(quote.profit),
                     quote.profit.isNegative() ? ColourRole::Danger : ColourRole::Success, Weight::SemiBold);
  m_deposit->setValue(text::rupiah(quote.depositAfter),
                      quote.depositAfter.isNegative() ? ColourRole::Danger : ColourRole::Ink);
  for (CaptionRow* row : {m_cost, m_profit}) row->setVisible(!quote.amountIsCeiling);
  m_earlier->hide();
  bringEarlier();
  m_edit->setFocus();
  refresh();
}

void CashPanel::refresh() {
  const api::Quote& quote = m_flow.quote();
  const Money cash = m_flow.cash();
  const bool enough = cash >= quote.total;
  m_received->setValue(text::rupiah(cash), ColourRole::Ink, Weight::SemiBold);
  m_change->setValue(
      enough ? text::rupiah(cash - quote.total) : tr("%1 short").arg(text::rupiah(quote.total - cash)),
      enough ? ColourRole::Ink : ColourRole::Danger, Weight::SemiBold);
  // Said here and not only when it is pressed: without the network nobody can see such money.
  const bool reached = m_flow.canPayByCode(api::Repeat::Allow) || !m_flow.isArmed();
  m_code->setVisible(m_flow.hasCodes() && !quote.offline);
  m_code->setText(reached ? tr("Pay by QRIS") : tr("QRIS: not now"));
  m_later->setVisible(!quote.offline);
  for (std::size_t i = 0; i < m_buttons.size() && i < m_amounts.size(); ++i) {
    m_buttons[i]->setChecked(cash == m_amounts[i]);
    m_buttons[i]->update();
  }
  fit();
}

// On a small screen the keys keep their size; what the money edit and the strip show as well makes room.
void CashPanel::fit() {
  const bool known = !m_flow.quote().amountIsCeiling;
  for (CaptionRow* row : {m_received, m_deposit}) row->show();
  m_cost->setVisible(known);
  for (CaptionRow* row : {m_deposit, m_received, m_cost}) {
    m_card->layout()->activate();
    if (m_card->layout()->sizeHint().height() <= height())
      return;
    row->hide();
  }
}

// Two notes stand side by side where there is room.
void CashPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool narrow = width() < m_counter.theme.space(86);
  for (widgets::ActionButton* button : m_buttons) m_buttonGrid->removeWidget(button);
  m_buttonGrid->addWidget(m_buttons[0], 0, 0, 1, 2);
  m_buttonGrid->addWidget(m_buttons[1], 1, 0, 1, narrow ? 2 : 1);
  m_buttonGrid->addWidget(m_buttons[2], narrow ? 2 : 1, narrow ? 0 : 1, 1, narrow ? 2 : 1);
  fit();
}

void CashPanel::askLater(api::Repeat repeat) {
  if (m_flow.canPayLater(repeat))
    emit laterWanted(repeat);
}

void CashPanel::take(std::size_t button) {
  if (button >= m_amounts.size())
    return;
  m_edit->setValue(m_amounts[button].amount());
  m_edit->selectAll();
  m_flow.setCash(m_amounts[button]);
}

// The customer's last purchases: a strange number or amount shows here before money is taken.
void CashPanel::bringEarlier() {
  api::PaymentFilter filter;
  filter.text = m_flow.quote().number;
  filter.limit = kEarlierShown;
  m_counter.bridge.payments(filter, this, [this](const Result<std::vector<api::PaymentView>>& found) {
    while (QLayoutItem* item = m_earlierRows->takeAt(0)) {
      delete item->widget();
      delete item->layout();
      delete item;
    }
    const bool room = height() > m_counter.theme.space(130);
    if (!found || found->empty() || !room || m_flow.step() != SellStep::ReadBack)
      return;
    const theme::Theme& look = m_counter.theme;
    m_earlierRows->addWidget(new TextLabel(look, tr("Bought before"), TextSize::Small, Weight::Regular,
                                           ColourRole::Muted, m_earlier));
    for (const api::PaymentView& view : *found) {
      auto* line = new QWidget(m_earlier);
      auto* row = new QHBoxLayout(line);
      row->setContentsMargins({});
      row->setSpacing(look.space(2));
      auto* words = new TextLabel(
          look, text::date(view.payment.acceptedAt) + QStringLiteral(" · ") + text::title(view.payment),
          TextSize::Small, Weight::Regular, ColourRole::Ink, line);
      words->setOverflow(widgets::Overflow::Elide);
      row->addWidget(words, 1);
      row->addWidget(new widgets::StatusPill(look, text::stateWord(view.payment.state),
                                             models::toneOf(view.payment.state), line));
      m_earlierRows->addWidget(line);
    }
    m_earlier->show();
  });
}

bool CashPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        m_flow.pay((key->modifiers() & Qt::ControlModifier) != 0 ? api::Repeat::Allow : api::Repeat::Forbid);
      return true;
    case Qt::Key_Escape:
      m_flow.back();
      return true;
    case Qt::Key_F5:
      take(0);
      return true;
    case Qt::Key_F6:
      take(1);
      return true;
    case Qt::Key_F7:
      take(2);
      return true;
    case Qt::Key_F8:
      if (!key->isAutoRepeat())
        m_flow.payByCode((key->modifiers() & Qt::ControlModifier) != 0 ? api::Repeat::Allow : api::Repeat::Forbid);
      return true;
    case Qt::Key_F10:
      if (!key->isAutoRepeat())
        askLater((key->modifiers() & Qt::ControlModifier) != 0 ? api::Repeat::Allow : api::Repeat::Forbid);
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

}  // namespace loket::ui::screens
