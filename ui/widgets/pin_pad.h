// Six dots and ten keys for a PIN. The digits live in a fixed buffer that is wiped, never in a QString, an
// input method or the clipboard.
#pragma once

#include "ui/widgets/digit_buffer.h"
#include "ui/widgets/themed.h"

class QVariantAnimation;

namespace loket::ui::widgets {

using PinBuffer = DigitBuffer<6>;

class PinPad final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit PinPad(const theme::Theme& theme, QWidget* parent = nullptr);

  void clear();
  // Clears, shakes (when motion is on) and says why under the dots.
  void showError(const QString& text);
  // Neutral words in the same place: "Masukkan PIN".
  void showHint(const QString& text);
  [[nodiscard]] int entered() const { return static_cast<int>(m_pin.size()); }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
  // Six digits are in. Connect directly, in the same thread: the buffer is wiped when the receivers return.
  void pinEntered(const loket::ui::widgets::PinBuffer& pin);
  // Escape while nothing is entered.
  void cancelled();

protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void restyle() override;

private:
  // 0..9 digits, then these two.
  static constexpr int kClearKey = 10;
  static constexpr int kBackspaceKey = 11;
  static constexpr int kNoKey = -1;

  [[nodiscard]] QRect keyRect(int key) const;
  [[nodiscard]] int keyAt(const QPoint& point) const;
  void press(int key);
  void addDigit(char digit);
  void announce();

  PinBuffer m_pin;
  QString m_text;
  bool m_error = false;
  int m_hovered = kNoKey;
  int m_pressed = kNoKey;
  int m_shift = 0;
  QVariantAnimation* m_shake;
};

}  // namespace loket::ui::widgets
