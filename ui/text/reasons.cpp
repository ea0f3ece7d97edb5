#include "ui/text/reasons.h"

#include <QCoreApplication>

#include "core/base/text.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ReasonText)
};

enum class Meaning {
  Unlisted,
  WrongNumber,
  WrongOperator,
  WrongAmount,
  Blocked,
  NoBill,
  Paid,
  DepositLow,
  Closed,
  ProductDown,
  OutOfStock,
  PriceChanged,
  SameDay,
  Limit,
  Region,
  UnregFirst,
  KwhLimit,
  Account,
  Reversed,
  TimedOut,
  Refused,
  AboveCeiling,
  FeeAboveCap,
  Restarted,
  Restored,
  NoNetwork,
  LateSuccess,
  PaidTwice,
  OtherStands,
  Unanswered,
  AttemptUnreadable,
  Decided,
  Changed,
  TooLong,
  TooLate,
  WebPage,
  WrongKind,
  SupplierDown,
  Unreadable,
  Broken,
  Proxy,
  ProxyCertificate,
  Certificate,
  CertificateExpired,
  CertificateClock,
  CertificateName,
  CertificatePin,
  CertificateUnknown,
  TerminalUnknown,
  TerminalBehind,
  TerminalFork,
  TerminalUnsigned,
  TerminalRefused,
  NoSupplier,
};

// Digiflazz response codes (developer.digiflazz.com, "response code").
Meaning ofDigiflazz(int code) {
  switch (code) {
    case 52:
      return Meaning::WrongOperator;
    case 54:
    case 57:
      return Meaning::WrongNumber;
    case 84:
    case 87:
      return Meaning::WrongAmount;
    case 51:
      return Meaning::Blocked;
    case 60:
      return Meaning::NoBill;
    case 44:
      return Meaning::DepositLow;
    case 58:
    case 66:
      return Meaning::Closed;
    case 43:
    case 53:
    case 55:
    case 56:
    case 62:
    case 67:
    case 71:
      return Meaning::ProductDown;
    case 68:
      return Meaning::OutOfStock;
    case 69:
      return Meaning::PriceChanged;
    case 47:
    case 49:
    case 63:
    case 65:
      return Meaning::SameDay;
    case 83:
    case 85:
    case 86:
      return Meaning::Limit;
    case 59:
      return Meaning::Region;
    case 72:
      return Meaning::UnregFirst;
    case 73:
      return Meaning::KwhLimit;
    case 40:
    case 41:
    case 42:
    case 45:
    case 61:
    case 80:
    case 81:
    case 82:
    case 88:
      return Meaning::Account;
    case 74:
      return Meaning::Reversed;
    case 1:
    case 70:
      return Meaning::TimedOut;
    case 2:
    case 50:
      return Meaning::Refused;
    default:
      return Meaning::Unlisted;
  }
}

// SNAP response codes: HTTP status, service, case (SNAP BI, "responseCode").
Meaning ofSnap(const std::string& code) {
  const std::string status = code.substr(0, 3) + code.substr(5, 2);
  if (status == "40314")
    return Meaning::DepositLow;
  if (status == "40411" || status == "40412")
    return Meaning::WrongNumber;
  if (status == "40413")
    return Meaning::WrongAmount;
  if (status == "40414")
    return Meaning::Paid;
  if (status == "40306")
    return Meaning::Closed;
  if (status == "40302" || status == "40304" || status.rfind("429", 0) == 0)
    return Meaning::Limit;
  if (status == "40318" || status == "40309" || status == "40307")
    return Meaning::Blocked;
  if (status.rfind("401", 0) == 0)
    return Meaning::Account;
  if (status == "50400")
    return Meaning::TimedOut;
  if (status.rfind("40", 0) == 0)
    return Meaning::Refused;
  return Meaning::Unlisted;
}

// IAK response codes (api.iak.id, prepaid and postpaid).
Meaning ofIak(int code) {
  switch (code) {
    case 14:
    case 107:
    case 141:
    case 142:
    case 203:
      return Meaning::WrongNumber;
    case 16:
      return Meaning::WrongOperator;
    case 93:
      return Meaning::WrongAmount;
    case 13:
    case 206:
      return Meaning::Blocked;
    case 2:
    case 10:
      return Meaning::NoBill;
    case 1:
    case 34:
    case 40:
      return Meaning::Paid;
    case 17:
      return Meaning::DepositLow;
    case 109:
      return Meaning::Closed;
    case 20:
    case 105:
    case 106:
    case 110:
      return Meaning::ProductDown;
    case 202:
    case 207:
      return Meaning::SameDay;
    case 121:
      return Meaning::Limit;
    case 131:
      return Meaning::Region;
    case 100:
    case 101:
    case 102:
    case 204:
    case 205:
      return Meaning::Account;
    case 103:
      return Meaning::TimedOut;
    case 7:
    case 9:
    case 37:
    case 38:
      return Meaning::Refused;
    default:
      return Meaning::Unlisted;
  }
}

// What is wrong with an answer, or with the way to it.
Meaning ofTrouble(const std::string& word) {
  if (word == "too-big")
    return Meaning::TooLong;
  if (word == "html" || word == "redirect")
    return Meaning::WebPage;
  if (word == "content-type")
    return Meaning::WrongKind;
  if (word == "server-error")
    return Meaning::SupplierDown;
  if (word == "unreadable" || word == "no-data" || word == "missing-rc" || word == "missing-code" ||
      word == "contradiction" || word == "wrong-echo")
    return Meaning::Unreadable;
  if (word == "reset" || word == "partial")
    return Meaning::Broken;
  if (word == "proxy")
    return Meaning::Proxy;
  if (word == "proxy-certificate")
    return Meaning::ProxyCertificate;
  if (word == "certificate-expired")
    return Meaning::CertificateExpired;
  if (word == "certificate-clock")
    return Meaning::CertificateClock;
  if (word == "certificate-name")
    return Meaning::CertificateName;
  if (word == "certificate-pin")
    return Meaning::CertificatePin;
  if (word == "certificate-unknown")
    return Meaning::CertificateUnknown;
  if (word == "certificate")
    return Meaning::Certificate;
  if (word == "terminal-unknown")
    return Meaning::TerminalUnknown;
  if (word == "terminal-behind")
    return Meaning::TerminalBehind;
  if (word == "terminal-fork")
    return Meaning::TerminalFork;
  if (word == "terminal-unsigned")
    return Meaning::TerminalUnsigned;
  if (word == "terminal-signature" || word == "terminal-refused")
    return Meaning::TerminalRefused;
  return Meaning::Unlisted;
}

Meaning ofWord(const std::string& word) {
  if (word == "deposit-low")
    return Meaning::DepositLow;
  if (word == "cut-off" || word == "closed")
    return Meaning::Closed;
  if (word == "product-closed" || word == "no-offer" || word == "product-unknown")
    return Meaning::ProductDown;
  if (word == "above-ceiling")
    return Meaning::AboveCeiling;
  if (word == "fee-above-cap")
    return Meaning::FeeAboveCap;
  if (word == "restart")
    return Meaning::Restarted;
  if (word == "no-upstream")
    return Meaning::NoSupplier;
  if (word == "restored")
    return Meaning::Restored;
  if (word == "too-late")
    return Meaning::TooLate;
  if (word == "late-success")
    return Meaning::LateSuccess;
  if (word == "paid-twice")
    return Meaning::PaidTwice;
  if (word == "other-stands")
    return Meaning::OtherStands;
  if (word == "unanswered" || word == "status-unproven")
    return Meaning::Unanswered;
  if (word == "attempt-unreadable")
    return Meaning::AttemptUnreadable;
  if (word == "decided")
    return Meaning::Decided;
  if (word == "price-changed")
    return Meaning::PriceChanged;
  if (word == "quote-changed")
    return Meaning::Changed;
  if (word == "nothing-due")
    return Meaning::NoBill;
  if (word.find("timeout") != std::string::npos)
    return Meaning::TimedOut;
  if (word == "offline" || word.rfind("connect", 0) == 0 || word.rfind("resolve", 0) == 0 ||
      word.rfind("dns", 0) == 0 || word.rfind("tls", 0) == 0)
    return Meaning::NoNetwork;
  return ofTrouble(word);
}

Meaning meaningOf(const std::string& code, const UpstreamId& upstream) {
  if (!isDigits(code))
    return ofWord(code);
  if (code.size() == 7)
    return ofSnap(code);
  if (code.size() > 4)
    return Meaning::Unlisted;
  return code.size() == 3 || upstream.view().substr(0, 3) == "iak" ? ofIak(std::stoi(code))
                                                                   : ofDigiflazz(std::stoi(code));
}

QString sentenceOf(Meaning meaning) {
  switch (meaning) {
    case Meaning::Unlisted:
      return {};
    case Meaning::WrongNumber:
      return Say::tr("Wrong number");
    case Meaning::WrongOperator:
      return Say::tr("The number belongs to another operator");
    case Meaning::WrongAmount:
      return Say::tr("The amount is not accepted");
    case Meaning::Blocked:
      return Say::tr("The number is blocked");
    case Meaning::NoBill:
      return Say::tr("There is no bill yet");
    case Meaning::Paid:
      return Say::tr("The bill is already paid");
    case Meaning::DepositLow:
      return Say::tr("The float is too low, waiting for a top-up");
    case Meaning::Closed:
      return Say::tr("The supplier is closed at this hour");
    case Meaning::ProductDown:
      return Say::tr("The product has a disturbance");
    case Meaning::OutOfStock:
      return Say::tr("Out of stock at the supplier");
    case Meaning::PriceChanged:
      return Say::tr("The supplier's price went up");
    case Meaning::SameDay:
      return Say::tr("The same purchase was already made today");
    case Meaning::Limit:
      return Say::tr("The supplier asks for a pause");
    case Meaning::Region:
      return Say::tr("The number is outside this product's region");
    case Meaning::UnregFirst:
      return Say::tr("The customer must stop the old package first");
    case Meaning::KwhLimit:
      return Say::tr("Above the kWh limit of this meter");
    case Meaning::Account:
      return Say::tr("The supplier rejects the shop's account: ask the owner");
    case Meaning::Reversed:
      return Say::tr("Taken back by the supplier");
    case Meaning::TimedOut:
      return Say::tr("The biller did not answer in time");
    case Meaning::Refused:
      return Say::tr("Refused by the biller");
    case Meaning::AboveCeiling:
      return Say::tr("The bill is above the limit that was paid");
    case Meaning::FeeAboveCap:
      return Say::tr("The biller's fee has risen above what may be charged");
    case Meaning::Restarted:
      return Say::tr("The computer stopped while it was being sent");
    case Meaning::Restored:
      return Say::tr("This shop was restored: the one before may have done it already");
    case Meaning::TooLate:
      return Say::tr("It could not be sent in time");
    case Meaning::NoNetwork:
      return Say::tr("No connection to the supplier");
    case Meaning::LateSuccess:
      return Say::tr("Success at the supplier after it counted as failed");
    case Meaning::PaidTwice:
      return Say::tr("A supplier that had refused delivered too: paid twice");
    case Meaning::OtherStands:
      return Say::tr("One supplier took its delivery back, another one's stands: give the customer a new receipt");
    case Meaning::Unanswered:
      return Say::tr("The supplier gives no clear answer: ask them by telephone");
    case Meaning::AttemptUnreadable:
      return Say::tr("What was sent cannot be read here any more: ask the supplier by telephone");
    case Meaning::Decided:
      return Say::tr("Decided by people");
    case Meaning::Changed:
      return Say::tr("The bill has changed");
    case Meaning::TooLong:
      return Say::tr("The answer was far too long and was cut off");
    case Meaning::WebPage:
      return Say::tr("A web page answered instead of the supplier: log in to this network first");
    case Meaning::WrongKind:
      return Say::tr("Something else than the supplier answered");
    case Meaning::SupplierDown:
      return Say::tr("The supplier's computers have a disturbance");
    case Meaning::Unreadable:
      return Say::tr("The supplier's answer makes no sense");
    case Meaning::Broken:
      return Say::tr("The connection broke before the answer was whole");
    case Meaning::Proxy:
      return Say::tr("The proxy of this network does not let us through");
    case Meaning::ProxyCertificate:
      return Say::tr("The proxy of this network cannot prove who it is");
    case Meaning::Certificate:
      return Say::tr("The supplier cannot prove who it is: call support");
    case Meaning::CertificateExpired:
      return Say::tr(
          "The supplier's certificate has expired: look at this computer's date, then call support");
    case Meaning::CertificateClock:
      return Say::tr("This computer's clock is wrong: the supplier's certificate is not valid yet");
    case Meaning::CertificateName:
      return Say::tr("Another computer answers in the supplier's place: its certificate has another name");
    case Meaning::CertificatePin:
      return Say::tr("The supplier's key is not the one that was agreed on: call support");
    case Meaning::CertificateUnknown:
      return Say::tr("The supplier's certificate is from somebody whom this shop does not trust");
    case Meaning::TerminalUnknown:
      return Say::tr("The supplier does not know this till yet: give it the till's key");
    case Meaning::TerminalBehind:
      return Say::tr("The supplier has seen a newer journal of this till: these books are an older copy. Call support");
    case Meaning::TerminalFork:
      return Say::tr("The supplier has seen another journal of this till: a copy of it is at work. Call support");
    case Meaning::TerminalUnsigned:
      return Say::tr("This till could not sign its request: check the journal (Settings)");
    case Meaning::TerminalRefused:
      return Say::tr("The supplier does not take this till's signature: call support");
    case Meaning::NoSupplier:
      return Say::tr("This supplier is not set up here: ask the owner");
  }
  return {};
}

}  // namespace

QString reason(const std::string& code, const QString& theirWords, const UpstreamId& upstream) {
  const QString sentence = code.empty() ? QString() : sentenceOf(meaningOf(code, upstream));
  if (!sentence.isEmpty())
    return sentence;
  if (!theirWords.isEmpty())
    return Say::tr("Supplier says: %1").arg(theirWords);
  return code.empty() ? QString() : Say::tr("Supplier's code %1").arg(QString::fromStdString(code));
}

QString openReason(const std::string& code, const QString& theirWords, const UpstreamId& upstream) {
  if (!code.empty() && meaningOf(code, upstream) == Meaning::Paid)
    return Say::tr("The supplier says that it is paid, and not by whom: perhaps by this payment");
  return reason(code, theirWords, upstream);
}

}  // namespace loket::ui::text
