// A product door on the sell screen, for those who look instead of type.
#pragma once

#include "ui/widgets/themed.h"

#include <QAbstractButton>

namespace loket::ui::widgets {

class DoorButton final : public Themed<QAbstractButton> {
  Q_OBJECT

public:
  DoorButton(const theme::Theme& theme, const QString& icon, theme::Family family, const QString& title,
             const QString& subtitle, QWidget* parent = nullptr);

  void setSubtitle(const QString& subtitle);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_icon;
  theme::Family m_family;
  QString m_subtitle;
};

}  // namespace loket::ui::widgets
