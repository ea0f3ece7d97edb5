// Everybody the shop knows by name: found, sold to, written down, imported from a telephone; and who still owes.
#pragma once

#include <QTimer>
#include <functional>
#include <optional>
#include <vector>

#include "ui/screens/page.h"

class QLineEdit;
class QStackedWidget;

namespace loket::ui::models {
class CustomerList;
}
namespace loket::ui::widgets {
class ActionButton;
class Chip;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class BonPanel;
class CustomerCard;
class CustomerForm;
class ImportPanel;

class CustomersScreen final : public Page {
  Q_OBJECT

 public:
  explicit CustomersScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  // Shows what this file would bring.
  void openFile(const QString& path);
  [[nodiscard]] QLineEdit* searchField() const { return m_search; }
  // Whose card is in front; empty when nobody's is.
  [[nodiscard]] QString shownName() const;
  [[nodiscard]] CustomerCard* card() const { return m_card; }
  [[nodiscard]] CustomerForm* form() const { return m_form; }
  [[nodiscard]] ImportPanel* import() const { return m_import; }

 signals:
  // To the sell page, with this number in the box.
  void sellWanted(const QString& number);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  // What can be taken back with one key, until something else is done.
  struct Undo {
    QString words;
    std::function<void()> takeBack;
  };

  QWidget* makeBook();
  QWidget* makeHead(QWidget* card);
  QWidget* makeUndo(QWidget* card);
  QWidget* makeTeaching();
  // `wanted` is chosen when it is among what is found.
  void bring(const customer::CustomerId& wanted = {});
  void more();
  void showCurrent();
  void front(QWidget* panel);
  void backToList();
  bool bookKey(int key, Qt::KeyboardModifiers modifiers);
  void add();
  void edit();
  void remove();
  void takeBon();
  void sell();
  void askFile();
  void offer(std::optional<Undo> undo);
  void takeBack();
  [[nodiscard]] bool isBookInFront() const;
  // What stands on the card is not yet what was typed: nothing is done to it.
  [[nodiscard]] bool isBehind() const { return m_debounce.isActive() || m_asking; }

  const Counter& m_counter;
  QTimer m_debounce;
  int m_round = 0;  // answers to an older question are dropped
  bool m_asking = false;
  bool m_sellWaits = false;  // Enter came before the answer
  bool m_owingOnly = false;
  std::optional<Undo> m_undone;
  std::int64_t m_total = 0;
  QStackedWidget* m_stack;
  QWidget* m_book;
  QStackedWidget* m_right;
  QLineEdit* m_search;
  widgets::TextLabel* m_count;
  widgets::TextLabel* m_cut;
  std::vector<widgets::Chip*> m_chips;
  models::CustomerList* m_model;
  widgets::RowList* m_list;
  QWidget* m_undoBar;
  widgets::TextLabel* m_undoWords;
  QWidget* m_teaching;
  CustomerCard* m_card;
  CustomerForm* m_form;
  BonPanel* m_bon;
  ImportPanel* m_import;
};

}  // namespace loket::ui::screens
