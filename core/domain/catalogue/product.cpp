#include "core/domain/catalogue/product.h"

#include <array>
#include <utility>

namespace loket {
namespace {

constexpr int kDayMinutes = 24 * 60;

constexpr std::array<std::pair<Family, std::string_view>, 17> kFamilyWords = {{
    {Family::Pulsa, "pulsa"},
    {Family::Data, "data"},
    {Family::PlnToken, "pln-token"},
    {Family::PlnBill, "pln-bill"},
    {Family::EMoney, "emoney"},
    {Family::Game, "game"},
    {Family::Water, "water"},
    {Family::Internet, "internet"},
    {Family::Health, "health"},
    {Family::Gas, "gas"},
    {Family::Television, "tv"},
    {Family::Finance, "finance"},
    {Family::Tax, "tax"},
    {Family::VehicleTax, "vehicle-tax"},
    {Family::Transfer, "transfer"},
    {Family::VirtualAccount, "virtual-account"},
    {Family::Other, "other"},
}};

}  // namespace

bool CutOff::covers(MinuteOfDay minute) const {
  if (isNone())
    return false;
  if (from < to)
    return minute >= from && minute < to;
  return minute >= from || minute < to;
}

Instant CutOff::nextOpen(Instant t) const {
  const MinuteOfDay now = minuteOfDayAt(t);
  if (!covers(now))
    return t;
  int wait = to.value - now.value;
  if (wait <= 0)
    wait += kDayMinutes;
  const Instant minuteStart{t.ms - (t.ms % 60'000 + 60'000) % 60'000};
  return minuteStart + Duration::minutes(wait);
}

bool CutOff::closesWithin(Instant t, Duration margin) const {
  if (isNone())
    return false;
  const MinuteOfDay now = minuteOfDayAt(t);
  if (covers(now))
    return true;
  // The next closing, not whether it is closed at t + margin: short hours could lie in between.
  const int wait = (from.value - now.value + kDayMinutes) % kDayMinutes;
  const Instant minuteStart{t.ms - (t.ms % 60'000 + 60'000) % 60'000};
  return minuteStart + Duration::minutes(wait) <= t + margin;
}

Instant CutOff::reopens(Instant t, Duration margin) const {
  if (isNone())
    return t;
  for (Duration ahead; ahead <= margin; ahead = ahead + Duration::minutes(1))
    if (covers(minuteOfDayAt(t + ahead)))
      return nextOpen(t + ahead);
  return t;
}

const Offer* Product::bestOffer() const {
  const Offer* best = nullptr;
  for (const Offer& offer : offers)
    if (offer.available && (best == nullptr || offer.cost < best->cost))
      best = &offer;
  return best;
}

const Offer* Product::offerOf(const UpstreamId& upstream, const Sku& sku) const {
  for (const Offer& offer : offers)
    if (offer.upstream == upstream && offer.sku == sku)
      return &offer;
  return nullptr;
}

bool Product::isOpen(Instant now) const {
  for (const Offer& offer : offers)
    if (offer.available && !offer.cutOff.covers(minuteOfDayAt(now)))
      return true;
  return false;
}

std::string_view wordOf(ProductKind kind) {
  switch (kind) {
    case ProductKind::Prepaid: return "prepaid";
    case ProductKind::Bill: return "bill";
    case ProductKind::Transfer: return "transfer";
  }
  return "prepaid";
}

std::string_view wordOf(Family family) {
  for (const auto& [value, word] : kFamilyWords)
    if (value == family)
      return word;
  return "other";
}

std::optional<ProductKind> kindFromWord(std::string_view word) {
  for (ProductKind kind : {ProductKind::Prepaid, ProductKind::Bill, ProductKind::Transfer})
    if (wordOf(kind) == word)
      return kind;
  return std::nullopt;
}

std::optional<Family> familyFromWord(std::string_view word) {
  for (const auto& [value, text] : kFamilyWords)
    if (text == word)
      return value;
  return std::nullopt;
}

}  // namespace loket
