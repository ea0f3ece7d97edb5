#include "ui/screens/feed_page.h"

#include <QHBoxLayout>
#include <QResizeEvent>
#include <QStackedWidget>
#include <algorithm>

#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {

FeedPage::FeedPage(const Counter& counter, QWidget* parent)
    : Page(parent), m_counter(counter), m_panels(new QStackedWidget(this)), m_feed(new widgets::FeedList(counter.theme, this)) {
  const theme::Theme& look = counter.theme;
  // The panel in front must fit, not the largest of all.
  m_panels->setMinimumSize(1, 1);
  auto* row = new QHBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top);
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(m_panels, 1);
  row->addWidget(m_feed);
}

void FeedPage::furnish(std::initializer_list<QWidget*> panels, QAbstractItemModel* list) {
  for (QWidget* panel : panels) m_panels->addWidget(panel);
  m_feed->setModel(list);
}

void FeedPage::bring(QWidget* panel) { m_panels->setCurrentWidget(panel); }

void FeedPage::share(int width) {
  m_feed->setFixedWidth(std::min(m_counter.theme.px(theme::metric::kFeedWidth), width * 3 / 10));
}

void FeedPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  share(event->size().width());
}

}  // namespace loket::ui::screens
