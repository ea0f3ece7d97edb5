#include "ui/screens/shift/shift_report_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/screens/receipt_panel.h"
#include "ui/screens/shift/sales_rows.h"
#include "ui/text/amounts.h"
#include "ui/text/counter.h"
#include "ui/text/families.h"
#include "ui/text/shift.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

// More than there should be is a question too, and no loss.
Tone toneOf(Money difference) {
  return difference.isZero() ? Tone::Success : difference.isNegative() ? Tone::Danger : Tone::Waiting;
}

ColourRole roleOf(Tone tone) {
  return tone == Tone::Success  ? ColourRole::Success
         : tone == Tone::Danger ? ColourRole::Danger
                                : ColourRole::Waiting;
}

}  // namespace

ShiftReportPanel::ShiftReportPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_paper = new ReceiptPanel(counter, PaperScroll::Own, this);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  m_paper->setFixedWidth(look.px(theme::metric::kFeedWidth));
  row->addWidget(m_paper);

  m_tile =
      new widgets::IconTile(look, QStringLiteral("check"), Tone::Success, widgets::TileSize::Large, card);
  m_tile->setRound(true);
  m_difference = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Success, card);
  m_difference->setObjectName(QStringLiteral("shift-difference"));
  m_difference->setOverflow(Overflow::Shrink);
  m_span = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_span->setObjectName(QStringLiteral("shift-span"));
  m_span->setOverflow(Overflow::Elide);
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  words->addWidget(m_difference);
  words->addWidget(m_span);
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(4));
  head->addWidget(m_tile);
  head->addLayout(words, 1);
  m_message = new widgets::InlineMessage(look, card);

  auto* sales = new QWidget(card);
  auto* column = new QVBoxLayout(sales);
  column->setContentsMargins({});
  column->setSpacing(look.space(1.5));
  column->addWidget(
      new TextLabel(look, tr("Sales"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, sales));
  m_families = new SalesRows(look, sales);
  m_sold = new CaptionRow(look, tr("In all"), sales);
  m_sold->value()->setObjectName(QStringLiteral("shift-sold"));
  m_sold->layout()->setContentsMargins(0, 0, look.space(2), 0);  // as the rows under it
  column->addWidget(m_sold);
  column->addWidget(m_families, 1);
  auto* columns = new QHBoxLayout;
  columns->setSpacing(look.space(8));
  columns->addWidget(makeDrawer(card), 1);
  columns->addWidget(new widgets::Divider(look, Qt::Vertical, card));
  columns->addWidget(sales, 1);

  m_print = new widgets::ActionButton(look, tr("Print"), widgets::ActionKind::Secondary, card);
  m_print->setObjectName(QStringLiteral("shift-print"));
  m_print->setLeadingIcon(QStringLiteral("printer"));
  m_print->setKeyCap(QStringLiteral("F6"));
  m_next = new widgets::ActionButton(look, tr("Next shift"), widgets::ActionKind::Primary, card);
  m_next->setObjectName(QStringLiteral("shift-next"));
  m_next->setKeyCap(QStringLiteral("Enter"));
  for (widgets::ActionButton* button : {m_print, m_next}) button->setFocusPolicy(Qt::NoFocus);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(look.space(3));
  foot->addStretch();
  foot->addWidget(m_print);
  foot->addWidget(m_next);

  m_column = new QVBoxLayout(card);
  m_column->addLayout(head);
  m_column->addWidget(m_message);
  m_column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  m_column->addLayout(columns, 1);
  m_column->addLayout(foot);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_print, &QAbstractButton::clicked, this, &ShiftReportPanel::print);
  connect(m_next, &QAbstractButton::clicked, &flow, &ShiftFlow::back);
  connect(m_paper, &ReceiptPanel::printTold, this, [this](const api::PrintView& print) {
    const bool isBad = api::needsALook(print.outcome);
    if (m_paper->isHidden())
      m_message->setMessage(isBad ? Tone::Danger : Tone::Neutral, text::printLine(print),
                            QStringLiteral("printer"));
  });
}

QWidget* ShiftReportPanel::makeDrawer(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* drawer = new QWidget(card);
  auto* column = new QVBoxLayout(drawer);
  column->setContentsMargins({});
  column->setSpacing(look.space(1.5));
  column->addWidget(
      new TextLabel(look, tr("Drawer"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, drawer));
  const auto add = [&](const QString& caption, const char* name) {
    auto* row = new CaptionRow(look, caption, drawer);
    row->value()->setObjectName(QString::fromLatin1(name));
    column->addWidget(row);
    return row;
  };
  m_atStart = add(tr("At the opening"), "shift-float");
  m_in = add(tr("Came in"), "shift-in");
  m_out = add(tr("Went out"), "shift-out");
  m_expected = add(tr("Should be there"), "shift-expected");
  m_counted = add(tr("Counted"), "shift-counted");
  m_reason = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, drawer);
  m_reason->setOverflow(Overflow::Wrap);
  column->addWidget(m_reason);
  m_deposits = new QVBoxLayout;
  column->addSpacing(look.space(1));
  column->addLayout(m_deposits);
  column->addStretch();
  return drawer;
}

void ShiftReportPanel::showDeposits(const std::vector<api::ShiftDepositView>& deposits) {
  const theme::Theme& look = m_counter.theme;
  delete m_depositRows;
  m_depositRows = new QWidget;
  auto* column = new QVBoxLayout(m_depositRows);
  column->setContentsMargins({});
  column->setSpacing(look.space(0.5));
  if (!deposits.empty())
    column->addWidget(new TextLabel(look, tr("Deposits by the books"), TextSize::Lead, Weight::SemiBold,
                                    ColourRole::Ink, m_depositRows));
  for (const api::ShiftDepositView& one : deposits) {
    auto* ledger = new CaptionRow(look, text::supplierName(one.upstream), m_depositRows);
    ledger->setValue(text::rupiah(one.balance));
    column->addWidget(ledger);
    const QString name = text::supplierName(one.upstream);
    const QString words =
        one.told ? tr("%1 says %2, %3")
                       .arg(name, text::rupiah(*one.told), text::shortTime(one.toldAt, m_counter.clock.now()))
                 : tr("%1 has not said how much").arg(name);
    const bool isOther = one.told && *one.told != one.balance;
    auto* told = new TextLabel(look, words, TextSize::Small, Weight::Regular,
                               isOther ? ColourRole::Waiting : ColourRole::Muted, m_depositRows);
    told->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    told->setOverflow(Overflow::Elide);
    column->addWidget(told);
  }
  m_deposits->addWidget(m_depositRows);
}

void ShiftReportPanel::enter() {
  refresh();
  setFocus();
  if (m_flow.hasLastReport())
    m_paper->showReceipt(PaymentRef(m_flow.report()->shift.id.str()));
}

void ShiftReportPanel::refresh() {
  m_print->setVisible(m_counter.staff.may(Permission::Serve));
  m_next->setVisible(m_counter.staff.may(Permission::Shift));
  if (!m_flow.report() || !m_flow.report()->drawer)
    return;
  const api::ShiftReport& report = *m_flow.report();
  const api::ShiftReport::Drawer& drawer = *report.drawer;
  const Tone tone = toneOf(drawer.difference);
  m_tile->setIcon(tone == Tone::Success ? QStringLiteral("check") : QStringLiteral("alert-triangle"), tone);
  m_difference->setText(text::differenceWord(drawer.difference));
  m_difference->setColour(roleOf(tone));
  m_span->setText(text::shiftSpan(report.shift));
  if (m_flow.error())
    m_message->setMessage(Tone::Neutral, text::shiftSentence(*m_flow.error()));
  else
    m_message->clear();
  m_atStart->setValue(text::rupiah(report.shift.floatCounted));
  m_in->setValue(text::rupiah(drawer.cashIn));
  m_out->setValue(text::rupiah(drawer.cashOut));
  m_expected->setValue(text::rupiah(drawer.expected), ColourRole::Ink, Weight::SemiBold);
  m_counted->setValue(text::rupiah(drawer.counted), roleOf(tone), Weight::SemiBold);
  m_reason->setText(QString::fromStdString(report.shift.reason));
  m_reason->setVisible(!report.shift.reason.empty());
  m_sold->setValue(text::grouped(report.count) + QStringLiteral(" · ") + text::rupiah(report.sum),
                   ColourRole::Ink, Weight::SemiBold);
  m_families->setSales(report.sales, report.goods);
  showDeposits(report.deposits);
}

void ShiftReportPanel::print() {
  m_paper->print();
}

void ShiftReportPanel::scroll(int rows) {
  m_families->scroll(rows);
}

void ShiftReportPanel::keyPressEvent(QKeyEvent* event) {
  const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isEnter && !event->isAutoRepeat())
    m_flow.back();
  else
    QWidget::keyPressEvent(event);
}

void ShiftReportPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 7);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 5), side, look.space(tight ? 3 : 6));
  m_column->setSpacing(look.space(tight ? 2 : 3.5));
  for (widgets::ActionButton* button : {m_print, m_next})
    button->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
  // The figures come first; a small window shows the paper only on paper.
  m_paper->setVisible(width() >= look.space(260));
}

QList<widgets::KeyHint> ShiftReportPanel::hints() const {
  return {{QStringLiteral("F6"), tr("print")},
          {QStringLiteral("Enter"), tr("next shift")},
          {QStringLiteral("↑ ↓"), tr("move")}};
}

}  // namespace loket::ui::screens
