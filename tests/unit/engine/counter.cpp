#include "tests/unit/engine/counter.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/engine/config_record.h"

namespace loket::tests {

namespace {

// Of this process, but for the one with which QtTest watches how long a function takes.
int threads() {
  int count = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    // One that has just ended has no name any more.
    count += name.empty() || name == "QtTest Watchdog" ? 0 : 1;
  }
  return count;
}

}  // namespace

Counter::Counter(engine::Dispatching dispatching)
    : transport(clock), products{pulsaProduct(), tokenProduct(), billProduct(), transferProduct()} {
  script.later = [this](Duration delay, std::function<void()> call) { transport.later(delay, std::move(call)); };
  options.dispatching = dispatching;
  options.user = UserName("sri");
  config.outlet.id = "W1";
  config.outlet.name = "Warung Bu Sri";
  UpstreamSettings upstream;
  upstream.id = UpstreamId("digi");
  upstream.protocol = "scripted";
  config.upstreams.push_back(upstream);
  real = home.create();
}

Counter::~Counter() {
  // A test that has a second thread belongs under the thread sanitizer: see CMakeLists.
  if (std::getenv("LOKET_ONE_THREAD") != nullptr)
    LOKET_CHECK(threads() == 1);
  die();
}

Status Counter::start() {
  if (!real)
    real = home.open();
  store = std::make_unique<FaultyStore>(*real);
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = products;
  if (auto done = real->commit(work); !done)
    return done;
  if (meanwhile)
    meanwhile();
  engine::World world{
      *store, transport, clock, entropy, log, probe,
      [this](const UpstreamSettings& settings,
             const ports::UpstreamWorld& wire) -> Result<std::unique_ptr<ports::Upstream>> {
        if (protocol)
          return protocol(settings, wire);
        return std::make_unique<ScriptedUpstream>(settings.id, script, clock);
      },
      [this](const std::string& uri) -> Result<std::unique_ptr<ports::Printer>> {
        if (!printers)
          return fail(ErrorCode::PrinterFault);
        return printers(uri);
      },
      openReader,
      nullptr};
  world.findPrinters = findPrinters;
  world.openFile = [this](const std::string& path) { return files.openToRead(path); };
  world.uptime = &uptime;
  world.newFile = [this](const std::string& path) { return files.openNew(path); };
  world.oneTimeCodes = oneTimeCodes;
  if (openFingers)
    world.askFinger = [this](const UserName& person, const std::atomic<bool>&,
                             const std::function<void(ports::FingerResult<void>)>& then) { then(openFingers(person)); };
  world.notifiers = notifiers;
  world.keys = keys;
  world.witnesses = witnesses;
  world.timestamps = timestamps;
  engine = std::make_unique<engine::Engine>(std::move(world), options);
  engine->onEvent = [this](const api::Event& event) {
    if (const auto* stopped = std::get_if<api::CoreStopped>(&event))
      faults.push_back(stopped->error);
    if (const auto* told = std::get_if<api::StatusChanged>(&event))
      statuses.push_back(told->status);
    if (const auto* print = std::get_if<api::PrintChanged>(&event))
      printsTold.emplace_back(print->ref, print->print);
    if (const auto* told = std::get_if<api::ConfirmationChanged>(&event))
      messagesTold.push_back(told->delivery);
    if (const auto* moved = std::get_if<api::CollectionChanged>(&event))
      collectionsTold.push_back(moved->collection);
  };
  return engine->open();
}

void Counter::die() {
  // What was on the wire stays unanswered; the far side has done with it what it does.
  transport.abandonAll();
  engine.reset();
  store.reset();
  real.reset();
  script.paying = 0;
  faults.clear();
}

void Counter::restart() {
  die();
  must(start().map([] { return true; }));
}

bool Counter::turnUntil(const std::function<bool()>& done, Duration limit) {
  const Instant end = clock.now() + limit;
  // Turns that move no time end the wait too: an engine that spins is not an engine that works.
  for (int still = 0; !done();) {
    const Instant before = clock.now();
    if (before >= end)
      return false;
    engine->turn(Duration::seconds(1));
    still = clock.now() == before ? still + 1 : 0;
    if (still > 10'000)
      return false;
  }
  return true;
}

void Counter::turnFor(Duration time) {
  turnUntil([] { return false; }, time);
}

Result<api::PaymentView> Counter::sell(const api::SellRequest& request) {
  return ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) { engine->sell(request, std::move(reply)); });
}

Result<api::Quote> Counter::quote(const api::InquiryRequest& request) {
  return ask<api::Quote>([&](api::Reply<api::Quote> reply) { engine->inquire(request, std::move(reply)); });
}

Result<api::BatchView> Counter::sync(api::SyncRequest::Until until, std::optional<Duration> timeout) {
  return ask<api::BatchView>(
      [&](api::Reply<api::BatchView> reply) { engine->sync({until, timeout}, {}, std::move(reply)); },
      Duration::days(30));
}

Result<api::PaymentView> Counter::cancel(const PaymentRef& ref) {
  return ask<api::PaymentView>(
      [&](api::Reply<api::PaymentView> reply) { engine->cancel(ref, "salah ketik", kAlone, std::move(reply)); });
}

Result<api::PaymentView> Counter::refund(const PaymentRef& ref) {
  return ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) { engine->refund(ref, kAlone, std::move(reply)); });
}

bool Counter::reaches(const PaymentRef& ref, PaymentState state, Duration limit) {
  return turnUntil([&] { return stored(ref).state == state; }, limit);
}

Payment Counter::stored(const PaymentRef& ref) {
  auto found = must(real->payment(ref));
  return found ? *found : Payment{};
}

std::optional<ports::OutboxTask> Counter::storedTask(const PaymentRef& ref) {
  for (const auto& open : must(real->openPayments()))
    if (open.payment.ref == ref)
      return open.task;
  return std::nullopt;
}

std::vector<std::string> Counter::storedHistory(const PaymentRef& ref) {
  std::vector<std::string> out;
  for (const PaymentEvent& event : must(real->history(ref)))
    out.emplace_back(wordOf(kindOf(event.body)));
  return out;
}

Money Counter::trial() {
  Money sum;
  for (const auto& row : must(real->balances()))
    sum += row.balance;
  return sum;
}

Money Counter::balance(const std::string& account) {
  for (const auto& row : must(real->balances()))
    if (nameOf(row.account) == account)
      return row.balance;
  return {};
}

std::string mobileNumber(int n) { return "0812340" + std::to_string(10'000 + n); }

api::SellRequest pulsaFor(int n) {
  api::SellRequest request;
  request.product = "pulsa-telkomsel-10000";
  request.number = mobileNumber(n);
  request.clientRef = ClientRef("pulsa-" + std::to_string(n));
  return request;
}

api::SellRequest tokenFor(int n) {
  api::SellRequest request;
  request.product = "pln-token-50000";
  request.number = "143000" + std::to_string(10'000 + n);
  request.clientRef = ClientRef("token-" + std::to_string(n));
  return request;
}

api::SellRequest billFor(int n) {
  api::SellRequest request;
  request.product = "pdam-kota";
  request.number = "7700" + std::to_string(10'000 + n);
  request.clientRef = ClientRef("bill-" + std::to_string(n));
  return request;
}

api::SellRequest offline(api::SellRequest request) {
  request.connectivity = api::Connectivity::Never;
  return request;
}

}  // namespace loket::tests
