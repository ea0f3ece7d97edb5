// A pill of the top bar: network, queue, deposit, clock, user. It can be clicked when it leads somewhere.
#pragma once

#include "ui/widgets/themed.h"

#include <QAbstractButton>

namespace loket::ui::widgets {

class Pill final : public Themed<QAbstractButton> {
  Q_OBJECT

public:
  Pill(const theme::Theme& theme, const QString& icon, const QString& text, theme::Tone tone = theme::Tone::Neutral,
       QWidget* parent = nullptr);

  // Everything at once, so that a state never shows the icon of one and the words of another.
  void setState(const QString& icon, const QString& text, theme::Tone tone);
  // Interactive pills take the keyboard focus and react to the mouse. Off at first.
  void setInteractive(bool interactive);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_icon;
  theme::Tone m_tone;
};

}  // namespace loket::ui::widgets
