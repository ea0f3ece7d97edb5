// What the core suggests, as the rows of the suggestion list: nominal chips, prices and the line of the last
// purchase.
#pragma once

#include <QList>
#include <vector>

#include "core/api/views.h"
#include "ui/widgets/suggestion_list.h"

namespace loket::ui::models {

// The products of a suggestion that have a chip: there is not room for all, so those around the chosen one.
struct ChoiceWindow {
  int first = 0;
  int count = 0;
};
[[nodiscard]] ChoiceWindow choiceWindow(const api::Suggestion& suggestion);

// `preselected` of each suggestion is the chosen one.
[[nodiscard]] QList<widgets::Suggestion> suggestionRows(const std::vector<api::Suggestion>& suggestions,
                                                        Instant now);

}  // namespace loket::ui::models
