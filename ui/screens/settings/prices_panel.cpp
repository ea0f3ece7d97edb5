#include "ui/screens/settings/prices_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/price_list.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
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
  return QStringLiteral("%1.%2").arg(minute.value / 60, 2, 10, QLatin1Char('0')).arg(minute.value % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

PricesPanel::PricesPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
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
  m_model = new models::PriceList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Price list"));
  m_list->setEmptyText(tr("Nothing like that"), tr("Esc shows everything again."));
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
  left->addWidget(m_list, 1);

  m_card = new widgets::Card(look, this);
  m_name = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, m_card);
  m_name->setObjectName(QStringLiteral("price-name"));
  m_name->setOverflow(Overflow::Wrap);
  m_kind = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, m_card);
  m_kind->setOverflow(Overflow::Wrap);
  m_price = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Ink, m_card);
  m_price->setOverflow(Overflow::Shrink);
  auto* note = new TextLabel(look, tr("Margins and rounding are set in the settings file."), TextSize::Small, Weight::Regular,
                             ColourRole::Muted, m_card);
  note->setOverflow(Overflow::Wrap);
  m_offers = new QVBoxLayout;
  m_offers->setSpacing(look.space(1.5));
  auto* right = new QVBoxLayout(m_card);
  right->setContentsMargins(look.space(5), look.space(5), look.space(5), look.space(4));
  right->setSpacing(look.space(2));
  right->addWidget(m_name);
  right->addWidget(m_kind);
  right->addWidget(m_price);
  right->addSpacing(look.space(2));
  right->addLayout(m_offers);
  right->addStretch();
  right->addWidget(note);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_card);
  setFocusProxy(m_search);
  connect(m_update, &QAbstractButton::clicked, this, &PricesPanel::askSuppliers);
  connect(m_search, &QLineEdit::textChanged, this, &PricesPanel::narrow);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &PricesPanel::showDetails);
  connect(&counter.bridge, &bridge::CoreBridge::catalogueChanged, this, [this] {
    if (isVisible())
      bring();
  });
}

void PricesPanel::enter() {
  m_message->clear();
  bring();
  m_search->selectAll();
  m_search->setFocus();
}

void PricesPanel::bring() {
  m_counter.bridge.catalogue({}, this, [this](const Result<std::vector<Product>>& products) {
    if (!products)
      return;
    m_model->replace(*products, m_counter.clock.now());
    narrow(m_search->text());
  });
}

void PricesPanel::askSuppliers() {
  m_message->setMessage(theme::Tone::Neutral, tr("Asking the suppliers for their prices…"),
                        QStringLiteral("refresh"));
  m_counter.bridge.syncCatalogue(this, [this](const Result<int>& count) {
    if (count)
      m_message->setMessage(theme::Tone::Success, tr("%n products are up to date.", nullptr, *count));
    else
      m_message->setMessage(count.error().code == ErrorCode::PricesLimited ? theme::Tone::Neutral : theme::Tone::Danger,
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
  for (TextLabel* label : {m_name, m_kind, m_price}) label->setVisible(isChosen);
  if (!isChosen)
    return;
  const Product& product = m_model->at(current.row());
  m_name->setText(QString::fromStdString(product.name));
  m_kind->setText(text::familyName(product.family) +
                  (product.category.empty() ? QString() : QStringLiteral(" · ") + QString::fromStdString(product.category)));
  m_price->setText(m_model->data(current, widgets::AmountRole).toString());
  const Offer* best = product.bestOffer();
  const auto fact = [&](const QString& caption, const QString& value, ColourRole colour = ColourRole::Ink,
                        Weight weight = Weight::Regular) {
    auto* row = new CaptionRow(look, caption, m_card);
    row->setValue(value, colour, weight);
    m_offers->addWidget(row);
  };
  for (const Offer& offer : product.offers) {
    auto* who = new TextLabel(look,
                              text::supplierName(offer.upstream) + QStringLiteral(" · ") + QString::fromStdString(offer.sku.str()),
                              TextSize::Body, Weight::SemiBold, &offer == best ? ColourRole::Success : ColourRole::Ink, m_card);
    who->setOverflow(Overflow::Elide);
    m_offers->addWidget(who);
    fact(product.kind == ProductKind::Bill ? tr("Takes above the bill") : tr("Takes"), text::rupiah(offer.cost));
    if (const auto profit = models::profitOf(product, offer))
      fact(tr("Left for the shop"), text::rupiah(*profit), profit->isNegative() ? ColourRole::Danger : ColourRole::Ink,
           Weight::SemiBold);
    if (!offer.available)
      fact(tr("Now"), tr("not delivered"), ColourRole::Danger);
    if (!offer.cutOff.isNone())
      fact(tr("Closed every day"), tr("%1 to %2").arg(clock(offer.cutOff.from), clock(offer.cutOff.to)));
  }
}

bool PricesPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_F6 && !key->isAutoRepeat()) {
    askSuppliers();
    return true;
  }
  if (key->key() == Qt::Key_Escape) {
    if (m_search->text().isEmpty())
      emit left();
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
  return {{tr("letters"), tr("search")},
          {QStringLiteral("↑ ↓"), tr("move")},
          {QStringLiteral("F6"), tr("ask the suppliers")},
          {QStringLiteral("Esc"), tr("clear, then back")}};
}

}  // namespace loket::ui::screens
