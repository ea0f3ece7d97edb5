#include "core/domain/till/collection.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/base/text.h"

namespace loket {
namespace {

constexpr std::array<std::pair<CollectionKind, std::string_view>, 2> kKinds = {{
    {CollectionKind::Qris, "qris"},
    {CollectionKind::Password, "otp"},
}};
constexpr std::array<std::pair<CollectionState, std::string_view>, 6> kStates = {{
    {CollectionState::Asked, "asked"},
    {CollectionState::Waiting, "waiting"},
    {CollectionState::Paid, "paid"},
    {CollectionState::Ended, "ended"},
    {CollectionState::HandedOut, "handedOut"},
    {CollectionState::Sold, "sold"},
}};

// A customer stands at the counter while it is young.
constexpr Duration kYoung = Duration::minutes(5);
constexpr Duration kAskYoung = Duration::seconds(5);
constexpr Duration kAskOld = Duration::seconds(60);
// The money of a password moves in the request itself; it is not asked about in the same breath.
constexpr Duration kAskPasswordAfter = Duration::seconds(10);
// "Not found" shortly after sending proves nothing.
constexpr Duration kNotFoundAfter = Duration::minutes(10);
// How far the statement's time of a credit may lie from what the bank said of the collection.
constexpr Duration kSameMoney = Duration::minutes(5);

TillChange moved(TillKind kind, const Collection& collection, CollectionState state, const Hand& hand, std::string reason) {
  TillChange change;
  change.event = {kind, collection.id.str(), hand.at, hand.by, collection.amount, reason};
  change.collection = collection;
  change.collection->state = state;
  change.collection->movedAt = hand.at;
  change.collection->reason = std::move(reason);
  return change;
}

std::string reasonOf(const Verdict& verdict) {
  return verdict.message.empty() ? verdict.code : verdict.code + " " + verdict.message;
}

TillChange paid(const Collection& collection, const CollectionTold& told, const Hand& hand) {
  TillChange change = moved(TillKind::CollectionPaid, collection, CollectionState::Paid, hand, {});
  change.collection->paidAt = told.paidAt == Instant{} ? hand.at : told.paidAt;
  change.collection->bankFee = told.bankFee;
  if (!told.bankRef.empty())
    change.collection->bankRef = told.bankRef;
  return change;
}

bool names(const Credit& credit, const Collection& collection) {
  const auto has = [&credit](const std::string& what) {
    return !what.empty() && (credit.remark.find(what) != std::string::npos || credit.id == what);
  };
  return has(collection.id.str()) || has(collection.bankRef);
}

// The money of a code or password may be in the statement before the bank has said "paid".
bool couldBe(const Credit& credit, const Collection& collection) {
  if (credit.upstream != collection.upstream || credit.amount != collection.amount - collection.bankFee)
    return false;
  switch (collection.state) {
    case CollectionState::Paid:
    case CollectionState::HandedOut:
    case CollectionState::Sold:
      return credit.at - collection.paidAt <= kSameMoney && collection.paidAt - credit.at <= kSameMoney;
    case CollectionState::Asked:
    case CollectionState::Waiting:
      return credit.at.ms / 1000 >= collection.openedAt.ms / 1000;
    case CollectionState::Ended:
      return false;
  }
  return false;
}

// The line of the statement that a collection was handed out or sold under; null while it is not, where it was by itself,
// and where the journal of the till does not go back so far.
const TillEvent* outOf(const Collection& collection, const std::vector<TillEvent>& cashOuts) {
  const bool isSold = collection.state == CollectionState::Sold;
  if (!isSold && collection.state != CollectionState::HandedOut)
    return nullptr;
  const auto isIts = [&collection, isSold](const TillEvent& event) {
    return event.at == collection.movedAt && event.kind == (isSold ? TillKind::PaidSale : TillKind::CashedOut);
  };
  const std::string itself = "collection/" + collection.id.str();
  const TillEvent* found = nullptr;
  for (const TillEvent& event : cashOuts) {
    if (event.subject == itself)
      return nullptr;
    if (isIts(event))
      found = &event;
  }
  return found;
}

}  // namespace

std::string_view wordOf(CollectionKind kind) {
  for (const auto& [candidate, word] : kKinds)
    if (candidate == kind)
      return word;
  return {};
}
std::optional<CollectionKind> collectionKindFromWord(std::string_view word) {
  for (const auto& [kind, candidate] : kKinds)
    if (candidate == word)
      return kind;
  return std::nullopt;
}
std::string_view wordOf(CollectionState state) {
  for (const auto& [candidate, word] : kStates)
    if (candidate == state)
      return word;
  return {};
}
std::optional<CollectionState> collectionStateFromWord(std::string_view word) {
  for (const auto& [state, candidate] : kStates)
    if (candidate == word)
      return state;
  return std::nullopt;
}

Result<TillChange> decideCollectionAsk(const CollectionId& id, const UpstreamId& upstream, CollectionKind kind, Money amount,
                                       const std::string& customer, const Hand& hand) {
  constexpr std::size_t kCustomerMax = 32;
  if (!amount.isPositive() || amount > (kind == CollectionKind::Qris ? kQrisMax : kTillMax))
    return fail(ErrorCode::AmountInvalid, amount.text());
  if (kind == CollectionKind::Password && (!isDigits(customer) || customer.size() > kCustomerMax))
    return fail(ErrorCode::NumberInvalid, customer);
  Collection collection;
  collection.id = id;
  collection.upstream = upstream;
  collection.kind = kind;
  collection.amount = amount;
  collection.customer = customer;
  collection.by = hand.by;
  collection.openedAt = hand.at;
  collection.expiresAt = hand.at + kQrisLife;
  return moved(TillKind::CollectionAsked, collection, CollectionState::Asked, hand, {});
}

Result<TillChange> decideSaleAsk(const CollectionId& id, const UpstreamId& bank, SaleOrder order, const Hand& hand) {
  LOKET_ASSIGN(TillChange change, decideCollectionAsk(id, bank, CollectionKind::Qris, order.payment.total(), {}, hand));
  change.collection->expiresAt = hand.at + kSaleCodeLife;
  change.collection->sale = std::make_shared<const SaleOrder>(std::move(order));
  return change;
}

bool sellsByItself(const Collection& collection, Instant now) {
  return collection.state == CollectionState::Paid && mayBecomeSale(collection, now);
}

bool mayBecomeSale(const Collection& collection, Instant now) {
  switch (collection.state) {
    case CollectionState::Asked:
    case CollectionState::Waiting:
    case CollectionState::Paid:
      return collection.sale && !collection.sale->isOff && now >= collection.openedAt && now - collection.openedAt <= kSaleLife;
    case CollectionState::Ended:
    case CollectionState::HandedOut:
    case CollectionState::Sold:
      break;
  }
  return false;
}

Result<TillChange> decideSaleGiveUp(const Collection& collection, const std::string& reason, const Hand& hand) {
  if (!collection.sale || collection.sale->isOff || collection.state == CollectionState::Sold)
    return fail(ErrorCode::StateForbids, std::string(wordOf(collection.state)));
  TillChange change = moved(TillKind::SaleGivenUp, collection, collection.state, hand, reason);
  SaleOrder order = *collection.sale;
  order.isOff = true;
  change.collection->sale = std::make_shared<const SaleOrder>(std::move(order));
  return change;
}

namespace {

// The money of it, as the statement has it where it has it.
Credit creditOf(const Collection& collection, const std::optional<Credit>& line) {
  Credit credit;
  credit.upstream = collection.upstream;
  credit.id = collection.id.str();
  credit.at = collection.paidAt;
  credit.amount = collection.amount;
  credit.from = collection.customer;
  credit.into = "collection";
  if (line) {
    credit.id = line->id;
    credit.into = line->into;
    credit.from = line->from;
  }
  return credit;
}

Status checkUnused(const Collection& collection) {
  if (collection.state == CollectionState::HandedOut || collection.state == CollectionState::Sold)
    return fail(ErrorCode::CreditUsed, collection.id.str());
  if (collection.state != CollectionState::Paid)
    return fail(ErrorCode::StateForbids, std::string(wordOf(collection.state)));
  return {};
}

}  // namespace

Result<TillChange> decideCollectionSale(const Collection& collection, Payment payment, const std::optional<Credit>& line,
                                        CreditInBooks books, const std::vector<std::string>& used, const Hand& hand) {
  LOKET_TRY(checkUnused(collection));
  if (!collection.sale)
    return fail(ErrorCode::StateForbids, collection.id.str());
  if (payment.total() != collection.amount)
    return fail(ErrorCode::PriceChanged, payment.total().text());
  const Credit credit = creditOf(collection, line);
  if (isUsed(credit, used))
    return fail(ErrorCode::CreditUsed, subjectOf(credit));
  if (hand.at - credit.at > kCreditLife)
    return fail(ErrorCode::StateForbids, "it came in at " + toRfc3339(credit.at));
  payment.collected = {collection.id, collection.upstream, collection.bankRef, collection.bankFee,
                       books == CreditInBooks::InFirstBalance};
  TillChange change = moved(TillKind::PaidSale, collection, CollectionState::Sold, hand, {});
  change.event.subject = subjectOf(credit);
  change.event.reason = payment.ref.str();
  SaleOrder order = *collection.sale;
  order.payment = std::move(payment);
  change.collection->sale = std::make_shared<const SaleOrder>(std::move(order));
  return change;
}

std::optional<TillChange> decideCollectionAnswer(const Collection& collection, const CollectionTold& told, const Hand& hand) {
  if (collection.state != CollectionState::Asked)
    return std::nullopt;
  const bool isCode = collection.kind == CollectionKind::Qris;
  switch (told.verdict.kind) {
    case VerdictKind::Succeeded: {
      if (!isCode)
        return paid(collection, told, hand);
      TillChange change = moved(TillKind::CollectionOpened, collection, CollectionState::Waiting, hand, {});
      change.collection->code = told.code;
      change.collection->bankRef = told.bankRef;
      if (told.expiresAt != Instant{})
        change.collection->expiresAt = told.expiresAt;
      return change;
    }
    case VerdictKind::Failed:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotSent:
      return moved(TillKind::CollectionEnded, collection, CollectionState::Ended, hand, reasonOf(told.verdict));
    case VerdictKind::Pending:
    case VerdictKind::NotFound:
    case VerdictKind::Unknown:
      break;
  }
  // A code that nobody has seen can be paid by nobody; of a password's money nothing is known.
  if (isCode)
    return moved(TillKind::CollectionEnded, collection, CollectionState::Ended, hand, reasonOf(told.verdict));
  return std::nullopt;
}

std::optional<TillChange> decideCollectionStatus(const Collection& collection, const CollectionTold& told, const Hand& hand,
                                                 Duration age) {
  if (collection.state == CollectionState::Paid || collection.state == CollectionState::HandedOut ||
      collection.state == CollectionState::Sold)
    return std::nullopt;
  const bool ended = collection.state == CollectionState::Ended;
  switch (told.verdict.kind) {
    case VerdictKind::Succeeded:
      return paid(collection, told, hand);
    case VerdictKind::Failed:
      break;
    case VerdictKind::NotFound:
      if (age < kNotFoundAfter)
        return std::nullopt;
      break;
    case VerdictKind::Pending:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
      return std::nullopt;
  }
  if (ended)
    return std::nullopt;
  return moved(TillKind::CollectionEnded, collection, CollectionState::Ended, hand, reasonOf(told.verdict));
}

std::optional<Instant> nextQuestion(const Collection& collection, Instant askedAt) {
  const bool isCode = collection.kind == CollectionKind::Qris;
  switch (collection.state) {
    case CollectionState::Paid:
    case CollectionState::Ended:
    case CollectionState::HandedOut:
    case CollectionState::Sold:
      return std::nullopt;
    case CollectionState::Asked:
    case CollectionState::Waiting:
      break;
  }
  if (isCode && collection.state == CollectionState::Waiting && askedAt - collection.expiresAt > kCollectionEcho)
    return std::nullopt;
  const Duration first = isCode ? kAskYoung : kAskPasswordAfter;
  if (askedAt == Instant{})
    return collection.openedAt + first;
  const bool young = isCode && askedAt - collection.openedAt < kYoung;
  return askedAt + (young ? kAskYoung : kAskOld);
}

std::vector<int> ownersOf(const std::vector<Credit>& credits, const std::vector<Collection>& collections,
                          const std::vector<TillEvent>& cashOuts) {
  std::vector<int> owners(credits.size(), -1);
  std::vector<bool> hasLine(collections.size(), false);
  const auto take = [&](std::size_t collection, std::size_t credit) {
    owners[credit] = static_cast<int>(collection);
    hasLine[collection] = true;
  };
  // What was handed out has the line that it was handed out under, whoever else's money that could have been.
  std::vector<bool> isBooked(collections.size(), false);
  for (std::size_t c = 0; c < collections.size(); ++c) {
    const TillEvent* const out = outOf(collections[c], cashOuts);
    if (out == nullptr)
      continue;
    isBooked[c] = true;
    for (std::size_t i = 0; i < credits.size(); ++i)
      if (owners[i] < 0 && isUsed(credits[i], {out->subject})) {
        owners[i] = static_cast<int>(c);
        hasLine[c] = hasLine[c] || names(credits[i], collections[c]);
      }
  }
  // A line that names a collection is never a transfer, not even where another one of its sum was handed out instead.
  for (std::size_t c = 0; c < collections.size(); ++c)
    for (std::size_t i = 0; i < credits.size() && !hasLine[c]; ++i)
      if (owners[i] < 0 && credits[i].upstream == collections[c].upstream && names(credits[i], collections[c]))
        take(c, i);
  struct Pair {
    std::int64_t distance;
    std::size_t collection;
    std::size_t credit;
  };
  std::vector<Pair> pairs;
  for (std::size_t c = 0; c < collections.size(); ++c) {
    if (hasLine[c] || isBooked[c])
      continue;
    const Instant about = collections[c].paidAt == Instant{} ? collections[c].openedAt : collections[c].paidAt;
    for (std::size_t i = 0; i < credits.size(); ++i)
      if (owners[i] < 0 && couldBe(credits[i], collections[c]))
        pairs.push_back({std::abs((credits[i].at - about).ms), c, i});
  }
  // The nearest pair of all goes first: a collection whose line is not there yet takes none from the one that it belongs to.
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.distance < b.distance; });
  for (const Pair& pair : pairs)
    if (!hasLine[pair.collection] && owners[pair.credit] < 0)
      take(pair.collection, pair.credit);
  return owners;
}

Result<TillChange> decideCollectionPayOut(const Collection& collection, const std::optional<Credit>& line, CreditInBooks books,
                                          Money fee, const std::vector<std::string>& used, Money drawer, const Hand& hand) {
  LOKET_TRY(checkUnused(collection));
  // It is about to become a sale; somebody must have given that up first.
  if (sellsByItself(collection, hand.at))
    return fail(ErrorCode::StateForbids, "it pays for " + collection.sale->payment.product.str());
  LOKET_ASSIGN(TillChange change, decideCashOut(creditOf(collection, line), books, collection.amount, fee, used, drawer, hand, collection.bankFee));
  change.collection = collection;
  change.collection->state = CollectionState::HandedOut;
  change.collection->movedAt = hand.at;
  return change;
}

}  // namespace loket
