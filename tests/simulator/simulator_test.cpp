// The campaign in small: every invariant holds in every schedule, nothing stays untested, one seed is one
// history, and a world that breaks its promises is found out.
#include <QTest>

#include "tests/simulator/schedule.h"

using namespace loket::simulator;

namespace {

constexpr std::uint64_t kFirstSeed = 1;
constexpr std::uint64_t kSchedules = 10'000;
constexpr std::uint64_t kSchedulesToFindAPlant = 500;
constexpr std::size_t kTransitionsAndMore = 100;  // cells that an empty campaign lacks, at the least

}  // namespace

class SimulatorTest : public QObject {
  Q_OBJECT

 private slots:
  void everyInvariantHolds();
  void oneSeedIsOneHistory();
  void whatWasFoundStaysFound_data();
  void whatWasFoundStaysFound();
  void aWorldThatBreaksItsPromisesIsFoundOut_data();
  void aWorldThatBreaksItsPromisesIsFoundOut();
};

void SimulatorTest::everyInvariantHolds() {
  Coverage coverage;
  for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + kSchedules; ++seed) {
    const Outcome outcome = runSchedule(seed, History::Drop, coverage);
    QVERIFY2(outcome.violation.empty(), qPrintable(QStringLiteral("loket-sim --seed %1: %2")
                                                       .arg(seed)
                                                       .arg(QString::fromStdString(outcome.violation))));
  }
  // The rarest cells, a fault that meets a state, success after people have given the cash back, and what becomes of a
  // second delivery, are asked of the campaign.
  for (int i = 0; i < kModels; ++i)
    QVERIFY2(coverage.models[static_cast<std::size_t>(i)] > 0, nameOf(static_cast<Model>(i)));
  for (int i = 0; i < kFaultKinds; ++i)
    QVERIFY2(coverage.faults[static_cast<std::size_t>(i)] > 0, nameOf(static_cast<FaultKind>(i)));
  for (int i = 0; i < kStates; ++i) {
    const auto state = static_cast<loket::PaymentState>(i);
    QVERIFY2(coverage.states[indexOf(state)] > 0, std::string(wordOf(state)).c_str());
  }
  for (std::size_t i = 0; i < loket::kTransitions.size(); ++i) {
    const loket::Transition& step = loket::kTransitions[i];
    const bool isRare = step.event == loket::EventKind::LateSuccess || step.event == loket::EventKind::TakenBack ||
                        (step.event == loket::EventKind::Decided && step.from == loket::PaymentState::Succeeded);
    QVERIFY2(coverage.transitions[i] > 0 || whyNever(step) != nullptr || isRare,
             std::string(wordOf(step.from)).append(" ").append(wordOf(step.event)).c_str());
  }
  QVERIFY(gapsIn(Coverage{}).size() > kTransitionsAndMore);
  QVERIFY(coverage.effects > kSchedules / 2);
}

void SimulatorTest::oneSeedIsOneHistory() {
  Coverage coverage;
  for (std::uint64_t seed = 1; seed < 40; ++seed)
    QCOMPARE(runSchedule(seed, History::Keep, coverage).history,
             runSchedule(seed, History::Keep, coverage).history);
}

// Seeds that break something when what was found with the simulator is undone. They are looked up anew
// whenever its draws change: the mend is taken out, and `loket-sim --schedules 100000` names the seed.
void SimulatorTest::whatWasFoundStaysFound_data() {
  QTest::addColumn<quint64>("seed");
  QTest::newRow("a clock set back by years stopped all questions") << quint64{2020};
  QTest::newRow("... and one set back while the program was closed") << quint64{156};
  QTest::newRow("... and one set while the counter waited for an answer") << quint64{1472};
  QTest::newRow("what is never found was never handed to people after the clock was set back")
      << quint64{703};
  QTest::newRow("a repeat that did not get out shortened the pause after its question") << quint64{18050};
  QTest::newRow("a death right after a question asked again at once") << quint64{26};
  QTest::newRow("an inquiry that was answered on another day was taken for that day's") << quint64{5182};
  QTest::newRow("what was kept to be asked later counted as used when it was asked before") << quint64{459384};
  QTest::newRow("an answer that was noted twice looked as if others had been answered") << quint64{3146174};
  QTest::newRow("what was taken back in memory waited as long as the clock had been set") << quint64{5698945};
  QTest::newRow("... and what had begun after the clock was set, as long once more") << quint64{5613813};
  QTest::newRow("what was answered in vain in the very moment in which another one was heard kept to its turn") << quint64{8644516};
  QTest::newRow("what was asked in vain just before its supplier was heard again was told to nobody") << quint64{13009547};
  QTest::newRow("a success was booked as a loss that had been taken back before it was heard") << quint64{18005596};
  QTest::newRow("more was taken offline while what waited was dated later than all else") << quint64{11333};
  // Neither was the program's fault. A request that left only after a question was judged as a new one, and the quarter of an
  // hour was counted from before the first request had been sent.
  QTest::newRow("a request that left first after a question is a repeat to whoever asked") << quint64{882010};
  QTest::newRow("what waited a quarter of an hour for open doors has another one to be told") << quint64{479891};
}

void SimulatorTest::whatWasFoundStaysFound() {
  QFETCH(quint64, seed);
  Coverage coverage;
  QCOMPARE(runSchedule(seed, History::Drop, coverage).violation, std::string());
}

void SimulatorTest::aWorldThatBreaksItsPromisesIsFoundOut_data() {
  QTest::addColumn<int>("plant");
  QTest::newRow("an upstream that keeps no references") << static_cast<int>(Plant::UpstreamForgets);
  QTest::newRow("a disk that loses the last commit") << static_cast<int>(Plant::DiskForgets);
}

void SimulatorTest::aWorldThatBreaksItsPromisesIsFoundOut() {
  QFETCH(int, plant);
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= kSchedulesToFindAPlant; ++seed) {
    const Outcome outcome = runSchedule(seed, History::Drop, coverage, static_cast<Plant>(plant));
    if (outcome.violation.empty())
      continue;
    qInfo("seed %llu: %s", static_cast<unsigned long long>(seed), outcome.violation.c_str());
    return;
  }
  QFAIL("nobody noticed");
}

QTEST_GUILESS_MAIN(SimulatorTest)
#include "simulator_test.moc"
