#include "app/cashier/shots/fixture_bank.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/domain/till/qris.h"

namespace loket::app::fixture {
namespace {

std::string tag(const char* id, const std::string& value) {
  const std::string length = std::to_string(value.size());
  return id + std::string(length.size() < 2 ? "0" : "") + length + value;
}

api::TillView viewOf(const Collection& collection) {
  api::TillView view;
  view.event = {TillKind::CollectionAsked, collection.id.str(),
                collection.movedAt,        collection.by,
                collection.amount,         {}};
  view.collection = collection;
  return view;
}

const UserName kCashier{"sri"};

}  // namespace

std::string qrisFor(Money amount) {
  const std::string merchant = tag("00", "ID.CO.CONTOH.WWW") + tag("01", "936000020000000017") +
                               tag("02", "000000012345678") + tag("03", "UMI");
  std::string text =
      tag("00", "01") + tag("01", "12") + tag("26", merchant) +
      tag("51", tag("00", "ID.CO.QRIS.WWW") + tag("02", "ID1020000012345") + tag("03", "UMI")) +
      tag("52", "5411") + tag("53", "360") + tag("54", std::to_string(amount.amount())) + tag("58", "ID") +
      tag("59", "WARUNG BU SRI") + tag("60", "BANDUNG") + tag("61", "40123") + "6304";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const std::uint16_t sum = crc16(text);
  for (int shift = 12; shift >= 0; shift -= 4) text += kHex[(sum >> shift) & 0xFU];
  return text;
}

std::vector<api::CreditView> creditsAt(Instant now) {
  const auto credit = [&now](const char* id, Duration ago, std::int64_t rupiah, const char* from,
                             const char* remark) {
    api::CreditView view;
    view.credit = {UpstreamId("bank"), id,     now - ago,        Money::rupiah(rupiah), from,
                   "0123456789",       remark, "888801000157610"};
    return view;
  };
  std::vector<api::CreditView> all{
      credit("2026112300000041", Duration::minutes(3), 500'000, "HENDRA WIJAYA", "tarik tunai"),
      credit("2026112300000038", Duration::minutes(51), 1'250'000, "RADEN MAS SOEMODININGRAT KUSUMOWARDHANI",
             "buat bayar kulakan"),
      credit("2026112300000022", Duration::hours(4), 200'000, "", "")};
  all.back().used = true;
  return all;
}

Collection* FixtureBank::find(const CollectionId& id) {
  const auto at =
      std::find_if(m_all.begin(), m_all.end(), [&id](const Collection& one) { return one.id == id; });
  return at == m_all.end() ? nullptr : &*at;
}

bool FixtureBank::isForSale(const CollectionId& id) const {
  return std::any_of(m_all.begin(), m_all.end(), [&id](const Collection& one) { return one.id == id && one.sale; });
}

std::vector<std::string> FixtureBank::used() const {
  std::vector<std::string> subjects;
  for (const TillEvent& event : given) subjects.push_back(event.subject);
  return subjects;
}

void FixtureBank::add(const Collection& collection) {
  m_all.insert(m_all.begin(), collection);
}

void FixtureBank::keep(const Collection& collection) {
  if (Collection* known = find(collection.id))
    *known = collection;
  else
    add(collection);
  if (onCollection)
    onCollection(collection);
}

void FixtureBank::tell(const CollectionId& id, VerdictKind kind, Instant now, Money fee,
                       const std::string& code) {
  const Collection* known = find(id);
  if (known == nullptr)
    return;
  CollectionTold told;
  told.verdict.kind = kind;
  told.verdict.code = code;
  told.bankFee = fee;
  if (const auto change = decideCollectionStatus(*known, told, {kCashier, now}, now - known->openedAt))
    keep(*change->collection);
  if (sells && sellsByItself(*find(id), now))
    static_cast<void>(sell(id, now));
}

Result<api::TillView> FixtureBank::sell(const CollectionId& id, Instant now) {
  const Collection known = *find(id);
  if (!known.sale)
    return fail(ErrorCode::StateForbids);
  Payment payment = known.sale->payment;
  payment.acceptedAt = now;
  const auto change = decideCollectionSale(known, payment, std::nullopt, CreditInBooks::No, used(), {kCashier, now});
  if (!change)
    return fail(change.error());
  keep(*change->collection);
  if (onSold)
    onSold(change->collection->sale->payment);
  return viewOf(*change->collection);
}

void FixtureBank::open(const api::CollectionOpening& opening, Instant now, const Reply& reply) {
  const CollectionId id("C261123FIX" + std::to_string(m_all.size() + 1));
  const Hand hand{kCashier, now};
  const auto asked = opening.sale ? decideSaleAsk(id, opening.upstream, {orderOf(*opening.sale), std::nullopt, false}, hand)
                                  : decideCollectionAsk(id, opening.upstream, opening.kind, opening.amount,
                                                        opening.customer, hand);
  if (!asked)
    return reply(fail(asked.error()));
  if (opening.password)
    passwords.emplace_back(opening.password->view());
  keep(*asked->collection);
  const auto answered = [this, id, now, reply] {
    CollectionTold told;
    told.verdict.kind = answer;
    told.verdict.code = answer == VerdictKind::Failed ? "4034000" : "";
    told.code = qrisFor(find(id)->amount);
    told.bankRef = "R" + id.str();
    if (const auto change = decideCollectionAnswer(*find(id), told, {kCashier, now}))
      keep(*change->collection);
    reply(viewOf(*find(id)));
  };
  if (holdAnswers)
    m_held.push_back(answered);
  else
    answered();
}

Result<api::TillView> FixtureBank::give(Result<TillChange> change) {
  if (!change)
    return fail(change.error());
  given.push_back(change->event);
  drawer -= change->event.amount;
  for (api::CreditView& view : credits)
    if (subjectOf(view.credit) == change->event.subject)
      view.used = true;
  if (change->collection)
    keep(*change->collection);
  api::TillView view;
  view.event = change->event;
  view.collection = change->collection;
  return view;
}

void FixtureBank::run(const api::TillCommand& command, Instant now, Reply reply) {
  const auto later = [this, &reply](std::function<Result<api::TillView>()> work) {
    const auto answered = [work = std::move(work), reply] { reply(work()); };
    if (holdAnswers)
      m_held.push_back(answered);
    else
      answered();
  };
  if (const auto* opening = std::get_if<api::CollectionOpening>(&command)) {
    open(*opening, now, reply);
  } else if (const auto* question = std::get_if<api::CollectionQuestion>(&command)) {
    ++questions;
    later([this, id = question->id, now]() -> Result<api::TillView> {
      if (find(id) == nullptr)
        return fail(ErrorCode::NotFound, id.str());
      tell(id, standing, now);
      return viewOf(*find(id));
    });
  } else if (const auto* collected = std::get_if<api::CollectionPayOut>(&command)) {
    later([this, pay = *collected, now]() -> Result<api::TillView> {
      const Collection* known = find(pay.id);
      if (known == nullptr)
        return fail(ErrorCode::NotFound, pay.id.str());
      return give(decideCollectionPayOut(*known, std::nullopt, CreditInBooks::No, pay.fee, used(), drawer,
                                         {kCashier, now}));
    });
  } else if (const auto* off = std::get_if<api::CollectionGiveUp>(&command)) {
    later([this, id = off->id, now]() -> Result<api::TillView> {
      const auto change = find(id) == nullptr ? fail(ErrorCode::NotFound, id.str())
                                              : decideSaleGiveUp(*find(id), {}, {kCashier, now});
      if (!change)
        return fail(change.error());
      keep(*change->collection);
      return viewOf(*change->collection);
    });
  } else if (const auto* sale = std::get_if<api::CollectionSale>(&command)) {
    later([this, id = sale->id, now]() -> Result<api::TillView> {
      return find(id) == nullptr ? fail(ErrorCode::NotFound, id.str()) : sell(id, now);
    });
  } else if (const auto* cashOut = std::get_if<api::CashOut>(&command)) {
    later([this, pay = *cashOut, now]() -> Result<api::TillView> {
      const auto at = std::find_if(credits.begin(), credits.end(), [&pay](const api::CreditView& view) {
        return view.credit.id == pay.credit;
      });
      if (at == credits.end())
        return fail(ErrorCode::NotFound, pay.credit);
      return give(decideCashOut(at->credit, CreditInBooks::No, pay.expected, pay.fee, used(), drawer,
                                {kCashier, now}));
    });
  } else {
    reply(fail(ErrorCode::StateForbids));  // no screen sells on bon or asks for tickets yet
  }
}

void FixtureBank::release() {
  holdAnswers = false;
  for (const auto& held : std::exchange(m_held, {})) held();
}

}  // namespace loket::app::fixture
