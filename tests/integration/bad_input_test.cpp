// What goes wrong outside gets a clear word and the exit status of the contract, and loses nothing.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
QString word(const Run& run) { return text(run.last(), "error"); }

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(bytes);
}

}  // namespace

class BadInputTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void numbersAndAmounts_data();
  void numbersAndAmounts();
  void usage();
  void configNamesTheKey_data();
  void configNamesTheKey();
  void pins();
  void damagedHomesAreNeverReplaced_data();
  void damagedHomesAreNeverReplaced();
  void aSecondInitKeepsTheFirst();
  void aFullDiskIsSaidBeforeTheCash();

 private:
  SandboxProcess m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

void BadInputTest::initTestCase() {
  QVERIFY(m_sandbox.start());
  m_home = std::make_unique<CounterHome>(m_sandbox);
  QVERIFY(m_home->open());
}

void BadInputTest::numbersAndAmounts_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("error");
  const auto row = [](const char* name, const QStringList& arguments, int status, const char* error) {
    QTest::newRow(name) << arguments << status << QString::fromLatin1(error);
  };
  const QString token = QStringLiteral("pln-token-20000");
  const QString pulsa = QStringLiteral("pulsa-xl-10000");
  const QString account = QStringLiteral("888801000157508");
  row("meter too short", {token, QStringLiteral("1430000000")}, 3, "number-invalid");
  row("meter too long", {token, QStringLiteral("1430000000123")}, 3, "number-invalid");
  row("meter with letters", {token, QStringLiteral("1430000000A")}, 3, "number-invalid");
  row("empty number", {token, QString()}, 3, "number-invalid");
  row("phone with letters", {pulsa, QStringLiteral("0878ABC0001")}, 3, "number-invalid");
  row("foreign phone", {pulsa, QStringLiteral("+6591234567")}, 3, "number-invalid");
  row("unknown product", {QStringLiteral("no-such-thing"), QStringLiteral("14300000001")}, 3, "product-unknown");
  row("unknown sku", {QStringLiteral("digi:nosuch"), QStringLiteral("14300000001")}, 3, "product-unknown");
  row("unknown upstream", {QStringLiteral("moon:pln20"), QStringLiteral("14300000001")}, 3, "product-unknown");
  row("zero amount", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("0")}, 3, "amount-invalid");
  row("negative amount", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount=-5000")}, 3, "amount-invalid");
  row("part of a rupiah", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("5000,50")}, 3, "amount-invalid");
  row("misplaced dots", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("5.00")}, 3, "amount-invalid");
  row("huge amount", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("99999999999999999999")}, 3, "amount-invalid");
  row("a million billion", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("1.000.000.000.000.000")}, 3, "amount-invalid");
  row("more than anybody has", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("1000000000001")}, 3, "amount-invalid");
  row("a huge ceiling", {QStringLiteral("digi:pln"), QStringLiteral("530000000001"), QStringLiteral("--offline"), QStringLiteral("--amount"), QStringLiteral("999999999999999")}, 3, "amount-invalid");
  row("huge cash", {token, QStringLiteral("14300000001"), QStringLiteral("--cash"), QStringLiteral("999999999999999")}, 3, "amount-invalid");
  row("more than the deposit", {QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"), QStringLiteral("900.000.000.000")}, 3, "deposit-low");
  row("cash too little", {token, QStringLiteral("14300000001"), QStringLiteral("--cash"), QStringLiteral("10000")}, 3, "cash-short");
  row("unknown meter", {token, QStringLiteral("00012345671")}, 4, "upstream-refused");
}

void BadInputTest::numbersAndAmounts() {
  QFETCH(QStringList, arguments);
  QFETCH(int, status);
  QFETCH(QString, error);
  const Run run = m_home->run(QStringList{QStringLiteral("sell")} + arguments);
  QCOMPARE(word(run), error);
  QCOMPARE(run.status, status);
  QVERIFY(!run.errors.isEmpty());
  QVERIFY2(m_home->payments().isEmpty(), "a refused sale left a payment behind");
  QCOMPARE(m_sandbox.ledger().size(), 0);
}

void BadInputTest::usage() {
  QCOMPARE(m_home->run({QStringLiteral("dance")}).status, 2);
  QCOMPARE(m_home->run({}).status, 2);
  QCOMPARE(m_home->run({QStringLiteral("sell")}).status, 2);
  QCOMPARE(m_home->run({QStringLiteral("payments"), QStringLiteral("show"), QStringLiteral("LK000000NOSUCH")}).status, 3);
}

void BadInputTest::configNamesTheKey_data() {
  QTest::addColumn<QByteArray>("config");
  QTest::addColumn<QString>("place");
  const QByteArray outlet = R"("outlet":{"id":"W","name":"N"})";
  const auto upstream = [&](const QByteArray& body) { return "{" + outlet + R"(,"upstreams":[{)" + body + "}]}"; };
  const QByteArray digi = R"("id":"digi","protocol":"digiflazz","url":"https://127.0.0.1:1/x","username":"u")";
  QTest::newRow("number too large") << QByteArray("{\"outlet\":5e5555}") << QStringLiteral("too large");
  QTest::newRow("not json") << QByteArray("{oops") << QStringLiteral("not JSON at byte");
  QTest::newRow("no outlet") << QByteArray(R"({"upstreams":[]})") << QStringLiteral("outlet: missing");
  QTest::newRow("unknown key") << QByteArray("{" + outlet + R"(,"upstreams":[],"colour":1})") << QStringLiteral("colour: unknown key");
  QTest::newRow("wrong type") << QByteArray("{" + outlet + R"(,"upstreams":{}})") << QStringLiteral("upstreams: must be a list");
  QTest::newRow("missing secret") << upstream(digi) << QStringLiteral("upstreams[0].apiKey: missing");
  QTest::newRow("plain http") << upstream(R"("id":"digi","protocol":"digiflazz","url":"http://127.0.0.1/")") << QStringLiteral("upstreams[0].url: must begin with https://");
  QTest::newRow("unknown protocol") << upstream(R"("id":"x","protocol":"telex","url":"https://h/")") << QStringLiteral("upstreams[0].protocol");
  QTest::newRow("a pin that is none") << upstream(digi + R"(,"apiKey":"k","pins":["sha256//short"])") << QStringLiteral("upstreams[0].pins[0]");
  QTest::newRow("pins of another type") << upstream(digi + R"(,"apiKey":"k","pins":"sha256//x")") << QStringLiteral("upstreams[0].pins: must be a list");
  QTest::newRow("a client certificate without its key") << upstream(digi + R"(,"apiKey":"k","clientCertFile":"c.pem")") << QStringLiteral("upstreams[0].clientKeyFile");
  QTest::newRow("real upstreams under a steered clock") << upstream(R"("id":"digi","protocol":"digiflazz","url":"https://api.example.invalid/v1","username":"u","apiKey":"k")") << QStringLiteral("--clock: an upstream is not on loopback");
  const QByteArray iak = R"("id":"iak","protocol":"iak","username":"u","apiKey":"k","prepaidUrl":"https://127.0.0.1:1/p")";
  QTest::newRow("training with a real upstream")
      << QByteArray(R"({"outlet":{"id":"W","name":"N","training":true},"upstreams":[{)") +
             R"("id":"digi","protocol":"digiflazz","url":"https://api.example.invalid/v1","username":"u","apiKey":"k"}]})"
      << QStringLiteral("an upstream is not on loopback (upstream.digi.url)");
  QTest::newRow("half of two addresses") << upstream(iak) << QStringLiteral("upstreams[0].postpaidUrl: missing");
  QTest::newRow("an address of another protocol") << upstream(iak + R"(,"postpaidUrl":"https://127.0.0.1:1/b","url":"https://127.0.0.1:1/x")") << QStringLiteral("upstreams[0].url: unknown key");
  QTest::newRow("a second address that is real") << upstream(iak + R"(,"postpaidUrl":"https://bills.example.invalid/")") << QStringLiteral("--clock: an upstream is not on loopback");
  const auto proxy = [&](const QByteArray& url) {
    return upstream(digi + R"(,"apiKey":"k","proxy":")" + url + "\"");
  };
  QTest::newRow("a proxy that is somewhere else under a steered clock")
      << proxy("http://10.0.0.1:3128")
      << QStringLiteral("--clock: an upstream is not on loopback (upstream.digi.proxy)");
  QTest::newRow("a proxy whose user looks like loopback")
      << proxy("http://127.0.0.1:9@10.0.0.1:3128")
      << QStringLiteral("--clock: an upstream is not on loopback (upstream.digi.proxy)");
  QTest::newRow("a SOCKS proxy that is somewhere else under a steered clock")
      << proxy("socks5h://127.0.0.1@10.0.0.1:1080")
      << QStringLiteral("--clock: an upstream is not on loopback (upstream.digi.proxy)");
  QTest::newRow("a proxy in TLS that is somewhere else under a steered clock")
      << proxy("https://10.0.0.1:3128")
      << QStringLiteral("--clock: an upstream is not on loopback (upstream.digi.proxy)");
  QTest::newRow("no proxy at all") << proxy("10.0.0.1")
                                   << QStringLiteral("upstreams[0].proxy: http://HOST:PORT");
  QTest::newRow("no such ca") << upstream(digi + R"(,"apiKey":"k","caFile":"nowhere.pem")") << QStringLiteral("upstreams[0].caFile");
  QTest::newRow("negative margin") << QByteArray("{" + outlet + R"(,"upstreams":[],"pricing":{"default":{"margin":-1}}})") << QStringLiteral("pricing.default.margin");
  QTest::newRow("bad age") << QByteArray("{" + outlet + R"(,"upstreams":[],"offline":{"maxAge":"a day"}})") << QStringLiteral("offline.maxAge");
  QTest::newRow("bad printer") << QByteArray("{" + outlet + R"(,"upstreams":[],"printer":{"uri":"lpt1"}})") << QStringLiteral("printer.uri");
}

void BadInputTest::configNamesTheKey() {
  QFETCH(QByteArray, config);
  QFETCH(QString, place);
  const QString path = m_home->folder() + QStringLiteral("/bad.json");
  write(path, config);
  const Run before = m_home->run({QStringLiteral("config"), QStringLiteral("show")});
  const Run run = m_home->run({QStringLiteral("config"), QStringLiteral("import"), path});
  QCOMPARE(run.status, 2);
  QVERIFY2(run.errors.contains(place), qPrintable(run.errors));
  QCOMPARE(m_home->run({QStringLiteral("config"), QStringLiteral("show")}).lines, before.lines);
}

void BadInputTest::pins() {
  const Run wrong = m_home->run({QStringLiteral("payments"), QStringLiteral("list")}, environmentWithPin(QStringLiteral("000000")));
  QCOMPARE(wrong.status, 3);
  QVERIFY(wrong.errors.contains(QStringLiteral("pin-wrong")));
  QProcessEnvironment none = environmentWithPin();
  none.remove(QStringLiteral("LOKET_PIN"));
  QCOMPARE(m_home->run({QStringLiteral("payments"), QStringLiteral("list")}, none).status, 2);
}

void BadInputTest::damagedHomesAreNeverReplaced_data() {
  QTest::addColumn<QString>("damage");
  QTest::addColumn<QString>("error");
  QTest::newRow("both key slots garbled") << QStringLiteral("garble-slots") << QStringLiteral("key-slot-unreadable");
  QTest::newRow("both key slots gone") << QStringLiteral("remove-slots") << QStringLiteral("key-slot-missing");
  QTest::newRow("device secret gone") << QStringLiteral("remove-device") << QStringLiteral("key-slot-missing");
  QTest::newRow("database empty") << QStringLiteral("empty-database") << QStringLiteral("database-unreadable");
  QTest::newRow("database garbled") << QStringLiteral("garble-database") << QStringLiteral("database-unreadable");
  QTest::newRow("database and sidecar gone") << QStringLiteral("remove-database") << QStringLiteral("home-missing");
}

void BadInputTest::damagedHomesAreNeverReplaced() {
  QFETCH(QString, damage);
  QFETCH(QString, error);
  CounterHome home(m_sandbox);
  QVERIFY(home.open());
  const QString database = home.path() + QStringLiteral("/loket.db");
  const QString slotA = home.path() + QStringLiteral("/keyslots-a.json");
  const QString slotB = home.path() + QStringLiteral("/keyslots-b.json");
  if (damage == QStringLiteral("garble-slots")) {
    write(slotA, "{\"format\":");
    write(slotB, "nothing");
  } else if (damage == QStringLiteral("remove-slots")) {
    QVERIFY(QFile::remove(slotA) && QFile::remove(slotB));
  } else if (damage == QStringLiteral("remove-device")) {
    QVERIFY(QFile::remove(home.path() + QStringLiteral("/device.key")));
  } else if (damage == QStringLiteral("empty-database")) {
    write(database, {});
  } else if (damage == QStringLiteral("garble-database")) {
    QByteArray bytes = bytesOf(database);
    bytes.replace(100, 3000, QByteArray(3000, 'x'));
    write(database, bytes);
  } else {
    QVERIFY(QFile::remove(database));
    QFile::remove(database + QStringLiteral("-wal"));
    QVERIFY(QFile::remove(home.path() + QStringLiteral("/loket.sidecar")));
  }
  const QByteArray databaseBefore = bytesOf(database);
  const QByteArray slotBefore = bytesOf(slotA);
  const Run run = home.run({QStringLiteral("payments"), QStringLiteral("list")});
  QCOMPARE(run.status, 6);
  QVERIFY2(run.errors.contains(error), qPrintable(run.errors));
  QCOMPARE(bytesOf(database), databaseBefore);
  QCOMPARE(bytesOf(slotA), slotBefore);
  QCOMPARE(QFile::exists(database), !databaseBefore.isEmpty() || damage == QStringLiteral("empty-database"));
  // Nor does init help itself to a damaged home.
  QCOMPARE(home.run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("X"), QStringLiteral("--owner"), QStringLiteral("Y")}).status, 6);
  QCOMPARE(bytesOf(database), databaseBefore);
}

void BadInputTest::aSecondInitKeepsTheFirst() {
  CounterHome home(m_sandbox);
  QVERIFY(home.open());
  const Run again = home.run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("X"), QStringLiteral("--owner"), QStringLiteral("Y")});
  QCOMPARE(again.status, 6);
  QVERIFY(again.errors.contains(QStringLiteral("home-exists")));
  QCOMPARE(home.run({QStringLiteral("payments"), QStringLiteral("list")}).status, 0);
}

void BadInputTest::aFullDiskIsSaidBeforeTheCash() {
  CounterHome home(m_sandbox);
  const auto disk = loket::tests::TinyDisk::mount(home.folder().toStdString(), 40);
  if (!disk)
    QSKIP("mounting a small disk is not allowed here");
  QVERIFY(home.open());
  const QStringList sale{QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")};
  disk->fill();
  const Run full = home.run(sale);
  QCOMPARE(full.status, 6);
  QCOMPARE(word(full), QStringLiteral("disk-full"));
  disk->release();
  QVERIFY(home.payments().isEmpty());
  QCOMPARE(m_sandbox.ledger().size(), 0);
  QCOMPARE(home.run(sale).status, 0);
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
