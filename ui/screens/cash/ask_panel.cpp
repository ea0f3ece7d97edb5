#include "ui/screens/cash/ask_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/credit_list.h"
#include "ui/screens/sum_form.h"
#include "ui/text/amounts.h"
#include "ui/text/cash_out.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kWayKeys = 4;  // F5 to F8

QString wayWord(CashWay way) {
  switch (way) {
    case CashWay::Transfer:
      return AskPanel::tr("Transfer");
    case CashWay::Code:
      return QStringLiteral("QRIS");
    case CashWay::Password:
      return QStringLiteral("OTP");
  }
  return {};
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

AskPanel::AskPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(m_card);

  m_doors = new widgets::ChoiceGrid(look, kWayKeys, m_card);
  m_body = new QStackedWidget(m_card);
  m_body->setMinimumSize(1, 1);
  m_form = makeForm();
  m_credits = new models::CreditList(this);
  m_list = new widgets::RowList(look);
  m_list->setModel(m_credits);
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setAccessibleName(tr("What has arrived"));
  m_list->installEventFilter(this);
  m_none = new TextLabel(
      look, tr("No bank of this shop has a statement, QRIS or OTP. The owner adds one in the settings file."),
      TextSize::Body, Weight::Regular, ColourRole::Muted);
  m_none->setOverflow(Overflow::Wrap);
  m_none->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  for (QWidget* body : std::initializer_list<QWidget*>{m_form, m_list, m_none}) m_body->addWidget(body);
  m_message = new widgets::InlineMessage(look, m_card);

  m_column = new QVBoxLayout(m_card);
  m_column->addWidget(
      new TextLabel(look, tr("Cash out"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, m_card));
  m_column->addWidget(m_doors);
  m_column->addWidget(m_body, 1);
  m_column->addWidget(m_message);

  connect(m_list, &widgets::RowList::rowActivated, this,
          [this](const QModelIndex& index) { chooseCredit(index.row()); });
  connect(m_doors, &widgets::ChoiceGrid::clicked, &flow, &CashOutFlow::chooseDoor);
  connect(&flow, &CashOutFlow::doorsChanged, this, [this] {
    m_password->clear();
    showDoors();
    if (m_flow.step() == CashOutStep::Choose && isVisible())
      enter();
  });
  showDoors();
}

QWidget* AskPanel::makeForm() {
  const theme::Theme& look = m_counter.theme;
  auto* form = new QWidget;
  m_question = new TextLabel(look, tr("How much the customer wants"), TextSize::Small, Weight::Regular,
                             ColourRole::Muted, form);
  m_amount = new widgets::MoneyEdit(look, form);
  m_amount->setObjectName(QStringLiteral("cash-amount"));
  m_amount->setAccessibleName(m_question->text());
  m_amount->setFont(look.font(TextSize::Name, Weight::Bold));
  m_amount->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, form);
  m_words->setOverflow(Overflow::Elide);

  m_secret = new QWidget(form);
  m_customer = new QLineEdit(m_secret);
  m_customer->setObjectName(QStringLiteral("cash-customer"));
  m_customer->setAccessibleName(tr("Customer's number"));
  m_customer->setFont(look.font(TextSize::Lead, Weight::Medium));
  m_customer->installEventFilter(this);
  m_password = new widgets::SecretField(look, m_secret);
  m_password->setObjectName(QStringLiteral("cash-password"));
  m_password->setAccessibleName(tr("One-time password on his telephone"));
  m_password->installEventFilter(this);
  auto* pair = new QGridLayout(m_secret);
  pair->setContentsMargins({});
  pair->setHorizontalSpacing(look.space(4));
  pair->setVerticalSpacing(look.space(1));
  const auto caption = [&](const QString& words) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, m_secret);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  pair->addWidget(caption(m_customer->accessibleName()), 0, 0);
  pair->addWidget(caption(m_password->accessibleName()), 0, 1);
  pair->addWidget(m_customer, 1, 0);
  pair->addWidget(m_password, 1, 1);
  pair->setColumnStretch(0, 1);
  pair->setColumnStretch(1, 1);

  m_next = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, form);
  m_next->setObjectName(QStringLiteral("cash-ask"));
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setTrailingIcon(QStringLiteral("arrow-right"));
  m_next->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(form);
  column->setContentsMargins({});
  column->addWidget(m_question);
  column->addWidget(m_amount);
  column->addWidget(m_words);
  column->addWidget(m_secret);
  column->addStretch();
  column->addWidget(m_next, 0, Qt::AlignRight);

  connect(m_amount, &widgets::MoneyEdit::valueEdited, this, &AskPanel::refresh);
  connect(m_customer, &QLineEdit::textEdited, this, &AskPanel::refresh);
  connect(m_password, &widgets::SecretField::edited, this, &AskPanel::refresh);
  connect(m_next, &QAbstractButton::clicked, this, [this] { accept(api::Repeat::Forbid); });
  return form;
}

// With one bank a way needs no other name.
void AskPanel::showDoors() {
  const std::vector<CashDoor>& doors = m_flow.doors();
  const bool oneBank = std::all_of(doors.begin(), doors.end(), [&doors](const CashDoor& door) {
    return door.upstream == doors.front().upstream;
  });
  QStringList words;
  for (const CashDoor& door : doors)
    words << (oneBank ? wayWord(door.way) : wayWord(door.way) + QStringLiteral(" · ") + text::supplierName(door.upstream));
  m_doors->setWords(words);
  m_doors->choose(m_flow.doorIndex());
}

bool AskPanel::wantsPassword() const {
  const auto door = m_flow.door();
  return door && door->way == CashWay::Password;
}

// Numbers are pasted with blanks, dashes and a plus.
std::string AskPanel::customer() const {
  std::string digits;
  for (const QChar c : m_customer->text())
    if (c >= QLatin1Char('0') && c <= QLatin1Char('9'))
      digits += c.toLatin1();
  return digits;
}

void AskPanel::clearForm() {
  m_amount->setValue(0);
  m_customer->clear();
  m_password->clear();
  m_used = false;
}

void AskPanel::enter() {
  const auto door = m_flow.door();
  if (!door) {
    m_body->setCurrentWidget(m_none);
    refresh();
    setFocus();
    return;
  }
  if (door->way == CashWay::Transfer) {
    m_body->setCurrentWidget(m_list);
    refresh();
    m_list->setFocus();
    bringCredits();
    return;
  }
  m_body->setCurrentWidget(m_form);
  m_secret->setVisible(wantsPassword());
  m_next->setText(wantsPassword() ? tr("Collect") : tr("Show the code"));
  m_password->clear();
  // What was refused is still there to be set right; only its password is used up.
  if (m_used && !m_flow.error())
    clearForm();
  m_amount->selectAll();
  m_amount->setFocus();
  refresh();
}

void AskPanel::refresh() {
  const qint64 value = m_amount->value();
  const std::string number = customer();
  m_words->setText(value > 0 ? text::spokenAmount(Money::rupiah(value)) : QString());
  m_next->setEnabled(value > 0 && (!wantsPassword() || (!number.empty() && m_password->entered() > 0)));
  const auto door = m_flow.door();
  const bool isForm = door && door->way != CashWay::Transfer;
  if (isForm && wantsPassword() && value > 0 && m_flow.isUnderWay(number, Money::rupiah(value)))
    m_message->setMessage(
        theme::Tone::Danger,
        tr("The same sum of this customer is still being checked: do not repeat it. If he wants a second "
           "one all the same, press Ctrl+Enter."));
  else if (isForm && m_flow.error() && m_flow.error()->code != ErrorCode::DuplicateOpen)
    m_message->setMessage(theme::Tone::Danger, text::cashOutSentence(*m_flow.error()));
  else if (isForm)
    m_message->clear();
}

void AskPanel::accept(api::Repeat repeat) {
  if (!m_next->isEnabled())
    return;
  std::shared_ptr<const SecretBytes> password;
  if (wantsPassword())
    password = std::make_shared<const SecretBytes>(m_password->digits());
  const Money amount = Money::rupiah(m_amount->value());
  const std::string number = wantsPassword() ? customer() : std::string();
  if (repeat == api::Repeat::Forbid && wantsPassword() && m_flow.isUnderWay(number, amount))
    return;
  m_password->clear();
  m_used = true;
  m_flow.ask(amount, number, std::move(password), repeat);
}

void AskPanel::bringCredits() {
  const auto door = m_flow.door();
  if (!door || door->way != CashWay::Transfer)
    return;
  m_list->setEmptyText(tr("Asking the bank…"), tr("Only what its own statement shows is money."));
  const int round = ++m_listRound;
  m_counter.bridge.credits(
      door->upstream, this, [this, round](const Result<std::vector<api::CreditView>>& found) {
        if (round != m_listRound)
          return;
        if (found)
          m_list->setEmptyText(tr("Nothing has arrived"),
                               tr("When the customer has sent the money, look again with Ctrl+R."));
        else
          m_list->setEmptyText(tr("Not known what has arrived"), tr("Look again with Ctrl+R."));
        m_credits->replace(found.value_or(std::vector<api::CreditView>()), m_counter.clock.now());
        if (m_credits->rowCount() > 0)
          m_list->setCurrentIndex(m_credits->index(0));
        if (found)
          m_message->clear();
        else
          m_message->setMessage(theme::Tone::Danger, text::cashOutSentence(found.error()));
      });
}

void AskPanel::chooseCredit(int row) {
  if (row < 0 || row >= m_credits->rowCount())
    return;
  const api::CreditView& view = m_credits->at(row);
  if (view.used)
    m_message->setMessage(theme::Tone::Danger, text::cashOutSentence({ErrorCode::CreditUsed, {}}));
  else if (!models::isDue(view))
    m_message->setMessage(
        theme::Tone::Neutral,
        tr("A code or password has brought this. Its cash is given from the list at the right."));
  else
    m_flow.takeCredit(view.credit);
}

bool AskPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_list || (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter) ||
      key->isAutoRepeat())
    return QWidget::eventFilter(watched, event);
  if (watched == m_amount && wantsPassword())
    m_customer->setFocus();
  else if (watched == m_customer)
    m_password->setFocus();
  else
    accept((key->modifiers() & Qt::ControlModifier) != 0 ? api::Repeat::Allow : api::Repeat::Forbid);
  return true;
}

void AskPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_password->clear();
}

void AskPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  SumForm{m_column, m_form->layout(), m_amount, m_next}.fit(m_counter.theme, height());
}

QList<widgets::KeyHint> AskPanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (m_doors->count() > 1)
    hints << widgets::KeyHint{QStringLiteral("F5–F%1").arg(4 + m_doors->keys()), tr("way")};
  const auto door = m_flow.door();
  if (door && door->way == CashWay::Transfer)
    hints << widgets::KeyHint{QStringLiteral("↑ ↓"), tr("move")}
          << widgets::KeyHint{QStringLiteral("Enter"), tr("choose")}
          << widgets::KeyHint{QStringLiteral("Ctrl+R"), tr("look again")};
  else if (door)
    hints << widgets::KeyHint{tr("digits"), tr("amount")}
          << widgets::KeyHint{QStringLiteral("Enter"),
                              wantsPassword() ? tr("next field, then collect") : tr("show the code")};
  return hints << widgets::KeyHint{QStringLiteral("Tab"), tr("list")};
}

}  // namespace loket::ui::screens
