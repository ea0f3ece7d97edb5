// The drawer is counted: so many notes of each kind and the coins, or simply the sum. It never says what
// there should be.
#pragma once

#include <QWidget>
#include <array>

#include "ui/screens/page.h"
#include "ui/screens/shift/shift_flow.h"

class QGridLayout;
class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CountPanel final : public QWidget {
  Q_OBJECT

 public:
  // Rupiah, as they lie in a drawer; what is smaller is counted with the coins.
  static constexpr std::array<int, 7> kNotes{100'000, 50'000, 20'000, 10'000, 5'000, 2'000, 1'000};

  // For this step: Opening or Closing.
  CountPanel(const Counter& counter, ShiftFlow& flow, ShiftStep step, QWidget* parent = nullptr);

  // What was counted before is still there.
  void enter();
  void refresh();
  void clear();
  // Straight to the sum.
  void typeTotal();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeRows(QWidget* card);
  QWidget* makeSum(QWidget* card);
  void addRow(int row, const QString& caption, QLineEdit* field);
  void count();
  void submit();
  void take(QLineEdit* field);
  // Up and Down, Enter: the next field; submits from the sum and from the reason.
  bool moveFrom(QObject* field, bool down, bool isEnter);
  bool undo(QObject* field);
  [[nodiscard]] bool isCounted() const;  // in notes and coins

  const Counter& m_counter;
  ShiftFlow& m_flow;
  ShiftStep m_step;
  QVBoxLayout* m_column;
  QGridLayout* m_grid;
  std::array<QLineEdit*, kNotes.size()> m_notes{};
  widgets::MoneyEdit* m_coins;
  std::array<widgets::TextLabel*, kNotes.size()> m_sums{};
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_what;
  QVBoxLayout* m_side;
  widgets::MoneyEdit* m_total;
  widgets::TextLabel* m_words;
  QLineEdit* m_reason;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_go;
  bool m_confirming = false;  // an empty drawer was said once
};

}  // namespace loket::ui::screens
