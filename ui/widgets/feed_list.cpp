#include "ui/widgets/feed_list.h"

#include "ui/widgets/paint.h"

#include <QGuiApplication>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::TextSize;
using theme::Theme;
using theme::Weight;
namespace metric = theme::metric;

namespace {

class FeedDelegate final : public QStyledItemDelegate {
public:
  FeedDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
    return {m_theme.space(60), m_theme.px(metric::kFeedRowHeight)};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QRect row = option.rect;
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    if (option.state.testFlag(QStyle::State_MouseOver) || focused) {
      painter->fillRect(row, m_theme.colour(ColourRole::NeutralSoft));
    }
    const int hairline = m_theme.px(metric::kHairline);
    if (index.row() > 0) {
      painter->fillRect(QRect(row.left(), row.top(), row.width(), hairline), m_theme.colour(ColourRole::Line));
    }
    if (focused) {
      paint::focusRing(*painter, m_theme, row, 0);
    }
    const int padding = m_theme.px(metric::kFeedPadding);
    const int left = row.left() + padding;
    const int right = row.right() + 1 - padding;
    const QFont title = m_theme.font(TextSize::Body, Weight::Medium);
    const QFont amount = m_theme.font(TextSize::Body, Weight::SemiBold);
    const QFont subtitle = m_theme.font(TextSize::Small);
    const int gap = m_theme.space(3);
    const int titleHeight = QFontMetrics(title).height();
    const int pillHeight = m_theme.px(metric::kStatusPillHeight);
    const int between = m_theme.space(1.25);
    const int top = row.top() + hairline + (row.height() - hairline - titleHeight - pillHeight - between) / 2;

    const QString sum = index.data(AmountRole).toString();
    const int sumWidth = paint::textWidth(amount, sum);
    paint::text(*painter, QRect(right - sumWidth, top, sumWidth, titleHeight), sum, amount,
                m_theme.colour(ColourRole::Ink));
    paint::text(*painter, QRect(left, top, right - left - sumWidth - gap, titleHeight),
                index.data(TitleRole).toString(), title, m_theme.colour(ColourRole::Ink));

    const int second = top + titleHeight + between;
    const QString status = index.data(StatusRole).toString();
    int pillWidth = 0;
    if (!status.isEmpty()) {
      const QSize size = paint::statusPillSize(m_theme, status);
      pillWidth = std::min(size.width(), (right - left) * 2 / 3);
      paint::statusPill(*painter, m_theme, QRect(right - pillWidth, second, pillWidth, size.height()), status,
                        static_cast<theme::Tone>(index.data(ToneRole).toInt()));
    }
    paint::text(*painter, QRect(left, second, right - left - pillWidth - gap, pillHeight),
                index.data(SubtitleRole).toString(), subtitle, m_theme.colour(ColourRole::Muted));
  }

private:
  const Theme& m_theme;
};

}  // namespace

FeedList::FeedList(const Theme& theme, QWidget* parent)
    : Themed(theme, parent), m_view(new RowView(theme, metric::kFeedRowHeight, this)) {
  m_view->setItemDelegate(new FeedDelegate(theme, m_view));
  m_view->setFocusPolicy(Qt::TabFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(0);
  layout->addWidget(m_view);
  connect(m_view, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
    if (QGuiApplication::mouseButtons() == Qt::NoButton) {  // a double click is two clicks already
      emit rowActivated(index);
    }
  });
  connect(m_view, &QAbstractItemView::clicked, this, &FeedList::rowActivated);
  restyle();
}

void FeedList::restyle() {
  setMinimumWidth(theme().px(metric::kFeedMinimum));
  setMaximumWidth(theme().px(metric::kFeedWidth));
  const int line = theme().px(metric::kHairline);
  const int corner = theme().space(1.5);
  layout()->setContentsMargins(line, theme().px(metric::kFeedHeaderHeight) + line, line, corner);
}

void FeedList::setHeading(const QString& heading) {
  m_heading = heading;
  m_view->setAccessibleName(heading);
  update();
}

void FeedList::setModel(QAbstractItemModel* model) { m_view->setModel(model); }

QSize FeedList::sizeHint() const { return {theme().px(metric::kFeedWidth), theme().space(80)}; }

void FeedList::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const int line = theme().px(metric::kHairline);
  paint::box(painter, rect(), theme().radius(theme::Radius::Large), theme().colour(ColourRole::Card),
             theme().colour(ColourRole::Line), line);
  const int padding = theme().px(metric::kFeedPadding);
  const int header = theme().px(metric::kFeedHeaderHeight);
  paint::text(painter, QRect(line + padding, theme().space(1), width() - 2 * (padding + line), header - theme().space(1)),
              m_heading, theme().font(TextSize::Small, Weight::SemiBold), theme().colour(ColourRole::Muted));
  painter.fillRect(QRect(line, header, width() - 2 * line, line), theme().colour(ColourRole::Line));
}

}  // namespace loket::ui::widgets
