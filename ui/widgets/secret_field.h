// One line of dots for a one-time password. Like the PIN pad it keeps the digits in a fixed buffer that is wiped, never
// in a QString, an input method or the clipboard.
#pragma once

#include "ui/widgets/digit_buffer.h"
#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class SecretField final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit SecretField(const theme::Theme& theme, QWidget* parent = nullptr);

  static constexpr std::size_t kCapacity = 12;

  // Valid until the next key; copy it into memory that is wiped.
  [[nodiscard]] std::string_view digits() const { return m_secret.digits(); }
  [[nodiscard]] int entered() const { return static_cast<int>(m_secret.size()); }
  void clear();
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
  void edited();

protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

private:
  void announce();

  DigitBuffer<kCapacity> m_secret;
};

}  // namespace loket::ui::widgets
