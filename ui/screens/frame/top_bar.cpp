#include "ui/screens/frame/top_bar.h"

#include <QHBoxLayout>

#include "ui/text/counter.h"
#include "ui/text/times.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::Tone;
using widgets::Overflow;
using widgets::Pill;
using widgets::TextLabel;

TopBar::TopBar(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* surface = new widgets::Surface(look, theme::ColourRole::Card, Qt::BottomEdge, this);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(surface);
  setFixedHeight(look.px(theme::metric::kTopBarHeight));

  m_outlet = new TextLabel(look, {}, theme::TextSize::Lead, theme::Weight::SemiBold, theme::ColourRole::Ink,
                           surface);
  m_outlet->setOverflow(Overflow::Elide);
  m_where = new TextLabel(look, {}, theme::TextSize::Small, theme::Weight::Regular, theme::ColourRole::Muted,
                          surface);
  m_where->setOverflow(Overflow::Elide);
  m_network = new Pill(look, QStringLiteral("wifi"), {}, Tone::Success, surface);
  m_queue = new Pill(look, QStringLiteral("hourglass"), {}, Tone::Waiting, surface);
  m_queue->setInteractive(true);
  m_queue->setFocusPolicy(Qt::NoFocus);
  m_papers = new Pill(look, QStringLiteral("printer"), {}, Tone::Danger, surface);
  m_papers->setObjectName(QStringLiteral("unprinted"));
  m_papers->setInteractive(true);
  m_papers->setFocusPolicy(Qt::NoFocus);
  m_papers->setToolTip(tr("Receipts that may be missing: History (F3), then Ctrl+6"));
  m_deposit = new Pill(look, QStringLiteral("building-bank"), {}, Tone::Neutral, surface);
  m_clock = new Pill(look, QStringLiteral("clock"), {}, Tone::Neutral, surface);
  m_user = new Pill(look, QStringLiteral("user"), {}, Tone::Neutral, surface);
  m_user->setInteractive(true);
  m_user->setFocusPolicy(Qt::NoFocus);
  m_user->setToolTip(tr("Lock the counter, or give it to somebody else (Ctrl+L)"));

  auto* row = new QHBoxLayout(surface);
  row->setContentsMargins(look.px(theme::metric::kPageMargin), 0, look.px(theme::metric::kPageMargin), 0);
  row->setSpacing(look.space(2.5));
  row->addWidget(m_outlet);
  row->addWidget(m_where);
  row->addStretch(1);
  m_training = new Pill(look, QStringLiteral("school"), tr("TRAINING"), Tone::Danger, surface);
  m_training->setObjectName(QStringLiteral("training"));
  m_training->setToolTip(tr("No real money: everything that is sold here goes to a sandbox on this computer."));
  row->insertWidget(0, m_training);
  m_training->hide();
  for (Pill* pill : {m_network, m_queue, m_papers, m_deposit, m_clock, m_user}) row->addWidget(pill);

  connect(m_queue, &QAbstractButton::clicked, this, &TopBar::queueWanted);
  connect(m_papers, &QAbstractButton::clicked, this, &TopBar::papersWanted);
  connect(m_user, &QAbstractButton::clicked, this, &TopBar::lockWanted);
  connect(&counter.clock, &bridge::CounterClock::ticked, this, &TopBar::refresh);
  refresh();
}

void TopBar::setStatus(const api::CounterStatus& status) {
  m_status = status;
  refresh();
}

void TopBar::refresh() {
  const Instant now = m_counter.clock.now();
  m_outlet->setText(QString::fromStdString(m_status.outlet.name));
  m_training->setVisible(m_status.outlet.training);
  m_where->setVisible(!m_status.outlet.training);  // that has its place in small windows
  m_where->setText(QString::fromStdString(m_status.outlet.id));
  m_network->setState(m_status.online ? QStringLiteral("wifi") : QStringLiteral("wifi-off"),
                      text::networkPill(m_status, now), m_status.online ? Tone::Success : Tone::Waiting);
  m_queue->setState(QStringLiteral("hourglass"), text::queuePill(m_status), Tone::Waiting);
  m_queue->setVisible(m_status.queueCount > 0);
  m_papers->setState(QStringLiteral("printer"), tr("%1 not printed").arg(m_status.unprintedCount),
                     Tone::Danger);
  m_papers->setVisible(m_status.unprintedCount > 0);
  m_deposit->setState(QStringLiteral("building-bank"), text::depositPill(m_status, now), Tone::Neutral);
  m_clock->setState(QStringLiteral("clock"), text::clockTime(now), Tone::Neutral);
  m_user->setState(QStringLiteral("user"), text::spokenName(m_status.user), Tone::Neutral);
  m_user->setVisible(!m_status.user.empty());
}

}  // namespace loket::ui::screens
