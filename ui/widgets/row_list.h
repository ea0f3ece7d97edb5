// The wide list of the queue and the history: tile, state, what and for whom, amount, age and small actions.
#pragma once

#include "ui/widgets/row_roles.h"
#include "ui/widgets/row_view.h"

namespace loket::ui::widgets {

// Columns that a list of this kind may do without.
enum class RowColumn : std::uint8_t { Tile = 1, Status = 2, Age = 4, Actions = 8 };
Q_DECLARE_FLAGS(RowColumns, RowColumn)
Q_DECLARE_OPERATORS_FOR_FLAGS(RowColumns)

// Rows of any model that answers RowRole. Up and Down move, Enter activates.
class RowList final : public RowView {
  Q_OBJECT

public:
  explicit RowList(const theme::Theme& theme, QWidget* parent = nullptr);

  // All at first.
  void setColumns(RowColumns columns);

signals:
  // Enter or a double click.
  void rowActivated(const QModelIndex& index);
  // A click on the n-th of ActionsRole.
  void actionTriggered(const QModelIndex& index, int action);

protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  class Delegate;

  Delegate* m_delegate;
};

}  // namespace loket::ui::widgets
