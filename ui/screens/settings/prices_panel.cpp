#include "ui/screens/settings/prices_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/price_list.h"
#include "ui/screens/caption_value.h"
#include "ui/screens/settings/rules_panel.h"
#include "ui/screens/settings/save_prices_panel.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/prices.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/row_roles.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

QString clock(MinuteOfDay minute) {
  return QStringLiteral("%1.%2")
      .arg(minute.value / 60, 2, 10, QLatin1Char('0'))
      .arg(minute.value % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

PricesPanel::PricesPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  m_stack = new QStackedLayout(this);
  m_stack->setContentsMargins({});
  m_page = new QWidget;
  auto* row = new QHBoxLayout(m_page);
  row->setContentsMargins({});
  row->setSpacing(counter.theme.px(theme::metric::kColumnGap));
  row->addWidget(makeList(), 1);
  row->addWidget(makeDetails());
  m_rules = new RulesPanel(counter, m_desk);
  m_saving = new SavePricesPanel(counter, m_desk);
  m_stack->addWidget(m_page);
  m_stack->addWidget(m_rules);
  m_stack->addWidget(m_saving);
  m_page->setFocusProxy(m_search);
  connect(m_update, &QAbstractButton::clicked, this, &PricesPanel::askSuppliers);
  connect(m_search, &QLineEdit::textChanged, this, &PricesPanel::narrow);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &PricesPanel::showDetails);
  connect(m_rules, &RulesPanel::changed, this, &PricesPanel::showDraft);
  connect(m_rules, &RulesPanel::left, this, &PricesPanel::goToList);
  connect(m_rules, &RulesPanel::saveWanted, this, &PricesPanel::openSaving);
  connect(m_rules, &RulesPanel::hintsChanged, this, &PricesPanel::hintsChanged);
  connect(m_saving, &SavePricesPanel::changed, this, &PricesPanel::showDraft);
  connect(m_saving, &SavePricesPanel::saved, this, &PricesPanel::wasSaved);
  connect(m_saving, &SavePricesPanel::stale, this, &PricesPanel::bring);
  connect(m_saving, &SavePricesPanel::left, this, &PricesPanel::goToList);
  connect(&counter.bridge, &bridge::CoreBridge::catalogueChanged, this, [this] {
    m_isStale = !isVisible();
    if (!m_isStale)
      bring();
  });
}

// A locked counter comes back as it was left, and nobody enters it anew.
void PricesPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isStale)
    bring();
}

QWidget* PricesPanel::makeList() {
  const theme::Theme& look = m_counter.theme;
  auto* card = new widgets::Card(look, m_page);
  m_search = new QLineEdit(card);
  m_search->setObjectName(QStringLiteral("price-search"));
  m_search->setAccessibleName(tr("Search the price list"));
  m_search->setPlaceholderText(tr("Search the price list"));
  m_search->setFont(look.font(TextSize::Body, Weight::Medium));
  m_search->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_search->installEventFilter(this);
  m_count = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_count->setObjectName(QStringLiteral("price-count"));
  m_update = new widgets::ActionButton(look, tr("Update"), widgets::ActionKind::Secondary, card);
  m_update->setActionSize(widgets::ActionSize::Small);
  m_update->setLeadingIcon(QStringLiteral("refresh"));
  m_update->setKeyCap(QStringLiteral("F6"));
  m_update->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  m_draft = new widgets::InlineMessage(look, card);
  m_draft->setObjectName(QStringLiteral("price-draft"));
  m_draft->clear();
  m_model = new models::PriceList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("price-list"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Price list"));
  m_list->installEventFilter(this);
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(3));
  head->addWidget(m_search, 1);
  head->addWidget(m_count);
  head->addWidget(m_update);
  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(2));
  left->setSpacing(look.space(2));
  left->addLayout(head);
  left->addWidget(m_message);
  left->addWidget(m_draft);
  left->addWidget(m_list, 1);
  return card;
}

QWidget* PricesPanel::makeDetails() {
  const theme::Theme& look = m_counter.theme;
  m_card = new widgets::Card(look, m_page);
  const auto words = [&](TextSize size, Weight weight, ColourRole ink, Overflow overflow) {
    auto* label = new TextLabel(look, {}, size, weight, ink, m_card);
    label->setOverflow(overflow);
    return label;
  };
  m_name = words(TextSize::Entry, Weight::SemiBold, ColourRole::Ink, Overflow::Wrap);
  m_name->setObjectName(QStringLiteral("price-name"));
  m_kind = words(TextSize::Small, Weight::Regular, ColourRole::Muted, Overflow::Wrap);
  m_price = words(TextSize::Name, Weight::Bold, ColourRole::Ink, Overflow::Shrink);
  m_rule = words(TextSize::Small, Weight::Regular, ColourRole::Muted, Overflow::Wrap);
  m_rule->setObjectName(QStringLiteral("price-rule"));
  m_offers = new QVBoxLayout;
  m_offers->setSpacing(look.space(1.5));
  const auto button = [&](const char* name, const QString& what, const QString& key) {
    auto* one = new widgets::ActionButton(look, what, widgets::ActionKind::Secondary, m_card);
    one->setObjectName(QString::fromLatin1(name));
    one->setActionSize(widgets::ActionSize::Small);
    one->setKeyCap(key);
    one->setSpread(true);
    one->setFocusPolicy(Qt::NoFocus);
    return one;
  };
  auto* margin = button("price-margin", tr("Margin of this product"), QStringLiteral("F5"));
  auto* all = button("price-rules", tr("All margins and suppliers"), QStringLiteral("F7"));
  auto* right = new QVBoxLayout(m_card);
  right->setContentsMargins(look.space(5), look.space(5), look.space(5), look.space(4));
  right->setSpacing(look.space(2));
  right->addWidget(m_name);
  right->addWidget(m_kind);
  right->addWidget(m_price);
  right->addWidget(m_rule);
  right->addSpacing(look.space(1));
  right->addLayout(m_offers);
  right->addStretch();
  right->addWidget(margin);
  right->addWidget(all);
  connect(margin, &QAbstractButton::clicked, this, [this] {
    if (const Product* product = chosen())
      openRules(product->id.str());
  });
  connect(all, &QAbstractButton::clicked, this, [this] { openRules({}); });
  return m_card;
}

void PricesPanel::enter() {
  m_message->clear();
  m_asksToLeave = false;
  bring();
  showDraft();
  if (m_stack->currentWidget() == m_rules)
    return m_rules->setFocus();
  if (m_stack->currentWidget() == m_saving)
    return m_saving->setFocus();
  m_search->selectAll();
  m_search->setFocus();
}

// The rules first: the products are shown by them.
void PricesPanel::bring() {
  m_isStale = false;
  bringRules();
  m_counter.bridge.catalogue({}, this, [this](const Result<std::vector<Product>>& products) {
    if (!products)
      return m_message->setMessage(theme::Tone::Danger, text::sentence(products.error()));
    m_desk.products = *products;
    showProducts();
  });
}

void PricesPanel::bringRules() {
  m_counter.bridge.config(this, [this](const Result<api::Config>& config) {
    if (!config)
      return m_message->setMessage(theme::Tone::Danger, text::sentence(config.error()));
    m_desk.suppliers.clear();
    for (const UpstreamSettings& upstream : config->upstreams) m_desk.suppliers.push_back(upstream.id);
    const bool byOthers = m_desk.draft.load(config->priceRules());
    m_hasRules = true;
    if (m_last && m_last->now != m_desk.draft.saved())
      m_last.reset();
    if (byOthers && m_stack->currentWidget() == m_saving)
      m_saving->refresh(true);
    else if (byOthers)
      m_message->setMessage(
          theme::Tone::Waiting,
          tr("Somebody else has changed the prices meanwhile. Your changes are kept on top of that."));
    showProducts();
  });
}

// In the draft's prices, so that the list is what it will be.
void PricesPanel::showProducts() {
  const std::string id = chosen() == nullptr ? std::string() : chosen()->id.str();
  const bool isDraft = m_hasRules && m_desk.draft.isChanged();
  m_model->replace(isDraft ? repriced(m_desk.products, m_desk.draft.rules().pricing) : m_desk.products,
                   m_desk.draft.rules().routing, isDraft ? &m_desk.draft.saved() : nullptr);
  m_list->setEmptyText(
      m_desk.products.empty() ? tr("No price list yet") : tr("Nothing like that"),
      m_desk.products.empty() ? tr("F6 asks the suppliers.") : tr("Esc shows everything again."));
  narrow(m_search->text());
  for (int row = 0; !id.empty() && row < m_model->rowCount(); ++row)
    if (m_model->at(row).id.str() == id)
      m_list->setCurrentIndex(m_model->index(row));
  if (m_stack->currentWidget() == m_rules)
    m_rules->refresh();
  else if (m_stack->currentWidget() == m_saving && m_desk.draft.isChanged())
    m_saving->refresh();
}

void PricesPanel::showDraft() {
  const auto count = static_cast<int>(m_desk.draft.changes().size());
  if (m_asksToLeave)
    m_draft->setMessage(theme::Tone::Waiting,
                        tr("%1 changes are not saved. F8 saves them, Del drops them, Esc stays here.", nullptr, count)
                            .arg(text::grouped(count)));
  else if (count > 0)
    m_draft->setMessage(theme::Tone::Waiting,
                        tr("%1 changes are not saved yet: so the list would be. F8 shows and saves them.", nullptr, count)
                            .arg(text::grouped(count)));
  else
    m_draft->clear();
  if (m_stack->currentWidget() == m_page)
    showProducts();
  else if (m_stack->currentWidget() == m_rules)
    m_rules->refresh();
  emit hintsChanged();
}

const Product* PricesPanel::chosen() const {
  const int row = m_list->currentIndex().row();
  return row >= 0 && row < m_model->rowCount() ? &m_model->at(row) : nullptr;
}

void PricesPanel::openRules(const std::string& product) {
  if (!m_hasRules)
    return;
  m_message->clear();
  m_stack->setCurrentWidget(m_rules);
  m_rules->open(product);
  emit hintsChanged();
}

void PricesPanel::openSaving() {
  m_asksToLeave = false;
  if (!m_desk.draft.isChanged()) {
    m_message->setMessage(theme::Tone::Neutral, tr("Nothing has been changed."));
    return goToList();
  }
  m_message->clear();
  m_stack->setCurrentWidget(m_saving);
  m_saving->open(m_isUndoing ? SavePricesPanel::Why::Undone : SavePricesPanel::Why::Changed);
  emit hintsChanged();
}

void PricesPanel::undo() {
  if (!m_last)
    return m_message->setMessage(theme::Tone::Neutral, tr("There is no change of yours to take back."));
  if (m_desk.draft.isChanged())
    return m_message->setMessage(theme::Tone::Waiting, tr("First save or drop what is not saved yet."));
  m_desk.draft.change(m_last->before);
  m_isUndoing = true;
  openSaving();
}

void PricesPanel::goToList() {
  // What was only looked at to be taken back is no change of anybody's.
  if (std::exchange(m_isUndoing, false))
    m_desk.draft.drop();
  m_asksToLeave = false;
  m_stack->setCurrentWidget(m_page);
  showDraft();
  m_search->setFocus();
}

void PricesPanel::leave() {
  if (m_desk.draft.isChanged()) {
    m_asksToLeave = true;
    return showDraft();
  }
  emit left();
}

void PricesPanel::wasSaved(const PriceRules& before, const PriceRules& now) {
  const bool wasUndone = std::exchange(m_isUndoing, false);
  m_desk.draft.load(now);
  m_desk.draft.drop();
  m_last = Saving{before, now};
  if (m_stack->currentWidget() == m_saving)
    goToList();
  m_message->setMessage(theme::Tone::Success,
                        wasUndone ? tr("The former prices are back. Ctrl+Z undoes that.")
                                  : tr("Saved: from now on these prices count. Ctrl+Z takes it back."));
  bring();
}

void PricesPanel::askSuppliers() {
  m_message->setMessage(theme::Tone::Neutral, tr("Asking the suppliers for their prices…"),
                        QStringLiteral("refresh"));
  m_counter.bridge.syncCatalogue(this, [this](const Result<int>& count) {
    if (count)
      m_message->setMessage(theme::Tone::Success, tr("%n products are up to date.", nullptr, *count));
    else
      m_message->setMessage(
          count.error().code == ErrorCode::PricesLimited ? theme::Tone::Neutral : theme::Tone::Danger,
          text::sentence(count.error()));
  });
}

void PricesPanel::narrow(const QString& typed) {
  m_model->narrow(typed);
  m_count->setText(tr("%1 of %2").arg(text::grouped(m_model->rowCount()), text::grouped(m_model->count())));
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
  showDetails();
}

void PricesPanel::showDetails() {
  const theme::Theme& look = m_counter.theme;
  while (QLayoutItem* item = m_offers->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const QModelIndex current = m_list->currentIndex();
  const bool isChosen = current.isValid() && current.row() < m_model->rowCount();
  for (TextLabel* label : {m_name, m_kind, m_price, m_rule}) label->setVisible(isChosen);
  if (!isChosen)
    return;
  const Product& product = m_model->at(current.row());
  m_name->setText(QString::fromStdString(product.name));
  m_kind->setText(text::familyName(product.family) +
                  (product.category.empty()
                       ? QString()
                       : QStringLiteral(" · ") + QString::fromStdString(product.category)));
  m_price->setText(m_model->data(current, widgets::AmountRole).toString());
  const PricingRule& rule = m_desk.draft.rules().pricing.ruleFor(product);
  m_rule->setVisible(m_hasRules);
  if (product.kind != ProductKind::Bill)
    m_rule->setText(text::ruleText(rule));
  else
    m_rule->setText(tr("Service fee %1").arg(text::rupiah(rule.serviceFee)));
  const Offer* best = favouriteOffer(product, m_desk.draft.rules().routing);
  const auto fact = [&](const QString& caption, const QString& value, ColourRole colour = ColourRole::Ink,
                        Weight weight = Weight::Regular) {
    auto* row = new CaptionRow(look, caption, m_card);
    row->setValue(value, colour, weight);
    m_offers->addWidget(row);
  };
  for (const Offer& offer : product.offers) {
    auto* who = new TextLabel(
        look,
        text::supplierName(offer.upstream) + QStringLiteral(" · ") + QString::fromStdString(offer.sku.str()),
        TextSize::Body, Weight::SemiBold, &offer == best ? ColourRole::Success : ColourRole::Ink, m_card);
    who->setOverflow(Overflow::Elide);
    m_offers->addWidget(who);
    fact(product.kind == ProductKind::Bill ? tr("Takes above the bill") : tr("Takes"),
         text::rupiah(offer.cost));
    if (const auto profit = profitOf(product, offer))
      fact(tr("Left for the shop"), text::rupiah(*profit),
           profit->isNegative() ? ColourRole::Danger : ColourRole::Ink, Weight::SemiBold);
    if (!offer.available)
      fact(tr("Now"), tr("not delivered"), ColourRole::Danger);
    if (!offer.cutOff.isNone())
      fact(tr("Closed every day"), tr("%1 to %2").arg(clock(offer.cutOff.from), clock(offer.cutOff.to)));
  }
}

void PricesPanel::pressFunction(int number) {
  if (number == 6)
    return askSuppliers();
  if (number == 7)
    return openRules({});
  if (number == 8)
    return openSaving();
  if (const Product* product = chosen())
    openRules(product->id.str());
}

bool PricesPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (m_asksToLeave && key->key() == Qt::Key_Delete) {
    m_desk.draft.drop();
    m_asksToLeave = false;
    showDraft();
    emit left();
    return true;
  }
  if (m_asksToLeave && key->key() == Qt::Key_Escape) {
    m_asksToLeave = false;
    showDraft();
    return true;
  }
  if (key->matches(QKeySequence::Undo)) {
    undo();
    return true;
  }
  if (key->key() >= Qt::Key_F5 && key->key() <= Qt::Key_F8) {
    if (!key->isAutoRepeat())
      pressFunction(key->key() - Qt::Key_F1 + 1);
    return true;
  }
  if (key->key() == Qt::Key_Escape) {
    if (m_search->text().isEmpty())
      leave();
    else
      m_search->clear();
    m_search->setFocus();
    return true;
  }
  if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
    const int row = m_list->currentIndex().row() + (key->key() == Qt::Key_Down ? 1 : -1);
    if (row >= 0 && row < m_model->rowCount())
      m_list->setCurrentIndex(m_model->index(row));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void PricesPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_card->setFixedWidth(std::min(m_counter.theme.px(theme::metric::kFeedWidth), width() * 38 / 100));
}

QList<widgets::KeyHint> PricesPanel::hints() const {
  if (m_stack->currentWidget() == m_rules)
    return m_rules->hints();
  if (m_stack->currentWidget() == m_saving)
    return m_saving->hints();
  if (m_asksToLeave)
    return {{QStringLiteral("F8"), tr("save")},
            {QStringLiteral("Del"), tr("drop")},
            {QStringLiteral("Esc"), tr("stay")}};
  QList<widgets::KeyHint> hints = {{tr("letters"), tr("search")},
                                   {QStringLiteral("F5"), tr("margin")},
                                   {QStringLiteral("F6"), tr("ask the suppliers")},
                                   {QStringLiteral("F7"), tr("margins and suppliers")}};
  if (m_desk.draft.isChanged())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("save")};
  else if (m_last)
    hints << widgets::KeyHint{QStringLiteral("Ctrl Z"), tr("take back")};
  hints << widgets::KeyHint{QStringLiteral("Esc"), tr("clear, then back")};
  return hints;
}

}  // namespace loket::ui::screens
