#include "tests/simulator/schedule.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "core/engine/config_record.h"
#include "core/engine/engine.h"
#include "tests/simulator/memory_store.h"
#include "tests/simulator/vigil.h"

namespace loket::simulator {
namespace {

constexpr Instant kMorning{1'795'399'509'000};  // 2026-11-23T09:05:09+07:00
constexpr Duration kTimeout = Duration::seconds(30);
const api::Second kAlone{{}, {}, {}, true};  // the shop of one person
constexpr Duration kEverythingArrived = Duration::hours(40);
constexpr Duration kQuestionsEnd = Duration::days(8);
constexpr Duration kTellWithin = Duration::minutes(15);
constexpr Duration kUnknownPause = Duration::hours(1);  // the longest that there is, where nobody can tell
constexpr Duration kTenYears = Duration::days(3650);
constexpr Instant kFirstDay{Duration::days(1).ms};
constexpr Duration kPatience = Duration::minutes(4);  // how late most late requests are
constexpr Duration kAhead = Duration::minutes(64);     // so far ahead of the clock may be what waits
// As the core names them when they come with a price list; short: texts that need no memory of their own.
constexpr const char* kPulsa = "pulsa-tel-10000";
constexpr const char* kBill = "pln-postpaid";
constexpr Money kPulsaCost = Money::rupiah(10'250);
constexpr Money kCeiling = Money::rupiah(60'000);
constexpr std::int64_t kOpeningBalance = 5'000'000;
// How a shop is furnished is drawn apart from what happens in it.
constexpr std::uint64_t kShopSalt = 0x54'0918U;
// And what its upstreams tell by themselves apart from both.
constexpr std::uint64_t kNoticeSalt = 0x4E'0714U;
constexpr int kNoticeTries = 3;
// And which of them take back what they have done.
constexpr std::uint64_t kTakeBackSalt = 0x7B'0328U;
constexpr std::uint64_t kTakenBackSoonMs = 5 * 60'000;
constexpr std::uint64_t kTakenBackWithinMs = 12 * 3'600'000;
// And which of them pay what they have refused.
constexpr std::uint64_t kPaysRefusedSalt = 0x9D'1130U;
// While its successor is on the wire, is being asked about, waits; or much later.
constexpr std::array<std::uint64_t, 4> kPaysRefusedWithinMs = {1'000, 60'000, 600'000, 12 * 3'600'000};
constexpr Duration kNoticeAgain = Duration::minutes(5);
constexpr Money kDear = Money::rupiah(13'000);  // more than the customer pays
// The rush: enough customers that an upstream which stays silent is left in peace while their questions fall due.
constexpr int kRushSales = 7;
constexpr int kSilentPercent = 60;
// Every fourth shop is a window: it stays open, and does by itself what is due. Between two sales so long,
// then the machine sleeps; where everything must be settled, until people must have been told.
constexpr int kWindowPercent = 25;
constexpr Duration kOpenBetweenSales = Duration::minutes(10);
constexpr Duration kOpenToTheEnd = Duration::minutes(20);
constexpr Duration kAwake = Duration::minutes(2);  // every hour, through the days of silence
constexpr int kTurnsMax = 2'000;                   // more are a loop that does not wait

class SimClock final : public ports::Clock {
 public:
  Instant now() override { return m_now; }
  Duration monotonic() override { return m_passed; }
  bool idleUntil(Instant due) override {
    pass(due - m_now);
    return true;
  }
  void pass(Duration time) {
    if (time.ms <= 0)
      return;
    m_now = m_now + time;
    m_passed = m_passed + time;
  }
  // The time everybody else goes by, whatever the counter's wall says.
  Instant world() const { return kMorning + m_passed; }
  // Somebody sets the wall clock; no time passes.
  void set(Duration by) { m_now = m_now + by; }

 private:
  Instant m_now = kMorning;
  Duration m_passed;
};

class SimEntropy final : public ports::Entropy {
 public:
  explicit SimEntropy(Rng& rng) : m_rng(rng) {}
  void fill(std::uint8_t* bytes, std::size_t size) override {
    std::uint64_t drawn = 0;
    for (std::size_t i = 0; i < size; ++i, drawn >>= 8U) {
      if (i % sizeof drawn == 0)
        drawn = m_rng();
      bytes[i] = static_cast<std::uint8_t>(drawn & 0xFFU);
    }
  }

 private:
  Rng& m_rng;
};

class SilentLog final : public ports::Log {
 public:
  void write(ports::LogLevel, std::string_view, std::string_view) override {}
};

// What is on the wire belongs to two sides: answers die with the process that waits for them, requests
// arrive.
class SimNetwork final : public ports::Transport {
 public:
  explicit SimNetwork(SimClock& clock) : m_clock(clock) {}

  void answerLater(Duration delay, std::function<void()> call) {
    m_answers.emplace(m_clock.monotonic() + delay, std::move(call));
  }
  void arriveLater(Duration delay, std::function<void()> call) {
    m_requests.emplace(m_clock.monotonic() + delay, std::move(call));
  }

  void send(ports::HttpRequest, std::function<void(ports::HttpReply)>) override {}
  void poll(Duration timeout) override {
    const Duration until = m_clock.monotonic() + timeout;
    const std::optional<Duration> first = next();
    if (!first || *first > until) {
      m_clock.pass(until - m_clock.monotonic());
      return;
    }
    m_clock.pass(*first - m_clock.monotonic());
    runDue();
  }
  // The world goes on without the counter.
  void passWorld(Duration time) {
    const Duration until = m_clock.monotonic() + time;
    while (!m_requests.empty() && m_requests.begin()->first <= until) {
      m_clock.pass(m_requests.begin()->first - m_clock.monotonic());
      auto request = m_requests.extract(m_requests.begin());
      request.mapped()();
    }
    m_clock.pass(until - m_clock.monotonic());
  }
  void wake() override {}
  int inFlight() const override { return static_cast<int>(m_answers.size()); }
  void abandonAll() override { m_answers.clear(); }
  // The counter waits, and something happens before it hears the answer.
  std::function<void()> beforeAnswer;

 private:
  std::optional<Duration> next() const {
    std::optional<Duration> first;
    if (!m_answers.empty())
      first = m_answers.begin()->first;
    if (!m_requests.empty() && (!first || m_requests.begin()->first < *first))
      first = m_requests.begin()->first;
    return first;
  }
  void runDue() {
    const Duration now = m_clock.monotonic();
    while (!m_requests.empty() && m_requests.begin()->first <= now) {
      auto request = m_requests.extract(m_requests.begin());
      request.mapped()();
    }
    while (!m_answers.empty() && m_answers.begin()->first <= now) {
      auto answer = m_answers.extract(m_answers.begin());
      if (beforeAnswer)
        beforeAnswer();
      answer.mapped()();
    }
  }
  SimClock& m_clock;
  std::multimap<Duration, std::function<void()>> m_answers;
  std::multimap<Duration, std::function<void()>> m_requests;
};

class World;

class SimUpstream final : public ports::Upstream {
 public:
  // `id` is the world's own and outlives every process.
  SimUpstream(const UpstreamId& id, World& world, FarSide& farSide)
      : m_id(id), m_world(world), m_farSide(farSide) {}
  const UpstreamId& id() const override { return m_id; }
  Capabilities capabilities(ProductKind) const override;
  bool canInquire(ProductKind kind, Family) const override { return kind == ProductKind::Bill; }
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override {
    return ports::PreparedAttempt{
        "/pay", order.number + "|" + std::to_string(order.cost.amount())};
  }
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override;
  Result<ports::NoticeReading> readNotice(const Notice& notice) const override;

 private:
  const UpstreamId& m_id;
  World& m_world;
  FarSide& m_farSide;
};

std::string numberIn(const Attempt& attempt) {
  return attempt.body.substr(0, attempt.body.find('|'));
}

Money priceIn(const Attempt& attempt) {
  return Money::rupiah(std::strtoll(attempt.body.c_str() + attempt.body.find('|') + 1, nullptr, 10));
}

// What a bill is on this day: sometimes within what an offline customer has left for it, sometimes not.
Money billOn(Instant at) {
  return Money::rupiah(businessDateOf(at).day % 4 == 0 ? 75'000 : 45'000);
}

// What shops differ in before they open, and what follows from it.
struct Furnishing {
  bool isSmall = false;    // takes one payment while there is no network
  bool isCareful = false;  // takes little then
  bool secondIsDear = false;
  bool hasTwo = false;  // upstreams
};
struct Shop {
  OfflineLimits limits;
  engine::Rows settings;
  std::vector<Product> catalogue;
};

constexpr const char* nameOfSide(int side) {
  return side == 0 ? "one" : "two";
}

Shop furnished(const Furnishing& furnishing) {
  Shop shop;
  api::Config config;
  config.outlet.id = "SIM";
  config.outlet.name = "Warung";
  if (furnishing.isSmall) {
    shop.limits.maxCount = 1;
    shop.limits.maxAmount = Money::rupiah(12'000);  // no bill
  }
  if (furnishing.isCareful)
    shop.limits.maxExposure = Money::rupiah(20'000);
  config.offline = shop.limits;
  Product product;
  product.id = ProductId(kPulsa);
  product.name = "Pulsa 10.000";
  product.category = "Pulsa";
  product.brand = "TEL";
  product.family = Family::Pulsa;
  product.denomination = Money::rupiah(10'000);
  product.price = Money::rupiah(12'000);
  for (int side = 0; side < (furnishing.hasTwo ? 2 : 1); ++side) {
    UpstreamSettings settings;
    settings.id = UpstreamId(nameOfSide(side));
    settings.protocol = "simulated";
    Offer offer;
    offer.upstream = settings.id;
    offer.sku = Sku("t10");
    offer.cost = furnishing.secondIsDear && side == 1 ? kDear : kPulsaCost;
    offer.available = true;
    offer.multi = true;
    config.upstreams.push_back(std::move(settings));
    product.offers.push_back(std::move(offer));
  }
  shop.settings = engine::rowsOf(config);
  // What is empty, or as it is without a row, is as good as absent, and costs every start its time.
  const engine::Rows standard = engine::rowsOf(api::Config());
  std::erase_if(shop.settings, [&standard](const auto& row) {
    const auto at = standard.find(row.first);
    return row.second.empty() || (at != standard.end() && at->second == row.second);
  });
  Product bill = product;
  bill.id = ProductId(kBill);
  bill.name = "Listrik";
  bill.category = "Listrik";
  bill.brand = "PLN";
  bill.family = Family::PlnBill;
  bill.kind = ProductKind::Bill;
  bill.denomination = Money{};
  bill.price = Money{};
  for (Offer& offer : bill.offers) offer.sku = Sku("pln");
  shop.catalogue = {std::move(product), std::move(bill)};
  return shop;
}

// There are few, and every schedule has one: they are made once.
const Shop& shopOf(const Furnishing& furnishing) {
  constexpr unsigned kShops = 16;
  static const std::vector<Shop> kAll = [] {
    std::vector<Shop> all;
    for (unsigned no = 0; no < kShops; ++no)
      all.push_back(furnished({(no & 1U) != 0, (no & 2U) != 0, (no & 4U) != 0, (no & 8U) != 0}));
    return all;
  }();
  const unsigned no = (furnishing.isSmall ? 1U : 0U) | (furnishing.isCareful ? 2U : 0U) |
                      (furnishing.secondIsDear ? 4U : 0U) | (furnishing.hasTwo ? 8U : 0U);
  return kAll[no];
}

class World final : public ports::Probe {
 public:
  World(std::uint64_t seed, History history, Coverage& coverage, Plant plant)
      : m_rng(seed),
        m_noticeRng(seed ^ kNoticeSalt),
        m_takeBackRng(seed ^ kTakeBackSalt),
        m_paysRefusedRng(seed ^ kPaysRefusedSalt),
        m_plant(plant),
        m_keep(history == History::Keep),
        m_coverage(coverage),
        m_network(m_clock),
        m_entropy(m_rng) {
    // A swarm: every seed draws its own rates and leaves half of the kinds out.
    for (int& percent : m_percent) percent = chance(50) ? 0 : 1 + static_cast<int>(m_rng() % 30);
    const auto atMost = [this](FaultKind kind, int percent) {
      m_percent[indexOf(kind)] = std::min(m_percent[indexOf(kind)], percent);
    };
    m_percent[indexOf(FaultKind::Replayed)] = chance(50) ? 0 : 1 + static_cast<int>(m_rng() % 50);
    m_percent[indexOf(FaultKind::ClockSet)] = chance(10) ? 20 : 0;
    for (const FaultKind kind :
         {FaultKind::DiskFull, FaultKind::DiskBroken, FaultKind::DiskBrokenBehind, FaultKind::DiskUnreadable})
      atMost(kind, 10);
    atMost(FaultKind::Death, 8);
    const int sides = chance(30) ? 2 : 1;
    for (int i = 0; i < sides; ++i) {
      // One draw a statement: the order of arguments is the compiler's own.
      auto model = static_cast<Model>(m_rng() % kDrawnModels);
      if (model == Model::IdempotentForever && m_takeBackRng() % 2 == 0)
        model = Model::TakesBack;
      else if (model == Model::Refusing && m_paysRefusedRng() % 2 == 0)
        model = Model::PaysRefused;
      const std::uint64_t sideSeed = m_rng();
      m_farSides.emplace(
          UpstreamId(nameOfSide(i)),
          std::make_unique<FarSide>(
              model, sideSeed,
              plant == Plant::UpstreamForgets ? FarSide::Memory::None : FarSide::Memory::AsSigned));
    }
    for (const auto& [id, side] : m_farSides) ++coverage.models[indexOf(side->model())];
    furnish(Rng(seed ^ kShopSalt));
    m_tells = m_noticeRng() % 4 == 0;
    if (m_isRush) {
      m_percent[indexOf(FaultKind::NotSent)] = 0;
      m_percent[indexOf(FaultKind::RequestLost)] = kSilentPercent;
      m_percent[indexOf(FaultKind::AnswerLost)] = kSilentPercent;
    }
    m_watches = m_isWindow && !m_recordsUnsigned;
    m_network.beforeAnswer = [this] {
      if (fault(FaultKind::ClockSet))
        setClock();
    };
  }

  Outcome run() {
    // Mostly one: few faults need another payment beside it.
    const std::uint64_t drawn = m_rng() % 10;
    const int sales = m_isRush ? kRushSales : drawn < 7 ? 1 : drawn < 9 ? 2 : 3;
    for (int n = 0; n < sales && ok(); ++n) {
      sell(n);
      const int passes = static_cast<int>(m_rng() % 3);
      for (int pass = 0; pass < passes && ok(); ++pass) {
        if (fault(FaultKind::ClockSet))
          setClock();
        if (chance(15))
          meddle();
        if (chance(someoneShouldLook() ? 70 : 10))
          decide(Look::Now);
        const std::uint64_t longest = m_isRush ? 100 : chance(20) ? 40'000 : 400;
        const auto time = Duration::seconds(1 + static_cast<std::int64_t>(m_rng() % longest));
        if (m_isWindow)
          waitOpen(time);
        else
          passBy(time);
        // Where nothing is open a sync is like every other one: few show that it is. At a window few people
        // press its key.
        if (m_isWindow ? chance(15) : somethingIsOpen() || chance(10))
          sync(api::SyncRequest::Until::OnePass, {});
        if (m_pressesAgain)
          pressAgain();
      }
    }
    // Phase two.
    m_quiet = true;
    for (auto& [id, side] : m_farSides) side->behave();
    // The window that saw it sees the end of it.
    if (m_isWindow && ok() && !mustRestart())
      stayOpen(kOpenToTheEnd, [this] { return !somethingIsOpen(); });
    // What is never answered is asked about for a week. Few counters stay open for all of it here: the many
    // equal questions cost most of the time and show nothing new. Where the clock was set, only their number
    // tells the age.
    const bool staysOpen = m_clockWasSet || chance(1);
    for (int round = 0; round < 4 && ok(); ++round) {
      // Every schedule has a restart; whose process has died before goes on with the new one now and then.
      if (mustRestart() || m_starts == 1 || chance(50))
        restart();
      passBy(round < 2 ? kEverythingArrived : kQuestionsEnd);
      handOverUntold();
      const Instant began = m_clock.now();
      if (m_isWindow)
        settleOpen(staysOpen ? Duration::days(9) : kOpenToTheEnd);
      else if (somethingIsOpen() || chance(10))
        sync(api::SyncRequest::Until::Idle, staysOpen ? Duration::days(9) : Duration::minutes(20));
      if (!m_clockWasSet && !mustRestart())
        judgeEscalated(began);
      giveBack();
      if (round > 0) {
        decide(Look::AtTheEnd);
        // What is left of a second delivery comes to them once more.
        if (someoneShouldLook())
          decide(Look::AtTheEnd);
        acknowledge();
        giveBack();
      }
      // What waits for people is shown to them once before the end.
      if (settled() && m_untold.empty() && m_takeBacks == 0 && (round > 0 || !someoneShouldLook()))
        break;
    }
    if (ok())
      judge();
    m_coverage.sales += m_acknowledged.size();
    for (const auto& [id, side] : m_farSides) m_coverage.effects += side->effects().size();
    ++m_coverage.schedules;
    m_coverage.payments += m_disk.payments.size();
    ++m_coverage.sizes[std::min(m_disk.payments.size(), kSizes - 1)];
    for (const auto& [ref, row] : m_disk.payments) m_coverage.events += row.history.size();
    return {m_violation, std::move(m_history)};
  }

  // The capability record as the counter has it. Nobody has signed for what some promise.
  Capabilities recordOf(const FarSide& side) const {
    Capabilities record = capabilitiesOf(side.model());
    if (m_recordsUnsigned) {
      record.signedOff.clear();
      record.resendWhenNotFoundAfter = Duration::minutes(5);
      record.refusals.emplace_back("77");
    }
    return record;
  }

  // ---- what the upstreams of one process do
  void payAt(const UpstreamId& id, FarSide& side, const Attempt& attempt, std::function<void(Verdict)> done) {
    if (m_dead)
      return;
    ++m_coverage.calls;
    const bool isFirstCall = ++m_calls[attempt.attemptRef] == 1;
    if (m_keep)
      note(id.str() + " <- pay " + attempt.attemptRef.str());
    // I1: nothing leaves that is not armed on the disk, with these bytes.
    const Payment* payment = armedAs(attempt);
    if (payment == nullptr)
      violate("I1 sent without being armed on disk: " + attempt.attemptRef.str());
    else
      judgeStillWanted(*payment, attempt);
    // I6: one reference, one body.
    const auto [known, isNew] = m_bodies.emplace(attempt.attemptRef, attempt.body);
    if (!isNew && known->second != attempt.body)
      violate("I6 another body under the same reference: " + attempt.attemptRef.str());
    if (isNew && payment != nullptr)
      judgeFirst(*payment, attempt);
    const auto trip =
        std::make_shared<Trip>(id, side, payment != nullptr ? payment->state : PaymentState::Sending,
                               Trip::Kind::Pay, attempt, std::move(done));
    // What was asked about before it ever left, by a process that could not know, is a repeat to it.
    trip->call = isFirstCall ? Vigil::Call::Attempt : Vigil::Call::Again;
    if (m_watches)
      m_vigil.called(attempt, trip->call, m_clock.monotonic(), m_clock.monotonic(),
                     capabilitiesOf(side.model()));
    if (travel(trip))
      m_lastCall[attempt.attemptRef] = m_clock.monotonic();
  }
  void askAt(const UpstreamId& id, FarSide& side, const Attempt& attempt, std::function<void(Verdict)> done) {
    if (m_dead)
      return;
    ++m_coverage.calls;
    ++m_asks;
    ++m_calls[attempt.attemptRef];
    if (m_keep)
      note(id.str() + " <- ask " + attempt.attemptRef.str());
    // I17: the polling budget, by the time that passed and not by any clock on the wall.
    const auto last = m_lastCall.find(attempt.attemptRef);
    if (last != m_lastCall.end() && !m_clockWasSet &&
        m_clock.monotonic() - last->second < capabilitiesOf(side.model()).askEvery)
      violate("I17 asked too soon about " + attempt.attemptRef.str());
    if (!m_clockWasSet && m_clock.now() - attempt.sentAt > capabilitiesOf(side.model()).askUntil)
      violate("I17 asked after it may be asked: " + attempt.attemptRef.str());
    const Payment* payment = armedAs(attempt);
    if (payment == nullptr)
      violate("I1 asked about what is not armed: " + attempt.attemptRef.str());
    else if (side.model() == Model::StatusPays)
      judgeStillWanted(*payment, attempt);
    const auto trip =
        std::make_shared<Trip>(id, side, payment != nullptr ? payment->state : PaymentState::Suspect,
                               Trip::Kind::Ask, attempt, std::move(done));
    trip->call = Vigil::Call::Question;
    if (m_watches && payment != nullptr)
      judgeTurn(*payment, attempt, capabilitiesOf(side.model()));
    if (travel(trip))
      m_lastCall[attempt.attemptRef] = m_clock.monotonic();
  }
  void inquireAt(const UpstreamId& id, FarSide& side, const ports::InquiryOrder& order,
                 std::function<void(ports::InquiryReply)> done) {
    if (m_dead)
      return;
    ++m_coverage.calls;
    m_inquiries[order.attemptRef] = m_clock.world();
    // Before the sale it strikes nobody's payment yet.
    const bool isKept =
        std::any_of(m_disk.payments.begin(), m_disk.payments.end(),
                    [&order](const auto& one) { return one.second.payment.number == order.number; });
    travel(std::make_shared<Trip>(id, side, isKept ? std::optional(PaymentState::Accepted) : std::nullopt,
                                  Trip::Kind::Inquire, Attempt(),
                                  [this, done = std::move(done)](const Verdict& verdict) {
                                    ports::InquiryReply reply;
                                    reply.verdict = verdict;
                                    if (verdict.kind == VerdictKind::Succeeded) {
                                      reply.customerName = "SITI";
                                      reply.amount = billOn(m_clock.world());
                                      reply.adminFee = Money::rupiah(2'500);
                                      reply.cost = reply.amount + Money::rupiah(1'500);
                                    }
                                    done(reply);
                                  }));
  }
  void balanceAt(const UpstreamId& id, FarSide& side, std::function<void(ports::BalanceReply)> done) {
    if (m_dead)
      return;
    ++m_coverage.calls;
    if (!m_balancesAreTold) {
      Verdict limited;
      limited.kind = VerdictKind::RefusedForNow;
      if (m_watches)
        m_vigil.told(id, limited.kind, m_clock.monotonic(), questions());
      return done({std::move(limited), Money{}});
    }
    travel(std::make_shared<Trip>(id, side, std::nullopt, Trip::Kind::Balance, Attempt(),
                                  [done = std::move(done)](Verdict&& verdict) {
                                    done({std::move(verdict), Money::rupiah(kOpeningBalance)});
                                  }));
  }

  // A command has its list already. A window asks for it by itself, and where balances are told so are
  // prices.
  void priceListAt(const UpstreamId& id, FarSide& side, std::function<void(ports::PriceListReply)> done) {
    if (m_dead)
      return;
    if (!m_isWindow)
      return done({});
    ++m_coverage.calls;
    if (!m_balancesAreTold) {
      ports::PriceListReply limited;
      limited.verdict.kind = VerdictKind::RefusedForNow;
      if (m_watches)
        m_vigil.told(id, limited.verdict.kind, m_clock.monotonic(), questions());
      return done(limited);
    }
    travel(std::make_shared<Trip>(id, side, std::nullopt, Trip::Kind::Balance, Attempt(),
                                  [this, &id, done = std::move(done)](Verdict&& verdict) {
                                    ports::PriceListReply list;
                                    list.verdict = std::move(verdict);
                                    if (list.verdict.kind == VerdictKind::Succeeded)
                                      list.entries = entriesOf(id);
                                    done(list);
                                  }));
  }

  const std::pair<AttemptRef, Verdict>& noticeOf(const Notice& notice) const {
    return m_notices.at(std::stoul(notice.body));
  }

  // Death at a named point: from here on nothing of this process reaches the disk or the wire.
  void reached(std::string_view point) override {
    if (!m_dead && fault(FaultKind::Death)) {
      note("death at " + std::string(point));
      strikeAll(FaultKind::Death);
      m_dead = true;
    }
  }

 private:
  bool ok() const { return m_violation.empty(); }
  bool chance(int percent) { return static_cast<int>(m_rng() % 100) < percent; }
  bool fault(FaultKind kind) {
    const int percent = m_percent[indexOf(kind)];
    if (m_quiet || percent == 0 || !chance(percent))
      return false;
    ++m_coverage.faults[indexOf(kind)];
    return true;
  }
  void note(std::string what) {
    if (m_keep)
      m_history.push_back(toRfc3339(m_clock.now()) + "  " + std::move(what));
  }
  void violate(std::string why) {
    note("VIOLATION " + why);
    if (m_violation.empty())
      m_violation = std::move(why);
  }
  // The world goes on without the counter.
  void passBy(Duration time) {
    m_vigil.slept();
    m_network.passWorld(time);
  }

  // What a window waits to hear, as its disk has it.
  std::vector<Vigil::Question> questions() {
    std::vector<Vigil::Question> open;
    for (const auto& [ref, row] : m_disk.payments) {
      const Attempt* live = isOpenQuestion(row.payment) ? row.payment.liveAttempt() : nullptr;
      if (live == nullptr)
        continue;
      const FarSide& side = *m_farSides.at(live->upstream);
      open.push_back({live, &capabilitiesOf(side.model()), row.payment.state == PaymentState::Suspect,
                      m_awaited.count(live->attemptRef) > 0,
                      m_quiet && side.wouldTell(live->attemptRef, m_clock.world())});
    }
    return open;
  }
  bool mayJudgeWindow() const { return m_watches && !m_clockWasSet && !m_diskWasFaulty; }
  // I17: out of turn no oftener than the upstream wants. What its own news has moved is nobody's turn.
  void judgeTurn(const Payment& payment, const Attempt& attempt, const Capabilities& record) {
    const Duration now = m_clock.monotonic();
    const auto due = m_dueBefore.find(payment.ref);
    const bool isUnclear = m_tells || due == m_dueBefore.end();
    const std::string broken = m_vigil.called(attempt, Vigil::Call::Question, now,
                                              isUnclear ? std::nullopt : std::optional(due->second), record);
    if (!broken.empty() && mayJudgeWindow())
      violate(broken);
  }
  // Before the counter acts on it.
  void hear(const UpstreamId& id, const FarSide& side, const Attempt& attempt, Vigil::Call call,
            const Verdict& said) {
    if (!m_watches || m_dead)
      return;
    if (attempt.attemptRef.empty())
      m_vigil.told(id, said.kind, m_clock.monotonic(), questions());
    else
      m_vigil.told(attempt, call, said, m_clock.monotonic(), capabilitiesOf(side.model()), questions());
  }

  void strikeAll(FaultKind kind) {
    for (const auto& [ref, row] : m_disk.payments) m_coverage.strike(kind, row.payment.state);
  }

  // What leaves for the first time: within what the customer gave, never at a loss, and a bill as it was
  // asked for today.
  void judgeFirst(const Payment& payment, const Attempt& attempt) {
    if (payment.total() > payment.held)
      violate("I7 sent for more than the customer has given: " + attempt.attemptRef.str());
    if (payment.kind == ProductKind::Prepaid && priceIn(attempt) > payment.total())
      violate("sent at a loss: " + attempt.attemptRef.str());
    if (payment.kind != ProductKind::Bill)
      return;
    const auto asked = m_inquiries.find(attempt.attemptRef);
    if (asked == m_inquiries.end())
      return violate("I6 a bill paid that was not asked for: " + attempt.attemptRef.str());
    // Armed on that day; what died with its request may leave later, with the same bytes.
    if (!m_clockWasSet && businessDateOf(asked->second) != businessDateOf(attempt.sentAt) &&
        attempt.sentAt - asked->second > kPatience)
      violate("I6 a bill paid with another day's inquiry: " + attempt.attemptRef.str());
  }

  // Attempts that have delivered by the journal: a success was heard and stands.
  static std::set<int> deliveredBy(const std::vector<PaymentEvent>& history) {
    std::set<int> stands;
    for (const PaymentEvent& event : history) {
      if (const auto* done = std::get_if<SucceededEvent>(&event.body))
        stands.insert(done->attemptNo);
      else if (const auto* late = std::get_if<LateSuccessEvent>(&event.body))
        stands.insert(late->attemptNo);
      else if (const auto* undone = std::get_if<TakenBackEvent>(&event.body))
        stands.erase(undone->attemptNo);
      else if (const auto* failed = std::get_if<FailedEvent>(&event.body))
        stands.erase(failed->attemptNo);
    }
    return stands;
  }
  // I2: nothing leaves for a payment of which the journal says that it is delivered.
  void judgeStillWanted(const Payment& payment, const Attempt& attempt) {
    if (!deliveredBy(m_disk.payments.at(payment.ref).history).empty())
      violate("I2 sent although a success of it had been heard: " + attempt.attemptRef.str());
  }

  // I9: a success that was heard is in the journal, whatever people have decided before; or the word that undoes it, and was quicker.
  void judgeHeard() {
    for (const AttemptRef& heard : std::exchange(m_heard, {})) {
      if (mustRestart() || m_diskWasFaulty)
        continue;
      for (const auto& [ref, row] : m_disk.payments) {
        const auto& attempts = row.payment.attempts;
        const auto its = std::find_if(attempts.begin(), attempts.end(), [&heard](const Attempt& attempt) {
          return attempt.attemptRef == heard;
        });
        if (its != attempts.end() &&
            std::none_of(row.history.begin(), row.history.end(), [no = its->no](const PaymentEvent& event) {
              const auto* done = std::get_if<SucceededEvent>(&event.body);
              const auto* late = std::get_if<LateSuccessEvent>(&event.body);
              const auto* undone = std::get_if<TakenBackEvent>(&event.body);
              return (done != nullptr && done->attemptNo == no) || (late != nullptr && late->attemptNo == no) ||
                     (undone != nullptr && undone->attemptNo == no);
            }))
          violate("I9 a success was heard and dropped: " + ref.str());
      }
    }
  }

  // Also what was written and whose answer was lost. In a turn in which the clock was set nobody can tell by which of
  // its times a pause was reckoned.
  void noteDue(const ports::UnitOfWork& work) {
    for (const ports::PaymentChange& change : work.payments)
      if (change.task) {
        Duration& due = m_dueAfter[change.after.ref];
        m_dueBefore[change.after.ref] = due;
        due = m_clock.monotonic() + (m_setInTurn ? kUnknownPause : change.task->dueAt - m_clock.now());
      }
  }

  // I18: what waits for the network stays within its caps, whenever something is added to it.
  void judgeAccepted(const ports::UnitOfWork& work) {
    std::set<PaymentRef> added;
    for (const ports::PaymentChange& change : work.payments)
      if (change.after.offline && !change.events.empty() && kindOf(change.events.front().body) == EventKind::Accepted) {
        added.insert(change.after.ref);
        if (change.after.total() > m_limits.maxAmount)
          violate("I18 " + change.after.total().text() + " taken without a network: " + change.after.ref.str());
      }
    if (added.empty())
      return;
    int count = 0;
    Money sum;
    for (const auto& [ref, row] : m_disk.payments) {
      if (row.payment.state != PaymentState::Accepted)
        continue;
      ++count;
      sum += row.payment.held;
      // By which of its times one was taken nobody can tell where the clock was set meanwhile.
      const Duration age = work.at - row.payment.acceptedAt;
      if (added.count(ref) == 0 && !m_isSetUnheard && (age > m_limits.maxAge + kPatience || Duration{} - age > kAhead))
        violate("I18 more is taken while one has waited since " + toRfc3339(row.payment.acceptedAt) + ": " + ref.str());
    }
    if (count > m_limits.maxCount || sum > m_limits.maxExposure)
      violate("I18 " + std::to_string(count) + " wait for the network, of " + sum.text() + " in all");
  }

  // The payment on the disk that has this attempt under way, with these bytes.
  const Payment* armedAs(const Attempt& attempt) const {
    for (const auto& [ref, row] : m_disk.payments)
      if (const Attempt* live = row.payment.liveAttempt();
          live != nullptr && live->attemptRef == attempt.attemptRef && live->body == attempt.body)
        return &row.payment;
    return nullptr;
  }

  // One call: what its two ends hold on to.
  struct Trip {
    enum class Kind { Pay, Ask, Inquire, Balance };
    Trip(const UpstreamId& to, FarSide& there, std::optional<PaymentState> struck, Kind what,
         const Attempt& about, std::function<void(Verdict)> then)
        : id(to), side(there), payment(struck), kind(what), attempt(about), done(std::move(then)) {}
    const UpstreamId& id;
    FarSide& side;
    std::optional<PaymentState> payment;  // nothing: no payment's
    Kind kind;
    Attempt attempt;  // without a reference: about none
    std::function<void(Verdict)> done;
    Vigil::Call call = Vigil::Call::Attempt;
    // One answer for one arrival: what happened there is fixed then, whoever still waits for it.
    Verdict answer;
  };
  Verdict arrive(const Trip& trip) {
    const Attempt& attempt = trip.attempt;
    switch (trip.kind) {
      case Trip::Kind::Pay:
        return trip.side.pay(attempt, numberIn(attempt), priceIn(attempt), m_clock.world());
      case Trip::Kind::Ask:
        return trip.side.ask(attempt, numberIn(attempt), priceIn(attempt), m_clock.world());
      case Trip::Kind::Inquire:
        return trip.side.inquire();
      case Trip::Kind::Balance:
        break;
    }
    Verdict told;
    told.kind = VerdictKind::Succeeded;
    return told;
  }
  Verdict arriveAndTell(const Trip& trip) {
    Verdict said = arrive(trip);
    tell(trip.id, trip.attempt.attemptRef, said);
    mayTakeBack(trip.id, trip.side, trip.attempt.attemptRef, said);
    mayPayRefused(trip, said);
    return said;
  }
  // The same bytes once more, and nobody waits for what is said.
  void arriveAgain(const Trip& trip) {
    if (trip.kind == Trip::Kind::Pay)
      trip.side.replay(trip.attempt, numberIn(trip.attempt), priceIn(trip.attempt), m_clock.world());
    else
      arrive(trip);
  }
  bool strikes(FaultKind kind, const Trip& trip) {
    if (!fault(kind))
      return false;
    if (m_keep)
      note(trip.id.str() + ": " + nameOf(kind));
    ++m_strikes;
    if (trip.payment)
      m_coverage.strike(kind, *trip.payment);
    return true;
  }

  // False when it provably did not leave: that costs no budget.
  bool travel(const std::shared_ptr<Trip>& trip) {
    m_awaited.insert(trip->attempt.attemptRef);
    const auto unheard = [this, &trip](VerdictKind kind, const char* word, Duration after) {
      m_network.answerLater(after, [this, trip, kind, word] {
        m_awaited.erase(trip->attempt.attemptRef);
        Verdict verdict;
        verdict.kind = kind;
        verdict.code = word;
        hear(trip->id, trip->side, trip->attempt, trip->call, verdict);
        trip->done(std::move(verdict));
      });
    };
    const Duration way = Duration::millis(20 + static_cast<std::int64_t>(m_rng() % 400));
    if (strikes(FaultKind::NotSent, *trip)) {
      unheard(VerdictKind::NotSent, "connect", way);
      return false;
    }
    if (strikes(FaultKind::RequestLost, *trip)) {
      unheard(VerdictKind::Unknown, "timeout", kTimeout);
      return true;
    }
    if (strikes(FaultKind::RequestLate, *trip)) {
      const Duration longest = trip->side.latestArrival(m_clock.world() + kTimeout);
      const Duration latest = chance(20) ? longest : std::min(longest, kPatience);
      const Duration late =
          Duration::millis(static_cast<std::int64_t>(m_rng() % static_cast<std::uint64_t>(latest.ms)));
      m_network.arriveLater(kTimeout + late,
                            [this, trip] { arriveAndTell(*trip); });
      unheard(VerdictKind::Unknown, "timeout", kTimeout);
      return true;
    }
    const bool mayBeReplayed = trip->kind == Trip::Kind::Pay || trip->kind == Trip::Kind::Ask;
    if (mayBeReplayed && strikes(FaultKind::Replayed, *trip))
      m_network.arriveLater(way + Duration::seconds(1 + static_cast<std::int64_t>(m_rng() % 600)),
                            [this, trip] { arriveAgain(*trip); });
    const bool lost = strikes(FaultKind::AnswerLost, *trip);
    m_network.arriveLater(way, [this, trip] {
      trip->answer = arriveAndTell(*trip);
    });
    if (lost) {
      unheard(VerdictKind::Unknown, "timeout", kTimeout);
      return true;
    }
    m_network.answerLater(way + way, [this, trip] {
      const AttemptRef& attempt = trip->attempt.attemptRef;
      m_awaited.erase(attempt);
      if (m_keep)
        note(trip->id.str() + ": " + std::string(wordOf(trip->answer.kind)) + " " + trip->answer.code);
      if (trip->answer.kind == VerdictKind::Succeeded && !attempt.empty())
        m_heard.push_back(attempt);
      hear(trip->id, trip->side, trip->attempt, trip->call, trip->answer);
      trip->done(trip->answer);
    });
    return true;
  }

  // Some shops have a gateway: what the upstream has just said it also tells there, never, once or twice, before the
  // answer is back or hours later.
  void tell(const UpstreamId& id, const AttemptRef& attempt, const Verdict& verdict) {
    if (!m_tells || attempt.empty() || m_quiet)
      return;
    for (std::uint64_t times = m_noticeRng() % 3; times > 0; --times) {
      const std::uint64_t longest = m_noticeRng() % 3 == 0 ? 1 : m_noticeRng() % 2 == 0 ? 600'000 : 40'000'000;
      const auto after = Duration::millis(static_cast<std::int64_t>(m_noticeRng() % longest));
      m_notices.emplace_back(attempt, verdict);
      m_network.arriveLater(after,
                            [this, &id, no = m_notices.size() - 1] { handOver(id, no, kNoticeTries); });
    }
  }
  // Most of what it has done it takes back, soon or within half a day, once, and says so until it is acknowledged. Where nobody
  // has signed for what its words mean it would not be believed: only a settlement file tells there.
  void mayTakeBack(const UpstreamId& id, FarSide& side, const AttemptRef& attempt, const Verdict& verdict) {
    if (side.model() != Model::TakesBack || m_recordsUnsigned || m_quiet || verdict.kind != VerdictKind::Succeeded || attempt.empty() ||
        !m_mayBeTakenBack.insert(attempt).second || m_takeBackRng() % 4 == 0)
      return;
    const std::uint64_t longest = m_takeBackRng() % 4 == 0 ? kTakenBackWithinMs : kTakenBackSoonMs;
    const auto after = Duration::millis(static_cast<std::int64_t>(m_takeBackRng() % longest));
    m_network.arriveLater(after, [this, &id, &side, attempt] { takeBack(id, side, attempt); });
  }
  void takeBack(const UpstreamId& id, FarSide& side, const AttemptRef& attempt) {
    if (!side.takeBack(attempt))
      return;
    if (m_keep)
      note(id.str() + ": takes back " + attempt.str());
    Verdict undone;
    undone.kind = VerdictKind::Failed;
    undone.code = "54";
    undone.undoes = Undoes::ASuccess;
    tellUntilHeard(id, attempt, std::move(undone));
  }
  // What it has refused it may pay all the same, and it may take that back too. Nobody asks about it any more: it says so
  // until it is acknowledged.
  void mayPayRefused(const Trip& trip, const Verdict& said) {
    if (trip.side.model() != Model::PaysRefused || trip.kind != Trip::Kind::Pay || m_quiet ||
        (said.kind != VerdictKind::RefusedForNow && said.kind != VerdictKind::RefusedByConfig) ||
        m_paysRefusedRng() % 3 == 0)
      return;
    const std::uint64_t longest = kPaysRefusedWithinMs[m_paysRefusedRng() % kPaysRefusedWithinMs.size()];
    const auto after = Duration::millis(static_cast<std::int64_t>(m_paysRefusedRng() % longest));
    m_network.arriveLater(after, [this, &id = trip.id, &side = trip.side, attempt = trip.attempt] {
      auto paid = side.payRefused(attempt, numberIn(attempt), priceIn(attempt), m_clock.world());
      if (!paid)
        return;
      if (m_keep)
        note(id.str() + ": pays what it refused, " + attempt.attemptRef.str());
      const std::size_t no = m_notices.size();
      tellUntilHeard(id, attempt.attemptRef, std::move(*paid));
      if (m_paysRefusedRng() % 4 == 0 && !m_recordsUnsigned)
        takeBackOnceTold(id, side, attempt.attemptRef, no);
    });
  }
  void takeBackOnceTold(const UpstreamId& id, FarSide& side, const AttemptRef& attempt, std::size_t told) {
    ++m_takeBacks;
    const auto after = Duration::millis(static_cast<std::int64_t>(m_paysRefusedRng() % kTakenBackSoonMs));
    m_network.arriveLater(after, [this, &id, &side, attempt, told] {
      --m_takeBacks;
      if (m_untold.count(told) > 0)
        takeBackOnceTold(id, side, attempt, told);
      else
        takeBack(id, side, attempt);
    });
  }
  void tellUntilHeard(const UpstreamId& id, const AttemptRef& attempt, Verdict verdict) {
    m_notices.emplace_back(attempt, std::move(verdict));
    m_untold.emplace(m_notices.size() - 1, id);
    handOver(id, m_notices.size() - 1, kNoticeTries);
  }
  // Whatever the gateway could not hand over it keeps until somebody is there.
  void handOverUntold() {
    for (int tries = 0; tries < kNoticeTries && !m_untold.empty() && isUp(); ++tries) {
      const std::map<std::size_t, UpstreamId> open = m_untold;
      for (const auto& [no, id] : open) handOver(m_farSides.find(id)->first, no, 1);
      turnUntil([this] { return m_untold.empty(); }, 40, Duration::seconds(1));
    }
  }
  // The gateway tries again where nobody took it.
  void handOver(const UpstreamId& id, std::size_t no, int tries) {
    if (mustRestart() || !m_engine->post([this, &id, no] {
          const auto& [attempt, verdict] = m_notices.at(no);
          if (m_keep)
            note(id.str() + ": tells " + std::string(wordOf(verdict.kind)) + " " + verdict.code + " of " + attempt.str());
          if (verdict.kind == VerdictKind::Succeeded)
            m_heard.push_back(attempt);
          m_engine->takeNotice(id, Notice{std::to_string(no), {}, {}}, [this, no](const Result<api::NoticeView>& taken) {
            if (taken && !m_dead)
              m_untold.erase(no);
          });
        })) {
      if (tries > 1)
        m_network.arriveLater(kNoticeAgain, [this, &id, no, tries] { handOver(id, no, tries - 1); });
    }
  }

  std::vector<PriceListEntry> entriesOf(const UpstreamId& id) const {
    std::vector<PriceListEntry> entries;
    for (const Product& product : m_disk.catalogue)
      for (const Offer& offer : product.offers)
        if (offer.upstream == id)
          entries.push_back(
              {offer, product.name, product.category, product.brand, product.description, product.kind});
    return entries;
  }

  void furnish(Rng rng) {
    const auto draw = [&rng](int percent) { return static_cast<int>(rng() % 100) < percent; };
    // Some shops may take little while there is no network.
    Furnishing furnishing;
    furnishing.isSmall = draw(15);
    furnishing.isCareful = draw(15);
    furnishing.secondIsDear = draw(30);
    furnishing.hasTwo = m_farSides.size() > 1;
    m_pressesAgain = draw(20);
    m_recordsUnsigned = draw(8);
    m_balancesAreTold = draw(25);
    m_isRush = draw(1);
    m_isWindow = draw(kWindowPercent);
    const Shop& shop = shopOf(furnishing);
    m_limits = shop.limits;
    m_disk.settings = shop.settings;
    m_disk.catalogue = shop.catalogue;
  }

  void restart() {
    ++m_coverage.starts;
    ++m_starts;
    m_network.abandonAll();
    m_awaited.clear();
    m_engine.reset();
    if (m_dead && m_plant == Plant::DiskForgets)
      m_disk = m_diskBefore;
    m_dead = false;
    m_diskWasFaulty = false;
    m_heard.clear();
    // Nobody can tell how long a program was closed when the clock was set: it waits an hour at the most.
    if (m_clockWasSet)
      for (auto& [ref, due] : m_dueAfter) due = std::max(due, m_clock.monotonic() + kUnknownPause);
    m_store = std::make_unique<Gate>(*this);
    engine::Options options;
    options.dispatching = m_isWindow ? engine::Dispatching::Automatic : engine::Dispatching::OnDemand;
    options.user = UserName("sri");
    engine::World world{*m_store,
                        m_network,
                        m_clock,
                        m_entropy,
                        m_log,
                        *this,
                        [this](const UpstreamSettings& settings,
                               const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                          const auto at = m_farSides.find(settings.id);
                          return std::make_unique<SimUpstream>(at->first, *this, *at->second);
                        },
                        [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
                          return fail(ErrorCode::PrinterFault);
                        },
                        nullptr,
                        nullptr};
    m_engine = std::make_unique<engine::Engine>(std::move(world), options);
    note("start");
    if (!m_engine->open())
      m_dead = true;
    if (m_watches)
      m_vigil.begin(m_clock.monotonic(), questions());
  }
  // Whoever opens the counter tries it more than once.
  bool isUp() {
    for (int starts = 0; starts < 3 && mustRestart(); ++starts) restart();
    return !mustRestart();
  }

  // The process is gone or has said that it cannot go on.
  bool mustRestart() { return m_dead || m_engine == nullptr || m_store->isDead(); }

  bool turnUntil(const std::function<bool()>& done, int turnsMax, Duration wait = kTimeout) {
    for (int turn = 0; turn < turnsMax && !done() && ok(); ++turn) {
      if (mustRestart())
        return false;
      m_setInTurn = false;
      m_vigil.turn();
      ++m_coverage.turns;
      m_engine->turn(wait);
      m_isSetUnheard = m_setInTurn;
      if (!m_broken.empty())
        violate("store: " + m_broken);
      judgeHeard();
      if (mayJudgeWindow() && !mustRestart())
        judgeWindow();
    }
    return done();
  }
  // I17: what an upstream would tell by now is asked for within the pause that it wants.
  void judgeWindow() {
    std::string broken = m_vigil.judge(m_clock.monotonic(), questions(), m_quiet);
    if (!broken.empty())
      violate(std::move(broken));
  }

  // Nobody does anything, and the window does what is due, until there is nothing to do any more.
  void stayOpen(Duration time, const std::function<bool()>& isOver) {
    const Duration until = m_clock.monotonic() + time;
    const auto done = [&] { return m_clock.monotonic() >= until || isOver(); };
    if (!turnUntil(done, kTurnsMax) && ok() && !mustRestart())
      violate("I17 a window turns and turns, and no time passes");
  }
  // Between two sales. Where nothing is open it is like every other hour: few show that it is.
  void waitOpen(Duration time) {
    const Duration until = m_clock.monotonic() + time;
    if (chance(70) && (somethingIsOpen() || chance(10)) && isUp())
      stayOpen(std::min(time, kOpenBetweenSales), [] { return false; });
    passBy(until - m_clock.monotonic());
  }
  // Where nothing fails any more. It sleeps through the days, and wakes up every hour.
  void settleOpen(Duration time) {
    if (!isUp())
      return;
    const Duration until = m_clock.monotonic() + time;
    const auto isOver = [this] { return !somethingIsOpen(); };
    stayOpen(kOpenToTheEnd, isOver);
    while (!isOver() && m_clock.monotonic() < until && ok() && !mustRestart()) {
      passBy(kUnknownPause);
      stayOpen(kAwake, isOver);
    }
  }

  void sell(int n) {
    api::SellRequest request;
    const bool isBill = chance(25);
    request.product = isBill ? kBill : kPulsa;
    request.number = (isBill ? "5212340000" : "081234000") + std::to_string(n);
    if (isBill)
      request.amount = kCeiling;
    request.clientRef = ClientRef("order-" + std::to_string(n));
    request.connectivity = chance(30) ? api::Connectivity::Never : api::Connectivity::WhenOnline;
    // A cashier whose program died asks again with the same order, or leaves it.
    for (int tries = 0; tries < 3; ++tries) {
      if (!isUp())
        return;
      // It may be answered when nobody waits any more.
      const auto sold = std::make_shared<PaymentRef>();
      const auto answered = std::make_shared<bool>(false);
      m_engine->sell(request, [this, sold, answered](const Result<api::PaymentView>& view) {
        *answered = true;
        // What a dead process says reaches nobody.
        if (view && !m_dead)
          *sold = view->payment.ref;
      });
      turnUntil([answered] { return *answered; }, 200);
      if (!sold->empty()) {
        if (m_keep)
          note("sold " + request.clientRef.str() + " as " + sold->str());
        // I3: what the cashier was told is on the disk.
        if (m_disk.payments.count(*sold) == 0)
          violate("I3 acknowledged and not on disk: " + sold->str());
        m_acknowledged.insert(*sold);
        m_orders.emplace(*sold, request);
        const int looks = static_cast<int>(m_rng() % 4);
        int turns = 0;
        turnUntil([&turns, looks] { return turns++ >= looks; }, looks + 1, Duration::seconds(1));
        return;
      }
      if (chance(30))
        return;
    }
  }

  void sync(api::SyncRequest::Until until, std::optional<Duration> timeout) {
    if (!isUp())
      return;
    const auto done = std::make_shared<bool>(false);
    const std::map<PaymentRef, int> due = questionsDue();
    const int strikes = m_strikes;
    m_engine->sync({until, timeout}, {}, [done](const Result<api::BatchView>&) { *done = true; });
    if (turnUntil([done] { return *done; }, 20'000) && !mustRestart() && !m_diskWasFaulty &&
        m_strikes == strikes)
      judgeAsked(due);
  }

  static bool isOpenQuestion(const Payment& payment) {
    return payment.state == PaymentState::Pending || payment.state == PaymentState::Suspect;
  }
  int callsOf(const Payment& payment) const {
    const Attempt* live = payment.liveAttempt();
    const auto calls = live != nullptr ? m_calls.find(live->attemptRef) : m_calls.end();
    return calls == m_calls.end() ? 0 : calls->second;
  }
  std::map<PaymentRef, int> questionsDue() {
    std::map<PaymentRef, int> due;
    // What a notice has made a question may still have its own answer on the way.
    const auto isAwaited = [this](const Payment& payment) {
      const Attempt* live = payment.liveAttempt();
      return live != nullptr && m_awaited.count(live->attemptRef) > 0;
    };
    for (const auto& [ref, row] : m_disk.payments)
      if (isOpenQuestion(row.payment) && row.task && row.task->kind == ports::TaskKind::Ask &&
          m_dueAfter.at(ref) <= m_clock.monotonic() && !isAwaited(row.payment))
        due.emplace(ref, callsOf(row.payment));
    return due;
  }
  // I17: a sync asks about everything that is due, whatever else the upstream does not do.
  void judgeAsked(const std::map<PaymentRef, int>& due) {
    for (const auto& [ref, calls] : due)
      if (const Payment& payment = m_disk.payments.at(ref).payment;
          isOpenQuestion(payment) && callsOf(payment) == calls)
        violate("I17 due, and not asked about: " + ref.str());
  }

  // I17: twenty minutes after the upstreams answer again, what they leave unanswered is told to people. What had to wait
  // with its first request until then (closed hours) has a quarter of an hour from there: its next question lies within.
  void judgeEscalated(Instant began) {
    for (const auto& [ref, row] : m_disk.payments) {
      const Payment& payment = row.payment;
      if (payment.state != PaymentState::Suspect || payment.escalatedAt != Instant{})
        continue;
      const Instant sent = payment.liveAttempt()->sentAt;
      if (sent < began || !row.task || row.task->dueAt - sent > kTellWithin)
        violate("I17 unanswered, and told to nobody: " + ref.str());
    }
  }

  // A cashier presses the key of an old order again.
  void pressAgain() {
    for (const auto& [ref, request] : m_orders) {
      if (!isUp())
        return;
      const auto answered = std::make_shared<bool>(false);
      m_engine->sell(request, [this, answered, ref = ref](const Result<api::PaymentView>& view) {
        *answered = true;
        if (view && !m_dead && view->payment.ref != ref)
          violate("I3 the same order is another payment: " + ref.str());
      });
      turnUntil([answered] { return *answered; }, 200);
    }
  }

  // People withdraw and give back, also what they may not.
  void meddle() {
    if (m_acknowledged.empty() || mustRestart())
      return;
    auto chosen = m_acknowledged.begin();
    std::advance(chosen, static_cast<std::int64_t>(m_rng() % m_acknowledged.size()));
    const auto done = std::make_shared<bool>(false);
    const auto answered = [done](const Result<api::PaymentView>&) { *done = true; };
    if (chance(50))
      m_engine->cancel(*chosen, "changed his mind", kAlone, answered);
    else
      m_engine->refund(*chosen, kAlone, answered);
    turnUntil([done] { return *done; }, 100);
  }

  // Two people look at what the upstreams' own statements say and settle what nobody answers. Now and then
  // they misread it, or a question is still on its way, or a request: that is theirs to answer for.
  enum class Look { Now, AtTheEnd };
  bool someoneShouldLook() const {
    return std::any_of(m_disk.payments.begin(), m_disk.payments.end(), [](const auto& one) {
      const Payment& payment = one.second.payment;
      return payment.state == PaymentState::Review ||
             (payment.state == PaymentState::Suspect && payment.escalatedAt != Instant{});
    });
  }
  void decide(Look look) {
    if (!isUp())
      return;
    std::vector<std::pair<PaymentRef, ManualOutcome>> open;
    for (const auto& [ref, row] : m_disk.payments) {
      const Payment& payment = row.payment;
      if (payment.state != PaymentState::Review && payment.state != PaymentState::Suspect)
        continue;
      const Attempt* live = payment.liveAttempt();
      const bool paid = std::any_of(m_farSides.begin(), m_farSides.end(), [&payment, live](const auto& one) {
        const auto& effects = one.second->effects();
        return std::any_of(effects.begin(), effects.end(), [&payment, live](const Effect& effect) {
          return effect.number == payment.number && (live == nullptr || live->attemptRef == effect.attemptRef);
        });
      });
      // Success after the cash went back comes to people once more, and they may stay with what they said.
      const bool stays = look == Look::AtTheEnd && payment.cashWentBack() && chance(50);
      if (stays)
        m_decided.insert(ref);
      const bool misread = stays || (look == Look::Now && chance(35));
      open.emplace_back(ref, paid != misread ? ManualOutcome::Succeeded : ManualOutcome::Failed);
    }
    for (const auto& [ref, outcome] : open) {
      const bool alone = look == Look::Now && chance(20);
      const Approval approval{UserName("sri"), alone ? std::nullopt : std::optional(UserName("budi")), false,
                              "menurut laporan pemasok"};
      // What was answered meanwhile is no open question any more; people may contradict it.
      bool mayBe = m_tells || m_disk.payments.at(ref).payment.state != PaymentState::Suspect ||
                   m_disk.payments.at(ref).payment.escalatedAt != Instant{};
      // Sometimes they decide while the question is out.
      const auto synced = std::make_shared<bool>(true);
      if (look == Look::Now && chance(50)) {
        passBy(Duration::hours(1));
        m_engine->sync({api::SyncRequest::Until::OnePass, {}}, {},
                       [synced](const Result<api::BatchView>&) { *synced = true; });
        *synced = false;
        const int before = m_asks;
        turnUntil([this, before] { return m_asks != before; }, 40, Duration::millis(50));
        mayBe = true;  // whatever it was, it may have become so
        if (mustRestart())
          return;
      }
      // Whether it was written down only the journal tells: the process may die with its answer.
      if (look == Look::Now)
        m_decided.insert(ref);
      const auto done = std::make_shared<bool>(false);
      const auto decided = std::make_shared<bool>(false);
      m_engine->decide(ref, {outcome, approval, {}}, [done, decided](const Result<api::PaymentView>& view) {
        *done = true;
        *decided = view.has_value();
      });
      // The cash may be back in the customer's hand before the answer is here.
      if (look == Look::Now && outcome == ManualOutcome::Failed && chance(50)) {
        m_engine->turn(Duration{});
        if (!mustRestart())
          m_engine->refund(ref, kAlone, [](const Result<api::PaymentView>&) {});
      }
      turnUntil([done] { return *done; }, 100);
      turnUntil([synced] { return *synced; }, 20'000);
      if (*decided && (alone || !mayBe))
        violate("I4 decided by one, or too early: " + ref.str());
    }
  }

  // What was delivered twice they can only take note of.
  void acknowledge() {
    std::vector<PaymentRef> twice;
    for (const auto& [ref, row] : m_disk.payments)
      if (row.payment.state == PaymentState::Succeeded && !row.payment.conflict.empty())
        twice.push_back(ref);
    for (const PaymentRef& ref : twice) {
      if (!isUp())
        return;
      const auto done = std::make_shared<bool>(false);
      const Approval approval{UserName("sri"), UserName("budi"), false, "menurut laporan pemasok"};
      m_engine->decide(ref, {ManualOutcome::Acknowledged, approval, {}},
                       [this, done, ref](const Result<api::PaymentView>& view) {
                         *done = true;
                         if (!view)
                           violate("I9 a conflict that people cannot clear: " + ref.str());
                       });
      turnUntil([done] { return *done; }, 100);
    }
  }

  void giveBack() {
    std::vector<PaymentRef> due;
    for (const auto& [ref, row] : m_disk.payments)
      if (row.payment.state == PaymentState::RefundDue || row.payment.leftover.isPositive())
        due.push_back(ref);
    for (const PaymentRef& ref : due) {
      const auto done = std::make_shared<bool>(false);
      m_engine->refund(ref, kAlone, [done](const Result<api::PaymentView>&) { *done = true; });
      turnUntil([done] { return *done; }, 100);
    }
  }

  bool somethingIsOpen() const {
    return std::any_of(m_disk.payments.begin(), m_disk.payments.end(),
                       [](const auto& one) { return one.second.task.has_value(); });
  }

  bool settled() const {
    return std::all_of(m_disk.payments.begin(), m_disk.payments.end(), [](const auto& one) {
      return isTerminal(one.second.payment.state) || one.second.payment.state == PaymentState::Review;
    });
  }

  void setClock() {
    m_clockWasSet = true;
    strikeAll(FaultKind::ClockSet);
    const auto by =
        static_cast<std::int64_t>(m_rng() % static_cast<std::uint64_t>(2 * kTenYears.ms)) - kTenYears.ms;
    // No system lets itself be set to before 1970 (Linux refuses it): a time of nothing has passed everywhere.
    const Instant to = std::max(m_clock.now() + Duration::millis(by), kFirstDay);
    m_clockWasSetBack = m_clockWasSetBack || to < m_clock.now();
    m_clock.set(to - m_clock.now());
    m_setInTurn = true;
    m_isSetUnheard = true;
    note("the clock was set");
  }

  static bool toldItsCost(const std::vector<PaymentEvent>& history, int attemptNo) {
    return std::any_of(history.begin(), history.end(), [attemptNo](const PaymentEvent& event) {
      const auto* done = std::get_if<SucceededEvent>(&event.body);
      const auto* late = std::get_if<LateSuccessEvent>(&event.body);
      return (done != nullptr && done->attemptNo == attemptNo && done->code != "decided") ||
             (late != nullptr && late->attemptNo == attemptNo && late->code != "decided");
    });
  }

  void judge() {
    std::map<std::string, std::vector<std::pair<const Effect*, const FarSide*>>> effects;
    for (const auto& [id, side] : m_farSides) {
      if (!side->complaint().empty())
        violate("I6 " + side->complaint());
      for (const Effect& effect : side->effects()) effects[effect.number].emplace_back(&effect, side.get());
    }
    std::set<std::string> numbers;
    Money held;
    Money refundsDue;
    Money taken;
    for (const auto& [ref, row] : m_disk.payments) {
      const Payment& payment = row.payment;
      numbers.insert(payment.number);
      if (std::count_if(row.history.begin(), row.history.end(), [](const PaymentEvent& event) {
            return kindOf(event.body) == EventKind::Refunded;
          }) > 1)
        violate("I7 the cash went back twice: " + ref.str());
      ++m_coverage.states[indexOf(payment.state)];
      const auto done = effects.find(payment.number);
      const std::size_t times = done == effects.end() ? 0 : done->second.size();
      const auto who = [&ref = ref, &payment] {
        return ref.str() + " (" + std::string(wordOf(payment.state)) + ", " + payment.reason + ")";
      };
      const bool wasDecided =
          std::any_of(row.history.begin(), row.history.end(),
                      [](const PaymentEvent& event) { return kindOf(event.body) == EventKind::Decided; });
      const bool byPeople = wasDecided && m_decided.count(ref) > 0;
      // Nobody can protect a counter from what an upstream does against its word before it says so.
      const auto isHonest = [](const auto& one) { return !one.first->brokeItsWord; };
      const auto honest = times == 0 ? 0 : std::count_if(done->second.begin(), done->second.end(), isHonest);
      // Where references are forgotten, a clock that was set back makes an old one young again for the next process; and where they are at midnight,
      // one that was set anywhere has its midnight at another time. What such a repeat is answered says nothing of the first.
      const auto mayForget = [this](const FarSide& side) {
        const bool isByDay = capabilitiesOf(side.model()).sameEffect.kept == KeptFor::JakartaDay;
        return (m_clockWasSetBack && m_starts > 1) || (m_clockWasSet && isByDay);
      };
      const bool mayBeForgotten = times > 0 && std::any_of(done->second.begin(), done->second.end(), [&](const auto& one) {
                                    return one.second->wasForgotten(one.first->attemptRef) && mayForget(*one.second);
                                  });
      if (honest > 1 && !mayBeForgotten)
        violate("I2 paid " + std::to_string(honest) + " times: " + who());
      const auto effectOf = [&](const Attempt& attempt) -> const Effect* {
        if (times > 0)
          for (const auto& [effect, side] : done->second)
            if (effect->attemptRef == attempt.attemptRef)
              return effect;
        return nullptr;
      };
      const Attempt* live = payment.liveAttempt();
      // A second delivery is in the books as the loss that it is.
      for (const Attempt& attempt : payment.attempts) {
        const Effect* effect = effectOf(attempt);
        if (attempt.tookToo) {
          taken += attempt.cost;
          if (effect == nullptr || effect->price != attempt.cost)
            violate("I7 a loss of " + attempt.cost.text() + " that no upstream took: " + who());
        } else if (effect != nullptr && &attempt != live && !byPeople && !mayBeForgotten) {
          violate("I9 executed, and the books do not know of it: " + attempt.attemptRef.str() + " of " + who());
        }
      }
      switch (payment.state) {
        case PaymentState::Succeeded: {
          const Effect* mine = live == nullptr ? nullptr : effectOf(*live);
          if (times == 0 && !byPeople)
            violate("I4 succeeded without an effect: " + who());
          // Of two, people may have meant the one of which they had not heard yet.
          if (times > 0 && mine == nullptr && (honest > 0 || !byPeople))
            violate("I6 succeeded by another attempt than the one executed: " + who());
          // What it cost the people who decide do not know, unless the upstream has told; a settlement file tells.
          if (mine != nullptr && toldItsCost(row.history, live->no) && payment.cost != mine->price)
            violate("I7 the upstream took " + mine->price.text() + ", the books say " + payment.cost.text() + ": " +
                    who());
          taken += payment.cost;
          break;
        }
        case PaymentState::Failed:
        case PaymentState::Cancelled:
        case PaymentState::RefundDue:
        case PaymentState::Refunded:
        case PaymentState::Reversed:
          if (times != 0 && !byPeople && !mayBeForgotten)
            violate("I4 not paid by our books, and executed: " + who());
          break;
        case PaymentState::Review:
          if (!payment.cashWentBack())
            held += payment.held;
          break;
        case PaymentState::Accepted:
        case PaymentState::Sending:
        case PaymentState::Pending:
        case PaymentState::Suspect:
          violate("I17 still open after the faults have stopped: " + who());
          break;
      }
      if (payment.state == PaymentState::RefundDue)
        refundsDue += payment.held;
      refundsDue += payment.leftover;
      // I15: the row is the fold of its history, and every step is in the table.
      Payment folded = start(std::get<AcceptedEvent>(row.history.front().body));
      for (std::size_t i = 1; i < row.history.size(); ++i) {
        ++m_coverage.states[indexOf(folded.state)];
        m_coverage.take(folded.state, kindOf(row.history[i].body));
        if (!next(folded.state, kindOf(row.history[i].body)))
          return violate("I15 a step that the table does not have: " + who());
        apply(folded, row.history[i]);
      }
      if (folded.state != payment.state || folded.held != payment.held)
        violate("I15 the row is not what its history says: " + who());
    }
    for (const PaymentRef& ref : m_acknowledged)
      if (m_disk.payments.count(ref) == 0)
        violate("I3 lost: " + ref.str());
    for (const auto& [number, done] : effects)
      if (numbers.count(number) == 0)
        violate("I3 executed for a number that no payment knows: " + number);
    // I7: the books balance, and say what is held, owed and spent.
    Money sum;
    for (const ports::AccountBalance& one : m_disk.balances) sum += one.balance;
    if (!sum.isZero())
      violate("I7 the trial balance is " + sum.text());
    if (const Money inBooks = m_disk.balanceOf({AccountKind::Held, {}}); inBooks != Money{} - held)
      violate("I7 held is " + inBooks.text() + " and should be " + held.text());
    if (const Money inBooks = m_disk.balanceOf({AccountKind::RefundsDue, {}});
        inBooks != Money{} - refundsDue)
      violate("I7 refunds due are " + inBooks.text());
    // Of what the owner put in, told at the first balance.
    Money spent = Money{} - m_disk.balanceOf({AccountKind::Capital, {}});
    for (const auto& [id, side] : m_farSides) spent -= m_disk.balanceOf({AccountKind::Deposit, id});
    if (spent != taken)
      violate("I7 the deposits paid " + spent.text() + ", successes cost " + taken.text());
  }

  // The disk as one process has it: it fails when the schedule says so, and is gone when the process is.
  class Gate final : public ports::Store {
   public:
    explicit Gate(World& world) : m_world(world), m_store(world.m_disk, world.m_broken) {}
    bool isDead() const { return m_dead; }
    Status commit(const ports::UnitOfWork& work) override {
      if (m_world.m_dead)
        return fail(ErrorCode::DiskFault, "dead");
      if (m_world.m_plant == Plant::DiskForgets)
        m_world.m_diskBefore = m_world.m_disk;
      if (!work.empty()) {
        if (strikes(FaultKind::DiskFull, work))
          m_store.failNext(DiskFault::Full);
        else if (strikes(FaultKind::DiskBroken, work))
          breakNow(DiskFault::Broken);
        else if (strikes(FaultKind::DiskBrokenBehind, work))
          breakNow(DiskFault::BrokenBehind);
      }
      const Status done = m_store.commit(work);
      if (done && !work.empty())
        ++m_world.m_coverage.commits;
      if (done || done.error().code == ErrorCode::CommitUnsure)
        m_world.noteDue(work);
      if (done)
        m_world.judgeAccepted(work);
      else
        m_world.m_diskWasFaulty = true;
      return done;
    }
    Status canAccept() override { return m_store.canAccept(); }
    Result<std::vector<OpenPayment>> openPayments() override {
      return read([&] { return m_store.openPayments(); });
    }
    Result<std::optional<Payment>> payment(const PaymentRef& ref) override {
      return read([&] { return m_store.payment(ref); });
    }
    Result<std::optional<Payment>> byClientRef(const ClientRef& ref) override {
      return read([&] { return m_store.byClientRef(ref); });
    }
    Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) override {
      return read([&] { return m_store.byClaimCode(code); });
    }
    Result<std::vector<ports::PaymentRow>> payments(const ports::PaymentQuery& query) override {
      return read([&] { return m_store.payments(query); });
    }
    Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) override {
      return read([&] { return m_store.history(ref); });
    }
    Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                           const BusinessDate& date) override {
      return read([&] { return m_store.sameToday(product, number, date); });
    }
    Result<std::vector<ports::DayTransfer>> transfersOn(const BusinessDate& date) override {
      return read([&] { return m_store.transfersOn(date); });
    }
    Result<ports::DayTotals> totalsOf(const BusinessDate& date) override {
      return read([&] { return m_store.totalsOf(date); });
    }
    Result<std::vector<ports::SavedCustomer>> customers(const std::string& text, int limit) override {
      return read([&] { return m_store.customers(text, limit); });
    }
    Result<std::vector<ports::AccountBalance>> balances() override {
      return read([&] { return m_store.balances(); });
    }
    Result<std::vector<ports::AccountBalance>> standing() override {
      return read([&] { return m_store.standing(); });
    }
    Result<ports::LedgerTrial> trial() override {
      return read([&] { return m_store.trial(); });
    }
    Result<ports::TillState> till() override {
      return read([&] { return m_store.till(); });
    }
    Result<std::optional<ports::ShiftFigures>> shiftFigures() override {
      return read([&] { return m_store.shiftFigures(); });
    }
    Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override {
      return read([&] { return m_store.account(account, limit); });
    }
    Result<std::vector<Product>> catalogue() override {
      return read([&] { return m_store.catalogue(); });
    }
    Result<std::map<std::string, std::string>> settings() override {
      return read([&] { return m_store.settings(); });
    }
    Result<std::vector<ports::Batch>> batches(int limit) override {
      return read([&] { return m_store.batches(limit); });
    }
    Result<std::optional<ports::Batch>> batch(const BatchId& id) override {
      return read([&] { return m_store.batch(id); });
    }
    Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override {
      return read([&] { return m_store.confirmations(ref); });
    }
    Result<std::vector<confirmation::Delivery>> openConfirmations() override {
      return read([&] { return m_store.openConfirmations(); });
    }
    Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override {
      return read([&] { return m_store.newestConfirmations(limit); });
    }
    Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override {
      return read([&] { return m_store.prints(ref); });
    }
    Result<std::vector<ports::PrintJob>> newestPrints(int limit) override {
      return read([&] { return m_store.newestPrints(limit); });
    }
    ports::ReconcileReader* reconcile() override { return m_store.reconcile(); }
    ports::PeopleReader* people() override { return m_store.people(); }
    ports::ComplaintReader* complaints() override { return m_store.complaints(); }

   private:
    bool strikes(FaultKind kind, const ports::UnitOfWork& work) {
      if (!m_world.fault(kind))
        return false;
      m_world.note(nameOf(kind));
      for (const ports::PaymentChange& change : work.payments)
        m_world.m_coverage.strike(kind, change.after.state);
      return true;
    }
    template <typename Read>
    auto read(const Read& read) -> decltype(read()) {
      if (m_world.fault(FaultKind::DiskUnreadable)) {
        m_world.m_diskWasFaulty = true;
        m_world.note(nameOf(FaultKind::DiskUnreadable));
        m_world.strikeAll(FaultKind::DiskUnreadable);
        return fail(ErrorCode::DiskFault, "simulated");
      }
      return read();
    }
    void breakNow(DiskFault fault) {
      m_store.failNext(fault);
      m_dead = true;
    }
    World& m_world;
    MemoryStore m_store;
    bool m_dead = false;
  };

  Rng m_rng;
  Rng m_noticeRng;
  Rng m_takeBackRng;
  Rng m_paysRefusedRng;
  Plant m_plant;
  bool m_keep;
  Coverage& m_coverage;
  std::array<int, kFaultKinds> m_percent{};
  bool m_quiet = false;
  bool m_dead = false;
  bool m_clockWasSet = false;
  bool m_clockWasSetBack = false;
  bool m_setInTurn = false;
  bool m_isSetUnheard = false;  // the clock, and no turn has ended since
  bool m_diskWasFaulty = false;  // for this process
  bool m_pressesAgain = false;
  bool m_recordsUnsigned = false;
  bool m_balancesAreTold = false;
  bool m_tells = false;  // its upstreams tell by themselves
  bool m_isWindow = false;  // stays open, and works by itself
  bool m_watches = false;   // what a window owes is reckoned: its upstreams have signed
  bool m_isRush = false;  // a queue of customers at an upstream that has gone silent
  int m_starts = 0;       // of the program
  int m_strikes = 0;  // of the network
  OfflineLimits m_limits;
  SimClock m_clock;
  SimNetwork m_network;
  SimEntropy m_entropy;
  SilentLog m_log;
  Disk m_disk;
  Disk m_diskBefore;  // before the last commit, for the disk that forgets
  std::string m_broken;
  std::map<UpstreamId, std::unique_ptr<FarSide>> m_farSides;
  std::unique_ptr<Gate> m_store;
  std::unique_ptr<engine::Engine> m_engine;
  std::set<PaymentRef> m_acknowledged;
  std::map<PaymentRef, api::SellRequest> m_orders;
  int m_asks = 0;
  std::set<PaymentRef> m_decided;  // by people, before everything had arrived
  std::map<AttemptRef, std::string> m_bodies;
  std::map<AttemptRef, Duration> m_lastCall;
  std::set<AttemptRef> m_awaited;  // called about, and no answer yet
  std::vector<std::pair<AttemptRef, Verdict>> m_notices;
  // What upstreams have taken back or paid against their word, by the number of its notice, until it is acknowledged.
  std::map<std::size_t, UpstreamId> m_untold;
  std::set<AttemptRef> m_mayBeTakenBack;
  int m_takeBacks = 0;  // of what was paid against its word, and still to come
  std::vector<AttemptRef> m_heard;            // successes, in this turn
  std::map<PaymentRef, Duration> m_dueAfter;  // by the time that passed, not by any clock on the wall
  std::map<PaymentRef, Duration> m_dueBefore;  // what was due then, before that was written
  Vigil m_vigil;
  std::map<AttemptRef, Instant> m_inquiries;
  std::map<AttemptRef, int> m_calls;  // that were tried, whatever became of them
  std::string m_violation;
  std::vector<std::string> m_history;
};

Capabilities SimUpstream::capabilities(ProductKind) const {
  return m_world.recordOf(m_farSide);
}
void SimUpstream::priceList(std::function<void(ports::PriceListReply)> done) {
  m_world.priceListAt(m_id, m_farSide, std::move(done));
}
void SimUpstream::inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) {
  m_world.inquireAt(m_id, m_farSide, order, std::move(done));
}
void SimUpstream::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  m_world.payAt(m_id, m_farSide, attempt, std::move(done));
}
void SimUpstream::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  m_world.askAt(m_id, m_farSide, attempt, std::move(done));
}
Result<ports::NoticeReading> SimUpstream::readNotice(const Notice& notice) const {
  const auto& [attempt, verdict] = m_world.noticeOf(notice);
  return ports::NoticeReading{attempt, [said = verdict](const Attempt&) { return said; }};
}
void SimUpstream::balance(std::function<void(ports::BalanceReply)> done) {
  m_world.balanceAt(m_id, m_farSide, std::move(done));
}

}  // namespace

Outcome runSchedule(std::uint64_t seed, History history, Coverage& coverage, Plant plant) {
  World world(seed, history, coverage, plant);
  return world.run();
}

}  // namespace loket::simulator
