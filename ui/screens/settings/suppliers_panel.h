// From whom the shop buys: who they are and whether they answer, and a sheet for each. Their keys are kept here only while somebody
// looks: hidden, by another page or by the lock, it overwrites them and asks the core again when it is seen. What was typed and
// not saved goes with them.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/screens/page.h"

class QStackedLayout;

namespace loket::ui::models {
class SettingList;
}
namespace loket::ui::widgets {
class InlineMessage;
class RowList;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SupplierSheet;

class SuppliersPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit SuppliersPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  // None while it is hidden.
  [[nodiscard]] const std::vector<UpstreamSettings>& suppliers() const { return m_suppliers; }

 signals:
  void left();  // Esc in the list
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void bring(api::Look look);
  void forget();
  // What was just saved stands in the list at once: who opens it before the core has told all again does not
  // change what was there before.
  void note(const std::optional<UpstreamSettings>& from, const std::optional<UpstreamSettings>& to);
  void showRows();
  void openRow(int row);
  void removeRow(int row);
  void toList();
  [[nodiscard]] bool isAtSheet() const;
  // Made when it is first wanted after a forgetting.
  SupplierSheet& sheet();

  const Counter& m_counter;
  std::vector<UpstreamSettings> m_suppliers;
  std::vector<api::HealthItem> m_health;
  QStackedLayout* m_stack;
  QWidget* m_page;
  models::SettingList* m_model;
  widgets::RowList* m_list;
  widgets::InlineMessage* m_message;
  SupplierSheet* m_sheet = nullptr;
  int m_round = 0;          // an answer from before it was hidden is dropped
  bool m_isAsking = false;  // the core has not told yet who they are
  int m_row = 0;            // the chosen one before it was hidden
  QString m_lost;           // what was forgotten, for whoever comes next
};

}  // namespace loket::ui::screens
