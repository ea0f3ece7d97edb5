// The paper as it comes out of the printer, so that the cashier sees what the customer will hold.
#pragma once

#include "core/domain/receipt/codes.h"
#include "ui/widgets/themed.h"

#include <QList>
#include <QString>

namespace loket::ui::widgets {

struct PaperLine {
  QString text;
  bool bold = false;
  bool large = false;
  Qt::Alignment align = Qt::AlignLeft;
  // A QR code, or a bar code of one row, instead of the text.
  receipt::Modules code = {};
};

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
  [[nodiscard]] QFont lineFont(const PaperLine& line) const;
  [[nodiscard]] int lineHeight(const PaperLine& line) const;
  // The side of one module of its code, as large as the paper allows, but not larger than a printer would make it.
  [[nodiscard]] int moduleSide(const PaperLine& line) const;
  void paintCode(QPainter& painter, const PaperLine& line, const QRect& place) const;
  [[nodiscard]] int textWidth() const;

  QList<PaperLine> m_lines;
  int m_columns;
  PaperEdge m_edge = PaperEdge::Torn;
};

}  // namespace loket::ui::widgets
