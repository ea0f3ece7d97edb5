// loketctl on a computer with a TPM: chosen by itself, told by doctor, moved away and back, and gone.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/integration/tpm/private_tpm.h"

using namespace loket::tests;

namespace {

struct Run {
  int status = -1;
  QList<QJsonObject> lines;

  QString word(const char* key) const { return lines.isEmpty() ? QString() : lines.last().value(QLatin1String(key)).toString(); }
};

}  // namespace

class TpmHomeTest : public QObject {
  Q_OBJECT

 private slots:
  void the_secret_is_where_it_is_best() {
    PrivateTpm tpm;
    QCOMPARE(tpm.start(), QString());
    const QString at = QString::fromStdString(tpm.tcti());
    const QTemporaryDir folder;
    const QString home = folder.filePath(QStringLiteral("home"));
    const auto exists = [&home](const char* name) { return QFile::exists(home + QLatin1Char('/') + QLatin1String(name)); };
    const QStringList init{QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung"), QStringLiteral("--owner"),
                           QStringLiteral("Sri")};

    // Told a place that is none, or of no use, nothing is made.
    QCOMPARE(run(home, at, init + QStringList{QStringLiteral("--device-secret"), QStringLiteral("cloud")}).status, 2);
    const Run noTpm = run(home, QStringLiteral("none"), init + QStringList{QStringLiteral("--device-secret"), QStringLiteral("tpm")});
    QCOMPARE(noTpm.status, 2);
    QVERIFY(!exists("keyslots-a.json"));
    const Run made = run(home, at, init);
    QCOMPARE(made.status, 0);
    QVERIFY(exists("device.tpm") && !exists("device.key"));
    QCOMPARE(placeOf(home, at), QStringLiteral("tpm"));

    // Away and back, with the PIN of before.
    const QStringList rotate{QStringLiteral("vault"), QStringLiteral("rotate-device"), QStringLiteral("--to")};
    QCOMPARE(run(home, at, rotate + QStringList{QStringLiteral("file")}).word("deviceSecret"), QStringLiteral("file"));
    QVERIFY(!exists("device.tpm") && exists("device.key"));
    QCOMPARE(placeOf(home, QStringLiteral("none")), QStringLiteral("file"));
    QCOMPARE(run(home, at, rotate + QStringList{QStringLiteral("tpm")}).word("deviceSecret"), QStringLiteral("tpm"));
    QCOMPARE(placeOf(home, at), QStringLiteral("tpm"));

    // Cleared: said, and nothing is made anew; the recovery code is the way back.
    tpm.stop();
    tpm.clear();
    QCOMPARE(tpm.start(), QString());
    const Run gone = run(home, at, {QStringLiteral("user"), QStringLiteral("list")});
    QCOMPARE(gone.status, 6);
    QCOMPARE(gone.word("error"), QStringLiteral("key-slot-missing"));
    QVERIFY(gone.word("detail").contains(QStringLiteral("recovery code")));
    QCOMPARE(run(home, at, init).word("error"), QStringLiteral("home-exists"));
    QCOMPARE(run(home, at, {QStringLiteral("recover")}, made.word("recoveryCode")).status, 0);
    QCOMPARE(placeOf(home, at), QStringLiteral("tpm"));
  }

 private:
  Run run(const QString& home, const QString& tpm, const QStringList& arguments, const QString& code = {}) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LOKET_TPM"), tpm);
    environment.insert(QStringLiteral("LOKET_PIN"), QStringLiteral("271828"));
    environment.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("271828"));
    if (!code.isEmpty())
      environment.insert(QStringLiteral("LOKET_RECOVERY_CODE"), code);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(LOKETCTL_BIN), QStringList{QStringLiteral("--home"), home, QStringLiteral("--json")} + arguments);
    Run run;
    if (!process.waitForFinished(180'000))
      return run;
    run.status = process.exitCode();
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
      if (const QJsonObject json = QJsonDocument::fromJson(line).object(); !json.isEmpty())
        run.lines.append(json);
    return run;
  }

  QString placeOf(const QString& home, const QString& tpm) {
    for (const QJsonObject& item : run(home, tpm, {QStringLiteral("doctor")}).lines)
      if (item.value(QStringLiteral("name")).toString() == QStringLiteral("device-secret"))
        return item.value(QStringLiteral("word")).toString();
    return {};
  }
};

QTEST_GUILESS_MAIN(TpmHomeTest)
#include "tpm_home_test.moc"
