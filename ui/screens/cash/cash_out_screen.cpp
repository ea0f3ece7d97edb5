#include "ui/screens/cash/cash_out_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QStackedWidget>
#include <algorithm>

#include "ui/models/collection_list.h"
#include "ui/screens/cash/ask_panel.h"
#include "ui/screens/cash/collection_panel.h"
#include "ui/screens/cash/hand_over_panel.h"
#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {

CashOutScreen::CashOutScreen(const Counter& counter, QWidget* parent)
    : Page(parent), m_counter(counter), m_flow(counter.bridge, counter.clock) {
  const theme::Theme& look = counter.theme;
  m_left = new QStackedWidget(this);
  m_ask = new AskPanel(counter, m_flow);
  m_collection = new CollectionPanel(counter, m_flow);
  m_handOver = new HandOverPanel(counter, m_flow);
  for (QWidget* panel : std::initializer_list<QWidget*>{m_ask, m_collection, m_handOver})
    m_left->addWidget(panel);
  // The panel in front must fit, not the largest of all.
  m_left->setMinimumSize(1, 1);
  m_list = new models::CollectionList(this);
  m_feed = new widgets::FeedList(look, this);
  m_feed->setModel(m_list);
  m_feed->view()->setEmptyText(tr("Nothing collected yet"),
                               tr("Codes and passwords appear here, also after a restart."));

  auto* row = new QHBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top);
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(m_left, 1);
  row->addWidget(m_feed);

  connect(&m_flow, &CashOutFlow::stepChanged, this, &CashOutScreen::showStep);
  connect(&m_flow, &CashOutFlow::changed, this, &CashOutScreen::refreshStep);
  connect(&m_flow, &CashOutFlow::doorsChanged, this, &Page::hintsChanged);
  connect(&m_flow, &CashOutFlow::listChanged, this, &CashOutScreen::refreshList);
  connect(m_feed, &widgets::FeedList::rowActivated, this,
          [this](const QModelIndex& index) { m_flow.show(Collection(m_list->at(index.row()))); });
  connect(&counter.clock, &bridge::CounterClock::ticked, this,
          [this] { m_list->setNow(m_counter.clock.now()); });
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, &m_flow, &CashOutFlow::setStatus);
  counter.bridge.status(this, [this](const Result<api::CounterStatus>& status) {
    if (status)
      m_flow.setStatus(*status);
  });
  refreshList();
}

void CashOutScreen::enter() {
  m_flow.refresh();
  showStep();
}

void CashOutScreen::showStep() {
  switch (m_flow.step()) {
    case CashOutStep::Choose:
      m_left->setCurrentWidget(m_ask);
      m_ask->enter();
      break;
    case CashOutStep::Collection:
      m_left->setCurrentWidget(m_collection);
      m_collection->enter();
      break;
    case CashOutStep::HandOver:
    case CashOutStep::Done:
      m_left->setCurrentWidget(m_handOver);
      m_handOver->enter();
      break;
  }
  share(width());
  emit hintsChanged();
}

void CashOutScreen::refreshStep() {
  switch (m_flow.step()) {
    case CashOutStep::Choose:
      m_ask->refresh();
      break;
    case CashOutStep::Collection:
      m_collection->refresh();
      break;
    case CashOutStep::HandOver:
    case CashOutStep::Done:
      m_handOver->refresh();
      break;
  }
  emit hintsChanged();
}

void CashOutScreen::refreshList() {
  m_list->setNow(m_counter.clock.now());
  m_list->replace(m_flow.collections());
  const int open = m_list->unfinished();
  m_feed->setHeading(open == 0 ? tr("CODES AND PASSWORDS") : tr("CODES AND PASSWORDS · %1 open").arg(open));
  if (m_flow.step() == CashOutStep::Choose)
    m_ask->refresh();
}

// A code is for the customer's telephone: in a small window it has the list's place too.
void CashOutScreen::share(int width) {
  const theme::Theme& look = m_counter.theme;
  m_feed->setFixedWidth(std::min(look.px(theme::metric::kFeedWidth), width * 3 / 10));
  m_feed->setVisible(width >= look.space(260) || m_flow.step() != CashOutStep::Collection);
}

void CashOutScreen::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  share(event->size().width());
}

void CashOutScreen::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const bool isRefresh = key == Qt::Key_R && (event->modifiers() & Qt::ControlModifier) != 0;
  switch (m_flow.step()) {
    case CashOutStep::Choose:
      if (key >= Qt::Key_F5 && key <= Qt::Key_F8)
        m_flow.chooseDoor(key - Qt::Key_F5);
      else if (isRefresh)
        m_ask->bringCredits();
      else if (key == Qt::Key_Escape)
        m_ask->enter();  // from the list back to the form
      else
        Page::keyPressEvent(event);
      return;
    case CashOutStep::Collection:
      if (key == Qt::Key_F5)
        m_flow.askBank();
      else if (key == Qt::Key_F6)
        m_flow.printCode();
      else if (key == Qt::Key_F7)
        m_flow.renew();
      else if (key == Qt::Key_Escape)
        m_flow.leave();
      else
        Page::keyPressEvent(event);
      return;
    case CashOutStep::HandOver:
    case CashOutStep::Done:
      if (key == Qt::Key_Escape)
        m_flow.leave();
      else
        Page::keyPressEvent(event);
      return;
  }
}

QList<widgets::KeyHint> CashOutScreen::hints() const {
  switch (m_flow.step()) {
    case CashOutStep::Choose:
      return m_ask->hints();
    case CashOutStep::Collection:
      return m_collection->hints();
    case CashOutStep::HandOver:
    case CashOutStep::Done:
      return m_handOver->hints();
  }
  return {};
}

}  // namespace loket::ui::screens
