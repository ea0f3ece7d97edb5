// The state of a payment in one or two words, in the colour of that state.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class StatusPill final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit StatusPill(const theme::Theme& theme, const QString& text = {}, theme::Tone tone = theme::Tone::Neutral,
                      QWidget* parent = nullptr);

  void setStatus(const QString& text, theme::Tone tone);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_text;
  theme::Tone m_tone;
};

}  // namespace loket::ui::widgets
