#include "ui/screens/customers/customer_card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/customer_list.h"
#include "ui/text/amounts.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::ActionButton;
using widgets::ActionKind;
using widgets::Overflow;
using widgets::TextLabel;

CustomerCard::CustomerCard(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_name = new TextLabel(look, {}, TextSize::Figure, Weight::Bold, ColourRole::Ink, card);
  m_name->setObjectName(QStringLiteral("customer-name"));
  m_name->setOverflow(Overflow::Wrap);
  m_note = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_note->setObjectName(QStringLiteral("customer-note"));
  m_note->setOverflow(Overflow::Wrap);

  auto* bon = new widgets::Card(look, card);
  bon->setFill(ColourRole::WaitingSoft);
  bon->setLineVisible(false);
  bon->setRadius(theme::Radius::Medium);
  m_bon = bon;
  auto* owes =
      new TextLabel(look, tr("Still owes"), TextSize::Small, Weight::Regular, ColourRole::Waiting, bon);
  m_owed = new TextLabel(look, {}, TextSize::Entry, Weight::Bold, ColourRole::Waiting, bon);
  m_owed->setObjectName(QStringLiteral("customer-owed"));
  m_owed->setOverflow(Overflow::Shrink);
  auto* take = new ActionButton(look, tr("Take payment"), ActionKind::Secondary, bon);
  take->setActionSize(widgets::ActionSize::Small);
  take->setKeyCap(QStringLiteral("F8"));
  take->setFocusPolicy(Qt::NoFocus);
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  words->addWidget(owes);
  words->addWidget(m_owed);
  auto* bonRow = new QHBoxLayout(bon);
  bonRow->setContentsMargins(look.space(4), look.space(2.5), look.space(3), look.space(2.5));
  bonRow->addLayout(words, 1);
  bonRow->addWidget(take);

  m_model = new models::NumberList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("customer-numbers"));
  m_list->setAccessibleName(tr("Numbers of this customer"));
  m_list->setColumns(widgets::RowColumns(widgets::RowColumn::Tile));
  m_list->setModel(m_model);
  m_list->setEmptyText(tr("No number yet"), tr("Add one with F7."));
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();

  m_sell = new ActionButton(look, tr("Sell to this customer"), ActionKind::Primary, card);
  m_sell->setObjectName(QStringLiteral("customer-sell"));
  m_sell->setKeyCap(QStringLiteral("Enter"));
  m_edit = new ActionButton(look, tr("Change"), ActionKind::Secondary, card);
  m_edit->setKeyCap(QStringLiteral("F7"));
  m_remove = new ActionButton(look, tr("Remove"), ActionKind::Secondary, card);
  m_remove->setKeyCap(tr("Del"));
  for (ActionButton* button : {m_sell, m_edit, m_remove}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
  }
  m_sell->setSpread(true);
  auto* small = new QHBoxLayout;
  small->setSpacing(look.space(2));
  small->addWidget(m_edit, 1);
  small->addWidget(m_remove, 1);

  m_column = new QVBoxLayout(card);
  m_column->addWidget(m_name);
  m_column->addWidget(m_note);
  m_column->addWidget(m_bon);
  m_column->addWidget(m_list, 1);
  m_column->addWidget(m_message);
  m_column->addWidget(m_sell);
  m_column->addLayout(small);

  connect(take, &QAbstractButton::clicked, this, &CustomerCard::bonWanted);
  connect(m_sell, &QAbstractButton::clicked, this, &CustomerCard::sellWanted);
  connect(m_edit, &QAbstractButton::clicked, this, &CustomerCard::editWanted);
  connect(m_remove, &QAbstractButton::clicked, this, &CustomerCard::removeWanted);
}

void CustomerCard::show(const api::CustomerView& view) {
  const bool isAnother = view.customer.id != m_view.customer.id || view.customer.name != m_view.customer.name;
  const int chosen = m_list->currentIndex().row();
  m_view = view;
  m_name->setText(QString::fromStdString(view.customer.name));
  m_note->setText(isStranger() ? tr("Owes something, and does not stand in the book yet.")
                               : QString::fromStdString(view.customer.note));
  m_note->setVisible(!m_note->text().isEmpty());
  m_bon->setVisible(view.owed.isPositive());
  m_owed->setText(text::rupiah(view.owed));
  m_model->replace(view, m_counter.clock.now());
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(
        isAnother || chosen < 0 || chosen >= m_model->rowCount() ? m_model->latest() : chosen));
  m_sell->setEnabled(m_model->rowCount() > 0);
  m_edit->setText(isStranger() ? tr("Add to the book") : tr("Change"));
  m_remove->setVisible(!isStranger());
  if (isAnother)
    quiet();
}

void CustomerCard::say(theme::Tone tone, const QString& words) {
  m_message->setMessage(tone, words);
}

void CustomerCard::quiet() {
  m_message->clear();
}

QString CustomerCard::numberToSell() const {
  if (m_model->rowCount() == 0)
    return {};
  const QModelIndex chosen = m_list->currentIndex();
  return QString::fromStdString(m_model->at(chosen.isValid() ? chosen.row() : m_model->latest()).number);
}

void CustomerCard::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 5), side, look.space(tight ? 3 : 5));
  m_column->setSpacing(look.space(tight ? 2 : 3));
}

}  // namespace loket::ui::screens
