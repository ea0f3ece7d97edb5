#include "ui/screens/settings/limits_panel.h"

#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/limits.h"

namespace loket::ui::screens {

namespace {

constexpr std::int64_t kMillisOfHour = 3'600'000;

// One figure of the limits, however it is kept.
QString typedOf(const Limits& limits, text::LimitName name) {
  switch (name) {
    case text::LimitName::OfflineAmount:
      return QString::number(limits.offline.maxAmount.amount());
    case text::LimitName::OfflineExposure:
      return QString::number(limits.offline.maxExposure.amount());
    case text::LimitName::OfflineCount:
      return QString::number(limits.offline.maxCount);
    case text::LimitName::OfflineHours:
      return QString::number(limits.offline.maxAge.ms / kMillisOfHour);
    case text::LimitName::AdminFee:
      return limits.feeCaps.standard ? QString::number(limits.feeCaps.standard->amount()) : QString();
    case text::LimitName::SenderFrom:
      return QString::number(limits.transfers.senderFrom.amount());
    case text::LimitName::PerDayBeneficiary:
      return QString::number(limits.transfers.perDayBeneficiary.amount());
    case text::LimitName::PerDaySender:
      return QString::number(limits.transfers.perDaySender.amount());
    case text::LimitName::LockAfter:
      return QString::number(limits.access.lockAfterMinutes);
    case text::LimitName::StepUpFrom:
      return QString::number(limits.stepUp.from.amount());
    case text::LimitName::StepUpNewNumber:
      return QString::number(limits.stepUp.newNumberFrom.amount());
    case text::LimitName::RefundByTwo:
      return limits.approval.refundFrom ? QString::number(limits.approval.refundFrom->amount()) : QString();
    case text::LimitName::LimitsByTwo:
      return QString::number(limits.approval.limits ? 1 : 0);
  }
  return {};
}

void put(Limits& limits, text::LimitName name, const QString& typed) {
  const qint64 number = typed.toLongLong();
  const auto money = Money::from(number).value_or(Money{});
  switch (name) {
    case text::LimitName::OfflineAmount:
      limits.offline.maxAmount = money;
      return;
    case text::LimitName::OfflineExposure:
      limits.offline.maxExposure = money;
      return;
    case text::LimitName::OfflineCount:
      limits.offline.maxCount = static_cast<int>(number);
      return;
    case text::LimitName::OfflineHours:
      limits.offline.maxAge = Duration::hours(number);
      return;
    case text::LimitName::AdminFee:
      limits.feeCaps.standard = typed.isEmpty() ? std::nullopt : std::optional(money);
      return;
    case text::LimitName::SenderFrom:
      limits.transfers.senderFrom = money;
      return;
    case text::LimitName::PerDayBeneficiary:
      limits.transfers.perDayBeneficiary = money;
      return;
    case text::LimitName::PerDaySender:
      limits.transfers.perDaySender = money;
      return;
    case text::LimitName::LockAfter:
      limits.access.lockAfterMinutes = static_cast<int>(number);
      return;
    case text::LimitName::StepUpFrom:
      limits.stepUp.from = money;
      return;
    case text::LimitName::StepUpNewNumber:
      limits.stepUp.newNumberFrom = money;
      return;
    case text::LimitName::RefundByTwo:
      limits.approval.refundFrom = typed.isEmpty() ? std::nullopt : std::optional(money);
      return;
    case text::LimitName::LimitsByTwo:
      limits.approval.limits = number != 0;
      return;
  }
}

bool isNumber(text::LimitName name) {
  return name == text::LimitName::OfflineCount || name == text::LimitName::OfflineHours ||
         name == text::LimitName::LockAfter || name == text::LimitName::LimitsByTwo;
}

text::LimitName nameAt(int row) {
  return text::limitNames()[static_cast<std::size_t>(row)];
}

}  // namespace

LimitsPanel::LimitsPanel(const Counter& counter, QWidget* parent) : SheetPanel(counter, parent) {
  setTitle(tr("Limits"));
  m_second = new SecondAsk(counter, this);
  connect(m_second, &SecondAsk::hintsChanged, this, &SheetPanel::hintsChanged);
}

void LimitsPanel::enter() {
  begin(!m_isKnown);
  bring();
  counter().bridge.ownerCode(this, [this](const Result<std::optional<api::CodeView>>& code) {
    m_hasOwnerCode = code && code->has_value();
  });
}

QList<widgets::KeyHint> LimitsPanel::hints() const {
  return m_second->isAsking() ? m_second->hints() : SheetPanel::hints();
}

void LimitsPanel::bring(const QString& words) {
  counter().bridge.config(this, [this, words](const Result<api::Config>& config) {
    if (!config)
      return say(theme::Tone::Danger, text::sentence(config.error()));
    rebase(config->limits());
    const bool first = !m_isKnown;
    m_isKnown = true;
    if (first || (!isBusy() && !isTyping()))
      begin(first);
    else
      refresh();
    if (!words.isEmpty())
      say(theme::Tone::Waiting, words);
  });
}

// What somebody else has saved meanwhile stays his: only what was changed here differs from it.
void LimitsPanel::rebase(const Limits& saved) {
  Limits draft = saved;
  for (const text::LimitName name : text::limitNames())
    if (typedOf(m_draft, name) != typedOf(m_saved, name))
      put(draft, name, typedOf(m_draft, name));
  m_saved = saved;
  m_draft = draft;
}

std::vector<SheetPanel::Setting> LimitsPanel::settings() const {
  std::vector<Setting> out;
  if (!m_isKnown)
    return out;
  for (const text::LimitName name : text::limitNames()) {
    Setting one;
    one.title = text::limitTitle(name);
    one.words = text::limitWords(name);
    one.icon = text::limitIcon(name);
    one.kind = isNumber(name)                         ? SettingKind::Number
               : name == text::LimitName::AdminFee || name == text::LimitName::RefundByTwo ? SettingKind::OptionalMoney
                                                       : SettingKind::Money;
    one.typed = typedOf(m_draft, name);
    one.shown = text::limitValue(name, one.typed);
    const QString was = typedOf(m_saved, name);
    one.isChanged = was != one.typed;
    if (one.isChanged)
      one.was = text::limitValue(name, was);
    out.push_back(std::move(one));
  }
  return out;
}

QString LimitsPanel::set(int row, const QString& typed) {
  const text::LimitName name = nameAt(row);
  bool isWhole = true;
  if (isNumber(name))
    static_cast<void>(typed.toUInt(&isWhole));
  Limits tried = m_draft;
  if (isWhole)
    put(tried, name, typed);
  if (!isWhole || !checkLimits(tried))
    return text::limitRange(name);
  m_draft = tried;
  return {};
}

void LimitsPanel::takeBack(int row) {
  // An age of hours and minutes is not typed, and must not be cut to hours.
  if (nameAt(row) == text::LimitName::OfflineHours)
    m_draft.offline.maxAge = m_saved.offline.maxAge;
  else
    put(m_draft, nameAt(row), typedOf(m_saved, nameAt(row)));
}

QString LimitsPanel::gateWords() const {
  QStringList lines;
  for (const Setting& one : settings())
    if (one.isChanged)
      lines << QStringLiteral("%1: %2 → %3").arg(one.title, one.was, one.shown);
  for (const text::LimitName name : text::limitNames())
    if (const QString warning = text::limitWarning(name, typedOf(m_draft, name));
        !warning.isEmpty() && typedOf(m_draft, name) != typedOf(m_saved, name))
      lines << warning;
  return lines.join(QStringLiteral("\n"));
}

void LimitsPanel::save(const bridge::Person& owner, std::function<void(const QString& why)> then) {
  const api::SaveLimits command{m_saved, m_draft, owner.name, {}};
  const auto attempt = [this, command](const api::Second& second, SecondAsk::Done done) {
    api::SaveLimits agreed = command;
    agreed.second = second;
    counter().bridge.saveLimits(agreed, this, SecondAsk::endOf<Limits>(std::move(done)));
  };
  m_second->run(gateWords(), attempt,
                [this, command, then = std::move(then)](const Status& now) { saved(command, now, then); });
}

// The owner saves alone, or with a second person; the code is for who is not the owner and may be one of two.
bool LimitsPanel::takesOwnerCode() const {
  const bridge::Person& here = counter().staff.atTheCounter();
  return m_hasOwnerCode && !here.isOwner() && here.may(Permission::Settle);
}

// In the name of whoever stands here. Nobody else is asked: the code is the owner's word, for this one
// change.
void LimitsPanel::saveWithCode(const std::string& ownerCode, std::function<void(const QString& why)> then) {
  api::SaveLimits command{m_saved, m_draft, counter().staff.atTheCounter().name, {}};
  command.second.ownerCode = ownerCode;
  counter().bridge.saveLimits(command, this,
                              [this, command, then = std::move(then)](const Result<Limits>& now) {
                                saved(command, now ? Status() : fail(now.error()), then);
                              });
}

void LimitsPanel::saved(const api::SaveLimits& command, const Status& now,
                        const std::function<void(const QString& why)>& then) {
  if (now) {
    m_before = command.from;
    m_saved = m_draft = command.to;
    return then({});
  }
  if (now.error().code == ErrorCode::StateForbids) {
    const QString words =
        tr("Somebody else has changed the limits meanwhile. Look at yours again before you save.");
    then(words);
    return bring(words);
  }
  then(text::sentence(now.error()));
}

QString LimitsPanel::savedWords() const {
  return tr("Saved. They count from now on. Ctrl+Z brings the former ones back.");
}

bool LimitsPanel::undo() {
  if (!m_before)
    return false;
  // The figures of this sheet; what it does not show is as it is.
  m_draft = m_saved;
  for (const text::LimitName name : text::limitNames())
    if (typedOf(*m_before, name) != typedOf(m_saved, name))
      put(m_draft, name, typedOf(*m_before, name));
  return true;
}

}  // namespace loket::ui::screens
