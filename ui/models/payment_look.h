// Which tone, icon and tint a state or a product family has. One table each, so that a state looks the same
// in the feed, the queue and the history.
#pragma once

#include <QString>
#include <vector>

#include "core/api/views.h"
#include "core/domain/payment/decide.h"
#include "ui/theme/tokens.h"

namespace loket::ui::models {

[[nodiscard]] theme::Tone toneOf(PaymentState state);
// Of large words in that tone.
[[nodiscard]] theme::ColourRole inkOf(theme::Tone tone);
[[nodiscard]] QString stateIcon(const Payment& payment);
[[nodiscard]] QString familyIcon(Family family);
[[nodiscard]] theme::Family tintOf(Family family);
// A person must look at it: no supplier will tell any more, or two things contradict each other.
[[nodiscard]] bool waitsForPeople(const Payment& payment);
// What two people may still say of it; empty where nothing is left to decide.
[[nodiscard]] std::vector<ManualOutcome> outcomesFor(const Payment& payment);

}  // namespace loket::ui::models
