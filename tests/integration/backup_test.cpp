// A shop is backed up while it works, and made again elsewhere while the original has gone on: nothing is ever paid twice. And
// whatever goes wrong with either, there is a whole one or none.
#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QSet>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"
#include "tests/integration/settlement.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

QStringList saleOf(int n) {
  return {QStringLiteral("sell"), QStringLiteral("pulsa-telkomsel-10000"),
          QStringLiteral("0812%1").arg(n * 10 + 1, 8, 10, QLatin1Char('0')), QStringLiteral("--client-ref"),
          QStringLiteral("backup-%1").arg(n)};
}

QStringList depositOf(int n) { return saleOf(n) + QStringList{QStringLiteral("--offline")}; }

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
  QCOMPARE(file.write(bytes), bytes.size());
}

// Numbers and products that were paid more than once, by the sandbox's own word.
QStringList paidTwice(const SandboxProcess& sandbox) {
  QMap<QString, int> times;
  for (const QJsonValue& value : sandbox.ledger())
    times[text(value.toObject(), "product") + QLatin1Char(' ') + text(value.toObject(), "number")] +=
        value.toObject().value(QStringLiteral("times")).toInt(1);
  QStringList twice;
  for (auto at = times.cbegin(); at != times.cend(); ++at)
    if (at.value() != 1)
      twice.append(at.key());
  return twice;
}

// The home that is made of a backup, beside the original.
class Elsewhere {
 public:
  explicit Elsewhere(const CounterHome& original, const char* name = "elsewhere")
      : m_original(original), m_path(original.folder() + QLatin1Char('/') + QLatin1String(name)) {}
  const QString& path() const { return m_path; }
  Run run(const QStringList& arguments, const QProcessEnvironment& environment = environmentWithPin(QStringLiteral("654321"))) const {
    return m_original.runAt(m_path, arguments, environment);
  }
  QProcessEnvironment byCode(const QString& code = {}) const {
    QProcessEnvironment environment = environmentWithPin(QStringLiteral("000000"));
    environment.insert(QStringLiteral("LOKET_RECOVERY_CODE"), code.isEmpty() ? m_original.recoveryCode() : code);
    environment.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("654321"));
    return environment;
  }
  QStringList restoring(const QString& file) const {
    return {QStringLiteral("--home"), m_path, QStringLiteral("--json"), QStringLiteral("backup"), QStringLiteral("restore"), file};
  }
  Run restore(const QString& file, const QString& code = {}) const {
    return run({QStringLiteral("backup"), QStringLiteral("restore"), file}, byCode(code));
  }

 private:
  const CounterHome& m_original;
  QString m_path;
};

}  // namespace

class BackupTest : public QObject {
  Q_OBJECT

 private slots:
  void aRestoredShopPaysNothingTwice();
  void anOpenWindowBacksUp();
  void eachRefusalHasAName();
  void aFullDiskLeavesNoHalf();
  void killedWhileItIsMade();
  void killedWhileItIsRestored();
};

void BackupTest::aRestoredShopPaysNothingTwice() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run(saleOf(1)).status, 0);
  for (int n = 2; n < 6; ++n) QCOMPARE(home.run(depositOf(n)).status, 0);
  // Executed, and nobody knows: its question is still to come.
  QVERIFY(sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"reset-after-commit","count":1})").isEmpty());
  QCOMPARE(home.run(saleOf(6) + words("--wait 0")).status, 5);
  QCOMPARE(home.run(words("user add Budi"), [] {
                 auto environment = environmentWithPin();
                 environment.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("222222"));
                 return environment;
               }()).status,
           0);
  const QString file = home.folder() + QStringLiteral("/shop.loket");
  const Run made = home.run({QStringLiteral("backup"), QStringLiteral("create"), file});
  QVERIFY2(made.status == 0, qPrintable(made.errors));
  QCOMPARE(made.last().value(QStringLiteral("payments")).toInt(), 6);
  QCOMPARE(made.last().value(QStringLiteral("open")).toInt(), 5);
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("verify"), file}).status, 0);
  // It is a stranger's on whose way it lies.
  const QByteArray bytes = bytesOf(file);
  for (const QString& clear : QStringList{QStringLiteral("Warung Bu Sri"), QStringLiteral("Budi"), saleOf(2).at(2)} + home.credentials())
    QVERIFY2(!bytes.contains(clear.toUtf8()), qPrintable(clear));

  // The original goes on: the queue is sent, more is sold.
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(home.run(saleOf(7)).status, 0);
  const auto original = sandbox.ledger().size();
  QCOMPARE(original, 7);

  Elsewhere other(home);
  const Run restored = other.restore(file);
  QVERIFY2(restored.status == 0, qPrintable(restored.errors));
  QCOMPARE(restored.last().value(QStringLiteral("reviews")).toInt(), 5);
  // The same journal, another terminal: two with one key would sign two histories.
  const Run signedThere = other.run(words("audit checkpoint"));
  QCOMPARE(signedThere.status, 0);
  QVERIFY(text(signedThere.last(), "key") != text(home.run(words("audit checkpoint")).last(), "key"));
  QCOMPARE(other.run(words("audit verify")).status, 0);
  const Run list = other.run(words("payments list"));
  QVERIFY2(list.errors.contains(QStringLiteral("restored from a backup")), qPrintable(list.errors));
  QCOMPARE(list.lines.size(), 6);
  QStringList reviews;
  for (const QJsonObject& payment : list.lines)
    if (text(payment, "clientRef") != QStringLiteral("backup-1")) {
      QCOMPARE(text(payment, "state"), QStringLiteral("review"));
      QCOMPARE(text(payment, "reason"), QStringLiteral("restored"));
      reviews.append(text(payment, "ref"));
    }
  QCOMPARE(reviews.size(), 5);
  // The old PINs were sealed with a secret that is not here.
  QCOMPARE(other.run(words("payments list"), environmentWithPin()).status, 3);
  QCOMPARE(other.run(words("--user Budi payments list"), environmentWithPin(QStringLiteral("222222"))).status, 3);
  for (int i = 0; i < 3; ++i) {
    sandbox.advance("PT25H");
    static_cast<void>(other.run(words("sync --until-idle --timeout 7200")));
  }
  QCOMPARE(sandbox.ledger().size(), original);
  QCOMPARE(other.run(words("ledger trial")).status, 0);

  // People find out; two of them decide.
  auto twoPeople = environmentWithPin(QStringLiteral("654321"));
  twoPeople.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("333333"));
  QCOMPARE(other.run(words("user add Tini"), twoPeople).status, 0);
  twoPeople.insert(QStringLiteral("LOKET_SECOND_PIN"), QStringLiteral("333333"));
  for (const QString& ref : reviews)
    QCOMPARE(other.run(QStringList{QStringLiteral("review"), ref} +
                           words("--outcome succeeded --second Tini --reason statement-of-digiflazz --serial SN1"),
                       twoPeople)
                 .status,
             0);
  QCOMPARE(other.run(words("ledger trial")).status, 0);
  QCOMPARE(other.run(words("backup acknowledge")).status, 0);
  QVERIFY(!other.run(words("payments list")).errors.contains(QStringLiteral("restored")));
  // Both sell on.
  QCOMPARE(other.run(saleOf(8)).status, 0);
  QCOMPARE(home.run(saleOf(9)).status, 0);
  static_cast<void>(other.run(words("sync --until-idle --timeout 7200")));
  QCOMPARE(sandbox.ledger().size(), original + 2);
  QCOMPARE(paidTwice(sandbox), QStringList());
  QCOMPARE(home.run(words("ledger trial")).status, 0);
}

void BackupTest::anOpenWindowBacksUp() {
  if (QStringLiteral(LOKET_BIN).isEmpty())
    QSKIP("no window in this build");
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run(depositOf(1)).status, 0);
  QProcess window;
  window.setProcessEnvironment(environmentWithPin());
  window.start(QStringLiteral(LOKET_BIN), home.windowArguments());
  QVERIFY(window.waitForStarted());
  const QString file = home.folder() + QStringLiteral("/shop.loket");
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(home.path() + QStringLiteral("/owner.sock")), 60'000);
  const Run made = home.run({QStringLiteral("backup"), QStringLiteral("create"), file});
  QVERIFY2(made.status == 0, qPrintable(made.errors));
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("verify"), file}).last().value(QStringLiteral("payments")).toInt(), 1);
  window.terminate();
  QVERIFY(window.waitForFinished(60'000));
}

void BackupTest::eachRefusalHasAName() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  CounterHome stranger(sandbox);
  QVERIFY(stranger.open());
  QCOMPARE(home.run(depositOf(1)).status, 0);
  const QString file = home.folder() + QStringLiteral("/shop.loket");
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("create"), file}).status, 0);
  const Elsewhere other(home);
  const auto says = [](const Run& run, int status, const char* error) {
    return run.status == status && text(run.last(), "error") == QLatin1String(error);
  };
  const QStringList verify{QStringLiteral("backup"), QStringLiteral("verify"), file};
  QVERIFY(says(stranger.run(verify), 3, "backup-foreign"));
  QVERIFY(says(stranger.run({QStringLiteral("backup"), QStringLiteral("create"), file}), 3, "file-exists"));
  QVERIFY(says(other.run(verify, other.byCode(stranger.recoveryCode())), 3, "pin-wrong"));
  // By the code it needs no home at all.
  QCOMPARE(text(other.run(verify, other.byCode()).last(), "outlet"), QStringLiteral("Warung Bu Sri"));
  QVERIFY(!QFile::exists(other.path()));
  QVERIFY(says(other.restore(file, stranger.recoveryCode()), 3, "pin-wrong"));
  QVERIFY(!QFile::exists(other.path()));
  // Something is there: it is not touched.
  QDir().mkpath(other.path());
  put(other.path() + QStringLiteral("/letter"), "mine");
  QVERIFY(says(other.restore(file), 6, "home-exists"));
  QCOMPARE(QDir(other.path()).entryList(QDir::Files), QStringList{QStringLiteral("letter")});
  QFile::remove(other.path() + QStringLiteral("/letter"));
  const QByteArray before = bytesOf(stranger.path() + QStringLiteral("/keyslots-a.json"));
  QVERIFY(says(stranger.run({QStringLiteral("backup"), QStringLiteral("restore"), file}, other.byCode()), 6, "home-exists"));
  QCOMPARE(bytesOf(stranger.path() + QStringLiteral("/keyslots-a.json")), before);

  const QString hurt = home.folder() + QStringLiteral("/hurt");
  QByteArray bytes = bytesOf(file);
  bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
  put(hurt, bytes);
  QVERIFY(says(home.run({QStringLiteral("backup"), QStringLiteral("verify"), hurt}), 6, "backup-damaged"));
  QVERIFY(says(other.restore(hurt), 6, "backup-damaged"));
  put(hurt, bytesOf(file).chopped(1));
  QVERIFY(says(other.restore(hurt), 6, "backup-damaged"));
  // What was begun is gone, so that it can be done again.
  QVERIFY(QDir(other.path()).entryList(QDir::Files).filter(QStringLiteral("loket")).isEmpty());
  put(hurt, "a letter");
  QVERIFY(says(home.run({QStringLiteral("backup"), QStringLiteral("verify"), hurt}), 3, "not-a-backup"));
  bytes = bytesOf(file);
  bytes[12] = 9;
  put(hurt, bytes);
  QVERIFY(says(other.restore(hurt), 6, "backup-version"));
  QVERIFY(says(home.run({QStringLiteral("backup"), QStringLiteral("verify"), QStringLiteral("/none")}), 3, "not-found"));
  QVERIFY(says(home.run(words("backup acknowledge")), 3, "not-found"));
  QCOMPARE(other.restore(file).status, 0);
  QVERIFY(says(other.restore(file), 6, "home-exists"));
}

void BackupTest::aFullDiskLeavesNoHalf() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QDir(home.folder()).mkdir(QStringLiteral("stick"));
  const auto stick = loket::tests::TinyDisk::mount((home.folder() + QStringLiteral("/stick")).toStdString(), 4);
  if (!stick)
    QSKIP("mounting is not allowed here");
  const QString folder = QString::fromStdString(stick->folder());
  const QString file = folder + QStringLiteral("/shop.loket");
  const QStringList create{QStringLiteral("backup"), QStringLiteral("create"), file};
  QCOMPARE(home.run(create).status, 0);
  const QByteArray before = bytesOf(file);
  QCOMPARE(home.run(depositOf(1)).status, 0);
  stick->fill();
  const Run full = home.run(create);
  QCOMPARE(full.status, 6);
  QCOMPARE(text(full.last(), "error"), QStringLiteral("disk-full"));
  QVERIFY(full.errors.contains(file));
  QCOMPARE(bytesOf(file), before);
  QCOMPARE(QDir(folder).entryList(QDir::Files), (QStringList{QStringLiteral("filler"), QStringLiteral("shop.loket")}));
  // A home on it is none either, and can be made once there is room.
  Elsewhere other(home, "stick/home");
  QCOMPARE(text(other.restore(file).last(), "error"), QStringLiteral("disk-full"));
  stick->release();
  QCOMPARE(home.run(create).status, 0);
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("verify"), file}).last().value(QStringLiteral("payments")).toInt(), 1);
}

void BackupTest::killedWhileItIsMade() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run(depositOf(1)).status, 0);
  const QString file = home.folder() + QStringLiteral("/shop.loket");
  const QStringList create{QStringLiteral("backup"), QStringLiteral("create"), file};
  const QStringList verify{QStringLiteral("backup"), QStringLiteral("verify"), file};
  for (const char* point : {"backup.copied", "backup.before-rename"})
    for (const bool replaces : {false, true}) {
      QFile::remove(file);
      if (replaces)
        QCOMPARE(home.run(create).status, 0);
      const QByteArray before = bytesOf(file);
      ProbedProcess process(QStringLiteral(LOKETCTL_BIN), home.withHome(create), environmentWithPin());
      std::optional<QString> reached;
      while ((reached = process.nextPoint(30'000)) && *reached != QLatin1String(point)) process.goOn();
      QVERIFY2(reached.has_value(), point);
      process.kill();
      QCOMPARE(QFile::exists(file), replaces);
      QCOMPARE(bytesOf(file), before);
      QCOMPARE(home.run(create).status, 0);
      QCOMPARE(home.run(verify).status, 0);
      QCOMPARE(QDir(home.folder()).entryList({QStringLiteral("*.part-*")}, QDir::Files), QStringList());
      QCOMPARE(QDir(home.path()).entryList({QStringLiteral("backup-*")}, QDir::Files), QStringList());
    }
}

void BackupTest::killedWhileItIsRestored() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  for (int n = 1; n < 4; ++n) QCOMPARE(home.run(depositOf(n)).status, 0);
  const QString file = home.folder() + QStringLiteral("/shop.loket");
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("create"), file}).status, 0);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(sandbox.ledger().size(), 3);
  for (const char* point : {"restore.before-commit", "restore.before-end"}) {
    const Elsewhere other(home, point);
    ProbedProcess process(QStringLiteral(LOKETCTL_BIN), other.restoring(file), other.byCode());
    std::optional<QString> reached;
    while ((reached = process.nextPoint(30'000)) && *reached != QLatin1String(point)) process.goOn();
    QVERIFY2(reached.has_value(), point);
    process.kill();
    // It is no home: not by any PIN, not by the code, and nothing is sold from it.
    for (const char* pin : {"123456", "654321"}) {
      const Run run = other.run(words("sync"), environmentWithPin(QLatin1String(pin)));
      QCOMPARE(run.status, 6);
      QCOMPARE(text(run.last(), "error"), QStringLiteral("home-unfinished"));
    }
    QCOMPARE(text(other.run(words("recover"), other.byCode()).last(), "error"), QStringLiteral("home-unfinished"));
    QCOMPARE(text(other.run(words("init --outlet Baru --owner Sri")).last(), "error"), QStringLiteral("home-unfinished"));
    const Run again = other.restore(file);
    QVERIFY2(again.status == 0, qPrintable(again.errors));
    QCOMPARE(again.last().value(QStringLiteral("reviews")).toInt(), 3);
    static_cast<void>(other.run(words("sync --until-idle --timeout 7200")));
    QCOMPARE(sandbox.ledger().size(), 3);
    QCOMPARE(other.run(words("ledger trial")).status, 0);
  }
}

QTEST_GUILESS_MAIN(BackupTest)
#include "backup_test.moc"
