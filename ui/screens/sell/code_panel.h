// A sale that the customer pays by a code: the code large enough for his telephone, its sum, how long it is good, and
// what has become of it.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QHBoxLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class ProgressLine;
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CodePanel final : public QWidget {
  Q_OBJECT

 public:
  CodePanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showCode();
  [[nodiscard]] bool canBePaid() const;
  [[nodiscard]] bool canAsk() const;

  const Counter& m_counter;
  SellFlow& m_flow;
  QHBoxLayout* m_row;
  QVBoxLayout* m_column;
  widgets::QrCode* m_code;
  std::string m_shown;  // the text that is drawn
  widgets::TextLabel* m_product;
  widgets::TextLabel* m_whose;
  widgets::TextLabel* m_amount;
  widgets::TextLabel* m_state;
  widgets::TextLabel* m_left;
  widgets::TextLabel* m_sentence;
  widgets::ProgressLine* m_progress;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_print;
  widgets::ActionButton* m_ask;
  widgets::ActionButton* m_back;
};

}  // namespace loket::ui::screens
