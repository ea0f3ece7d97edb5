#include "ui/screens/settings/rules_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/rule_list.h"
#include "ui/screens/settings/routing_form.h"
#include "ui/screens/settings/rule_form.h"
#include "ui/text/amounts.h"
#include "ui/text/prices.h"
#include "ui/widgets/card.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;
using Kind = RuleChange::Kind;

namespace {

QString iconOf(Kind kind) {
  switch (kind) {
    case Kind::Standard:
      return QStringLiteral("settings");
    case Kind::Category:
      return QStringLiteral("filter");
    case Kind::Product:
      return QStringLiteral("wallet");
    case Kind::Order:
      return QStringLiteral("router");
    case Kind::Worth:
      return QStringLiteral("cash");
    case Kind::Reliable:
      return QStringLiteral("heart-rate-monitor");
  }
  return {};
}

}  // namespace

RulesPanel::RulesPanel(const Counter& counter, PriceDesk& desk, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_desk(desk) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* title = new TextLabel(look, tr("Margins and suppliers"), TextSize::Lead, Weight::SemiBold,
                              ColourRole::Ink, card);
  title->setOverflow(widgets::Overflow::Elide);
  m_count = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Waiting, card);
  m_count->setObjectName(QStringLiteral("rules-count"));
  m_model = new models::RuleList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("rules"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Margins and suppliers"));
  m_list->installEventFilter(this);
  auto* head = new QHBoxLayout;
  head->addWidget(title, 1);
  head->addWidget(m_count);
  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(2));
  left->setSpacing(look.space(2));
  left->addLayout(head);
  left->addWidget(m_list, 1);

  m_card = new widgets::Card(look, this);
  m_forms = new QStackedLayout(m_card);
  m_forms->setContentsMargins({});
  m_rule = new RuleForm(counter, desk, m_card);
  m_routing = new RoutingForm(counter, desk, m_card);
  m_forms->addWidget(m_rule);
  m_forms->addWidget(m_routing);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_card);
  setFocusProxy(m_list);

  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RulesPanel::showLine);
  connect(m_list, &widgets::RowList::rowActivated, this, &RulesPanel::enterForm);
  for (QWidget* form : std::initializer_list<QWidget*>{m_rule, m_routing})
    for (QWidget* part : form->findChildren<QWidget*>()) part->installEventFilter(this);
  connect(m_rule, &RuleForm::changed, this, &RulesPanel::changed);
  connect(m_routing, &RoutingForm::changed, this, &RulesPanel::changed);
  connect(m_rule, &RuleForm::left, this, &RulesPanel::leaveForm);
  connect(m_routing, &RoutingForm::left, this, &RulesPanel::leaveForm);
}

std::vector<RuleChange> RulesPanel::lines() const {
  std::vector<RuleChange> out;
  if (!m_product.empty())
    out.push_back({Kind::Product, m_product});
  out.push_back({Kind::Standard});
  for (const std::string& name : m_desk.categories()) out.push_back({Kind::Category, name});
  for (const auto* rules : {&m_desk.draft.saved().pricing.byProduct, &m_desk.draft.rules().pricing.byProduct})
    for (const auto& [id, rule] : *rules) {
      const RuleChange line{Kind::Product, id};
      if (std::none_of(out.begin(), out.end(),
                       [&line](const RuleChange& one) { return one.isSameLine(line); }))
        out.push_back(line);
    }
  for (const Kind kind : {Kind::Order, Kind::Worth, Kind::Reliable}) out.push_back({kind});
  return out;
}

void RulesPanel::refresh() {
  const std::vector<RuleChange> changes = m_desk.draft.changes();
  const RoutingRules& routing = m_desk.draft.rules().routing;
  std::vector<models::RuleRow> rows;
  for (const RuleChange& line : lines()) {
    models::RuleRow row;
    row.line = line;
    row.title = text::changeTitle(line, m_desk.productOf(line));
    switch (line.kind) {
      case Kind::Standard:
        row.subtitle = text::ruleText(m_desk.ruleOf(line));
        break;
      case Kind::Category:
      case Kind::Product:
        row.subtitle = m_desk.hasOwn(line)           ? text::ruleText(m_desk.ruleOf(line))
                       : line.kind == Kind::Category ? tr("as everything else")
                                                     : tr("as its kind of goods");
        break;
      case Kind::Order:
        row.subtitle = text::orderText(routing);
        break;
      case Kind::Worth:
        row.subtitle = text::rupiah(routing.worth);
        break;
      case Kind::Reliable:
        row.subtitle = text::percentText(routing.reliablePermille);
        break;
    }
    const bool isChanged = std::any_of(changes.begin(), changes.end(),
                                       [&line](const RuleChange& one) { return one.isSameLine(line); });
    row.detail = isChanged ? tr("not saved") : QString();
    row.icon = iconOf(line.kind);
    row.tone = isChanged ? theme::Tone::Waiting : theme::Tone::Neutral;
    rows.push_back(std::move(row));
  }
  const int current = m_list->currentIndex().row();
  const RuleChange chosen =
      current >= 0 && current < m_model->rowCount() ? m_model->at(current).line : RuleChange{};
  m_model->replace(std::move(rows));
  if (m_list->currentIndex().row() < 0)
    m_list->setCurrentIndex(m_model->index(std::max(0, m_model->rowOf(chosen))));
  m_count->setText(changes.empty() ? QString()
                                   : tr("%1 not saved").arg(text::grouped(static_cast<int>(changes.size()))));
}

void RulesPanel::open(const std::string& product) {
  m_product = product;
  refresh();
  const int row =
      m_model->rowOf(product.empty() ? RuleChange{Kind::Standard} : RuleChange{Kind::Product, product});
  m_list->setCurrentIndex(m_model->index(std::max(0, row)));
  showLine();
  if (product.empty())
    m_list->setFocus();
  else
    enterForm();
}

void RulesPanel::showLine() {
  const int row = m_list->currentIndex().row();
  if (row < 0 || row >= m_model->rowCount())
    return;
  const RuleChange line = m_model->at(row).line;
  switch (line.kind) {
    case Kind::Standard:
    case Kind::Category:
    case Kind::Product:
      m_rule->open(line);
      m_forms->setCurrentWidget(m_rule);
      return;
    case Kind::Order:
    case Kind::Worth:
    case Kind::Reliable:
      m_routing->open(line.kind);
      m_forms->setCurrentWidget(m_routing);
      return;
  }
}

void RulesPanel::enterForm() {
  if (m_forms->currentWidget() == m_rule)
    m_rule->takeKeyboard();
  else
    m_routing->takeKeyboard();
  emit hintsChanged();
}

void RulesPanel::leaveForm() {
  m_list->setFocus();
  emit hintsChanged();
}

bool RulesPanel::isInForm() const {
  const QWidget* focus = focusWidget();
  return focus != nullptr && m_card->isAncestorOf(focus);
}

void RulesPanel::takeBack() {
  const int row = m_list->currentIndex().row();
  if (row < 0 || row >= m_model->rowCount())
    return;
  m_desk.draft.takeBack(m_model->at(row).line);
  showLine();
  emit changed();
}

bool RulesPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_F8 && !key->isAutoRepeat()) {
    emit saveWanted();
    return true;
  }
  if (watched != m_list)
    return QWidget::eventFilter(watched, event);
  switch (key->key()) {
    case Qt::Key_Delete:
      takeBack();
      return true;
    case Qt::Key_F7:
      if (m_forms->currentWidget() == m_rule)
        m_rule->toggleOwn();
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void RulesPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_card->setFixedWidth(width() * 54 / 100);
}

QList<widgets::KeyHint> RulesPanel::hints() const {
  if (!isInForm())
    return {{QStringLiteral("↑ ↓"), tr("move")},
            {QStringLiteral("Enter"), tr("change")},
            {QStringLiteral("Del"), tr("as it was")},
            {QStringLiteral("F8"), tr("save")},
            {QStringLiteral("Esc"), tr("price list")}};
  if (m_forms->currentWidget() == m_routing && m_list->currentIndex().isValid() &&
      m_model->at(m_list->currentIndex().row()).line.kind == Kind::Order)
    return {{QStringLiteral("Ctrl ↑ ↓"), tr("up or down")},
            {QStringLiteral("F8"), tr("save")},
            {QStringLiteral("Esc"), tr("done")}};
  return {{QStringLiteral("Tab"), tr("next field")},
          {QStringLiteral("F8"), tr("save")},
          {QStringLiteral("Esc"), tr("done")}};
}

}  // namespace loket::ui::screens
