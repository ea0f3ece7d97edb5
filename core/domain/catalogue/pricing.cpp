#include "core/domain/catalogue/pricing.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket {
namespace {

Family familyOf(const PriceListEntry& entry) {
  const std::string category = toLower(entry.category);
  const std::string brand = toLower(entry.brand);
  const std::string name = toLower(entry.name);
  if (entry.kind == ProductKind::Transfer)
    return Family::Transfer;
  if (entry.kind == ProductKind::Bill) {
    // PLN's one-time bills (new connections) go by a registration number and have no meter.
    if (brand.find("nontaglis") != std::string::npos)
      return Family::Other;
    if (brand.find("pln") != std::string::npos)
      return Family::PlnBill;
    if (category == "virtual account")
      return Family::VirtualAccount;
    if (category == "e-money" || brand.find("e-money") != std::string::npos)
      return Family::EMoney;
    if (brand.find("pdam") != std::string::npos)
      return Family::Water;
    if (brand.find("bpjs") != std::string::npos)
      return Family::Health;
    if (brand.find("internet") != std::string::npos || brand.find("telkom") != std::string::npos ||
        brand.find("indihome") != std::string::npos)
      return Family::Internet;
    if (brand.find("gas") != std::string::npos || brand.find("pgn") != std::string::npos)
      return Family::Gas;
    if (brand.find("tv") != std::string::npos)
      return Family::Television;
    if (brand.find("multifinance") != std::string::npos || brand.find("finance") != std::string::npos)
      return Family::Finance;
    if (brand.find("samsat") != std::string::npos)
      return Family::VehicleTax;
    if (brand.find("pbb") != std::string::npos || brand.find("pajak") != std::string::npos)
      return Family::Tax;
    return Family::Other;
  }
  if (category == "pulsa")
    return Family::Pulsa;
  // Minutes and messages are bought as data is: for a telephone number, of its own operator.
  if (category == "data" || category.rfind("paket sms", 0) == 0)
    return Family::Data;
  if (category == "pln" || brand == "pln")
    return Family::PlnToken;
  if (category == "e-money" || category == "emoney")
    return Family::EMoney;
  if (category == "games" || category == "game")
    return Family::Game;
  return Family::Other;
}

// The face value is only in the name ("Telkomsel 10.000"): the last word, digits with thousands dots.
Money denominationOf(const PriceListEntry& entry, Family family) {
  if (family != Family::Pulsa && family != Family::PlnToken && family != Family::EMoney)
    return Money{};
  const auto words = split(trimmed(entry.name), ' ');
  const auto parsed = Money::parse(words.back());
  if (!parsed || *parsed < Money::rupiah(1000) || *parsed > Money::rupiah(20'000'000))
    return Money{};
  return *parsed;
}

std::string slug(std::string_view text) {
  std::string out;
  for (char c : toLower(text)) {
    const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (keep)
      out.push_back(c);
    else if (!out.empty() && out.back() != '-')
      out.push_back('-');
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

// Bills of which the country has one kind, whatever each upstream calls it, and wallets.
std::optional<std::string> onlyOneOf(const PriceListEntry& entry, Family family) {
  const std::string brand = toLower(entry.brand);
  if (family == Family::PlnBill)
    return "pln-postpaid";
  if (brand == "pln nontaglis")
    return "pln-nontaglis";
  if (brand == "bpjs kesehatan")
    return "bpjs-kesehatan";
  // A wallet that is filled with any sum, whoever fills it.
  if (family == Family::EMoney && brand.find("e-money") == std::string::npos && !slug(brand).empty())
    return std::string(wordOf(family)) + "-" + slug(brand) + "-open";
  return std::nullopt;
}

// Goods that neither brand nor name tells from others go by the code of who delivers them.
std::string wordsOf(const PriceListEntry& entry) {
  std::string words = slug(entry.name);
  if (!words.empty())
    return words;
  const std::string& sku = entry.offer.sku.str();
  return slug(entry.offer.upstream.str()) + "-" +
         toHex(reinterpret_cast<const unsigned char*>(sku.data()), sku.size());
}

ProductId idOf(const PriceListEntry& entry, Family family, Money denomination) {
  const std::string face = "-" + std::to_string(denomination.amount());
  const std::string brand = slug(entry.brand);
  if (denomination.isPositive() && family == Family::PlnToken)
    return ProductId("pln-token" + face);
  if (denomination.isPositive() && !brand.empty())
    return ProductId(std::string(wordOf(family)) + "-" + brand + face);
  if (entry.kind == ProductKind::Bill)
    return ProductId(onlyOneOf(entry, family).value_or(wordsOf(entry)));
  if (entry.kind == ProductKind::Transfer)
    return ProductId(wordsOf(entry));
  return ProductId(std::string(wordOf(family)) + "-" + wordsOf(entry));
}

void setPrices(Product& product, const PricingRule& rule) {
  product.serviceFee = rule.serviceFee;
  // What a bill costs is known only when it has been asked for.
  for (Offer& offer : product.offers)
    offer.price =
        product.kind == ProductKind::Bill ? Money{} : (offer.cost + rule.margin).roundedUpTo(rule.roundTo);
  product.price = product.offers.empty() ? Money{} : product.offers.front().price;
}

}  // namespace

const PricingRule& Pricing::ruleFor(const Product& product) const {
  const auto own = byProduct.find(product.id.str());
  return own == byProduct.end() ? ruleFor(product.category) : own->second;
}

std::vector<Product> repriced(std::vector<Product> products, const Pricing& pricing) {
  for (Product& product : products) setPrices(product, pricing.ruleFor(product));
  return products;
}

const PricingRule& Pricing::ruleFor(const std::string& category) const {
  for (const auto& [name, rule] : byCategory)
    if (toLower(name) == toLower(category))
      return rule;
  return standard;
}

std::vector<Product> mergePriceLists(const std::vector<PriceListEntry>& entries, const Pricing& pricing) {
  std::map<ProductId, Product> byId;
  std::vector<ProductId> order;
  for (const PriceListEntry& entry : entries) {
    const Family family = familyOf(entry);
    const Money denomination = denominationOf(entry, family);
    const ProductId id = idOf(entry, family, denomination);
    auto [at, isNew] = byId.try_emplace(id);
    Product& product = at->second;
    if (isNew) {
      product.id = id;
      product.name = entry.name;
      product.category = entry.category;
      product.brand = entry.brand;
      product.description = entry.description;
      product.family = family;
      product.kind = entry.kind;
      product.denomination = denomination;
      order.push_back(id);
    }
    product.offers.push_back(entry.offer);
  }
  std::vector<Product> products;
  for (const ProductId& id : order) {
    Product& product = byId.at(id);
    std::stable_sort(product.offers.begin(), product.offers.end(), [](const Offer& a, const Offer& b) {
      if (a.available != b.available)
        return a.available;
      return a.cost < b.cost;
    });
    setPrices(product, pricing.ruleFor(product));
    products.push_back(std::move(product));
  }
  return products;
}

}  // namespace loket
