// What the bank was asked to collect, large enough for the customer's telephone: the code, its sum, how long
// it is good, and what has become of it.
#pragma once

#include <QWidget>

#include "ui/screens/cash/cash_out_flow.h"
#include "ui/screens/page.h"

class QHBoxLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class ProgressLine;
class QrCode;
class StatusPill;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CollectionPanel final : public QWidget {
  Q_OBJECT

 public:
  CollectionPanel(const Counter& counter, CashOutFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showCode();
  [[nodiscard]] bool canPrint() const;
  [[nodiscard]] bool canAsk() const;

  const Counter& m_counter;
  CashOutFlow& m_flow;
  QHBoxLayout* m_row;
  QVBoxLayout* m_column;
  widgets::QrCode* m_code;
  std::string m_shown;  // the text that is drawn
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_amount;
  widgets::TextLabel* m_state;
  widgets::TextLabel* m_left;
  widgets::TextLabel* m_sentence;
  widgets::ProgressLine* m_progress;
  widgets::InlineMessage* m_message;
  widgets::TextLabel* m_id;
  widgets::ActionButton* m_print;
  widgets::ActionButton* m_ask;
  widgets::ActionButton* m_renew;
};

}  // namespace loket::ui::screens
