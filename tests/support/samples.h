// Payments, products and homes as the tests of the core need them.
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <string>
#include <utility>

#include "core/adapters/store/sqlcipher_store.h"
#include "core/domain/payment/decide.h"
#include "core/ports/store.h"

namespace loket::tests {

// The value, or the end of the test program: for what a test cannot go on without.
template <typename T>
T must(Result<T> result) {
  if (!result)
    qFatal("%s %s", std::string(wordOf(result.error().code)).c_str(), result.error().detail.c_str());
  return std::move(*result);
}

// 32 bytes; `variant` makes another one.
SecretBytes dataKey(std::uint8_t variant = 0);

// A pulsa sale as the counter proposes it, the n-th of the day, each for a number of its own.
Payment proposedSale(int n);
// It, accepted: one unit of work.
ports::PaymentChange acceptedChange(const Payment& proposed);
ports::UnitOfWork workOf(ports::PaymentChange change);
// What follows from events on a payment, with the ledger legs they cause.
ports::PaymentChange changeOf(const Payment& before, const Events& events,
                              std::optional<ports::OutboxTask> task = std::nullopt);
Attempt attemptFor(const Payment& payment);

Product pulsaProduct();
Product tokenProduct();
Product billProduct();
Product transferProduct();

// A folder with a database in it that goes with the object.
class StoreHome {
 public:
  // Memory: on a memory disk where there is one, for tests that commit often and whose subject is not the disk.
  enum class Place { Disk, Memory };
  explicit StoreHome(Place place = Place::Disk);
  std::string path(const std::string& name = "loket.db") const;
  // The test ends when this fails: a null store is nothing to go on with.
  std::unique_ptr<adapters::SqlcipherStore> create() const;
  std::unique_ptr<adapters::SqlcipherStore> open() const;

 private:
  QTemporaryDir m_folder;
};

}  // namespace loket::tests
