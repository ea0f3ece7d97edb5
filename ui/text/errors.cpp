#include "ui/text/errors.h"

#include <QCoreApplication>

#include <cstdlib>

#include "core/base/time.h"
#include "core/domain/identity/key_trouble.h"
#include "core/domain/identity/permissions.h"
#include "ui/text/suppliers.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

// Seconds as minutes and seconds: "4:59".
QString waitOf(const std::string& seconds) {
  bool isNumber = false;
  const int wait = QString::fromStdString(seconds).toInt(&isNumber);
  return isNumber ? QStringLiteral("%1:%2").arg(wait / 60).arg(wait % 60, 2, 10, QLatin1Char('0'))
                  : QString::fromStdString(seconds);
}

// "sell, as auditor".
QString roleForbids(const std::string& detail) {
  const std::string what = detail.substr(0, detail.find(','));
  const auto is = [&what](Permission permission) { return what == wordOf(permission); };
  if (is(Permission::Sell))
    return Say::tr("Whoever stands here looks and does not sell. A cashier must take over (Ctrl+L).");
  if (is(Permission::Serve) || is(Permission::Printer) || is(Permission::Reconcile))
    return Say::tr("Whoever stands here looks and changes nothing. A cashier must take over (Ctrl+L).");
  if (is(Permission::Cash) || is(Permission::Shift))
    return Say::tr("Whoever stands here moves no money. A cashier must take over (Ctrl+L).");
  if (is(Permission::Settle))
    return Say::tr("Whoever only looks decides nothing: it takes two who work at the counter.");
  if (is(Permission::Approve))
    return Say::tr("It takes two, and one of them must be the owner or a supervisor.");
  if (is(Permission::Look))
    return Say::tr("This version of Loket does not know what this person may do. Ask the owner.");
  return Say::tr("Only the owner may do this.");
}

// What opens the shop again is another thing each time.
QString keySentence(const Error& error) {
  const auto trouble = keyTroubleOf(error);
  if (!trouble)
    return error.code == ErrorCode::KeySlotMissing
               ? Say::tr("The key of this shop is missing. The recovery code or a backup brings it back.")
               : Say::tr("The key of this shop cannot be read now. Unlock the keychain, or take the recovery code or a backup.");
  switch (*trouble) {
    case KeyTrouble::SlotsGone:
      return Say::tr("The key files of this shop are gone (keyslots-a.json and keyslots-b.json). Put them back from a copy, or restore "
                     "a backup.");
    case KeyTrouble::SlotsDamaged:
      return Say::tr("The key files of this shop are damaged, or cannot be read (keyslots-a.json and keyslots-b.json). Put them back "
                     "from a copy, or restore a backup.");
    case KeyTrouble::SlotDamaged:
      return Say::tr("The key of this person is damaged. The owner gives a new PIN; the owner's own key is mended by the recovery code.");
    case KeyTrouble::SecretGone:
      return Say::tr("This computer's own secret is gone: no PIN opens the shop here. The recovery code does; everybody but the owner is "
                     "then added again.");
    case KeyTrouble::SecretForeign:
      return Say::tr("The key files and this computer's own secret do not belong together: one of them is an older copy, or another "
                     "shop's. Put the right one back, or take the recovery code.");
    case KeyTrouble::SecretDamaged:
      return Say::tr("This computer's own secret is damaged. Put it back from a copy; or move it out of the shop's folder, and take the "
                     "recovery code.");
    case KeyTrouble::SecretLocked:
      return Say::tr("The keychain of this account is locked, and this computer's own secret is in it. Unlock it and try again; the "
                     "recovery code opens the shop without it.");
    case KeyTrouble::SecretAway:
      return Say::tr("What keeps this computer's own secret does not answer (keychain or TPM). Try again; the recovery code "
                     "opens the shop without it.");
  }
  return {};
}

QString numberSentence(const std::string& rule) {
  if (rule == "mobile")
    return Say::tr("That is not a mobile number: it starts with 08 and has 10 to 13 digits.");
  if (rule == "email")
    return Say::tr("That is not an e-mail address: it looks like name@example.com.");
  if (rule == "pln-11-or-12")
    return Say::tr("A PLN number has 11 digits (meter) or 12 digits (customer ID). Count them again.");
  if (rule.rfind("bpjs", 0) == 0)
    return Say::tr("A BPJS number has 13 or 16 digits. Count them again.");
  if (rule.rfind("account", 0) == 0)
    return Say::tr("An account number has 8 to 19 digits. Count them again.");
  if (rule.rfind("va", 0) == 0)
    return Say::tr("A virtual account number has 8 to 28 digits. Count them again.");
  if (rule == "plate")
    return Say::tr("That is not a plate: letters, then digits, then letters, as on the registration document.");
  if (rule == "tax-year")
    return Say::tr("That is not a tax year: four digits, and not later than this year.");
  if (rule == "nik-16")
    return Say::tr("An identity number (NIK) has 16 digits. Count them again.");
  if (rule == "nik-missing")
    return Say::tr("The owner's identity number (NIK) is needed for this tax.");
  if (rule == "months")
    return Say::tr("From 1 to 12 months can be paid at once.");
  if (rule == "months-one")
    return Say::tr("No supplier takes several months at once for this bill: pay one month.");
  if (rule == "empty")
    return Say::tr("Type the customer's number first.");
  if (rule == "letters")
    return Say::tr("There is a letter in the number. Type digits only.");
  return Say::tr("The number does not fit this product. Check it with the customer.");
}

}  // namespace

QString senderField(const std::string& field) {
  if (field == "name")
    return Say::tr("name");
  if (field == "id-type")
    return Say::tr("kind of document");
  if (field == "id")
    return Say::tr("document number");
  if (field == "phone")
    return Say::tr("telephone");
  if (field == "address")
    return Say::tr("address");
  return Say::tr("purpose");
}

QString sentence(const Error& error) {
  switch (error.code) {
    case ErrorCode::Usage:
      return Say::tr("This request makes no sense to the program. Start again.");
    case ErrorCode::ConfigInvalid:
      if (const QString detail = QString::fromStdString(error.detail); detail.startsWith(QLatin1String("stepUp.always[")))
        return Say::tr("%1 is neither goods nor a family of goods here. Correct the name (%2).")
            .arg(detail.section(QStringLiteral(": "), 2), detail.section(QLatin1Char(':'), 0, 0));
      return Say::tr("The settings have a mistake (%1). Ask the owner.")
          .arg(QString::fromStdString(error.detail));
    case ErrorCode::NumberInvalid:
      return numberSentence(error.detail);
    case ErrorCode::AmountInvalid:
      return Say::tr("This amount is not possible. Type it again.");
    case ErrorCode::ProductUnknown:
      return Say::tr("This product is not in the price list any more.");
    case ErrorCode::ProductClosed:
      return Say::tr("No supplier sells this product right now.");
    case ErrorCode::CutOff:
      if (const auto opens = parseRfc3339(error.detail))
        return Say::tr("The supplier is closed at this hour. It opens again at %1.").arg(clockTime(*opens));
      return Say::tr("The supplier is closed at this hour. Try again when it has opened.");
    case ErrorCode::DepositLow:
      return Say::tr("The float at the supplier is too low. Do not take money yet; ask the owner to top up.");
    case ErrorCode::CashShort:
      return Say::tr("The cash is less than the total.");
    case ErrorCode::DuplicateOpen:
      return Say::tr("The same purchase is still being processed. Do not repeat it.");
    case ErrorCode::DuplicateToday:
      return Say::tr("This number already bought this product today.");
    case ErrorCode::OfflineForbidden:
      return error.detail == "qris" ? Say::tr("QRIS needs the network, and there is none. Take cash, or wait.")
                                    : Say::tr("This product cannot be taken without a network.");
    case ErrorCode::OfflineLimitAmount:
      return Say::tr("Too large to take without a network.");
    case ErrorCode::OfflineLimitExposure:
      return Say::tr("The total of deposits taken without a network is full. Wait for the network.");
    case ErrorCode::OfflineLimitCount:
      return Say::tr("Too many deposits are waiting for the network. Wait for it to return.");
    case ErrorCode::OfflineLimitAge:
      return Say::tr("A deposit has waited too long for the network. New ones cannot be taken.");
    case ErrorCode::NeedsInquiry:
      return Say::tr("This bill must be checked first, and that needs the network.");
    case ErrorCode::FeeAboveCap:
      return Say::tr("The fees are higher than allowed (at most %1). Do not sell this; tell the owner.")
          .arg(QString::fromStdString(error.detail));
    case ErrorCode::SenderMissing:
      return Say::tr("For this sum the sender must be known. Missing: %1.").arg(senderField(error.detail));
    case ErrorCode::SenderInvalid:
      return Say::tr("About the sender this cannot be right: %1. Look at the document again.")
          .arg(senderField(error.detail));
    case ErrorCode::TransferLimit:
      return error.detail == "sender"
                 ? Say::tr("This sender has reached the limit for one day. Send the customer to the bank.")
                 : Say::tr(
                       "This account has received the most that is allowed in one day. Send the customer to "
                       "the bank.");
    case ErrorCode::StateForbids:
      if (isSupplierInUse(error))
        return supplierSentence(error);
      return Say::tr("That is not possible any more: the payment has moved on.");
    case ErrorCode::NotFound:
      return Say::tr("Not found.");
    case ErrorCode::PinWrong:
      return Say::tr("Wrong PIN. Try again.");
    case ErrorCode::PinLocked:
      return error.detail.empty() ? Say::tr("Too many wrong PINs. Wait a while before trying again.")
                                  : Say::tr("Too many wrong PINs. Try again in %1.").arg(waitOf(error.detail));
    case ErrorCode::ClientRefReused:
      return Say::tr("This purchase was already recorded. See Queue or History.");
    case ErrorCode::PriceChanged:
      return Say::tr("The price has changed. Read the new total to the customer.");
    case ErrorCode::ReasonMissing:
      return Say::tr("Please write down why, in a few words.");
    case ErrorCode::ApprovalMissing:
      return Say::tr("This needs a second person, or the owner's one-time code.");
    case ErrorCode::RoleForbids:
      return roleForbids(error.detail);
    case ErrorCode::NameInvalid:
      return Say::tr("Type the customer's name, at most 40 letters.");
    case ErrorCode::DrawerShort:
      return Say::tr("There is not that much cash in the drawer.");
    case ErrorCode::BonTooMuch:
      return Say::tr("That is more than the customer owes.");
    case ErrorCode::CreditUsed:
      return Say::tr("Cash was handed out for this transfer before. Do not pay again.");
    case ErrorCode::ShiftOpen:
      return Say::tr("A shift is open already. Count the drawer and close it first.");
    case ErrorCode::ShiftMissing:
      return Say::tr("No shift is open.");
    case ErrorCode::CodeWrong:
      // Which of the two is wrong the program cannot know.
      if (const int seconds = clocksDifferBy(error); seconds > 0)
        return Say::tr("The telephone's clock and this computer's differ by %1 seconds. Set the wrong one right, then read a new code.")
            .arg(seconds);
      return Say::tr("This one-time code is wrong, too old, or used already. Take the next one.");
    case ErrorCode::CodeLocked:
      if (const auto until = parseRfc3339(error.detail))
        return Say::tr("Too many wrong codes. Try again after %1.").arg(clockTime(*until));
      return Say::tr("Too many wrong codes. Wait a quarter of an hour.");
    case ErrorCode::StepUpMissing:
      return Say::tr("This needs one more proof: your one-time code, the absent owner's, or your finger. Nothing was taken.");
    case ErrorCode::FingerRefused:
      return Say::tr("The finger was not recognised, or the reader did not answer. Nothing was taken.");
    case ErrorCode::FileExists:
      return Say::tr("Something else has this name. It was left as it is; choose another name.");
    case ErrorCode::NotABackup:
      return Say::tr("This file is not a backup of Loket.");
    case ErrorCode::BackupForeign:
      return Say::tr("This is the backup of another shop.");
    case ErrorCode::SignatureWrong:
      return Say::tr("This message is not the supplier's, or it was changed on its way. Nothing was recorded.");
    case ErrorCode::Offline:
      return Say::tr("No network. Nothing was sent.");
    case ErrorCode::UpstreamRefused:
      return Say::tr("The supplier refused. Nothing was taken.");
    case ErrorCode::UpstreamUnreadable:
      return Say::tr("The supplier's answer could not be read. Nothing was taken.");
    case ErrorCode::UpstreamConfig:
      return Say::tr("The supplier rejects this shop's account. Ask the owner to check it.");
    case ErrorCode::RateLimited:
      return Say::tr("The supplier asks for a pause. Try again in a minute.");
    case ErrorCode::PricesLimited:
      if (const auto again = parseRfc3339(error.detail))
        return Say::tr("The supplier gives its prices out again at %1. Until then the prices here stay as they are.")
            .arg(clockTime(*again));
      return Say::tr("The supplier gives no new prices yet. The prices here stay as they are.");
    case ErrorCode::NothingDue:
      return Say::tr("There is no bill to pay: it is paid, or not yet issued.");
    case ErrorCode::HomeMissing:
      return Say::tr("There is no shop on this computer yet. Set it up first.");
    case ErrorCode::HomeExists:
      return Say::tr("There is already a shop in this place.");
    case ErrorCode::HomeBusy:
      return Say::tr("Loket is already open on this computer.");
    case ErrorCode::KeySlotMissing:
    case ErrorCode::KeySlotUnreadable:
      return keySentence(error);
    case ErrorCode::DatabaseUnreadable:
      return Say::tr("The shop's database cannot be read: it is damaged, or the keys beside it are another shop's. Do not sell. Put back what "
                     "belongs together, or take a backup.");
    case ErrorCode::DatabaseVersion:
      return Say::tr("The database belongs to a newer Loket. Update the program.");
    case ErrorCode::BackupVersion:
      return Say::tr("A newer Loket wrote this backup. Update the program.");
    case ErrorCode::BackupDamaged:
      return Say::tr("This backup is damaged. Do not rely on it; take another one.");
    case ErrorCode::HomeUnfinished:
      return Say::tr("A restore was begun here and not finished. Restore again; it starts over.");
    case ErrorCode::DiskFull:
      return Say::tr("The disk is full. Free some space before selling.");
    case ErrorCode::DiskFault:
      return Say::tr("The disk has a fault. Do not sell; call support.");
    case ErrorCode::CommitUnsure:
      return Say::tr("It may be saved already. Do not repeat it: open Loket again and look in Queue.");
    case ErrorCode::PrinterFault:
      return Say::tr("The printer does not answer. Check paper, power and cable.");
    case ErrorCode::ClockFault:
      return Say::tr("The computer's clock is wrong. Set it before selling.");
    case ErrorCode::Closed:
      return Say::tr("Loket is closing. Nothing new is accepted.");
    case ErrorCode::Internal:
      return Say::tr("Something went wrong inside the program. Check Queue before repeating anything.");
  }
  return {};
}

int clocksDifferBy(const Error& error) {
  constexpr std::string_view kClock = "clock ";
  if (error.code != ErrorCode::CodeWrong || error.detail.rfind(kClock, 0) != 0)
    return 0;
  return std::abs(QString::fromStdString(error.detail.substr(kClock.size())).toInt());
}

QString pinWrong(int triesLeft) {
  return Say::tr("Wrong PIN. %n tries left.", nullptr, triesLeft);
}

}  // namespace loket::ui::text
