// One entry of the rail on the left: icon, word, and the count of what waits there. The mark is its head.
#pragma once

#include "ui/widgets/themed.h"

#include <QAbstractButton>

namespace loket::ui::widgets {

class RailButton final : public Themed<QAbstractButton> {
  Q_OBJECT

public:
  // Checkable and auto-exclusive among its siblings; clicking does not take the focus from the search box.
  RailButton(const theme::Theme& theme, const QString& icon, const QString& label, QWidget* parent = nullptr);

  // 0 hides the badge; above 99 shows "99+".
  void setCount(int count);
  [[nodiscard]] int count() const { return m_count; }
  // Without its words, where there is no room for them; they stand in the tool tip.
  void setCompact(bool isCompact);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_icon;
  int m_count = 0;
  bool m_isCompact = false;
};

// The product's sign at the head of the rail.
class Mark final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit Mark(const theme::Theme& theme, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;
};

}  // namespace loket::ui::widgets
