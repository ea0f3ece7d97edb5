#include "ui/widgets/row_list.h"

#include "ui/widgets/paint.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Theme;
using theme::Weight;
namespace metric = theme::metric;

class RowList::Delegate final : public QStyledItemDelegate {
public:
  Delegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

  RowColumns columns = RowColumns(RowColumn::Tile) | RowColumn::Status | RowColumn::Age | RowColumn::Actions;

  [[nodiscard]] QList<QRect> actionRects(const QRect& row, const QStringList& actions) const {
    QList<QRect> rects;
    int right = row.right() + 1 - m_theme.px(metric::kRowPadding);
    for (auto action = actions.crbegin(); action != actions.crend(); ++action) {
      const QSize size = paint::chipSize(m_theme, *action);
      rects.prepend(QRect(right - size.width(), row.top() + (row.height() - size.height()) / 2, size.width(),
                          size.height()));
      right -= size.width() + m_theme.space(1.5);
    }
    return rects;
  }

  [[nodiscard]] int actionAt(const QRect& row, const QModelIndex& index, const QPoint& point) const {
    if (!columns.testFlag(RowColumn::Actions)) {
      return -1;
    }
    const QList<QRect> rects = actionRects(row, index.data(ActionsRole).toStringList());
    for (qsizetype i = 0; i < rects.size(); ++i) {
      if (rects[i].contains(point)) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
    return {m_theme.space(150), m_theme.px(metric::kRowHeight)};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QRect row = option.rect;
    const int hairline = m_theme.px(metric::kHairline);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const QColor ink = m_theme.colour(ColourRole::Ink);
    const QColor muted = m_theme.colour(ColourRole::Muted);
    if (selected || hovered) {
      QColor fill = m_theme.colour(selected ? ColourRole::PrimarySoft : ColourRole::NeutralSoft);
      if (!selected) {
        fill.setAlphaF(0.5F);
      }
      painter->fillRect(row, fill);
    }
    if (index.row() > 0) {
      painter->fillRect(QRect(row.left(), row.top(), row.width(), hairline), m_theme.colour(ColourRole::Line));
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
      paint::focusRing(*painter, m_theme, QRectF(row).adjusted(hairline, hairline, -hairline, 0), m_theme.radius(Radius::Small));
    }

    const int padding = m_theme.px(metric::kRowPadding);
    const auto tone = static_cast<theme::Tone>(index.data(ToneRole).toInt());
    int left = row.left() + padding;
    if (columns.testFlag(RowColumn::Tile)) {
      const QVariant family = index.data(FamilyRole);
      const theme::Tint tint =
          family.isValid() ? m_theme.tint(static_cast<theme::Family>(family.toInt())) : m_theme.tint(tone);
      const int side = m_theme.px(metric::kTile);
      paint::iconTile(*painter, m_theme, QRect(left, row.top() + (row.height() - side) / 2, side, side),
                      index.data(IconRole).toString(), tint, m_theme.px(metric::kTileIcon));
      left += side + m_theme.space(6.5);
    }
    if (columns.testFlag(RowColumn::Status)) {
      const QString status = index.data(StatusRole).toString();
      const int column = m_theme.px(metric::kRowStatusColumn);
      if (!status.isEmpty()) {
        const QSize size = paint::statusPillSize(m_theme, status);
        paint::statusPill(*painter, m_theme,
                          QRect(left, row.top() + (row.height() - size.height()) / 2, std::min(size.width(), column),
                                size.height()),
                          status, tone);
      }
      left += column + m_theme.space(6.5);
    }

    int right = row.right() + 1 - padding;
    if (columns.testFlag(RowColumn::Actions)) {
      const QStringList actions = index.data(ActionsRole).toStringList();
      const QList<QRect> rects = actionRects(row, actions);
      const auto* view = qobject_cast<const QWidget*>(option.widget);
      const QPoint mouse = hovered && view != nullptr ? view->mapFromGlobal(QCursor::pos()) : QPoint(-1, -1);
      for (qsizetype i = 0; i < rects.size(); ++i) {
        paint::chip(*painter, m_theme, rects[i], actions[i],
                    rects[i].contains(mouse) ? paint::ChipState::Hovered : paint::ChipState::Plain);
      }
      const int used = rects.isEmpty() ? 0 : right - rects.front().left();
      right -= std::max(used, m_theme.px(metric::kRowActionColumn)) + m_theme.space(3);
    }
    const QFont plain = m_theme.font(TextSize::Body);
    if (columns.testFlag(RowColumn::Age)) {
      const int column = m_theme.px(metric::kRowAgeColumn);
      paint::text(*painter, QRect(right - column, row.top(), column, row.height()), index.data(AgeRole).toString(),
                  plain, muted);
      right -= column + m_theme.space(3);
    }
    const QFont strong = m_theme.font(TextSize::Lead, Weight::SemiBold);
    const QString amount = index.data(AmountRole).toString();
    const int amountWidth = paint::textWidth(strong, amount);
    paint::text(*painter, QRect(right - amountWidth, row.top(), amountWidth, row.height()), amount, strong, ink);
    right -= amountWidth + m_theme.space(4);

    const QFont detail = m_theme.font(TextSize::Lead);
    const QFont small = m_theme.font(TextSize::Small);
    const int titleHeight = QFontMetrics(strong).height();
    const int smallHeight = QFontMetrics(small).height();
    const int top = row.top() + (row.height() - titleHeight - smallHeight) / 2;
    const int used = paint::text(*painter, QRect(left, top, right - left, titleHeight),
                                 index.data(TitleRole).toString(), strong, ink);
    const QString more = index.data(DetailRole).toString();
    if (!more.isEmpty()) {
      paint::text(*painter, QRect(left + used, top, right - left - used, titleHeight), QStringLiteral(" · ") + more,
                  detail, muted);
    }
    paint::text(*painter, QRect(left, top + titleHeight, right - left, smallHeight),
                index.data(SubtitleRole).toString(), small, muted);
  }

private:
  const Theme& m_theme;
};

RowList::RowList(const Theme& theme, QWidget* parent)
    : RowView(theme, metric::kRowHeight, parent), m_delegate(new Delegate(theme, this)) {
  setItemDelegate(m_delegate);
  setFocusPolicy(Qt::StrongFocus);
}

void RowList::setColumns(RowColumns columns) {
  m_delegate->columns = columns;
  viewport()->update();
}

void RowList::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->position().toPoint());
  RowView::mousePressEvent(event);
  if (index.isValid()) {
    setCurrentIndex(index);
  }
}

void RowList::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint point = event->position().toPoint();
  const QModelIndex index = indexAt(point);
  RowView::mouseReleaseEvent(event);
  if (index.isValid() && event->button() == Qt::LeftButton) {
    const int action = m_delegate->actionAt(visualRect(index), index, point);
    if (action >= 0) {
      emit actionTriggered(index, action);
    }
  }
}

void RowList::mouseDoubleClickEvent(QMouseEvent* event) {
  const QPoint point = event->position().toPoint();
  const QModelIndex index = indexAt(point);
  if (index.isValid() && m_delegate->actionAt(visualRect(index), index, point) < 0) {
    emit rowActivated(index);
  }
}

void RowList::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
    emit rowActivated(currentIndex());
    return;
  }
  RowView::keyPressEvent(event);
}

}  // namespace loket::ui::widgets
