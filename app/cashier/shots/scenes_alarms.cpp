// What the strip says of the home itself, of its witnesses and of its keys.
#include "app/cashier/shots/scene_steps.h"

namespace loket::app {
namespace {

using Kind = api::HomeAlarm::Kind;

std::function<void(Stage&)> alarmed(const std::vector<Kind>& kinds) {
  return [kinds](Stage& stage) {
    for (const Kind kind : kinds)
      stage.client.homeAlarms.push_back({kind, stage.client.now() - Duration::hours(5)});
  };
}

std::function<void(Stage&)> witnessed(const char* word) {
  return [word](Stage& stage) {
    stage.client.witnessAlarm =
        api::WitnessAlarm{word, "saksi.bank.example/2", stage.client.now() - Duration::minutes(40)};
  };
}

}  // namespace

std::vector<Scene> alarmScenes() {
  const auto several = [](Stage& stage) {
    alarmed({Kind::JournalChanged, Kind::SlotsOlder, Kind::RecoveredAlone})(stage);
    stage.client.online = false;
  };
  return {
      {QStringLiteral("sell-journal-changed"), alarmed({Kind::JournalChanged}), {settled()}},
      {QStringLiteral("sell-older-keys"), alarmed({Kind::SlotsOlder}), {settled()}},
      {QStringLiteral("sell-recovered-alone"), alarmed({Kind::RecoveredAlone}), {settled()}},
      {QStringLiteral("sell-several-alarms"), several, {settled()}},
      {QStringLiteral("sell-witness-away"), witnessed("away"), {settled()}},
      {QStringLiteral("sell-witness-lies"), witnessed("lies"), {settled()}},
  };
}

}  // namespace loket::app
