// A new PIN, and the same once more.
#pragma once

#include <QWidget>

#include "core/base/secret_bytes.h"
#include "ui/theme/theme.h"

namespace loket::ui::widgets {
class PinPad;
}

namespace loket::ui::screens {

class NewPinPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit NewPinPanel(const theme::Theme& theme, QWidget* parent = nullptr);

  // Asks for the first one, and takes the keyboard.
  void begin();

 signals:
  // The first one is there: now the same again.
  void again();
  // Not the same, or Esc: begin anew.
  void anew();
  // Nothing is taken from now on, until `begin`.
  void chosen(const loket::SecretBytes& pin);
  // Esc where nothing is typed yet.
  void left();

 private:
  void take(SecretBytes pin);
  void ask();

  widgets::PinPad* m_pad;
  SecretBytes m_first;
  bool m_isAgain = false;
};

}  // namespace loket::ui::screens
