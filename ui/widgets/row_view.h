// A list whose rows are all equally high. Only rows that are seen are ever asked for, so a million rows cost
// as much as ten; QListView's own layout visits every row.
#pragma once

#include "ui/widgets/themed.h"

#include <QListView>

namespace loket::ui::widgets {

class RowView : public Themed<QListView> {
  Q_OBJECT

public:
  RowView(const theme::Theme& theme, double rowHeight, QWidget* parent = nullptr);

  // Words for an empty list: what it is, and what to do first.
  void setEmptyText(const QString& title, const QString& what);
  [[nodiscard]] int rowHeight() const { return theme().px(m_rowHeight); }
  [[nodiscard]] QModelIndex hovered() const { return m_hovered; }

  void setModel(QAbstractItemModel* model) override;
  [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
  [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;
  void doItemsLayout() override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void updateGeometries() override;
  void restyle() override;
  [[nodiscard]] int verticalOffset() const override;
  [[nodiscard]] int horizontalOffset() const override { return 0; }
  [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
  void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
  [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection& selection) const override;

private:
  [[nodiscard]] int rowCount() const;
  void setHovered(const QModelIndex& index);

  double m_rowHeight;
  QString m_emptyTitle;
  QString m_emptyWhat;
  QPersistentModelIndex m_hovered;
};

}  // namespace loket::ui::widgets
