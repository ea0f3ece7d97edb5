// The recovery code, as somebody reads it from the paper.
#pragma once

#include <QWidget>

#include "core/base/secret_bytes.h"
#include "ui/theme/theme.h"

class QLineEdit;

namespace loket::ui::screens {

class PaperCodePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PaperCodePanel(const theme::Theme& theme, QWidget* parent = nullptr);

  // Takes the keyboard; what was typed stays.
  void begin();
  void clear();
  [[nodiscard]] SecretBytes code() const;

 signals:
  void typed();  // Enter; there may be nothing in it
  void edited();
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QLineEdit* m_code;
};

}  // namespace loket::ui::screens
