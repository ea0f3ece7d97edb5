// Where a reconciliation begins: whose file it is, the file, and those that were read before.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/reconcile/reconcile_flow.h"

class QVBoxLayout;

namespace loket::ui::models {
class RunList;
}
namespace loket::ui::widgets {
class ActionButton;
class Card;
class ChoiceGrid;
class InlineMessage;
class RowList;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ChooseFilePanel final : public QWidget {
  Q_OBJECT

 public:
  ChooseFilePanel(const Counter& counter, ReconcileFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  void askFile();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showSuppliers();
  void showRuns();

  const Counter& m_counter;
  ReconcileFlow& m_flow;
  widgets::Card* m_card;
  QVBoxLayout* m_column;
  widgets::ChoiceGrid* m_doors;
  widgets::ActionButton* m_file;
  widgets::InlineMessage* m_message;
  models::RunList* m_model;
  widgets::RowList* m_list;
};

}  // namespace loket::ui::screens
