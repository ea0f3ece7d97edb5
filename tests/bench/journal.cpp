#include <QTemporaryDir>

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/journal_rows.h"
#include "core/adapters/store/sqlcipher_store.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/base64.h"
#include "core/engine/auditor.h"
#include "tests/bench/bare_append.h"
#include "tests/bench/benchmarks.h"
#include "tests/support/file_cache.h"
#include "tests/support/filled_home.h"
#include "tests/bench/measure.h"
#include "tests/support/samples.h"
#include "tests/support/virtual_world.h"

namespace loket::bench {
namespace {

constexpr int kChangesPerRound = 200;
constexpr int kRounds = 40;
constexpr std::uint64_t kLeaves = 1'000'000;
// Signed so many entries before the end.
constexpr std::uint64_t kSinceSigned = 777;
constexpr int kLooks = 50;
constexpr int kPayments = 50'000;

using adapters::Connection;
using adapters::JournalRows;
using tests::fillHome;
using tests::forgetFile;
using tests::must;
using tests::openKeySlot;

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
  // What a counter really commits when it accepts a sale: the leaves' cost is looked at as a part of that, too.
  const auto real = must(adapters::createHomeStore(folder.path().toStdString(), tests::dataKey())).store;
  const std::string body(700, 'x');
  int next = 0;
  std::vector<double> ours;
  std::vector<double> floor;
  std::vector<double> commits;
  std::vector<double> parts;
  for (auto _ : state) {
    std::vector<ports::UnitOfWork> sales;
    for (int i = 0; i < kChangesPerRound; ++i) sales.push_back(tests::workOf(tests::acceptedChange(tests::proposedSale(next + i))));
    double logged = 0;
    double bare = 0;
    double whole = 0;
    // One after the other, so that all meet the same disk; neither of the two that are compared always comes after the third.
    for (int i = 0; i < kChangesPerRound; ++i, ++next) {
      const auto withLeaves = [&] { logged += secondsOf([&] { change(*with, sidecar, &tree, next, body); }); };
      const auto withoutThem = [&] { bare += secondsOf([&] { change(*without, sidecar, nullptr, next, body); }); };
      if (i % 2 == 0) {
        withLeaves();
        withoutThem();
      } else {
        withoutThem();
        withLeaves();
      }
      whole += secondsOf([&] { must(real->commit(sales[static_cast<std::size_t>(i)])); });
    }
    state.SetIterationTime(logged);
    ours.push_back(logged / kChangesPerRound * 1000);
    floor.push_back(bare / kChangesPerRound * 1000);
    commits.push_back(whole / kChangesPerRound * 1000);
    parts.push_back(100 * (logged - bare) / whole);
  }
  report.comparisons.push_back({"a state change with its leaves", "ms", median(ours), median(floor), "<= 1.05"});
  // Of the same minute of the disk: a part of what came right beside it.
  report.notes.push_back(
      fmt::format("the leaves of a state change: {:.1f} % of the store's own commit of an accepted sale ({:.3f} ms with them); half of the "
                  "rounds between {:.1f} and {:.1f} % (aim <= 5 %)",
                  median(parts), median(commits), quantile(parts, 0.25), quantile(parts, 0.75)));
}

// The settings in which the terminal keeps its key and what it signed last: a tree a little smaller than this one.
engine::Auditor::Rows signedBefore(JournalRows& tree, std::uint64_t size) {
  const adapters::SodiumCrypto crypto;
  const std::vector<std::uint8_t> seed(adapters::SigningKey::kSeedBytes, 5);
  const adapters::SigningKey key{SecretBytes(seed)};
  const journal::Verifier terminal{"loket/terminal/0123456789abcdef", journal::KeyKind::Note, key.publicKey()};
  journal::SignedNote note;
  note.body =
      journal::textOf(journal::Checkpoint{terminal.name, size, journal::Frontier::of(size, must(tree.rootsOf(size)))->root(crypto)});
  note.signatures = {journal::signatureOf(crypto, terminal, key.sign(note.body))};
  return {{"audit.seed", toBase64(std::string_view(reinterpret_cast<const char*>(seed.data()), seed.size()))},
          {"audit.origin", terminal.name},
          {"audit.checkpoint", journal::textOf(note)},
          {"audit.checkpointAt", "0"}};
}

// What a start does with the tree, in milliseconds: its soundness, the signature of the kept checkpoint, and that it goes on from
// there. The file was read by nobody since the machine was started.
double startUpLook(const std::string& path, const engine::Auditor::Rows& rows) {
  static const adapters::SodiumCrypto kCrypto;
  forgetFile(path);
  const auto store = must(adapters::SqlcipherStore::open(path, tests::dataKey()));
  tests::VirtualClock clock;
  tests::VirtualTransport transport(clock);
  tests::SilentLog log;
  tests::RecordingProbe probe;
  adapters::SystemEntropy entropy;
  engine::Books books(*store, log, probe);
  engine::Auditor auditor(
      {books, *store, clock, entropy, &kCrypto, nullptr, [](const std::function<void()>& job) { job(); }, transport, nullptr, nullptr});
  const double seconds = secondsOf([&] { auditor.open(rows, {}, {}); });
  if (const auto health = auditor.health(); !health || !health->ok || health->detail == "not signed yet")
    qFatal("the tree does not go on from what was signed: %s", health ? health->detail.c_str() : "");
  return seconds * 1000;
}

void journalCheck(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  const std::string path = folder.filePath("tree.db").toStdString();
  double whole = 0;
  engine::Auditor::Rows rows;
  {
    const auto database = emptyDatabase(path);
    JournalRows tree(*database);
    must(tree.load());
    must(database->query("BEGIN IMMEDIATE").run());
    tree.begin(std::string(journal::kSaltBytes, 's'));
    // The one kind that has no rows to be compared with: what is measured is the tree.
    for (std::uint64_t n = 0; n < kLeaves; ++n) must(tree.add("reconciled", "RC-" + std::to_string(n), Instant{}, "x"));
    must(tree.end({1, "x"}));
    must(database->query("COMMIT").run());
    whole = secondsOf([&] {
      if (!must(tree.check(nullptr)).faults.empty())
        qFatal("the tree is not sound");
    });
    rows = signedBefore(tree, kLeaves - kSinceSigned);
  }
  std::vector<double> looks;
  for (auto _ : state) {
    for (int i = 0; i < kLooks; ++i) looks.push_back(startUpLook(path, rows));
    state.SetIterationTime(whole);
  }
  report.notes.push_back(
      fmt::format("start-up check of {} entries, with the signature of the kept checkpoint and the proof from there, from the disk: "
                  "p50 {:.2f} ms, worst {:.2f} ms (aim <= 50 ms)",
                  kLeaves, quantile(looks, 0.5), quantile(looks, 1)));
  report.notes.push_back(fmt::format("full verification of the tree: {:.0f} entries/s on one core (aim >= 500,000)", kLeaves / whole));
}

// What `audit verify` does in a shop: every entry against the tree and against its row, and every payment against its steps.
void journalVerify(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  const std::string home = folder.filePath("home").toStdString();
  fillHome(home, kPayments);
  const auto store = must(adapters::SqlcipherStore::open(adapters::databaseIn(home), openKeySlot(home)));
  double seconds = 0;
  ports::JournalCheck check;
  for (auto _ : state) {
    seconds = secondsOf([&] { check = must(store->journal()->check(nullptr)); });
    state.SetIterationTime(seconds);
  }
  if (!check.faults.empty() || check.payments != std::uint64_t{kPayments})
    qFatal("the journal is not sound: %s", check.faults.empty() ? "payments" : check.faults[0].what.c_str());
  report.notes.push_back(
      fmt::format("audit verify of {} entries, {} of them compared with their rows, and {} payments: {:.2f} s, {:.0f} entries/s",
                  check.leaves, check.particulars, check.payments, seconds, static_cast<double>(check.leaves) / seconds));
}

}  // namespace

void registerJournal(Report& report) {
  benchmark::RegisterBenchmark("journal_cost", journalCost, std::ref(report))
      ->UseManualTime()
      ->Iterations(kRounds)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("journal_verify", journalVerify, std::ref(report))
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("journal_check", journalCheck, std::ref(report))
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench
