#include "ui/text/cash_out.h"

#include <QCoreApplication>

#include "core/domain/till/collection.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/reasons.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(CashOutText)
};

// What SNAP codes say of the customer's side (status and case, without the service between them); elsewhere
// the same codes speak of the shop's.
QString ofCustomer(const QString& code) {
  constexpr qsizetype kSnapCode = 7;
  if (code.size() != kSnapCode)
    return {};
  const QString status = code.left(3) + code.right(2);
  if (status == QStringLiteral("40415"))
    return Say::tr("The password is wrong");
  if (status == QStringLiteral("40312"))
    return Say::tr("The password is too old: the customer asks for a new one");
  if (status == QStringLiteral("40311"))
    return Say::tr("The password is blocked");
  if (status == QStringLiteral("40406"))
    return Say::tr("The customer has to ask for a password first");
  if (status == QStringLiteral("40314"))
    return Say::tr("The customer has too little money");
  return {};
}

// The journal keeps the bank's code and its words in one line.
QString whyEnded(const Collection& collection) {
  const QString line = QString::fromStdString(collection.reason);
  const qsizetype space = line.indexOf(QLatin1Char(' '));
  const QString code = space < 0 ? line : line.left(space);
  if (const QString own = ofCustomer(code); !own.isEmpty())
    return own;
  return reason(code.toStdString(), space < 0 ? QString() : line.mid(space + 1), collection.upstream);
}

}  // namespace

QString collectionTitle(const Collection& collection) {
  switch (collection.kind) {
    case CollectionKind::Qris:
      return collection.sale
                 ? QStringLiteral("QRIS · ") + QString::fromStdString(collection.sale->payment.productName)
                 : QStringLiteral("QRIS");
    case CollectionKind::Password:
      return QStringLiteral("OTP · ") + groupedNumber(Family::EMoney, collection.customer);
  }
  return {};
}

bool isExpired(const Collection& collection, Instant now) {
  return collection.kind == CollectionKind::Qris && collection.state == CollectionState::Waiting &&
         now >= collection.expiresAt;
}

bool isForgotten(const Collection& collection, Instant now) {
  return isExpired(collection, now) && now - collection.expiresAt > kCollectionEcho;
}

QString collectionWord(const Collection& collection, Instant now) {
  switch (collection.state) {
    case CollectionState::Asked:
      return collection.kind == CollectionKind::Qris ? Say::tr("Asking for the code")
                                                     : Say::tr("Being checked");
    case CollectionState::Waiting:
      return isExpired(collection, now) ? Say::tr("Expired") : Say::tr("Waiting");
    case CollectionState::Paid:
      return Say::tr("PAID");
    case CollectionState::Ended:
      return Say::tr("Not paid");
    case CollectionState::HandedOut:
      return Say::tr("Cash given");
    case CollectionState::Sold:
      return Say::tr("Sold");
  }
  return {};
}

QString collectionSentence(const Collection& collection, Instant now) {
  switch (collection.state) {
    case CollectionState::Asked:
      return collection.kind == CollectionKind::Qris
                 ? Say::tr("The bank is asked for a code. Give no cash yet.")
                 : Say::tr(
                       "The bank has not answered. It is being checked: do not repeat this, and give no cash "
                       "yet.");
    case CollectionState::Waiting:
      if (isForgotten(collection, now))
        return Say::tr(
            "Nobody has paid in time. Give no cash. If the customer says that he has paid, ask the bank once "
            "more.");
      return isExpired(collection, now)
                 ? Say::tr(
                       "Nobody has paid in time. The bank is asked a little longer; give no cash, make a new "
                       "code.")
                 : Say::tr(
                       "The customer scans the code. The bank says when it is paid; give no cash before.");
    case CollectionState::Paid:
      if (sellsByItself(collection, now))
        return Say::tr("The money has arrived and is about to pay for the sale: give no cash.");
      return collection.sale ? Say::tr("The bank says that the money has arrived. It was for a sale that was not made.")
                             : Say::tr("The bank says that the money has arrived.");
    case CollectionState::Ended: {
      const QString why = whyEnded(collection);
      return (why.isEmpty() ? QString() : why + QStringLiteral(". ")) +
             Say::tr("No money has arrived: give no cash.");
    }
    case CollectionState::HandedOut:
      return Say::tr("The cash was given at %1. Do not give it again.").arg(dateTime(collection.movedAt));
    case CollectionState::Sold:
      return Say::tr("It has paid a sale at %1: give no cash for it.").arg(dateTime(collection.movedAt));
  }
  return {};
}

QString saleCodeWord(const Collection& collection, Instant now) {
  if (collection.state != CollectionState::Paid)
    return collectionWord(collection, now);
  return sellsByItself(collection, now) ? Say::tr("PAID") : Say::tr("Paid, not sold");
}

QString saleCodeSentence(const Collection& collection, Instant now) {
  switch (collection.state) {
    case CollectionState::Asked:
      return Say::tr("The bank is asked for a code.");
    case CollectionState::Waiting:
      return isExpired(collection, now)
                 ? Say::tr("Nobody has paid in time, and nothing was sold. Go back and take cash, or make a new code.")
                 : Say::tr("The customer scans the code. It is sold when the bank says that the money is there, not before.");
    case CollectionState::Paid: {
      if (sellsByItself(collection, now))
        return Say::tr("The money has arrived. The bank's statement is looked at, then it is sold by itself.");
      const QString why = whyEnded(collection);
      return (why.isEmpty() ? QString() : why + QStringLiteral(". ")) +
             Say::tr("The customer's money has arrived and nothing was sold: give it back as cash on the cash-out page.");
    }
    case CollectionState::Ended: {
      const QString why = whyEnded(collection);
      return (why.isEmpty() ? QString() : why + QStringLiteral(". ")) + Say::tr("No money has arrived, and nothing was sold.");
    }
    case CollectionState::HandedOut:
      return collectionSentence(collection, now);
    case CollectionState::Sold:
      return Say::tr("The money has arrived, and it is sold.");
  }
  return {};
}

QString cashOutSentence(const Error& error) {
  if (error.code == ErrorCode::StateForbids)
    return Say::tr(
        "This money is not there to be given: it belongs to a code or password, or arrived more than three "
        "days ago.");
  if (error.code == ErrorCode::NotFound)
    return Say::tr("The bank's statement does not show this money any more. Give no cash.");
  if (error.code == ErrorCode::NumberInvalid)
    return Say::tr("Type the customer's number in digits.");
  if (error.code == ErrorCode::Offline)
    return Say::tr("The bank does not answer. Give no cash; try again when it does.");
  if (error.code == ErrorCode::UpstreamRefused)
    return Say::tr("The bank refuses. Give no cash.");
  if (error.code == ErrorCode::RateLimited)
    return Say::tr("The bank asks for a pause. Try again in a minute.");
  return sentence(error);
}

}  // namespace loket::ui::text
