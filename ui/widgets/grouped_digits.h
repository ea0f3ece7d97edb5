// A number shown in groups of four, because people read, hear and compare digits in groups. Holds the plain
// number; the groups are only drawn.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

// 0 to 9, and none of the other scripts' digits.
inline bool isAsciiDigit(QChar c) { return c >= u'0' && c <= u'9'; }

enum class DigitFace : std::uint8_t { Text, Mono };

class GroupedDigits final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit GroupedDigits(const theme::Theme& theme, const QString& digits = {},
                         theme::TextSize size = theme::TextSize::Figure, DigitFace face = DigitFace::Text,
                         QWidget* parent = nullptr);

  // Blanks and dashes are dropped; other characters stay ("ABC-12" is shown as it is).
  void setDigits(const QString& digits);
  [[nodiscard]] QString digits() const { return m_digits; }
  // "143000000001" -> "1430 0000 0001"; text with a letter comes back unchanged.
  [[nodiscard]] static QString grouped(const QString& digits);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  [[nodiscard]] QFont textFont() const;

  QString m_digits;
  theme::TextSize m_size;
  DigitFace m_face;
};

}  // namespace loket::ui::widgets
