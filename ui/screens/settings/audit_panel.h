// Whether the journal is as it was written: all of it is looked at when somebody asks, and what was signed last can be carried
// out of the shop as a code. Who outside has seen it, as far as it is known, stands there from the beginning.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class ProgressLine;
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class AuditPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit AuditPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void verify();
  void sign();
  // What F5 or F6 has come to.
  void say(theme::Tone tone, const QString& words);
  void showReport(const api::AuditReport& report);
  void showSigned(const api::CheckpointView& view);
  void showOutside(const api::Witnessed& seen, const api::Stamped& stamped);

  const Counter& m_counter;
  bool m_isBusy = false;
  bool m_isOpposed = false;  // the message says what a witness has against this home
  widgets::TextLabel* m_words;
  widgets::InlineMessage* m_message;
  widgets::TextLabel* m_faults;
  widgets::TextLabel* m_witnessed;
  widgets::TextLabel* m_stamped;
  widgets::ProgressLine* m_progress;
  widgets::ActionButton* m_verify;
  widgets::ActionButton* m_sign;
  QWidget* m_side;
  widgets::TextLabel* m_sideWords;
  CaptionRow* m_size;
  CaptionRow* m_at;
  CaptionRow* m_root;
  widgets::QrCode* m_code;
};

}  // namespace loket::ui::screens
