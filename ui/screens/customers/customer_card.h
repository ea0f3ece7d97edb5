// One customer: what he is called, the numbers that are sold to with what was bought last, and what he owes.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::models {
class NumberList;
}
namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CustomerCard final : public QWidget {
  Q_OBJECT

 public:
  explicit CustomerCard(const Counter& counter, QWidget* parent = nullptr);

  void show(const api::CustomerView& view);
  [[nodiscard]] const api::CustomerView& view() const { return m_view; }
  void say(theme::Tone tone, const QString& words);
  void quiet();
  [[nodiscard]] widgets::RowList* numbers() const { return m_list; }
  // The number that a sale begins with: the chosen one while the list has the keyboard, else the last one bought for.
  [[nodiscard]] QString numberToSell() const;
  // Whoever only owes, and does not stand in the book.
  [[nodiscard]] bool isStranger() const { return m_view.customer.id.empty(); }

 signals:
  void sellWanted();
  void editWanted();
  void removeWanted();
  void bonWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  const Counter& m_counter;
  api::CustomerView m_view;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_note;
  QWidget* m_bon;
  widgets::TextLabel* m_owed;
  models::NumberList* m_model;
  widgets::RowList* m_list;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_sell;
  widgets::ActionButton* m_edit;
  widgets::ActionButton* m_remove;
};

}  // namespace loket::ui::screens
