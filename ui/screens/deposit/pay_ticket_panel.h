// Before a ticket's transfer leaves: whose account it is by the bank's own word, and what it takes.
#pragma once

#include <QWidget>

#include "ui/screens/deposit/deposit_flow.h"
#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class PayTicketPanel final : public QWidget {
  Q_OBJECT

 public:
  PayTicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  const Counter& m_counter;
  DepositFlow& m_flow;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_caption;
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_number;
  CaptionRow* m_amount;
  CaptionRow* m_fee;
  CaptionRow* m_note;
  CaptionRow* m_after;
  widgets::TextLabel* m_total;
  widgets::TextLabel* m_words;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_other;
  widgets::ActionButton* m_go;
};

}  // namespace loket::ui::screens
