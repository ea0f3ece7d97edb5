// A small grey caption over its value: the smallest part of every panel that tells facts.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

class CaptionValue final : public QWidget {
  Q_OBJECT

 public:
  CaptionValue(const theme::Theme& theme, theme::TextSize size, theme::Weight weight,
               QWidget* parent = nullptr);

  void setTexts(const QString& caption, const QString& value);
  [[nodiscard]] widgets::TextLabel* value() const { return m_value; }

 private:
  widgets::TextLabel* m_caption;
  widgets::TextLabel* m_value;
};

// A caption at the left and its value at the right edge, on one line.
class CaptionRow final : public QWidget {
  Q_OBJECT

 public:
  CaptionRow(const theme::Theme& theme, const QString& caption, QWidget* parent = nullptr);

  void setValue(const QString& value, theme::ColourRole colour = theme::ColourRole::Ink,
                theme::Weight weight = theme::Weight::Regular);
  [[nodiscard]] widgets::TextLabel* value() const { return m_value; }

 private:
  widgets::TextLabel* m_value;
};

}  // namespace loket::ui::screens
