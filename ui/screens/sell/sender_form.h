// Who brings the money of a transfer: six fields under its amount, there only when the sum asks for them.
#pragma once

#include <QWidget>
#include <array>

#include "core/domain/payment/sender.h"
#include "ui/theme/theme.h"

class QLineEdit;

namespace loket::ui::screens {

class SenderForm final : public QWidget {
  Q_OBJECT

 public:
  explicit SenderForm(const theme::Theme& look, QWidget* parent = nullptr);

  void setSender(const Sender& sender);
  [[nodiscard]] Sender sender() const;
  // The field that the core calls so ("name", "id", ...); the first one for every other word.
  void focusField(const std::string& word);
  [[nodiscard]] QLineEdit* field(const std::string& word) const;

 signals:
  void edited();
  void finished();  // Enter in the last field
  void left();      // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  static constexpr std::size_t kFields = 6;
  std::array<QLineEdit*, kFields> m_edits{};
};

}  // namespace loket::ui::screens
