// Every state of the attempt machine, and a search that notices when the engine in it does something wrong.
#include "tests/simulator/states.h"

#include <QTest>

using namespace loket::simulator;

class StatesTest : public QObject {
  Q_OBJECT

 private slots:
  void everyInvariantHoldsInEveryState();
  void aWrongEngineIsFoundOut_data();
  void aWrongEngineIsFoundOut();
};

void StatesTest::everyInvariantHoldsInEveryState() {
  const Exploration all = exploreStates(EnginePlant::None);
  QVERIFY2(all.violation.empty(), all.violation.c_str());
  // A search that has lost its way would be small.
  QVERIFY(all.obligationStates > 1000);
  QVERIFY(all.states > 1'000'000);
  QVERIFY(all.depth > 40);
  qInfo("figure: %llu states of two payments at two upstreams, %llu transitions, depth %d: none breaks an invariant", static_cast<unsigned long long>(all.states),
        static_cast<unsigned long long>(all.transitions), all.depth);
}

void StatesTest::aWrongEngineIsFoundOut_data() {
  QTest::addColumn<int>("plant");
  QTest::newRow("fails over on unknown") << static_cast<int>(EnginePlant::FailsOverOnUnknown);
  QTest::newRow("a new reference on repeat") << static_cast<int>(EnginePlant::NewReferenceOnRepeat);
  QTest::newRow("not found means failed") << static_cast<int>(EnginePlant::NotFoundMeansFailed);
  QTest::newRow("sends before the commit") << static_cast<int>(EnginePlant::SendsBeforeCommit);
  QTest::newRow("a crash means not sent") << static_cast<int>(EnginePlant::AsksNobodyAfterCrash);
}

void StatesTest::aWrongEngineIsFoundOut() {
  QFETCH(int, plant);
  const Exploration found = exploreStates(static_cast<EnginePlant>(plant));
  QVERIFY2(!found.violation.empty(), "nobody noticed");
  QVERIFY(!found.trace.empty());
  for (const std::string& step : found.trace) qInfo("  %s", step.c_str());
  qInfo("%s", found.violation.c_str());
}

QTEST_GUILESS_MAIN(StatesTest)
#include "states_test.moc"
