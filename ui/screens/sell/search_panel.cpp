#include "ui/screens/sell/search_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/payment_look.h"
#include "ui/models/product_list.h"
#include "ui/models/suggestion_rows.h"
#include "ui/screens/sell/doors.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/payments.h"
#include "ui/widgets/card.h"
#include "ui/widgets/door_button.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/suggestion_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kDoorColumns = 3;
constexpr int kSuggestionLimit = 8;
constexpr int kSuggestDebounceMs = 60;
constexpr qsizetype kSlipCodeMin = 6;  // a claim code; references are longer
constexpr qsizetype kNameMin = 3;  // one letter or two are the beginning of somebody's name whatever they are

// A claim code has six of these letters and of the digits 2 to 9: none that are mistaken for each other.
bool mayBeginCode(const QString& typed) {
  static const QString kLetters = QStringLiteral("ABCDEFGHJKLMNPQRSTUVWXYZ");
  return typed.size() < kSlipCodeMin &&
         std::all_of(typed.begin(), typed.end(), [](QChar c) { return kLetters.contains(c.toUpper()); });
}

// A word of it begins like this.
bool isNamedSo(const std::string& name, const QString& typed) {
  const QString words = QString::fromStdString(name);
  for (qsizetype at = words.indexOf(typed, 0, Qt::CaseInsensitive); at >= 0;
       at = words.indexOf(typed, at + 1, Qt::CaseInsensitive))
    if (at == 0 || !words[at - 1].isLetterOrNumber())
      return true;
  return false;
}

ProductKind kindOf(const api::Suggestion& suggestion) {
  if (suggestion.family == Family::Transfer)
    return ProductKind::Transfer;
  const bool priced = !suggestion.prices.empty() && suggestion.prices.front().isPositive();
  return priced ? ProductKind::Prepaid : ProductKind::Bill;
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
namespace metric = theme::metric;

SearchPanel::SearchPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_box = new widgets::SearchBox(look, this);
  m_message = new widgets::InlineMessage(look, this);

  m_suggestionCard = new widgets::Card(look, this);
  m_suggestions = new widgets::SuggestionList(look, m_suggestionCard);
  auto* inset = new QVBoxLayout(m_suggestionCard);
  const int gap = look.px(metric::kSuggestionInset);
  inset->setContentsMargins(gap, gap, gap, gap);
  inset->addWidget(m_suggestions);

  m_chosenCard = new widgets::Card(look, this);
  m_chosenTile = new widgets::IconTile(look, QStringLiteral("dots"), theme::Family::Other,
                                       widgets::TileSize::Normal, m_chosenCard);
  m_chosenName =
      new widgets::TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_chosenCard);
  m_chosenName->setOverflow(widgets::Overflow::Elide);
  m_chosenWhat =
      new widgets::TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, m_chosenCard);
  m_chosenWhat->setOverflow(widgets::Overflow::Elide);
  auto* chosen = new QGridLayout(m_chosenCard);
  chosen->setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3));
  chosen->setHorizontalSpacing(look.space(3));
  chosen->setVerticalSpacing(0);
  chosen->addWidget(m_chosenTile, 0, 0, 2, 1);
  chosen->addWidget(m_chosenName, 0, 1);
  chosen->addWidget(m_chosenWhat, 1, 1);
  chosen->setColumnStretch(1, 1);

  m_productCard = new widgets::Card(look, this);
  m_productTitle =
      new widgets::TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_productCard);
  m_productModel = new models::ProductList(this);
  m_products = new widgets::RowList(look, m_productCard);
  m_products->setColumns(widgets::RowColumn::Tile);
  m_products->setModel(m_productModel);
  m_products->setEmptyText(tr("No product here"),
                           tr("Type less, or bring the price list up to date in Settings."));
  auto* list = new QVBoxLayout(m_productCard);
  list->setContentsMargins(look.space(0.25), look.space(3), look.space(0.25), look.space(2));
  list->setSpacing(look.space(2));
  m_productTitle->setContentsMargins(look.space(4), 0, look.space(4), 0);
  auto* titleRow = new QHBoxLayout;
  titleRow->setContentsMargins(look.space(4.5), 0, look.space(4.5), 0);
  titleRow->addWidget(m_productTitle);
  list->addLayout(titleRow);
  list->addWidget(new widgets::Divider(look, Qt::Horizontal, m_productCard));
  list->addWidget(m_products, 1);

  m_doorArea = new QWidget(this);
  makeDoors();

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins({});
  column->setSpacing(look.space(3));
  column->addWidget(m_box);
  column->addWidget(m_message);
  column->addWidget(m_suggestionCard);
  column->addWidget(m_chosenCard);
  column->addWidget(m_productCard, 100);
  column->addSpacing(look.space(1));
  column->addWidget(m_doorArea);
  column->addStretch(1);

  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kSuggestDebounceMs);
  connect(&m_debounce, &QTimer::timeout, this, &SearchPanel::ask);
  connect(m_box, &widgets::SearchBox::edited, this, &SearchPanel::edited);
  connect(m_box, &widgets::SearchBox::accepted, this, &SearchPanel::accept);
  connect(m_box, &widgets::SearchBox::cancelled, this, &SearchPanel::escape);
  connect(m_suggestions, &widgets::SuggestionList::rowActivated, this, &SearchPanel::chooseSuggestion);
  connect(m_suggestions, &widgets::SuggestionList::choiceChanged, this, &SearchPanel::slideChoices,
          Qt::QueuedConnection);
  connect(m_products, &widgets::RowList::rowActivated, this,
          [this](const QModelIndex& index) { chooseProduct(index.row()); });
  connect(m_products, &QAbstractItemView::clicked, this,
          [this](const QModelIndex& index) { chooseProduct(index.row()); });
  m_box->field()->installEventFilter(this);
  setFocusProxy(m_box);
  m_message->clear();
  show(Mode::Doors);
}

void SearchPanel::makeDoors() {
  const theme::Theme& look = m_counter.theme;
  auto* grid = new QGridLayout(m_doorArea);
  grid->setContentsMargins({});
  grid->setSpacing(look.space(3));
  const QList<Door> all = doors();
  for (int i = 0; i < all.size(); ++i) {
    const Door& door = all.at(i);
    auto* button = new widgets::DoorButton(look, door.icon, door.tint, door.title, door.subtitle, m_doorArea);
    button->installEventFilter(this);
    connect(button, &QAbstractButton::clicked, this, [this, i] { openDoor(i); });
    grid->addWidget(button, i / kDoorColumns, i % kDoorColumns);
    m_doors.push_back(button);
  }
}

void SearchPanel::enter() {
  m_debounce.stop();
  ++m_asked;
  m_enterWaits = false;
  if (m_flow.step() == SellStep::Number) {
    const Choice& choice = m_flow.choice();
    m_chosenTile->setIcon(models::familyIcon(choice.family), models::tintOf(choice.family));
    m_chosenName->setText(choice.productName.isEmpty() ? text::familyName(choice.family)
                                                       : choice.productName);
    m_chosenWhat->setText(text::numberLabel(choice.family) + QStringLiteral(": ") +
                          text::numberHint(choice.family));
    m_box->setText(QString::fromStdString(choice.number));
    m_box->field()->selectAll();
    show(Mode::Number);
  } else {
    m_box->clear();
    show(Mode::Doors);
  }
  if (m_flow.error())
    m_message->setMessage(theme::Tone::Danger, text::sentence(*m_flow.error()));
  m_box->setFocus();
}

void SearchPanel::type(const QString& text) {
  m_box->setText(text);
  edited(text);
}

void SearchPanel::show(Mode mode) {
  m_mode = mode;
  m_message->clear();
  m_suggestionCard->setVisible(mode == Mode::Suggestions && m_suggestions->count() > 0);
  m_chosenCard->setVisible(mode == Mode::Number);
  m_productCard->setVisible(mode == Mode::Products);
  switch (mode) {
    case Mode::Doors:
    case Mode::Suggestions:
      m_box->setPlaceholder({});
      m_box->setHint(tr("name, number or product"));
      m_box->setNavigationTarget(mode == Mode::Suggestions ? m_suggestions : nullptr);
      break;
    case Mode::Products:
      m_box->setPlaceholder(tr("narrow down: 50, telkomsel…"));
      m_box->setHint({});
      m_box->setNavigationTarget(m_products);
      break;
    case Mode::Number:
      m_box->setPlaceholder(text::numberLabel(m_flow.choice().family));
      m_box->setHint(text::numberHint(m_flow.choice().family));
      m_box->setNavigationTarget(nullptr);
      break;
  }
  fitDoors();
  emit hintsChanged();
}

void SearchPanel::fitDoors() {
  if (m_mode != Mode::Suggestions) {
    m_doorArea->setVisible(m_mode == Mode::Doors);
    return;
  }
  const int used = m_box->sizeHint().height() + m_suggestions->sizeHint().height() +
                   (m_message->isHidden() ? 0 : m_message->sizeHint().height()) + m_counter.theme.space(12);
  m_doorArea->setVisible(used + m_doorArea->sizeHint().height() <= height());
}

void SearchPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitDoors();
}

void SearchPanel::edited(const QString& text) {
  m_message->clear();
  m_slip.reset();
  if (m_mode == Mode::Number)
    return;
  if (m_mode == Mode::Products) {
    m_productModel->narrow(text);
    if (m_productModel->rowCount() > 0)
      m_products->setCurrentIndex(m_productModel->index(0));
    return;
  }
  m_enterWaits = false;
  ++m_asked;
  if (text.trimmed().isEmpty()) {
    m_debounce.stop();
    m_found.clear();
    m_suggestions->setSuggestions({});
    show(Mode::Doors);
    return;
  }
  m_debounce.start();
}

void SearchPanel::ask() {
  const int asked = ++m_asked;
  m_counter.bridge.suggest(m_box->text().toStdString(), kSuggestionLimit, this,
                           [this, asked](const Result<std::vector<api::Suggestion>>& found) {
                             if (asked == m_asked)
                               takeSuggestions(found.value_or(std::vector<api::Suggestion>()));
                           });
}

void SearchPanel::takeSuggestions(const std::vector<api::Suggestion>& suggestions) {
  m_found = suggestions;
  m_suggestions->setSuggestions(models::suggestionRows(m_found, m_counter.clock.now()));
  show(Mode::Suggestions);
  m_suggestionCard->setMaximumHeight(m_suggestions->sizeHint().height() +
                                     2 * m_counter.theme.px(metric::kSuggestionInset));
  if (m_found.empty()) {
    m_message->setMessage(
        theme::Tone::Neutral,
        tr("Nothing fits “%1”. Try a name, a full number, or a door below.").arg(m_box->text()));
    lookForSlip();
  } else if (m_enterWaits) {
    m_enterWaits = false;
    m_suggestions->activateRow(0);
  }
}

void SearchPanel::lookForSlip() {
  const QString typed = m_box->text().trimmed();
  const bool isCode = typed.size() >= kSlipCodeMin && std::all_of(typed.begin(), typed.end(), [](QChar c) {
    return c.unicode() < 0x80 && c.isLetterOrNumber();
  });
  if (!isCode)
    return;
  m_counter.bridge.payment(typed.toUpper().toStdString(), this,
                           [this, asked = m_asked, typed](const Result<api::PaymentDetail>& found) {
                             if (asked != m_asked || !found)
                               return;
                             m_slip = found->payment.ref;
                             m_message->setMessage(theme::Tone::Primary,
                                                   tr("“%1” is on a slip: %2 · %3. Enter opens it.")
                                                       .arg(typed, text::title(found->payment), text::pillWord(found->payment)));
                             if (std::exchange(m_enterWaits, false))
                               emit slipWanted(*m_slip);
                           });
}

void SearchPanel::accept() {
  switch (m_mode) {
    case Mode::Number:
      m_flow.setNumber(m_box->text());
      return;
    case Mode::Products:
      if (m_products->currentIndex().isValid())
        chooseProduct(m_products->currentIndex().row());
      else
        m_enterWaits = true;
      return;
    case Mode::Doors:
    case Mode::Suggestions:
      break;
  }
  if (m_box->text().trimmed().isEmpty())
    return;
  if (m_debounce.isActive()) {
    m_debounce.stop();
    m_enterWaits = true;
    ask();
  } else if (m_slip) {
    emit slipWanted(*m_slip);
  } else if (m_mode == Mode::Suggestions && m_suggestions->count() > 0) {
    m_suggestions->activateRow(m_suggestions->currentRow());
  } else {
    m_enterWaits = true;
  }
}

void SearchPanel::escape() {
  if (m_mode == Mode::Number)
    return m_flow.startOver();
  m_box->clear();
  edited({});
  if (m_mode == Mode::Products)
    show(Mode::Doors);
}

// The chips slide so that the chosen one keeps its neighbours in sight.
void SearchPanel::slideChoices(int row, int choice) {
  api::Suggestion& suggestion = m_found[static_cast<std::size_t>(row)];
  const models::ChoiceWindow before = models::choiceWindow(suggestion);
  suggestion.preselected = before.first + choice;
  if (models::choiceWindow(suggestion).first == before.first)
    return;
  m_suggestions->setSuggestions(models::suggestionRows(m_found, m_counter.clock.now()));
  m_suggestions->setCurrentRow(row);
}

void SearchPanel::chooseSuggestion(int row, int choice) {
  const api::Suggestion& suggestion = m_found[static_cast<std::size_t>(row)];
  const int index = choice < 0 ? 0 : models::choiceWindow(suggestion).first + choice;
  if (index >= static_cast<int>(suggestion.products.size()))
    return;
  Choice chosen;
  chosen.product = suggestion.products[static_cast<std::size_t>(index)].str();
  chosen.family = suggestion.family;
  chosen.kind = kindOf(suggestion);
  chosen.number = suggestion.number;
  chosen.productName = QString::fromStdString(suggestion.productName);
  m_flow.choose(chosen);
}

void SearchPanel::chooseProduct(int row) {
  const Product& product = m_productModel->at(row);
  Choice chosen;
  chosen.product = product.id.str();
  chosen.productName = QString::fromStdString(product.name);
  chosen.family = product.family;
  chosen.kind = product.kind;
  m_flow.choose(chosen);
}

void SearchPanel::openDoor(int door) {
  const Door opened = doors().at(door);
  m_productTitle->setText(opened.title);
  m_counter.bridge.catalogue({}, this, [this, opened](const Result<std::vector<Product>>& products) {
    m_productModel->replace(products.value_or(std::vector<Product>()), opened.families,
                            m_counter.clock.now());
    if (m_mode != Mode::Products)
      return;
    edited(m_box->text());  // what was typed meanwhile
    if (std::exchange(m_enterWaits, false))
      accept();
  });
  ++m_asked;
  m_enterWaits = false;
  m_productModel->replace({}, {}, m_counter.clock.now());
  m_box->clear();
  show(Mode::Products);
  m_box->setFocus();
}

// Somebody who reads a slip's code types it letter by letter, and its first digit chooses nothing. Where
// three letters are the beginning of a name that is offered it is the name.
bool SearchPanel::isCodePerhaps() const {
  const QString typed = m_box->text();
  if (!mayBeginCode(typed))
    return false;
  return typed.size() < kNameMin || std::none_of(m_found.begin(), m_found.end(), [&typed](const auto& one) {
           return isNamedSo(one.name, typed) || isNamedSo(one.productName, typed);
         });
}

bool SearchPanel::digitPicks(int key) const {
  if (m_mode != Mode::Suggestions || key < Qt::Key_1 || key >= Qt::Key_1 + m_suggestions->count())
    return false;
  const QString typed = m_box->text();
  if (key != Qt::Key_1 && isCodePerhaps())
    return false;
  bool letter = false;
  for (const QChar c : typed) {
    if (c.isDigit())
      return false;
    letter = letter || c.isLetter();
  }
  return letter && !typed.endsWith(QLatin1Char(' '));
}

bool SearchPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_box->field()) {
    const bool alt = (key->modifiers() & Qt::AltModifier) != 0;
    if ((alt || digitPicks(key->key())) && m_suggestions->activateRow(key->key() - Qt::Key_1))
      return true;
    if (m_mode == Mode::Doors && key->key() == Qt::Key_Down) {
      m_doors.front()->setFocus(Qt::TabFocusReason);
      return true;
    }
    return QWidget::eventFilter(watched, event);
  }
  const auto door = std::find(m_doors.begin(), m_doors.end(), watched);
  if (door == m_doors.end())
    return QWidget::eventFilter(watched, event);
  const auto index = static_cast<int>(door - m_doors.begin());
  const auto moveTo = [this](int to) {
    if (to >= 0 && to < static_cast<int>(m_doors.size()))
      m_doors[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
    else
      m_box->setFocus();
    return true;
  };
  switch (key->key()) {
    case Qt::Key_Left:
      return moveTo(index - 1);
    case Qt::Key_Right:
      return moveTo(std::min(index + 1, static_cast<int>(m_doors.size()) - 1));
    case Qt::Key_Up:
      return moveTo(index - kDoorColumns);
    case Qt::Key_Down:
      return moveTo(std::min(index + kDoorColumns, static_cast<int>(m_doors.size()) - 1));
    case Qt::Key_Return:
    case Qt::Key_Enter:
      openDoor(index);
      return true;
    case Qt::Key_Escape:
      m_box->setFocus();
      return true;
    default:
      break;
  }
  if (!key->text().isEmpty() && key->text().front().isLetterOrNumber()) {
    m_box->setFocus();
    type(m_box->text() + key->text());
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> SearchPanel::hints() const {
  switch (m_mode) {
    case Mode::Doors:
      return {{tr("letters / digits"), tr("search")},
              {QStringLiteral("↓"), tr("product doors")},
              {QStringLiteral("F5"), tr("goods of the shop")}};
    case Mode::Suggestions:
      return {{QStringLiteral("Enter"), tr("choose")},
              {isCodePerhaps() ? QStringLiteral("Alt+1–8") : QStringLiteral("1–8"), tr("directly")},
              {QStringLiteral("↑ ↓"), tr("move")},
              {QStringLiteral("← →"), tr("nominal")},
              {QStringLiteral("Esc"), tr("clear")}};
    case Mode::Products:
      return {{QStringLiteral("Enter"), tr("choose")},
              {QStringLiteral("↑ ↓"), tr("move")},
              {QStringLiteral("Esc"), tr("back")}};
    case Mode::Number:
      return {{QStringLiteral("Enter"), tr("check")}, {QStringLiteral("Esc"), tr("other product")}};
  }
  return {};
}

}  // namespace loket::ui::screens
