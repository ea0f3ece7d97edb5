#include "ui/screens/cash/cash_out_screen.h"

#include <QKeyEvent>

#include "ui/models/collection_list.h"
#include "ui/screens/cash/ask_panel.h"
#include "ui/screens/cash/collection_panel.h"
#include "ui/screens/cash/hand_over_panel.h"
#include "ui/screens/proof_panel.h"
#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {

CashOutScreen::CashOutScreen(const Counter& counter, QWidget* parent)
    : FeedPage(counter, parent), m_flow(counter.bridge, counter.clock) {
  m_ask = new AskPanel(counter, m_flow);
  m_collection = new CollectionPanel(counter, m_flow);
  m_handOver = new HandOverPanel(counter, m_flow);
  m_proof = new ProofPanel(counter);
  m_list = new models::CollectionList(this);
  furnish({m_ask, m_collection, m_handOver, m_proof}, m_list);
  feed()->view()->setEmptyText(tr("Nothing collected yet"), tr("Codes and passwords appear here, also after a restart."));

  connect(&m_flow, &CashOutFlow::stepChanged, this, &CashOutScreen::showStep);
  connect(&m_flow, &CashOutFlow::changed, this, &CashOutScreen::refreshStep);
  connect(m_proof, &ProofPanel::given, &m_flow, &CashOutFlow::prove);
  connect(m_proof, &ProofPanel::back, &m_flow, &CashOutFlow::standBack);
  connect(m_proof, &ProofPanel::hintsChanged, this, &Page::hintsChanged);
  // Whoever comes next proves it for a sum that he has seen himself.
  connect(&counter.staff, &bridge::Staff::handedOver, &m_flow, &CashOutFlow::standBack);
  connect(&m_flow, &CashOutFlow::doorsChanged, this, &Page::hintsChanged);
  connect(&m_flow, &CashOutFlow::listChanged, this, &CashOutScreen::refreshList);
  connect(feed(), &widgets::FeedList::rowActivated, this,
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
      bring(m_ask);
      m_ask->enter();
      break;
    case CashOutStep::Collection:
      bring(m_collection);
      m_collection->enter();
      break;
    case CashOutStep::HandOver:
    case CashOutStep::Done:
      bring(m_handOver);
      m_handOver->enter();
      break;
    case CashOutStep::Proof:
      bring(m_proof);
      m_proof->ask(tr("Cash for the customer"), m_flow.received() - m_flow.fee(), m_flow.proofAsk());
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
    case CashOutStep::Proof:
      m_proof->setWaiting(m_flow.isPaying());
      break;
  }
  emit hintsChanged();
}

void CashOutScreen::refreshList() {
  m_list->setNow(m_counter.clock.now());
  m_list->replace(m_flow.collections());
  const int open = m_list->unfinished();
  feed()->setHeading(open == 0 ? tr("CODES AND PASSWORDS") : tr("CODES AND PASSWORDS · %1 open").arg(open));
  if (m_flow.step() == CashOutStep::Choose)
    m_ask->refresh();
}

// A code is for the customer's telephone: in a small window it has the list's place too.
void CashOutScreen::share(int width) {
  FeedPage::share(width);
  feed()->setVisible(width >= m_counter.theme.space(260) || m_flow.step() != CashOutStep::Collection);
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
    case CashOutStep::Proof:
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
    case CashOutStep::Proof:
      return m_proof->hints();
  }
  return {};
}

}  // namespace loket::ui::screens
