// The door: outlet name and PIN. What a right PIN opens is not its business; it hands the digits over and
// shows what came of it.
#pragma once

#include <QWidget>
#include <functional>

#include "core/base/error.h"
#include "core/base/secret_bytes.h"
#include "ui/theme/theme.h"

namespace loket::ui::widgets {
class InlineMessage;
class PinPad;
class ProgressLine;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

// Gets the PIN; must return at once and work elsewhere.
using Unlock = std::function<void(SecretBytes pin)>;

class LoginScreen final : public QWidget {
  Q_OBJECT

 public:
  LoginScreen(const theme::Theme& theme, const QString& outlet, Unlock unlock, QWidget* parent = nullptr);

  // The PIN was wrong (PinWrong: the detail is the number of tries left, when known) or something else
  // failed.
  void showError(const Error& error);
  [[nodiscard]] widgets::PinPad* pad() const { return m_pad; }

 private:
  Unlock m_unlock;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
  widgets::InlineMessage* m_message;
};

}  // namespace loket::ui::screens
