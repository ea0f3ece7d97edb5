// A thin line of progress that never comes without words: what is happening, and for how long already.
#pragma once

#include "ui/widgets/themed.h"

class QTimer;

namespace loket::ui::widgets {

class ProgressLine final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit ProgressLine(const theme::Theme& theme, QWidget* parent = nullptr);

  // Unknown length: a part of the line wanders while the widget is seen and motion is on.
  void setBusy(const QString& words);
  // `share` from 0 to 1.
  void setProgress(double share, const QString& words);
  // Words on the right, such as the seconds so far.
  void setNote(const QString& note);
  [[nodiscard]] QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void restyle() override;

private:
  void updateTimer();

  QString m_words;
  QString m_note;
  double m_share = 0;
  double m_phase = 0;
  bool m_busy = false;
  QTimer* m_timer;
};

}  // namespace loket::ui::widgets
