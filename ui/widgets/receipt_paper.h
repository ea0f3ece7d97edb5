// The paper as it comes out of the printer, so that the cashier sees what the customer will hold.
#pragma once

#include <QList>

#include "ui/widgets/paper_sheet.h"
#include "ui/widgets/themed.h"

namespace loket::ui::widgets {

enum class PaperEdge : std::uint8_t { Plain, Torn };

class ReceiptPaper final : public Themed<QWidget> {
  Q_OBJECT

public:
  // `columns` is the paper's width in characters: 32 on 58 mm, 48 on 80 mm.
  explicit ReceiptPaper(const theme::Theme& theme, int columns = 32, QWidget* parent = nullptr);

  void setLines(const QList<PaperLine>& lines);
  void setColumns(int columns);
  void setEdge(PaperEdge edge);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
 [[nodiscard]] PaperSheet sheet() const;

 QList<PaperLine> m_lines;
 int m_columns;
 PaperEdge m_edge = PaperEdge::Torn;
};

}  // namespace loket::ui::widgets
