#include "ui/text/prices.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(PriceText)
};

QString arrow(const QString& before, const QString& after) {
  return before + QStringLiteral(" → ") + after;
}

}  // namespace

QString ruleText(const PricingRule& rule) {
  const QString words = Say::tr("Margin %1, rounded to %2").arg(rupiah(rule.margin), rupiah(rule.roundTo));
  return rule.serviceFee.isZero() ? words : Say::tr("%1, service fee %2").arg(words, rupiah(rule.serviceFee));
}

QString ruleStep(const std::optional<PricingRule>& before, const std::optional<PricingRule>& after,
                 const PricingRule& otherwise) {
  const PricingRule from = before.value_or(otherwise);
  const PricingRule to = after.value_or(otherwise);
  QStringList parts;
  if (from.margin != to.margin)
    parts << Say::tr("margin %1").arg(arrow(rupiah(from.margin), rupiah(to.margin)));
  if (from.serviceFee != to.serviceFee)
    parts << Say::tr("service fee %1").arg(arrow(rupiah(from.serviceFee), rupiah(to.serviceFee)));
  if (from.roundTo != to.roundTo)
    parts << Say::tr("rounding %1").arg(arrow(rupiah(from.roundTo), rupiah(to.roundTo)));
  if (!before)
    parts.prepend(Say::tr("a rule of its own"));
  if (!after)
    parts.prepend(Say::tr("no rule of its own"));
  return parts.join(QStringLiteral(", "));
}

QString orderText(const RoutingRules& routing) {
  if (routing.prefer.empty())
    return Say::tr("whoever is cheapest");
  QStringList names;
  for (const UpstreamId& id : routing.prefer)
    names << QStringLiteral("%1. %2").arg(names.size() + 1).arg(supplierName(id));
  return names.join(QStringLiteral(", "));
}

QString percentText(int permille) {
  const QString whole = QString::number(permille / 10);
  return permille % 10 == 0 ? whole + QStringLiteral("%")
                            : QStringLiteral("%1,%2%").arg(whole).arg(permille % 10);
}

QString changeTitle(const RuleChange& change, const Product* product) {
  switch (change.kind) {
    case RuleChange::Kind::Standard:
      return Say::tr("Everything else");
    case RuleChange::Kind::Category:
      return QString::fromStdString(change.name);
    case RuleChange::Kind::Product:
      return QString::fromStdString(product == nullptr ? change.name : product->name);
    case RuleChange::Kind::Order:
      return Say::tr("Preferred suppliers");
    case RuleChange::Kind::Worth:
      return Say::tr("What a preferred supplier may cost more");
    case RuleChange::Kind::Reliable:
      return Say::tr("How reliable a supplier must be");
  }
  return {};
}

QString changeText(const RuleChange& change, const PriceRules& before, const PriceRules& after,
                   const Product* product) {
  // What counts where there is no rule of its own.
  const auto above = [product](const PriceRules& rules) {
    return product == nullptr ? rules.pricing.standard : rules.pricing.ruleFor(product->category);
  };
  switch (change.kind) {
    case RuleChange::Kind::Standard:
    case RuleChange::Kind::Category:
    case RuleChange::Kind::Product:
      return ruleStep(change.before, change.after, above(change.before ? after : before));
    case RuleChange::Kind::Order:
      return arrow(orderText(before.routing), orderText(after.routing));
    case RuleChange::Kind::Worth:
      return arrow(rupiah(before.routing.worth), rupiah(after.routing.worth));
    case RuleChange::Kind::Reliable:
      return arrow(percentText(before.routing.reliablePermille), percentText(after.routing.reliablePermille));
  }
  return {};
}

QString moneyStep(Money before, Money after) {
  return before == after ? rupiah(after) : arrow(rupiah(before), rupiah(after));
}

QString moneyStep(const std::optional<Money>& before, const std::optional<Money>& after) {
  if (!before && !after)
    return Say::tr("by bill");
  return before && after ? moneyStep(*before, *after) : rupiah(after.value_or(before.value_or(Money{})));
}

QString effectText(const PriceEffect& effect) {
  QStringList parts;
  if (effect.cheaper > 0)
    parts << Say::tr("%1 become cheaper", nullptr, effect.cheaper).arg(grouped(effect.cheaper));
  if (effect.dearer > 0)
    parts << Say::tr("%1 become dearer", nullptr, effect.dearer).arg(grouped(effect.dearer));
  if (effect.elsewhere > 0)
    parts << Say::tr("%1 are bought from another supplier", nullptr, effect.elsewhere).arg(grouped(effect.elsewhere));
  if (effect.forNothing > 0)
    parts << Say::tr("%1 leave nothing for the shop", nullptr, effect.forNothing).arg(grouped(effect.forNothing));
  if (effect.belowCost > 0)
    parts << Say::tr("%1 are sold below cost", nullptr, effect.belowCost).arg(grouped(effect.belowCost));
  if (parts.isEmpty())
    return Say::tr("No price of today changes.");
  return Say::tr("Of the products: %1.").arg(parts.join(QStringLiteral(", ")));
}

QString pricesSentence(const Error& error) {
  if (error.code == ErrorCode::StateForbids && error.detail == "prices")
    return Say::tr("Somebody else has changed the prices meanwhile. Look at the list again before saving.");
  if (error.code == ErrorCode::StateForbids && error.detail == "below-cost")
    return Say::tr("The suppliers' prices have moved: something would be sold below cost. Look again.");
  return sentence(error);
}

}  // namespace loket::ui::text
