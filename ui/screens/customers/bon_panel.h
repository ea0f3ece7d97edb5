// A customer pays what he owes, or part of it; the cash goes into the drawer by the books.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class BonPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit BonPanel(const Counter& counter, QWidget* parent = nullptr);

  // All of it is proposed.
  void open(const api::CustomerView& view);
  void take();
  [[nodiscard]] bool isTaking() const { return m_taking; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void taken(Money amount, Money left);
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();

  const Counter& m_counter;
  api::CustomerView m_view;
  bool m_taking = false;
  bool m_unsure = false;  // it may be in the books: not again until Loket is opened anew
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_owed;
  widgets::MoneyEdit* m_amount;
  widgets::TextLabel* m_words;
  widgets::TextLabel* m_rest;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_go;
};

}  // namespace loket::ui::screens
