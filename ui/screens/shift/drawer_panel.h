// Cash that goes into the drawer or out of it without a sale, with the reason that the books want.
#pragma once

#include <QWidget>
#include <array>

#include "ui/screens/page.h"
#include "ui/screens/shift/shift_flow.h"

class QLineEdit;
class QStackedWidget;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

enum class DrawerMove { In, Out, Owner };

class DrawerPanel final : public QWidget {
  Q_OBJECT

 public:
  DrawerPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent = nullptr);

  void refresh();
  // What was typed for another kind is kept.
  void open(DrawerMove move);
  // Nothing is moved. The keyboard goes back to the page.
  void close();
  void clear();
  [[nodiscard]] bool isOpen() const;
  void takeKeyboard();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeChoices();
  QWidget* makeForm();
  void record();

  const Counter& m_counter;
  ShiftFlow& m_flow;
  DrawerMove m_move = DrawerMove::In;
  QVBoxLayout* m_column;
  QStackedWidget* m_body;
  QWidget* m_choices;
  widgets::InlineMessage* m_done;
  QWidget* m_form;
  widgets::TextLabel* m_what;
  widgets::MoneyEdit* m_amount;
  widgets::TextLabel* m_words;
  QLineEdit* m_reason;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_go;
};

}  // namespace loket::ui::screens
