#include "ui/widgets/qr_code.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <qrcodegen.hpp>

namespace loket::ui::widgets {

using theme::ColourRole;

QrCode::QrCode(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

bool QrCode::setText(const std::string& text, const QString& name) {
  clear();
  setAccessibleName(name);
  try {
    const qrcodegen::QrCode code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    m_modules = code.getSize();
    m_dark.resize(static_cast<qsizetype>(m_modules) * m_modules);
    for (int y = 0; y < m_modules; ++y) {
      for (int x = 0; x < m_modules; ++x) {
        m_dark.setBit(static_cast<qsizetype>(y) * m_modules + x, code.getModule(x, y));
      }
    }
  } catch (const qrcodegen::data_too_long&) {
    return false;
  }
  updateGeometry();
  return true;
}

void QrCode::clear() {
  m_modules = 0;
  m_dark.clear();
  setAccessibleName({});
  updateGeometry();
  update();
}

QSize QrCode::square(int module) const {
  const int side = m_modules == 0 ? 0 : theme().px(module * (m_modules + 2 * kQuietZone));
  return {side, side};
}

void QrCode::paintEvent(QPaintEvent* /*event*/) {
  if (m_modules == 0) {
    return;
  }
  QPainter painter(this);
  // In device pixels: a module that is a fraction of them is smeared, and read badly.
  const double ratio = painter.deviceTransform().m11();
  const int wide = static_cast<int>(std::floor(width() * ratio));
  const int high = static_cast<int>(std::floor(height() * ratio));
  const int across = m_modules + 2 * kQuietZone;
  const int module = std::max(1, std::min(wide, high) / across);
  const int side = module * across;
  const QPoint corner((wide - side) / 2, (high - side) / 2);

  painter.scale(1 / ratio, 1 / ratio);
  painter.fillRect(QRect(corner, QSize(side, side)), theme().colour(ColourRole::Code));
  const QColor ink = theme().colour(ColourRole::CodeInk);
  for (int y = 0; y < m_modules; ++y) {
    for (int x = 0; x < m_modules; ++x) {
      if (isDark(x, y)) {
        painter.fillRect(corner.x() + (x + kQuietZone) * module, corner.y() + (y + kQuietZone) * module, module, module, ink);
      }
    }
  }
}

}  // namespace loket::ui::widgets
