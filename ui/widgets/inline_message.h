// Words of success, warning or error in the place they belong to, instead of a dialog.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class InlineMessage final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit InlineMessage(const theme::Theme& theme, QWidget* parent = nullptr);

  // Shows it. An icon that suits the tone is chosen when `icon` is empty. Long words wrap.
  void setMessage(theme::Tone tone, const QString& text, const QString& icon = {});
  // Hides it.
  void clear();
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  [[nodiscard]] int textLeft() const;

  theme::Tone m_tone = theme::Tone::Neutral;
  QString m_text;
  QString m_icon;
};

// A message over the lower edge of `host` that goes away by itself. It never takes the focus, and nothing the
// cashier must know may be said only here.
class Toast final : public Themed<QWidget> {
  Q_OBJECT

public:
  Toast(const theme::Theme& theme, QWidget* host);

  void say(theme::Tone tone, const QString& text, int durationMs = 4000);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void place();

  InlineMessage* m_message;
};

}  // namespace loket::ui::widgets
