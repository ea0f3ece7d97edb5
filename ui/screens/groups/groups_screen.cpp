#include "ui/screens/groups/groups_screen.h"

#include <QKeyEvent>

#include "ui/screens/groups/group_panel.h"
#include "ui/screens/proof_panel.h"
#include "ui/text/amounts.h"
#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {

GroupsScreen::GroupsScreen(const Counter& counter, QWidget* parent) : FeedPage(counter, parent), m_flow(counter.bridge) {
  m_panel = new GroupPanel(counter, m_flow);
  m_proof = new ProofPanel(counter);
  m_proof->setBackWords(tr("leave them unpaid"));
  m_list = new models::GroupList(this);
  furnish({m_panel, m_proof}, m_list);
  feed()->view()->setEmptyText(tr("No group yet"), tr("A neighbourhood's bills are paid in one go: press F5."));
  connect(m_panel, &GroupPanel::hintsChanged, this, &Page::hintsChanged);
  connect(&m_flow, &GroupFlow::groupsChanged, this, &GroupsScreen::showGroups);
  connect(&m_flow, &GroupFlow::changed, this, [this] {
    m_panel->refresh();
    if (m_flow.step() == GroupStep::Proof)
      m_proof->setWaiting(m_flow.isBusy());
    emit hintsChanged();
  });
  connect(&m_flow, &GroupFlow::stepChanged, this, &GroupsScreen::showStep);
  connect(m_proof, &ProofPanel::given, &m_flow, &GroupFlow::prove);
  connect(m_proof, &ProofPanel::back, &m_flow, &GroupFlow::leave);
  // Whoever comes next proves nothing that another one has read back: what still wants a proof is left unpaid.
  connect(&counter.staff, &bridge::Staff::handedOver, &m_flow, [this] {
    if (m_flow.step() == GroupStep::Proof)
      m_flow.leave();
  });
  connect(m_proof, &ProofPanel::hintsChanged, this, &Page::hintsChanged);
  connect(feed(), &widgets::FeedList::rowActivated, this, [this](const QModelIndex& index) { m_flow.choose(index.row()); });
  showGroups();
}

void GroupsScreen::enter() {
  m_flow.refresh();
  showStep();
}

void GroupsScreen::showStep() {
  if (const models::GroupLine* line = m_flow.proving(); line != nullptr) {
    bring(m_proof);
    m_proof->ask(models::titleOf(*line), line->quote->total, m_flow.proofAsk());
  } else {
    bring(m_panel);
    if (isVisible())
      m_panel->enter();
    else
      m_panel->refresh();
  }
  emit hintsChanged();
}

void GroupsScreen::showGroups() {
  m_list->replace(m_flow.groups());
  const auto count = static_cast<int>(m_flow.groups().size());
  feed()->setHeading(count == 0 ? tr("GROUPS") : tr("GROUPS · %1").arg(text::grouped(count)));
  if (count > 0)
    feed()->view()->setCurrentIndex(m_list->index(m_flow.groupIndex()));
}

void GroupsScreen::keyPressEvent(QKeyEvent* event) {
  if (m_flow.step() == GroupStep::Proof)
    return Page::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_F5:
      m_panel->askName(GroupPanel::Naming::New);
      return;
    case Qt::Key_F8:
      m_panel->askName(GroupPanel::Naming::Other);
      return;
    case Qt::Key_F6:
      if (m_flow.step() == GroupStep::List)
        m_panel->changeCurrent();
      else
        m_flow.printAll();
      return;
    case Qt::Key_F7:
      if (!event->isAutoRepeat())
        m_flow.removeGroup();
      return;
    case Qt::Key_Z:
      if ((event->modifiers() & Qt::ControlModifier) != 0) {
        m_flow.takeBack();
        return;
      }
      break;
    case Qt::Key_Delete:
      m_panel->removeCurrent();
      return;
    case Qt::Key_Escape:
      if (m_flow.step() == GroupStep::List) {
        m_panel->takeBack();
        m_panel->enter();  // also from the list of groups
      } else {
        m_flow.leave();
      }
      return;
    default:
      break;
  }
  Page::keyPressEvent(event);
}

QList<widgets::KeyHint> GroupsScreen::hints() const {
  return m_flow.step() == GroupStep::Proof ? m_proof->hints() : m_panel->hints();
}

}  // namespace loket::ui::screens
