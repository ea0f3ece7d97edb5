// What scenes are made of, whichever room they show.
#pragma once

#include "app/cashier/shots/stage.h"

namespace loket::app {

[[nodiscard]] Step act(std::function<void(Stage&)> what);
[[nodiscard]] Step page(int index);
[[nodiscard]] Step key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
[[nodiscard]] Step typed(const QString& text);
// The answers to the last questions have come when so many turns have passed.
[[nodiscard]] Step settled();
[[nodiscard]] std::vector<Step> then(std::vector<Step> steps, const std::vector<Step>& more);
// Budi, as one of those.
[[nodiscard]] std::function<void(Stage&)> atTheCounter(Role role);

[[nodiscard]] std::vector<Scene> doorScenes();
[[nodiscard]] std::vector<Scene> peopleScenes();
[[nodiscard]] std::vector<Scene> alarmScenes();

}  // namespace loket::app
