#include "ui/screens/deposit/deposit_screen.h"

#include <QKeyEvent>

#include "ui/models/ticket_list.h"
#include "ui/screens/deposit/ask_ticket_panel.h"
#include "ui/screens/deposit/pay_ticket_panel.h"
#include "ui/screens/deposit/ticket_panel.h"
#include "ui/screens/proof_panel.h"
#include "ui/text/families.h"
#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {

DepositScreen::DepositScreen(const Counter& counter, QWidget* parent)
    : FeedPage(counter, parent), m_flow(counter.bridge, counter.clock) {
  m_ask = new AskTicketPanel(counter, m_flow);
  m_ticket = new TicketPanel(counter, m_flow);
  m_pay = new PayTicketPanel(counter, m_flow);
  m_proof = new ProofPanel(counter);
  m_list = new models::TicketList(this);
  furnish({m_ask, m_ticket, m_pay, m_proof}, m_list);
  feed()->view()->setEmptyText(tr("No ticket yet"), tr("Every top-up of a deposit appears here, until its money is there."));

  connect(&m_flow, &DepositFlow::stepChanged, this, &DepositScreen::showStep);
  connect(&m_flow, &DepositFlow::changed, this, &DepositScreen::refreshStep);
  connect(m_proof, &ProofPanel::given, &m_flow, &DepositFlow::prove);
  connect(m_proof, &ProofPanel::back, &m_flow, &DepositFlow::standBack);
  connect(m_proof, &ProofPanel::hintsChanged, this, &Page::hintsChanged);
  // Whoever comes next proves it for a name and a sum that he has seen himself.
  connect(&counter.staff, &bridge::Staff::handedOver, &m_flow, &DepositFlow::standBack);
  connect(&m_flow, &DepositFlow::depositsChanged, this, &Page::hintsChanged);
  connect(&m_flow, &DepositFlow::listChanged, this, &DepositScreen::refreshList);
  connect(feed(), &widgets::FeedList::rowActivated, this,
          [this](const QModelIndex& index) { m_flow.show(api::TicketView(m_list->at(index.row()))); });
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, &m_flow, &DepositFlow::setStatus);
  counter.bridge.status(this, [this](const Result<api::CounterStatus>& status) {
    if (status)
      m_flow.setStatus(*status);
  });
  refreshList();
}

void DepositScreen::enter() {
  m_flow.refresh();
  showStep();
}

void DepositScreen::showStep() {
  const auto put = [this](auto* panel) {
    bring(panel);
    // Away from the screen nothing takes the keyboard.
    if (isVisible())
      panel->enter();
    else
      panel->refresh();
  };
  switch (m_flow.step()) {
    case DepositStep::Ask:
      put(m_ask);
      break;
    case DepositStep::Ticket:
      m_ask->clear();
      put(m_ticket);
      break;
    case DepositStep::Pay:
      put(m_pay);
      break;
    case DepositStep::Proof:
      bring(m_proof);
      m_proof->ask(tr("Top up %1 through %2")
                       .arg(text::supplierName(m_flow.ticket()->ticket.upstream), text::supplierName(m_flow.via())),
                   m_flow.quote()->total, m_flow.proofAsk());
      break;
  }
  emit hintsChanged();
}

void DepositScreen::refreshStep() {
  switch (m_flow.step()) {
    case DepositStep::Ask:
      m_ask->refresh();
      break;
    case DepositStep::Ticket:
      m_ticket->refresh();
      break;
    case DepositStep::Pay:
      m_pay->refresh();
      break;
    case DepositStep::Proof:
      m_proof->setWaiting(m_flow.isBusy());
      break;
  }
  emit hintsChanged();
}

void DepositScreen::refreshList() {
  m_list->replace(m_flow.tickets(), m_counter.clock.now());
  const int open = m_list->unfinished();
  feed()->setHeading(open == 0 ? tr("TICKETS") : tr("TICKETS · %1 on the way").arg(open));
}

void DepositScreen::ticketKey(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_F5:
    case Qt::Key_F6:
    case Qt::Key_F7:
    case Qt::Key_F8:
      if (!event->isAutoRepeat())
        m_ticket->press(static_cast<TicketPanel::Step>(event->key() - Qt::Key_F5));
      return;
    case Qt::Key_Escape:
      if (!m_ticket->takeBack())
        m_flow.leave();
      return;
    default:
      Page::keyPressEvent(event);
  }
}

void DepositScreen::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_R && (event->modifiers() & Qt::ControlModifier) != 0) {
    m_flow.refresh();
    return;
  }
  switch (m_flow.step()) {
    case DepositStep::Ask:
      if (key >= Qt::Key_F5 && key <= Qt::Key_F7)
        m_flow.chooseDeposit(key - Qt::Key_F5);
      else if (key == Qt::Key_F8)
        m_ask->nextBank();
      else if (key == Qt::Key_Escape)
        m_ask->enter();  // from the list back to the form
      else
        Page::keyPressEvent(event);
      return;
    case DepositStep::Ticket:
      ticketKey(event);
      return;
    case DepositStep::Pay:
      if (key == Qt::Key_F5)
        m_flow.nextBank();
      else if (key == Qt::Key_Escape)
        m_flow.leave();
      else
        Page::keyPressEvent(event);
      return;
    case DepositStep::Proof:
      Page::keyPressEvent(event);
      return;
  }
}

QList<widgets::KeyHint> DepositScreen::hints() const {
  switch (m_flow.step()) {
    case DepositStep::Ask:
      return m_ask->hints();
    case DepositStep::Ticket:
      return m_ticket->hints();
    case DepositStep::Pay:
      return m_pay->hints();
    case DepositStep::Proof:
      return m_proof->hints();
  }
  return {};
}

}  // namespace loket::ui::screens
