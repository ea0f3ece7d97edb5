// The six product doors: what is behind each, for those who look instead of type.
#pragma once

#include <QList>
#include <QString>
#include <vector>

#include "core/domain/catalogue/product.h"
#include "ui/theme/tokens.h"

namespace loket::ui::screens {

struct Door {
  QString icon;
  theme::Family tint = theme::Family::Other;
  QString title;
  QString subtitle;
  std::vector<Family> families;
};

[[nodiscard]] QList<Door> doors();

}  // namespace loket::ui::screens
