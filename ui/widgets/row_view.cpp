#include "ui/widgets/row_view.h"

#include "ui/widgets/paint.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;

RowView::RowView(const theme::Theme& theme, double rowHeight, QWidget* parent)
    : Themed(theme, parent), m_rowHeight(rowHeight) {
  setFrameShape(QFrame::NoFrame);
  setUniformItemSizes(true);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setEditTriggers(NoEditTriggers);
  setSelectionMode(SingleSelection);
  setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  restyle();
}

void RowView::restyle() {
  QPalette palette = theme().palette();
  palette.setColor(QPalette::Base, Qt::transparent);
  setPalette(palette);
  viewport()->update();
}

void RowView::setEmptyText(const QString& title, const QString& what) {
  m_emptyTitle = title;
  m_emptyWhat = what;
  viewport()->update();
}

void RowView::setModel(QAbstractItemModel* model) {
  m_hovered = QModelIndex();
  Themed::setModel(model);
}

int RowView::rowCount() const { return model() == nullptr ? 0 : model()->rowCount(rootIndex()); }

int RowView::verticalOffset() const { return verticalScrollBar()->value(); }

QRect RowView::visualRect(const QModelIndex& index) const {
  if (!index.isValid() || index.parent() != rootIndex()) {
    return {};
  }
  return {0, index.row() * rowHeight() - verticalOffset(), viewport()->width(), rowHeight()};
}

QModelIndex RowView::indexAt(const QPoint& point) const {
  const int y = point.y() + verticalOffset();
  if (y < 0 || !viewport()->rect().contains(point)) {
    return {};
  }
  const int row = y / rowHeight();
  return row < rowCount() ? model()->index(row, modelColumn(), rootIndex()) : QModelIndex();
}

void RowView::scrollTo(const QModelIndex& index, ScrollHint hint) {
  if (!index.isValid()) {
    return;
  }
  // Rows that have just come have their room only from the next layout on; without it the bar would stop before them.
  updateGeometries();
  QScrollBar* bar = verticalScrollBar();
  const int top = index.row() * rowHeight();
  const int page = viewport()->height();
  switch (hint) {
    case EnsureVisible:
      if (top < bar->value()) {
        bar->setValue(top);
      } else if (top + rowHeight() > bar->value() + page) {
        bar->setValue(top + rowHeight() - page);
      }
      break;
    case PositionAtTop: bar->setValue(top); break;
    case PositionAtBottom: bar->setValue(top + rowHeight() - page); break;
    case PositionAtCenter: bar->setValue(top + (rowHeight() - page) / 2); break;
  }
}

void RowView::doItemsLayout() {  // nothing to lay out: every place follows from the row number
  QAbstractItemView::doItemsLayout();
}

void RowView::updateGeometries() {
  QScrollBar* bar = verticalScrollBar();
  bar->setSingleStep(rowHeight());
  bar->setPageStep(viewport()->height());
  bar->setRange(0, std::max(0, rowCount() * rowHeight() - viewport()->height()));
}

void RowView::resizeEvent(QResizeEvent* event) {
  QAbstractItemView::resizeEvent(event);
  updateGeometries();
}

QModelIndex RowView::moveCursor(CursorAction action, Qt::KeyboardModifiers /*modifiers*/) {
  const int rows = rowCount();
  if (rows == 0) {
    return {};
  }
  const int page = std::max(1, viewport()->height() / rowHeight());
  const int now = currentIndex().isValid() ? currentIndex().row() : -1;
  int wanted = now;
  switch (action) {
    case MoveUp:
    case MovePrevious: wanted = now - 1; break;
    case MoveDown:
    case MoveNext: wanted = now + 1; break;
    case MovePageUp: wanted = now - page; break;
    case MovePageDown: wanted = now + page; break;
    case MoveHome: wanted = 0; break;
    case MoveEnd: wanted = rows - 1; break;
    case MoveLeft:
    case MoveRight: break;
  }
  return model()->index(std::clamp(wanted, 0, rows - 1), modelColumn(), rootIndex());
}

void RowView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
  const QModelIndex index = indexAt(rect.center());
  selectionModel()->select(index.isValid() ? QItemSelection(index, index) : QItemSelection(), command);
}

QRegion RowView::visualRegionForSelection(const QItemSelection& selection) const {
  QRegion region;
  for (const QItemSelectionRange& range : selection) {
    region += visualRect(range.topLeft()).united(visualRect(range.bottomRight())) & viewport()->rect();
  }
  return region;
}

void RowView::setHovered(const QModelIndex& index) {
  if (m_hovered != index) {
    viewport()->update(visualRect(m_hovered));
    m_hovered = index;
  }
  viewport()->update(visualRect(m_hovered));
}

void RowView::mouseMoveEvent(QMouseEvent* event) {
  setHovered(indexAt(event->position().toPoint()));
  QAbstractItemView::mouseMoveEvent(event);
}

void RowView::leaveEvent(QEvent* event) {
  setHovered({});
  QAbstractItemView::leaveEvent(event);
}

void RowView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  const int rows = rowCount();
  if (rows == 0) {
    const int centre = viewport()->height() / 2;
    const QRect words = viewport()->rect().adjusted(theme().space(4), 0, -theme().space(4), 0);
    const QFont title = theme().font(TextSize::Lead, Weight::SemiBold);
    const int height = QFontMetrics(title).height();
    paint::text(painter, QRect(words.left(), centre - height, words.width(), height), m_emptyTitle, title,
                theme().colour(ColourRole::Ink), Qt::AlignCenter);
    painter.setFont(theme().font(TextSize::Small));
    painter.setPen(theme().colour(ColourRole::Muted));
    painter.drawText(QRect(words.left(), centre + theme().space(1), words.width(), words.height() - centre),
                     static_cast<int>(Qt::AlignHCenter | Qt::AlignTop) | Qt::TextWordWrap, m_emptyWhat);
    return;
  }
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  option.showDecorationSelected = true;
  const QRect dirty = event->rect();
  const int first = std::max(0, (dirty.top() + verticalOffset()) / rowHeight());
  const int last = std::min(rows - 1, (dirty.bottom() + verticalOffset()) / rowHeight());
  const bool focused = hasFocus() || viewport()->hasFocus();
  for (int row = first; row <= last; ++row) {
    const QModelIndex index = model()->index(row, modelColumn(), rootIndex());
    option.rect = visualRect(index);
    option.state = isEnabled() ? QStyle::State_Enabled : QStyle::State_None;
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    option.state.setFlag(QStyle::State_HasFocus, focused && index == currentIndex());
    option.state.setFlag(QStyle::State_MouseOver, index == m_hovered);
    itemDelegateForIndex(index)->paint(&painter, option, index);
  }
}

}  // namespace loket::ui::widgets
