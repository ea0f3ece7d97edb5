#include "ui/screens/reconcile/reconcile_screen.h"

#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/screens/reconcile/choose_file_panel.h"
#include "ui/screens/reconcile/findings_panel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;

ReconcileScreen::ReconcileScreen(const Counter& counter, QWidget* parent)
    : Page(parent), m_counter(counter), m_flow(counter.bridge) {
  const theme::Theme& look = counter.theme;
  m_stack = new QStackedWidget(this);
  // The panel in front must fit, not the largest of all.
  m_stack->setMinimumSize(1, 1);
  m_choose = new ChooseFilePanel(counter, m_flow);
  auto* card = new widgets::Card(look);
  m_reading = card;
  m_reading->setFocusPolicy(Qt::StrongFocus);
  m_readingWhat = new widgets::TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_readingWhat->setOverflow(widgets::Overflow::Elide);
  m_progress = new widgets::ProgressLine(look, card);
  auto* reading = new QVBoxLayout(card);
  reading->setContentsMargins(look.space(8), look.space(8), look.space(8), look.space(8));
  reading->setSpacing(look.space(4));
  reading->addStretch(1);
  reading->addWidget(m_readingWhat);
  reading->addWidget(m_progress);
  reading->addStretch(2);
  m_findings = new FindingsPanel(counter, m_flow);
  for (QWidget* panel : std::initializer_list<QWidget*>{m_choose, m_reading, m_findings}) m_stack->addWidget(panel);
  auto* column = new QVBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  column->setContentsMargins(side, top, side, top);
  column->addWidget(m_stack);

  connect(&m_flow, &ReconcileFlow::stepChanged, this, &ReconcileScreen::showStep);
  connect(&m_flow, &ReconcileFlow::changed, this, &ReconcileScreen::refreshStep);
  connect(&m_flow, &ReconcileFlow::suppliersChanged, this, &Page::hintsChanged);
  connect(m_findings, &FindingsPanel::hintsChanged, this, &Page::hintsChanged);
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, &m_flow, &ReconcileFlow::setStatus);
  counter.bridge.status(this, [this](const Result<api::CounterStatus>& status) {
    if (status)
      m_flow.setStatus(*status);
  });
}

void ReconcileScreen::enter() {
  m_flow.refresh();
  showStep();
}

void ReconcileScreen::showStep() {
  switch (m_flow.step()) {
    case ReconcileStep::Choose:
      m_stack->setCurrentWidget(m_choose);
      if (isVisible())
        m_choose->enter();
      break;
    case ReconcileStep::Reading:
      m_stack->setCurrentWidget(m_reading);
      if (isVisible())
        m_reading->setFocus();
      break;
    case ReconcileStep::Result:
      m_stack->setCurrentWidget(m_findings);
      if (isVisible())
        m_findings->enter();
      break;
  }
  refreshStep();
}

void ReconcileScreen::refreshStep() {
  switch (m_flow.step()) {
    case ReconcileStep::Choose:
      m_choose->refresh();
      break;
    case ReconcileStep::Reading:
      m_readingWhat->setText(tr("Reading %1").arg(m_flow.file()));
      m_progress->setProgress(m_flow.share(), tr("%1 % of the file").arg(static_cast<int>(m_flow.share() * 100)));
      break;
    case ReconcileStep::Result:
      m_findings->refresh();
      break;
  }
  emit hintsChanged();
}

void ReconcileScreen::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  switch (m_flow.step()) {
    case ReconcileStep::Choose:
      if (key >= Qt::Key_F5 && key <= Qt::Key_F7)
        m_flow.chooseSupplier(key - Qt::Key_F5);
      else if (key == Qt::Key_O && (event->modifiers() & Qt::ControlModifier) != 0)
        m_choose->askFile();
      else
        Page::keyPressEvent(event);
      return;
    case ReconcileStep::Reading:
      // It goes on in the core, and appears among the files that were read.
      if (key == Qt::Key_Escape)
        m_flow.leave();
      else
        Page::keyPressEvent(event);
      return;
    case ReconcileStep::Result:
      if (key == Qt::Key_F8)
        m_findings->askReason();
      else if (key == Qt::Key_Escape)
        m_flow.leave();
      else
        Page::keyPressEvent(event);
      return;
  }
}

QList<widgets::KeyHint> ReconcileScreen::hints() const {
  switch (m_flow.step()) {
    case ReconcileStep::Choose:
      return m_choose->hints();
    case ReconcileStep::Reading:
      return {{QStringLiteral("Esc"), tr("leave; it goes on")}};
    case ReconcileStep::Result:
      return m_findings->hints();
  }
  return {};
}

}  // namespace loket::ui::screens
