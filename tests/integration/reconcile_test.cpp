// The real loketctl against settlement files made from the sandbox's own ledger.
#include <QCryptographicHash>
#include <QJsonArray>
#include <QMap>
#include <QTest>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}
qint64 number(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toInteger();
}

struct Line {
  QString reference;
  QString product;
  QString number;
  qint64 amount = 0;
  QString status = QStringLiteral("SUKSES");
  QString time;
};

class SettlementFile {
 public:
  explicit SettlementFile(const SandboxProcess& sandbox) {
    for (const QJsonValue& value : sandbox.ledger()) {
      const QJsonObject effect = value.toObject();
      if (text(effect, "upstream") == QStringLiteral("digi"))
        lines.append({text(effect, "ref"), text(effect, "product"), text(effect, "number"),
                      ::number(effect, "price"), QStringLiteral("SUKSES"), text(effect, "executedAt")});
    }
  }
  QString write(const CounterHome& home,
                const QString& name = QStringLiteral("WRG_PULSA_20261207.txt")) const {
    const QString path = home.folder() + QLatin1Char('/') + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
      return {};
    file.write("H;20261207;digi\r\nref_id;kode_produk;nomor;harga;status;waktu\r\n");
    qint64 total = 0;
    for (const Line& line : lines) {
      file.write((QStringList{line.reference, line.product, line.number, QString::number(line.amount),
                              line.status, line.time})
                     .join(QLatin1Char(';'))
                     .toUtf8() +
                 "\r\n");
      total += line.amount;
    }
    file.write(QStringLiteral("T;%1;%2\r\n").arg(lines.size() + countOff).arg(total + totalOff).toUtf8());
    return path;
  }
  QList<Line> lines;
  int countOff = 0;
  int totalOff = 0;
};

QStringList reconcileWith(const QString& path) {
  return {QStringLiteral("reconcile"), QStringLiteral("--upstream"), QStringLiteral("digi"),
          QStringLiteral("--file"), path};
}

QMap<QString, QJsonObject> findingsByReference(const Run& run) {
  QMap<QString, QJsonObject> out;
  for (const QJsonObject& line : run.lines)
    if (line.contains(QStringLiteral("finding")))
      out.insert(text(line, "reference"), line);
  return out;
}

QMap<QString, qint64> balancesOf(const CounterHome& home) {
  QMap<QString, qint64> out;
  for (const QJsonObject& line : home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).lines)
    out.insert(line.contains(QStringLiteral("sum")) ? QStringLiteral("sum") : text(line, "account"),
               number(line, line.contains(QStringLiteral("sum")) ? "sum" : "balance"));
  return out;
}

QString claim(const QJsonObject& finding) {
  return text(finding, "class") + QLatin1Char(' ') +
         text(finding.value(QStringLiteral("proposal")).toObject(), "kind");
}

}  // namespace

class ReconcileTest : public QObject {
  Q_OBJECT

 private slots:
  void the_five_classes_come_out_and_postings_only_when_asked();
  void what_is_open_here_is_settled_by_the_command_that_is_shown();
  void files_that_contradict_themselves_are_not_final();
  void bad_input_is_an_answer_data();
  void bad_input_is_an_answer();
};

void ReconcileTest::the_five_classes_come_out_and_postings_only_when_asked() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  for (int n = 1; n <= 6; ++n)
    QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:xld10"),
                       QStringLiteral("08787700%1").arg(n * 10, 4, 10, QLatin1Char('0'))})
                 .status,
             0);
  // The day is over: what is not in its file is missing there.
  sandbox.advance("PT24H");
  SettlementFile whole(sandbox);
  QCOMPARE(whole.lines.size(), 6);
  const Run same = home.run(reconcileWith(whole.write(home)));
  QVERIFY2(same.status == 0, qPrintable(same.errors));
  QCOMPARE(same.lines.size(), 1);
  QCOMPARE(number(same.last(), "match"), 6);
  QCOMPARE(same.last().value(QStringLiteral("ours")), same.last().value(QStringLiteral("theirs")));
  const QMap<QString, qint64> before = balancesOf(home);

  // One removed, one added, one amount and one status changed.
  SettlementFile changed = whole;
  const QString removed = changed.lines.takeAt(1).reference;
  changed.lines[2].amount += 75;
  changed.lines[3].status = QStringLiteral("GAGAL");
  Line stranger = changed.lines[0];
  stranger.reference = QStringLiteral("NOT-OF-THIS-COUNTER");
  stranger.amount = 12'345;
  changed.lines.append(stranger);
  changed.lines.append(changed.lines[0]);
  const QString path = changed.write(home, QStringLiteral("changed.txt"));
  const Run run = home.run(reconcileWith(path));
  QVERIFY2(run.status == 5, qPrintable(run.errors));
  const QJsonObject summary = run.last();
  QCOMPARE(number(summary, "match"), 3);
  for (const char* cls : {"onlyOurs", "onlyTheirs", "amountDiffers", "statusDiffers", "duplicate"})
    QCOMPARE(number(summary, cls), 1);
  QCOMPARE(number(summary, "open"), 5);
  QCOMPARE(number(summary, "lines"), 7);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(text(summary, "sha256"),
           QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));
  const auto findings = findingsByReference(run);
  QCOMPARE(claim(findings.value(removed)), QStringLiteral("onlyOurs askUpstream"));
  QCOMPARE(claim(findings.value(stranger.reference)), QStringLiteral("onlyTheirs bookDifference"));
  QCOMPARE(claim(findings.value(changed.lines[2].reference)), QStringLiteral("amountDiffers correctCost"));
  QCOMPARE(claim(findings.value(changed.lines[3].reference)), QStringLiteral("statusDiffers askUpstream"));
  QCOMPARE(claim(findings.value(changed.lines[0].reference)), QStringLiteral("duplicate askUpstream"));
  QCOMPARE(number(findings.value(removed), "line"), 0);
  QCOMPARE(number(findings.value(changed.lines[2].reference), "line"), 5);

  // Nothing was applied by itself, and the run can be looked at again.
  QCOMPARE(balancesOf(home), before);
  const QString id = text(summary, "reconciliation");
  const Run shown = home.run({QStringLiteral("reconcile"), QStringLiteral("show"), id});
  QCOMPARE(shown.status, 5);
  QCOMPARE(shown.lines, run.lines);
  const Run listed = home.run({QStringLiteral("reconcile"), QStringLiteral("list")});
  QCOMPARE(listed.lines.size(), 2);
  QCOMPARE(text(listed.lines.first(), "reconciliation"), id);

  // The same bytes under another name are the same file.
  const Run again = home.run(reconcileWith(changed.write(home, QStringLiteral("again.txt"))));
  QCOMPARE(text(again.last(), "sameAs"), id);
  QVERIFY(same.last().value(QStringLiteral("sameAs")).isNull());

  // Applied with a reason, all of it or nothing, and once.
  const auto no = [&findings](const QString& reference) {
    return QString::number(number(findings.value(reference), "finding"));
  };
  const QString cost = no(changed.lines[2].reference);
  const QString difference = no(stranger.reference);
  const QStringList apply{QStringLiteral("reconcile"), QStringLiteral("apply"), id};
  const QStringList reason{QStringLiteral("--reason"), QStringLiteral("surat 7/12")};
  QCOMPARE(home.run(apply + QStringList{cost}).status, 2);
  QCOMPARE(home.run(apply + QStringList{cost, no(removed)} + reason).status, 3);
  QCOMPARE(home.run(apply + QStringList{cost, QStringLiteral("99")} + reason).status, 3);
  QCOMPARE(home.run(apply + QStringList{cost, cost} + reason).status, 2);
  QCOMPARE(balancesOf(home), before);
  const Run applied = home.run(apply + QStringList{cost, difference} + reason);
  QVERIFY2(applied.status == 0, qPrintable(applied.errors));
  QCOMPARE(applied.lines.size(), 2);
  const QMap<QString, qint64> after = balancesOf(home);
  QCOMPARE(after.value(QStringLiteral("cost")), before.value(QStringLiteral("cost")) + 75);
  QCOMPARE(after.value(QStringLiteral("difference")), before.value(QStringLiteral("difference")) + 12'345);
  QCOMPARE(after.value(QStringLiteral("deposit:digi")),
           before.value(QStringLiteral("deposit:digi")) - 75 - 12'345);
  QCOMPARE(after.value(QStringLiteral("sum")), 0);
  // No rule of the books is broken by it.
  QCOMPARE(home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).status, 0);
  QCOMPARE(home.run(apply + QStringList{cost} + reason).status, 3);
  // Nor through the other run about the same.
  const QString other = text(again.last(), "reconciliation");
  QCOMPARE(home.run({QStringLiteral("reconcile"), QStringLiteral("apply"), other, cost,
                     QStringLiteral("--reason"), QStringLiteral("x")})
               .status,
           3);
  QCOMPARE(home.run({QStringLiteral("reconcile"), QStringLiteral("apply"), other, difference,
                     QStringLiteral("--reason"), QStringLiteral("x")})
               .status,
           3);
  QCOMPARE(balancesOf(home), after);

  // What was booked is known: three things are left for people.
  const Run then = home.run(reconcileWith(path));
  QCOMPARE(then.status, 5);
  QCOMPARE(number(then.last(), "match"), 4);
  QCOMPARE(number(then.last(), "amountDiffers"), 0);
  QCOMPARE(number(then.last(), "open"), 3);
  QVERIFY(!findingsByReference(then).value(stranger.reference).value(QStringLiteral("appliedAt")).isNull());
  QCOMPARE(number(home.run({QStringLiteral("reconcile"), QStringLiteral("show"), id}).last(), "open"), 3);
}

void ReconcileTest::what_is_open_here_is_settled_by_the_command_that_is_shown() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 1500}}));
  QCOMPARE(
      home.run({QStringLiteral("sell"), QStringLiteral("digi:xld10"), QStringLiteral("087877000010")}).status,
      0);
  sandbox.fault(R"({"upstream":"digi","on":"transaction","count":1,"kind":"html-200"})");
  const Run suspect =
      home.run({QStringLiteral("sell"), QStringLiteral("digi:xld10"), QStringLiteral("087877000020"),
                QStringLiteral("--wait"), QStringLiteral("1")});
  QCOMPARE(text(suspect.last(), "state"), QStringLiteral("suspect"));
  const Run failed =
      home.run({QStringLiteral("sell"), QStringLiteral("digi:xld10"), QStringLiteral("087800001232")});
  QCOMPARE(text(failed.last(), "state"), QStringLiteral("refundDue"));
  sandbox.advance("PT24H");
  SettlementFile file(sandbox);
  const QString lost =
      text(suspect.last().value(QStringLiteral("attempts")).toArray().at(0).toObject(), "attemptRef");
  const QString paid =
      text(failed.last().value(QStringLiteral("attempts")).toArray().at(0).toObject(), "attemptRef");
  file.lines = {file.lines.first()};
  const auto claimOf = [&](const QString& reference, const QString& status) {
    SettlementFile told = file;
    Line line = told.lines.first();
    line.reference = reference;
    line.number.clear();
    line.status = status;
    if (!status.isEmpty())
      told.lines.append(line);
    return findingsByReference(home.run(reconcileWith(told.write(home)))).value(reference);
  };
  const QJsonObject settled = claimOf(lost, QStringLiteral("BERHASIL"));
  QCOMPARE(claim(settled), QStringLiteral("statusDiffers reviewSucceeded"));
  const QString command = text(settled.value(QStringLiteral("proposal")).toObject(), "command");
  QVERIFY2(command.startsWith(QStringLiteral("loketctl review ") + text(suspect.last(), "ref") +
                              QStringLiteral(" --outcome succeeded --reason ")),
           qPrintable(command));
  QCOMPARE(claim(claimOf(lost, QStringLiteral("GAGAL"))), QStringLiteral("statusDiffers reviewFailed"));
  QCOMPARE(claim(claimOf(lost, QString())), QStringLiteral("onlyOurs reviewFailed"));
  QCOMPARE(claim(claimOf(paid, QStringLiteral("SUKSES"))), QStringLiteral("statusDiffers settleConflict"));
  QVERIFY(claimOf(paid, QStringLiteral("GAGAL")).isEmpty());
  QVERIFY(claimOf(paid, QString()).isEmpty());
  // All that was only said.
  QCOMPARE(
      text(home.run({QStringLiteral("payments"), QStringLiteral("show"), text(suspect.last(), "ref")}).last(),
           "state"),
      QStringLiteral("suspect"));
}

void ReconcileTest::files_that_contradict_themselves_are_not_final() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  for (int n = 1; n <= 2; ++n)
    QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:xld10"),
                       QStringLiteral("08787700%1").arg(n * 10, 4, 10, QLatin1Char('0'))})
                 .status,
             0);
  sandbox.advance("PT24H");
  SettlementFile file(sandbox);
  file.lines[0].amount += 10;
  file.countOff = 1;
  const Run count = home.run(reconcileWith(file.write(home)));
  QCOMPARE(count.status, 2);
  QCOMPARE(text(count.last(), "state"), QStringLiteral("unsound"));
  QCOMPARE(number(count.last(), "told"), 3);
  QCOMPARE(number(count.last(), "found"), 2);
  QVERIFY(count.errors.contains(QStringLiteral("says 3 line(s), the file has 2")));
  // What it says about lines is shown as what it is, and nothing follows from it.
  QCOMPARE(count.lines.size(), 2);
  QVERIFY(!count.lines.first().value(QStringLiteral("final")).toBool(true));
  QVERIFY(count.lines.first().value(QStringLiteral("proposal")).isNull());
  QCOMPARE(number(count.last(), "onlyOurs"), 0);
  QCOMPARE(
      home.run({QStringLiteral("reconcile"), QStringLiteral("apply"), text(count.last(), "reconciliation"),
                QStringLiteral("1"), QStringLiteral("--reason"), QStringLiteral("x")})
          .status,
      3);
  file.countOff = 0;
  file.totalOff = -1;
  const Run total = home.run(reconcileWith(file.write(home)));
  QCOMPARE(total.status, 2);
  QCOMPARE(number(total.last(), "told"), number(total.last(), "found") - 1);
  file.totalOff = 0;
  QCOMPARE(home.run(reconcileWith(file.write(home))).status, 5);
}

void ReconcileTest::bad_input_is_an_answer_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("said");
  const QStringList digi{QStringLiteral("--upstream"), QStringLiteral("digi")};
  const QStringList file{QStringLiteral("--file"), QStringLiteral("f.txt")};
  const QByteArray good = "ref|harga\nT|0|0\n";
  QTest::newRow("no file named") << digi << good << 2 << QStringLiteral("--file");
  QTest::newRow("no upstream named") << file << good << 2 << QStringLiteral("--upstream");
  QTest::newRow("no such file") << digi + QStringList{QStringLiteral("--file"), QStringLiteral("g.txt")}
                                << good << 2 << QStringLiteral("g.txt");
  QTest::newRow("a folder") << digi + QStringList{QStringLiteral("--file"), QStringLiteral(".")} << good << 2
                            << QStringLiteral("no file");
  QTest::newRow("no such upstream") << QStringList{QStringLiteral("--upstream"), QStringLiteral("digo")} +
                                           file
                                    << good << 2 << QStringLiteral("digo");
  QTest::newRow("no day") << digi + file << good << 2 << QStringLiteral("--date");
  QTest::newRow("a day that is none")
      << digi + file + QStringList{QStringLiteral("--date"), QStringLiteral("7/12/2026")} << good << 2
      << QStringLiteral("YYYY-MM-DD");
  QTest::newRow("half a period") << digi + file +
                                        QStringList{QStringLiteral("--from"), QStringLiteral("2026-12-07")}
                                 << good << 2 << QStringLiteral("a beginning and an end");
  QTest::newRow("a period backwards")
      << digi + file +
             QStringList{QStringLiteral("--from"), QStringLiteral("2026-12-07"), QStringLiteral("--to"),
                         QStringLiteral("2026-12-05")}
      << good << 2 << QStringLiteral("a beginning and an end");
  QTest::newRow("another's file") << digi + file << QByteArray("H|20261207|bank\n") + good << 2
                                  << QStringLiteral("bank");
  QTest::newRow("no titles") << digi + file << QByteArray("hello\n") << 2 << QStringLiteral("columns");
  QTest::newRow("empty") << digi + file << QByteArray() << 2 << QStringLiteral("nothing");
  QTest::newRow("cut off") << digi + file << QByteArray("H|20261207\nref|harga\nA|1\n") << 2
                           << QStringLiteral("trailer");
  QTest::newRow("bad lines") << digi + file << QByteArray("H|20261207\nref|harga\nA|1,5\nT|1|0\n") << 5
                             << QString();
  QTest::newRow("a day without sales")
      << digi + file + QStringList{QStringLiteral("--date"), QStringLiteral("2026-12-01")} << good << 0
      << QString();
  QTest::newRow("an unknown run") << QStringList{QStringLiteral("show"), QStringLiteral("R1")} << good << 3
                                  << QStringLiteral("R1");
}

void ReconcileTest::bad_input_is_an_answer() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, content);
  QFETCH(int, status);
  QFETCH(QString, said);
  static SandboxProcess sandbox;
  static CounterHome home(sandbox);
  static const bool ready = sandbox.start() && home.open();
  QVERIFY(ready);
  QFile file(home.folder() + QStringLiteral("/f.txt"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
  file.close();
  const Run run = home.run(QStringList{QStringLiteral("reconcile")} + arguments);
  QVERIFY2(run.status == status, qPrintable(QString::number(run.status) + run.errors));
  QVERIFY2(run.errors.contains(said), qPrintable(run.errors));
}

QTEST_GUILESS_MAIN(ReconcileTest)
#include "reconcile_test.moc"
