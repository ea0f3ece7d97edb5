// The shop in one file, for the day on which this computer is gone: when the last one was made and where it went, one more
// now, and whether one is whole.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class BackupPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit BackupPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard.
  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  // As the dialogs do it when a place was chosen.
  void makeAt(const QString& path);
  void checkAt(const QString& path);
  void acknowledge();

 signals:
  void left();  // Esc
  void hintsChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void askWhere();
  void askWhich();
  void setStatus(const api::CounterStatus& status);
  void refresh();
  [[nodiscard]] bool mayMake() const;
  void begin(const QString& words);
  void end();
  void refuse(const Error& error, const QString& path);

  const Counter& m_counter;
  LastBackup m_last;
  std::optional<RestoredFrom> m_restored;
  bool m_busy = false;
  CaptionRow* m_when;
  CaptionRow* m_where;
  widgets::InlineMessage* m_warning;
  widgets::InlineMessage* m_message;
  widgets::ProgressLine* m_progress;
  widgets::ActionButton* m_make;
  widgets::ActionButton* m_check;
  widgets::InlineMessage* m_copy;
  widgets::ActionButton* m_know;
};

}  // namespace loket::ui::screens
