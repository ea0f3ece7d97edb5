// A flat coloured area with hairlines on chosen sides: the rail, the top bar, a page.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class Surface final : public Themed<QWidget> {
  Q_OBJECT

public:
  Surface(const theme::Theme& theme, theme::ColourRole fill, Qt::Edges hairlines = {}, QWidget* parent = nullptr);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  theme::ColourRole m_fill;
  Qt::Edges m_hairlines;
};

// A hairline between two parts of a card.
class Divider final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit Divider(const theme::Theme& theme, Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;

private:
  Qt::Orientation m_orientation;
};

}  // namespace loket::ui::widgets
