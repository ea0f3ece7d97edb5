#include <benchmark/benchmark.h>

#include <QTemporaryDir>

#include <fmt/core.h>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/journal_rows.h"
#include "core/adapters/store/sqlcipher_store.h"
#include "tests/bench/bare_append.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measure.h"
#include "tests/support/samples.h"

namespace loket::bench {
namespace {

constexpr int kChangesPerRound = 200;
constexpr int kRounds = 12;
constexpr std::uint64_t kLeaves = 1'000'000;
constexpr int kLooks = 50;

using adapters::Connection;
using adapters::JournalRows;
using tests::must;

std::unique_ptr<Connection> emptyDatabase(const std::string& path) {
  must(adapters::SqlcipherStore::create(path, tests::dataKey())).reset();
  return must(Connection::open(path, tests::dataKey(), adapters::OpenMode::ReadWrite));
}

void must(const Status& done) {
  if (!done)
    qFatal("%s", done.error().detail.c_str());
}

// As much as a payment writes at a state change: its row, its step, the posting with four legs, the number of units of work, which lies in
// the row of the tree's head; and before that the sidecar, fsynced. `tree`: and their leaves.
void change(Connection& database, BareAppend& sidecar, JournalRows* tree, int n, const std::string& body) {
  const std::string ref = "LK-" + std::to_string(n);
  sidecar.append(body + body + body);
  must(database.query("BEGIN IMMEDIATE").run());
  std::optional<std::int64_t> step;
  std::optional<std::int64_t> booked;
  if (tree != nullptr) {
    tree->begin(std::string(journal::kSaltBytes, static_cast<char>(n)));
    step = must(tree->add("payment.succeeded", ref, Instant{n}, body));
    booked = must(tree->add("ledger", ref, Instant{n}, body.substr(0, 160)));
  }
  must(database.query("INSERT INTO payments (ref, client_ref, product, number, customer_name, state, business_date, accepted_at, total, held, leftover, "
                      "profit, search, body) VALUES (?, ?, 'pulsa-10', ?, '', 'succeeded', '2026-11-30', ?, 11000, 0, 0, 500, ?, ?)")
           .bind(ref).bind("c-" + ref).bind("0812" + std::to_string(n)).bind(std::int64_t{n}).bind("0812 pulsa " + ref)
           .bind("{\"details\":\"" + body + body + "\"}").run());
  must(database.query("INSERT INTO events (payment, kind, at, body, leaf) VALUES (?, 'succeeded', ?, ?, ?)")
           .bind(ref).bind(std::int64_t{n}).bind(body).bind(step).run());
  must(database.query("INSERT INTO postings (payment, at, why, leaf) VALUES (?, ?, 'succeeded', ?)")
           .bind(ref).bind(std::int64_t{n}).bind(booked).run());
  for (std::int64_t no = 1; no <= 4; ++no)
    must(database.query("INSERT INTO legs (posting, no, account, amount) VALUES ((SELECT max(id) FROM postings), ?, 'drawer', ?)")
             .bind(no).bind(no % 2 == 0 ? std::int64_t{-1000} : std::int64_t{1000}).run());
  if (tree != nullptr)
    must(tree->end({static_cast<std::uint64_t>(n) + 1, ref}));
  else
    must(database.query("UPDATE journal SET commits = ?, mark = ?").bind(std::int64_t{n} + 1).bind(ref).run());
  must(database.query("COMMIT").run());
}

void journalCost(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  const auto with = emptyDatabase(folder.filePath("with.db").toStdString());
  const auto without = emptyDatabase(folder.filePath("without.db").toStdString());
  BareAppend sidecar(folder.filePath("sidecar").toStdString());
  JournalRows tree(*with);
  must(tree.load());
  const std::string body(700, 'x');
  int next = 0;
  std::vector<double> ours;
  std::vector<double> floor;
  for (auto _ : state) {
    double logged = 0;
    double bare = 0;
    // One after the other, so that both meet the same disk.
    for (int i = 0; i < kChangesPerRound; ++i, ++next) {
      logged += secondsOf([&] { change(*with, sidecar, &tree, next, body); });
      bare += secondsOf([&] { change(*without, sidecar, nullptr, next, body); });
    }
    state.SetIterationTime(logged);
    ours.push_back(logged / kChangesPerRound * 1000);
    floor.push_back(bare / kChangesPerRound * 1000);
  }
  report.comparisons.push_back({"a state change with its leaves", "ms", median(ours), median(floor), "<= 1.05"});
}

void journalCheck(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  const auto database = emptyDatabase(folder.filePath("tree.db").toStdString());
  JournalRows tree(*database);
  must(tree.load());
  must(database->query("BEGIN IMMEDIATE").run());
  tree.begin(std::string(journal::kSaltBytes, 's'));
  // The one kind that has no rows to be compared with: what is measured is the tree.
  for (std::uint64_t n = 0; n < kLeaves; ++n) must(tree.add("reconciled", "RC-" + std::to_string(n), Instant{}, "x"));
  must(tree.end({1, "x"}));
  must(database->query("COMMIT").run());
  std::vector<double> looks;
  double whole = 0;
  for (auto _ : state) {
    for (int i = 0; i < kLooks; ++i) {
      // A connection of its own, as a start has: nothing is in its cache.
      const auto fresh = must(Connection::open(folder.filePath("tree.db").toStdString(), tests::dataKey(), adapters::OpenMode::ReadWrite));
      JournalRows started(*fresh);
      looks.push_back(secondsOf([&] { must(started.isSound()); }) * 1000);
    }
    whole = secondsOf([&] {
      if (!must(tree.check(nullptr)).faults.empty())
        qFatal("the tree is not sound");
    });
    state.SetIterationTime(whole);
  }
  report.notes.push_back(fmt::format("start-up check of {} entries: p50 {:.2f} ms, worst {:.2f} ms (aim <= 50 ms)", kLeaves,
                                     quantile(looks, 0.5), quantile(looks, 1)));
  report.notes.push_back(fmt::format("full verification: {:.0f} entries/s on one core (aim >= 500,000)", kLeaves / whole));
}

}  // namespace

void registerJournal(Report& report) {
  benchmark::RegisterBenchmark("journal_cost", journalCost, std::ref(report))
      ->UseManualTime()
      ->Iterations(kRounds)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("journal_check", journalCheck, std::ref(report))
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench
