// The journal with the real loketctl: it is verified, signed, and one payment is proved by a file that is checked by the program
// and by what was not written here of it; no change of that file passes either.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

// By tests/verifier/verify.py, which knows nothing of Loket's.
int independently(const QString& file, const QString& key, QString* told = nullptr) {
  QProcess python;
  python.start(QStringLiteral("/usr/bin/python3"),
               {QStringLiteral(LOKET_VERIFY_PY), QStringLiteral("payment"), file, QStringLiteral("--log"), key});
  if (!python.waitForFinished(30'000))
    return -1;
  if (told != nullptr)
    *told = QString::fromUtf8(python.readAllStandardOutput());
  return python.exitCode();
}

QJsonObject jsonIn(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

}  // namespace

class AuditTest : public QObject {
  Q_OBJECT

 private slots:
  void aDayIsVerifiedAndOnePaymentProved();
  void aLostDatabaseGoesOnFromWhatWasSigned();
};

void AuditTest::aDayIsVerifiedAndOnePaymentProved() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({"sell", "pln-token-20000", "14300000001", "--client-ref", "order-1", "--wait", "10"}).status, 0);
  QCOMPARE(home.run({"sell", "pln-token-50000", "14300000001", "--client-ref", "order-2", "--wait", "10"}).status, 0);
  const Run verified = home.run({"audit", "verify"});
  QCOMPARE(verified.status, 0);
  QCOMPARE(verified.last().value(QLatin1String("sound")).toBool(), true);
  QVERIFY(verified.last().value(QLatin1String("compared")).toInt() >= 6);
  const Run first = home.run({"audit", "checkpoint"});
  QCOMPARE(first.status, 0);
  const QString key = text(first.last(), "key");
  QVERIFY(key.startsWith(text(first.last(), "origin") + QLatin1Char('+')));
  const Run second = home.run({"audit", "checkpoint"});
  QCOMPARE(text(second.last(), "key"), key);
  QVERIFY(second.last().value(QLatin1String("size")).toInt() > first.last().value(QLatin1String("size")).toInt());

  const QString proof = home.folder() + QStringLiteral("/proof.json");
  QCOMPARE(home.run({"audit", "prove", "order-1", "--output", proof}).status, 0);
  QCOMPARE(home.run({"audit", "prove", "nothing"}).status, 3);
  const Run checked = home.run({"audit", "check", proof, "--key", key});
  QCOMPARE(checked.status, 0);
  QStringList kinds;
  for (const QJsonObject& line : checked.lines) kinds << text(line, "kind");
  QCOMPARE(kinds.first(), QStringLiteral("payment.accepted"));
  QCOMPARE(kinds.last(), QStringLiteral("payment.succeeded"));
  QString told;
  QCOMPARE(independently(proof, key, &told), 0);

  // The receipt carries the seal of the last of them, and is known again by it; also by somebody who has nothing of ours.
  const QString paper = text(home.run({"receipt", "order-1"}).last(), "text");
  const QRegularExpressionMatch found = QRegularExpression(QStringLiteral("SEGEL +: ([0-9A-Z-]{14})")).match(paper);
  QVERIFY2(found.hasMatch(), qPrintable(paper));
  const QString seal = found.captured(1);
  QCOMPARE(text(checked.last(), "seal"), seal);
  QVERIFY2(told.contains(seal + QStringLiteral(" payment.succeeded")), qPrintable(told));
  const Run known = home.run({"audit", "seal", "order-1", seal.toLower()});
  QCOMPARE(known.status, 0);
  QCOMPARE(text(known.last(), "kind"), QStringLiteral("payment.succeeded"));
  QCOMPARE(known.last().value(QLatin1String("newest")).toBool(), true);
  QCOMPARE(home.run({"audit", "seal", "order-2", seal}).status, 3);
  QCOMPARE(home.run({"audit", "seal", "order-1", "0000-0000-0000"}).status, 3);

  // Another terminal's key, and every way to make the file say something else.
  CounterHome other(sandbox);
  QVERIFY(other.open());
  const QString foreign = text(other.run({"audit", "checkpoint"}).last(), "key");
  QVERIFY(home.run({"audit", "check", proof, "--key", foreign}).status != 0);
  QVERIFY(independently(proof, foreign) != 0);
  const QJsonObject good = jsonIn(proof);
  const auto refused = [&](const char* what, const QJsonObject& changed) {
    const QString path = home.folder() + QStringLiteral("/changed.json");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(changed).toJson());
    file.close();
    QVERIFY2(home.run({"audit", "check", path, "--key", key}).status != 0, what);
    QVERIFY2(independently(path, key) == 1, what);
  };
  const auto with = [&good](int entry, const char* field, const QString& value) {
    QJsonObject changed = good;
    QJsonArray entries = changed.value(QLatin1String("entries")).toArray();
    QJsonObject one = entries.at(entry).toObject();
    one.insert(QLatin1String(field), value);
    entries.replace(entry, one);
    changed.insert(QStringLiteral("entries"), entries);
    return changed;
  };
  const QJsonArray entries = good.value(QLatin1String("entries")).toArray();
  const QJsonObject entry = entries.first().toObject();
  refused("another amount", with(0, "particulars", text(entry, "particulars").replace(QLatin1Char('2'), QLatin1Char('3'))));
  refused("another salt", with(0, "salt", text(entries.last().toObject(), "salt")));
  refused("no salt", with(0, "salt", QString()));
  // What was sent is not for whoever gets the file.
  QCOMPARE(text(entries.at(1).toObject(), "particulars"), QString());
  for (const QString& secret : home.credentials()) {
    QFile file(proof);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(secret.toUtf8()));
  }
  QJsonObject twice = good;
  QJsonArray doubled = entries;
  doubled.insert(0, entries.first());
  twice.insert(QStringLiteral("entries"), doubled);
  refused("an entry twice", twice);
  refused("another time", with(0, "entry", text(entry, "entry").replace(QStringLiteral("\n1"), QStringLiteral("\n2"))));
  refused("another kind", with(0, "entry", text(entry, "entry").replace(QStringLiteral("accepted"), QStringLiteral("succeeded"))));
  refused("another entry's proof", with(0, "proof", text(entries.at(1).toObject(), "proof")));
  QString cut = text(entry, "proof");
  cut.remove(cut.indexOf(QLatin1Char('\n'), cut.indexOf(QStringLiteral("index"))), 45);
  refused("a hash less", with(0, "proof", cut));
  QJsonObject renamed = good;
  renamed.insert(QStringLiteral("payment"), QStringLiteral("LK-OTHER"));
  refused("another payment", renamed);
  QJsonObject empty = good;
  empty.insert(QStringLiteral("entries"), QJsonArray());
  refused("nothing", empty);
  QCOMPARE(home.run({"doctor"}).status, 0);
}

void AuditTest::aLostDatabaseGoesOnFromWhatWasSigned() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({"sell", "pln-token-20000", "14300000001", "--client-ref", "order-1", "--wait", "10"}).status, 0);
  const QString key = text(home.run({"audit", "checkpoint"}).last(), "key");
  QVERIFY(QFile::remove(home.path() + QStringLiteral("/loket.db")));
  const Run verified = home.run({"audit", "verify"});
  QCOMPARE(verified.status, 0);
  QVERIFY(verified.last().value(QLatin1String("signedSize")).toInt() > 0);
  QCOMPARE(text(home.run({"audit", "checkpoint"}).last(), "key"), key);
  const QString proof = home.folder() + QStringLiteral("/proof.json");
  QCOMPARE(home.run({"audit", "prove", "order-1", "--output", proof}).status, 0);
  QCOMPARE(independently(proof, key), 0);
}

QTEST_GUILESS_MAIN(AuditTest)
#include "audit_test.moc"
