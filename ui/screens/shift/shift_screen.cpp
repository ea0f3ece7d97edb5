#include "ui/screens/shift/shift_screen.h"

#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/screens/proof_panel.h"
#include "ui/screens/shift/count_panel.h"
#include "ui/screens/shift/drawer_panel.h"
#include "ui/screens/shift/open_shift_panel.h"
#include "ui/screens/shift/shift_report_panel.h"
#include "ui/text/errors.h"
#include "ui/text/shift.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"

namespace loket::ui::screens {

ShiftScreen::ShiftScreen(const Counter& counter, QWidget* parent)
    : Page(parent), m_counter(counter), m_flow(counter.bridge) {
  const theme::Theme& look = counter.theme;
  m_stack = new QStackedWidget(this);
  // The panel in front must fit, not the largest of all.
  m_stack->setMinimumSize(1, 1);
  m_asking = new widgets::Card(look);
  m_asking->setFocusPolicy(Qt::StrongFocus);
  m_why = new widgets::InlineMessage(look, m_asking);
  auto* middle = new QVBoxLayout(m_asking);
  middle->setContentsMargins(look.space(7), look.space(6), look.space(7), look.space(6));
  middle->addWidget(m_why);
  middle->addStretch();
  m_opening = new CountPanel(counter, m_flow, ShiftStep::Opening);
  m_closing = new CountPanel(counter, m_flow, ShiftStep::Closing);
  m_open = new OpenShiftPanel(counter, m_flow);
  m_proof = new ProofPanel(counter);
  m_report = new ShiftReportPanel(counter, m_flow);
  for (QWidget* panel : std::initializer_list<QWidget*>{m_asking, m_opening, m_closing, m_open, m_proof, m_report})
    m_stack->addWidget(panel);
  auto* row = new QVBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top);
  row->addWidget(m_stack);

  connect(&m_flow, &ShiftFlow::stepChanged, this, &ShiftScreen::showStep);
  connect(&m_flow, &ShiftFlow::changed, this, &ShiftScreen::refreshStep);
  connect(m_proof, &ProofPanel::given, &m_flow, &ShiftFlow::prove);
  connect(m_proof, &ProofPanel::back, &m_flow, &ShiftFlow::back);
  connect(m_proof, &ProofPanel::hintsChanged, this, &Page::hintsChanged);
  connect(&m_flow, &ShiftFlow::moveChanged, this, [this] {
    if (m_flow.step() == ShiftStep::Proof)
      m_proof->setWaiting(m_flow.isMoving());
  });
  connect(&counter.staff, &bridge::Staff::handedOver, this, [this] {
    // Whoever comes next proves it for a sum that he has seen himself.
    if (m_flow.step() == ShiftStep::Proof)
      m_flow.back();
    showStep();
  });
  connect(m_open, &OpenShiftPanel::hintsChanged, this, &Page::hintsChanged);
  // Sales are counted while the page is in front; otherwise when it is opened.
  connect(&counter.bridge, &bridge::CoreBridge::paymentChanged, this, [this] {
    if (isVisible() && m_flow.step() == ShiftStep::Open)
      m_flow.refresh();
  });
}

void ShiftScreen::enter() {
  m_flow.refresh();
  showStep();
}

void ShiftScreen::showStep() {
  // Who opens and closes none sees how it stands, and the last one's report.
  const bool mayShift = m_counter.staff.may(Permission::Shift);
  if (!mayShift && m_flow.step() == ShiftStep::Closing)
    return m_flow.back();
  if (!mayShift && m_flow.step() == ShiftStep::Opening && m_flow.hasLastReport())
    return m_flow.showReport();
  const ShiftStep step = m_flow.step() == ShiftStep::Opening && !mayShift ? ShiftStep::Asking : m_flow.step();
  // What was counted belongs to one opening, or to one closing.
  if (step == ShiftStep::Open)
    m_opening->clear();
  else if (step == ShiftStep::Report || step == ShiftStep::Opening)
    m_closing->clear();
  // Away from the screen nothing takes the keyboard.
  const bool isHere = isVisible();
  const auto bring = [this, isHere](auto* panel) {
    m_stack->setCurrentWidget(panel);
    if (isHere)
      panel->enter();
  };
  switch (step) {
    case ShiftStep::Asking:
      m_stack->setCurrentWidget(m_asking);
      if (isHere)
        m_asking->setFocus();
      break;
    case ShiftStep::Opening:
      bring(m_opening);
      break;
    case ShiftStep::Closing:
      bring(m_closing);
      break;
    case ShiftStep::Open:
      bring(m_open);
      break;
    case ShiftStep::Proof:
      m_stack->setCurrentWidget(m_proof);
      m_proof->ask(m_flow.payingOut().to == PaidTo::Owner ? tr("The owner takes cash home") : tr("Cash out of the drawer"),
                   m_flow.payingOut().amount, m_flow.proofAsk());
      break;
    case ShiftStep::Report:
      bring(m_report);
      break;
  }
  refreshStep();
}

void ShiftScreen::refreshStep() {
  switch (m_flow.step()) {
    case ShiftStep::Asking:
      if (m_flow.error())
        m_why->setMessage(theme::Tone::Danger, text::shiftSentence(*m_flow.error()));
      else
        m_why->setMessage(theme::Tone::Neutral, tr("Looking whether a shift is open…"));
      break;
    case ShiftStep::Opening:
      if (m_counter.staff.may(Permission::Shift))
        m_opening->refresh();
      else
        m_why->setMessage(theme::Tone::Neutral, text::sentence(Error{ErrorCode::ShiftMissing, {}}));
      break;
    case ShiftStep::Closing:
      m_closing->refresh();
      break;
    case ShiftStep::Open:
      m_open->refresh();
      break;
    case ShiftStep::Proof:
      break;
    case ShiftStep::Report:
      m_report->refresh();
      break;
  }
  emit hintsChanged();
}

bool ShiftScreen::countKey(CountPanel& panel, int key) {
  switch (key) {
    case Qt::Key_F6:
      panel.typeTotal();
      return true;
    case Qt::Key_F7:
      panel.clear();
      panel.enter();
      return true;
    case Qt::Key_F8:
      m_flow.showReport();
      return true;
    case Qt::Key_Escape:
      m_flow.back();
      return true;
    default:
      return false;
  }
}

bool ShiftScreen::openKey(int key) {
  DrawerPanel& drawer = m_open->drawer();
  switch (key) {
    case Qt::Key_F5:
    case Qt::Key_F6:
    case Qt::Key_F7:
      drawer.open(static_cast<DrawerMove>(key - Qt::Key_F5));
      return true;
    case Qt::Key_F8:
      m_flow.beginClosing();
      return true;
    case Qt::Key_Escape:
      drawer.close();
      return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
      m_open->scroll(key == Qt::Key_Up ? -1 : 1);
      return true;
    default:
      return false;
  }
}

void ShiftScreen::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  bool isKnown = false;
  if (key == Qt::Key_R && (event->modifiers() & Qt::ControlModifier) != 0) {
    m_flow.refresh();
    return;
  }
  if (!m_counter.staff.may(Permission::Shift)) {
    const int rows = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
    if (rows != 0 && m_flow.step() == ShiftStep::Open)
      m_open->scroll(rows);
    else if (rows != 0 && m_flow.step() == ShiftStep::Report)
      m_report->scroll(rows);
    else
      Page::keyPressEvent(event);
    return;
  }
  switch (m_flow.step()) {
    case ShiftStep::Asking:
    case ShiftStep::Proof:
      break;
    case ShiftStep::Opening:
      isKnown = countKey(*m_opening, key);
      break;
    case ShiftStep::Closing:
      isKnown = countKey(*m_closing, key);
      break;
    case ShiftStep::Open:
      isKnown = openKey(key);
      break;
    case ShiftStep::Report:
      isKnown = key == Qt::Key_F6 || key == Qt::Key_Escape || key == Qt::Key_Up || key == Qt::Key_Down;
      if (key == Qt::Key_F6)
        m_report->print();
      else if (key == Qt::Key_Escape)
        m_flow.back();
      else if (isKnown)
        m_report->scroll(key == Qt::Key_Up ? -1 : 1);
      break;
  }
  if (!isKnown)
    Page::keyPressEvent(event);
}

QList<widgets::KeyHint> ShiftScreen::hints() const {
  if (!m_counter.staff.may(Permission::Shift))
    return {{QStringLiteral("Ctrl+R"), tr("look again")}};
  switch (m_flow.step()) {
    case ShiftStep::Asking:
      return {{QStringLiteral("Ctrl+R"), tr("look again")}};
    case ShiftStep::Opening:
      return m_opening->hints();
    case ShiftStep::Closing:
      return m_closing->hints();
    case ShiftStep::Open:
      return m_open->hints();
    case ShiftStep::Proof:
      return m_proof->hints();
    case ShiftStep::Report:
      return m_report->hints();
  }
  return {};
}

}  // namespace loket::ui::screens
