#include "tests/simulator/endurance/restart.h"

#include <QTemporaryDir>

#include <chrono>
#include <filesystem>
#include <string>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/engine/engine.h"
#include "tests/support/file_cache.h"
#include "tests/support/filled_home.h"
#include "tests/support/samples.h"
#include "tests/support/scripted_upstream.h"
#include "tests/support/virtual_world.h"

namespace loket::simulator {
namespace {

using tests::must;

constexpr int kOpen = 500;  // the last ones wait for the network

double secondsOf(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void forgetHome(const std::string& home) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(home))
    if (file.is_regular_file())
      tests::forgetFile(file.path().string());
}

std::int64_t counted(adapters::Connection& database, const char* sql) {
  auto query = database.query(sql);
  query.step();
  return query.number(0);
}

}  // namespace

Restart restartWith(std::int64_t payments) {
  Restart report;
  const QTemporaryDir folder;
  const std::string home = folder.filePath("home").toStdString();
  report.fillSeconds = secondsOf([&] { tests::fillHome(home, static_cast<int>(payments) - kOpen, kOpen); });
  const SecretBytes key = tests::openKeySlot(home);
  const std::string database = adapters::databaseIn(home);
  report.megabytes = static_cast<double>(std::filesystem::file_size(database)) / 1e6;

  // Without what the engine does: the floor.
  forgetHome(home);
  report.bareSeconds = secondsOf([&] {
    const auto connection = must(adapters::Connection::open(database, key, adapters::OpenMode::ReadWrite));
    counted(*connection, "SELECT count(*) FROM payments WHERE business_date = date('now')");
  });

  forgetHome(home);
  adapters::SystemClock clock;
  adapters::SystemEntropy entropy;
  const adapters::SodiumCrypto keys;
  tests::VirtualClock elsewhere;
  tests::VirtualTransport transport(elsewhere);
  tests::SilentLog log;
  tests::RecordingProbe probe;
  tests::Script script;
  report.readySeconds = secondsOf([&] {
    const auto store = must(adapters::openHomeStore(home, key)).store;
    engine::World world{*store,
                        transport,
                        clock,
                        entropy,
                        log,
                        probe,
                        [&](const UpstreamSettings& settings, const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                          return std::make_unique<tests::ScriptedUpstream>(settings.id, script, elsewhere);
                        },
                        [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> { return fail(ErrorCode::PrinterFault); },
                        nullptr,
                        nullptr};
    world.keys = &keys;
    engine::Engine engine(std::move(world), {});
    must(engine.open().map([] { return true; }));
    report.open = engine.status().queueCount;
  });
  const auto connection = must(adapters::Connection::open(database, key, adapters::OpenMode::ReadWrite));
  report.payments = counted(*connection, "SELECT count(*) FROM payments");
  report.leaves = counted(*connection, "SELECT leaves FROM journal");
  return report;
}

}  // namespace loket::simulator
