// The owner's PIN, before something of the shop is changed; or the absent owner's one-time code, where that
// may stand for it.
#pragma once

#include <QWidget>
#include <optional>
#include <string>

#include "core/base/secret_bytes.h"
#include "ui/screens/page.h"

namespace loket::ui::widgets {
class ChoiceGrid;
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

  enum class Code { No, MayStandIn };
  // `words`: what will happen.
  void open(const QString& words, Code code = Code::No);
  // What was proved is being done.
  void setBusy(const QString& words);
  // It was not: the pad can be used again.
  void refuse(const QString& why);
  [[nodiscard]] bool isBusy() const { return m_busy; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void proved(const loket::ui::bridge::Person& owner);
  // As the absent owner told it: the core judges it, for this one change.
  void told(const std::string& ownerCode);
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  [[nodiscard]] std::optional<bridge::Person> owner() const;
  void choose(int way);
  [[nodiscard]] bool isAtCode() const;
  void prove(SecretBytes pin);
  void rest();

  const Counter& m_counter;
  bool m_busy = false;
  int m_round = 0;  // a proof for what is not asked any more is dropped
  widgets::TextLabel* m_words;
  widgets::TextLabel* m_who;
  widgets::ChoiceGrid* m_ways;
  widgets::InlineMessage* m_message;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
