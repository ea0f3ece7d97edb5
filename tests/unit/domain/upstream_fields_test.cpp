// What there is to set of a supplier: every field of every protocol goes in and comes out, what it cannot be is
// refused by name without repeating it, and a supplier is whole only when nothing required is missing.
#include <QTest>
#include <set>

#include "core/domain/routing/upstream_fields.h"

using namespace loket;

namespace {

const std::string kPin = "sha256//" + std::string(43, 'A') + "=";

std::string soundValue(FieldKind kind) {
  switch (kind) {
    case FieldKind::Url:
      return "https://supplier.example/v1";
    case FieldKind::Rupiah:
      return "2500";
    case FieldKind::Millis:
      return "20000";
    case FieldKind::Certificate:
      return "-----BEGIN CERTIFICATE-----\nx";
    case FieldKind::PrivateKey:
      return "-----BEGIN PRIVATE KEY-----\nx";
    case FieldKind::Pins:
      return kPin + ";" + kPin;
    case FieldKind::Proxy:
      return "https://shop:word@10.0.0.1:3128";
    case FieldKind::Mobile:
      return "081234567890";
    case FieldKind::Telephone:
      return "(021) 1500-123";
    case FieldKind::Switch:
      return "yes";
    case FieldKind::Mailbox:
      return "cs@contoh.example";
    case FieldKind::Hours:
      return "23:45-00:15";
    case FieldKind::Text:
    case FieldKind::Secret:
    case FieldKind::Document:
    case FieldKind::Words:
      break;
  }
  return "something";
}

std::vector<std::string> wrongValues(FieldKind kind) {
  switch (kind) {
    case FieldKind::Url:
      return {"http://supplier.example", "https://", "https:///x", "supplier.example"};
    case FieldKind::Rupiah:
      return {"-1", "1.5", "1e3", "1000000000001", "99999999999999999999", "2500 "};
    case FieldKind::Millis:
      return {"999", "300001", "0", "ten"};
    case FieldKind::Certificate:
    case FieldKind::PrivateKey:
      return {"\n", "-----BEGIN PUBLIC KEY-----"};
    case FieldKind::Pins:
      return {"sha256//AAAA", kPin + ";", kPin + ";x", "md5//" + std::string(43, 'A') + "="};
    case FieldKind::Proxy:
      return {"10.0.0.1:3128", "ftp://10.0.0.1:3128", "http://10.0.0.1", "http://a@b@10.0.0.1:1", "http://10.0.0.1:0"};
    case FieldKind::Mobile:
      return {"1500123", "cs"};
    case FieldKind::Telephone:
      return {"CS", "11"};
    case FieldKind::Mailbox:
      return {"a@b.example,c@d.example", "nobody"};
    case FieldKind::Words:
      return {"8\a", std::string(500, 'x')};
    case FieldKind::Switch:
      return {"maybe", "1", "true"};
    case FieldKind::Hours:
      return {"23:45",       "23:45-",      "24:00-01:00",   "23:60-01:00", "23:45-23:45",
              "23.45-00.15", "-1:00-02:00", "23:45-00:15 x", "+1:00-2:00"};
    case FieldKind::Text:
    case FieldKind::Secret:
    case FieldKind::Document:
      break;
  }
  return {};
}

UpstreamSettings whole(std::string_view protocol) {
  UpstreamSettings settings;
  settings.id = UpstreamId("one");
  settings.protocol = std::string(protocol);
  for (const UpstreamField& field : fieldsOf(protocol))
    if (field.required && !setField(settings, field, soundValue(field.kind)))
      qFatal("a sound value was refused");
  return settings;
}

}  // namespace

class UpstreamFieldsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyFieldGoesInAndComesOut() {
    QCOMPARE(supplierProtocols().size(), std::size_t{3});
    for (const std::string_view protocol : supplierProtocols()) {
      UpstreamSettings settings = whole(protocol);
      QVERIFY(checkUpstream(settings));
      std::set<std::string_view> keys;
      for (const UpstreamField& field : fieldsOf(protocol)) {
        QVERIFY(keys.insert(field.key).second);
        QVERIFY(setField(settings, field, soundValue(field.kind)));
        QCOMPARE(fieldText(settings, field.key), soundValue(field.kind));
      }
      QVERIFY(checkUpstream(settings));
      // Each has a place of its own: taking one back touches no other.
      for (const UpstreamField& field : fieldsOf(protocol)) {
        UpstreamSettings without = settings;
        QVERIFY(setField(without, field, {}));
        for (const UpstreamField& other : fieldsOf(protocol))
          QCOMPARE(fieldText(without, other.key), other.key != field.key      ? soundValue(other.kind)
                                                  : field.key == "timeoutMs" ? std::string("30000")
                                                                             : std::string());
      }
    }
    QVERIFY(fieldsOf("telex").empty());
  }

  void whatItCannotBeIsRefusedByName() {
    int tried = 0;
    for (const std::string_view protocol : supplierProtocols())
      for (const UpstreamField& field : fieldsOf(protocol))
        for (const std::string& wrong : wrongValues(field.kind)) {
          const UpstreamSettings before = whole(protocol);
          UpstreamSettings settings = before;
          const Status refused = setField(settings, field, wrong);
          QVERIFY2(!refused, (std::string(field.key) + " took " + wrong).c_str());
          QCOMPARE(refused.error().code, ErrorCode::ConfigInvalid);
          QVERIFY(refused.error().detail.rfind(std::string(field.key), 0) == 0);
          QVERIFY(settings == before);
          ++tried;
        }
    QVERIFY(tried > 100);
  }

  void closedHoursAreTwoTimesOfTheDay() {
    UpstreamSettings settings = whole("snap");
    QVERIFY(closedHoursOf(settings).isNone());
    QVERIFY(setField(settings, {"closedHours", FieldKind::Hours, false}, "9:05 - 0:15"));
    QCOMPARE(fieldText(settings, "closedHours"), std::string("09:05-00:15"));
    QCOMPARE(closedHoursOf(settings).from.value, 9 * 60 + 5);
    QCOMPARE(closedHoursOf(settings).to.value, 15);
  }

  void aWholeOneHasEverythingThatIsRequired() {
    for (const std::string_view protocol : supplierProtocols())
      for (const UpstreamField& field : fieldsOf(protocol)) {
        UpstreamSettings settings = whole(protocol);
        QVERIFY(setField(settings, field, {}));
        const Status checked = checkUpstream(settings);
        QCOMPARE(checked.has_value(), !field.required);
        if (!checked)
          QCOMPARE(checked.error().detail, std::string(field.key) + ": missing");
      }
    UpstreamSettings settings = whole("digiflazz");
    settings.id = UpstreamId("Digi Flazz");
    QCOMPARE(checkUpstream(settings).error().detail.substr(0, 3), std::string("id:"));
    settings = whole("digiflazz");
    settings.protocol = "telex";
    QCOMPARE(checkUpstream(settings).error().detail.substr(0, 9), std::string("protocol:"));
    settings = whole("digiflazz");
    settings.clientCertPem = soundValue(FieldKind::Certificate);
    QCOMPARE(checkUpstream(settings).error().detail.substr(0, 14), std::string("clientKeyFile:"));
    settings = whole("digiflazz");
    settings.proxyCaPem = soundValue(FieldKind::Certificate);
    settings.proxy = "http://10.0.0.1:3128";
    QCOMPARE(checkUpstream(settings).error().detail.substr(0, 12), std::string("proxyCaFile:"));
    settings = whole("digiflazz");
    settings.url = "http://plain.example";
    QCOMPARE(checkUpstream(settings).error().detail.substr(0, 4), std::string("url:"));
  }

  void aProxysUserIsNotShown() {
    QCOMPARE(withoutProxyUser("http://shop:word@10.0.0.1:3128"), std::string("http://********@10.0.0.1:3128"));
    QCOMPARE(withoutProxyUser("http://10.0.0.1:3128"), std::string("http://10.0.0.1:3128"));
    QVERIFY(isSecretField(FieldKind::Secret) && isSecretField(FieldKind::PrivateKey) && !isSecretField(FieldKind::Text));
  }
};

QTEST_GUILESS_MAIN(UpstreamFieldsTest)
#include "upstream_fields_test.moc"
