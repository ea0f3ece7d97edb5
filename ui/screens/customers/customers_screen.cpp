#include "ui/screens/customers/customers_screen.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/models/customer_list.h"
#include "ui/screens/customers/bon_panel.h"
#include "ui/screens/customers/customer_card.h"
#include "ui/screens/customers/customer_form.h"
#include "ui/screens/customers/import_panel.h"
#include "ui/text/amounts.h"
#include "ui/text/customers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kCustomersAtOnce = 100;
constexpr int kCustomersDebounceMs = 80;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::ActionButton;
using widgets::ActionKind;
using widgets::Overflow;
using widgets::TextLabel;

CustomersScreen::CustomersScreen(const Counter& counter, QWidget* parent) : Page(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_stack = new QStackedWidget(this);
  m_stack->setMinimumSize(1, 1);
  m_book = makeBook();
  m_import = new ImportPanel(counter);
  m_stack->addWidget(m_book);
  m_stack->addWidget(m_import);
  auto* outer = new QVBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  outer->setContentsMargins(side, top, side, top);
  outer->addWidget(m_stack);

  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kCustomersDebounceMs);
  connect(&m_debounce, &QTimer::timeout, this, [this] { bring(); });
  connect(m_search, &QLineEdit::textEdited, this, [this] {
    m_sellWaits = false;
    m_debounce.start();
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, [this] { bring(m_card->view().customer.id); });
  connect(m_model, &models::CustomerList::moreWanted, this, &CustomersScreen::more);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
          &CustomersScreen::showCurrent);
  connect(m_list, &widgets::RowList::rowActivated, this, &CustomersScreen::sell);
  connect(m_card->numbers(), &widgets::RowList::rowActivated, this, &CustomersScreen::sell);
  connect(m_card, &CustomerCard::sellWanted, this, &CustomersScreen::sell);
  connect(m_card, &CustomerCard::editWanted, this, &CustomersScreen::edit);
  connect(m_card, &CustomerCard::removeWanted, this, &CustomersScreen::remove);
  connect(m_card, &CustomerCard::bonWanted, this, &CustomersScreen::takeBon);
  connect(m_form, &CustomerForm::kept, this, [this](const api::CustomerView& view) {
    // Whoever was just written down is to be seen, whatever was searched for.
    if (m_model->rowOf(view.customer.id) < 0) {
      m_search->setText(QString::fromStdString(view.customer.name));
      m_owingOnly = false;
    }
    backToList();
    bring(view.customer.id);
  });
  connect(m_form, &CustomerForm::left, this, &CustomersScreen::backToList);
  connect(m_bon, &BonPanel::left, this, &CustomersScreen::backToList);
  connect(m_bon, &BonPanel::taken, this, [this](Money amount, Money left) {
    const auto id = m_card->view().customer.id;
    backToList();
    bring(id);
    m_card->say(Tone::Success,
                left.isPositive()
                    ? tr("Received: %1. Still owes %2.").arg(text::rupiah(amount), text::rupiah(left))
                    : tr("Received: %1. Nothing is owed any more.").arg(text::rupiah(amount)));
  });
  connect(m_import, &ImportPanel::hintsChanged, this, &Page::hintsChanged);
  connect(m_import, &ImportPanel::left, this, [this] { front(m_book); });
  connect(m_import, &ImportPanel::kept, this, [this](const api::ImportView& import) {
    m_search->clear();
    m_owingOnly = false;
    front(m_book);
    bring();
    const customer::ImportId id = import.id;
    Undo undo{text::importedLine(import), {}};
    if (!id.empty())
      undo.takeBack = [this, id] {
        m_counter.bridge.undoCustomerImport(id, this, [this](const Result<customer::ImportId>& done) {
          offer(Undo{done ? tr("The import was taken back.") : text::customerSentence(done.error()), {}});
          bring();
        });
      };
    offer(std::move(undo));
  });
}

QWidget* CustomersScreen::makeBook() {
  const theme::Theme& look = m_counter.theme;
  auto* book = new QWidget;
  auto* card = new widgets::Card(look, book);
  m_model = new models::CustomerList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("customers"));
  m_list->setAccessibleName(tr("Customers"));
  m_list->setColumns(widgets::RowColumns(widgets::RowColumn::Tile));
  m_list->setModel(m_model);
  m_list->installEventFilter(this);
  m_cut = new TextLabel(look, tr("There are more. Type more of the name."), TextSize::Small, Weight::Regular,
                        ColourRole::Muted, card);
  m_cut->setAlignment(Qt::AlignCenter);
  m_cut->setOverflow(Overflow::Elide);
  m_cut->hide();
  auto* fresh = new ActionButton(look, tr("New customer"), ActionKind::Secondary, card);
  fresh->setKeyCap(QStringLiteral("F5"));
  auto* import = new ActionButton(look, tr("Import contacts"), ActionKind::Secondary, card);
  import->setObjectName(QStringLiteral("customers-import"));
  import->setKeyCap(QStringLiteral("F6"));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(look.space(5), look.space(3), look.space(5), look.space(1));
  foot->setSpacing(look.space(2));
  for (ActionButton* button : {fresh, import}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
    foot->addWidget(button);
  }
  foot->addStretch();
  connect(fresh, &QAbstractButton::clicked, this, &CustomersScreen::add);
  connect(import, &QAbstractButton::clicked, this, &CustomersScreen::askFile);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(0.25), 0, look.space(0.25), look.space(2));
  column->setSpacing(0);
  column->addWidget(makeHead(card));
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addWidget(m_list, 1);
  column->addWidget(m_cut);
  column->addWidget(makeUndo(card));
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addLayout(foot);

  m_right = new QStackedWidget(book);
  m_right->setMinimumSize(1, 1);
  m_teaching = makeTeaching();
  m_card = new CustomerCard(m_counter);
  m_card->numbers()->installEventFilter(this);
  m_form = new CustomerForm(m_counter);
  m_bon = new BonPanel(m_counter);
  for (QWidget* panel : std::initializer_list<QWidget*>{m_teaching, m_card, m_form, m_bon})
    m_right->addWidget(panel);
  auto* row = new QHBoxLayout(book);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_right);
  return book;
}

QWidget* CustomersScreen::makeHead(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* head = new QWidget(card);
  m_search = new QLineEdit(head);
  m_search->setObjectName(QStringLiteral("customers-search"));
  m_search->setFont(look.font(TextSize::Body));
  m_search->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_search->setPlaceholderText(tr("name or number"));
  m_search->setAccessibleName(tr("Search the customers"));
  m_search
      ->addAction(look.icon(QStringLiteral("search"), ColourRole::Muted, look.px(theme::metric::kIcon)),
                  QLineEdit::LeadingPosition)
      ->setText(m_search->accessibleName());
  m_search->installEventFilter(this);
  m_count = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, head);
  m_count->setObjectName(QStringLiteral("customers-count"));
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  words->addWidget(
      new TextLabel(look, tr("Customers"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, head));
  words->addWidget(m_count);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(look.space(5), look.space(3), look.space(5), look.space(3));
  row->setSpacing(look.space(2));
  row->addLayout(words);
  row->addSpacing(look.space(2));
  row->addWidget(m_search, 1);
  for (const QString& name : {tr("All"), tr("Owing")}) {
    const bool isOwing = !m_chips.empty();
    auto* chip = new widgets::Chip(look, name, head);
    chip->setFocusPolicy(Qt::NoFocus);
    chip->setChecked(isOwing == m_owingOnly);
    connect(chip, &QAbstractButton::clicked, this, [this, isOwing] {
      m_owingOnly = isOwing;
      bring();
    });
    row->addWidget(chip);
    m_chips.push_back(chip);
  }
  return head;
}

QWidget* CustomersScreen::makeUndo(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* bar = new widgets::Surface(look, ColourRole::PrimarySoft, {}, card);
  m_undoBar = bar;
  m_undoBar->setObjectName(QStringLiteral("customers-undo"));
  m_undoWords = new TextLabel(look, {}, TextSize::Body, Weight::Medium, ColourRole::Ink, bar);
  m_undoWords->setObjectName(QStringLiteral("customers-undo-words"));
  m_undoWords->setOverflow(Overflow::Elide);
  auto* back = new ActionButton(look, tr("Undo"), ActionKind::Secondary, bar);
  back->setObjectName(QStringLiteral("customers-undo-go"));
  back->setActionSize(widgets::ActionSize::Small);
  back->setKeyCap(QStringLiteral("Ctrl+Z"));
  back->setFocusPolicy(Qt::NoFocus);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(look.space(5), look.space(1.5), look.space(3), look.space(1.5));
  row->setSpacing(look.space(3));
  row->addWidget(m_undoWords, 1);
  row->addWidget(back);
  connect(back, &QAbstractButton::clicked, this, &CustomersScreen::takeBack);
  bar->hide();
  return bar;
}

// What an owner does on the first day, when nobody is known yet.
QWidget* CustomersScreen::makeTeaching() {
  const theme::Theme& look = m_counter.theme;
  auto* panel = new widgets::Card(look);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(2.5));
  const auto words = [&](const QString& text, TextSize size, Weight weight, ColourRole colour) {
    auto* label = new TextLabel(look, text, size, weight, colour, panel);
    label->setOverflow(Overflow::Wrap);
    column->addWidget(label);
  };
  column->addWidget(
      new widgets::IconTile(look, QStringLiteral("users"), Tone::Primary, widgets::TileSize::Large, panel));
  words(tr("Bring the customers from the phone"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink);
  words(tr("1. On the phone open Contacts, then Export or Share, and choose a .vcf file."), TextSize::Body,
        Weight::Regular, ColourRole::Ink);
  words(tr("2. Send the file to this computer: by cable, e-mail or WhatsApp."), TextSize::Body,
        Weight::Regular, ColourRole::Ink);
  words(tr("3. Press F6 and choose it. You see every line before anything is kept."), TextSize::Body,
        Weight::Regular, ColourRole::Ink);
  words(tr("A table does too: two columns, name and number, saved as CSV."), TextSize::Small, Weight::Regular,
        ColourRole::Muted);
  column->addStretch();
  auto* go = new ActionButton(look, tr("Choose a file"), ActionKind::Primary, panel);
  go->setActionSize(widgets::ActionSize::Small);
  go->setKeyCap(QStringLiteral("F6"));
  go->setFocusPolicy(Qt::NoFocus);
  go->setSpread(true);
  column->addWidget(go);
  connect(go, &QAbstractButton::clicked, this, &CustomersScreen::askFile);
  return panel;
}

bool CustomersScreen::isBookInFront() const {
  return m_stack->currentWidget() == m_book;
}

void CustomersScreen::front(QWidget* panel) {
  m_stack->setCurrentWidget(panel);
  if (panel == m_book)
    m_search->setFocus();
  emit hintsChanged();
}

void CustomersScreen::enter() {
  if (!isBookInFront()) {
    m_import->setFocus();
    return;
  }
  // What was being written stays as it is.
  if (m_right->currentWidget() == m_form || m_right->currentWidget() == m_bon) {
    m_right->currentWidget()->setFocus();
    if (m_right->currentWidget() == m_form)
      m_form->nameField()->setFocus();
    return;
  }
  bring(m_card->view().customer.id);
  m_search->setFocus();
  m_search->selectAll();
}

void CustomersScreen::bring(const customer::CustomerId& wanted) {
  m_debounce.stop();
  const int round = ++m_round;
  m_asking = true;
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChecked((i == 1) == m_owingOnly);
  api::CustomerFilter filter;
  filter.text = m_search->text().toStdString();
  filter.who = m_owingOnly ? api::CustomersWho::Owing : api::CustomersWho::All;
  filter.limit = kCustomersAtOnce;
  const bool isSearch = !m_search->text().trimmed().isEmpty();
  m_counter.bridge.customers(filter, this, [=, this](const Result<api::CustomerPage>& found) {
    if (round != m_round)
      return;
    m_asking = false;
    const bool sellWaits = std::exchange(m_sellWaits, false);
    if (!found) {
      m_model->replace({}, false);
      m_list->setEmptyText(text::customerSentence(found.error()), {});
      showCurrent();
      return;
    }
    m_total = found->total;
    m_count->setText(text::customerCount(m_total));
    const bool isEmptyBook = m_total == 0 && !m_owingOnly;
    if (isEmptyBook)
      m_list->setEmptyText(tr("No customers yet"),
                           tr("Names that are written down here are found in the sell box."));
    else if (m_owingOnly && !isSearch)
      m_list->setEmptyText(tr("Nobody owes anything"), {});
    else
      m_list->setEmptyText(tr("Nobody found"), tr("Press F5 to write this customer down."));
    m_model->replace(found->rows, !isSearch && found->hasMore);
    m_cut->setVisible(isSearch && found->hasMore);
    if (m_model->rowCount() > 0)
      m_list->setCurrentIndex(m_model->index(std::max(0, m_model->rowOf(wanted))));
    showCurrent();
    if (sellWaits && isVisible())
      sell();
  });
}

void CustomersScreen::more() {
  if (m_model->rowCount() == 0)
    return;
  const customer::Customer& last = m_model->at(m_model->rowCount() - 1).customer;
  api::CustomerFilter filter;
  filter.limit = kCustomersAtOnce;
  filter.afterName = last.name;
  filter.after = last.id;
  m_counter.bridge.customers(filter, this, [this, round = m_round](const Result<api::CustomerPage>& found) {
    if (round == m_round && found)
      m_model->append(found->rows, found->hasMore);
  });
}

void CustomersScreen::showCurrent() {
  if (m_right->currentWidget() == m_form || m_right->currentWidget() == m_bon)
    return;
  const QModelIndex index = m_list->currentIndex();
  const bool isOne = index.isValid() && index.row() < m_model->rowCount();
  if (isOne)
    m_card->show(m_model->at(index.row()));
  m_right->setCurrentWidget(isOne ? static_cast<QWidget*>(m_card) : m_teaching);
  emit hintsChanged();
}

void CustomersScreen::backToList() {
  m_right->setCurrentWidget(m_card);
  showCurrent();
  m_search->setFocus();
  emit hintsChanged();
}

void CustomersScreen::add() {
  customer::Customer fresh;
  const QString typed = m_search->text().trimmed();
  // What was looked for in vain is what is to be written down.
  if (m_model->rowCount() == 0 && !typed.isEmpty()) {
    if (const auto number = customer::numberOf(typed.toStdString(), std::nullopt))
      fresh.numbers = {*number};
    else
      fresh.name = typed.toStdString();
  }
  m_right->setCurrentWidget(m_form);
  m_form->open(fresh);
  offer(std::nullopt);
  emit hintsChanged();
}

void CustomersScreen::edit() {
  if (isBehind() || m_right->currentWidget() != m_card || m_model->rowCount() == 0)
    return;
  m_right->setCurrentWidget(m_form);
  m_form->open(m_card->view().customer);
  offer(std::nullopt);
  emit hintsChanged();
}

void CustomersScreen::takeBon() {
  if (isBehind() || m_right->currentWidget() != m_card || m_model->rowCount() == 0 ||
      !m_card->view().owed.isPositive())
    return;
  m_right->setCurrentWidget(m_bon);
  m_bon->open(m_card->view());
  offer(std::nullopt);
  emit hintsChanged();
}

void CustomersScreen::remove() {
  if (isBehind() || m_right->currentWidget() != m_card || m_model->rowCount() == 0 || m_card->isStranger())
    return;
  const customer::CustomerId id = m_card->view().customer.id;
  m_counter.bridge.removeCustomer(id, this, [this](const Result<api::CustomerView>& gone) {
    if (!gone) {
      m_card->say(Tone::Danger, text::customerSentence(gone.error()));
      return;
    }
    const int row = m_model->rowOf(gone->customer.id);
    m_model->remove(gone->customer.id);
    m_count->setText(text::customerCount(--m_total));
    if (m_model->rowCount() > 0)
      m_list->setCurrentIndex(m_model->index(std::clamp(row, 0, m_model->rowCount() - 1)));
    showCurrent();
    // As it was, under the same id.
    api::SaveCustomer again{gone->customer.id, gone->customer.name, gone->customer.note, {}};
    for (const customer::Number& number : gone->customer.numbers)
      again.numbers.push_back({number.number, number.family});
    offer(Undo{tr("%1 was removed.").arg(QString::fromStdString(gone->customer.name)), [this, again] {
                 m_counter.bridge.saveCustomer(again, this, [this](const Result<api::CustomerView>& back) {
                   if (back)
                     bring(back->customer.id);
                   else
                     offer(Undo{text::customerSentence(back.error()), {}});
                 });
               }});
  });
}

void CustomersScreen::sell() {
  if (isBehind()) {
    m_sellWaits = true;
    if (m_debounce.isActive())
      bring();
    return;
  }
  if (m_right->currentWidget() != m_card || m_model->rowCount() == 0)
    return;
  if (const QString number = m_card->numberToSell(); !number.isEmpty())
    emit sellWanted(number);
}

void CustomersScreen::askFile() {
  // In front of the page, which goes on meanwhile.
  auto* dialog = new QFileDialog(this, tr("Contacts of the phone, or a table of customers"), QDir::homePath(),
                                 tr("Contacts (*.vcf *.csv *.txt);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &CustomersScreen::openFile);
  dialog->open();
}

void CustomersScreen::openFile(const QString& path) {
  offer(std::nullopt);
  front(m_import);
  m_import->open(path);
}

void CustomersScreen::offer(std::optional<Undo> undo) {
  m_undone = std::move(undo);
  m_undoBar->setVisible(m_undone.has_value());
  if (m_undone) {
    m_undoWords->setText(m_undone->words);
    m_undoBar->setAccessibleName(m_undone->words);
    m_undoBar->findChild<ActionButton*>()->setVisible(m_undone->takeBack != nullptr);
  }
  emit hintsChanged();
}

void CustomersScreen::takeBack() {
  if (!m_undone || !m_undone->takeBack)
    return;
  const auto back = m_undone->takeBack;
  offer(std::nullopt);
  back();
}

bool CustomersScreen::bookKey(int key, Qt::KeyboardModifiers modifiers) {
  if (m_right->currentWidget() == m_form || m_right->currentWidget() == m_bon)
    return false;
  if ((modifiers & Qt::ControlModifier) != 0) {
    if (key == Qt::Key_Z && m_undone && m_undone->takeBack) {
      takeBack();
      return true;
    }
    if (key == Qt::Key_B) {
      m_owingOnly = !m_owingOnly;
      bring();
      return true;
    }
    return false;
  }
  switch (key) {
    case Qt::Key_F5:
      add();
      return true;
    case Qt::Key_F6:
      askFile();
      return true;
    case Qt::Key_F7:
      edit();
      return true;
    case Qt::Key_F8:
      takeBon();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      sell();
      return true;
    case Qt::Key_Escape:
      if (m_undone)
        offer(std::nullopt);
      m_search->clear();
      m_owingOnly = false;
      m_search->setFocus();
      bring();
      return true;
    default:
      return false;
  }
}

void CustomersScreen::keyPressEvent(QKeyEvent* event) {
  if (!isBookInFront() || !bookKey(event->key(), event->modifiers()))
    Page::keyPressEvent(event);
}

bool CustomersScreen::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && watched == m_search && m_undone && m_undone->takeBack) {
    // The field would take back its own typing.
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Z && (key->modifiers() & Qt::ControlModifier) != 0)
      return true;
  }
  if (event->type() != QEvent::KeyPress)
    return Page::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  const bool isRepeat = key->isAutoRepeat() && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter);
  if (isRepeat || bookKey(key->key(), key->modifiers()))
    return true;
  switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      if (watched == m_search) {
        QCoreApplication::sendEvent(m_list, event);
        return true;
      }
      break;
    case Qt::Key_Right:
      if (watched == m_list && m_card->isVisible()) {
        m_card->numbers()->setFocus();
        return true;
      }
      break;
    case Qt::Key_Left:
      if (watched == m_card->numbers()) {
        m_list->setFocus();
        return true;
      }
      break;
    case Qt::Key_Delete:
      if (watched != m_search || m_search->cursorPosition() == m_search->text().size()) {
        if (!key->isAutoRepeat())
          remove();
        return true;
      }
      break;
    default:
      break;
  }
  const bool isText = !key->text().isEmpty() && key->text().front().isLetterOrNumber() &&
                      (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
  if (watched != m_search && isText) {
    m_search->setFocus();
    m_search->setText(m_search->text() + key->text());
    m_debounce.start();
    return true;
  }
  return Page::eventFilter(watched, event);
}

void CustomersScreen::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  m_right->setFixedWidth(std::min(look.space(112), event->size().width() * 2 / 5));
}

QString CustomersScreen::shownName() const {
  return m_right->currentWidget() == m_card && m_model->rowCount() > 0
             ? QString::fromStdString(m_card->view().customer.name)
             : QString();
}

QList<widgets::KeyHint> CustomersScreen::hints() const {
  if (!isBookInFront())
    return m_import->hints();
  if (m_right->currentWidget() == m_form)
    return m_form->hints();
  if (m_right->currentWidget() == m_bon)
    return m_bon->hints();
  QList<widgets::KeyHint> hints;
  if (m_model->rowCount() > 0) {
    const bool isStranger = m_card->isStranger();
    hints << widgets::KeyHint{QStringLiteral("↑ ↓"), tr("move")};
    if (!m_card->numberToSell().isEmpty())
      hints << widgets::KeyHint{QStringLiteral("Enter"), tr("sell")};
    hints << widgets::KeyHint{QStringLiteral("F7"), isStranger ? tr("write down") : tr("change")};
    if (m_card->view().owed.isPositive())
      hints << widgets::KeyHint{QStringLiteral("F8"), tr("take payment")};
    if (!isStranger)
      hints << widgets::KeyHint{tr("Del"), tr("remove")};
  }
  if (m_undone && m_undone->takeBack)
    hints << widgets::KeyHint{QStringLiteral("Ctrl+Z"), tr("undo")};
  return hints << widgets::KeyHint{QStringLiteral("F5"), tr("new")}
               << widgets::KeyHint{QStringLiteral("F6"), tr("import")}
               << widgets::KeyHint{QStringLiteral("Ctrl+B"), m_owingOnly ? tr("everybody") : tr("who owes")};
}

}  // namespace loket::ui::screens
