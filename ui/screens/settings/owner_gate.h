// The owner's PIN, before something of the shop is changed.
#pragma once

#include <QWidget>
#include <optional>

#include "core/base/secret_bytes.h"
#include "ui/screens/page.h"

namespace loket::ui::widgets {
class InlineMessage;
class PinPad;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class OwnerGate final : public QWidget {
  Q_OBJECT

 public:
  explicit OwnerGate(const Counter& counter, QWidget* parent = nullptr);

  // `words`: what will happen.
  void open(const QString& words);
  // What was proved is being done.
  void setBusy(const QString& words);
  // It was not: the pad can be used again.
  void refuse(const QString& why);
  [[nodiscard]] bool isBusy() const { return m_busy; }

 signals:
  void proved(const loket::ui::bridge::Person& owner);
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  [[nodiscard]] std::optional<bridge::Person> owner() const;
  void prove(SecretBytes pin);
  void rest();

  const Counter& m_counter;
  bool m_busy = false;
  int m_round = 0;  // a proof for what is not asked any more is dropped
  widgets::TextLabel* m_words;
  widgets::TextLabel* m_who;
  widgets::InlineMessage* m_message;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
