// The day's feed at the right of the sell screen: what was sold, for how much, and how it ended.
#pragma once

#include "ui/widgets/row_roles.h"
#include "ui/widgets/row_view.h"

namespace loket::ui::widgets {

// Rows of any model that answers Title, Subtitle, Amount, Status and Tone of RowRole.
class FeedList final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit FeedList(const theme::Theme& theme, QWidget* parent = nullptr);

  // The small heading: "HARI INI · 47 transaksi · laba Rp128.400".
  void setHeading(const QString& heading);
  void setModel(QAbstractItemModel* model);
  [[nodiscard]] RowView* view() const { return m_view; }
  [[nodiscard]] QSize sizeHint() const override;

signals:
  // A click, or Enter on the current row.
  void rowActivated(const QModelIndex& index);

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;

private:
  RowView* m_view;
  QString m_heading;
};

}  // namespace loket::ui::widgets
