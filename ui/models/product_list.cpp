#include "ui/models/product_list.h"

#include <algorithm>

#include "ui/models/payment_look.h"
#include "ui/models/word_search.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

void ProductList::replace(const std::vector<Product>& products, const std::vector<Family>& families,
                          Instant now) {
  beginResetModel();
  m_now = now;
  m_all.clear();
  std::copy_if(products.begin(), products.end(), std::back_inserter(m_all),
               [&families](const Product& product) {
                 return std::find(families.begin(), families.end(), product.family) != families.end();
               });
  std::stable_sort(m_all.begin(), m_all.end(), [now](const Product& a, const Product& b) {
    return std::tuple(!a.isOpen(now), a.family, a.brand, a.denomination, a.name) <
           std::tuple(!b.isOpen(now), b.family, b.brand, b.denomination, b.name);
  });
  endResetModel();
  narrow({});
}

void ProductList::narrow(const QString& typed) {
  beginResetModel();
  m_shown = WordSearch(typed).among(m_all);
  endResetModel();
}

int ProductList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ProductList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const Product& product = at(index.row());
  const bool open = product.isOpen(m_now);
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return QString::fromStdString(product.name);
    case widgets::DetailRole:
      return QString();
    case widgets::SubtitleRole:
      return open ? text::numberLabel(product.family) : tr("closed right now");
    case widgets::AmountRole:
      switch (product.kind) {
        case ProductKind::Prepaid:
          return text::rupiah(product.price + product.serviceFee);
        case ProductKind::Bill:
          return product.hasOpenAmount() ? tr("Type the amount") : tr("Check bill");
        case ProductKind::Transfer:
          return tr("%1 fee").arg(text::rupiah(product.price));
      }
      return {};
    case widgets::IconRole:
      return familyIcon(product.family);
    case widgets::FamilyRole:
      return static_cast<int>(tintOf(product.family));
    case widgets::ToneRole:
      return static_cast<int>(theme::Tone::Neutral);
    case Qt::AccessibleTextRole:
      return QString::fromStdString(product.name);
    default:
      return {};
  }
}

}  // namespace loket::ui::models
