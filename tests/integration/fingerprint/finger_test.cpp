// `loketctl finger` and the doctor's word about the reader, by the real program against the real fprintd.
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "app/wiring/agent_host.h"
#include "app/wiring/console.h"
#include "app/wiring/owner_link.h"
#include "tests/integration/fingerprint/private_fprintd.h"

using namespace loket;
using fingerprint_tests::PrivateFprintd;
using fingerprint_tests::Reader;

namespace {

constexpr int kStages = 5;
constexpr const char* kOwnersPin = "123456";
constexpr const char* kBudisPin = "654321";

struct Run {
  int status = -1;
  QList<QJsonObject> lines;
  QString text, errors;
  QString last(const char* key) const {
    return lines.isEmpty() ? QString() : lines.last().value(QLatin1String(key)).toString();
  }
};

QStringList scans(const char* finger, int count) {
  QStringList commands;
  for (int i = 0; i < count; ++i) commands << QStringLiteral("SCAN ") + QString::fromLatin1(finger);
  return commands;
}

}  // namespace

class FingerTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void init();
  void cleanup();

  void enrolled_verified_and_removed();
  void people_read_it_too();
  void only_oneself_with_ones_own_pin();
  void a_wrong_word_touches_no_reader();
  void no_reader_is_no_fault_of_the_counters();
  void what_the_machine_forbids();
  void another_home_knows_nobody();
  void a_damaged_name_is_no_new_one();
  void a_window_that_closes_waits_for_no_finger();

 private:
  Run run(const QStringList& arguments, const char* pin, bool json = true);
  Run asOwner(const QStringList& arguments) { return run(arguments, kOwnersPin); }
  Run asBudi(const QStringList& arguments) {
    return run(QStringList{QStringLiteral("--user"), QStringLiteral("Budi")} + arguments, kBudisPin);
  }
  bool enrolBudi() {
    return m_fprintd.atReader(scans("budi-index", kStages)) && asBudi({QStringLiteral("finger"), QStringLiteral("enrol")}).status == 0;
  }
  QJsonObject doctorsLine();
  // The newest entries of the door's book, each as "what who by reason".
  QStringList atTheDoor() {
    QStringList entries;
    for (const QJsonObject& line : asOwner({QStringLiteral("user"), QStringLiteral("log"),
                                            QStringLiteral("--limit"), QStringLiteral("5")})
                                       .lines)
      entries << QStringList{line.value(QStringLiteral("what")).toString(),
                             line.value(QStringLiteral("user")).toString(),
                             line.value(QStringLiteral("by")).toString(),
                             line.value(QStringLiteral("reason")).toString()}
                     .join(QLatin1Char(' '));
    return entries;
  }

  PrivateFprintd m_fprintd;
  QTemporaryDir m_folder;
  QString m_home;
};

Run FingerTest::run(const QStringList& arguments, const char* pin, bool json) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("LOKET_PIN"), QString::fromLatin1(pin));
  environment.insert(QStringLiteral("LOKET_NEW_PIN"), QString::fromLatin1(kBudisPin));
  environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QString::fromStdString(m_fprintd.address()));
  QProcess process;
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(LOKETCTL_BIN),
                QStringList{QStringLiteral("--home"), m_home} + (json ? QStringList{QStringLiteral("--json")} : QStringList()) + arguments);
  Run run;
  if (!process.waitForFinished(100'000) || process.exitStatus() != QProcess::NormalExit)
    return run;
  run.status = process.exitCode();
  run.errors = QString::fromUtf8(process.readAllStandardError());
  run.text = QString::fromUtf8(process.readAllStandardOutput());
  for (const QString& line : run.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
    run.lines << QJsonDocument::fromJson(line.toUtf8()).object();
  return run;
}

void FingerTest::initTestCase() {
  const QString noBus = m_fprintd.startBus();
  QVERIFY2(noBus.isEmpty(), qPrintable(noBus));
  m_home = m_folder.filePath(QStringLiteral("home"));
  QCOMPARE(asOwner({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung Uji"), QStringLiteral("--owner"),
                    QStringLiteral("Sri")})
               .status,
           0);
  QCOMPARE(asOwner({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Budi")}).status, 0);
}

// Whatever the one before left: a service with a reader that waits for nothing.
void FingerTest::init() {
  const QString why = m_fprintd.restartService();
  QVERIFY2(why.isEmpty(), qPrintable(why));
}

void FingerTest::cleanup() {
  QVERIFY(m_fprintd.allow({QStringLiteral("all")}));
  static_cast<void>(asBudi({QStringLiteral("finger"), QStringLiteral("remove")}));
}

void FingerTest::enrolled_verified_and_removed() {
  QVERIFY(m_fprintd.atReader(scans("budi-index", 2) + QStringList{QStringLiteral("RETRY 1")} + scans("budi-index", 3)));
  const Run enrolled = asBudi({QStringLiteral("finger"), QStringLiteral("enrol"), QStringLiteral("budi")});
  QCOMPARE(enrolled.status, 0);
  QStringList states;
  for (const QJsonObject& line : enrolled.lines)
    states << line.value(QStringLiteral("state")).toString() + QString::number(line.value(QStringLiteral("stage")).toInt());
  QCOMPARE(states, (QStringList{QStringLiteral("wanted0"), QStringLiteral("stage1"), QStringLiteral("stage2"),
                                QStringLiteral("retry0"), QStringLiteral("stage3"), QStringLiteral("stage4"),
                                QStringLiteral("stage5"), QStringLiteral("enrolled0")}));
  QCOMPARE(enrolled.last("user"), QStringLiteral("Budi"));
  QVERIFY2(atTheDoor().contains(QStringLiteral("pin Budi Budi finger-enrolled")),
           qPrintable(atTheDoor().join(QLatin1Char('\n'))));

  const Run status = asOwner({QStringLiteral("finger"), QStringLiteral("status")});
  QCOMPARE(status.status, 0);
  QCOMPARE(status.lines.size(), 3);
  QCOMPARE(status.lines[0].value(QStringLiteral("kind")).toString(), QStringLiteral("swipe"));
  QVERIFY(status.lines[1].value(QStringLiteral("fingers")).toArray().isEmpty());
  QCOMPARE(status.lines[2].value(QStringLiteral("fingers")).toArray(), QJsonArray{QStringLiteral("right-index-finger")});

  QVERIFY(m_fprintd.atReader(scans("budi-index", 1)));
  const Run match = asOwner({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("Budi")});
  QCOMPARE(match.status, 0);
  QCOMPARE(match.last("state"), QStringLiteral("recognised"));
  QVERIFY(m_fprintd.atReader(scans("sri-index", 1)));
  const Run other = asOwner({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("Budi")});
  QCOMPARE(other.status, 3);
  QCOMPARE(other.last("error"), QStringLiteral("finger-not-recognised"));
  const Run nobody = asOwner({QStringLiteral("finger"), QStringLiteral("verify")});
  QCOMPARE(nobody.status, 3);
  QCOMPARE(nobody.last("error"), QStringLiteral("finger-not-enrolled"));
  QVERIFY(m_fprintd.atReader({QStringLiteral("SLEEP 60000")}));
  const Run late =
      asBudi({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("--wait"), QStringLiteral("1")});
  QCOMPARE(late.status, 3);
  QCOMPARE(late.last("error"), QStringLiteral("finger-timed-out"));

  const Run removed = asBudi({QStringLiteral("finger"), QStringLiteral("remove")});
  QCOMPARE(removed.status, 0);
  QCOMPARE(removed.lines.last().value(QStringLiteral("removed")).toInt(), 1);
  QVERIFY2(atTheDoor().contains(QStringLiteral("pin Budi Budi fingers-forgotten")),
           qPrintable(atTheDoor().join(QLatin1Char('\n'))));
  QCOMPARE(asBudi({QStringLiteral("finger"), QStringLiteral("remove")}).last("error"), QStringLiteral("finger-not-enrolled"));
  // Both stand in the door's book, each once.
  QStringList book;
  for (const QJsonObject& line : asOwner({QStringLiteral("user"), QStringLiteral("log")}).lines)
    if (line.value(QStringLiteral("what")).toString() == QLatin1String("pin"))
      book.prepend(line.value(QStringLiteral("user")).toString() + QLatin1Char(' ') + line.value(QStringLiteral("by")).toString() +
                   QLatin1Char(' ') + line.value(QStringLiteral("reason")).toString());
  QCOMPARE(book, (QStringList{QStringLiteral("Budi Budi finger-enrolled"), QStringLiteral("Budi Budi fingers-forgotten")}));
}

void FingerTest::people_read_it_too() {
  QVERIFY(m_fprintd.atReader(scans("sri-thumb", kStages)));
  const Run enrolled = run({QStringLiteral("finger"), QStringLiteral("enrol"), QStringLiteral("--finger"), QStringLiteral("left-thumb")},
                           kOwnersPin, false);
  QCOMPARE(enrolled.text, QStringLiteral("The left thumb of Sri is known now.\n"));
  QVERIFY2(enrolled.errors.contains(QStringLiteral("the left thumb, please, 5 times\n")), qPrintable(enrolled.errors));
  QVERIFY2(enrolled.errors.contains(QStringLiteral("3 of 5\n")), qPrintable(enrolled.errors));
  QVERIFY(m_fprintd.atReader(scans("sri-thumb", 1)));
  QCOMPARE(run({QStringLiteral("finger"), QStringLiteral("verify")}, kOwnersPin, false).text, QStringLiteral("It is Sri.\n"));
  QCOMPARE(run({QStringLiteral("finger"), QStringLiteral("remove")}, kOwnersPin, false).text,
           QStringLiteral("1 finger(s) of Sri forgotten.\n"));
}

void FingerTest::only_oneself_with_ones_own_pin() {
  // The owner cannot make a finger of the own hand a cashier's, nor a cashier one the owner's.
  const Run owner = asOwner({QStringLiteral("finger"), QStringLiteral("enrol"), QStringLiteral("Budi")});
  QCOMPARE(owner.status, 3);
  QCOMPARE(owner.last("error"), QStringLiteral("approval-missing"));
  QCOMPARE(asBudi({QStringLiteral("finger"), QStringLiteral("enrol"), QStringLiteral("Sri")}).last("error"),
           QStringLiteral("approval-missing"));
  QVERIFY(enrolBudi());
  const Run removed = asOwner({QStringLiteral("finger"), QStringLiteral("remove"), QStringLiteral("Budi")});
  QCOMPARE(removed.status, 3);
  QCOMPARE(removed.last("error"), QStringLiteral("approval-missing"));
  const Run wrong = run({QStringLiteral("--user"), QStringLiteral("Budi"), QStringLiteral("finger"), QStringLiteral("remove")}, "111111");
  QCOMPARE(wrong.status, 3);
  QCOMPARE(wrong.last("error"), QStringLiteral("pin-wrong"));
  QVERIFY(m_fprintd.atReader(scans("budi-index", 1)));
  QCOMPARE(asOwner({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("Budi")}).status, 0);
}

void FingerTest::a_wrong_word_touches_no_reader() {
  for (const QStringList& words :
       {QStringList{QStringLiteral("enrol"), QStringLiteral("--finger"), QStringLiteral("sixth-finger")},
        QStringList{QStringLiteral("verify"), QStringLiteral("--wait"), QStringLiteral("0")}, QStringList{}})
    QCOMPARE(asBudi(QStringList{QStringLiteral("finger")} + words).status, 2);
  const Run unknown = asOwner({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("Joko")});
  QCOMPARE(unknown.status, 3);
  QCOMPARE(unknown.last("error"), QStringLiteral("not-found"));
}

QJsonObject FingerTest::doctorsLine() {
  for (const QJsonObject& line : asOwner({QStringLiteral("doctor")}).lines)
    if (line.value(QStringLiteral("name")).toString() == QStringLiteral("fingerprint"))
      return line;
  return {};
}

void FingerTest::no_reader_is_no_fault_of_the_counters() {
  QJsonObject line = doctorsLine();
  QVERIFY(line.value(QStringLiteral("ok")).toBool());
  QCOMPARE(line.value(QStringLiteral("detail")).toString(), QStringLiteral("Virtual device for debugging (swipe)"));

  const QString why = m_fprintd.restartService(Reader::None);
  QVERIFY2(why.isEmpty(), qPrintable(why));
  line = doctorsLine();
  QVERIFY(line.value(QStringLiteral("ok")).toBool());
  QCOMPARE(line.value(QStringLiteral("word")).toString(), QStringLiteral("no-reader"));
  const Run noReader = asBudi({QStringLiteral("finger"), QStringLiteral("status")});
  QCOMPARE(noReader.status, 6);
  QCOMPARE(noReader.last("error"), QStringLiteral("finger-no-reader"));

  m_fprintd.stopService();
  line = doctorsLine();
  QVERIFY(line.value(QStringLiteral("ok")).toBool());
  QCOMPARE(line.value(QStringLiteral("word")).toString(), QStringLiteral("no-service"));
  const Run noService = asBudi({QStringLiteral("finger"), QStringLiteral("verify")});
  QCOMPARE(noService.status, 6);
  QCOMPARE(noService.last("error"), QStringLiteral("finger-no-service"));
}

void FingerTest::what_the_machine_forbids() {
  QVERIFY(m_fprintd.allow({}));
  const Run refused = asBudi({QStringLiteral("finger"), QStringLiteral("enrol")});
  QCOMPARE(refused.status, 3);
  QCOMPARE(refused.last("error"), QStringLiteral("finger-not-allowed"));
  QVERIFY2(refused.errors.contains(QStringLiteral("net.reactivated.fprint.device.setusername")), qPrintable(refused.errors));
}

void FingerTest::another_home_knows_nobody() {
  QVERIFY(enrolBudi());
  const QStringList before = QDir(m_fprintd.prints()).entryList({QStringLiteral("loket-*")});
  QCOMPARE(before.size(), 1);
  QVERIFY(before.front().startsWith(QStringLiteral("loket-")) && before.front().endsWith(QStringLiteral("-budi")));
  const QString first = m_home;
  m_home = m_folder.filePath(QStringLiteral("other"));
  QCOMPARE(asOwner({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Lain"), QStringLiteral("--owner"),
                    QStringLiteral("Budi")})
               .status,
           0);
  const Run other = asOwner({QStringLiteral("finger"), QStringLiteral("verify"), QStringLiteral("Budi")});
  m_home = first;
  QCOMPARE(other.last("error"), QStringLiteral("finger-not-enrolled"));
}

void FingerTest::a_damaged_name_is_no_new_one() {
  QVERIFY(enrolBudi());
  QFile file(m_home + QStringLiteral("/finger-id"));
  QVERIFY(file.open(QIODevice::ReadWrite));
  const QByteArray whole = file.readAll();
  QCOMPARE(whole.size(), 17);
  for (const char* damaged : {"../../../../etc\n", "", "0123456789abcde"}) {
    QVERIFY(file.resize(0) && file.seek(0) && file.write(damaged) >= 0 && file.flush());
    const Run refused = asBudi({QStringLiteral("finger"), QStringLiteral("status")});
    QCOMPARE(refused.status, 6);
    QCOMPARE(refused.last("error"), QStringLiteral("disk-fault"));
  }
  QVERIFY(file.resize(0) && file.seek(0) && file.write(whole) == 17 && file.flush());
  QVERIFY(m_fprintd.atReader(scans("budi-index", 1)));
  QCOMPARE(asBudi({QStringLiteral("finger"), QStringLiteral("verify")}).status, 0);
}

namespace {

// Says when the reader waits.
class Lines final : public app::Output {
 public:
  void line(const std::string& text) override {
    if (text.find("\"wanted\"") != std::string::npos)
      m_isWanted = true;
  }
  void note(const std::string& /*text*/) override {}
  void progress(int /*done*/, int /*total*/) override {}
  bool isWanted() const { return m_isWanted; }

 private:
  std::atomic<bool> m_isWanted{false};
};

}  // namespace

// loketctl works through the window's process while that is open; closing it must not wait half a minute for a finger.
void FingerTest::a_window_that_closes_waits_for_no_finger() {
  QVERIFY(enrolBudi());
  QVERIFY(m_fprintd.atReader({QStringLiteral("SLEEP 60000")}));
  qputenv("DBUS_SYSTEM_BUS_ADDRESS", QByteArray::fromStdString(m_fprintd.address()));
  const std::string home = m_home.toStdString();
  auto host = app::AgentHost::open({home, {}, app::HostKind::Window}, UserName("Sri"), SecretBytes(std::string_view(kOwnersPin)));
  QVERIFY(host);
  Lines said;
  app::OwnerLink::Forwarded ended{};
  std::thread command([&] {
    app::Invocation invocation;
    invocation.arguments = {"--json", "finger", "verify", "Budi", "--wait", "55"};
    invocation.folder = home;
    invocation.json = true;
    invocation.pin = SecretBytes(std::string_view(kOwnersPin));
    ended = app::OwnerLink::forward(home, invocation, said);
  });
  const bool isWanted = QTest::qWaitFor([&] { return said.isWanted(); }, 30'000);
  QElapsedTimer took;
  took.start();
  host->reset();
  const qint64 closed = took.elapsed();
  command.join();
  qunsetenv("DBUS_SYSTEM_BUS_ADDRESS");
  QVERIFY(isWanted);
  QVERIFY2(closed < 25'000, "it waited for the finger");
  // It hears of it, or only that the window has gone.
  QVERIFY(ended.kind == app::OwnerLink::Forwarded::Kind::OwnerLost ||
          (ended.kind == app::OwnerLink::Forwarded::Kind::Done && ended.status == 6));
}

QTEST_GUILESS_MAIN(FingerTest)
#include "finger_test.moc"
