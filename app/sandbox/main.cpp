// loket-sandbox: the simulated upstreams as one program. Puts the parts together, says that it is ready and
// waits until it shall stop.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/sandbox/admin.h"
#include "app/sandbox/digiflazz/service.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/gateway.h"
#include "app/sandbox/home.h"
#include "app/sandbox/http_client.h"
#include "app/sandbox/http_front.h"
#include "app/sandbox/iak/service.h"
#include "app/sandbox/relay.h"
#include "app/sandbox/request_log.h"
#include "app/sandbox/snap/service.h"
#include "app/sandbox/webhooks.h"
#include "app/sandbox/world.h"
#include "app/serve/stop_signal.h"

namespace {

using namespace loket::sandbox;

struct Options {
  std::string folder;
  std::uint16_t port = 0;
  std::uint16_t adminPort = 0;
  std::optional<std::uint64_t> seed;
  StartBalances balances{10'000'000, 50'000'000, 10'000'000};
  std::int64_t iakProcessSeconds = 3;
  std::string webhook;
};

void run(const Options& options) {
  const std::uint64_t seed = options.seed ? *options.seed : std::random_device{}();
  const SandboxHome home(options.folder, seed);
  World world(home.eventLogFile(), options.balances);
  Faults faults(seed);
  RequestLog requests;
  Webhooks webhooks(world.log(), world.clock(), options.webhook, home.credentials().digiWebhookSecret);
  if (webhooks.configured()) {
    faults.allowWebhooks();
  }
  std::vector<std::unique_ptr<Upstream>> upstreams;
  upstreams.push_back(std::make_unique<digiflazz::Service>(world, home.credentials(), webhooks));
  upstreams.push_back(std::make_unique<snap::Service>(world, home.credentials(), home.snapClientPublicKey()));
  upstreams.push_back(
      std::make_unique<iak::Service>(world, home.credentials(), options.iakProcessSeconds * kSecondMs));
  Gateway gateway(world, faults, requests, std::move(upstreams));

  TlsFront tls(
      home.certificateFile(), home.keyFile(), [&](const Request& request) { return gateway.serve(request); },
      world.clock());
  Relay relay(options.port, tls.port(), [&] { return faults.refusesConnection(); });
  tls.start(relay);
  Admin admin(world, gateway, faults, requests, webhooks,
              [&] { relay.setListening(!faults.refusesEveryConnection()); });
  const AdminFront adminFront(options.adminPort,
                              [&](const Request& request) { return admin.serve(request); });
  home.writeClientConfigs(relay.port(),
                          webhooks.configured() ? SandboxHome::Tells::Webhooks : SandboxHome::Tells::Nothing);

  const nlohmann::ordered_json ready{{"ready", true}, {"port", relay.port()}, {"admin", adminFront.port()}};
  std::printf("%s\n", ready.dump().c_str());
  std::fflush(stdout);
  loket::serve::waitForStopSignal();

  // Requests under way are still executed, but answered into closed connections.
  relay.stop();
  tls.stop();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Simulated payment upstreams on loopback, for training, demo and tests"};
  Options options;
  app.add_option("--dir", options.folder, "Folder for certificates, credentials and the event log")
      ->required();
  app.add_option("--port", options.port, "Public HTTPS port; 0 picks a free one");
  app.add_option("--admin-port", options.adminPort, "Admin HTTP port; 0 picks a free one");
  app.add_option("--seed", options.seed, "Seed of credentials (first start) and of fault chances");
  app.add_option("--webhook", options.webhook, "Where the aggregator tells what became of transactions")
      ->check([](const std::string& url) {
        return isLoopbackUrl(url) ? std::string{} : "only http:// on this machine is called, not " + url;
      });
  app.add_option("--deposit", options.balances.deposit, "Aggregator deposit at the first start, rupiah")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000'000}));
  app.add_option("--bank-balance", options.balances.bank, "Bank balance at the first start, rupiah")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000'000}));
  app.add_option("--iak-deposit", options.balances.iakDeposit,
                 "Deposit at the second aggregator at the first start, rupiah")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000'000}));
  app.add_option("--iak-process-seconds", options.iakProcessSeconds,
                 "How long a top-up at the second aggregator is in process")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{3600}));
  CLI11_PARSE(app, argc, argv);
  try {
    loket::serve::holdBackStopSignals();
    run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "loket-sandbox: %s\n", error.what());
    return 1;
  }
  return 0;
}
