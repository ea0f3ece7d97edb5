#include "ui/text/counter.h"

#include <QCoreApplication>
#include <QSet>

#include "ui/text/amounts.h"
#include "ui/text/payments.h"
#include "ui/text/reasons.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(CounterText)
};

QString spoken(Money money) {
  return QString::fromStdString(inWords(money));
}

// The thing in spoken Indonesian: what it is, without its price.
QString spokenThing(const api::Quote& quote) {
  const QString amount = spoken(quote.amount);
  const QString brand = spokenName(quote.brand);
  switch (quote.family) {
    case Family::PlnToken:
      return QStringLiteral("token %1").arg(amount);
    case Family::Pulsa:
      return QStringLiteral("pulsa %1").arg(amount);
    case Family::PlnBill:
      return QStringLiteral("tagihan listrik %1").arg(amount);
    case Family::Water:
      return QStringLiteral("tagihan air %1").arg(amount);
    case Family::Health:
      return QStringLiteral("iuran BPJS %1").arg(amount);
    case Family::Transfer:
      return QStringLiteral("setor %1").arg(amount);
    case Family::VirtualAccount:
      return QStringLiteral("virtual account %1").arg(amount);
    case Family::EMoney:
      return QStringLiteral("isi saldo %1 %2").arg(brand, amount);
    case Family::Internet:
    case Family::Television:
    case Family::Gas:
    case Family::Finance:
    case Family::Tax:
    case Family::VehicleTax:
      return QStringLiteral("tagihan %1 %2").arg(brand, amount).simplified();
    case Family::Data:
    case Family::Game:
    case Family::Other:
      return QString::fromStdString(quote.productName);
  }
  return {};
}

QString thing(const api::Quote& quote) {
  switch (quote.kind) {
    case ProductKind::Prepaid:
      return quote.family == Family::PlnToken ? Say::tr("Token") : familyName(quote.family);
    case ProductKind::Bill:
      if (quote.family == Family::EMoney)
        return familyName(quote.family);
      return quote.amountIsCeiling ? Say::tr("Limit") : Say::tr("Bill");
    case ProductKind::Transfer:
      return Say::tr("Transfer");
  }
  return {};
}

}  // namespace

QString readAloud(const api::Quote& quote) {
  QString who;
  if (!quote.customerName.empty())
    who = QStringLiteral("Atas nama %1").arg(spokenName(quote.customerName));
  else
    who = QStringLiteral("Nomor %1").arg(groupedNumber(quote.family, quote.number));
  if (quote.amountIsCeiling)
    return QStringLiteral("“%1, dititip paling banyak %2, sisanya kembali, betul?”")
        .arg(who, spoken(quote.total));
  if (quote.offline)
    return QStringLiteral("“%1, %2, dititip dulu %3, dibayarkan begitu jaringan pulih, betul?”")
        .arg(who, spokenThing(quote), spoken(quote.total));
  return QStringLiteral("“%1, %2, bayar %3, betul?”").arg(who, spokenThing(quote), spoken(quote.total));
}

QString totalParts(const api::Quote& quote) {
  QString out = thing(quote) + QLatin1Char(' ') + grouped(quote.amount);
  if (quote.adminFee.isPositive())
    out += QStringLiteral(" + ") + Say::tr("admin %1").arg(grouped(quote.adminFee));
  if (quote.serviceFee.isPositive())
    out += QStringLiteral(" + ") + Say::tr("service %1").arg(grouped(quote.serviceFee));
  return out;
}

QString offerLine(const api::Quote& quote) {
  const QString via = Say::tr("through %1").arg(supplierName(quote.upstream));
  if (quote.offline)
    return Say::tr("deposit: paid when the network is back");
  if (quote.offers.size() < 2)
    return via;
  const int count = static_cast<int>(quote.offers.size());
  // A cheaper one that cannot deliver just now does not count.
  const bool cheapest = std::none_of(quote.offers.begin(), quote.offers.end(),
                                     [&](const api::Quote::OfferView& offer) { return offer.cost < quote.cost; });
  return via + QStringLiteral(" · ") +
         (cheapest ? Say::tr("cheapest of %1 suppliers").arg(count) : Say::tr("best of %1 suppliers now").arg(count));
}

QString suggestionLine(const api::Suggestion& suggestion, Instant now) {
  const QString when = suggestion.lastAt.ms == 0 ? QString() : ago(now - suggestion.lastAt);
  const auto index = static_cast<std::size_t>(std::max(0, suggestion.preselected));
  const QString brand = spokenName(suggestion.brand);
  if (suggestion.kind == api::Suggestion::Kind::Customer && !when.isEmpty()) {
    if (index < suggestion.denominations.size() && suggestion.denominations[index].isPositive())
      return Say::tr("Last time %1 %2, %3")
          .arg(familyName(suggestion.family), grouped(suggestion.denominations[index]), when);
    return Say::tr("%1, last time %2").arg(familyName(suggestion.family), when);
  }
  if (!suggestion.productName.empty() && suggestion.kind != api::Suggestion::Kind::Product)
    return QString::fromStdString(suggestion.productName);
  QString out = familyName(suggestion.family);
  if (!brand.isEmpty() && suggestion.family != Family::PlnToken && suggestion.family != Family::PlnBill)
    out += QStringLiteral(" · ") + brand;
  return suggestion.number.empty() ? out + QStringLiteral(" · ") + Say::tr("number asked next") : out;
}

QString duplicateLine(const Payment& earlier) {
  const QString at = clockTime(earlier.acceptedAt);
  if (isUnsettled(earlier.state))
    return Say::tr("Still being processed since %1: %2. Do not repeat it, wait for the result.")
        .arg(at, stateWord(earlier.state).toLower());
  return Say::tr("Already bought today at %1 (%2). If the customer wants another one, press Ctrl+Enter.")
      .arg(at, stateWord(earlier.state).toLower());
}

QString networkPill(const api::CounterStatus& status, Instant now) {
  if (status.online)
    return Say::tr("Connected");
  return status.onlineSince.ms == 0 ? Say::tr("Offline")
                                    : Say::tr("Offline %1").arg(age(now - status.onlineSince));
}

QString queuePill(const api::CounterStatus& status) {
  return status.queueCount == 0 ? Say::tr("Queue empty")
                                : Say::tr("%1 waiting").arg(grouped(status.queueCount));
}

QString depositPill(const api::CounterStatus& status, Instant now) {
  if (status.depositAsOf.ms == 0)
    return Say::tr("Float unknown");
  const QString sum = Say::tr("Float %1").arg(rupiah(status.depositTotal));
  const bool old = !status.online || now - status.depositAsOf > Duration::hours(1);
  return old ? QStringLiteral("%1 (%2)").arg(sum, shortTime(status.depositAsOf, now)) : sum;
}

namespace {

// Where something of ours or theirs is in the way, and not the network: what it is. Empty while it may be the
// network.
QString whatIsInTheWay(const api::CounterStatus& status) {
  const QSet<QString> network{reason("connect", {}, {}), reason("timeout", {}, {}), {}};
  for (const api::DepositView& deposit : status.deposits)
    if (const QString why = reason(deposit.why, {}, deposit.upstream);
        !deposit.reachable && !network.contains(why))
      return why;
  return {};
}

}  // namespace

QString offlineStrip(const api::CounterStatus& status) {
  if (status.online)
    return {};
  const Money room =
      status.offlineSum < status.limits.maxExposure ? status.limits.maxExposure - status.offlineSum : Money{};
  const QString why = whatIsInTheWay(status);
  const bool dated = status.onlineSince.ms != 0;
  const QString at = dated ? clockTime(status.onlineSince) : QString();
  const QString since = why.isEmpty()
                            ? (dated ? Say::tr("No network since %1.").arg(at) : Say::tr("No network."))
                        : dated ? Say::tr("%1, since %2.").arg(why, at)
                                : why + QLatin1Char('.');
  if (!room.isPositive())
    return since + QLatin1Char(' ') +
           Say::tr("The limit for deposits is reached. Still possible: history, reprints.");
  return since + QLatin1Char(' ') +
         Say::tr("Still possible: take deposits up to %1 (%2 left), see history, reprint.")
             .arg(rupiah(std::min(status.limits.maxAmount, room)), rupiah(room));
}

QString restoredStrip(const RestoredFrom& restored) {
  return Say::tr("Restored from the backup of %1: what was sold since is not here · %2 to look up")
      .arg(dateTime(restored.backupAt), grouped(restored.reviews));
}

QString clockStrip(const api::CounterStatus& status) {
  const api::DepositView* worst = nullptr;
  const auto off = [](const api::DepositView& view) {
    const Duration ahead = view.clockAhead.value_or(Duration{});
    return ahead < Duration{} ? Duration{} - ahead : ahead;
  };
  for (const api::DepositView& deposit : status.deposits)
    if (off(deposit) > api::kClockOffMax && (worst == nullptr || off(deposit) > off(*worst)))
      worst = &deposit;
  if (worst == nullptr)
    return {};
  const QString supplier = supplierName(worst->upstream);
  return *worst->clockAhead > Duration{}
             ? Say::tr("This computer's clock is %1 slow, says %2. Set it, or payments will be refused.")
                   .arg(age(off(*worst)), supplier)
             : Say::tr("This computer's clock is %1 fast, says %2. Set it, or payments will be refused.")
                   .arg(age(off(*worst)), supplier);
}

QString awayStrip(const api::CounterStatus& status) {
  if (!status.online)
    return {};
  for (const api::DepositView& deposit : status.deposits) {
    const QString supplier = supplierName(deposit.upstream);
    const QString why = reason(deposit.why, {}, deposit.upstream);
    if (!deposit.reachable)
      return Say::tr("%1 cannot be reached since %2. Everything else sells as usual.")
                 .arg(supplier, clockTime(deposit.reachableSince)) +
             (why.isEmpty() ? QString() : QLatin1Char(' ') + why + QLatin1Char('.'));
    if (!why.isEmpty())
      return Say::tr("%1 does not answer as it should. %2.").arg(supplier, why);
  }
  return {};
}

QString nextTry(const api::CounterStatus& status, Instant now) {
  if (status.online || status.nextTryAt.ms == 0)
    return {};
  const qint64 left = (status.nextTryAt - now).ms / 1000;
  return left <= 0 ? Say::tr("Trying again now")
                   : Say::tr("Trying again in %1").arg(age(Duration::seconds(left)));
}

QString todayLine(const api::CounterStatus& status) {
  return Say::tr("TODAY · %1 sales · profit %2", nullptr, status.todayCount).arg(grouped(status.todayCount), rupiah(status.todayProfit));
}

QString printLine(const api::PrintView& print) {
  switch (print.outcome) {
    case api::PrintOutcome::NoPrinter:
      return Say::tr("No printer set: nothing was printed");
    case api::PrintOutcome::Queued:
      return Say::tr("Waiting for the printer");
    case api::PrintOutcome::Sent:
      return print.copyNo > 0 ? Say::tr("Copy %1 sent to the printer").arg(print.copyNo)
                              : Say::tr("Receipt sent to the printer");
    case api::PrintOutcome::Confirmed:
      return print.copyNo > 0 ? Say::tr("Copy %1 printed").arg(print.copyNo) : Say::tr("Receipt printed");
    case api::PrintOutcome::Unknown:
      return Say::tr("May have come out: look before printing again");
    case api::PrintOutcome::Failed:
      return Say::tr("Not printed. Check paper and cable");
    case api::PrintOutcome::Seen:
      return Say::tr("Came out, as somebody saw");
    case api::PrintOutcome::Dropped:
      return Say::tr("Not printed, and not needed");
  }
  return {};
}

QString healthName(const std::string& name) {
  if (name == "clock")
    return Say::tr("Clock");
  if (name == "disk")
    return Say::tr("Disk");
  if (name == "key-slots")
    return Say::tr("Keys");
  if (name == "device-secret")
    return Say::tr("This computer's key");
  if (name == "recovery")
    return Say::tr("Owner's PIN");
  if (name == "owner-code")
    return Say::tr("The absent owner's code");
  if (name == "sqlcipher")
    return Say::tr("Encrypted database");
  if (name == "printer")
    return Say::tr("Printer");
  if (name == "journal")
    return Say::tr("Journal");
  if (name == "witness")
    return Say::tr("Witnesses");
  if (name == "timestamp")
    return Say::tr("Time stamp");
  if (name == "mail")
    return Say::tr("E-mail account");
  if (name == "step-up")
    return Say::tr("Second proof");
  if (name == "catalogue")
    return Say::tr("Price lists");
  if (name == "sidecar")
    return Say::tr("Second journal");
  if (name.rfind("upstream:", 0) == 0)
    return supplierName(UpstreamId(name.substr(9)));
  if (name.rfind("clock:", 0) == 0)
    return Say::tr("Clock of %1").arg(supplierName(UpstreamId(name.substr(6))));
  return QString::fromStdString(name);
}

namespace {

// What is wrong with the printer, and what to do.
QString printerSentence(const std::string& word) {
  if (word == "not-set")
    return Say::tr("None is set: F6 chooses one.");
  if (word == "address")
    return Say::tr("Its address is none of a printer: F6 shows the printers here.");
  if (word == "no-device")
    return Say::tr("Not plugged in: check cable and power.");
  if (word == "no-permission")
    return Say::tr("This computer does not let us use it: ask whoever set it up.");
  if (word == "not-a-device")
    return Say::tr("Something else has its address: F6 shows the printers here.");
  if (word == "busy")
    return Say::tr("It is busy just now. Look again in a moment.");
  if (word == "refused")
    return Say::tr("The device there takes no paper of ours: is it the printer?");
  if (word == "unreachable")
    return Say::tr("Nobody answers there: is it on, and in this network?");
  if (word == "unknown-host")
    return Say::tr("No device has that name: F6 sets another address.");
  if (word == "hung-up")
    return Say::tr("It hangs up at once: switch it off and on.");
  if (word == "silent")
    return Say::tr("It is there and says nothing: is it switched on?");
  if (word == "paper-out")
    return Say::tr("Out of paper: put a new roll in.");
  if (word == "cover-open")
    return Say::tr("The cover is open: close it.");
  if (word == "fault")
    return Say::tr("It tells of an error: look at its lamp, switch it off and on.");
  if (word == "offline")
    return Say::tr("It says that it does not print now: press its feed button.");
  if (word == "no-service")
    return Say::tr("The computer's print service does not answer: start the computer again.");
  if (word == "no-queue")
    return Say::tr("The print service does not know it: F6 shows the printers here.");
  if (word == "queue-stopped")
    return Say::tr("The print service has stopped it: start it in the computer's printer settings.");
  return Say::tr("It cannot be used now: check cable, power and paper.");
}

QString counted(std::int64_t count) {
  return grouped(Money::rupiah(count));
}

// How far the journal was signed, witnessed or stamped, and when; empty: it is none of these.
QString outsideDetail(const api::HealthItem& item) {
  const bool isNever = item.count == 0;
  QString words;
  if (item.name == "journal")
    words = isNever ? Say::tr("Not signed yet") : Say::tr("Signed up to entry %1, %2");
  else if (item.name == "witness")
    words = isNever ? Say::tr("No witness has seen it yet") : Say::tr("Witnessed up to entry %1, %2");
  else if (item.name == "timestamp")
    words = isNever ? Say::tr("No time stamp yet") : Say::tr("Stamped up to entry %1, %2");
  return isNever || words.isEmpty() ? words : words.arg(counted(item.count), dateTime(item.at));
}

// Of this computer, by the core's figures; empty: there are none.
QString computerDetail(const api::HealthItem& item) {
  constexpr std::int64_t kMebi = 1024;  // KiB in it, or of it in a GiB
  if (item.name == "clock" && item.at.ms != 0)
    return dateTime(item.at);
  if (item.name.rfind("clock:", 0) == 0)
    return item.count == 0  ? Say::tr("the same as here")
           : item.count > 0 ? Say::tr("%1 s ahead of this computer's").arg(counted(item.count))
                            : Say::tr("%1 s behind this computer's").arg(counted(-item.count));
  if (item.name == "sqlcipher")
    return Say::tr("%1, and set as it must be").arg(QString::fromStdString(item.detail).section(QLatin1Char(';'), 0, 0));
  if (item.count == 0)
    return {};
  if (item.name == "key-slots")
    return Say::tr("People with a PIN here: %1").arg(counted(item.count));
  if (item.name == "sidecar")
    return Say::tr("All of it once more: %1 MB").arg(counted((item.count + kMebi - 1) / kMebi));
  if (item.name == "disk")
    return item.count < 10 * kMebi ? Say::tr("%1 MB free").arg(counted(item.count)) : Say::tr("%1 GB free").arg(counted(item.count / kMebi));
  return {};
}

// Of what the counter sells and sends, by the core's figures; empty: there are none.
QString tradeDetail(const api::HealthItem& item) {
  if (item.name == "catalogue")
    return item.count == 0 ? Say::tr("None yet: F5 and then F6 ask the suppliers") : Say::tr("Goods: %1").arg(counted(item.count));
  if (item.name.rfind("upstream:", 0) == 0)
    return item.at.ms == 0 ? Say::tr("Nothing heard yet") : Say::tr("Deposit %1, %2").arg(rupiah(Money::rupiah(item.count)), dateTime(item.at));
  if (item.name != "mail")
    return {};
  if (!item.ok)
    return Say::tr("%1 waiting, and no account to send them from").arg(counted(item.count));
  return item.count == 0 ? Say::tr("Nothing is waiting") : Say::tr("%1 waiting").arg(counted(item.count));
}

// Where nothing is wrong, or no word says what.
QString plainDetail(const api::HealthItem& item) {
  for (const auto& told : {outsideDetail(item), computerDetail(item), tradeDetail(item)})
    if (!told.isEmpty())
      return told;
  return QString::fromStdString(item.detail);
}

}  // namespace

QString healthDetail(const api::HealthItem& item) {
  // Its words may be a mail server's numbers, which are no supplier's.
  if (item.name == "mail" && !item.word.empty())
    return Say::tr("The last message could not be sent: %1").arg(QString::fromStdString(item.word));
  if (item.word == "journal-changed")
    return Say::tr("What was written down has been changed since it was signed");
  if (item.name == "witness" && item.word == "away")
    return Say::tr("Still waiting for a witness: Shift+F10 shows why");
  if (item.word == "unwitnessed")
    return Say::tr("For a day the journal has not been witnessed: Shift+F10 shows why");
  if (item.name == "witness" && item.word == "lies")
    return Say::tr("A witness answers what cannot be true: Shift+F10 shows which");
  if (item.name == "witness" && !item.word.empty())
    return Say::tr("This shop's data is older than what a witness has seen, or a second copy of it is in use");
  if (item.word == "unstamped")
    return Say::tr("For a day the journal has had no time stamp: Shift+F10 shows why");
  if (item.word == "clock-apart")
    return Say::tr("This computer's clock is more than a day from the time that was stamped: set the clock right");
  if (item.name == "step-up")
    return Say::tr("Neither goods nor a family of goods here, so nothing is asked for: %1. Correct the names in the configuration")
        .arg(QString::fromStdString(item.detail).section(QStringLiteral(": "), 1));
  if (item.word == "owner-code-set")
    return Say::tr("Set up: it stands in for the second person.");
  if (item.word == "owner-code-none")
    return Say::tr("Not set up: an owner who is alone needs the PIN only (Shift+F8).");
  if (item.word == "slots-remark")
    return Say::tr("People with a PIN here: %1. Something is left to do for them: loketctl doctor says what").arg(counted(item.count));
  if (item.word == "put-aside")
    return Say::tr("A damaged file was put aside and is still here: call for help");
  if (item.word == "slots-older")
    return Say::tr("Older keys were put in place of this shop's: PINs of then open it. Look through the people, and give everybody a new PIN");
  if (item.word == "recovered-alone")
    return Say::tr("Made new by the recovery code alone, while this computer's key was missing. If it was not the owner: change PIN and code");
  if (item.name == "printer" && !item.word.empty())
    return printerSentence(item.word);
  if (item.name == "device-secret" && item.word == "tpm")
    return Say::tr("In the security chip (TPM): a stolen disk opens nothing. With the whole computer, PINs can be tried.");
  if (item.name == "device-secret" && item.word == "keychain")
    return Say::tr("In this account's keychain: a copy of the shop's files opens nothing. Whoever has the disk needs the account's password.");
  if (item.name == "device-secret" && item.word == "file")
    return Say::tr("In a file of this shop: whoever steals the computer or its disk can try PINs. Encrypt the disk.");
  return item.word.empty() ? plainDetail(item) : reason(item.word, {}, {});
}

}  // namespace loket::ui::text
