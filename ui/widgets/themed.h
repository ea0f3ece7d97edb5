// The base of every widget here: keeps the theme it was handed and lays out and paints again when it changes.
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace loket::ui::widgets {

template <class Base>
class Themed : public Base {
public:
  Themed(const theme::Theme& theme, QWidget* parent) : Base(parent), m_theme(theme) {
    QObject::connect(&theme, &theme::Theme::changed, this, [this] {
      restyle();
      this->updateGeometry();
      this->update();
    });
  }

  [[nodiscard]] const theme::Theme& theme() const { return m_theme; }

protected:
  // Fonts, fixed sizes and margins that do not follow from painting alone. Constructors call it themselves.
  virtual void restyle() {}

private:
  const theme::Theme& m_theme;
};

}  // namespace loket::ui::widgets
