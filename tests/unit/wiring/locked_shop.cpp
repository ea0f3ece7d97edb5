#include "tests/unit/wiring/locked_shop.h"

#include <future>

#include <sodium.h>

#include "app/wiring/ask.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/store/home_store.h"
#include "core/engine/config_record.h"
#include "tests/support/samples.h"

namespace loket::tests {
namespace {

class Unheard final : public app::Output {
 public:
  void line(const std::string&) override {}
  void note(const std::string&) override {}
  void progress(int, int) override {}
};

// Letters that stand nowhere else.
std::string someKey() {
  std::string key(40, 'a');
  for (char& letter : key) letter = static_cast<char>('a' + randombytes_uniform(26));
  return key;
}

// Nobody listens there.
UpstreamSettings away() {
  UpstreamSettings upstream;
  upstream.id = UpstreamId("digi");
  upstream.protocol = "digiflazz";
  upstream.url = "https://127.0.0.1:1/v1";
  upstream.values = {{"username", "toko"}, {"apiKey", someKey()}};
  return upstream;
}

}  // namespace

LockedShop::LockedShop(const SecretBytes& pin) {
  must(app::createHome(home(), "Warung Uji", UserName("Sri"), pin));
  app::People people(home());
  const auto opened = must(people.open(UserName(), pin));
  const auto stored = must(adapters::openHomeStore(home(), opened.key));
  api::Config config;
  config.outlet.id = "W1";
  config.outlet.name = "Warung Uji";
  config.upstreams.push_back(away());
  // Who is alone in it has a telephone, whose secret nobody here knows.
  config.approval.refundFrom = std::nullopt;
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = std::vector<Product>{pulsaProduct()};
  must(stored.store->commit(work).map([] { return true; }));
}

LockedShop::~LockedShop() = default;

std::string LockedShop::home() const {
  return m_folder.filePath("home").toStdString();
}

void LockedShop::open(const SecretBytes& pin) {
  m_host = must(app::AgentHost::open({home(), {}, app::HostKind::Window}, UserName(), pin));
  m_host->setOnQuiet([host = m_host.get()] { host->closeHome([](bool) {}); });
}

bool LockedShop::tryToClose() {
  std::promise<bool> closed;
  m_host->closeHome([&closed](bool isClosed) { closed.set_value(isClosed); });
  return closed.get_future().get();
}

Result<api::PaymentView> LockedShop::deposit(const std::string& number) {
  api::SellRequest request;
  request.product = pulsaProduct().id.str();
  request.number = number;
  request.connectivity = api::Connectivity::Never;
  return app::ask<api::PaymentView>(
      [&](api::Reply<api::PaymentView> reply) { m_host->client().sell(request, std::move(reply)); });
}

Result<api::CounterStatus> LockedShop::status() {
  return app::ask<api::CounterStatus>(
      [this](api::Reply<api::CounterStatus> reply) { m_host->client().status(std::move(reply)); });
}

int LockedShop::forward(std::vector<std::string> words, const SecretBytes& pin, const SecretBytes& other) {
  words.insert(words.begin(), "--json");
  const app::Invocation invocation{std::move(words), home(), {}, true, pin.clone(), other.clone()};
  Unheard unheard;
  const auto sent = app::OwnerLink::forward(home(), invocation, unheard);
  return sent.kind == app::OwnerLink::Forwarded::Kind::Done ? sent.status : -1;
}

}  // namespace loket::tests
