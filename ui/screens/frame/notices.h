// What the strip above every page has to say.
#pragma once

#include <QString>
#include <vector>

#include "core/api/views.h"
#include "ui/theme/theme.h"

namespace loket::ui::screens {

struct Notice {
  enum class Weight {
    Ordinary,  // how it is just now: it comes and goes by itself
    Lasting,   // it stays until a person has seen to it, and is counted where a graver one stands before it
  };
  QString icon;
  QString text;
  QString right = {};  // the way on, or what happens next
  theme::Tone tone = theme::Tone::Waiting;
  Weight weight = Weight::Ordinary;
};

// The gravest first; empty: nothing is to be said.
[[nodiscard]] std::vector<Notice> noticesOf(const api::CounterStatus& status, Instant now);
// How many of them last.
[[nodiscard]] int lastingIn(const std::vector<Notice>& notices);

}  // namespace loket::ui::screens
