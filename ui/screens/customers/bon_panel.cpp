#include "ui/screens/customers/bon_panel.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/text/amounts.h"
#include "ui/text/customers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
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

BonPanel::BonPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  const auto label = [&](const QString& words, TextSize size, Weight weight, ColourRole colour,
                         Overflow overflow) {
    auto* one = new TextLabel(look, words, size, weight, colour, card);
    one->setOverflow(overflow);
    return one;
  };
  m_name = label({}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, Overflow::Wrap);
  m_owed = label({}, TextSize::Figure, Weight::Bold, ColourRole::Waiting, Overflow::Shrink);
  m_amount = new widgets::MoneyEdit(look, card);
  m_amount->setObjectName(QStringLiteral("bon-amount"));
  m_amount->setAccessibleName(tr("Cash from the customer"));
  m_amount->installEventFilter(this);
  m_words = label({}, TextSize::Small, Weight::Regular, ColourRole::Muted, Overflow::Elide);
  m_rest = label({}, TextSize::Body, Weight::Regular, ColourRole::Ink, Overflow::Wrap);
  m_rest->setObjectName(QStringLiteral("bon-rest"));
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  m_go = new widgets::ActionButton(look, tr("Money received"), widgets::ActionKind::Primary, card);
  m_go->setObjectName(QStringLiteral("bon-go"));
  m_go->setActionSize(widgets::ActionSize::Small);
  m_go->setKeyCap(QStringLiteral("Enter"));
  m_go->setFocusPolicy(Qt::NoFocus);
  m_go->setSpread(true);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(m_name);
  column->addWidget(
      label(tr("Still owes"), TextSize::Small, Weight::Regular, ColourRole::Muted, Overflow::Elide));
  column->addWidget(m_owed);
  column->addSpacing(look.space(2));
  column->addWidget(label(m_amount->accessibleName(), TextSize::Small, Weight::Regular, ColourRole::Muted,
                          Overflow::Elide));
  column->addWidget(m_amount);
  column->addWidget(m_words);
  column->addWidget(m_rest);
  column->addStretch();
  column->addWidget(m_message);
  column->addWidget(m_go);
  connect(m_amount, &widgets::MoneyEdit::valueEdited, this, &BonPanel::refresh);
  connect(m_go, &QAbstractButton::clicked, this, &BonPanel::take);
}

void BonPanel::open(const api::CustomerView& view) {
  m_view = view;
  m_taking = false;
  m_message->clear();
  m_name->setText(QString::fromStdString(view.customer.name));
  m_owed->setText(text::rupiah(view.owed));
  m_amount->setValue(view.owed.amount());
  refresh();
  m_amount->setFocus();
  m_amount->selectAll();
}

void BonPanel::refresh() {
  const Money amount = Money::rupiah(m_amount->value());
  const Money rest = m_view.owed - amount;
  m_words->setText(amount.isPositive() ? text::spokenAmount(amount) : QString());
  m_rest->setText(rest.isNegative()   ? tr("That is more than the customer owes.")
                  : rest.isPositive() ? tr("Owes after that: %1").arg(text::rupiah(rest))
                                      : tr("Then nothing is owed any more."));
  m_go->setEnabled(amount.isPositive() && !rest.isNegative() && !m_taking && !m_unsure);
  m_amount->setReadOnly(m_taking);
}

void BonPanel::take() {
  if (!m_go->isEnabled())
    return;
  m_taking = true;
  m_message->setMessage(Tone::Waiting, tr("Recording…"));
  refresh();
  const Money amount = Money::rupiah(m_amount->value());
  m_counter.bridge.till(api::BonPayment{m_view.customer.name, amount}, this,
                        [this, amount](const Result<api::TillView>& view) {
                          m_taking = false;
                          if (!view) {
                            m_unsure = m_unsure || view.error().code == ErrorCode::CommitUnsure;
                            m_message->setMessage(Tone::Danger, text::customerSentence(view.error()));
                            refresh();
                            return;
                          }
                          m_message->clear();
                          refresh();
                          emit taken(amount, view->owed.value_or(Money{}));
                        });
}

bool BonPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        take();
      return true;
    case Qt::Key_Escape:
      if (!m_taking)
        emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> BonPanel::hints() const {
  return {{tr("digits"), tr("amount")},
          {QStringLiteral("Enter"), tr("money received")},
          {QStringLiteral("Esc"), tr("cancel")}};
}

}  // namespace loket::ui::screens
