// The configuration as rows and back: nothing is lost, whatever stands between its rows, and what cannot be read is
// as good as not there.
#include <QTest>

#include "core/engine/config_record.h"

using namespace loket;
using engine::Rows;

class ConfigRecordTest : public QObject {
  Q_OBJECT
 private slots:
  void every_row_comes_back();
  void rows_of_others_between_them_change_nothing();
  void what_is_absent_or_unreadable_has_its_default();

 private:
  static api::Config full();
};

api::Config ConfigRecordTest::full() {
  api::Config config;
  config.outlet = {"W1", "Warung", "Jalan Melati 3", "Asia/Jakarta"};
  config.outlet.header = {"Buka setiap hari", "07.00-21.00"};
  config.outlet.footer = {"Terima kasih"};
  config.outlet.logo = "UDQKOCAxCv8=";
  // The second name begins like the first; the values stand on both sides of the row that lists them.
  for (const char* id : {"digi", "digi.two", "bank"}) {
    UpstreamSettings upstream;
    upstream.id = UpstreamId(id);
    upstream.protocol = std::string("protocol of ") + id;
    upstream.url = "https://example.com";
    upstream.caPem = "ca";
    upstream.pins = "pins";
    upstream.clientCertPem = "certificate";
    upstream.clientKeyPem = "key";
    upstream.proxy = "proxy";
    upstream.proxyCaPem = "the proxy's ca";
    upstream.timeoutMs = 12'345;
    upstream.values = {{"apiKey", std::string("secret of ") + id}, {"username", "u"}, {"zone", "z"}};
    config.upstreams.push_back(upstream);
  }
  config.pricing.standard.margin = Money::rupiah(1'500);
  config.pricing.standard.roundTo = Money::rupiah(500);
  config.pricing.byCategory["Pulsa"].serviceFee = Money::rupiah(700);
  config.pricing.byCategory["E-Money"].margin = Money::rupiah(900);
  config.pricing.byProduct["pulsa-telkomsel-10000"] = {Money::rupiah(100), Money::rupiah(50), Money::rupiah(1)};
  config.offline.maxAmount = Money::rupiah(111'000);
  config.offline.maxExposure = Money::rupiah(222'000);
  config.offline.maxCount = 7;
  config.offline.maxAge = Duration::hours(3);
  config.feeCaps.standard = Money::rupiah(5'000);
  config.feeCaps.byCategory["Listrik"] = Money::rupiah(3'000);
  config.feeCaps.byProduct["pln-bill"] = Money::rupiah(2'000);
  config.transfers.senderFrom = Money::rupiah(1'000'000);
  config.transfers.perDayBeneficiary = Money::rupiah(2'000'000);
  config.transfers.perDaySender = Money::rupiah(3'000'000);
  config.approval = {Money::rupiah(75'000), false};
  config.stepUp = {Money::rupiah(1'000'000), Money::rupiah(300'000), 9, {"transfer", "pulsa-1"}};
  config.mail = {"smtp://example.com", "user", "password", "from@example.com", "pem"};
  config.printer = {"tcp://printer", "generic-80mm", 5};
  config.audit = {{{"https://one.example", "one.example/w+0123abcd+KEY", "pem"}, {"https://two.example/x", "two+89abcdef+KEY", ""}}, 1};
  config.timestamp = {"https://stamps.example", "root", "1.2.3", "pem"};
  config.routing = {{UpstreamId("iak"), UpstreamId("digi.two")}, Money::rupiah(150), 650};
  return config;
}

void ConfigRecordTest::every_row_comes_back() {
  const Rows rows = engine::rowsOf(full());
  const auto config = engine::configFrom(rows);
  QVERIFY(config.has_value());
  QCOMPARE(config->upstreams.size(), std::size_t{3});
  QCOMPARE(config->upstreams[1].values.at("apiKey"), std::string("secret of digi.two"));
  QCOMPARE(config->upstreams[2].proxyCaPem, std::string("the proxy's ca"));
  QVERIFY(engine::rowsOf(*config) == rows);
  QVERIFY(config->routing.prefer == full().routing.prefer && config->routing.worth == full().routing.worth);
  QCOMPARE(config->routing.reliablePermille, 650);
  QVERIFY(config->priceRules() == full().priceRules());
  // The prices' part is the same rows, and all that there are of it.
  Rows part;
  for (const auto& row : rows)
    if (row.first.rfind("pricing.", 0) == 0 || row.first.rfind("routing.", 0) == 0)
      part.insert(row);
  QVERIFY(engine::rowsOf(full().priceRules()) == part);
  QVERIFY(config->outlet.header == full().outlet.header && config->outlet.footer == full().outlet.footer);
  QCOMPARE(config->outlet.logo, full().outlet.logo);
  QVERIFY(config->audit == full().audit);
  QVERIFY(config->timestamp == full().timestamp);
  QVERIFY(config->limits() == full().limits());
}

void ConfigRecordTest::rows_of_others_between_them_change_nothing() {
  const Rows rows = engine::rowsOf(full());
  Rows crowded = rows;
  for (int i = 0; i < 100; ++i)
    for (const char* before : {"aa.", "audit.", "audit.stamp.", "audit.timestamp.p", "audit.witness.one", "deposit.", "offline.m", "price.digi.", "upstream.digi.x", "upstreamz", "zz."})
      crowded[before + std::to_string(i)] = "of somebody else";
  const auto config = engine::configFrom(crowded);
  QVERIFY(config.has_value());
  QVERIFY(engine::rowsOf(*config) == rows);
}

void ConfigRecordTest::what_is_absent_or_unreadable_has_its_default() {
  QVERIFY(!engine::configFrom({{"outlet.name", "Warung"}}).has_value());
  const auto config = engine::configFrom(
      {{"upstreams", ""}, {"offline.maxCount", "99999999999999999999"}, {"offline.maxAmount", "9223372036854775807"}});
  QVERIFY(config.has_value());
  QVERIFY(config->upstreams.empty());
  QVERIFY(config->outlet.header.empty() && config->outlet.footer.empty());
  const api::Config standard;
  QCOMPARE(config->offline.maxCount, standard.offline.maxCount);
  QVERIFY(config->offline.maxAmount == standard.offline.maxAmount);
  QVERIFY(config->offline.maxExposure == standard.offline.maxExposure);
  QVERIFY(!config->feeCaps.standard.has_value());
  QVERIFY(config->routing.prefer.empty() && config->routing.worth.isZero());
  QVERIFY(config->audit.witnesses.empty() && config->audit.quorum == 0);
  QVERIFY(config->timestamp == journal::StampSettings{});
  QVERIFY(config->stepUp.isOff());
  QVERIFY(config->approval == TwoPeople{});
  api::Config never;
  never.approval.refundFrom = std::nullopt;
  QVERIFY(!engine::configFrom(engine::rowsOf(never))->approval.refundFrom);
  QCOMPARE(config->routing.reliablePermille, standard.routing.reliablePermille);
}

QTEST_GUILESS_MAIN(ConfigRecordTest)
#include "config_record_test.moc"
