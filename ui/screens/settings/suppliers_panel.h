// From whom the shop buys: who they are and whether they answer, and a sheet for each.
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

 signals:
  void left();  // Esc in the list
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void bring(api::Look look);
  // What was just saved stands in the list at once: who opens it before the core has told all again does not
  // change what was there before.
  void note(const std::optional<UpstreamSettings>& from, const std::optional<UpstreamSettings>& to);
  void showRows();
  void openRow(int row);
  void removeRow(int row);
  void toList();
  [[nodiscard]] bool isAtSheet() const;

  const Counter& m_counter;
  std::vector<UpstreamSettings> m_suppliers;
  std::vector<api::HealthItem> m_health;
  QStackedLayout* m_stack;
  QWidget* m_page;
  models::SettingList* m_model;
  widgets::RowList* m_list;
  widgets::InlineMessage* m_message;
  SupplierSheet* m_sheet;
};

}  // namespace loket::ui::screens
