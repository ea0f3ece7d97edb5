// A customer comes back, with the real loketctl: who is to be asked and with which words, what was said, how
// it ended; kept like everything else, also when the database is gone.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

}  // namespace

class ComplaintsTest : public QObject {
  Q_OBJECT

 private slots:
  void aCustomerComesBack();
};

void ComplaintsTest::aCustomerComesBack() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QFile written(home.writeConfig({}));
  QVERIFY(written.open(QIODevice::ReadOnly));
  QJsonArray upstreams =
      QJsonDocument::fromJson(written.readAll()).object().value(QLatin1String("upstreams")).toArray();
  QJsonObject digi = upstreams.at(0).toObject();
  QCOMPARE(text(digi, "id"), QStringLiteral("digi"));
  digi.insert(QStringLiteral("contact"),
              QJsonObject{{QStringLiteral("name"), QStringLiteral("CS Contoh")},
                          {QStringLiteral("whatsapp"), QStringLiteral("0812-0000-0001")}});
  upstreams.replace(0, digi);
  QVERIFY(home.open({{QStringLiteral("upstreams"), upstreams}}));
  const Run sold =
      home.run({"sell", "pln-token-20000", "14300000001", "--client-ref", "order-1", "--wait", "10"});
  QCOMPARE(sold.status, 0);

  QCOMPARE(home.run({"complaint", "open", "nothing", "--note", "token gagal"}).status, 3);
  QCOMPARE(home.run({"complaint", "open", "order-1", "--note", "  "}).status, 3);
  QCOMPARE(home.run({"complaint", "list"}).lines.size(), 0);
  const Run opened =
      home.run({"complaint", "open", "order-1", "--note", "token gagal dimasukkan", "--reach", "rumah biru"});
  QCOMPARE(opened.status, 0);
  const QString id = text(opened.last(), "complaint");
  QCOMPARE(text(opened.last(), "ref"), text(sold.last(), "ref"));
  QCOMPARE(text(opened.last(), "state"), QStringLiteral("open"));
  const QJsonObject question = opened.last().value(QLatin1String("question")).toObject();
  QVERIFY(text(question, "text").contains(text(question, "reference")));
  QVERIFY(text(question, "text").contains(QStringLiteral("14300000001")));
  const QString customer = text(sold.last(), "customerName");
  QVERIFY(!customer.isEmpty());
  QVERIFY2(!text(question, "text").contains(customer, Qt::CaseInsensitive), qPrintable(customer));
  QVERIFY(text(question, "link").startsWith(QStringLiteral("https://wa.me/6281200000001?text=")));
  QCOMPARE(home.run({"complaint", "open", "order-1", "--note", "lagi"}).status, 3);
  QCOMPARE(home.run({"complaint", "note", id, "CS minta foto meteran"}).status, 0);

  // The database is gone; the complaint and its payment are not.
  QVERIFY(QFile::remove(home.path() + QStringLiteral("/loket.db")));
  const Run shown = home.run({"complaint", "show", id});
  QCOMPARE(shown.last().value(QLatin1String("notes")).toArray().size(), 2);
  QCOMPARE(text(shown.last().value(QLatin1String("payment")).toObject(), "ref"), text(sold.last(), "ref"));

  QCOMPARE(home.run({"complaint", "close", id, "--outcome", "solved", "token baru masuk"}).status, 0);
  QCOMPARE(home.run({"complaint", "close", id, "--outcome", "nothing", "lagi"}).status, 3);
  QCOMPARE(home.run({"complaint", "list"}).lines.size(), 0);
  QCOMPARE(text(home.run({"complaint", "list", "--all"}).last(), "outcome"), QStringLiteral("solved"));
  const QJsonObject detail = home.run({"payments", "show", "order-1"}).last();
  QCOMPARE(detail.value(QLatin1String("complaints")).toArray().size(), 1);
  QCOMPARE(text(detail, "state"), QStringLiteral("succeeded"));
  QCOMPARE(home.run({"ledger", "trial"}).status, 0);
}

QTEST_GUILESS_MAIN(ComplaintsTest)
#include "complaints_test.moc"
