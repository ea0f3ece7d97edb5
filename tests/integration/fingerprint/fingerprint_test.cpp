// Fingers by the real fprintd: enrolled, recognised, not recognised, and every way in which there is no answer.
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusReply>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>
#include <thread>

#include "core/adapters/biometrics/reader_names.h"
#include "tests/integration/fingerprint/private_fprintd.h"

using namespace loket;
using fingerprint_tests::PrivateFprintd;
using fingerprint_tests::Reader;
using ports::FingerFailure;
using ports::FingerLimits;
using ports::FingerRetry;
using ports::FingerStep;

namespace {

const UserName kBudi{"Budi"};
const UserName kSiti{"Siti"};
constexpr const char* kIndex = "right-index-finger";
constexpr int kStages = 5;
const FingerLimits kLong{Duration::seconds(30), nullptr};

void ignore(const FingerStep& /*step*/) {}

QStringList scans(const char* finger, int count) {
  QStringList commands;
  for (int i = 0; i < count; ++i) commands << QStringLiteral("SCAN ") + QString::fromLatin1(finger);
  return commands;
}

// "wanted", "3/5", "too-short": what was told on the way.
QString wordOfStep(const FingerStep& step) {
  switch (step.kind) {
    case FingerStep::Kind::Wanted:
      return QStringLiteral("wanted");
    case FingerStep::Kind::Stage:
      return QStringLiteral("%1/%2").arg(step.done).arg(step.total);
    case FingerStep::Kind::Retry:
      return QString::fromStdString(std::string(ports::wordOf(step.retry)));
  }
  return {};
}

template <typename T>
QString outcome(const ports::FingerResult<T>& result) {
  return result ? QStringLiteral("done") : QString::fromStdString(std::string(ports::wordOf(result.error().what)));
}

}  // namespace

class FingerprintTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void init();

  void the_reader_is_named();
  void a_finger_is_enrolled_stage_by_stage();
  void it_is_recognised_and_another_is_not();
  void it_is_one_persons_and_one_homes();
  void what_is_read_badly_is_asked_for_again();
  void what_the_reader_cannot_do_is_no_finger();
  void removed_is_not_enrolled();
  void a_finger_that_is_somebodys_is_not_somebody_elses();
  void one_call_at_a_time();
  void a_call_that_is_cancelled_gives_the_reader_back();
  void a_call_ends_with_its_limit();
  void the_limit_counts_while_a_password_is_asked_for();
  void what_the_machine_forbids_is_said();
  void nobody_else_says_that_it_matches();
  void unplugged_in_the_middle();
  void killed_in_the_middle();
  void no_reader();
  void no_service();
  void names_are_folders_of_their_own();
  void words_that_the_virtual_reader_never_says_data();
  void words_that_the_virtual_reader_never_says();

 private:
  QString enrol(const UserName& person, const char* finger);
  QString verify(const char* finger, const UserName& person = kBudi);
  void fresh(Reader reader);

  std::unique_ptr<PrivateFprintd> m_fprintd;
  std::unique_ptr<ports::Fingerprint> m_fingers;
  Reader m_reader = Reader::None;
  bool m_isWell = false;
};

void FingerprintTest::initTestCase() {
  fresh(Reader::Comparing);
  QVERIFY(m_isWell);
}

void FingerprintTest::fresh(Reader reader) {
  m_isWell = false;
  m_fprintd = std::make_unique<PrivateFprintd>();
  const QString noBus = m_fprintd->startBus();
  QVERIFY2(noBus.isEmpty(), qPrintable(noBus));
  const QString noService = m_fprintd->startService(reader);
  QVERIFY2(noService.isEmpty(), qPrintable(noService));
  m_fingers = m_fprintd->fingers();
  m_reader = reader;
  m_isWell = true;
}

// Each begins with a reader that knows nobody, and rules that allow everything.
void FingerprintTest::init() {
  if (m_isWell && m_reader == Reader::Comparing && m_fprintd->allow({QStringLiteral("all")})) {
    const auto there = m_fingers->readers(kLong);
    if (there) {
      for (const UserName& one : {kBudi, kSiti}) static_cast<void>(m_fingers->remove(one, kLong));
      return;
    }
  }
  fresh(Reader::Comparing);
  QVERIFY(m_isWell);
}

QString FingerprintTest::enrol(const UserName& person, const char* finger) {
  if (!m_fprintd->atReader(scans(finger, kStages)))
    return QStringLiteral("no hand at the reader");
  return outcome(m_fingers->enrol(person, kIndex, ignore, kLong));
}

QString FingerprintTest::verify(const char* finger, const UserName& person) {
  if (!m_fprintd->atReader(scans(finger, 1)))
    return QStringLiteral("no hand at the reader");
  return outcome(m_fingers->verify(person, ignore, kLong));
}

void FingerprintTest::the_reader_is_named() {
  const auto readers = m_fingers->readers(kLong);
  QCOMPARE(outcome(readers), QStringLiteral("done"));
  QCOMPARE(readers->size(), 1U);
  QCOMPARE(readers->front().name, std::string("Virtual device for debugging"));
  QVERIFY(readers->front().swipes);
}

void FingerprintTest::a_finger_is_enrolled_stage_by_stage() {
  QVERIFY(m_fingers->enrolled(kBudi, kLong)->empty());
  QVERIFY(m_fprintd->atReader(scans("budi-index", kStages)));
  QStringList told;
  const auto done = m_fingers->enrol(
      kBudi, kIndex,
      [&](const FingerStep& step) {
        told << wordOfStep(step);
        QCOMPARE(step.finger, std::string(kIndex));
      },
      kLong);
  QCOMPARE(outcome(done), QStringLiteral("done"));
  QCOMPARE(told, (QStringList{QStringLiteral("wanted"), QStringLiteral("1/5"), QStringLiteral("2/5"),
                              QStringLiteral("3/5"), QStringLiteral("4/5"), QStringLiteral("5/5")}));
  QCOMPARE(*m_fingers->enrolled(kBudi, kLong), std::vector<std::string>{kIndex});
  // Once more is a new one in its place.
  QCOMPARE(enrol(kBudi, "budi-thumb"), QStringLiteral("done"));
  QCOMPARE(m_fingers->enrolled(kBudi, kLong)->size(), 1U);
  QCOMPARE(verify("budi-index"), QStringLiteral("not-recognised"));
  QCOMPARE(verify("budi-thumb"), QStringLiteral("done"));
}

void FingerprintTest::it_is_recognised_and_another_is_not() {
  QCOMPARE(verify("budi-index"), QStringLiteral("not-enrolled"));
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
  QCOMPARE(verify("siti-index"), QStringLiteral("not-recognised"));
  // One that was not recognised is no hindrance to the next.
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
}

void FingerprintTest::it_is_one_persons_and_one_homes() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QCOMPARE(verify("budi-index", kSiti), QStringLiteral("not-enrolled"));
  QCOMPARE(verify("budi-index", UserName(" BUDI ")), QStringLiteral("done"));
  const auto elsewhere = m_fprintd->fingers("ffff");
  QCOMPARE(outcome(elsewhere->verify(kBudi, ignore, kLong)), QStringLiteral("not-enrolled"));
  QVERIFY(elsewhere->enrolled(kBudi, kLong)->empty());
}

void FingerprintTest::what_is_read_badly_is_asked_for_again() {
  QStringList told;
  const auto tell = [&](const FingerStep& step) { told << wordOfStep(step); };
  const QStringList bad{QStringLiteral("RETRY 0"), QStringLiteral("RETRY 1"), QStringLiteral("RETRY 2"),
                        QStringLiteral("RETRY 3")};
  const QStringList words{QStringLiteral("again"), QStringLiteral("too-short"), QStringLiteral("not-centred"),
                          QStringLiteral("remove-first")};
  QVERIFY(m_fprintd->atReader(scans("budi-index", 1) + bad + scans("siti-index", 1) + scans("budi-index", kStages - 1)));
  QCOMPARE(outcome(m_fingers->enrol(kBudi, kIndex, tell, kLong)), QStringLiteral("done"));
  // Another finger in the middle counts for nothing either.
  QCOMPARE(told, QStringList({QStringLiteral("wanted"), QStringLiteral("1/5")}) + words +
                     QStringList({QStringLiteral("again"), QStringLiteral("2/5"), QStringLiteral("3/5"),
                                  QStringLiteral("4/5"), QStringLiteral("5/5")}));
  told.clear();
  QVERIFY(m_fprintd->atReader(bad + scans("budi-index", 1)));
  QCOMPARE(outcome(m_fingers->verify(kBudi, tell, kLong)), QStringLiteral("done"));
  QCOMPARE(told.front(), QStringLiteral("wanted"));
  told.removeAll(QStringLiteral("wanted"));
  QCOMPARE(told, words);
}

void FingerprintTest::what_the_reader_cannot_do_is_no_finger() {
  QVERIFY(m_fprintd->atReader(scans("budi-index", 2) + QStringList{QStringLiteral("ERROR 8")}));
  QCOMPARE(outcome(m_fingers->enrol(kBudi, kIndex, ignore, kLong)), QStringLiteral("full"));
  QVERIFY(m_fingers->enrolled(kBudi, kLong)->empty());
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader({QStringLiteral("ERROR 0")}));
  const auto faulty = m_fingers->verify(kBudi, ignore, kLong);
  QCOMPARE(outcome(faulty), QStringLiteral("fault"));
  QCOMPARE(faulty.error().detail, std::string("verify-unknown-error"));
  QCOMPARE(outcome(m_fingers->enrol(kBudi, "sixth-finger", ignore, kLong)), QStringLiteral("fault"));
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
}

void FingerprintTest::removed_is_not_enrolled() {
  QCOMPARE(outcome(m_fingers->remove(kBudi, kLong)), QStringLiteral("not-enrolled"));
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QCOMPARE(enrol(kSiti, "siti-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader(scans("budi-thumb", kStages)));
  QCOMPARE(outcome(m_fingers->enrol(kBudi, "left-thumb", ignore, kLong)), QStringLiteral("done"));
  QCOMPARE(m_fingers->remove(kBudi, kLong).value_or(-1), 2);
  QCOMPARE(verify("budi-index"), QStringLiteral("not-enrolled"));
  QCOMPARE(verify("siti-index", kSiti), QStringLiteral("done"));
}

void FingerprintTest::a_finger_that_is_somebodys_is_not_somebody_elses() {
  fresh(Reader::Knowing);
  QVERIFY(m_isWell);
  // This kind looks first whose the finger is, which is one reading more.
  QVERIFY(m_fprintd->atReader(scans("budi-index", kStages + 1)));
  QStringList told;
  QCOMPARE(outcome(m_fingers->enrol(kBudi, kIndex, [&](const FingerStep& step) { told << wordOfStep(step); }, kLong)),
           QStringLiteral("done"));
  QCOMPARE(told.back(), QStringLiteral("6/6"));
  QVERIFY(m_fprintd->atReader(scans("budi-index", 1)));
  QCOMPARE(outcome(m_fingers->enrol(kSiti, kIndex, ignore, kLong)), QStringLiteral("duplicate"));
  QVERIFY(m_fingers->enrolled(kSiti, kLong)->empty());
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
}

void FingerprintTest::one_call_at_a_time() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 60000")}));
  const auto second = m_fprintd->fingers();
  std::atomic<bool> cancelled{false};
  QStringList others;
  const auto first = m_fingers->verify(
      kBudi,
      [&](const FingerStep&) {
        if (cancelled)
          return;
        others << outcome(second->verify(kSiti, ignore, kLong)) << outcome(second->enrol(kSiti, kIndex, ignore, kLong))
               << outcome(second->remove(kBudi, kLong));
        // Asking needs no reader.
        others << outcome(second->readers(kLong)) << outcome(second->enrolled(kBudi, kLong));
        cancelled = true;
      },
      {Duration::seconds(30), &cancelled});
  QCOMPARE(outcome(first), QStringLiteral("cancelled"));
  QCOMPARE(others, (QStringList{QStringLiteral("busy"), QStringLiteral("busy"), QStringLiteral("busy"),
                                QStringLiteral("done"), QStringLiteral("done")}));
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
}

void FingerprintTest::a_call_that_is_cancelled_gives_the_reader_back() {
  for (const bool enrolling : {true, false}) {
    if (!enrolling)
      QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
    QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 60000")}));
    std::atomic<bool> cancelled{false};
    std::thread somebody;
    const auto step = [&](const FingerStep&) {
      if (!somebody.joinable())
        somebody = std::thread([&] { cancelled = true; });
    };
    const FingerLimits limits{Duration::seconds(50), &cancelled};
    QElapsedTimer took;
    took.start();
    const auto ended = enrolling ? m_fingers->enrol(kBudi, kIndex, step, limits) : m_fingers->verify(kBudi, step, limits);
    somebody.join();
    QCOMPARE(outcome(ended), QStringLiteral("cancelled"));
    QVERIFY2(took.elapsed() < 25'000, "it waited for the finger or the limit");
  }
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
  std::atomic<bool> before{true};
  QCOMPARE(outcome(m_fingers->verify(kBudi, ignore, {Duration::seconds(30), &before})), QStringLiteral("cancelled"));
}

void FingerprintTest::a_call_ends_with_its_limit() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 60000")}));
  QElapsedTimer took;
  took.start();
  QCOMPARE(outcome(m_fingers->verify(kBudi, ignore, {Duration::millis(1500), nullptr})), QStringLiteral("timed-out"));
  QVERIFY(took.elapsed() >= 1500);
  QVERIFY2(took.elapsed() < 25'000, "it waited for the finger");
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
  QCOMPARE(outcome(m_fingers->verify(kBudi, ignore, {Duration{}, nullptr})), QStringLiteral("timed-out"));
}

void FingerprintTest::the_limit_counts_while_a_password_is_asked_for() {
  QVERIFY(m_fprintd->ask(true));
  QElapsedTimer took;
  took.start();
  QCOMPARE(outcome(m_fingers->enrol(kBudi, kIndex, ignore, {Duration::seconds(1), nullptr})), QStringLiteral("timed-out"));
  QVERIFY2(took.elapsed() < 20'000, "it waited for the password");
  QVERIFY(m_fprintd->ask(false));
  // What was allowed too late is soon given back for one who has gone.
  QString free;
  QVERIFY(QTest::qWaitFor([&] { return (free = outcome(m_fingers->remove(kBudi, kLong))) != QStringLiteral("busy"); }, 20'000));
  QCOMPARE(free, QStringLiteral("not-enrolled"));
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
}

void FingerprintTest::what_the_machine_forbids_is_said() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->allow({}));
  const auto refused = m_fingers->verify(kBudi, ignore, kLong);
  QCOMPARE(outcome(refused), QStringLiteral("not-allowed"));
  QVERIFY2(refused.error().detail.find("setusername") != std::string::npos, refused.error().detail.c_str());
  QCOMPARE(outcome(m_fingers->enrolled(kBudi, kLong)), QStringLiteral("not-allowed"));
  QCOMPARE(outcome(m_fingers->remove(kBudi, kLong)), QStringLiteral("not-allowed"));
  // Who may only look may not make anybody anybody: the rule that a counter's account should have.
  QVERIFY(m_fprintd->allow({QStringLiteral("setusername"), QStringLiteral("verify")}));
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
  const auto refusedEnrol = m_fingers->enrol(kSiti, kIndex, ignore, kLong);
  QCOMPARE(outcome(refusedEnrol), QStringLiteral("not-allowed"));
  QVERIFY2(refusedEnrol.error().detail.find("enroll") != std::string::npos, refusedEnrol.error().detail.c_str());
  QCOMPARE(outcome(m_fingers->remove(kBudi, kLong)), QStringLiteral("not-allowed"));
  QCOMPARE(m_fingers->enrolled(kBudi, kLong)->size(), 1U);
}

// Any program may send a signal to any other, and make it look like the service's.
void FingerprintTest::nobody_else_says_that_it_matches() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 60000")}));
  int sent = 0;
  const auto liar = [&](const FingerStep&) {
    if (sent > 0)
      return;
    QDBusConnection bus = m_fprintd->bus();
    const QStringList names = bus.interface()->registeredServiceNames().value();
    const auto forge = [&](const QString& path, const QString& interface, const QString& signal, const QVariantList& said) {
      for (const QString& name : names)
        if (name.startsWith(QLatin1Char(':'))) {
          QDBusMessage message = QDBusMessage::createTargetedSignal(name, path, interface, signal);
          message.setArguments(said);
          sent += bus.send(message) ? 1 : 0;
        }
    };
    const QString reader = QStringLiteral("/net/reactivated/Fprint/Device/0");
    forge(reader, QStringLiteral("net.reactivated.Fprint.Device"), QStringLiteral("VerifyStatus"),
          {QStringLiteral("verify-match"), true});
    forge(QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
          QStringLiteral("NameOwnerChanged"), {QStringLiteral(":1.0"), QStringLiteral(":1.0"), QString()});
    // What was sent before this answer is there by now.
    QVERIFY(bus.interface()->isServiceRegistered(QStringLiteral("net.reactivated.Fprint")).value());
  };
  QCOMPARE(outcome(m_fingers->verify(kBudi, liar, {Duration::seconds(2), nullptr})), QStringLiteral("timed-out"));
  QVERIFY(sent >= 4);
  QCOMPARE(verify("siti-index"), QStringLiteral("not-recognised"));
}

void FingerprintTest::unplugged_in_the_middle() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  // A driver notices that its reader is gone when it next wants something of it.
  QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 2000")}));
  QElapsedTimer took;
  took.start();
  bool isPulled = false;
  const auto pulled = m_fingers->verify(
      kBudi, [&](const FingerStep&) { isPulled = isPulled || m_fprintd->now(QStringLiteral("UNPLUG")); }, kLong);
  QVERIFY(isPulled);
  QCOMPARE(outcome(pulled), QStringLiteral("unplugged"));
  QVERIFY2(took.elapsed() < 25'000, "it waited for the finger");
  QCOMPARE(outcome(m_fingers->readers(kLong)), QStringLiteral("no-reader"));
  m_isWell = false;
}

void FingerprintTest::killed_in_the_middle() {
  QCOMPARE(enrol(kBudi, "budi-index"), QStringLiteral("done"));
  QVERIFY(m_fprintd->atReader({QStringLiteral("SLEEP 60000")}));
  QElapsedTimer took;
  took.start();
  QCOMPARE(outcome(m_fingers->verify(kBudi, [&](const FingerStep&) { m_fprintd->killService(); }, kLong)),
           QStringLiteral("no-service"));
  QVERIFY2(took.elapsed() < 25'000, "it waited for the finger");
  QCOMPARE(outcome(m_fingers->readers(kLong)), QStringLiteral("no-service"));
  // What was enrolled is still there, and the same object works with the next one.
  const QString why = m_fprintd->restartService();
  QVERIFY2(why.isEmpty(), qPrintable(why));
  QCOMPARE(verify("budi-index"), QStringLiteral("done"));
}

void FingerprintTest::no_reader() {
  const QString why = m_fprintd->restartService(Reader::None);
  m_isWell = false;
  QVERIFY2(why.isEmpty(), qPrintable(why));
  QCOMPARE(outcome(m_fingers->readers(kLong)), QStringLiteral("no-reader"));
  QCOMPARE(outcome(m_fingers->enrolled(kBudi, kLong)), QStringLiteral("no-reader"));
  QCOMPARE(outcome(m_fingers->enrol(kBudi, kIndex, ignore, kLong)), QStringLiteral("no-reader"));
  QCOMPARE(outcome(m_fingers->verify(kBudi, ignore, kLong)), QStringLiteral("no-reader"));
  QCOMPARE(outcome(m_fingers->remove(kBudi, kLong)), QStringLiteral("no-reader"));
}

void FingerprintTest::no_service() {
  m_fprintd->stopService();
  m_isWell = false;
  QCOMPARE(outcome(m_fingers->readers(kLong)), QStringLiteral("no-service"));
  QCOMPARE(outcome(m_fingers->verify(kBudi, ignore, kLong)), QStringLiteral("no-service"));
  adapters::SystemUptime uptime;
  const auto noBus = adapters::biometrics::createFprintd({"a1b2", "unix:path=/nonexistent/bus"}, uptime);
  QCOMPARE(outcome(noBus->readers(kLong)), QStringLiteral("no-service"));
}

void FingerprintTest::names_are_folders_of_their_own() {
  // fprintd takes the name as it comes for a folder's.
  const UserName climber{"../../Jalan Ke/Mana"};
  QCOMPARE(enrol(climber, "climber"), QStringLiteral("done"));
  const QStringList folders = QDir(m_fprintd->prints()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  QCOMPARE(folders, QStringList{QStringLiteral("loket-a1b2-_2e_2e_2f_2e_2e_2fjalan_20ke_2fmana")});
  QCOMPARE(m_fingers->remove(climber, kLong).value_or(-1), 1);
  // Both would be one if '_' were kept as it is.
  QVERIFY(*adapters::biometrics::userNameFor("h", UserName("a b")) != *adapters::biometrics::userNameFor("h", UserName("a_20b")));
  for (const UserName& unfit : {UserName(std::string(129, 'a')), UserName(std::string(60, '/')), UserName("  ")})
    QCOMPARE(outcome(m_fingers->enrol(unfit, kIndex, ignore, kLong)), QStringLiteral("name-unfit"));
  QCOMPARE(outcome(m_fingers->enrolled(UserName(std::string(128, 'a')), kLong)), QStringLiteral("done"));
}

// By the words of fprintd's own description of its interface.
void FingerprintTest::words_that_the_virtual_reader_never_says_data() {
  QTest::addColumn<QString>("word");
  QTest::addColumn<QString>("meaning");
  for (const auto& [word, meaning] : {std::pair("enroll-duplicate", "duplicate"), std::pair("enroll-disconnected", "unplugged"),
                                      std::pair("verify-disconnected", "unplugged"), std::pair("enroll-failed", "fault"),
                                      std::pair("enroll-unknown-error", "fault"), std::pair("", "fault"),
                                      std::pair("match", "fault"), std::pair("enroll-match", "fault")})
    QTest::addRow("%s", word) << QString::fromLatin1(word) << QString::fromLatin1(meaning);
}

void FingerprintTest::words_that_the_virtual_reader_never_says() {
  QFETCH(QString, word);
  QFETCH(QString, meaning);
  const adapters::biometrics::Reading reading = adapters::biometrics::readingOf(word.toStdString());
  QVERIFY(reading.kind == adapters::biometrics::Reading::Kind::Failed);
  QCOMPARE(QString::fromStdString(std::string(ports::wordOf(reading.failure))), meaning);
}

QTEST_GUILESS_MAIN(FingerprintTest)
#include "fingerprint_test.moc"
