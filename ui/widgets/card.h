// A rounded panel with a hairline, the surface that everything on a page lies on.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class Card final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit Card(const theme::Theme& theme, QWidget* parent = nullptr);

  // Defaults: Card on Line. NeutralSoft without a line makes the quiet box inside a card.
  void setFill(theme::ColourRole fill);
  void setLineVisible(bool visible);
  void setRadius(theme::Radius radius);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  theme::ColourRole m_fill = theme::ColourRole::Card;
  theme::Radius m_radius = theme::Radius::Large;
  bool m_lineVisible = true;
};

}  // namespace loket::ui::widgets
