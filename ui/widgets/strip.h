// The strip under the top bar. It appears only when something changes what the cashier may do: offline,
// training, a witness that is overdue.
#pragma once

#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

class Strip final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit Strip(const theme::Theme& theme, QWidget* parent = nullptr);

  // Shows the strip with these words; `right` is what happens next ("Mencoba lagi 8 detik").
  void setMessage(const QString& icon, const QString& text, const QString& right = {},
                  theme::Tone tone = theme::Tone::Waiting);
  // Only the words on the right, as for a countdown.
  void setRight(const QString& right);
  // Hides the strip.
  void clear();
  [[nodiscard]] const QString& text() const { return m_text; }
  [[nodiscard]] const QString& right() const { return m_right; }
  [[nodiscard]] theme::Tone tone() const { return m_tone; }
  // In which all of its words are read to their end.
  [[nodiscard]] int wantedWidth() const;
  [[nodiscard]] QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;

private:
  QString m_icon;
  QString m_text;
  QString m_right;
  theme::Tone m_tone = theme::Tone::Waiting;
};

}  // namespace loket::ui::widgets
