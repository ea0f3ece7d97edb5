#include "ui/screens/shift/open_shift_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/screens/caption_value.h"
#include "ui/screens/shift/drawer_panel.h"
#include "ui/screens/shift/sales_rows.h"
#include "ui/text/amounts.h"
#include "ui/text/shift.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
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

OpenShiftPanel::OpenShiftPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_drawer = new DrawerPanel(counter, flow, this);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_drawer);

  auto* title =
      new TextLabel(look, tr("The shift is open"), TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_since = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_since->setObjectName(QStringLiteral("shift-since"));
  m_since->setOverflow(Overflow::Elide);
  m_message = new widgets::InlineMessage(look, card);
  m_count = new CaptionValue(look, TextSize::Name, Weight::Bold, card);
  m_count->value()->setObjectName(QStringLiteral("shift-count"));
  m_sum = new CaptionValue(look, TextSize::Name, Weight::Bold, card);
  m_sum->value()->setObjectName(QStringLiteral("shift-sum"));
  auto* figures = new QHBoxLayout;
  figures->setSpacing(look.space(8));
  figures->addWidget(m_count, 1);
  figures->addWidget(m_sum, 2);
  m_families = new SalesRows(look, card);
  m_none = new TextLabel(look, tr("Nothing was sold yet."), TextSize::Body, Weight::Regular,
                         ColourRole::Muted, card);
  m_note = new TextLabel(look, tr("What the drawer should have is told when it has been counted."),
                         TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_note->setOverflow(Overflow::Wrap);
  m_close = new widgets::ActionButton(look, tr("Close the shift"), widgets::ActionKind::Primary, card);
  m_close->setObjectName(QStringLiteral("shift-close"));
  m_close->setKeyCap(QStringLiteral("F8"));
  m_close->setFocusPolicy(Qt::NoFocus);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(look.space(4));
  foot->addWidget(m_note, 1);
  foot->addWidget(m_close);

  m_column = new QVBoxLayout(card);
  m_column->addWidget(title);
  m_column->addWidget(m_since);
  m_column->addWidget(m_message);
  m_column->addLayout(figures);
  m_column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  m_column->addWidget(m_none);
  m_column->addWidget(m_families, 1);
  m_column->addLayout(foot);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_close, &QAbstractButton::clicked, &flow, &ShiftFlow::beginClosing);
  connect(m_drawer, &DrawerPanel::changed, this, [this] {
    // One button at a time is what Enter is for.
    m_close->setKind(m_drawer->isOpen() ? widgets::ActionKind::Secondary : widgets::ActionKind::Primary);
    if (!m_drawer->isOpen() && isVisible())
      setFocus();
    emit hintsChanged();
  });
}

void OpenShiftPanel::enter() {
  refresh();
  if (m_drawer->isOpen())
    m_drawer->takeKeyboard();
  else
    setFocus();
}

void OpenShiftPanel::refresh() {
  if (!m_flow.report())
    return;
  const api::ShiftReport& report = *m_flow.report();
  m_since->setText(text::shiftSince(report.shift, m_counter.clock.now()));
  m_count->setTexts(tr("Sales"), text::grouped(report.count));
  m_sum->setTexts(tr("Sold for"), text::rupiah(report.sum));
  m_families->setSales(report.sales, report.goods);
  m_none->setVisible(report.sales.empty() && report.goods.count == 0);
  const auto difference = m_flow.openingDifference();
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::shiftSentence(*m_flow.error()));
  else if (difference && !difference->isZero())
    m_message->setMessage(
        difference->isNegative() ? Tone::Danger : Tone::Waiting,
        tr("%1 against what the books had at the opening.").arg(text::differenceWord(*difference)));
  else
    m_message->clear();
  m_close->setEnabled(!m_flow.isUnsure());
  m_close->setVisible(m_counter.staff.may(Permission::Shift));
  m_drawer->setVisible(m_counter.staff.may(Permission::Cash));
  m_drawer->refresh();
}

void OpenShiftPanel::scroll(int rows) {
  m_families->scroll(rows);
}

void OpenShiftPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 8);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 6), side, look.space(tight ? 3 : 7));
  m_column->setSpacing(look.space(tight ? 1.5 : 3));
  m_close->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
  m_drawer->setFixedWidth(std::min(look.px(theme::metric::kFeedWidth), width() * 3 / 10));
}

QList<widgets::KeyHint> OpenShiftPanel::hints() const {
  QList<widgets::KeyHint> hints = m_drawer->hints();
  if (!m_drawer->isOpen())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("close the shift")};
  return hints << widgets::KeyHint{QStringLiteral("Ctrl+R"), tr("look again")};
}

}  // namespace loket::ui::screens
