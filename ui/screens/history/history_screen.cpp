#include "ui/screens/history/history_screen.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QResizeEvent>
#include <QVBoxLayout>
#include <utility>

#include "ui/models/payment_list.h"
#include "ui/screens/payment_detail.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kPaymentsAtOnce = 100;
constexpr int kHistoryDebounceMs = 120;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;

HistoryScreen::HistoryScreen(const Counter& counter, QWidget* parent) : Page(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_card = card;
  m_model = new models::PaymentList(models::ListUse::History, this);
  m_list = new widgets::RowList(look, card);
  m_list->setColumns(widgets::RowColumns(widgets::RowColumn::Tile) | widgets::RowColumn::Status |
                     widgets::RowColumn::Age);
  m_list->setModel(m_model);
  m_list->setEmptyText(tr("Nothing found"), tr("Search by name, number, product, reference or claim code."));
  m_list->installEventFilter(this);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(0.25), 0, look.space(0.25), look.space(2));
  column->setSpacing(0);
  column->addWidget(makeHead(card));
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addWidget(m_list, 1);
  m_detail = new PaymentDetailPanel(counter, this);
  m_detail->hide();

  auto* row = new QHBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top);
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_detail);

  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kHistoryDebounceMs);
  connect(&m_debounce, &QTimer::timeout, this, &HistoryScreen::bring);
  connect(m_search, &QLineEdit::textEdited, this, [this] {
    m_wanted = {};
    m_debounce.start();
  });
  connect(m_model, &models::PaymentList::moreWanted, this, &HistoryScreen::more);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            // What is being written is not left because the list was brought anew.
            if (index.isValid() && m_detail->isVisible() && !m_detail->isAsking())
              openDetails(m_model->at(index.row()).payment.ref);
          });
  connect(m_list, &QAbstractItemView::clicked, this,
          [this](const QModelIndex& index) { openDetails(m_model->at(index.row()).payment.ref); });
  connect(m_list, &widgets::RowList::rowActivated, this,
          [this](const QModelIndex& index) { openDetails(m_model->at(index.row()).payment.ref); });
  connect(m_detail, &PaymentDetailPanel::asked, this, [this] {
    fitSides();
    m_list->setFocus();
    emit hintsChanged();
  });
  connect(&counter.bridge, &bridge::CoreBridge::printChanged, this, [this] {
    if (m_filter == Filter::Unprinted && isVisible())
      bringAgain();
  });
  connect(m_detail, &PaymentDetailPanel::hintsChanged, this, [this] {
    fitSides();
    emit hintsChanged();
  });
  const auto told = [this](const api::CounterStatus& status) { countComplaints(status.openComplaints); };
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, this, told);
  connect(&counter.bridge, &bridge::CoreBridge::complaintChanged, this, [this] {
    if (m_filter == Filter::Complaints)
      bringAgain();
  });
  counter.bridge.status(this, [told](const Result<api::CounterStatus>& status) {
    if (status)
      told(*status);
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, &HistoryScreen::bringAgain);
  connect(&counter.bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    m_model->put(view, m_filter == Filter::All && m_search->text().isEmpty());
  });
}

QWidget* HistoryScreen::makeHead(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* head = new QWidget(card);
  m_search = new QLineEdit(head);
  m_search->setFont(look.font(TextSize::Body));
  m_search->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_search->setPlaceholderText(tr("name, number, product, reference, claim code"));
  m_search->setAccessibleName(tr("Search the history"));
  m_search->setClearButtonEnabled(false);
  m_search->addAction(look.icon(QStringLiteral("search"), ColourRole::Muted, look.px(theme::metric::kIcon)),
                      QLineEdit::LeadingPosition);
  m_search->installEventFilter(this);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  row->setSpacing(look.space(2));
  row->addWidget(new widgets::TextLabel(look, tr("History"), TextSize::Heading, Weight::SemiBold,
                                        ColourRole::Ink, head));
  row->addSpacing(look.space(2));
  row->addWidget(m_search, 1);
  for (const QString& name : {tr("All"), tr("Success"), tr("Open"), tr("Failed"), tr("Today"), tr("Not printed"), tr("Complaints")}) {
    const auto filter = static_cast<Filter>(m_chips.size());
    auto* chip = new widgets::Chip(look, name, head);
    chip->setFocusPolicy(Qt::NoFocus);
    chip->setChecked(filter == m_filter);
    chip->setToolTip(QStringLiteral("Ctrl+%1").arg(m_chips.size() + 1));
    connect(chip, &QAbstractButton::clicked, this, [this, filter] { choose(filter); });
    row->addWidget(chip);
    m_chips.push_back(chip);
  }
  return head;
}

void HistoryScreen::choose(Filter filter) {
  m_filter = filter;
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChecked(static_cast<Filter>(i) == m_filter);
  fitHead();
  bring();
}

api::PaymentFilter HistoryScreen::query() const {
  api::PaymentFilter query;
  query.text = m_search->text().toStdString();
  query.limit = kPaymentsAtOnce;
  switch (m_filter) {
    case Filter::All:
      break;
    case Filter::Done:
      query.states = {PaymentState::Succeeded};
      break;
    case Filter::Open:
      query.states = {PaymentState::Accepted, PaymentState::Sending,   PaymentState::Pending,
                      PaymentState::Suspect,  PaymentState::RefundDue, PaymentState::Review};
      break;
    case Filter::Failed:
      query.states = {PaymentState::Failed, PaymentState::Cancelled, PaymentState::RefundDue,
                      PaymentState::Refunded, PaymentState::Reversed};
      break;
    case Filter::Today:
      query.from = businessDateOf(m_counter.clock.now());
      break;
    case Filter::Unprinted:
      query.papers = api::PaymentFilter::Papers::Unprinted;
      break;
    case Filter::Complaints:
      query.complained = api::PaymentFilter::Complained::Open;
      break;
  }
  return query;
}

void HistoryScreen::bring() {
  const int round = ++m_round;
  m_counter.bridge.payments(query(), this, [this, round](const Result<std::vector<api::PaymentView>>& found) {
    if (round != m_round || !found)
      return;
    m_model->setNow(m_counter.clock.now());
    // Papers have no next page: when these have been seen to, the others move up.
    m_model->replace(*found,
                     m_filter != Filter::Unprinted && static_cast<int>(found->size()) >= kPaymentsAtOnce);
    // The details follow what is marked: an older payment than these is not pushed aside by the newest.
    const PaymentRef wanted = std::exchange(m_wanted, {});
    const int row = wanted.empty() ? 0 : m_model->rowOf(wanted);
    if (row >= 0 && row < m_model->rowCount())
      m_list->setCurrentIndex(m_model->index(row));
  });
}

void HistoryScreen::more(qint64 beforeSequence) {
  api::PaymentFilter next = query();
  next.beforeSequence = beforeSequence;
  m_counter.bridge.payments(next, this,
                            [this, round = m_round](const Result<std::vector<api::PaymentView>>& found) {
                              if (round == m_round && found)
                                m_model->append(*found, static_cast<int>(found->size()) >= kPaymentsAtOnce);
                            });
}

void HistoryScreen::showOnly(Filter filter) {
  m_debounce.stop();
  m_search->clear();
  choose(filter);
}

void HistoryScreen::bringAgain() {
  if (!m_detail->isHidden() && m_detail->isOpen())
    m_wanted = m_detail->ref();
  bring();
}

void HistoryScreen::enter() {
  if (!m_detail->isHidden() && m_detail->isAsking()) {
    m_detail->takeKeyboard();
    return;
  }
  bring();
  m_search->setFocus();
  m_search->selectAll();
}

void HistoryScreen::showPayment(const PaymentRef& ref) {
  m_debounce.stop();
  m_search->clear();
  m_wanted = ref;
  bring();
  openDetails(ref);
}

void HistoryScreen::openDetails(const PaymentRef& ref) {
  m_detail->open(ref);
  m_detail->show();
  fitSides();
  emit hintsChanged();
}

// About what is open beside the list, else about the line that is marked.
void HistoryScreen::complain() {
  if (!m_counter.staff.may(Permission::Serve))
    return;
  if (m_detail->isVisible())
    return m_detail->complain();
  const QModelIndex current = m_list->currentIndex();
  if (!current.isValid())
    return;
  m_detail->openToComplain(m_model->at(current.row()).payment.ref);
  m_detail->show();
  fitSides();
}

void HistoryScreen::countComplaints(int open) {
  widgets::Chip* chip = m_chips[static_cast<std::size_t>(Filter::Complaints)];
  chip->setText(open == 0 ? tr("Complaints") : tr("Complaints %1").arg(open));
  chip->updateGeometry();
}

bool HistoryScreen::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return Page::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  const int filter = key->key() - Qt::Key_1;
  if (key->modifiers() == Qt::ControlModifier && filter >= 0 && filter < static_cast<int>(m_chips.size())) {
    choose(static_cast<Filter>(filter));
    return true;
  }
  switch (key->key()) {
    case Qt::Key_F5:
      if (key->modifiers() != Qt::ShiftModifier)
        complain();
      else if (m_detail->isVisible() && !key->isAutoRepeat())
        m_detail->giveBack();
      return true;
    case Qt::Key_F6:
      if (m_detail->isVisible() && key->modifiers() == Qt::ShiftModifier)
        m_detail->settlePaper();
      else if (m_detail->isVisible())
        m_detail->print();
      return true;
    case Qt::Key_F7:
      if (m_detail->isVisible())
        m_detail->decide();
      return true;
    case Qt::Key_F8:
      if (m_detail->isVisible())
        m_detail->tellCustomer();
      return true;
    case Qt::Key_Escape:
      if (m_detail->isVisible()) {
        m_detail->closePanel();
        m_detail->hide();
        fitSides();
        emit hintsChanged();
      } else {
        m_search->clear();
        bring();
      }
      return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      if (watched == m_search) {
        m_list->setFocus();
        QCoreApplication::sendEvent(m_list, event);
        return true;
      }
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (watched == m_search && m_list->currentIndex().isValid()) {
        openDetails(m_model->at(m_list->currentIndex().row()).payment.ref);
        return true;
      }
      break;
    default:
      break;
  }
  if (watched == m_list && !key->text().isEmpty() && key->text().front().isLetterOrNumber()) {
    m_search->setFocus();
    m_search->setText(m_search->text() + key->text());
    m_debounce.start();
    return true;
  }
  return Page::eventFilter(watched, event);
}

void HistoryScreen::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  fitSides();
}

void HistoryScreen::fitSides() {
  const bool isWhole = !m_detail->isHidden() && m_detail->wantsThePage();
  const int feed = std::min(m_counter.theme.px(theme::metric::kFeedWidth), width() * 38 / 100);
  m_card->setVisible(!isWhole);
  m_detail->setFixedWidth(isWhole ? width() - 2 * m_counter.theme.px(theme::metric::kPageMargin) : feed);
  fitHead();
}

// Beside an open payment the search field is worth more than the filters; only the one that hides payments stays.
void HistoryScreen::fitHead() {
  const int list = width() - (m_detail->isHidden() ? 0 : m_detail->width());
  const bool hasRoom = list >= m_counter.theme.space(250);
  for (std::size_t i = 0; i < m_chips.size(); ++i)
    m_chips[i]->setVisible(hasRoom || (m_filter != Filter::All && static_cast<Filter>(i) == m_filter));
}

QList<widgets::KeyHint> HistoryScreen::hints() const {
  if (!m_detail->isHidden() && m_detail->isAsking())
    return m_detail->hints();
  QList<widgets::KeyHint> hints{{QStringLiteral("↑ ↓"), tr("move")},
                                {QStringLiteral("Enter"), tr("details")}};
  if (!m_detail->isHidden())
    hints << m_detail->hints() << widgets::KeyHint{QStringLiteral("Esc"), tr("close")};
  else
    hints << widgets::KeyHint{QStringLiteral("Ctrl 1–7"), tr("filter")};
  if (m_detail->isHidden() && m_counter.staff.may(Permission::Serve))
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("complaint")};
  if (m_detail->isHidden())
    hints << widgets::KeyHint{QStringLiteral("Esc"), tr("clear")};
  if (!m_counter.staff.may(Permission::Sell))
    return hints;
  return hints << widgets::KeyHint{QStringLiteral("F1"), tr("sell")};
}

}  // namespace loket::ui::screens
