#include "ui/screens/queue/queue_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/models/payment_look.h"
#include "ui/screens/payment_detail.h"
#include "ui/screens/queue/batch_sheet.h"
#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/payments.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kShown = 1000;

// Everything that somebody still has to do something about.
const std::vector<PaymentState> kWaiting = {PaymentState::Accepted,  PaymentState::Sending,
                                            PaymentState::Pending,   PaymentState::Suspect,
                                            PaymentState::RefundDue, PaymentState::Review};

bool isWaiting(const Payment& payment) {
  return std::find(kWaiting.begin(), kWaiting.end(), payment.state) != kWaiting.end();
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

QueueScreen::QueueScreen(const Counter& counter, QWidget* parent) : Page(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_card = card;
  m_model = new models::PaymentList(models::ListUse::Queue, this);
  m_list = new widgets::RowList(look, card);
  m_list->setModel(m_model);
  m_list->setEmptyText(tr("Nothing is waiting"),
                       tr("Deposits and payments without a result appear here by themselves."));
  m_list->installEventFilter(this);
  m_progress = new widgets::ProgressLine(look, card);
  m_progress->hide();
  m_question = new widgets::InlineMessage(look, card);
  m_question->clear();
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(0.25), 0, look.space(0.25), look.space(2));
  column->setSpacing(0);
  column->addWidget(makeHead(card));
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  auto* notices = new QVBoxLayout;
  notices->setContentsMargins(look.space(4.5), 0, look.space(4.5), 0);
  notices->addWidget(m_progress);
  notices->addWidget(m_question);
  column->addLayout(notices);
  column->addWidget(m_list, 1);

  m_safe =
      new TextLabel(look, tr("Every deposit is stored encrypted on this computer and survives a power cut."),
                    TextSize::Small, Weight::Regular, ColourRole::Muted, this);
  m_safe->setOverflow(widgets::Overflow::Elide);
  m_side = new QStackedWidget(this);
  m_detail = new PaymentDetailPanel(counter);
  m_sheet = new BatchSheet(counter);
  m_side->addWidget(m_detail);
  connect(m_detail, &PaymentDetailPanel::asked, this, [this] {
    fitSide();
    m_list->setFocus();
    if (std::exchange(m_sheetWaits, false))
      openSide(m_sheet);
    emit hintsChanged();
  });
  connect(m_detail, &PaymentDetailPanel::hintsChanged, this, [this] {
    // A question beside what is being written now would be answered by its Enter.
    if (isAsking() && !std::exchange(m_cancelling, {}).empty())
      m_question->clear();
    fitSide();
    emit hintsChanged();
  });
  m_side->addWidget(m_sheet);
  m_second = new SecondAsk(counter, this);
  connect(m_second, &SecondAsk::hintsChanged, this, &Page::hintsChanged);
  m_side->setMinimumSize(1, 1);
  m_side->hide();

  auto* left = new QVBoxLayout;
  left->setSpacing(look.space(2.5));
  left->addWidget(card, 1);
  left->addWidget(m_safe);
  auto* row = new QHBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top / 2);
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addLayout(left, 1);
  row->addWidget(m_side);

  auto* syncKey = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_S), this);
  connect(syncKey, &QShortcut::activated, this, &QueueScreen::sync);
  connect(m_list, &widgets::RowList::rowActivated, this,
          [this](const QModelIndex& index) { act(index.row(), models::RowAction::Details); });
  connect(m_list, &widgets::RowList::actionTriggered, this, [this](const QModelIndex& index, int action) {
    const auto actions = models::PaymentList::actionsOf(m_model->at(index.row()).payment);
    if (action < static_cast<int>(actions.size()))
      act(index.row(), actions[static_cast<std::size_t>(action)]);
  });
  connect(&counter.clock, &bridge::CounterClock::ticked, this,
          [this] { m_model->setNow(m_counter.clock.now()); });
  connect(&counter.bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    const auto at = std::find_if(m_all.begin(), m_all.end(), [&view](const api::PaymentView& known) {
      return known.payment.ref == view.payment.ref;
    });
    if (at != m_all.end() && isWaiting(view.payment))
      *at = view;
    else if (at != m_all.end())
      m_all.erase(at);
    else if (isWaiting(view.payment))
      m_all.push_back(view);
    show(m_filter);
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, &QueueScreen::bring);
  bring();
}

QWidget* QueueScreen::makeHead(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* head = new QWidget(card);
  m_sum = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, head);
  m_sum->setOverflow(widgets::Overflow::Elide);
  m_sync = new widgets::ActionButton(look, tr("Send now"), widgets::ActionKind::Secondary, head);
  m_sync->setObjectName(QStringLiteral("queue-send"));
  m_sync->setActionSize(widgets::ActionSize::Small);
  m_sync->setKeyCap(QStringLiteral("Ctrl+S"));
  m_sync->setFocusPolicy(Qt::NoFocus);
  connect(m_sync, &QAbstractButton::clicked, this, &QueueScreen::sync);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  row->setSpacing(look.space(2.5));
  row->addWidget(
      new TextLabel(look, tr("Queue"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, head));
  row->addWidget(m_sum, 1);
  for (const Filter filter :
       {Filter::All, Filter::Deposits, Filter::Checked, Filter::Refunds, Filter::Decisions}) {
    auto* chip = new widgets::Chip(look, {}, head);
    chip->setFocusPolicy(Qt::NoFocus);
    connect(chip, &QAbstractButton::clicked, this, [this, filter] { show(filter); });
    row->addWidget(chip);
    m_chips.push_back(chip);
  }
  row->addWidget(m_sync);
  return head;
}

bool QueueScreen::belongs(const Payment& payment, Filter filter) {
  switch (filter) {
    case Filter::All:
      return true;
    case Filter::Deposits:
      return payment.state == PaymentState::Accepted;
    case Filter::Checked:
      return payment.state == PaymentState::Sending || payment.state == PaymentState::Pending ||
             payment.state == PaymentState::Suspect;
    case Filter::Refunds:
      return payment.state == PaymentState::RefundDue;
    case Filter::Decisions:
      return models::waitsForPeople(payment);
  }
  return false;
}

void QueueScreen::bring() {
  api::PaymentFilter filter;
  filter.states = kWaiting;
  filter.conflicts = api::PaymentFilter::Conflicts::Included;
  filter.limit = kShown;
  m_counter.bridge.payments(filter, this, [this](const Result<std::vector<api::PaymentView>>& found) {
    if (!found) {
      m_question->setMessage(theme::Tone::Danger, text::sentence(found.error()));
      return;
    }
    m_all = *found;
    show(m_filter);
  });
}

// What the cashier has to do something about stands first: money to give back, decisions; then the oldest.
void QueueScreen::show(Filter filter) {
  m_filter = filter;
  const auto urgency = [](const Payment& payment) {
    return payment.state == PaymentState::RefundDue ? 0 : payment.state == PaymentState::Review ? 1 : 2;
  };
  std::vector<api::PaymentView> rows;
  std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(rows),
               [filter](const api::PaymentView& view) { return belongs(view.payment, filter); });
  std::stable_sort(rows.begin(), rows.end(),
                   [&urgency](const api::PaymentView& a, const api::PaymentView& b) {
                     return std::pair(urgency(a.payment), a.payment.acceptedAt) <
                            std::pair(urgency(b.payment), b.payment.acceptedAt);
                   });
  const QModelIndex current = m_list->currentIndex();
  const PaymentRef was = current.isValid() ? m_model->at(current.row()).payment.ref : PaymentRef();
  m_model->setNow(m_counter.clock.now());
  m_model->replace(std::move(rows), false);
  const int row = std::max(0, m_model->rowOf(was));
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(row));
  refreshHead();
}

void QueueScreen::refreshHead() {
  Money held;
  for (const api::PaymentView& view : m_all) held += view.payment.held;
  m_sum->setText(m_all.empty()
                     ? QString()
                     : tr("%n payments", nullptr, static_cast<int>(m_all.size())) + QStringLiteral(" · ") +
                           tr("%1 of customers' cash").arg(text::rupiah(held)));
  const theme::Theme& look = m_counter.theme;
  const int beside = m_side->isHidden() ? 0 : m_side->width() + look.px(theme::metric::kColumnGap);
  const bool room = width() - 2 * look.px(theme::metric::kPageMargin) - beside >= look.space(218);
  using widgets::RowColumn;
  const widgets::RowColumns columns =
      widgets::RowColumns(RowColumn::Tile) | RowColumn::Status | RowColumn::Age;
  m_list->setColumns(m_side->isHidden() ? columns | RowColumn::Actions : columns);
  const std::array<QString, 5> names = {tr("All"), tr("Saved"), tr("Checking"), tr("Give back"),
                                        tr("Decide")};
  for (std::size_t i = 0; i < m_chips.size(); ++i) {
    const auto filter = static_cast<Filter>(i);
    const auto count = std::count_if(m_all.begin(), m_all.end(), [filter](const api::PaymentView& view) {
      return belongs(view.payment, filter);
    });
    m_chips[i]->setText(i == 0 ? names[i] : QStringLiteral("%1 %2").arg(names[i]).arg(count));
    m_chips[i]->setChecked(filter == m_filter);
    m_chips[i]->setVisible(room && (i == 0 ? !m_all.empty() : count > 0));
    m_chips[i]->updateGeometry();
  }
}

bool QueueScreen::isAsking() const {
  return !m_side->isHidden() && m_side->currentWidget() == m_detail && m_detail->isAsking();
}

void QueueScreen::enter() {
  bring();
  if (isAsking()) {
    m_detail->takeKeyboard();
    return;
  }
  m_list->setFocus();
}

void QueueScreen::openDetails(const PaymentRef& ref) {
  m_detail->open(ref);
  openSide(m_detail);
}

// Of what is open beside the list, else of the line that is marked.
void QueueScreen::decide() {
  const bool isOpen = m_side->isVisible() && m_side->currentWidget() == m_detail;
  if (isOpen)
    return m_detail->decide();
  const int row = m_list->currentIndex().row();
  if (row < 0 || !models::waitsForPeople(m_model->at(row).payment))
    return;
  m_detail->openToDecide(m_model->at(row).payment.ref);
  openSide(m_detail);
}

void QueueScreen::complain() {
  const bool isOpen = m_side->isVisible() && m_side->currentWidget() == m_detail;
  if (isOpen)
    return m_detail->complain();
  const int row = m_list->currentIndex().row();
  if (row < 0)
    return;
  m_detail->openToComplain(m_model->at(row).payment.ref);
  openSide(m_detail);
}

void QueueScreen::act(int row, models::RowAction action) {
  const Payment& payment = m_model->at(row).payment;
  switch (action) {
    case models::RowAction::Details:
      openDetails(payment.ref);
      return;
    case models::RowAction::Cancel:
      askCancel(row);
      return;
    case models::RowAction::GiveBack:
      m_second->run(
          whatGoesBack(payment),
          [this, ref = payment.ref](const api::Second& second, SecondAsk::Done done) {
            m_counter.bridge.refund(ref, second, this, SecondAsk::endOf<api::PaymentView>(std::move(done)));
          },
          [this](const Status& done) {
            if (!done)
              m_question->setMessage(theme::Tone::Danger, text::sentence(done.error()));
          });
      return;
  }
}

void QueueScreen::askCancel(int row) {
  if (row < 0 || row >= m_model->rowCount())
    return;
  const Payment& payment = m_model->at(row).payment;
  if (payment.state != PaymentState::Accepted || payment.liveAttempt() != nullptr) {
    m_question->setMessage(theme::Tone::Neutral, tr("Only what was never sent can be cancelled."));
    return;
  }
  m_cancelling = payment.ref;
  m_question->setMessage(theme::Tone::Danger,
                         tr("Cancel %1 for %2 and give %3 back?  Enter: yes   Esc: no")
                             .arg(text::title(payment), text::whose(payment), text::rupiah(payment.held)));
  emit hintsChanged();
}

void QueueScreen::cancelConfirmed() {
  const PaymentRef ref = m_cancelling;
  const int row = m_model->rowOf(ref);
  m_cancelling = {};
  m_question->clear();
  emit hintsChanged();
  m_second->run(
      row < 0 ? QString() : whatGoesBack(m_model->at(row).payment),
      [this, ref](const api::Second& second, SecondAsk::Done done) {
        m_counter.bridge.cancel(ref, "customer", second, this, SecondAsk::endOf<api::PaymentView>(std::move(done)));
      },
      [this](const Status& done) {
        if (!done)
          m_question->setMessage(theme::Tone::Danger, text::sentence(done.error()));
      });
}

QString QueueScreen::whatGoesBack(const Payment& payment) const {
  return text::title(payment) + QStringLiteral(" · ") + text::whose(payment) + QStringLiteral(" · ") +
         text::rupiah(payment.held);
}

void QueueScreen::sync() {
  if (m_syncing)
    return;
  m_syncing = true;
  m_sync->setEnabled(false);
  m_progress->setBusy(tr("Sending and asking…"));
  m_progress->show();
  const auto progress = [this](api::SyncProgress at) {
    if (at.total > 0)
      m_progress->setProgress(static_cast<double>(at.done) / at.total,
                              tr("%1 of %2 done").arg(at.done).arg(at.total));
  };
  m_counter.bridge.sync({}, this, progress, [this](const Result<api::BatchView>& batch) {
    m_syncing = false;
    m_sync->setEnabled(true);
    m_progress->hide();
    if (!batch) {
      m_question->setMessage(theme::Tone::Danger, text::sentence(batch.error()));
      return;
    }
    m_sheet->showBatch(*batch);
    // What is being written is not covered by it.
    m_sheetWaits = isAsking();
    if (!m_sheetWaits)
      openSide(m_sheet);
    bring();
  });
}

void QueueScreen::openSide(QWidget* panel) {
  if (panel == m_sheet)
    m_sheetWaits = false;
  m_side->setCurrentWidget(panel);
  m_side->show();
  fitSide();
  emit hintsChanged();
}

void QueueScreen::closeSide() {
  m_side->hide();
  fitSide();
  m_list->setFocus();
  emit hintsChanged();
}

bool QueueScreen::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return Page::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  const bool isOfTheLine =
      key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Delete;
  if (isOfTheLine && m_card->isHidden())
    return true;  // nobody sees which line that is
  const bool asking = !m_cancelling.empty();
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (asking && !key->isAutoRepeat())
        cancelConfirmed();
      else
        return Page::eventFilter(watched, event);
      return true;
    case Qt::Key_Escape:
      if (asking) {
        m_cancelling = {};
        m_question->clear();
        emit hintsChanged();
      } else {
        closeSide();
      }
      return true;
    case Qt::Key_Delete:
      askCancel(m_list->currentIndex().row());
      return true;
    case Qt::Key_F5:
      if (key->modifiers() != Qt::ShiftModifier)
        complain();
      else if (m_side->isVisible() && m_side->currentWidget() == m_detail && !key->isAutoRepeat())
        m_detail->giveBack();
      return true;
    case Qt::Key_F7:
      decide();
      return true;
    case Qt::Key_F8:
      if (m_side->isVisible() && m_side->currentWidget() == m_detail)
        m_detail->tellCustomer();
      return true;
    case Qt::Key_F6:
      if (m_side->isVisible() && m_side->currentWidget() == m_sheet)
        m_sheet->print();
      else if (m_side->isVisible() && key->modifiers() == Qt::ShiftModifier)
        m_detail->settlePaper();
      else if (m_side->isVisible())
        m_detail->print();
      return true;
    default:
      return Page::eventFilter(watched, event);
  }
}

void QueueScreen::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  fitSide();
}

void QueueScreen::fitSide() {
  const bool isWhole = !m_side->isHidden() && m_side->currentWidget() == m_detail && m_detail->wantsThePage();
  const int feed = std::min(m_counter.theme.px(theme::metric::kFeedWidth), width() * 35 / 100);
  m_card->setVisible(!isWhole);
  m_safe->setVisible(!isWhole);
  m_side->setFixedWidth(isWhole ? width() - 2 * m_counter.theme.px(theme::metric::kPageMargin) : feed);
  refreshHead();
}

QList<widgets::KeyHint> QueueScreen::hints() const {
  if (m_second->isAsking())
    return m_second->hints();
  if (!m_cancelling.empty())
    return {{QStringLiteral("Enter"), tr("yes, cancel and give back")}, {QStringLiteral("Esc"), tr("no")}};
  if (isAsking())
    return m_detail->hints();
  const bool detail = !m_side->isHidden() && m_side->currentWidget() == m_detail;
  QList<widgets::KeyHint> hints{{QStringLiteral("↑ ↓"), tr("move")},
                                {QStringLiteral("Enter"), tr("details")},
                                {QStringLiteral("Del"), tr("cancel")},
                                {QStringLiteral("Ctrl+S"), tr("send now")}};
  if (detail)
    hints << m_detail->hints();
  else if (!m_side->isHidden())
    hints << widgets::KeyHint{QStringLiteral("F6"), tr("print")};
  else
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("complaint")};
  if (!m_side->isHidden())
    hints << widgets::KeyHint{QStringLiteral("Esc"), tr("close")};
  return hints << widgets::KeyHint{QStringLiteral("F1"), tr("sell")};
}

}  // namespace loket::ui::screens
