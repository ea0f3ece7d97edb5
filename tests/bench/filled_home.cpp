#include "tests/bench/filled_home.h"

#include <algorithm>

#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/domain/payment/decide.h"
#include "tests/support/samples.h"

namespace loket::bench {
namespace {

constexpr int kPaymentsPerCommit = 1000;
constexpr Duration kYear = Duration::days(365);

// A sale from the cash to the answer, as one change.
ports::PaymentChange settledChange(const Payment& proposed) {
  ports::PaymentChange change = tests::acceptedChange(proposed);
  const auto follow = [&change](const Events& events) {
    ports::PaymentChange next = tests::changeOf(change.after, events);
    change.after = std::move(next.after);
    std::move(next.events.begin(), next.events.end(), std::back_inserter(change.events));
    std::move(next.postings.begin(), next.postings.end(), std::back_inserter(change.postings));
  };
  const Instant sentAt = proposed.acceptedAt + Duration::millis(40);
  follow(tests::must(decideArm(change.after, tests::attemptFor(change.after), proposed.cost, sentAt)));
  Verdict verdict;
  verdict.kind = VerdictKind::Succeeded;
  verdict.code = "00";
  verdict.serial = "R" + proposed.number;
  follow(decideVerdict(change.after, verdict, false, sentAt + Duration::seconds(1)));
  change.task.reset();
  return change;
}

}  // namespace

void fillHome(const std::string& home, int payments) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemClock clock;
  tests::must(files.makeFolder(home).map([] { return true; }));
  adapters::SlotVault vault(home, files, entropy);
  const SecretBytes key = tests::must(vault.create(UserName("Sri"), SecretBytes(std::string_view(kHomePin))));
  const auto store = tests::must(adapters::createHomeStore(home, key)).store;

  ports::UnitOfWork work;
  work.settings["outlet.name"] = "Warung Uji";
  work.catalogue = std::vector<Product>{tests::pulsaProduct(), tests::tokenProduct(), tests::billProduct()};
  const Instant begin = clock.now() - kYear;
  for (int n = 0; n < payments; ++n) {
    Payment sale = tests::proposedSale(n);
    sale.acceptedAt = begin + Duration::millis(kYear.ms / payments * n);
    sale.businessDate = businessDateOf(sale.acceptedAt);
    work.payments.push_back(settledChange(sale));
    if (n % kPaymentsPerCommit == kPaymentsPerCommit - 1 || n == payments - 1) {
      tests::must(store->commit(work).map([] { return true; }));
      work = {};
    }
  }
}

void openKeySlot(const std::string& home) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SlotVault vault(home, files, entropy);
  static_cast<void>(tests::must(vault.open(UserName(), SecretBytes(std::string_view(kHomePin)))));
}

}  // namespace loket::bench
