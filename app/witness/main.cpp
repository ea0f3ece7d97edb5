// loket-witness: puts the parts together, says that it is ready and waits until it shall stop.
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/serve/http_front.h"
#include "app/serve/stop_signal.h"
#include "app/witness/files.h"
#include "app/witness/witness.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/probe.h"
#include "core/adapters/system/process.h"
#include "core/adapters/vault/guarded_memory.h"

namespace {

using namespace loket;
using namespace loket::witness;

struct Options {
  std::string folder;
  std::string name;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  bool showKey = false;
  std::vector<std::string> addLogs;
  std::string certificate;
  std::string certificateKey;
};

serve::FrontOptions frontOptions(const Options& options) {
  serve::FrontOptions front;
  front.address = options.address;
  front.port = options.port;
  front.threads = 32;
  front.backlog = 256;
  // One byte more than the longest request is told what is wrong with it.
  front.longestBody = journal::kWitnessRequestMax + 1;
  front.requestsPerConnection = 100;
  front.patience = serve::Patience{};
  return front;
}

void tell(const std::string& words) {
  std::fprintf(stderr, "loket-witness: %s\n", words.c_str());
}

void announce(std::uint16_t port, const std::string& key, const Witness& witness) {
  const nlohmann::ordered_json ready{
      {"ready", true}, {"port", port}, {"key", key}, {"logs", witness.logCount()}, {"damaged", witness.damagedCount()}};
  std::printf("%s\n", ready.dump().c_str());
  std::fflush(stdout);
}

Status run(const Options& options) {
  adapters::SystemFiles system;
  adapters::SystemClock clock;
  adapters::SystemEntropy entropy;
  const adapters::SodiumCrypto crypto;
  const std::unique_ptr<ports::Probe> probe = adapters::probeFromEnvironment();
  WitnessFiles files(options.folder, system);
  // Looking at the key disturbs no one who serves.
  if (!options.showKey || !options.addLogs.empty() || !files.hasKey())
    LOKET_TRY(files.hold());
  LOKET_ASSIGN(Identity identity, files.identity(options.name, entropy));
  const std::string key = journal::keyTextOf(crypto, identity.verifier);
  for (const std::string& log : options.addLogs)
    LOKET_TRY(files.addLog(crypto, identity, log, static_cast<std::uint64_t>(clock.now().ms / 1000)));
  if (options.showKey)
    std::printf("%s\n", key.c_str());
  if (options.showKey || !options.addLogs.empty())
    return {};

  LOKET_ASSIGN(const std::vector<journal::Verifier> logs, files.logs(crypto));
  if (options.certificate.empty())
    LOKET_TRY(files.makeCertificate());
  Witness witness(std::move(identity), logs, files, clock, *probe, tell);
  serve::HttpsFront front(options.certificate.empty() ? files.path("server.pem") : options.certificate,
                          options.certificate.empty() ? files.path("server-key.pem") : options.certificateKey,
                          frontOptions(options), [&](const serve::Request& request) { return witness.answer(request); });
  front.start();
  announce(front.port(), key, witness);
  serve::waitForStopSignal();
  // What is being answered is answered; whoever says nothing is waited for no longer than his patience lasts.
  front.stop();
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  // It holds a key that signs.
  adapters::hardenProcess();
  adapters::guardSecrets();
  CLI::App app{"A witness of Loket's journals: cosigns checkpoints that only grow (C2SP tlog-witness)"};
  Options options;
  app.add_option("--dir", options.folder, "Folder of its key, its logs and what it remembers")->required();
  app.add_option("--name", options.name, "Its name, as witness.example/w1; given once, when the key is made");
  app.add_option("--address", options.address, "Where it listens; 127.0.0.1 unless told")->check(CLI::ValidIPV4);
  app.add_option("--port", options.port, "HTTPS port; 0 picks a free one");
  app.add_flag("--key", options.showKey, "Print its public key and end");
  app.add_option("--add-log", options.addLogs, "The public key of a log it shall witness; then it ends");
  auto* certificate = app.add_option("--cert", options.certificate, "Its certificate and what leads to it, PEM; otherwise its own");
  auto* certificateKey = app.add_option("--key-file", options.certificateKey, "The certificate's key, PEM");
  certificate->needs(certificateKey);
  certificateKey->needs(certificate);
  CLI11_PARSE(app, argc, argv);
  try {
    serve::holdBackStopSignals();
    // A file that may not grow is a write that fails, like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    if (const Status done = run(options); !done) {
      tell(std::string(wordOf(done.error().code)) + ": " + done.error().detail);
      return done.error().code == ErrorCode::Usage ? 2 : 6;
    }
  } catch (const std::exception& error) {
    tell(error.what());
    return 6;
  }
  return 0;
}
