// A small choice: a filter above a list, a nominal, a short action in a row.
#pragma once

#include "ui/widgets/themed.h"

#include <QAbstractButton>

namespace loket::ui::widgets {

class Chip final : public Themed<QAbstractButton> {
  Q_OBJECT

public:
  // Checkable at first; setCheckable(false) makes it a plain small button.
  explicit Chip(const theme::Theme& theme, const QString& text, QWidget* parent = nullptr);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace loket::ui::widgets
