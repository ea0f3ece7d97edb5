// A field for whole rupiah. It shows the grouping while it is typed (1.000.000) and takes what people paste
// ("Rp 1.000.000,00"), but never guesses: an amount with a part of a rupiah is refused.
#pragma once

#include "ui/widgets/themed.h"

#include <QLineEdit>

#include <optional>

namespace loket::ui::widgets {

class MoneyEdit final : public Themed<QLineEdit> {
  Q_OBJECT

public:
  // More than this is a slip of the finger, not a payment: Rp999.999.999.999.
  static constexpr qint64 kLargest = 999'999'999'999;

  explicit MoneyEdit(const theme::Theme& theme, QWidget* parent = nullptr);

  // Whole rupiah; 0 when empty.
  [[nodiscard]] qint64 value() const { return m_value; }
  // Negative becomes 0, above kLargest becomes kLargest. 0 empties the field.
  void setValue(qint64 rupiah);

  // 1000000 -> "1.000.000".
  [[nodiscard]] static QString grouped(qint64 rupiah);
  // An amount as people write it: "Rp", blanks, dots or commas between groups, ",00" or ".00" at the end. None
  // when it is not a whole, non-negative amount up to kLargest. One dot or comma before exactly three digits
  // is a group: "52.500" is 52500.
  [[nodiscard]] static std::optional<qint64> parsed(const QString& text);

signals:
  // The user changed the amount (not setValue()).
  void valueEdited(qint64 rupiah);
  // What was pasted is not an amount; the field kept what it had.
  void refused(const QString& text);

protected:
  void keyPressEvent(QKeyEvent* event) override;
  void restyle() override;

private:
  void takeEdit(const QString& text);
  void showValue(qsizetype digitsAfterCursor);

  qint64 m_value = 0;
};

}  // namespace loket::ui::widgets
