// The campaign in small, and whether its oracles can see: every fault strikes and every invariant holds; one
// seed is one history; a world that breaks a promise is found out by the oracle of that promise.
#include <QTest>
#include <algorithm>
#include <map>
#include <random>

#include "tests/simulator/power/campaign.h"

using namespace loket::simulator;

namespace {

constexpr std::uint64_t kSchedules = 200;
constexpr std::uint64_t kSchedulesToFindAPlant = 400;
constexpr std::uint64_t kStride = 53;
constexpr std::uint64_t kPairStride = 101;
constexpr std::uint64_t kRecoveryStride = 7;

// How often a supplier was asked to pay, and how the payments have ended, in the alphabet's order.
const std::map<std::string, std::string> kEnds = {
    {"open a home", "0:"},
    {"sell online", "1: succeeded"},
    {"time-out, settled by asking", "1: succeeded"},
    {"time-out, never arrived", "1: review"},
    {"sell offline and sync", "2: succeeded succeeded"},
    {"refused and refunded", "1: refunded"},
    {"refused, and sold elsewhere", "2: succeeded"},
    {"elsewhere, and the answer lost", "2: succeeded"},
    {"no way, then sync", "2: succeeded"},
    {"bill, asked again", "1: succeeded"},
    {"bill, online", "1: succeeded"},
    {"print", "1: succeeded"},
    {"cash-out", "0:"},
    {"on tick, and paid", "1: succeeded"},
    {"drawer and shelf", "0:"},
    {"deposit topped up", "0:"},
    {"a shift", "1: succeeded"},
    {"settled by two people", "1: refunded"},
    {"a group's bills", "3: succeeded succeeded succeeded"},
    {"codes, for cash", "0:"},
    {"a code, for a sale", "1: succeeded"},
    {"a code, given up", "0:"},
    {"a code, expired", "0:"},
    {"a settlement file", "1: succeeded"},
    {"closed and opened", "1: succeeded"},
    {"the log is emptied", "2: succeeded succeeded"},
    {"the database has grown", "8: succeeded succeeded succeeded succeeded succeeded succeeded succeeded succeeded"}};

std::string endsOf(const PowerOutcome& day) {
  std::vector<std::string> ends;
  int asked = 0;
  for (const std::string& line : day.history)
    if (const auto at = line.find("at the end "); at != std::string::npos)
      ends.push_back(line.substr(line.find('(', at) + 1, line.find(',', at) - line.find('(', at) - 1));
    else if (line.find("  pay ") != std::string::npos)
      ++asked;
  std::sort(ends.begin(), ends.end());
  std::string all = std::to_string(asked) + ":";
  for (const std::string& end : ends) all += " " + end;
  return all;
}

}  // namespace

class PowerTest : public QObject {
  Q_OBJECT

 private slots:
  void copiesOfAFileAreTheirOwn();
  void aDiskKeepsWhatWasSynced();
  void aDiskForgetsWhatASyncFailedToKeep();
  void aFullDiskStillTakesWhatItHasRoomFor();
  void withoutAFaultEveryWayIsTaken();
  void everyFaultStrikesAndEveryInvariantHolds();
  void randomDaysHold();
  void keptSeeds_data();
  void keptSeeds();
  void oneSeedIsOneHistory();
  void aBrokenPromiseIsFoundOut_data();
  void aBrokenPromiseIsFoundOut();
};

// Against plain bytes: written, cut off, grown, flipped, and copied again and again, of which no copy may see
// what is done to another.
void PowerTest::copiesOfAFileAreTheirOwn() {
  constexpr std::size_t kSizeMax = 20'000;
  std::mt19937 rng(1);
  std::vector<std::pair<PagedBytes, PowerDisk::Bytes>> files(4);
  for (int n = 0; n < 4000; ++n) {
    auto& [paged, plain] = files[rng() % files.size()];
    const std::size_t at = rng() % kSizeMax;
    switch (rng() % 4) {
      case 0: {
        PowerDisk::Bytes fresh(rng() % 9000, static_cast<std::uint8_t>(rng() | 1U));
        paged.write(at, fresh.data(), fresh.size());
        plain.resize(std::max(plain.size(), at + fresh.size()));
        std::copy(fresh.begin(), fresh.end(), plain.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      }
      case 1:
        paged.resize(at);
        plain.resize(at);
        break;
      case 2:
        if (at < plain.size()) {
          paged.flip(at, 0x10U);
          plain[at] ^= 0x10U;
        }
        break;
      default:
        files[rng() % files.size()] = std::pair(paged, plain);
    }
    for (const auto& [mine, expected] : files) {
      QCOMPARE(mine.size(), expected.size());
      PowerDisk::Bytes bytes(mine.size());
      mine.read(0, bytes.data(), bytes.size());
      QVERIFY(bytes == expected);
    }
  }
}

void PowerTest::aDiskKeepsWhatWasSynced() {
  const std::uint8_t byte = 7;
  for (const DiskEvent how : {DiskEvent::CutBefore, DiskEvent::CutMixed, DiskEvent::CutTorn}) {
    PowerDisk disk(1);
    PowerDisk::File file;
    QVERIFY(disk.open("a", true, file) == PowerDisk::Answer::Done);
    QVERIFY(disk.write("a", file, 0, &byte, 1) == PowerDisk::Answer::Done);
    QVERIFY(disk.sync("a", file) == PowerDisk::Answer::Done);
    QVERIFY(disk.write("a", file, 1, &byte, 1) == PowerDisk::Answer::Done);
    disk.cut(how);
    QVERIFY(disk.write("a", file, 0, &byte, 1) == PowerDisk::Answer::Failed);
    disk.powerOn(PowerDisk::Care::AsItIs);
    QVERIFY(disk.exists("a"));
    std::uint8_t kept = 0;
    disk.keptImage().at("a").read(0, &kept, 1);
    QCOMPARE(kept, byte);
    if (how == DiskEvent::CutBefore)
      QCOMPARE(disk.sizeOf("a"), std::size_t{1});
  }
}

void PowerTest::aDiskForgetsWhatASyncFailedToKeep() {
  PowerDisk disk(1);
  PowerDisk::File file;
  const std::uint8_t byte = 7;
  QVERIFY(disk.open("a-wal", true, file) == PowerDisk::Answer::Done);
  QVERIFY(disk.write("a-wal", file, 0, &byte, 1) == PowerDisk::Answer::Done);
  disk.plan(DiskEvent::ErrorOnce, 1);
  QVERIFY(disk.sync("a-wal", file) == PowerDisk::Answer::Failed);
  QVERIFY(disk.sync("a-wal", file) == PowerDisk::Answer::Done);
  QCOMPARE(disk.logErrors(), std::uint64_t{1});
  disk.cut(DiskEvent::CutAfter);
  disk.powerOn(PowerDisk::Care::AsItIs);
  QCOMPARE(disk.sizeOf("a-wal"), std::size_t{0});
}

void PowerTest::aFullDiskStillTakesWhatItHasRoomFor() {
  PowerDisk disk(1);
  PowerDisk::File file;
  const std::uint8_t byte = 7;
  QVERIFY(disk.open("a", true, file) == PowerDisk::Answer::Done);
  QVERIFY(disk.write("a", file, 0, &byte, 1) == PowerDisk::Answer::Done);
  disk.plan(DiskEvent::Full, 1);
  QVERIFY(disk.write("a", file, 1, &byte, 1) == PowerDisk::Answer::NoRoom);
  QVERIFY(disk.write("a", file, 0, &byte, 1) == PowerDisk::Answer::Done);
  disk.powerOn(PowerDisk::Care::Mended);
  QVERIFY(disk.write("a", file, 1, &byte, 1) == PowerDisk::Answer::Done);
}

// A step that is refused moves no money, and whatever strikes it shows nothing.
void PowerTest::withoutAFaultEveryWayIsTaken() {
  for (const Scenario& scenario : moneyScenarios()) {
    PowerPlan calm;
    calm.log = scenario.log;
    calm.steps = scenario.steps;
    const PowerOutcome day = runPlan(calm, Telling::History);
    QVERIFY2(day.violation.empty(), day.violation.c_str());
    const auto refusals = std::count_if(day.history.begin(), day.history.end(), [](const std::string& line) {
      return line.find("refused: ") != std::string::npos;
    });
    int meant = 0;
    for (const Step step : scenario.steps) meant += refusalsOf(step);
    QVERIFY2(refusals == meant, scenario.name);
    const auto ends = kEnds.find(scenario.name);
    QVERIFY2(ends != kEnds.end(), scenario.name);
    QCOMPARE(endsOf(day), ends->second);
  }
}

void PowerTest::everyFaultStrikesAndEveryInvariantHolds() {
  Thoroughness some;
  some.stride = kStride;
  some.pairStride = kPairStride;
  some.recoveryStride = kRecoveryStride;
  const PowerReport report = runEnumerated(some, 1);
  QVERIFY2(!report.failure,
           report.failure ? (report.failure->name + ": " + report.failure->violation).c_str() : "");
  QCOMPARE(report.coverage.scenarios.size(), moneyScenarios().size());
  for (const auto& [scenario, events] : report.coverage.scenarios)
    for (int event = 1; event < kDiskEvents; ++event)
      QVERIFY2(events[static_cast<std::size_t>(event)] > 0,
               (scenario + ": " + nameOf(static_cast<DiskEvent>(event))).c_str());
}

void PowerTest::randomDaysHold() {
  const PowerReport report = runRandom(1, kSchedules, 1);
  QVERIFY2(!report.failure,
           report.failure ? (report.failure->name + ": " + report.failure->violation).c_str() : "");
  QVERIFY(report.coverage.cuts > kSchedules);
}

// What a long campaign found and was mended. A day changes with everything that is drawn for it: a seed is looked up anew
// whenever its draws change (the mend is taken out, and `loket-sim --power 1000000` names one).
void PowerTest::keptSeeds_data() {
  QTest::addColumn<quint64>("seed");
  QTest::newRow("three codes of one sum, and the last one's cash was refused") << quint64{741244};
}

void PowerTest::keptSeeds() {
  QFETCH(quint64, seed);
  QCOMPARE(runPlan(randomPlan(seed), Telling::Nothing).violation, std::string());
}

void PowerTest::oneSeedIsOneHistory() {
  for (std::uint64_t seed = 1; seed < 20; ++seed)
    QCOMPARE(runPlan(randomPlan(seed), Telling::History).history,
             runPlan(randomPlan(seed), Telling::History).history);
}

void PowerTest::aBrokenPromiseIsFoundOut_data() {
  QTest::addColumn<int>("plant");
  QTest::addColumn<QString>("found");
  const auto row = [](PowerPlant plant, const char* found) {
    QTest::addRow("%s: %s", nameOf(plant), found) << static_cast<int>(plant) << QString(found);
  };
  row(PowerPlant::SyncIsNothing, "I10 ");
  row(PowerPlant::DiskRots, "I10 ");
  row(PowerPlant::SynchronousNormal, "I10 ");
  row(PowerPlant::AnswersBeforeCommit, "I3 ");
  row(PowerPlant::SwallowsErrors, "I11 ");
  row(PowerPlant::GoesOnAfterErrors, "I11 ");
  row(PowerPlant::BooksDrift, "I7 ");
  row(PowerPlant::UpstreamPaysTwice, "I2 ");
  row(PowerPlant::UpstreamOnlySays, "I4 ");
  row(PowerPlant::SendsUnarmed, "I1 ");
  row(PowerPlant::PrintsUncounted, "I8 ");
  row(PowerPlant::SidecarLost, "I12 ");
  row(PowerPlant::CreditsForgotten, "I20 ");
  row(PowerPlant::CreditsForgotten, "I20 paid out twice in the books: 888801000157610/L-QR");
  row(PowerPlant::CollectsUnrecorded, "I3 the bank ");
  row(PowerPlant::CollectionsForgotten, "I17 paid by a customer");
  row(PowerPlant::SoldWithoutSale, "I20 C");
  row(PowerPlant::AppliedForgotten, "I21 ");
  row(PowerPlant::UnreadableIsAbsent, "I13 another key opens");
  row(PowerPlant::JournalRewritten, "I14 entry");
  row(PowerPlant::NumbersInClear, "I16 in clear in /loket.log");
  row(PowerPlant::SecondUnseen, "I19 two programs");
}

void PowerTest::aBrokenPromiseIsFoundOut() {
  QFETCH(int, plant);
  QFETCH(QString, found);
  for (std::uint64_t seed = 1; seed <= kSchedulesToFindAPlant; ++seed) {
    PowerPlan plan = randomPlan(seed);
    plan.plant = static_cast<PowerPlant>(plant);
    const std::string violation = runPlan(plan, Telling::Nothing).violation;
    if (!QString::fromStdString(violation).startsWith(found))
      continue;
    qInfo("seed %llu: %s", static_cast<unsigned long long>(seed), violation.c_str());
    return;
  }
  QFAIL("nobody noticed");
}

QTEST_GUILESS_MAIN(PowerTest)
#include "power_test.moc"
