#include "app/wiring/home_alarms.h"

#include "app/wiring/ask.h"

namespace loket::app {
namespace {

std::string noteOf(const api::HomeAlarm& alarm) {
  const std::string since = alarm.since.ms == 0 ? "at an earlier start" : toRfc3339(alarm.since);
  switch (alarm.kind) {
    case api::HomeAlarm::Kind::JournalChanged:
      return "the journal is not what was written down or signed, found " + since +
             ": selling goes on and nothing is signed, until `loketctl audit verify` finds all of it as it "
             "was written. Keep "
             "the computer as it is and call for help";
    case api::HomeAlarm::Kind::SlotsOlder:
      return slotsOlderText(since);
    case api::HomeAlarm::Kind::RecoveredAlone:
      return recoveredAloneText(since);
  }
  return {};
}

}  // namespace

std::string slotsOlderText(const std::string& found) {
  return "older key slots were put in place of this home's, found " + found +
         ": PINs of then open it, and whoever was taken out since. Look through `loketctl user list`, give "
         "everybody a new PIN and renew this computer's secret (loketctl vault rotate-device), which makes "
         "copies "
         "of older slots useless. Said for a week";
}

std::string recoveredAloneText(const std::string& since) {
  return "the owner has a new PIN since " + since +
         " by the recovery code alone: others have a PIN, but this computer's secret was missing. Said for a "
         "week; loketctl user log keeps it";
}

std::vector<std::string> alarmNotes(api::AgentClient& client) {
  const auto status = ask<api::CounterStatus>(
      [&client](api::Reply<api::CounterStatus> reply) { client.status(std::move(reply)); });
  std::vector<std::string> notes;
  if (status)
    for (const api::HomeAlarm& alarm : status->alarms) notes.push_back(noteOf(alarm));
  return notes;
}

}  // namespace loket::app
