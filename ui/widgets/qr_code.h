// A code that a telephone scans: a sum to pay, a link to open. Black on white in every theme, with the quiet zone that
// readers want, and every module the same whole number of device pixels.
#pragma once

#include "ui/widgets/themed.h"

#include <QBitArray>

#include <string>

namespace loket::ui::widgets {

class QrCode final : public Themed<QWidget> {
  Q_OBJECT

public:
  static constexpr int kQuietZone = 4;  // modules, ISO/IEC 18004

  explicit QrCode(const theme::Theme& theme, QWidget* parent = nullptr);

  // `name` is for those who cannot see it: what the code is for. False when no code can hold the text (2331 bytes
  // always fit); then nothing is drawn.
  bool setText(const std::string& text, const QString& name);
  void clear();
  // Along one side, without the quiet zone; 0 when there is nothing to draw.
  [[nodiscard]] int modules() const { return m_modules; }
  [[nodiscard]] bool isDark(int x, int y) const { return m_dark.testBit(static_cast<qsizetype>(y) * m_modules + x); }
  [[nodiscard]] QSize sizeHint() const override { return square(kModuleWanted); }
  [[nodiscard]] QSize minimumSizeHint() const override { return square(kModuleSmallest); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  static constexpr int kModuleWanted = 6;    // device-independent pixels; more where there is room
  static constexpr int kModuleSmallest = 3;  // 0.8 mm at 96 dpi, which old telephones still read

  [[nodiscard]] QSize square(int module) const;

  int m_modules = 0;
  QBitArray m_dark;
};

}  // namespace loket::ui::widgets
