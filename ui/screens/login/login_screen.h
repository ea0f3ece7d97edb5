// The door: outlet name, who comes in where there are several, and the PIN. What a right PIN opens is not its
// business; it hands the digits over and shows what came of it.
#pragma once

#include <QWidget>
#include <functional>

#include "core/base/error.h"
#include "core/base/secret_bytes.h"
#include "ui/bridge/staff.h"
#include "ui/theme/theme.h"

namespace loket::ui::widgets {
class ActionButton;
class ChoiceGrid;
class InlineMessage;
class PinPad;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

// Gets the PIN and whose it is, empty where nobody was named; must return at once and work elsewhere.
using Unlock = std::function<void(const UserName& who, SecretBytes pin)>;

class LoginScreen final : public QWidget {
  Q_OBJECT

 public:
  // Opens the shop, or, where a counter stands already, gives it to another person.
  enum class Use { Open, HandOver };
  // `who` is proposed; with one person or none there is nothing to choose.
  LoginScreen(const theme::Theme& theme, const QString& outlet, Use use, const std::vector<bridge::Person>& people,
              const UserName& who, Unlock unlock, QWidget* parent = nullptr);

  // The PIN was wrong (PinWrong: the detail is the number of tries left, when known) or something else
  // failed.
  void showError(const Error& error);
  [[nodiscard]] widgets::PinPad* pad() const { return m_pad; }

 signals:
  // The PIN is forgotten; offered where the shop is opened. Connect it queued: what follows from it takes this screen away.
  void recoveryWanted();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] UserName chosen() const;
  void choose(int index);
  void setBusy(bool isBusy);
  // In a low window what is wrong is said in the place of what everybody knows.
  void makeRoom(bool isComplaining);

  const theme::Theme& m_theme;
  Use m_use;
  std::vector<bridge::Person> m_people;
  Unlock m_unlock;
  QWidget* m_mark;
  widgets::TextLabel* m_what;
  widgets::ChoiceGrid* m_names;
  widgets::PinPad* m_pad;
  widgets::ActionButton* m_recovery;
  widgets::ProgressLine* m_progress;
  widgets::InlineMessage* m_message;
};

}  // namespace loket::ui::screens
