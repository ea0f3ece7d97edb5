// What a shift sold, family by family; it scrolls when there are more than there is room for.
#pragma once

#include <vector>

#include "core/api/till.h"
#include "ui/theme/theme.h"
#include "ui/widgets/scroll_box.h"

class QVBoxLayout;

namespace loket::ui::screens {

class SalesRows final : public widgets::ScrollBox {
  Q_OBJECT

 public:
  explicit SalesRows(const theme::Theme& theme, QWidget* parent = nullptr);

  void setSales(const std::vector<api::FamilySalesView>& sales, const GoodsSales& goods);
  // By the keyboard, which never stands in here.
  void scroll(int rows);

 private:
  const theme::Theme& m_theme;
  QVBoxLayout* m_column;
  QWidget* m_rows = nullptr;
};

}  // namespace loket::ui::screens
