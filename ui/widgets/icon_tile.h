// The tinted square with an icon that tells product families and states apart at a glance.
#pragma once

#include "ui/widgets/themed.h"

#include <variant>

namespace loket::ui::widgets {

enum class TileSize : std::uint8_t { Normal, Large };

class IconTile final : public Themed<QWidget> {
  Q_OBJECT

public:
  IconTile(const theme::Theme& theme, const QString& icon, std::variant<theme::Family, theme::Tone> tint,
           TileSize size = TileSize::Normal, QWidget* parent = nullptr);

  void setIcon(const QString& icon, std::variant<theme::Family, theme::Tone> tint);
  // A disc instead of a square, as for the big check mark after a sale.
  void setRound(bool round);
  [[nodiscard]] QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;

private:
  QString m_icon;
  std::variant<theme::Family, theme::Tone> m_tint;
  TileSize m_size;
  bool m_round = false;
};

}  // namespace loket::ui::widgets
