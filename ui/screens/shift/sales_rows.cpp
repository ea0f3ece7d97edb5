#include "ui/screens/shift/sales_rows.h"

#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"

namespace loket::ui::screens {

SalesRows::SalesRows(const theme::Theme& theme, QWidget* parent) : ScrollBox(parent), m_theme(theme) {
  auto* holder = new QWidget;
  m_column = new QVBoxLayout(holder);
  m_column->setContentsMargins(0, 0, theme.space(2), 0);
  m_column->addStretch();
  setBody(holder);
}

void SalesRows::setSales(const std::vector<api::FamilySalesView>& sales, const GoodsSales& goods) {
  const int at = verticalScrollBar()->value();
  delete m_rows;
  m_rows = new QWidget(widget());
  auto* rows = new QVBoxLayout(m_rows);
  rows->setContentsMargins({});
  rows->setSpacing(m_theme.space(1.5));
  const auto add = [&](const QString& what, int count, Money sum) {
    auto* row = new CaptionRow(m_theme, what + QStringLiteral(" · ") + text::grouped(count), m_rows);
    row->setValue(text::rupiah(sum));
    rows->addWidget(row);
  };
  for (const api::FamilySalesView& one : sales) add(text::familyName(one.family), one.count, one.sum);
  if (goods.count != 0 || !goods.sum.isZero())
    add(tr("Goods, beside the sales"), goods.count, goods.sum);
  m_column->insertWidget(0, m_rows);
  verticalScrollBar()->setValue(at);
}

void SalesRows::scroll(int rows) {
  verticalScrollBar()->setValue(verticalScrollBar()->value() + rows * m_theme.space(6));
}

}  // namespace loket::ui::screens
