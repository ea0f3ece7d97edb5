#include "core/engine/shelf.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/domain/catalogue/number_rules.h"

namespace loket::engine {
namespace {

constexpr std::size_t kChoicesMax = 6;
constexpr std::size_t kPackagesMax = 3;
constexpr std::size_t kVirtualAccountMin = 10;

bool isOpenWallet(const Product& product) {
  return product.family == Family::EMoney && product.kind == ProductKind::Bill;
}

}  // namespace

void Shelf::fill(std::vector<Product> products) {
  m_products = std::move(products);
  m_byId.clear();
  for (std::size_t i = 0; i < m_products.size(); ++i)
    m_byId.emplace(m_products[i].id, i);
}

const Product* Shelf::find(const ProductId& id) const {
  const auto at = m_byId.find(id);
  return at == m_byId.end() ? nullptr : &m_products[at->second];
}

Result<Shelf::Wanted> Shelf::look(const std::string& wanted) const {
  if (const auto colon = wanted.find(':'); colon != std::string::npos) {
    const UpstreamId upstream(wanted.substr(0, colon));
    const Sku sku(wanted.substr(colon + 1));
    for (const Product& product : m_products)
      if (const Offer* offer = product.offerOf(upstream, sku); offer != nullptr)
        return Wanted{&product, offer};
    return fail(ErrorCode::ProductUnknown, wanted);
  }
  const Product* product = find(ProductId(wanted));
  if (product == nullptr)
    return fail(ErrorCode::ProductUnknown, wanted);
  return Wanted{product, nullptr};
}

std::vector<Product> Shelf::search(const std::string& text) const {
  if (text.empty())
    return m_products;
  std::vector<Product> out;
  for (const Product& product : m_products) {
    const std::string all =
        product.id.str() + " " + product.name + " " + product.brand + " " + product.category;
    bool every = true;
    for (const std::string& word : split(text, ' '))
      every = every && containsNoCase(all, word);
    if (every)
      out.push_back(product);
  }
  return out;
}

void Shelf::addChoices(api::Suggestion& suggestion, Family family, std::string_view brand) const {
  std::vector<const Product*> found;
  for (const Product& product : m_products)
    // A wallet filled with any sum is no face value among face values.
    if (product.family == family && (brand.empty() || toLower(product.brand) == toLower(brand)) &&
        !isOpenWallet(product) && product.bestOffer() != nullptr)
      found.push_back(&product);
  std::stable_sort(found.begin(), found.end(),
                   [](const Product* a, const Product* b) { return a->denomination < b->denomination; });
  if (found.size() > kChoicesMax)
    found.resize(kChoicesMax);
  for (const Product* product : found) {
    suggestion.products.push_back(product->id);
    suggestion.denominations.push_back(product->denomination);
    suggestion.prices.push_back(product->kind == ProductKind::Prepaid ? product->price + product->serviceFee
                                                                      : Money{});
  }
  if (!found.empty())
    suggestion.productName = found.front()->name;
}

std::vector<std::string> Shelf::brandsOf(Family family) const {
  std::vector<std::string> brands;
  for (const Product& product : m_products)
    if (product.family == family && product.kind == ProductKind::Prepaid && product.bestOffer() != nullptr &&
        std::find(brands.begin(), brands.end(), product.brand) == brands.end())
      brands.push_back(product.brand);
  return brands;
}

namespace {

// What a number of this kind may be sold.
std::vector<Family> familiesFor(Family family) {
  if (family == Family::PlnBill)
    return {Family::PlnToken, Family::PlnBill};  // its number fits both
  if (family == Family::Other)
    return {Family::Water, Family::Internet, Family::Transfer};
  return {family};
}

}  // namespace

// Somebody of the customer book who has not bought for this number yet: what its kind is sold, nothing chosen by habit.
void Shelf::addUnsold(std::vector<api::Suggestion>& out, const ports::SavedCustomer& customer) const {
  for (const Family family : familiesFor(customer.family)) {
    api::Suggestion suggestion;
    suggestion.kind = api::Suggestion::Kind::Customer;
    suggestion.name = customer.name;
    suggestion.number = customer.number;
    suggestion.family = family;
    const bool hasOperator = family == Family::Pulsa || family == Family::Data;
    const std::string_view brand = hasOperator ? operatorOf(customer.number) : std::string_view();
    addChoices(suggestion, family, brand);
    if (suggestion.products.empty())
      continue;
    const Product* first = find(suggestion.products.front());
    suggestion.brand = brand.empty() && first != nullptr ? first->brand : std::string(brand);
    // The first of several is nobody's choice.
    if (suggestion.products.size() > 1)
      suggestion.productName.clear();
    out.push_back(std::move(suggestion));
    return;
  }
}

std::vector<api::Suggestion> Shelf::suggest(const std::string& typed, int limit,
                                            const std::vector<ports::SavedCustomer>& customers) const {
  std::vector<api::Suggestion> out;
  const auto full = [&] { return static_cast<int>(out.size()) >= limit; };
  for (const ports::SavedCustomer& customer : customers) {
    if (full())
      return out;
    const Product* last = find(customer.lastProduct);
    if (last == nullptr) {
      if (customer.lastProduct.empty())
        addUnsold(out, customer);
      continue;
    }
    api::Suggestion suggestion;
    suggestion.kind = api::Suggestion::Kind::Customer;
    suggestion.name = customer.name;
    suggestion.number = customer.number;
    suggestion.family = customer.family;
    suggestion.brand = last->brand;
    suggestion.lastAt = customer.lastAt;
    if (last->kind == ProductKind::Prepaid && last->denomination.isPositive())
      addChoices(suggestion, customer.family, customer.family == Family::PlnToken ? "" : last->brand);
    const auto chosen = std::find(suggestion.products.begin(), suggestion.products.end(), last->id);
    if (chosen == suggestion.products.end()) {
      suggestion.products.insert(suggestion.products.begin(), last->id);
      suggestion.denominations.insert(suggestion.denominations.begin(), last->denomination);
      suggestion.prices.insert(suggestion.prices.begin(),
                               last->kind == ProductKind::Prepaid ? last->price + last->serviceFee : Money{});
    } else {
      suggestion.preselected = static_cast<int>(chosen - suggestion.products.begin());
    }
    suggestion.productName = last->name;
    out.push_back(std::move(suggestion));
  }

  const auto addNumber = [&](Family family, const std::string& number, std::string_view brand) {
    if (full())
      return;
    api::Suggestion suggestion;
    suggestion.kind = api::Suggestion::Kind::Number;
    suggestion.number = number;
    suggestion.family = family;
    suggestion.brand = std::string(brand);
    addChoices(suggestion, family, brand);
    if (!suggestion.products.empty())
      out.push_back(std::move(suggestion));
  };
  const auto addPackages = [&](Family family, const std::string& number, std::string_view brand) {
    std::vector<const Product*> found;
    for (const Product& product : m_products)
      if (product.family == family && toLower(product.brand) == toLower(brand) && product.bestOffer() != nullptr)
        found.push_back(&product);
    std::stable_sort(found.begin(), found.end(), [](const Product* a, const Product* b) { return a->price < b->price; });
    for (std::size_t i = 0; i < std::min(found.size(), kPackagesMax) && !full(); ++i) {
      api::Suggestion suggestion;
      suggestion.kind = api::Suggestion::Kind::Number;
      suggestion.number = number;
      suggestion.family = family;
      suggestion.brand = found[i]->brand;
      suggestion.productName = found[i]->name;
      suggestion.products = {found[i]->id};
      suggestion.denominations = {found[i]->denomination};
      suggestion.prices = {found[i]->price + found[i]->serviceFee};
      out.push_back(std::move(suggestion));
    }
  };
  const auto addOpenWallets = [&](const std::string& number) {
    for (const Product& product : m_products) {
      if (full())
        return;
      if (!isOpenWallet(product) || product.bestOffer() == nullptr)
        continue;
      api::Suggestion suggestion;
      suggestion.kind = api::Suggestion::Kind::Number;
      suggestion.number = number;
      suggestion.family = product.family;
      suggestion.brand = product.brand;
      suggestion.productName = product.name;
      suggestion.products = {product.id};
      suggestion.denominations = {Money{}};
      suggestion.prices = {Money{}};
      out.push_back(std::move(suggestion));
    }
  };
  switch (shapeOf(typed)) {
    case NumberShape::Mobile: {
      const std::string number = normalizeMobile(typed).value_or(typed);
      const std::string_view brand = operatorOf(number);
      addNumber(Family::Pulsa, number, brand);
      // Packages have names, not face values: each is a row of its own, the cheapest first.
      addPackages(Family::Data, number, brand);
      for (const std::string& wallet : brandsOf(Family::EMoney))
        addNumber(Family::EMoney, number, wallet);
      addOpenWallets(number);
      break;
    }
    case NumberShape::PlnMeter:
    case NumberShape::PlnSubscriber: {
      const std::string number = digitsOf(typed);
      addNumber(Family::PlnToken, number, "");
      addNumber(Family::PlnBill, number, "");
      addNumber(Family::Internet, number, "");
      break;
    }
    case NumberShape::Bpjs:
      addNumber(Family::Health, digitsOf(typed), "");
      addNumber(Family::VirtualAccount, digitsOf(typed), "");
      break;
    case NumberShape::Other: {
      const std::string number = digitsOf(typed);
      if (number.size() >= 6) {
        addNumber(Family::Water, number, "");
        addNumber(Family::Internet, number, "");
      }
      if (number.size() >= 8)
        addNumber(Family::Transfer, number, "");
      if (number.size() >= kVirtualAccountMin)
        addNumber(Family::VirtualAccount, number, "");
      break;
    }
    case NumberShape::None: {
      const std::string word = trimmed(typed);
      if (word.size() < 2)
        break;
      for (const Product& product : search(word)) {
        if (full())
          break;
        if (product.bestOffer() == nullptr)
          continue;
        api::Suggestion suggestion;
        suggestion.kind = api::Suggestion::Kind::Product;
        suggestion.family = product.family;
        suggestion.brand = product.brand;
        suggestion.productName = product.name;
        suggestion.products = {product.id};
        suggestion.denominations = {product.denomination};
        suggestion.prices = {product.kind == ProductKind::Prepaid ? product.price + product.serviceFee : Money{}};
        out.push_back(std::move(suggestion));
      }
      break;
    }
  }
  return out;
}

}  // namespace loket::engine
