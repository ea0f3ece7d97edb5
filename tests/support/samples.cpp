#include "tests/support/samples.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "tests/support/virtual_world.h"

namespace loket::tests {
namespace {

Offer offerAt(const char* sku, std::int64_t cost) {
  Offer offer;
  offer.upstream = UpstreamId("digi");
  offer.sku = Sku(sku);
  offer.cost = Money::rupiah(cost);
  offer.available = true;
  return offer;
}

}  // namespace

SecretBytes dataKey(std::uint8_t variant) {
  std::vector<std::uint8_t> bytes(32);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(i * 7 + variant);
  return SecretBytes(std::move(bytes));
}

Payment proposedSale(int n) {
  const std::string digits = std::to_string(100'000 + n);
  Payment p;
  p.ref = PaymentRef("LK261123" + std::string("ABCD") + digits);
  p.clientRef = ClientRef("client-" + digits);
  p.product = ProductId("pulsa-telkomsel-10000");
  p.productName = "Telkomsel 10.000";
  p.category = "Pulsa";
  p.brand = "TELKOMSEL";
  p.family = Family::Pulsa;
  p.number = "0812340" + digits.substr(1);
  p.amount = Money::rupiah(10'000);
  p.adminFee = Money::rupiah(2'000);
  p.cost = Money::rupiah(10'250);
  p.cash = Money::rupiah(20'000);
  p.upstream = UpstreamId("digi");
  p.sku = Sku("t10");
  p.claimCode = ClaimCode("C" + digits);
  p.user = UserName("sri");
  p.acceptedAt = kMorning + Duration::seconds(n);
  p.businessDate = businessDateOf(p.acceptedAt);
  return p;
}

Attempt attemptFor(const Payment& payment) {
  Attempt attempt;
  attempt.upstream = payment.upstream;
  attempt.sku = payment.sku;
  attempt.attemptRef = AttemptRef(payment.ref.str() + "A" + std::to_string(payment.attempts.size() + 1));
  attempt.path = "/transaction";
  attempt.body = "{\"ref_id\":\"" + attempt.attemptRef.str() + "\"}";
  return attempt;
}

ports::PaymentChange acceptedChange(const Payment& proposed) {
  Events events = must(decideAccept(proposed));
  ports::PaymentChange change;
  change.after = start(std::get<AcceptedEvent>(events.front().body));
  change.postings = postingsFor(change.after, events.front());
  change.events = std::move(events);
  change.task = ports::OutboxTask{proposed.ref, ports::TaskKind::Send, proposed.acceptedAt, 0};
  return change;
}

ports::PaymentChange changeOf(const Payment& before, const Events& events, std::optional<ports::OutboxTask> task) {
  ports::PaymentChange change;
  change.after = before;
  for (const PaymentEvent& event : events) {
    for (Posting& posting : postingsFor(change.after, event))
      change.postings.push_back(std::move(posting));
    change.after = evolve(change.after, event);
    change.events.push_back(event);
  }
  change.task = std::move(task);
  return change;
}

ports::UnitOfWork workOf(ports::PaymentChange change) {
  ports::UnitOfWork work;
  work.payments.push_back(std::move(change));
  return work;
}

Product pulsaProduct() {
  Product product;
  product.id = ProductId("pulsa-telkomsel-10000");
  product.name = "Telkomsel 10.000";
  product.category = "Pulsa";
  product.brand = "TELKOMSEL";
  product.family = Family::Pulsa;
  product.denomination = Money::rupiah(10'000);
  product.price = Money::rupiah(12'000);
  product.offers = {offerAt("t10", 10'250)};
  return product;
}

Product tokenProduct() {
  Product product;
  product.id = ProductId("pln-token-50000");
  product.name = "PLN 50.000";
  product.category = "PLN";
  product.brand = "PLN";
  product.family = Family::PlnToken;
  product.denomination = Money::rupiah(50'000);
  product.price = Money::rupiah(52'500);
  product.offers = {offerAt("pln50", 50'180)};
  return product;
}

Product billProduct() {
  Product product;
  product.id = ProductId("pdam-kota");
  product.name = "PDAM KOTA";
  product.category = "Pascabayar";
  product.brand = "PDAM";
  product.family = Family::Water;
  product.kind = ProductKind::Bill;
  product.offers = {offerAt("pdam", 1'500)};
  return product;
}

Product transferProduct() {
  Product product;
  product.id = ProductId("transfer-bank");
  product.name = "Transfer";
  product.category = "Transfer";
  product.brand = "BANK";
  product.family = Family::Transfer;
  product.kind = ProductKind::Transfer;
  product.price = Money::rupiah(6'500);
  product.offers = {offerAt("tf", 2'500)};
  return product;
}

StoreHome::StoreHome(Place place)
    : m_folder(place == Place::Memory && QFileInfo("/dev/shm").isWritable() ? QString("/dev/shm/loket-test-XXXXXX")
                                                                            : QDir::tempPath() + "/loket-test-XXXXXX") {
  if (!m_folder.isValid())
    qFatal("no temporary folder");
}

std::string StoreHome::path(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

std::unique_ptr<adapters::SqlcipherStore> StoreHome::create() const {
  return must(adapters::SqlcipherStore::create(path(), dataKey()));
}

std::unique_ptr<adapters::SqlcipherStore> StoreHome::open() const {
  return must(adapters::SqlcipherStore::open(path(), dataKey()));
}

}  // namespace loket::tests
