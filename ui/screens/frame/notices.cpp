#include "ui/screens/frame/notices.h"

#include <QCoreApplication>
#include <algorithm>
#include <optional>

#include "ui/text/audit.h"
#include "ui/text/counter.h"

namespace loket::ui::screens {
namespace {

struct NoticeText {
  Q_DECLARE_TR_FUNCTIONS(Notices)
};

// Somebody goes on from a copy of this home, or it is older than what was shown outside.
bool isAgainstThisHome(const api::WitnessAlarm& alarm) {
  return alarm.word == "ahead" || alarm.word == "fork";
}

QString toJournal() {
  return NoticeText::tr("Settings, Journal (Shift+F10)");
}

Notice ofHome(const api::HomeAlarm& alarm) {
  const bool isJournal = alarm.kind == api::HomeAlarm::Kind::JournalChanged;
  return {QStringLiteral("alert-triangle"), text::homeStrip(alarm),
          isJournal ? toJournal() : NoticeText::tr("Settings, People (Shift+F8)"), theme::Tone::Danger,
          Notice::Weight::Lasting};
}

// How it is with the network, where it is not well.
std::optional<Notice> ofNetwork(const api::CounterStatus& status, Instant now) {
  if (const QString offline = text::offlineStrip(status); !offline.isEmpty())
    return Notice{QStringLiteral("wifi-off"), offline, text::nextTry(status, now)};
  if (const QString clock = text::clockStrip(status); !clock.isEmpty())
    return Notice{QStringLiteral("clock"), clock};
  if (const QString away = text::awayStrip(status); !away.isEmpty())
    return Notice{QStringLiteral("wifi-off"), away};
  return std::nullopt;
}

}  // namespace

std::vector<Notice> noticesOf(const api::CounterStatus& status, Instant now) {
  std::vector<Notice> notices;
  const auto addHome = [&](bool ofJournal) {
    for (const api::HomeAlarm& alarm : status.alarms)
      if ((alarm.kind == api::HomeAlarm::Kind::JournalChanged) == ofJournal)
        notices.push_back(ofHome(alarm));
  };
  // Whoever has rewritten something, or goes on from a copy, and then whoever may have come in.
  addHome(true);
  const auto& witness = status.witness;
  if (witness && isAgainstThisHome(*witness))
    notices.push_back({QStringLiteral("alert-triangle"), text::witnessStrip(*witness), toJournal(),
                       theme::Tone::Danger, Notice::Weight::Lasting});
  addHome(false);
  // Before whatever is of today: nobody may believe that all of it is here.
  if (status.restored && !status.restored->isKnown)
    notices.push_back({QStringLiteral("history"), text::restoredStrip(*status.restored),
                       NoticeText::tr("Settings, Backup (F7)"), theme::Tone::Waiting,
                       Notice::Weight::Lasting});
  if (auto network = ofNetwork(status, now))
    notices.push_back(std::move(*network));
  if (witness && !isAgainstThisHome(*witness))
    notices.push_back({QStringLiteral("shield-lock"), text::witnessStrip(*witness), toJournal(),
                       theme::Tone::Waiting,
                       witness->word == "away" ? Notice::Weight::Ordinary : Notice::Weight::Lasting});
  return notices;
}

int lastingIn(const std::vector<Notice>& notices) {
  return static_cast<int>(std::count_if(notices.begin(), notices.end(), [](const Notice& one) {
    return one.weight == Notice::Weight::Lasting;
  }));
}

}  // namespace loket::ui::screens
