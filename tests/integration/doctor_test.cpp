// What networks and suppliers can be like, named by the real `loketctl doctor` over real TLS: what a shop reads when
// nothing works, before anybody takes cash.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <map>
#include <memory>

#include "tests/integration/counter_home.h"
#include "tests/support/connect_proxy.h"
#include "tests/support/escpos_printer.h"
#include "tests/support/tls_server.h"

using namespace loket;
using namespace loket::integration_tests;
using tests::ConnectProxy;
using tests::Deed;
using tests::TlsServer;
using tests::Validity;

namespace {

constexpr int kTimeoutMs = 1500;

enum class Trust { Right, Stranger, OtherName, OtherKey };

// What stands in the supplier's place.
struct Stranger {
  const char* word;
  bool reached = true;  // something there took our request
  Validity validity = Validity::Now;
  Trust trust = Trust::Right;
  Deed deed = Deed::Answer;
  int status = 200;
  const char* contentType = "application/json";
  std::string answer = R"({"data":{"deposit":150000}})";
};

Stranger certificate(const char* word, Validity validity, Trust trust) {
  Stranger stranger;
  stranger.word = word;
  stranger.reached = false;
  stranger.validity = validity;
  stranger.trust = trust;
  return stranger;
}

Stranger cut(const char* word, Deed deed) {
  Stranger stranger;
  stranger.word = word;
  stranger.deed = deed;
  return stranger;
}

Stranger body(const char* word, int status, const char* contentType, std::string answer) {
  Stranger stranger;
  stranger.word = word;
  stranger.status = status;
  stranger.contentType = contentType;
  stranger.answer = std::move(answer);
  return stranger;
}

const std::map<std::string, Stranger>& strangers() {
  static const std::map<std::string, Stranger> kStrangers{
      {"ten megabytes", body("too-big", 200, "application/json", "{" + std::string(10 * 1024 * 1024, ' ') + "}")},
      {"drip by drip", cut("timeout", Deed::Drip)},
      {"silence", cut("timeout", Deed::Hang)},
      {"cut in the middle", cut("partial", Deed::Truncate)},
      {"a portal's page", body("html", 200, "text/html", "<!DOCTYPE html><html>Selamat datang di WiFi Mall</html>")},
      {"a redirect", body("redirect", 302, "text/html", "<html>login</html>")},
      {"another kind of content", body("content-type", 200, "image/png", "PNG and so on")},
      {"a gateway's page", body("server-error", 502, "text/html", "<html>502 Bad Gateway</html>")},
      {"no JSON at all", body("unreadable", 200, "application/json", "oops")},
      {"an expired certificate", certificate("certificate-expired", Validity::Over, Trust::Right)},
      {"a wrong clock", certificate("certificate-clock", Validity::NotYet, Trust::Right)},
      {"another host's certificate", certificate("certificate-name", Validity::Now, Trust::OtherName)},
      {"another key than the pinned", certificate("certificate-pin", Validity::Now, Trust::OtherKey)},
      {"an unknown authority", certificate("certificate-unknown", Validity::Now, Trust::Stranger)}};
  return kStrangers;
}

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QString fileIn(const QString& folder, const char* name, const std::string& content) {
  QFile file(folder + QLatin1Char('/') + QLatin1String(name));
  if (!file.open(QIODevice::WriteOnly))
    return {};
  file.write(content.data(), static_cast<qint64>(content.size()));
  return file.fileName();
}

}  // namespace

class DoctorTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void aCounterInOrderIsWell();
  void aBuildForTestsSaysWhatItsKeySlotsAreWorth();
  void whatStandsInTheSuppliersPlaceIsNamed_data();
  void whatStandsInTheSuppliersPlaceIsNamed();
  void nobodyThereIsNamed();
  void aProxyInTheWayIsNamed_data();
  void aProxyInTheWayIsNamed();
  void thePrinterIsAskedAndPrintsNothing();
  void aMistypedNameInTheRulesIsNamed();

 private:
  QJsonObject line(const Run& run, const char* name) const {
    for (const QJsonObject& item : run.lines)
      if (text(item, "name") == QLatin1String(name))
        return item;
    return {};
  }
  // The aggregator's settings, with these over them.
  Run import(const QJsonObject& changes) {
    QJsonObject digi = m_digi;
    for (auto at = changes.begin(); at != changes.end(); ++at) digi[at.key()] = at.value();
    return m_home->run({QStringLiteral("config"), QStringLiteral("import"),
                        m_home->writeConfig({{QStringLiteral("upstreams"), QJsonArray{digi}}})});
  }

  SandboxProcess m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  QJsonObject m_digi;
};

void DoctorTest::initTestCase() {
  QVERIFY(m_sandbox.start());
  m_home = std::make_unique<CounterHome>(m_sandbox);
  QVERIFY(m_home->open());
  for (const QJsonValue value : m_sandbox.config().value(QStringLiteral("upstreams")).toArray())
    if (text(value.toObject(), "id") == QStringLiteral("digi"))
      m_digi = value.toObject();
  m_digi[QStringLiteral("caFile")] = m_sandbox.folder() + QStringLiteral("/ca.pem");
  m_digi[QStringLiteral("timeoutMs")] = kTimeoutMs;
  QVERIFY(!text(m_digi, "url").isEmpty());
}

// The control: without it a doctor that finds fault with everything would pass.
void DoctorTest::aCounterInOrderIsWell() {
  QCOMPARE(import({}).status, 0);
  const Run doctor = m_home->run({QStringLiteral("doctor")});
  const QJsonObject digi = line(doctor, "upstream:digi");
  QVERIFY(digi.value(QStringLiteral("ok")).toBool());
  QCOMPARE(text(digi, "word"), QString());
  QCOMPARE(doctor.status, 0);
}

// Where a home is made and where it is looked at. What is sold says nothing of the kind.
void DoctorTest::aBuildForTestsSaysWhatItsKeySlotsAreWorth() {
  constexpr bool kIsForTests = LOKET_QUICK_PINS != 0;
  const auto tells = [](const QString& said) { return said.contains(QStringLiteral("this build is for tests")); };
  QTemporaryDir folder;
  const QString another = folder.filePath(QStringLiteral("home"));
  const Run made = m_home->runAt(another,
                                 {QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung Lain"),
                                  QStringLiteral("--owner"), QStringLiteral("Sri")},
                                 environmentWithPin());
  QCOMPARE(made.status, 0);
  QCOMPARE(tells(made.errors), kIsForTests);
  QFile log(another + QStringLiteral("/loket.log"));
  QCOMPARE(log.open(QIODevice::ReadOnly) && tells(QString::fromUtf8(log.readAll())), kIsForTests);
  const QJsonObject keys = line(m_home->run({QStringLiteral("doctor")}), "key-slots");
  QVERIFY(keys.value(QStringLiteral("ok")).toBool());
  QCOMPARE(tells(text(keys, "detail")), kIsForTests);
  QCOMPARE(text(keys, "detail").contains(QStringLiteral("Sri (8 MiB, t=1)")), kIsForTests);
  QVERIFY(keys.value(QStringLiteral("count")).toInt() > 0 && keys.value(QStringLiteral("at")).isNull());
}

void DoctorTest::whatStandsInTheSuppliersPlaceIsNamed_data() {
  QTest::addColumn<QString>("name");
  for (const auto& [name, stranger] : strangers()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void DoctorTest::whatStandsInTheSuppliersPlaceIsNamed() {
  QFETCH(QString, name);
  const Stranger& stranger = strangers().at(name.toStdString());
  const tests::Identity identity = tests::makeIdentity(stranger.validity);
  TlsServer::Options options;
  options.identity = identity;
  options.status = stranger.status;
  options.contentType = stranger.contentType;
  options.answer = stranger.answer;
  options.deed = [deed = stranger.deed](const std::string&) { return deed; };
  TlsServer server(options);
  const tests::Identity other = tests::makeIdentity();
  QJsonObject changes{
      {QStringLiteral("url"),
       QString::fromStdString(server.url("", stranger.trust == Trust::OtherName ? "localhost" : "127.0.0.1"))},
      {QStringLiteral("caFile"),
       fileIn(m_home->folder(), "stranger.pem", stranger.trust == Trust::Stranger ? other.caPem : identity.caPem)}};
  if (stranger.trust == Trust::OtherKey)
    changes[QStringLiteral("pins")] = QJsonArray{QString::fromStdString(tests::pinOf(other.certificatePem))};
  const Run imported = import(changes);
  QVERIFY2(imported.status == 0, qPrintable(imported.errors + text(imported.last(), "detail")));

  const Run doctor = m_home->run({QStringLiteral("doctor")});
  QCOMPARE(doctor.status, 6);
  const QJsonObject digi = line(doctor, "upstream:digi");
  QVERIFY(!digi.value(QStringLiteral("ok")).toBool());
  QCOMPARE(text(digi, "word"), QString::fromLatin1(stranger.word));
  // As a person reads it, with whether anybody was there at all.
  const QString said = QStringLiteral("%1: %2").arg(
      stranger.reached ? QStringLiteral("no honest answer") : QStringLiteral("not reached"),
      QLatin1String(stranger.word));
  QVERIFY2(text(digi, "detail").endsWith(said), qPrintable(text(digi, "detail")));
}

void DoctorTest::nobodyThereIsNamed() {
  QCOMPARE(import({{QStringLiteral("url"), QStringLiteral("https://127.0.0.1:%1/v1").arg(tests::closedPort())}}).status, 0);
  const QJsonObject digi = line(m_home->run({QStringLiteral("doctor")}), "upstream:digi");
  QCOMPARE(text(digi, "word"), QStringLiteral("connect"));
}

void DoctorTest::aProxyInTheWayIsNamed_data() {
  QTest::addColumn<int>("tongue");
  QTest::addColumn<int>("deed");
  QTest::addColumn<bool>("known");   // its authority is configured
  QTest::addColumn<bool>("honest");  // the supplier behind it
  QTest::addColumn<QString>("word");
  using Tongue = ConnectProxy::Tongue;
  const auto row = [](const char* name, Tongue tongue, ConnectProxy::Deed deed, bool known, bool honest,
                      const char* word) {
    QTest::newRow(name) << static_cast<int>(tongue) << static_cast<int>(deed) << known << honest
                        << QString::fromLatin1(word);
  };
  row("http, lets nobody through", Tongue::Http, ConnectProxy::Deed::Refuse, false, true, "proxy");
  row("https, lets nobody through", Tongue::Https, ConnectProxy::Deed::Refuse, true, true, "proxy");
  row("socks, lets nobody through", Tongue::Socks5, ConnectProxy::Deed::Refuse, false, true, "proxy");
  row("https, of whom nobody knows who it is", Tongue::Https, ConnectProxy::Deed::Tunnel, false, true,
      "proxy-certificate");
  // The supplier's own trouble keeps its name behind a proxy; but in TLS within TLS the library forgets what
  // is wrong with a chain.
  row("http, an expired supplier behind it", Tongue::Http, ConnectProxy::Deed::Tunnel, false, false,
      "certificate-expired");
  row("https, an expired supplier behind it", Tongue::Https, ConnectProxy::Deed::Tunnel, true, false, "tls");
  row("socks, an expired supplier behind it", Tongue::Socks5, ConnectProxy::Deed::Tunnel, false, false,
      "certificate-expired");
  row("http", Tongue::Http, ConnectProxy::Deed::Tunnel, false, true, "");
  row("https", Tongue::Https, ConnectProxy::Deed::Tunnel, true, true, "");
  row("socks", Tongue::Socks5, ConnectProxy::Deed::Tunnel, false, true, "");
}

void DoctorTest::aProxyInTheWayIsNamed() {
  QFETCH(int, tongue);
  QFETCH(int, deed);
  QFETCH(bool, known);
  QFETCH(bool, honest);
  QFETCH(QString, word);
  const tests::Identity identity = tests::makeIdentity(honest ? Validity::Now : Validity::Over);
  const tests::Identity proxyIdentity = tests::makeIdentity();
  TlsServer::Options options;
  options.identity = identity;
  options.answer = R"({"data":{"deposit":150000}})";
  TlsServer server(options);
  ConnectProxy proxy(static_cast<ConnectProxy::Tongue>(tongue), static_cast<ConnectProxy::Deed>(deed), {},
                     proxyIdentity);
  QJsonObject changes{{QStringLiteral("url"), QString::fromStdString(server.url(""))},
                      {QStringLiteral("caFile"), fileIn(m_home->folder(), "supplier.pem", identity.caPem)},
                      {QStringLiteral("proxy"), QString::fromStdString(proxy.url("kasir:rahasia"))}};
  if (known)
    changes[QStringLiteral("proxyCaFile")] = fileIn(m_home->folder(), "proxy.pem", proxyIdentity.caPem);
  const Run imported = import(changes);
  QVERIFY2(imported.status == 0, qPrintable(imported.errors + text(imported.last(), "detail")));

  const Run doctor = m_home->run({QStringLiteral("doctor")});
  const QJsonObject digi = line(doctor, "upstream:digi");
  QCOMPARE(text(digi, "word"), word);
  QCOMPARE(digi.value(QStringLiteral("ok")).toBool(), word.isEmpty());
  if (!word.isEmpty())
    QVERIFY2(text(digi, "detail").endsWith(QStringLiteral("not reached: ") + word),
             qPrintable(text(digi, "detail")));
  QVERIFY2(!text(digi, "detail").contains(QStringLiteral("rahasia")), "the proxy's password is told");
}

void DoctorTest::thePrinterIsAskedAndPrintsNothing() {
  tests::EscPosPrinter paper;
  const auto doctor = [&](const QJsonObject& printer) {
    const Run imported = m_home->run({QStringLiteral("config"), QStringLiteral("import"),
                                      m_home->writeConfig({{QStringLiteral("upstreams"), QJsonArray{m_digi}},
                                                           {QStringLiteral("printer"), printer}})});
    return imported.status == 0 ? m_home->run({QStringLiteral("doctor")}) : imported;
  };
  const auto at = [](const std::string& uri) {
    return QJsonObject{{QStringLiteral("uri"), QString::fromStdString(uri)},
                       {QStringLiteral("profile"), QStringLiteral("epson-58mm")}};
  };
  // A counter sells without paper: how the printer is is said, and changes no exit status.
  Run said = doctor(at({}));
  QCOMPARE(text(line(said, "printer"), "word"), QStringLiteral("not-set"));
  QCOMPARE(said.status, 0);
  said = doctor(at(paper.uri()));
  QVERIFY2(line(said, "printer").value(QStringLiteral("ok")).toBool(), qPrintable(text(line(said, "printer"), "detail")));
  QCOMPARE(said.status, 0);
  tests::EscPosPrinter::Manner manner;
  manner.paperOut = true;
  paper.setManner(manner);
  said = m_home->run({QStringLiteral("doctor")});
  QCOMPARE(text(line(said, "printer"), "word"), QStringLiteral("paper-out"));
  QVERIFY(!line(said, "printer").value(QStringLiteral("ok")).toBool());
  QCOMPARE(said.status, 0);
  manner.answers = false;
  paper.setManner(manner);
  QCOMPARE(text(line(m_home->run({QStringLiteral("doctor")}), "printer"), "word"), QStringLiteral("silent"));
  for (const auto& sheet : paper.sheets(3)) QVERIFY(sheet.bytes.empty());
  said = doctor(at("tcp://127.0.0.1:" + std::to_string(tests::closedPort())));
  QCOMPARE(text(line(said, "printer"), "word"), QStringLiteral("refused"));
  QCOMPARE(doctor(at({})).status, 0);
}

// The goods may come with the next price list: it is said, and taken.
void DoctorTest::aMistypedNameInTheRulesIsNamed() {
  QCOMPARE(import({}).status, 0);
  const QJsonObject rule{{QStringLiteral("margin"), 800}};
  const auto with = [&](const QString& product) {
    return m_home->run({QStringLiteral("config"), QStringLiteral("import"),
                        m_home->writeConfig({{QStringLiteral("upstreams"), QJsonArray{m_digi}},
                                             {QStringLiteral("pricing"),
                                              QJsonObject{{QStringLiteral("byProduct"), QJsonObject{{product, rule}}}}}})});
  };
  const Run wrong = with(QStringLiteral("pulsa-telkomsel-1000"));
  QCOMPARE(wrong.status, 0);
  const QJsonArray unused = wrong.last().value(QStringLiteral("unused")).toArray();
  QCOMPARE(unused.size(), 1);
  QCOMPARE(unused.at(0).toString(), QStringLiteral("pricing.byProduct.pulsa-telkomsel-1000"));
  QVERIFY2(wrong.errors.contains(QStringLiteral("pricing.byProduct.pulsa-telkomsel-1000")), qPrintable(wrong.errors));
  const Run right = with(QStringLiteral("pulsa-telkomsel-10000"));
  QVERIFY2(right.status == 0 && !right.last().contains(QStringLiteral("unused")), qPrintable(right.errors));
}

QTEST_GUILESS_MAIN(DoctorTest)
#include "doctor_test.moc"
