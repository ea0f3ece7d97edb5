#include "ui/models/price_list.h"

#include <algorithm>
#include <tuple>

#include "ui/models/payment_look.h"
#include "ui/models/word_search.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

void PriceList::replace(std::vector<Product> products, RoutingRules routing, const PriceRules* former) {
  beginResetModel();
  m_routing = std::move(routing);
  m_former.clear();
  for (const Product& product : products) {
    if (former == nullptr)
      break;
    const PriceStep step = stepOf(product, *former, {former->pricing, m_routing});
    const Offer* offer = favouriteOffer(product, m_routing);
    const Money now = offer == nullptr || product.kind == ProductKind::Bill
                          ? step.priceBefore
                          : product.priceOf(*offer) + product.serviceFee;
    if (step.priceBefore != now)
      m_former[product.id] = step.priceBefore;
  }
  m_all = std::move(products);
  std::stable_sort(m_all.begin(), m_all.end(), [](const Product& a, const Product& b) {
    return std::tie(a.family, a.brand, a.denomination, a.name) <
           std::tie(b.family, b.brand, b.denomination, b.name);
  });
  endResetModel();
  narrow({});
}

void PriceList::narrow(const QString& typed) {
  beginResetModel();
  m_shown = WordSearch(typed).among(m_all);
  endResetModel();
}

int PriceList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PriceList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const Product& product = at(index.row());
  const Offer* best = favouriteOffer(product, m_routing);
  const auto profit = best == nullptr ? std::nullopt : profitOf(product, *best);
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return QString::fromStdString(product.name);
    case widgets::SubtitleRole:
      if (best == nullptr)
        return tr("nobody delivers it now");
      if (const auto former = m_former.find(product.id); former != m_former.end())
        return tr("before %1").arg(text::rupiah(former->second)) +
               (profit ? QStringLiteral(" · ") + tr("profit %1").arg(text::rupiah(*profit)) : QString());
      return text::supplierName(best->upstream) +
             (profit ? QStringLiteral(" · ") + tr("profit %1").arg(text::rupiah(*profit)) : QString());
    case widgets::AmountRole:
      switch (product.kind) {
        case ProductKind::Prepaid:
          return text::rupiah((best == nullptr ? product.price : product.priceOf(*best)) +
                              product.serviceFee);
        case ProductKind::Bill:
          return best != nullptr && best->admin.isPositive() ? tr("%1 admin").arg(text::rupiah(best->admin))
                                                             : tr("by bill");
        case ProductKind::Transfer:
          return tr("%1 fee").arg(text::rupiah(product.price + product.serviceFee));
      }
      return {};
    case widgets::IconRole:
      return familyIcon(product.family);
    case widgets::FamilyRole:
      return static_cast<int>(tintOf(product.family));
    case widgets::ToneRole:
      return static_cast<int>(profit && profit->isNegative()   ? theme::Tone::Danger
                              : m_former.count(product.id) > 0 ? theme::Tone::Waiting
                                                               : theme::Tone::Neutral);
    case Qt::AccessibleTextRole:
      return QStringList{data(index, widgets::TitleRole).toString(),
                         data(index, widgets::AmountRole).toString(),
                         data(index, widgets::SubtitleRole).toString()}
          .join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
