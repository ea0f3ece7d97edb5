// A counter in a box: the engine over a real home, in virtual time. The test is the loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/adapters/system/files.h"
#include "core/engine/engine.h"
#include "tests/support/samples.h"
#include "tests/support/scripted_upstream.h"
#include "tests/support/virtual_world.h"
#include "tests/unit/engine/faulty_store.h"

namespace loket::tests {

// As the door of a shop says it where one person works: what takes two goes by.
inline const api::Second kAlone{{}, {}, {}, true};

class Counter {
 public:
  explicit Counter(engine::Dispatching dispatching = engine::Dispatching::Automatic);
  ~Counter();
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  // Ends the process that was, without a goodbye, and starts the next one on the same home.
  void restart();
  void die();
  Status start();

  // Turns until `done`, at most for `limit` of virtual time. False when the time ran out.
  bool turnUntil(const std::function<bool()>& done, Duration limit = Duration::hours(2));
  void turnFor(Duration time);

  // Waits for the engine's answer.
  template <typename T>
  Result<T> ask(const std::function<void(api::Reply<T>)>& call, Duration limit = Duration::hours(2)) {
    std::optional<Result<T>> answer;
    call([&answer](Result<T> result) { answer = std::move(result); });
    if (!turnUntil([&answer] { return answer.has_value(); }, limit))
      return fail(ErrorCode::Internal, "no answer");
    return *answer;
  }
  Result<api::PaymentView> sell(const api::SellRequest& request);
  Result<api::Quote> quote(const api::InquiryRequest& request);
  Result<api::BatchView> sync(api::SyncRequest::Until until = api::SyncRequest::Until::OnePass,
                              std::optional<Duration> timeout = std::nullopt);
  Result<api::PaymentView> cancel(const PaymentRef& ref);
  Result<api::PaymentView> refund(const PaymentRef& ref);
  // Sells and waits until the payment is in one of these states in the journal.
  bool reaches(const PaymentRef& ref, PaymentState state, Duration limit = Duration::hours(2));

  // From the journal, not from the engine's memory.
  Payment stored(const PaymentRef& ref);
  std::optional<ports::OutboxTask> storedTask(const PaymentRef& ref);
  std::vector<std::string> storedHistory(const PaymentRef& ref);
  Money trial();
  Money balance(const std::string& account);

  VirtualClock clock;
  VirtualUptime uptime{clock};
  VirtualTransport transport;
  SeededEntropy entropy;
  SilentLog log;
  RecordingProbe probe;
  adapters::SystemFiles files;
  Script script;
  // A real protocol instead of the script: it talks to what `transport.farSide` is.
  ports::UpstreamFactory protocol;
  // What happens to the home behind its back, after what was kept last and before the engine looks at it.
  std::function<void()> meanwhile;
  api::Config config;
  std::vector<Product> products;
  StoreHome home{StoreHome::Place::Memory};
  std::unique_ptr<adapters::SqlcipherStore> real;
  std::unique_ptr<FaultyStore> store;
  std::unique_ptr<engine::Engine> engine;
  std::vector<Error> faults;  // CoreStopped events
  std::vector<api::CounterStatus> statuses;
  std::vector<std::pair<PaymentRef, api::PrintView>> printsTold;
  std::vector<confirmation::Delivery> messagesTold;
  std::vector<Collection> collectionsTold;
  // Printers, and a reader of its own: none unless the test brings them.
  engine::PrinterFactory printers;
  engine::PrinterFinder findPrinters;
  std::function<Result<std::unique_ptr<ports::StoreReader>>()> openReader;
  // A mail account, where the test has one.
  engine::NotifierFactory notifiers;
  // What the journal is signed with, and who cosigns it, where the test has that.
  const journal::Keys* keys = nullptr;
  ports::WitnessFactory witnesses;
  ports::TimestampFactory timestamps;
  // The owner's codes, where a test has some.
  ports::OneTimeCodes* oneTimeCodes = nullptr;
  // What a reader says of a person's finger, where a test has one.
  std::function<ports::FingerResult<void>(const UserName& person)> openFingers;
  engine::Options options;
};

// Requests as the counter gets them; the n-th number of the day.
std::string mobileNumber(int n);
api::SellRequest pulsaFor(int n);
api::SellRequest tokenFor(int n);
api::SellRequest billFor(int n);
// As a deposit, without a network.
api::SellRequest offline(api::SellRequest request);

}  // namespace loket::tests
