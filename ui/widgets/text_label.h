// A label that takes its font and colour from the theme by role, and can elide or shrink instead of clipping.
#pragma once

#include "ui/widgets/themed.h"

#include <QString>

namespace loket::ui::widgets {

// What a text does when its place is too narrow.
enum class Overflow : std::uint8_t { Grow, Wrap, Elide, Shrink };

class TextLabel : public Themed<QWidget> {
  Q_OBJECT

public:
  TextLabel(const theme::Theme& theme, const QString& text, theme::TextSize size = theme::TextSize::Body,
            theme::Weight weight = theme::Weight::Regular, theme::ColourRole colour = theme::ColourRole::Ink,
            QWidget* parent = nullptr);

  void setText(const QString& text);
  [[nodiscard]] QString text() const { return m_text; }
  void setColour(theme::ColourRole colour);
  void setTextSize(theme::TextSize size);
  void setWeight(theme::Weight weight);
  // JetBrains Mono, for references and tokens.
  void setMono(bool mono);
  void setAlignment(Qt::Alignment alignment);
  void setOverflow(Overflow overflow);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return m_overflow == Overflow::Wrap; }
  [[nodiscard]] int heightForWidth(int width) const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  [[nodiscard]] QFont textFont() const;
  void relayout();

  QString m_text;
  theme::TextSize m_size;
  theme::Weight m_weight;
  theme::ColourRole m_colour;
  Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
  Overflow m_overflow = Overflow::Grow;
  bool m_mono = false;
};

// An amount: the text comes formatted ("Rp52.500"); it shrinks rather than lose a digit.
class MoneyLabel final : public TextLabel {
  Q_OBJECT

public:
  explicit MoneyLabel(const theme::Theme& theme, const QString& amount = {},
                      theme::TextSize size = theme::TextSize::Lead, theme::Weight weight = theme::Weight::SemiBold,
                      QWidget* parent = nullptr);
};

}  // namespace loket::ui::widgets
