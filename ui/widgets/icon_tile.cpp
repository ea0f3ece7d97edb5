#include "ui/widgets/icon_tile.h"

#include "ui/widgets/paint.h"

#include <QPainter>

namespace loket::ui::widgets {

namespace metric = theme::metric;

IconTile::IconTile(const theme::Theme& theme, const QString& icon, std::variant<theme::Family, theme::Tone> tint,
                   TileSize size, QWidget* parent)
    : Themed(theme, parent), m_icon(icon), m_tint(tint), m_size(size) {
  restyle();
}

void IconTile::restyle() { setFixedSize(sizeHint()); }

void IconTile::setIcon(const QString& icon, std::variant<theme::Family, theme::Tone> tint) {
  m_icon = icon;
  m_tint = tint;
  update();
}

void IconTile::setRound(bool round) {
  m_round = round;
  update();
}

QSize IconTile::sizeHint() const {
  const int side = theme().px(m_size == TileSize::Large ? metric::kTileLarge : metric::kTile);
  return {side, side};
}

void IconTile::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const theme::Tint tint = std::visit([this](auto kind) { return theme().tint(kind); }, m_tint);
  const int icon = theme().px(m_size == TileSize::Large ? metric::kTileIconLarge : metric::kTileIcon);
  if (m_round) {
    paint::box(painter, rect(), width() / 2.0, tint.soft);
    theme().drawIcon(painter, rect(), m_icon, tint.ink, icon);
  } else {
    paint::iconTile(painter, theme(), rect(), m_icon, tint, icon);
  }
}

}  // namespace loket::ui::widgets
