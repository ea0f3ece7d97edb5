#include "tests/bench/counter_core.h"

#include <array>

#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/engine/config_record.h"
#include "tests/support/samples.h"

namespace loket::bench {
namespace {

constexpr std::string_view kBeforeCommit = ".before-commit";

// The one product: what the sandbox sells under this code at this price.
Product soldProduct() {
  Product product = tests::pulsaProduct();
  product.offers.front().sku = Sku("tsel10");
  return product;
}

}  // namespace

void CommitCounter::reached(std::string_view point) {
  if (point.ends_with(kBeforeCommit))
    ++m_counts[std::string(point.substr(0, point.size() - kBeforeCommit.size()))];
}

int CommitCounter::count(const std::string& path) const {
  const auto at = m_counts.find(path);
  return at == m_counts.end() ? 0 : at->second;
}

CounterCore::CounterCore(const std::string& home, const UpstreamSettings& upstream)
    : m_store(tests::must(adapters::createHomeStore(home, tests::dataKey())).store),
      m_transport(tests::must(adapters::http::CurlTransport::create())) {
  api::Config config;
  config.outlet.name = "Warung Uji";
  config.offline.maxExposure = Money::rupiah(100'000'000'000);
  config.offline.maxCount = 1'000'000;
  config.upstreams.push_back(upstream);
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = std::vector<Product>{soldProduct()};
  if (const Status done = m_store->commit(work); !done)
    qFatal("%s", done.error().detail.c_str());
}

engine::World CounterCore::world() {
  return {*m_store,
          *m_transport,
          m_clock,
          m_entropy,
          m_log,
          m_commits,
          adapters::digiflazz::DigiflazzUpstream::create,
          [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> { return fail(ErrorCode::Internal); },
          nullptr,
          nullptr};
}

UpstreamSettings unreachableUpstream() {
  UpstreamSettings settings;
  settings.id = UpstreamId("digi");
  settings.protocol = "digiflazz";
  settings.url = "https://127.0.0.1:9/v1";
  settings.values = {{"username", "uji"}, {"apiKey", "uji"}};
  return settings;
}

api::SellRequest depositRequest(int n) {
  // 2, 3 and 4 as the last digit have a meaning of their own in the sandbox.
  constexpr std::array kLastDigits = {'0', '1', '5', '7', '8', '9'};
  const auto count = static_cast<int>(kLastDigits.size());
  const std::string middle = std::to_string(1'000'000 + n / count).substr(1);
  api::SellRequest request;
  request.product = tests::pulsaProduct().id.str();
  request.number = "08121" + middle + kLastDigits.at(static_cast<std::size_t>(n % count));
  request.connectivity = api::Connectivity::Never;
  return request;
}

}  // namespace loket::bench
