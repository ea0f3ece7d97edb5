// Money that the bank collects by a code, from the code to the cash or the sale for it.
#include <algorithm>

#include "core/adapters/store/payment_json.h"
#include "tests/simulator/power/power_shop.h"

namespace loket::simulator {
namespace {

constexpr Money kCollected = Money::rupiah(150'000);
constexpr Money kFee = Money::rupiah(2'500);
// How long a cashier looks at a code.
constexpr Duration kWait = Duration::minutes(1);

api::CollectionOpening openingOf(Money amount) {
  api::CollectionOpening opening;
  opening.upstream = theBank();
  opening.amount = amount;
  return opening;
}

// What the till's journal calls the use of its money: by its line of the statement, or by itself.
bool isAbout(const TillEvent& event, const CollectionId& id, const Bank::Code& code) {
  return event.subject == "collection/" + id.str() || (!code.line.empty() && event.subject == kOurAccount + ("/" + code.line));
}

std::string saleOf(const Collection& one) {
  return one.sale ? (one.sale->isOff ? "off " : "on ") + adapters::encodePayment(one.sale->payment) : std::string();
}

bool isSameCollection(const Collection& a, const Collection& b) {
  return a.upstream == b.upstream && a.kind == b.kind && a.state == b.state && a.amount == b.amount && a.bankFee == b.bankFee &&
         a.code == b.code && a.bankRef == b.bankRef && a.reason == b.reason && a.by == b.by && a.openedAt == b.openedAt &&
         a.expiresAt == b.expiresAt && a.paidAt == b.paidAt && a.movedAt == b.movedAt && saleOf(a) == saleOf(b);
}

}  // namespace

// Nothing where the customer sees no code: what the bank made of it then can be paid by nobody.
std::optional<CollectionId> PowerShop::openCode(const api::CollectionOpening& opening) {
  const auto opened = atTheTill(opening);
  if (!opened || !opened->collection)
    return std::nullopt;
  const CollectionId id = opened->collection->id;
  if (opened->collection->state == CollectionState::Waiting)
    return id;
  note("no code to show: " + std::string(wordOf(opened->collection->state)));
  if (opening.sale)
    atTheTill(api::CollectionGiveUp{id, "kode tidak tampil"});
  return std::nullopt;
}

std::optional<CollectionId> PowerShop::openSaleCode() {
  const int n = ++m_sales;
  auto opening = openingOf(Money{});
  opening.sale = std::make_shared<const api::SellRequest>(requestFor(kPulsa, "08123400" + std::to_string(1000 + n), n));
  return openCode(opening);
}

// Cash for it, and once more for the same money.
void PowerShop::payOutTwice(const CollectionId& id) {
  for (int cashier = 0; cashier < 2 && ok(); ++cashier)
    if (atTheTill(api::CollectionPayOut{id, kFee, {}, kNobodyElse}))
      ++m_collectedOut[id];
}

// Two customers with the same sum at one time. The one's money is in the statement at once; the other, whose money the bank
// lists later, gets his cash first.
void PowerShop::collectCash() {
  if (!atTheTill(api::PayIn{kCollected + kCollected + kCollected, "modal"}))
    return;
  const auto first = openCode(openingOf(kCollected));
  const auto second = openCode(openingOf(kCollected));
  if (!first || !second)
    return;
  m_bank.scan(*first, m_clock.now(), Bank::Line::AtOnce, Bank::Names::OnlyTheSum);
  m_clock.moveBy(Duration::seconds(20));
  m_bank.scan(*second, m_clock.now(), Bank::Line::Later, Bank::Names::OnlyTheSum);
  atTheTill(api::CollectionQuestion{*first, kWait});
  atTheTill(api::CollectionQuestion{*second, kWait});
  payOutTwice(*second);
  m_bank.listAll();
  payOutTwice(*first);
  // Somebody takes the other's line for a transfer.
  if (atTheTill(api::CashOut{theBank(), m_bank.codes().at(*second).line, kCollected, kFee}))
    ++m_collectedOut[*second];
}

void PowerShop::sellByCode() {
  const auto id = openSaleCode();
  if (!id)
    return;
  m_bank.scan(*id, m_clock.now(), Bank::Line::AtOnce, Bank::Names::TheCode);
  const auto told = atTheTill(api::CollectionQuestion{*id, kWait});
  if (told && told->collection && told->collection->state == CollectionState::Sold) {
    const PaymentRef ref = told->collection->sale->payment.ref;
    note("sold as " + ref.str());
    m_acknowledged.insert(ref);
    m_last = ref;
    await(ref);
  }
  if (atTheTill(api::CollectionPayOut{*id, kFee, {}, kNobodyElse}))
    ++m_collectedOut[*id];
}

// He has paid all the same, and gets his money back in cash.
void PowerShop::giveUpCode() {
  if (!atTheTill(api::PayIn{Money::rupiah(30'000), "modal"}))
    return;
  const auto id = openSaleCode();
  if (!id)
    return;
  const auto given = atTheTill(api::CollectionGiveUp{*id, "pelanggan pergi"});
  m_bank.scan(*id, m_clock.now(), Bank::Line::AtOnce, Bank::Names::TheCode);
  atTheTill(api::CollectionQuestion{*id, kWait});
  if (given)
    payOutTwice(*id);
}

// Nobody pays in time, and nobody gets cash. Then the bank has collected after all.
void PowerShop::expireCode() {
  if (!atTheTill(api::PayIn{kCollected + kCollected, "modal"}))
    return;
  const auto id = openCode(openingOf(kCollected));
  if (!id)
    return;
  m_clock.moveBy(kQrisLife + kCollectionEcho);
  atTheTill(api::CollectionQuestion{*id, {}});
  if (atTheTill(api::CollectionPayOut{*id, kFee, {}, kNobodyElse}))
    ++m_collectedOut[*id];
  m_bank.scan(*id, m_clock.now(), Bank::Line::AtOnce, Bank::Names::OnlyTheSum);
  atTheTill(api::CollectionQuestion{*id, {}});
  payOutTwice(*id);
}

// Whoever looks through the list of codes in the evening: asks about each, and uses what has come.
void PowerShop::settleCollections() {
  m_bank.listAll();
  std::vector<CollectionId> ids;
  for (const auto& [id, one] : m_model.collections)
    if (one.state != CollectionState::HandedOut && one.state != CollectionState::Sold)
      ids.push_back(id);
  for (const CollectionId& id : ids) {
    const auto told = atTheTill(api::CollectionQuestion{id, {}});
    if (!told || !told->collection || told->collection->state != CollectionState::Paid)
      continue;
    const Collection& one = *told->collection;
    if (one.sale && !one.sale->isOff && atTheTill(api::CollectionSale{id}))
      continue;
    if (one.sale && !one.sale->isOff)
      atTheTill(api::CollectionGiveUp{id, "tidak jadi"});
    if (atTheTill(api::PayIn{one.amount, "modal"}) && atTheTill(api::CollectionPayOut{id, kFee, {}, kNobodyElse}))
      ++m_collectedOut[id];
  }
}

// I20 for collections: what a customer paid once is used once; what was used is in the books; a sale and its money go together.
void PowerShop::judgeCollections() {
  // Codes of one sum are counted together: a line that names no code can be taken for the money of another, whose own is not
  // listed yet, and nobody can tell.
  struct Pool {
    std::ptrdiff_t paid = 0;
    std::ptrdiff_t uses = 0;
    int handed = 0;
  };
  std::map<Money, Pool> pools;
  for (const auto& [id, code] : m_bank.codes()) {
    const auto at = m_model.collections.find(id);
    if (at == m_model.collections.end()) {
      violate("I3 the bank collects what nobody has written down: " + id.str());
      continue;
    }
    Pool& pool = pools[code.amount];
    pool.paid += code.paidAt ? 1 : 0;
    pool.uses += std::count_if(m_model.cashOuts.begin(), m_model.cashOuts.end(),
                               [&id = id, &code = code](const TillEvent& one) { return isAbout(one, id, code); });
    const auto out = m_collectedOut.find(id);
    const int handed = out == m_collectedOut.end() ? 0 : out->second;
    pool.handed += handed;
    if (handed > 1)
      violate("I20 collected once, handed out " + std::to_string(handed) + " times: " + id.str());
    const CollectionState state = at->second.state;
    const bool isUsed = state == CollectionState::HandedOut || state == CollectionState::Sold;
    if ((isUsed || state == CollectionState::Paid) && !code.paidAt)
      violate("I4 no money has come for " + id.str() + ", which is " + std::string(wordOf(state)));
  }
  for (const auto& [sum, pool] : pools)
    if (pool.uses > pool.paid || pool.handed > pool.uses)
      violate("I20 collected " + std::to_string(pool.paid) + " times, handed out " + std::to_string(pool.handed) +
              " times, and used in the books " + std::to_string(pool.uses) + " times: codes of " + sum.text());
  std::map<CollectionId, int> sold;
  for (const auto& [ref, row] : m_model.payments)
    if (!row.payment.collected.id.empty())
      ++sold[row.payment.collected.id];
  for (const auto& [id, one] : m_model.collections) {
    const auto times = sold.find(id);
    if ((times == sold.end() ? 0 : times->second) != (one.state == CollectionState::Sold ? 1 : 0))
      violate("I20 " + id.str() + " is " + std::string(wordOf(one.state)) + ", and has paid " +
              std::to_string(times == sold.end() ? 0 : times->second) + " sales");
  }
}

// What a customer has paid has become cash or a sale, as long as anybody looks after it.
void PowerShop::judgeCollectionsAtEnd() {
  for (const auto& [id, code] : m_bank.codes()) {
    const CollectionState state = m_model.collections.at(id).state;
    if (code.paidAt && state != CollectionState::HandedOut && state != CollectionState::Sold)
      violate("I17 paid by a customer, and " + std::string(wordOf(state)) + " in the end: " + id.str());
  }
}

// Nothing when the same are there.
std::optional<std::string> PowerShop::differenceInCollections(const Disk& model, const ports::TillState& till) {
  if (till.collections.size() != model.collections.size())
    return std::to_string(till.collections.size()) + " collections instead of " + std::to_string(model.collections.size());
  for (const Collection& one : till.collections) {
    const auto at = model.collections.find(one.id);
    if (at == model.collections.end())
      return "a collection that nobody asked for: " + one.id.str();
    if (!isSameCollection(one, at->second))
      return "collection " + one.id.str() + " is " + std::string(wordOf(one.state)) + " and was " +
             std::string(wordOf(at->second.state));
  }
  return std::nullopt;
}

}  // namespace loket::simulator
