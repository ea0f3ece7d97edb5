// The result of one sending: its number, how many and how much, and what became of each; printable.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class BatchSheet final : public QWidget {
  Q_OBJECT

 public:
  explicit BatchSheet(const Counter& counter, QWidget* parent = nullptr);

  void showBatch(const api::BatchView& batch);
  void print();

 private:
  const Counter& m_counter;
  BatchId m_id;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_what;
  widgets::InlineMessage* m_message;
  QWidget* m_body = nullptr;
  QVBoxLayout* m_scrolled;
};

}  // namespace loket::ui::screens
