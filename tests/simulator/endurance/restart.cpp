#include "tests/simulator/endurance/restart.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include "core/adapters/store/connection.h"
#include "tests/unit/engine/counter.h"

namespace loket::simulator {
namespace {

constexpr int kReal = 1000;  // sold one by one; the others are copies of their rows
constexpr int kOpen = 500;   // the last ones wait for the network

double secondsOf(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Rows of the settled payments again and again, as a shop's years would have written them.
void multiply(const std::string& path, std::int64_t copies) {
  const auto connection =
      tests::must(adapters::Connection::open(path, tests::dataKey(), adapters::OpenMode::ReadWrite));
  const auto run = [&](const std::string& sql) {
    tests::must(connection->execute(sql).map([] { return true; }));
  };
  run("CREATE TEMP TABLE settled AS SELECT seq, ref FROM payments WHERE state = 'succeeded'");
  run("CREATE TEMP TABLE settled_postings AS SELECT id FROM postings WHERE payment IN (SELECT ref FROM "
      "settled)");
  const std::string days = "date(business_date, '-' || (";
  for (std::int64_t done = 0; done < copies;) {
    // A hundred copies a commit.
    const std::int64_t until = std::min(done + 100, copies);
    const std::string from = std::to_string(done + 1);
    const std::string to = std::to_string(until);
    const std::string counter =
        "WITH RECURSIVE k(n) AS (SELECT " + from + " UNION ALL SELECT n + 1 FROM k WHERE n < " + to + ") ";
    const std::string offset = "(SELECT coalesce(max(seq), 0) FROM payments)";
    run("BEGIN");
    run(counter +
        "INSERT INTO payments (ref, client_ref, product, number, customer_name, state, business_date, "
        "accepted_at, total, "
        "held, profit, search, body) SELECT p.ref || '-' || n, p.client_ref || '-' || n, p.product, "
        "p.number, "
        "p.customer_name, p.state, " +
        days +
        "n % 1500 + 1) || ' days'), p.accepted_at - (n % 1500 + 1) * 86400000, p.total, "
        "p.held, p.profit, p.search, p.body FROM k, payments p WHERE p.seq IN (SELECT seq FROM settled)");
    run(counter +
        "INSERT INTO events (payment, kind, at, body) SELECT e.payment || '-' || n, e.kind, e.at, e.body "
        "FROM k, events e "
        "WHERE e.payment IN (SELECT ref FROM settled)");
    run(counter +
        "INSERT INTO attempts (payment, no, upstream, attempt_ref, outcome) SELECT a.payment || '-' || n, "
        "a.no, a.upstream, "
        "a.attempt_ref || '-' || n, a.outcome FROM k, attempts a WHERE a.payment IN (SELECT ref FROM "
        "settled)");
    run("COMMIT");
    done = until;
  }
}

}  // namespace

Restart restartWith(std::int64_t payments) {
  Restart report;
  tests::Counter counter;
  counter.config.offline = {Money::rupiah(100'000'000), Money::rupiah(900'000'000'000), 1'000'000,
                            Duration::days(9999)};
  counter.script.onBalance = [] {
    return ports::BalanceReply{tests::verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(900'000'000)};
  };
  tests::must(counter.start().map([] { return true; }));
  int answered = 0;
  for (int n = 0; n < kReal; ++n)
    counter.engine->sell(tests::pulsaFor(n), [&answered](const auto&) { ++answered; });
  counter.turnUntil([&] { return answered == kReal && counter.engine->status().queueCount == 0; },
                    Duration::hours(6));
  counter.script.away = {UpstreamId("digi")};
  for (int n = 0; n < kOpen; ++n)
    counter.engine->sell(tests::offline(tests::pulsaFor(kReal + n)), [](const auto&) {});
  counter.turnFor(Duration::seconds(1));
  counter.die();
  multiply(counter.home.path(), std::max<std::int64_t>(0, payments / kReal - 1));

  // Without what the engine does: the floor.
  report.bareSeconds = secondsOf([&] {
    const auto connection = tests::must(
        adapters::Connection::open(counter.home.path(), tests::dataKey(), adapters::OpenMode::ReadWrite));
    auto day = connection->query("SELECT count(*) FROM payments WHERE business_date = '2026-11-23'");
    day.step();
  });
  report.readySeconds = secondsOf([&] {
    tests::must(counter.start().map([] { return true; }));
    report.open = counter.engine->status().queueCount;
  });
  report.megabytes = static_cast<double>(std::filesystem::file_size(counter.home.path())) / 1e6;
  counter.die();
  const auto connection = tests::must(
      adapters::Connection::open(counter.home.path(), tests::dataKey(), adapters::OpenMode::ReadWrite));
  auto all = connection->query("SELECT count(*) FROM payments");
  all.step();
  report.payments = all.number(0);
  return report;
}

}  // namespace loket::simulator
