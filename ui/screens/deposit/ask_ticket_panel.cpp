#include "ui/screens/deposit/ask_ticket_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/screens/sum_form.h"
#include "ui/text/amounts.h"
#include "ui/text/deposit.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kDepositKeys = 3;  // F5 to F7

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

AskTicketPanel::AskTicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(m_card);
  m_doors = new widgets::ChoiceGrid(look, kDepositKeys, m_card);
  m_none = new TextLabel(look, tr("This shop has no deposit at an aggregator. The owner adds one in the settings file."),
                         TextSize::Body, Weight::Regular, ColourRole::Muted, m_card);
  m_none->setOverflow(Overflow::Wrap);
  m_form = makeForm();
  m_column = new QVBoxLayout(m_card);
  m_column->addWidget(
      new TextLabel(look, tr("Top up a deposit"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, m_card));
  m_column->addWidget(m_doors);
  m_column->addWidget(m_none);
  m_column->addWidget(m_form, 1);
  setFocusPolicy(Qt::StrongFocus);
  connect(m_doors, &widgets::ChoiceGrid::clicked, &flow, &DepositFlow::chooseDeposit);
  connect(&flow, &DepositFlow::depositsChanged, this, &AskTicketPanel::showDeposit);
  showDeposit();
}

QWidget* AskTicketPanel::makeForm() {
  const theme::Theme& look = m_counter.theme;
  auto* form = new QWidget(m_card);
  const auto caption = [&](const QString& words, QWidget* in) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, in);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  m_balance = new CaptionRow(look, tr("Balance there"), form);
  m_balance->value()->setObjectName(QStringLiteral("deposit-balance"));
  m_reserved = new CaptionRow(look, tr("Of it for payments under way"), form);
  m_amount = new widgets::MoneyEdit(look, form);
  m_amount->setObjectName(QStringLiteral("ticket-wanted"));
  m_amount->setAccessibleName(tr("How much is wanted there"));
  m_amount->setFont(look.font(TextSize::Name, Weight::Bold));
  m_amount->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, form);
  m_words->setOverflow(Overflow::Elide);

  m_bankPart = new QWidget(form);
  m_bankRow = new QHBoxLayout;
  m_bankRow->setContentsMargins({});
  m_bankRow->setSpacing(look.space(2));
  m_bankRow->addStretch();
  auto* bankColumn = new QVBoxLayout(m_bankPart);
  bankColumn->setContentsMargins({});
  bankColumn->setSpacing(look.space(1));
  bankColumn->addWidget(caption(tr("From which bank the money will come"), m_bankPart));
  bankColumn->addLayout(m_bankRow);

  m_ownerPart = new QWidget(form);
  m_owner = new QLineEdit(m_ownerPart);
  m_owner->setObjectName(QStringLiteral("ticket-owner"));
  m_owner->setAccessibleName(tr("Name of that account's owner"));
  m_owner->setFont(look.font(TextSize::Lead, Weight::Medium));
  m_owner->setMaxLength(60);
  m_owner->installEventFilter(this);
  auto* ownerColumn = new QVBoxLayout(m_ownerPart);
  ownerColumn->setContentsMargins({});
  ownerColumn->setSpacing(look.space(1));
  ownerColumn->addWidget(caption(m_owner->accessibleName(), m_ownerPart));
  ownerColumn->addWidget(m_owner);

  m_message = new widgets::InlineMessage(look, form);
  m_next = new widgets::ActionButton(look, tr("Make a ticket"), widgets::ActionKind::Primary, form);
  m_next->setObjectName(QStringLiteral("ticket-ask"));
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setTrailingIcon(QStringLiteral("arrow-right"));
  m_next->setFocusPolicy(Qt::NoFocus);

  auto* column = new QVBoxLayout(form);
  column->setContentsMargins({});
  column->addWidget(m_balance);
  column->addWidget(m_reserved);
  column->addWidget(caption(m_amount->accessibleName(), form));
  column->addWidget(m_amount);
  column->addWidget(m_words);
  column->addWidget(m_bankPart);
  column->addWidget(m_ownerPart);
  column->addStretch();
  column->addWidget(m_message);
  column->addWidget(m_next, 0, Qt::AlignRight);
  connect(m_amount, &widgets::MoneyEdit::valueEdited, this, &AskTicketPanel::refresh);
  connect(m_owner, &QLineEdit::textEdited, this, &AskTicketPanel::refresh);
  connect(m_next, &QAbstractButton::clicked, this, &AskTicketPanel::accept);
  return form;
}

void AskTicketPanel::makeBanks(const std::vector<std::string>& banks) {
  std::vector<std::string> wanted{std::string()};
  wanted.insert(wanted.end(), banks.begin(), banks.end());
  if (wanted == m_banks)
    return;
  for (widgets::Chip* old : m_chips) {
    m_bankRow->removeWidget(old);
    old->hide();
    old->deleteLater();
  }
  m_chips.clear();
  m_banks = std::move(wanted);
  for (std::size_t i = 0; i < m_banks.size(); ++i) {
    auto* chip = new widgets::Chip(m_counter.theme, i == 0 ? tr("Any") : QString::fromStdString(m_banks[i]), m_bankPart);
    chip->setFocusPolicy(Qt::NoFocus);
    connect(chip, &QAbstractButton::clicked, this, [this, i] { chooseBank(i); });
    m_bankRow->insertWidget(static_cast<int>(i), chip);
    m_chips.push_back(chip);
  }
  chooseBank(0);
}

void AskTicketPanel::chooseBank(std::size_t index) {
  m_bank = index;
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChecked(i == m_bank);
  refresh();
}

void AskTicketPanel::nextBank() {
  if (m_chips.size() > 1)
    chooseBank((m_bank + 1) % m_chips.size());
}

void AskTicketPanel::showDeposit() {
  QStringList names;
  for (const api::DepositView& one : m_flow.deposits()) names << text::supplierName(one.upstream);
  const bool isNew = names.size() != m_doors->count();
  m_doors->setWords(names);
  m_doors->choose(m_flow.depositIndex());
  const api::DepositView* deposit = m_flow.deposit();
  makeBanks(deposit == nullptr ? std::vector<std::string>() : deposit->ticketBanks);
  refresh();
  // The page may be in front before anybody has told which deposits there are.
  if (isNew && m_flow.step() == DepositStep::Ask && isVisible())
    enter();
}

void AskTicketPanel::clear() {
  m_amount->setValue(0);
}

void AskTicketPanel::enter() {
  refresh();
  if (m_flow.deposit() == nullptr) {
    setFocus();
    return;
  }
  m_amount->selectAll();
  m_amount->setFocus();
}

void AskTicketPanel::refresh() {
  const api::DepositView* deposit = m_flow.deposit();
  m_none->setVisible(deposit == nullptr);
  m_form->setVisible(deposit != nullptr);
  if (deposit == nullptr)
    return;
  const Money wanted = Money::rupiah(m_amount->value());
  const bool known = deposit->asOf != Instant{};
  m_balance->setValue(known ? text::rupiah(deposit->balance) + QStringLiteral(" · ") +
                                  text::shortTime(deposit->asOf, m_counter.clock.now())
                            : tr("not told yet"),
                      ColourRole::Ink, Weight::SemiBold);
  m_reserved->setVisible(deposit->reserved.isPositive());
  m_reserved->setValue(text::rupiah(deposit->reserved));
  m_words->setText(wanted.isPositive() ? text::spokenAmount(wanted) : QString());
  m_bankPart->setVisible(m_banks.size() > 1);
  m_ownerPart->setVisible(m_bank > 0);
  const bool isNamed = m_bank == 0 || !m_owner->text().trimmed().isEmpty();
  m_next->setEnabled(wanted.isPositive() && isNamed && m_flow.canAsk());
  for (QLineEdit* field : {static_cast<QLineEdit*>(m_amount), m_owner}) field->setReadOnly(m_flow.isBusy());
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::depositSentence(*m_flow.error()));
  else if (m_flow.isBusy())
    m_message->setMessage(Tone::Waiting, m_bank > 0 ? tr("The supplier is asked what to send where…") : tr("Recording…"));
  else
    m_message->clear();
}

void AskTicketPanel::accept() {
  if (!m_next->isEnabled())
    return;
  m_flow.ask(Money::rupiah(m_amount->value()), m_banks[m_bank],
             m_bank > 0 ? m_owner->text().trimmed().toStdString() : std::string());
}

bool AskTicketPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if ((key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter) || key->isAutoRepeat())
    return QWidget::eventFilter(watched, event);
  if (watched == m_amount && m_bank > 0 && m_owner->text().trimmed().isEmpty())
    m_owner->setFocus();
  else
    accept();
  return true;
}

void AskTicketPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  SumForm{m_column, m_form->layout(), m_amount, m_next}.fit(m_counter.theme, height());
}

QList<widgets::KeyHint> AskTicketPanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (m_doors->count() > 1)
    hints << widgets::KeyHint{QStringLiteral("F5–F%1").arg(4 + m_doors->keys()), tr("deposit")};
  if (m_doors->count() > 0)
    hints << widgets::KeyHint{tr("digits"), tr("amount")};
  if (m_banks.size() > 1)
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("another bank")};
  if (m_doors->count() > 0)
    hints << widgets::KeyHint{QStringLiteral("Enter"), tr("make a ticket")};
  return hints << widgets::KeyHint{QStringLiteral("Tab"), tr("tickets")};
}

}  // namespace loket::ui::screens
