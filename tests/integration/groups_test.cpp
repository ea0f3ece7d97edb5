// A neighbourhood's bills in one go, with the real loketctl: everybody who can be paid is paid once, and whoever cannot
// keeps nobody back.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

}  // namespace

class GroupsTest : public QObject {
  Q_OBJECT

 private slots:
  void everybodyIsPaidOnce();
  void badInputLeavesNothing();
  void aYearIsOfItsLine();
};

void GroupsTest::everybodyIsPaidOnce() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  const QString paper = home.folder() + QStringLiteral("/paper.bin");
  QVERIFY(home.open({{QStringLiteral("printer"), QJsonObject{{QStringLiteral("uri"), QStringLiteral("file://") + paper},
                                                            {QStringLiteral("profile"), QStringLiteral("generic-58mm")}}}}));
  const QString pln = text(home.run(words("inquire digi:pln 530000000101")).last(), "product");
  const QString pdam = text(home.run(words("inquire digi:pdam 1013225")).last(), "product");
  QVERIFY(!pln.isEmpty() && !pdam.isEmpty());
  QCOMPARE(home.run({"groups", "new", "RT 05"}).status, 0);
  // Two that succeed, one whose payment fails, one whose number nobody knows.
  QCOMPARE(home.run({"groups", "add", "rt 05", pln, "530000000101", "--name", "Bu Sri"}).status, 0);
  QCOMPARE(home.run({"groups", "add", "RT 05", pdam, "1013225"}).status, 0);
  QCOMPARE(home.run({"groups", "add", "RT 05", pln, "530000000106"}).status, 0);
  const Run full = home.run({"groups", "add", "RT 05", pln, "630000000101"});
  QCOMPARE(full.last().value(QLatin1String("members")).toArray().size(), 4);

  const Run asked = home.run({"groups", "pay", "RT 05"});
  QCOMPARE(asked.lines.size(), 4);
  QCOMPARE(home.payments().size(), 0);
  int payable = 0;
  for (const QJsonObject& line : asked.lines) payable += line.value(QLatin1String("payable")).toBool() ? 1 : 0;
  QVERIFY(payable >= 2 && payable <= 4);

  const Run paid = home.run({"groups", "pay", "RT 05", "--yes", "--print"});
  QVERIFY(paid.status != 0);  // not everybody could be
  const auto succeeded = [&home] {
    int count = 0;
    for (const QJsonObject& line : home.payments()) count += text(line, "state") == QLatin1String("succeeded") ? 1 : 0;
    return count;
  };
  QCOMPARE(succeeded(), 2);
  QVERIFY(QFile(paper).size() > 500);
  // Once more: what was paid today is not paid again.
  const Run again = home.run({"groups", "pay", "RT 05", "--yes"});
  QVERIFY(again.status != 0);
  QCOMPARE(succeeded(), 2);

  QCOMPARE(home.run({"groups", "drop", "RT 05", "530000000106"}).last().value(QLatin1String("members")).toArray().size(), 3);
  QCOMPARE(home.run({"groups", "rename", "RT 05", "RT 06"}).status, 0);
  QCOMPARE(home.run({"groups", "remove", "RT 05"}).status, 3);
  QCOMPARE(home.run({"groups", "remove", "RT 06"}).status, 0);
  QCOMPARE(home.run(words("groups list")).lines.size(), 0);
  QCOMPARE(succeeded(), 2);  // what was sold stays
}

void GroupsTest::badInputLeavesNothing() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({"groups", "new", "RT 05"}).status, 0);
  QCOMPARE(home.run({"groups", "new", "rt  05"}).status, 3);
  QCOMPARE(home.run({"groups", "new", " "}).status, 3);
  QCOMPARE(home.run({"groups", "add", "RT 06", "x", "1"}).status, 3);
  QCOMPARE(home.run({"groups", "add", "RT 05", "nothing", "1"}).status, 3);
  QCOMPARE(home.run({"groups", "add", "RT 05"}).status, 2);
  QCOMPARE(home.run({"groups", "drop", "RT 05", "1"}).status, 3);
  QCOMPARE(home.run({"groups", "change", "RT 05", "1", "--months", "2"}).status, 3);
  QCOMPARE(home.run({"groups", "remove", "RT 06"}).status, 3);
  QCOMPARE(home.run({"groups", "pay", "RT 06", "--yes"}).status, 3);
  QCOMPARE(home.run({"groups", "pay", "RT 05", "--yes"}).status, 0);  // nobody is on it
  QCOMPARE(home.run(words("groups list")).lines.size(), 1);
}

// Land tax of last year and of this one, asked for and paid together.
void GroupsTest::aYearIsOfItsLine() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const QString number = QStringLiteral("329801092375999991");
  const QString pbb = text(home.run({"inquire", "digi:cimahi", number, "--year", "2025"}).last(), "product");
  QVERIFY(!pbb.isEmpty());
  QCOMPARE(home.run({"groups", "new", "RT 05"}).status, 0);
  QCOMPARE(home.run({"groups", "add", "RT 05", pbb, number, "--year", "2999"}).status, 3);
  QCOMPARE(home.run({"groups", "add", "RT 05", pbb, number, "--months", "3"}).status, 2);
  QCOMPARE(home.run({"groups", "add", "RT 05", pbb, number, "--year", "2025"}).status, 0);
  const QJsonArray members = home.run({"groups", "list"}).last().value(QLatin1String("members")).toArray();
  QCOMPARE(members.size(), 1);
  QCOMPARE(text(members.at(0).toObject(), "year"), QStringLiteral("2025"));
  const Run asked = home.run({"groups", "pay", "RT 05"});
  QVERIFY2(asked.lines.size() == 1 && asked.last().value(QLatin1String("payable")).toBool(), qPrintable(asked.errors));
  const Run paid = home.run({"groups", "pay", "RT 05", "--yes"});
  QCOMPARE(paid.status, 0);
  QCOMPARE(home.payments().size(), 1);
  const auto yearOf = [&home](const QString& ref) {
    const QJsonObject shown = home.run({"payments", "show", ref}).lines.value(0);
    return QString::fromUtf8(QJsonDocument(shown).toJson());
  };
  QVERIFY2(yearOf(text(home.payments().at(0), "ref")).contains(QStringLiteral("2025")), "the year is not in the payment");
  // The line is one of every year from now on.
  QCOMPARE(home.run({"groups", "change", "RT 05", number}).status, 0);
  QVERIFY(!home.run({"groups", "list"}).last().value(QLatin1String("members")).toArray().at(0).toObject().contains(QLatin1String("year")));
}

QTEST_GUILESS_MAIN(GroupsTest)
#include "groups_test.moc"
