#include "ui/screens/settings/routing_form.h"

#include <QIntValidator>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/rule_list.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/prices.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;
using Kind = RuleChange::Kind;

RoutingForm::RoutingForm(const Counter& counter, PriceDesk& desk, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_desk(desk) {
  const theme::Theme& look = counter.theme;
  const auto words = [&](TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, {}, size, weight, ink, this);
    label->setOverflow(Overflow::Wrap);
    return label;
  };
  const auto field = [&](QLineEdit* edit, const char* name, const QString& caption) {
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(caption);
    edit->setFont(look.font(TextSize::Body, Weight::SemiBold));
    edit->setMinimumHeight(look.px(theme::metric::kFieldHeight));
    edit->setPlaceholderText(QStringLiteral("0"));
    edit->installEventFilter(this);
  };
  m_title = words(TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  m_words = words(TextSize::Small, Weight::Regular, ColourRole::Muted);
  m_words->setObjectName(QStringLiteral("routing-words"));
  m_order = new models::RuleList(this);
  m_list = new widgets::RowList(look, this);
  m_list->setObjectName(QStringLiteral("routing-order"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_order);
  m_list->setAccessibleName(tr("Suppliers, the preferred ones first"));
  m_list->setEmptyText(tr("No supplier yet"), tr("The settings file names them."));
  m_list->installEventFilter(this);
  m_worth = new widgets::MoneyEdit(look, this);
  field(m_worth, "routing-worth", tr("What a preferred supplier may cost more"));
  m_percent = new QLineEdit(this);
  field(m_percent, "routing-percent", tr("Percent of the last orders that must have gone well"));
  m_percent->setValidator(new QIntValidator(0, 100, m_percent));
  m_percent->setMaxLength(3);
  m_message = new widgets::InlineMessage(look, this);
  m_message->clear();
  m_exampleTitle = words(TextSize::Small, Weight::Regular, ColourRole::Muted);
  m_exampleTitle->setText(tr("For example"));
  m_example = words(TextSize::Body, Weight::Medium, ColourRole::Ink);
  m_example->setObjectName(QStringLiteral("routing-example"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  column->setSpacing(look.space(2.5));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_words, m_worth, m_percent, m_message})
    column->addWidget(widget);
  column->addWidget(m_list, 1);
  column->addWidget(m_exampleTitle);
  column->addWidget(m_example);
  column->addStretch(0);
  connect(m_worth, &widgets::MoneyEdit::valueEdited, this, &RoutingForm::takeWorth);
  connect(m_percent, &QLineEdit::textEdited, this, &RoutingForm::takePercent);
}

void RoutingForm::open(Kind kind) {
  m_kind = kind;
  m_message->clear();
  m_list->setVisible(kind == Kind::Order);
  m_worth->setVisible(kind == Kind::Worth);
  m_percent->setVisible(kind == Kind::Reliable);
  // What is not the list has room left under it.
  static_cast<QVBoxLayout*>(layout())->setStretch(layout()->count() - 1, kind == Kind::Order ? 0 : 1);
  refresh();
  if (kind == Kind::Order && m_order->rowCount() > 0)
    m_list->setCurrentIndex(m_order->index(0));
}

void RoutingForm::takeKeyboard() {
  m_worth->selectAll();
  m_percent->selectAll();
  QWidget* first = m_kind == Kind::Order   ? static_cast<QWidget*>(m_list)
                   : m_kind == Kind::Worth ? m_worth
                                           : m_percent;
  first->setFocus();
}

std::vector<UpstreamId> RoutingForm::inOrder() const {
  const std::vector<UpstreamId>& prefer = m_desk.draft.rules().routing.prefer;
  std::vector<UpstreamId> all = prefer;
  for (const UpstreamId& id : m_desk.suppliers)
    if (std::find(prefer.begin(), prefer.end(), id) == prefer.end())
      all.push_back(id);
  return all;
}

void RoutingForm::refresh() {
  const RoutingRules& routing = m_desk.draft.rules().routing;
  m_title->setText(text::changeTitle({m_kind}, nullptr));
  switch (m_kind) {
    case Kind::Standard:
    case Kind::Category:
    case Kind::Product:
    case Kind::Order:
      m_words->setText(
          tr("The first one gets the order, as long as it costs no more than it may. Those that are not "
             "preferred "
             "go by price alone."));
      break;
    case Kind::Worth:
      m_words->setText(
          tr("So much more may a supplier cost than one that stands a place lower; with Rp0 the cheapest is "
             "taken."));
      break;
    case Kind::Reliable:
      m_words->setText(
          tr("A supplier of whose last orders fewer have gone well is taken only when nobody better can "
             "deliver."));
      break;
  }
  std::vector<models::RuleRow> rows;
  for (const UpstreamId& id : inOrder()) {
    const bool isPreferred = rows.size() < routing.prefer.size();
    models::RuleRow row;
    row.line = {Kind::Order, id.str()};
    row.title = isPreferred ? QStringLiteral("%1. %2").arg(rows.size() + 1).arg(text::supplierName(id))
                            : text::supplierName(id);
    row.subtitle = isPreferred ? tr("preferred") : tr("by price alone");
    row.icon = isPreferred ? QStringLiteral("check") : QStringLiteral("minus");
    row.tone = isPreferred ? theme::Tone::Primary : theme::Tone::Neutral;
    rows.push_back(std::move(row));
  }
  m_order->replace(std::move(rows));
  if (m_worth->value() != routing.worth.amount())
    m_worth->setValue(routing.worth.amount());
  const QString percent = QString::number(routing.reliablePermille / 10);
  if (m_percent->text().toInt() != percent.toInt() || (m_percent->text().isEmpty() && !m_percent->hasFocus()))
    m_percent->setText(percent);
  m_example->setText(example());
}

// The first product that is bought elsewhere by it; otherwise why there is none.
QString RoutingForm::example() const {
  const PriceRules& saved = m_desk.draft.saved();
  const PriceRules& rules = m_desk.draft.rules();
  if (m_kind == Kind::Reliable) {
    const int percent = rules.routing.reliablePermille / 10;
    return percent == 0 ? tr("Nobody is left out, however often it fails.")
                        : tr("With %1% a supplier that failed %2 of 100 orders is still taken; with one more "
                             "it comes last.")
                              .arg(percent)
                              .arg(100 - percent);
  }
  const PriceStep* shown = nullptr;
  PriceStep step;
  const Product* whose = nullptr;
  bool hasChoice = false;
  for (const Product& product : m_desk.products) {
    hasChoice = hasChoice || product.offers.size() > 1;
    step = stepOf(product, saved, rules);
    if (step.from != step.to && step.from && step.to) {
      shown = &step;
      whose = &product;
      break;
    }
  }
  if (shown != nullptr)
    return tr("%1: %2 → %3. The customer pays %4, %5 is left.")
        .arg(QString::fromStdString(whose->name), text::supplierName(*shown->from),
             text::supplierName(*shown->to), text::moneyStep(shown->priceBefore, shown->priceAfter),
             text::moneyStep(shown->profitBefore, shown->profitAfter));
  if (!hasChoice)
    return tr("Every product has only one supplier: there is nothing to choose.");
  if (rules.routing.prefer.empty())
    return tr("Nobody is preferred: the cheapest supplier gets the order.");
  if (rules.routing.worth.isZero())
    return tr("A preferred supplier may cost nothing more yet: nothing is bought elsewhere.");
  return tr("With this no product is bought from another supplier than before.");
}

void RoutingForm::keep(RoutingRules routing) {
  PriceRules rules = m_desk.draft.rules();
  rules.routing = std::move(routing);
  if (rules.routing.prefer.empty())
    rules.routing.worth = Money{};
  m_desk.draft.change(std::move(rules));
  refresh();
  emit changed();
}

void RoutingForm::move(int by) {
  const int row = m_list->currentIndex().row();
  RoutingRules routing = m_desk.draft.rules().routing;
  const int preferred = static_cast<int>(routing.prefer.size());
  if (row < 0 || row >= m_order->rowCount())
    return;
  const UpstreamId id = inOrder()[static_cast<std::size_t>(row)];
  int to = row;
  if (row >= preferred) {
    if (by > 0)
      return;
    // From among the others it becomes the last of the preferred ones.
    routing.prefer.push_back(id);
    to = preferred;
  } else if (row + by < 0) {
    return;
  } else if (row + by >= preferred) {
    routing.prefer.pop_back();
  } else {
    to = row + by;
    std::swap(routing.prefer[static_cast<std::size_t>(row)], routing.prefer[static_cast<std::size_t>(to)]);
  }
  keep(std::move(routing));
  const int now = m_order->rowOf({Kind::Order, id.str()});
  m_list->setCurrentIndex(m_order->index(now < 0 ? to : now));
}

void RoutingForm::takeWorth() {
  const Money worth = Money::from(m_worth->value()).value_or(Money{});
  RoutingRules routing = m_desk.draft.rules().routing;
  if (routing.prefer.empty() && worth.isPositive())
    return m_message->setMessage(theme::Tone::Waiting, tr("First prefer a supplier, in the line above."));
  if (worth > kRoutingWorthMax)
    return m_message->setMessage(theme::Tone::Danger, tr("That is more than any goods cost."));
  m_message->clear();
  routing.worth = worth;
  keep(std::move(routing));
}

void RoutingForm::takePercent() {
  if (!m_percent->hasAcceptableInput())
    return m_message->setMessage(theme::Tone::Waiting, tr("From 0 to 100."));
  m_message->clear();
  RoutingRules routing = m_desk.draft.rules().routing;
  routing.reliablePermille = m_percent->text().toInt() * 10;
  keep(std::move(routing));
}

bool RoutingForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isMove = watched == m_list && (key->modifiers() & Qt::ControlModifier) != 0;
  switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
      if (!isMove)
        return QWidget::eventFilter(watched, event);
      move(key->key() == Qt::Key_Up ? -1 : 1);
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
      if (watched != m_list)
        return QWidget::eventFilter(watched, event);
      move(key->key() == Qt::Key_Plus ? -1 : 1);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape:
      m_message->clear();
      m_percent->setText(QString::number(m_desk.draft.rules().routing.reliablePermille / 10));
      m_worth->setValue(m_desk.draft.rules().routing.worth.amount());
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

}  // namespace loket::ui::screens
