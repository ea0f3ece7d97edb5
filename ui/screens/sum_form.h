// A card that asks for a sum: a heading, ways above, a form with the sum in large digits, one button. Roomy where there
// is room, tight in small windows.
#pragma once

#include <QLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/money_edit.h"

namespace loket::ui::screens {

struct SumForm {
  QLayout* card = nullptr;
  QLayout* form = nullptr;
  widgets::MoneyEdit* sum = nullptr;
  widgets::ActionButton* next = nullptr;

  // `height` of the card in pixels.
  void fit(const theme::Theme& look, int height) const {
    const bool tight = height < look.space(125);
    const int side = look.space(tight ? 4 : 7);
    const int top = look.space(tight ? 3 : 6);
    card->setContentsMargins(side, top, side, top);
    card->setSpacing(look.space(tight ? 2 : 4));
    form->setSpacing(look.space(tight ? 1 : 2.5));
    sum->setFixedHeight(look.px(tight ? theme::metric::kButtonHeight : theme::metric::kSearchHeight));
    next->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
  }
};

}  // namespace loket::ui::screens
