#include "tests/simulator/power/shop.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>

#include <sqlite3.h>

#include "core/adapters/store/home_store.h"
#include "core/adapters/store/payment_json.h"
#include "core/engine/config_record.h"
#include "core/engine/engine.h"
#include "tests/simulator/memory_store.h"
#include "tests/simulator/power/power_journal.h"
#include "tests/simulator/power/power_vfs.h"
#include "tests/support/virtual_world.h"

namespace loket::simulator {
namespace {

using adapters::SqlcipherStore;

constexpr const char* kPulsa = "pulsa-telkomsel-10000";
constexpr const char* kBill = "pdam-kota";
constexpr std::int64_t kDeposit = 5'000'000;
constexpr std::int64_t kCashOut = 200'000;
constexpr const char* kOnTick = "Bu Tini";
constexpr Duration kLatency = Duration::millis(200);
constexpr Duration kTimeout = Duration::seconds(30);
const api::Second kNobodyElse{{}, {}, {}, true};
// How long a shop waits for a sync before it does something else.
constexpr Duration kPatience = Duration::minutes(8);

SecretBytes dataKey() {
  std::vector<std::uint8_t> bytes(32);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  return SecretBytes(std::move(bytes));
}

// The store looks at the real folder before it opens a database: is there a file, and is it one. So each
// thread has a folder, with a file as long as the one on the simulated disk.
class Doorplate {
 public:
  Doorplate() {
    // In memory where there is such a folder: other programs' writes need not hold up a simulated disk.
    const std::filesystem::path memory("/dev/shm");
    const auto where = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::random_device chance;
    do {
      m_folder = (where / ("loket-power-" + std::to_string(chance()))).string();
    } while (!std::filesystem::create_directory(m_folder));
  }
  ~Doorplate() {
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
  }
  Doorplate(const Doorplate&) = delete;
  Doorplate& operator=(const Doorplate&) = delete;

  const std::string& home() const { return m_folder; }
  std::string path() const { return adapters::databaseIn(m_folder); }
  void show(std::optional<std::size_t> size) {
    // Longer ones are all alike.
    if (size)
      size = std::min<std::size_t>(*size, 4096);
    if (size == m_shown)
      return;
    std::error_code ignored;
    std::filesystem::remove(path(), ignored);
    if (size) {
      std::ofstream(path()).put(' ');
      std::filesystem::resize_file(path(), *size, ignored);
    }
    m_shown = size;
  }

 private:
  std::string m_folder;
  std::optional<std::size_t> m_shown;
};

Doorplate& doorplate() {
  thread_local Doorplate plate;
  return plate;
}

Verdict verdict(VerdictKind kind, const char* code) {
  Verdict made;
  made.kind = kind;
  made.code = code;
  return made;
}

Product product(const char* id, const char* name, Family family, ProductKind kind, const char* sku,
                std::int64_t cost) {
  Product made;
  made.id = ProductId(id);
  made.name = name;
  made.category = "Pulsa";
  made.brand = "TELKOMSEL";
  made.family = family;
  made.kind = kind;
  Offer offer;
  offer.upstream = UpstreamId("one");
  offer.sku = Sku(sku);
  offer.cost = Money::rupiah(cost);
  offer.available = true;
  offer.multi = true;
  made.offers.push_back(offer);
  return made;
}

// Where money is. An account that was emptied has legs that no base of a sidecar brings forward: a leg of nothing is
// none.
std::string textOf(const std::vector<ports::AccountBalance>& balances) {
  std::map<std::string, Money> sums;
  for (const ports::AccountBalance& one : balances)
    if (!one.balance.isZero())
      sums[nameOf(one.account)] = one.balance;
  std::string text;
  for (const auto& [account, sum] : sums) text += (text.empty() ? "" : ", ") + account + " " + sum.text();
  return text;
}

ports::UnitOfWork furniture() {
  api::Config config;
  config.outlet.id = "SIM";
  config.outlet.name = "Warung";
  config.offline.maxCount = 100;
  config.printer.uri = "sim:";
  UpstreamSettings upstream;
  upstream.id = UpstreamId("one");
  upstream.protocol = "simulated";
  config.upstreams.push_back(upstream);
  Product pulsa = product(kPulsa, "Telkomsel 10.000", Family::Pulsa, ProductKind::Prepaid, "t10", 10'250);
  pulsa.denomination = Money::rupiah(10'000);
  pulsa.price = Money::rupiah(12'000);
  const Product bill = product(kBill, "PDAM KOTA", Family::Water, ProductKind::Bill, "pdam", 1'500);
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = std::vector<Product>{pulsa, bill};
  return work;
}

// A home as it is in the morning, made once by the real store.
struct Template {
  PowerDisk::Image image;  // by the names within the home
  Disk model;
};

adapters::HomeStoreOptions optionsFor(PowerJournal& journal, LogLength log) {
  constexpr std::uint64_t kShort = 4096;
  adapters::HomeStoreOptions options;
  options.disk = &journal;
  if (log == LogLength::Short)
    options.compactBytes = kShort;
  return options;
}

Template makeTemplate() {
  Template made;
  PowerDisk disk(1);
  PowerJournal journal(disk);
  putIn(&disk);
  doorplate().show(std::nullopt);
  std::string broken;
  MemoryStore model(made.model, broken);
  auto home =
      adapters::createHomeStore(doorplate().home(), dataKey(), optionsFor(journal, LogLength::AsItIs));
  LOKET_CHECK(home.has_value());
  LOKET_CHECK(home->store->commit(furniture()) && model.commit(furniture()));
  home->store.reset();
  disk.cut(DiskEvent::CutAfter);
  for (const auto& [name, bytes] : disk.keptImage())
    made.image.emplace(name.substr(doorplate().home().size()), bytes);
  putIn(nullptr);
  return made;
}

const Template& morning() {
  static const Template made = makeTemplate();
  return made;
}

// The wire; and the bell that the printer's thread rings.
class Wire final : public ports::Transport {
 public:
  explicit Wire(tests::VirtualClock& clock) : m_calls(clock) {}
  void later(Duration delay, std::function<void()> call) { m_calls.later(delay, std::move(call)); }
  void send(ports::HttpRequest, std::function<void(ports::HttpReply)>) override {}
  void poll(Duration timeout) override { m_calls.poll(timeout); }
  void wake() override {
    const std::lock_guard lock(m_mutex);
    ++m_rings;
    m_rung.notify_all();
  }
  int rings() {
    const std::lock_guard lock(m_mutex);
    return m_rings;
  }
  void waitForRing(int after) {
    std::unique_lock lock(m_mutex);
    m_rung.wait(lock, [this, after] { return m_rings > after; });
  }
  int inFlight() const override { return m_calls.inFlight(); }
  void abandonAll() override { m_calls.abandonAll(); }

 private:
  tests::VirtualTransport m_calls;
  std::mutex m_mutex;
  std::condition_variable m_rung;
  int m_rings = 0;
};

// What becomes of the first request for a number.
enum class Fate { Succeeds, AnswerLost, RequestLost, Refused, NoWay };

class Shop;

class Biller final : public ports::Upstream {
 public:
  Biller(UpstreamId id, Shop& shop) : m_id(std::move(id)), m_shop(shop) {}
  const UpstreamId& id() const override { return m_id; }
  Capabilities capabilities(ProductKind) const override {
    Capabilities promises;
    promises.askUntil = Duration::minutes(3);
    return promises;
  }
  bool canInquire(ProductKind kind, Family) const override { return kind == ProductKind::Bill; }
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override {
    return ports::PreparedAttempt{"/pay", order.attemptRef.str() + "|" + order.number};
  }
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  bool hasStatement() const override { return true; }
  void statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override { done({}); }

 private:
  UpstreamId m_id;
  Shop& m_shop;
};

class Shop {
 public:
  Shop(const PowerPlan& plan, Telling telling)
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
  ~Shop() {
    end();
    putIn(nullptr);
  }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  PowerOutcome run() {
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

  // ---- what the upstream meets
  bool isDead() const { return m_disk.isOff(); }
  void later(Duration delay, std::function<void()> call) { m_wire.later(delay, std::move(call)); }

  void pay(const Attempt& attempt, std::function<void(Verdict)> done) {
    if (isDead())
      return;
    const std::string number = attempt.body.substr(attempt.body.find('|') + 1);
    const auto given = m_fates.find(number);
    const Fate fate = given == m_fates.end() ? Fate::Succeeds : std::exchange(given->second, Fate::Succeeds);
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
    if (fate == Fate::Refused) {
      m_refused.insert(attempt.attemptRef);
      later(kLatency, [done = std::move(done)] { done(verdict(VerdictKind::Failed, "54")); });
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
  // What came into the shop's account, newest first.
  const std::vector<Credit>& credits() const { return m_credits; }
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) {
    if (isDead())
      return;
    Verdict answer = verdict(VerdictKind::NotFound, "404");
    if (m_paidRefs.count(attempt.attemptRef) > 0)
      answer = successOf(attempt.attemptRef);
    else if (m_refused.count(attempt.attemptRef) > 0)
      answer = verdict(VerdictKind::Failed, "54");
    later(kLatency, [done = std::move(done), answer] { done(answer); });
  }

 private:
  static Verdict successOf(const AttemptRef& ref) {
    Verdict made = verdict(VerdictKind::Succeeded, "00");
    made.serial = "SN" + ref.str();
    return made;
  }
  bool ok() const { return m_violation.empty(); }
  void note(std::string what) {
    if (m_tells)
      m_outcome.history.push_back(toRfc3339(m_clock.now()) + "  " + std::move(what));
  }
  void violate(std::string why) {
    note("VIOLATION " + why);
    if (m_violation.empty())
      m_violation = std::move(why);
  }

  // ---- lives of the program
  void planNext() {
    if (m_nextEvent >= m_plan.events.size()) {
      m_disk.plan(DiskEvent::None, 0);
      return;
    }
    const auto& [event, call] = m_plan.events[m_nextEvent++];
    m_disk.plan(event, call);
    note(std::string("planned: ") + nameOf(event) + " at " + std::to_string(call));
  }
  void countFirstLife() {
    if (m_outcome.calls == 0) {
      m_outcome.calls = m_disk.calls();
      m_outcome.changes = m_disk.changes();
    }
  }
  void end() {
    m_wire.abandonAll();
    m_engine.reset();
    m_gate.reset();
    m_real.reset();
    m_stopped = false;
  }
  // The program is gone or has said that it cannot go on.
  bool mustBoot() const { return m_disk.isOff() || m_engine == nullptr || m_stopped; }

  void boot() {
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

  bool open() {
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
      sqlite3_exec(m_sqlite, "DROP INDEX IF EXISTS credit_pays_once", nullptr, nullptr, nullptr);
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

  Result<std::unique_ptr<SqlcipherStore>> openStore() {
    auto home = adapters::openHomeStore(doorplate().home(), dataKey(), optionsFor(m_journal, m_plan.log));
    if (!home)
      return fail(home.error());
    for (const std::string& told : home->notes) note("told: " + told);
    return std::move(home->store);
  }

  // I11: a program that has stopped takes nothing more.
  void probeStopped() {
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

  bool turnUntil(const std::function<bool()>& done, int turnsMax) {
    for (int turn = 0; turn < turnsMax && !done() && ok(); ++turn) {
      if (mustBoot())
        return false;
      m_engine->turn(Duration::seconds(1));
    }
    return done();
  }

  // ---- what happens in a shop
  static api::SellRequest requestFor(const char* product, std::string number, int n) {
    api::SellRequest request;
    request.product = product;
    request.number = std::move(number);
    request.clientRef = ClientRef("order-" + std::to_string(n));
    return request;
  }

  void take(Step step) {
    switch (step) {
      case Step::SellOnline:
        return sell(kPulsa, Fate::Succeeds, api::Connectivity::WhenOnline);
      case Step::SellAnswerLost:
        return sell(kPulsa, Fate::AnswerLost, api::Connectivity::WhenOnline);
      case Step::SellRequestLost:
        return sell(kPulsa, Fate::RequestLost, api::Connectivity::WhenOnline);
      case Step::SellRefused:
        return sell(kPulsa, Fate::Refused, api::Connectivity::WhenOnline);
      case Step::SellNoWay:
        return sell(kPulsa, Fate::NoWay, api::Connectivity::WhenOnline);
      case Step::SellOffline:
        return sell(kPulsa, Fate::Succeeds, api::Connectivity::Never);
      case Step::SellBill:
        return sell(kBill, Fate::Succeeds, api::Connectivity::WhenOnline);
      case Step::SellBillOffline:
        return sell(kBill, Fate::Succeeds, api::Connectivity::Never);
      case Step::Sync:
        return sync(api::SyncRequest::Until::OnePass, kPatience);
      case Step::SyncUntilIdle:
        return sync(api::SyncRequest::Until::Idle, kPatience);
      case Step::Refund:
        return giveBack();
      case Step::Print:
        return print();
      case Step::Receipt:
        return receipt();
      case Step::Restart:
        if (!mustBoot())
          end();
        return;
      case Step::CashOut:
        return cashOut();
      case Step::SellOnBon:
        return sell(kPulsa, Fate::Succeeds, api::Connectivity::WhenOnline, kOnTick);
      case Step::PayBon:
        atTheTill(api::BonPayment{kOnTick, Money::rupiah(5'000)});
        return;
      case Step::Drawer:
        if (atTheTill(api::PayIn{Money::rupiah(50'000), "modal"}))
          atTheTill(api::PayOut{Money::rupiah(20'000), PaidTo::Expense, "kantong plastik", {}});
        return;
      case Step::Goods:
        atTheTill(api::GoodsSale{Money::rupiah(5'000), "kopi"});
        return;
      case Step::TopUp:
        return topUp();
      case Step::OpenShift:
        atTheTill(api::ShiftOpening{Money::rupiah(100'000), {}});
        return;
      case Step::CloseShift:
        atTheTill(api::ShiftClosing{Money::rupiah(90'000), "salah kembali"});
        return;
      case Step::Decide:
        return decide();
    }
  }

  void sell(const char* product, Fate fate, api::Connectivity connectivity, const char* bon = "") {
    const int n = ++m_sales;
    const bool bill = product == kBill;
    api::SellRequest request =
        requestFor(product, bill ? std::to_string(77'001'000 + n) : "08123400" + std::to_string(1000 + n), n);
    request.connectivity = connectivity;
    request.bon = bon;
    if (bill && connectivity == api::Connectivity::Never)
      request.amount = Money::rupiah(100'000);
    m_fates[request.number] = fate;
    // A cashier whose program died asks again with the same order.
    for (int tries = 0; tries < 4 && ok(); ++tries) {
      if (mustBoot())
        boot();
      if (mustBoot())
        return;
      const auto sold = std::make_shared<PaymentRef>();
      const auto answered = std::make_shared<bool>(false);
      m_engine->sell(request, [this, sold, answered](const Result<api::PaymentView>& view) {
        *answered = true;
        // What a dead program says reaches nobody.
        if (view && !isDead()) {
          *sold = view->payment.ref;
          m_acknowledged.insert(view->payment.ref);
        } else if (!view && !isDead()) {
          note("refused: " + std::string(wordOf(view.error().code)));
        }
      });
      turnUntil([answered] { return *answered; }, 200);
      if (!sold->empty()) {
        note("sold " + request.clientRef.str() + " as " + sold->str());
        m_last = *sold;
        if (connectivity != api::Connectivity::Never)
          await(*sold);
        return;
      }
      if (!mustBoot())
        return;
    }
  }

  void cashOut() {
    Credit credit;
    credit.upstream = UpstreamId("one");
    credit.id = "TX" + std::to_string(m_credits.size() + 1);
    credit.at = m_clock.now();
    credit.amount = Money::rupiah(kCashOut);
    credit.from = "SITI AMINAH";
    credit.into = "888801000157610";
    m_credits.insert(m_credits.begin(), credit);
    const api::CashOut command{credit.upstream, credit.id, credit.amount, Money::rupiah(2'500)};
    // Enough for both of them: it is not an empty drawer that says no to the second.
    if (!atTheTill(api::PayIn{credit.amount + credit.amount, "modal"}))
      return;
    // And somebody else at the counter, who has the same money on his list.
    for (int cashier = 0; cashier < 2 && ok(); ++cashier)
      if (atTheTill(command))
        ++m_handedOut[subjectOf(credit)];
  }
  void topUp() {
    const auto opened = atTheTill(api::TicketOpening{UpstreamId("one"), Money::rupiah(1'000'000), {}, {}});
    if (!opened || !opened->ticket)
      return;
    const TicketId id = opened->ticket->id;
    if (atTheTill(api::TicketTransfer{id, PaidFrom::Owner}))
      atTheTill(api::TicketCredit{id});
  }
  // By what the upstream really did, which two people have asked it on the telephone.
  void decide() {
    if (mustBoot())
      return;
    const auto everything = m_real->openPayments();
    if (!everything)
      return;
    for (const auto& open : *everything) {
      if (open.payment.state != PaymentState::Review || mustBoot())
        continue;
      api::Decision decision;
      decision.outcome = m_effects.count(open.payment.number) > 0 ? ManualOutcome::Succeeded : ManualOutcome::Failed;
      decision.approval = {UserName("sri"), UserName("budi"), false, "kata pemasok di telepon"};
      const auto done = std::make_shared<bool>(false);
      m_engine->decide(open.payment.ref, decision, [done](const Result<api::PaymentView>&) { *done = true; });
      turnUntil([done] { return *done; }, 100);
    }
  }
  // Whoever's program died asks again. Something when it was said to be done.
  std::optional<api::TillView> atTheTill(const api::TillCommand& command) {
    for (int tries = 0; tries < 4 && ok(); ++tries) {
      if (mustBoot())
        boot();
      if (mustBoot())
        return std::nullopt;
      const auto answer = std::make_shared<std::optional<Result<api::TillView>>>();
      m_engine->till(command, [this, answer](const Result<api::TillView>& view) {
        if (isDead())
          return;
        answer->emplace(view);
        if (!view)
          note("refused: " + std::string(wordOf(view.error().code)));
      });
      turnUntil([answer] { return answer->has_value(); }, 200);
      if (*answer && **answer)
        return ***answer;
      if (*answer && !mustBoot())
        return std::nullopt;
    }
    return std::nullopt;
  }

  void await(const PaymentRef& ref) {
    if (mustBoot())
      return;
    const auto done = std::make_shared<bool>(false);
    m_engine->await(ref, Duration::seconds(100), [done](const Result<api::PaymentView>&) { *done = true; });
    turnUntil([done] { return *done; }, 400);
  }

  void sync(api::SyncRequest::Until until, Duration limit) {
    if (mustBoot())
      return;
    m_clock.moveBy(Duration::minutes(11));
    const auto done = std::make_shared<bool>(false);
    m_engine->sync({until, limit}, {}, [done](const Result<api::BatchView>&) { *done = true; });
    turnUntil([done] { return *done; }, 2'000);
  }

  void giveBack() {
    if (mustBoot())
      return;
    const auto everything = m_real->openPayments();
    if (!everything)
      return;
    for (const auto& open : *everything) {
      if (open.payment.state != PaymentState::RefundDue || mustBoot())
        continue;
      const auto done = std::make_shared<bool>(false);
      m_engine->refund(open.payment.ref, kNobodyElse, [done](const Result<api::PaymentView>&) { *done = true; });
      turnUntil([done] { return *done; }, 100);
    }
  }

  void print() {
    if (mustBoot() || m_last.empty())
      return;
    const auto done = std::make_shared<bool>(false);
    m_queuedPrint = false;
    const int rings = m_wire.rings();
    m_engine->print(m_last.str(), [done](const Result<api::PrintView>&) { *done = true; });
    turnUntil([this, done] { return *done || m_queuedPrint; }, 20);
    // The printer has a thread of its own; nothing else happens until it is through.
    if (m_queuedPrint && !*done)
      m_wire.waitForRing(rings);
    turnUntil([done] { return *done; }, 20);
  }

  void receipt() {
    if (mustBoot() || m_last.empty())
      return;
    const auto done = std::make_shared<bool>(false);
    m_engine->receipt(m_last.str(), api::Copy::Issue, [this, done](const Result<api::ReceiptView>& view) {
      *done = true;
      if (view && !isDead())
        ++m_papers[m_last];
    });
    // Also when the answer came too early: what it promises is committed in the turn after it.
    bool turned = false;
    turnUntil([&turned, done] { return std::exchange(turned, true) && *done; }, 20);
  }

  // Phase two: the faults are over.
  void settleAll() {
    if (const auto struck = m_disk.takeStruck())
      m_outcome.struck.push_back(*struck);
    if (!ok())
      return;
    if (m_disk.isOff())
      ++m_outcome.cuts;
    note("the faults are over");
    m_nextEvent = m_plan.events.size();
    // Who has seen no fault goes on.
    if (mustBoot())
      end();
    m_disk.powerOn(PowerDisk::Care::Mended);
    if (mustBoot())
      boot();
    for (int round = 0; round < 4 && ok(); ++round) {
      if (mustBoot())
        boot();
      m_clock.moveBy(Duration::minutes(20));
      sync(api::SyncRequest::Until::Idle, Duration::days(9));
      giveBack();
      if (settled() && !mustBoot())
        break;
    }
    if (!ok())
      return;
    // What is settled is settled for ever.
    m_disk.cut(DiskEvent::CutBefore);
    const PowerDisk::Image left = m_disk.keptImage();
    boot();
    if (!ok())
      return;
    ++m_outcome.cuts;
    judgeEnd();
    if (!ok() || m_plan.integrity == PowerPlan::Integrity::Skip)
      return;
    // The same power cut takes the database along: nothing has repaired the sidecar in between.
    note("the power goes, and the database with it");
    end();
    m_disk.load(left);
    loseTheDatabase();
  }

  bool settled() const {
    return std::all_of(m_model.payments.begin(), m_model.payments.end(), [](const auto& one) {
      return isTerminal(one.second.payment.state) || one.second.payment.state == PaymentState::Review;
    });
  }

  // ---- oracles
  // I10: what is on the disk is exactly what was committed, with or without the unit of work of which nobody
  // knows.
  void judgeDisk() {
    const std::uint64_t errors = m_disk.errors();
    auto difference = differenceTo(m_model);
    if (difference && m_inFlight) {
      Disk after = m_model;
      std::string broken;
      static_cast<void>(MemoryStore(after, broken).commit(*m_inFlight));
      const auto other = differenceTo(after);
      if (!other) {
        m_model = std::move(after);
        difference.reset();
      } else {
        difference = *difference + "; or " + *other;
      }
    }
    // Who could not read has seen nothing.
    if (m_disk.isOff() || m_disk.errors() != errors)
      return;
    m_inFlight.reset();
    if (difference)
      return violate("I10 not what was committed: " + *difference);
    // I1: whatever went out is armed, with these bytes, in what was recovered.
    for (const auto& [ref, body] : m_sent) {
      const bool known = std::any_of(
          m_model.payments.begin(), m_model.payments.end(), [&ref = ref, &body = body](const auto& one) {
            const auto& attempts = one.second.payment.attempts;
            return std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& attempt) {
              return attempt.attemptRef == ref && attempt.body == body;
            });
          });
      if (!known)
        violate("I1 sent and not armed on the disk: " + ref.str());
    }
    // I3: whoever was told that his payment is taken finds it.
    for (const PaymentRef& ref : m_acknowledged)
      if (m_model.payments.count(ref) == 0)
        violate("I3 acknowledged and lost: " + ref.str());
    // I8: what is on paper is counted.
    for (const auto& [ref, papers] : m_papers) {
      const auto& jobs = m_model.prints[ref];
      if (std::count_if(jobs.begin(), jobs.end(), [](const auto& job) { return job.state == "issued" || job.state == "queued"; }) <
          papers)
        violate("I8 on paper and not counted: " + ref.str());
    }
    // I20: what came in once is handed out once, and what was handed out is in the books.
    std::map<std::string, int> paidOut;
    for (const TillEvent& event : m_model.cashOuts)
      if (++paidOut[event.subject] > 1)
        violate("I20 paid out twice in the books: " + event.subject);
    for (const auto& [subject, times] : m_handedOut)
      if (times > 1 || paidOut.count(subject) == 0)
        violate("I20 handed out " + std::to_string(times) + " times, and in the books " +
                std::to_string(paidOut.count(subject)) + " times: " + subject);
    // I7: money is neither made nor lost, and every balance is what its legs add up to.
    Money sum;
    for (const ports::AccountBalance& one : m_model.balances) sum += one.balance;
    if (!sum.isZero())
      violate("I7 the trial balance is " + sum.text());
    std::vector<std::string> rows;
    for (const auto& [name, balance] : m_model.balancesByName())
      rows.push_back(name + " " + std::to_string(balance.amount()));
    if (rowsOf("SELECT account || ' ' || amount FROM balances ORDER BY account") != rows &&
        m_disk.errors() == errors && !m_disk.isOff())
      violate("I7 balances are not what their legs add up to");
  }

  // What the store holds against what it should hold; nothing when it is the same.
  std::optional<std::string> differenceTo(const Disk& model) {
    if (auto difference = differenceInMoney(model))
      return difference;
    const auto batches = m_real->batches(100);
    if (!batches || batches->size() != model.batches.size())
      return std::string("batches");
    const auto products = m_real->catalogue();
    if (!products || products->size() != model.catalogue.size())
      return std::string("catalogue");
    const auto till = m_real->till();
    if (!till || till->tickets.size() != model.tickets.size())
      return std::string("tickets");
    return std::nullopt;
  }
  // The same without what a sidecar need not keep: results of syncs, price lists, and tickets whose money has come.
  std::optional<std::string> differenceInMoney(const Disk& model) {
    ports::PaymentQuery all;
    all.newestFirst = false;
    const auto rows = m_real->payments(all);
    if (!rows)
      return "payments cannot be read: " + rows.error().detail;
    if (rows->size() != model.payments.size())
      return std::to_string(rows->size()) + " payments instead of " + std::to_string(model.payments.size());
    for (const auto& row : *rows) {
      const auto at = model.payments.find(row.payment.ref);
      if (at == model.payments.end())
        return "a payment that nobody made: " + row.payment.ref.str();
      if (adapters::encodePayment(row.payment) != adapters::encodePayment(at->second.payment))
        return "payment " + row.payment.ref.str() + " is " + std::string(wordOf(row.payment.state)) +
               " and was " + std::string(wordOf(at->second.payment.state));
      const auto history = m_real->history(row.payment.ref);
      const auto& was = at->second.history;
      if (!history || !std::equal(history->begin(), history->end(), was.begin(), was.end(),
                                  [](const PaymentEvent& a, const PaymentEvent& b) {
                                    return a.at == b.at &&
                                           adapters::encodeEvent(a) == adapters::encodeEvent(b);
                                  }))
        return "history of " + row.payment.ref.str();
      const auto prints = m_real->prints(row.payment.ref);
      const auto jobs = model.prints.find(row.payment.ref);
      if (!prints || prints->size() != (jobs == model.prints.end() ? 0 : jobs->second.size()))
        return "prints of " + row.payment.ref.str();
    }
    const auto open = m_real->openPayments();
    if (!open)
      return "open payments cannot be read";
    for (const auto& one : *open) {
      const auto& task = model.payments.at(one.payment.ref).task;
      if (one.task.has_value() != task.has_value() ||
          (task && (one.task->kind != task->kind || one.task->dueAt != task->dueAt ||
                    one.task->tries != task->tries)))
        return "task of " + one.payment.ref.str();
    }
    const auto balances = m_real->balances();
    if (!balances)
      return "balances cannot be read";
    const std::string sums = textOf(*balances);
    if (const std::string was = textOf(model.balances); sums != was)
      return "balances: " + sums + " instead of " + was;
    const auto settings = m_real->settings();
    if (!settings || *settings != model.settings)
      return std::string("settings");
    const auto till = m_real->till();
    if (!till || !std::equal(till->cashOuts.begin(), till->cashOuts.end(), model.cashOuts.begin(),
                             model.cashOuts.end(), [](const TillEvent& a, const TillEvent& b) {
                               return a.subject == b.subject && a.amount == b.amount && a.at == b.at;
                             }))
      return std::string("what was paid out in cash");
    const auto isOpen = [](const std::optional<Shift>& shift) { return shift && shift->isOpen(); };
    if (till->shift.has_value() != isOpen(model.shift) ||
        (till->shift && (till->shift->id != model.shift->id || till->shift->floatCounted != model.shift->floatCounted)))
      return std::string("the shift");
    std::set<TicketId> kept;
    for (const Ticket& ticket : till->tickets) {
      kept.insert(ticket.id);
      const auto was = model.tickets.find(ticket.id);
      if (was == model.tickets.end() || was->second.state != ticket.state || was->second.amount != ticket.amount ||
          was->second.movedAt != ticket.movedAt)
        return "ticket " + ticket.id.str();
    }
    for (const auto& [id, ticket] : model.tickets)
      if (ticket.state != TicketState::Credited && kept.count(id) == 0)
        return "ticket " + id.str() + " is not there";
    return std::nullopt;
  }

  void judgeEnd() {
    std::set<std::string> numbers;
    for (const auto& [ref, row] : m_model.payments) {
      const Payment& payment = row.payment;
      numbers.insert(payment.number);
      const auto done = m_effects.find(payment.number);
      const int times = done == m_effects.end() ? 0 : done->second;
      const std::string who =
          ref.str() + " (" + std::string(wordOf(payment.state)) + ", " + payment.reason + ")";
      note("at the end " + who);
      if (times > 1)
        violate("I2 paid " + std::to_string(times) + " times: " + who);
      switch (payment.state) {
        case PaymentState::Succeeded:
          if (times != 1)
            violate("I4 succeeded without an effect: " + who);
          break;
        case PaymentState::Failed:
        case PaymentState::Cancelled:
        case PaymentState::Refunded:
        case PaymentState::Reversed:
          if (times != 0)
            violate("I4 not paid by our books, and executed: " + who);
          break;
        case PaymentState::Review:
          break;
        case PaymentState::Accepted:
        case PaymentState::Sending:
        case PaymentState::Pending:
        case PaymentState::Suspect:
        case PaymentState::RefundDue:
          violate("I17 still open after the faults have stopped: " + who);
          break;
      }
    }
    for (const auto& [number, times] : m_effects)
      if (numbers.count(number) == 0)
        violate("I3 executed for a number that no payment knows: " + number);
    if (m_plan.integrity == PowerPlan::Integrity::Skip)
      return;
    // The cipher's check reads the database's own pages, of which a log may hold newer ones.
    static_cast<void>(rowsOf("PRAGMA wal_checkpoint(TRUNCATE)"));
    // Every row of the answer counts: the first may be about one page of many.
    const auto sound = rowsOf("PRAGMA integrity_check");
    if (sound != std::vector<std::string>{"ok"})
      violate("integrity: " + (sound.empty() ? std::string("no answer") : sound.front()));
    const auto cipher = rowsOf("PRAGMA cipher_integrity_check");
    if (!cipher.empty())
      violate("integrity of the cipher: " + cipher.front());
    if (ok())
      loseTheDatabase();
  }

  void committed(const ports::UnitOfWork& work) {
    std::string broken;
    static_cast<void>(MemoryStore(m_model, broken).commit(work));
    if (!broken.empty())
      violate("store: " + broken);
    m_inFlight.reset();
  }

  // I12: without its database a home comes back from the sidecar.
  void loseTheDatabase() {
    end();
    for (const char* tail : {"", "-wal"}) static_cast<void>(m_journal.remove(doorplate().path() + tail));
    if (m_plan.plant == PowerPlant::SidecarLost)
      static_cast<void>(m_journal.remove(adapters::sidecarIn(doorplate().home())));
    auto again = openStore();
    if (!again)
      return violate("I12 no database from the sidecar: " + std::string(wordOf(again.error().code)) + " " +
                     again.error().detail);
    m_real = std::move(*again);
    if (const auto difference = differenceInMoney(m_model))
      violate("I12 the sidecar does not give back what was committed: " + *difference);
  }

  // What no port tells.
  std::vector<std::string> rowsOf(const char* sql) {
    std::vector<std::string> rows;
    sqlite3_exec(
        m_sqlite, sql,
        [](void* to, int columns, char** values, char**) {
          static_cast<std::vector<std::string>*>(to)->emplace_back(
              columns > 0 && values[0] != nullptr ? values[0] : "");
          return 0;
        },
        &rows, nullptr);
    return rows;
  }

  // The store as the program has it; what it answers is written down, and nothing of it is heard without
  // power.
  class Gate final : public ports::Store {
   public:
    explicit Gate(Shop& shop) : m_shop(shop) {}
    bool isWorthless() const { return m_worthless; }
    Status commit(const ports::UnitOfWork& work) override {
      if (m_shop.isDead())
        return fail(ErrorCode::DiskFault, "no power");
      if (work.empty())
        return real().commit(work);
      const PowerPlant plant = m_shop.m_plan.plant;
      if (const auto late = std::exchange(m_late, std::nullopt); late && real().commit(*late))
        m_shop.committed(*late);
      if (plant == PowerPlant::AnswersBeforeCommit && has(work, EventKind::Accepted))
        m_late = work;
      if (m_late || (plant == PowerPlant::SendsUnarmed && has(work, EventKind::Armed)) ||
          (plant == PowerPlant::PrintsUncounted && !work.prints.empty()))
        return {};
      const std::uint64_t errors = m_shop.m_disk.logErrors();
      // What is asked of a handle that has failed is refused; what was unsure before it stays unsure.
      if (!m_worthless)
        m_shop.m_inFlight = work;
      Status done = real().commit(work);
      if (m_shop.isDead())
        return fail(ErrorCode::DiskFault, "no power");
      if (!done)
        m_shop.note("commit: " + std::string(wordOf(done.error().code)) + " " + done.error().detail);
      if (plant == PowerPlant::SwallowsErrors)
        done = Status();
      if (plant == PowerPlant::BooksDrift)
        m_shop.rowsOf("UPDATE balances SET amount = amount + 1");
      if (done) {
        if (m_worthless)
          m_shop.violate("I11 committed after an error that is not a full disk");
        if (m_shop.m_disk.logErrors() != errors)
          m_shop.violate("I11 an error on the way to the disk was overlooked");
        m_shop.committed(work);
        return done;
      }
      const ErrorCode code = done.error().code;
      if (code != ErrorCode::CommitUnsure && !m_worthless)
        m_shop.m_inFlight.reset();
      if (code == ErrorCode::DiskFull)
        return done;
      m_worthless = true;
      if (plant != PowerPlant::GoesOnAfterErrors)
        return done;
      if (auto again = m_shop.openStore())
        m_shop.m_real = std::move(*again);
      return fail(ErrorCode::DiskFull, "as if it were a passing thing");
    }
    Status canAccept() override {
      LOKET_TRY(real().canAccept());
      // The same question about the simulated disk.
      if (m_shop.m_disk.isFull())
        return fail(ErrorCode::DiskFull, "simulated");
      return {};
    }
    Result<std::vector<OpenPayment>> openPayments() override { return heard(real().openPayments()); }
    Result<std::optional<Payment>> payment(const PaymentRef& ref) override {
      return heard(real().payment(ref));
    }
    Result<std::optional<Payment>> byClientRef(const ClientRef& ref) override {
      return heard(real().byClientRef(ref));
    }
    Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) override {
      return heard(real().byClaimCode(code));
    }
    Result<std::vector<ports::PaymentRow>> payments(const ports::PaymentQuery& query) override {
      return heard(real().payments(query));
    }
    Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) override {
      return heard(real().history(ref));
    }
    Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                           const BusinessDate& date) override {
      return heard(real().sameToday(product, number, date));
    }
    Result<std::vector<ports::DayTransfer>> transfersOn(const BusinessDate& date) override {
      return heard(real().transfersOn(date));
    }
    Result<ports::DayTotals> totalsOf(const BusinessDate& date) override {
      return heard(real().totalsOf(date));
    }
    Result<std::vector<ports::SavedCustomer>> customers(const std::string& text, int limit) override {
      return heard(real().customers(text, limit));
    }
    Result<std::vector<ports::AccountBalance>> balances() override { return heard(real().balances()); }
    Result<std::vector<ports::AccountBalance>> standing() override { return heard(real().standing()); }
    Result<ports::LedgerTrial> trial() override { return heard(real().trial()); }
    Result<ports::TillState> till() override {
      auto state = heard(real().till());
      if (state && m_shop.m_plan.plant == PowerPlant::CreditsForgotten)
        state->cashOuts.clear();
      return state;
    }
    Result<std::optional<ports::ShiftFigures>> shiftFigures() override {
      return heard(real().shiftFigures());
    }
    Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override {
      return heard(real().account(account, limit));
    }
    Result<std::vector<Product>> catalogue() override { return heard(real().catalogue()); }
    Result<std::map<std::string, std::string>> settings() override { return heard(real().settings()); }
    Result<std::vector<ports::Batch>> batches(int limit) override { return heard(real().batches(limit)); }
    Result<std::optional<ports::Batch>> batch(const BatchId& id) override { return heard(real().batch(id)); }
    Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override {
      return heard(real().confirmations(ref));
    }
    Result<std::vector<confirmation::Delivery>> openConfirmations() override {
      return heard(real().openConfirmations());
    }
    Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override {
      return heard(real().newestConfirmations(limit));
    }
    Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override {
      return heard(real().prints(ref));
    }
    Result<std::vector<ports::PrintJob>> newestPrints(int limit) override {
      return heard(real().newestPrints(limit));
    }

   private:
    // I11: whoever could not read has a broken handle too.
    template <typename T>
    Result<T> heard(Result<T> answer) {
      m_worthless = m_worthless || (!answer && answer.error().code != ErrorCode::DiskFull);
      return answer;
    }
    static bool has(const ports::UnitOfWork& work, EventKind kind) {
      for (const auto& change : work.payments)
        for (const auto& event : change.events)
          if (kindOf(event.body) == kind)
            return true;
      return false;
    }
    SqlcipherStore& real() { return *m_shop.m_real; }

    Shop& m_shop;
    bool m_worthless = false;
    std::optional<ports::UnitOfWork> m_late;
  };

  class Paper final : public ports::Printer {
   public:
    explicit Paper(Shop& shop) : m_shop(shop) {}
    ports::PrintReport print(const ports::PrintOrder& order) override {
      // The engine's thread waits for this one.
      if (!m_shop.isDead())
        ++m_shop.m_papers[m_shop.m_last];
      return {ports::PrintReport::End::Sent, order.bytes.size(), {}};
    }

   private:
    Shop& m_shop;
  };

  const PowerPlan& m_plan;
  bool m_tells;
  PowerOutcome m_outcome;
  PowerDisk m_disk;
  PowerJournal m_journal;
  tests::VirtualClock m_clock;
  Wire m_wire;
  tests::SeededEntropy m_entropy;
  tests::SilentLog m_log;
  tests::RecordingProbe m_probe;
  std::unique_ptr<SqlcipherStore> m_real;
  std::unique_ptr<Gate> m_gate;
  std::unique_ptr<engine::Engine> m_engine;
  sqlite3* m_sqlite = nullptr;
  bool m_stopped = false;
  bool m_queuedPrint = false;
  std::size_t m_nextEvent = 0;
  int m_sales = 0;
  PaymentRef m_last;
  // What was committed for certain, and the unit of work of which nobody knows.
  Disk m_model;
  std::optional<ports::UnitOfWork> m_inFlight;
  // What the world outside has seen.
  std::set<PaymentRef> m_acknowledged;
  std::map<PaymentRef, int> m_papers;
  std::map<AttemptRef, std::string> m_sent;
  std::map<std::string, Fate> m_fates;
  std::map<std::string, int> m_effects;
  std::set<AttemptRef> m_paidRefs;
  std::set<AttemptRef> m_refused;
  std::vector<Credit> m_credits;
  std::map<std::string, int> m_handedOut;
  std::string m_violation;
};

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
    done({verdict(VerdictKind::Succeeded, "00"), m_shop.credits()});
  });
}
void Biller::balance(std::function<void(ports::BalanceReply)> done) {
  if (m_shop.isDead())
    return;
  m_shop.later(kLatency, [done = std::move(done)] {
    done({verdict(VerdictKind::Succeeded, "00"), Money::rupiah(kDeposit)});
  });
}

}  // namespace

const char* nameOf(Step step) {
  switch (step) {
    case Step::SellOnline:
      return "sale, online";
    case Step::SellAnswerLost:
      return "sale, answer lost";
    case Step::SellRequestLost:
      return "sale, request lost";
    case Step::SellRefused:
      return "sale, refused";
    case Step::SellNoWay:
      return "sale, no way";
    case Step::SellOffline:
      return "sale, offline";
    case Step::SellBill:
      return "bill, online";
    case Step::SellBillOffline:
      return "bill, offline";
    case Step::Sync:
      return "sync";
    case Step::SyncUntilIdle:
      return "sync until idle";
    case Step::Refund:
      return "refund";
    case Step::Print:
      return "print";
    case Step::Receipt:
      return "receipt";
    case Step::Restart:
      return "restart";
    case Step::CashOut:
      return "cash-out";
    case Step::SellOnBon:
      return "sale on tick";
    case Step::PayBon:
      return "tick paid";
    case Step::Drawer:
      return "drawer";
    case Step::Goods:
      return "goods";
    case Step::TopUp:
      return "top-up";
    case Step::OpenShift:
      return "shift opened";
    case Step::CloseShift:
      return "shift closed";
    case Step::Decide:
      return "decision";
  }
  return "";
}

const char* nameOf(PowerPlant plant) {
  switch (plant) {
    case PowerPlant::None:
      return "none";
    case PowerPlant::SyncIsNothing:
      return "a disk that says synced and is not";
    case PowerPlant::DiskRots:
      return "a disk that rots";
    case PowerPlant::SynchronousNormal:
      return "synchronous=NORMAL";
    case PowerPlant::AnswersBeforeCommit:
      return "an answer before its commit";
    case PowerPlant::SwallowsErrors:
      return "errors swallowed";
    case PowerPlant::GoesOnAfterErrors:
      return "a program that goes on after an error";
    case PowerPlant::BooksDrift:
      return "balances that drift";
    case PowerPlant::UpstreamPaysTwice:
      return "an upstream that pays twice";
    case PowerPlant::UpstreamOnlySays:
      return "an upstream that only says so";
    case PowerPlant::SendsUnarmed:
      return "sent without being armed";
    case PowerPlant::PrintsUncounted:
      return "printed without being counted";
    case PowerPlant::SidecarLost:
      return "a sidecar that is lost";
    case PowerPlant::CreditsForgotten:
      return "credits forgotten";
  }
  return "";
}

const std::vector<Scenario>& moneyScenarios() {
  static const std::vector<Scenario> kScenarios = {
      {"open a home", LogLength::AsItIs, {Step::Restart}},
      {"sell online", LogLength::AsItIs, {Step::SellOnline}},
      {"time-out, settled by asking", LogLength::AsItIs, {Step::SellAnswerLost, Step::SyncUntilIdle}},
      {"time-out, never arrived", LogLength::AsItIs, {Step::SellRequestLost, Step::Sync}},
      {"sell offline and sync", LogLength::AsItIs, {Step::SellOffline, Step::SellOffline, Step::Sync}},
      {"refused and refunded", LogLength::AsItIs, {Step::SellRefused, Step::Refund}},
      {"no way, then sync", LogLength::AsItIs, {Step::SellNoWay, Step::Sync}},
      {"bill, asked again", LogLength::AsItIs, {Step::SellBillOffline, Step::Sync}},
      {"bill, online", LogLength::AsItIs, {Step::SellBill}},
      {"print", LogLength::AsItIs, {Step::SellOffline, Step::Print, Step::Receipt}},
      {"cash-out", LogLength::AsItIs, {Step::CashOut}},
      {"on tick, and paid", LogLength::AsItIs, {Step::SellOnBon, Step::PayBon}},
      {"drawer and shelf", LogLength::AsItIs, {Step::Drawer, Step::Goods}},
      {"deposit topped up", LogLength::AsItIs, {Step::TopUp}},
      {"a shift", LogLength::AsItIs, {Step::OpenShift, Step::SellOnline, Step::CloseShift}},
      {"settled by two people", LogLength::AsItIs, {Step::SellRequestLost, Step::SyncUntilIdle, Step::Decide, Step::Refund}},
      {"closed and opened", LogLength::AsItIs, {Step::SellOffline, Step::Restart, Step::Sync}},
      {"the log is emptied", LogLength::Short, {Step::SellOnline, Step::SellOffline, Step::Sync}},
      // Eight sales are enough to change the first page, which has more to lose than the others.
      {"the database has grown",
       LogLength::AsItIs,
       {Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::SellOffline,
        Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::Restart},
       25},
  };
  return kScenarios;
}

PowerOutcome runPlan(const PowerPlan& plan, Telling telling) {
  installPowerVfs();
  Shop shop(plan, telling);
  return shop.run();
}

}  // namespace loket::simulator
