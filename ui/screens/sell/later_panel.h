// Whose bon it is written on: a name with what is owed under it already, found by the number or as it is typed.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QLineEdit;

namespace loket::ui::models {
class CustomerList;
}  // namespace loket::ui::models

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class LaterPanel final : public QWidget {
  Q_OBJECT

 public:
  LaterPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  // Takes the keyboard. Whoever the number belongs to is proposed.
  void open(api::Repeat repeat);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Look { ByNumber, ByName };
  void bring(Look look);
  void refresh();
  void takeRow(int row);
  void write();
  // Of the name that stands there; nothing while nobody of that name is known.
  [[nodiscard]] std::optional<Money> owed() const;

  const Counter& m_counter;
  SellFlow& m_flow;
  api::Repeat m_repeat = api::Repeat::Forbid;
  int m_round = 0;
  QTimer m_debounce;
  widgets::TextLabel* m_sum;
  QLineEdit* m_name;
  models::CustomerList* m_found;
  widgets::RowList* m_list;
  widgets::TextLabel* m_owes;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_write;
};

}  // namespace loket::ui::screens
