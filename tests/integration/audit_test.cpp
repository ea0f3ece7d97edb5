// The journal with the real loketctl: it is verified, signed, and one payment is proved by a file that is checked by the program
// and by what was not written here of it; no change of that file passes either.
#include <QDir>
#include <QFile>
#include <QFileInfo>
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
int independently(const QString& file, const QString& key, QString* told = nullptr, const char* mode = "payment") {
  QProcess python;
  python.start(QStringLiteral("/usr/bin/python3"),
               {QStringLiteral(LOKET_VERIFY_PY), QLatin1String(mode), file, QStringLiteral("--log"), key});
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

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// All that stands in an exported journal, also what is in letters there.
QByteArray wordsOf(const QByteArray& log) {
  QByteArray out = log;
  for (const QByteArray& line : log.split('\n'))
    if (line.startsWith("particulars "))
      out += QByteArray::fromBase64(line.mid(12)) + '\n';
  return out;
}

}  // namespace

class AuditTest : public QObject {
  Q_OBJECT

 private slots:
  void aDayIsVerifiedAndOnePaymentProved();
  void theWholeJournalIsExportedAndChecked();
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

void AuditTest::theWholeJournalIsExportedAndChecked() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({"sell", "pln-token-20000", "14300000001", "--client-ref", "order-1", "--wait", "10"}).status, 0);
  QCOMPARE(home.run({"complaint", "open", "order-1", "--note", "token kenari 5513", "--reach", "081299005513"}).status, 0);
  const QString bare = home.folder() + QStringLiteral("/bare.log");
  const Run written = home.run({"audit", "export", bare});
  QCOMPARE(written.status, 0);
  const QString key = text(written.last(), "key");
  QCOMPARE(text(written.last(), "file"), bare);
  const int size = written.last().value(QLatin1String("size")).toInt();
  QVERIFY(size > 10);
  QCOMPARE(written.last().value(QLatin1String("entries")).toInt(), size);
  QCOMPARE(written.last().value(QLatin1String("shown")).toInt(), 0);
  QCOMPARE(bytesOf(bare).count("\nloket/1\n"), size);
  // Whom it is about is nowhere in it.
  for (const char* word : {"14300000001", "kenari", "081299005513", "\nsalt "}) QVERIFY2(!wordsOf(bytesOf(bare)).contains(word), word);
  QString told;
  QCOMPARE(independently(bare, key, &told, "log"), 0);
  QVERIFY2(told.startsWith(QStringLiteral("proven: %1 entries of a log of %1, 0 of them").arg(size)), qPrintable(told));
  const Run checked = home.run({"audit", "check", bare, "--key", key});
  QCOMPARE(checked.status, 0);
  QCOMPARE(checked.last().value(QLatin1String("entries")).toInt(), size);

  // Nothing is written over, and nothing half lies beside it.
  const QByteArray before = bytesOf(bare);
  const Run again = home.run({"audit", "export", bare});
  QVERIFY(again.status != 0);
  QCOMPARE(text(again.last(), "error"), QStringLiteral("file-exists"));
  QCOMPARE(bytesOf(bare), before);
  QVERIFY(home.run({"audit", "export", home.folder() + QStringLiteral("/nowhere/bare.log")}).status != 0);

  // With what it is about, into a folder: everything but what was sent and how the shop is set up.
  QVERIFY(QDir(home.folder()).mkdir(QStringLiteral("out")));
  const Run whole = home.run({"audit", "export", home.folder() + QStringLiteral("/out"), "--with-particulars"});
  QCOMPARE(whole.status, 0);
  const QString shown = text(whole.last(), "file");
  QCOMPARE(QDir(home.folder() + QStringLiteral("/out")).entryList(QDir::Files), QStringList{QFileInfo(shown).fileName()});
  const QByteArray words = wordsOf(bytesOf(shown));
  for (const char* word : {"14300000001", "token kenari 5513", "081299005513"}) QVERIFY2(words.contains(word), word);
  for (const QString& secret : home.credentials() + QStringList{QStringLiteral("123456\n")})
    QVERIFY2(!words.contains(secret.toUtf8()), qPrintable(secret));
  QCOMPARE(independently(shown, key, &told, "log"), 0);
  const Run looked = home.run({"audit", "check", shown, "--key", key});
  QCOMPARE(looked.status, 0);
  const int shownCount = whole.last().value(QLatin1String("shown")).toInt();
  QVERIFY(shownCount >= 5);
  QCOMPARE(looked.last().value(QLatin1String("shown")).toInt(), shownCount);
  QVERIFY2(told.contains(QStringLiteral("%1 of them with").arg(shownCount)), qPrintable(told));
  // As the step was: what was sent is proved to have been sent, and not shown.
  const qsizetype armed = bytesOf(shown).indexOf("\npayment.armed\n");
  QVERIFY(armed > 0);
  const QList<QByteArray> after = bytesOf(shown).mid(armed + 1).split('\n');
  QVERIFY(!after.value(4).startsWith("salt "));

  // Another key, a bit, an entry less, and the end of another export are none of it.
  CounterHome other(sandbox);
  QVERIFY(other.open());
  const Run theirs = other.run({"audit", "export", other.folder() + QStringLiteral("/theirs.log")});
  QCOMPARE(theirs.status, 0);
  const auto refused = [&](const char* what, const QByteArray& changed, const QString& by) {
    const QString path = home.folder() + QStringLiteral("/changed.log");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(changed);
    file.close();
    QVERIFY2(home.run({"audit", "check", path, "--key", by}).status != 0, what);
    QVERIFY2(independently(path, by, nullptr, "log") == 1, what);
  };
  refused("another key", before, text(theirs.last(), "key"));
  QByteArray turned = before;
  turned[turned.size() / 2] = static_cast<char>(turned[turned.size() / 2] ^ 1);
  refused("a bit", turned, key);
  QByteArray shorter = before;
  shorter.remove(shorter.indexOf("\nloket/1\n"),
                 shorter.indexOf("\nloket/1\n", shorter.indexOf("\nloket/1\n") + 1) - shorter.indexOf("\nloket/1\n"));
  refused("an entry less", shorter, key);
  const QByteArray newer = bytesOf(shown);
  refused("the end of a newer one",
          before.left(before.lastIndexOf("\n\n", before.lastIndexOf("\n\n") - 1)) +
              newer.mid(newer.lastIndexOf("\n\n", newer.lastIndexOf("\n\n") - 1)),
          key);
  refused("cut off", before.left(before.size() - 1), key);
  refused("nothing", QByteArray(), key);
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
  // All of it came back, and is exported as before.
  const QString log = home.folder() + QStringLiteral("/journal.log");
  const Run exported = home.run({"audit", "export", log, "--with-particulars"});
  QCOMPARE(exported.status, 0);
  QVERIFY(exported.last().value(QLatin1String("size")).toInt() > verified.last().value(QLatin1String("size")).toInt());
  QCOMPARE(independently(log, key, nullptr, "log"), 0);
  QCOMPARE(home.run({"audit", "check", log, "--key", key}).status, 0);
}

QTEST_GUILESS_MAIN(AuditTest)
#include "audit_test.moc"
