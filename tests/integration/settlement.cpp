#include "tests/integration/settlement.h"

#include <QJsonArray>
#include <QMap>
#include <QSet>

namespace loket::integration_tests {
namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
qint64 number(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toInteger(); }

const QSet<QString>& terminalStates() {
  static const QSet<QString> kStates{QStringLiteral("succeeded"), QStringLiteral("refunded"),
                                     QStringLiteral("cancelled"), QStringLiteral("failed"),
                                     QStringLiteral("reversed")};
  return kStates;
}

}  // namespace

QString settleAll(const CounterHome& home) {
  Run sync;
  for (int pass = 0; pass < 20; ++pass) {
    sync = home.run({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"),
                     QStringLiteral("1000000")});
    if (sync.status == 0)
      break;
  }
  if (sync.status != 0) {
    QString open;
    for (const QJsonObject& payment : home.payments())
      if (!terminalStates().contains(text(payment, "state")) && text(payment, "state") != QStringLiteral("refundDue"))
        open += QStringLiteral(" %1 %2 %3 (%4)").arg(text(payment, "ref"), text(payment, "sku"), text(payment, "state"),
                                                     text(payment, "reason"));
    return QStringLiteral("sync ended with %1: %2, open:%3").arg(sync.status).arg(sync.errors, open);
  }
  for (const QJsonObject& payment : home.payments()) {
    const bool due = text(payment, "state") == QStringLiteral("refundDue") || number(payment, "leftover") > 0;
    if (!due)
      continue;
    const Run refund = home.run({QStringLiteral("refund"), text(payment, "ref")});
    if (refund.status != 0)
      return QStringLiteral("refund of %1 was refused: %2 %3").arg(text(payment, "ref")).arg(refund.status).arg(refund.errors);
  }
  return {};
}

QString disagreement(const CounterHome& home, const SandboxProcess& sandbox) {
  QMap<QString, QJsonObject> effects;
  for (const QJsonValue& value : sandbox.ledger()) {
    const QJsonObject effect = value.toObject();
    const QString ref = text(effect, "ref");
    if (effects.contains(ref))
      return QStringLiteral("%1 stands twice in the ledger").arg(ref);
    if (number(effect, "times") != 1)
      return QStringLiteral("%1 was executed %2 times").arg(ref).arg(number(effect, "times"));
    if (!effect.value(QStringLiteral("refunded")).toBool())
      effects.insert(ref, effect);
  }
  for (const QJsonObject& payment : home.payments()) {
    const QString ref = text(payment, "ref");
    const QString state = text(payment, "state");
    if (!terminalStates().contains(state))
      return QStringLiteral("%1 is still %2 (%3)").arg(ref, state, text(payment, "reason"));
    QStringList executed;
    for (const QJsonValue& attempt : payment.value(QStringLiteral("attempts")).toArray()) {
      const QString attemptRef = text(attempt.toObject(), "attemptRef");
      if (effects.contains(attemptRef))
        executed.append(attemptRef);
    }
    if (state != QStringLiteral("succeeded")) {
      if (!executed.isEmpty())
        return QStringLiteral("%1 is %2, but %3 was executed").arg(ref, state, executed.first());
      continue;
    }
    if (executed.size() != 1)
      return QStringLiteral("%1 succeeded, and was executed %2 times").arg(ref).arg(executed.size());
    const QJsonObject effect = effects.take(executed.first());
    const bool transfer = text(payment, "upstream") == QStringLiteral("bank");
    // A wallet stands before the number of its customer.
    const qsizetype prefix = text(payment, "sku").startsWith(QStringLiteral("topup-")) ? 3 : 0;
    if (text(effect, "number").mid(prefix) != text(payment, "number") ||
        (!transfer && text(effect, "product") != text(payment, "sku")))
      return QStringLiteral("%1 is for %2, the ledger has %3").arg(ref, text(payment, "number"), text(effect, "number"));
    if (number(effect, "price") != number(payment, "cost"))
      return QStringLiteral("%1 cost %2, the ledger has %3")
          .arg(ref)
          .arg(number(payment, "cost"))
          .arg(number(effect, "price"));
    // Goods without a face value are sold at a price of our own; all others agree to the rupiah.
    const bool hasFace = number(effect, "amount") != number(effect, "price");
    if (hasFace && number(effect, "amount") != number(payment, "amount"))
      return QStringLiteral("%1 is of %2, the ledger has %3")
          .arg(ref)
          .arg(number(payment, "amount"))
          .arg(number(effect, "amount"));
  }
  if (!effects.isEmpty())
    return QStringLiteral("the ledger has %1 (%2 for %3), which no payment knows")
        .arg(effects.firstKey(), text(effects.first(), "product"), text(effects.first(), "number"));
  const Run trial = home.run({QStringLiteral("ledger"), QStringLiteral("trial")});
  if (trial.status != 0 || number(trial.last(), "sum") != 0)
    return QStringLiteral("the trial balance is not zero");
  for (const QJsonObject& line : trial.lines)
    if ((text(line, "account") == QStringLiteral("held") || text(line, "account") == QStringLiteral("refundsDue")) &&
        number(line, "balance") != 0)
      return QStringLiteral("%1 holds %2 after everything is settled")
          .arg(text(line, "account"))
          .arg(number(line, "balance"));
  return {};
}

}  // namespace loket::integration_tests
