// What people write for the program: the configuration file, read strictly and named by place, and the command
// line; and what scripts read from it, the exit status.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <set>

#include "app/wiring/config_file.h"
#include "app/wiring/console.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/owner_frames.h"
#include "core/engine/config_record.h"

using namespace loket;
using namespace loket::app;

namespace {

// Not a raw string: moc 6.4 loses the class after one with braces.
constexpr const char* kWhole =
    "{\n"
    "  \"outlet\": {\"id\": \"W1\", \"name\": \"Warung Bu Sri\", \"address\": \"Jl. Melati 5\", \"zone\": "
    "\"Asia/Makassar\",\n"
    "   \"header\": [\"Buka 07.00-21.00\"], \"footer\": [\"Terima kasih\", \"Sampai jumpa\"], \"training\": true},\n"
    "  \"upstreams\": [\n"
    "    {\"id\": \"digi\", \"protocol\": \"digiflazz\", \"url\": \"https://127.0.0.1:9443/v1/\", "
    "\"caFile\": \"ca.pem\",\n"
    "     \"timeoutMs\": 20000, \"contact\": {\"name\": \"CS Contoh\", \"whatsapp\": \"+62 812-0000-0001\", \"phone\": \"(021) 1500-123\", "
    "\"email\": \"cs@contoh.example\", \"hours\": \"08.00-22.00\"}, \"proxy\": \"http://shop:TOPSECRET-4@10.0.0.1:3128\", \"username\": "
    "\"loketuser\", \"apiKey\": \"TOPSECRET-1\", \"webhookSecret\": \"TOPSECRET-5\"},\n"
    "    {\"id\": \"bank\", \"protocol\": \"snap\", \"url\": \"https://127.0.0.1:9444\", \"clientId\": "
    "\"cid\",\n"
    "     \"clientSecret\": \"TOPSECRET-2\", \"privateKeyFile\": \"key.pem\", \"partnerId\": \"pid\", "
    "\"channelId\": \"95051\",\n"
    "     \"sourceAccount\": \"1234567890\", \"fee\": 0, \"interbankFee\": 2500, \"topupFee\": 1000, "
    "\"vaFee\": 3000}\n"
    "  ],\n"
    "  \"routing\": {\"prefer\": [\"digi\"], \"worth\": 150, \"reliablePercent\": 75},\n"
    "  \"pricing\": {\"default\": {\"margin\": 1500, \"serviceFee\": 500, \"roundTo\": 500},\n"
    "              \"byCategory\": {\"Pulsa\": {\"margin\": 2000}},\n"
    "              \"byProduct\": {\"pln-token-50000\": {\"margin\": 1700, \"roundTo\": 100}}},\n"
    "  \"offline\": {\"maxAmount\": 500000, \"maxExposure\": 2000000, \"maxCount\": 50, \"maxAge\": "
    "\"PT12H\"},\n"
    "  \"limits\": {\"maxAdminFee\": {\"default\": 7500, \"byCategory\": {\"Water\": 3500}, \"byProduct\": "
    "{\"tf\": 0}}},\n"
    "  \"aml\": {\"senderFrom\": 1000000, \"perDaySender\": 25000000},\n"
    "  \"approval\": {\"refundFrom\": 60000, \"limits\": false},\n"
    "  \"stepUp\": {\"from\": 2500000, \"newNumberFrom\": 400000, \"perHour\": 7, \"always\": [\"transfer\"]},\n"
    "  \"printer\": {\"uri\": \"tcp://127.0.0.1:9100\", \"profile\": \"generic-80mm\"}\n"
    "}";

}  // namespace

class WiringTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void a_whole_configuration_is_read();
  void the_least_configuration_has_defaults();
  void each_mistake_is_named_by_its_place_data();
  void each_mistake_is_named_by_its_place();
  void a_file_that_is_not_there_or_not_json();
  void shown_configurations_tell_no_secret();
  void the_command_line_data();
  void the_command_line();
  void options_of_the_command_line_are_taken();
  void what_is_forwarded_arrives();
  void strange_frames_are_nothing();
  void every_error_has_its_exit_status();
  void every_state_has_its_exit_status();
  void a_decision_says_who_and_why();

 private:
  std::string put(const QString& name, const QByteArray& bytes) const;
  Result<api::Config> read(const QByteArray& json) const { return readConfigFile(put("loket.json", json)); }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void WiringTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  put("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  put("key.pem", "-----BEGIN PRIVATE KEY-----\nTOPSECRET-3\n-----END PRIVATE KEY-----\n");
  put("empty.pem", "");
}

std::string WiringTest::put(const QString& name, const QByteArray& bytes) const {
  QFile file(m_folder->filePath(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write");
  return m_folder->filePath(name).toStdString();
}

void WiringTest::a_whole_configuration_is_read() {
  const auto config = read(kWhole);
  QVERIFY2(config.has_value(), config ? "" : config.error().detail.c_str());
  QCOMPARE(config->outlet.zone, std::string("Asia/Makassar"));
  QVERIFY(config->outlet.training);
  QCOMPARE(config->upstreams.size(), std::size_t{2});
  const UpstreamSettings& digi = config->upstreams[0];
  QCOMPARE(digi.url, std::string("https://127.0.0.1:9443/v1"));
  QCOMPARE(digi.timeoutMs, 20'000);
  QCOMPARE(digi.proxy, std::string("http://shop:TOPSECRET-4@10.0.0.1:3128"));
  QVERIFY(config->upstreams[1].proxy.empty());
  QCOMPARE(digi.contact.name, std::string("CS Contoh"));
  QCOMPARE(digi.contact.whatsapp, std::string("081200000001"));  // as every number
  QCOMPARE(digi.contact.phone, std::string("(021) 1500-123"));
  QCOMPARE(digi.contact.email, std::string("cs@contoh.example"));
  QCOMPARE(digi.contact.hours, std::string("08.00-22.00"));
  QVERIFY(config->upstreams[1].contact.empty());
  QVERIFY(digi.caPem.find("BEGIN CERTIFICATE") != std::string::npos);
  QCOMPARE(digi.value("apiKey"), std::string("TOPSECRET-1"));
  const UpstreamSettings& bank = config->upstreams[1];
  QCOMPARE(bank.timeoutMs, 30'000);
  QVERIFY(bank.value("privateKeyPem").find("TOPSECRET-3") != std::string::npos);
  QCOMPARE(bank.value("fee") + "|" + bank.value("interbankFee") + "|" + bank.value("topupFee") + "|" +
               bank.value("vaFee"),
           std::string("0|2500|1000|3000"));
  QCOMPARE(config->pricing.standard.serviceFee.amount(), 500);
  QCOMPARE(config->pricing.ruleFor("pulsa").margin.amount(), 2000);
  // What a category does not say is as the default says.
  QCOMPARE(config->pricing.ruleFor("pulsa").serviceFee.amount(), 500);
  Product token;
  token.id = ProductId("pln-token-50000");
  token.category = "Pulsa";
  QCOMPARE(config->pricing.ruleFor(token).margin.amount(), 1700);
  QCOMPARE(config->pricing.ruleFor(token).serviceFee.amount(), 500);
  QVERIFY(app::showConfig(*config).find("\"byProduct\":{\"pln-token-50000\":{\"margin\":1700") != std::string::npos);
  QCOMPARE(config->offline.maxCount, 50);
  QCOMPARE(config->routing.prefer, std::vector<UpstreamId>{UpstreamId("digi")});
  QCOMPARE(config->routing.worth.amount(), 150);
  QCOMPARE(config->routing.reliablePermille, 750);
  QVERIFY(config->offline.maxAge == Duration::hours(12));
  QCOMPARE(config->feeCaps.capFor("pulsa", ProductId("x"))->amount(), 7500);
  QCOMPARE(config->feeCaps.capFor("WATER", ProductId("x"))->amount(), 3500);
  QCOMPARE(config->feeCaps.capFor("water", ProductId("tf"))->amount(), 0);
  QCOMPARE(config->transfers.senderFrom.amount(), 1'000'000);
  QCOMPARE(config->transfers.perDaySender.amount(), 25'000'000);
  QVERIFY((config->approval == TwoPeople{Money::rupiah(60'000), false}));
  QVERIFY((config->stepUp == StepUpPolicy{Money::rupiah(2'500'000), Money::rupiah(400'000), 7, {"transfer"}}));
  QCOMPARE(config->transfers.perDayBeneficiary.amount(), 100'000'000);
  // And it is kept as it was read.
  const auto kept = engine::configFrom(engine::rowsOf(*config));
  QVERIFY(kept.has_value());
  QCOMPARE(showConfig(*kept), showConfig(*config));
  QCOMPARE(config->printer.profile, std::string("generic-80mm"));
  QCOMPARE(kept->outlet.header, std::vector<std::string>{"Buka 07.00-21.00"});
  QCOMPARE(kept->outlet.footer, (std::vector<std::string>{"Terima kasih", "Sampai jumpa"}));
}

void WiringTest::the_least_configuration_has_defaults() {
  const auto config = read("{\"outlet\": {\"id\": \"W1\", \"name\": \"W\"}, \"upstreams\": []}");
  QVERIFY2(config.has_value(), config ? "" : config.error().detail.c_str());
  QCOMPARE(config->outlet.zone, std::string("Asia/Jakarta"));
  QVERIFY(!config->outlet.training);
  QVERIFY(config->offline.maxAge == Duration::hours(24));
  QVERIFY(config->printer.uri.empty());
  QVERIFY(!config->feeCaps.capFor("pulsa", ProductId("x")));
  QCOMPARE(config->transfers.senderFrom.amount(), 5'000'000);
  const auto oneCap = read(
      "{\"outlet\": {\"id\": \"W1\", \"name\": \"W\"}, \"upstreams\": [], "
      "\"limits\": {\"maxAdminFee\": 5000}}");
  QVERIFY2(oneCap.has_value(), oneCap ? "" : oneCap.error().detail.c_str());
  QCOMPARE(oneCap->feeCaps.capFor("pulsa", ProductId("x"))->amount(), 5'000);
}

void WiringTest::each_mistake_is_named_by_its_place_data() {
  QTest::addColumn<QByteArray>("was");
  QTest::addColumn<QByteArray>("is");
  QTest::addColumn<QByteArray>("place");
  const auto row = [](const char* name, const char* was, const char* is, const char* place) {
    QVERIFY2(QByteArray(kWhole).contains(was), was);
    QTest::newRow(name) << QByteArray(was) << QByteArray(is) << QByteArray(place);
  };
  row("unknown key", "\"offline\":", "\"ofline\":", "ofline: unknown key");
  row("unknown key within", "\"maxCount\": 50", "\"maxcount\": 50", "offline.maxcount: unknown key");
  row("unknown key of an upstream", "\"username\"", "\"Username\": \"\", \"username\"", "upstreams[0].Username: unknown key");
  row("another protocol's key", "\"clientId\"", "\"username\": \"x\", \"clientId\"", "upstreams[1].username: unknown key");
  row("unknown key of a rule", "{\"margin\": 2000}", "{\"margn\": 2000}", "pricing.byCategory.Pulsa.margn: unknown key");
  row("no outlet", "\"outlet\":", "\"outlett\":", "outlet: missing");
  row("outlet is a list", "\"outlet\":", "\"outlet\": [], \"o\":", "outlet: must be an object");
  row("wrong type", "\"Warung Bu Sri\"", "7", "outlet.name: must be a text");
  row("empty text", "\"Warung Bu Sri\"", "\"  \"", "outlet.name: must not be empty");
  row("null is missing", "\"Warung Bu Sri\"", "null", "outlet.name: missing");
  row("unknown zone", "Asia/Makassar", "Europe/Berlin", "outlet.zone");
  row("training is a word", "\"training\": true", "\"training\": \"yes\"", "outlet.training: must be true or false");
  row("upstreams is an object", "\"upstreams\": [", "\"x\": [", "upstreams: missing");
  row("missing secret", ", \"apiKey\": \"TOPSECRET-1\"", "", "upstreams[0].apiKey: missing");
  row("missing bank secret", "\"clientSecret\": \"TOPSECRET-2\", ", "", "upstreams[1].clientSecret: missing");
  row("plain http", "https://127.0.0.1:9443/v1/", "http://127.0.0.1:9443/v1/", "upstreams[0].url: must begin with https://");
  row("https and nothing", "https://127.0.0.1:9444", "https://", "upstreams[1].url");
  row("https and slashes", "https://127.0.0.1:9444", "https:///", "upstreams[1].url");
  row("https and no host", "https://127.0.0.1:9444", "https:///v1", "upstreams[1].url");
  row("unknown protocol", "\"snap\"", "\"iso8583\"", "upstreams[1].protocol");
  row("duplicate id", "\"id\": \"bank\"", "\"id\": \"digi\"", "upstreams[1].id");
  row("id with other letters", "\"id\": \"bank\"", "\"id\": \"Bank 1\"", "upstreams[1].id");
  row("timeout as text", "20000", "\"20000\"", "upstreams[0].timeoutMs: must be a whole number");
  row("timeout too short", "20000", "999", "upstreams[0].timeoutMs");
  row("timeout negative", "20000", "-1", "upstreams[0].timeoutMs");
  row("contact is a text", "{\"name\": \"CS Contoh\", \"whatsapp\": \"+62 812-0000-0001\", \"phone\": \"(021) 1500-123\", "
      "\"email\": \"cs@contoh.example\", \"hours\": \"08.00-22.00\"}", "\"0812\"", "upstreams[0].contact: must be an object");
  row("contact by another way", "\"hours\"", "\"telegram\"", "upstreams[0].contact.telegram: unknown key");
  row("contact is no mobile", "+62 812-0000-0001", "1500123", "upstreams[0].contact.whatsapp: a mobile number");
  row("contact's phone with letters", "(021) 1500-123", "CS", "upstreams[0].contact.phone: digits");
  row("contact's phone too short", "(021) 1500-123", "11", "upstreams[0].contact.phone: digits");
  row("contact has two mailboxes", "cs@contoh.example", "a@b.example,c@d.example", "upstreams[0].contact.email: a mailbox");
  row("contact's hours with a control", "08.00-22.00", "8\\u0007", "upstreams[0].contact.hours: of letters");
  row("fee as text", "\"topupFee\": 1000", "\"topupFee\": \"1000\"",
      "upstreams[1].topupFee: must be a whole number");
  row("fee below nothing", "\"vaFee\": 3000", "\"vaFee\": -1", "upstreams[1].vaFee");
  row("fee by another name", "\"vaFee\"", "\"vafee\"", "upstreams[1].vafee: unknown key");
  const char* proxy = "http://shop:TOPSECRET-4@10.0.0.1:3128";
  const char* proxyWrong = "upstreams[0].proxy: http://HOST:PORT or http://USER:PASSWORD@HOST:PORT";
  row("proxy of another kind", "\"http://shop:TOPSECRET-4@10.0.0.1:3128\"", "8080",
      "upstreams[0].proxy: must be a text");
  row("proxy without a scheme", proxy, "10.0.0.1:3128", proxyWrong);
  row("proxy of another scheme", proxy, "ftp://shop:TOPSECRET-4@10.0.0.1:3128", proxyWrong);
  row("proxy that looks names up here", proxy, "socks5://shop:TOPSECRET-4@10.0.0.1:3128", proxyWrong);
  row("proxy with a scheme in capitals", proxy, "HTTP://shop:TOPSECRET-4@10.0.0.1:3128", proxyWrong);
  row("https proxy without a port", proxy, "https://shop:TOPSECRET-4@10.0.0.1", proxyWrong);
  row("socks proxy without a port", proxy, "socks5h://shop:TOPSECRET-4@10.0.0.1", proxyWrong);
  row("authority of a proxy without TLS", "\"timeoutMs\": 20000", "\"proxyCaFile\": \"ca.pem\"",
      "upstreams[0].proxyCaFile: only an https:// proxy has a certificate");
  row("closed hours without an end", "\"timeoutMs\": 20000", "\"closedHours\": \"23:45\"",
      "upstreams[0].closedHours: two times of the day such as 23:45-00:15");
  row("proxy without a port", proxy, "http://shop:TOPSECRET-4@10.0.0.1", proxyWrong);
  row("proxy with a port that is none", proxy, "http://10.0.0.1:65536", proxyWrong);
  row("proxy without a host", proxy, "http://shop:TOPSECRET-4@:3128", proxyWrong);
  row("proxy with a path", proxy, "http://10.0.0.1:3128/x", proxyWrong);
  row("proxy with two users", proxy, "http://a@shop:TOPSECRET-4@10.0.0.1:3128", proxyWrong);
  row("proxy with nobody", proxy, "http://@10.0.0.1:3128", proxyWrong);
  row("proxy with a space", proxy, "http://10.0.0.1 :3128", proxyWrong);
  row("fraction", "500000", "500000.5", "offline.maxAmount: must be a whole number");
  row("negative", "500000", "-500000", "offline.maxAmount");
  row("huge", "500000", "99999999999999999999", "offline.maxAmount");
  row("as large as 64 bits", "500000", "18446744073709551615", "offline.maxAmount");
  row("count huge", "\"maxCount\": 50", "\"maxCount\": 4294967297", "offline.maxCount");
  row("margin negative", "\"margin\": 1500", "\"margin\": -1", "pricing.default.margin");
  row("rounding to nothing", "\"roundTo\": 500", "\"roundTo\": 0", "pricing.default.roundTo");
  row("bad duration", "PT12H", "12 hours", "offline.maxAge");
  row("negative duration", "PT12H", "-PT12H", "offline.maxAge");
  row("empty duration", "PT12H", "PT", "offline.maxAge");
  row("unknown key of a product's rule", "\"roundTo\": 100}", "\"roundUp\": 100}",
      "pricing.byProduct.pln-token-50000.roundUp: unknown key");
  row("rounding of nothing", "\"roundTo\": 100}", "\"roundTo\": 0}", "pricing.byProduct.pln-token-50000.roundTo");
  row("name of a rule with a line break", "\"Pulsa\": {", "\"Pul\\nsa\": {",
      "pricing.byCategory: a name without a line break");
  row("product without a name", "\"pln-token-50000\": {", "\"\": {",
      "pricing.byProduct: a name without a line break");
  row("rule is a number", "{\"margin\": 2000}", "2000", "pricing.byCategory.Pulsa: must be an object");
  row("cap as text", "{\"default\": 7500, \"byCategory\": {\"Water\": 3500}, \"byProduct\": {\"tf\": 0}}",
      "\"7500\"", "limits.maxAdminFee: must be a whole number");
  row("default cap negative", "\"default\": 7500", "\"default\": -1", "limits.maxAdminFee.default");
  row("unknown key of the caps", "\"byProduct\": {\"tf\"", "\"bySku\": {\"tf\"", "limits.maxAdminFee.bySku: unknown key");
  row("cap of a category as text", "3500", "\"3500\"",
      "limits.maxAdminFee.byCategory.Water: must be a whole number");
  row("cap of a product is nothing", "{\"tf\": 0}", "{\"tf\": null}",
      "limits.maxAdminFee.byProduct.tf: must be a whole number");
  row("caps of products are a list", "{\"tf\": 0}", "[]", "limits.maxAdminFee.byProduct: must be an object");
  row("unknown limit", "\"maxAdminFee\"", "\"maxAdminfee\"", "limits.maxAdminfee: unknown key");
  row("unknown key about second proofs", "\"newNumberFrom\"", "\"newNumber\"", "stepUp.newNumber: unknown key");
  row("unknown key about two people", "\"refundFrom\"", "\"refunds\"", "approval.refunds: unknown key");
  row("two people from some word", "\"refundFrom\": 60000", "\"refundFrom\": \"often\"", "approval.refundFrom");
  row("always no text", "[\"transfer\"]", "[7]", "stepUp.always[0]");
  row("unknown key about senders", "\"senderFrom\"", "\"sender\"", "aml.sender: unknown key");
  row("sum for senders negative", "1000000,", "-1,", "aml.senderFrom");
  row("printer of another kind", "tcp://", "lpt://", "printer.uri");
  row("printer without a port", "127.0.0.1:9100", "127.0.0.1", "printer.uri: tcp://HOST:PORT");
  row("printer at no speed", "tcp://127.0.0.1:9100", "serial:///dev/ttyS0?baud=7", "printer.uri");
  row("drawer on no pin", "\"generic-80mm\"", "\"generic-80mm\", \"drawer\": 3", "printer.drawer: 2 or 5");
  row("drawer far off", "\"generic-80mm\"", "\"generic-80mm\", \"drawer\": 6", "printer.drawer");
  row("unknown paper", "generic-80mm", "a4", "printer.profile: epson-58mm, epson-80mm, escp-half-letter");
  row("shop's lines as text", "[\"Buka 07.00-21.00\"]", "\"Buka\"", "outlet.header: must be a list");
  row("shop's line as number", "\"Sampai jumpa\"", "7", "outlet.footer: must be a list of texts");
  row("shop's line with a control", "\"Sampai jumpa\"", "\"a\\nb\"", "outlet.footer: a line is of letters");
  row("shop's line empty", "\"Sampai jumpa\"", "\" \"", "outlet.footer: a line is of letters");
  row("shop's lines too many", "\"Sampai jumpa\"", "\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"",
      "outlet.footer: at most 6 lines");
  row("nobody of that name", "[\"digi\"]", "[\"digo\"]", "routing.prefer[0]: \"digo\" is not one of the upstreams");
  row("preferred twice", "[\"digi\"]", "[\"digi\", \"digi\"]", "routing.prefer[1]: \"digi\" is there twice");
  row("worth of nobody", "\"prefer\": [\"digi\"], ", "", "routing.worth: nobody is preferred");
  row("more than all of them", "\"reliablePercent\": 75", "\"reliablePercent\": 101",
      "routing.reliablePercent: must be from 0 to 100");
  row("certificate not there", "ca.pem", "none.pem", "upstreams[0].caFile: no such file");
  row("certificate empty", "ca.pem", "empty.pem", "upstreams[0].caFile: not a PEM certificate");
  row("key not there", "key.pem", "none.pem", "upstreams[1].privateKeyFile: no such file");
  row("key is a certificate", "key.pem", "ca.pem", "upstreams[1].privateKeyFile: not a PEM private key");
}

void WiringTest::each_mistake_is_named_by_its_place() {
  QFETCH(QByteArray, was);
  QFETCH(QByteArray, is);
  QFETCH(QByteArray, place);
  QByteArray json(kWhole);
  json.replace(json.indexOf(was), was.size(), is);
  const auto config = read(json);
  QVERIFY(!config);
  QCOMPARE(config.error().code, ErrorCode::ConfigInvalid);
  const QByteArray detail = QByteArray::fromStdString(config.error().detail);
  QVERIFY2(detail.contains("loket.json: " + place), detail.constData());
  QVERIFY2(!detail.contains("TOPSECRET"), detail.constData());
}

void WiringTest::a_file_that_is_not_there_or_not_json() {
  const auto codeOf = [](const Result<api::Config>& config) { return config ? ErrorCode::Internal : config.error().code; };
  QCOMPARE(codeOf(readConfigFile(m_folder->filePath("none.json").toStdString())), ErrorCode::ConfigInvalid);
  for (const QByteArray& bad : {QByteArray(), QByteArray("{"), QByteArray("[]"), QByteArray("7"), QByteArray("null"),
                                QByteArray(kWhole).chopped(1), QByteArray(kWhole) + "}", QByteArray("\xff\xfe\x00", 3),
                                QByteArray("{\"outlet\": \"\xff\"}")}) {
    const auto config = read(bad);
    QCOMPARE(codeOf(config), ErrorCode::ConfigInvalid);
    QVERIFY(config.error().detail.find("loket.json") != std::string::npos);
  }
  // A folder is no file.
  QCOMPARE(codeOf(readConfigFile(m_folder->path().toStdString())) == ErrorCode::Internal, false);
}

void WiringTest::shown_configurations_tell_no_secret() {
  const auto config = read(kWhole);
  QVERIFY(config.has_value());
  const QByteArray shown = QByteArray::fromStdString(showConfig(*config));
  QVERIFY(!shown.contains("TOPSECRET"));
  QVERIFY(!shown.contains("PRIVATE KEY"));
  const QJsonDocument json = QJsonDocument::fromJson(shown);
  QVERIFY(json.isObject());
  const QJsonArray upstreams = json["upstreams"].toArray();
  QCOMPARE(upstreams[0]["apiKey"].toString(), QString("********"));
  QCOMPARE(upstreams[0]["webhookSecret"].toString(), QString("********"));
  QCOMPARE(upstreams[0]["username"].toString(), QString("loketuser"));
  QCOMPARE(upstreams[0]["proxy"].toString(), QString("http://********@10.0.0.1:3128"));
  for (const char* scheme : {"https", "socks5h"}) {
    QByteArray other(kWhole);
    other.replace("http://shop:", QByteArray(scheme) + "://shop:");
    const auto taken = read(other);
    QVERIFY2(taken.has_value(), scheme);
    QCOMPARE(taken->upstreams[0].proxy, scheme + std::string("://shop:TOPSECRET-4@10.0.0.1:3128"));
    const QByteArray told = QByteArray::fromStdString(showConfig(*taken));
    QVERIFY2(!told.contains("TOPSECRET") && !told.contains("shop:"), told.constData());
    QVERIFY2(told.contains(QByteArray("\"") + scheme + "://********@10.0.0.1:3128\""), told.constData());
  }
  QCOMPARE(upstreams[1]["clientSecret"].toString(), QString("********"));
  QCOMPARE(upstreams[1]["privateKeyPem"].toString(), QString("********"));
  QCOMPARE(json["offline"]["maxAge"].toString(), QString("PT12H"));
}

void WiringTest::the_command_line_data() {
  QTest::addColumn<QString>("words");
  QTest::addColumn<int>("status");  // -1: something to run
  const auto row = [](const char* words, int status) { QTest::newRow(words) << QString(words) << status; };
  row("", kExitUsage);
  row("nonsense", kExitUsage);
  row("--nonsense sync", kExitUsage);
  row("sell", kExitUsage);
  row("sell pulsa-telkomsel-10000", kExitUsage);
  row("sell p 0812 extra", kExitUsage);
  row("sell p 0812 --wait -1", kExitUsage);
  row("sell p 0812 --wait soon", kExitUsage);
  row("config", kExitUsage);
  row("config import", kExitUsage);
  row("init --outlet W", kExitUsage);
  row("payments list --limit 0", kExitUsage);
  row("receipt R --format pdf", kExitUsage);
  row("cancel", kExitUsage);
  row("--pin-fd x sync", kExitUsage);
  row("--help", kExitDone);
  row("--version", kExitDone);
  row("sell --help", kExitDone);
  row("sync", -1);
  row("sell p 0812 --offline --cash 20.000", -1);
  row("--home /h payments list --limit 5", -1);
  row("sync --home /h", -1);
  row("config show", -1);
  row("rebuild", -1);
  row("review R --reason words", kExitUsage);
  row("review R --outcome perhaps", kExitUsage);
  row("review R --outcome failed --second Budi --owner-code 123456", kExitUsage);
  row("review R --outcome failed --reason words --second Budi --second-pin-fd 4", -1);
  row("review R --outcome failed --reason words --owner-code 123456", -1);
  row("user add", kExitUsage);
  row("user add Budi --new-pin-fd 4", -1);
  row("user pin", -1);
  row("user pin Budi --new-pin-fd 4", -1);
  row("user remove", kExitUsage);
  row("user remove Budi", -1);
  row("vault", kExitUsage);
  row("vault recovery-code --qr", -1);
  row("vault rotate-device --to file", -1);
  row("vault rekey --qr", -1);
  row("vault rekey now", kExitUsage);
  row("user list", -1);
  row("owner-code", kExitUsage);
  row("owner-code enroll", -1);
  row("owner-code off", -1);
  row("complaint", kExitUsage);
  row("complaint open R", kExitUsage);
  row("complaint open R --note words --reach 0812", -1);
  row("complaint note K", kExitUsage);
  row("complaint note K words", -1);
  row("complaint close K words", kExitUsage);
  row("complaint close K --outcome perhaps words", kExitUsage);
  row("complaint close K --outcome paid-back words", -1);
  row("complaint list --all", -1);
  row("complaint list --limit 0", kExitUsage);
  row("complaint show K", -1);
  row("webhook", kExitUsage);
  row("webhook digi body extra", kExitUsage);
  row("webhook digi", -1);
  row("webhook digi --signature sha1=00 --event update -", -1);
}

void WiringTest::the_command_line() {
  QFETCH(QString, words);
  QFETCH(int, status);
  std::vector<std::string> arguments;
  for (const QString& word : words.split(' ', Qt::SkipEmptyParts))
    arguments.push_back(word.toStdString());
  const CommandLine line = parseCommandLine(arguments);
  QCOMPARE(line.exitStatus, status);
  QCOMPARE(line.message.empty(), status < 0);
  QCOMPARE(line.command.empty(), status >= 0);
}

void WiringTest::options_of_the_command_line_are_taken() {
  const CommandLine line = parseCommandLine({"--home", "/h", "--user", "sri", "--pin-fd", "3", "--json", "--clock",
                                             "http://127.0.0.1:9", "init", "--outlet", "Warung", "--owner", "Bu Sri"});
  QCOMPARE(line.exitStatus, -1);
  QCOMPARE(line.command, std::string("init"));
  QCOMPARE(line.home, std::string("/h"));
  QCOMPARE(line.user, std::string("sri"));
  QCOMPARE(line.pinDescriptor, 3);
  QVERIFY(line.json);
  QCOMPARE(line.clockUrl, std::string("http://127.0.0.1:9"));
  QCOMPARE(line.outletName, std::string("Warung"));
  QCOMPARE(line.ownerName, std::string("Bu Sri"));
  QCOMPARE(parseCommandLine({"payments", "show", "R"}).command, std::string("payments show"));
  QCOMPARE(parseCommandLine({"webhook", "digi"}).bodyFile, std::string("-"));
  QCOMPARE(parseCommandLine({"webhook", "digi", "-"}).bodyFile, std::string("-"));
  QCOMPARE(parseCommandLine({"webhook", "digi", "--signature", "x", "body"}).bodyFile, std::string("body"));
}

void WiringTest::what_is_forwarded_arrives() {
  Invocation sent;
  sent.arguments = {"webhook", "digi", "-"};
  sent.folder = "/shop";
  sent.user = "Budi";
  sent.json = true;
  sent.pin = SecretBytes(std::string_view("2468"));
  sent.otherPin = SecretBytes(std::string_view("1357"));
  for (int byte = 0; byte < 256; ++byte)
    sent.input.push_back(static_cast<char>(byte));
  const auto came = invocationIn(frameOf(sent));
  QVERIFY(came.has_value());
  QVERIFY(came->arguments == sent.arguments && came->folder == sent.folder && came->user == sent.user);
  QVERIFY(came->json && came->pin.view() == sent.pin.view() && came->otherPin.view() == sent.otherPin.view());
  QVERIFY(came->input == sent.input);
  for (const Saying& saying : {Saying{Saying::Kind::Line, "a\nb"}, Saying{Saying::Kind::Note, {}},
                               Saying{Saying::Kind::Progress, {}, 3, 9}, Saying{Saying::Kind::End, {}, 0, 0, 5}, Saying{Saying::Kind::Closing, {}},
                               Saying{Saying::Kind::Refused, "step-up-missing", 0, 0, 0, "amount"}}) {
    const auto said = sayingIn(frameOf(saying));
    QVERIFY(said && said->kind == saying.kind && said->text == saying.text && said->done == saying.done &&
            said->total == saying.total && said->status == saying.status && said->detail == saying.detail);
  }
}

void WiringTest::strange_frames_are_nothing() {
  for (const char* frame : {"", "x", "[]", "7", "null", "{\"exit\":"}) {
    QVERIFY(!invocationIn(frame));
    QVERIFY(!sayingIn(frame));
  }
  const auto typeless = invocationIn("{\"arguments\":[1,\"sync\"],\"pin\":7,\"json\":\"yes\",\"input\":[\"a\",65,-1]}");
  QVERIFY(typeless && typeless->arguments == std::vector<std::string>{"sync"});
  QVERIFY(typeless->pin.empty() && !typeless->json);
  QCOMPARE(typeless->input, std::string("A\xff"));
  // From a newer program: heard, and passed over.
  QVERIFY(sayingIn("{\"colour\":1}")->kind == Saying::Kind::Other);
  // A command whose end cannot be read has not ended well.
  QCOMPARE(sayingIn("{\"exit\":\"0\"}")->status, kExitLocal);
}

void WiringTest::every_error_has_its_exit_status() {
  // By number, so that a new code that nobody sorted shows up here: its word is not in the list.
  const std::map<std::string, int> contract = {{"usage", 2},
                                               {"config-invalid", 2},
                                               {"number-invalid", 3},
                                               {"amount-invalid", 3},
                                               {"product-unknown", 3},
                                               {"product-closed", 3},
                                               {"cut-off", 3},
                                               {"deposit-low", 3},
                                               {"cash-short", 3},
                                               {"duplicate-open", 3},
                                               {"duplicate-today", 3},
                                               {"offline-forbidden", 3},
                                               {"offline-limit-amount", 3},
                                               {"offline-limit-exposure", 3},
                                               {"offline-limit-count", 3},
                                               {"offline-limit-age", 3},
                                               {"fee-above-cap", 3},
                                               {"sender-missing", 3},
                                               {"sender-invalid", 3},
                                               {"transfer-limit", 3},
                                               {"needs-inquiry", 3},
                                               {"state-forbids", 3},
                                               {"not-found", 3},
                                               {"pin-wrong", 3},
                                               {"pin-locked", 3},
                                               {"client-ref-reused", 3},
                                               {"price-changed", 3},
                                               {"reason-missing", 3},
                                               {"approval-missing", 3},
                                               {"role-forbids", 3},
                                               {"name-invalid", 3},
                                               {"drawer-short", 3},
                                               {"bon-too-much", 3},
                                               {"credit-used", 3},
                                               {"shift-open", 3},
                                               {"shift-missing", 3},
                                               {"code-wrong", 3},
                                               {"code-locked", 3},
                                               {"step-up-missing", 3},
                                               {"finger-refused", 3},
                                               {"signature-wrong", 3},
                                               {"offline", 4},
                                               {"upstream-refused", 4},
                                               {"upstream-unreadable", 4},
                                               {"upstream-config", 4},
                                               {"rate-limited", 3},
                                               {"prices-limited", 3},
                                               {"nothing-due", 3},
                                               {"home-missing", 6},
                                               {"home-exists", 6},
                                               {"home-busy", 6},
                                               {"home-unfinished", 6},
                                               {"file-exists", 3},
                                               {"not-a-backup", 3},
                                               {"backup-foreign", 3},
                                               {"backup-version", 6},
                                               {"backup-damaged", 6},
                                               {"key-slot-missing", 6},
                                               {"key-slot-unreadable", 6},
                                               {"database-unreadable", 6},
                                               {"database-version", 6},
                                               {"disk-full", 6},
                                               {"disk-fault", 6},
                                               {"commit-unsure", 6},
                                               {"printer-fault", 6},
                                               {"clock-fault", 6},
                                               {"closed", 6},
                                               {"internal", 6}};
  std::set<std::string> words;
  for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
    const std::string word(wordOf(static_cast<ErrorCode>(code)));
    const auto expected = contract.find(word);
    QVERIFY2(expected != contract.end(), word.c_str());
    QVERIFY2(exitStatusOf(static_cast<ErrorCode>(code)) == expected->second, word.c_str());
    words.insert(word);
  }
  QCOMPARE(words.size(), contract.size());
}

void WiringTest::every_state_has_its_exit_status() {
  const std::map<std::string, int> contract = {
      {"accepted", 0}, {"succeeded", 0}, {"sending", 5},   {"pending", 5},  {"suspect", 5}, {"review", 5},
      {"failed", 4},   {"cancelled", 4}, {"refundDue", 4}, {"refunded", 4}, {"reversed", 4}};
  for (const auto& [word, status] : contract) {
    const auto state = stateFromWord(word);
    QVERIFY2(state.has_value(), word.c_str());
    QVERIFY2(exitStatusOf(*state) == status, word.c_str());
  }
}

void WiringTest::a_decision_says_who_and_why() {
  const auto at = [](EventBody body) { return PaymentEvent{PaymentRef("R"), Instant{1'795'399'509'000}, std::move(body)}; };
  const PaymentEvent two = at(DecidedEvent{UserName("Sri"), UserName("Budi"), "sudah masuk"});
  QCOMPARE(whoAndWhy(two.body), std::string(" by Sri and Budi: sudah masuk"));
  QCOMPARE(toJson(two).dump(), std::string("{\"at\":\"2026-11-23T09:05:09+07:00\",\"event\":\"decided\",\"by\":\"Sri\","
                                           "\"with\":\"Budi\",\"ownerCode\":false,\"reason\":\"sudah masuk\"}"));
  const PaymentEvent code = at(DecidedEvent{UserName("Budi"), {}, "belum masuk"});
  QCOMPARE(whoAndWhy(code.body), std::string(" by Budi and the owner's code: belum masuk"));
  QVERIFY(toJson(code)["with"].is_null() && toJson(code)["ownerCode"] == true);
  const PaymentEvent gone = at(CancelledEvent{UserName("Sri"), "batal", {Seconded::Person, UserName("Budi")}});
  QCOMPARE(whoAndWhy(gone.body), std::string(" by Sri with Budi: batal"));
  QVERIFY(toJson(gone)["second"] == "person" && toJson(gone)["with"] == "Budi" && toJson(gone)["by"] == "Sri");
  const PaymentEvent back = at(RefundedEvent{UserName("Sri"), {}, {Seconded::Alone, {}}});
  QCOMPARE(whoAndWhy(back.body), std::string(" by Sri alone"));
  QVERIFY(toJson(back)["second"] == "alone" && toJson(back)["with"].is_null());
  QCOMPARE(whoAndWhy(LeftoverPaidEvent{UserName("Sri"), {}, {Seconded::OwnerCode, {}}}), std::string(" by Sri with the owner's code"));
  QVERIFY(toJson(at(RefundedEvent{UserName("Sri")}))["second"].is_null());
  QVERIFY(whoAndWhy(RefundDueEvent{}).empty());
  QCOMPARE(toJson(at(RefundDueEvent{})).size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(WiringTest)
#include "wiring_test.moc"
