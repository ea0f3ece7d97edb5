// A new customer, or another name, note or number for one. Enter goes from field to field and keeps at the end.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/screens/page.h"

class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Chip;
class InlineMessage;
class ScrollBox;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CustomerForm final : public QWidget {
  Q_OBJECT

 public:
  explicit CustomerForm(const Counter& counter, QWidget* parent = nullptr);

  // Empty: a new one. With a name and no id: a new one of that name.
  void open(const customer::Customer& before);
  // To the first number that has nothing in it.
  void goToNewNumber();
  void keep();
  [[nodiscard]] bool isKeeping() const { return m_keeping; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] QLineEdit* nameField() const { return m_name; }

 signals:
  void kept(const loket::api::CustomerView& view);
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Row {
    QWidget* whole;
    QLineEdit* number;
    widgets::Chip* kind;
    std::optional<Family> family;  // nothing: by its shape
  };
  void addRow(const customer::Number& number);
  void showKind(Row& row);
  void nextKind(QLineEdit* number);
  void goOn(QLineEdit* from, int step);
  void refresh();

  const Counter& m_counter;
  customer::CustomerId m_id;
  bool m_keeping = false;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_title;
  QLineEdit* m_name;
  QLineEdit* m_note;
  QWidget* m_body;
  widgets::ScrollBox* m_scroll;
  QVBoxLayout* m_rowColumn;
  std::vector<Row> m_rows;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_keep;
};

}  // namespace loket::ui::screens
