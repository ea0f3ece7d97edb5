#include "ui/screens/receipt_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

#include "ui/screens/receipt_file.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/scroll_box.h"

namespace loket::ui::screens {
namespace {

theme::Tone toneOf(api::PrintOutcome outcome) {
  switch (outcome) {
    case api::PrintOutcome::Confirmed:
    case api::PrintOutcome::Sent:
      return theme::Tone::Success;
    case api::PrintOutcome::Queued:
      return theme::Tone::Waiting;
    case api::PrintOutcome::Unknown:
    case api::PrintOutcome::Failed:
      return theme::Tone::Danger;
    case api::PrintOutcome::NoPrinter:
    case api::PrintOutcome::Seen:
    case api::PrintOutcome::Dropped:
      return theme::Tone::Neutral;
  }
  return theme::Tone::Neutral;
}

}  // namespace

ReceiptPanel::ReceiptPanel(const Counter& counter, PaperScroll scrolling, QWidget* parent)
    : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_state = new widgets::Pill(look, QStringLiteral("printer"), {}, theme::Tone::Neutral, this);
  m_state->setFocusPolicy(Qt::NoFocus);
  m_state->setVisible(false);
  auto* holder = new QWidget(this);
  m_paper = new widgets::ReceiptPaper(look);
  auto* centre = new QVBoxLayout(holder);
  centre->setContentsMargins({});
  centre->addWidget(m_paper, 0, Qt::AlignHCenter);
  centre->addStretch();
  m_paper->hide();
  QWidget* body = holder;
  if (scrolling == PaperScroll::Own) {
    auto* scroll = new widgets::ScrollBox(this);
    scroll->setBody(holder);
    body = scroll;
  }

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins({});
  column->setSpacing(look.space(3));
  column->addWidget(m_state, 0, Qt::AlignHCenter);
  column->addWidget(body, 1);
  connect(&counter.bridge, &bridge::CoreBridge::printChanged, this,
          [this](const PaymentRef& ref, const api::PrintView& print) {
            if (ref == m_ref)
              setPrint(print);
          });
}

void ReceiptPanel::clear() {
  m_ref = {};
  m_text.clear();
  m_paper->hide();
  m_state->hide();
}

void ReceiptPanel::showReceipt(const PaymentRef& ref) {
  if (ref != m_ref)
    clear();
  m_ref = ref;
  m_counter.bridge.receipt(ref.str(), api::Copy::Preview, this,
                           [this, ref](const Result<api::ReceiptView>& view) {
                             if (ref != m_ref || !view)
                               return;
                             m_text = view->text;
                             m_paper->setColumns(view->columns);
                             m_paper->setLines(paperLines(*view));
                             m_paper->show();
                             // Whoever comes back to it hears that the paper may be missing.
                             if (view->last && api::needsALook(view->last->outcome))
                               showState(*view->last);
                           });
}

void ReceiptPanel::print() {
  if (m_ref.empty())
    return;
  m_counter.bridge.print(m_ref.str(), this, [this, ref = m_ref](const Result<api::PrintView>& print) {
    if (ref != m_ref)
      return;
    setPrint(print ? *print : api::PrintView{api::PrintOutcome::Failed, 0, print.error().detail});
    showReceipt(ref);
  });
}

void ReceiptPanel::copyText() {
  if (m_text.empty())
    return;
  QGuiApplication::clipboard()->setText(QString::fromStdString(m_text));
  m_state->setState(QStringLiteral("copy"), tr("Receipt copied, paste it into a message"),
                    theme::Tone::Neutral);
  m_state->setVisible(true);
}

void ReceiptPanel::showState(const api::PrintView& print) {
  m_state->setState(QStringLiteral("printer"), text::printLine(print), toneOf(print.outcome));
  m_state->setVisible(true);
}

void ReceiptPanel::setPrint(const api::PrintView& print) {
  showState(print);
  emit printTold(print);
}

}  // namespace loket::ui::screens
