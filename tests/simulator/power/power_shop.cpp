#include "tests/simulator/power/power_shop.h"

#include <utility>

#include <sqlite3.h>

#include "core/base/check.h"
#include "tests/simulator/power/power_gate.h"
#include "tests/simulator/power/power_vfs.h"
#include "tests/simulator/power/premises.h"

namespace loket::simulator {

using adapters::SqlcipherStore;

namespace {

constexpr std::int64_t kDeposit = 5'000'000;
constexpr Duration kLatency = Duration::millis(200);
constexpr Duration kTimeout = Duration::seconds(30);

Verdict verdict(VerdictKind kind, const char* code) {
  Verdict made;
  made.kind = kind;
  made.code = code;
  return made;
}

}  // namespace

class PowerShop::Paper final : public ports::Printer {
 public:
  explicit Paper(PowerShop& shop) : m_shop(shop) {}
  ports::PrintReport print(const ports::PrintOrder& order) override {
    // The engine's thread waits for this one.
    if (!m_shop.isDead())
      ++m_shop.m_papers[m_shop.m_last];
    return {ports::PrintReport::End::Sent, order.bytes.size(), {}};
  }

 private:
  PowerShop& m_shop;
};

PowerShop::PowerShop(const PowerPlan& plan, Telling telling)
    : m_plan(plan),
      m_tells(telling == Telling::History),
      m_disk(plan.seed),
      m_journal(m_disk),
      m_wire(m_clock) {
  const Template& first = morning();
  putIn(&m_disk);
  PowerDisk::Image image;
  for (const auto& [name, bytes] : first.image) image.emplace(doorplate().home() + name, bytes);
  m_disk.load(image);
  m_model = first.model;
  if (plan.plant == PowerPlant::SyncIsNothing)
    m_disk.lie(DiskLie::SyncIsNothing);
  if (plan.plant == PowerPlant::DiskRots)
    m_disk.lie(DiskLie::RotsAfterwards);
}

PowerShop::~PowerShop() {
  end();
  putIn(nullptr);
}

PowerOutcome PowerShop::run() {
  planNext();
  boot();
  for (const Step step : m_plan.steps) {
    if (!ok())
      break;
    note(nameOf(step));
    take(step);
    if (ok() && mustBoot())
      boot();
  }
  countFirstLife();
  settleAll();
  m_outcome.io = m_disk.coverage;
  m_outcome.violation = m_violation;
  return std::move(m_outcome);
}

void PowerShop::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  if (isDead())
    return;
  const std::string number = attempt.body.substr(attempt.body.find('|') + 1);
  const auto given = m_fates.find(number);
  const Fate fate = given == m_fates.end() ? Fate::Succeeds : given->second;
  if (given != m_fates.end())
    given->second = fate == Fate::RefusedHereThenLost ? Fate::AnswerLost : Fate::Succeeds;
  note("pay " + attempt.attemptRef.str());
  if (fate == Fate::NoWay) {
    later(kLatency, [done = std::move(done)] { done(verdict(VerdictKind::NotSent, "connect")); });
    return;
  }
  // I6: one reference, one body.
  const auto [sent, isNew] = m_sent.emplace(attempt.attemptRef, attempt.body);
  if (!isNew && sent->second != attempt.body)
    violate("I6 another body under the same reference: " + attempt.attemptRef.str());
  if (fate == Fate::RequestLost) {
    later(kTimeout, [done = std::move(done)] { done(verdict(VerdictKind::Unknown, "timeout")); });
    return;
  }
  if (fate == Fate::Refused || fate == Fate::RefusedHere || fate == Fate::RefusedHereThenLost) {
    Verdict refused = verdict(VerdictKind::Failed, fate == Fate::Refused ? "54" : "70");
    refused.elsewhere = fate == Fate::Refused ? Elsewhere::No : Elsewhere::MayBeTried;
    m_refused.emplace(attempt.attemptRef, refused);
    later(kLatency, [done = std::move(done), refused] { done(refused); });
    return;
  }
  // It does not remember references: every request is a payment.
  if (m_plan.plant != PowerPlant::UpstreamOnlySays)
    m_effects[number] += m_plan.plant == PowerPlant::UpstreamPaysTwice ? 2 : 1;
  m_paidRefs.insert(attempt.attemptRef);
  if (fate == Fate::AnswerLost)
    later(kTimeout, [done = std::move(done)] { done(verdict(VerdictKind::Unknown, "timeout")); });
  else
    later(kLatency, [done = std::move(done), ref = attempt.attemptRef] { done(successOf(ref)); });
}

void PowerShop::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  if (isDead())
    return;
  Verdict answer = verdict(VerdictKind::NotFound, "404");
  if (m_paidRefs.count(attempt.attemptRef) > 0)
    answer = successOf(attempt.attemptRef);
  else if (const auto refused = m_refused.find(attempt.attemptRef); refused != m_refused.end())
    answer = refused->second;
  later(kLatency, [done = std::move(done), answer] { done(answer); });
}

Verdict PowerShop::successOf(const AttemptRef& ref) {
  Verdict made = verdict(VerdictKind::Succeeded, "00");
  made.serial = "SN" + ref.str();
  return made;
}

void PowerShop::note(std::string what) {
  if (m_tells)
    m_outcome.history.push_back(toRfc3339(m_clock.now()) + "  " + std::move(what));
}

void PowerShop::violate(std::string why) {
  note("VIOLATION " + why);
  if (m_violation.empty())
    m_violation = std::move(why);
}

void PowerShop::planNext() {
  if (m_nextEvent >= m_plan.events.size()) {
    m_disk.plan(DiskEvent::None, 0);
    return;
  }
  const auto& [event, call] = m_plan.events[m_nextEvent++];
  m_disk.plan(event, call);
  note(std::string("planned: ") + nameOf(event) + " at " + std::to_string(call));
}

void PowerShop::countFirstLife() {
  if (m_outcome.calls == 0) {
    m_outcome.calls = m_disk.calls();
    m_outcome.changes = m_disk.changes();
  }
}

void PowerShop::end() {
  m_wire.abandonAll();
  m_engine.reset();
  m_gate.reset();
  m_real.reset();
  m_stopped = false;
}

void PowerShop::boot() {
  constexpr int kTriesMax = 6;
  for (int tries = 0; tries < kTriesMax && ok(); ++tries) {
    if (m_stopped && !m_disk.isOff())
      probeStopped();
    if (const auto struck = m_disk.takeStruck())
      m_outcome.struck.push_back(*struck);
    end();
    if (m_disk.isOff()) {
      countFirstLife();
      ++m_outcome.cuts;
      note("the power comes back");
      m_disk.powerOn(PowerDisk::Care::AsItIs);
      planNext();
    }
    if (open())
      return;
    if (!m_disk.isOff() && (m_disk.isBroken() || m_disk.isFull()))
      return;  // until somebody mends it
  }
  if (ok() && m_engine == nullptr)
    violate("I10 the shop never opens again");
}

bool PowerShop::open() {
  ++m_outcome.lives;
  doorplate().show(m_disk.exists(doorplate().path()) ? std::optional(m_disk.sizeOf(doorplate().path()))
                                                     : std::nullopt);
  const std::uint64_t before = m_disk.changes();
  const std::uint64_t errors = m_disk.errors();
  auto opened = openStore();
  if (m_disk.isOff())
    return false;
  if (!opened) {
    note("cannot open: " + std::string(wordOf(opened.error().code)) + " " + opened.error().detail);
    if (m_disk.errors() == errors)
      violate("I10 the database cannot be opened: " + opened.error().detail);
    return false;
  }
  m_real = std::move(*opened);
  m_sqlite = lastConnection();
  m_gate = std::make_unique<Gate>(*this);
  if (m_plan.log == LogLength::Short)
    sqlite3_exec(m_sqlite, "PRAGMA wal_autocheckpoint=20", nullptr, nullptr, nullptr);
  if (m_plan.plant == PowerPlant::CreditsForgotten)
    sqlite3_exec(m_sqlite, "DROP INDEX IF EXISTS credit_pays_once; DROP TRIGGER IF EXISTS collection_is_used_once", nullptr, nullptr,
                 nullptr);
  if (m_plan.plant == PowerPlant::SynchronousNormal)
    sqlite3_exec(m_sqlite, "PRAGMA synchronous=NORMAL", nullptr, nullptr, nullptr);
  judgeDisk();
  if (m_disk.isOff() || m_disk.errors() != errors || !ok())
    return false;
  engine::Options options;
  options.dispatching = engine::Dispatching::OnDemand;
  options.user = UserName("sri");
  engine::World world{*m_gate,
                      m_wire,
                      m_clock,
                      m_entropy,
                      m_log,
                      m_probe,
                      [this](const UpstreamSettings& settings,
                             const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                        return std::make_unique<Biller>(settings.id, *this);
                      },
                      [this](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
                        return std::make_unique<Paper>(*this);
                      },
                      nullptr,
                      nullptr};
  world.openFile = [this](const std::string&) -> Result<std::unique_ptr<ports::PagedFile>> {
    return pagesOf(settlementOfToday());
  };
  m_engine = std::make_unique<engine::Engine>(std::move(world), options);
  m_engine->onEvent = [this](const api::Event& event) {
    if (std::holds_alternative<api::CoreStopped>(event))
      m_stopped = true;
    if (const auto* print = std::get_if<api::PrintChanged>(&event))
      m_queuedPrint = m_queuedPrint || print->print.outcome == api::PrintOutcome::Queued;
  };
  const Status started = m_engine->open();
  if (m_outcome.lives == 2)
    m_outcome.recoveryChanges = m_disk.changes() - before;
  if (!started) {
    note("cannot start: " + started.error().detail);
    m_stopped = true;
  }
  return !mustBoot();
}

Result<std::unique_ptr<SqlcipherStore>> PowerShop::openStore() {
  auto home = adapters::openHomeStore(doorplate().home(), dataKey(), optionsFor(m_journal, m_plan.log));
  if (!home)
    return fail(home.error());
  for (const std::string& told : home->notes) note("told: " + told);
  return std::move(home->store);
}

// I11: a program that has stopped takes nothing more.
void PowerShop::probeStopped() {
  if (m_engine == nullptr || !m_gate->isWorthless())
    return;
  if (m_gate->canAccept())
    violate("I11 a broken handle says that it can accept");
  api::SellRequest request = requestFor(kPulsa, "081234009999", 9999);
  m_engine->sell(request, [this](const Result<api::PaymentView>& view) {
    if (view)
      violate("I11 sold on a broken handle: " + view->payment.ref.str());
  });
  for (int turn = 0; turn < 3; ++turn) m_engine->turn(Duration::seconds(1));
}

bool PowerShop::turnUntil(const std::function<bool()>& done, int turnsMax) {
  for (int turn = 0; turn < turnsMax && !done() && ok(); ++turn) {
    if (mustBoot())
      return false;
    m_engine->turn(Duration::seconds(1));
  }
  return done();
}

void Biller::inquire(const ports::InquiryOrder&, std::function<void(ports::InquiryReply)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [done = std::move(done)] {
    ports::InquiryReply reply;
    reply.verdict = verdict(VerdictKind::Succeeded, "00");
    reply.customerName = "BUDI SANTOSO";
    reply.amount = Money::rupiah(80'000);
    reply.adminFee = Money::rupiah(2'500);
    reply.cost = Money::rupiah(81'500);
    done(reply);
  });
}

void Biller::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  m_shop.pay(attempt, std::move(done));
}

void Biller::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  m_shop.ask(attempt, std::move(done));
}

void Biller::statement(const ports::StatementOrder&, std::function<void(ports::StatementReply)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [this, done = std::move(done)] {
    done({verdict(VerdictKind::Succeeded, "00"), m_shop.bank().statement()});
  });
}

void Biller::collect(const Collection& collection, std::string_view, std::function<void(CollectionTold)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [told = m_shop.bank().collect(collection), done = std::move(done)] { done(told); });
}

void Biller::askCollection(const Collection& collection, std::function<void(CollectionTold)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [told = m_shop.bank().tell(collection.id, m_shop.now()), done = std::move(done)] { done(told); });
}

void Biller::balance(std::function<void(ports::BalanceReply)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [done = std::move(done)] {
    done({verdict(VerdictKind::Succeeded, "00"), Money::rupiah(kDeposit)});
  });
}

}  // namespace loket::simulator
