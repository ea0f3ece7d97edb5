#include "ui/screens/frame/frame.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/screens/frame/notices.h"
#include "ui/screens/frame/top_bar.h"
#include "ui/text/errors.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/surface.h"

namespace loket::ui::screens {

namespace metric = theme::metric;
using theme::ColourRole;

Frame::Frame(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* rail = new widgets::Surface(look, ColourRole::Rail, {}, this);
  rail->setFixedWidth(look.px(metric::kRailWidth));
  rail->setMinimumHeight(1);  // its pages fit themselves to the window, not the window to them
  m_rail = new QVBoxLayout(rail);
  m_rail->setContentsMargins(look.space(2), look.space(3.5), look.space(2), look.space(3));
  m_rail->setSpacing(look.space(1));
  m_rail->addWidget(new widgets::Mark(look, rail), 0, Qt::AlignHCenter);
  m_rail->addSpacing(look.space(3));
  m_rail->addStretch();

  auto* canvas = new widgets::Surface(look, ColourRole::Canvas, {}, this);
  m_topBar = new TopBar(counter, canvas);
  m_strip = new widgets::Strip(look, canvas);
  m_strip->setObjectName(QStringLiteral("strip"));
  m_strip->clear();
  m_stack = new QStackedWidget(canvas);
  m_stack->setMinimumSize(1, 1);
  m_keys = new widgets::KeyBar(look, canvas);
  auto* column = new QVBoxLayout(canvas);
  column->setContentsMargins({});
  column->setSpacing(0);
  column->addWidget(m_topBar);
  column->addWidget(m_strip);
  column->addWidget(m_stack, 1);
  column->addWidget(m_keys);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(0);
  row->addWidget(rail);
  row->addWidget(canvas, 1);

  connect(m_topBar, &TopBar::queueWanted, this, [this] { openPage(m_queuePage); });
  connect(m_topBar, &TopBar::papersWanted, this, &Frame::papersWanted);
  connect(m_topBar, &TopBar::lockWanted, this, &Frame::lockWanted);
  auto* lock = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), this);
  connect(lock, &QShortcut::activated, this, &Frame::lockWanted);
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, this, &Frame::setStatus);
  connect(&counter.bridge, &bridge::CoreBridge::coreStopped, this, [this](const Error& error) {
    m_stopped = error;
    refreshStrip();
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, [this] {
    m_stopped.reset();
    if (m_cashPage >= 0)
      countDue();
  });
  connect(&counter.clock, &bridge::CounterClock::ticked, this, &Frame::refreshStrip);
  connect(&counter.staff, &bridge::Staff::handedOver, this, &Frame::fitToPerson);
  counter.bridge.status(this, [this](const Result<api::CounterStatus>& status) {
    if (status)
      setStatus(*status);
  });
}

void Frame::addPage(std::function<Page*()> make, const QString& icon, const QString& title,
                    QKeyCombination key, Permission needs) {
  const int index = static_cast<int>(m_places.size());
  auto* button = new widgets::RailButton(m_counter.theme, icon, title, m_rail->parentWidget());
  button->setToolTip(QStringLiteral("%1 (%2)").arg(title, QKeySequence(key).toString()));
  m_rail->insertWidget(m_rail->count() - 1, button, 0, Qt::AlignHCenter);
  m_places.push_back({std::move(make), nullptr, button, needs});
  connect(button, &QAbstractButton::clicked, this, [this, index] { openPage(index); });
  fitRail();
  auto* shortcut = new QShortcut(QKeySequence(key), this);
  connect(shortcut, &QShortcut::activated, this, [this, index] { openPage(index); });
}

bool Frame::maySee(int index) const {
  return m_counter.staff.may(m_places[static_cast<std::size_t>(index)].needs);
}

void Frame::fitToPerson() {
  for (int index = 0; index < static_cast<int>(m_places.size()); ++index)
    m_places[static_cast<std::size_t>(index)].button->setVisible(maySee(index));
  fitRail();
  for (int index = 0; index < static_cast<int>(m_places.size()); ++index)
    if (m_places[static_cast<std::size_t>(index)].page == currentPage() && currentPage() != nullptr && !maySee(index))
      return openPage(index);
  refreshHints();
}

void Frame::fitRail() {
  const theme::Theme& look = m_counter.theme;
  int pages = 0;
  for (int index = 0; index < static_cast<int>(m_places.size()); ++index) pages += maySee(index) ? 1 : 0;
  const QMargins margins = m_rail->contentsMargins();
  const int besides = margins.top() + margins.bottom() + look.px(metric::kMark) + look.space(3) + m_rail->spacing() * 2;
  const int wanted = besides + pages * (look.px(metric::kRailButtonHeight) + m_rail->spacing());
  for (const Place& place : m_places) place.button->setCompact(height() < wanted);
}

void Frame::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitRail();
}

Page* Frame::page(int index) {
  Place& place = m_places.at(static_cast<std::size_t>(index));
  if (place.page == nullptr) {
    place.page = place.make();
    m_stack->addWidget(place.page);
    connect(place.page, &Page::hintsChanged, this, &Frame::refreshHints);
  }
  return place.page;
}

void Frame::layPage(int index) {
  m_stack->setCurrentWidget(page(index));
  m_places[static_cast<std::size_t>(index)].button->setChecked(true);
  refreshHints();
}

void Frame::openPage(int index) {
  const auto pages = static_cast<int>(m_places.size());
  if (index < 0 || index >= pages)
    return;
  if (!maySee(index)) {
    // A key or a pill of somebody else's changes nothing; who stands on such a page is led to the first that is his.
    int first = 0;
    while (first < pages && !maySee(first)) ++first;
    const Page* front = currentPage();
    const bool isLost = front == nullptr || std::any_of(m_places.begin(), m_places.end(), [&](const Place& one) {
      return one.page == front && !m_counter.staff.may(one.needs);
    });
    if (isLost && first < pages)
      openPage(first);
    return;
  }
  layPage(index);
  page(index)->enter();
  refreshHints();
}

Page* Frame::currentPage() const {
  return qobject_cast<Page*>(m_stack->currentWidget());
}

void Frame::setStatus(const api::CounterStatus& status) {
  m_status = status;
  m_counter.clock.follow(status.now);
  m_topBar->setStatus(status);
  if (m_queuePage >= 0)
    m_places[static_cast<std::size_t>(m_queuePage)].button->setCount(status.queueCount);
  if (m_complaintsPage >= 0)
    m_places[static_cast<std::size_t>(m_complaintsPage)].button->setCount(status.openComplaints);
  refreshStrip();
}

void Frame::setCashPage(int index) {
  m_cashPage = index;
  connect(&m_counter.bridge, &bridge::CoreBridge::collectionChanged, this, &Frame::countDue);
  countDue();
}

void Frame::countDue() {
  m_counter.bridge.collections(this, [this](const Result<std::vector<Collection>>& all) {
    if (!all)
      return;
    const auto due = std::count_if(all->begin(), all->end(),
                                   [](const Collection& one) { return one.state == CollectionState::Paid; });
    m_places[static_cast<std::size_t>(m_cashPage)].button->setCount(static_cast<int>(due));
  });
}

void Frame::refreshStrip() {
  if (m_stopped) {
    m_strip->setMessage(QStringLiteral("alert-triangle"), text::sentence(*m_stopped),
                        tr("Close Loket and open it again"), theme::Tone::Danger);
    return;
  }
  if (m_status.outlet.name.empty()) {
    m_strip->clear();
    return;
  }
  const std::vector<Notice> notices = noticesOf(m_status, m_counter.clock.now());
  if (notices.empty()) {
    m_strip->clear();
    return;
  }
  const Notice& gravest = notices.front();
  const bool lasts = gravest.weight == Notice::Weight::Lasting;
  // What stands behind it is not lost: the settings tell of each.
  QString right = gravest.right;
  if (const int count = lastingIn(notices); count > (lasts ? 1 : 0)) {
    const QString all = tr("%n notices: Settings (F11)", nullptr, count);
    right = lasts || right.isEmpty() ? all : right + QStringLiteral(" · ") + all;
  }
  m_strip->setMessage(gravest.icon, gravest.text, right, gravest.tone);
}

void Frame::refreshHints() {
  if (const Page* page = currentPage())
    m_keys->setHints(page->hints());
}

}  // namespace loket::ui::screens
