#include "tests/support/filled_home.h"

#include <algorithm>
#include <iterator>

#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/domain/payment/decide.h"
#include "tests/support/samples.h"

namespace loket::tests {
namespace {

constexpr int kPaymentsPerCommit = 1000;
constexpr Duration kYear = Duration::days(365);
// One sale in so many went wrong, and its customer has his money again.
constexpr int kFailsEvery = 97;

std::string nameOf(int n) {
  static constexpr const char* kFirst[] = {"BUDI", "SITI", "AGUS",  "DEWI",   "EKO", "RINA",
                                           "JOKO", "TINI", "WAHYU", "HENDRA", "ANI"};
  static constexpr const char* kLast[] = {"SANTOSO", "AMINAH",  "LESTARI",  "PRASETYO", "WIJAYA",
                                          "HIDAYAT", "RAHAYU",  "SETIAWAN", "UTAMI",    "NUGROHO",
                                          "SARI",    "GUNAWAN", "HANDAYANI"};
  const auto at = static_cast<std::size_t>(n);
  return std::string(kFirst[at % std::size(kFirst)]) + ' ' + kLast[at / 7 % std::size(kLast)];
}

// A sale from the cash to the answer, as one change.
ports::PaymentChange settledChange(const Payment& proposed, bool fails) {
  ports::PaymentChange change = acceptedChange(proposed);
  const auto follow = [&change](const Events& events) {
    ports::PaymentChange next = changeOf(change.after, events);
    change.after = std::move(next.after);
    std::move(next.events.begin(), next.events.end(), std::back_inserter(change.events));
    std::move(next.postings.begin(), next.postings.end(), std::back_inserter(change.postings));
  };
  const Instant sentAt = proposed.acceptedAt + Duration::millis(40);
  follow(must(decideArm(change.after, attemptFor(change.after), proposed.cost, sentAt)));
  Verdict verdict;
  verdict.kind = fails ? VerdictKind::Failed : VerdictKind::Succeeded;
  verdict.code = fails ? "54" : "00";
  if (!fails)
    verdict.serial = "R" + proposed.number;
  follow(decideVerdict(change.after, verdict, false, sentAt + Duration::seconds(1)));
  if (fails)
    follow(must(decideRefund(change.after, proposed.user, sentAt + Duration::minutes(1))));
  change.task.reset();
  return change;
}

}  // namespace

void fillHome(const std::string& home, int payments, int open) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemClock clock;
  must(files.makeFolder(home).map([] { return true; }));
  adapters::SystemUptime uptime;
  adapters::SlotVault vault(home, files, entropy, uptime);
  const SecretBytes key = must(vault.create(UserName("Sri"), SecretBytes(std::string_view(kHomePin))));
  const auto store = must(adapters::createHomeStore(home, key)).store;

  ports::UnitOfWork work;
  work.settings["outlet.name"] = "Warung Uji";
  work.catalogue = std::vector<Product>{pulsaProduct(), tokenProduct(), billProduct()};
  const Instant begin = clock.now() - kYear;
  for (int n = 0; n < payments; ++n) {
    Payment sale = proposedSale(n);
    sale.customerName = nameOf(n);
    sale.acceptedAt = begin + Duration::millis(kYear.ms / payments * n);
    sale.businessDate = businessDateOf(sale.acceptedAt);
    work.payments.push_back(settledChange(sale, n % kFailsEvery == kFailsEvery - 1));
    if (n % kPaymentsPerCommit == kPaymentsPerCommit - 1 || n == payments - 1) {
      must(store->commit(work).map([] { return true; }));
      work = {};
    }
  }
  for (int n = payments; n < payments + open; ++n) {
    Payment sale = proposedSale(n);
    sale.offline = true;
    sale.acceptedAt = begin + kYear;
    sale.businessDate = businessDateOf(sale.acceptedAt);
    ports::PaymentChange change = acceptedChange(sale);
    change.task = ports::OutboxTask{sale.ref, ports::TaskKind::Send, sale.acceptedAt, 0};
    work.payments.push_back(std::move(change));
  }
  if (!work.payments.empty())
    must(store->commit(work).map([] { return true; }));
}

SecretBytes openKeySlot(const std::string& home) {
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SlotVault vault(home, files, entropy, uptime);
  return std::move(must(vault.open(UserName(), SecretBytes(std::string_view(kHomePin)))).key);
}

}  // namespace loket::tests
