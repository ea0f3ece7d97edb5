// What can be sold: one Product per thing a customer asks for, with the Offers of the upstreams that deliver it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"

namespace loket {

// How a sale of it runs (ppob-domain 2.1).
enum class ProductKind {
  Prepaid,   // a denomination is bought for a number
  Bill,      // inquiry, then payment of what the inquiry said
  Transfer,  // name check, then an open amount to an account
};

// What the counter shows it as, and which number rule and receipt it has.
enum class Family {
  Pulsa,
  Data,
  PlnToken,
  PlnBill,
  EMoney,
  Game,
  Water,
  Internet,
  Health,
  Gas,
  Television,
  Finance,
  Tax,         // on land and buildings (PBB), and other local taxes
  VehicleTax,  // SAMSAT
  Transfer,
  VirtualAccount,
  Other
};

// Closed hours in Asia/Jakarta minutes; from > to crosses midnight; from == to means never closed.
struct CutOff {
  MinuteOfDay from;
  MinuteOfDay to;

  bool isNone() const { return from == to; }
  bool covers(MinuteOfDay minute) const;
  // When it opens again: `t` itself while open.
  Instant nextOpen(Instant t) const;
  // Closed now, or closing within `margin`.
  bool closesWithin(Instant t, Duration margin) const;
  // When it is open again for good: `t` itself when it is not closed within `margin`.
  Instant reopens(Instant t, Duration margin) const;
};

struct Offer {
  UpstreamId upstream;
  Sku sku;
  // What the upstream takes; for bills what it adds on top of the bill (admin - commission).
  Money cost;
  Money price;       // what we sell it for when it is bought from here, without service fee; zero: as the product
  Money admin;       // bills: the upstream's admin per bill
  Money commission;  // bills: what of the admin is ours
  bool available = false;
  bool multi = true;  // the same number may buy it twice on one day
  CutOff cutOff;
  std::string seller;
};

struct Product {
  ProductId id;
  std::string name;
  std::string category;
  std::string brand;
  std::string description;
  Family family = Family::Other;
  ProductKind kind = ProductKind::Prepaid;
  Money denomination;  // face value; zero where it has none
  Money price;         // selling price of the cheapest offer, without service fee (prepaid); fee for transfers; zero for bills
  Money serviceFee;
  std::vector<Offer> offers;

  // The cheapest offer that is available, closed hours aside; nothing when there is none.
  const Offer* bestOffer() const;
  const Offer* offerOf(const UpstreamId& upstream, const Sku& sku) const;
  bool isOpen(Instant now) const;
  // Selling price = cost + margin of the offer that is really bought.
  Money priceOf(const Offer& offer) const { return offer.price.isPositive() ? offer.price : price; }
  // The customer names the sum: transfers, and filling an e-money card.
  bool hasOpenAmount() const {
    return kind == ProductKind::Transfer || (kind == ProductKind::Bill && family == Family::EMoney);
  }
  // He may have to: whether a virtual account has a bill or takes any sum only its bank knows.
  bool mayHaveOpenAmount() const { return hasOpenAmount() || family == Family::VirtualAccount; }
};

std::string_view wordOf(ProductKind kind);
std::string_view wordOf(Family family);
std::optional<ProductKind> kindFromWord(std::string_view word);
std::optional<Family> familyFromWord(std::string_view word);

// What an upstream's price list says of one thing, before it is merged into products.
struct PriceListEntry {
  Offer offer;
  std::string name;
  std::string category;
  std::string brand;
  std::string description;
  ProductKind kind = ProductKind::Prepaid;
};

}  // namespace loket
